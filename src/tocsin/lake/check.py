"""Whether a lake is whole: counts, ids, references, raw bytes, and how far what is derived has come."""

# ruff: noqa: S608 - what is put into a query are names of tables and columns

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import duckdb

from tocsin.lake.manifest import Entry
from tocsin.lake.tables import TABLES
from tocsin.records import filed_id

SHOWN = 3
READ_AT_ONCE = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something that a check met.

    code:     for machines: "abandoned", "lag", "count", "double", "id", "text", "reference", "raw", "manifest", "file", "ahead".
    table:    where; None where it is about the lake as a whole.
    count:    of the rows (files, batches) that it is about.
    message:  for people, with the first few of them.
    harmless: whether nothing is wrong: what a dead writer left behind and nobody sees, what is yet to be folded.
    """

    code: str
    table: str | None
    count: int
    message: str
    harmless: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """What a check looks at.

    rows:    a connection with a view of the rows that count of every table, by its name, and of all visible rows, by "all_" and its name.
    entries: of the manifest, in order.
    hidden:  rows by table and batch that the manifest does not name.
    absent:  files by table that the log of a table names and that are not there.
    hashes:  under which raw bytes are kept.
    """

    rows: duckdb.DuckDBPyConnection
    entries: tuple[Entry, ...]
    hidden: Mapping[tuple[str, str], int]
    absent: Mapping[str, tuple[str, ...]]
    hashes: frozenset[str]


def check(material: Material) -> tuple[Finding, ...]:
    """All that is to be said, harm first; nothing where all is well."""
    if material.absent:  # nothing can be counted then
        return tuple(
            Finding(
                code="file", table=table, count=len(files), message=_some("files are named by the table's log and are not there", files)
            )
            for table, files in material.absent.items()
        )
    steps = (_manifest, _counts, _doubles, _articles, _claims, _references, _raws, _ahead, _abandoned, _lag)
    return tuple(sorted((finding for step in steps for finding in step(material)), key=lambda finding: finding.harmless))


def _manifest(material: Material) -> Iterator[Finding]:
    sequences = [entry.sequence for entry in material.entries]
    if sequences != list(range(1, len(sequences) + 1)):
        wrong = [str(at) for at, found in enumerate(sequences, 1) if at != found]
        yield Finding(
            code="manifest", table=None, count=len(wrong), message=_some("sequences of the manifest are missing or doubled", wrong)
        )
    batches = Counter(entry.batch for entry in material.entries if entry.batch and entry.kind != "revoked")
    revoked = {entry.batch for entry in material.entries if entry.kind == "revoked"}
    if wrong := [batch for batch, times in batches.items() if times > 1 or batch in revoked]:
        yield Finding(code="manifest", table=None, count=len(wrong), message=_some("batches stand in the manifest twice", wrong))


def _counts(material: Material) -> Iterator[Finding]:
    """Rows by batch against what the manifest says. Of derived tables old versions may be gone, so there may be fewer."""
    told: dict[str, Counter[str]] = {name: Counter() for name in TABLES}
    for entry in material.entries:
        for count in entry.counts if entry.kind != "revoked" else ():
            told[count.table][entry.batch or ""] += count.rows
    for name, table in TABLES.items():
        found: dict[str, int] = dict(_all(material, f"SELECT batch, count(*) FROM all_{name} GROUP BY batch"))
        for batch in sorted(found.keys() | told[name].keys()):
            here, said = found.get(batch, 0), told[name][batch]
            if here > said or (here < said and not table.derived):
                message = f"{here} rows of batch {batch} are there, and the manifest says {said}"
                yield Finding(code="count", table=name, count=abs(here - said), message=message)


def _doubles(material: Material) -> Iterator[Finding]:
    for name, table in TABLES.items():
        if name == "rereads":  # an article may be read again as often as one likes
            continue
        rows = f"(SELECT id || ' ' || version AS id FROM all_{name})" if table.derived else name
        doubled = [row[0] for row in _all(material, f"SELECT id FROM {rows} GROUP BY id HAVING count(*) > 1")]
        if doubled:
            yield Finding(code="double", table=name, count=len(doubled), message=_some("ids are there more than once", doubled))


def _articles(material: Material) -> Iterator[Finding]:
    """The id of an article and the hash of its text say what they are made of; one that was read again keeps the id of its first text."""
    wrong: list[str] = []
    again = "id IN (SELECT id FROM rereads)"
    cursor = material.rows.execute(f"SELECT id, text_hash, outlet, url, published, text, {again} FROM articles")
    while rows := cursor.fetchmany(READ_AT_ONCE):
        for id_, text_hash, outlet, url, published, text, read_again in rows:
            key = (outlet, url, published and published.isoformat(), text)
            if (id_ != filed_id(*key) and not read_again) or text_hash != "sha256:" + hashlib.sha256(text.encode()).hexdigest():
                wrong.append(id_)
    if wrong:
        message = _some("articles have an id or a text_hash that is not that of their outlet, URL, day and text", wrong)
        yield Finding(code="id", table="articles", count=len(wrong), message=message)


def _claims(material: Material) -> Iterator[Finding]:
    """A claim's text is what stands in its article."""
    query = """
        SELECT claims.id FROM claims JOIN articles ON claims.article = articles.id
        WHERE substr(articles.text, claims.start + 1, claims."end" - claims.start) <> claims.text
    """
    wrong = [row[0] for row in _all(material, query)]
    if wrong:
        yield Finding(code="text", table="claims", count=len(wrong), message=_some("claims differ from their article's text", wrong))


