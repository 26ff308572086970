"""Takes what sources hand over into a lake: what is new is read, filed and committed in micro-batches, each whole or not at all."""

from __future__ import annotations

import time
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from itertools import islice
from typing import Protocol

from tocsin.lake import Committed, Lake
from tocsin.lake.staging import OFF_SCHEMA
from tocsin.pipeline.filing import Filing, article_id, filed, stamped
from tocsin.records import Article, ArticleReading, FiledArticle, FiledClaim, FiledEvent, Item, MadeBy, Refused, Unreadable

Thing = Item | FiledEvent | Refused
Answer = ArticleReading | Unreadable
Clock = Callable[[], datetime]

LOOKED_UP_AT_ONCE = 256
"""How many things are looked up together in the lake, before any is read."""


class Reading(Protocol):
    """What reads: a `Reader` with its processes, or a cluster."""

    def __call__(self, articles: Iterable[Article]) -> Iterator[Answer]:
        """One answer an article, in order, with no more than a bounded number under way."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How much is committed at once.

    most_articles: a batch is committed when it holds so many; most_events: or so many rows of event tables and refusals.
    most_seconds: or when its first article has waited so long; a watch wants few seconds, a bulk load many.
    """

    most_articles: int = 512
    most_events: int = 100_000
    most_seconds: float = 60.0


@dataclass(slots=True)
class Tally:
    """What became of everything handed over, so far.

    new: articles taken in, by_source where they came from; known: already in the lake; foreign, gated: kept unread.
    events: rows of event tables taken in, events_known: already in the lake; refused: by code.
    sequence: of the last commit, None before the first.
    """

    new: int = 0
    known: int = 0
    foreign: int = 0
    gated: int = 0
    events: int = 0
    events_known: int = 0
    by_source: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    sequence: int | None = None

    @property
    def things(self) -> int:
        """How many things are accounted for."""
        return self.new + self.known + self.events + self.events_known + sum(self.refused.values())


@dataclass(slots=True)
class _Pending:
    """What waits for the next commit."""

    filings: list[Filing] = field(default_factory=list)
    events: list[FiledEvent] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    raws: dict[str, bytes] = field(default_factory=dict)
    since: float = 0.0

    def __bool__(self) -> bool:
        return bool(self.filings or self.events or self.refused)


class Ingest:
    """Taking in. `run` is a generator, so that a caller sees progress and may stop between commits without loss.

    lake:    where to; reading: what reads; made_by: written into every article.
    tally:   goes on from this one; None for a new one.
    """

    def __init__(
        self,
        lake: Lake,
        reading: Reading,
        made_by: MadeBy,
        *,
        tally: Tally | None = None,
        pace: Pace | None = None,
        clock: Clock | None = None,
    ) -> None:
        self.tally = tally if tally is not None else Tally()
        self._lake, self._reading, self._made_by = lake, reading, made_by
        self._pace = pace or Pace()
        self._clock = clock or (lambda: datetime.now(UTC))
        self._pending = _Pending()
        self._under_way: set[str] = set()  # ids of articles that are read or filed, and not yet committed

    def run(self, things: Iterable[Thing], *, cursors: Callable[[], Mapping[str, str]] = dict) -> Iterator[Tally]:
        """Take all of it in; the tally after each thing read.

        cursors: asked at each commit for how far each source was taken in; written with the commit, never before it.
        """
        waiting: deque[Item] = deque()

        def fresh() -> Iterator[Article]:
            for item in self._fresh(things):
                waiting.append(item)
                yield item.article

        for answer in self._reading(fresh()):
            self._take(waiting.popleft(), answer)
            if self._due():
                self._commit(cursors())
            yield self.tally
        self._commit(cursors())
        yield self.tally

    def _fresh(self, things: Iterable[Thing]) -> Iterator[Item]:
        """The items whose articles are not in the lake, each once; events and refusals are put aside for the commit."""
        remaining = iter(things)
        while some := list(islice(remaining, LOOKED_UP_AT_ONCE)):
            items = [(article_id(thing), thing) for thing in some if isinstance(thing, Item)]
            here = set(self._lake.present(FiledArticle, [article for article, _ in items]))
            for article, item in items:
                if article in here or article in self._under_way:
                    self.tally.known += 1
                else:
                    here.add(article)  # it may be committed, and no longer under way, before the next of these is looked at
                    self._under_way.add(article)
                    yield item
            self._put_aside(some)

    def _put_aside(self, things: Iterable[Thing]) -> None:
        for thing in things:
            if isinstance(thing, Refused):
                self._pending.refused.append(thing)
                self.tally.refused[thing.code] += 1
            elif isinstance(thing, FiledEvent):
                self._pending.events.append(thing)
        if len(self._pending.events) + len(self._pending.refused) >= self._pace.most_events:
            self._commit({})

    def _take(self, item: Item, answer: Answer) -> None:
        if not self._pending:
            self._pending.since = time.monotonic()
        stamp = stamped(item, made_by=self._made_by, recorded_at=self._clock())
        if item.raw is not None and stamp.raw_hash is not None:
            self._pending.raws[stamp.raw_hash] = item.raw
        filing = filed(item, answer, stamp)
        self._pending.filings.append(filing)
        self.tally.refused.update(refused.code for refused in filing.refused)
        self.tally.new += not filing.refused
        self.tally.by_source[item.source] += 1
        self.tally.foreign += filing.article.reading == "foreign"
        self.tally.gated += filing.article.reading == "gated"

    def _due(self) -> bool:
        pending, pace = self._pending, self._pace
        waited = time.monotonic() - pending.since
        return len(pending.filings) >= pace.most_articles or (bool(pending.filings) and waited >= pace.most_seconds)

    def _commit(self, cursors: Mapping[str, str]) -> None:
        pending, self._pending = self._pending, _Pending()
        if pending.events:
            self._count_events(len(pending.events), self._lake.commit({FiledEvent: pending.events}))
        filings = pending.filings
        if not filings and not pending.refused and not cursors:
            return
        committed = self._lake.commit(
            {
                FiledArticle: [filing.article for filing in filings],
                FiledClaim: [claim for filing in filings for claim in filing.claims],
                FiledEvent: [event for filing in filings for event in filing.events],
                Refused: [*pending.refused, *(refused for filing in filings for refused in filing.refused)],
            },
            cursors=cursors,
            raws=pending.raws,
        )
        self.tally.sequence = committed.sequence
        if committed.refused:
            self._take_back(filings)
        self._under_way.difference_update(filing.article.id for filing in filings)

    def _count_events(self, handed_in: int, committed: Committed) -> None:
        new = committed.written.get("events", 0)
        self.tally.sequence = committed.sequence
        self.tally.events += new
        self.tally.events_known += handed_in - new - committed.refused
        self.tally.refused.update({OFF_SCHEMA: committed.refused} if committed.refused else {})

    def _take_back(self, filings: Iterable[Filing]) -> None:
        """Count as refused the articles that the lake would not have: rows that break its schema."""
        read = {filing.article.id: filing for filing in filings if not filing.refused}
        for article in read.keys() - self._lake.present(FiledArticle, read):
            filing = read[article]
            self.tally.new -= 1
            self.tally.foreign -= filing.article.reading == "foreign"
            self.tally.gated -= filing.article.reading == "gated"
            self.tally.by_source[filing.article.source] -= 1
            self.tally.refused[OFF_SCHEMA] += 1


def made_by(config_digest: str) -> MadeBy:
    """What makes the records of this run."""
    return MadeBy(version=version("tocsin"), config=config_digest)
