"""A watch: what feeds give reaches the lake and its incidents, and their health is never ahead of that."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from threading import Event
from typing import Any

import pytest
from tests.pipeline.feeds import Web, entry, rss
from tests.pipeline.newsroom import MADE_BY, Newsreader

from tocsin.collect.filters import Filter, Sieve
from tocsin.collect.polling import Given, Poller
from tocsin.errors import Unreachable
from tocsin.lake import Held, Lake, LakeError
from tocsin.pipeline import watching
from tocsin.pipeline.feeding import parsed, store_of
from tocsin.pipeline.folding import Folding
from tocsin.pipeline.ingest import Ingest
from tocsin.pipeline.watching import UPKEEP, Tick, Watch
from tocsin.records import FiledArticle, Incident, SourceHealth

FEED, OTHER = "https://paper.example/feed", "https://other.example/feed"
RAID = entry("Arland raided Borland at Velm", "Arland raided Borland at Velm, where a customs house burned.")
TALKS = entry("Carland met Dorland on timber", "Carland met Dorland at the lake of Osk.")
INTERVAL = 0.2
LONGEST = 20.0  # seconds after which a test gives up


def real_clock() -> datetime:
    return datetime.now(UTC)


class Office:
    """A lake with its sources, and a watch over them."""

    def __init__(self, lake: Lake, web: Web, *, clock: Callable[[], datetime] = real_clock, **parts: Any) -> None:
        self.lake, self.store, self.stop = lake, store_of(lake), Event()
        poller = Poller(parts.pop("parse", parsed), fetch=web, clock=clock, sleep=lambda _: None, random=Random(5))
        self.ingest = Ingest(lake, Newsreader(), MADE_BY, clock=clock)
        usual: dict[str, Any] = {"sieve": Sieve(Filter()), "upkeep": lambda: None, "clock": clock, "folding": Folding(lake)}
        self.watch = Watch(poller, self.store, self.ingest, **(usual | parts))

    def register(self, *urls: str, interval: float = INTERVAL) -> None:
        self.store.put([SourceHealth(id=url, kind="feed", interval_seconds=interval) for url in urls])

    def run(self, enough: Callable[[list[Tick]], bool]) -> list[Tick]:
        """Watch until it is enough, then stop."""
        ticks, given_up = [], threading.Timer(LONGEST, self.stop.set)
        given_up.daemon = True
        given_up.start()
        for tick in self.watch.run(self.stop):
            ticks.append(tick)
            if enough(ticks):
                self.stop.set()
        given_up.cancel()
        assert ticks
        assert enough(ticks), f"not within {LONGEST} seconds: {ticks}"
        return ticks


@pytest.fixture(autouse=True)
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watching, "GATHER_SECONDS", 0.05)


@pytest.fixture
def lake(tmp_path: Path) -> Iterator[Lake]:
    with Lake.open(tmp_path / "lake", create=True) as made:
        yield made


@pytest.fixture
def web() -> Web:
    return Web({FEED: rss(RAID, title="Paper"), OTHER: rss(TALKS, title="Other")})


def asked(ticks: list[Tick], url: str) -> list[SourceHealth]:
    return [health for tick in ticks for health in tick.polled if health.id == url]


class TestNews:
    def test_it_reaches_the_lake_and_the_incidents(self, lake: Lake, web: Web) -> None:
        office = Office(lake, web)
        office.register(FEED, OTHER)
        ticks = office.run(lambda ticks: len({health.id for tick in ticks for health in tick.polled}) == 2)
        assert sum(tick.new for tick in ticks) == 2
        assert sum(tick.folded.incidents for tick in ticks if tick.folded) == 2
        assert {incident.type for incident in lake.read(Incident)} == {"ASSAULT", "CONSULT"}
        assert {article.source for article in lake.read(FiledArticle)} == {FEED, OTHER}

    def test_the_next_round_takes_only_what_is_new(self, lake: Lake, web: Web) -> None:
        office = Office(lake, web)
        office.register(FEED)

        def enough(ticks: list[Tick]) -> bool:
            web.pages[FEED] = rss(RAID, TALKS, title="Paper")
            return sum(tick.new for tick in ticks) == 2

        ticks = office.run(enough)
        assert [tick.new for tick in ticks if tick.new] == [1, 1]
        assert office.ingest.tally.known == 1
        health = office.store.get(FEED)
        assert health is not None
        assert (health.items, health.given, health.title) == (2, 2, "Paper")

    def test_what_is_unchanged_is_not_sent_again(self, lake: Lake, web: Web) -> None:
        office = Office(lake, web)
        office.register(FEED)
        ticks = office.run(lambda ticks: len(asked(ticks, FEED)) >= 3)
        assert [tick.new for tick in ticks][1:] == [0] * (len(ticks) - 1)
        assert [terms.etag for _, terms in web.asked][:2] == [None, f'"{len(web.pages[FEED])}"']  # type: ignore[arg-type]
        assert all(health.error is None for health in asked(ticks, FEED))

    def test_what_the_filter_leaves_out_stays_out(self, lake: Lake, web: Web) -> None:
        sieve = Sieve(Filter(words=("timber",)))
        office = Office(lake, web, sieve=sieve)
        office.register(FEED, OTHER)
        office.run(lambda ticks: len({health.id for tick in ticks for health in tick.polled}) == 2)
        assert [article.source for article in lake.read(FiledArticle)] == [OTHER]
        assert sieve.left_out["word"] >= 1

    def test_a_watch_that_begins_again_goes_on(self, lake: Lake, web: Web) -> None:
        first = Office(lake, web)
        first.register(FEED)
        first.run(lambda ticks: bool(ticks))
        again = Office(lake, web)
        ticks = again.run(lambda ticks: bool(asked(ticks, FEED)))
        assert (sum(tick.new for tick in ticks), again.ingest.tally.things) == (0, 0)


class TestHealth:
    def test_it_is_kept_only_when_the_items_are_in_the_lake(self, lake: Lake, web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
        office = Office(lake, web)
        office.register(FEED)
        commit, before = lake.commit, []

        def noting(*args: Any, **more: Any) -> Any:
            before.append(office.store.get(FEED))
            return commit(*args, **more)

        monkeypatch.setattr(lake, "commit", noting)
        office.run(lambda ticks: bool(ticks))
        assert [health.tried_at for health in before if health] == [None]
        after = office.store.get(FEED)
        assert after is not None
        assert after.etag is not None

    def test_where_the_commit_fails_the_feed_is_asked_for_all_of_it_again(
        self, lake: Lake, web: Web, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        office = Office(lake, web)
        office.register(FEED)
        with monkeypatch.context() as broken:
            broken.setattr(lake, "commit", lambda *_, **__: (_ for _ in ()).throw(LakeError("the disk is full")))
            with pytest.raises(LakeError, match="disk is full"):
                office.run(lambda _: False)
        office.stop.set()
        assert office.store.get(FEED) == SourceHealth(id=FEED, kind="feed", interval_seconds=INTERVAL)
        ticks = Office(lake, web).run(lambda ticks: any(tick.new for tick in ticks))
        assert sum(tick.new for tick in ticks) == 1

    def test_a_source_that_fails_backs_off_and_the_others_go_on(self, lake: Lake, web: Web) -> None:
        web.pages[OTHER] = Unreachable("nobody answers")
        office = Office(lake, web)
        office.register(FEED, OTHER)
        ticks = office.run(lambda ticks: len(asked(ticks, OTHER)) >= 3 and len(asked(ticks, FEED)) >= 3)
        failed = asked(ticks, OTHER)[:3]
        assert [health.errors for health in failed] == [1, 2, 3]
        waits = [(health.next_due - health.tried_at).total_seconds() for health in failed]  # type: ignore[operator]
        assert all(abs(wait - INTERVAL * 2**n) <= 0.11 * INTERVAL * 2**n for n, wait in enumerate(waits))
        kept = office.store.get(OTHER)
        assert kept is not None
        assert (kept.state(datetime.now(UTC)), kept.error) == ("error", "Nobody answers.")

    def test_a_source_that_recovers_is_told_as_well(self, lake: Lake, web: Web) -> None:
        page, web.pages[FEED] = web.pages[FEED], Unreachable("nobody answers")
        office = Office(lake, web)
        office.register(FEED)

        def enough(ticks: list[Tick]) -> bool:
            web.pages[FEED] = page
            return any(tick.new for tick in ticks)

        ticks = office.run(enough)
        assert [health.error is None for health in asked(ticks, FEED)][:2] == [False, True]


class TestRunning:
    def test_it_stops_and_leaves_no_thread(self, lake: Lake, web: Web) -> None:
        office = Office(lake, web)
        office.register(FEED, interval=3600.0)
        before = threading.active_count()
        office.run(lambda ticks: bool(ticks))
        until = time.monotonic() + 5
        while threading.active_count() > before and time.monotonic() < until:
            time.sleep(0.01)
        assert threading.active_count() <= before

    def test_with_nothing_to_watch_it_waits_to_be_stopped(self, lake: Lake, web: Web) -> None:
        office = Office(lake, web)
        threading.Timer(0.2, office.stop.set).start()
        assert list(office.watch.run(office.stop)) == []
        assert web.asked == []

    def test_a_bug_ends_it_with_its_exception(self, lake: Lake, web: Web) -> None:
        def broken(*_: Any) -> Given:
            raise ZeroDivisionError("a bug")

        office = Office(lake, web, parse=broken)
        office.register(FEED)
        with pytest.raises(ZeroDivisionError):
            office.run(lambda _: False)
        office.stop.set()

    def test_another_process_may_fold(self, lake: Lake, web: Web) -> None:
        class Busy:
            def catch_up(self) -> None:
                raise Held("another process folds")

        office = Office(lake, web, folding=Busy())
        office.register(FEED)
        (tick,) = office.run(lambda ticks: bool(ticks))
        assert (tick.new, tick.folded) == (1, None)

    @pytest.mark.parametrize("held", [False, True], ids=["free", "held by another"])
    def test_the_lake_is_looked_after_now_and_then(self, lake: Lake, web: Web, held: bool) -> None:
        began = real_clock()
        hours = iter(range(10_000))
        done: list[datetime] = []

        def clock() -> datetime:
            return began + next(hours) * UPKEEP / 4

        def upkeep() -> None:
            done.append(real_clock())
            if len(done) == 3:
                office.stop.set()
            if held:
                raise Held("another process does it")

        office = Office(lake, web, clock=clock, upkeep=upkeep)
        assert list(office.watch.run(office.stop)) == []
        assert len(done) == 3
        assert next(hours) * UPKEEP / 4 >= 3 * timedelta(hours=1)
