"""What is known of an article beside its text: by the caller, and by the page or document itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tocsin.records import Article, PublishedBasis
from tocsin.records.article import text_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the caller knows; it stands above anything that a page or a document says of itself. None where the caller does not know.

    id:  the caller's own name for the article; None for the digest of its text.
    url: where it was fetched from.
    """

    id: str | None = None
    published: date | None = None
    outlet: str | None = None
    title: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a page or a document holds: the text of the article, and what it says of itself. None where it does not say."""

    text: str
    published: date | None = None
    outlet: str | None = None
    title: str | None = None
    url: str | None = None


def article_of(found: Found, known: Known) -> Article:
    """The article of what was found, with what the caller knows above it."""
    basis: PublishedBasis = "given" if known.published else "found" if found.published else "unknown"
    return Article(
        id=known.id or text_id(found.text),
        text=found.text,
        title=known.title or found.title,
        url=known.url or found.url,
        outlet=known.outlet or found.outlet,
        published=known.published or found.published,
        published_basis=basis,
    )
