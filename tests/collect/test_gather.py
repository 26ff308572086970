from __future__ import annotations

import csv
import gzip
import io
import json
import zipfile
import zlib
from collections import Counter
from datetime import UTC, date, datetime

import pytest

from tocsin.collect import gather
from tocsin.collect.columns import ColumnMap
from tocsin.collect.fetch import Fetched
from tocsin.collect.gather import gathered, is_url
from tocsin.collect.kinds import kind_of
from tocsin.collect.known import Known
from tocsin.collect.mapping import EventMapping
from tocsin.collect.streams import Meter
from tocsin.errors import InputError, NotText, Unreachable
from tocsin.records import FiledEvent, Item, Refused

from .factory import PROSE, html, pdf_of
from .tables import GDELT1, ICEWS_HEADER, gdelt, icews, packed, record, ucdp

NOW = datetime(2020, 1, 1, tzinfo=UTC)
TEXT = "The harbour of Arland was closed on Monday, the ministry said."
ROWS = b"".join(json.dumps({"id": n, "text": f"{TEXT} {n}"}).encode() + b"\n" for n in range(5))
RSS = b"""<?xml version="1.0"?><rss version="2.0"><channel><title>Sample Daily</title><link>https://sample.example/</link>
<item><title>Harbour closed</title><link>https://sample.example/a</link><pubDate>Wed, 19 Jun 2019 10:00:00 GMT</pubDate>
<description>The harbour of Arland was closed.</description></item></channel></rss>"""
OPML = b"""<?xml version="1.0"?><opml version="2.0"><body><outline type="rss" xmlUrl="https://a.example/rss"/>
<outline type="rss" xmlUrl="https://b.example/rss"/><outline type="rss" xmlUrl="https://c.example/list"/></body></opml>"""


def take(source, **more):
    return list(gathered(str(source), seen_at=NOW, **more))


def told(things):
    """Items by text, events by id, refusals by place and code."""
    return [
        thing.article.text if isinstance(thing, Item) else thing.id if isinstance(thing, FiledEvent) else (thing.place, thing.code)
        for thing in things
    ]


def written(tmp_path, name: str, data: bytes | str):
    path = tmp_path / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


