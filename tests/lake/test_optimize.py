from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from benchmarks.filings import filing, rows

from tocsin.lake import TABLES, Held, Lake, Patience
from tocsin.lake.staging import draft, staged
from tocsin.records import FiledArticle, FiledClaim, FiledEvent, Placement

KINDS = (FiledArticle, FiledClaim, FiledEvent)
LATER = timedelta(hours=2)


@pytest.fixture(params=["folder", "store"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return str(tmp_path / "lake") if request.param == "folder" else f"file://{tmp_path}/lake"


@pytest.fixture
def opened(url: str) -> Iterator[Callable[[timedelta], Lake]]:
    """Opens the lake, at a time from now."""
    lakes: list[Lake] = []

    def again(ahead: timedelta = timedelta(0)) -> Lake:
        lakes.append(Lake.open(url, create=True, clock=lambda: datetime.now(UTC) + ahead))
        return lakes[-1]

    yield again
    for lake in lakes:
        lake.close()


def held(lake: Lake) -> dict[type, list[str]]:
    return {kind: sorted(map(repr, lake.read(kind))) for kind in KINDS}


def wanted(numbers: range) -> dict[type, list[str]]:
    return {kind: sorted(map(repr, records)) for kind, records in rows(numbers).items()}


def test_small_files_become_one_a_month_and_no_row_changes(opened: Callable[..., Lake]) -> None:
    lake, later = opened(), opened(LATER)
    for number in range(0, 60, 10):
        lake.commit(rows(range(number, number + 10)))
    before = len(lake.files("events"))
    done = later.optimize()
    assert done.files == (3 * before, 6)
    lake.head()
    for table in ("articles", "claims", "events"):
        assert len(lake.files(table)) == 2
    assert held(lake) == held(later) == wanted(range(60))
    assert lake.commit(rows(range(55, 65))).written["articles"] == 5
    assert held(later) == wanted(range(65))
    assert [finding.code for finding in later.check()] == ["lag"]
    assert lake.sql("SELECT count(*) AS n FROM events").to_pylist() == [{"n": 260}]


def test_a_file_that_was_put_together_is_sorted_for_queries(opened: Callable[..., Lake], tmp_path: Path) -> None:
    lake = opened()
    for number in range(0, 28, 7):
        lake.commit(rows(range(number, number + 7)))
    later = opened(LATER)
    later.optimize()
    [merged] = tmp_path.rglob("events/month=2024-01/merged-*.parquet")
    events = pq.ParquetFile(merged).read(columns=["source", "target", "batch"])
    pairs = list(zip(events.column("source").to_pylist(), events.column("target").to_pylist(), strict=True))
    assert len(pairs) == 112
    assert pairs == sorted(pairs)
    assert len(set(events.column("batch").to_pylist())) == 4


def test_what_is_fresh_is_left_alone(opened: Callable[..., Lake]) -> None:
    lake = opened()
    for number in range(3):
        lake.commit(rows([number]))
    assert lake.optimize().files == (0, 0)


def test_rows_of_a_dead_writer_go_after_a_while(opened: Callable[..., Lake]) -> None:
    lake = opened()
    lake.commit(rows(range(5)))
    for name, table in draft(rows(range(5, 8)), datetime.now(UTC)).rows.items():
        lake._deltas[name].write(staged(table, TABLES[name], "feed"))
    assert lake.optimize().dropped == 0
    assert opened(LATER).optimize().dropped == 3 + 12 + 12
    assert [finding.code for finding in lake.check()] == ["lag"]
    assert held(lake) == wanted(range(5))


def test_versions_that_later_ones_replaced_go(opened: Callable[..., Lake]) -> None:
    lake = opened()
    lake.commit(rows(range(6)))

    def placement(number: int, story: str) -> Placement:
        known_at = datetime(2024, 1 + number % 2, 1, tzinfo=UTC)
        return Placement(id=filing(number)[0].id, incidents=(), leads=False, story=story, copy_of=None, carries=None, known_at=known_at)

    lake.publish({Placement: [placement(number, "a") for number in range(6)]}, base=0, folded=1)
    for story in "bc":
        lake.publish({Placement: [placement(1, story), placement(2, story)]}, retired={Placement: [filing(5)[0].id]}, base=1, folded=1)
    before = sorted(map(repr, lake.read(Placement)))
    assert len(before) == 5
    later = opened(LATER)
    assert later.optimize().versions == 6  # two versions each of 1 and 2, and 5 with its retirement
    assert sorted(map(repr, lake.read(Placement))) == sorted(map(repr, later.read(Placement))) == before
    lake.publish({Placement: [placement(5, "new")]}, base=1, folded=1)
    assert len(list(later.read(Placement))) == 6
    assert [finding for finding in later.check() if not finding.harmless] == []


def test_what_was_read_again_still_counts(opened: Callable[..., Lake]) -> None:
    lake = opened()
    lake.commit(rows(range(4)))
    articles = rows([1])[FiledArticle]
    lake.supersede(articles, {})
    opened(LATER).optimize()
    assert len(list(lake.read(FiledEvent))) == 12
    assert len(list(lake.read(FiledArticle))) == 4


def test_the_manifest_stays_short(opened: Callable[..., Lake], tmp_path: Path) -> None:
    lake = opened()
    for number in range(40):
        lake.commit({}, cursors={"feed": str(number)})
    later = opened(LATER)
    later.optimize()
    assert len(later._manifest.delta.files()) < 5
    lake.commit(rows([1]), cursors={"feed": "last"})
    again = opened()
    assert (again.head(), again.cursor("feed")) == (42, "last")
    assert [finding.code for finding in again.check()] == ["lag"]


def test_replaced_files_are_deleted_when_nobody_can_be_at_them(opened: Callable[..., Lake], tmp_path: Path) -> None:
    lake = opened()
    for number in range(4):
        lake.commit(rows([number]))
    files = set(tmp_path.rglob("articles/month*/*.parquet"))
    later = opened(LATER)
    later.optimize()
    assert files < set(tmp_path.rglob("articles/month*/*.parquet"))
    later.optimize(Patience(replaced=timedelta(0)))
    assert len(set(tmp_path.rglob("articles/month*/*.parquet"))) == 1
    assert held(opened()) == wanted(range(4))


def test_only_one_at_a_time(opened: Callable[..., Lake]) -> None:
    lake, other = opened(), opened()
    with lake.lease("optimize"), pytest.raises(Held):
        other.optimize()
