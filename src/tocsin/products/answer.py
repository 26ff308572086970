"""The `tocsin.read/1` record: a reading as plain data for JSON."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

from tocsin.records import ArticleReading, Unreadable

SCHEMA = "tocsin.read/1"


def answer(read: ArticleReading | Unreadable, *, explain: bool = False) -> dict[str, Any]:
    """The answer for one article, ready for `json.dumps`; field for field the records written down.

    explain: whether actors, claims and events have the `reasons` by which they were decided.
    """
    if isinstance(read, Unreadable):
        return {"schema": SCHEMA, "id": read.id, "error": {"code": read.code, "message": read.message}}
    body = plain(read)
    for part in () if explain else (*body["actors"], *body["claims"], *body["events"]):
        del part["reasons"]
    article = body.pop("article")
    return {"schema": SCHEMA, "id": article.pop("id"), "article": article, **body}


def plain(value: Any) -> Any:
    """Records as dicts, tuples as lists, dates as ISO 8601; everything else as it is."""
    if is_dataclass(value):
        return {f.name: plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    return value
