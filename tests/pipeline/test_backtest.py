"""A watch gone through again: no day knows of a later one, forecasts are issued and resolved in time, levels hold as they should."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from tests.pipeline.frontier import FILES, FORTNIGHT, LATER, day, end, judgement, season, told, written
from tests.pipeline.newsroom import filing

from tocsin.forecast.rates import MODEL
from tocsin.forecast.rules import GRACE_DAYS
from tocsin.pipeline.backtest import Step, backtest, days_between, earlier_of, end_of, settled
from tocsin.pipeline.filing import Filing
from tocsin.pipeline.warning import REPLAYED, WEIGHED, Earlier, Ledger, Warner
from tocsin.pipeline.worlds import Replay, counted
from tocsin.records import Item, Judgement, Outlook, WatchDefinition
from tocsin.watches import loaded

ONE = timedelta(days=1)
WEEK = timedelta(days=7)
GRACE = timedelta(days=GRACE_DAYS)


def filings(items: Sequence[Item]) -> list[Filing]:
    return [filing(one, now=LATER) for one in items]


def replay(watch: WatchDefinition, some: Sequence[Filing], judgements: Sequence[Judgement] = ()) -> Replay:
    return Replay(some, counted(watch, [claim for one in some for claim in one.claims]), judgements)


def steps(watch: WatchDefinition, some: Replay, first: int, last: int, *, every: timedelta = ONE) -> list[Step]:
    return list(backtest(Warner(watch), some, day(first), day(last), every=every, recorded_at=LATER))


@pytest.fixture(scope="module")
def watch(tmp_path_factory: pytest.TempPathFactory) -> WatchDefinition:
    return loaded(written(tmp_path_factory.mktemp("watch")))


@pytest.fixture(scope="module")
def reports() -> list[Filing]:
    return filings([*FORTNIGHT, told("denial", 13.5, "Sallow Ford", "the toll chest", "Arland Courier")])


@pytest.fixture(scope="module")
def judged(reports: Sequence[Filing]) -> list[Judgement]:
    raids = [
        one.events[0].id for one in reports if one.article.title and "raided" in one.article.title and "denies" not in one.article.title
    ]
    merged = judgement("merge", raids[0], raids[2], at=8.5)
    return [merged, judgement("split", raids[2], raids[3], at=6.6), judgement("retract", merged.id, at=11)]


@pytest.fixture(scope="module")
def whole(watch: WatchDefinition, reports: Sequence[Filing], judged: Sequence[Judgement]) -> list[Step]:
    """Every day of the fortnight, with all that came later at hand."""
    return steps(watch, replay(watch, reports, judged), 0, 13)


class TestNoPeeking:
    @staticmethod
    def known(reports: Sequence[Filing], judged: Sequence[Judgement], number: int) -> tuple[list[Filing], list[Judgement]]:
        moment = end(number)
        return [one for one in reports if one.article.known_at <= moment], [one for one in judged if one.known_at <= moment]

    def test_no_outlook_hangs_on_what_became_known_later(
        self, watch: WatchDefinition, reports: Sequence[Filing], judged: Sequence[Judgement]
    ) -> None:
        def said(some: Replay, number: int) -> Outlook:
            return Warner(watch).outlook(some.at(end(number)), earlier=Earlier(), ledger=Ledger(), recorded_at=LATER, windows=3)

        whole = replay(watch, reports, judged)
        for number in range(14):
            assert said(whole, number) == said(replay(watch, *self.known(reports, judged, number)), number)

    @pytest.mark.parametrize("last", [5, 11])
    def test_nor_does_any_forecast(
        self, watch: WatchDefinition, reports: Sequence[Filing], judged: Sequence[Judgement], whole: Sequence[Step], last: int
    ) -> None:
        cut = steps(watch, replay(watch, *self.known(reports, judged, last)), 0, last)
        assert [one.outlook for one in cut] == [one.outlook for one in whole[: last + 1]]
        assert [one.ledger for one in cut] == [one.ledger for one in whole[: last + 1]]

    def test_all_that_is_named_was_known(self, whole: Sequence[Step]) -> None:
        for step in whole:
            one = step.outlook
            assert all(made.updated_at <= one.as_of for made in one.incidents.values())
            assert {each for reading in one.readings for each in reading.incidents} <= one.incidents.keys()
            assert all(
                row.known_at <= one.as_of for row in (*step.ledger.issued, *step.ledger.resolutions, *one.readings, *one.assessments)
            )


@pytest.fixture(scope="module")
def rains() -> list[Item]:
    """Twelve weeks: a meeting and a raid in one week, a meeting alone in another, two raids, two fines."""
    return season(92, raid=(24, 44), meeting=(22, 58), fine=(13, 31))


@pytest.fixture(scope="module")
def rounds(watch: WatchDefinition, rains: Sequence[Item]) -> list[Step]:
    """Every day of the season's first seven weeks."""
    return steps(watch, replay(watch, filings(rains)), 0, 48)