def table(rows, delimiter=",") -> str:
    made = io.StringIO()
    writer = csv.DictWriter(made, list(rows[0]), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return made.getvalue()


def zipped(files: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return made.getvalue()


@pytest.mark.parametrize(
    ("head", "name", "kind"),
    [
        pytest.param(b"Some words.", "a.txt", "text", id="text"),
        pytest.param(b"Some words.", "a", "text", id="text without a suffix"),
        pytest.param(html(), "a", "page", id="page"),
        pytest.param(b"words <b>bold</b> <p>x", "a.html", "page", id="a piece of a page"),
        pytest.param(b"%PDF-1.4", "a", "pdf", id="PDF"),
        pytest.param(b'{"id": 1, "text": "a"}\n{"id": 2, "text": "b"}\n', "a", "rows", id="rows"),
        pytest.param(b'{"id": 1, "text": "' + b"a" * 9000, "a", "rows", id="a row longer than what is looked at"),
        pytest.param(b"", "a.jsonl", "rows", id="rows by name"),
        pytest.param(b'{\n "text": "a"\n}', "a.json", "row", id="a row on several lines"),
        pytest.param(b'[{"text": "a"}]', "a.json", "row", id="a list of rows"),
        pytest.param(b"[Editor's note: words]", "a.txt", "text", id="words in brackets"),
        pytest.param(b"{sic} words", "a.txt", "text", id="words in braces"),
        pytest.param(b"id,text\n", "a.CSV", "separated", id="CSV"),
        pytest.param(b"id\ttext\n", "a.tsv", "separated", id="TSV"),
        pytest.param(gdelt().encode(), "a.export.CSV", "gdelt", id="GDELT 2.0"),
        pytest.param(gdelt(GDELT1).encode(), "a", "gdelt", id="GDELT 1.0"),
        pytest.param(ICEWS_HEADER.encode(), "a.txt", "separated", id="ICEWS"),
        pytest.param(b"\x1f\x8b\x08", "a.txt", "gzip", id="gzip, whatever its name"),
        pytest.param(b"PK\x03\x04", "a.csv", "zip", id="ZIP"),
        pytest.param(b"PAR1", "a", "parquet", id="Parquet"),
        pytest.param(b"WARC/1.0\r\n", "a", "warc", id="WARC"),
        pytest.param(b"filedesc://a 1 2 3 4", "a", "warc", id="ARC"),
        pytest.param(RSS, "a.html", "feed", id="feed, whatever its name"),
        pytest.param(b"<feed xmlns='http://www.w3.org/2005/Atom'>", "a", "feed", id="Atom"),
        pytest.param(b'{"version": "https://jsonfeed.org/version/1.1", "items": []}', "a.json", "feed", id="JSON Feed"),
        pytest.param(OPML, "a.xml", "opml", id="list of feeds"),
        pytest.param(b"<?xml version='1.0'?><html><p>x", "a.xml", "page", id="XHTML"),
    ],
)
def test_kinds_are_told_from_content(head, name, kind):
    assert kind_of(head, name) == kind


BOMB = b'<?xml version="1.0"?><!DOCTYPE bomb [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]><bomb>&b;</bomb>'


@pytest.mark.parametrize(
    ("head", "name"),
    [
        pytest.param(b"\x89PNG", "a.txt", id="picture"),
        pytest.param(b"<?xml version='1.0'?><kml><Document/></kml>", "a.xml", id="XML of another kind"),
        pytest.param(b"<kml><Document/></kml>", "a.xml", id="the same without its first line"),
        pytest.param(BOMB, "a.xml", id="XML bomb"),
        pytest.param(b'<!DOCTYPE bomb [<!ENTITY a "' + b"A" * 9000, "a", id="XML bomb with a long entity"),
    ],
)
def test_what_is_no_text_is_told(head, name):
    with pytest.raises(NotText):
        kind_of(head, name)


@pytest.mark.parametrize("name", ["rows.jsonl", "rows.jsonl.gz", "rows.zip", "rows"])
def test_rows_however_they_are_packed(tmp_path, name):
    data = gzip.compress(ROWS) if name.endswith(".gz") else zipped({"in/rows.jsonl": ROWS}) if name.endswith(".zip") else ROWS
    path, meter = written(tmp_path, name, data), Meter()
    things = take(path, meter=meter)
    assert [(thing.article.id, thing.article.text, thing.source) for thing in things] == [
        (str(n), f"{TEXT} {n}", str(path)) for n in range(5)
    ]
    assert meter.total == len(data) <= meter.done


def test_bad_rows_are_told_by_line_and_the_rest_goes_on(tmp_path):
    lines = [
        b'{"text": "one"}',
        b'{"text": ',
        b"[1]",
        b"",
        b'{"text": "t", "date": "1753-01-01"}',
        b'{"text": "\xff"}',
        b'{"n": 1}',
        b'{"text": "two"}',
    ]
    things = take(written(tmp_path, "a.jsonl", b"\n".join(lines)))
    assert told(things) == [
        "one",
        ("line 2", "bad_row"),
        ("line 3", "bad_row"),
        ("line 5", "bad_date"),
        ("line 6", "not_text"),
        ("line 7", "empty"),
        "two",
    ]
    refused = things[3]
    assert (refused.source, refused.stage, refused.known_at, refused.recorded_at) == (str(tmp_path / "a.jsonl"), "collect", NOW, NOW)
    assert "1753-01-01" in refused.evidence
    assert len({thing.id for thing in things if isinstance(thing, Refused)}) == 5


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_separated_values(tmp_path, delimiter):
    rows = [{"Nr": "1", "Body": f'One, "quoted"; two | {TEXT}\nand a line', "Day": "2019-06-19"}, {"Nr": "2", "Body": "Short.", "Day": ""}]
    path = written(tmp_path, "a.csv", "\ufeff" + table(rows, delimiter))
    made = take(path, columns=ColumnMap.parse("id=nr,published=day"))
    assert [(item.article.id, item.article.text, item.article.published) for item in made] == [
        ("1", rows[0]["Body"].replace("\n", "\n"), date(2019, 6, 19)),
        ("2", "Short.", None),
    ]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        pytest.param(
            "id,text\n1,a,b\n2,fine\n3\n", [("line 2", "bad_row"), "fine", ("line 4", "bad_row")], id="too many and too few cells"
        ),
        pytest.param('id,text\n1,fine\n2,"never closed\n3,x\n', ["fine", ("line 3", "bad_row")], id="a quotation that never closes"),
        pytest.param('id,text\n1,"a"b\n2,fine\n', [("line 2", "bad_row"), "fine"], id="words after a quotation"),
        pytest.param(b"id,text\n1,caf\xe9 society\n2,fine\n", ["café society", "fine"], id="a row in Windows-1252"),
        pytest.param(b"id,text\n1,\xff\xfe\xfd\x81\x8d\n2,fine\n", [("line 2", "not_text"), "fine"], id="a row in no encoding"),
        pytest.param(b"id,text\n1,a\x00b\n2,fine\n", [("line 2", "not_text"), "fine"], id="binary"),
        pytest.param("id,name\n1,x\n", [(None, "bad_row")], id="no column with a text"),
        pytest.param("\nid,text\n", [(None, "bad_row")], id="an empty line first"),
        pytest.param("text,text\n1,2\n", [(None, "bad_row")], id="one name twice"),
        pytest.param("a," * 20_000 + "text\n", [(None, "bad_row")], id="too many columns"),
        pytest.param("id,text\n", [], id="no rows"),
        pytest.param("id,text\n1," + "x" * 9_000_000 + "\n2,fine\n", [("line 2", "bad_row"), "fine"], id="a row beyond all measure"),
    ],
)
def test_hostile_tables(tmp_path, data, expected):
    assert told(take(written(tmp_path, "a.csv", data))) == expected


