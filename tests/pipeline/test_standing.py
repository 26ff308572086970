"""What a watch says of a lake, and what of it is kept: each thing once, replays apart from what was truly ahead, nothing made up."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from tests.pipeline.frontier import FORTNIGHT, LATER, day, end, season, written
from tests.pipeline.newsroom import FIRST, NOW, Newsreader, take

from tocsin.errors import BadDate
from tocsin.lake import Lake
from tocsin.pipeline.asked import ledger, scorecard
from tocsin.pipeline.folding import Folding
from tocsin.pipeline.standing import Standing, keep, receipts, standing
from tocsin.pipeline.warning import REPLAYED
from tocsin.records import Assessment, Forecast, Incident, IndicatorReading, WatchDefinition
from tocsin.watches import loaded

TODAY = FIRST + timedelta(days=14)


@pytest.fixture(scope="module")
def watch(tmp_path_factory: pytest.TempPathFactory) -> WatchDefinition:
    return loaded(written(tmp_path_factory.mktemp("watch")))


@pytest.fixture(scope="module")
def filed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The lake of the fortnight."""
    path = tmp_path_factory.mktemp("standing") / "lake"
    with Lake.open(path, create=True, clock=lambda: NOW) as made:
        take(made, FORTNIGHT)
        Folding(made).catch_up()
    return path


@pytest.fixture
def lake(filed: Path, tmp_path: Path) -> Iterator[Lake]:
    """A copy, to write to."""
    shutil.copytree(filed, tmp_path / "lake")
    with Lake.open(tmp_path / "lake", clock=lambda: NOW) as made:
        yield made


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Lake]:
    with Lake.open(tmp_path / "empty", create=True, clock=lambda: NOW) as made:
        yield made


def kept(lake: Lake) -> dict[str, list[object]]:
    return {kind.__name__: sorted(lake.read(kind), key=repr) for kind in (IndicatorReading, Assessment, Forecast)}


def run(lake: Lake, watch: WatchDefinition, *, as_of: datetime | None = None, now: datetime = NOW) -> tuple[Standing, dict[str, int]]:
    made = standing(lake, watch, as_of=as_of, now=now)
    return made, dict(keep(lake, made))


