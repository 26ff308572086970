"""A small network that ranks candidates: one hidden layer beside a linear part, trained so that what happened stands above what did not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tocsin.forecast.adam import Adam

Floats = NDArray[np.float32]

_BATCH = 64  # questions
_RATE = 0.01
_WARM_UP = 50  # steps
_EPOCHS = 2
_LEAST_STEPS = 300  # where examples are few, they are gone through more often
_SEED = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A past question with its answer.

    features: float32[candidates, features].
    true:     bool[candidates].
    stands_for: float32[candidates]: how many entities the candidate was drawn for (1 for those that were not drawn at random).
    """

    features: Floats
    true: NDArray[np.bool_]
    stands_for: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranker:
    """score(x) = w . relu(A x + b) + l . x, of standardised features."""

    mean: Floats
    spread: Floats
    inner: Floats  # [features, hidden]
    offset: Floats
    outer: Floats
    linear: Floats

    def layer(self, features: Floats, part: slice) -> tuple[Floats, Floats]:
        """What some of the features add to the hidden layer and to the score; parts may be added up before `join`."""
        scaled = np.asarray((features - self.mean[part]) / self.spread[part], np.float32)
        return np.asarray(scaled @ self.inner[part], np.float32), np.asarray(scaled @ self.linear[part], np.float32)

    def join(self, hidden: Floats, linear: Floats) -> Floats:
        """The score, from the sum of the layers of all features."""
        return np.asarray(np.maximum(hidden + self.offset, 0) @ self.outer + linear, np.float32)


def unfitted(n_features: int) -> Ranker:
    """A ranker that scores everything zero: to be used until there is a past to learn from."""
    zeros, ones = np.zeros(n_features, np.float32), np.ones(n_features, np.float32)
    one = np.zeros(1, np.float32)
    return Ranker(mean=zeros, spread=ones, inner=np.zeros((n_features, 1), np.float32), offset=one, outer=one, linear=zeros)


def fit_ranker(examples: Sequence[Example], *, hidden: int = 16) -> Ranker:
    """Minimise the cross-entropy of softmax over the candidates of each question (Adam, cosine schedule, fixed seed).

    A candidate drawn at random stands for all that were not drawn: its term in the denominator is multiplied by their number.
    """
    features = np.concatenate([example.features for example in examples])
    mean, spread = features.mean(0), features.std(0) + np.float32(1e-3)
    batches = _Batches(examples, (features - mean) / spread)
    weights = _start(features.shape[1], hidden)
    optimiser = Adam(weights)
    rng = np.random.default_rng(_SEED)
    batches_an_epoch = len(examples) // _BATCH + 1
    epochs = max(_EPOCHS, -(-_LEAST_STEPS // batches_an_epoch))
    total = epochs * batches_an_epoch
    step = 0
    for _ in range(epochs):
        for chosen in np.array_split(rng.permutation(len(examples)), batches_an_epoch):
            rate = _RATE * min(1.0, (step + 1) / _WARM_UP) * 0.5 * (1 + np.cos(np.pi * step / total))
            optimiser.step(_gradient(weights, *batches.of(chosen)), rate)
            step += 1
    return Ranker(mean=mean, spread=spread, **weights)


def _start(n_features: int, hidden: int) -> dict[str, Floats]:
    rng = np.random.default_rng(_SEED)
    return {
        "inner": (rng.standard_normal((n_features, hidden)) / np.sqrt(n_features)).astype(np.float32),
        "offset": np.zeros(hidden, np.float32),
        "outer": (rng.standard_normal(hidden) / np.sqrt(hidden)).astype(np.float32),
        "linear": np.zeros(n_features, np.float32),
    }


class _Batches:
    """Examples end to end in one array, so that a batch is a single product of matrices."""

    def __init__(self, examples: Sequence[Example], features: Floats) -> None:
        self._features = features
        self._true = np.concatenate([example.true for example in examples]).astype(np.float32)
        self._log = np.log(np.concatenate([example.stands_for for example in examples])).astype(np.float32)
        self._length = np.array([len(example.true) for example in examples])
        self._start = np.r_[0, np.cumsum(self._length)]

    def of(self, chosen: NDArray[np.int64]) -> tuple[Floats, Floats, Floats, NDArray[np.int64]]:
        rows = np.concatenate([np.arange(self._start[i], self._start[i + 1]) for i in chosen])
        return self._features[rows], self._true[rows], self._log[rows], self._length[chosen]


def _gradient(
    weights: dict[str, Floats], features: Floats, true: Floats, log_weight: Floats, length: NDArray[np.int64]
) -> dict[str, Floats]:
    start = np.r_[0, np.cumsum(length)[:-1]]
    question = np.repeat(np.arange(len(length)), length)
    hidden = np.maximum(features @ weights["inner"] + weights["offset"], 0)
    score = hidden @ weights["outer"] + features @ weights["linear"] + log_weight
    power = np.exp(score - np.maximum.reduceat(score, start)[question])
    share = power / np.add.reduceat(power, start)[question]
    error = ((share * np.add.reduceat(true, start)[question] - true) / true.sum()).astype(np.float32)
    inner_error = error[:, None] * weights["outer"] * (hidden > 0)
    return {
        "inner": features.T @ inner_error,
        "offset": inner_error.sum(0),
        "outer": hidden.T @ error,
        "linear": features.T @ error,
    }
