"""Article rows of any table: which column holds what, and the article that a row makes."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from tocsin.collect.known import Known
from tocsin.collect.languages import language
from tocsin.collect.markup import is_markup, plain
from tocsin.collect.moments import moment
from tocsin.errors import BadRow, ConfigError, EmptyText, NotText
from tocsin.records import Article, Item, PublishedBasis
from tocsin.records.article import text_id

NAMES: Mapping[str, tuple[str, ...]] = {
    "id": ("id", "guid", "uuid", "article_id"),
    "text": ("text", "body", "content", "full_text", "article", "description", "summary"),
    "title": ("title", "headline"),
    "outlet": ("outlet", "source", "publisher", "publication", "site", "source_name"),
    "url": ("url", "link", "href"),
    "published": (
        "published",
        "published_at",
        "date",
        "pubdate",
        "pub_date",
        "publish_date",
        "published_date",
        "date_published",
        "datetime",
    ),
    "language": ("language", "lang"),
    "author": ("author", "authors", "byline", "creator"),
    "tags": ("tags", "keywords", "categories", "category", "topics"),
}
"""Field -> the names of columns that are taken for it unless a map says otherwise, without regard to case; the first one filled counts."""

_MOST_TAGS = 100
_LONGEST_FACT = 2_000  # characters of a title, a name, an address


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnMap:
    """Field of an article -> name of the column that holds it; None for the usual names (`NAMES`)."""

    id: str | None = None
    text: str | None = None
    title: str | None = None
    outlet: str | None = None
    url: str | None = None
    published: str | None = None
    language: str | None = None
    author: str | None = None
    tags: str | None = None

    @classmethod
    def parse(cls, spec: str) -> ColumnMap:
        """The map of "text=body,published=date". Raises ConfigError for another field, one named twice, or a piece without "=".

        >>> ColumnMap.parse("text=body, published=approx_date").published
        'approx_date'
        """
        made: dict[str, str] = {}
        for piece in spec.split(","):
            field, equals, column = (part.strip() for part in piece.partition("="))
            if not equals or not column or field not in NAMES or field in made:
                raise ConfigError(
                    f"{piece.strip()!r:.80} does not map a column", allowed=f"FIELD=COLUMN, each field once, of {', '.join(NAMES)}"
                )
            made[field] = column
        return cls(**made)

    def missing(self, names: tuple[str, ...]) -> str | None:
        """The first column named here that a table with these columns does not have."""
        there = {name.casefold() for name in names}
        named = (getattr(self, field.name) for field in fields(self))
        return next((column for column in named if column is not None and column.casefold() not in there), None)

    def has_text(self, names: tuple[str, ...]) -> bool:
        """Whether a table with these columns has one for the text, or for the title that may stand for it."""
        made = _resolved(self, names)
        return bool(made["text"] or made["title"])

    def used(self, names: tuple[str, ...]) -> tuple[str, ...]:
        """Of these columns those that are read."""
        return tuple(dict.fromkeys(column for columns in _resolved(self, names).values() for column in columns))


USUAL = ColumnMap()


def item_of(cells: Mapping[str, Any], columns: ColumnMap, known: Known, source: str) -> Item:
    """The article of one row. Raises BadRow, EmptyText, BadDate, NotText.

    Markup is taken out of the text and the title; where the text is empty the title stands for it. An outlet given as a URL is its host.
    The row itself is kept as raw bytes where the text is not what stood in it.
    """
    row = _Row(cells, _resolved(columns, tuple(cells)))
    title = known.title or _plain(row.string("title"))
    given = row.text()
    text = (_plain(given) if given and is_markup(given) else given) or title
    if not text or not text.strip():
        raise EmptyText("the row has neither text nor title", do="name the column that holds the text, as --columns text=body")
    url = known.url or _url(row.string("url"))
    written = row.first("published")
    day, at = moment(written) if written is not None else (None, None)
    if known.published:
        day, at = known.published, None
    basis: PublishedBasis = "given" if day else "unknown"
    article = Article(
        id=known.id or row.id() or text_id(text),
        text=text,
        title=title,
        url=url,
        outlet=known.outlet or host_or_name(row.string("outlet")) or host(url),
        published=day,
        published_basis=basis,
        language=language(row.string("language"), f"{title or ''} {text}"),
    )
    raw = None if text == given else json.dumps(cells, ensure_ascii=False, default=str).encode()
    return Item(
        article=article,
        source=source,
        published_at=at,
        author=row.names("author"),
        tags=row.tags(),
        raw=raw,
        media_type="application/json" if raw else None,
    )


def host(url: str | None) -> str | None:
    """The host of a URL without "www.", None where there is none.

    >>> host("https://www.sample.example/a"), host(None)
    ('sample.example', None)
    """
    try:
        name = urlsplit(url or "").hostname
    except ValueError:
        return None
    return (name.removeprefix("www.") or None) if name else None


def host_or_name(text: str | None) -> str | None:
    """A name as it stands, a URL as its host."""
    return host(text) or text if text and re.match(r"https?://", text, re.I) else text


@dataclass(frozen=True, slots=True)
class _Row:
    """The cells of a row by field."""

    cells: Mapping[str, Any]
    columns: Mapping[str, tuple[str, ...]]

    def first(self, field: str) -> Any:
        """The first cell of the field's columns that holds something; None for none."""
        values = (self.cells.get(column) for column in self.columns[field])
        return next((value for value in values if not _is_empty(value)), None)

    def text(self) -> str | None:
        value = self.first("text")
        if value is not None and not isinstance(value, str):
            raise BadRow(f"the row's text is {_kind(value)}", allowed="a string")
        return _whole(value)

    def string(self, field: str) -> str | None:
        value = self.first(field)
        if isinstance(value, Mapping):  # {"id": ..., "name": ...}, as some interfaces write a source or an author
            value = value.get("name")
        if isinstance(value, int | float) and not isinstance(value, bool):
            value = _number(value)
        if value is not None and not isinstance(value, str):
            raise BadRow(f"the row's {field} is {_kind(value)}", allowed="a string")
        return _whole((value or "").strip()[:_LONGEST_FACT] or None)

    def id(self) -> str | None:
        return self.string("id")

    def names(self, field: str) -> str | None:
        value = self.first(field)
        return ", ".join(_strings(value))[:_LONGEST_FACT] or None if isinstance(value, list) else self.string(field)

    def tags(self) -> tuple[str, ...]:
        value = self.first("tags")
        made = _strings(value) if isinstance(value, list) else re.split(r"[,;|]", self.string("tags") or "")
        return tuple(dict.fromkeys(tag.strip() for tag in made if tag.strip()))[:_MOST_TAGS]


