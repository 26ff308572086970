"""HTML pages: the body of the article, and what the page says of itself."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from html import unescape
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from tocsin.collect.dates import day, days_in
from tocsin.collect.decode import decode
from tocsin.collect.known import Found
from tocsin.errors import BadDate, EmptyText, NoArticle, NotText

_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w.:-]{2,30})", re.I)
_CHARSETS = re.compile(
    r"(?:utf-?8|utf-?16(?:[-_]?[lb]e)?|us-ascii|latin-?1|iso[-_]?8859[-_]\d{1,2}|(?:windows|cp)[-_]?\d{3,4}|koi8[-_]\w|gbk?\d*|gb18030"
    r"|big5[\w-]*|euc[-_]\w+|shift[-_]?jis|sjis|tis-620|mac(?:intosh|_?roman))",
    re.I,
)
_PUBLISHED = (  # names, properties and itemprops of <meta>, in the order of trust
    "article:published_time",
    "datepublished",
    "og:article:published_time",
    "og:published_time",
    "og:pubdate",
    "parsely-pub-date",
    "sailthru.date",
    "citation_publication_date",
    "citation_date",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.created",
    "dc.date",
    "dcterms.date",
    "dc.date.created",
    "datecreated",
    "article.published",
    "article_date_original",
    "published-date",
    "publication_date",
    "publication-date",
    "publish-date",
    "publishdate",
    "publish_date",
    "pubdate",
    "pub_date",
    "cxenseparse:recs:publishtime",
    "date",
)
_DATED = re.compile(r"date|time|publish|posted|byline|timestamp", re.I)
_URL_DAY = re.compile(r"/((?:19|20)\d\d)[/-](\d{1,2}|[a-z]{3})[/-](\d{1,2})(?:/|-|$)", re.I)
_SENTENCE_END = re.compile(r"\w{2}[.!?…][\"'”’»)\]]*(?=\s|$)|[。！？]")
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")  # soft hyphens and breaks of no width, which would part words
_LONGEST_BYLINE = 120  # characters of an element that is marked as a date
_LONGEST_FACT = 500  # characters of a title or a name
_LEAST_LINE = 40  # characters
_LEAST_PROSE = 120  # characters in lines of prose; a request to switch on scripts has fewer
_EPOCH = date(1970, 1, 1)  # what a site's software writes where it knows no date
_MOST_DATA = 5_000  # pieces of linked data looked at
_MOST_MARKED = 5_000  # elements looked at for facts of one kind
_ARTICLE = re.compile(r"article|report|posting|liveblog", re.I)


def page(data: bytes, *, charset: str | None = None, url: str | None = None) -> Found:
    """The article of an HTML page: body, title, outlet and day of publication.

    charset: what the server said; None where there was no server.
    url:     where the page is from; None where only the page itself can tell.

    The outlet is the page's own name for its site, else the domain it is from. The day is one that the page states in its data, its
    address, or beside its headline; never one that merely occurs in the text.

    Raises NoArticle for a page without prose, NotText, EmptyText.

    The parser below has inputs on which it takes very long; give it strange pages only within a `Sandbox`.
    """
    from trafilatura import load_html

    if not data.strip():
        raise EmptyText("the page is empty")
    text = _decoded(data, charset)
    # a piece of a page, in which the extraction would find no body, is made a whole one
    source = text if re.search(r"<html\b", text, re.I) else f"<html><body>{text}</body></html>"
    tree = load_html(source)
    if tree is None:
        raise _no_article()
    facts = _facts(tree, url)
    # a second look, with less care, finds the body behind a wall or a page of warnings
    text = _body(tree) or _body(load_html(source), favor_recall=True)
    if not text:
        raise _no_article()
    return replace(facts, text=text)


def _body(tree: HtmlElement, *, favor_recall: bool = False) -> str:
    """The paragraphs of the page's body, its tables included; "" where what was found is no prose."""
    from trafilatura import bare_extraction

    document = bare_extraction(tree, include_comments=False, include_tables=True, favor_recall=favor_recall)
    text = _paragraphs(document.text or "") if document is not None and not isinstance(document, dict) else ""
    return text if _is_prose(text) else ""


def _no_article() -> NoArticle:
    return NoArticle("the page holds no article", do="give the text itself, or the address of a single report")


def _decoded(data: bytes, charset: str | None) -> str:
    """The page as text. A few broken characters, as in a banner or a script, do not make a page unreadable."""
    found = _CHARSET.search(data, 0, 8192)
    declared = charset or (found[1].decode("ascii") if found else "")
    codec = _codec(declared) if _CHARSETS.fullmatch(declared) else "utf-8"
    if b"\x00" in data or data.startswith(b"\xef\xbb\xbf"):  # UTF-16 marks itself, whatever the page says; else it is binary
        return decode(data)
    try:
        return data.decode(codec)
    except (UnicodeDecodeError, LookupError):
        pass
    try:
        return decode(data)
    except NotText:
        return data.decode("utf-8", errors="replace")


def _codec(name: str) -> str:
    """The encoding that browsers take for a name (WHATWG Encoding Standard, section 4.2)."""
    name = name.lower()
    return {
        "iso-8859-1": "cp1252",
        "latin1": "cp1252",
        "latin-1": "cp1252",
        "us-ascii": "cp1252",
        "gb2312": "gb18030",
        "gbk": "gb18030",
    }.get(name, name)


def _paragraphs(text: str) -> str:
    return "\n\n".join(line.strip() for line in _INVISIBLE.sub("", text).splitlines() if line.strip())


