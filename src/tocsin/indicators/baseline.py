"""What an indicator's own past says of the next window: a negative binomial count with exposure, its parameters uncertain.

The rate is a Gamma posterior over Poisson counts (Gelman et al., Bayesian Data Analysis, 3rd ed., 2.6); overdispersion is Pearson's moment
estimate, shrunk; the predictive distribution carries both. docs/reference/indicators.md has the formulas.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import betainc

Floats = npt.NDArray[np.float64]

JEFFREYS = 0.5
"""Shape of the Gamma prior of a Poisson rate where nothing is known beforehand; its rate is 0."""

_USUAL_DISPERSION, _SPREAD = 0.5, 0.5  # of the overdispersion over indicators: mean and standard deviation of what it is shrunk to
_WIDER = 5.3  # (z² + 1) / 2 at p = .001: the growth, over the degrees of freedom, that takes a normal tail as far out as Student's
_SEASON_DAYS, _SEASON_PRIOR = 21.0, 2.0  # weeks alike (Farrington 1996: 3 on either side), and how many events no season is worth
_YEAR = 365.25
_SMALLEST = 1e-300


@dataclass(frozen=True, slots=True, kw_only=True)
class Prior:
    """A Gamma distribution of the rate per window of usual exposure: `events` seen in `windows`."""

    events: float
    windows: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Predicted:
    """A negative binomial distribution of the count of a window: its mean, and its dispersion (variance = mean + dispersion * mean²)."""

    mean: float
    dispersion: float

    def at_least(self, count: float) -> float:
        """P(N >= count), not the mid-p; between whole numbers its logarithm is linear, so that a half adds half the bits of a whole."""
        return _between(self._at_least, count)

    def at_most(self, count: float) -> float:
        """P(N <= count), in the same way."""
        return _between(self._at_most, count)

    def _at_least(self, count: int) -> float:
        if count <= 0:
            return 1.0
        size = 1.0 / self.dispersion
        return max(float(betainc(count, size, self.mean / (size + self.mean))), _SMALLEST)

    def _at_most(self, count: int) -> float:
        size = 1.0 / self.dispersion
        return max(float(betainc(size, count + 1, size / (size + self.mean))), _SMALLEST)


def predict(counts: Floats, exposures: Floats, exposure: float, prior: Prior | None = None) -> Predicted:
    """The distribution of the next window's count.

    counts, exposures: of the past windows; exposure: of the window asked about; 1 is usual.
    """
    given = prior or Prior(events=0.0, windows=0.0)
    shape, rate = max(given.events, JEFFREYS), given.windows
    events, windows = shape + float(counts.sum()), rate + float(exposures.sum())
    means = exposures * events / windows
    dispersion = _dispersion(counts, means)
    # A window of an overdispersed count tells less of the rate than one of a Poisson count: the weights of quasi-likelihood.
    weights = 1.0 / (1.0 + dispersion * means)
    events, windows = shape + float(weights @ counts), rate + float(weights @ exposures)
    wide = dispersion * (1.0 + _WIDER / max(len(counts) - 1, 1))
    return Predicted(mean=exposure * events / windows, dispersion=(1.0 + wide) * (1.0 + 1.0 / events) - 1.0)


def seasonal(counts: Floats, exposures: Floats, ends: Floats, end: float) -> tuple[Floats, float]:
    """By how much the time of the year raises the rate, 1 for not at all: in each past window, and in the one that ends on day `end`.

    Observed over expected counts of the windows within three weeks of the same day of any year, shrunk towards 1.
    """
    expected = exposures * (counts.sum() + JEFFREYS) / exposures.sum()
    days = np.append(ends, end)
    apart = np.abs((days[:, None] - ends[None, :] + _YEAR / 2) % _YEAR - _YEAR / 2)
    near = (apart <= _SEASON_DAYS).astype(np.float64)
    factors: Floats = (near @ counts + _SEASON_PRIOR) / (near @ expected + _SEASON_PRIOR)
    return factors[:-1], float(factors[-1])


def surprise(p: float) -> float:
    """In bits: 1 for what happens every other time, 10 for once in a thousand."""
    return max(0.0, -math.log2(p))


def _dispersion(counts: Floats, means: Floats) -> float:
    """Pearson's estimate, weighed against what is usual by how well so many windows of such counts can tell it."""
    known = 1.0 / _SPREAD**2
    squares = float(means @ means)
    if len(counts) < 2 or squares == 0.0:
        return _USUAL_DISPERSION
    found = float(((counts - means) ** 2 - means).sum()) / squares * len(counts) / (len(counts) - 1)
    told = squares / 2.0  # 1 / variance of the estimate for Poisson counts whose total is that of the means
    return max((known * _USUAL_DISPERSION + told * found) / (known + told), 0.0)


def _between(tail: Callable[[int], float], count: float) -> float:
    below = math.floor(count)
    share = count - below
    if share == 0.0:
        return tail(below)
    return math.exp((1.0 - share) * math.log(tail(below)) + share * math.log(tail(below + 1)))
