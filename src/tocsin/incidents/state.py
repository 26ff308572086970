"""What the fold keeps of the articles so far, and what it says of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from tocsin.incidents.judged import Judged
from tocsin.incidents.pairs import Vector
from tocsin.incidents.profiles import Profile
from tocsin.records import Evidence

UNJUDGED = Judged(must=frozenset(), cannot=frozenset(), grades={})


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """An event that leads its article, or one whose key is known (see `deeds.key_of`); `known` orders events in time."""

    id: str
    article: str
    key: str | None
    place: str | None
    known: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What is kept of an article.

    general: its words by their rarity in general (see `pairs.general`).
    lead:    the event that it reports as its news, None where it reports no single happening.
    deeds:   its events whose key is known, in the order of the text.
    """

    profile: Profile
    general: Vector
    known: datetime
    lead: Deed | None
    deeds: tuple[Deed, ...]

    @property
    def all_deeds(self) -> tuple[Deed, ...]:
        """The deeds, with the lead first."""
        return ((self.lead,) if self.lead else ()) + tuple(d for d in self.deeds if self.lead is None or d.id != self.lead.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The events that tell of one happening, from which an incident is made.

    id:       of the earliest event (by the moment when it was known, then id); events: in that order; articles: likewise.
    leads:    the articles that report it as their news; the others mention it.
    story:    id of the running affair, None where it stands alone.
    score:    probability, 0 to 1, that all of them tell of one happening; evidence: its parts, averaged over pairs of articles.
    """

    id: str
    events: tuple[str, ...]
    articles: tuple[str, ...]
    leads: tuple[str, ...]
    story: str | None
    score: float
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where an article stands: the incidents that it tells of, the one that it reports as its news first, where `leads`; and its affair."""

    article: str
    incidents: tuple[str, ...]
    leads: bool
    story: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What is new or other than before: groups, articles' places; and the ids of incidents that are no more."""

    groups: tuple[Group, ...]
    places: tuple[Place, ...]
    retired: tuple[str, ...]


Owned = tuple[str | None, tuple[Deed, ...]]
"""Events that go together, and the first article of the cluster for whose incident they stand; None where they stand for their own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """All that the next fold builds on; empty at first, never changed in place.

    kept:       article -> what is kept of it.
    posted:     (word, day) -> the articles found by it, with the word's weight.
    neighbours: article -> neighbour -> cosine of their words.
    counts:     article -> word -> in how many of the neighbours known by then the word stands; "" -> how many these are.
    odds:       article -> another -> log odds of one happening, where above the floor.
    cluster:    article -> the articles that report its happening, itself included, in order of ids.
    keyed:      key -> the events that go by it; owned: key -> these, parted.
    groups:     incident -> what it is made of; told_in: event -> incident; places: article -> where it stands.
    story:      dated article -> the earliest article of its affair; members: that -> the articles of the affair.
    days:       day -> its articles.
    copies:     article -> the one whose text it repeats; judged: the judgements in force.
    """

    kept: Mapping[str, Kept] = field(default_factory=dict)
    posted: Mapping[tuple[str, int | None], tuple[tuple[str, float], ...]] = field(default_factory=dict)
    neighbours: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    counts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    odds: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    cluster: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    keyed: Mapping[str, tuple[Deed, ...]] = field(default_factory=dict)
    owned: Mapping[str, tuple[Owned, ...]] = field(default_factory=dict)
    groups: Mapping[str, Group] = field(default_factory=dict)
    told_in: Mapping[str, str] = field(default_factory=dict)
    places: Mapping[str, Place] = field(default_factory=dict)
    story: Mapping[str, str] = field(default_factory=dict)
    members: Mapping[str, int] = field(default_factory=dict)
    days: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    copies: Mapping[str, str] = field(default_factory=dict)
    judged: Judged = UNJUDGED
