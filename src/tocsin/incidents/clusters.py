"""Average linkage over sparse log odds, with pairs that must and pairs that cannot stand together."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

Pair = tuple[str, str]
"""Two ids, the smaller first."""

FLOOR = -4.0
"""Log odds of a pair that was not compared, or had less."""
CEILING = 6.0
"""No pair speaks louder for the rest of two clusters than this."""


def clusters(
    members: Iterable[str], odds: Mapping[Pair, float], *, threshold: float, must: Iterable[Pair] = (), cannot: Iterable[Pair] = ()
) -> list[tuple[str, ...]]:
    """The clusters of the members, each in order of ids, by their first ids.

    odds:      of pairs of members; for a pair that it has not, `FLOOR`.
    threshold: the least average log odds, over all pairs across, at which two clusters become one.
    must:      pairs that stand together whatever their odds; cannot: pairs that do not, which goes before `must`.

    It depends on what is given, not on its order: the two clusters with the highest average are joined first, of equals those with the
    first ids.
    """
    linkage = _Linkage(members, cannot)
    for one, other in sorted(must):
        linkage.join_if_allowed(one, other)
    linkage.weigh(odds, threshold)
    return linkage.clusters()


class _Linkage:
    def __init__(self, members: Iterable[str], cannot: Iterable[Pair]) -> None:
        self._of = {member: member for member in sorted(members)}
        self._members = {member: [member] for member in self._of}
        self._apart: dict[str, set[str]] = defaultdict(set)
        self._sums: dict[str, dict[str, float]] = defaultdict(dict)  # what the odds across two clusters exceed the floor by, in all
        for one, other in cannot:
            if one in self._of and other in self._of:
                self._apart[one].add(other)
                self._apart[other].add(one)

    def clusters(self) -> list[tuple[str, ...]]:
        return [tuple(sorted(members)) for _, members in sorted(self._members.items())]

    def join_if_allowed(self, one: str, other: str) -> None:
        if one not in self._of or other not in self._of:
            return
        first, second = sorted((self._of[one], self._of[other]))
        if first != second and second not in self._apart[first]:
            self._join(first, second)

    def weigh(self, odds: Mapping[Pair, float], threshold: float) -> None:
        """Join while an average reaches the threshold."""
        for one, other in sorted(odds):
            first, second = sorted((self._of[one], self._of[other]))
            if first != second:
                value = min(odds[one, other], CEILING) - FLOOR
                self._sums[first][second] = self._sums[second][first] = self._sums[first].get(second, 0.0) + value
        heap = [
            entry for one in list(self._sums) for other in self._sums[one] if one < other for entry in self._entry(one, other, threshold)
        ]
        heapq.heapify(heap)
        while heap:
            average, first, second = heapq.heappop(heap)
            if [(average, first, second)] == list(self._entry(first, second, threshold)):
                self._join(first, second)
                for other in self._sums[first]:
                    for entry in self._entry(min(first, other), max(first, other), threshold):
                        heapq.heappush(heap, entry)

    def _entry(self, first: str, second: str, threshold: float) -> Iterator[tuple[float, str, str]]:
        """The place of a pair of clusters in the queue; nothing where it has gone, may not be joined or falls short."""
        if first not in self._members or second not in self._members or second in self._apart[first]:
            return
        if (total := self._sums[first].get(second)) is not None:
            average = total / (len(self._members[first]) * len(self._members[second])) + FLOOR
            if average >= threshold:
                yield -average, first, second

    def _join(self, first: str, second: str) -> None:
        for member in self._members[second]:
            self._of[member] = first
        self._members[first] += self._members.pop(second)
        for other in self._apart.pop(second, set()):
            self._apart[other].discard(second)
            self._apart[other].add(first)
            self._apart[first].add(other)
        self._sums[first].pop(second, None)
        for other, total in self._sums.pop(second, {}).items():
            self._sums[other].pop(second, None)
            if other != first:
                self._sums[first][other] = self._sums[other][first] = self._sums[first].get(other, 0.0) + total