class TestIssuing:
    def test_every_question_and_scenario_after_its_own_interval(self, rounds: Sequence[Step]) -> None:
        issued = rounds[-1].ledger.issued
        days = {topic: [(one.issued - day(0)).days for one in issued if one.topic == topic] for topic in ("raid", "money", "quiet")}
        assert days == {"raid": list(range(0, 49, 7)), "money": list(range(0, 49, 3)), "quiet": []}  # the rest has no rule

    def test_an_outlook_every_third_day_issues_as_soon_as_it_is_due(self, watch: WatchDefinition, rains: Sequence[Item]) -> None:
        made = steps(watch, replay(watch, filings(rains[:20])), 0, 15, every=3 * ONE)
        assert [(one.issued - day(0)).days for one in made[-1].ledger.issued if one.topic == "raid"] == [0, 9]

    def test_a_forecast_says_what_the_outlook_of_its_day_said(self, rounds: Sequence[Step], watch: WatchDefinition) -> None:
        said = {step.outlook.as_of.date(): step.outlook for step in rounds}
        for one in rounds[-1].ledger.issued:
            outlook = said[one.issued]
            assert (one.watch, one.known_at, one.recorded_at) == (watch.id, outlook.as_of, LATER)
            if one.model.startswith(WEIGHED):
                assert one.probability == outlook.weighed.probabilities[one.topic or ""]
                assert one.base_rate == pytest.approx({"raid": 0.1, "talks": 0.2}[one.topic or ""])
                assert one.deadline - one.issued == timedelta(days=watch.horizon_days)

    def test_all_are_marked_as_replayed(self, rounds: Sequence[Step]) -> None:
        assert {one.model for one in rounds[-1].ledger.issued} == {f"{WEIGHED} {REPLAYED}", f"{MODEL} {REPLAYED}"}

    def test_what_is_said_on_its_day_is_not(self, watch: WatchDefinition, rains: Sequence[Item]) -> None:
        warner, world = Warner(watch), replay(watch, filings(rains[:20])).at(end(19))
        outlook = warner.outlook(world, earlier=Earlier(), ledger=Ledger(), recorded_at=world.as_of)
        issued = warner.issue(outlook, world, Ledger(), recorded_at=world.as_of)
        assert {one.model for one in issued} == {WEIGHED, MODEL}

    def test_without_history_there_is_no_number(self, watch: WatchDefinition, rains: Sequence[Item]) -> None:
        """`meeting-soon` has no base rate: it waits until the lake has eight weeks."""
        some = replay(watch, filings(rains))
        asked = [one for one in steps(watch, some, 50, 62)[-1].ledger.issued if one.topic == "talks" and one.model.startswith(MODEL)]
        assert [(one.issued - day(0)).days for one in asked] == [55, 60]
        assert all(one.probability is not None and 0 < one.probability < 1 and one.base_rate is not None for one in asked)

    def test_a_scenario_of_which_nobody_knows_how_often_it_comes_has_no_base_rate(self, tmp_path: Path, rains: Sequence[Item]) -> None:
        text = FILES["scenarios/raid.yaml"].replace('base_rate: {probability: 0.1, source: "made up"}\n', "")
        unknown = loaded(written(tmp_path, **{"scenarios/raid.yaml": text}))
        (step,) = steps(unknown, replay(unknown, filings(rains[:10])), 9, 9)
        assert step.outlook.weighed.assumed == ("raid", "quiet")
        assert {one.topic: one.base_rate for one in step.ledger.issued} == {
            "raid": None,
            "talks": pytest.approx(0.2),
            "money": pytest.approx(0.3),
        }
        assert [one.base_rate for one in step.outlook.assessments if one.scenario == "raid"] == [None]

    @pytest.mark.parametrize(
        ("key", "days"), [("opens: 2024-05-10", [4, 7, 10, 13]), ("", [0, 3, 6, 9, 12])], ids=["not before it opens", "always"]
    )
    def test_a_question_is_asked_when_it_is_open(self, tmp_path: Path, rains: Sequence[Item], key: str, days: list[int]) -> None:
        text = FILES["questions/frontier.yaml"].replace("  every_days: 3\n", f"  every_days: 3\n  {key}\n")
        opened = loaded(written(tmp_path, **{"questions/frontier.yaml": text}))
        issued = steps(opened, replay(opened, filings(rains[:15])), 0, 13)[-1].ledger.issued
        assert [(one.issued - day(0)).days for one in issued if one.topic == "money"] == days

    def test_a_question_with_a_last_day_is_asked_until_then(self, tmp_path: Path, rains: Sequence[Item]) -> None:
        text = FILES["questions/frontier.yaml"].replace("within_days: 4", "deadline: 2024-05-15")
        dated = loaded(written(tmp_path, **{"questions/frontier.yaml": text}))
        issued = [one for one in steps(dated, replay(dated, filings(rains[:15])), 0, 13)[-1].ledger.issued if one.topic == "money"]
        assert [(one.issued - day(0)).days for one in issued] == [0, 3, 6]  # not on the day itself
        assert {one.deadline for one in issued} == {day(9)}
        nine, six, three = (one.base_rate or 0.0 for one in issued)  # of .3 within a week, the less the nearer the day
        assert nine > 0.3 > six > three > 0.1


