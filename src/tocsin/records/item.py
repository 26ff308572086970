"""One report as a source handed it over, before anything is read in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tocsin.records.article import Article


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An article together with what only its source tells of it.

    article:      the report; its `id` is the caller's own where the source gives one (a row's "id"), else the digest of its text.
    source:       what it came from: the URL of the feed, the path of the file or folder. Source health is kept by this name.
    published_at: the moment of publication (aware, UTC), None where the source tells no more than the day, or nothing.
    author, tags: as the source has them.
    raw:          the bytes it was made of (a page, a document, a row, an entry as JSON), kept so that a better reader can begin there;
                  None where they are the text itself.
    media_type:   of `raw` ("text/html", "application/pdf", "application/json"), None where there are none.
    """

    article: Article
    source: str
    published_at: datetime | None = None
    author: str | None = None
    tags: tuple[str, ...] = ()
    raw: bytes | None = None
    media_type: str | None = None

    def __post_init__(self) -> None:
        if self.published_at is not None and self.published_at.tzinfo is None:
            raise ValueError("published_at is aware: it has a time zone")