class TestKeeping:
    def test_each_row_once(self, lake: Lake, watch: WatchDefinition) -> None:
        made, written_rows = run(lake, watch, now=TODAY)
        assert written_rows == {"readings": 4, "assessments": 3, "forecasts": 3}
        before = kept(lake)
        assert before["IndicatorReading"] == sorted(made.outlook.readings, key=repr)
        assert before["Assessment"] == sorted(made.outlook.assessments, key=repr)
        assert run(lake, watch, now=TODAY)[1] == {}
        assert kept(lake) == before

    def test_a_past_day_asked_twice_adds_nothing(self, lake: Lake, watch: WatchDefinition) -> None:
        run(lake, watch, as_of=end(9))
        before = kept(lake)
        again, rows = run(lake, watch, as_of=end(9), now=LATER)
        assert (again.new, rows) == ((), {})
        assert kept(lake) == before

    def test_later_on_the_same_day_assessments_and_forecasts_stand(self, lake: Lake, watch: WatchDefinition) -> None:
        run(lake, watch, now=TODAY)
        before = kept(lake)
        again, _ = run(lake, watch, now=TODAY + timedelta(hours=5))
        assert again.new == ()
        after = kept(lake)
        assert (after["Assessment"], after["Forecast"]) == (before["Assessment"], before["Forecast"])

    def test_two_watches_that_ask_the_same_have_forecasts_of_their_own(self, lake: Lake, watch: WatchDefinition) -> None:
        for one in (watch, replace(watch, id="second")):
            assert run(lake, one, now=TODAY)[1] == {"readings": 4, "assessments": 3, "forecasts": 3}
        assert Counter(row.watch for row in lake.read(Forecast)) == {"frontier": 3, "second": 3}

    def test_what_lies_on_the_way_is_issued_and_resolved_once(self, lake: Lake, watch: WatchDefinition) -> None:
        for number in range(14, 40, 4):
            made, _ = run(lake, watch, now=end(number))
            assert made.outlook.forecasts == made.ledger.open(day(number))
        rows = list(lake.read(Forecast))
        issued = [row for row in rows if row.resolves is None]
        assert [(row.issued - day(0)).days for row in sorted(issued, key=lambda row: row.issued) if row.topic == "raid"] == [14, 22, 30, 38]
        resolved = Counter(row.resolves for row in rows if row.resolves)
        assert set(resolved.values()) == {1}
        assert {row.id for row in issued if row.deadline < day(28)} <= set(resolved)
        assert {row.resolution for row in rows if row.resolves} == {"void"}  # nothing was read

    def test_the_week_before_is_what_was_kept_then(self, lake: Lake, watch: WatchDefinition) -> None:
        first, _ = run(lake, watch, now=TODAY)
        between, _ = run(lake, watch, now=TODAY + timedelta(days=4))
        later, _ = run(lake, watch, now=TODAY + timedelta(days=8))
        assert (first.outlook.earlier, between.outlook.earlier) == ((), ())
        assert sorted(later.outlook.earlier, key=repr) == sorted(first.outlook.assessments, key=repr)
        assert later.outlook.before == first.outlook.level == "critical"

    def test_of_a_past_day_it_is_what_would_have_been_said(self, lake: Lake, watch: WatchDefinition) -> None:
        then, _ = run(lake, watch, as_of=end(5))
        made, _ = run(lake, watch, as_of=end(12))
        assert [one.probability for one in made.outlook.earlier] == [one.probability for one in then.outlook.assessments]
        assert (made.outlook.before, {one.day for one in made.outlook.earlier}) == (then.outlook.level, {day(5)})

    def test_before_the_first_report_nothing_was_said(self, lake: Lake, watch: WatchDefinition) -> None:
        made, _ = run(lake, watch, as_of=end(4))
        assert (made.outlook.before, made.outlook.earlier) == (None, ())

    @pytest.mark.parametrize("hours", [15, 23], ids=["later today", "tonight"])
    def test_of_today_only_what_has_passed_counts(self, lake: Lake, watch: WatchDefinition, hours: int) -> None:
        made = standing(lake, watch, as_of=TODAY.replace(hour=hours), now=TODAY)
        assert made.outlook.as_of == TODAY
        assert {row.model for row in made.new} == {"weighed/1", "rates/1"}

    def test_nobody_knows_what_is_said_tomorrow(self, lake: Lake, watch: WatchDefinition) -> None:
        with pytest.raises(BadDate, match="2024-06-02 lies ahead"):
            standing(lake, watch, as_of=NOW + timedelta(days=1), now=NOW)


@pytest.fixture(scope="module")
def both(filed: Path, tmp_path_factory: pytest.TempPathFactory, watch: WatchDefinition) -> Iterator[Lake]:
    """Replayed day after day, then run as of today, and again when all is due. Only looked at."""
    path = tmp_path_factory.mktemp("both") / "lake"
    shutil.copytree(filed, path)
    with Lake.open(path, clock=lambda: NOW) as made:
        for number in (0, 6, 13):
            run(made, watch, as_of=end(number), now=TODAY + timedelta(days=5))
        run(made, watch, now=TODAY + timedelta(days=5))
        run(made, watch, as_of=end(25), now=TODAY + timedelta(days=40))
        run(made, watch, now=TODAY + timedelta(days=40))
        yield made


class TestReplays:
    def test_they_are_marked_and_kept_apart(self, both: Lake, watch: WatchDefinition) -> None:
        rows = list(both.read(Forecast))
        now = TODAY + timedelta(days=41)
        true, replayed = (ledger(both, watch.id, as_of=now, replayed=kind) for kind in (False, True))
        for one in (true, replayed):
            assert {row.resolves for row in one.resolutions} <= {row.id for row in one.issued}
            assert one.resolutions
        assert all(row.model.endswith(REPLAYED) for row in (*replayed.issued, *replayed.resolutions))
        assert not any(row.model.endswith(REPLAYED) for row in (*true.issued, *true.resolutions))
        assert len(rows) == sum(len(some) for one in (true, replayed) for some in (one.issued, one.resolutions))

    def test_the_scorecard_counts_one_kind_at_a_time(self, both: Lake, watch: WatchDefinition) -> None:
        now = TODAY + timedelta(days=41)
        found = {
            replayed: scorecard(ledger(both, watch.id, as_of=now, replayed=replayed), as_of=now).scores[0] for replayed in (False, True)
        }
        assert [(one.name, one.brier) for one in found.values()] == [("all", None), ("all", None)]  # fewer than ten
        assert found[True].issued + found[False].issued == sum(row.resolves is None for row in both.read(Forecast))
        assert found[True].resolved > found[False].resolved
        assert ledger(both, "another", as_of=now, replayed=True).issued == ()
        assert ledger(both, None, as_of=now, replayed=True) == ledger(both, watch.id, as_of=now, replayed=True)

    def test_a_replay_is_not_scored_in_the_board_of_today(self, both: Lake, watch: WatchDefinition) -> None:
        made = standing(both, watch, as_of=None, now=TODAY + timedelta(days=42))
        assert {row.model for row in made.ledger.issued} == {"weighed/1", "rates/1"}
        assert made.outlook.scores[0].issued == len(made.ledger.issued)


