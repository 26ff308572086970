"""Where a lake lies: a folder or a URL of an object store, and its Delta tables and files there."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal
from urllib.parse import unquote, urlsplit

import pyarrow as pa
import pyarrow.dataset as ds
from deltalake import CommitProperties, DeltaTable, PostCommitHookProperties, Transaction, WriterProperties, write_deltalake
from deltalake.exceptions import CommitFailedError, DeltaError
from deltalake.fs import DeltaStorageHandler
from deltalake.transaction import AddAction, RemoveAction
from pyarrow import fs

SETTINGS = {
    "delta.dataSkippingStatsColumns": "batch,known_at",
    "delta.checkpointInterval": "50",
    "delta.logRetentionDuration": "interval 1 days",
    "delta.deletedFileRetentionDuration": "interval 1 days",
}
WRITTEN = WriterProperties(compression="ZSTD", compression_level=1, max_row_group_size=122_880)
UPLOADED_AT_ONCE = 8 * 1024 * 1024
HOOKS = PostCommitHookProperties(create_checkpoint=True, cleanup_expired_logs=False)


class Conflict(Exception):
    """Another process committed first what was to be committed here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A Parquet file of a table.

    path:   below the table's folder; uri: as others open it.
    batch:  of all its rows; None where it holds several, as only what compaction made does.
    """

    path: str
    uri: str
    size: int
    rows: int
    month: str | None
    batch: str | None
    modified: float

    @property
    def partition(self) -> dict[str, str | None]:
        """The values by which the table is partitioned."""
        return {} if self.month is None else {"month": self.month}


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """A Parquet file that lies in a table's folder and is to belong to it; `batch` is the least and the most of its rows, None for rows
    that belong to none.
    """

    path: str
    size: int
    rows: int
    month: str | None
    batch: tuple[str, str] | None

    def action(self, now: int) -> AddAction:
        """What the table's log says of it."""
        told: dict[str, object] = {"numRecords": self.rows}
        if self.batch is not None:
            least, most = self.batch
            told |= {"minValues": {"batch": least}, "maxValues": {"batch": most}, "nullCount": {"batch": 0}}
        return AddAction(
            path=self.path,
            size=self.size,
            partition_values={} if self.month is None else {"month": self.month},
            modification_time=now,
            data_change=False,
            stats=json.dumps(told),
        )


class Store:
    """A folder, or a URL below which an object store keeps files.

    folder: the local folder; None where a URL was given ("s3://...", "file://..."), whose settings are those of the environment
    (AWS_ENDPOINT_URL, AWS_ACCESS_KEY_ID ...) or `options`.
    """

    def __init__(self, url: str | Path, options: dict[str, str] | None = None) -> None:
        text = str(url)
        self.folder = None if "://" in text else Path(text).absolute()
        self.url = text.rstrip("/") if self.folder is None else str(self.folder)
        self.options = options

    def prepare(self) -> None:
        """Make the folder where there is one to make."""
        if folder := self.folder or _folder_of(self.url):
            folder.mkdir(parents=True, exist_ok=True)

    @property
    def files(self) -> fs.FileSystem:
        """The files below the URL."""
        if self.folder is not None:
            return fs.SubTreeFileSystem(str(self.folder), fs.LocalFileSystem())
        return fs.PyFileSystem(DeltaStorageHandler(self.url, self.options))

    @contextmanager
    def new_file(self, name: str) -> Iterator[Path]:
        """A local path to write to; what was written is the file of this name afterwards."""
        if self.folder is not None:
            yield self.folder / name
            return
        with TemporaryDirectory() as temporary:
            local = Path(temporary) / "file.parquet"
            yield local
            with local.open("rb") as source, self.files.open_output_stream(name, compression=None, buffer_size=UPLOADED_AT_ONCE) as target:
                while part := source.read(UPLOADED_AT_ONCE):
                    target.write(part)

    def holds(self, name: str) -> bool:
        """Whether there is a Delta table of this name."""
        return DeltaTable.is_deltatable(f"{self.url}/{name}", storage_options=self.options)

    def create(self, name: str, schema: pa.Schema, partition_by: Sequence[str] = ()) -> None:
        """Make a Delta table unless it is there; two processes may do so at once."""
        try:
            DeltaTable.create(
                f"{self.url}/{name}",
                schema,
                mode="ignore",
                partition_by=list(partition_by),
                name=name,
                configuration=SETTINGS,
                storage_options=self.options,
            )
        except DeltaError:
            if not self.holds(name):
                raise


