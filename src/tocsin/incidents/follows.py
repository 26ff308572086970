"""Chains across days: the plan that is carried out, the threat that is made good, the attack that is answered, what goes on.

Each rule is strict: parties, days and what is told of must fit; between neighbours in a war that is not enough, so an answer must be called
one in the words of its report. Nothing is followed that was not known before.
"""

from __future__ import annotations

import csv
import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cache
from importlib.resources import files

from tocsin.gazetteer.distance import distance_km
from tocsin.incidents.sides import party_keys
from tocsin.ontology.plover import OTHER, RECIPROCAL, plover
from tocsin.records import Incident

Key = tuple[str, ...]

_PLANNED = frozenset({"scheduled", "threatened"})
_LONGEST_PLAN = timedelta(days=31)  # a plan without narrower days than these fits too much
_SLACK = timedelta(days=1)
_SOON = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """How an incident may follow an earlier one.

    name:   as people would say it.
    days:   how long after the earlier one became known.
    offers: the keys under which an incident may be followed; asks: those under which one seeks what it follows.
    holds:  whether the later one (second) follows the earlier one (first), given that they share a key.
    """

    name: str
    days: int
    offers: Callable[[Incident], Iterable[Key]]
    asks: Callable[[Incident], Iterable[Key]]
    holds: Callable[[Incident, Incident], bool]


def follows(one: Incident, earlier: Sequence[Incident]) -> str | None:
    """The id of the one among `earlier` that an incident carries out, makes good, answers or continues; None where no rule ties it."""
    return _Chains(earlier).before(one)


def linked(incidents: Sequence[Incident]) -> tuple[Incident, ...]:
    """The incidents in the order given, each with the one among them that it follows."""
    chains = _Chains(incidents)
    return tuple(one if (before := chains.before(one)) == one.follows else replace(one, follows=before) for one in incidents)


class _Chains:
    """Incidents by the keys under which they may be followed, in the order in which they became known."""

    def __init__(self, incidents: Iterable[Incident]) -> None:
        self._by_key: dict[tuple[str, Key], list[tuple[datetime, str, Incident]]] = defaultdict(list)
        for one in sorted(incidents, key=lambda i: (i.known_at, i.id)):
            for rule in RULES:
                for key in rule.offers(one):
                    self._by_key[rule.name, key].append((one.known_at, one.id, one))

    def before(self, one: Incident) -> str | None:
        """By the first rule that ties it to any: the latest of those, the first id of several."""
        for rule in RULES:
            tied = [other for other in self._candidates(rule, one) if rule.holds(other, one)]
            if tied:
                latest = max(other.known_at for other in tied)
                return min(other.id for other in tied if other.known_at == latest)
        return None

    def _candidates(self, rule: Rule, one: Incident) -> Iterator[Incident]:
        for key in rule.asks(one):
            rows = self._by_key.get((rule.name, key), [])
            start = bisect_left(rows, one.known_at - timedelta(days=rule.days), key=lambda row: row[0])
            end = bisect_left(rows, one.known_at, key=lambda row: row[0])
            yield from (other for _, other_id, other in rows[start:end] if other_id != one.id)


def _has_happened(one: Incident) -> bool:
    return one.status in ("occurred", "ongoing") or (one.status == "disputed" and not _was_planned(one))


def _was_planned(one: Incident) -> bool:
    """Whether it is known as a plan or threat, and not as more."""
    known = {change.status for change in one.history}
    return bool(known & _PLANNED) and not known & {"occurred", "ongoing", "failed"}


def _by(one: Incident) -> Iterator[Key]:
    return ((one.type, key) for key in sorted(party_keys(one.sources)))


def _pairs(one: Incident) -> Iterator[Key]:
    return ((a, b) for a in sorted(party_keys(one.sources)) for b in sorted(party_keys(one.targets)) if a != b)


def _reversed_pairs(one: Incident) -> Iterator[Key]:
    return ((b, a) for a, b in _pairs(one))


def _is_deed(one: Incident) -> bool:
    """Whether it is material conflict that has happened."""
    kind = plover(one.type)
    return kind is not None and kind.quad == "material_conflict" and _has_happened(one)