class TestResolving:
    def test_each_once_and_only_when_its_time_has_come(self, rounds: Sequence[Step]) -> None:
        ledger = rounds[-1].ledger
        issued = {one.id: one for one in ledger.issued}
        assert max(Counter(row.resolves for row in ledger.resolutions).values()) == 1
        for row in ledger.resolutions:
            of = issued[row.resolves or ""]
            settled_on, last = row.known_at.date(), of.deadline + GRACE
            if row.resolution == "yes" and of.model.startswith(MODEL):
                assert of.issued < settled_on <= last
            else:
                assert settled_on == last + ONE
        due = {one.id for one in ledger.issued if one.deadline + GRACE < day(48)}
        assert due <= {row.resolves for row in ledger.resolutions}

    def test_what_came_and_what_did_not(self, rounds: Sequence[Step]) -> None:
        ended = {row.resolves: row for row in rounds[-1].ledger.resolutions}
        came = {
            (one.topic, (one.issued - day(0)).days): ended[one.id].resolution
            for one in rounds[-1].ledger.issued
            if one.id in ended and one.issued < day(30)
        }
        assert Counter(came.values())["void"] == 0  # an article a day was read
        assert {key for key, how in came.items() if how == "yes"} == {("raid", 21), ("money", 9), ("money", 12), ("money", 27)}

    def test_of_one_day_the_first_of_the_scenarios_alone_comes(self, rounds: Sequence[Step]) -> None:
        """In the week from day 21 on there is a meeting, then a raid; the raid goes before."""
        ended = {row.resolves: row for row in rounds[-1].ledger.resolutions}
        of = {one.topic: ended[one.id] for one in rounds[-1].ledger.issued if one.issued == day(21) and one.model.startswith(WEIGHED)}
        assert {topic: row.resolution for topic, row in of.items()} == {"raid": "yes", "talks": "no"}
        assert (len(of["raid"].incidents), of["talks"].incidents) == (1, ())
        assert (of["raid"].issued, of["talks"].issued) == (day(24), day(28) + GRACE)

    def test_never_do_two_scenarios_of_one_day_come(self, watch: WatchDefinition) -> None:
        busy = season(60, raid=range(2, 60, 9), meeting=range(1, 60, 4))
        ledger = steps(watch, replay(watch, filings(busy)), 0, 56, every=WEEK)[-1].ledger
        issued = {one.id: one for one in ledger.issued}
        yes = Counter(
            issued[row.resolves or ""].issued for row in ledger.resolutions if row.resolution == "yes" and row.model.startswith(WEIGHED)
        )
        assert len(yes) >= 5
        assert set(yes.values()) == {1}

    def test_with_too_little_read_they_are_void(self, watch: WatchDefinition) -> None:
        silent = season(8)
        ledger = steps(watch, replay(watch, filings(silent)), 0, 22)[-1].ledger
        issued = {one.id: one for one in ledger.issued}
        how = {
            (issued[row.resolves or ""].topic, (issued[row.resolves or ""].issued - day(0)).days): row.resolution
            for row in ledger.resolutions
        }
        assert (how["raid", 0], how["raid", 7], how["money", 3], how["money", 9]) == ("no", "void", "no", "void")

    def test_what_is_open_at_the_end_can_be_looked_after(self, watch: WatchDefinition, rains: Sequence[Item]) -> None:
        some, warner = replay(watch, filings(rains)), Warner(watch)
        last = list(backtest(warner, some, day(40), day(54), every=WEEK, recorded_at=LATER))[-1]
        before = last.ledger.open(day(54))
        assert before
        after = settled(warner, some.at(end(90)), last.ledger, recorded_at=LATER)
        assert after.issued == last.ledger.issued
        assert after.open(day(90)) == ()
        assert settled(warner, some.at(end(90)), after, recorded_at=LATER) == after

    def test_the_open_ones_come_by_their_deadlines(self, rounds: Sequence[Step]) -> None:
        for step in rounds:
            deadlines = [one.deadline for one in step.outlook.forecasts]
            assert deadlines == sorted(deadlines)
            ended = {row.resolves for row in step.ledger.resolutions}
            assert not ended & {one.id for one in step.outlook.forecasts}


