from __future__ import annotations

from datetime import date

import pytest

from tocsin.collect.page import page
from tocsin.errors import EmptyText, NoArticle, NotText

from .factory import PROSE, html

JUNE_19 = date(2019, 6, 19)


def test_the_body_comes_in_paragraphs_without_the_page_around_it():
    menu = "<nav><a href='/'>Home</a> <a href='/w'>World</a></nav>"
    foot = "<footer>Copyright Sample Daily. All rights reserved.</footer>"
    found = page(html(body=f"{menu}<main><article><h1>Ships</h1><p>{PROSE}</p><p>{PROSE.upper()}</p></article></main>{foot}"))
    assert f"{PROSE}\n\n{PROSE.upper()}" in found.text
    assert "Home" not in found.text
    assert "Copyright" not in found.text


def test_soft_hyphens_and_breaks_of_no_width_are_taken_out():
    found = page(html(body=f"<article><p>{PROSE.replace('ministry', 'mini&shy;stry').replace('ships', 'sh&#8203;ips')}</p></article>"))
    assert PROSE in found.text


@pytest.mark.parametrize(
    ("head", "url", "expected"),
    [
        pytest.param(
            "<meta property='og:site_name' content='Sample Daily'>", "https://www.sample.example/a", "Sample Daily", id="site name"
        ),
        pytest.param("", "https://www.sample.example/a", "sample.example", id="the domain where there is nothing else"),
        pytest.param("<link rel='canonical' href='https://www.sample.example/a'>", None, "sample.example", id="the page's own address"),
        pytest.param(
            "<meta property='og:site_name' content='https://www.sample.example'>", None, "sample.example", id="an address for a name"
        ),
        pytest.param(
            '<script type="application/ld+json">{"@type": "NewsArticle", "publisher": {"name": "Sample &amp; Sons"}}</script>',
            None,
            "Sample & Sons",
            id="publisher",
        ),
        pytest.param("", "https://web.archive.org/web/20190620/https://www.sample.example/a", "sample.example", id="a kept copy"),
        pytest.param("<link rel='canonical' href='javascript:alert(1)'>", None, None, id="an address that is none"),
        pytest.param("", None, None, id="nothing"),
    ],
)
def test_outlet(head, url, expected):
    assert page(html(head=head), url=url).outlet == expected


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("<meta property='og:title' content='Ships sent'><title>x</title>", "Ships sent"),
        ("<title>Another title | Sample Daily</title>", "Ships for the strait"),
        (
            "<meta property='og:site_name' content='Sample Daily'><meta property='og:title' content='Ships sent - Sample Daily'>",
            "Ships sent",
        ),
    ],
)
def test_title(head, expected):
    assert page(html(head=head)).title == expected


def linked(data: str) -> str:
    return f'<script type="application/ld+json">{data}</script>'


OTHERS = '{"@graph": [{"@type": "WebPage", "datePublished": "2012-01-01"}, {"@type": "Article", "datePublished": "2019-06-19"}]}'
UPDATED = "<span class='updated'>20 June 2019</span><span class='date'>19 June 2019</span>"


