"""From scores of tags to spans: Viterbi decoding of a linear chain over begin, inside, end, single and outside."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
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


def chances(emissions: Floats, transitions: Floats, found: Sequence[Sequence[tuple[int, int]]]) -> list[list[float]]:
    """How likely each run is a span with just these edges, by layer: its share of the weight of all paths (forward-backward, Rabiner 1989).

    emissions, transitions: as in `viterbi`. found: the half-open runs of each layer.
    """
    scores = emissions.astype(np.float64)
    scores[[0, -1]] = 0.0
    steps = np.exp(transitions.astype(np.float64))
    forward = _sweep(scores, steps)
    backward = _sweep(scores[::-1], steps.transpose(0, 2, 1))[::-1]
    whole = forward[-1, :, OUTSIDE]
    return [
        [float(np.exp(_weight(scores[:, n], transitions[n], forward[:, n], backward[:, n], run) - whole[n])) for run in runs]
        for n, runs in enumerate(found)
    ]


def _sweep(scores: NDArray[np.float64], steps: NDArray[np.float64]) -> NDArray[np.float64]:
    """Log weights of all paths from the first piece to each tag of each piece, its own score among them: pieces x layers x tags."""
    high = scores.max(axis=2, keepdims=True)
    weights = np.exp(scores - high)
    state = np.zeros(scores.shape[1:])
    state[:, OUTSIDE] = 1.0
    shares, scale = [state], np.zeros((len(scores), scores.shape[1], 1))
    for n in range(1, len(scores)):
        state = (state[:, None, :] @ steps)[:, 0] * weights[n]
        total = state.sum(axis=1, keepdims=True)
        state = state / total
        shares.append(state)
        scale[n] = scale[n - 1] + np.log(total) + high[n]
    with np.errstate(divide="ignore"):
        return np.log(np.stack(shares)) + scale


def _weight(
    scores: NDArray[np.float64], moves: Floats, forward: NDArray[np.float64], backward: NDArray[np.float64], run: tuple[int, int]
) -> float:
    """The log weight of all paths on which a run is a span: up to its first piece, through it, and from its last piece on."""
    start, end = run
    tags = [SINGLE] if end - start == 1 else [BEGIN, *[INSIDE] * (end - start - 2), END]
    inner = sum(moves[a, b] for a, b in pairwise(tags)) + scores[range(start, end), tags].sum()
    return float(forward[start, tags[0]] + inner - scores[start, tags[0]] - scores[end - 1, tags[-1]] + backward[end - 1, tags[-1]])


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
