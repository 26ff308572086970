"""Expressions of time, found by rules of our own over the tokens and resolved to closed intervals of days.

The conventions are those of news dates: a weekday is the nearest one in the direction of the tense, a week runs from Monday to Sunday, a
month or a day without a year is the nearest in the direction of the tense. Signal words ("since", "by", "within") stand inside the span,
since they change the interval (Pustejovsky et al. 2003, TimeML, keeps the two apart). What cannot be told stays None.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from types import MappingProxyType

from tocsin.entities.calendar import (
    UNTOLD,
    Direction,
    Interval,
    Unit,
    day_of,
    month_of,
    moved,
    on,
    quarter_of,
    span,
    unit_of,
    weekday_near,
    year_near,
    year_of,
)
from tocsin.entities.direction import direction_around
from tocsin.records import Parse, Time

_WEEKDAYS = MappingProxyType(
    {w: n for n, w in enumerate(("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"))}
    | {"tues": 1, "tues.": 1, "weds": 2, "wed.": 2, "thurs": 3, "thurs.": 3, "thur.": 3}
)
_MONTHS = MappingProxyType(
    {
        m: n
        for n, names in enumerate(
            (
                ("january", "jan.", "jan"),
                ("february", "feb.", "feb"),
                ("march", "mar."),
                ("april", "apr.", "apr"),
                ("may",),
                ("june", "jun."),
                ("july", "jul."),
                ("august", "aug.", "aug"),
                ("september", "sept.", "sep.", "sept"),
                ("october", "oct.", "oct"),
                ("november", "nov.", "nov"),
                ("december", "dec.", "dec"),
            ),
            start=1,
        )
        for m in names
    }
)
_ALSO_OTHER_WORDS = frozenset({"may", "march", "august", "april", "june"})
"""Months that are verbs, adjectives or given names as well: they need a sign that they are a month."""
_COUNTING = (
    *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen"),
    *("fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"),
)
_RANKING = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_NUMBERS = MappingProxyType(
    {w: n for n, w in enumerate(_COUNTING, start=1)} | {"a": 1, "an": 1, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "ninety": 90}
)
_ORDINALS = MappingProxyType({w: n for n, w in enumerate(_RANKING, start=1)})
_UNITS: MappingProxyType[str, tuple[Unit, int]] = MappingProxyType(
    {
        "hour": ("day", 0),
        "day": ("day", 1),
        "night": ("day", 1),
        "week": ("week", 1),
        "fortnight": ("week", 2),
        "month": ("month", 1),
        "quarter": ("quarter", 1),
        "year": ("year", 1),
        "decade": ("year", 10),
        "minute": ("day", 0),
    }
)
"""Words for units: the unit of the calendar and how many of it; hours count as parts of days."""
_DAY_PARTS = frozenset({"morning", "afternoon", "evening", "night", "noon", "midday", "midnight", "dawn", "dusk"})
_DEICTIC = MappingProxyType({"today": (0, 0), "yesterday": (-1, -1), "tomorrow": (1, 1), "tonight": (0, 0), "overnight": (-1, 0)})
_BACK = frozenset({"last", "past", "previous", "preceding", "recent"})
_AHEAD = frozenset({"next", "coming", "following", "upcoming"})
_ANAPHORIC = frozenset({"following", "previous", "preceding", "same", "that"})
_VAGUE = frozenset({"few", "several", "some", "many", "couple", "recent"})
_JOINS = frozenset({"to", "through", "until", "till", "-", "–", "—", "and", "thru"})
_THIRDS = MappingProxyType({"early": 0, "mid": 1, "late": 2, "beginning": 0, "start": 0, "middle": 1, "end": 2})
_NUMERIC = re.compile(r"(?<![\w.:/-])(?:(\d{4})-(\d{1,2})-(\d{1,2})|(\d{1,2})([./])(\d{1,2})\5(\d{4}))(?![\w/-]|\.\d)")
_DAY_NUMBER = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?")
_YEAR = re.compile(r"(?:1[89]|20)\d\d")
_DECADE = re.compile(r"(?:1[89]|20)\d0s")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """The tokens `[first, last)` of an expression, its interval, how often, and whether its words are a date of their own."""

    first: int
    last: int
    when: Interval
    count: int | None = None
    bare: bool = True  # no signal word has been read into it yet


@dataclass(slots=True, kw_only=True)
class _Scan:
    """One article under way: what has been found so far anchors what comes ("the following day")."""

    parse: Parse
    published: date | None
    found: list[_Found]

    def word(self, i: int) -> str:
        """The token in lower case, "" beyond the text or the sentence."""
        return self.parse.lower[i] if 0 <= i < len(self.parse) else ""

    def number(self, i: int) -> int | None:
        word = self.word(i).replace(",", "")
        if word.isdecimal() and len(word) <= 4:
            return int(word)
        return _NUMBERS.get(word)

    def day_number(self, i: int) -> int | None:
        match = _DAY_NUMBER.fullmatch(self.word(i))
        return int(match[1]) if match and 1 <= int(match[1]) <= 31 else None

    def year(self, i: int) -> int | None:
        word = self.word(i)
        return int(word) if _YEAR.fullmatch(word) else None

    def anchor(self, *, day: bool) -> Interval | None:
        """The interval of the last expression before; with `day`, of the last that is one day."""
        for found in reversed(self.found):
            if found.when.earliest and found.when.latest and (found.when.is_day or not day):
                return found.when
        return None

    def direction(self, first: int, last: int) -> Direction:
        if self.word(first - 1) == "since":
            return -1
        return direction_around(self.parse, first, head_of(self.parse, first, last))

    def since_published(self, number: int, unit: Unit) -> Interval:
        """From so many units before (after, above zero) publication to publication."""
        if self.published is None:
            return UNTOLD
        return span(moved(self.published, number, unit), self.published)


def head_of(parse: Parse, first: int, last: int) -> int:
    """The token of a stretch that hangs on a word outside it; the last one where several do."""
    outside = [i for i in range(first, last) if parse.heads[i] == i or not first <= parse.heads[i] < last]
    return outside[-1] if outside else last - 1


def read_times(parse: Parse, *, published: date | None) -> tuple[Time, ...]:
    """The expressions of time in an article, in the order of the text, without overlaps.

    published: the day of publication. None: dates with a year still resolve; what is relative has None on both sides.
    """
    scan = _Scan(parse=parse, published=published, found=[])
    numeric = _numeric_dates(parse)
    handlers = _handlers()
    position = 0
    for i, word in enumerate(parse.lower):
        if i < position:
            continue
        found = numeric.get(i) or _at(scan, handlers, i, word)
        if found is None:
            continue
        found = _counted(scan, _signalled(scan, _ranged(scan, handlers, found)))
        if found.first >= position:
            scan.found.append(found)
            position = found.last
    return tuple(_time(parse, f) for f in scan.found)


def _at(scan: _Scan, handlers: MappingProxyType[str, Callable[[_Scan, int], _Found | None]], i: int, word: str) -> _Found | None:
    handler = handlers.get(word)
    if handler is not None:
        return handler(scan, i)
    if word[0].isdigit() or word.startswith("mid"):
        return _year_or_decade(scan, i)
    return None


def _time(parse: Parse, found: _Found) -> Time:
    start, end = parse.span(found.first, found.last)
    when = found.when
    return Time(
        start=start,
        end=end,
        text=parse.text[start:end],
        earliest=when.earliest,
        latest=when.latest,
        precision=when.precision,
        count=found.count,
    )


@cache
def _handlers() -> MappingProxyType[str, Callable[[_Scan, int], _Found | None]]:
    made: dict[str, Callable[[_Scan, int], _Found | None]] = {}
    made |= dict.fromkeys(_WEEKDAYS, _weekday)
    made |= dict.fromkeys(_MONTHS, _month)
    made |= dict.fromkeys([u + s for u in _UNITS for s in ("", "s")], _unit)
    made |= dict.fromkeys(_DAY_PARTS, _day_part)
    made |= dict.fromkeys(_DEICTIC, _deictic)
    made |= {"weekend": _weekend, "half": _half, "christmas": _christmas, "year": _year_word}
    return MappingProxyType(made)


# --- numeric dates, years ---


def _numeric_dates(parse: Parse) -> dict[int, _Found]:
    made = {}
    for match in _NUMERIC.finditer(parse.text):
        tokens = parse.tokens(match.start(), match.end())
        if tokens:
            made[tokens[0]] = _Found(first=tokens[0], last=tokens[-1] + 1, when=on(_numeric_day(match)))
    return made


def _numeric_day(match: re.Match[str]) -> date | None:
    """ISO dates, and day and month in either order where only one of the two is possible."""
    if match[1]:
        return day_of(int(match[1]), int(match[2]), int(match[3]))
    first, second, year = int(match[4]), int(match[6]), int(match[7])
    if match[5] == ".":
        return day_of(year, second, first)
    readings = {d for d in (day_of(year, second, first), day_of(year, first, second)) if d}
    return readings.pop() if len(readings) == 1 else None


def _year_or_decade(scan: _Scan, i: int) -> _Found | None:
    word = scan.word(i)
    early = word.startswith(("mid-", "mid–")) and word[4:]
    if _DECADE.fullmatch(early or word):
        start = int((early or word)[:4])
        return _Found(first=i, last=i + 1, when=span(date(start, 1, 1), date(start + 9, 12, 31)))
    if early and _YEAR.fullmatch(early):
        return _Found(first=i, last=i + 1, when=_third_of_year(int(early), 1))
    year = scan.year(i)
    if year is None or not _is_year(scan, i):
        return None
    third = _third(scan, i)
    if third:
        return _Found(first=third[0], last=i + 1, when=_third_of_year(year, third[1]))
    return _Found(first=i, last=i + 1, when=year_of(year))


def _third(scan: _Scan, i: int) -> tuple[int, int] | None:
    """Reads "early", "mid-", "the end of" before token `i`: the first token, and which third (0, 1, 2)."""
    before = scan.word(i - 1)
    if before in ("early", "late", "mid"):
        return i - 1, _THIRDS[before]
    if before in ("-", "–") and scan.word(i - 2) == "mid":
        return i - 2, 1
    if before == "of" and scan.word(i - 2) in _THIRDS:
        return i - 2, _THIRDS[scan.word(i - 2)]
    return None


def _third_of_year(year: int, third: int) -> Interval:
    return span(month_of(year, 4 * third + 1).earliest, month_of(year, 4 * third + 4).latest)


def _is_year(scan: _Scan, i: int) -> bool:
    """Four digits are a year after the words that lead to one, or where the parser's entities say so; else they count things."""
    before, after = scan.word(i - 1), scan.word(i + 1)
    if before in ("$", "€", "£", "¥", "than", "least", "about", "some", "nearly", "over", "around", "no.", "number", "#") or after in (
        "%",
        "percent",
    ):
        return False
    if before in (
        "in",
        "since",
        "of",
        "until",
        "till",
        "by",
        "from",
        "early",
        "late",
        "mid",
        "during",
        "before",
        "after",
        "through",
        "circa",
    ):
        return not (
            scan.parse.relations[i] == "nummod"
            and scan.parse.pos[scan.parse.heads[i]] == "NOUN"
            and scan.parse.heads[i] > i
            and scan.parse.tags[scan.parse.heads[i]] == "NNS"
            and "DATE" not in scan.parse.entities[i]
        )
    return scan.parse.entities[i].endswith("-DATE") or before in ("the", "a", "'s", "’s", "to", "and", "-", "–", "(")


