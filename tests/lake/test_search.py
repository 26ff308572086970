from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tocsin.lake.schema import arrow_schema
from tocsin.lake.search import FILE, Hit, bring_up, search
from tocsin.lake.search_words import BadSearch, expression
from tocsin.records import FiledArticle


def moment(day: int) -> datetime:
    return datetime(2019, 6, day, 12, tzinfo=UTC)


def article(
    name: str, text: str, *, title: str | None = None, day: int | None = 1, country: str | None = None, **more: object
) -> dict[str, object]:
    place = {"name": "somewhere", "kind": "country", "country": country, "lat": None, "lon": None, "radius_km": None, "geonameid": None}
    row: dict[str, object] = {field.name: None for field in arrow_schema(FiledArticle)}
    known = moment(day or 20)
    row |= {
        "id": name,
        "title": title,
        "text": text,
        "published": day and known.date(),
        "known_at": known,
        "recorded_at": known,
        "language": "en",
    }
    return row | {"outlet": "Sample Daily", "places": [place] if country else [], "actors": []} | more


class Commits:
    """A lake of articles alone: what was committed, one list a commit."""

    def __init__(self, folder: Path, *commits: list[dict[str, object]], name: str = "lake-1") -> None:
        self.url, self.id, self.commits = str(folder), name, list(commits)
        folder.mkdir(exist_ok=True)

    def head(self) -> int:
        return len(self.commits)

    def scan(self, record_type: type, *, after: int | None = None, columns: Sequence[str] | None = None) -> Iterator[pa.RecordBatch]:
        assert record_type is FiledArticle
        schema = pa.schema([field.with_nullable(True) for field in arrow_schema(FiledArticle)])
        for rows in self.commits[after or 0 :]:
            yield from pa.Table.from_pylist(rows, schema).select(columns).to_batches()


@pytest.fixture
def lake(tmp_path: Path) -> Commits:
    return Commits(
        tmp_path / "lake",
        [
            article("strait", "A tanker was stopped in the strait on Monday. The oil market fell.", title="Tanker stopped", country="OMN"),
            article("talks", "Negotiators met in Vienna for talks on oil exports.", title="Talks resume", day=5, country="AUT"),
            article("clash", "Two soldiers died in clashes at the frontier.", title="Clashes at the frontier", day=7, outlet="Other Post"),
        ],
        [article("undated", "Officials in Ankara: Erdoğan will visit the U.S. base; a tanker waits.", day=None, language="tr")],
    )


def found(hits: list[Hit]) -> list[str]:
    return [hit.article for hit in hits]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("tanker", {"strait", "undated"}),
        ("TANKERS", {"strait", "undated"}),
        ("tanker oil", {"strait"}),
        ("oil -tanker", {"talks"}),
        ('"oil market"', {"strait"}),
        ('"market oil"', set()),
        ('"oil exports" vienna', {"talks"}),
        ('oil -"oil market"', {"talks"}),
        ("negotia*", {"talks"}),
        ("clash", {"clash"}),
        ("soldier", {"clash"}),
        ("erdogan", {"undated"}),
        ("U.S. base", {"undated"}),
        ("oil AND tanker", set()),
        ("title:tanker", set()),
        ("nothing-of-the-kind", set()),
        ("tanker \ud800", {"strait", "undated"}),
    ],
)
def test_what_words_find(lake: Commits, words: str, expected: set[str]) -> None:
    assert set(found(search(lake, words))) == expected


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"outlet": "sample daily"}, {"strait", "talks", "undated"}),
        ({"outlet": "Nobody's"}, set()),
        ({"language": "tr"}, {"undated"}),
        ({"country": "aut"}, {"talks"}),
        ({"since": date(2019, 6, 5)}, {"talks", "clash"}),
        ({"until": date(2019, 6, 5)}, {"strait", "talks"}),
        ({"since": date(2019, 6, 5), "until": date(2019, 6, 5)}, {"talks"}),
        ({"as_of": moment(5)}, {"strait", "talks"}),
        ({"as_of": moment(20)}, {"strait", "talks", "clash", "undated"}),
        ({"as_of": moment(6), "outlet": "Other Post"}, set()),
    ],
    ids=lambda value: "-".join(sorted(value)) if isinstance(value, set) else str(value),
)
def test_filters(lake: Commits, filters: dict[str, object], expected: set[str]) -> None:
    assert set(found(search(lake, "the OR", **filters))) == set()
    everything = {name for word in ("tanker", "oil", "soldiers") for name in found(search(lake, word, **filters))}
    assert everything == expected


