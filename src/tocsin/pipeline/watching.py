"""Runs as a service: polls feeds, takes in what is new, folds it into incidents seconds after it was published, until told to stop."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from queue import Empty, SimpleQueue
from threading import Event, Thread

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
        self, poller: Poller, store: SourceStore, ingest: Ingest, folding: Folding, *, sieve: Sieve, clock: Callable[[], datetime]
    ) -> None:
        self._poller, self._store, self._ingest, self._folding = poller, store, ingest, folding
        self._sieve, self._clock = sieve, clock

    def run(self, stop: Event) -> Iterator[Tick]:
        """A tick each time that something answered, until `stop` is set."""
        answers: SimpleQueue[Polled | BaseException] = SimpleQueue()
        polling = Thread(target=self._poll, args=(stop, answers), daemon=True)
        polling.start()
        while not stop.is_set() or not answers.empty():
            if some := _gathered(answers):
                yield self._take(some)

    def _poll(self, stop: Event, answers: SimpleQueue[Polled | BaseException]) -> None:
        """Ask whatever is due; its own view of the sources runs ahead of the store, which waits for the lake."""
        sources = {source.id: source for source in self._store.all()}
        try:
            while not stop.is_set():
                for polled in self._poller.poll(due(sources.values(), self._clock())):
                    sources[polled.health.id] = polled.health
                    answers.put(polled)
                stop.wait(self._rest(list(sources.values())))
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
        healths = tuple(polled.after(new[polled.health.id], self._clock()) for polled in some)
        self._store.put(healths)
        return Tick(polled=healths, new=new.total(), folded=self._fold())

    def _fold(self) -> Folded | None:
        try:
            return self._folding.catch_up()
        except Held:
            return None


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
