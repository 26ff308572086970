"""Feeds and lists of feeds as sources of an ingest: registered with their health, asked once, or watched from then on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from tocsin.collect.feeds import feed
from tocsin.collect.fetch import Fetched
from tocsin.collect.opml import opml
from tocsin.collect.polling import Given, Polled, Poller
from tocsin.lake import Lake
from tocsin.lake.sources import SourceStore
from tocsin.records import Item, Refused, SourceHealth

CACHE = Path.home() / ".cache" / "tocsin" / "sources"

Thing = Item | Refused


def store_of(lake: Lake) -> SourceStore:
    """Where the health of a lake's sources is kept: in its folder, or in a cache folder for a lake in an object store."""
    return SourceStore(lake.folder if lake.folder is not None else CACHE / lake.id)


def parsed(answer: Fetched, source: SourceHealth, now: datetime) -> Given:
    """What an answer holds; raises InputError for what is no feed."""
    made = feed(answer.body, url=answer.url, charset=answer.charset, seen_at=now, source=source.id)
    return Given(things=made.entries, title=made.title, language=made.language, ttl_seconds=made.ttl_seconds)


class Feeding:
    """What reads feeds and lists of them for `collect.gathered`, and keeps the health of those that have an address.

    interval_seconds: how often a feed that is registered here is polled, at most.
    asking:           whether the feeds of a list are asked at once; a watch does that itself, when they are due.
    """

    def __init__(self, store: SourceStore, poller: Poller, *, interval_seconds: float, asking: bool = True) -> None:
        self._store, self._poller, self._interval, self._asking = store, poller, interval_seconds, asking
        self._polled: list[Polled] = []

    def feed(self, data: bytes, url: str | None, charset: str | None) -> Iterable[Thing]:
        """The entries of a feed; it is registered where it has an address. Raises InputError for what is no feed."""
        answer = Fetched(body=data, url=url or "", charset=charset, media_type=None)
        source = self.register(url) if url else SourceHealth(id="-", kind="feed")
        given = parsed(answer, source, self._poller.now())
        if url:
            self._polled.append(self._poller.took(source, answer, given))
        return given.things

    def opml(self, data: bytes, url: str | None, charset: str | None) -> Iterator[Thing]:
        """The entries of all feeds of a list, each of which is registered. Raises InputError for what is no list."""
        sources = [
            self.register(outline.url, title=outline.title, language=outline.language) for outline in opml(data, url=url, charset=charset)
        ]
        for polled in self._poller.poll(sources if self._asking else ()):
            self._polled.append(polled)
            yield from polled.things

    def register(self, url: str, *, title: str | None = None, language: str | None = None) -> SourceHealth:
        """A feed to be polled from now on; one that is known keeps its health, and takes the interval."""
        known = self._store.get(url) or SourceHealth(id=url, kind="feed", title=title, language=language)
        source = replace(known, kind="feed", interval_seconds=self._interval)  # while it did not answer it was taken for a file
        self._store.put([source])
        return source

    def keep(self, new: Mapping[str, int], *, whole: bool) -> None:
        """Keep the health of what was asked, now that its items are committed; `new`: how many of them were new, by source.

        whole: whether all of them are; where not, it is as if none had been asked, so that the next time all are given again.
        """
        if whole:
            self._store.put(polled.after(new.get(polled.health.id, 0), self._poller.now()) for polled in self._polled)
        self._polled = []


def file_health(source: str, before: SourceHealth | None, *, items: int, new: int, error: str | None, now: datetime) -> SourceHealth:
    """The health of a file, folder or page after it was taken in: `items` in it, `new` of them; the error that stopped it, if any.

    Also that of a feed which could not be had.
    """
    known = before or SourceHealth(id=source, kind="file")
    return replace(
        known,
        tried_at=now,
        succeeded_at=known.succeeded_at if error else now,
        new_at=now if new else known.new_at,
        errors=known.errors + 1 if error else 0,
        error=error,
        given=known.given if error else items,
        items=known.items + new,
    )