def test_a_column_that_is_not_there_is_told_once(tmp_path):
    things = take(written(tmp_path, "a.csv", "id,text\n1,a\n2,b\n"), columns=ColumnMap.parse("text=body"))
    assert told(things) == [(None, "bad_row")]
    assert "it has id, text" in things[0].message.lower()


def test_parquet(tmp_path):
    import pyarrow as pa
    from pyarrow import parquet

    path = tmp_path / "a.parquet"
    days = [datetime(2019, 6, 19, 10, tzinfo=UTC), None, datetime(1753, 1, 1, tzinfo=UTC)]
    made = pa.table({"id": [1, 2, 3], "Text": ["one", "two", "three"], "published": days, "tags": [["a"], [], None], "other": [b"x"] * 3})
    parquet.write_table(made, path, row_group_size=2)
    things = take(path)
    assert told(things) == ["one", "two", ("row 3", "bad_date")]
    assert (things[0].article.published, things[0].published_at, things[0].tags) == (date(2019, 6, 19), days[0], ("a",))
    data = path.read_bytes()
    assert told(take(written(tmp_path, "cut.parquet", data[: len(data) // 2]))) == [(None, "broken_off")]
    assert told(take(written(tmp_path, "b.zip", zipped({"a.parquet": data})))) == ["one", "two", ("a.parquet row 3", "bad_date")]


@pytest.mark.parametrize("name", ["20190619.export.CSV", "20190619.export.CSV.zip"])
def test_gdelt_with_bad_lines(tmp_path, name):
    lines = [
        gdelt(),
        gdelt(id="700000002")[:80],
        gdelt(id="700000003", day="17530101"),
        gdelt(id="700000004", lat="99"),
        gdelt(id="700000005"),
    ]
    data = "\n".join(lines).encode()
    where = "a.CSV " if name.endswith("zip") else ""
    things = take(written(tmp_path, name, zipped({"a.CSV": data}) if where else data))
    assert told(things) == [
        "gdelt2:700000001",
        (f"{where}line 2", "bad_row"),
        (f"{where}line 3", "bad_date"),
        (f"{where}line 4", "bad_place"),
        "gdelt2:700000005",
    ]


def test_icews_and_ucdp_are_known_by_their_columns(tmp_path):
    rows = [icews(), icews(Event_ID="5002", Source_Name='A "quoted name'), icews(Event_ID="5003", Event_Date="2919-06-01")]
    tab = "\n".join([ICEWS_HEADER, *("\t".join(row.values()) for row in rows), "5004\tcut"])
    assert told(take(written(tmp_path, "a.tab", tab))) == ["icews:5001", "icews:5002", ("line 4", "bad_date"), ("line 5", "bad_row")]
    data = table([ucdp(), ucdp(id="90002", source_date="1753-01-01"), ucdp(id="90003")])
    assert told(take(written(tmp_path, "ged.csv.gz", gzip.compress(data.encode())))) == [
        "ucdp-ged:90001",
        ("line 3", "bad_date"),
        "ucdp-ged:90003",
    ]


def test_a_mapping_reads_any_table(tmp_path):
    mapping = EventMapping.of({"dataset": "marches", "columns": {"id": "n", "date": "day", "type": "what"}, "types": {"March": "PROTEST"}})
    rows = [{"n": "1", "day": "2019-06-19", "what": "March"}, {"n": "2", "day": "2019-06-19", "what": "Fair"}]
    assert told(take(written(tmp_path, "a.csv", table(rows)), mapping=mapping)) == ["marches:1", ("line 3", "bad_code")]
    as_json = "\n".join(map(json.dumps, rows))
    assert told(take(written(tmp_path, "a.jsonl", as_json), mapping=mapping)) == ["marches:1", ("line 2", "bad_code")]
    assert told(take(written(tmp_path, "b.csv", "n,day\n1,2019-06-19\n"), mapping=mapping)) == [(None, "bad_row")]


@pytest.mark.parametrize("share", [0.3, 0.7])
def test_of_a_cut_file_the_whole_rows_are_read_and_the_break_is_told(tmp_path, share):
    rows = b"".join(json.dumps({"text": f"{TEXT} {n * 7919 % 1009}"}).encode() + b"\n" for n in range(3000))
    data = gzip.compress(rows)
    *items, last = take(written(tmp_path, "a.jsonl.gz", data[: int(len(data) * share)]))
    assert told([last]) == [(None, "broken_off")]
    whole = zlib.decompressobj(31).decompress(data[: int(len(data) * share)]).splitlines(keepends=True)
    assert told(items) == [json.loads(line)["text"] for line in whole if line.endswith(b"\n")]


BOMBS = {
    "bomb.jsonl.gz": gzip.compress(bytes(60_000_000), 9),
    "bomb.zip": zipped({"a.csv": b"id,text\n1," + bytes(60_000_000)}),
    "nested.zip": zipped({"a.zip": zipped({"b.zip": zipped({"c.txt": b"deep"})})}),
}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("bomb.jsonl.gz", [(None, "bomb")]),
        ("bomb.zip", [("a.csv", "bomb")]),
        ("nested.zip", [("a.zip/b.zip", "not_text")]),
    ],
)
def test_bombs_are_refused(tmp_path, name, expected):
    assert told(take(written(tmp_path, name, BOMBS[name]))) == expected


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        pytest.param("a.json", b"[" * 100_000, [(None, "bad_row")], id="brackets without end"),
        pytest.param(
            "a.jsonl", b'{"text":' + b"[" * 100_000 + b'\n{"text": "fine"}', [("line 1", "bad_row"), "fine"], id="the same in a row"
        ),
        pytest.param(
            "a.jsonl", b'{"text":"' + b"x" * 9_000_000 + b'"}\n{"text": "fine"}', [("line 1", "too_long"), "fine"], id="a row without end"
        ),
        pytest.param("a.txt", b" \n", [(None, "empty")], id="nothing"),
        pytest.param("a.txt", b"\x00\x01\x02" * 50, [(None, "not_text")], id="binary"),
        pytest.param("a.txt", b"x" * 5_000_000, [(None, "too_long")], id="a text without end"),
        pytest.param("a.xml", BOMB, [(None, "not_text")], id="XML bomb"),
        pytest.param("a.xlsx", zipped({"[Content_Types].xml": b"", "xl/a.xml": b""}), [(None, "not_text")], id="office document"),
        pytest.param("a.zip", b"PK\x03\x04 and no more", [(None, "broken_off")], id="an archive that is none"),
    ],
)
def test_hostile_files(tmp_path, name, data, expected):
    assert told(take(written(tmp_path, name, data))) == expected


