"""RSS 0.9x, 1.0, 1.1 and 2.0, Atom 0.3 and 1.0, and CDF: which element says what."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterable, Mapping
from urllib.parse import urljoin

from lxml import etree

from tocsin.collect.feed_raw import RawEntry, RawFeed, Words
from tocsin.collect.feed_xml import Element, Tree, closed
from tocsin.errors import NotFeed

_NAMESPACES = {
    "http://purl.org/dc/elements/1.1/": "dc:",
    "http://purl.org/dc/terms/": "dcterms:",
    "http://purl.org/rss/1.0/modules/content/": "content:",
    "http://purl.org/rss/1.0/modules/syndication/": "sy:",
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes:",
    "http://search.yahoo.com/mrss": "media:",
    "http://www.w3.org/1999/xhtml": "xhtml:",
    "http://rssnamespace.org/feedburner/ext/1.0": "feedburner:",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf:",
}
_OF_FEEDS = re.compile(
    r"|http://backend\.userland\.com/rss[\d.]*|http://blogs\.law\.harvard\.edu/tech/rss|http://purl\.org/rss/1\.0/(?:modules/rss091#)?"
    r"|http://my\.netscape\.com/(?:rdf/simple/0\.9|publish/formats/rss-0\.91\.dtd)/?#?|http://example\.com/newformat#"
    r"|http://example\.com/necho|http://purl\.org/(?:echo|pie|atom/ns#|net/rss1\.1#)/?|uri/of/echo/namespace#|http://www\.w3\.org/2005/atom"
    r"|http://channel\.netscape\.com/rdf/simple/0\.9/|http://my\.netscape\.com/rdf/simple/0\.9/",
    re.I,
)
_ROOTS = ("rss", "rdf:rdf", "feed", "channel", "rdf")

_TITLE = ("title", "dc:title", "media:title", "itunes:title")
_SUMMARY = ("description", "summary", "dc:description", "abstract", "tagline", "subtitle", "media:description", "itunes:summary")
_CONTENT = ("content:encoded", "content", "xhtml:body", "body", "xhtml:div", "fullitem")
_PUBLISHED = ("published", "dcterms:issued", "pubdate", "issued", "created", "dcterms:created")
_UPDATED = ("updated", "modified", "dcterms:modified", "dc:date", "lastbuilddate")
_AUTHOR = ("author", "dc:creator", "dc:author", "itunes:author", "managingeditor")
_TAGS = ("category", "dc:subject", "keywords", "itunes:keywords")
_LANGUAGE = ("language", "dc:language")
_ID = ("id", "guid")

_OF_HTML = ("html", "text/html", "xhtml", "application/xhtml+xml")
_OF_TEXT = (*_OF_HTML, "plain")
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]*")
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_PERIODS = {"hourly": 3_600, "daily": 86_400, "weekly": 604_800, "monthly": 2_592_000, "yearly": 31_536_000}
_LONGEST_TTL = 30 * 86_400
_MOST_TAGS = 100

_Fields = Mapping[str, list[Element]]


def of_tree(tree: Tree) -> RawFeed:
    """The feed of an XML document. Raises NotFeed where its outermost element is of none."""
    root = tree.root
    kind = _name(root)
    if kind not in _ROOTS:
        raise NotFeed(f"the document begins with <{kind.rpartition(':')[2]:.40}>", allowed="RSS, Atom, JSON Feed")
    inner = [child for child in root if isinstance(child.tag, str)]
    channel = next((child for child in inner if _name(child) == "channel"), root)
    own = [child for child in channel if isinstance(child.tag, str)] if channel is not root else inner
    elements = [child for child in own if _name(child) in ("item", "entry", "items")]
    elements += [child for child in inner if _name(child) in ("item", "entry")] if channel is not root else []
    elements = [part for child in elements for part in (child if _name(child) == "items" else (child,)) if _name(part) in ("item", "entry")]
    entries = tuple(map(_entry, elements))
    fields = _fields(own)
    if not tree.whole:
        ended = closed(tree.text, ("item", "entry"))
        entries = (*entries[:ended], *map(_cut, entries[ended:]))
    return RawFeed(
        title=_words(fields, _TITLE),
        home=_link(fields, channel) or _permalink(fields),
        language=_first(fields, _LANGUAGE) or channel.get(_XML_LANG) or root.get(_XML_LANG),
        ttl_seconds=_ttl(fields),
        published=_last(fields, _PUBLISHED),
        updated=_last(fields, _UPDATED) or channel.get("lastmod") or channel.get("LASTMOD"),
        entries=entries,
        whole=tree.whole,
    )


def _name(element: Element) -> str:
    """Prefix of a known vocabulary and name, in small letters; "?:name" of an unknown one."""
    tag = element.tag
    if not isinstance(tag, str):
        return "?:"
    if tag[0] != "{":
        return tag.lower()
    uri, name = tag[1:].split("}", 1)
    folded = uri.lower()
    prefix = _NAMESPACES.get(folded.rstrip("/")) or _NAMESPACES.get(folded)
    if prefix is None:
        prefix = "" if _OF_FEEDS.fullmatch(uri) else "?:"
    return prefix + name.lower()


def _fields(children: Iterable[Element]) -> dict[str, list[Element]]:
    made: dict[str, list[Element]] = {}
    for child in children:
        made.setdefault(_name(child), []).append(child)
    group = made.get("media:group", [])
    for child in group[0] if group else ():
        made.setdefault(_name(child), []).append(child)
    return made


def _entry(element: Element) -> RawEntry:
    fields = _fields(element)
    return RawEntry(
        title=_words(fields, _TITLE),
        link=_link(fields, element) or _permalink(fields),
        id=_first(fields, _ID) or element.get("{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"),
        summary=_words(fields, _SUMMARY),
        content=_words(fields, _CONTENT),
        published=_last(fields, _PUBLISHED),
        updated=_last(fields, _UPDATED) or element.get("lastmod") or element.get("LASTMOD"),
        authors=_authors(fields),
        tags=_tags(fields),
        outlet=_outlet(fields),
        language=_first(fields, _LANGUAGE) or element.get(_XML_LANG),
    )


def _cut(entry: RawEntry) -> RawEntry:
    return RawEntry(title=entry.title, link=entry.link, id=entry.id, whole=False)


def _first(fields: _Fields, names: tuple[str, ...]) -> str | None:
    """The first of these elements, in this order of names, that holds text."""
    texts = ("".join(element.itertext()).strip() for name in names for element in fields.get(name, ()))
    return next((text for text in texts if text), None)


def _last(fields: _Fields, names: tuple[str, ...]) -> str | None:
    """Of the first of these names that holds text, the last element: software appends a corrected date."""
    made = ([text for element in fields.get(name, ()) if (text := "".join(element.itertext()).strip())] for name in names)
    return next((texts[-1] for texts in made if texts), None)


def _words(fields: _Fields, names: tuple[str, ...]) -> Words | None:
    made = (_words_of(element) for name in names for element in fields.get(name, ()))
    return next((words for words in made if words is not None and words.value.strip()), None)


def _words_of(element: Element) -> Words | None:
    """What an element says, by the rules of Atom 1.0 (type) and 0.3 (type and mode); RSS leaves open whether it is HTML."""
    kind, mode = (element.get("type") or "").strip().lower(), (element.get("mode") or "").lower()
    if element.get("src") and not len(element) and not (element.text or "").strip():
        return None
    if mode == "base64" or (kind and not kind.startswith("text") and kind not in _OF_TEXT):
        return _of_base64(element.text or "", "html" in kind or None)
    if len(element):
        return Words(value=_inner(element), markup=True)
    text = element.text or ""
    return Words(value=text, markup=True if kind in _OF_HTML and mode != "xml" else None)


def _of_base64(text: str, markup: bool | None) -> Words | None:
    try:
        return Words(value=base64.b64decode("".join(text.split()), validate=True).decode("utf-8"), markup=markup)
    except (binascii.Error, ValueError):
        return None


def _inner(element: Element) -> str:
    """The markup within an element, without prefixes."""
    for child in element.iter():
        if isinstance(child.tag, str):
            name = child.tag.rpartition("}")[2].rpartition(":")[2]
            child.tag = name if _NAME.fullmatch(name) else "span"
    etree.cleanup_namespaces(element)
    return _escaped(element.text or "") + "".join(etree.tostring(child, encoding="unicode", with_tail=True) for child in element)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _link(fields: _Fields, element: Element) -> str | None:
    """Where the entry or the site stands: Atom's alternate link, or the text of RSS."""
    original = _first(fields, ("feedburner:origlink",))
    if original:
        return original
    for link in fields.get("link", ()):
        address = link.get("href") or "".join(link.itertext()).strip()
        kind = (link.get("type") or "text/html").lower()
        if address and (link.get("rel") or "alternate").lower() == "alternate" and "html" in kind:
            return _absolute(link, address)
    address = element.get("href") or element.get("HREF")
    return _absolute(element, address) if address else None


