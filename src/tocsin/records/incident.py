"""One happening in the world: the events of many articles that tell of it, who stands behind them, who disputes it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from tocsin.records.claim import SourceKind
from tocsin.records.event import Evidence, Status
from tocsin.records.filed import Party

Reliability = Literal["A", "B", "C", "D", "E", "F"]
Credibility = Literal[1, 2, 3, 4, 5, 6]
Side = Literal["affirms", "denies"]
Decision = Literal["merge", "split", "grade", "retract", "rate", "review"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """One independent origin: all tellings that go back to the same government, group, person or outlet, wire copies and publisher families
    taken together.

    key:         equal for tellings that are not independent of each other.
    name:        as people would call it.
    side:        whether it affirms or denies the incident.
    articles:    ids of the articles through which it speaks, copies included, in order of `known_at`.
    events:      ids of its events.
    first_known: when it first said so.
    reliability: Admiralty grade of the source, A to E, F where its record is too short to judge.
    """

    key: str
    name: str
    kind: SourceKind
    named: bool
    side: Side
    articles: tuple[str, ...]
    events: tuple[str, ...]
    first_known: datetime
    reliability: Reliability


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusChange:
    """From `known_at` on, this is what is known of the incident: its status, and the event that moved it.

    status:  as `Event.status`, or "disputed" where one origin affirms what another denies, "retracted" where the outlet took it back.
    """

    known_at: datetime
    status: Status | Literal["disputed", "retracted"]
    event: str
    article: str | None
    origin: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many, of one unit, over all tellings: the least and the most that any origin says, and how many origins say a number."""

    unit: str
    least: float
    most: float
    origins: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """One happening.

    id:         that of its earliest event (by `known_at`, then id): an id that it had before is that of another of its events.
    title:      in the words of the report that says most.
    type, mode, cameo: of the telling that says most; "OTHER" where no code fits.
    status:     the last of `history`.
    earliest, latest: the days on which most tellings agree, None where no telling says.
    place ..:   of the telling that places it most precisely.
    events:     ids of all events that tell of it; articles: of all articles, the first known first; both include denials.
    origins:    the independent ones, those who affirm before those who deny, earliest first.
    affirmed:   how many independent origins affirm it; denied: how many deny it.
    reliability, credibility: Admiralty grades: of the best origin that affirms it; of the information, 1 to 6.
    tallies:    how many were killed, arrested, deployed ...
    story:      id of the running affair.
    follows:    id of the incident that this one carries out, continues or answers, None where there is none.
    score:      probability, 0 to 1, that all events here tell of one happening, `evidence` its parts; 1 for a single event.
    known_at:   when its first event could be known; updated_at: when its last.
    """

    id: str
    title: str
    type: str
    mode: str | None
    cameo: str | None
    goldstein: float | None
    sources: tuple[Party, ...]
    targets: tuple[Party, ...]
    proxies: tuple[Party, ...]
    source: str | None
    target: str | None
    status: Status | Literal["disputed", "retracted"]
    history: tuple[StatusChange, ...]
    earliest: date | None
    latest: date | None
    place: str | None
    place_country: str | None
    lat: float | None
    lon: float | None
    radius_km: float | None
    events: tuple[str, ...]
    articles: tuple[str, ...]
    origins: tuple[Origin, ...]
    affirmed: int
    denied: int
    reliability: Reliability
    credibility: Credibility
    tallies: tuple[Tally, ...]
    story: str | None
    follows: str | None
    score: float
    evidence: tuple[Evidence, ...]
    known_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """Where one article stands among the others.

    id:        of the article.
    incidents: ids of the incidents that it tells of, the one that it reports as its news first; empty where it reports no single happening.
    leads:     whether the first of `incidents` is its news; False where it only mentions them in passing.
    story:     id of the running affair, None where it belongs to none.
    copy_of:   id of the earlier article whose text it repeats, None where it repeats none.
    carries:   whose text it carries in the end: an agency or an outlet by name, None where its own.
    """

    id: str
    incidents: tuple[str, ...]
    leads: bool
    story: str | None
    copy_of: str | None
    carries: str | None
    known_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """A person's correction, kept beside the facts and never in their place.

    id:        `filed_id` of who, when, decision and subjects.
    decision:  "merge": the events tell of one happening; "split": the first of them tells of another than the rest; "grade": the grade of
               an incident or source; "retract": the judgement named in `subjects` is withdrawn; "rate": how the item fits the scenario;
               "review": somebody has gone through the watch.
    subjects:  ids of events (merge, split), of an incident or a source's key (grade), of a judgement (retract), of watch, scenario and
               item (rate), of a watch (review).
    value:     the grade ("B", "2") or rating ("CC"), None else.
    """

    id: str
    decision: Decision
    subjects: tuple[str, ...]
    value: str | None
    by: str
    why: str
    known_at: datetime
    recorded_at: datetime