class Delta:
    """A Delta table of a store, as last looked at."""

    def __init__(self, store: Store, name: str, schema: pa.Schema) -> None:
        self.name, self.schema = name, schema
        self._store = store
        self._table: DeltaTable | None = None
        self._listed: tuple[int, tuple[File, ...]] | None = None

    def refresh(self) -> int:
        """Look for what others committed; the version found."""
        if self._table is None:
            self._table = DeltaTable(self.uri, storage_options=self._store.options)
        else:
            self._table.update_incremental()
        return self._table.version()

    @property
    def uri(self) -> str:
        """The table's folder."""
        return f"{self._store.url}/{self.name}"

    @property
    def table(self) -> DeltaTable:
        """The table as last looked at."""
        if self._table is None:
            self.refresh()
        assert self._table is not None  # noqa: S101 - for the type checker
        return self._table

    def files(self) -> tuple[File, ...]:
        """The files of the version last looked at."""
        version = self.table.version()
        if self._listed is None or self._listed[0] != version:
            self._listed = version, tuple(self._list())
        return self._listed[1]

    def _list(self) -> Iterable[File]:
        found = pa.table(self.table.get_add_actions(flatten=True))
        names = set(found.column_names)
        columns = ("path", "size_bytes", "num_records", "modification_time", "partition.month", "min.batch", "max.batch")
        values = (found.column(name).to_pylist() if name in names else [None] * len(found) for name in columns)
        for path, size, rows, modified, month, least, most in zip(*values, strict=True):
            yield File(
                path=path,
                uri=f"{self.uri}/{path}",
                size=size,
                rows=rows,
                month=month,
                batch=least if least == most else None,
                modified=modified / 1000,
            )

    def dataset(self, files: Iterable[File]) -> ds.Dataset:
        """The files as a dataset that reads through Delta's own file system, `month` from their folders."""
        return ds.dataset(
            [f"{self.name}/{file.path}" for file in files],
            schema=self.schema,
            filesystem=self._store.files,
            format="parquet",
            partitioning=ds.partitioning(pa.schema([("month", pa.string())]), flavor="hive"),
        )

    def write(self, rows: pa.Table, *, mode: Literal["append", "overwrite"] = "append", transaction: tuple[str, int] | None = None) -> None:
        """Add rows, or put them in the place of all others.

        With a transaction (name, number), Conflict where another process committed one of that name since the last look.
        """
        if transaction is None:
            self.refresh()  # a version as old as the log's own clean-up could be taken for the next one
        evolves = set(rows.column_names) - {field.name for field in self.table.schema().fields}
        try:
            write_deltalake(
                self.table,
                _open(rows, evolves),
                mode=mode,
                schema_mode="merge" if evolves else None,
                writer_properties=WRITTEN,
                commit_properties=_commit(transaction),
                post_commithook_properties=HOOKS,
            )
        except CommitFailedError as error:
            if transaction is None:
                raise
            raise Conflict(str(error)) from error

    def replace(self, removed: Iterable[File], added: Iterable[Added], *, name: str) -> None:
        """Put files in the place of others, in one step. Conflict where one of them is gone, or another process did this at the same time.

        name: of the transaction.
        """
        version = self.refresh()
        gone = {file.path for file in removed} - {file.path for file in self.files()}
        if gone:
            raise Conflict(f"{min(gone)} is no longer a file of {self.name}")
        now = int(time.time() * 1000)
        actions: list[AddAction | RemoveAction] = [
            RemoveAction(path=file.path, data_change=False, deletion_timestamp=now, size=file.size, partition_values=file.partition)
            for file in removed
        ]
        actions += [file.action(now) for file in added]
        try:
            self.table.create_write_transaction(
                actions,
                mode="append",
                schema=self.table.schema(),
                partition_by=self.table.metadata().partition_columns,
                commit_properties=_commit((name, version + 1)),
                post_commithook_properties=HOOKS,
            )
        except CommitFailedError as error:
            raise Conflict(str(error)) from error
        self.refresh()

    def vacuum(self, retention: timedelta) -> None:
        """Delete files that have not belonged to the table for so long, and shorten its log."""
        hours = int(retention.total_seconds() // 3600)
        self.table.vacuum(retention_hours=hours, dry_run=False, enforce_retention_duration=False, full=True)
        self.refresh()
        self.table.create_checkpoint()
        self.table.cleanup_metadata()


def _open(rows: pa.Table, evolves: set[str]) -> pa.Table:
    """Columns that the table did not have are null in its older rows, so they may be null."""
    return (
        rows.cast(pa.schema([field.with_nullable(True) if field.name in evolves else field for field in rows.schema])) if evolves else rows
    )


def _commit(transaction: tuple[str, int] | None) -> CommitProperties | None:
    return CommitProperties(app_transactions=[Transaction(*transaction)]) if transaction else None


def _folder_of(url: str) -> Path | None:
    parts = urlsplit(url)
    return Path(unquote(parts.path)) if parts.scheme == "file" else None
