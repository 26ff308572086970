"""JSON Feed 1.0 and 1.1 (jsonfeed.org)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urljoin

from tocsin.collect.feed_raw import RawEntry, RawFeed, Words
from tocsin.collect.feed_xml import decoded
from tocsin.errors import Bomb, NotFeed


def of_json(data: bytes, *, url: str | None = None) -> RawFeed:
    """The feed of a JSON document.

    Raises EmptyText, NotText, TooLong, Bomb (nesting beyond any use), NotFeed for other and for broken JSON.
    """
    try:
        made = json.loads(decoded(data, None))
    except RecursionError:
        raise Bomb("the values of the document stand in each other beyond any use") from None
    except ValueError as error:
        raise NotFeed(f"the document is broken JSON: {error}", allowed="JSON Feed 1.0 or 1.1") from None
    items = made.get("items") if isinstance(made, dict) else None
    if not isinstance(items, list):
        raise NotFeed("the document is JSON without a list of items", allowed="JSON Feed 1.0 or 1.1")
    return RawFeed(
        title=_words(made, "title"),
        home=_address(made, ("home_page_url",), url),
        language=_string(made, "language"),
        entries=tuple(_entry(item if isinstance(item, dict) else {}, url) for item in items),
    )


def _entry(item: Mapping[str, Any], url: str | None) -> RawEntry:
    html, text = _string(item, "content_html"), _string(item, "content_text")
    content = Words(value=html, markup=True) if html else Words(value=text, markup=False) if text else None
    return RawEntry(
        title=_words(item, "title"),
        link=_address(item, ("url", "external_url"), url),
        id=_string(item, "id"),
        summary=_words(item, "summary"),
        content=content,
        published=_string(item, "date_published"),
        updated=_string(item, "date_modified"),
        authors=_authors(item),
        tags=tuple(tag for tag in _list(item, "tags") if isinstance(tag, str) and tag.strip()),
        language=_string(item, "language"),
    )


def _string(item: Mapping[str, Any], key: str) -> str | None:
    value = item.get(key)
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = str(value)
    return value.encode("utf-8", "replace").decode().strip() or None if isinstance(value, str) else None


def _words(item: Mapping[str, Any], key: str) -> Words | None:
    value = _string(item, key)
    return Words(value=value) if value else None


def _address(item: Mapping[str, Any], keys: tuple[str, ...], url: str | None) -> str | None:
    found = next((value for key in keys if (value := _string(item, key))), None)
    try:
        return urljoin(url or "", found) if found else None
    except ValueError:
        return None


def _list(item: Mapping[str, Any], key: str) -> list[Any]:
    value = item.get(key)
    return value if isinstance(value, list) else []


def _authors(item: Mapping[str, Any]) -> tuple[str, ...]:
    """`authors` of 1.1, `author` of 1.0."""
    people = [person for person in (*_list(item, "authors"), item.get("author")) if isinstance(person, dict)]
    return tuple(dict.fromkeys(name for person in people if (name := _string(person, "name"))))