class TestNothingKnown:
    @pytest.mark.parametrize("as_of", [None, end(3)], ids=["today", "then"])
    def test_an_empty_lake(self, empty: Lake, watch: WatchDefinition, as_of: datetime | None) -> None:
        made, rows = run(empty, watch, as_of=as_of)
        one = made.outlook
        assert (one.level, one.before, one.earlier, one.incidents, one.fresh, one.planned) == ("routine", None, (), {}, (), ())
        assert all((each.value, each.expected, each.p_value, each.level) == (None, None, None, "inactive") for each in one.readings)
        assert {each.note for each in one.readings} == {"no article was read in this window"}
        assert one.weighed.probabilities == pytest.approx(one.weighed.base)
        assert one.weighed.confidence == "low"
        assert one.sourcing.gaps == ("no article at all was read",)
        assert {row.topic for row in made.new} == {"raid", "talks", "money"}  # by the rates that people gave
        assert rows["assessments"] == 3

    def test_without_history_no_number(self, empty: Lake, watch: WatchDefinition) -> None:
        take(empty, FORTNIGHT[:4])
        Folding(empty).catch_up()
        one = standing(empty, watch, as_of=end(3), now=NOW).outlook
        raids = next(each for each in one.readings if each.indicator == "raids")
        assert (raids.value, raids.expected, raids.p_value, raids.level) == (1.0, None, None, "inactive")
        assert raids.note == "not enough history: 1 of 2 windows"

    def test_a_watch_of_other_countries(self, lake: Lake, watch: WatchDefinition) -> None:
        groups = dict.fromkeys(watch.groups, ("Elsewhere",))
        other = replace(
            watch,
            groups=groups,
            indicators=tuple(
                replace(one, pattern=replace(one.pattern, who=("Elsewhere",), whom=("Nowhere",)))
                for one in watch.indicators
                if one.pattern is not None
            ),
            scenarios=tuple(
                replace(one, rule=one.rule and replace(one.rule, pattern=replace(one.rule.pattern, who=("Elsewhere",))))
                for one in watch.scenarios
            ),
            questions=(),
        )
        made = standing(lake, other, as_of=end(13), now=NOW)
        one = made.outlook
        assert (one.level, one.fresh, one.disputed, one.planned, one.incidents) == ("routine", (), (), (), {})
        assert all(not each.incidents and not each.value for each in one.readings)
        assert (one.sourcing.articles, one.sourcing.single) == (0, None)

    def test_a_lake_of_articles_that_nobody_can_read(self, empty: Lake, watch: WatchDefinition) -> None:
        take(empty, season(20), reader=Newsreader())
        Folding(empty).catch_up()
        assert not list(empty.read(Incident))
        one = standing(empty, watch, as_of=None, now=NOW).outlook
        assert (one.incidents, one.sourcing.articles) == ({}, 0)


class TestReceipts:
    def test_all_that_the_numbers_name_is_there(self, lake: Lake, watch: WatchDefinition) -> None:
        outlook = standing(lake, watch, as_of=end(9), now=NOW).outlook
        found = receipts(lake, outlook)
        made = outlook.incidents.values()
        claims = {each for one in outlook.readings for each in one.claims or ()}
        assert claims
        assert set(found.claims) == claims
        assert set(found.events) == {each for one in made for each in one.events}
        assert set(found.articles) == {each for one in made for each in one.articles} | {claim.article for claim in found.claims.values()}
        assert all(article.known_at <= outlook.as_of for article in found.articles.values())

    def test_of_nothing_there_is_nothing(self, empty: Lake, watch: WatchDefinition) -> None:
        found = receipts(empty, standing(empty, watch, as_of=None, now=NOW).outlook)
        assert (found.articles, found.events, found.claims) == ({}, {}, {})
