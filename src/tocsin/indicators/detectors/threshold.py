"""The alarm threshold that a budget of alarms allows, from a detector's own past scores."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tocsin.indicators.detectors.counts import Floats


def threshold_for(scores_of_past: ArrayLike, alarms_per_month: float, windows_per_month: float) -> float | None:
    """The score above which a window is an alarm, so that windows like the past give at most the budget.

    scores_of_past:    of one series, or of all series of a watch together (then the budget is that of a single series: the watch's,
                       divided by their number); NaN is left out.
    windows_per_month: how many windows of one series a month has, such as 30.44 / 7.

    It is the smallest past score that no more than the allowed share of a next window exceeds, reckoned as in conformal prediction: the
    k-th of n in order, k = ceil((n + 1)(1 - share)). None where the past is too short for that: fewer than windows per alarm.
    -inf where the budget allows an alarm in every window. Raises ValueError unless both rates are above 0.
    """
    if not (alarms_per_month > 0 and windows_per_month > 0):
        raise ValueError(f"{alarms_per_month} alarms and {windows_per_month} windows a month: both must be above 0")
    share = alarms_per_month / windows_per_month
    if share >= 1:
        return -math.inf
    past: Floats = np.asarray(scores_of_past, dtype=np.float64).ravel()
    past = np.sort(past[~np.isnan(past)])
    rank = math.ceil((len(past) + 1) * (1 - share) - 1e-9)
    return float(past[rank - 1]) if rank <= len(past) else None


def alarms(scores: ArrayLike, threshold: float) -> NDArray[np.bool_]:
    """Which windows exceed the threshold; those without a score do not."""
    found: NDArray[np.bool_] = np.asarray(scores, dtype=np.float64) > threshold
    return found
