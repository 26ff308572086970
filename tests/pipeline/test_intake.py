"""Whatever is named as a source is taken in; what fails is told of, and stops nothing else."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from threading import Event

import pytest
from tests.pipeline.feeds import Desk, Web, entry, opml, rss
from tests.pipeline.newsroom import NOW

from tocsin.collect.columns import ColumnMap
from tocsin.collect.filters import Filter
from tocsin.errors import FetchError, InputError, Unreachable
from tocsin.lake import Lake, LakeError
from tocsin.pipeline.feeding import store_of
from tocsin.pipeline.folding import Folded
from tocsin.pipeline.intake import Intake, Manner
from tocsin.records import FiledArticle, FiledEvent, Incident, Refused

FEED, OTHER = "https://paper.example/feed", "https://other.example/feed"
RAID = entry("Arland raided Borland at Velm", "Arland raided Borland at Velm, where a customs house burned.")
TALKS = entry("Carland met Dorland on timber", "Carland met Dorland at the lake of Osk.", day="Tue, 07 May 2024 09:00:00 GMT")


@pytest.fixture
def lake(tmp_path: Path) -> Iterator[Lake]:
    with Lake.open(tmp_path / "lake", create=True, clock=lambda: NOW) as made:
        yield made


@pytest.fixture(autouse=True)
def desk(monkeypatch: pytest.MonkeyPatch) -> Desk:
    made = Desk()
    monkeypatch.setattr("tocsin.pipeline.intake.engine", made)
    return made


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> Web:
    made = Web({FEED: rss(RAID, title="Paper"), OTHER: rss(TALKS, title="Other")})
    made.put_up(monkeypatch)
    return made


def intake(lake: Lake, **manner: object) -> Intake:
    return Intake(lake, Manner(**manner), clock=lambda: NOW)  # type: ignore[arg-type]


def take(made: Intake, *sources: object) -> Intake:
    for _ in made.take([str(source) for source in sources]):
        pass
    return made


def rows(path: Path, *cells: dict[str, object]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in cells))
    return path


def texts(lake: Lake) -> set[str]:
    return {article.text for article in lake.read(FiledArticle)}


class TestFiles:
    def test_a_folder_a_table_and_a_text_in_one_run(self, lake: Lake, tmp_path: Path) -> None:
        folder = tmp_path / "folder"
        folder.mkdir()
        (folder / "a.txt").write_text("Arland met Borland in the morning.")
        (folder / "b.json").write_text(json.dumps({"id": "7", "text": "Borland fined Arland.", "date": "2024-05-06"}))
        table = rows(tmp_path / "t.jsonl", {"text": "Carland raided Dorland.", "published": "2024-05-07"})
        made = take(intake(lake), folder, table)
        assert (made.tally.new, made.tally.by_source) == (3, {str(folder): 2, str(table): 1})
        assert {article.row_id for article in lake.read(FiledArticle)} == {"a.txt", "7", None}
        assert isinstance(made.fold(), Folded)
        assert list(lake.read(Incident))

    def test_columns_are_as_the_manner_says(self, lake: Lake, tmp_path: Path) -> None:
        table = rows(tmp_path / "t.jsonl", {"what": "Carland raided Dorland.", "seen": "2024-05-07"})
        take(intake(lake, columns=ColumnMap.parse("text=what,published=seen")), table)
        (article,) = lake.read(FiledArticle)
        assert (article.text, article.published) == ("Carland raided Dorland.", date(2024, 5, 7))

    def test_the_meter_comes_to_the_end(self, lake: Lake, tmp_path: Path) -> None:
        table = rows(tmp_path / "t.jsonl", *({"text": f"Report {n}."} for n in range(50)))
        made = take(intake(lake), table)
        assert made.meter.done == made.meter.total == table.stat().st_size

    def test_health_tells_what_a_file_held(self, lake: Lake, tmp_path: Path) -> None:
        table = rows(tmp_path / "t.jsonl", {"text": "Carland raided Dorland."}, {"text": "Arland met Borland."}, {"text": " "})
        take(intake(lake), table)
        health = store_of(lake).get(str(table))
        assert health is not None
        assert (health.kind, health.given, health.items, health.error, health.new_at) == ("file", 2, 2, None, NOW)
        assert [row.code for row in lake.read(Refused)] == ["empty"]
        take(intake(lake), table)
        again = store_of(lake).get(str(table))
        assert again is not None
        assert (again.given, again.items) == (2, 2)

    def test_rows_of_an_event_table_count_as_items(self, lake: Lake, tmp_path: Path) -> None:
        path = tmp_path / "events.tsv"
        names = ["Event ID", "Event Date", "Source Name", "Source Sectors", "Source Country", "Event Text", "CAMEO Code", "Intensity"]
        names += ["Target Name", "Target Sectors", "Target Country", "Story ID", "Sentence Number", "Publisher", "City", "District"]
        names += ["Province", "Country", "Latitude", "Longitude"]
        row = ["11", "2014-03-02", "Arland", "", "", "Consult", "040", "1.0", "Borland", "", "", "1", "1", "P", "", "", "", "", "", ""]
        path.write_text("\t".join(names) + "\n" + "\t".join(row) + "\n")
        made = take(intake(lake), path)
        health = store_of(lake).get(str(path))
        assert health is not None
        assert (made.tally.events, health.given, health.items, health.state(NOW)) == (1, 1, 1, "ok")
        assert len(list(lake.read(FiledEvent))) == 1


class TestNamesThatAreNoText:
    def test_a_file_in_a_folder_is_taken_in_under_an_escaped_name(self, lake: Lake, tmp_path: Path) -> None:
        folder = tmp_path / "folder"
        folder.mkdir()
        (folder / os.fsdecode(b"raid\xff.txt")).write_text("Arland raided Borland.")
        made = take(intake(lake), folder)
        assert (made.tally.new, made.tally.refused) == (1, {})
        assert [article.row_id for article in lake.read(FiledArticle)] == ["raid\\xff.txt"]

    def test_a_source_is_refused_and_the_others_go_on(self, lake: Lake, tmp_path: Path) -> None:
        path = tmp_path / os.fsdecode(b"raid\xff.txt")
        path.write_text("Arland raided Borland.")
        table = rows(tmp_path / "t.jsonl", {"text": "Carland raided Dorland."})
        with pytest.raises(InputError, match="is not UTF-8"):
            take(intake(lake), path, table)
        assert texts(lake) == {"Carland raided Dorland."}


class TestFilters:
    @pytest.mark.parametrize(
        ("manner", "kept", "left_out"),
        [
            pytest.param({"since": date(2024, 5, 7)}, {"two"}, {"since": 1, "undated": 1}, id="since"),
            pytest.param({"words": ("two", "three")}, {"two", "three"}, {"word": 1}, id="words"),
            pytest.param({"without_outlets": ("Post",)}, {"one", "three"}, {"without_outlet": 1}, id="outlets"),
            pytest.param({}, {"one", "two", "three"}, {}, id="none"),
        ],
    )
    def test_what_they_leave_out_is_counted(
        self, lake: Lake, tmp_path: Path, manner: dict, kept: set[str], left_out: dict[str, int]
    ) -> None:
        table = rows(
            tmp_path / "t.jsonl",
            {"text": "one", "date": "2024-05-06", "outlet": "Times"},
            {"text": "two", "date": "2024-05-07", "outlet": "Post"},
            {"text": "three", "outlet": "Times"},
        )
        made = take(intake(lake, filter=Filter(**manner)), table)
        assert texts(lake) == kept
        assert made.left_out == left_out
        health = store_of(lake).get(str(table))
        assert health is not None
        assert (health.given, health.items) == (3, len(kept))


class TestFailures:
    def test_a_source_that_fails_does_not_stop_the_others(self, lake: Lake, tmp_path: Path) -> None:
        table = rows(tmp_path / "t.jsonl", {"text": "Carland raided Dorland."})
        made = intake(lake)
        with pytest.raises(InputError, match="missing"):
            take(made, tmp_path / "missing", table)
        assert (made.tally.new, texts(lake)) == (1, {"Carland raided Dorland."})
        health = store_of(lake).get(str(tmp_path / "missing"))
        assert health is not None
        assert (health.errors, health.state(NOW)) == (1, "error")
        assert "does not exist" in str(health.error)

    def test_an_error_is_over_when_the_source_is_back(self, lake: Lake, tmp_path: Path) -> None:
        path = tmp_path / "t.jsonl"
        for _ in range(2):
            with pytest.raises(InputError):
                take(intake(lake), path)
        take(intake(lake), rows(path, {"text": "Carland raided Dorland."}))
        health = store_of(lake).get(str(path))
        assert health is not None
        assert (health.errors, health.error, health.state(NOW)) == (0, None, "ok")

    def test_a_feed_that_cannot_be_had_is_told_of_and_becomes_a_feed_when_it_answers(self, lake: Lake, web: Web) -> None:
        page = web.pages.pop(FEED)
        with pytest.raises(FetchError):
            take(intake(lake), FEED)
        failed = store_of(lake).get(FEED)
        assert failed is not None
        assert (failed.errors, failed.state(NOW)) == (1, "error")
        web.pages[FEED] = page
        take(intake(lake), FEED)
        health = store_of(lake).get(FEED)
        assert health is not None
        assert (health.kind, health.title, health.items, health.error, health.state(NOW)) == ("feed", "Paper", 1, None, "ok")

    def test_a_known_feed_that_fails_keeps_what_is_known_of_it(self, lake: Lake, web: Web) -> None:
        take(intake(lake), FEED)
        web.pages[FEED] = Unreachable("the paper is shut")
        with pytest.raises(Unreachable):
            take(intake(lake), FEED)
        health = store_of(lake).get(FEED)
        assert health is not None
        assert (health.kind, health.title, health.given, health.items) == ("feed", "Paper", 1, 1)
        assert (health.errors, health.error) == (1, "The paper is shut.")

    def test_health_is_not_ahead_of_the_lake(self, lake: Lake, web: Web, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        listed = tmp_path / "list.opml"
        listed.write_bytes(opml(FEED, OTHER))
        with monkeypatch.context() as broken:
            broken.setattr(lake, "commit", lambda *_, **__: (_ for _ in ()).throw(LakeError("the disk is full")))
            with pytest.raises(LakeError, match="disk is full"):
                take(intake(lake), listed)
        assert [store_of(lake).get(url).etag for url in (FEED, OTHER)] == [None, None]  # type: ignore[union-attr]
        take(intake(lake), listed)
        assert len(texts(lake)) == 2


class TestFeeds:
    def test_the_feeds_of_a_list_are_each_a_source(self, lake: Lake, web: Web, tmp_path: Path) -> None:
        listed = tmp_path / "list.opml"
        listed.write_bytes(opml(FEED, "https://gone.example/feed", OTHER))
        made = take(intake(lake, every_seconds=600.0), listed)
        assert (made.tally.new, made.tally.by_source) == (2, {FEED: 1, OTHER: 1})
        kept = {health.id: health for health in store_of(lake).all()}
        assert {url: (h.kind, h.items, h.state(NOW)) for url, h in kept.items()} == {
            FEED: ("feed", 1, "ok"),
            OTHER: ("feed", 1, "ok"),
            "https://gone.example/feed": ("feed", 0, "error"),
            str(listed): ("file", 2, "ok"),
        }
        assert {h.interval_seconds for h in kept.values() if h.kind == "feed"} == {600.0}

    def test_what_is_not_news_to_the_lake_is_not_counted_as_new(self, lake: Lake, web: Web) -> None:
        take(intake(lake), FEED)
        web.pages[FEED] = rss(RAID, TALKS, title="Paper")
        made = take(intake(lake), FEED)
        assert (made.tally.new, made.tally.known) == (1, 1)
        health = store_of(lake).get(FEED)
        assert health is not None
        assert (health.given, health.items) == (2, 2)
        assert health.newest_item == datetime(2024, 5, 7, 9, tzinfo=UTC)

    @pytest.mark.parametrize("allowed", [True, False])
    def test_private_addresses_are_asked_only_where_that_is_allowed(self, lake: Lake, web: Web, allowed: bool) -> None:
        take(intake(lake, allow_private=allowed), FEED)
        assert [terms.allow_private for _, terms in web.asked] == [allowed]


class TestWatching:
    def test_a_list_is_registered_and_asked_by_the_watch(self, lake: Lake, web: Web, tmp_path: Path) -> None:
        listed = tmp_path / "list.opml"
        listed.write_bytes(opml(FEED))
        stop = Event()
        made = intake(lake)
        ticks = []
        for tick in made.watch([str(listed), OTHER], stop):
            ticks.append(tick)
            if sum(len(each.polled) for each in ticks) == 2:
                stop.set()
        assert sum(tick.new for tick in ticks) == made.tally.new == 2
        assert {incident.type for incident in lake.read(Incident)} >= {"ASSAULT", "CONSULT"}

    @pytest.mark.parametrize(
        ("name", "content", "message"),
        [
            pytest.param("t.jsonl", b'{"text": "Carland raided Dorland."}\n', "no list of feeds", id="a table"),
            pytest.param("feed.xml", rss(RAID), "no list of feeds", id="a feed in a file"),
            pytest.param("list.opml", opml(FEED)[:-20], "ends before its end", id="a broken list"),
        ],
    )
    def test_a_file_that_is_no_list_is_refused_and_not_passed_over(
        self, lake: Lake, web: Web, tmp_path: Path, name: str, content: bytes, message: str
    ) -> None:
        path = tmp_path / name
        path.write_bytes(content)
        with pytest.raises(InputError, match=message):
            next(intake(lake).watch([str(path)], Event()))