def test_a_word_of_the_title_counts_more(tmp_path: Path) -> None:
    body = "A long report on the harvest, the weather and the roads. " * 3
    lake = Commits(
        tmp_path / "lake",
        [
            article("body", f"{body} A tanker was seen once.", title="Harvest"),
            article("title", body, title="The tanker"),
            *(article(f"other {n}", body, title="Roads") for n in range(8)),
        ],
    )
    assert found(search(lake, "tanker")) == ["title", "body"]


def test_equal_scores_stand_newest_first_then_by_id(tmp_path: Path) -> None:
    lake = Commits(tmp_path / "lake", [article(name, "A tanker.", day=day) for name, day in (("b", 2), ("c", 1), ("a", 2), ("d", 3))])
    assert found(search(lake, "tanker")) == ["d", "a", "b", "c"]
    assert found(search(lake, "tanker", limit=2)) == ["d", "a"]


def test_a_hit_shows_where_the_words_stand(lake: Commits) -> None:
    (hit,) = search(lake, 'oil "the strait"')
    assert [hit.snippet[start:end] for start, end in hit.marks] == ["the strait", "oil"]
    assert (hit.title, hit.outlet, hit.published, hit.known_at) == ("Tanker stopped", "Sample Daily", date(2019, 6, 1), moment(1))
    assert hit.score > 0


def test_a_snippet_is_of_one_line(tmp_path: Path) -> None:
    lake = Commits(tmp_path / "lake", [article("a", "One.\n\n  Two\ttankers \2 and\3 three.")])
    (hit,) = search(lake, "tanker")
    assert hit.snippet == "One. Two tankers and three."
    assert hit.marks == ((9, 16),)


def test_found_in_the_title_alone(tmp_path: Path) -> None:
    lake = Commits(tmp_path / "lake", [article("a", "Nothing of it here.", title="A tanker")])
    (hit,) = search(lake, "tanker")
    assert (hit.snippet, hit.marks) == ("Nothing of it here.", ())


@pytest.mark.parametrize("words", ["", "   ", '"', '""', "*", "-", "-oil", '-"oil market"', "...", "\0", "( ) :"])
def test_nothing_to_look_for(lake: Commits, words: str) -> None:
    with pytest.raises(BadSearch):
        search(lake, words)


@pytest.mark.parametrize(
    "arguments",
    [{"limit": 0}, {"limit": 1001}, {"since": date(2019, 6, 2), "until": date(2019, 6, 1)}],
    ids=str,
)
def test_what_cannot_be_asked(lake: Commits, arguments: dict[str, object]) -> None:
    with pytest.raises(BadSearch, match=r"(?i)from 1 to 1000|not after"):
        search(lake, "oil", **arguments)


def test_too_many_words(lake: Commits) -> None:
    assert search(lake, " ".join(f"w{n}" for n in range(64))) == []
    with pytest.raises(BadSearch, match="At most 64"):
        search(lake, " ".join(f"w{n}" for n in range(65)))


@pytest.fixture(scope="module")
def fts() -> sqlite3.Connection:
    made = sqlite3.connect(":memory:")
    made.execute("CREATE VIRTUAL TABLE words USING fts5(title, text)")
    made.execute("INSERT INTO words VALUES ('a b', 'oil tanker')")
    return made


@given(st.text(alphabet=st.one_of(st.sampled_from("\"*-+^:(){}[],.;'\\ ANDORTNE\0\n"), st.characters(codec="utf-8")), max_size=60))
@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_words_are_a_syntax_error(fts: sqlite3.Connection, words: str) -> None:
    try:
        asked = expression(words)
    except BadSearch:
        return
    fts.execute("SELECT count(*) FROM words WHERE words MATCH ?", (asked,)).fetchone()


def test_what_was_committed_since_is_taken_in(lake: Commits) -> None:
    assert bring_up(lake) == 4
    assert bring_up(lake) == 0
    lake.commits.append([article("new", "Another tanker.")])
    lake.commits.append([])
    assert bring_up(lake) == 1
    assert bring_up(lake) == 0
    assert "new" in found(search(lake, "tanker"))


def test_progress_tells_of_every_part(lake: Commits) -> None:
    told: list[int] = []
    bring_up(lake, progress=told.append)
    assert told == [3, 1]


