"""The manifest: one row a batch, appended last, which makes the batch's rows visible in all tables at once.

Its commits conflict with each other, so that writers in any number of processes stand in one line here: the sequence has no gaps and no
doubles, and whoever appends has seen everything before. A batch without a row is invisible; one that is revoked never gets a row.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from tocsin.lake.schema import arrow_schema, from_arrow, to_arrow
from tocsin.lake.store import Conflict, Delta, Store

NAME = "manifest"

Kind = Literal["filing", "reread", "fold", "refold", "cursors", "revoked", "optimized"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How many rows of a table."""

    table: str
    rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Cursor:
    """How far a source has been taken in; the token is the source's own."""

    source: str
    token: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A row of the manifest.

    sequence: 1, 2, 3 ...
    batch:    whose rows it makes visible; with "revoked", the batch that nobody may make visible any more; None where there are no rows.
    kind:     "filing": articles and what is in them, event rows, rejects, judgements; "reread": articles read again; "fold": versions of
              derived rows; "refold": the same, and all that came before is void; "cursors": nothing else; "revoked"; "optimized": files
              changed, and no row did.
    counts:   of the batch's rows.
    cursors:  as they stand from this batch on.
    folded:   of a fold, the sequence up to which it saw filings; None for the others.
    version:  of a fold, that of its rows; None for the others.
    """

    sequence: int
    batch: str | None
    kind: Kind
    counts: tuple[Count, ...] = ()
    cursors: tuple[Cursor, ...] = ()
    folded: int | None = None
    version: int | None = None
    recorded_at: datetime


OLD_AFTER = 3_600.0
"""Seconds. A log keeps its entries for a day: an append that builds on an older look (the computer slept) could miss what came since."""

SCHEMA = arrow_schema(Entry)


class Manifest:
    """The manifest as last looked at.

    batches:  the visible ones, each with its sequence; rereads, folds: those of them that are such.
    revoked:  those that never will be visible.
    cursors:  how far each source has been taken in.
    sequence: of the last row; filed: of the last that filed or read again anything; folded: up to which folds have seen filings.
    fold:     sequence of the last fold's own row; floor: versions of derived rows below it are void.
    """

    def __init__(self, store: Store) -> None:
        self.batches: dict[str, int] = {}
        self.rereads: set[str] = set()
        self.folds: set[str] = set()
        self.revoked: set[str] = set()
        self.cursors: dict[str, str] = {}
        self.sequence = self.filed = self.folded = self.fold = self.floor = 0
        self._delta = Delta(store, NAME, SCHEMA)
        self._files = store.files
        self._seen: set[str] = set()
        self._looked, self._version = 0.0, -1

    @staticmethod
    def create(store: Store) -> None:
        """Make it unless it is there."""
        store.create(NAME, SCHEMA)

    @property
    def delta(self) -> Delta:
        """The table that it is."""
        return self._delta

    def refresh(self) -> int:
        """Look for what others appended; the latest sequence."""
        self._looked = time.time()
        self._version = self._delta.refresh()
        paths = {file.path for file in self._delta.files()}
        if fresh := paths - self._seen:
            self._absorb(self._rows(fresh).filter(pc.field("sequence") > self.sequence))
            self._seen = paths
        return self.sequence

    def append(self, entry: Entry) -> None:
        """Append the row that follows the last one seen. Conflict where another was appended since: look, and try its successor."""
        if time.time() - self._looked > OLD_AFTER or self._delta.table.version() != self._version:
            raise Conflict("the manifest was not looked at before")
        self._delta.write(to_arrow([entry], Entry).table, transaction=(NAME, entry.sequence))

    def entries(self) -> Iterator[Entry]:
        """All rows as last looked at, in order."""
        return from_arrow(self.rows(), Entry)

    def rows(self) -> pa.Table:
        """The same as Arrow."""
        return self._rows({file.path for file in self._delta.files()})

    def _rows(self, paths: Iterable[str]) -> pa.Table:
        files = [f"{NAME}/{path}" for path in paths]
        if not files:
            return SCHEMA.empty_table()
        return pq.ParquetDataset(files, filesystem=self._files, schema=SCHEMA, partitioning=None).read().sort_by("sequence")

    def _absorb(self, rows: pa.Table) -> None:
        """Take note of rows in order; by columns, for there may be a million of them."""
        cursors = pc.list_flatten(rows.column("cursors"))
        self.cursors.update(zip(pc.struct_field(cursors, 0).to_pylist(), pc.struct_field(cursors, 1).to_pylist(), strict=True))
        columns = (rows.column(name).to_pylist() for name in ("sequence", "batch", "kind", "folded", "version"))
        for sequence, batch, kind, folded, version in zip(*columns, strict=True):
            self.sequence = sequence
            if kind == "revoked":
                self.revoked.add(batch)
            elif batch is not None:
                self.batches[batch] = sequence
            if kind in ("filing", "reread"):
                self.filed = sequence
            if kind == "reread":
                self.rereads.add(batch)
            if kind in ("fold", "refold"):
                self.fold, self.folded = sequence, folded
                self.folds.add(batch)
            if kind == "refold":
                self.floor = version
