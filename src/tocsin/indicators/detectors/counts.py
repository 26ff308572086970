"""What the detectors share: checked series, the tail of a negative-binomial count, and a baseline that moves with its series."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import betainc

Floats = NDArray[np.float64]

LEAST_PROBABILITY = 1e-300
LEAST_DISPERSION = 1.0001  # just above Poisson, where the negative binomial still has a size


def checked(counts: ArrayLike, exposure: ArrayLike | None) -> tuple[Floats, Floats]:
    """Both as float64[n]; exposure is 1 where none is given.

    Raises ValueError where the two differ in length, or hold what is not a finite number of at least 0.
    """
    series = np.asarray(counts, dtype=np.float64)
    exposed = np.ones_like(series) if exposure is None else np.asarray(exposure, dtype=np.float64)
    if series.ndim != 1 or series.shape != exposed.shape:
        raise ValueError(f"counts {series.shape} and exposure {exposed.shape} must be two rows of one length")
    for name, row in (("counts", series), ("exposure", exposed)):
        if not (np.isfinite(row) & (row >= 0)).all():
            raise ValueError(f"{name} must be finite and at least 0")
    return series, exposed


def surprise(counts: Floats, expected: Floats, dispersion: Floats) -> Floats:
    """-log2 of the mid-p P(N > n) + P(N = n) / 2, N negative binomial with this mean and variance / mean: bits.

    Counts may be weighted sums, and so fractions: the tail is continued between whole numbers by the incomplete beta function. NaN in gives
    NaN out.
    """
    spread = np.maximum(dispersion, LEAST_DISPERSION)
    size, share = expected / (spread - 1), (spread - 1) / spread
    at_least = np.where(counts > 0, betainc(np.maximum(counts, LEAST_PROBABILITY), size, share), 1.0)
    tail = (at_least + betainc(counts + 1, size, share)) / 2
    bits: Floats = -np.log2(np.maximum(np.where(np.isnan(expected), np.nan, tail), LEAST_PROBABILITY))
    return bits


@dataclass(frozen=True, slots=True, kw_only=True)
class Baseline:
    """What each window was expected to hold, from earlier windows alone; NaN where those are too few.

    expected:   events, at the window's exposure.
    dispersion: variance / mean of past windows about what was expected of them; at least 1.
    """

    expected: Floats
    dispersion: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class MovingBaseline:
    """Mean of exponentially fading memories, in which a past burst counts for little more than a large usual week.

    half_lives:           windows after which a past one weighs half; the expected rate is the mean over all of these.
    dispersion_half_life: the same for the variance.
    most_deviations:      a past count enters with at most this many standard deviations, and one event, above what was expected of it.
    warm_up:              windows with exposure that must have passed.
    """

    half_lives: tuple[float, ...] = (4, 13, 52)
    dispersion_half_life: float = 260
    most_deviations: float = 1.0
    warm_up: int = 8

    def of(self, counts: Floats, exposure: Floats) -> Baseline:
        """Windows without exposure are passed over: nothing is expected of them, and nothing learnt."""
        fade = 0.5 ** (1 / np.array(self.half_lives))
        fade_of_variance = 0.5 ** (1 / self.dispersion_half_life)
        events, exposed = np.zeros(len(fade)), np.zeros(len(fade))
        squares, weight = 4.0, 4.0  # the dispersion begins as that of four Poisson windows
        expected, dispersion = np.full(len(counts), np.nan), np.full(len(counts), np.nan)
        for seen, t in enumerate(np.flatnonzero(exposure)):
            count = float(counts[t])
            if seen >= self.warm_up:
                # never nought: half an event in the longest memory
                mean = max(float((events / exposed).mean()), 0.5 / float(exposed.max())) * float(exposure[t])
                spread = max(squares / weight, 1.0)
                expected[t], dispersion[t] = mean, spread
                count = min(count, mean + self.most_deviations * math.sqrt(spread * mean) + 1)
                squares = squares * fade_of_variance + (count - mean) ** 2 / mean
                weight = weight * fade_of_variance + 1
            events = events * fade + count
            exposed = exposed * fade + exposure[t]
        return Baseline(expected=expected, dispersion=dispersion)
