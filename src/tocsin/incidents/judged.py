"""What people have judged: events that must stand together, events that must not, grades set by hand.

Judgements are never edited. A retraction withdraws the judgements that it names, and may be withdrawn itself by a later one. Of judgements
at odds the latest known holds: they are taken from the latest to the earliest (by `known_at`, then id), and each pair that what was taken
already excludes is left out. So no set of judgements can ask for what cannot be: that three events are one, and two of them not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import combinations
from types import MappingProxyType
from typing import Literal, get_args

from tocsin.errors import DataError
from tocsin.records import Judgement
from tocsin.records.incident import Decision, Reliability
from tocsin.records.watch import Rating

Axis = Literal["reliability", "credibility"]
Pair = tuple[str, str]

_AXES: Mapping[str, Axis] = MappingProxyType(
    {**dict.fromkeys(get_args(Reliability), "reliability"), **dict.fromkeys("123456", "credibility")}
)
_FEWEST: Mapping[Decision, int] = MappingProxyType({"merge": 2, "split": 2, "grade": 1, "retract": 1, "rate": 3, "review": 1})
_OF_WATCHES: frozenset[Decision] = frozenset({"rate", "review"})  # they move no incident
_VALUES: Mapping[Decision, tuple[str, ...]] = MappingProxyType({"grade": tuple(_AXES), "rate": get_args(Rating)})


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """The judgements in force at a moment.

    must:   pairs of event ids (the smaller first) that tell of one happening; cannot: pairs that tell of two.
    grades: the judgement that grades an incident or source, by its id or key and the axis.
    overruled: judgements, or parts of them, that a later one excludes, the latest first.
    """

    must: frozenset[Pair]
    cannot: frozenset[Pair]
    grades: Mapping[tuple[str, Axis], Judgement]
    overruled: tuple[Judgement, ...] = ()


def checked(judgement: Judgement) -> Judgement:
    """The judgement itself. Raises DataError where it does not say what its decision needs: call it before one is kept."""
    fewest = _FEWEST[judgement.decision]
    if len(set(judgement.subjects)) < fewest:
        raise DataError(
            f"the judgement “{judgement.decision}” names {len(set(judgement.subjects))} subjects",
            allowed=f"at least {fewest}, all different",
        )
    if judgement.value not in _VALUES.get(judgement.decision, (None,)):
        raise DataError(
            f"the judgement “{judgement.decision}” has the value {judgement.value}",
            allowed="A to F or 1 to 6 for a grade, CC, C, N, I, II or NA for a rating, and none else",
        )
    return judgement


def in_force(judgements: Iterable[Judgement], *, as_of: datetime) -> tuple[Judgement, ...]:
    """The judgements known by `as_of` that nobody has withdrawn by then, the latest first; retractions are not among them."""
    made: list[Judgement] = []
    withdrawn: set[str] = set()
    for judgement in sorted({j.id: j for j in judgements if j.known_at <= as_of}.values(), key=_latest_last, reverse=True):
        if judgement.id in withdrawn:
            continue
        if judgement.decision == "retract":
            withdrawn.update(judgement.subjects)
        else:
            made.append(judgement)
    return tuple(made)


def _latest_last(judgement: Judgement) -> tuple[datetime, str]:
    return judgement.known_at, judgement.id


def judged(judgements: Iterable[Judgement], *, as_of: datetime) -> Judged:
    """What the judgements known by `as_of` come to; a retracted one has no effect, of those at odds the latest known holds."""
    ties, grades = _Ties(), dict[tuple[str, Axis], Judgement]()
    overruled = []
    for judgement in in_force(judgements, as_of=as_of):
        if judgement.decision in _OF_WATCHES:
            continue
        if judgement.decision == "grade":
            holds = [_grade(grades, judgement, subject) for subject in judgement.subjects]
        else:
            holds = [ties.take(judgement.decision, *pair) for pair in _pairs(judgement.decision, judgement.subjects)]
        if not all(holds):
            overruled.append(judgement)
    return Judged(must=frozenset(ties.must), cannot=frozenset(ties.cannot), grades=MappingProxyType(grades), overruled=tuple(overruled))


def _grade(grades: dict[tuple[str, Axis], Judgement], judgement: Judgement, subject: str) -> bool:
    """Whether the grade holds: none later stands for its subject."""
    return grades.setdefault((subject, _AXES[judgement.value or ""]), judgement) is judgement


def _pairs(decision: Decision, subjects: Sequence[str]) -> Iterator[Pair]:
    """The pairs of which it judges: of all that are merged; of the first and each of the rest that it is split from."""
    distinct = tuple(dict.fromkeys(subjects))
    pairs = combinations(distinct, 2) if decision == "merge" else ((distinct[0], other) for other in distinct[1:])
    return ((min(pair), max(pair)) for pair in pairs)


@dataclass(slots=True)
class _Ties:
    """Pairs taken so far, and for each event those that it must stand with, itself among them."""

    must: set[Pair] = field(default_factory=set)
    cannot: set[Pair] = field(default_factory=set)
    group: dict[str, set[str]] = field(default_factory=dict)

    def take(self, decision: Decision, one: str, other: str) -> bool:
        """Whether the pair agrees with those taken; then it is taken too."""
        ours, theirs = (self.group.setdefault(event, {event}) for event in (one, other))
        if decision == "split":
            if ours is theirs:
                return False
            self.cannot.add((one, other))
            return True
        if ours is not theirs:
            if any((min(a, b), max(a, b)) in self.cannot for a in ours for b in theirs):
                return False
            ours |= theirs
            self.group.update(dict.fromkeys(theirs, ours))
        self.must.add((one, other))
        return True
