"""A locked DuckDB over the files of a lake: one view a table, opened when it is first named, kept until the lake's head moves.

The database lives in memory and holds views alone; what it reads are the Parquet files of the version that is current, by their names. What
has been read of their footers is kept, and so are the views, so that a second query costs little more than DuckDB's own time.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Hashable, Iterable, Mapping
from pathlib import Path
from tempfile import gettempdir
from threading import Lock
from typing import Protocol
from uuid import uuid4

import duckdb
import pyarrow as pa
import pyarrow.dataset as ds

from tocsin.lake.current import literal

MEMORY_LIMIT = "2GB"  # beyond it a query spills to a temporary folder, at most SPILL_LIMIT, and then ends with an error
SPILL_LIMIT = "10GB"
KEPT = 8  # heads whose views stay for queries that are about to begin


class Readable(Protocol):
    """What a query asks of a lake."""

    folder: Path | None  # None where it lies in an object store

    def head(self) -> Hashable:
        """Equal as long as the rest answers the same; asked before every query, so it has to be cheap."""
        ...

    def files(self, table: str) -> list[str]:
        """The Parquet files of the rows that are visible, as absolute paths."""
        ...

    def dataset(self, table: str) -> ds.Dataset:
        """The same, to be read through the lake's own file system."""
        ...

    def schema(self, table: str) -> pa.Schema:
        """The columns of the table, in order, those that the lake adds included."""
        ...

    def current(self, table: str, source: Callable[[str], str] | None = None) -> str | None:
        """The condition, as SQL, that holds for the rows that count today; None where all do. `source` names a table's rows in SQL."""
        ...


