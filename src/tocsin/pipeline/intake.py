"""Whatever a person names as sources, taken into a lake: once, or watched from then on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from threading import Event

from tocsin.collect.columns import ColumnMap
from tocsin.collect.filters import Filter, Sieve
from tocsin.collect.gather import Thing, gathered, is_url
from tocsin.collect.mapping import EventMapping
from tocsin.collect.polling import Poller
from tocsin.collect.streams import Meter
from tocsin.config import Config
from tocsin.errors import InputError, TocsinError
from tocsin.lake import Lake
from tocsin.pipeline.engines import HERE, engine
from tocsin.pipeline.feeding import Feeding, file_health, parsed, store_of
from tocsin.pipeline.folding import Folded, Folding
from tocsin.pipeline.ingest import Ingest, Pace, Reading, Tally, made_by
from tocsin.pipeline.watching import Tick, Watch
from tocsin.records import Refused

_WATCHED = Pace(most_seconds=5.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How sources are taken in.

    filter:  what of them; columns: of tables of articles; mapping: of tables of events.
    every_seconds: how often a feed is polled, at most. allow_private: fetch from private addresses too.
    engine, processes: what reads (see `engines`).
    """

    filter: Filter = field(default_factory=Filter)
    columns: ColumnMap | None = None
    mapping: EventMapping | None = None
    every_seconds: float = 900.0
    allow_private: bool = False
    engine: str = HERE
    processes: int = 1


class Intake:
    """Takes sources into one lake. `tally`, `left_out` and `meter` tell how far it is."""

    def __init__(self, lake: Lake, manner: Manner, *, config: Config | None = None, clock: Callable[[], datetime] | None = None) -> None:
        self.meter, self.tally = Meter(), Tally()
        self._lake, self._manner, self._config = lake, manner, config or Config().for_bulk()
        self._clock = clock or (lambda: datetime.now(UTC))
        self._store = store_of(lake)
        self._poller = Poller(parsed, allow_private=manner.allow_private, clock=self._clock)
        self._sieve = Sieve(manner.filter)

    @property
    def left_out(self) -> Counter[str]:
        """How many things each rule of the filter has left out."""
        return Counter(self._sieve.left_out)

    def take(self, sources: Sequence[str]) -> Iterator[Tally]:
        """Take all of them in, one after the other; the tally after each article read.

        A source that cannot be opened is told of in its health and by the error raised in the end; the others are taken in.
        """
        feeding = Feeding(self._store, self._poller, interval_seconds=self._manner.every_seconds)
        errors = []
        with engine(self._manner.engine, self._config, self._clock().date(), processes=self._manner.processes) as reading:
            for source in sources:
                try:
                    yield from self._take(source, feeding, reading)
                except TocsinError as error:
                    errors.append(error)
        if errors:
            raise errors[0]

    def fold(self, progress: Callable[[int], None] = lambda _: None) -> Folded:
        """Bring incidents and placements up to what is filed."""
        return Folding(self._lake, progress=progress).catch_up()

    def watch(self, sources: Sequence[str], stop: Event) -> Iterator[Tick]:
        """Register these feeds and lists of feeds, and poll all that are registered, until `stop` is set.

        Raises InputError for a file that is no list of feeds: it would not be taken in.
        """
        feeding = Feeding(self._store, self._poller, interval_seconds=self._manner.every_seconds, asking=False)
        for source in sources:
            if is_url(source):
                feeding.register(source)
            else:
                for thing in self._gathered(source, feeding):  # a list of feeds yields nothing here: it is the watch that asks them
                    raise _no_list(source, thing)
        with engine(self._manner.engine, self._config, self._clock().date(), processes=1) as reading:
            ingest = self._ingest(reading, _WATCHED)
            watch = Watch(
                self._poller, self._store, ingest, Folding(self._lake), sieve=self._sieve, upkeep=self._lake.optimize, clock=self._clock
            )
            yield from watch.run(stop)

    def _take(self, source: str, feeding: Feeding, reading: Reading) -> Iterator[Tally]:
        if not _is_text(source):
            raise InputError(f"the name of the source {source!r:.200} is not UTF-8", do="rename it, or name the folder that it lies in")
        ingest = self._ingest(reading, Pace())
        given, error = 0, None
        seen, seen_events = Counter(self.tally.by_source), self.tally.events

        def counted() -> Iterator[Thing]:
            nonlocal given
            for thing in self._gathered(source, feeding):
                given += not isinstance(thing, Refused)
                yield thing

        try:
            yield from ingest.run(self._sieve(counted()))
        except TocsinError as failed:
            error = failed
        new = self.tally.by_source - seen
        feeding.keep(new, whole=error is None)
        before = self._store.get(source)
        if error or before is None or before.kind == "file":
            many = new.total() + self.tally.events - seen_events
            made = file_health(source, before, items=given, new=many, error=str(error) if error else None, now=self._clock())
            self._store.put([made])
        if error:
            raise error

    def _gathered(self, source: str, feeding: Feeding) -> Iterator[Thing]:
        return gathered(
            source,
            columns=self._manner.columns,
            mapping=self._manner.mapping,
            seen_at=self._clock(),
            meter=self.meter,
            feeds={"feed": feeding.feed, "opml": feeding.opml},
            allow_private=self._manner.allow_private,
        )

    def _ingest(self, reading: Reading, pace: Pace) -> Ingest:
        return Ingest(self._lake, reading, made_by(self._config.digest()), tally=self.tally, pace=pace, clock=self._clock)


def _is_text(name: str) -> bool:
    """Whether UTF-8 can hold it: the name of a file may be any bytes, and a source is kept by its name."""
    return not any("\ud800" <= c <= "\udfff" for c in name)


def _no_list(source: str, thing: Thing) -> InputError:
    """Why a file cannot be watched."""
    if isinstance(thing, Refused):
        return InputError(thing.message)
    return InputError(f"{source!r:.200} is no list of feeds", allowed="addresses of feeds, and OPML files", do="take it in without --watch")