def _parties_agree(other: Incident, one: Incident) -> bool:
    """Whether both name one target or none; of what two sides do together, both sides. "OTHER" tells too little outside one affair."""
    if one.type == OTHER and (one.story is None or one.story != other.story):
        return False
    if one.type in RECIPROCAL:
        return len(_everybody(one) & _everybody(other)) > 1
    ours, theirs = party_keys(one.targets), party_keys(other.targets)
    return bool(ours & theirs) or not ours | theirs


def _everybody(one: Incident) -> frozenset[str]:
    return party_keys((*one.sources, *one.targets))


def _places_agree(other: Incident, one: Incident) -> bool:
    if other.lat is None or other.lon is None or one.lat is None or one.lon is None:
        return other.place_country is None or one.place_country is None or other.place_country == one.place_country
    apart = distance_km(other.lat, other.lon, one.lat, one.lon)
    return apart <= (other.radius_km or 0.0) + (one.radius_km or 0.0)


def _day(one: Incident) -> date:
    """The last day on which it may have happened: that which is told, else that on which it was first known."""
    return one.latest or one.known_at.date()


def _carries_out(other: Incident, one: Incident) -> bool:
    if other.earliest is None or other.latest is None or other.latest - other.earliest > _LONGEST_PLAN:
        return False
    begin = one.earliest or _day(one)
    on_time = begin <= other.latest + _SLACK and _day(one) >= other.earliest - _SLACK
    return on_time and _has_happened(one) and _parties_agree(other, one) and _places_agree(other, one)


def _makes_good(other: Incident, one: Incident) -> bool:
    """A deed that was threatened in so many words; after a threat that does not say what, any deed of the same affair within a week."""
    if not _is_deed(one) or one.earliest is None or other.known_at.date() > _day(one):
        return False
    soon = one.known_at - other.known_at <= _SOON
    return other.type == one.type or (other.type == "THREATEN" and soon and one.story is not None and one.story == other.story)


def _answers(other: Incident, one: Incident) -> bool:
    return _is_deed(one) and _day(other) <= _day(one) and _answering().search(one.title) is not None


def _continues(other: Incident, one: Incident) -> bool:
    """Both on days that their reports tell: a remark upon what has long been going on ("the embargo hurts us") continues nothing."""
    if one.earliest is None or other.earliest is None:
        return False
    same = one.mode == other.mode or None in (one.mode, other.mode)
    return same and one.story is not None and one.story == other.story and _has_happened(one) and _day(other) < _day(one)


def _threats(one: Incident) -> Iterator[Key]:
    made = one.type == "THREATEN" and _has_happened(one)
    return _pairs(one) if made or one.status == "threatened" else iter(())


def _plans(one: Incident) -> Iterator[Key]:
    return _by(one) if _was_planned(one) else iter(())


def _deeds(one: Incident) -> Iterator[Key]:
    return _pairs(one) if _is_deed(one) else iter(())


def _under_way(one: Incident) -> Iterator[Key]:
    return ((one.type, *pair) for pair in _pairs(one)) if one.status == "ongoing" else iter(())


@cache
def _answering() -> re.Pattern[str]:
    with files("tocsin.incidents").joinpath("data/answers.csv").open(encoding="utf-8") as file:
        phrases = [row["phrase"] for row in csv.DictReader(file)]
    return re.compile(r"\b(?:" + "|".join(re.escape(phrase) for phrase in phrases) + r")\b", re.I)


RULES: tuple[Rule, ...] = (
    Rule(name="carries out", days=365, offers=_plans, asks=_by, holds=_carries_out),
    Rule(name="makes good", days=30, offers=_threats, asks=_pairs, holds=_makes_good),
    Rule(name="answers", days=14, offers=_deeds, asks=_reversed_pairs, holds=_answers),
    Rule(name="continues", days=7, offers=_under_way, asks=lambda one: ((one.type, *pair) for pair in _pairs(one)), holds=_continues),
)
"""In the order in which they are tried."""
