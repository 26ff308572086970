"""`tocsin export articles`: one row an article, where it stands among the others (see docs/reference/export.md)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from tocsin.records import FiledArticle, Placement


def exported(article: FiledArticle, placement: Placement | None) -> dict[str, Any]:
    """The row of one article.

    placement: None where the article has not been compared with others: its row says so by having no story, incident or copy.
    """
    moment = article.published_at or article.published
    leads = placement is not None and placement.leads
    return {
        "id": article.row_id or article.id,
        "outlet": article.outlet,
        "title": article.title,
        "published": moment.isoformat() if moment else None,
        "url": article.url,
        "story": placement.story if placement else None,
        "incidents": list(placement.incidents) if placement and leads else [],
        "mentions": list(placement.incidents) if placement and not leads else [],
        "copy_of": placement.copy_of if placement else None,
        "known_at": _utc(article.known_at),
    }


def _utc(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")
