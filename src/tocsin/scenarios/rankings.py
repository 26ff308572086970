"""Three scorings of one matrix, which fail in different ways: where they disagree, the ranking hangs on the scoring.

PARC: ACH 2.0 of the Palo Alto Research Center (its technical description): inconsistency alone counts. Squared distance: Open Synthesis.
Both are as published, but for the share of a row's group, which keeps a story told five times from counting five times.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from tocsin.records import Ranking, Rating, WatchDefinition
from tocsin.scenarios.bayes import shares
from tocsin.scenarios.matrix import Row

_LOW, _MEDIUM, _HIGH = 1 / math.sqrt(2), 1.0, math.sqrt(2)
_INCONSISTENT: MappingProxyType[Rating, float] = MappingProxyType({"I": -1.0, "II": -2.0})
_FIVE: MappingProxyType[Rating, int] = MappingProxyType({"II": 1, "I": 2, "N": 3, "NA": 3, "C": 4, "CC": 5})

Before = Callable[[str], tuple[int, str]]
"""Which of two scenarios that score alike is named first."""


def before(watch: WatchDefinition) -> Before:
    """By the order that the watch gives them."""
    places = {s.id: (s.order, s.id) for s in watch.scenarios}
    return places.__getitem__


def leader(probabilities: Mapping[str, float], first: Before) -> str:
    """The most probable scenario."""
    return min(probabilities, key=lambda s: (-round(probabilities[s], 9), first(s)))


def rankings(rows: Sequence[Row], probabilities: Mapping[str, float], first: Before) -> tuple[Ranking, ...]:
    """By Bayes, by PARC's weighted inconsistency (the least negative leads), by squared distance (the smallest leads).

    In the latter two, scenarios that score alike stand in the order of their probabilities: a scoring that cannot tell does not disagree.
    """
    share = shares(rows)
    order = sorted(probabilities, key=lambda s: (-round(probabilities[s], 9), first(s)))
    parc = {s: math.fsum(share[row.id] * _parc_weight(row) * _INCONSISTENT.get(row.rating[s], 0.0) for row in rows) for s in order}
    far = {s: _squares(rows, share, s, sign=-1) for s in order}
    near = {s: _squares(rows, share, s, sign=1) for s in order}
    inapplicable = {s: sum(row.rating[s] == "NA" for row in rows) for s in order}
    silent = {s: sum(s not in row.expected.rated for row in rows) for s in order}
    by_parc = sorted(order, key=lambda s: -round(parc[s], 9))
    by_squares = sorted(order, key=lambda s: (round(far[s], 9), -round(near[s], 9), inapplicable[s], silent[s]))
    return (
        Ranking(scoring="bayes", order=tuple(order), scores=probabilities),
        Ranking(scoring="inconsistency", order=tuple(by_parc), scores=parc),
        Ranking(scoring="squared", order=tuple(by_squares), scores=far),
    )


def _squares(rows: Sequence[Row], share: Mapping[str, float], scenario: str, *, sign: int) -> float:
    """Sum of squared distances from the middle of the scale of five, on one side of it."""
    away = ((share[row.id], _FIVE[row.rating[scenario]] - 3) for row in rows)
    return math.fsum(part * distance**2 for part, distance in away if distance * sign > 0)


def _parc_weight(row: Row) -> float:
    """Credibility by trust, relevance by relevance, each low, medium or high."""
    credibility = _HIGH if row.trust >= 0.7 else _MEDIUM if row.trust >= 0.35 else _LOW
    relevance = _HIGH if row.relevance >= 1.5 else _MEDIUM if row.relevance > 0.67 else _LOW
    return credibility * relevance
