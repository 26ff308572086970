"""What kind of material bytes are, told from their beginning; a name decides only where the bytes leave it open."""

from __future__ import annotations

import json
import re
from pathlib import PurePosixPath
from typing import Literal

from tocsin.collect.feeds import is_feed
from tocsin.collect.gdelt import dataset_of
from tocsin.collect.intake import Format, Hint, format_of
from tocsin.errors import NotText

Kind = Literal["text", "page", "pdf", "row", "rows", "separated", "parquet", "gdelt", "gzip", "zip", "warc", "feed", "opml"]
"""One article as text, page or PDF; "row" is one row as JSON (or a list of them), "rows" one a line, "separated" CSV and its like."""

_ENDINGS = "txt html htm xhtml pdf json jsonl ndjson csv tsv tab parquet warc arc gz zip xml rss rdf atom opml"
SUFFIXES = frozenset(f".{suffix}" for suffix in _ENDINGS.split())
"""The files of a folder that are read."""

HEAD_BYTES = 8192
"""So much of the beginning is looked at."""

_PAGE_SUFFIXES = (".html", ".htm", ".xhtml")
_XML_SUFFIXES = (".xml", ".rss", ".rdf", ".atom", ".opml")
_TABLE_SUFFIXES = (".csv", ".tsv", ".tab")
_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_ROOT = re.compile(
    r"(?:\s++|<\?[^>]*+>|<!--(?:[^-]|-(?!->))*+-->|<!doctype\b[^>\[]*+(?:\[[^\]]*+\]\s*+)?+>)*+"  # what may stand before it
    r"<(?P<name>[a-z][\w.:-]*+)",
    re.I,
)


def kind_of(head: bytes, name: str, hint: Hint | None = None) -> Kind:
    """The kind of what begins with these bytes and is called so (a path, an address, None of its folders mattering).

    Raises NotText for pictures, office documents, and XML that is neither a page nor a list of feeds nor one of them.
    """
    suffix = PurePosixPath(name.lower()).suffix
    return _packed(head) or _of_text(_plain(head), head, suffix, hint or Hint(page=suffix in _PAGE_SUFFIXES))


def _packed(head: bytes) -> Kind | None:
    """What marks itself by its first bytes."""
    if head.startswith(b"\x1f\x8b"):
        return "gzip"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "zip"
    if head.startswith(b"PAR1"):
        return "parquet"
    if head.startswith((b"WARC/", b"filedesc://")):
        return "warc"
    return None


def _plain(head: bytes) -> str:
    for mark in _MARKS:
        head = head.removeprefix(mark)
    return head.replace(b"\x00", b"").decode("utf-8", "replace")


def _of_text(text: str, head: bytes, suffix: str, hint: Hint) -> Kind:
    form: Format = format_of(head, hint)
    if form == "pdf":
        return form
    if (found := is_feed(head)) is not None:
        return "opml" if found == "opml" else "feed"
    root = _ROOT.match(text)
    if root and root["name"].lower() == "html":
        return "page"
    if form == "page" or (suffix in _PAGE_SUFFIXES and "<" in text):
        return "page"
    if (root and suffix in _XML_SUFFIXES) or text.lstrip()[:9].lower().startswith(("<?xml", "<!doctype")):
        raise NotText("the input is XML, but neither a page nor a feed nor a list of feeds", do="give text, HTML, RSS, Atom or OPML")
    return _json(text, suffix) or _table(text, suffix) or "text"


def _json(text: str, suffix: str) -> Kind | None:
    begun = text.lstrip()
    if suffix in (".jsonl", ".ndjson"):
        return "rows"
    if not begun.startswith(("{", "[{", "[\n", "[ ", "[\r")):
        return "row" if suffix == ".json" else None
    first, _, rest = begun.partition("\n")
    if first.startswith("{") and rest.lstrip().startswith("{") and _is_json(first):
        return "rows"
    if suffix == ".json":
        return "row"
    return "rows" if begun.startswith("{") and _is_row(first) else None


def _is_json(line: str) -> bool:
    try:
        json.loads(line)
    except (ValueError, RecursionError):
        return False
    return True


def _is_row(line: str) -> bool:
    """Whether a line is, or begins, an object; the first line of a large row does not end within what is looked at."""
    return _is_json(line) or re.match(r'\{\s*"[^"]{1,80}"\s*:', line) is not None


def _table(text: str, suffix: str) -> Kind | None:
    first = text.partition("\n")[0]
    if dataset_of(first) or first.startswith(("GLOBALEVENTID\t", "GlobalEventID\t")):
        return "gdelt"
    return "separated" if suffix in _TABLE_SUFFIXES or _is_event_header(first) else None


def _is_event_header(line: str) -> bool:
    return line.startswith(("Event ID\tEvent Date\t", "Event ID,Event Date,")) or "type_of_violence," in line
