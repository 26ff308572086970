"""RSS, Atom and JSON feeds -> items, one for every entry; what cannot be one is a typed refusal beside the others."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from tocsin.collect.columns import host
from tocsin.collect.feed_dates import stamp
from tocsin.collect.feed_dialects import of_tree
from tocsin.collect.feed_endings import without_endings
from tocsin.collect.feed_json import of_json
from tocsin.collect.feed_outlet import outlet
from tocsin.collect.feed_raw import RawEntry, RawFeed, Words
from tocsin.collect.feed_xml import tree
from tocsin.collect.languages import language
from tocsin.collect.refusing import Origin
from tocsin.errors import BadDate, BrokenOff, EmptyText, TooLong
from tocsin.records import Article, Item, Refused
from tocsin.records.article import text_id

FeedKind = Literal["feed", "opml", "json feed"]

MOST_ENTRIES = 10_000
"""Entries of a feed that are taken; the archives of whole blogs have some 3,000."""

_LONGEST_FACT = 2_000  # characters of a title, a name, an address
_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_ROOT = re.compile(r"<(?:[\w.-]+:)?(?P<name>rss|rdf|feed|channel|opml)(?=[\s>/])[^>]*", re.I)
_PROLOG = re.compile(r"(?:\s+|<\?.*?\?>|<!--.*?-->|<!DOCTYPE\b[^\[>]*(?:\[.*?\]\s*)?>)*", re.S | re.I)
_JSON_FEED = re.compile(r'\{.*?"version"\s*:\s*"https?:\\?/\\?/(?:www\.)?jsonfeed\.org\b', re.S)
_OF_RSS = ("purl.org/rss/", "purl.org/net/rss", "netscape.com")


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A feed as read.

    title:       as plain text. `home`: address of the site. `language`: the label as the feed has it ("en-us"). None where it does not say.
    ttl_seconds: how long the publisher asks to wait before the next look.
    entries:     in the order of the document. An entry whose date cannot be that of a report is kept undated, and a `Refused` with the
                 code "bad_date" stands behind it; a document that breaks off ends with a `Refused` of the code "broken_off", one with
                 more than `MOST_ENTRIES` with one of the code "too_long".
    """

    title: str | None
    home: str | None
    language: str | None
    ttl_seconds: int | None
    entries: tuple[Item | Refused, ...]


def is_feed(head: bytes) -> FeedKind | None:
    """What the first bytes of a document (a kilobyte or more) show it to be, None for anything else.

    >>> is_feed(b'<?xml version="1.0"?><rss version="2.0"><channel>'), is_feed(b"<!doctype html><title>feed</title>")
    ('feed', None)
    """
    text = _head(head)
    if text.lstrip().startswith("{"):
        return "json feed" if _JSON_FEED.match(text.lstrip()) else None
    prolog = _PROLOG.match(text)
    root = _ROOT.match(text, prolog.end() if prolog else 0)
    if root is None:
        return None
    name = root["name"].lower()
    if name == "rdf" and not any(mark in root[0].lower() for mark in _OF_RSS):
        return None
    return "opml" if name == "opml" else "feed"


def _head(head: bytes) -> str:
    for mark, codec in zip(_MARKS, ("utf-8", "utf-16-le", "utf-16-be"), strict=True):
        if head.startswith(mark):
            return head[len(mark) :].decode(codec, "replace")
    if head[:4].count(0) >= 2:
        return head.decode("utf-16-be" if head[0] == 0 else "utf-16-le", "replace")
    return head.decode("latin-1")


def raw_feed(data: bytes, *, url: str | None = None, charset: str | None = None) -> RawFeed:
    """The feed as its publisher wrote it. Raises what `feed` raises."""
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return of_json(data, url=url)
    return of_tree(tree(data, url=url, charset=charset))


