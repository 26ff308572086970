from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest

from tocsin.collect.feeds import Feed, feed, is_feed
from tocsin.records import Item, Refused

SEEN = datetime(2026, 3, 10, 12, tzinfo=UTC)
URL = "https://harbourtimes.example/feeds/all.xml"


def read(document: str | bytes, **more) -> Feed:
    data = document.encode() if isinstance(document, str) else document
    return feed(data, **{"url": URL, "charset": None, "seen_at": SEEN} | more)


def rss(*items: str, head: str = "<title>Harbour Times</title><link>https://harbourtimes.example/</link>") -> str:
    entries = "".join(f"<item>{item}</item>" for item in items)
    spaces = 'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    return f'<?xml version="1.0"?><rss version="2.0" {spaces} xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"><channel>{head}{entries}</channel></rss>'


def atom(*entries: str, head: str = "<title>Harbour Times</title>") -> str:
    return f'<feed xmlns="http://www.w3.org/2005/Atom">{head}{"".join(f"<entry>{entry}</entry>" for entry in entries)}</feed>'


def one(document: str) -> Item:
    (made,) = read(document).entries
    assert isinstance(made, Item)
    return made


def test_an_entry_of_rss():
    made = one(
        rss(
            "<title>Ferry &amp;amp; crew safe</title><link>https://harbourtimes.example/ferry?a=1&amp;b=2</link><guid isPermaLink='false'>77</guid>"
            "<description>&lt;p&gt;The ferry is in port.&lt;/p&gt;&lt;p&gt;Nobody was hurt.&lt;/p&gt;</description>"
            "<pubDate>Mon, 09 Mar 2026 23:30:00 -0500</pubDate><dc:creator>Ada Wren</dc:creator><category>Sea</category><category>Ports</category>"
        )
    )
    assert made.article.title == "Ferry & crew safe"
    assert made.article.text == "The ferry is in port.\n\nNobody was hurt."
    assert made.article.url == "https://harbourtimes.example/ferry?a=1&b=2"
    assert (made.article.published, made.article.published_basis) == (date(2026, 3, 9), "given")
    assert made.published_at == datetime(2026, 3, 10, 4, 30, tzinfo=UTC)
    assert (made.author, made.tags, made.article.outlet, made.source) == ("Ada Wren", ("Sea", "Ports"), "Harbour Times", URL)
    raw = json.loads(made.raw or b"")
    assert (raw["id"], raw["published"], made.media_type) == ("77", "Mon, 09 Mar 2026 23:30:00 -0500", "application/json")
    assert raw["summary"].startswith("<p>")


def test_an_entry_of_atom_with_relative_addresses_and_xhtml():
    made = one(
        atom(
            "<title type='text'>Dock closed</title><link rel='self' href='self.xml'/><link href='dock'/><id>tag:x,2026:1</id>"
            "<updated>2026-03-09T08:00:00+02:00</updated><author><name>B. Tern</name><email>b@x.example</email></author><category term='dock'/>"
            "<content type='xhtml'><x:div xmlns:x='http://www.w3.org/1999/xhtml'><x:p>The dock is <x:b>closed</x:b>.</x:p><x:p>Till May.</x:p>"
            "<x:script>run()</x:script></x:div></content><summary>Short.</summary>"
        )
    )
    assert made.article.text == "The dock is closed.\n\nTill May."
    assert made.article.url == "https://harbourtimes.example/feeds/dock"
    assert made.published_at == datetime(2026, 3, 9, 6, tzinfo=UTC)
    assert (made.author, made.tags) == ("B. Tern", ("dock",))


