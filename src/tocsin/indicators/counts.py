"""Counts of incidents and claims against their own past."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from tocsin.indicators.baseline import Floats, Predicted, Prior, predict, seasonal
from tocsin.indicators.exposure import Exposure
from tocsin.indicators.judged import Ends, Judged, counts_less, latest_as_unusual, past_windows, too_short
from tocsin.indicators.tallies import NEW_DAYS, Tally
from tocsin.records import Baseline, IndicatorDefinition

HEALTHY = 2 / 3
"""With less than this share of the sources healthy, of the usual outlets heard, or of the usual articles read, silence is no sign."""

_TWO_YEARS = 730


@dataclass(frozen=True, slots=True, kw_only=True)
class CountTrack:
    """A `Track` of counts. healthy: share of sources in the window that ends on day number `today`; of earlier windows it is not known."""

    definition: IndicatorDefinition
    tally: Tally
    exposure: Exposure
    today: int
    healthy: float

    @property
    def unit(self) -> str:
        """As defined; rungs for a ladder."""
        return "rung" if self.definition.kind == "ladder" else self.definition.unit

    def judge(self, day: int) -> Judged:
        """See `Track`."""
        end, window = day - self.tally.start, self.definition.window_days
        if not self.exposure.observed(np.array([end]), window)[0]:
            return Judged(notes=("no article was read in this window",))
        past = self._past(day)
        then, now = self.exposure.ratios(past, end, window, self.healthy if day == self.today else 1.0)
        covered = min(1.0, (end + 1) / window)  # at first a window reaches back beyond all that was read
        unheard = self._unheard(past, end, now * covered)
        if unheard:
            return Judged(exposure=now * covered, notes=(unheard,))
        if self.definition.kind == "new-types" and self._reach(end) < self.definition.baseline.min_windows * window:
            return Judged(notes=(too_short(self._reach(end) // window, self.definition),))
        judged = self._against(past, end, then, now)  # what is seen in part of a window is held against the whole, so as not to alarm
        return judged if judged.exposure is None else replace(judged, exposure=judged.exposure * covered)

    def last_as_often(self, day: int, value: float) -> date | None:
        """See `Track`."""
        window = self.definition.window_days
        ends = np.arange(window - 1, day - self.tally.start - window + 1)
        ends = ends[self.exposure.observed(ends, window)]
        place = latest_as_unusual(self.tally.values[ends], value, less=counts_less(self.definition))
        return None if place is None else date.fromordinal(self.tally.start + int(ends[place]))

    def rests_on(self, day: int) -> tuple[str, ...]:
        """See `Track`."""
        return self.tally.rests_on(day - self.tally.start)

    def _past(self, day: int) -> Ends:
        """Places in the tally of the windows before; only those in which anything was read."""
        start, definition = self.tally.start, self.definition
        if definition.kind == "new-types":  # at first everything is new
            start += definition.baseline.min_windows * definition.window_days
        past = past_windows(definition, start, day) - self.tally.start
        return past[self.exposure.observed(past, definition.window_days)]

    def _reach(self, end: int) -> int:
        """Days of history before the window."""
        return max(end - self.definition.window_days + 1, 0)

    def _unheard(self, past: Ends, end: int, exposure: float) -> str | None:
        if not counts_less(self.definition):
            return None
        healthy = self.healthy if self.tally.start + end == self.today else 1.0
        heard = self.exposure.outlets_heard(past, end, self.definition.window_days)
        if min(healthy, heard, exposure) >= HEALTHY:
            return None
        return f"the sources themselves are silent: {healthy:.0%} healthy, {heard:.0%} of the usual outlets heard, exposure {exposure:.2f}"

    def _against(self, past: Ends, end: int, then: Floats, now: float) -> Judged:
        value, read = float(self.tally.values[end]), float(self.tally.read[end])
        prior = _prior(self.definition.baseline, self.definition.window_days) if self.definition.kind != "ladder" else None
        notes = self._notes(past, end, prior)
        exposure = now if self.exposure.known else None
        if len(past) < self.definition.baseline.min_windows and prior is None:
            return Judged(value=value, routine=value - read, exposure=exposure, notes=notes)
        if self.definition.kind == "ladder":
            expected, p = _rank(self.tally.read[past], read)
        else:
            predicted = self._predicted(past, end, then, now, prior)
            expected, p = predicted.mean, predicted.at_most(read) if counts_less(self.definition) else predicted.at_least(read)
        return Judged(value=value, routine=value - read, expected=expected, p=p, exposure=exposure, notes=notes)

    def _predicted(self, past: Ends, end: int, then: Floats, now: float, prior: Prior | None) -> Predicted:
        counts = self.tally.read[past]
        if self._by_season(past, end):
            factors, factor = seasonal(counts, then, past.astype(np.float64), float(end))
            then, now = then * factors, now * factor
        return predict(counts, then, now, prior)

    def _by_season(self, past: Ends, end: int) -> bool:
        return self.definition.baseline.season == "year" and bool(len(past)) and end - int(past[-1]) >= _TWO_YEARS

    def _notes(self, past: Ends, end: int, prior: Prior | None) -> tuple[str, ...]:
        baseline, notes = self.definition.baseline, []
        if len(past) < baseline.min_windows:
            rests = f"rests on what was known beforehand ({baseline.prior_source}): {len(past)} windows of own history"
            notes.append(too_short(len(past), self.definition) if prior is None else rests)
        if baseline.season == "year" and not self._by_season(past, end):
            notes.append("the season of the year is not taken out: less than two years of history")
        if self.definition.kind == "new-types" and self._reach(end) < NEW_DAYS:
            notes.append(f"new in {self._reach(end)} days: there are no {NEW_DAYS} days of history")
        return tuple(notes)


def _prior(baseline: Baseline, window: int) -> Prior | None:
    if baseline.prior_per_week is None or baseline.prior_weeks is None:
        return None
    return Prior(events=baseline.prior_per_week * baseline.prior_weeks, windows=baseline.prior_weeks * 7 / window)


def _rank(past: Floats, value: float) -> tuple[float, float]:
    """Median of the past, and the probability of so high a value if this window is exchangeable with those before it."""
    as_high = int((past >= value).sum())
    return float(np.median(past)), (as_high + 1) / (len(past) + 1)
