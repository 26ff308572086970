"""A web of feeds that answers from memory, and the pieces of the pipeline that ask it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from random import Random

import pytest
from tests.pipeline.newsroom import Newsreader

from tocsin.collect.fetch import USUAL, Fetched, Terms
from tocsin.collect.polling import Poller
from tocsin.errors import TocsinError, Unreachable


def entry(title: str, text: str, day: str = "Mon, 06 May 2024 08:00:00 GMT", link: str = "") -> str:
    where = link or f"https://paper.example/{title.replace(' ', '-')}"
    return f"<item><title>{title}</title><link>{where}</link><description>{text}</description><pubDate>{day}</pubDate></item>"


def rss(*entries: str, title: str = "A Paper") -> bytes:
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>{title}</title>{"".join(entries)}</channel></rss>'.encode()


def opml(*urls: str) -> bytes:
    outlines = "".join(f'<outline type="rss" text="{n}" xmlUrl="{url}"/>' for n, url in enumerate(urls))
    return f'<?xml version="1.0"?><opml version="2.0"><head/><body>{outlines}</body></opml>'.encode()


class Web:
    """What stands at which address: bytes, or the error that comes of asking. An answer carries an ETag, and is not sent twice."""

    def __init__(self, pages: Mapping[str, bytes | TocsinError]) -> None:
        self.pages = dict(pages)
        self.asked: list[tuple[str, Terms]] = []

    def __call__(self, url: str, terms: Terms = USUAL) -> Fetched:
        self.asked.append((url, terms))
        page = self.pages.get(url, Unreachable(f"{url} does not answer"))
        if isinstance(page, TocsinError):
            raise page
        etag = f'"{len(page)}"'
        unchanged = terms.etag == etag
        return Fetched(body=b"" if unchanged else page, url=url, charset=None, media_type=None, etag=etag, unchanged=unchanged)

    def put_up(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """From now on everybody asks this web."""
        asking = partial(Poller, fetch=self, sleep=lambda _: None, random=Random(3))
        monkeypatch.setattr("tocsin.pipeline.intake.Poller", asking)
        monkeypatch.setattr("tocsin.collect.fetch.fetch", self)


class Desk:
    """In the place of `engine`: everything is read by the simple reader."""

    def __init__(self) -> None:
        self.reader = Newsreader()

    def __call__(self, *_: object, **__: object) -> Desk:
        return self

    def __enter__(self) -> Newsreader:
        return self.reader

    def __exit__(self, *_: object) -> None:
        pass