class Views:
    """The views of one lake; safe to use from several threads."""

    def __init__(self, lake: Readable) -> None:
        self._lake = lake
        self._database = _locked(lake.folder)
        self._lock = Lock()
        self._head: Hashable = None
        self._schemas: deque[str] = deque()  # of the latest heads, the current one last; one is emptied only when no query can be at it
        self._made = 0
        self._open: set[str] = set()
        self._uneven: set[str] = set()  # tables some of whose files lack columns that others have

    def plain(self) -> duckdb.DuckDBPyConnection:
        """A connection of its own that need not know of any table."""
        return self._database.cursor()

    def cursor(self, tables: Mapping[str, str | None]) -> duckdb.DuckDBPyConnection:
        """A connection of its own on which views of the tables stand, all as of one head of the lake: of their rows those that count today,
        and of those the ones for which the condition holds, where there is one.
        """
        with self._lock:
            while True:
                self._look()
                cursor = self._database.cursor()
                cursor.execute(f"USE {self._schemas[-1]}")
                opened = [self._open_on(cursor, table, condition) for table, condition in tables.items()]
                if not any(opened) or self._lake.head() == self._head:  # else some may be of this head, and some of the next
                    return cursor
                cursor.close()

    def forget(self) -> None:
        """Look at the files afresh when next asked: one that was listed is there no more."""
        with self._lock:
            self._head = None

    def allow_for_uneven(self, tables: Iterable[str]) -> bool:
        """Look into each file of the tables from now on, since one lacks a column that the first has; False where that is done already."""
        with self._lock:
            added = set(tables) - self._uneven
            self._head, self._uneven = None, self._uneven | added
            return bool(added)

    def close(self) -> None:
        """Let go of the database and of what it spilled."""
        self._database.close()

    def _look(self) -> None:
        """A schema for the views of a head that is not the last one's."""
        head = self._lake.head()
        if head == self._head and self._schemas:
            return
        self._made += 1
        self._schemas.append(f"head_{self._made}")
        self._database.execute(f"CREATE SCHEMA {self._schemas[-1]}")
        if len(self._schemas) > KEPT:
            self._database.execute(f"DROP SCHEMA {self._schemas.popleft()} CASCADE")
        self._head, self._open = head, set()

    def _open_on(self, cursor: duckdb.DuckDBPyConnection, table: str, condition: str | None) -> bool:
        """Whether the table had to be opened for it."""
        if self._lake.folder is None:
            self._open_far(cursor, table, condition)
            return True
        fresh = table not in self._open
        if fresh:
            self._open_near(cursor, table)
        if condition is not None:
            shared = f"memory.{self._schemas[-1]}.{table}"
            cursor.execute(f"CREATE TEMP VIEW {table} AS SELECT * FROM {shared} WHERE {condition}")  # noqa: S608 - names of ours
        return fresh

    def _open_near(self, cursor: duckdb.DuckDBPyConnection, table: str) -> None:
        """A view for all cursors of this head."""
        source = self._files(table) if self._lake.files(table) else None
        select, lacking = self._select(cursor, table, source, self._lake.current(table, self._files))
        if lacking and source is not None and table not in self._uneven:
            self._uneven.add(table)
            select, _ = self._select(cursor, table, self._files(table), self._lake.current(table, self._files))
        cursor.execute(f"CREATE VIEW memory.{self._schemas[-1]}.{table} AS {select}")
        self._open.add(table)

    def _files(self, table: str) -> str:
        """The files in SQL. Where all have the same columns, DuckDB need not look into each before it begins, which takes as long again as
        a short query does; it takes the first one's columns, and stops with an error at a file that lacks one.
        """
        listed = ", ".join(map(literal, self._lake.files(table)))
        uneven = "true" if table in self._uneven else "false"
        return f"read_parquet([{listed}], union_by_name = {uneven}, hive_partitioning = true, hive_types = {{'month': VARCHAR}})"

    def _open_far(self, cursor: duckdb.DuckDBPyConnection, table: str, condition: str | None) -> None:
        """A view of this cursor, since a dataset belongs to the connection that it is registered with."""

        def source(name: str) -> str:
            cursor.register(f"files_of_{name}", self._lake.dataset(name))
            return f"files_of_{name}"

        conditions = [part for part in (self._lake.current(table, source), condition) if part]
        select, _ = self._select(cursor, table, source(table), " AND ".join(conditions))
        cursor.execute(f"CREATE TEMP VIEW {table} AS {select}")

    def _select(self, cursor: duckdb.DuckDBPyConnection, table: str, source: str | None, condition: str | None) -> tuple[str, bool]:
        """All columns of the schema, NULL for those that `source` lacks, and whether it lacks any: a file may be older than a field."""
        cursor.register("of_schema", self._lake.schema(table).empty_table())
        types = {row[0]: row[1] for row in cursor.execute("DESCRIBE of_schema").fetchall()}
        found = [] if source is None else cursor.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()  # noqa: S608 - no text of a user's
        there = {row[0] for row in found}
        columns = (quoted(name) if name in there else f"CAST(NULL AS {kind}) AS {quoted(name)}" for name, kind in types.items())
        rest = " WHERE false" if source is None else f" FROM {source}" + (f" WHERE {condition}" if condition else "")
        return f"SELECT {', '.join(columns)}{rest}", not there.issuperset(types)


def quoted(name: str) -> str:
    """An identifier as SQL has it."""
    return '"' + name.replace('"', '""') + '"'


def _locked(folder: Path | None) -> duckdb.DuckDBPyConnection:
    """A database that reaches nothing but `folder`, if that, loads nothing, and whose settings stand."""
    config: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": MEMORY_LIMIT,
        "temp_directory": str(Path(gettempdir()) / f"tocsin-query-{uuid4().hex}"),  # made when first needed, taken away on close
        "max_temp_directory_size": SPILL_LIMIT,
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "allow_community_extensions": False,
        "allow_persistent_secrets": False,
        "python_enable_replacements": False,
    }
    database = duckdb.connect(":memory:", config=config)
    database.execute("SET GLOBAL parquet_metadata_cache = true; SET GLOBAL TimeZone = 'UTC'")
    if folder is not None:
        database.execute(f"SET allowed_directories = [{literal(str(folder.absolute()) + '/')}]")
    database.execute("SET enable_external_access = false")
    database.execute("SET allowed_configs = ['schema']")  # for USE, which no query can hold
    database.execute("SET lock_configuration = true")
    return database