def test_a_folder_of_everything(tmp_path):
    (tmp_path / "b").mkdir()
    (tmp_path / ".hidden").mkdir()
    written(tmp_path, ".hidden/a.txt", "Not this.")
    written(tmp_path, "b/page.html", html())
    written(tmp_path, "b/bomb.html", BOMB.replace(b"<bomb>", b"<html><body>"))
    written(tmp_path, "b/endless.html", b"<html><body><p>" + b"words <b " * 50_000)
    written(tmp_path, "b/report.pdf", pdf_of([[PROSE]]))
    written(tmp_path, "c.txt", TEXT)
    written(tmp_path, "d.jsonl", '{"text": "a row"}\n{"text": 1}\n')
    written(
        tmp_path,
        "e.warc.gz",
        packed(record("http://www.sample.example/2019/06/19/a", html()), record("http://sample.example/b", b"<p>Sign in</p>")),
    )
    written(tmp_path, "f.rss", RSS)
    written(tmp_path, "g.md", "no")
    meter = Meter()
    things = take(tmp_path, meter=meter, known=Known(outlet="Sample"))
    items = {thing.article.id: thing for thing in things if isinstance(thing, Item)}
    assert PROSE in items["b/page.html"].article.text
    assert (items["b/page.html"].media_type, items["b/page.html"].raw) == ("text/html", html())
    assert items["b/report.pdf"].media_type == "application/pdf"
    assert (items["c.txt"].article.text, items["c.txt"].raw) == (TEXT, None)
    archived = next(item for item in items.values() if item.article.url == "http://www.sample.example/2019/06/19/a")
    assert (archived.article.published, archived.media_type) == (date(2019, 6, 19), "text/html")
    entry = next(item for item in items.values() if item.article.title == "Harbour closed")
    assert (entry.article.outlet, entry.article.published) == ("Sample", date(2019, 6, 19))
    assert Counter(told([thing for thing in things if isinstance(thing, Refused)])) == Counter(
        [
            ("b/bomb.html", "no_article"),
            ("b/endless.html", "no_article"),
            ("d.jsonl line 2", "bad_row"),
            ("e.warc.gz record 2", "no_article"),
            ("g.md", "input"),
        ]
    )
    assert {thing.source for thing in things} == {str(tmp_path)}
    assert meter.done == meter.total - len("no")


