"""EARS C1, C2 and C3: the count against mean and deviation of the seven windows before it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from tocsin.indicators.detectors.counts import Floats, checked

WINDOWS = 7
LEAST_DEVIATION = 0.5  # events: a baseline of equal counts would otherwise divide by nought


@dataclass(frozen=True, slots=True, kw_only=True)
class Ears:
    """The Early Aberration Reporting System's methods: Hutwagner and others (2003), Journal of Urban Health 80, supplement 1.

    gap:    windows between the baseline and the window judged: 0 is C1, 2 is C2.
    summed: windows whose excess over one deviation is added up: 3 is C3.
    """

    name: str
    gap: int
    summed: int = 1

    def scores(self, counts: ArrayLike, exposure: ArrayLike | None = None) -> Floats:
        """Standard deviations; NaN in the first windows and where one of those needed had no exposure."""
        series, exposed = checked(counts, exposure)
        rates = np.full(len(series), np.nan)
        np.divide(series, exposed, out=rates, where=exposed > 0)
        usual = float(np.median(exposed[exposed > 0][:WINDOWS])) if (exposed > 0).any() else 1.0
        found = np.full(len(series), np.nan)
        if len(series) > WINDOWS + self.gap:
            past = np.lib.stride_tricks.sliding_window_view(rates, WINDOWS)[: len(rates) - WINDOWS - self.gap]
            deviation = np.maximum(past.std(axis=1, ddof=1), LEAST_DEVIATION / usual)
            found[WINDOWS + self.gap :] = (rates[WINDOWS + self.gap :] - past.mean(axis=1)) / deviation
        if self.summed == 1:
            return found
        excess = np.maximum(found - 1, 0)
        sums = np.full(len(series), np.nan)
        if len(series) >= self.summed:
            sums[self.summed - 1 :] = np.lib.stride_tricks.sliding_window_view(excess, self.summed).sum(axis=1)
        return sums
