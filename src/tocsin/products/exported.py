"""`tocsin export articles`: one row an article, where it stands among the others (see docs/reference/export.md)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from tocsin.records import FiledArticle, Placement

COLUMNS = ("id", "outlet", "title", "published", "url", "story", "incidents", "mentions", "copy_of", "known_at")


def exported(article: FiledArticle, placement: Placement | None, copied: FiledArticle | None) -> dict[str, Any]:
    """The row of one article, under the id that the caller's row had.

    placement: None where the article has not been compared with others: its row says so by having no story, incident or copy.
    copied:    the article whose text it repeats, None where it repeats none.
    """
    moment = article.published_at or article.published
    leads = placement is not None and placement.leads
    return {
        "id": _called(article),
        "outlet": article.outlet,
        "title": article.title,
        "published": moment.isoformat() if moment else None,
        "url": article.url,
        "story": placement.story if placement else None,
        "incidents": list(placement.incidents) if placement and leads else [],
        "mentions": list(placement.incidents) if placement and not leads else [],
        "copy_of": _called(copied) if copied else None,
        "known_at": _utc(article.known_at),
    }


def _called(article: FiledArticle) -> str:
    return article.row_id or article.id


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