def test_a_json_feed():
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Harbour Times",
        "home_page_url": "https://harbourtimes.example/",
        "language": "en",
        "items": [
            {
                "id": 5,
                "url": "/a",
                "content_html": "<p>One.</p><p>Two.</p>",
                "date_published": "2026-03-01T10:00:00Z",
                "authors": [{"name": "C. Gull"}],
                "tags": ["t"],
            },
            "no object",
        ],
    }
    first, second = read(json.dumps(document)).entries
    assert isinstance(first, Item)
    assert isinstance(second, Refused)
    assert first.article.text == "One.\n\nTwo."
    assert (first.article.url, first.author, first.tags) == ("https://harbourtimes.example/a", "C. Gull", ("t",))
    assert (second.code, second.place) == ("empty", "entry 2")


def test_rss_1_0_keeps_its_items_beside_the_channel():
    made = read(
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        "<channel><title>T</title><link>https://t.example/</link><dc:language>en</dc:language></channel>"
        "<item><title>A</title><link>https://t.example/a</link><dc:date>2026-03-01</dc:date></item></rdf:RDF>"
    )
    (item,) = made.entries
    assert isinstance(item, Item)
    assert (made.home, made.language, item.article.published, item.published_at) == ("https://t.example/", "en", date(2026, 3, 1), None)


@pytest.mark.parametrize(
    ("head", "seconds"),
    [
        ("<ttl>15</ttl>", 900),
        ("<ttl>soon</ttl>", None),
        ("<ttl>0</ttl>", None),
        ("<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>", 1_800),
        ("<ttl>9999999</ttl>", 30 * 86_400),
        ("", None),
    ],
)
def test_how_often_the_publisher_wants_to_be_asked(head, seconds):
    assert read(rss(head=head)).ttl_seconds == seconds


def test_the_title_stands_for_a_text_that_is_missing():
    assert one(rss("<title>Only this</title>")).article.text == "Only this"


def test_the_longer_of_content_and_summary_is_the_text():
    entry = "<title>T</title><description>{}</description><content:encoded>{}</content:encoded>"
    assert one(rss(entry.format("Short.", "Rather longer."))).article.text == "Rather longer."
    assert one(rss(entry.format("Rather longer.", "Short."))).article.text == "Rather longer."


def test_an_entry_without_anything_is_refused_beside_the_others():
    first, second = read(rss("<link>https://harbourtimes.example/x</link>", "<title>B</title>")).entries
    assert isinstance(first, Refused)
    assert (first.code, first.place, first.source) == ("empty", "entry 1", URL)
    assert isinstance(second, Item)


def test_an_entry_of_an_aggregator_has_the_outlet_it_came_from():
    made = one(rss("<title>A</title><source url='https://kite.example'>The Kite</source>"))
    assert made.article.outlet == "The Kite"


def test_the_label_of_the_language_is_not_believed_against_the_text():
    german = "<description>Die Stadt hat den Antrag auf den Bau der Straße am Montag abgelehnt.</description>"
    head = "<title>Harbour Times</title><language>en-US</language>"
    assert one(rss(german, head=head)).article.language is None


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b'<?xml version="1.0"?>\n<!-- x --><rss version="2.0">', "feed"),
        (b'<!DOCTYPE rss PUBLIC "x" "y" [<!ENTITY a "b">]><rss>', "feed"),
        (b'<feed xmlns="http://www.w3.org/2005/Atom">', "feed"),
        (b'<rdf:RDF xmlns:rdf="r" xmlns="http://purl.org/rss/1.0/">', "feed"),
        (b'<rdf:RDF xmlns:rdf="r" xmlns:foaf="http://xmlns.com/foaf/0.1/">', None),
        (b"\xef\xbb\xbf<opml version='2.0'>", "opml"),
        ("<?xml version='1.0' encoding='utf-16'?><rss>".encode("utf-16"), "feed"),
        (b'{"title": "x", "version": "https://jsonfeed.org/version/1"', "json feed"),
        (b'{"version": "2"}', None),
        (b"<!doctype html><html><head><title>rss</title>", None),
        (b"<p>Of <rss> and <feed> elements", None),
        (b"", None),
        (b"{", None),
        (b"%PDF-1.7", None),
    ],
)
def test_a_feed_is_told_by_its_first_bytes(head, kind):
    assert is_feed(head) == kind
