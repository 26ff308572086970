"""What the answer hangs on: one item, one source, the fewest items without which another scenario would lead; and what to ask next."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from tocsin.records import Unobserved, Without
from tocsin.scenarios.bayes import bits, posterior, pull, tells
from tocsin.scenarios.matrix import Matrix, Row, without_origin
from tocsin.scenarios.rankings import Before, leader

MOST = 4
"""A set of more linchpins than this is none: then the leader hangs on nothing in particular."""

_ALIKE = 1e-9


def without_items(rows: Sequence[Row], base: Mapping[str, float], first: Before) -> Iterator[Without]:
    """What would be left without each item."""
    for row in rows:
        left = posterior([other for other in rows if other is not row], base)
        yield Without(kind="item", removed=row.id, name=row.title, probabilities=left, leader=leader(left, first))


def without_sources(rows: Sequence[Row], base: Mapping[str, float], first: Before, names: Mapping[str, str]) -> Iterator[Without]:
    """What would be left without each origin: what rests on it alone goes, what others bear out as well loses its part of the trust."""
    for origin in sorted({key for row in rows for key in row.parts}):
        left = posterior([kept for row in rows if (kept := without_origin(row, origin)) is not None], base)
        yield Without(kind="source", removed=origin, name=names.get(origin, origin), probabilities=left, leader=leader(left, first))


def unobserved(matrix: Matrix, probabilities: Mapping[str, float]) -> Iterator[Unobserved]:
    """The indicators that are not seen or cannot be read, what would tell most first: the mutual information, at the present probabilities,
    between the scenarios and whether the indicator is seen, were it settled beyond doubt.
    """
    told = [(bits(expected.likelihood, probabilities), indicator, expected) for indicator, expected in matrix.unseen]
    for much, indicator, expected in sorted(told, key=lambda entry: (-round(entry[0], 12), entry[1].id)):
        seen = math.fsum(probabilities[s] * p for s, p in expected.likelihood.items())
        yield Unobserved(indicator=indicator.id, title=indicator.title, bits=much, probability=seen)


@dataclass(frozen=True, slots=True)
class _Removal:
    """Some items taken away, and by how much that shortens the leader's lead over one rival, in nats."""

    gain: float
    items: tuple[str, ...]


def linchpins(rows: Sequence[Row], base: Mapping[str, float], probabilities: Mapping[str, float], first: Before) -> tuple[str, ...]:
    """The smallest set of items without which another scenario leads; the clearest of several; empty where no set of `MOST` does it.

    Exact, and without trying all sets. The lead over a rival is a sum over groups of the mean pull of their items. Of a group, the best j
    items to take away are the j that pull hardest for the leader; how many to take from which group is a knapsack of at most `MOST`.
    """
    lead = leader(probabilities, first)
    pulls = {row.id: pull(row, base) for row in rows}
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for row in filter(tells, rows):
        groups[row.group].append(row.id)
    found: list[tuple[int, float, tuple[str, ...]]] = []
    for rival in base:
        if rival == lead:
            continue
        for_lead = {id_: of[lead] - of[rival] for id_, of in pulls.items()}
        best = _knapsack([[*_options(sorted(group), for_lead)] for group in groups.values()])
        ahead = math.log(base[lead] / base[rival]) + sum(_mean(group, for_lead) for group in groups.values())
        # Where both would be alike, the one that the watch names first leads.
        enough = ahead - _ALIKE if first(rival) < first(lead) else ahead + _ALIKE
        found += [(size, -removal.gain + ahead, removal.items) for size, removal in enumerate(best) if removal.gain > enough]
    return min(found, default=(0, 0.0, ()))[2]


def _options(group: Sequence[str], for_lead: Mapping[str, float]) -> Iterable[_Removal]:
    """The best removal of none, one, two ... items of a group."""
    hardest = sorted(group, key=lambda id_: -for_lead[id_])
    whole = _mean(group, for_lead)
    for size in range(min(MOST, len(group)) + 1):
        yield _Removal(whole - _mean(hardest[size:], for_lead), tuple(hardest[:size]))


def _knapsack(groups: Iterable[Sequence[_Removal]]) -> list[_Removal]:
    """The best removal of exactly 0, 1, ... items over all groups; infinitely bad where there are not so many."""
    best = [_Removal(0.0, ())] + [_Removal(-math.inf, ())] * MOST
    for options in groups:
        best = [
            max(
                (
                    _Removal(best[size - j].gain + option.gain, best[size - j].items + option.items)
                    for j, option in enumerate(options[: size + 1])
                ),
                key=lambda removal: removal.gain,
            )
            for size in range(MOST + 1)
        ]
    return best


def _mean(group: Sequence[str], values: Mapping[str, float]) -> float:
    return math.fsum(values[id_] for id_ in group) / len(group) if group else 0.0
