"""From whatever a person hands over to articles: bytes, a file, a URL, a folder, standard input."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Literal

from tocsin.collect.decode import decode
from tocsin.collect.known import Found, Known, article_of
from tocsin.collect.rows import article
from tocsin.collect.sandbox import Extract, Sandbox
from tocsin.errors import InputError, NotText, TocsinError, TooLong
from tocsin.records import Article, Unreadable

if TYPE_CHECKING:
    from tocsin.collect.fetch import Fetched

Format = Literal["text", "page", "pdf"]

MAX_BYTES: dict[Format, int] = {"text": 4_000_000, "page": 15_000_000, "pdf": 50_000_000}
"""Larger inputs of each format are refused unread. Text: four bytes a character, for the most that may be configured as one article."""

SUFFIXES = (".txt", ".html", ".htm", ".pdf", ".json")
"""The files of a folder that are read: text, pages, documents, and article rows of a batch in a file of their own."""

_HEAD_BYTES = 8192
_BINARY = (
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\xd0\xcf\x11\xe0", "an office document of the old kind"),
    (b"\x1f\x8b", "compressed with gzip"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"{\\rtf", "a document in Rich Text Format"),
)
_PAGE = re.compile(
    rb"^\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*+<(?:!doctype\s+html|html|head|body|meta|title|article|div|p)\b", re.I | re.S
)
_ELEMENT = re.compile(rb"<(?:html|head|body|div|p|article|h1)\b[^>]*>", re.I)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hint:
    """What is said of the bytes from outside; the bytes themselves have the last word.

    page:    whether a file name or a server calls them HTML.
    charset: the encoding that a server named, None where none did.
    """

    page: bool = False
    charset: str | None = None


NO_HINT = Hint()


def format_of(head: bytes, hint: Hint = NO_HINT) -> Format:
    """The format, told from the first bytes. Raises NotText for archives, pictures and other things that are no text."""
    if b"%PDF-" in head[:1024]:
        return "pdf"
    for magic, name in _BINARY:
        if head.startswith(magic):
            raise NotText(f"the input is {name}", do="give text, HTML or PDF")
    plain = head.replace(b"\x00", b"")  # UTF-16, where every second byte is zero
    if _PAGE.match(plain.removeprefix(b"\xef\xbb\xbf").removeprefix(b"\xff\xfe")) or (hint.page and _ELEMENT.search(plain)):
        return "page"
    return "text"


def from_bytes(data: bytes, known: Known, extract: Extract, *, hint: Hint = NO_HINT) -> Article:
    """The article in these bytes: plain text, an HTML page or a PDF.

    Raises EmptyText, NotText, NoArticle, TooLong. Plain text is kept to the character, so that offsets count into what was handed in.
    """
    form = format_of(data[:_HEAD_BYTES], hint)
    if len(data) > MAX_BYTES[form]:
        raise _too_long(form)
    if form == "text":
        return article_of(Found(text=decode(data)), known)
    return article_of(extract(form, data, hint.charset, known.url), known)


def from_stream(stream: BinaryIO, known: Known, extract: Extract, *, hint: Hint = NO_HINT) -> Article:
    """The article in a stream, of which no more is held than may be read. Raises as `from_bytes`."""
    head = stream.read(_HEAD_BYTES)
    most = MAX_BYTES[format_of(head, hint)]
    return from_bytes(head + stream.read(most + 1 - len(head)), known, extract, hint=hint)


def from_file(path: Path, known: Known, extract: Extract) -> Article:
    """The article in a file. Raises as `from_bytes`, InputError for a JSON file that is no article row, OSError."""
    if path.suffix.lower() == ".jsonl":
        raise InputError("a .jsonl file is a batch, not one article", do="read it with --jsonl")
    with path.open("rb") as stream:
        if path.suffix.lower() == ".json":
            return _from_row(stream, known)
        return from_stream(stream, known, extract, hint=Hint(page=path.suffix.lower() in (".html", ".htm")))


def from_url(url: str, known: Known, extract: Extract) -> Article:
    """The article at a URL. Raises FetchError, and as `from_bytes`."""
    from tocsin.collect.fetch import fetch

    return from_fetched(fetch(url), known, extract)


def from_fetched(fetched: Fetched, known: Known, extract: Extract) -> Article:
    """The article in what a URL gave. Raises as `from_bytes`."""
    hint = Hint(page=fetched.media_type in ("text/html", "application/xhtml+xml"), charset=fetched.charset)
    return from_bytes(fetched.body, replace(known, url=known.url or fetched.url), extract, hint=hint)


def from_folder(folder: Path, known: Known, extract: Extract) -> Iterator[Article | Unreadable]:
    """One record a file below the folder, sorted by path; its id is the path within the folder. Hidden files are passed over.

    A file of another kind than `SUFFIXES`, and one that cannot be read, becomes an `Unreadable` in its place.
    """
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder)
        if not path.is_file() or any(part.startswith(".") for part in name.parts):
            continue
        try:
            yield from_file(_readable(path), replace(known, id=name.as_posix()), extract)
        except TocsinError as error:
            yield Unreadable.from_error(name.as_posix(), error)
        except OSError as error:
            yield Unreadable(id=name.as_posix(), code=InputError.code, message=f"The file cannot be read: {error.strerror}.")


def collected(target: str, known: Known) -> Iterator[Article | Unreadable]:
    """The articles at a path, a URL, in a folder, or on standard input ("-"): one, but for a folder.

    Raises FetchError, InputError and OSError where the one article cannot be had; a folder goes on, with an `Unreadable` in its place.
    """
    with closing(Sandbox()) as sandbox:
        if target == "-":
            yield from_stream(sys.stdin.buffer, known, sandbox.extract)
        elif re.match(r"[a-z][a-z0-9+.-]*://", target, re.I):
            yield from_url(target, known, sandbox.extract)
        elif Path(target).is_dir():
            yield from from_folder(Path(target), known, sandbox.extract)
        else:
            yield from_file(Path(target), known, sandbox.extract)


def _readable(path: Path) -> Path:
    if path.suffix.lower() not in SUFFIXES:
        raise InputError(f"a file named *{path.suffix} is not read in a folder", allowed=f"those are {', '.join(SUFFIXES)}")
    return path


def _from_row(stream: BinaryIO, known: Known) -> Article:
    data = stream.read(MAX_BYTES["page"] + 1)
    if len(data) > MAX_BYTES["page"]:
        raise _too_long("page")
    made = article(data)
    if known.published:
        made = replace(made, published=known.published, published_basis="given")
    return replace(made, id=known.id or made.id, title=known.title or made.title, outlet=known.outlet or made.outlet)


def _too_long(form: Format) -> TooLong:
    name = {"text": "text", "page": "page", "pdf": "PDF"}[form]
    return TooLong(f"the {name} is larger than {MAX_BYTES[form] // 1_000_000} MB", do="split it into its articles")
