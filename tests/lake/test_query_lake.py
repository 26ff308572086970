"""SQL and search over a lake as it is, in a folder and below a URL; `test_query` has the cases, over a stand-in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread
from typing import Any

import pyarrow as pa
import pytest

from tocsin.lake import TABLES, Lake
from tocsin.lake.search import search
from tocsin.records import FiledArticle, FiledEvent, Incident


def moment(day: int) -> datetime:
    return datetime(2019, 6, day, 12, tzinfo=UTC)


def record(kind: type, **values: Any) -> Any:
    """A record with the values given; elsewhere what stands for nothing there."""
    nothing = {
        "tuple": (),
        "str": "",
        "int": 0,
        "float": 0.0,
        "bool": False,
        "Reading": "read",
        "PublishedBasis": "unknown",
        "Status": "occurred",
    }
    nothing |= {"Reliability": "F", "Credibility": 6}
    made = {}
    for field in fields(kind):
        hint = str(field.type)
        made[field.name] = None if "None" in hint else nothing.get(hint.split("[")[0].split(" ")[0], moment(1))
    return kind(**(made | values))


def article(name: str, text: str, day: int = 1, **more: Any) -> FiledArticle:
    return record(FiledArticle, id=name, text=text, known_at=moment(day), recorded_at=moment(day), **more)


def event(name: str, of: str, day: int = 1, **more: Any) -> FiledEvent:
    return record(FiledEvent, id=name, article=of, known_at=moment(day), recorded_at=moment(day), dataset="tocsin", type="ASSAULT", **more)


def incident(name: str, title: str) -> Incident:
    return record(Incident, id=name, title=title, type="ASSAULT")


@pytest.fixture(params=["folder", "url"])
def lake(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Lake]:
    place = tmp_path / "lake"
    with Lake.open(place if request.param == "folder" else f"file://{place}", create=True) as made:
        made.commit({FiledArticle: [article("a1", "A tanker was stopped."), article("a2", "Talks resume.", 5)]})
        made.commit({FiledEvent: [event("e1", "a1", source="IRN"), event("e2", "a2", 5, source="USA"), event("e3", "a2", 5)]})
        yield made


def column(table: pa.Table, name: str) -> list[object]:
    return sorted(table.column(name).to_pylist())


def test_an_empty_lake_has_all_tables_with_their_columns(tmp_path: Path) -> None:
    with Lake.open(tmp_path / "lake", create=True) as lake:
        for name, table in TABLES.items():
            answer = lake.sql(f"SELECT * FROM {name}")
            assert (answer.num_rows, answer.column_names) == (0, table.schema.names)


def test_what_was_committed_is_there(lake: Lake) -> None:
    assert column(lake.sql("SELECT e.id FROM events e JOIN articles a ON e.article = a.id WHERE a.text LIKE '%alks%'"), "id") == [
        "e2",
        "e3",
    ]
    lake.commit({FiledEvent: [event("e4", "a1", 7)]})
    assert column(lake.sql("SELECT id FROM events"), "id") == ["e1", "e2", "e3", "e4"]
    assert column(lake.sql("SELECT id FROM events", as_of=moment(5)), "id") == ["e1", "e2", "e3"]


def test_what_another_process_committed_is_there(lake: Lake) -> None:
    lake.sql("SELECT id FROM events")
    with Lake.open(lake.url) as other:
        other.commit({FiledEvent: [event("e4", "a1", 7)]})
    assert lake.sql("SELECT id FROM events").num_rows == 4


def test_all_tables_of_a_query_are_of_one_commit(lake: Lake) -> None:
    def write() -> None:
        with Lake.open(lake.url) as other:
            for n in range(8):
                other.commit({FiledArticle: [article(f"b{n}", f"Report {n}.")], FiledEvent: [event(f"f{n}", f"b{n}")]})

    counted = "SELECT (SELECT count(*) FROM articles WHERE id LIKE 'b%') - (SELECT count(*) FROM events WHERE id LIKE 'f%') AS n"
    writer = Thread(target=write)
    writer.start()
    seen = []
    while writer.is_alive() or not seen:
        with ThreadPoolExecutor(3) as pool:
            seen += [answer["n"][0].as_py() for answer in pool.map(lambda _: lake.sql(counted), range(6))]
    writer.join()
    assert set(seen) == {0}
    assert lake.sql("SELECT id FROM articles WHERE id LIKE 'b%'").num_rows == 8


def test_an_article_read_again_shows_its_last_reading_alone(lake: Lake) -> None:
    for _ in range(2):
        lake.supersede([article("a2", "Talks resume.", 5)], {FiledEvent: [event("e9", "a2", 5)]})
    assert column(lake.sql("SELECT id FROM events"), "id") == ["e1", "e9"]
    assert column(lake.sql("SELECT id FROM events", as_of=moment(5)), "id") == ["e1", "e9"]
    assert column(lake.sql("SELECT id FROM articles"), "id") == ["a1", "a2"]


def test_of_incidents_the_last_version_and_none_that_is_retired(lake: Lake) -> None:
    base = lake.folded()
    lake.publish({Incident: [incident("i1", "first"), incident("i2", "gone")]}, base=base, folded=lake.filed())
    lake.publish({Incident: [incident("i1", "second")]}, retired={Incident: ["i2"]}, base=lake.folded(), folded=lake.filed())
    assert column(lake.sql("SELECT title FROM incidents"), "title") == ["second"]


def test_lists_of_structs_open(lake: Lake) -> None:
    assert lake.sql("SELECT unnest(sources).name FROM events").num_rows == 0
    assert lake.sql("DESCRIBE incidents").num_rows == len(TABLES["incidents"].schema)


def test_search_of_what_is_filed_and_read_again(lake: Lake, tmp_path: Path) -> None:
    def found(words: str) -> list[str]:
        return [hit.article for hit in search(lake, words, cache=tmp_path / "cache")]

    assert found("tanker") == ["a1"]
    lake.commit({FiledArticle: [article("a3", "Another tanker.", 3)]})
    assert set(found("tanker")) == {"a1", "a3"}
    lake.supersede([article("a1", "A tanker was stopped.", title="The strait")], {})
    assert found("strait") == ["a1"]
    assert found("tanker -strait") == ["a3"]


_PAGE = Path(__file__).parents[2] / "docs/reference/query.md"
_EXAMPLES = [
    statement.strip()
    for block in re.findall(r"```sql\n(.*?)```", _PAGE.read_text(), re.DOTALL)
    for statement in block.split(";")
    if statement.strip()
]


@pytest.mark.parametrize("statement", _EXAMPLES)
def test_the_examples_of_the_documentation_run(lake: Lake, statement: str) -> None:
    assert lake.sql(statement).column_names


def test_the_documentation_names_every_table_that_people_ask() -> None:
    told = set(re.findall(r"^\| (\w+) \|", _PAGE.read_text(), re.MULTILINE)) - {"table", "typed"}
    assert told == set(TABLES)
