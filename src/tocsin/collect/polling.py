"""Polls feeds on a schedule: what is due, one host at a time, never faster than its host likes, and what was new.

A source that fails is asked again after its interval, then after twice, four times that, up to a day; one that says when to come back is
taken at its word. A feed that asks for longer pauses gets them, up to twice its interval. Every wait is spread by a tenth either way, so
that two hundred feeds do not come due at one moment; never to less than was asked for.
"""

from __future__ import annotations

import ipaddress
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from datetime import time as time_of_day
from itertools import pairwise
from queue import SimpleQueue
from random import Random
from statistics import median
from urllib.parse import urlsplit

from tocsin.collect.fetch import Fetched, Terms, fetch, is_public
from tocsin.errors import Busy, TocsinError
from tocsin.records import Item, Refused, SourceHealth

MOST_BACK_OFF_SECONDS = 86_400.0
SPREAD = 0.1
HOST_GAP_SECONDS = 1.0
"""Between two requests to one host; none to this machine or a private address, which are the poller's own."""

LONGEST_PAUSE = 2.0
"""So many times its interval a feed can ask for between two polls."""

_LAST_GAP_WEIGHS = 0.2
_WORKERS = 16

Fetch = Callable[[str, Terms], Fetched]
Thing = Item | Refused


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What one answer of a feed holds, as far as polling is concerned."""

    things: tuple[Thing, ...]
    title: str | None = None
    language: str | None = None
    ttl_seconds: float | None = None


Parse = Callable[[Fetched, SourceHealth, datetime], Given]
"""(answer, source, now) -> what it holds. Raises InputError for what is no feed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Polled:
    """One source asked: what it gave (nothing where it failed or had nothing new), and its health afterwards.

    `after(new)` gives the health to keep, once it is known how many of its items were new.
    """

    before: SourceHealth
    health: SourceHealth
    things: tuple[Thing, ...] = ()

    def after(self, new: int, now: datetime) -> SourceHealth:
        """The health with `new` items that nobody had seen before."""
        if new == 0:
            return self.health
        last, gap = self.before.new_at, self.health.gap_seconds
        if last is not None:
            apart = (now - last).total_seconds() / new
            gap = apart if gap is None else (1 - _LAST_GAP_WEIGHS) * gap + _LAST_GAP_WEIGHS * apart
        return replace(self.health, new_at=now, gap_seconds=gap, items=self.health.items + new)


