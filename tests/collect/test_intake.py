from __future__ import annotations

import io
import json
import time
from datetime import date

import pytest

from tocsin.collect.fetch import Fetched
from tocsin.collect.intake import Hint, collected, format_of, from_bytes, from_fetched, from_file, from_folder, from_stream
from tocsin.collect.known import Known
from tocsin.collect.page import page
from tocsin.collect.pdf import pdf
from tocsin.errors import EmptyText, Forbidden, InputError, NoArticle, NotText, TooLong
from tocsin.records import Article, Unreadable

from .factory import PROSE, html, pdf_of

NOTHING = Known()


def extract(kind, data, charset, url):
    return pdf(data) if kind == "pdf" else page(data, charset=charset, url=url)


@pytest.mark.parametrize(
    ("head", "hint", "expected"),
    [
        pytest.param(b"%PDF-1.7", Hint(), "pdf", id="PDF"),
        pytest.param(b"junk\n%PDF-1.7", Hint(page=True), "pdf", id="PDF after junk, whatever its name"),
        pytest.param(b"<!DOCTYPE html><html>", Hint(), "page", id="doctype"),
        pytest.param(b"\n  <html lang=en>", Hint(), "page", id="html"),
        pytest.param(b"\xef\xbb\xbf<html>", Hint(), "page", id="html after a mark"),
        pytest.param("<html>".encode("utf-16"), Hint(), "page", id="html in UTF-16"),
        pytest.param(b"<?xml version='1.0'?>\n<!-- x --><html>", Hint(), "page", id="xhtml"),
        pytest.param(b"Words <div class=x>words", Hint(page=True), "page", id="a piece of a page, by its name"),
        pytest.param(b"Words <div class=x>words", Hint(), "text", id="words with a tag in them"),
        pytest.param(b"Plain words.", Hint(page=True), "text", id="plain words, whatever their name"),
        pytest.param(b"<3 this", Hint(), "text", id="not a tag"),
    ],
)
def test_format_is_told_from_the_content(head, hint, expected):
    assert format_of(head, hint) == expected


def test_comments_before_a_page_are_read_over_once():
    head = b"<!---->" * 1000
    assert format_of(head + b"<html>") == "page"
    assert format_of(head + b"no page") == "text"


@pytest.mark.parametrize(
    ("head", "words"),
    [
        (b"PK\x03\x04", "ZIP"),
        (b"\x1f\x8b\x08", "gzip"),
        (b"\x89PNG\r\n", "picture"),
        (b"{\\rtf1", "Rich Text"),
        (b"\xd0\xcf\x11\xe0", "office"),
    ],
)
def test_what_is_something_else_is_called_by_its_name(head, words):
    with pytest.raises(NotText, match=words):
        format_of(head)


def test_text_is_kept_to_the_character():
    text = "  One.\r\n\r\n\tTwo – “three”. \n"
    made = from_bytes(text.encode(), NOTHING, extract)
    assert made.text == text
    assert (made.title, made.outlet, made.published, made.published_basis) == (None, None, None, "unknown")


def test_what_the_caller_knows_stands_above_what_the_page_says():
    data = html(head="<meta property='og:site_name' content='Page'><meta property='article:published_time' content='2019-06-18'>")
    found = from_bytes(data, NOTHING, extract)
    assert (found.outlet, found.published, found.published_basis) == ("Page", date(2019, 6, 18), "found")
    known = Known(outlet="Sample Daily", title="T", published=date(2019, 6, 19))
    given = from_bytes(data, known, extract)
    assert (given.outlet, given.title, given.published, given.published_basis) == ("Sample Daily", "T", date(2019, 6, 19), "given")


def test_a_pdf():
    made = from_bytes(pdf_of([[PROSE]], info={"CreationDate": "D:20190619"}), NOTHING, extract)
    assert (made.text, made.published) == (PROSE, date(2019, 6, 19))


@pytest.mark.parametrize(
    ("data", "error"),
    [
        pytest.param(b"", EmptyText, id="empty"),
        pytest.param(bytes(range(256)), NotText, id="binary"),
        pytest.param("Министр сказал это.".encode("koi8-r"), NotText, id="wrong encoding"),
        pytest.param(html(body="<p>Menu</p>"), NoArticle, id="a page with no article"),
        pytest.param(pdf_of([()]), NoArticle, id="a PDF with no text"),
    ],
)
def test_bad_input_has_its_error(data, error):
    with pytest.raises(error):
        from_bytes(data, NOTHING, extract)


