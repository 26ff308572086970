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
from datetime import datetime
from typing import Any, Protocol

import duckdb
import pyarrow as pa

from tocsin.lake.query_text import BadQuery, nearest, tables_named
from tocsin.lake.query_views import MEMORY_LIMIT, Readable, Views, literal

DERIVED = frozenset({"incidents", "placements"})  # tables whose past is computed, never stored
_UNKNOWN_COLUMN = re.compile(r'(?:Referenced column "(?P<bare>[^"]+)" not found|does not have a column named "(?P<of>[^"]+)")')


class Past(Protocol):
    """Computes what a derived table held at a moment of the past."""

    def __call__(self, table: str, as_of: datetime) -> pa.Table | None:
        """The table as of then, without the lake's own columns; None where nothing became known since, so that the present one answers."""
        ...


class Queries:
    """The queries of one lake; keep it as long as the lake, for it remembers what it read of the files. For several threads."""

    def __init__(self, lake: Readable, tables: frozenset[str], *, past: Past | None = None, threads: int | None = None) -> None:
        self._tables, self._past = tables, past
        self._views = Views(lake, threads=threads)

    def sql(self, query: str, *, as_of: datetime | None = None, parameters: Sequence[Any] | Mapping[str, Any] | None = None) -> pa.Table:
        """The answer to a single SELECT (or DESCRIBE, SUMMARIZE). `?` or `$name` in it stand for `parameters`.

        BadQuery, with the nearest names, where it cannot be answered.
        """
        if as_of is not None and as_of.tzinfo is None:
            raise ValueError("as_of is aware: it has a time zone")
        try:
            return self._answer(query, as_of, parameters)
        except duckdb.IOException:  # compaction and vacuum took a file away between the look at the head and the read
            self._views.forget()
        try:
            return self._answer(query, as_of, parameters)
        except duckdb.IOException as error:
            raise BadQuery(f"the lake's files cannot be read: {_first_line(error)}", do="run `tocsin lake check`") from error

    def close(self) -> None:
        """Let go of what is open."""
        self._views.close()

    def _answer(self, query: str, as_of: datetime | None, parameters: Sequence[Any] | Mapping[str, Any] | None) -> pa.Table:
        named = sorted(tables_named(query, self._views.cursor(()), self._tables))
        cursor = self._views.cursor(named)
        if as_of is not None:
            for table in named:
                self._go_back(cursor, table, as_of)
        try:
            return cursor.sql(query, params=parameters).to_arrow_table()
        except (duckdb.IOException, duckdb.InternalException, duckdb.FatalException):
            raise
        except duckdb.Error as error:
            raise _explained(error, cursor, named) from error
        finally:
            cursor.close()

    def _go_back(self, cursor: duckdb.DuckDBPyConnection, table: str, as_of: datetime) -> None:
        """On this cursor alone, a view in front of the table's own."""
        known = f"known_at <= TIMESTAMPTZ {literal(as_of.isoformat())}"
        if table in DERIVED:
            if self._past is None:
                raise BadQuery(
                    f"{table} as of the past are computed, and nothing here computes them", do="ask without as_of, or use `tocsin query`"
                )
            then = self._past(table, as_of)
            if then is not None:
                cursor.register(table, then)
            return
        cursor.execute(f"CREATE TEMP VIEW {table} AS SELECT * FROM memory.main.{table} WHERE {known}")  # noqa: S608 - a name of ours


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