class Poller:
    """Asks the sources that are due.

    fetch, clock, sleep, random: the world, replaced in tests. allow_private: as `Terms` has it.
    """

    def __init__(
        self,
        parse: Parse,
        *,
        allow_private: bool = False,
        fetch: Fetch = fetch,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        sleep: Callable[[float], None] = time.sleep,
        random: Random | None = None,
    ) -> None:
        self._parse, self._fetch, self._allow_private = parse, fetch, allow_private
        self._clock, self._sleep = clock, sleep
        self._random = random or Random()  # noqa: S311 - spreads requests, hides nothing

    def poll(self, sources: Iterable[SourceHealth]) -> Iterator[Polled]:
        """Ask each of the sources; the answers as they come, in no order. Hosts are asked at the same time, each by one thread."""
        by_host: dict[str, list[SourceHealth]] = defaultdict(list)
        for source in sources:
            by_host[_host(source.id)].append(source)
        if not by_host:
            return
        answers: SimpleQueue[Polled | BaseException] = SimpleQueue()
        with ThreadPoolExecutor(min(_WORKERS, len(by_host))) as pool:
            for host, some in by_host.items():
                pool.submit(self._ask_host, host, some, answers)
            for _ in range(sum(map(len, by_host.values()))):
                answer = answers.get()
                if isinstance(answer, BaseException):
                    pool.shutdown(wait=False, cancel_futures=True)
                    raise answer
                yield answer

    def _ask_host(self, host: str, sources: Sequence[SourceHealth], answers: SimpleQueue[Polled | BaseException]) -> None:
        rests = not (self._allow_private and _is_private(host))
        for n, source in enumerate(sources):
            if n and rests:
                self._sleep(HOST_GAP_SECONDS)
            try:
                answers.put(self.ask(source))
            except BaseException as error:  # a bug: handed on to whoever polls
                answers.put(error)

    def ask(self, source: SourceHealth) -> Polled:
        """Ask one source. What it cannot give is its health's error, never an exception."""
        now = self._clock()
        terms = Terms(allow_private=self._allow_private, etag=source.etag, last_modified=source.last_modified)
        try:
            answer = self._fetch(source.id, terms)
            if answer.unchanged:
                return Polled(before=source, health=replace(self._answered(source, now), etag=answer.etag or source.etag))
            given = self._parse(answer, source, now)
        except TocsinError as error:
            return Polled(before=source, health=self._failed(source, error, now))
        return self.took(source, answer, given)

    def took(self, source: SourceHealth, answer: Fetched, given: Given) -> Polled:
        """What an answer comes to that was had and taken apart, here or elsewhere."""
        said = replace(source, ttl_seconds=given.ttl_seconds)
        return Polled(before=source, health=self._took(self._answered(said, self._clock()), answer, given), things=given.things)

    def now(self) -> datetime:
        """The moment, by the poller's clock."""
        return self._clock()

    def _answered(self, source: SourceHealth, now: datetime) -> SourceHealth:
        interval = source.interval_seconds or 0.0
        asked_for = min(source.ttl_seconds or 0.0, LONGEST_PAUSE * interval)
        due = now + self._spread(interval, least=asked_for)
        return replace(source, tried_at=now, succeeded_at=now, errors=0, error=None, next_due=due)

    def _failed(self, source: SourceHealth, error: TocsinError, now: datetime) -> SourceHealth:
        interval = source.interval_seconds or 0.0
        wait = max(interval, min(interval * 2.0 ** min(source.errors, 30), MOST_BACK_OFF_SECONDS))
        asked_for = error.wait_seconds or 0.0 if isinstance(error, Busy) else 0.0
        due = now + self._spread(wait, least=asked_for)
        return replace(source, tried_at=now, errors=source.errors + 1, error=str(error), next_due=due)

    def _took(self, source: SourceHealth, answer: Fetched, given: Given) -> SourceHealth:
        items = [thing for thing in given.things if isinstance(thing, Item)]
        dates = [at for item in items if (at := _published(item)) is not None]
        return replace(
            source,
            title=given.title or source.title,
            language=given.language or source.language,
            newest_item=max([*dates, *([source.newest_item] if source.newest_item else [])], default=None),
            gap_seconds=_usual_gap(dates) if source.gap_seconds is None else source.gap_seconds,
            given=len(items),
            undated=sum(item.article.published is None for item in items),
            etag=answer.etag,
            last_modified=answer.last_modified,
        )

    def _spread(self, seconds: float, *, least: float) -> timedelta:
        """So long, a tenth more or less; what was asked for is never cut short, and may be a tenth more."""
        if least > seconds:
            return timedelta(seconds=least * self._random.uniform(1, 1 + SPREAD))
        return timedelta(seconds=max(least, seconds * self._random.uniform(1 - SPREAD, 1 + SPREAD)))


def _host(url: str) -> str:
    """The host and port of a URL; the URL itself where it has none that can be read."""
    try:
        return urlsplit(url).netloc.lower() or url
    except ValueError:
        return url


def _is_private(host: str) -> bool:
    """Whether a host (with its port) is this machine by its usual name, or an address that is not public."""
    try:
        name = urlsplit(f"//{host}").hostname or ""
        return name == "localhost" or not is_public(str(ipaddress.ip_address(name)))
    except ValueError:
        return False


def _published(item: Item) -> datetime | None:
    day = item.article.published
    return item.published_at or (datetime.combine(day, time_of_day.min, UTC) if day else None)


def _usual_gap(dates: Sequence[datetime]) -> float | None:
    """The median time between the items of one answer, in seconds; None for fewer than three, which tell no rhythm."""
    ordered = sorted(dates)
    gaps = [(later - earlier).total_seconds() for earlier, later in pairwise(ordered)]
    return median(gaps) if len(gaps) >= 2 else None


def due(sources: Iterable[SourceHealth], now: datetime) -> list[SourceHealth]:
    """The sources whose time has come, the longest overdue first."""
    ready = [source for source in sources if source.interval_seconds is not None and (source.next_due is None or source.next_due <= now)]
    return sorted(ready, key=lambda source: (source.next_due is not None, source.next_due, source.id))


def next_due(sources: Iterable[SourceHealth]) -> datetime | None:
    """When the first of them comes due; None where none is polled."""
    return min((source.next_due for source in sources if source.next_due is not None), default=None)
