"""Expressions of time as intervals of days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

Precision = Literal["day", "week", "month", "quarter", "year", "range"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Time:
    """One expression of time, resolved against the day of publication.

    earliest, latest: the closed interval of days, either None where that side is open or cannot be told.
    precision:        the unit that the words name; "range" for everything between.
    count:            how often, where the words say it: "twice this week" has 2.
    """

    start: int
    end: int
    text: str
    earliest: date | None
    latest: date | None
    precision: Precision
    count: int | None = None

    def __post_init__(self) -> None:
        if self.earliest and self.latest and self.earliest > self.latest:
            raise ValueError(f"earliest {self.earliest} is after latest {self.latest}")
