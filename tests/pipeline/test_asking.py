"""What is asked of a lake: names by their beginnings, articles in their places, and all of it as of the past."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from tests.pipeline.newsroom import FIRST, ITEMS, NOW, take

from tocsin.errors import DataError, TocsinError
from tocsin.lake import Lake
from tocsin.pipeline.asking import asked, event_named, incident_named, incidents, placed
from tocsin.pipeline.filing import article_id
from tocsin.pipeline.folding import Folding
from tocsin.pipeline.judging import judged
from tocsin.records import FiledEvent, Incident


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lake]:
    with Lake.open(tmp_path_factory.mktemp("asked") / "lake", create=True, clock=lambda: NOW) as made:
        take(made, ITEMS)
        Folding(made).catch_up()
        yield made


def then(hours: float) -> datetime:
    return FIRST + timedelta(hours=hours)


class TestQueries:
    @pytest.mark.parametrize(
        ("hours", "articles", "ferries"), [(None, 12, 1), (3, 2, 1), (2, 1, 1), (1, 0, 0)], ids=["today", "two", "one", "none"]
    )
    def test_they_know_nothing_that_became_known_later(self, lake: Lake, hours: float | None, articles: int, ferries: int) -> None:
        as_of = None if hours is None else then(hours)
        assert asked(lake, "SELECT count(*) AS n FROM articles", as_of=as_of).column("n").to_pylist() == [articles]
        found = asked(lake, "SELECT title FROM incidents WHERE contains(title, $word)", as_of=as_of, parameters={"word": "Aglaia"})
        assert found.num_rows == ferries

    def test_placements_of_the_past_are_computed_too(self, lake: Lake) -> None:
        query = "SELECT count(*) AS n FROM placements WHERE copy_of IS NOT NULL"
        assert [asked(lake, query, as_of=then(hours)).column("n")[0].as_py() for hours in (4, 5)] == [0, 1]

    def test_what_cannot_be_answered_is_told(self, lake: Lake) -> None:
        with pytest.raises(TocsinError, match="nothing_of_the_kind"):
            asked(lake, "SELECT nothing_of_the_kind FROM incidents")


class TestIncidents:
    def test_they_come_in_the_order_in_which_they_became_known(self, lake: Lake) -> None:
        found = incidents(lake)
        assert [made.known_at for made in found] == sorted(made.known_at for made in found)
        assert {made.id for made in found} == {made.id for made in lake.read(Incident)}

    def test_as_of_then_they_hold_only_what_was_known(self, lake: Lake) -> None:
        (ferry,) = incidents(lake, as_of=then(2))
        assert len(ferry.articles) == 1
        assert incident_named(lake, ferry.id, as_of=then(2)) == ferry
        assert len(incident_named(lake, ferry.id).articles) == 3


class TestNames:
    def test_a_beginning_is_enough_where_one_begins_so(self, lake: Lake) -> None:
        for made in incidents(lake):
            assert incident_named(lake, made.id[:10]) == incident_named(lake, made.id) == made

    def test_an_event_names_the_incident_that_holds_it(self, lake: Lake) -> None:
        ferry = next(made for made in incidents(lake) if "Aglaia" in made.title)
        assert {incident_named(lake, event).id for event in ferry.events} == {ferry.id}

    def test_an_event_has_a_name_of_its_own(self, lake: Lake) -> None:
        for event in lake.read(FiledEvent):
            assert event_named(lake, event.id) == event_named(lake, event.id[:12]) == event.id

    @pytest.mark.parametrize(
        ("wanted", "message"),
        [
            pytest.param("zz", "0 incidents have an id that begins with 'zz'", id="none"),
            pytest.param("", "incidents have an id that begins with ''", id="nothing named"),
            pytest.param("%", "0 incidents have an id that begins with '%'", id="no pattern"),
        ],
    )
    def test_no_incident_is_told_with_what_to_do(self, lake: Lake, wanted: str, message: str) -> None:
        with pytest.raises(DataError, match=message) as told:
            incident_named(lake, wanted)
        assert "`tocsin incidents` lists them" in str(told.value)

    def test_what_could_be_several_is_told_as_such(self, lake: Lake) -> None:
        ids = [event.id for event in lake.read(FiledEvent)]
        shared = next(c for c in "0123456789abcdef" if sum(each.startswith(c) for each in ids) > 1)
        with pytest.raises(DataError, match=f"Several events have an id that begins with '{shared}'"):
            event_named(lake, shared)

    @pytest.mark.parametrize("wanted", ["zz", "' OR true --", "%"])
    def test_an_event_that_is_not_there(self, lake: Lake, wanted: str) -> None:
        with pytest.raises(DataError, match="No events"):
            event_named(lake, wanted)

    def test_nothing_names_no_event(self, lake: Lake) -> None:
        with pytest.raises(DataError, match="events have an id that begins with ''"):
            event_named(lake, "")


class TestPlaces:
    def test_every_article_comes_once_in_the_order_in_which_it_became_known(self, lake: Lake) -> None:
        found = list(placed(lake))
        assert {one.article.id for one in found} == {article_id(one) for one in ITEMS}
        assert [one.article.known_at for one in found] == sorted(one.article.known_at for one in found)
        assert all(one.placement is not None and one.placement.id == one.article.id for one in found)

    @pytest.mark.parametrize(("hours", "copies"), [(None, 1), (5, 1), (4, 0)])
    def test_a_copy_comes_with_what_it_copies(self, lake: Lake, hours: float | None, copies: int) -> None:
        found = [one for one in placed(lake, as_of=None if hours is None else then(hours)) if one.copied]
        assert len(found) == copies
        assert all(one.copied and one.copied.id == article_id(ITEMS[0]) for one in found)

    def test_as_of_then_only_what_was_known_is_there(self, lake: Lake) -> None:
        assert [one.article.outlet for one in placed(lake, as_of=then(3))] == ["Sample Daily", "Island Post"]

    def test_what_was_not_folded_yet_has_no_place(self, tmp_path: Path) -> None:
        with Lake.open(tmp_path / "lake", create=True) as made:
            take(made, ITEMS[:2])
            assert [(one.placement, one.copied) for one in placed(made)] == [(None, None)] * 2


def test_an_id_that_a_merge_retired_names_the_incident_that_it_became(tmp_path: Path) -> None:
    with Lake.open(tmp_path / "lake", create=True) as lake:
        take(lake, ITEMS)
        Folding(lake).catch_up()
        ferry, strike = (next(made for made in incidents(lake) if word in made.title) for word in ("Aglaia", "strike"))
        judged(lake, "merge", [ferry.id, strike.id], value=None, by="An analyst", why="She was there.", now=NOW)
        Folding(lake).catch_up()
        assert strike.id not in {made.id for made in incidents(lake)}
        assert incident_named(lake, strike.id[:12]).id == ferry.id