def feed(data: bytes, *, url: str | None, charset: str | None, seen_at: datetime, source: str | None = None) -> Feed:
    """The items of RSS 0.9x, 1.0, 1.1, 2.0, Atom 0.3, 1.0 and JSON Feed 1.x.

    url:     where it was fetched from (addresses in it are relative to this), None for a file.
    charset: what the server said of its encoding, None where it said nothing.
    seen_at: aware, UTC; a date later than two days after it is none.
    source:  the name under which the source's health is kept; None for `url`, else "feed".

    Raises NotFeed, EmptyText, NotText, TooLong, Bomb for the document as a whole.
    """
    raw = raw_feed(data, url=url, charset=charset)
    title = _fact(raw.title)
    reading = _Reading(
        origin=Origin(source=source or url or "feed", seen_at=seen_at), outlet=outlet(title, raw.home, url), language=raw.language
    )
    entries = [made for number, entry in enumerate(raw.entries[:MOST_ENTRIES], 1) for made in reading.entry(entry, f"entry {number}")]
    if len(raw.entries) > MOST_ENTRIES:
        error = TooLong(f"the feed has {len(raw.entries):,} entries", allowed=f"the first {MOST_ENTRIES:,} are taken")
        entries.append(reading.origin.refused(error, f"after entry {MOST_ENTRIES}"))
    if not raw.whole and all(entry.whole for entry in raw.entries):
        entries.append(reading.origin.refused(BrokenOff("the feed ends before its end"), f"after entry {len(raw.entries)}"))
    return Feed(title=title, home=_web(raw.home), language=raw.language, ttl_seconds=raw.ttl_seconds, entries=tuple(entries))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reading:
    """What all entries of one feed share."""

    origin: Origin
    outlet: str | None
    language: str | None

    def entry(self, entry: RawEntry, place: str) -> list[Item | Refused]:
        raw = entry.json()
        if not entry.whole:
            return [self.origin.refused(BrokenOff("the feed ends within this entry"), place, raw)]
        title = _fact(entry.title)
        text = _text(entry) or title
        if not text:
            return [self.origin.refused(EmptyText("the entry has neither text nor title"), place, raw)]
        day, at, bad = self._date(entry)
        item = self._item(entry, raw, title, text, day, at)
        return [item] if bad is None else [item, self.origin.refused(bad, place, raw)]

    def _item(self, entry: RawEntry, raw: str, title: str | None, text: str, day: date | None, at: datetime | None) -> Item:
        return Item(
            article=Article(
                id=text_id(text),
                text=text,
                title=title,
                url=_web(entry.link),
                outlet=entry.outlet or self.outlet,
                published=day,
                published_basis="given" if day else "unknown",
                language=language(entry.language or self.language, f"{title or ''} {text}"),
            ),
            source=self.origin.source,
            published_at=at,
            author=", ".join(entry.authors)[:_LONGEST_FACT] or None,
            tags=entry.tags,
            raw=raw.encode(),
            media_type="application/json",
        )

    def _date(self, entry: RawEntry) -> tuple[date | None, datetime | None, BadDate | None]:
        """When it came out, else when it was changed last; undated where the first that is written is no date of a report."""
        written = entry.published or entry.updated
        if written is None:
            return None, None, None
        try:
            return *stamp(written, seen_at=self.origin.seen_at), None
        except BadDate as error:
            return None, None, error


def _text(entry: RawEntry) -> str | None:
    """The longer of content and summary, without what software puts at its end."""
    texts = [words.plain() for words in (entry.content, entry.summary) if words is not None]
    longest = max(texts, key=len, default="")
    return without_endings(longest) or None


def _fact(words: Words | None) -> str | None:
    return " ".join(words.plain().split())[:_LONGEST_FACT] or None if words else None


def _web(address: str | None) -> str | None:
    """An address of the web; whatever else stands in its place is none."""
    if not address or len(address) > _LONGEST_FACT or not re.match(r"https?://[^\s/?#]", address, re.I):
        return None
    return address if host(address) else None
