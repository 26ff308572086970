"""Runs as a service: polls feeds, takes in what is new, folds it into incidents seconds after it was published, until told to stop."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from queue import Empty, SimpleQueue
from threading import Event, Lock, Thread

from tocsin.collect.filters import Sieve
from tocsin.collect.polling import Polled, Poller, due, next_due
from tocsin.lake import Held
from tocsin.lake.sources import SourceStore
from tocsin.pipeline.folding import Folded, Folding
from tocsin.pipeline.ingest import Ingest
from tocsin.records import SourceHealth

GATHER_SECONDS = 1.0
"""Answers that come within so long are taken in together."""

LONGEST_REST_SECONDS = 30.0
"""After so long it looks again whether a source is due."""

UPKEEP = timedelta(hours=1)
"""How often the lake's files are put together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """One round of taking in: the sources that answered, how many items were new, what was folded (None where another process folds)."""

    polled: tuple[SourceHealth, ...]
    new: int
    folded: Folded | None


class Watch:
    """Polls the sources of a store into a lake.

    A source's health, and with it the validators that spare a second sending, is kept only after its items are committed: a process that
    is killed in between asks for them again.
    """

    def __init__(
        self,
        poller: Poller,
        store: SourceStore,
        ingest: Ingest,
        folding: Folding,
        *,
        sieve: Sieve,
        upkeep: Callable[[], object],
        clock: Callable[[], datetime],
    ) -> None:
        """`upkeep` is called every `UPKEEP`: many small commits make many small files."""
        self._poller, self._store, self._ingest, self._folding = poller, store, ingest, folding
        self._sieve, self._upkeep, self._clock = sieve, upkeep, clock
        self._kept_up = clock()
        self._sources: dict[str, SourceHealth] = {}
        self._lock = Lock()

    def run(self, stop: Event) -> Iterator[Tick]:
        """A tick each time that something answered, until `stop` is set."""
        answers: SimpleQueue[Polled | BaseException] = SimpleQueue()
        polling = Thread(target=self._poll, args=(stop, answers), daemon=True)
        polling.start()
        while not stop.is_set() or not answers.empty():
            if some := _gathered(answers):
                yield self._take(some)
            if self._clock() - self._kept_up >= UPKEEP:
                self._kept_up = self._clock()
                with suppress(Held):
                    self._upkeep()

    def _poll(self, stop: Event, answers: SimpleQueue[Polled | BaseException]) -> None:
        """Ask whatever is due. When a source was asked is known here at once; the store waits until its items are in the lake."""
        try:
            self._sources = {source.id: source for source in self._store.all()}
            while not stop.is_set():
                for polled in self._poller.poll(due(self._known(), self._clock())):
                    with self._lock:
                        learned = self._sources[polled.health.id]  # of an answer that was taken in meanwhile
                        self._sources[polled.health.id] = _learned(polled.health, learned)
                    answers.put(polled)
                stop.wait(self._rest(self._known()))
        except BaseException as error:  # a bug: handed on to the thread that takes in
            answers.put(error)

    def _rest(self, sources: Sequence[SourceHealth]) -> float:
        soonest = next_due(sources)
        return min(max(0.05, (soonest - self._clock()).total_seconds()), LONGEST_REST_SECONDS) if soonest else LONGEST_REST_SECONDS

    def _take(self, some: Sequence[Polled]) -> Tick:
        seen = Counter(self._ingest.tally.by_source)
        for _ in self._ingest.run(self._sieve(thing for polled in some for thing in polled.things)):
            pass
        new = self._ingest.tally.by_source - seen
        many = new.total()
        healths = []
        with self._lock:
            for polled in some:
                source = polled.health.id
                made = replace(polled, before=self._sources[source], health=_learned(polled.health, self._sources[source]))
                healths.append(made.after(new.pop(source, 0), self._clock()))
                self._sources[source] = _learned(self._sources[source], healths[-1])
        self._store.put(healths)
        return Tick(polled=tuple(healths), new=many, folded=self._fold())

    def _known(self) -> list[SourceHealth]:
        with self._lock:
            return list(self._sources.values())

    def _fold(self) -> Folded | None:
        try:
            return self._folding.catch_up()
        except Held:
            return None


def _learned(health: SourceHealth, learned: SourceHealth) -> SourceHealth:
    """The health with what taking in has taught of the source's items."""
    return replace(health, new_at=learned.new_at, gap_seconds=learned.gap_seconds, items=learned.items)


def _gathered(answers: SimpleQueue[Polled | BaseException]) -> list[Polled]:
    """The answers that come within a moment of the first; none where none comes."""
    made: list[Polled] = []
    with suppress(Empty):
        until = time.monotonic() + GATHER_SECONDS
        while (left := until - time.monotonic()) > 0:
            answer = answers.get(timeout=left)
            if isinstance(answer, BaseException):
                raise answer
            made.append(answer)
    return made
