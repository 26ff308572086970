"""Bayesian online change-point detection for counts."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import gammaln

from tocsin.indicators.detectors.counts import Floats, MovingBaseline, checked, surprise

PRIOR_WINDOWS = 0.5  # the prior of a new rate weighs as much as half a window at the rate of the moving baseline


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangePoint:
    """How surprising the count is, in bits, averaged over when the present rate may have begun.

    Adams and MacKay (2007), arXiv:0710.3742, with a Gamma-Poisson model of each run. Counts that spread more than Poisson are divided by
    their dispersion (quasi-likelihood), without which every large week would be a change of rate.

    change:  chance per window that the rate changes.
    longest: windows; older beginnings are taken as one.
    """

    name: str = "Gamma-Poisson change-point"
    change: float = 1 / 52
    longest: int = 104
    baseline: MovingBaseline = field(default_factory=MovingBaseline)

    def scores(self, counts: ArrayLike, exposure: ArrayLike | None = None) -> Floats:
        """Bits; NaN in the first windows and where the exposure is 0."""
        series, exposed = checked(counts, exposure)
        base = self.baseline.of(series, exposed)
        found = np.full(len(series), np.nan)
        log_weight, events, windows = np.zeros(1), np.zeros(1), np.zeros(1)
        for t in np.flatnonzero(~np.isnan(base.expected)):
            spread, level = base.dispersion[t], base.expected[t] / exposed[t]
            shape = (events + PRIOR_WINDOWS * exposed[t] * level) / spread
            rate = (windows + PRIOR_WINDOWS * exposed[t]) / spread
            weight = np.exp(log_weight - np.logaddexp.reduce(log_weight))
            mean = shape / rate * exposed[t]
            bits = surprise(np.full(len(mean), series[t]), mean, spread + exposed[t] / rate)
            found[t] = -np.log2(weight @ 2.0**-bits)
            log_weight = _grown(log_weight + _log_predictive(series[t] / spread, exposed[t] / spread, shape, rate), self.change)
            events, windows = np.append(0.0, events + series[t]), np.append(0.0, windows + exposed[t])
            if len(log_weight) > self.longest:
                log_weight = np.append(log_weight[:-2], np.logaddexp(log_weight[-2], log_weight[-1]))
                events, windows = events[:-1], windows[:-1]
        return found


def _log_predictive(count: float, exposure: float, shape: Floats, rate: Floats) -> Floats:
    """Of one count under each run, up to a term that all have in common."""
    result: Floats = (
        gammaln(shape + count) - gammaln(shape) + shape * np.log(rate / (rate + exposure)) + count * np.log(exposure / (rate + exposure))
    )
    return result


def _grown(log_weight: Floats, change: float) -> Floats:
    """Each run goes on, or a new one begins."""
    log_weight = log_weight - np.logaddexp.reduce(log_weight)
    return np.append(np.log(change), log_weight + np.log1p(-change))
