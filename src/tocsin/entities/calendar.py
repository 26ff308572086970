"""Closed intervals of days, and the arithmetic that expressions of time need."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from typing import Literal

from tocsin.records.time import Precision

Unit = Literal["day", "week", "month", "quarter", "year"]
Direction = Literal[-1, 0, 1]
"""Which way from the day of publication: back, whichever is nearer, ahead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """A closed interval of days; either side is None where it is open or cannot be told."""

    earliest: date | None
    latest: date | None
    precision: Precision

    @property
    def is_day(self) -> bool:
        """Whether it is one single day."""
        return self.earliest is not None and self.earliest == self.latest


UNTOLD = Interval(earliest=None, latest=None, precision="range")
"""An expression of time whose days cannot be told."""

_MONTHS_IN = MappingProxyType({"month": 1, "quarter": 3, "year": 12})


def span(earliest: date | None, latest: date | None, precision: Precision = "range") -> Interval:
    """The interval between two days; they change places where they come in the wrong order."""
    if earliest and latest and earliest > latest:
        earliest, latest = latest, earliest
    return Interval(earliest=earliest, latest=latest, precision=precision)


def on(day: date | None) -> Interval:
    """One day."""
    return Interval(earliest=day, latest=day, precision="day")


def day_of(year: int, month: int, day: int) -> date | None:
    """The day of that number; None where the calendar has no such day."""
    if 1 <= year <= 9999 and 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]:
        return date(year, month, day)
    return None


def month_of(year: int, month: int) -> Interval:
    """A calendar month."""
    return Interval(earliest=date(year, month, 1), latest=date(year, month, monthrange(year, month)[1]), precision="month")


def year_of(year: int) -> Interval:
    """A calendar year."""
    return Interval(earliest=date(year, 1, 1), latest=date(year, 12, 31), precision="year")


def quarter_of(year: int, quarter: int) -> Interval:
    """A quarter of a calendar year, 1 to 4."""
    last = 3 * quarter
    return Interval(earliest=date(year, last - 2, 1), latest=date(year, last, monthrange(year, last)[1]), precision="quarter")


def unit_of(day: date, unit: Unit) -> Interval:
    """The calendar unit that a day lies in; weeks run from Monday to Sunday (ISO 8601)."""
    if unit == "day":
        return on(day)
    if unit == "week":
        monday = day - timedelta(days=day.weekday())
        return Interval(earliest=monday, latest=monday + timedelta(days=6), precision="week")
    if unit == "month":
        return month_of(day.year, day.month)
    if unit == "quarter":
        return quarter_of(day.year, (day.month + 2) // 3)
    return year_of(day.year)


def moved(day: date, number: int, unit: Unit) -> date:
    """The day that many units later (earlier, below zero); at the end of a shorter month, its last day."""
    if unit in ("day", "week"):
        days = number * (7 if unit == "week" else 1)
        return date.fromordinal(min(max(day.toordinal() + days, 1), date.max.toordinal()))
    count = day.year * 12 + day.month - 1 + number * _MONTHS_IN[unit]
    year, month = min(max(count // 12, 1), 9999), count % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def weekday_near(published: date, weekday: int, direction: Direction, *, strictly: bool = False) -> date:
    """The nearest such weekday (Monday is 0); `strictly`: the day of publication itself does not count."""
    back, ahead = (published.weekday() - weekday) % 7, (weekday - published.weekday()) % 7
    if strictly:
        back, ahead = back or 7, ahead or 7
    if direction > 0 or (direction == 0 and ahead < back):
        return published + timedelta(days=ahead)
    return published - timedelta(days=back)


def year_near(published: date, month: int, day: int | None, direction: Direction, *, strictly: bool = False) -> int:
    """The year of a month or day named without one; `strictly`: the unit of publication itself does not count."""
    here, there = (published.month, published.day if day else 0), (month, day or 0)
    back = published.year - (there > here or (strictly and there == here))
    ahead = published.year + (there < here or (strictly and there == here))
    if direction or back == ahead:
        return ahead if direction > 0 else back
    middle = date(ahead, month, min(day or 15, monthrange(ahead, month)[1]))
    return ahead if (middle - published).days < 183 else back