@lru_cache(maxsize=256)
def _resolved(columns: ColumnMap, names: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """Field -> the columns of a row with these names that may hold it, in order."""
    folded: dict[str, str] = {}
    for name in names:
        folded.setdefault(name.casefold(), name)
    made: dict[str, tuple[str, ...]] = {}
    taken = {column.casefold() for column in (getattr(columns, field) for field in NAMES) if column is not None}
    for field, usual in NAMES.items():
        named = getattr(columns, field)
        wanted = (named.casefold(),) if named is not None else tuple(name for name in usual if name not in taken)
        made[field] = tuple(folded[name] for name in wanted if name in folded)
    return made


def _is_empty(value: Any) -> bool:
    return (
        value is None or value != value or (isinstance(value, str | list) and not value) or (isinstance(value, str) and not value.strip())
    )


def _plain(text: str | None) -> str | None:
    return (plain(text) if is_markup(text) else " ".join(text.split())) or None if text else None


def _url(text: str | None) -> str | None:
    """A web address; whatever else stands in its place is none."""
    return text if text and re.match(r"https?://", text, re.I) else None


def _number(value: float) -> str:
    return str(int(value)) if abs(value) < 1e18 and value == int(value) else str(value)


def _strings(value: list[Any]) -> list[str]:
    made = (item.get("name") or item.get("term") if isinstance(item, Mapping) else item for item in value)
    return [whole for item in made if isinstance(item, str) and (whole := _whole(" ".join(item.split())))]


def _whole(value: str | None) -> str | None:
    """The value itself; JSON can hold half of a character, which no file and no parser can."""
    try:
        (value or "").encode()
    except UnicodeEncodeError as error:
        raise NotText(f"the row holds half a character at character {error.start + 1:,} (an unpaired surrogate)") from None
    return value


def _kind(value: Any) -> str:
    names = {dict: "an object", list: "a list", bool: "true or false", int: "a number", float: "a number", bytes: "binary"}
    return names.get(type(value), f"of the kind {type(value).__name__}")
