"""Days as people and machines write them. What cannot be read is an error, never a guess."""

from __future__ import annotations

import re
from datetime import date, datetime

from tocsin.errors import BadDate

_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december")
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_YEARS = range(1900, 2101)

_WEEKDAY = rf"(?:(?P<weekday>{'|'.join(f'{name[:3]}(?:{name[3:]})?' for name in _WEEKDAYS)}|tues|thurs?)\.?,?\s+)?"
_MONTH = rf"(?P<month>{'|'.join(f'{name[:3]}(?:{name[3:]})?' for name in _MONTHS)}|sept)\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>\d{4})"
_DAY_FIRST = rf"{_WEEKDAY}{_DAY}[\s-]+(?:of\s+)?{_MONTH},?[\s-]+{_YEAR}"
_MONTH_FIRST = rf"{_WEEKDAY}{_MONTH}\s+{_DAY},?\s+{_YEAR}"
_YEAR_FIRST = r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})"
_NUMBERS = r"(?P<first>\d{1,2})[/.-](?P<second>\d{1,2})[/.-](?P<year>\d{4})"
_TIME = r"""(?: ,? (?: \s+ at \s+ | \s* [-–|T] \s* | \s+ ) \d{1,2} : \d{2} (?: : \d{2} )? (?: [.,] \d+ )?  # 10:30, T10:30:00.000
    (?: \s* [ap] \.? m \.? )? \s* (?: [a-z]{1,5} )? \s* (?: [+-] \d{1,2} :? \d{0,2} )? \s* (?: \( [\w\s]{1,40} \) )? )?"""

_WHOLE = tuple(re.compile(rf"{core}{_TIME}", re.I | re.X) for core in (_DAY_FIRST, _MONTH_FIRST, _YEAR_FIRST, _NUMBERS))
_WITHIN = tuple(re.compile(rf"(?<![\w/-]){core}(?![\w/-])", re.I) for core in (_DAY_FIRST, _MONTH_FIRST, _YEAR_FIRST))
_ALLOWED = "a day as 2019-06-19, 19 June 2019, June 19, 2019, or Wed, 19 Jun 2019 10:00:00 GMT"


def day(text: str) -> date:
    """The day that the text names; a time of day and a zone may follow, and the day is the one written.

    ISO 8601, RFC 2822, written out in English, or in numbers whose order is beyond doubt. Raises BadDate for everything else: for
    "06/07/2019", which may be either of two days, for a weekday that does not fall on the date, for years outside 1900 to 2100.

    >>> day("Wednesday, June 19th, 2019, 10:30 am")
    datetime.date(2019, 6, 19)
    """
    stripped = " ".join(text.split())[:80]
    matches = (pattern.fullmatch(stripped) for pattern in _WHOLE)
    made = _iso(stripped) or next((_of(m) for m in matches if m), None)
    if made is None:
        raise BadDate(f"{stripped!r} is no date that can be read", allowed=_ALLOWED)
    return made


def days_in(text: str) -> list[date]:
    """The days written out in full in a stretch of text, in its order. Numbers count only with the year first."""
    found = sorted((m.start(), made) for pattern in _WITHIN for m in pattern.finditer(text) if (made := _of(m)))
    return [made for _, made in found]


def _iso(text: str) -> date | None:
    try:
        made = datetime.fromisoformat(text).date()
    except ValueError:
        return None
    return made if made.year in _YEARS else None


def _of(match: re.Match[str]) -> date | None:
    parts = match.groupdict()
    year = int(parts["year"])
    if "first" in parts:
        first, second = int(parts["first"]), int(parts["second"])
        either = {_date(year, first, second), _date(year, second, first)} - {None}
        return either.pop() if len(either) == 1 else None
    month = parts["month"]
    made = _date(year, int(month) if month.isdigit() else _number(_MONTHS, month) + 1, int(parts["day"]))
    return made if made and _falls_on(made, parts.get("weekday")) else None


def _number(names: tuple[str, ...], word: str) -> int:
    """The place among `names` of a name or of its beginning ("Sept")."""
    return next(n for n, name in enumerate(names) if name.startswith(word[:3].lower()))


def _falls_on(made: date, weekday: str | None) -> bool:
    return weekday is None or _number(_WEEKDAYS, weekday) == made.weekday()


def _date(year: int, month: int, number: int) -> date | None:
    try:
        return date(year, month, number) if year in _YEARS else None
    except ValueError:
        return None