class OneLine(io.RawIOBase):
    """Fifty megabytes without a line end, counted as they are read."""

    def __init__(self) -> None:
        self.left, self.given = 50_000_000, 0

    def read(self, size=-1):
        many = self.left if size < 0 else min(size, self.left)
        self.left, self.given = self.left - many, self.given + many
        return b"a" * many


def test_fifty_megabytes_of_one_line_are_refused_after_the_first_few():
    stream, begun = OneLine(), time.monotonic()
    with pytest.raises(TooLong, match="larger than 4 MB"):
        from_stream(stream, NOTHING, extract)
    assert stream.given < 5_000_000
    assert time.monotonic() - begun < 2


def test_a_fetched_page_carries_its_address_and_encoding():
    body = f"<article><p>The café said no. {PROSE}</p></article>".encode("cp1252")
    fetched = Fetched(body=body, url="https://www.sample.example/2019/06/19/a", charset="iso-8859-1", media_type="text/html")
    made = from_fetched(fetched, NOTHING, extract)
    assert "café" in made.text
    assert (made.url, made.outlet, made.published) == ("https://www.sample.example/2019/06/19/a", "sample.example", date(2019, 6, 19))


def test_a_private_address_is_not_fetched():
    with pytest.raises(Forbidden):
        list(collected("http://127.0.0.1/a", NOTHING))
    with pytest.raises(Forbidden):
        list(collected("file:///etc/passwd", NOTHING))


@pytest.fixture
def folder(tmp_path):
    inner = tmp_path / "inner"
    inner.mkdir()
    (tmp_path / "b.txt").write_text(PROSE)
    (tmp_path / "a.HTML").write_bytes(html())
    (tmp_path / "c.pdf").write_bytes(pdf_of([[PROSE]]))
    (tmp_path / "d.json").write_text(json.dumps({"id": "own", "text": PROSE, "published": "2019-06-19", "outlet": "Sample Daily"}))
    (tmp_path / "e.json").write_text("{")
    (tmp_path / "f.txt").write_bytes(b"")
    (tmp_path / "g.png").write_bytes(b"\x89PNG")
    (tmp_path / ".hidden.txt").write_text(PROSE)
    (inner / "h.txt").write_text(PROSE)
    return tmp_path


def test_every_file_of_a_folder_has_its_record_in_order(folder):
    made = list(from_folder(folder, NOTHING, extract))
    kinds = {row.id: (row.code if isinstance(row, Unreadable) else "read") for row in made}
    assert kinds == {
        "a.HTML": "read",
        "b.txt": "read",
        "c.pdf": "read",
        "d.json": "read",
        "e.json": "bad_row",
        "f.txt": "empty",
        "g.png": "input",
        "inner/h.txt": "read",
    }
    assert list(kinds) == sorted(kinds)


def test_a_row_in_a_file_of_its_own(folder):
    made = from_file(folder / "d.json", NOTHING, extract)
    assert (made.id, made.outlet, made.published) == ("own", "Sample Daily", date(2019, 6, 19))
    made = from_file(folder / "d.json", Known(outlet="Other", published=date(2020, 1, 1)), extract)
    assert (made.outlet, made.published) == ("Other", date(2020, 1, 1))


def test_a_batch_is_no_article(tmp_path):
    path = tmp_path / "in.jsonl"
    path.write_text("{}")
    with pytest.raises(InputError, match="--jsonl"):
        from_file(path, NOTHING, extract)


def test_collected_takes_a_file_a_folder_and_standard_input(folder, monkeypatch):
    (one,) = collected(str(folder / "b.txt"), NOTHING)
    assert isinstance(one, Article)
    assert len(list(collected(str(folder), NOTHING))) == 8
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(html())))
    (page_,) = collected("-", NOTHING)
    assert page_.title == "Ships for the strait"


def test_a_file_that_is_not_there_is_an_os_error(tmp_path):
    with pytest.raises(FileNotFoundError):
        list(collected(str(tmp_path / "none.txt"), NOTHING))
