"""Incidents of a lake: kept up with what is filed, the same from a warm fold, a cold one, and two at once; and as of the past."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.pipeline.newsroom import FIRST, FOLDED, ITEMS, NOW, filing, folded, held, item, take

from tocsin.lake import Lake, Overtaken
from tocsin.pipeline.folding import Folded, Folding, Past, picture_as_of
from tocsin.records import FiledArticle, FiledClaim, FiledEvent, Incident, Item, Judgement, Placement, filed_id


def opened(path: Path) -> Lake:
    return Lake.open(path, create=True, clock=lambda: NOW)


@pytest.fixture
def lake(tmp_path: Path) -> Iterator[Lake]:
    with opened(tmp_path / "lake") as made:
        yield made


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """What all reports come to in one fold."""
    with opened(tmp_path_factory.mktemp("usual") / "lake") as made:
        take(made, ITEMS)
        return folded(made)


def judged(lake: Lake, decision: str, *subjects: str, hours: int = 0) -> Judgement:
    at = NOW + timedelta(hours=hours)
    made = Judgement(
        id=filed_id(decision, *subjects),
        decision=decision,  # type: ignore[arg-type]
        subjects=subjects,
        value=None,
        by="An analyst",
        why="He was there.",
        known_at=at,
        recorded_at=at,
    )
    lake.commit({Judgement: [made]})
    return made


def reread(lake: Lake, one: Item, **found: str) -> None:
    """File that an article was read again, and that its events were found to be others."""
    made = filing(one)
    events = [replace(event, id=filed_id(event.id, *found.values()) if found else event.id, **found) for event in made.events]
    lake.supersede([made.article], {FiledClaim: made.claims, FiledEvent: events})


class TestKeepingUp:
    def test_a_fold_tells_what_it_wrote(self, lake: Lake) -> None:
        take(lake, ITEMS)
        assert lake.folded() < lake.filed()
        made = Folding(lake).catch_up()
        assert made == Folded(incidents=len(list(lake.read(Incident))), placements=len(ITEMS), retired=0, sequence=lake.filed())
        assert lake.folded() == lake.filed()

    def test_nothing_is_written_where_nothing_was_filed(self, lake: Lake) -> None:
        take(lake, ITEMS)
        folding = Folding(lake)
        folding.catch_up()
        before = lake.head()
        for again in (folding, Folding(lake)):
            assert again.catch_up() == Folded(incidents=0, placements=0, retired=0, sequence=lake.folded())
        assert lake.head() == before

    def test_an_empty_lake_has_no_incidents(self, lake: Lake) -> None:
        assert Folding(lake).catch_up() == Folded(incidents=0, placements=0, retired=0, sequence=0)

    def test_progress_is_told(self, lake: Lake) -> None:
        take(lake, ITEMS)
        told: list[int] = []
        made = Folding(lake, progress=told.append).catch_up()
        assert max(told) == made.incidents

    @settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(order=st.permutations(ITEMS), cut=st.tuples(st.integers(1, 6), st.integers(6, 11)))
    def test_order_and_batches_leave_no_trace(
        self, tmp_path_factory: pytest.TempPathFactory, usual: dict[str, list[str]], order: Sequence[Item], cut: tuple[int, int]
    ) -> None:
        with opened(tmp_path_factory.mktemp("any") / "lake") as made:
            warm = Folding(made)
            for some in (order[: cut[0]], order[cut[0] : cut[1]], order[cut[1] :]):
                take(made, some)
                warm.catch_up()
            assert held(made, FOLDED) == usual

    def test_a_cold_fold_finds_nothing_to_add_to_a_warm_one(self, lake: Lake, usual: dict[str, list[str]]) -> None:
        warm = Folding(lake)
        for one in ITEMS[:-1]:
            take(lake, [one])
            warm.catch_up()
        take(lake, ITEMS[-1:])
        made = Folding(lake).catch_up()
        assert (made.incidents, made.placements, made.retired) == (0, 1, 0)  # the last one cannot be read: it tells of nothing
        assert held(lake, FOLDED) == usual

    def test_a_tick_writes_only_what_it_changed(self, lake: Lake) -> None:
        folding = Folding(lake)
        take(lake, ITEMS)
        folding.catch_up()
        take(lake, [item("Snow has closed the pass of Ulmo to lorries.", title="Snow closes the pass of Ulmo", hours=90)])
        made = folding.catch_up()
        assert (made.incidents, made.placements, made.retired) == (1, 1, 0)

    def test_every_reference_holds(self, lake: Lake) -> None:
        take(lake, ITEMS)
        folded(lake)
        assert [finding.message for finding in lake.check() if not finding.harmless] == []


class TestTwoAtOnce:
    def test_two_foldings_by_turns_come_to_the_same(self, lake: Lake, usual: dict[str, list[str]]) -> None:
        foldings = [Folding(lake), Folding(lake)]
        for n, one in enumerate(ITEMS):
            take(lake, [one])
            foldings[n % 2].catch_up()
        assert held(lake, FOLDED) == usual

    def test_the_one_that_is_overtaken_begins_again(
        self, lake: Lake, usual: dict[str, list[str]], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        take(lake, ITEMS[:6])
        folding, publish, overtaken = Folding(lake), lake.publish, []

        def late(*args: object, **more: object) -> object:
            if not overtaken:
                with opened(tmp_path / "lake") as other:
                    take(other, ITEMS[6:])
                    Folding(other).catch_up()
            try:
                return publish(*args, **more)  # type: ignore[arg-type]
            except Overtaken as error:
                overtaken.append(error)
                raise

        monkeypatch.setattr(lake, "publish", late)
        folding.catch_up()
        assert len(overtaken) == 1
        assert held(lake, FOLDED) == usual
        assert lake.folded() == lake.filed()

    def test_what_is_filed_during_a_fold_is_folded_by_the_next(
        self, lake: Lake, usual: dict[str, list[str]], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        take(lake, ITEMS[:6])
        folding, read, come = Folding(lake), lake.read, []

        def read_late(*args: object, **more: object) -> object:
            if not come:
                come.append(True)
                with opened(tmp_path / "lake") as other:
                    take(other, ITEMS[6:])
            return read(*args, **more)  # type: ignore[arg-type]

        monkeypatch.setattr(lake, "read", read_late)
        folding.catch_up()
        assert len(list(read(Placement))) == 6
        folding.catch_up()
        assert held(lake, FOLDED) == usual


class TestThePast:
    @pytest.mark.parametrize("hours", [0, 3, 4.5, 26, 80])
    def test_it_is_what_a_lake_comes_to_that_holds_only_what_was_known_by_then(self, lake: Lake, tmp_path: Path, hours: float) -> None:
        then = FIRST + timedelta(hours=hours)
        take(lake, ITEMS)
        with opened(tmp_path / "then") as there:
            take(there, [one for one in ITEMS if one.published_at is not None and one.published_at <= then])
            wanted = folded(there)
        past = picture_as_of(lake, then)
        made = {"Incident": sorted(map(repr, past.incidents.values())), "Placement": sorted(map(repr, past.placements.values()))}
        assert made == wanted

    def test_as_tables_it_is_computed_once(self, lake: Lake) -> None:
        take(lake, ITEMS)
        past = Past(lake)
        then = FIRST + timedelta(hours=26)
        table = past("incidents", then)
        assert table is not None
        assert set(table.column("id").to_pylist()) == set(past.at(then).incidents)
        assert past("placements", then).num_rows == 6
        assert past.at(then) is past.at(then)

    def test_nothing_is_known_before_the_first_report(self, lake: Lake) -> None:
        take(lake, ITEMS)
        assert Past(lake)("incidents", datetime(2020, 1, 1, tzinfo=UTC)).num_rows == 0


class TestJudgements:
    @pytest.mark.parametrize("warm", [True, False], ids=["warm", "cold"])
    def test_a_split_and_its_withdrawal(self, lake: Lake, usual: dict[str, list[str]], warm: bool) -> None:
        take(lake, ITEMS)
        folding = Folding(lake)
        folding.catch_up()
        ferry = next(one for one in lake.read(Incident) if "Aglaia" in one.title)
        split = judged(lake, "split", ferry.events[0], ferry.events[1])
        (folding if warm else Folding(lake)).catch_up()
        assert sum("Aglaia" in one.title for one in lake.read(Incident)) == 2
        judged(lake, "retract", split.id, hours=1)
        made = (folding if warm else Folding(lake)).catch_up()
        assert made.retired == 1
        assert held(lake, FOLDED) == usual

    def test_a_merge_retires_the_later_incident(self, lake: Lake) -> None:
        take(lake, ITEMS)
        Folding(lake).catch_up()
        ferry, strike = (next(one for one in lake.read(Incident) if word in one.title) for word in ("Aglaia", "strike"))
        judged(lake, "merge", ferry.id, strike.id)
        assert Folding(lake).catch_up().retired == 1
        kept = {one.id: one for one in lake.read(Incident)}
        assert strike.id not in kept
        assert strike.id in kept[ferry.id].events


class TestReadingAgain:
    RAID = ITEMS[3]

    @pytest.mark.parametrize("warm", [True, False], ids=["warm", "cold"])
    def test_what_the_older_reading_told_is_gone(self, lake: Lake, warm: bool) -> None:
        take(lake, ITEMS)
        folding = Folding(lake)
        folding.catch_up()
        before = {event.id for event in lake.read(FiledEvent, articles=[filing(self.RAID).article.id])}
        reread(lake, self.RAID, type="THREATEN", status="threatened")
        (folding if warm else Folding(lake)).catch_up()
        told = {event for one in lake.read(Incident) for event in one.events}
        assert before
        assert not told & before
        assert told <= {event.id for event in lake.read(FiledEvent)}
        placed = next(iter(lake.read(Placement, ids=[filing(self.RAID).article.id])))
        assert set(placed.incidents) <= {one.id for one in lake.read(Incident)}
        assert len(list(lake.read(FiledArticle))) == len(ITEMS)
        assert [finding.message for finding in lake.check() if not finding.harmless] == []

    def test_the_same_reading_again_leaves_the_incidents_as_they_are(self, lake: Lake, usual: dict[str, list[str]]) -> None:
        take(lake, ITEMS)
        folding = Folding(lake)
        folding.catch_up()
        reread(lake, self.RAID)
        made = folding.catch_up()
        assert (made.incidents, made.placements, made.retired) == (0, 0, 0)
        assert held(lake, FOLDED) == usual
