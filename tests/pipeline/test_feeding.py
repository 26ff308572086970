"""Feeds as sources: registered with their health, which is kept when what they gave is in the lake."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
from tests.pipeline.feeds import Web, entry, opml, rss
from tests.pipeline.newsroom import NOW

from tocsin.collect.polling import Poller
from tocsin.errors import InputError
from tocsin.lake import Lake
from tocsin.lake.sources import SourceStore
from tocsin.pipeline import feeding as module
from tocsin.pipeline.feeding import Feeding, file_health, parsed, store_of
from tocsin.records import Item, SourceHealth

URL = "https://paper.example/feed"
RAID = entry("Arland raided Borland", "Arland raided Borland at Velm.")
PAGE = rss(RAID, title="Paper")


@pytest.fixture
def store(tmp_path: Path) -> SourceStore:
    return SourceStore(tmp_path)


def feeding(store: SourceStore, web: Web | None = None, **more: bool) -> Feeding:
    poller = Poller(parsed, fetch=web or Web({}), clock=lambda: NOW, sleep=lambda _: None, random=Random(1))
    return Feeding(store, poller, interval_seconds=300.0, **more)


class TestRegistering:
    def test_a_feed_is_polled_from_then_on(self, store: SourceStore) -> None:
        made = feeding(store).register(URL, title="Paper", language="en")
        assert made == store.get(URL) == SourceHealth(id=URL, kind="feed", title="Paper", language="en", interval_seconds=300.0)

    def test_one_that_is_known_keeps_its_health_and_takes_the_interval(self, store: SourceStore) -> None:
        known = SourceHealth(id=URL, kind="feed", title="Paper", interval_seconds=60.0, items=7, etag='"7"', new_at=NOW)
        store.put([known])
        made = feeding(store).register(URL, title="Another title")
        assert (made.items, made.etag, made.title, made.interval_seconds) == (7, '"7"', "Paper", 300.0)

    def test_what_was_taken_for_a_file_while_it_did_not_answer_becomes_a_feed(self, store: SourceStore) -> None:
        store.put([file_health(URL, None, items=0, new=0, error="No answer.", now=NOW)])
        assert feeding(store).register(URL).kind == "feed"


class TestReading:
    def test_the_entries_of_a_feed_belong_to_its_address(self, store: SourceStore) -> None:
        made = feeding(store)
        (one,) = made.feed(PAGE, URL, None)
        assert isinstance(one, Item)
        assert (one.source, one.article.outlet) == (URL, "Paper")

    def test_its_health_waits_for_the_commit(self, store: SourceStore) -> None:
        made = feeding(store)
        list(made.feed(PAGE, URL, None))
        assert (store.get(URL) or SourceHealth(id="", kind="file")).tried_at is None
        made.keep({URL: 1}, whole=True)
        health = store.get(URL)
        assert health is not None
        assert (health.items, health.given, health.title, health.new_at) == (1, 1, "Paper", NOW)
        assert health.next_due is not None
        assert abs((health.next_due - NOW).total_seconds() - 300) <= 30

    def test_it_is_dropped_where_not_all_was_committed(self, store: SourceStore) -> None:
        made = feeding(store)
        list(made.feed(PAGE, URL, None))
        made.keep({URL: 1}, whole=False)
        made.keep({}, whole=True)
        assert store.get(URL) == SourceHealth(id=URL, kind="feed", interval_seconds=300.0)

    def test_a_feed_without_an_address_is_no_source(self, store: SourceStore) -> None:
        made = feeding(store)
        assert len(list(made.feed(PAGE, None, None))) == 1
        made.keep({}, whole=True)
        assert store.all() == []

    @pytest.mark.parametrize("data", [b"<html><body>Not found</body></html>", b"", b"\x89PNG"])
    def test_what_is_no_feed_is_an_error(self, store: SourceStore, data: bytes) -> None:
        with pytest.raises(InputError):
            feeding(store).feed(data, URL, None)


class TestLists:
    def test_all_feeds_of_a_list_are_asked_and_those_that_fail_are_told_of(self, store: SourceStore) -> None:
        made = feeding(store, Web({URL: PAGE}))
        things = list(made.opml(opml(URL, "https://gone.example/feed"), None, None))
        assert [thing.source for thing in things] == [URL]
        made.keep({URL: 1}, whole=True)
        errors = {health.id: health.errors for health in store.all()}
        assert errors == {URL: 0, "https://gone.example/feed": 1}

    def test_a_watch_only_registers_them(self, store: SourceStore) -> None:
        web = Web({URL: PAGE})
        assert list(feeding(store, web, asking=False).opml(opml(URL), None, None)) == []
        assert web.asked == []
        assert [health.id for health in store.all()] == [URL]

    def test_the_list_names_and_labels_its_feeds(self, store: SourceStore) -> None:
        list(feeding(store, asking=False).opml(opml(URL), None, None))
        assert [health.title for health in store.all()] == ["0"]


class TestHealthOfFiles:
    def test_success_and_failure_follow_each_other(self) -> None:
        later = NOW + timedelta(days=1)
        first = file_health("a folder", None, items=3, new=2, error=None, now=NOW)
        assert (first.given, first.items, first.new_at, first.succeeded_at, first.state(NOW)) == (3, 2, NOW, NOW, "ok")
        failed = file_health("a folder", first, items=0, new=0, error="Gone.", now=later)
        assert (failed.errors, failed.succeeded_at, failed.tried_at, failed.given) == (1, NOW, later, 3)
        assert (failed.items, failed.new_at, failed.state(later)) == (2, NOW, "error")
        back = file_health("a folder", failed, items=3, new=0, error=None, now=later)
        assert (back.errors, back.error, back.items, back.new_at) == (0, None, 2, NOW)

    def test_an_empty_folder_is_empty(self) -> None:
        assert file_health("a folder", None, items=0, new=0, error=None, now=NOW).state(NOW) == "empty"


class TestWhereItIsKept:
    def test_beside_a_local_lake(self, tmp_path: Path) -> None:
        with Lake.open(tmp_path / "lake", create=True) as lake:
            feeding(store_of(lake)).register(URL)
            assert (tmp_path / "lake" / "sources.sqlite3").exists()

    def test_in_a_cache_folder_of_its_own_for_a_lake_elsewhere(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(module, "CACHE", tmp_path / "cache")
        with Lake.open(tmp_path / "lake", create=True) as lake:
            monkeypatch.setattr(lake, "folder", None)
            feeding(store_of(lake)).register(URL)
            assert (tmp_path / "cache" / lake.id / "sources.sqlite3").exists()
