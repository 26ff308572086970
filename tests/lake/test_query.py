from __future__ import annotations

import time
from collections.abc import Callable, Hashable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.lake.query import BadQuery, Queries, columns, tables
from tocsin.lake.tables import TABLES

SCHEMAS = {
    "articles": pa.schema(
        {"id": pa.string(), "title": pa.string(), "known_at": pa.timestamp("us", tz="UTC"), "month": pa.string(), "batch": pa.string()}
    ),
    "events": pa.schema(
        {
            "id": pa.string(),
            "source": pa.string(),
            "target": pa.string(),
            "contexts": pa.list_(pa.string()),
            "known_at": pa.timestamp("us", tz="UTC"),
            "month": pa.string(),
            "batch": pa.string(),
        }
    ),
    "incidents": pa.schema({"id": pa.string(), "title": pa.string(), "version": pa.int64(), "retired": pa.bool_(), "month": pa.string()}),
}


def day(number: int, month: int = 6) -> datetime:
    return datetime(2019, month, number, 12, tzinfo=UTC)


class Folder:
    """A lake of plain files: enough of one to be asked."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.folder: Path | None = path
        self.listed: dict[str, list[str]] = {table: [] for table in SCHEMAS}
        self.conditions: dict[str, str] = {}
        self.moves = 0

    def write(self, table: str, rows: list[dict[str, object]], *, without: tuple[str, ...] = ()) -> Path:
        month = str(rows[0].get("month", "2019-06"))
        schema = pa.schema([field for field in SCHEMAS[table] if field.name not in {"month", *without}])
        path = self._path / table / f"month={month}" / f"part-{self.moves}.parquet"
        path.parent.mkdir(parents=True, exist_ok=True)
        pq.write_table(pa.Table.from_pylist(rows, schema), path)
        self.listed[table].append(str(path))
        self.moves += 1
        return path

    def head(self) -> Hashable:
        return self.moves

    def files(self, table: str) -> list[str]:
        return self.listed[table]

    def schema(self, table: str) -> pa.Schema:
        return SCHEMAS[table]

    def dataset(self, table: str) -> ds.Dataset:
        months = ds.partitioning(pa.schema([("month", pa.string())]), flavor="hive")
        return ds.dataset(self.listed[table], schema=SCHEMAS[table], partitioning=months)

    def current(self, table: str, source: Callable[[str], str] | None = None) -> str | None:
        return self.conditions.get(table)


def event(number: int, source: str = "IRN", target: str | None = "USA", **more: object) -> dict[str, object]:
    return {
        "id": f"e{number}",
        "source": source,
        "target": target,
        "contexts": ["military"],
        "known_at": day(number),
        "batch": "b1",
        **more,
    }


@pytest.fixture(params=["folder", "object store"])
def lake(tmp_path: Path, request: pytest.FixtureRequest) -> Folder:
    folder = Folder(tmp_path / "a lake's folder")
    if request.param == "object store":
        folder.folder = None
    folder.write("events", [event(1), event(2), event(3, target=None)])
    folder.write("events", [event(4, known_at=day(4, 7), month="2019-07")])
    folder.write("articles", [{"id": "a1", "title": "Talks resume", "known_at": day(2), "batch": "b1"}])
    return folder


@pytest.fixture
def queries(lake: Folder) -> Iterator[Queries]:
    made = Queries(lake)
    yield made
    made.close()


def ids(table: pa.Table) -> list[str]:
    return sorted(table.column("id").to_pylist())


def test_all_rows_of_all_months(queries: Queries) -> None:
    assert ids(queries.sql("SELECT id FROM events")) == ["e1", "e2", "e3", "e4"]


def test_month_is_a_column_of_text(queries: Queries) -> None:
    assert queries.sql("SELECT DISTINCT month FROM events ORDER BY 1").column("month").to_pylist() == ["2019-06", "2019-07"]


def test_columns_stand_in_the_order_of_the_schema(queries: Queries) -> None:
    assert queries.sql("SELECT * FROM events").column_names == SCHEMAS["events"].names


def test_known_by_the_moment_itself_and_nothing_later(queries: Queries) -> None:
    assert ids(queries.sql("SELECT id FROM events", as_of=day(2))) == ["e1", "e2"]
    assert ids(queries.sql("SELECT e.id FROM events e JOIN articles a USING (known_at)", as_of=day(1))) == []


def test_the_past_of_one_query_leaves_no_trace_in_the_next(queries: Queries) -> None:
    queries.sql("SELECT id FROM events", as_of=day(1))
    assert len(queries.sql("SELECT id FROM events")) == 4


def test_every_mention_of_a_table_is_as_of_then(queries: Queries) -> None:
    query = (
        "WITH later AS (SELECT max(known_at) AS known_at FROM events) SELECT id FROM events WHERE known_at = (SELECT known_at FROM later)"
    )
    assert ids(queries.sql(query, as_of=day(2))) == ["e2"]


def test_a_moment_without_zone_is_a_mistake_of_the_caller(queries: Queries) -> None:
    with pytest.raises(ValueError, match="time zone"):
        queries.sql("SELECT 1", as_of=datetime(2019, 6, 1))  # noqa: DTZ001 - the point


@pytest.mark.parametrize(
    ("query", "parameters"),
    [
        ("SELECT id FROM events WHERE target = ? AND id > ?", ["USA", "e1"]),
        ("SELECT id FROM events WHERE target = $who AND id > $id", {"who": "USA", "id": "e1"}),
    ],
    ids=["by place", "by name"],
)
def test_parameters(queries: Queries, query: str, parameters: list[str] | dict[str, str]) -> None:
    assert ids(queries.sql(query, parameters=parameters)) == ["e2", "e4"]


def test_a_table_without_files_is_empty_and_has_its_columns(queries: Queries) -> None:
    answer = queries.sql("SELECT * FROM incidents")
    assert (answer.num_rows, answer.column_names) == (0, SCHEMAS["incidents"].names)


def test_a_field_younger_than_a_file_is_unknown_there(lake: Folder, queries: Queries) -> None:
    lake.write("events", [event(9)], without=("contexts",))
    assert queries.sql("SELECT contexts FROM events WHERE id = 'e9'").column("contexts").to_pylist() == [None]
    assert queries.sql("SELECT contexts FROM events WHERE id = 'e1'").column("contexts").to_pylist() == [["military"]]


def test_a_field_younger_than_the_first_file_alone(tmp_path: Path) -> None:
    lake = Folder(tmp_path)
    lake.write("events", [event(1)], without=("contexts",))
    lake.write("events", [event(2)])
    answer = Queries(lake).sql("SELECT id FROM events WHERE contexts = ['military']")
    assert ids(answer) == ["e2"]


def test_a_field_younger_than_all_files(tmp_path: Path) -> None:
    lake = Folder(tmp_path)
    lake.write("events", [event(1)], without=("contexts",))
    answer = Queries(lake).sql("SELECT contexts FROM events")
    assert answer.column("contexts").to_pylist() == [None]
    assert answer.schema.field("contexts").type == pa.list_(pa.string())


def test_what_comes_in_is_seen_at_once(lake: Folder, queries: Queries) -> None:
    assert len(queries.sql("SELECT id FROM events")) == 4
    lake.write("events", [event(5)])
    assert len(queries.sql("SELECT id FROM events")) == 5


def test_a_file_that_compaction_took_away_is_looked_up_again(lake: Folder, queries: Queries) -> None:
    queries.sql("SELECT id FROM events")
    gone = Path(lake.listed["events"][1])
    other = gone.with_name("other.parquet")
    gone.rename(other)
    lake.listed["events"][1] = str(other)
    assert len(queries.sql("SELECT id, source FROM events")) == 4


def test_only_current_rows(lake: Folder, queries: Queries) -> None:
    lake.conditions["events"] = "id <> 'e2'"
    assert ids(queries.sql("SELECT id FROM events")) == ["e1", "e3", "e4"]
    assert ids(queries.sql("SELECT id FROM events", as_of=day(2))) == ["e1"]


def test_only_tables_that_are_named_are_opened(lake: Folder, queries: Queries) -> None:
    lake.listed["articles"] = ["/nowhere/missing.parquet"]
    assert len(queries.sql("SELECT 'articles' AS id FROM events")) == 4


def test_incidents_of_the_past_are_handed_in(lake: Folder) -> None:
    lake.write("incidents", [{"id": "i1", "title": "now", "version": 1, "retired": False}])
    asked: list[tuple[str, datetime]] = []

    def past(table: str, as_of: datetime) -> pa.Table:
        asked.append((table, as_of))
        return pa.table({"id": ["i1"], "title": ["then"]})

    queries = Queries(lake)
    assert queries.sql("SELECT title FROM incidents JOIN events ON events.id <> incidents.id", as_of=day(1), past=past).column(
        "title"
    ).to_pylist() == ["then"]
    assert queries.sql("SELECT title FROM incidents").column("title").to_pylist() == ["now"]
    assert asked == [("incidents", day(1))]


def test_incidents_to_which_nothing_came_since_are_those_of_now(lake: Folder) -> None:
    lake.write("incidents", [{"id": "i1", "title": "now", "version": 1, "retired": False}])
    queries = Queries(lake)
    assert queries.sql("SELECT title FROM incidents", as_of=day(30), past=lambda table, as_of: None).column("title").to_pylist() == ["now"]


def test_incidents_of_the_past_are_not_made_up(queries: Queries) -> None:
    with pytest.raises(BadQuery, match="are computed"):
        queries.sql("SELECT * FROM incidents", as_of=day(1))


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("SELECT sorce FROM events", "no column 'sorce'. Did you mean source?"),
        ("SELECT e.targt FROM events e", "no column 'targt'. Did you mean target?"),
        ("SELECT zzz FROM articles", "articles have batch, id, known_at, month, title"),
        (
            "SELECT * FROM artikel",
            "The tables are articles, assessments, claims, events, forecasts, incidents, judgements, placements, readings, rejects, rereads. Did you mean articles?",
        ),
        ("SELECT FROM events WHERE", "not SQL"),
        ("SELECT id FROM events WHERE source = 'IRN' AND AND", "(from 'AND')"),
        ("SELECT cuont(*) FROM events", "cuont does not exist"),
        ("SELECT id FROM events WHERE known_at > 'soon'", "soon"),
        ("SELECT id FROM events WHERE id = ?", "parameter"),
        ("SELECT 1; SELECT 2", "2 statements"),
        ("", "0 statements"),
        ("-- no more than a remark", "0 statements"),
        ("(" * 5000, "not SQL"),
    ],
)
def test_what_cannot_be_answered_is_said_with_a_way_out(queries: Queries, query: str, says: str) -> None:
    with pytest.raises(BadQuery) as caught:
        queries.sql(query)
    assert says.lower() in str(caught.value).lower()


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * FROM read_csv('{outside}')",
        "SELECT * FROM read_text('{outside}')",
        "SELECT * FROM read_blob('{inside}')",
        "SELECT * FROM parquet_scan('{inside}')",
        "SELECT * FROM '{outside}'",
        "SELECT * FROM '{inside}'",
        "SELECT * FROM glob('/*')",
        "SELECT * FROM events WHERE id IN (SELECT content FROM read_text('{outside}'))",
        "SELECT (SELECT content FROM read_text('{outside}'))",
        "WITH x AS (FROM read_text('{outside}')) FROM x",
        "FROM query('SELECT 1')",
        "FROM query_table('events')",
        "FROM duckdb_settings()",
        "FROM main.events",
        "FROM memory.main.events",
        "FROM information_schema.tables",
        "COPY events TO '{inside}.csv'",
        "COPY (SELECT 1) TO '{outside}'",
        "EXPLAIN ANALYZE COPY (SELECT 1) TO '{inside}.csv'",
        "ATTACH '{outside}' AS other",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SET enable_external_access = true",
        "SET lock_configuration = false",
        "PRAGMA database_list",
        "CALL pragma_version()",
        "CREATE TABLE t AS SELECT 1",
        "DROP VIEW events",
        "WITH x AS (INSERT INTO events (id) VALUES ('e9') RETURNING id) FROM x",
        "EXPORT DATABASE '{inside}'",
        "SHOW TABLES",
    ],
)
def test_nothing_beyond_reading_the_tables(lake: Folder, queries: Queries, tmp_path: Path, query: str) -> None:
    outside = tmp_path / "secret.txt"
    outside.write_text("the password")
    before = sorted(path for path in tmp_path.rglob("*"))
    with pytest.raises(BadQuery):
        queries.sql(query.replace("{outside}", str(outside)).replace("{inside}", lake.listed["events"][0]))
    assert sorted(path for path in tmp_path.rglob("*")) == before
    assert len(queries.sql("SELECT id FROM events")) == 4


def test_the_connection_is_locked_even_where_the_text_is_not_looked_at(lake: Folder, queries: Queries, tmp_path: Path) -> None:
    outside = tmp_path / "secret.txt"
    outside.write_text("the password")
    cursor = queries._views.cursor({"events": None})
    for statement in (
        f"SELECT * FROM read_text('{outside}')",
        f"COPY (SELECT 1) TO '{outside}'",
        f"ATTACH '{tmp_path / 'other.db'}'",
        "SET enable_external_access = true",
        "SET allowed_directories = ['/']",
        "LOAD httpfs",
    ):
        with pytest.raises(Exception, match=r"(?i)disabled|locked|permission|cannot"):
            cursor.execute(statement)
    assert outside.read_text() == "the password"


def test_answers_that_make_rows_of_nothing(queries: Queries) -> None:
    assert queries.sql("SELECT unnest([1, 2]) AS n").column("n").to_pylist() == [1, 2]
    assert queries.sql("SELECT range AS n FROM range(3)").column("n").to_pylist() == [0, 1, 2]


def test_describe(queries: Queries) -> None:
    assert queries.sql("DESCRIBE events").column("column_name").to_pylist() == SCHEMAS["events"].names


def test_local_variables_are_no_tables(queries: Queries) -> None:
    mine = pa.table({"n": [1]})
    with pytest.raises(BadQuery, match="no table 'mine'"):
        queries.sql("SELECT * FROM mine")
    assert mine.num_rows == 1


def test_threads_do_not_see_each_others_past(queries: Queries) -> None:
    with ThreadPoolExecutor(4) as pool:
        counts = list(pool.map(lambda n: len(queries.sql("SELECT id FROM events", as_of=day(n))), [1, 2, 3] * 8))
    assert counts == [1, 2, 3] * 8


def test_every_table_says_what_a_row_is() -> None:
    assert list(tables()) == list(TABLES)
    assert all(tables().values())
    assert tables()["articles"] == "One report as published."


@pytest.mark.parametrize("table", TABLES)
def test_every_column_is_listed_in_the_order_of_the_schema(table: str) -> None:
    assert [column.name for column in columns(table)] == TABLES[table].schema.names


@pytest.mark.parametrize(
    ("table", "name", "kind", "says"),
    [
        ("events", "dataset", "VARCHAR", '"tocsin" where it was read in an article'),
        ("events", "claim", "VARCHAR", "ids of the filed article and claim"),
        ("events", "trigger", "VARCHAR", "where in the article's text the telling words stand"),
        ("events", "cameo", "VARCHAR", "CAMEO code, None for OTHER"),
        ("events", "sources", "STRUCT(name VARCHAR, code VARCHAR, country VARCHAR, sector VARCHAR)[]", "who does it"),
        ("articles", "places", "STRUCT", "likewise"),
        ("incidents", "target", "VARCHAR", "the code of the first source and target"),
        ("incidents", "retired", "BOOLEAN", "another row has taken its place"),
        ("rejects", "month", "VARCHAR", "the partition"),
    ],
)
def test_what_a_column_holds(table: str, name: str, kind: str, says: str) -> None:
    (column,) = (column for column in columns(table) if column.name == name)
    assert column.type.startswith(kind)
    assert says in str(column.about)


def test_columns_of_a_table_that_is_not_there() -> None:
    with pytest.raises(BadQuery, match="Did you mean events"):
        columns("event")


_PIECES = (
    "SELECT",
    "FROM",
    "events",
    "WHERE",
    "id",
    "*",
    "(",
    ")",
    ",",
    "=",
    "'IRN'",
    "WITH",
    "x",
    "AS",
    "JOIN",
    "read_text",
    "$1",
    "?",
    ";",
    "--",
    "\0",
    "\ud800",
    '"',
    "é",
)


@pytest.fixture(scope="module")
def settled(tmp_path_factory: pytest.TempPathFactory) -> Queries:
    lake = Folder(tmp_path_factory.mktemp("lake"))
    lake.write("events", [event(1)])
    return Queries(lake)


@given(st.lists(st.sampled_from(_PIECES) | st.text(max_size=4), max_size=12).map(" ".join))
@settings(max_examples=60, deadline=None)
def test_any_text_is_answered_or_refused(settled: Queries, query: str) -> None:
    try:
        settled.sql(query)
    except BadQuery:
        return
    assert settled.sql("SELECT id FROM events").num_rows == 1


def test_days_are_those_of_utc_wherever_the_machine_is(lake: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()
    try:
        lake.write("events", [event(8, known_at=datetime(2019, 6, 8, 23, tzinfo=UTC))])
        answer = Queries(lake).sql("SELECT CAST(known_at AS DATE) AS day FROM events WHERE id = 'e8'")
    finally:
        monkeypatch.undo()
        time.tzset()
    assert answer.column("day").to_pylist() == [date(2019, 6, 8)]
