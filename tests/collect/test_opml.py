from __future__ import annotations

import pytest

from tocsin.collect.opml import Outline, opml
from tocsin.errors import BrokenOff, InputError, NotFeed

LIST = b"""<?xml version="1.0"?><opml version="2.0"><head><title>Mine</title></head><body>
<outline text="Sea"><outline title="North"><outline text="Harbour Times" type="rss" language="en" xmlUrl="https://a.example/feed" htmlUrl="https://a.example/"/></outline>
<outline text="Again" xmlUrl="https://a.example/feed"/></outline>
<outline text="Loose" XMLURL="https://b.example/x?y=1&z=2" category="/ports"/>
<outline text="Bad" xmlUrl="javascript:alert(1)"/><outline text="A note"/>
</body></opml>"""


def test_feeds_with_the_headings_that_they_stand_under():
    assert opml(LIST) == (
        Outline(url="https://a.example/feed", title="Harbour Times", language="en", category="Sea / North", home="https://a.example/"),
        Outline(url="https://b.example/x?y=1&z=2", title="Loose", category="/ports"),
    )


def test_addresses_are_relative_to_the_list():
    data = b"<opml><body><outline text='x' xmlUrl='feed.xml'/></body></opml>"
    assert [outline.url for outline in opml(data, url="https://l.example/lists/all.opml")] == ["https://l.example/lists/feed.xml"]
    assert opml(data) == ()


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"<rss><channel/></rss>", NotFeed),
        (b"plain words", NotFeed),
        (LIST[:300], BrokenOff),
        (b"", InputError),
        (b"<opml>" + b"<outline>" * 10_000, InputError),
        (b'<!DOCTYPE opml [<!ENTITY x SYSTEM "file:///etc/hostname">]><opml><body><outline xmlUrl="&x;"/></body></opml>', NotFeed),
    ],
    ids=["rss", "text", "cut off", "empty", "deep", "entity of a file"],
)
def test_what_is_no_list_is_a_typed_error(data, error):
    with pytest.raises(error):
        opml(data)