@pytest.mark.parametrize(
    ("head", "body", "url"),
    [
        pytest.param("<meta property='article:published_time' content='2019-06-19T23:50:00-04:00'>", "", None, id="meta"),
        pytest.param("<meta name='DC.date.issued' content='2019-06-19'>", "", None, id="meta in capitals"),
        pytest.param(linked('{"@type": "NewsArticle", "datePublished": "2019-06-19T10:00:00Z"}'), "", None, id="linked data"),
        pytest.param(linked(OTHERS), "", None, id="the article's, not the page's"),
        pytest.param(linked('{"@type": "NewsArticle", "datePublished": "2019-06-19",,}'), "", None, id="broken linked data"),
        pytest.param("", "", "https://sample.example/2019/06/19/ships", id="address"),
        pytest.param("", "<time datetime='2019-06-19T08:00'>today</time>", None, id="time element"),
        pytest.param("", "<span class='post-date'>Wednesday, June 19, 2019 - 22:19</span>", None, id="beside the headline"),
        pytest.param("", UPDATED, None, id="not when it was updated"),
        pytest.param(
            "<meta property='article:published_time' content='1970-01-01'>", "<p class='byline'>19 June 2019</p>", None, id="epoch"
        ),
        pytest.param("<meta name='date' content='soon'>", "<p class='byline'>By A. Writer, 19 June 2019</p>", None, id="unreadable"),
    ],
)
def test_day_of_publication(head, body, url):
    made = html(head=head, body=f"<article><h1>Ships</h1>{body}<p>{PROSE}</p></article>")
    assert page(made, url=url).published == JUNE_19


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(f"<p>{PROSE} The treaty was signed on 19 June 2019 in the capital.</p>", id="in the text"),
        pytest.param("<span class='date'>06/07/2019</span>", id="which of two days"),
        pytest.param("<span class='views'>19 June 2019</span>", id="not marked as a date"),
    ],
)
def test_a_day_is_never_guessed(body):
    assert page(html(body=f"<article><h1>Ships</h1>{body}<p>{PROSE}</p></article>")).published is None


def test_without_a_headline_only_the_one_date_of_the_page_counts():
    two = "<div class='date'>19 June 2019</div><div class='date'>3 May 2011</div>"
    assert page(html(body=f"<div class='date'>19 June 2019</div><p>{PROSE}</p>")).published == JUNE_19
    assert page(html(body=f"{two}<p>{PROSE}</p>")).published is None


@pytest.mark.parametrize(
    ("encode", "charset", "declared"),
    [
        pytest.param("utf-8", None, "", id="UTF-8"),
        pytest.param("cp1252", "iso-8859-1", "", id="as the server says"),
        pytest.param("cp1252", None, "<meta charset=windows-1252>", id="as the page says"),
        pytest.param("cp1252", None, "<meta charset=utf-8>", id="not as the page says"),
        pytest.param("utf-16", "utf-8", "", id="UTF-16 marks itself"),
        pytest.param("utf-8", "no-such-charset", "", id="an unknown name"),
        pytest.param("utf-8", "unicode_escape", "", id="a codec that is no charset"),
    ],
)
def test_encoding(encode, charset, declared):
    text = f"<html><head>{declared}</head><body><article><p>The café’s owner, Zoë, said no. {PROSE}</p></article></body></html>"
    assert "café’s owner, Zoë" in page(text.encode(encode), charset=charset).text


def test_a_broken_character_does_not_lose_the_page():
    assert "said on Monday" in page(html() + "é".encode() + b"\xe9\xff" + "é — é".encode()).text


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("", id="nothing"),
        pytest.param("<nav>" + "<a href=x>World</a> <a href=y>Politics and so on</a>" * 40 + "</nav>", id="a menu"),
        pytest.param("<form>User name <input> Password <input> <button>Sign in</button></form>", id="a form"),
        pytest.param("<noscript>Please enable JavaScript and cookies to continue.</noscript>", id="scripts wanted"),
        pytest.param("<table>" + "<tr><td>1</td><td>2</td></tr>" * 50 + "</table>", id="a table"),
    ],
)
def test_a_page_without_an_article(body):
    with pytest.raises(NoArticle, match="no article"):
        page(html(body=body))


def test_what_is_no_page():
    with pytest.raises(EmptyText):
        page(b" ")
    with pytest.raises(NotText):
        page(b"<html>\x00\x01\x02\x03" * 9)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"<div>" * 20_000, id="deep"),
        pytest.param(b"<" * 200_000, id="open"),
        pytest.param(b"<script type='application/ld+json'>" + b"[" * 100_000 + b"</script>", id="brackets"),
        pytest.param(b"<!DOCTYPE html [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;'>]><p>&b;</p>", id="entities"),
    ],
)
def test_hostile_pages_end_as_no_article(data):
    with pytest.raises(NoArticle):
        page(data)


def test_an_external_entity_is_not_read(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text(PROSE)
    data = f"<!DOCTYPE html [<!ENTITY x SYSTEM 'file://{secret}'>]><html><body><p>&x;</p></body></html>".encode()
    with pytest.raises(NoArticle):
        page(data)
