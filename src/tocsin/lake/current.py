"""Which of the rows that are visible count today, as SQL."""

from __future__ import annotations

from collections.abc import Mapping, Sequence


def parquet(files: Sequence[str]) -> str:
    """Files as a table expression of DuckDB, `month` from their folders."""
    listed = ", ".join(map(literal, files))
    return f"read_parquet([{listed}], union_by_name = true, hive_partitioning = true, hive_types = {{'month': VARCHAR}})"


def literal(text: str) -> str:
    """A string as SQL has it."""
    return "'" + text.replace("'", "''") + "'"


def current_version(source: str, floor: int) -> str:
    """Of a derived table: the latest version of an id, unless it is retired or below the floor."""
    latest = f"SELECT id, max(version) FROM {source} GROUP BY id"  # noqa: S608 - no text of a user's
    return f"NOT retired AND version >= {floor} AND (id, version) IN ({latest})"


def current_reread(article: str, source: str, batches: Mapping[str, int]) -> str:
    """Of a table whose rows belong to articles: of one that was read again, the rows of the batch that read it last.

    source:  of the table of articles that were read again; batches: those of re-readings, with their sequence.
    """
    sequences = ", ".join(f"({literal(batch)}, {sequence})" for batch, sequence in batches.items())
    latest = (
        "SELECT id AS reread_article, arg_max(batch, reread_sequence) AS reread_batch "  # noqa: S608 - no text of a user's
        f"FROM {source} JOIN (VALUES {sequences}) AS rereading(reread_by, reread_sequence) ON batch = reread_by GROUP BY id"
    )
    return f"NOT EXISTS (SELECT 1 FROM ({latest}) WHERE reread_article = {article} AND reread_batch <> batch)"  # noqa: S608
