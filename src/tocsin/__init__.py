"""Tocsin turns news reports into warning that can be checked.

The way of the data:

    collect -> parse -> encoder -> entities -> claims -> events -> incidents -> indicators -> scenarios -> forecast -> products

`read` reads one article, `Reader` reads many: the stages from parse to events, each article by itself. Incidents are merged over all
articles of a lake (`tocsin.lake`, `tocsin.pipeline`). Importing this package loads no model and no parser.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tocsin.config import Config
    from tocsin.pipeline.reader import Reader, read
    from tocsin.records import Article, ArticleReading, Unreadable

__all__ = ["Article", "ArticleReading", "Config", "Reader", "Unreadable", "read"]


def __getattr__(name: str) -> Any:
    if name in ("Reader", "read"):
        from tocsin.pipeline import reader

        return getattr(reader, name)
    if name == "Config":
        from tocsin.config import Config

        return Config
    if name in ("Article", "ArticleReading", "Unreadable"):
        from tocsin import records

        return getattr(records, name)
    raise AttributeError(f"module 'tocsin' has no attribute {name!r}")
