"""Days as people and machines write them. What cannot be read is an error, never a guess."""

from __future__ import annotations

import re
from datetime import date, datetime

from tocsin.errors import BadDate

_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december")
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_YEARS = range(1900, 2101)

_WEEKDAY = r"(?:(?P<weekday>[a-z]{3,9})\.?,?\s+)?"
_TIME = r"(?:,?\s*(?:at\s+|[-–|]\s*)?\d{1,2}:\d{2}(?::\d{2})?(?:\.\d+)?\s*(?:[ap]\.?m\.?)?\s*(?:\(?[a-z]{1,5}\)?|[+-]\d{2}:?\d{2}|)\s*)?"
_WRITTEN = tuple(
    re.compile(rf"^{_WEEKDAY}{core}{_TIME}$", re.I)
    for core in (
        r"(?P<day>\d{1,2})(?:st|nd|rd|th)?[\s-]+(?:of\s+)?(?P<month>[a-z]{3,9})\.?,?[\s-]+(?P<year>\d{4})",
        r"(?P<month>[a-z]{3,9})\.?\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<year>\d{4})",
    )
)
_NUMERIC = tuple(
    re.compile(rf"^{core}{_TIME}$", re.I)
    for core in (
        r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})",
        r"(?P<first>\d{1,2})[/.-](?P<second>\d{1,2})[/.-](?P<year>\d{4})",
    )
)
_ALLOWED = "a day as 2019-06-19, 19 June 2019, June 19, 2019, or Wed, 19 Jun 2019 10:00:00 GMT"


def day(text: str) -> date:
    """The day that the text names; a time of day and a zone may follow, and the day is the one written.

    ISO 8601, RFC 2822, written out in English, or in numbers whose order is beyond doubt. Raises BadDate for everything else: for "06/07/2019",
    which is two days, for a weekday that does not fall on the date, for years outside 1900 to 2100.

    >>> day("Wednesday, June 19th, 2019, 10:30 am")
    datetime.date(2019, 6, 19)
    """
    stripped = " ".join(text.split())[:80]
    made = _iso(stripped) or _written(stripped) or _numbers(stripped)
    if made is None or made.year not in _YEARS:
        raise BadDate(f"{stripped!r} is no date that can be read", allowed=_ALLOWED)
    return made


def _iso(text: str) -> date | None:
    try:
        return datetime.fromisoformat(text).date()
    except ValueError:
        return None


def _written(text: str) -> date | None:
    for pattern in _WRITTEN:
        if m := pattern.match(text):
            month = _number(_MONTHS, m["month"])
            made = _date(int(m["year"]), month + 1, int(m["day"])) if month is not None else None
            return made if made and _falls_on(made, m["weekday"]) else None
    return None


def _numbers(text: str) -> date | None:
    for pattern in _NUMERIC:
        if not (m := pattern.match(text)):
            continue
        parts = m.groupdict()
        if "month" in parts:
            return _date(int(m["year"]), int(m["month"]), int(m["day"]))
        first, second = int(m["first"]), int(m["second"])
        either = {_date(int(m["year"]), first, second), _date(int(m["year"]), second, first)} - {None}
        return either.pop() if len(either) == 1 else None
    return None


def _number(names: tuple[str, ...], word: str) -> int | None:
    """The place among `names` of a name or of its beginning ("Sept")."""
    return next((n for n, name in enumerate(names) if name.startswith(word.lower())), None)


def _falls_on(made: date, weekday: str | None) -> bool:
    return weekday is None or _number(_WEEKDAYS, weekday) == made.weekday()


def _date(year: int, month: int, number: int) -> date | None:
    try:
        return date(year, month, number)
    except ValueError:
        return None
