"""Making probabilities mean what they say, learnt from forecasts whose outcomes are known."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import expit

Floats = NDArray[np.float64]

_EDGE = 1e-6
_ROUNDS = 50
_RIDGE = 1e-3  # pulls the beta map towards "leave as it is", so that it exists even where all outcomes are alike


@dataclass(frozen=True, slots=True, kw_only=True)
class Isotonic:
    """The rising step function nearest to the outcomes in squared error: `levels[i]` for forecasts from `starts[i]` up to the next start.

    Forecasts below the first start get the first level.
    """

    starts: Floats
    levels: Floats

    def __call__(self, probabilities: ArrayLike) -> Floats:
        """The levels of float64[n] forecasts."""
        place = np.searchsorted(self.starts, np.asarray(probabilities, np.float64), "right") - 1
        return np.asarray(self.levels[np.maximum(place, 0)], np.float64)


def fit_isotonic(probabilities: ArrayLike, outcomes: ArrayLike) -> Isotonic:
    """Pool adjacent violators (Ayer et al. 1955). Equal forecasts get equal levels. Raises ValueError where there is nothing to learn from.

    >>> fit_isotonic([0.1, 0.2, 0.8], [0, 1, 0]).levels.tolist()
    [0.0, 0.5]
    """
    given, happened = checked(probabilities, outcomes)
    values, which = np.unique(given, return_inverse=True)
    sums, counts = np.bincount(which, happened), np.bincount(which).astype(np.float64)
    blocks: list[tuple[float, float, float]] = []  # start, sum, count
    for start, total, count in zip(values.tolist(), sums.tolist(), counts.tolist(), strict=True):
        block = (start, total, count)
        while blocks and blocks[-1][1] * block[2] >= block[1] * blocks[-1][2]:
            before = blocks.pop()
            block = (before[0], before[1] + block[1], before[2] + block[2])
        blocks.append(block)
    return Isotonic(starts=np.array([b[0] for b in blocks]), levels=np.array([b[1] / b[2] for b in blocks]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Beta:
    """logit q = a ln p - b ln(1 - p) + c (Kull, Silva Filho and Flach 2017). a = b = 1, c = 0 leaves p as it is."""

    a: float
    b: float
    c: float

    def __call__(self, probabilities: ArrayLike) -> Floats:
        """The mended forecasts; what is 0 or 1 is first moved 1e-6 inwards."""
        p = np.clip(np.asarray(probabilities, np.float64), _EDGE, 1 - _EDGE)
        return np.asarray(1 / (1 + np.exp(-(self.a * np.log(p) - self.b * np.log1p(-p) + self.c))), np.float64)


def fit_beta(probabilities: ArrayLike, outcomes: ArrayLike) -> Beta:
    """Logistic regression on ln p and -ln(1 - p), never turning the order round: a negative slope is left out and the rest fitted again.

    Smoother than `fit_isotonic`, and so the better choice below some thousand outcomes. Raises ValueError where there is nothing to learn
    from.
    """
    given, happened = checked(probabilities, outcomes)
    p = np.clip(given, _EDGE, 1 - _EDGE)
    columns = np.stack([np.log(p), -np.log1p(-p), np.ones(len(p))], 1)
    free = np.ones(3, bool)
    weights = _logistic_fit(columns, happened, free)
    for slope in (0, 1):
        if weights[slope] < 0:
            free[slope] = False
            weights = _logistic_fit(columns, happened, free)
    return Beta(a=max(float(weights[0]), 0.0), b=max(float(weights[1]), 0.0), c=float(weights[2]))


def _logistic_fit(columns: Floats, happened: Floats, free: NDArray[np.bool_]) -> Floats:
    """Newton's method with a small pull towards (1, 1, 0), each step halved until it helps; columns that are not free have weight 0."""
    home = np.array([1.0, 1.0, 0.0])[free]
    used, weights = columns[:, free], home.copy()

    def cost(tried: Floats) -> float:
        odds = used @ tried
        return float((np.logaddexp(0, odds) - happened * odds).sum() + _RIDGE / 2 * ((tried - home) ** 2).sum())

    for _ in range(_ROUNDS):
        likely = expit(used @ weights)
        slope = used.T @ (happened - likely) - _RIDGE * (weights - home)
        bend = (used * (likely * (1 - likely))[:, None]).T @ used + _RIDGE * np.eye(len(home))
        step = np.linalg.solve(bend, slope)
        now = cost(weights)
        while np.abs(step).max() >= 1e-8 and cost(weights + step) > now:
            step = step / 2
        weights = weights + step
        if np.abs(step).max() < 1e-8:
            break
    whole = np.zeros(3)
    whole[free] = weights
    return whole


def checked(probabilities: ArrayLike, outcomes: ArrayLike) -> tuple[Floats, Floats]:
    """Both as float64 of one length. Raises ValueError where they are empty, differ in length, are no probabilities or no outcomes."""
    given, happened = np.asarray(probabilities, np.float64).ravel(), np.asarray(outcomes, np.float64).ravel()
    if not len(given) or len(given) != len(happened):
        raise ValueError(f"{len(given)} forecasts and {len(happened)} outcomes; there must be as many of one as of the other, and some")
    if not ((given >= 0) & (given <= 1)).all():
        raise ValueError("a forecast that is not from 0 to 1")
    if not np.isin(happened, (0.0, 1.0)).all():
        raise ValueError("an outcome that is neither 0 nor 1; void and unresolved questions are to be left out and counted")
    return given, happened
