"""How sure an event is coded right: a logistic sum of named weights, each part kept as evidence.

The weights were fitted by logistic regression on labelled passages and rounded; see docs/evaluation for the figures.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

from tocsin.events.cast import Cast
from tocsin.events.roles import Roles
from tocsin.events.triggers import Match
from tocsin.records import Evidence, Reason

WEIGHTS = {
    "prior": -0.6,
    "trigger": 0.2,
    "construction": 0.4,
    "source": 0.4,
    "target": 0.4,
    "state": 0.35,
    "verb": 0.1,
    "implied": -0.5,
}
"""Log odds of one unit of each part."""


def evidence(match: Match, roles: Roles, cast: Cast) -> tuple[Evidence, ...]:
    """The parts of an event's score."""
    entry = match.entry
    known = [cast.actors[a] for a in (*roles.sources, *roles.targets)]
    states = sum(a.country is not None or a.sector in ("IGO", "REB") for a in known)
    parts = (
        ("prior", 1.0, "", "before anything is looked at"),
        ("trigger", entry.strength - 2.0, entry.lemma, "how surely the word tells of the event"),
        ("construction", float(min(entry.specificity, 2)), str(entry.specificity), "how much of the construction was met"),
        ("source", float(bool(roles.sources)), roles.source_slot or "", "who acts is said"),
        ("target", float(bool(roles.targets)), roles.target_slot or "", "whom it concerns is said"),
        ("state", float(min(states, 2)), str(states), "actors that are states, or bodies of their own"),
        ("verb", float(entry.pos == "verb"), entry.pos, "told by a verb"),
        ("implied", float("implied" in (roles.source_slot, roles.target_slot)), "", "a role that only the article tells, not the words"),
    )
    return tuple(Evidence(name=n, weight=round(WEIGHTS[n] * x, 3), value=v, note=note) for n, x, v, note in parts if x)


def weighed(parts: Iterable[Evidence]) -> Reason:
    """What the score rests on: its parts with their weights."""
    return Reason(label="score", by="model", detail=", ".join(f"{p.name} {p.weight:+g}" for p in parts) + " log odds")


def probability(parts: Iterable[Evidence]) -> float:
    """The logistic of the summed weights."""
    return round(1 / (1 + math.exp(-sum(p.weight for p in parts))), 3)
