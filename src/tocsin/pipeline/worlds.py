"""What could be known as of a moment, as a watch needs it: incidents, the sentences that tell them, claims, how much was read.

Two ways lead to it. `present` takes the incidents that a lake keeps up; `Replay` goes through the past from day to day, taking in at each
step what became known since, so that a replay of many days costs little more than one of the last.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from tocsin.incidents.judged import in_force
from tocsin.indicators import Heard
from tocsin.lake import Lake
from tocsin.lake.schema import from_arrow
from tocsin.patterns import says
from tocsin.pipeline.feeding import store_of
from tocsin.pipeline.filing import Filing
from tocsin.pipeline.folding import EVER, filings
from tocsin.pipeline.picture import Picture, Rows
from tocsin.records import (
    FiledArticle,
    FiledClaim,
    FiledEvent,
    Incident,
    Judgement,
    Pattern,
    WatchDefinition,
)

Outlet = tuple[str | None, str | None]
"""Name and URL."""

_CLAIM_KINDS = frozenset({"claims", "silence"})


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """What could be known by `as_of`.

    incidents: by id. sentences: incident -> those that tell it. heard: when each article became known, and of which outlet.
    claims:    those that a watch counts. judgements: those in force.
    outlets:   article -> its outlet and URL.
    silent:    names of sources that are overdue or fail; sources: how many there are. Both only of a lake that polls, and only today.
    """

    as_of: datetime
    incidents: Mapping[str, Incident]
    sentences: Mapping[str, Sequence[str]]
    heard: Sequence[Heard]
    claims: Sequence[FiledClaim]
    judgements: tuple[Judgement, ...]
    outlets: Mapping[str, Outlet]
    silent: tuple[str, ...] = ()
    sources: int = 0


def present(lake: Lake, watch: WatchDefinition, *, now: datetime) -> World:
    """What a lake holds today."""
    incidents = {made.id: made for made in lake.read(Incident)}
    sentence: dict[str, str] = {event: words for event, words in _columns(lake, FiledEvent, "id", "sentence") if words}
    articles = list(_columns(lake, FiledArticle, "id", "known_at", "outlet", "url"))
    silent, sources = _silent(lake, now)
    return World(
        as_of=now,
        incidents=incidents,
        sentences={made.id: _told(made, sentence) for made in incidents.values()},
        heard=tuple(Heard(known_at, outlet) for _, known_at, outlet, _ in articles),
        claims=_claims(lake, watch, now),
        judgements=in_force(lake.read(Judgement), as_of=now),
        outlets={each: (outlet, url) for each, _, outlet, url in articles},
        silent=silent,
        sources=sources,
    )


@dataclass(slots=True)
class Replay:
    """The past of some filings, gone through in order. `claims` are those that the watch counts."""

    filings: Sequence[Filing]
    claims: Sequence[FiledClaim]
    judgements: Sequence[Judgement] = ()
    _picture: Picture = field(init=False)
    _sentence: dict[str, str] = field(init=False, default_factory=dict)
    _reached: datetime | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        self.filings = sorted(self.filings, key=lambda filing: (filing.article.known_at, filing.article.id))
        self.claims = sorted(self.claims, key=lambda claim: (claim.known_at, claim.id))
        self._picture = Picture(Rows(self.filings), as_of=EVER)

    def at(self, as_of: datetime) -> World:
        """What could be known by then. Moments are asked in order: ValueError for one before the last."""
        if self._reached is not None and as_of < self._reached:
            raise ValueError(f"{as_of} lies before {self._reached}, which was asked already")
        new = [filing for filing in self.filings if _is_between(self._reached, filing.article.known_at, as_of)]
        known = tuple(made for made in self.judgements if made.known_at <= as_of)
        if new or any(_is_between(self._reached, made.known_at, as_of) for made in self.judgements):
            self._picture.add(new, known)
        self._sentence |= {event.id: event.sentence for filing in new for event in filing.events if event.sentence}
        self._reached = as_of
        incidents = dict(self._picture.incidents)
        articles = [filing.article for filing in self.filings if filing.article.known_at <= as_of]
        return World(
            as_of=as_of,
            incidents=incidents,
            sentences={made.id: _told(made, self._sentence) for made in incidents.values()},
            heard=tuple(Heard(article.known_at, article.outlet) for article in articles),
            claims=tuple(claim for claim in self.claims if claim.known_at <= as_of),
            judgements=in_force(known, as_of=as_of),
            outlets={article.id: (article.outlet, article.url) for article in articles},
        )


def replay_of(lake: Lake, watch: WatchDefinition, *, until: datetime) -> Replay:
    """The past of a lake up to a moment."""
    return Replay(filings(lake, as_of=until), _claims(lake, watch, until), tuple(lake.read(Judgement, as_of=until)))


def counted(watch: WatchDefinition, claims: Iterable[FiledClaim]) -> tuple[FiledClaim, ...]:
    """The claims that one of the watch's indicators counts."""
    patterns = _claim_patterns(watch)
    return tuple(claim for claim in claims if any(says(pattern, claim) for pattern in patterns))


def _is_between(after: datetime | None, moment: datetime, upto: datetime) -> bool:
    return moment <= upto and (after is None or moment > after)


def _told(made: Incident, sentence: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(sentence[event] for event in made.events if event in sentence))


def _claim_patterns(watch: WatchDefinition) -> tuple[Pattern, ...]:
    return tuple(one.pattern for one in watch.indicators if one.kind in _CLAIM_KINDS and one.pattern is not None)


def _claims(lake: Lake, watch: WatchDefinition, as_of: datetime) -> tuple[FiledClaim, ...]:
    patterns = _claim_patterns(watch)
    if not patterns:
        return ()
    stances = sorted({stance for pattern in patterns for stance in pattern.stances})
    anyhow = any(not pattern.stances for pattern in patterns)
    query = "SELECT * FROM claims" if anyhow else "SELECT * FROM claims WHERE list_contains($stances, stance)"
    rows = lake.sql(query, as_of=as_of, parameters=None if anyhow else {"stances": stances})
    return counted(watch, from_arrow(rows, FiledClaim))


def _silent(lake: Lake, now: datetime) -> tuple[tuple[str, ...], int]:
    """The sources that do not do as they should, by what people call them; how many sources there are."""
    sources = [source for source in store_of(lake).all() if source.kind == "feed"]
    return tuple(source.title or source.id for source in sources if source.state(now) not in ("ok", "never")), len(sources)


def _columns(lake: Lake, record: type, *names: str) -> Iterator[tuple[Any, ...]]:
    for rows in lake.scan(record, columns=names):
        yield from zip(*(rows.column(name).to_pylist() for name in names), strict=True)