def _year_word(scan: _Scan, i: int) -> _Found | None:
    """Reads "New Year's Eve", "New Year's Day"; else a unit."""
    if scan.word(i - 1) != "new" or scan.word(i + 1) not in ("'s", "’s") or not scan.parse.words[i][0].isupper():
        return _unit(scan, i)
    days = {"eve": (12, 31), "day": (1, 1)}
    if scan.word(i + 2) not in days:
        return None
    month, day = days[scan.word(i + 2)]
    return _Found(first=i - 1, last=i + 3, when=_dated(scan, i - 1, i + 3, month, day, None))


def _christmas(scan: _Scan, i: int) -> _Found:
    eve = scan.word(i + 1) == "eve"
    last = i + 2 if eve or scan.word(i + 1) == "day" else i + 1
    year = scan.year(last)
    return _Found(first=i, last=last + (year is not None), when=_dated(scan, i, last, 12, 24 if eve else 25, year))


# --- weekdays ---


def _weekday(scan: _Scan, i: int) -> _Found | None:
    if not scan.parse.words[i][0].isupper():
        return None
    first, before = i, scan.word(i - 1)
    if before in ("every", "each", "bloody", "black", "ash", "palm", "good", "easter"):
        return None
    dated = _weekday_with_date(scan, i)
    if dated:
        return dated
    if before in _BACK or before in _AHEAD or before == "this":
        first = i - 1 - (scan.word(i - 2) == "this")
    last = i + 1 + (scan.word(i + 1) in _DAY_PARTS)
    weekday = _WEEKDAYS[scan.word(i)]
    week = _week_named_after(scan, last)
    if week:
        return _Found(first=first, last=week[1], when=_in_week(week[0], weekday))
    return _Found(first=first, last=last, when=_near_weekday(scan, first, last, weekday, before))


