"""From scores of tags to spans: Viterbi decoding of a linear chain over begin, inside, end, single and outside."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

OUTSIDE, BEGIN, INSIDE, END, SINGLE = range(5)
TAGS: Final = 5
FOLLOWS: Final = {
    OUTSIDE: (OUTSIDE, BEGIN, SINGLE),
    BEGIN: (INSIDE, END),
    INSIDE: (INSIDE, END),
    END: (OUTSIDE, BEGIN, SINGLE),
    SINGLE: (OUTSIDE, BEGIN, SINGLE),
}
"""The tags that may follow a tag."""

FORBIDDEN: Final = -1e4
"""The score of a transition that FOLLOWS does not have. Finite, so that sums and gradients stay numbers."""


def barred() -> Floats:
    """Scores to add to learned transitions (from, to), so that no path breaks FOLLOWS."""
    scores = np.full((TAGS, TAGS), FORBIDDEN, dtype=np.float32)
    for tag, after in FOLLOWS.items():
        scores[tag, list(after)] = 0.0
    return scores


def viterbi(emissions: Floats, transitions: Floats) -> NDArray[np.int64]:
    """The best path of each layer.

    emissions: pieces x layers x tags. transitions: layers x from x to, with `barred` added.
    The first and the last piece are marks of the window and stay outside. Returns pieces x layers.
    """
    length, layers, _ = emissions.shape
    back = np.zeros((length, layers, TAGS), dtype=np.int64)
    best = np.full((layers, TAGS), FORBIDDEN, dtype=np.float32)
    best[:, OUTSIDE] = 0.0
    for n in range(1, length):
        paths = best[:, :, None] + transitions
        back[n] = paths.argmax(axis=1)
        best = paths.max(axis=1) + emissions[n]
    tags = np.full((length, layers), OUTSIDE, dtype=np.int64)
    rows = np.arange(layers)
    for n in range(length - 1, 0, -1):
        tags[n - 1] = back[n, rows, tags[n]]
    return tags


def runs(tags: Sequence[int]) -> list[tuple[int, int]]:
    """Half-open runs of pieces that the tags mark as spans."""
    found: list[tuple[int, int]] = []
    start = 0
    for n, tag in enumerate(tags):
        if tag in (BEGIN, SINGLE):
            start = n
        if tag in (END, SINGLE):
            found.append((start, n + 1))
    return found


def tagged(spans: Sequence[tuple[int, int]], length: int) -> list[int]:
    """The tags of half-open runs of pieces; of two that overlap, the one that comes first (the longer, if both start together) counts."""
    tags = [OUTSIDE] * length
    free = 0
    for start, end in sorted(spans, key=lambda run: (run[0], -run[1])):
        if start < free:
            continue
        free = end
        tags[start:end] = [SINGLE] if end - start == 1 else [BEGIN, *[INSIDE] * (end - start - 2), END]
    return tags
