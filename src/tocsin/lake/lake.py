"""A lake: tables that many processes write at once, each batch whole or not at all, and anybody reads.

A writer stages a batch in the data tables, rows that the lake has already left out, and appends the batch's row to the manifest last. Only
batches of the manifest are visible, in all tables at once. Manifest rows stand in one line: whoever finds that another came first looks
whether that one brought some of the same rows, and if so stages anew without them. So ids are unique whatever the number of writers, and a
writer that dies leaves nothing that anybody sees.

Visibility costs no filter on rows: the statistics of a file tell the batch of its rows, and a file of several batches is the work of
compaction, which takes visible batches alone.
"""

# ruff: noqa: S608 - what is put into a query are names of tables and columns, paths, and literals made here

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from tempfile import gettempdir
from threading import RLock
from typing import Any, Self, TypeVar

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds
from pyarrow.fs import FileType

from tocsin.lake.check import Finding, Material, check
from tocsin.lake.current import current_reread, current_version, literal, parquet
from tocsin.lake.failures import NoLake, Overtaken
from tocsin.lake.lease import Lease, lease
from tocsin.lake.manifest import NAME as MANIFEST
from tocsin.lake.manifest import Count, Cursor, Entry, Kind, Manifest
from tocsin.lake.optimize import Optimized, Patience, Upkeep
from tocsin.lake.query import Parameters, Past, Queries
from tocsin.lake.raw import Raw
from tocsin.lake.schema import arrow_schema, from_arrow
from tocsin.lake.staging import Draft, draft, staged
from tocsin.lake.store import Conflict, Delta, File, Store
from tocsin.lake.tables import TABLES, Reread, Table, table_of
from tocsin.records import FiledArticle

Record = TypeVar("Record")
Clock = Callable[[], datetime]

ROWS_AT_ONCE = 20_000
UNSEEN = -1
MEMORY_LIMIT = "1GB"  # of what reads and compaction hold; beyond it they spill to a temporary folder


@dataclass(frozen=True, slots=True, kw_only=True)
class Committed:
    """What a commit came to; when it is returned, all of it is durable and visible.

    sequence: of its manifest row; of the last one where there was nothing new to write, and `batch` is None then.
    written:  rows by table; present: rows by table that the lake had already; refused: rows that break the schema, now among the rejects.
    """

    sequence: int
    batch: str | None
    written: Mapping[str, int]
    present: Mapping[str, int]
    refused: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Since:
    """What was filed after a sequence.

    sequence: of the last filing seen here: ask after it next time.
    batches:  those that came since; `Lake.read(..., after=...)` reads their rows.
    reread:   ids of articles that were read again since: what their older rows told is void.
    """

    sequence: int
    batches: tuple[str, ...]
    reread: frozenset[str]


