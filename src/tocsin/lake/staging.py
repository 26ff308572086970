"""From records to what is staged: rows that fit their schema, each id once; and refusals for the others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from tocsin.lake.schema import Fault, to_arrow
from tocsin.lake.tables import TABLES, Table, table_of
from tocsin.records import FiledArticle, Refused, filed_id

STAGE = "lake"
OFF_SCHEMA = "off_schema"
WITHOUT_ARTICLE = "without_article"
EVIDENCE = 2_000


@dataclass(slots=True)
class Draft:
    """The rows of a commit by the name of their table, without the lake's columns; refused: how many broke the schema."""

    rows: dict[str, pa.Table] = field(default_factory=dict)
    refused: int = 0


def draft(rows: Mapping[type, Sequence[Any]], now: datetime) -> Draft:
    """Rows as Arrow. Those that break the schema become `Refused` rows, and so do those of an article that does."""
    made = Draft()
    refused: list[Refused] = []
    lost: set[str] = set()
    for table in sorted(map(table_of, rows), key=lambda table: table.record is not FiledArticle):
        records = _of_kept_articles(rows[table.record], table, lost, refused, now)
        encoded = to_arrow(records, table.record)
        refused += (_refused(table, records[fault.index], fault, now) for fault in encoded.faults)
        if table.record is FiledArticle:
            lost.update(str(records[fault.index].id) for fault in encoded.faults)
        made.rows[table.name] = _each_once(encoded.table)
    made.refused = len(refused)
    if refused:
        rejects = TABLES["rejects"]
        more = to_arrow(refused, Refused).table
        made.rows[rejects.name] = _each_once(pa.concat_tables([made.rows[rejects.name], more]) if rejects.name in made.rows else more)
    return made


def staged(rows: pa.Table, table: Table, batch: str, **added: Any) -> pa.Table:
    """The rows with the lake's columns: the batch, the month, and `added`, for all rows alike or an array."""
    columns: dict[str, Any] = {name: rows.column(name) for name in rows.column_names}
    moments = rows.column("known_at").cast(pa.timestamp("us"))
    columns["month"] = pc.strftime(moments, format="%Y-%m")
    for name, value in {"batch": batch, **added}.items():
        kind = table.schema.field(name).type
        columns[name] = value if isinstance(value, pa.Array) else pa.repeat(pa.scalar(value, kind), len(rows))
    return pa.table([columns[name] for name in table.schema.names], schema=table.schema)


def _of_kept_articles(records: Sequence[Any], table: Table, lost: set[str], refused: list[Refused], now: datetime) -> Sequence[Any]:
    if not lost or table.article is None or table.record is FiledArticle:
        return records
    kept = []
    for record in records:
        if record.article in lost and not isinstance(record, Refused):
            refused.append(_without_article(table, record, now))
        else:
            kept.append(record)
    return kept


def _each_once(rows: pa.Table) -> pa.Table:
    """Of rows with one id the first."""
    ids = rows.column("id").to_pylist()
    if len(set(ids)) == len(ids):
        return rows
    first = dict(zip(reversed(ids), range(len(ids) - 1, -1, -1), strict=True))
    return rows.take(pa.array(sorted(first.values())))


def _refused(table: Table, record: Any, fault: Fault, now: datetime) -> Refused:
    message = f"A row of {table.name} was not filed: its {fault.field} is {fault.found}. Allowed: {fault.allowed}."
    return _refusal(table, record, OFF_SCHEMA, message, now)


def _without_article(table: Table, record: Any, now: datetime) -> Refused:
    message = f"A row of {table.name} was not filed: its article {record.article} was refused (see there)."
    return _refusal(table, record, WITHOUT_ARTICLE, message, now)


def _refusal(table: Table, record: Any, code: str, message: str, now: datetime) -> Refused:
    """Whatever the record holds where a text or a moment belongs, the refusal holds text and moments."""
    known_at, source = getattr(record, "known_at", None), getattr(record, "source", None)
    return Refused(
        id=filed_id(STAGE, table.name, record.id, code),
        source=_text(source) if table.record in (FiledArticle, Refused) and source else STAGE,
        place=f"{table.name} {_text(record.id)}",
        stage=STAGE,
        code=code,
        message=_text(message),
        evidence=_text(repr(record))[:EVIDENCE],
        article=None,
        known_at=known_at if isinstance(known_at, datetime) and known_at.tzinfo else now,
        recorded_at=now,
    )


def _text(value: object) -> str:
    """As text that UTF-8 can hold."""
    return str(value).encode("utf-8", "backslashreplace").decode()


def ids_of(tables: Iterable[pa.Table]) -> set[str]:
    """The ids of all rows."""
    return {value for table in tables for value in table.column("id").to_pylist()}
