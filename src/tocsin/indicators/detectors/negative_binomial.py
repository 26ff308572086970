"""Negative-binomial detectors on a moving baseline: the tail of one or several windows, and the CUSUM of likelihood ratios."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike

from tocsin.indicators.detectors.counts import LEAST_DISPERSION, Floats, MovingBaseline, checked, surprise


@dataclass(frozen=True, slots=True, kw_only=True)
class NegativeBinomial:
    """How surprising the count is, in bits, given a baseline that fades, follows the exposure and is not dragged up by past bursts.

    lengths: the surprise is the greatest among the sums over the last so many windows (a scan, if more than one).
    """

    name: str = "negative binomial"
    lengths: tuple[int, ...] = (1,)
    baseline: MovingBaseline = field(default_factory=MovingBaseline)

    def scores(self, counts: ArrayLike, exposure: ArrayLike | None = None) -> Floats:
        """Bits; NaN in the first windows and where the exposure is 0."""
        series, exposed = checked(counts, exposure)
        base = self.baseline.of(series, exposed)
        found = [surprise(_sums(series, k), _sums(base.expected, k), base.dispersion) for k in self.lengths]
        return np.where(np.isnan(base.expected), np.nan, np.fmax.reduce(found))


def _sums(row: Floats, length: int) -> Floats:
    """Of the last `length` windows; NaN where one of them is, or is before the first."""
    sums = np.full(len(row), np.nan)
    if len(row) >= length:
        sums[length - 1 :] = np.lib.stride_tricks.sliding_window_view(row, length).sum(axis=1)
    return sums


@dataclass(frozen=True, slots=True, kw_only=True)
class Cusum:
    """Evidence, gathered since it last was nil, that the mean is `ratio` times what is expected; in nats.

    The likelihood-ratio CUSUM for negative-binomial counts of Höhle and Paul (2008), Computational Statistics & Data Analysis 52. The
    expected mean comes from a moving baseline, not from a harmonic regression, and the sum is not set back after an alarm.
    """

    name: str = "negative-binomial CUSUM"
    ratio: float = 3.0
    baseline: MovingBaseline = field(default_factory=MovingBaseline)

    def scores(self, counts: ArrayLike, exposure: ArrayLike | None = None) -> Floats:
        """Nats of at least 0; NaN in the first windows and where the exposure is 0 (the sum waits)."""
        series, exposed = checked(counts, exposure)
        base = self.baseline.of(series, exposed)
        size = base.expected / (np.maximum(base.dispersion, LEAST_DISPERSION) - 1)
        gains = series * np.log(self.ratio) - (series + size) * np.log((size + self.ratio * base.expected) / (size + base.expected))
        found, total = np.full(len(series), np.nan), 0.0
        for t in np.flatnonzero(~np.isnan(gains)):
            total = max(0.0, total + float(gains[t]))
            found[t] = total
        return found
