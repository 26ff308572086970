"""Which events of many reports tell of one happening, and how many independent origins stand behind it.

Two events are of one happening where their type is the same, their days overlap, and source and target agree: as states, where they act for
one. A source or a target that is no state and no known group ("two tankers") speaks for, but not against, the two being one. A denial must
name both, or answer a charge: who says that his country wants no war with anybody denies no deed in particular.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tocsin.ontology import SECTORS
from tocsin.ontology.plover import OTHER
from tocsin.products.told import AHEAD, Index, is_dated, is_own_voice, origin, overlap
from tocsin.records import Actor, ArticleReading, Event, Source

_STATE = frozenset({"GOV", "MIL", "SPY", "LEG", "JUD", "UNK"})
_NEWS = timedelta(days=2)  # how long before its report an undated happening lies, at most
_DENIED = timedelta(days=7)  # how long before its report lies what somebody denies, at most
_SOON = timedelta(days=30)  # how long after its report an undated plan lies, at most
_DEEDS = frozenset({"ASSAULT", "COERCE", "MOBILIZE", "SANCTION", "AID"})  # a refusal or a charge is itself a saying
_OFFICIAL = frozenset({"official", "government", "military", "group"})

Days = tuple[date, date]


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """One event of one report.

    days:   the closed interval in which it lies; where the words do not say, the days about the report.
    origin: equal for tellings that are not independent of each other: on the word of one government, one group, one named person or outlet.
    """

    index: Index
    event: Event
    published: date
    days: Days
    dated: bool
    sources: frozenset[str]
    targets: frozenset[str]
    origin: str
    says: Source | None
    own_voice: bool

    @property
    def denies(self) -> bool:
        """Whether it tells that the deed was not done, or not by this actor."""
        return self.event.status == "denied"

    @property
    def mutual(self) -> bool:
        """Whether all who take part do the same, as in a meeting."""
        return len(self.sources) > 1 and self.sources == self.targets

    @property
    def ahead(self) -> bool:
        """Whether it tells of what has not happened."""
        return self.event.status in AHEAD


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """The tellings of one happening; `days` are those on which all of them agree."""

    tellings: tuple[Telling, ...]
    days: Days

    @property
    def told(self) -> tuple[Telling, ...]:
        """The tellings that affirm it."""
        return tuple(t for t in self.tellings if not t.denies)

    @property
    def denied(self) -> tuple[Telling, ...]:
        """The tellings that deny it."""
        return tuple(t for t in self.tellings if t.denies)

    @property
    def dated(self) -> bool:
        """Whether any report says when."""
        return any(t.dated for t in self.tellings)

    @property
    def ahead(self) -> bool:
        """Whether all that affirm it tell of what has not happened."""
        return bool(self.told) and all(t.ahead for t in self.told)

    @property
    def disputed(self) -> bool:
        """Whether one origin affirms it and another, which is quoted, denies it."""
        return bool(self.told and self.quoted_denials)

    @property
    def quoted_denials(self) -> tuple[Telling, ...]:
        """The denials of those who are quoted and do not tell of it elsewhere; not what an outlet itself says did not happen."""
        affirming = {t.origin for t in self.told}
        return tuple(t for t in self.denied if not t.own_voice and t.origin not in affirming)

    @property
    def first_told(self) -> date:
        """The day of the first report of it."""
        return min(t.published for t in self.tellings)

    @property
    def reports(self) -> int:
        """How many reports tell of it or deny it."""
        return len({t.index.reading.article.id for t in self.tellings})

    @property
    def best(self) -> Telling:
        """The telling that says most: who, to whom and when, coded most surely."""
        return max(self.told or self.tellings, key=lambda t: (bool(t.sources), bool(t.targets), t.dated, t.event.score))

    @property
    def weight(self) -> float:
        """Distance from zero on the Goldstein scale, 0 to 10."""
        return max(abs(t.event.goldstein or 0.0) for t in self.tellings)


def origins_of(tellings: Iterable[Telling]) -> dict[str, Source | None]:
    """The independent origins of these tellings, each with the source first seen for it."""
    made: dict[str, Source | None] = {}
    for telling in tellings:
        made.setdefault(telling.origin, telling.says)
    return made


def happenings(readings: Sequence[ArticleReading]) -> list[Happening]:
    """The happenings that these reports tell of, in the order of their days; without events of type OTHER, which nothing holds together."""
    tellings = [telling for reading in readings for telling in _tellings(reading)]
    # the surest days first, so that a vague telling joins a precise one and not the other way round
    tellings.sort(key=lambda t: (not t.dated, t.days[1] - t.days[0], t.days, t.index.reading.article.id, t.event.id))
    groups: list[list[Telling]] = []
    shared: list[Days] = []
    for telling in tellings:
        n = next((n for n, group in enumerate(groups) if _belongs(telling, group, shared[n])), None)
        if n is None:
            groups.append([telling])
            shared.append(telling.days)
        else:
            groups[n].append(telling)
            shared[n] = max(shared[n][0], telling.days[0]), min(shared[n][1], telling.days[1])
    made = [Happening(tellings=tuple(group), days=days) for group, days in zip(groups, shared, strict=True)]
    return sorted(made, key=lambda h: (h.days, h.best.event.type, h.best.index.reading.article.id))


def _belongs(telling: Telling, group: Sequence[Telling], days: Days) -> bool:
    first = group[0]
    return (
        telling.event.type == first.event.type
        and overlap(telling.days, days)
        and telling.ahead == first.ahead
        and not _differ(telling, first)
        and any(_agree(telling, other) for other in group)
    )


def _agree(one: Telling, other: Telling) -> bool:
    """Whether they name a common source or target.

    Where one denies what the other tells, both must agree, save that the accused may deny a deed without naming its victim.
    """
    sources, targets = one.sources & other.sources, one.targets & other.targets
    if one.denies == other.denies:
        return bool(sources or targets)
    denial = one if one.denies else other
    answers = denial.index.claims[denial.event.claim].stance == "denies" and not denial.targets
    return denial.event.type in _DEEDS and bool(sources and (targets or answers))


def _differ(one: Telling, other: Telling) -> bool:
    """Whether they name other sources or other targets; of a meeting, also whether each has somebody whom the other has not."""
    if one.mutual and other.mutual:
        some, others = _known(one.sources), _known(other.sources)
        return not (some <= others or others <= some)
    return _at_odds(one.sources, other.sources) or _at_odds(one.targets, other.targets)


def _at_odds(some: frozenset[str], others: frozenset[str]) -> bool:
    """Whether both name states or known groups, and no common one."""
    known, other = _known(some), _known(others)
    return bool(known and other and not known & other)


def _known(keys: frozenset[str]) -> frozenset[str]:
    """The states and known groups among the parties, which go by codes."""
    return frozenset(key for key in keys if key.isupper() and key not in SECTORS)


def _tellings(reading: ArticleReading) -> Iterable[Telling]:
    published = reading.article.published
    if published is None:
        return
    index = Index.of(reading)
    for event in reading.events:
        if event.type == OTHER:
            continue
        claim = index.claims[event.claim]
        source = origin(claim)
        yield Telling(
            index=index,
            event=event,
            published=published,
            days=_days(event, published),
            dated=is_dated(event),
            sources=frozenset(_party(index.actors[a]) for a in event.sources),
            targets=frozenset(_party(index.actors[a]) for a in event.targets),
            origin=_origin(source, index),
            says=source,
            own_voice=is_own_voice(claim),
        )


def _days(event: Event, published: date) -> Days:
    """An open side reaches to the report, or, of what is ahead, to a month after it."""
    back = _DENIED if event.status == "denied" else _NEWS
    first, last = (published, published + _SOON) if event.status in AHEAD else (published - back, published)
    if not is_dated(event):
        return first, last
    earliest, latest = event.when.earliest or event.when.latest or first, event.when.latest or last
    return earliest, max(earliest, latest)


def _party(actor: Actor) -> str:
    """The state for which an actor acts, else its own code, else its name; "GOV" would be the code of any government."""
    if actor.country and actor.sector in _STATE:
        return actor.country
    return actor.code if actor.code and actor.code not in _STATE else actor.name.casefold()


def _origin(source: Source | None, index: Index) -> str:
    article = index.reading.article
    if source is None:
        return f"outlet {article.outlet or article.id}".casefold()
    actor = index.actors.get(source.actor) if source.actor else None
    if actor and actor.country and source.kind in _OFFICIAL:
        return f"party {_party(actor)}"
    return f"name {source.name.casefold().removeprefix('the ')}"
