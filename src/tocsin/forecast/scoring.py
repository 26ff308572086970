"""How good forecasts of yes-or-no questions were. Definitions: Murphy 1973, Gneiting and Raftery 2007, Dimitriadis et al. 2021 (CORP)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tocsin.forecast.calibration import checked, fit_isotonic

Floats = NDArray[np.float64]

_EDGE = 1e-6  # a forecast of 0 or 1 that fails costs ln(1e6), not infinity


def brier(probabilities: ArrayLike, outcomes: ArrayLike) -> float:
    """Mean of (p - o)^2; 0 is perfect.

    >>> round(brier([0.8, 0.1], [1, 0]), 3)
    0.025
    """
    given, happened = checked(probabilities, outcomes)
    return float(((given - happened) ** 2).mean())


def log_score(probabilities: ArrayLike, outcomes: ArrayLike) -> float:
    """Mean of -ln of the probability given to what came, in nats; 0 is perfect. Probabilities are kept 1e-6 away from 0 and 1."""
    given, happened = checked(probabilities, outcomes)
    p = np.clip(given, _EDGE, 1 - _EDGE)
    return float(-(happened * np.log(p) + (1 - happened) * np.log1p(-p)).mean())


def skill(score: float, reference: float) -> float | None:
    """1 - score / reference: 1 is perfect, 0 no better than the reference, below 0 worse. None where the reference is perfect."""
    return 1 - score / reference if reference > 0 else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Murphy:
    """Brier = reliability - resolution + uncertainty, of forecasts replaced by the mean of their bin.

    reliability: how far the bins' forecasts are from what came (less is better).
    resolution:  how far what came in the bins is from the base rate (more is better).
    uncertainty: o (1 - o) of the base rate o; no forecaster can change it.
    """

    reliability: float
    resolution: float
    uncertainty: float


def murphy(probabilities: ArrayLike, outcomes: ArrayLike, *, bins: int = 15) -> Murphy:
    """The parts over bins of (nearly) equal numbers of forecasts."""
    given, happened = checked(probabilities, outcomes)
    share, forecast, came = _binned(given, happened, bins)
    base = float(happened.mean())
    return Murphy(
        reliability=float((share * (forecast - came) ** 2).sum()),
        resolution=float((share * (came - base) ** 2).sum()),
        uncertainty=base * (1 - base),
    )


def expected_calibration_error(probabilities: ArrayLike, outcomes: ArrayLike, *, bins: int = 15) -> float:
    """Mean gap between forecast and share that came, over bins of (nearly) equal numbers of forecasts; 0 is perfect."""
    share, forecast, came = _binned(*checked(probabilities, outcomes), bins)
    return float((share * np.abs(forecast - came)).sum())


def _binned(given: Floats, happened: Floats, bins: int) -> tuple[Floats, Floats, Floats]:
    """For each bin that has forecasts: its share of them, their mean, the share that came. Equal forecasts share a bin."""
    edges = np.quantile(given, np.linspace(0, 1, bins + 1))
    place = np.clip(np.searchsorted(edges, given, "right") - 1, 0, bins - 1)
    count = np.bincount(place, minlength=bins)
    used = count > 0
    forecast, came = np.bincount(place, given, bins)[used], np.bincount(place, happened, bins)[used]
    return count[used] / len(given), forecast / count[used], came / count[used]


def average_precision(probabilities: ArrayLike, outcomes: ArrayLike) -> float | None:
    """Area under precision over recall, for rare outcomes: about the base rate for a blind forecaster, 1 for a perfect one.

    Equal forecasts count as one step, so that the order of the rows does not matter. None where nothing came.
    """
    given, happened = checked(probabilities, outcomes)
    if not happened.any():
        return None
    order = np.argsort(-given, kind="stable")
    ends = np.flatnonzero(np.r_[np.diff(given[order]) != 0, True])
    hits = np.cumsum(happened[order])[ends]
    return float((np.diff(np.r_[0.0, hits]) * hits / (ends + 1)).sum() / happened.sum())


@dataclass(frozen=True, slots=True, kw_only=True)
class Corp:
    """Brier = miscalibration - discrimination + uncertainty, with the calibration found by isotonic regression: no bins to choose.

    forecasts, came: the reliability curve: each different forecast, ascending, and how often such a one came.
    """

    miscalibration: float
    discrimination: float
    uncertainty: float
    forecasts: Floats
    came: Floats


def corp(probabilities: ArrayLike, outcomes: ArrayLike) -> Corp:
    """The consistent, optimally binned reliability curve and the parts of the Brier score (Dimitriadis, Gneiting and Jordan 2021)."""
    given, happened = checked(probabilities, outcomes)
    calibrate = fit_isotonic(given, happened)
    base = float(happened.mean())
    uncertainty = base * (1 - base)
    best = brier(calibrate(given), happened)
    forecasts = np.unique(given)
    return Corp(
        miscalibration=brier(given, happened) - best,
        discrimination=uncertainty - best,
        uncertainty=uncertainty,
        forecasts=forecasts,
        came=calibrate(forecasts),
    )
