"""What the scenarios have before any evidence."""

from __future__ import annotations

from collections.abc import Mapping

from tocsin.records import WatchDefinition
from tocsin.scenarios.tables import FLOOR


def base_rates(watch: WatchDefinition, given: Mapping[str, float | None]) -> Mapping[str, float]:
    """The probability of every scenario before any evidence; together 1, none below .005.

    given: scenario -> what history or people give it within the horizon, None (or no entry) where nobody knows.

    The rest scenario takes what is left. Where others are unknown, what is left is shared in equal parts among them and the rest: that is
    no knowledge but its absence, and `assumed` names those scenarios. Where the given ones leave nothing (they were counted apart, and may
    come together), they are scaled down so that the rest and each unknown keep .005. Applied to its own answer it changes nothing.
    """
    rest = rest_of(watch)
    unknown = {s.id for s in watch.scenarios if not s.rest and given.get(s.id) is None}
    known = {s.id: _probability(given.get(s.id), s.id) for s in watch.scenarios if s.id != rest and s.id not in unknown}
    open_ones = [s.id for s in watch.scenarios if s.id in unknown or s.rest]
    most = 1 - FLOOR * len(open_ones)
    known = floored(known, whole=min(sum(known.values()), most))
    left = (1 - sum(known.values())) / len(open_ones)
    return {s.id: known.get(s.id, left) for s in watch.scenarios}


def assumed(watch: WatchDefinition, given: Mapping[str, float | None]) -> tuple[str, ...]:
    """The scenarios whose base rate nobody knows; the rest, too, where it had to share."""
    unknown = {s.id for s in watch.scenarios if not s.rest and given.get(s.id) is None}
    return tuple(s.id for s in watch.scenarios if s.id in unknown or (s.rest and unknown))


def rest_of(watch: WatchDefinition) -> str:
    """The id of the scenario that is what is left."""
    return next(s.id for s in watch.scenarios if s.rest)


def floored(probabilities: Mapping[str, float], *, whole: float = 1.0) -> dict[str, float]:
    """The same, none below `FLOOR`; the others give what that takes, in proportion, so that the sum stays (or becomes) `whole`."""
    low: set[str] = set()
    while True:
        free = sum(p for s, p in probabilities.items() if s not in low)
        scale = (whole - FLOOR * len(low)) / free if free else 0.0
        below = {s for s, p in probabilities.items() if s not in low and p * scale < FLOOR}
        if not below:
            return {s: FLOOR if s in low else p * scale for s, p in probabilities.items()}
        low |= below


def _probability(p: float | None, scenario: str) -> float:
    if p is None or not 0 <= p <= 1:
        raise ValueError(f"the base rate of {scenario} is {p}, which is no probability")
    return p