def _permalink(fields: _Fields) -> str | None:
    """An id that is an address stands for the link: RSS says so unless told otherwise, and software that writes Atom does it too."""
    for element in (*fields.get("guid", ()), *fields.get("id", ())):
        text = "".join(element.itertext()).strip()
        denied = (element.get("isPermaLink") or element.get("ispermalink") or "true").lower() == "false"
        if not denied and re.match(r"(?:https?://|/)\S", text, re.I):
            return _absolute(element, text)
    return None


def _absolute(element: Element, address: str) -> str:
    try:
        return urljoin(element.base or "", address.strip())
    except ValueError:
        return address.strip()


def _ttl(fields: _Fields) -> int | None:
    minutes = _first(fields, ("ttl",)) or ""
    if minutes.isdecimal() and len(minutes) < 8 and int(minutes):
        return min(int(minutes) * 60, _LONGEST_TTL)
    period = _PERIODS.get((_first(fields, ("sy:updateperiod",)) or "").lower())
    often = _first(fields, ("sy:updatefrequency",)) or "1"
    times = int(often) if often.isdecimal() and len(often) < 6 else 1
    return min(max(period // max(times, 1), 60), _LONGEST_TTL) if period else None


def _authors(fields: _Fields) -> tuple[str, ...]:
    names = (_person(element) for name in _AUTHOR for element in fields.get(name, ()))
    return tuple(dict.fromkeys(name for name in names if name))


def _person(element: Element) -> str | None:
    """A name; of "mail@site.example (Name)", as RSS has it, the name."""
    inside = next((child for child in element if _name(child) in ("name", "dc:name") or _name(child).endswith(":name")), None)
    text = " ".join("".join((inside if inside is not None else element).itertext()).split())
    named = re.fullmatch(r"\S+@\S+\s*\(([^()]{1,200})\)", text) or re.fullmatch(r"([^<>]{1,200}?)\s*<\S+@\S+>", text)
    return (named[1] if named else text) or None


def _tags(fields: _Fields) -> tuple[str, ...]:
    made: list[str] = []
    for name in _TAGS:
        for element in fields.get(name, ()):
            text = element.get("label") or element.get("term") or "".join(element.itertext())
            made += text.split(",") if "keywords" in name else (text,)
    return tuple(dict.fromkeys(" ".join(tag.split()) for tag in made if tag.strip()))[:_MOST_TAGS]


def _outlet(fields: _Fields) -> str | None:
    """The name of the feed that an aggregator had the entry from."""
    for source in fields.get("source", ()):
        inner = _fields(source)
        title = _words(inner, _TITLE)
        text = title.plain() if title else "" if len(source) else " ".join((source.text or "").split())
        if text:
            return text
    return None