def _is_prose(text: str) -> bool:
    """Menus, tables and forms have few lines that are as long as a sentence and hold the end of one."""
    prose = [line for line in text.splitlines() if len(line) >= _LEAST_LINE and _SENTENCE_END.search(line)]
    return sum(map(len, prose)) >= _LEAST_PROSE


def _facts(tree: HtmlElement, url: str | None) -> Found:
    data, meta = _linked_data(tree), _meta(tree)
    url = url or _canonical(tree) or meta.get("og:url")
    url = url if url and urlsplit(url).scheme in ("http", "https") else None
    site = meta.get("og:site_name") or _publisher(data)
    site = _domain(site) or site  # some sites give their address for their name
    stated = [str(piece["datePublished"]) for piece in data if piece.get("datePublished")] + [
        meta[name] for name in _PUBLISHED if name in meta
    ]
    published = _first_day(stated) or _day_of_address(url) or _beside_headline(tree)
    return Found(text="", url=url, outlet=site or _domain(url), title=_title(tree, data, meta, site), published=published)


def _first_day(texts: list[str]) -> date | None:
    for text in texts:
        try:
            made = day(text)
        except BadDate:
            continue
        if made != _EPOCH:
            return made
    return None


def _day_of_address(url: str | None) -> date | None:
    found = _URL_DAY.search(urlsplit(url).path) if url else None
    if not found:
        return None
    year, month, number = found.groups()
    return _first_day([f"{year}-{month}-{number}" if month.isdigit() else f"{number} {month} {year}"])


def _beside_headline(tree: HtmlElement) -> date | None:
    """The first date that is marked as one after the headline; where there is no headline, the only one on the page."""
    marked = "*[self::time or @class or @id or @itemprop]"
    following = map(_marked_day, islice(tree.xpath(f"(//h1)[1]/following::{marked}"), _MOST_MARKED))
    if first := next(filter(None, following), None):
        return first
    everywhere = set(map(_marked_day, islice(tree.xpath(f"//{marked}"), _MOST_MARKED))) - {None}
    return everywhere.pop() if len(everywhere) == 1 else None


def _marked_day(element: HtmlElement) -> date | None:
    marks = " ".join(element.get(name, "") for name in ("class", "id", "itemprop"))
    if element.tag != "time" and not _DATED.search(marks):
        return None
    text = " ".join(element.text_content()[:200].split())
    if len(text) > _LONGEST_BYLINE or re.search("updat|modif", f"{marks} {text}", re.I):
        return None
    if made := _first_day([element.get("datetime", ""), text]):
        return made
    days = days_in(text)
    return days[0] if days else None


def _title(tree: HtmlElement, data: list[dict[str, Any]], meta: dict[str, str], site: str | None) -> str | None:
    headings = [_line(h.text_content()[:_LONGEST_FACT]) for h in islice(tree.iter("h1"), 2)]
    headline = next((_line(str(piece["headline"])) for piece in data if piece.get("headline")), None)
    plain = _line(tree.findtext(".//title") or "")
    title = meta.get("og:title") or headline or (headings[0] if len(headings) == 1 else None) or meta.get("twitter:title") or plain
    if title and site:
        title = re.sub(rf"\s+[|–—·»:•-]{{1,2}}\s+(?:the\s+)?{re.escape(site)}\s*$", "", title, flags=re.I)
    return title or None


def _publisher(data: list[dict[str, Any]]) -> str | None:
    publishers = (piece.get("publisher") for piece in data)
    names = (p.get("name") if isinstance(p, dict) else p for p in publishers)
    return next((_line(name) for name in names if isinstance(name, str) and name.strip()), None)


def _domain(url: str | None) -> str | None:
    """The host that published; of a page from the Wayback Machine, the host of the page that it kept."""
    kept = re.search(r"^https?://web\.archive\.org/web/[^/]*/(https?://.+)", url or "")
    host = urlsplit(kept[1] if kept else url or "").hostname
    return host.removeprefix("www.") if host else None


def _meta(tree: HtmlElement) -> dict[str, str]:
    """The contents of the <meta> elements by name, property and itemprop, in lower case; the first of each that is not empty."""
    made: dict[str, str] = {}
    for element in islice(tree.iter("meta"), _MOST_MARKED):
        content = _line(element.get("content", ""))
        for key in ("property", "name", "itemprop"):
            if content and (name := element.get(key, "").lower()):
                made.setdefault(name, content)
    return made


def _canonical(tree: HtmlElement) -> str | None:
    return next((_line(e.get("href", "")) for e in tree.iter("link") if e.get("rel", "").lower() == "canonical"), None)


def _line(text: str) -> str | None:
    return " ".join(_INVISIBLE.sub("", unescape(text)).split())[:_LONGEST_FACT] or None


def _linked_data(tree: HtmlElement) -> list[dict[str, Any]]:
    """The objects of the page's JSON-LD, articles first."""
    pieces: list[dict[str, Any]] = []
    for script in tree.iter("script"):
        if "ld+json" in script.get("type", ""):
            pieces += _objects(script.text or "")
    return sorted(pieces, key=lambda piece: not _ARTICLE.search(str(piece.get("@type"))))


def _objects(text: str) -> list[dict[str, Any]]:
    try:
        waiting: list[Any] = [json.loads(text, strict=False)]
    except (ValueError, RecursionError):  # often broken by a stray comma; the date alone can still be told
        found = re.search(r'"datePublished"\s*:\s*"([^"]{8,40})"', text)
        return [{"datePublished": found[1]}] if found else []
    made: list[dict[str, Any]] = []
    while waiting and len(made) < _MOST_DATA:
        piece = waiting.pop(0)
        if isinstance(piece, dict):
            made.append(piece)
            waiting[:0] = list(piece.values())
        elif isinstance(piece, list):
            waiting[:0] = piece
    return made
