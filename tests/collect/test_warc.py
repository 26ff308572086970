from __future__ import annotations

import gzip
import sys
import time

import pytest

from tocsin.collect.sandbox import Limits
from tocsin.collect.streams import Meter
from tocsin.collect.warc import BrokenRecord, Document, documents
from tocsin.collect.warc_child import messages

from .tables import packed, record

PAGE = b"<p>The harbour was closed.</p>"
PAGES = [record(f"http://sample.example/{n}", PAGE * n) for n in range(1, 4)]


def told(tmp_path, data: bytes):
    """What each record tells, without a child process: (kind, record, content or code)."""
    path = tmp_path / "a.warc"
    path.write_bytes(data)
    with path.open("rb") as stream:
        return [(m["kind"], m["record"], m["error"]["code"] if m["kind"] == "error" else content) for m, content in messages(stream)]


WHOLE = [*(("document", n, PAGE * n) for n in range(1, 4)), ("end", 3, b"")]


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"".join(PAGES), id="plain"),
        pytest.param(packed(*PAGES), id="each record packed"),
        pytest.param(gzip.compress(b"".join(PAGES)), id="packed as a whole"),
        pytest.param(packed(*(page.rstrip(b"\r\n") for page in PAGES)), id="packed, without the lines between"),
    ],
)
def test_documents_come_in_order_however_they_are_packed(tmp_path, data):
    assert told(tmp_path, data) == WHOLE


def test_what_is_no_document_is_passed_over(tmp_path):
    data = b"".join(
        [
            record("http://sample.example/a.png", b"\x89PNG", media_type="image/png"),
            record("http://sample.example/gone", PAGE, status="404 Not Found"),
            record("http://sample.example/robots.txt", b"Disallow: /", media_type="text/plain"),
            record("urn:log", b"a crawler's log", media_type="text/plain"),
            record("http://sample.example/a", b"q=1", kind="request"),
            record("http://sample.example/a", PAGE),
        ]
    )
    assert [(kind, number) for kind, number, _ in told(tmp_path, data)] == [
        *(("passed", n) for n in range(1, 6)),
        ("document", 6),
        ("end", 6),
    ]


def test_contents_are_unpacked_and_unchunked(tmp_path):
    chunked = b"%x\r\n%b\r\n0\r\n\r\n" % (len(PAGE), PAGE)
    data = record("http://sample.example/a", gzip.compress(PAGE), headers="Content-Encoding: gzip\r\n") + record(
        "http://sample.example/b", chunked, headers="Transfer-Encoding: chunked\r\n"
    )
    assert [content for *_, content in told(tmp_path, data)] == [PAGE, PAGE, b""]


@pytest.mark.parametrize("pack", [b"".join, lambda pages: packed(*pages)], ids=["plain", "packed"])
@pytest.mark.parametrize("share", [0.05, 0.25, 0.5, 0.75, 0.9])
def test_of_a_cut_archive_the_whole_documents_are_read_and_the_break_is_told(tmp_path, pack, share):
    data = pack(PAGES)
    made = told(tmp_path, data[: int(len(data) * share)])
    broken = [entry for entry in made if entry[0] == "error"]
    assert [entry[2] for entry in broken] == ["broken_off"]
    read = [entry for entry in made if entry[0] == "document"]
    assert read == WHOLE[: len(read)]
    assert len(read) == int(share * 3)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        pytest.param(PAGES[0].replace(b"Content-Length: ", b"Content-Length: -"), "bad_row", id="a length below nothing"),
        pytest.param(PAGES[0].replace(b"Content-Length: ", b"Content-Length: 9"), "broken_off", id="a length beyond the end"),
        pytest.param(PAGES[0].replace(b"Content-Length: ", b"X-Length: "), "broken_off", id="no length"),
        pytest.param(PAGES[0] + b"and then something else\r\nthat is no record\r\n", "broken_off", id="something else after it"),
        pytest.param(PAGES[0].replace(b"HTTP/1.1 200 OK", b"not an answer."), "bad_row", id="no answer of a server"),
        pytest.param(packed(PAGES[0])[:-40] + b"\xff" * 40, "broken_off", id="damaged"),
    ],
)
def test_broken_records_are_told(tmp_path, data, code):
    assert code in [content for kind, _, content in told(tmp_path, data) if kind == "error"]


def test_a_bomb_within_a_packed_archive_is_stopped(tmp_path):
    data = gzip.compress(record("http://sample.example/a", bytes(60_000_000)), 9)
    assert next(entry[::2] for entry in told(tmp_path, data)) == ("error", "bomb")


def test_a_bomb_within_a_record_is_refused_and_the_next_read(tmp_path):
    bomb = record("http://sample.example/a", gzip.compress(bytes(60_000_000), 9), headers="Content-Encoding: gzip\r\n")
    assert told(tmp_path, bomb + PAGES[0])[:2] == [("error", 1, "too_long"), ("document", 2, PAGE)]


def test_a_child_reads_an_archive(tmp_path):
    path, meter = tmp_path / "a.warc.gz", Meter()
    path.write_bytes(packed(*PAGES))
    with path.open("rb") as stream:
        made = list(documents(stream, meter))
    assert [(document.place, document.url, document.content) for document in made] == [
        (f"record {n}", f"http://sample.example/{n}", PAGE * n) for n in range(1, 4)
    ]
    assert meter.done == path.stat().st_size


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux holds a process to its address space")
@pytest.mark.parametrize("limits", [Limits(memory_bytes=30_000_000), Limits(wall_seconds=0)], ids=["memory", "clock"])
def test_a_child_that_is_ended_is_a_refusal(tmp_path, limits):
    path, begun = tmp_path / "a.warc", time.monotonic()
    path.write_bytes(record("http://sample.example/long", b"<p>" + b"a" * 4_000_000))  # more than what is set aside before the limit is
    with path.open("rb") as stream:
        made = list(documents(stream, Meter(), limits))
    assert isinstance(made[-1], BrokenRecord)
    assert made[-1].error.code == "broken_off"
    assert time.monotonic() - begun < 20


def test_a_reader_may_stop_early(tmp_path):
    path = tmp_path / "a.warc"
    path.write_bytes(b"".join(PAGES) * 500)
    with path.open("rb") as stream:
        found = documents(stream, Meter())
        assert isinstance(next(found), Document)
        found.close()
