"""Feeds and lists of feeds as trees: no document type, no entity but plain text, nothing from the network, and bounds on size and depth."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from html import unescape
from html.entities import html5
from typing import TypeAlias

from lxml import etree

from tocsin.collect.decode import decode
from tocsin.errors import Bomb, EmptyText, InputError, NotFeed, NotText, TooLong

Element: TypeAlias = etree._Element  # noqa: SLF001 - the name under which lxml gives it

MOST_BYTES = 15_000_000
"""Bytes of a feed; the largest of news sites have about 3,000,000."""

_MOST_DEPTH = 200
_JUNK = 20_000  # characters that servers put behind the end of a document
_LONGEST_ENTITY = 200
_MOST_EXPANDED = 200_000  # characters that the entities of one document may add up to

_DECLARED = re.compile(rb"""^\s*<\?xml\b[^>]{0,200}?\bencoding\s*=\s*["']([\w.:-]{2,40})["']""")
_DECLARED_TEXT = re.compile(r"^\s*<\?xml\b[^>]{0,400}\?>")
_OF_DOCUMENTS = re.compile(
    r"utf-8|cp\d+|iso(?:8859|2022)[-_\w]+|koi8-\w|gb18030|big5\w*|euc_\w+|shift_ji\w+|mac-\w+|tis-620|johab|hz|ptcp154|kz1048"
)
_SKIPPED = re.compile(r"\s+|<\?.*?\?>|<!--.*?-->", re.S)
_DOCTYPE = re.compile(r"<!DOCTYPE\b[^\[>]*(?P<inner>\[.*?\]\s*)?>", re.S | re.I)
_ENTITY = re.compile(
    r"""<!ENTITY\s+(?P<of_dtd>%\s+)?(?P<name>[\w:.-]+)\s+(?:(?P<outside>SYSTEM|PUBLIC)\b|"(?P<double>[^"]*)"|'(?P<single>[^']*)')"""
)
_OPAQUE = re.compile(r"<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)", re.S)
_AMPERSAND = re.compile(r"&(?:(?P<name>[A-Za-z][\w.:-]{0,40});|#(?P<number>\d{1,8}|[xX][0-9A-Fa-f]{1,7});)?")
_OF_XML = {"lt", "gt", "amp", "quot", "apos"}
_NEVER = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # no document of XML 1.0 can hold these


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    """A document as far as it could be read.

    root:  its outermost element.
    text:  what was read, decoded and mended.
    whole: False where it ends before its end.
    """

    root: Element
    text: str
    whole: bool


def tree(data: bytes, *, url: str | None = None, charset: str | None = None) -> Tree:
    """The tree of an XML document that may be broken, as feeds are; `charset` is what the server said, None where it said nothing.

    Named characters of HTML are read, ampersands that stand alone are taken for themselves, what XML cannot hold is left out.
    Raises EmptyText, NotText, TooLong, NotFeed (no XML; an entity that would be loaded from a file or an address), Bomb (entities
    made of entities, or too many; nesting beyond any use).
    """
    text = decoded(data, charset)
    mended = _mended(*_without_doctype(_DECLARED_TEXT.sub("", text, count=1)))
    parser = etree.XMLParser(
        recover=True,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        strip_cdata=True,
        encoding="utf-8",
    )
    try:
        root = etree.fromstring(mended.encode(), parser, base_url=url)
    except etree.XMLSyntaxError:
        root = None
    errors = parser.error_log
    if any("xcessive depth" in entry.message for entry in errors):
        raise _too_deep()
    if root is None:
        raise NotFeed("the document is no XML", allowed="RSS, Atom, JSON Feed or OPML")
    _check_depth(root)
    return Tree(root=root, text=mended, whole=_is_closed(root, mended))


def _is_closed(root: Element, text: str) -> bool:
    """Whether the outermost element has its end; what the parser complains of is the same for a slip in the middle."""
    local = root.tag.rpartition("}")[2]
    name = f"{root.prefix}:{local}" if root.prefix else local
    closing = re.compile(rf"</{re.escape(name)}\s*>", re.I)
    return closing.search(text, max(0, text.rfind("</") - _JUNK)) is not None or (len(root) == 0 and text.rstrip().endswith("/>"))


def closed(text: str, names: tuple[str, ...]) -> int:
    """How many elements of these names have their end in the text."""
    ends = re.compile(rf"</(?:[\w.-]+:)?(?:{'|'.join(names)})\s*>|<(?:[\w.-]+:)?(?:{'|'.join(names)})(?:\s[^<>]*)?/>", re.I)
    return sum(1 for _ in ends.finditer(_OPAQUE.sub("", text)))


def decoded(data: bytes, charset: str | None) -> str:
    """The text of these bytes: by their mark, by what the document declares, by what the server said, else as `decode` tells it.

    A declaration that the bytes contradict is passed over. Raises EmptyText, TooLong, NotText.
    """
    if len(data) > MOST_BYTES:
        raise TooLong(f"the feed has {len(data):,} bytes", allowed=f"at most {MOST_BYTES:,}")
    if not data.strip():
        raise EmptyText("the feed is empty")
    declared = _DECLARED.match(data[:1_000])
    if not data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")) and b"\x00" not in data[:100]:
        for name in (declared[1].decode() if declared else None, charset):
            text = _as(data, name)
            if text is not None:
                return text
    try:
        return decode(data)
    except NotText:
        if b"\x00" in data[:100]:
            raise
        return data.decode(_known(declared[1].decode() if declared else charset) or "utf-8", "replace")


def _as(data: bytes, name: str | None) -> str | None:
    known = _known(name)
    try:
        return _western(data) if known == "cp1252" else data.decode(known) if known else None
    except UnicodeDecodeError:
        return None


def _western(data: bytes) -> str:
    """Software that declares Latin-1 or ASCII and writes UTF-8 is common; Western prose that is UTF-8 by chance does not occur."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252")


_WINDOWS = {"iso-8859-1": "cp1252", "latin-1": "cp1252", "us-ascii": "cp1252", "ascii": "cp1252", "gb2312": "gb18030", "gbk": "gb18030"}


def _known(name: str | None) -> str | None:
    """The codec of a label as browsers read it; None for none, for what is no encoding of documents ("idna", "utf-7"), and for UTF-16
    and UTF-32, as such a document could not have said so in single bytes.
    """
    folded = (name or "").strip().strip("\"'").lower()
    try:
        found = codecs.lookup(_WINDOWS.get(folded, folded)).name if folded else ""
    except (LookupError, ValueError):
        return None
    return found if _OF_DOCUMENTS.fullmatch(found) else None


def _without_doctype(text: str) -> tuple[str, dict[str, str]]:
    """The text without its document type, and the entities that it declares as plain text."""
    at = 0
    while skipped := _SKIPPED.match(text, at):
        at = skipped.end()
    found = _DOCTYPE.match(text, at)
    if found is None:
        return text, {}
    return text[:at] + text[found.end() :], _entities(found["inner"] or "")


def _entities(inner: str) -> dict[str, str]:
    made: dict[str, str] = {}
    for found in _ENTITY.finditer(inner):
        if found["of_dtd"]:  # of the document type itself; none is read
            continue
        if found["outside"]:
            raise NotFeed(f"the entity {found['name']!r:.60} would be loaded from a file or an address", allowed="none that is")
        value = found["double"] if found["double"] is not None else found["single"]
        if "&" in _AMPERSAND.sub(_if_character, value) or "%" in value or len(value) > _LONGEST_ENTITY:
            raise Bomb(f"the entity {found['name']!r:.60} is made of others, or long", allowed=f"{_LONGEST_ENTITY} plain characters")
        made[found["name"]] = unescape(value)
    return made


def _if_character(found: re.Match[str]) -> str:
    return "" if found["number"] or found["name"] in _OF_XML else found[0]


def _mended(text: str, entities: dict[str, str]) -> str:
    """The text with every ampersand that XML understands, and no other."""
    added = 0

    def character(found: re.Match[str]) -> str:
        nonlocal added
        name = found["name"]
        if name in _OF_XML:
            return found[0]
        if name in entities:
            added += len(entities[name])
            if added > _MOST_EXPANDED:
                raise Bomb("the entities of the document add up to far more than it holds", allowed=f"{_MOST_EXPANDED:,} characters")
            return _escaped(entities[name])
        if name and f"{name};" in html5:
            return _escaped(html5[f"{name};"])
        if found["number"]:
            return _escaped(unescape(found[0]))
        return "&amp;" + found[0][1:]

    kept: list[str] = []
    at = 0
    for opaque in _OPAQUE.finditer(text):
        kept += (_AMPERSAND.sub(character, text[at : opaque.start()]), opaque[0])
        at = opaque.end()
    kept.append(_AMPERSAND.sub(character, text[at:]))
    return _NEVER.sub("", "".join(kept))


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def _check_depth(root: Element) -> None:
    depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > _MOST_DEPTH:
            raise _too_deep()


def _too_deep() -> InputError:
    return Bomb("the elements of the document stand in each other beyond any use", allowed=f"{_MOST_DEPTH} levels")