class TestEarlier:
    def test_it_is_a_week_old(self, rounds: Sequence[Step]) -> None:
        for number, step in enumerate(rounds):
            if number < 7:
                assert (step.outlook.earlier, step.outlook.before) == ((), None)
            else:
                assert step.outlook.earlier == rounds[number - 7].outlook.assessments
                assert step.outlook.before == rounds[number - 7].outlook.level

    @pytest.mark.parametrize(
        ("said", "week_ago", "last"),
        [
            ((), None, None),
            ((0,), None, None),
            ((-3,), None, -3),
            ((-7,), -7, -7),
            ((-9, -3), -9, -3),
            ((-13, -9, -8), -8, -8),
            ((-14,), None, None),
            ((-20, 0, 3), None, None),
        ],
        ids=["nothing", "today", "since then", "a week ago", "both", "the latest", "too long ago", "not what is later"],
    )
    def test_what_was_said_before(self, rounds: Sequence[Step], said: tuple[int, ...], week_ago: int | None, last: int | None) -> None:
        levels = dict(zip(said, ("watch", "elevated", "high"), strict=False))
        some = [replace(one, day=day(20 + ago), level=levels[ago]) for ago in said for one in rounds[0].outlook.assessments]
        made = earlier_of(some, day(20))
        assert {one.day for one in made.assessments} == ({day(20 + week_ago)} if week_ago is not None else set())
        assert made.level == (None if week_ago is None else levels[week_ago])
        assert made.last == (None if last is None else levels[last])


class TestLevels:
    def test_one_that_was_reached_is_kept_a_while(self, tmp_path: Path) -> None:
        """Raids that are too few for the scenario raise its probability; a day after they stop it has fallen, but not far enough."""
        many = FILES["scenarios/raid.yaml"].replace("[ASSAULT]", "[ASSAULT]\n  at_least: 9").replace("denials: C", "denials: 0.7")
        watch = loaded(written(tmp_path, **{"scenarios/raid.yaml": many}))
        flare = [told("raid", 26.1, "Velm", "nine oxen"), told("denial", 26.3, "Tarn", "salt")]
        made = steps(watch, replay(watch, filings([*season(34), *flare])), 25, 32)
        alone = [Warner(watch).outlook(step.world, earlier=Earlier(), ledger=Ledger(), recorded_at=LATER).level for step in made]
        levels = [step.outlook.level for step in made]
        assert (levels[0], levels[1], levels[-1]) == ("routine", "watch", "routine")
        kept = [place for place, level in enumerate(levels) if level != alone[place]]
        assert kept == list(range(kept[0], kept[-1] + 1))
        assert all(levels[place] == "watch" and "kept at watch" in made[place].outlook.level_because for place in kept)
        assert all(one.level == step.outlook.level for step in made for one in step.outlook.assessments)

    def test_what_happens_is_critical_for_a_week(self, rounds: Sequence[Step]) -> None:
        critical = [number for number, step in enumerate(rounds) if step.outlook.level == "critical"]
        assert critical == [*range(24, 31), *range(44, 49)]


class TestDays:
    def test_a_bare_day_means_its_end(self) -> None:
        assert end_of(day(3)) == end(3)

    @pytest.mark.parametrize(("last", "every", "expected"), [(9, 4, [0, 4, 8]), (8, 4, [0, 4, 8]), (0, 7, [0]), (-1, 7, [])])
    def test_from_the_first_on(self, last: int, every: int, expected: list[int]) -> None:
        assert list(days_between(day(0), day(last), timedelta(days=every))) == [day(number) for number in expected]


class TestEmpty:
    def test_nothing_is_made_of_nothing(self, watch: WatchDefinition) -> None:
        (step,) = steps(watch, replay(watch, []), 3, 3)
        one = step.outlook
        assert (one.incidents, one.fresh, one.disputed, one.level, one.before) == ({}, (), (), "routine", None)
        assert all(reading.value is None and reading.p_value is None and reading.note for reading in one.readings)
        assert one.weighed.probabilities == pytest.approx(one.weighed.base)
        assert one.weighed.items == ()
        assert (one.sourcing.articles, one.sourcing.single, one.sourcing.state_share, one.sourcing.newest) == (0, None, None, None)
