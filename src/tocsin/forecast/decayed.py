"""Counts that fade, kept up event by event and read as of any later day."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

HALF_LIVES = np.array([3.0, 10.0, 30.0, 100.0, 400.0])  # days


def effective_days(age: int) -> Floats:
    """The days of reporting that a faded count stands for, `age` days after the first, for each half-life."""
    return np.asarray(HALF_LIVES / np.log(2) * (1 - np.exp2(-max(age, 1) / HALF_LIVES)), np.float64)


class Decayed:
    """Faded counts of several kinds of event for many rows (pairs, actors). Rows are made as they are needed; an unused one is zero."""

    def __init__(self, kinds: int, rows: int = 1024) -> None:
        self._counts = np.zeros((rows, kinds, len(HALF_LIVES)), np.float32)
        self._day = np.zeros(rows, np.int64)

    def add(self, rows: Ints, counts: Floats, day: int) -> None:
        """Add float64[n, kinds] to n different rows; days must not go back."""
        while len(rows) and rows.max() >= len(self._day):
            self._counts = np.concatenate([self._counts, np.zeros_like(self._counts)])
            self._day = np.concatenate([self._day, np.zeros_like(self._day)])
        self._counts[rows] = self.at(rows, day) + counts[:, :, None]
        self._day[rows] = day

    def at(self, rows: Ints, day: int) -> Floats:
        """float64[n, kinds, half-lives]: the counts of the rows, faded to the day."""
        known = np.minimum(rows, len(self._day) - 1)
        faded = self._counts[known] * np.exp2(-(day - self._day[known])[:, None, None] / HALF_LIVES)
        return np.where((rows < len(self._day))[:, None, None], faded, 0.0)