class Lake:
    """One lake, opened by one process. `close` it, or use it as a context. Several threads may read."""

    def __init__(self, store: Store, *, clock: Clock | None = None) -> None:
        self.url = store.url
        self.folder = store.folder
        self.raw = Raw(store)
        self._store = store
        self._clock = clock or (lambda: datetime.now(UTC))
        self._manifest = Manifest(store)
        self._deltas = {name: Delta(store, name, table.schema) for name, table in TABLES.items()}
        self._listed: dict[str, int] = {}  # table -> the manifest's sequence when its files were last looked at
        self._lock = RLock()
        self._queries: Queries | None = None  # made when first asked
        spill = str(Path(gettempdir()) / f"tocsin-lake-{secrets.token_hex(8)}")  # made when first needed, taken away on close
        self._database = duckdb.connect(":memory:", config={"memory_limit": MEMORY_LIMIT, "temp_directory": spill})
        self._database.execute("SET GLOBAL TimeZone = 'UTC'; SET GLOBAL parquet_metadata_cache = true")

    @classmethod
    def open(cls, url: str | Path, *, create: bool = False, options: dict[str, str] | None = None, clock: Clock | None = None) -> Self:
        """The lake in a folder or below a URL of an object store ("s3://bucket/lake"; settings from the environment, or `options`).

        create: whether to make it where there is none; NoLake otherwise. A table that an older version did not have is made in any case.
        """
        store = Store(url, options)
        if not store.holds(MANIFEST):
            if not create:
                raise NoLake(f"there is no lake in {store.url}", do="name another folder, or make one with `tocsin ingest --lake`")
            store.prepare()
            Manifest.create(store)
        for name, table in TABLES.items():
            if not store.holds(name):
                store.create(name, table.schema, ("month",))
        lake = cls(store, clock=clock)
        lake.head()
        return lake

    def close(self) -> None:
        """Let go of what is open."""
        self._database.close()
        if self._queries is not None:
            self._queries.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # Where it stands

    @property
    def id(self) -> str:
        """The lake's own, for whoever keeps something beside it: another one in its place has another."""
        return str(self._manifest.delta.table.metadata().id)

    def head(self) -> int:
        """The latest sequence of the manifest, 0 while it is empty. It moves whenever rows or files change; costs under a millisecond."""
        with self._lock:
            return self._manifest.refresh()

    def filed(self) -> int:
        """The latest sequence with which anything was filed or read again. Beyond `folded()`, incidents lag behind."""
        self.head()
        return self._manifest.filed

    def folded(self) -> int:
        """The sequence up to which filings have been folded into incidents and placements."""
        self.head()
        return self._manifest.folded

    def cursor(self, source: str) -> str | None:
        """How far a source has been taken in, in its own words; None where nothing is known of it."""
        self.head()
        return self._manifest.cursors.get(source)

    def since(self, sequence: int) -> Since:
        """What was filed after a sequence."""
        with self._lock:
            self.head()
            later = (batch for batch, of in self._manifest.batches.items() if of > sequence)
            batches = tuple(batch for batch in later if batch not in self._manifest.folds)
            again = [batch for batch in batches if batch in self._manifest.rereads]
            found = self.scan(Reread, after=sequence, columns=("id",)) if again else ()
            reread = frozenset(value for rows in found for value in rows.column("id").to_pylist())
            return Since(sequence=max(self._manifest.filed, sequence), batches=batches, reread=reread)

    # Its files, for whoever queries them

    def files(self, table: str) -> list[str]:
        """The Parquet files of the rows that were visible at the last `head()`: paths, or URLs of an object store."""
        return [file.uri for file in self._visible(table)]

    def schema(self, table: str) -> pa.Schema:
        """The columns of a table, those of the lake included."""
        return TABLES[table].schema

    def dataset(self, table: str) -> ds.Dataset:
        """The rows of `files(table)`, read through Delta's own file system: for whoever cannot open the URLs of an object store."""
        return self._deltas[table].dataset(self._visible(table))

    def current(self, table: str, source: Callable[[str], str] | None = None) -> str | None:
        """The condition, as SQL, that holds for the rows of `files(table)` that count today; None where all do.

        source: names the rows of a table's files in SQL; the files themselves where None.
        """
        return self._current(TABLES[table], source or (lambda name: parquet(self.files(name))))

    # Writing

    def present(self, record_type: type, ids: Iterable[str]) -> frozenset[str]:
        """Which of the ids are filed already."""
        with self._lock:
            self.head()
            return self._present(table_of(record_type), pa.array(list(ids), pa.string()))

    def commit(
        self,
        rows: Mapping[type, Sequence[Any]],
        *,
        cursors: Mapping[str, str] | None = None,
        raws: Mapping[str, bytes] | None = None,
    ) -> Committed:
        """File rows, all or none; those whose id is filed already are left out, so that committing twice changes nothing.

        An article that is filed already keeps the claims and events that it has: those handed in with it are left out too.
        cursors: how far sources are taken in once these rows are filed; they stand in the manifest row, so never ahead of it.
        raws:    bytes to keep, by hexadecimal SHA-256; kept before the rows that name them.
        """
        with self._lock:
            self.raw.put(raws or {})
            return self._commit("filing", draft(rows, self._clock()), cursors or {})

    def supersede(self, articles: Sequence[FiledArticle], rows: Mapping[type, Sequence[Any]]) -> Committed:
        """File articles that were read again, with all rows that the new reading made of them: from then on only these count.

        What earlier readings made stays in the lake, and no read shows it.
        """
        now = self._clock()
        again = [Reread(id=article.id, known_at=now) for article in articles]
        with self._lock:
            return self._commit("reread", draft({**rows, FiledArticle: articles, Reread: again}, now), {})

    def publish(
        self,
        rows: Mapping[type, Sequence[Any]],
        *,
        retired: Mapping[type, Iterable[str]] | None = None,
        base: int,
        folded: int,
        anew: bool = False,
    ) -> Committed:
        """Write versions of derived rows, all or none: of an id the latest counts.

        retired: ids that are no more; one that is among `rows` too is not retired.
        base:    `folded()` as it was when the fold began; Overtaken where another process folded since.
        folded:  the sequence up to which the fold saw filings.
        anew:    whether these rows are all there are, and every earlier one is void.
        """
        with self._lock:
            self.head()
            made = draft(rows, self._clock())
            gone = {}
            for record_type, ids in (retired or {}).items():
                table = table_of(record_type)
                gone[table.name] = self._last(table, set(ids).difference(_ids(made.rows, table.name).to_pylist()))
            return self._publish(made, gone, base, folded, anew)

    # Reading

    def read(
        self,
        record_type: type[Record],
        *,
        as_of: datetime | None = None,
        ids: Iterable[str] | None = None,
        articles: Iterable[str] | None = None,
        after: int | None = None,
        upto: int | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
    ) -> Iterator[Record]:
        """The records that count today, in no order.

        as_of:    only what was known by then (`known_at`, inclusive). ValueError for derived tables: their past is computed, not read.
        ids:      only these; articles: only what belongs to these.
        after, upto: only what was filed after this sequence, and up to that: several reads up to one sequence see the same lake. ValueError
                  for derived tables with `upto`: a version does not say what stood before it.
        since, until: `known_at` from, and before.
        """
        for rows in self.scan(record_type, as_of=as_of, ids=ids, articles=articles, after=after, upto=upto, since=since, until=until):
            yield from from_arrow(rows, record_type)

    def scan(
        self,
        record_type: type,
        *,
        as_of: datetime | None = None,
        ids: Iterable[str] | None = None,
        articles: Iterable[str] | None = None,
        after: int | None = None,
        upto: int | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
        columns: Sequence[str] | None = None,
    ) -> Iterator[pa.RecordBatch]:
        """As `read`, as Arrow; `columns` of the table's, all where None."""
        table = table_of(record_type)
        if table.derived and (as_of is not None or upto is not None):
            raise ValueError(f"the past of {table.name} is computed from what was filed by then, not read")
        if articles is not None and table.article is None:
            raise ValueError(f"rows of {table.name} belong to no article")
        with self._lock:
            self.head()
            batches = self._between(after, upto)
            files = self._visible(table.name, batches)
            if not files:
                return
            cursor = self._database.cursor()
            where = _known(as_of, since, until)
            for name, values in (("id", ids), (table.article, articles), ("batch", batches)):
                if values is not None and name is not None:
                    where.append(self._among(cursor, name, values))
            if condition := self._current(table, lambda name: self._source(cursor, name, self._visible(name)), upto):
                where.append(condition)
            there, missing = self._columns(table, columns or table.schema.names)
            source = self._source(cursor, table.name, files)
            listed = ", ".join(f'"{name}"' for name in there)
            text = f"SELECT {listed} FROM {source} WHERE {' AND '.join(where or ['true'])}"
            reader = cursor.sql(text).to_arrow_reader(ROWS_AT_ONCE)
        for rows in reader:
            yield _with(rows, missing, table.schema)
        cursor.close()

    def sql(self, query: str, *, as_of: datetime | None = None, parameters: Parameters | None = None, past: Past | None = None) -> pa.Table:
        """The answer to an SQL query over the tables: see `tocsin.lake.query`."""
        with self._lock:
            if self._queries is None:
                self._queries = Queries(self)
        return self._queries.sql(query, as_of=as_of, parameters=parameters, past=past)

    # Upkeep

    def lease(self, name: str) -> AbstractContextManager[Lease]:
        """What only one process should do at a time ("fold"), for as long as the context lasts. Held where another process does it."""
        return lease(self._store, name, self._clock)

    def check(self) -> tuple[Finding, ...]:
        """What is wrong with the lake, harm first, and what is left to do; nothing where all is well."""
        with self._lock:
            self.head()
            absent = {name: lost for name in TABLES if (lost := self._absent(name))}
            connection = self._database.cursor()
            if not absent:
                for table in TABLES.values():
                    self._view(connection, table)
            hidden: Counter[tuple[str, str]] = Counter()
            for name, delta in self._deltas.items():
                for file in delta.files():
                    if file.batch is not None and file.batch not in self._manifest.batches:
                        hidden[name, file.batch] += file.rows
            entries, hashes = tuple(self._manifest.entries()), frozenset(self.raw.hashes())
        with closing(connection):
            return check(Material(rows=connection, entries=entries, hidden=hidden, absent=absent, hashes=hashes))

    def optimize(self, patience: Patience | None = None) -> Optimized:
        """Put small files together, and take away what nobody needs any more; while others write and read. Held where another does it."""
        with self.lease("optimize"), self._lock, closing(self._database.cursor()) as connection:
            self.head()
            done = Upkeep(
                self._store,
                self._manifest,
                self._deltas,
                connection,
                read=partial(self._source, connection),
                revoke=self._revoke,
                now=self._clock(),
                patience=patience or Patience(),
            ).run()
            self.raw.tidy(self._clock() - (patience or Patience()).abandoned)
            self._show(self._entry("optimized", None, {}), UNSEEN, lambda: False)
            return done

    # How it is done

    def _revoke(self, batch: str) -> bool:
        """Say that nobody may finish the batch; False where somebody just has."""
        return self._show(self._entry("revoked", batch, {}), UNSEEN, lambda: batch in self._manifest.batches) is not None

    def _absent(self, name: str) -> tuple[str, ...]:
        """The files that are named and are not there."""
        files = [f"{name}/{file.path}" for file in self._visible(name)]
        found = self._store.files.get_file_info(files) if files else ()
        return tuple(info.path for info in found if info.type is FileType.NotFound)

    def _view(self, connection: duckdb.DuckDBPyConnection, table: Table) -> None:
        """On this connection, a view of the rows that count, and one of all that are visible."""
        files = self._visible(table.name)
        if not files:
            connection.register(table.name, table.schema.empty_table())
            connection.register(f"all_{table.name}", table.schema.empty_table())
            return
        source = self._source(connection, table.name, files)
        where = self._current(table, lambda name: self._source(connection, name, self._visible(name)))
        connection.execute(f"CREATE TEMP VIEW all_{table.name} AS SELECT * FROM {source}")
        connection.execute(f"CREATE TEMP VIEW {table.name} AS SELECT * FROM {source} WHERE {where or 'true'}")

    def _between(self, after: int | None, upto: int | None) -> tuple[str, ...] | None:
        """The batches after a sequence and up to another; None for all that there are."""
        low, high = after or 0, self._manifest.sequence if upto is None else upto
        if low <= 0 and high >= self._manifest.sequence:
            return None
        return tuple(batch for batch, sequence in self._manifest.batches.items() if low < sequence <= high)

    def _visible(self, name: str, batches: Iterable[str] | None = None) -> list[File]:
        """The files that may hold visible rows, of these batches where given."""
        with self._lock:
            sequence = self._manifest.sequence
            delta = self._deltas[name]
            if self._listed.get(name) != sequence:
                delta.refresh()
                self._listed[name] = sequence
            among = self._manifest.batches if batches is None else frozenset(batches)
            return [file for file in delta.files() if file.batch is None or file.batch in among]

    def _current(self, table: Table, source: Callable[[str], str], upto: int | None = None) -> str | None:
        if table.derived:
            return current_version(source(table.name), self._manifest.floor) if self._visible(table.name) else None
        sequences = {batch: self._manifest.batches[batch] for batch in sorted(self._manifest.rereads)}
        batches = {batch: sequence for batch, sequence in sequences.items() if upto is None or sequence <= upto}
        if table.article is None or not batches:
            return None
        return current_reread(table.article, source("rereads"), batches)

    def _source(self, cursor: duckdb.DuckDBPyConnection, name: str, files: Sequence[File]) -> str:
        """The files as a table expression: DuckDB reads a folder itself, an object store through Delta's own file system."""
        if self.folder is not None:
            return parquet([file.uri for file in files])
        alias = f"rows_{secrets.token_hex(4)}"
        cursor.register(alias, self._deltas[name].dataset(files))
        return alias

    def _among(self, cursor: duckdb.DuckDBPyConnection, column: str, values: Iterable[str]) -> str:
        alias = f"among_{column}_{secrets.token_hex(4)}"
        cursor.register(alias, pa.table({"value": pa.array(list(values), pa.string())}))
        return f"{column} IN (SELECT value FROM {alias})"

    def _present(self, table: Table, ids: pa.Array) -> frozenset[str]:
        files = self._visible(table.name)
        if not files or not len(ids):
            return frozenset()
        cursor = self._database.cursor()
        among = self._among(cursor, "id", ids.to_pylist())
        found = cursor.sql(f"SELECT DISTINCT id FROM {self._source(cursor, table.name, files)} WHERE {among}").fetchall()
        cursor.close()
        return frozenset(row[0] for row in found)

    def _fresh(self, rows: Mapping[str, pa.Table]) -> dict[str, pa.Table]:
        """The rows that are not filed yet. What belongs to an article that is new is new."""
        articles = TABLES["articles"]
        ids = _ids(rows, articles.name)
        here = self._present(articles, ids)
        new = pc.filter(ids, pc.invert(_is_in(ids, here)))
        fresh = {}
        for name, table in rows.items():
            of = TABLES[name]
            if of.article is not None and len(ids):
                table = table.filter(pc.invert(_is_in(table.column(of.article), here)))
            doubtful = table if of.article is None or name == "rejects" else table.filter(pc.invert(_is_in(table.column(of.article), new)))
            filed = self._present(of, doubtful.column("id"))
            fresh[name] = table.filter(pc.invert(_is_in(table.column("id"), filed))) if filed else table
        return fresh

    def _commit(self, kind: Kind, made: Draft, cursors: Mapping[str, str]) -> Committed:
        while True:
            seen = self.head()
            fresh = self._fresh(made.rows) if kind == "filing" else made.rows
            moved = {source: token for source, token in cursors.items() if self._manifest.cursors.get(source) != token}
            written = {name: len(rows) for name, rows in fresh.items() if len(rows)}
            present = {name: gone for name, rows in made.rows.items() if (gone := len(rows) - written.get(name, 0))}
            if not written and not moved:
                return Committed(sequence=self._manifest.sequence, batch=None, written={}, present=present, refused=made.refused)
            batch = secrets.token_hex(8) if written else None
            for name in written:
                self._deltas[name].write(staged(fresh[name], TABLES[name], batch or ""))
            tokens = tuple(Cursor(source=source, token=token) for source, token in sorted(moved.items()))
            entry = self._entry(kind if written else "cursors", batch, written, cursors=tokens)
            if sequence := self._show(entry, seen, partial(self._doubled, fresh if kind == "filing" else {})):
                return Committed(sequence=sequence, batch=batch, written=written, present=present, refused=made.refused)

    def _publish(self, made: Draft, retired: Mapping[str, pa.Table], base: int, folded: int, anew: bool) -> Committed:
        while True:
            self.head()
            if self._manifest.folded != base:
                raise Overtaken(f"another process folded up to {self._manifest.folded} since this fold began at {base}", do="fold again")
            batch, version, last = secrets.token_hex(8), self._manifest.sequence, self._manifest.fold
            written = {}
            for name in {**made.rows, **retired}:
                rows = [
                    staged(some, TABLES[name], batch, version=version, retired=gone)
                    for some, gone in ((made.rows.get(name), False), (retired.get(name), True))
                    if some is not None and len(some)
                ]
                if rows:
                    self._deltas[name].write(pa.concat_tables(rows))
                    written[name] = sum(map(len, rows))
            entry = self._entry("refold" if anew else "fold", batch, written, folded=folded, version=version)
            if sequence := self._show(entry, version, partial(self._folded_since, last)):
                return Committed(sequence=sequence, batch=batch, written=written, present={}, refused=made.refused)

    def _doubled(self, fresh: Mapping[str, pa.Table]) -> bool:
        """Whether the lake has come to hold some of the rows."""
        return any(len(rows) < len(fresh[name]) for name, rows in self._fresh(fresh).items())

    def _folded_since(self, fold: int) -> bool:
        return self._manifest.fold != fold

    def _last(self, table: Table, ids: Iterable[str]) -> pa.Table:
        """The rows of these ids as they count now, in the record's own columns."""
        schema = arrow_schema(table.record)
        found = [pa.Table.from_batches([rows]).cast(schema) for rows in self.scan(table.record, ids=ids, columns=schema.names)]
        return pa.concat_tables([schema.empty_table(), *found])

    def _entry(self, kind: Kind, batch: str | None, written: Mapping[str, int], **more: Any) -> Entry:
        counts = tuple(Count(table=name, rows=rows) for name, rows in sorted(written.items()))
        return Entry(sequence=0, batch=batch, kind=kind, counts=counts, recorded_at=self._clock(), **more)

    def _show(self, entry: Entry, seen: int, stale: Callable[[], bool]) -> int | None:
        """Append the manifest row; its sequence, None where it must not be appended any more: what was staged is stale, or revoked.

        seen: the sequence at which it was last made sure that nothing is stale.
        """
        while True:
            if self._manifest.sequence != seen:
                if entry.batch in self._manifest.revoked or stale():
                    return None
                seen = self._manifest.sequence
            try:
                self._manifest.append(replace(entry, sequence=seen + 1))
            except Conflict:
                self.head()
            else:
                self.head()
                return seen + 1

    def _columns(self, table: Table, names: Sequence[str]) -> tuple[list[str], list[str]]:
        """Those of the columns that the files have, and those that were thought of since."""
        there = {field.name for field in self._deltas[table.name].table.schema().fields}
        return [name for name in names if name in there], [name for name in names if name not in there]


