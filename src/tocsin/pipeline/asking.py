"""What is asked of a lake that takes more than its tables: incidents and placements as of the past are computed for the question."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pyarrow as pa

from tocsin.errors import DataError
from tocsin.lake import Lake
from tocsin.pipeline.folding import Past
from tocsin.records import FiledArticle, Incident, Placement


def asked(
    lake: Lake, query: str, *, as_of: datetime | None = None, parameters: Sequence[Any] | Mapping[str, Any] | None = None
) -> pa.Table:
    """The answer to a SELECT over the lake's tables, as of any moment; BadQuery where it cannot be answered."""
    return lake.sql(query, as_of=as_of, parameters=parameters, past=Past(lake))


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """An article, its place among the others (None where it was not compared yet), and the one whose text it repeats (None for none)."""

    article: FiledArticle
    placement: Placement | None
    copied: FiledArticle | None


def placed(lake: Lake, *, as_of: datetime | None = None) -> Iterator[Placed]:
    """Each article with its place among the others, in the order in which they became known."""
    placements = Past(lake).at(as_of).placements if as_of else {row.id: row for row in lake.read(Placement)}
    articles = {article.id: article for article in lake.read(FiledArticle, as_of=as_of)}
    for article in sorted(articles.values(), key=lambda article: (article.known_at, article.id)):
        placement = placements.get(article.id)
        copied = articles.get(placement.copy_of) if placement and placement.copy_of else None
        yield Placed(article=article, placement=placement, copied=copied)


def incidents(lake: Lake, *, as_of: datetime | None = None) -> list[Incident]:
    """The incidents, the first known first."""
    found = Past(lake).at(as_of).incidents.values() if as_of else lake.read(Incident)
    return sorted(found, key=lambda made: (made.known_at, made.id))


def incident_named(lake: Lake, wanted: str, *, as_of: datetime | None = None) -> Incident:
    """The incident whose id begins so; else the one that holds an event whose id begins so: an id that a merge retired is such a one.

    Raises DataError where there is none, or more than one.
    """
    found = incidents(lake, as_of=as_of)
    named = [made for made in found if made.id.startswith(wanted)]
    named = named or [made for made in found if any(event.startswith(wanted) for event in made.events)]
    if len(named) != 1 or not wanted:
        raise DataError(
            f"{len(named)} incidents have an id that begins with {wanted!r}", do="give more of the id; `tocsin incidents` lists them"
        )
    return named[0]


def event_named(lake: Lake, wanted: str) -> str:
    """The id of the event that begins so. Raises DataError where there is none, or more than one."""
    found = lake.sql("SELECT id FROM events WHERE starts_with(id, $wanted) LIMIT 2", parameters={"wanted": wanted}).column("id").to_pylist()
    if len(found) != 1 or not wanted:
        raise DataError(f"{'several' if found else 'no'} events have an id that begins with {wanted!r}", do="give the whole id")
    return str(found[0])