def _weekday_with_date(scan: _Scan, i: int) -> _Found | None:
    """Reads "Monday, June 17", "Wednesday 19 June", "Friday (June 14)": the date decides."""
    j = i + 1 + (scan.word(i + 1) in (",", "("))
    j += scan.day_number(j) is not None
    if scan.word(j) not in _MONTHS:
        return None
    found = _month(scan, j)
    return replace(found, first=i) if found and found.when.precision == "day" and found.first <= j else None


def _near_weekday(scan: _Scan, first: int, last: int, weekday: int, before: str) -> Interval:
    published = scan.published
    if published is None:
        return Interval(earliest=None, latest=None, precision="day")
    if before in _BACK:
        return on(weekday_near(published, weekday, -1, strictly=True))
    if before in ("following", "coming", "next", "upcoming"):
        return on(weekday_near(published, weekday, 1, strictly=True))
    return on(weekday_near(published, weekday, scan.direction(first, last)))


def _week_named_after(scan: _Scan, last: int) -> tuple[Interval, int] | None:
    """Reads "Thursday last week", "Monday of this week": the week and where it ends."""
    j = last + (scan.word(last) == "of")
    if scan.word(j) not in ("last", "this", "next") or scan.word(j + 1) != "week":
        return None
    if scan.published is None:
        return Interval(earliest=None, latest=None, precision="week"), j + 2
    number = {"last": -1, "this": 0, "next": 1}[scan.word(j)]
    return unit_of(moved(scan.published, number, "week"), "week"), j + 2