def test_an_article_read_again_stands_once(lake: Commits) -> None:
    search(lake, "tanker")
    lake.commits.append([article("strait", "A ferry was stopped in the strait.", title="Ferry stopped", country="YEM")])
    assert found(search(lake, "tanker")) == ["undated"]
    assert found(search(lake, "ferry")) == ["strait"]
    assert found(search(lake, "ferry", country="OMN")) == []
    with sqlite3.connect(Path(lake.url) / FILE) as index:
        index.execute("INSERT INTO words (words) VALUES ('integrity-check')")
    index.close()


def test_a_missing_index_is_made_anew(lake: Commits) -> None:
    search(lake, "oil")
    for path in Path(lake.url).glob(FILE + "*"):
        path.unlink()
    assert found(search(lake, "vienna")) == ["talks"]


@pytest.mark.parametrize("damage", [b"no database at all, only words", b""], ids=["other bytes", "empty"])
def test_a_damaged_index_is_made_anew(lake: Commits, damage: bytes) -> None:
    search(lake, "oil")
    (Path(lake.url) / FILE).write_bytes(damage)
    assert found(search(lake, "vienna")) == ["talks"]


def test_pages_overwritten_in_the_middle(lake: Commits) -> None:
    search(lake, "oil")
    with sqlite3.connect(Path(lake.url) / FILE) as index:
        index.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    index.close()
    path = Path(lake.url) / FILE
    whole = bytearray(path.read_bytes())
    whole[4096:] = b"\xff" * (len(whole) - 4096)
    path.write_bytes(whole)
    assert found(search(lake, "vienna")) == ["talks"]


def test_another_lake_at_the_same_place(lake: Commits) -> None:
    search(lake, "oil")
    other = Commits(Path(lake.url), [article("other", "An oil well.")], [], [], name="lake-2")
    assert found(search(other, "oil")) == ["other"]


def test_a_lake_put_back_to_an_earlier_state(lake: Commits) -> None:
    search(lake, "oil")
    lake.commits.pop()
    assert found(search(lake, "ankara")) == []
    assert found(search(lake, "vienna")) == ["talks"]


def test_an_index_of_an_older_layout_is_made_anew(lake: Commits) -> None:
    search(lake, "oil")
    with sqlite3.connect(Path(lake.url) / FILE) as index:
        index.execute("PRAGMA user_version = 0")
        index.execute("DELETE FROM documents")
    index.close()
    assert found(search(lake, "vienna")) == ["talks"]


def test_a_lake_that_is_no_folder_is_indexed_in_the_cache(lake: Commits, tmp_path: Path) -> None:
    lake.url = "s3://bucket/lake"
    assert found(search(lake, "vienna", cache=tmp_path / "cache")) == ["talks"]
    assert len(list((tmp_path / "cache").glob(f"*/{FILE}"))) == 1


_KILLED = """
import sys
from pathlib import Path
sys.path[:0] = {path!r}
from tests.lake.test_search import Commits, many
from tocsin.lake.search import bring_up
lake = Commits(Path({folder!r}), *many(5))
bring_up(lake)
lake.commits += many(20, begin=5)
bring_up(lake, progress=lambda count: print(count, flush=True))
"""


def many(count: int, begin: int = 0) -> list[list[dict[str, object]]]:
    return [[article(f"a{n}-{m}", "A tanker. " * 100) for m in range(20)] for n in range(begin, begin + count)]


def test_a_killed_process_leaves_it_whole(tmp_path: Path) -> None:
    folder = tmp_path / "lake"
    code = _KILLED.format(path=sys.path, folder=str(folder))
    process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    for _ in range(5):
        process.stdout.readline()
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    process.stdout.close()
    lake = Commits(folder, *many(5))
    assert bring_up(lake) == 0
    assert len(search(lake, "tanker", limit=1000)) == 100
    lake.commits += many(20, begin=5)
    assert bring_up(lake) == 400
    with sqlite3.connect(folder / FILE) as index:
        assert index.execute("SELECT count(*), count(DISTINCT id) FROM documents").fetchone() == (500, 500)
        index.execute("INSERT INTO words (words) VALUES ('integrity-check')")
    index.close()


def test_two_at_once_bring_it_up_once(tmp_path: Path) -> None:
    lake = Commits(tmp_path / "lake", *many(20))
    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(lambda _: bring_up(lake), range(4))) == [0, 0, 0, 400]
