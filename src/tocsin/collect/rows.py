"""Batches: lines of JSON, each an article row as docs/reference/record.md has it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from typing import Any, BinaryIO

from tocsin.collect.dates import day
from tocsin.errors import BadRow, EmptyText, NotText, TocsinError, TooLong
from tocsin.records import Article, PublishedBasis, Unreadable
from tocsin.records.article import text_id

MAX_LINE_BYTES = 8_000_000
"""Longer lines are refused without being held whole; it is more than any text that is read as one article takes, even escaped."""

_CHUNK = 1 << 20
_ID_FIRST = re.compile(rb'\s*\{\s*"id"\s*:\s*("(?:[^"\\]|\\.){1,500}"|\d{1,30})\s*[,}]')


def rows(stream: BinaryIO) -> Iterator[Article | Unreadable]:
    """One record a line, in order; blank lines are no rows. A line that is no article row becomes an `Unreadable` in its place.

    An unreadable row has the caller's id where that can still be made out, else its place, "line 7".
    """
    for number, (line, whole) in enumerate(lines(stream), start=1):
        if line.strip():
            yield row(line, place=f"line {number}", whole=whole)


def row(line: bytes, *, place: str, whole: bool = True) -> Article | Unreadable:
    """The record of one line; `whole` is False where `line` is but the beginning of one longer than `MAX_LINE_BYTES`."""
    try:
        if not whole:
            raise TooLong(f"the row is longer than {MAX_LINE_BYTES:,} bytes", do="split the text into its articles")
        return article(line)
    except TocsinError as error:
        return Unreadable.from_error(_id_of(line) or place, error)


def article(line: bytes) -> Article:
    """The article of one row, a JSON object. Raises BadRow, EmptyText, BadDate, NotText.

    An empty string stands for null: unknown.
    """
    fields = parsed(line)
    text = _text(fields.get("text"))
    published = _published(fields.get("published"))
    basis: PublishedBasis = "unknown" if published is None else "given"
    return Article(
        id=_id(fields.get("id")) or text_id(text),
        text=text,
        title=_string(fields, "title"),
        url=_string(fields, "url"),
        outlet=_string(fields, "outlet"),
        published=published,
        published_basis=basis,
        language=_string(fields, "language"),
    )


_ALLOWED = 'a row is {"id", "text", "published"?, "outlet"?, "title"?, "url"?, "language"?}, all of them strings'


def lines(stream: BinaryIO) -> Iterator[tuple[bytes, bool]]:
    """Each line, and whether that is all of it; of a longer one the beginning, the rest read over in chunks."""
    while line := stream.readline(MAX_LINE_BYTES):
        whole = len(line) < MAX_LINE_BYTES or line.endswith(b"\n")
        if not whole:
            while (rest := stream.readline(_CHUNK)) and not rest.endswith(b"\n"):
                pass
        yield line, whole


def parsed(line: bytes) -> dict[str, Any]:
    """The object that a line of JSON is. Raises BadRow, NotText."""
    try:
        made = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise NotText(f"the row is not UTF-8 (byte {error.start:,})", do="save the batch as UTF-8") from None
    except json.JSONDecodeError as error:
        raise BadRow(f"the row is broken JSON at character {error.pos + 1:,} ({error.msg})") from None
    except (ValueError, RecursionError):  # a number of thousands of digits, brackets within brackets
        raise BadRow("the row is JSON that cannot be read", allowed=_ALLOWED) from None
    if not isinstance(made, dict):
        raise BadRow(f"the row is {_kind(made)}, not an object", allowed=_ALLOWED)
    return made


def _text(value: Any) -> str:
    if value is None:
        raise BadRow('the row has no "text"', allowed=_ALLOWED)
    if not isinstance(value, str):
        raise BadRow(f'the row\'s "text" is {_kind(value)}', allowed=_ALLOWED)
    if not value.strip():
        raise EmptyText("the text is empty", do="give the body of the article")
    return _whole(value)


def _id_of(line: bytes) -> str | None:
    """The caller's id in a row that is broken further on."""
    try:
        return _id(parsed(line).get("id"))
    except TocsinError:
        pass
    if not (m := _ID_FIRST.match(line)):
        return None
    try:
        return _id(json.loads(m[1]))
    except (ValueError, TocsinError):
        return None


def _id(value: Any) -> str | None:
    if value is None or value == "":
        return None
    if isinstance(value, str):
        return _whole(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    raise BadRow(f'the row\'s "id" is {_kind(value)}', allowed="a string or a whole number")


def _published(value: Any) -> date | None:
    if value is None or value == "":
        return None
    if not isinstance(value, str):
        raise BadRow(f'the row\'s "published" is {_kind(value)}', allowed='a string, as "2019-06-19"')
    return day(value)


def _string(fields: dict[str, Any], name: str) -> str | None:
    value = fields.get(name)
    if value is not None and not isinstance(value, str):
        raise BadRow(f'the row\'s "{name}" is {_kind(value)}', allowed=_ALLOWED)
    return _whole(value) if value else None


def _whole(value: str) -> str:
    """The value itself; JSON can hold half of a character, which no file and no parser can."""
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise NotText(f"the row holds half a character at character {error.start + 1:,} (an unpaired surrogate)") from None
    return value


def _kind(value: Any) -> str:
    names = {dict: "an object", list: "a list", str: "a string", bool: "true or false", int: "a number", float: "a number"}
    return names.get(type(value), "null")