def _in_week(week: Interval, weekday: int) -> Interval:
    return on(week.earliest + timedelta(days=weekday) if week.earliest else None)


# --- months and days of months ---


def _month(scan: _Scan, i: int) -> _Found | None:
    month = _MONTHS[scan.word(i)]
    if not scan.parse.words[i][0].isupper() or scan.parse.entities[i].endswith("-PERSON"):
        return None
    return _day_after_month(scan, i, month) or _day_before_month(scan, i, month) or _whole_month(scan, i, month)


def _day_after_month(scan: _Scan, i: int, month: int) -> _Found | None:
    """Reads "June 13", "June 13, 2019", "June 13-15"."""
    day = scan.day_number(i + 1)
    if day is None or scan.word(i + 2) in ("%", "percent", "of"):
        return None
    until, last = _second_day(scan, i + 2)
    year, last = _year_behind(scan, last)
    return _Found(first=i, last=last, when=_days(scan, i, last, month, (day, until), year))


def _day_before_month(scan: _Scan, i: int, month: int) -> _Found | None:
    """Reads "13 June", "the 13th of June 2019", "3-7 May", "3 to 7 May"."""
    j = i - 1 - (scan.word(i - 1) == "of")
    day = scan.day_number(j)
    if day is None:
        return None
    until, first = None, j
    if scan.word(j - 1) in _JOINS and scan.day_number(j - 2):
        until, first, day = day, j - 2, scan.day_number(j - 2) or day
    year, last = _year_behind(scan, i + 1)
    return _Found(first=first, last=last, when=_days(scan, first, last, month, (day, until), year))


def _second_day(scan: _Scan, i: int) -> tuple[int | None, int]:
    """The second day of "13-15" or "13 to 15", and where the expression ends."""
    until = scan.day_number(i + 1) if scan.word(i) in _JOINS else None
    if until is None or scan.word(i + 2) in _MONTHS or (scan.word(i) == "and" and scan.word(i - 3) != "between"):
        return None, i
    return until, i + 2


def _year_behind(scan: _Scan, i: int) -> tuple[int | None, int]:
    """The year that ends a date, "June 13, 2019" or "June 2019" or "June of 2019", and where the date ends."""
    j = i + (scan.word(i) in (",", "of"))
    year = scan.year(j)
    return (year, j + 1) if year else (None, i)


def _days(scan: _Scan, first: int, last: int, month: int, days: tuple[int, int | None], year: int | None) -> Interval:
    start = _dated(scan, first, last, month, days[0], year)
    if days[1] is None or start.earliest is None or days[1] < days[0]:
        return start
    return span(start.earliest, day_of(start.earliest.year, month, days[1]))


def _dated(scan: _Scan, first: int, last: int, month: int, day: int, year: int | None) -> Interval:
    if year is None:
        if scan.published is None:
            return Interval(earliest=None, latest=None, precision="day")
        year = year_near(scan.published, month, min(day, 28), scan.direction(first, last))
    return on(day_of(year, month, day))


def _whole_month(scan: _Scan, i: int, month: int) -> _Found | None:
    year, last = _year_behind(scan, i + 1)
    before, first = scan.word(i - 1), i
    third = _third(scan, i)
    if third:
        first = third[0]
    elif before in ("last", "past", "next", "this", "coming"):
        first = i - 1
    elif year is None and not _is_month(scan, i):
        return None
    if year is None:
        year = _year_of_month(scan, first, last, month, before)
    if year is None:
        return _Found(first=first, last=last, when=Interval(earliest=None, latest=None, precision="month"))
    return _Found(first=first, last=last, when=_third_of_month(year, month, third[1]) if third else month_of(year, month))


def _is_month(scan: _Scan, i: int) -> bool:
    word = scan.word(i)
    if word not in _ALSO_OTHER_WORDS:
        return True
    signs = ("in", "since", "until", "till", "by", "of", "from", "through", "during", "before", "after", "between", "to", "the", "and", "-")
    return scan.parse.tags[i] != "MD" and (scan.parse.entities[i].endswith("-DATE") or scan.word(i - 1) in signs)


def _year_of_month(scan: _Scan, first: int, last: int, month: int, before: str) -> int | None:
    ahead = scan.parse.lower[last : last + 3]
    joined = ahead[:1] and ahead[0] in _JOINS and len(ahead) > 2 and ahead[1] in _MONTHS and _YEAR.fullmatch(ahead[2])
    if joined:  # "May to July 2018"
        return int(ahead[2]) - (_MONTHS[ahead[1]] < month)
    if scan.published is None:
        return None
    if before in ("last", "past"):
        return year_near(scan.published, month, None, -1, strictly=True)
    if before in ("next", "coming"):
        return year_near(scan.published, month, None, 1, strictly=True)
    if scan.word(first - 1) == "since":
        return year_near(scan.published, month, None, -1)
    return year_near(scan.published, month, None, scan.direction(first, last))


def _third_of_month(year: int, month: int, third: int) -> Interval:
    whole = month_of(year, month)
    first = date(year, month, 10 * third + 1)
    return span(first, whole.latest if third == 2 else date(year, month, 10 * third + 10))


