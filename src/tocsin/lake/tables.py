"""The tables of a lake: which record each holds, and the columns that the lake adds.

batch     of the writer that staged the row
version   derived tables alone: the manifest sequence after which the row was written; the latest of an id counts
retired   derived tables alone: whether the id was retired then
month     of `known_at`, "2019-06", UTC: the partition
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import pyarrow as pa

from tocsin.lake.schema import arrow_schema
from tocsin.records import (
    Assessment,
    FiledArticle,
    FiledClaim,
    FiledEvent,
    Forecast,
    Incident,
    IndicatorReading,
    Judgement,
    Placement,
    Refused,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reread:
    """An article that was read again: of the rows that belong to it, only those of this row's batch count from then on.

    id:       of the article.
    known_at: when it was read again.
    """

    id: str
    known_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One table.

    article: the column that names the article to which a row belongs, whose re-reading supersedes it; None where there is none.
    derived: whether its rows are versions, folded from the other tables.
    """

    name: str
    record: type
    article: str | None = None
    derived: bool = False

    @property
    def schema(self) -> pa.Schema:
        """The record's columns between those of the lake."""
        first = [pa.field("batch", pa.string(), nullable=False)]
        if self.derived:
            first += [pa.field("version", pa.int64(), nullable=False), pa.field("retired", pa.bool_(), nullable=False)]
        return pa.schema([*first, *arrow_schema(self.record), pa.field("month", pa.string(), nullable=False)])


TABLES: Mapping[str, Table] = {
    table.name: table
    for table in (
        Table(name="articles", record=FiledArticle, article="id"),
        Table(name="claims", record=FiledClaim, article="article"),
        Table(name="events", record=FiledEvent, article="article"),
        Table(name="rejects", record=Refused, article="article"),
        Table(name="judgements", record=Judgement),
        Table(name="readings", record=IndicatorReading),
        Table(name="assessments", record=Assessment),
        Table(name="forecasts", record=Forecast),
        Table(name="rereads", record=Reread),
        Table(name="incidents", record=Incident, derived=True),
        Table(name="placements", record=Placement, derived=True),
    )
}


def table_of(record_type: type) -> Table:
    """The table that holds records of this type. TypeError where none does."""
    for table in TABLES.values():
        if table.record is record_type:
            return table
    raise TypeError(f"no table holds {record_type.__name__}; those that one holds: {', '.join(t.record.__name__ for t in TABLES.values())}")