def _ids(rows: Mapping[str, pa.Table], name: str) -> pa.Array:
    return rows[name].column("id").combine_chunks() if name in rows else pa.array([], pa.string())


def _is_in(column: pa.ChunkedArray | pa.Array, values: Iterable[str] | pa.Array) -> pa.Array:
    among = values if isinstance(values, pa.Array | pa.ChunkedArray) else pa.array(list(values), pa.string())
    return pc.is_in(column, value_set=among, skip_nulls=True)


def _known(as_of: datetime | None, since: datetime | None, until: datetime | None) -> list[str]:
    """The limits on `known_at`, and those on `month` that follow from them and spare whole files."""
    limits = []
    for moment, sign in ((as_of, "<="), (since, ">="), (until, "<")):
        if moment is not None:
            if moment.tzinfo is None:
                raise ValueError(f"{moment} has no time zone")
            utc = moment.astimezone(UTC)
            limits += [f"known_at {sign} TIMESTAMPTZ {literal(utc.isoformat())}", f"month {sign[0]}= {literal(f'{utc:%Y-%m}')}"]
    return limits


def _with(rows: pa.RecordBatch, missing: Sequence[str], schema: pa.Schema) -> pa.RecordBatch:
    for name in missing:
        rows = rows.append_column(name, pa.nulls(len(rows), schema.field(name).type))
    return rows