# --- deictic words, parts of days, weekends ---


def _deictic(scan: _Scan, i: int) -> _Found | None:
    word = scan.word(i)
    before, after = _DEICTIC[word]
    last = i + 1 + (scan.word(i + 1) in _DAY_PARTS)
    first = i
    if word in ("yesterday", "tomorrow") and scan.word(i - 1) in ("before", "after") and scan.word(i - 2) == "day":
        return None  # read with the unit: "the day before yesterday"
    if scan.parse.pos[i] == "PROPN" and scan.parse.entities[i].endswith("-ORG"):
        return None  # "USA Today"
    if scan.published is None:
        return _Found(first=first, last=last, when=UNTOLD if before != after else replace(UNTOLD, precision="day"))
    when = span(moved(scan.published, before, "day"), moved(scan.published, after, "day"), "day" if before == after else "range")
    return _Found(first=first, last=last, when=when)


def _day_part(scan: _Scan, i: int) -> _Found | None:
    """Reads "this morning", "last night", "that evening", "the same night"."""
    before = scan.word(i - 1)
    if before == "this" or (before == "last" and scan.word(i) in ("night", "evening")):
        return _Found(first=i - 1, last=i + 1, when=_from_published(scan, -1 if before == "last" else 0, "day"))
    if before in ("that", "same", "following", "next"):
        anchor = scan.anchor(day=True)
        number = 1 if before in ("following", "next") else 0
        day = moved(anchor.latest, number, "day") if anchor and anchor.latest else None
        return _Found(first=i - 1 - (scan.word(i - 2) == "the"), last=i + 1, when=on(day))
    return None if scan.word(i) != "night" else _unit(scan, i)


def _from_published(scan: _Scan, number: int, unit: Unit) -> Interval:
    """The calendar unit so many away from that of publication."""
    if scan.published is None:
        return Interval(earliest=None, latest=None, precision=unit)
    return unit_of(moved(scan.published, number, unit), unit)


def _weekend(scan: _Scan, i: int) -> _Found | None:
    before = scan.word(i - 1)
    if before not in ("the", "this", "last", "next", "past", "coming", "previous"):
        return None
    first = i - 1 - (scan.word(i - 2) in ("the", "this"))
    if scan.published is None:
        return _Found(first=first, last=i + 1, when=UNTOLD)
    direction = scan.direction(first, i + 1)
    ahead = before in ("next", "coming") or (before in ("this", "the") and direction > 0)
    monday = scan.published - timedelta(days=scan.published.weekday())
    saturday = monday + timedelta(days=5)
    if not ahead and (scan.published < saturday or before in ("last", "previous")):
        saturday -= timedelta(days=7)
    if before == "next":
        saturday += timedelta(days=7) if scan.published.weekday() >= 5 else timedelta(0)
    return _Found(first=first, last=i + 1, when=span(saturday, saturday + timedelta(days=1)))


def _half(scan: _Scan, i: int) -> _Found | None:
    """Reads "the first half of 2019", "the second half of last year"."""
    half = _ORDINALS.get(scan.word(i - 1))
    if half not in (1, 2) or scan.word(i + 1) != "of":
        return None
    year, last = _year_named(scan, i + 2)
    if last == i + 2:
        return None
    if year is None:
        return _Found(first=i - 1, last=last, when=UNTOLD)
    low = 6 * half - 5
    return _Found(first=i - 1, last=last, when=span(month_of(year, low).earliest, month_of(year, low + 5).latest))


def _year_named(scan: _Scan, i: int) -> tuple[int | None, int]:
    """Reads "2019", "this year", "last year", "the year" at token `i`, and where it ends (at `i` where there is none)."""
    if scan.year(i):
        return scan.year(i), i + 1
    if scan.word(i + 1) == "year" and scan.word(i) in ("this", "last", "next", "the"):
        number = {"this": 0, "last": -1, "next": 1, "the": 0}[scan.word(i)]
        return (scan.published.year + number if scan.published else None), i + 2
    return None, i


# --- units ---


def _unit(scan: _Scan, i: int) -> _Found | None:
    word = scan.word(i)
    if word == "quarter" and scan.word(i - 1) in _ORDINALS:
        return _quarter(scan, i)
    many = word.endswith("s") and word[:-1] in _UNITS
    if scan.word(i - 1) in ("-", "–") or scan.word(i + 1) in ("old", "-"):
        return None  # "a 60-day deadline", "three years old"
    number, j = _quantity(scan, i, many=many)
    name = word[:-1] if many else word
    if number is None and not many:
        return _single(scan, i, name)
    return _several(scan, i, name, number, j)


def _quantity(scan: _Scan, i: int, *, many: bool) -> tuple[int | None, int]:
    """The number before a unit (None where the words give none) and the first token of it."""
    number = scan.number(i - 1)
    if number is not None:
        return number, i - 1
    before = scan.word(i - 1)
    if many and before == "of" and scan.word(i - 2) == "couple":
        return None, i - 2 - (scan.word(i - 3) == "a")
    if many and before in _VAGUE:
        return None, i - 1 - (scan.word(i - 2) in ("a", "the") and before != "recent")
    return None, i


