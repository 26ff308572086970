from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.collect import feeds
from tocsin.collect.feed_xml import MOST_BYTES
from tocsin.collect.feeds import feed, is_feed
from tocsin.errors import Bomb, EmptyText, InputError, NotFeed, TooLong
from tocsin.records import Item, Refused

SEEN = datetime(2026, 3, 10, 12, tzinfo=UTC)
ENTRY = "<item><title>Entry {n}</title><link>https://a.example/{n}</link><description>The pier of quarter {n} &amp;amp; its crane.</description></item>"
WHOLE = (
    "<?xml version='1.0'?><rss version='2.0'><channel><title>T</title>"
    + "".join(ENTRY.format(n=n) for n in range(1, 6))
    + "</channel></rss>"
)


def read(data: bytes | str, **more):
    return feed(data if isinstance(data, bytes) else data.encode(), **{"url": None, "charset": None, "seen_at": SEEN} | more)


def entry(inner: str, doctype: str = "") -> str:
    return f"<?xml version='1.0'?>{doctype}<rss><channel><item>{inner}</item></channel></rss>"


def laughs(levels: int) -> str:
    made = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, levels))
    return f'<!DOCTYPE rss [<!ENTITY l0 "ha">{made}]>'


@pytest.mark.parametrize(
    ("document", "error"),
    [
        (entry("<title>&l9;</title>", laughs(10)), Bomb),
        (entry("<title>" + "&a;" * 300_000 + "</title>", f'<!DOCTYPE rss [<!ENTITY a "{"x" * 199}">]>'), Bomb),
        (entry("<title>&a;</title>", f'<!DOCTYPE rss [<!ENTITY a "{"x" * 100_000}">]>'), Bomb),
        (entry("<title>&f;</title>", '<!DOCTYPE rss [<!ENTITY f SYSTEM "file:///etc/passwd">]>'), NotFeed),
        (entry("<title>&f;</title>", '<!DOCTYPE rss [<!ENTITY f PUBLIC "x" "http://127.0.0.1/x">]>'), NotFeed),
        (entry("<d>" * 10_000 + "</d>" * 10_000), Bomb),
        ("<rss>" * 10_000, Bomb),
        ('{"items": ' + "[" * 200_000, InputError),
        ('{"items": [{"id": ' + "1" * 5_000 + "}]}", InputError),
        ('{"items": {}}', NotFeed),
        ("<rss>" + " " * MOST_BYTES + "</rss>", TooLong),
        ("<!doctype html><html><body><p>Hello</p></body></html>", NotFeed),
        ("Just words.", NotFeed),
        ("<a:rs><channel/>", NotFeed),
        ("<:rss/>", NotFeed),
        ("  \n", EmptyText),
        ("", EmptyText),
    ],
    ids=lambda value: value[:24] if isinstance(value, str) else None,
)
def test_a_document_that_must_not_be_read_is_a_typed_error(document, error):
    with pytest.raises(error):
        read(document)


def test_a_document_type_on_the_network_is_passed_over():
    doctype = (
        '<!DOCTYPE rss PUBLIC "-//X//DTD RSS 0.91//EN" "http://127.0.0.1:9/rss.dtd" [<!ENTITY % more SYSTEM "file:///etc/passwd"> %more;]>'
    )
    (made,) = read(entry("<title>Caf&eacute; &nosuch; R&D</title>", doctype)).entries
    assert made.article.title == "Café &nosuch; R&D"


def test_a_small_entity_is_read_as_text():
    (made,) = read(entry("<title>&who; &lt;b&gt;waits&lt;/b&gt;</title>", '<!DOCTYPE rss [<!ENTITY who "A &amp; B">]>')).entries
    assert made.article.title == "A & B waits"


@settings(deadline=None, max_examples=150)
@given(st.integers(min_value=40, max_value=len(WHOLE) - 1))
def test_what_stood_whole_before_the_end_is_kept(end):
    cut = WHOLE[:end]
    made = read(cut).entries
    items = [item for item in made if isinstance(item, Item)]
    assert len(items) == cut.count("</item>")
    assert [item.article.text for item in items] == [f"The pier of quarter {n} & its crane." for n in range(1, len(items) + 1)]
    assert [refused.code for refused in made if isinstance(refused, Refused)] == ["broken_off"]


