"""What is asked of a lake that takes more than its tables: incidents and placements as of the past are computed for the question."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pyarrow as pa

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


def incidents(lake: Lake, *, as_of: datetime | None = None, ids: Sequence[str] | None = None) -> list[Incident]:
    """The incidents, the first known first; an id that a merge retired stands for the incident that holds its event now."""
    found = list(Past(lake).at(as_of).incidents.values() if as_of else lake.read(Incident))
    wanted = found if ids is None else [made for made in found if any(each == made.id or each in made.events for each in ids)]
    return sorted(wanted, key=lambda made: (made.known_at, made.id))
