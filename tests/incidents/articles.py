"""Articles for the tests of copies and provenance."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from tocsin.records.filed import FiledArticle, FiledCredit, filed_id

START = datetime(2024, 5, 6, 6, tzinfo=UTC)


def article(
    text: str,
    *,
    title: str | None = None,
    outlet: str | None = "Sample Daily",
    hours: float = 0,
    url: str | None = None,
    author: str | None = None,
    agency: str | None = None,
    republished: str | None = None,
    dated: bool = True,
) -> FiledArticle:
    """An article `hours` after START."""
    at = START + timedelta(hours=hours)
    lines = [FiledCredit(kind="agency", name=agency)] if agency else []
    lines += [FiledCredit(kind="republication", name=republished)] if republished else []
    return FiledArticle(
        id=filed_id(outlet, url, at, title, text),
        row_id=None,
        source="test",
        outlet=outlet,
        url=url,
        title=title,
        text=text,
        published=at.date() if dated else None,
        published_at=at if dated else None,
        published_basis="given" if dated else "unknown",
        language="en",
        author=author,
        tags=(),
        credits=tuple(lines),
        actors=(),
        places=(),
        reading="read",
        raw_hash=None,
        text_hash="",
        known_at=at,
        recorded_at=at,
        version="",
        config="",
    )
