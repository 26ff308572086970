"""A small network for yes or no: two hidden layers beside a linear part, fitted to the log score."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tocsin.forecast.adam import Adam, Weights

Floats = NDArray[np.float32]

_HIDDEN = 32
_EPOCHS = 6
_LEAST_STEPS = 500  # where rows are few, they are gone through more often
_BATCH = 1024
_RATE = 0.002
_WARM_UP = 100  # steps
_COPIES = 3  # networks from different starts, whose log odds are averaged
_PULLED = frozenset({"inner", "middle", "outer", "linear"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Networks:
    """Some networks of one shape, on standardised features; what they say is the mean of their log odds."""

    mean: Floats
    spread: Floats
    copies: tuple[Weights, ...]

    def log_odds(self, rows: Floats) -> NDArray[np.float64]:
        """float64[n] for rows float32[n, features]."""
        scaled = (rows - self.mean) / self.spread
        return np.asarray(np.mean([_forward(weights, scaled)[2] for weights in self.copies], 0), np.float64)


def fit_networks(rows: Floats, happened: NDArray[np.float64], weight: NDArray[np.float64], *, decay: float) -> Networks:
    """Minimise the weighted log score of binary outcomes (0 or 1), from fixed starts, so that equal input gives equal output.

    decay: how strongly the weights are pulled to zero; see `Adam`.
    """
    mean = np.average(rows, 0, weight).astype(np.float32)
    spread = rows.std(0) + np.float32(1e-3)
    scaled = (rows - mean) / spread
    relative, outcomes = (weight / weight.mean()).astype(np.float32), happened.astype(np.float32)
    base = float(np.clip(np.average(happened, weights=weight), 1e-6, 1 - 1e-6))
    copies = tuple(_fit(scaled, outcomes, relative, base, decay, seed) for seed in range(_COPIES))
    return Networks(mean=mean, spread=spread, copies=copies)


def _fit(rows: Floats, happened: Floats, weight: Floats, base: float, decay: float, seed: int) -> Weights:
    rng = np.random.default_rng(seed)
    weights = _start(rows.shape[1], base, rng)
    optimiser = Adam(weights, decay=decay, decayed=_PULLED)
    batches = len(rows) // _BATCH + 1
    steps = max(_EPOCHS * batches, _LEAST_STEPS)
    for step in range(steps):
        if step % batches == 0:
            parts = np.array_split(rng.permutation(len(rows)), batches)
        chosen = parts[step % batches]
        rate = _RATE * min(1.0, (step + 1) / _WARM_UP) * 0.5 * (1 + np.cos(np.pi * step / steps))
        optimiser.step(_gradient(weights, rows[chosen], happened[chosen], weight[chosen]), rate)
    return weights


def _start(n_features: int, base: float, rng: np.random.Generator) -> Weights:
    def drawn(*shape: int) -> Floats:
        return np.asarray(rng.standard_normal(shape) / np.sqrt(shape[0]), np.float32)

    return {
        "inner": drawn(n_features, _HIDDEN),
        "offset": np.zeros(_HIDDEN, np.float32),
        "middle": drawn(_HIDDEN, _HIDDEN),
        "second": np.zeros(_HIDDEN, np.float32),
        "outer": drawn(_HIDDEN) * np.float32(0.3),
        "linear": np.zeros(n_features, np.float32),
        "level": np.full(1, np.log(base / (1 - base)), np.float32),
    }


def _forward(weights: Weights, rows: Floats) -> tuple[Floats, Floats, Floats]:
    first = np.maximum(rows @ weights["inner"] + weights["offset"], 0)
    second = np.maximum(first @ weights["middle"] + weights["second"], 0)
    return first, second, second @ weights["outer"] + rows @ weights["linear"] + weights["level"]


def _gradient(weights: Weights, rows: Floats, happened: Floats, weight: Floats) -> Weights:
    first, second, odds = _forward(weights, rows)
    error = ((1 / (1 + np.exp(-odds)) - happened) * weight / weight.sum()).astype(np.float32)
    second_error = error[:, None] * weights["outer"] * (second > 0)
    first_error = second_error @ weights["middle"].T * (first > 0)
    return {
        "inner": rows.T @ first_error,
        "offset": first_error.sum(0),
        "middle": first.T @ second_error,
        "second": second_error.sum(0),
        "outer": second.T @ error,
        "linear": rows.T @ error,
        "level": error.sum(keepdims=True),
    }
