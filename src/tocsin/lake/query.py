"""SQL over a lake, as of any day: read-only, over the tables alone, answered as Arrow.

    queries = Queries(lake)
    queries.sql("SELECT source, target, count(*) FROM events GROUP BY ALL ORDER BY 3 DESC LIMIT 10", as_of=day)

The dialect is DuckDB's. A table shows the rows that are current: those that a later reading superseded, or a merge retired, are hidden.
With `as_of` it shows what was known by then; incidents and placements as of the past are not stored, so whoever composes the stages hands
them in (`Past`). A bare date that a person gave means its end, UTC: turn it into a moment before.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Protocol

import duckdb
import pyarrow as pa

from tocsin.lake.current import literal
from tocsin.lake.query_columns import Column, about
from tocsin.lake.query_columns import columns as described
from tocsin.lake.query_text import BadQuery, nearest, tables_named
from tocsin.lake.query_views import MEMORY_LIMIT, Readable, Views
from tocsin.lake.tables import TABLES
from tocsin.records import Claim, Event, FiledEvent

Parameters = Sequence[Any] | Mapping[str, Any]

_KIN: dict[str, tuple[type, ...]] = {"events": (Event,), "claims": (Claim,), "incidents": (FiledEvent,)}  # whose words hold too
_UNKNOWN_COLUMN = re.compile(r'(?:Referenced column "(?P<bare>[^"]+)" not found|does not have a column named "(?P<of>[^"]+)")')


class Past(Protocol):
    """Computes what a derived table held at a moment of the past."""

    def __call__(self, table: str, as_of: datetime) -> pa.Table | None:
        """The table as of then, without the lake's own columns; None where nothing became known since, so that the present one answers."""
        ...


class Queries:
    """The queries of one lake; keep it as long as the lake, for it remembers what it read of the files. For several threads."""

    def __init__(self, lake: Readable) -> None:
        self._views = Views(lake)

    def sql(self, query: str, *, as_of: datetime | None = None, parameters: Parameters | None = None, past: Past | None = None) -> pa.Table:
        """The answer to a single SELECT (or DESCRIBE, SUMMARIZE). `?` or `$name` in it stand for `parameters`.

        as_of: aware; only what was known by then.
        past:  computes incidents and placements as of then; without it they can be asked for as of now alone.
        BadQuery, with the nearest names, where it cannot be answered.
        """
        if as_of is not None and as_of.tzinfo is None:
            raise ValueError("as_of is aware: it has a time zone")
        asked = _Asked(query=query, as_of=as_of, parameters=parameters, past=past)
        try:
            return self._answer(asked)
        except duckdb.IOException:  # compaction and vacuum took a file away between the look at the head and the read
            self._views.forget()
        try:
            return self._answer(asked)
        except duckdb.IOException as error:
            raise BadQuery(f"the lake's files cannot be read: {_first_line(error)}", do="run `tocsin lake check`") from error

    def close(self) -> None:
        """Let go of what is open."""
        self._views.close()

    def _answer(self, asked: _Asked) -> pa.Table:
        with closing(self._views.plain()) as cursor:
            named = sorted(tables_named(asked.query, cursor, frozenset(TABLES)))
        handed = _handed(asked, named)
        with closing(self._views.cursor({table: _known(table, asked.as_of) for table in named if table not in handed})) as cursor:
            for table, rows in handed.items():
                cursor.register(table, rows)
            try:
                return cursor.sql(asked.query, params=asked.parameters).to_arrow_table()
            except (duckdb.IOException, duckdb.InternalException, duckdb.FatalException):
                raise
            except duckdb.Error as error:
                if not ("schema mismatch" in str(error) and self._views.allow_for_uneven(named)):
                    raise _explained(error, cursor, named) from error
        return self._answer(asked)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    query: str
    as_of: datetime | None
    parameters: Parameters | None
    past: Past | None


def tables() -> dict[str, str]:
    """The tables that a query can name, with what one row of each is."""
    return {name: about(table.record) for name, table in TABLES.items()}


def columns(table: str) -> tuple[Column, ...]:
    """The columns of a table, with their types and what they hold. BadQuery for a table that there is not."""
    if table not in TABLES:
        raise BadQuery(
            f"there is no table {table!r}", allowed=f"the tables are {', '.join(sorted(TABLES))}", do=nearest(table, frozenset(TABLES))
        )
    return described(TABLES[table].schema, TABLES[table].record, kin=_KIN.get(table, ()))


def _known(table: str, as_of: datetime | None) -> str | None:
    """The condition on a table's rows; the month in it spares whole files."""
    if as_of is None or TABLES[table].derived:
        return None
    utc = as_of.astimezone(UTC)
    return f"known_at <= TIMESTAMPTZ {literal(utc.isoformat())} AND month <= {literal(f'{utc:%Y-%m}')}"


def _handed(asked: _Asked, named: Sequence[str]) -> dict[str, pa.Table]:
    """The derived tables as of the past; those of now where nothing became known since."""
    derived = [table for table in named if asked.as_of is not None and TABLES[table].derived]
    if not derived or asked.as_of is None:
        return {}
    if asked.past is None:
        what = " and ".join(derived)
        raise BadQuery(f"{what} as of the past are computed, and nothing here computes them", do="ask without as_of, or use `tocsin query`")
    answers = {table: asked.past(table, asked.as_of) for table in derived}
    return {table: rows for table, rows in answers.items() if rows is not None}


def _explained(error: duckdb.Error, cursor: duckdb.DuckDBPyConnection, tables: Sequence[str]) -> BadQuery:
    if isinstance(error, duckdb.OutOfMemoryException):
        return BadQuery(f"the query needs more than {MEMORY_LIMIT} of memory", do="ask for fewer days, columns or groups, or set a LIMIT")
    match = _UNKNOWN_COLUMN.search(str(error))
    if match is None:
        return BadQuery(_first_line(error))
    name = match["bare"] or match["of"]
    columns = frozenset(row[0] for table in tables for row in cursor.execute(f"DESCRIBE {table}").fetchall())
    return BadQuery(
        f"there is no column {name!r}", do=nearest(name, columns) or f"{' and '.join(tables)} have {', '.join(sorted(columns))}"
    )


def _first_line(error: duckdb.Error) -> str:
    return str(error).split("\n", 1)[0]