def _several(scan: _Scan, i: int, name: str, number: int | None, j: int) -> _Found | None:
    """Reads "two days ago", "hours later", "the past 48 hours", "within 10 days", "for years"."""
    unit, size = _UNITS[name]
    length = None if number is None else _length(name, number, size)
    behind = _behind(scan, i, j, unit, length, name)
    if behind:
        return behind
    k = j - 1
    if scan.word(k) in _BACK or scan.word(j) == "recent":
        first = j if scan.word(j) == "recent" else k
        first -= scan.word(first - 1) in ("the", "these")
        when = scan.since_published(-length, unit) if length else Interval(earliest=None, latest=scan.published, precision="range")
        return _Found(first=first, last=i + 1, when=when)
    if scan.word(k) in _AHEAD:
        first = k - (scan.word(k - 1) == "the")
        return _Found(first=first, last=i + 1, when=_ahead_of(scan.published, length, unit))
    return _within(scan, i, j, unit, length)


def _length(name: str, number: int, size: int) -> int:
    """How many calendar units: 48 hours are two days, 10 hours one."""
    if name == "hour":
        return max(1, -(-number // 24))
    if name == "minute":
        return 1
    return number * size


def _ahead_of(start: date | None, length: int | None, unit: Unit) -> Interval:
    """From a day to so many units later; open where the number is not told."""
    if start is None:
        return UNTOLD
    return span(start, moved(start, length, unit) if length else None)


def _behind(scan: _Scan, i: int, j: int, unit: Unit, length: int | None, name: str) -> _Found | None:
    """What follows the unit: "ago", "later", "earlier", "before", "after"."""
    after = scan.word(i + 1)
    if after == "ago":
        return _Found(first=_with_about(scan, j), last=i + 2, when=_ago(scan, unit, length, name))
    if after in ("later", "earlier"):
        return _Found(first=j, last=i + 2, when=_apart(scan, unit, length, name, later=after == "later"))
    if after == "from" and scan.word(i + 2) in ("now", "today") and length and scan.published:
        return _Found(first=_with_about(scan, j), last=i + 3, when=unit_of(moved(scan.published, length, unit), unit), bare=False)
    if after in ("before", "after", "beforehand") and scan.word(i + 2) in (".", ",", ""):
        return _Found(first=j, last=i + 2, when=_apart(scan, unit, length, name, later=after == "after"))
    return None


def _with_about(scan: _Scan, j: int) -> int:
    return j - (scan.word(j - 1) in ("about", "nearly", "almost", "around", "some", "over"))


def _ago(scan: _Scan, unit: Unit, length: int | None, name: str) -> Interval:
    """Days count to the day; longer units to the calendar unit that the distance reaches."""
    if scan.published is None:
        return UNTOLD
    if name in ("hour", "minute"):
        return span(moved(scan.published, -(length or 1), "day"), scan.published)
    if length is None:
        return Interval(earliest=None, latest=moved(scan.published, -1, unit), precision="range")
    if unit == "year" and name == "decade":
        return UNTOLD
    return unit_of(moved(scan.published, -length, unit), unit)


def _apart(scan: _Scan, unit: Unit, length: int | None, name: str, *, later: bool) -> Interval:
    """So many units away from the expression of time before it."""
    anchor = scan.anchor(day=unit in ("day", "week"))
    if anchor is None or anchor.earliest is None or anchor.latest is None:
        return UNTOLD
    sign = 1 if later else -1
    if name in ("hour", "minute"):
        other = moved(anchor.latest, sign * (length or 1), "day")
        return anchor if name == "minute" else span(anchor.latest, other)
    if length is None:
        near = moved(anchor.latest if later else anchor.earliest, sign, "day")
        return span(near, None) if later else span(None, near)
    day = moved(anchor.earliest, sign * length, unit)
    return on(day) if unit in ("day", "week") else unit_of(day, unit)


def _within(scan: _Scan, i: int, j: int, unit: Unit, length: int | None) -> _Found | None:
    """Reads "within 10 days", "in two weeks", "for years"."""
    k = j - 1 - (scan.word(j - 1) in ("about", "just", "only", "the", "around", "nearly", "almost"))
    before = scan.word(k)
    if before == "within" and length:
        return _Found(first=k, last=i + 1, when=_ahead_of(_announced(scan, k), length, unit), bare=False)
    time = scan.word(i + 1) in ("'", "’") and scan.word(i + 2) == "time"
    if before == "in" and length and (time or scan.direction(k, i + 1) > 0) and scan.published:
        return _Found(first=k, last=i + 3 if time else i + 1, when=unit_of(moved(scan.published, length, unit), unit), bare=False)
    if before == "for":
        return _Found(first=k, last=i + 1, when=UNTOLD, bare=False)
    return None


def _announced(scan: _Scan, i: int) -> date | None:
    """Where a term begins: the day of the announcement, if one stands before it in the sentence, else that of publication."""
    sentence = scan.parse.sentence_of[i]
    for found in reversed(scan.found):
        if scan.parse.sentence_of[found.first] != sentence:
            break
        if found.when.is_day and scan.published and found.when.earliest and found.when.earliest <= scan.published:
            return found.when.earliest
    return scan.published


def _single(scan: _Scan, i: int, name: str) -> _Found | None:
    """Reads "last week", "earlier this month", "the following day", "the day before yesterday", "the end of the year"."""
    before = scan.word(i - 1)
    unit, size = _UNITS[name]
    if name == "day" and scan.word(i + 1) in ("before", "after"):
        return _day_beside(scan, i)
    if size != 1:
        return None if before not in _BACK | _AHEAD else _several(scan, i, name, 1, i)
    if before in ("following", "same", "that") or (before in ("next", "previous") and scan.word(i - 2) == "the" and unit == "day"):
        return _anaphoric(scan, i, unit)
    if before in ("last", "previous", "past") and name != "day":
        return _fitted(scan, i, _from_published(scan, -1, unit), unit, before)
    if before in ("next", "coming") and name != "day":
        return _fitted(scan, i, _from_published(scan, 1, unit), unit, before)
    if before == "this" or (before == "the" and scan.word(i - 2) == "of" and scan.word(i - 3) in _THIRDS):
        return _fitted(scan, i, _from_published(scan, 0, unit), unit, before)
    return None


def _fitted(scan: _Scan, i: int, whole: Interval, unit: Unit, before: str) -> _Found:
    """The part of a calendar unit that "earlier", "later", "early", "late" or "the end of" names."""
    first, part = i - 1, scan.word(i - 2)
    if before in ("past", "coming") and part in ("the", "this"):
        number = -1 if before == "past" else 1
        when = scan.since_published(number, unit) if scan.published else UNTOLD
        return _Found(first=first - 1, last=i + 1, when=when)
    if whole.earliest is None or whole.latest is None or scan.published is None:
        return _Found(first=first - (part in ("earlier", "later", "early", "late")), last=i + 1, when=whole)
    if part in ("earlier", "later") and before == "this":
        when = span(whole.earliest, scan.published) if part == "earlier" else span(scan.published, whole.latest)
        return _Found(first=first - 1, last=i + 1, when=when)
    third = (first - 1, _THIRDS[part]) if part in ("early", "late") else _third(scan, first) if part == "of" else None
    if third is None:
        return _Found(first=first, last=i + 1, when=whole)
    return _Found(first=third[0], last=i + 1, when=_third_of(whole, third[1], unit))


def _third_of(whole: Interval, third: int, unit: Unit) -> Interval:
    if whole.earliest is None or whole.latest is None:
        return whole
    if unit == "month":
        return _third_of_month(whole.earliest.year, whole.earliest.month, third)
    if unit == "year":
        return _third_of_year(whole.earliest.year, third)
    days = (whole.latest - whole.earliest).days + 1
    low, high = days * third // 3, days * (third + 1) // 3 - 1
    return span(whole.earliest + timedelta(days=low), whole.earliest + timedelta(days=high))


def _anaphoric(scan: _Scan, i: int, unit: Unit) -> _Found | None:
    before = scan.word(i - 1)
    if before == "that" and scan.parse.tags[i - 1] != "DT":
        return None
    first = i - 1 - (scan.word(i - 2) == "the")
    anchor = scan.anchor(day=unit in ("day", "week"))
    if anchor is None or anchor.latest is None:
        return _Found(first=first, last=i + 1, when=Interval(earliest=None, latest=None, precision=unit))
    number = {"following": 1, "next": 1, "previous": -1}.get(before, 0)
    return _Found(first=first, last=i + 1, when=unit_of(moved(anchor.latest, number, unit), unit))


def _day_beside(scan: _Scan, i: int) -> _Found | None:
    """Reads "the day after", "a day before", "the day before yesterday"."""
    number = 1 if scan.word(i + 1) == "after" else -1
    first = i - (scan.word(i - 1) in ("the", "a", "one"))
    if scan.word(i + 2) in ("yesterday", "tomorrow"):
        offset = {"yesterday": -1, "tomorrow": 1}[scan.word(i + 2)]
        when = on(moved(scan.published, number + offset, "day")) if scan.published else replace(UNTOLD, precision="day")
        return _Found(first=first, last=i + 3, when=when)
    if scan.word(i + 2) not in (",", ".", ""):
        return None
    anchor = scan.anchor(day=True)
    day = moved(anchor.latest, number, "day") if anchor and anchor.latest else None
    return _Found(first=first, last=i + 2, when=on(day))


def _quarter(scan: _Scan, i: int) -> _Found | None:
    """Reads "the first quarter of 2019", "in the first quarter"."""
    number = _ORDINALS[scan.word(i - 1)]
    if number > 4:
        return None
    j = i + 1 + (scan.word(i + 1) == "of")
    year, last = _year_named(scan, j)
    if last == j:
        last = i + 1
        direction = scan.direction(i - 1, last)
        year = year_near(scan.published, 3 * number, None, direction) if scan.published else None
    if year is None:
        return _Found(first=i - 1, last=last, when=Interval(earliest=None, latest=None, precision="quarter"))
    return _Found(first=i - 1, last=last, when=quarter_of(year, number))


# --- ranges, signal words, counts ---


def _ranged(scan: _Scan, handlers: MappingProxyType[str, Callable[[_Scan, int], _Found | None]], found: _Found) -> _Found:
    """Reads "from Monday to Thursday", "between 3 May and 7 June", "2005-2009"."""
    join = scan.word(found.last)
    opened = scan.word(found.first - 1) in ("from", "between")
    if join not in _JOINS or (join == "and" and scan.word(found.first - 1) != "between") or (join in ("until", "till", "—") and not opened):
        return found
    start = found.last + 1
    for i in range(start, min(start + 3, len(scan.parse))):
        other = _at(scan, handlers, i, scan.word(i))
        if other and other.first == start:
            return _joined(found, other, opened=opened)
    return found


def _joined(found: _Found, other: _Found, *, opened: bool) -> _Found:
    first, last = found.when, other.when
    made = replace(found, first=found.first - opened, last=other.last, bare=False)
    if first.earliest is None or last.latest is None:
        return replace(made, when=UNTOLD)
    start = first.earliest
    if start > last.latest:  # the two were dated apart: Monday to Thursday, November to February
        start = moved(start, -1, "week" if first.is_day and (start - last.latest).days < 7 else "year")
    return replace(made, when=span(start, last.latest))


def _signalled(scan: _Scan, found: _Found) -> _Found:
    """Reads the preposition before an expression into it where it moves the bounds of the interval."""
    if not found.bare:
        return found
    k = found.first - 1 - (scan.word(found.first - 1) in ("the", "its", "their", "about", "around", "at"))
    before = scan.word(k)
    if before == "since":
        return _since(scan, found, k)
    part = scan.word(found.first) in _THIRDS and scan.word(found.first - 1) == "the"
    if _modifies_noun(scan, found) or not (part or k == found.first - 1):
        return found
    if before in ("by", "until", "till", "before") or (before == "to" and scan.word(k - 1) == "up"):
        return replace(found, first=k, when=_until(scan, found.when, "by" if scan.word(found.first) == "end" else before))
    if before in ("from", "after", "starting", "beginning") or (before == "of" and scan.word(k - 1) == "as"):
        return replace(found, first=k - (before == "of"), when=_opened(found.when))
    if before == "of" and scan.word(k - 1) == "eve":
        return replace(
            found, first=k - 1, when=on(moved(found.when.earliest, -1, "day")) if found.when.is_day and found.when.earliest else UNTOLD
        )
    return found


def _since(scan: _Scan, found: _Found, k: int) -> _Found:
    """Reads "since August", "since the April elections"."""
    last = found.last
    if _modifies_noun(scan, found):
        last = max(last, scan.parse.heads[head_of(scan.parse, found.first, found.last)] + 1)
    if last - found.last > 3:
        return found
    return replace(found, first=k, last=last, when=_opened(found.when))


def _opened(when: Interval) -> Interval:
    return Interval(earliest=when.earliest, latest=None, precision="range")


def _until(scan: _Scan, when: Interval, before: str) -> Interval:
    latest = when.latest
    if before == "before" and when.earliest:
        latest = moved(when.earliest, -1, "day")
    ahead = scan.published is not None and latest is not None and latest >= scan.published and before == "by"
    return Interval(earliest=scan.published if ahead else None, latest=latest, precision="range")


def _modifies_noun(scan: _Scan, found: _Found) -> bool:
    """Reads "Monday's attack", "the April elections": the preposition before belongs to the noun behind."""
    if scan.word(found.last) in ("'s", "’s", "'", "’"):
        return True
    head = head_of(scan.parse, found.first, found.last)
    above = scan.parse.heads[head]
    return (
        above >= found.last
        and scan.parse.pos[above] in ("NOUN", "PROPN")
        and scan.parse.relations[head] in ("compound", "nmod", "nummod", "amod", "poss")
    )


def _counted(scan: _Scan, found: _Found) -> _Found:
    """Reads "twice this week", "three times since June", "for the third time this year"."""
    i = found.first - 1 - (scan.word(found.first - 1) in ("in", "over", "during"))
    word = scan.word(i)
    if word in ("once", "twice", "thrice"):
        return replace(found, first=i, count=("once", "twice", "thrice").index(word) + 1)
    if word not in ("time", "times"):
        return found
    number = scan.number(i - 1) if word == "times" else _ORDINALS.get(scan.word(i - 1))
    if number is None:
        return found
    first = i - 1
    if word == "time":
        first -= scan.word(first - 1) in ("the", "a")
        first -= scan.word(first - 1) == "for"
    return replace(found, first=first, count=number)