@pytest.mark.parametrize(
    ("data", "charset", "title"),
    [
        ("<?xml version='1.0' encoding='iso-8859-1'?>{}".encode("latin-1"), None, "latin-1"),
        (b"<?xml version='1.0' encoding='utf-8'?>{}", None, "latin-1"),
        (b"<?xml version='1.0' encoding='us-ascii'?>{}", "utf-8", "utf-8"),
        (b"{}", "windows-1252", "cp1252"),
        (b"<?xml version='1.0' encoding='nonsense'?>{}", "also-nonsense", "utf-8"),
        (b"<?xml version='1.0' encoding='base64'?>{}", "rot13", "utf-8"),
        (b"<?xml version='1.0' encoding='utf-16'?>{}", None, "utf-8"),
    ],
    ids=["declared", "declared wrongly", "declared too small", "by the server", "unknown", "no encoding of text", "declared wide"],
)
def test_encodings_as_they_are_not_as_they_are_declared(data, charset, title):
    body = "<rss><channel><item><title>Fähre im Hafen</title></item></channel></rss>"
    (made,) = read(data.replace(b"{}", body.encode(title)), charset=charset).entries
    assert made.article.title == "Fähre im Hafen"


def test_utf_16_with_a_mark():
    (made,) = read(("<?xml version='1.0' encoding='utf-16'?>" + entry("<title>Fähre</title>").split("?>", 1)[1]).encode("utf-16")).entries
    assert made.article.title == "Fähre"


@pytest.mark.parametrize(
    "inner",
    [
        "<title>&lt;script&gt;steal()&lt;/script&gt;Port &lt;b onclick='x()'&gt;open&lt;/b&gt;</title>",
        "<title><![CDATA[<script>steal()</script>Port <b onclick='x()'>open</b>]]></title>",
        "<title>&amp;#80;ort open&lt;style&gt;p{}&lt;/style&gt;</title>",
        "<title>Port open&lt;script&gt;steal(</title>",
        "<title>Port<script>steal()</script> open</title>",
    ],
)
def test_titles_and_texts_are_plain(inner):
    (made,) = read(entry(inner)).entries
    assert (made.article.title, made.article.text) == ("Port open", "Port open")


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "ftp://a.example/x",
        "//",
        "http://",
        "http://[::1",
        "relative",
        " ",
    ],
)
def test_a_link_that_is_not_of_the_web_is_none(address):
    (made,) = read(entry(f"<title>T</title><link>{address}</link>")).entries
    assert made.article.url is None


@pytest.mark.parametrize(
    "written",
    [
        "1753-01-01", "Mon, 01 Jan 1753 00:00:00 GMT", "Fri, 01 Jan 2919 00:00:00 GMT", "2919-01-01T00:00:00Z", "1969-12-31", "2026-03-13T00:00:00Z",
        "soon", "2026", "2026-03", "31 Feb 2026", "06/07/2025", "9999-12-31T23:59:59-12:00", "0000-00-00 00:00:00", "2026-03-01T10:00:00+99:00",
    ],
)  # fmt: skip
def test_an_entry_with_an_impossible_date_is_kept_undated_and_the_date_refused(written):
    item, refused = read(entry(f"<title>T</title><pubDate>{written}</pubDate>")).entries
    assert isinstance(item, Item)
    assert (item.article.published, item.article.published_basis, item.published_at) == (None, "unknown", None)
    assert isinstance(refused, Refused)
    assert (refused.code, refused.place) == ("bad_date", "entry 1")
    assert written in (refused.evidence or "")


def test_entries_beyond_the_most_are_one_refusal(monkeypatch):
    monkeypatch.setattr(feeds, "MOST_ENTRIES", 3)
    *taken, refused = read(WHOLE).entries
    assert [made.article.title for made in taken] == ["Entry 1", "Entry 2", "Entry 3"]
    assert (refused.code, refused.place) == ("too_long", "after entry 3")
    assert "5 entries" in refused.message


@settings(deadline=None, max_examples=300)
@given(st.binary(max_size=60), st.integers(min_value=0, max_value=len(WHOLE)), st.integers(min_value=0, max_value=40))
def test_damage_anywhere_is_read_or_a_typed_error(junk, at, gone):
    data = WHOLE.encode()
    damaged = data[:at] + junk + data[at + gone :]
    is_feed(damaged)
    try:
        made = read(damaged).entries
    except InputError:
        return
    for item in made:
        if isinstance(item, Item):
            item.article.text.encode()
            assert item.article.text.strip()


@pytest.mark.parametrize(
    "text",
    [
        "the post " * 3_000,
        "read more at " * 3_000,
        "<" * 50_000,
        "&lt;" * 50_000,
        ". " * 20_000,
        "[ " * 20_000,
        "&amp;" * 50_000,
        "continue reading " * 2_000,
        "<![CDATA[" * 5_000,
        "<!--" * 10_000,
    ],
    ids=lambda text: text[:10],
)
def test_a_text_made_to_take_long_is_an_entry_like_any_other(text):
    """The time itself is measured by `python -m evals.feeds`; what grows with the square of the length would not come to an end here."""
    (made,) = read(entry(f"<title>T</title><description>{text}</description>")).entries[:1]
    assert made.source == "feed"