def test_a_pattern_names_files(tmp_path):
    for name in ("b.txt", "a.txt", "c.csv"):
        written(tmp_path, name, f"Words of {name}.")
    assert told(take(tmp_path / "*.txt")) == ["Words of a.txt.", "Words of b.txt."]


@pytest.mark.parametrize("source", ["none.txt", "none/*.txt", "a\x00b", "x" * 5_000])
def test_a_path_that_is_none_is_told(tmp_path, source):
    with pytest.raises(InputError):
        take(tmp_path / source)


def test_standard_input(monkeypatch):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(gzip.compress(ROWS))))
    assert len(take("-")) == 5


@pytest.fixture
def served(monkeypatch):
    """Addresses and what they give, in place of the network."""
    pages: dict[str, Fetched | Exception] = {}

    def fetch(url, terms):
        answer = pages[url]
        if isinstance(answer, Exception):
            raise answer
        return answer

    monkeypatch.setattr("tocsin.collect.fetch.fetch", fetch)
    return pages


def answer(url, body, media_type=None, charset=None):
    return Fetched(body=body, url=url, charset=charset, media_type=media_type)


def test_urls(served):
    url = "https://www.sample.example/2019/06/19/a"
    served[url] = answer(url, html(), "text/html")
    (made,) = take(url)
    assert (made.article.url, made.article.outlet, made.article.published, made.source) == (url, "sample.example", date(2019, 6, 19), url)
    served["https://sample.example/rows.jsonl.gz"] = answer("https://sample.example/rows.jsonl.gz", gzip.compress(ROWS), "application/gzip")
    assert len(take("https://sample.example/rows.jsonl.gz")) == 5
    served["https://sample.example/c"] = Unreachable("no answer")
    with pytest.raises(Unreachable):
        take("https://sample.example/c")


def test_the_feeds_of_a_list_are_sources_of_their_own(tmp_path, served):
    served["https://a.example/rss"] = answer("https://a.example/rss", RSS)
    served["https://b.example/rss"] = Unreachable("no answer")
    served["https://c.example/list"] = answer("https://c.example/list", OPML)
    things = take(written(tmp_path, "list.opml", OPML))
    assert [(thing.source, thing.code if isinstance(thing, Refused) else thing.article.title) for thing in things] == [
        ("https://a.example/rss", "Harbour closed"),
        ("https://b.example/rss", "unreachable"),
        ("https://c.example/list", "input"),
    ]


def test_a_caller_may_read_feeds_that_have_an_address_and_lists(tmp_path, served):
    given = []
    readers = {
        "feed": lambda data, url, charset: given.append(("feed", data, url, charset)) or (),
        "opml": lambda data, url, charset: given.append(("opml", data, url, charset)) or (),
    }
    served["https://a.example/rss"] = answer("https://a.example/rss", RSS, charset="utf-8")
    assert take("https://a.example/rss", feeds=readers) == take(written(tmp_path, "list.opml", OPML), feeds=readers) == []
    assert given == [("feed", RSS, "https://a.example/rss", "utf-8"), ("opml", OPML, None, None)]
    assert len(take(written(tmp_path, "feed.rss", RSS), feeds=readers)) == 1


def test_nothing_of_a_large_file_is_held(tmp_path):
    """The rows are read as they are asked for."""
    path = written(tmp_path, "a.jsonl", b'{"text": "words"}\n' * 400_000)
    meter = Meter()
    things = gathered(str(path), seen_at=NOW, meter=meter)
    next(things)
    assert meter.done < 3_000_000 < meter.total
    things.close()


@pytest.mark.parametrize(
    ("source", "expected"), [("https://a.example", True), ("FTP://x", True), ("C:/a", False), ("a/b", False), ("-", False)]
)
def test_urls_are_told_from_paths(source, expected):
    assert is_url(source) is expected


def test_limits_stand():
    assert gather.MAX_WHOLE_BYTES <= 50_000_000