def _references(material: Material) -> Iterator[Finding]:
    """What a row names is there. A derived row may name what was read again since it was folded: it is there, if it does not count."""
    for name, column, other in (
        ("claims", "article", "articles"),
        ("events", "article", "articles"),
        ("events", "claim", "claims"),
        ("rejects", "article", "articles"),
        ("placements", "id", "all_articles"),
        ("placements", "unnest(incidents)", "incidents"),
        ("incidents", "unnest(events)", "all_events"),
        ("incidents", "unnest(articles)", "all_articles"),
    ):
        named = f"SELECT DISTINCT {column} AS named FROM {name}"
        query = f"SELECT named FROM ({named}) WHERE named IS NOT NULL AND named NOT IN (SELECT id FROM {other})"
        lost = [row[0] for row in _all(material, query)]
        if lost:
            message = _some(f"ids in {column} are not among the {other.removeprefix('all_')}", lost)
            yield Finding(code="reference", table=name, count=len(lost), message=message)


def _raws(material: Material) -> Iterator[Finding]:
    named = _all(material, "SELECT DISTINCT raw_hash FROM all_articles WHERE raw_hash IS NOT NULL")
    lost = [row[0] for row in named if row[0] not in material.hashes]
    if lost:
        yield Finding(code="raw", table="articles", count=len(lost), message=_some("raw bytes are named and not kept", lost))


def _ahead(material: Material) -> Iterator[Finding]:
    """No derived row knows more than the manifest."""
    last = len(material.entries)
    for name, table in TABLES.items():
        if table.derived:
            ahead = [row[0] for row in _all(material, f"SELECT id FROM all_{name} WHERE version >= {last}")]
            if ahead:
                yield Finding(code="ahead", table=name, count=len(ahead), message=_some("rows are ahead of the manifest", ahead))


def _abandoned(material: Material) -> Iterator[Finding]:
    for (table, batch), rows in sorted(material.hidden.items()):
        message = f"a writer left {rows} rows of batch {batch} unfinished; nothing shows them, and `tocsin lake optimize` takes them away"
        yield Finding(code="abandoned", table=table, count=rows, message=message, harmless=True)


def _lag(material: Material) -> Iterator[Finding]:
    folded = max((entry.folded or 0 for entry in material.entries), default=0)
    behind = sum(1 for entry in material.entries if entry.kind in ("filing", "reread") and entry.sequence > folded)
    if behind:
        message = f"{behind} batches are yet to be folded into incidents"
        yield Finding(code="lag", table="incidents", count=behind, message=message, harmless=True)


def _all(material: Material, query: str) -> list[tuple[Any, ...]]:
    rows: list[tuple[Any, ...]] = material.rows.execute(query).fetchall()
    return rows


def _some(what: str, ids: Iterable[str]) -> str:
    listed = sorted(ids)
    more = ", ..." if len(listed) > SHOWN else ""
    return f"{len(listed)} {what}: {', '.join(listed[:SHOWN])}{more}"
