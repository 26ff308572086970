"""Bayes with tempered likelihoods, in which items of one origin share one weight.

    P_t(S) = trust * P(item | S) + (1 - trust) * .5
    ln p(S) = ln base(S) + sum over items of  dependence * share * relevance * ln(P_t(S) / mean P_t)  + constant

The mean is by base rate, so that a scenario which an item says nothing of has a ratio of 1.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence

from tocsin.scenarios.base import floored
from tocsin.scenarios.matrix import Row
from tocsin.scenarios.tables import DEPENDENCE


def tempered(row: Row) -> dict[str, float]:
    """Scenario -> P_t."""
    return {s: row.trust * p + (1 - row.trust) * 0.5 for s, p in row.likelihood.items()}


def pull(row: Row, base: Mapping[str, float]) -> dict[str, float]:
    """Scenario -> dependence * relevance * ln(P_t / mean P_t): the pull of the row if it shared its weight with none."""
    p = tempered(row)
    mean = math.fsum(base[s] * p[s] for s in p)
    return {s: DEPENDENCE * row.relevance * math.log(p[s] / mean) for s in p}


def shares(rows: Sequence[Row]) -> dict[str, float]:
    """Item -> 1 / size of its group. Items that tell nothing take no share from others."""
    sizes = Counter(row.group for row in rows if tells(row))
    return {row.id: 1 / max(1, sizes[row.group]) for row in rows}


def tells(row: Row) -> bool:
    """Whether the row fits some scenario better than another."""
    p = tempered(row).values()
    return max(p) - min(p) > 1e-12


def posterior(rows: Sequence[Row], base: Mapping[str, float]) -> dict[str, float]:
    """Scenario -> probability; together 1, none below `FLOOR`."""
    share = shares(rows)
    pulls = [(share[row.id], pull(row, base)) for row in rows]
    logs = {s: math.log(base[s]) + math.fsum(w * of[s] for w, of in pulls) for s in base}
    most = max(logs.values())
    odds = {s: math.exp(value - most) for s, value in logs.items()}
    total = math.fsum(odds.values())
    return floored({s: value / total for s, value in odds.items()})


def bits(likelihood: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """Mutual information, in bits, between whether the item is seen and which scenario comes: 0 where it fits all alike.

    I = sum over S, x of p(S) P(x|S) log2(P(x|S) / P(x)), x being "seen" or "not seen".
    """
    mean = math.fsum(weights[s] * p for s, p in likelihood.items())
    return max(0.0, _entropy(mean) - math.fsum(weights[s] * _entropy(p) for s, p in likelihood.items()))


def _entropy(p: float) -> float:
    return -sum(x * math.log2(x) for x in (p, 1 - p) if x > 0)
