"""Keeps the incidents of a lake up with its articles, and tells what they were as of the past."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

import pyarrow as pa

from tocsin.lake import Lake, Overtaken
from tocsin.lake.schema import to_arrow
from tocsin.pipeline.filing import Filing
from tocsin.pipeline.picture import Change, Picture
from tocsin.records import FiledArticle, FiledEvent, Incident, Judgement, Placement

EVER = datetime(9999, 12, 31, tzinfo=UTC)
"""As of when a picture is taken that is kept up: whatever is filed is known."""

_TRIES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Folded:
    """How many incidents and placements were written, how many incidents are no more, and up to which sequence of the lake."""

    incidents: int
    placements: int
    retired: int
    sequence: int


class LakeTables:
    """Rows of a lake by their ids."""

    def __init__(self, lake: Lake) -> None:
        self._lake = lake

    def articles(self, ids: Iterable[str]) -> Mapping[str, FiledArticle]:
        """The articles of these ids, by id."""
        return {article.id: article for article in self._lake.read(FiledArticle, ids=ids)}

    def events(self, ids: Iterable[str]) -> Mapping[str, FiledEvent]:
        """The events of these ids, by id."""
        return {event.id: event for event in self._lake.read(FiledEvent, ids=ids)}


class Folding:
    """Folds what is filed into incidents and placements.

    Keep it as long as the lake is written to: the first fold reads all that there is, later ones only what came since.
    """

    def __init__(self, lake: Lake, *, progress: Callable[[int], None] = lambda _: None) -> None:
        self._lake, self._progress = lake, progress
        self._reached = self._published = 0
        self._forget()

    def catch_up(self) -> Folded:
        """Fold all that is filed and not folded. Two processes that do so at once come to the same; the one that is late begins again."""
        for _ in range(_TRIES):
            base = self._lake.folded()
            if base == self._lake.filed():
                break
            try:
                return self._fold(base)
            except Overtaken:
                self._forget()
        return Folded(incidents=0, placements=0, retired=0, sequence=self._lake.folded())

    def _fold(self, base: int) -> Folded:
        since = self._lake.since(self._reached)
        if since.reread or base != self._published:
            self._forget()
            since = self._lake.since(0)
        cold = self._reached == 0
        change = self._picture.add(
            filings(self._lake, after=self._reached, upto=since.sequence), self._judgements(), progress=self._progress
        )
        if cold:
            change = _against(change, self._lake)
        self._lake.publish(
            {Incident: change.incidents, Placement: change.placements},
            retired={Incident: change.retired},
            base=base,
            folded=since.sequence,
        )
        self._reached = self._published = since.sequence
        return Folded(
            incidents=len(change.incidents), placements=len(change.placements), retired=len(change.retired), sequence=since.sequence
        )

    def _judgements(self) -> list[Judgement]:
        return list(self._lake.read(Judgement))

    def _forget(self) -> None:
        self._picture = Picture(LakeTables(self._lake), as_of=EVER)
        self._reached, self._published = 0, self._lake.folded()


def filings(lake: Lake, *, after: int | None = None, upto: int | None = None, as_of: datetime | None = None) -> list[Filing]:
    """The articles filed after a sequence and up to another, known by `as_of`, each with its events.

    Claims are left where they are: what an event needs of its claim stands in the event, and an article's news was filed as one.
    """
    events: dict[str, list[FiledEvent]] = defaultdict(list)
    for event in lake.read(FiledEvent, after=after, upto=upto, as_of=as_of):
        if event.article is not None:
            events[event.article].append(event)
    articles = lake.read(FiledArticle, after=after, upto=upto, as_of=as_of)
    return [Filing(article=article, events=tuple(events.pop(article.id, ()))) for article in articles]


def picture_as_of(lake: Lake, as_of: datetime) -> Picture:
    """What could have been known by then, with today's reader and today's tables of actors."""
    picture = Picture(LakeTables(lake), as_of=as_of)
    picture.add(filings(lake, upto=lake.filed(), as_of=as_of), lake.read(Judgement, as_of=as_of))
    return picture


class Past:
    """Incidents and placements of a lake as of the past, each moment computed once."""

    def __init__(self, lake: Lake) -> None:
        self._lake = lake
        self._pictures: dict[datetime, Picture] = {}

    def __call__(self, table: str, as_of: datetime) -> pa.Table | None:
        """The table as of then; the lake asks for it where a query names it."""
        picture = self.at(as_of)
        if table == "incidents":
            return to_arrow(tuple(picture.incidents.values()), Incident).table
        return to_arrow(tuple(picture.placements.values()), Placement).table

    def at(self, as_of: datetime) -> Picture:
        """The picture as of then."""
        if as_of not in self._pictures:
            self._pictures[as_of] = picture_as_of(self._lake, as_of)
        return self._pictures[as_of]


def _against(change: Change, lake: Lake) -> Change:
    """The first fold of a process makes everything; what the lake has already is left out of it, and what it has besides is retired."""
    incidents = {row.id: row for row in lake.read(Incident)}
    placements = {row.id: row for row in lake.read(Placement)}
    made = {row.id for row in change.incidents}
    return Change(
        incidents=tuple(row for row in change.incidents if incidents.get(row.id) != row),
        placements=tuple(row for row in change.placements if placements.get(row.id) != row),
        retired=tuple(sorted(incidents.keys() - made)),
    )
