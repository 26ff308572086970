"""Gradient boosting of the log score with symmetric trees, in numpy alone.

A symmetric (oblivious) tree asks the same question at every node of a level (Prokhorenkova et al. 2018), so that a leaf is a number made of
the answers' bits: quick in numpy, and hard to overfit.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Codes = NDArray[np.uint8]  # [features, rows]: bins; a byte each, for speed is a matter of memory here
Ints = NDArray[np.int64]

_BINS = 64
_L2 = 10.0
_SHARE_OF_ROWS = 0.6
_SHARE_OF_FEATURES = 0.3
_LEAST_WEIGHT = 1.0  # second derivative in a leaf below which a split is not made


@dataclass(frozen=True, slots=True, kw_only=True)
class Trees:
    """A sum of symmetric trees.

    edges:    float32[features, bins - 1]: where each feature is cut into bins.
    features: int64[trees, depth], cuts: int64[trees, depth]: level by level, "is the bin of this feature above this cut?".
    leaves:   float64[trees, 2^depth]: what a leaf adds to the log odds.
    """

    start: float
    edges: NDArray[np.float32]
    features: Ints
    cuts: Ints
    leaves: Floats

    def log_odds(self, rows: NDArray[np.float32]) -> Floats:
        """float64[n] for rows float32[n, features]."""
        codes = _codes(rows, self.edges)
        total = np.full(len(rows), self.start)
        for features, cuts, leaves in zip(self.features, self.cuts, self.leaves, strict=True):
            leaf = np.zeros(len(rows), np.int64)
            for feature, cut in zip(features, cuts, strict=True):
                leaf = 2 * leaf + (codes[feature] > cut)
            total += leaves[leaf]
        return total


def fit_trees(
    rows: NDArray[np.float32], happened: Floats, weight: Floats, *, trees: int, depth: int, rate: float = 0.06, seed: int = 0
) -> Trees:
    """Boost the weighted log score of binary outcomes `happened` (0 or 1). Each tree sees a random part of the rows and features."""
    rng = np.random.default_rng(seed)
    edges = np.quantile(rows, np.linspace(0, 1, _BINS + 1)[1:-1], axis=0).T.astype(np.float32)
    codes = _codes(rows, edges)
    share = float(np.clip(np.average(happened, weights=weight), 1e-6, 1 - 1e-6))
    start = float(np.log(share / (1 - share)))
    odds = np.full(len(rows), start)
    grown = []
    for _ in range(trees):
        likely = 1 / (1 + np.exp(-odds))
        slope, bend = weight * (happened - likely), weight * likely * (1 - likely)
        used = np.flatnonzero(rng.random(len(rows)) < _SHARE_OF_ROWS)
        offered = rng.permutation(len(codes))[: max(1, round(_SHARE_OF_FEATURES * len(codes)))]
        features, cuts, leaf = _grow(codes, offered, used, slope, bend, depth)
        sums = np.bincount(leaf[used], slope[used], 2**depth), np.bincount(leaf[used], bend[used], 2**depth)
        leaves = rate * sums[0] / (sums[1] + _L2)
        odds += leaves[leaf]
        grown.append((features, cuts, leaves))
    return Trees(
        start=start,
        edges=edges,
        features=np.array([tree[0] for tree in grown], np.int64),
        cuts=np.array([tree[1] for tree in grown], np.int64),
        leaves=np.array([tree[2] for tree in grown]),
    )


def _codes(rows: NDArray[np.float32], edges: NDArray[np.float32]) -> Codes:
    return np.stack([np.searchsorted(edge, column, "left").astype(np.uint8) for edge, column in zip(edges, rows.T, strict=True)])


def _grow(codes: Codes, offered: Ints, used: Ints, slope: Floats, bend: Floats, depth: int) -> tuple[list[int], list[int], Ints]:
    leaf = np.zeros(codes.shape[1], np.int64)
    some = codes[offered][:, used]
    slope, bend = slope[used], bend[used]
    features, cuts = [], []
    for level in range(depth):
        base = leaf[used] * _BINS
        size = 2**level * _BINS
        up = np.stack([np.bincount(base + column, slope, size) for column in some]).reshape(len(some), 2**level, _BINS).cumsum(2)
        down = np.stack([np.bincount(base + column, bend, size) for column in some]).reshape(len(some), 2**level, _BINS).cumsum(2)
        gain = _gain(up, down)
        feature, cut = np.unravel_index(int(np.argmax(gain)), gain.shape)
        features.append(int(offered[feature]))
        cuts.append(int(cut))
        leaf = 2 * leaf + (codes[offered[feature]] > cut)
    return features, cuts, leaf


def _gain(slope: Floats, bend: Floats) -> Floats:
    """float64[features, bins]: what a cut after each bin wins, summed over the nodes of the level."""
    slope_right, bend_right = slope[:, :, -1:] - slope, bend[:, :, -1:] - bend
    won = slope**2 / (bend + _L2) + slope_right**2 / (bend_right + _L2)
    whole = slope[:, :, -1:] ** 2 / (bend[:, :, -1:] + _L2)
    wide = (bend >= _LEAST_WEIGHT) & (bend_right >= _LEAST_WEIGHT)
    return np.asarray(np.where(wide, won - whole, 0).sum(1), np.float64)
