"""Values of a series from outside against their own past."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date

import numpy as np
from scipy.special import stdtr

from tocsin.indicators.baseline import Floats
from tocsin.indicators.judged import Judged, counts_less, latest_as_unusual, past_windows, too_short
from tocsin.records import IndicatorDefinition, Series, SeriesUse

_NORMAL = 1.4826  # of the median absolute deviation: the standard deviation of a normal distribution
_EFFICIENCY = 0.37  # of the median absolute deviation against the standard deviation, for normal values (Rousseeuw and Croux 1993)


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesTrack:
    """A `Track` of a series. values: of the measure, on each day since `start`, as it was known then; NaN where none was recent."""

    definition: IndicatorDefinition
    unit: str
    start: int
    values: Floats
    last: date | None

    @property
    def whole_from(self) -> int:
        """The first day of the first window that has a value: one on its last day is enough."""
        return self.start - self.definition.window_days + 1

    def judge(self, day: int) -> Judged:
        """See `Track`."""
        value = self._on(day)
        if value is None:
            last = "it has none" if self.last is None else f"the last is of {self.last}"
            return Judged(notes=(f"no value to read in this window: {last}",))
        past = self.values[past_windows(self.definition, self.whole_from, day) - self.start]
        past = past[~np.isnan(past)]
        notes = self._notes(value)
        if len(past) < self.definition.baseline.min_windows:
            return Judged(value=value, notes=(*notes, too_short(len(past), self.definition)))
        middle = float(np.median(past))
        scale = _NORMAL * float(np.median(np.abs(past - middle)))
        if scale == 0.0:
            return Judged(value=value, expected=middle, notes=(*notes, "most of its past is one value: no scale to measure by"))
        p = _tail(value - middle, scale, len(past), less=counts_less(self.definition))
        return Judged(value=value, expected=middle, p=p, notes=notes)

    def last_as_often(self, day: int, value: float) -> date | None:
        """See `Track`."""
        place = latest_as_unusual(
            self.values[: max(day - self.start - self.definition.window_days + 1, 0)], value, less=counts_less(self.definition)
        )
        return None if place is None else date.fromordinal(self.start + place)

    def rests_on(self, day: int) -> tuple[str, ...]:
        """Nothing: a series rests on no incident."""
        return ()

    def _on(self, day: int) -> float | None:
        place = day - self.start
        return float(self.values[place]) if 0 <= place < len(self.values) and not np.isnan(self.values[place]) else None

    def _notes(self, value: float) -> tuple[str, ...]:
        reached = self.definition.series is not None and self.definition.series.measure == "limit" and value >= 1
        return ("the limit is reached",) if reached else ()


def series_track(definition: IndicatorDefinition, series: Series, today: int) -> SeriesTrack:
    """The series as an indicator reads it up to day number `today`: on no day does it know more than had been published by then."""
    use = definition.series
    if use is None:
        raise ValueError(f"indicator {definition.id} of kind series names no series")
    points = sorted((point.day.toordinal() + series.lag_days, point.value) for point in series.points)
    known = [point for point in points if point[0] <= today]
    start = known[0][0] if known else today
    levels = _as_known(known, start, today, definition.window_days)
    return SeriesTrack(
        definition=definition,
        unit={"level": series.unit, "change": "%", "limit": "of the limit"}[use.measure],
        start=start,
        values=_measured(levels, use, definition.window_days),
        last=date.fromordinal(known[-1][0] - series.lag_days) if known else None,
    )


def _as_known(points: list[tuple[int, float]], start: int, today: int, window: int) -> Floats:
    """On each day the latest value, NaN where that had been there for a whole window before."""
    days = np.arange(start, today + 1)
    if not points:
        return np.full(len(days), np.nan)
    since = np.array([day for day, _ in points])
    latest = np.searchsorted(since, days, side="right") - 1
    values = np.array([value for _, value in points], dtype=np.float64)[latest]
    return np.where(days - since[latest] < window, values, np.nan)


def _measured(levels: Floats, use: SeriesUse, window: int) -> Floats:
    if use.measure == "level":
        return levels
    if use.measure == "limit":
        if not use.limit:
            raise ValueError(f"series {use.series}: a measure of the limit needs a limit other than 0")
        return levels / use.limit
    before = np.concatenate((np.full(min(window, len(levels)), np.nan), levels[:-window]))
    return 100.0 * (levels / np.where(before > 0, before, np.nan) - 1.0)


def _tail(above: float, scale: float, windows: int, *, less: bool) -> float:
    """One-sided p of a robust t: the median's own error (π / 2n) is in it, and the degrees of freedom are those that the MAD is worth."""
    t = above / (scale * math.sqrt(1.0 + math.pi / (2.0 * windows)))
    freedom = max(_EFFICIENCY * (windows - 1), 1.0)
    return max(float(stdtr(freedom, t if less else -t)), 1e-300)
