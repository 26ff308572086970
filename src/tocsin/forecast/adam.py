"""The optimiser of the small networks."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

Weights = dict[str, NDArray[np.float32]]

_FIRST, _SECOND = 0.9, 0.99  # how much of the running means is kept at a step


class Adam:
    """Kingma and Ba 2015, with decoupled decay (Loshchilov and Hutter 2019), on a dictionary of arrays that is changed in place.

    decay: how strongly the weights named in `decayed` are pulled to zero.
    """

    def __init__(self, weights: Weights, *, decay: float = 0.0, decayed: frozenset[str] = frozenset()) -> None:
        self._weights, self._decay, self._decayed = weights, decay, decayed
        self._first = {name: np.zeros_like(value) for name, value in weights.items()}
        self._second = {name: np.zeros_like(value) for name, value in weights.items()}
        self._steps = 0

    def step(self, gradient: Mapping[str, NDArray[np.float32]], rate: float) -> None:
        """Move all weights against the gradient."""
        self._steps += 1
        for name, value in gradient.items():
            self._first[name] += (1 - _FIRST) * (value - self._first[name])
            self._second[name] += (1 - _SECOND) * (value**2 - self._second[name])
            first = self._first[name] / (1 - _FIRST**self._steps)
            second = self._second[name] / (1 - _SECOND**self._steps)
            pull = self._decay * self._weights[name] if name in self._decayed else 0.0
            self._weights[name] -= (rate * (first / (np.sqrt(second) + 1e-7) + pull)).astype(np.float32)
