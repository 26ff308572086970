"""A locked DuckDB over the files of a lake: one view a table, opened when it is first named, kept until the lake's head moves.

The database lives in memory and holds views alone; what it reads are the Parquet files of the version that is current, by their names. What
has been read of their footers is kept, and so are the views, so that a second query costs little more than DuckDB's own time.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from pathlib import Path
from tempfile import gettempdir
from threading import Lock
from typing import Protocol
from uuid import uuid4

import duckdb
import pyarrow as pa

MEMORY_LIMIT = "2GB"  # beyond it a query spills to a temporary folder, at most SPILL_LIMIT, and then ends with an error
SPILL_LIMIT = "10GB"


class Readable(Protocol):
    """What a query asks of a lake."""

    url: str

    def head(self) -> Hashable:
        """Equal as long as `files` answers the same for every table; asked before every query, so it has to be cheap."""
        ...

    def files(self, table: str) -> list[str]:
        """The Parquet files of the rows that are visible, as absolute paths."""
        ...

    def schema(self, table: str) -> pa.Schema:
        """The columns of the table, in order, those that the lake adds included."""
        ...

    def current(self, table: str) -> str | None:
        """The condition, as SQL, that holds for the rows that are current among those of `files`; None where all are."""
        ...


class Views:
    """The views of one lake; safe to use from several threads."""

    def __init__(self, lake: Readable, *, threads: int | None = None, memory_limit: str = MEMORY_LIMIT) -> None:
        self._lake = lake
        self._database = _locked(Path(lake.url), threads, memory_limit)
        self._lock = Lock()
        self._head: Hashable = None
        self._open: set[str] = set()

    def cursor(self, tables: Sequence[str]) -> duckdb.DuckDBPyConnection:
        """A connection of its own on which the views of `tables` stand as of the lake's head."""
        with self._lock:
            head = self._lake.head()
            if head != self._head:
                self._head, self._open = head, set()
            for table in tables:
                if table not in self._open:
                    self._database.execute(f"CREATE OR REPLACE VIEW {table} AS {self._select(table)}")
                    self._open.add(table)
            return self._database.cursor()

    def forget(self) -> None:
        """Look at the files afresh when next asked: one that was listed is there no more."""
        with self._lock:
            self._open = set()

    def close(self) -> None:
        """Let go of the database and of what it spilled."""
        self._database.close()

    def _select(self, table: str) -> str:
        types = self._types(self._lake.schema(table))
        files = self._lake.files(table)
        if not files:
            return f"SELECT {', '.join(f'CAST(NULL AS {kind}) AS {quoted(name)}' for name, kind in types.items())} WHERE false"
        source = f"read_parquet({_listed(files)}, union_by_name = true, hive_partitioning = true, hive_types = {{'month': VARCHAR}})"
        written = {row[0] for row in self._database.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()}  # noqa: S608 - quoted
        columns = (quoted(name) if name in written else f"CAST(NULL AS {kind}) AS {quoted(name)}" for name, kind in types.items())
        current = self._lake.current(table)
        return f"SELECT {', '.join(columns)} FROM {source}" + (f" WHERE {current}" if current else "")  # noqa: S608 - quoted

    def _types(self, schema: pa.Schema) -> dict[str, str]:
        """The columns with their types as DuckDB spells them; files written before a field was thought of lack it."""
        cursor = self._database.cursor()
        cursor.register("of_schema", schema.empty_table())
        return {row[0]: row[1] for row in cursor.execute("DESCRIBE of_schema").fetchall()}


def quoted(name: str) -> str:
    """An identifier as SQL has it."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A string as SQL has it."""
    return "'" + text.replace("'", "''") + "'"


def _listed(files: Sequence[str]) -> str:
    return "[" + ", ".join(literal(file) for file in files) + "]"


def _locked(folder: Path, threads: int | None, memory_limit: str) -> duckdb.DuckDBPyConnection:
    """A database that reaches nothing but `folder`, loads nothing, and whose settings stand."""
    config: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": memory_limit,
        "temp_directory": str(Path(gettempdir()) / f"tocsin-query-{uuid4().hex}"),  # made when first needed, taken away on close
        "max_temp_directory_size": SPILL_LIMIT,
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "allow_community_extensions": False,
        "allow_persistent_secrets": False,
        "python_enable_replacements": False,
    }
    if threads is not None:
        config["threads"] = threads
    database = duckdb.connect(":memory:", config=config)
    database.execute("SET parquet_metadata_cache = true; SET TimeZone = 'UTC'")
    database.execute(f"SET allowed_directories = [{literal(str(folder.absolute()) + '/')}]")
    database.execute("SET enable_external_access = false")
    database.execute("SET lock_configuration = true")
    return database
