"""The shipped reports."""

from __future__ import annotations

from importlib.resources import files
from io import BytesIO

from tocsin.collect import rows
from tocsin.errors import DataError
from tocsin.records import Article, Unreadable

REPORTS = files("tocsin.demo") / "data" / "reports.jsonl"


def reports() -> list[Article]:
    """The shipped reports in the order of their days. Raises DataError where a row is broken."""
    made = list(rows(BytesIO(REPORTS.read_bytes())))
    for row in made:
        if isinstance(row, Unreadable):
            raise DataError(f"{REPORTS}, row {row.id}: {row.message}")
    return sorted((row for row in made if isinstance(row, Article)), key=lambda a: (str(a.published), a.id))
