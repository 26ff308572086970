"""Where actors stand in a network: leading eigenvectors of a weighted graph, in numpy alone."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_OVERSAMPLING = 8
_ROUNDS = 3
_SEED = 1
_SMOOTHING = 1.0  # added to every degree, so that one event between two strangers is no firm bond


@dataclass(frozen=True, slots=True, kw_only=True)
class Spectrum:
    """The leading eigenpairs of a symmetric matrix, largest magnitude first.

    vectors: float32[n, k], one row for every node; nodes without edges have zeros.
    values:  float32[k].
    """

    vectors: NDArray[np.float32]
    values: NDArray[np.float32]

    def positions(self) -> NDArray[np.float32]:
        """Rows of (nearly) unit length whose inner product is how alike two nodes' neighbours are; zeros for a node without edges."""
        scaled = self.vectors * np.sqrt(np.abs(self.values))
        return np.asarray(scaled / (np.linalg.norm(scaled, axis=1, keepdims=True) + 1e-3), np.float32)


def spectrum(rows: NDArray[np.int64], columns: NDArray[np.int64], weights: NDArray[np.float64], n: int, k: int) -> Spectrum:
    """Leading eigenpairs of the normalised adjacency `w_ij / sqrt(d_i d_j)` of an undirected graph.

    Both directions of an edge must be given, and rows must be in ascending order. Found by subspace iteration from a fixed random start
    (Halko, Martinsson and Tropp 2011), so that equal input gives equal output.
    """
    k = min(k, n)
    width = min(n, k + _OVERSAMPLING)
    if not len(rows):
        return Spectrum(vectors=np.zeros((n, k), np.float32), values=np.zeros(k, np.float32))
    degree = np.bincount(rows, weights, n) + _SMOOTHING
    scaled = (weights / np.sqrt(degree[rows] * degree[columns])).astype(np.float32)[:, None]
    starts = np.flatnonzero(np.r_[True, rows[1:] != rows[:-1]])
    nodes = rows[starts]

    def times(block: NDArray[np.float32]) -> NDArray[np.float32]:
        out = np.zeros((n, block.shape[1]), np.float32)
        out[nodes] = np.add.reduceat(block[columns] * scaled, starts, axis=0)
        return out

    basis = np.random.default_rng(_SEED).standard_normal((n, width)).astype(np.float32)
    for _ in range(_ROUNDS):
        basis = np.linalg.qr(times(basis))[0]
    small = basis.T @ times(basis)
    values, turned = np.linalg.eigh((small + small.T) / 2)
    best = np.argsort(-np.abs(values), kind="stable")[:k]
    return Spectrum(vectors=(basis @ turned[:, best]).astype(np.float32), values=values[best].astype(np.float32))
