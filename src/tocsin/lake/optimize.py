"""Upkeep: small files become large ones, what dead writers left goes, and so do versions and files that nobody needs any more.

Safe while others write and read. Only files of batches that have been visible for a while are put together, so that a reader who looked at
the manifest just before finds no newer row in them. Rows of an unfinished batch go only after the manifest says that nobody may finish it.
A file that was replaced stays for as long as a reader may be at it.
"""

# ruff: noqa: S608 - what is put into a query are names of tables and columns, paths, and literals made here

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

import duckdb
import pyarrow.parquet as pq

from tocsin.lake.current import current_version, literal
from tocsin.lake.failures import LakeError
from tocsin.lake.manifest import Manifest
from tocsin.lake.query_layout import COMPRESSION, ROW_GROUP_ROWS, sorted_by
from tocsin.lake.store import Added, Delta, File, Store
from tocsin.lake.tables import TABLES

TRANSACTION = "optimize"
ROWS_A_FILE = 500_000
WORTH_PRUNING = 3  # derived tables are pruned when one row in so many is of no use
MANIFEST_FILES = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long things are left alone.

    settled:   a batch, after it became visible; longer than from any look at the manifest to the look at the tables.
    abandoned: rows of an unfinished batch; after so long their writer is taken for dead.
    replaced:  a file in whose place another came; so long may a reader be at it.
    """

    settled: timedelta = timedelta(minutes=2)
    abandoned: timedelta = timedelta(hours=1)
    replaced: timedelta = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Optimized:
    """What was done.

    files:    how many there were where some were put together, and how many there are now.
    dropped:  rows of unfinished batches; versions: rows of derived tables that later ones had replaced.
    """

    files: tuple[int, int]
    dropped: int
    versions: int


class Upkeep:
    """One run over a lake; whoever calls holds the lease.

    read: names files of a table in SQL on a connection; revoke: says in the manifest that nobody may finish a batch, False where somebody
    just has.
    """

    def __init__(
        self,
        store: Store,
        manifest: Manifest,
        deltas: Mapping[str, Delta],
        database: duckdb.DuckDBPyConnection,
        *,
        read: Callable[[str, Sequence[File]], str],
        revoke: Callable[[str], bool],
        now: datetime,
        patience: Patience,
    ) -> None:
        self._store, self._manifest, self._deltas, self._database = store, manifest, deltas, database
        self._read, self._revoke = read, revoke
        self._now, self._patience = now, patience
        settled = [entry for entry in manifest.entries() if entry.batch and entry.recorded_at <= now - patience.settled]
        self._settled = {entry.batch for entry in settled if entry.kind != "revoked"}
        self._floor = max((entry.version or 0 for entry in settled if entry.kind == "refold"), default=0)

    def run(self) -> Optimized:
        """All of it, in steps each of which is whole in itself."""
        for delta in self._deltas.values():
            delta.refresh()
        dropped = self._drop_abandoned()
        versions = before = after = 0
        for name, table in TABLES.items():
            if table.derived:
                versions += self._prune(name)
            for files in self._to_merge(name):
                before += len(files)
                after += self._replace(name, files, "true")
        self._merge_manifest()
        for delta in (*self._deltas.values(), self._manifest.delta):
            delta.vacuum(self._patience.replaced)
        return Optimized(files=(before, after), dropped=dropped, versions=versions)

    def _drop_abandoned(self) -> int:
        """Take away the rows of batches that nobody finished; how many."""
        dropped = 0
        limit = (self._now - self._patience.abandoned).timestamp()
        for delta in self._deltas.values():
            old = [file for file in delta.files() if self._unfinished(file) and file.modified <= limit]
            gone = {batch for batch in {file.batch for file in old} if batch in self._manifest.revoked or self._revoke(batch or "")}
            if files := [file for file in old if file.batch in gone]:
                delta.replace(files, (), name=TRANSACTION)
                dropped += sum(file.rows for file in files)
        return dropped

    def _unfinished(self, file: File) -> bool:
        return file.batch is not None and file.batch not in self._manifest.batches

    def _ready(self, name: str) -> list[File]:
        """The files whose rows have all been visible for a while, the oldest first."""
        files = [file for file in self._deltas[name].files() if file.batch is None or file.batch in self._settled]
        return sorted(files, key=lambda file: (file.modified, file.path))

    def _to_merge(self, name: str) -> Iterator[list[File]]:
        """Files of one month that make one file together."""
        months: dict[str | None, list[File]] = defaultdict(list)
        for file in self._ready(name):
            if file.rows < ROWS_A_FILE:
                months[file.month].append(file)
        for files in months.values():
            taken: list[File] = []
            for file in files:
                if taken and sum(other.rows for other in taken) + file.rows > ROWS_A_FILE:
                    yield from [taken] if len(taken) > 1 else []
                    taken = []
                taken.append(file)
            yield from [taken] if len(taken) > 1 else []

    def _prune(self, name: str) -> int:
        """Take away the versions of a derived table that later ones replaced, and ids that are retired, where it is worth it; how many."""
        files = self._ready(name)
        if not files:
            return 0
        source = self._read(name, files)
        keep = current_version(source, self._floor)
        counted = self._database.execute(f"SELECT month, count(*), count(*) FILTER (NOT ({keep})) FROM {source} GROUP BY month").fetchall()
        dead: int = sum(gone for _, _, gone in counted)
        if dead * WORTH_PRUNING < sum(rows for _, rows, _ in counted):
            return 0
        months = {month for month, _, gone in counted if gone}
        old = [file for file in files if file.month in months]
        added = [file for month in sorted(months) for file in self._written(name, [f for f in old if f.month == month], keep)]
        self._deltas[name].replace(old, added, name=TRANSACTION)
        return dead

    def _replace(self, name: str, files: Sequence[File], keep: str) -> int:
        added = self._written(name, files, keep)
        self._deltas[name].replace(files, added, name=TRANSACTION)
        return len(added)

    def _written(self, name: str, files: Sequence[File], keep: str) -> list[Added]:
        """The rows to keep of files of one month, as one sorted file of the table's folder; none where there are no rows."""
        month = files[0].month or ""
        path = f"month={month}/merged-{uuid4().hex}.zstd.parquet"
        order = ", ".join(f'"{column}" NULLS LAST' for column in sorted_by(name))
        select = f"SELECT * EXCLUDE (month) FROM {self._read(name, files)} WHERE {keep} ORDER BY {order}"
        with self._store.new_file(f"{name}/{path}") as local:
            target = literal(str(local))
            layout = f"FORMAT parquet, COMPRESSION {COMPRESSION}, ROW_GROUP_SIZE {ROW_GROUP_ROWS}"
            self._database.execute(f"COPY ({select}) TO {target} ({layout})").fetchall()
            [found] = self._database.execute(f"SELECT count(*), min(batch), max(batch) FROM read_parquet({target})").fetchall()
            size = local.stat().st_size
        rows, least, most = found
        if keep == "true" and rows != sum(file.rows for file in files):
            raise LakeError(f"{name}/{path} holds {rows} rows where its parts hold {sum(file.rows for file in files)}")
        return [Added(path=path, size=size, rows=rows, month=month, batch=(least, most))] if rows else []

    def _merge_manifest(self) -> None:
        delta = self._manifest.delta
        files = delta.files()
        if len(files) < MANIFEST_FILES:
            return
        path = f"merged-{uuid4().hex}.zstd.parquet"
        rows = self._manifest.rows()
        with self._store.new_file(f"{delta.name}/{path}") as local:
            pq.write_table(rows, local, compression="zstd")
            size = local.stat().st_size
        delta.replace(files, [Added(path=path, size=size, rows=len(rows), month=None, batch=None)], name=TRANSACTION)
