"""What an outlook rests on: what is not known is not said, what is missing is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from tests.indicators.made import DAY0, became, claim, incident, moment
from tests.pipeline.frontier import FILES, written

from tocsin.indicators import Heard
from tocsin.pipeline.sourcing import concerns, disputed, fresh, planned, sourcing
from tocsin.pipeline.worlds import World
from tocsin.records import Incident, Judgement, Origin, Party, Planned, WatchDefinition
from tocsin.watches import loaded

ARLAND = Party(name="Arland", code="ARLGOV", country="ARL", sector="GOV")
ISRAEL = Party(name="Israel", code="ISR", country="ISR", sector="GOV")
MILITIA = Party(name="Red Heron", code="REB", country=None, sector="REB")
NOBODY: dict[str, Any] = {"sources": (MILITIA,), "targets": (), "place_country": None}


@pytest.fixture(scope="module")
def watch(tmp_path_factory: pytest.TempPathFactory) -> WatchDefinition:
    """On Arland and Borland by group, on Israel as a country; harvest festivals are routine."""
    routine = '  routine: [{words: ["harvest festival*"], weight: 0.2, why: "every year"}]\n  baseline: {min_windows: 2}\n- id: meetings'
    text = FILES["indicators/frontier.yaml"].replace("  baseline: {min_windows: 2}\n- id: meetings", routine)
    made = loaded(written(tmp_path_factory.mktemp("watch"), **{"indicators/frontier.yaml": text}))
    return replace(made, countries=("ISR",), horizon_days=14)


def world(day: int, *incidents: Incident, **more: Any) -> World:
    """What is known on a day of the tests."""
    usual: dict[str, Any] = {"sentences": {}, "heard": heard(range(day + 1)), "claims": (), "judgements": (), "outlets": {}}
    return World(as_of=moment(day, 23), incidents={made.id: made for made in incidents}, **(usual | more))


def heard(days: Iterable[int]) -> list[Heard]:
    return [Heard(moment(day), "Sample Daily") for day in days]


def on(day: int) -> date:
    return DAY0 + timedelta(days=day)


def review(watch: str, day: int, by: str) -> Judgement:
    """Somebody went through a watch."""
    return Judgement(
        id=by, decision="review", subjects=(watch,), value=None, by=by, why="Monday", known_at=moment(day), recorded_at=moment(day)
    )


def origin(key: str, side: str = "affirms") -> Origin:
    return Origin(
        key=key,
        name=key.title(),
        kind="outlet",
        named=True,
        side=side,  # type: ignore[arg-type]
        articles=(key,),
        events=(),
        first_known=moment(1),
        reliability="F",
    )


class TestConcern:
    @pytest.mark.parametrize(
        ("fields", "expected"),
        [
            ({"sources": (ISRAEL,)}, True),
            ({"targets": (ISRAEL,)}, True),
            ({"proxies": (ISRAEL,)}, True),
            ({"place_country": "ISR"}, True),
            ({"sources": (ARLAND,)}, True),
            ({"place_country": "ARL"}, False),
            ({}, False),
        ],
        ids=["its doer", "its target", "a proxy", "its place", "one of a group", "a group is no place", "a stranger"],
    )
    def test_it_is_by_party_or_place(self, watch: WatchDefinition, fields: dict[str, Any], expected: bool) -> None:
        made = incident("one", 3, **(NOBODY | fields))
        assert concerns(watch, made) is expected
        assert bool(fresh(watch, world(3, made))) is expected
        assert bool(disputed(watch, world(3, replace(made, status="disputed")))) is expected
        assert bool(planned(watch, world(3, replace(made, status="scheduled")))) is expected


class TestFresh:
    def test_a_week_the_latest_first(self, watch: WatchDefinition) -> None:
        some = [incident(f"i{day}", day) for day in (3, 12, 13, 16, 19, 20)]
        assert fresh(watch, world(20, *some)) == (
            "i20",
            "i19",
            "i16",
        )  # the 13th at noon is more than seven days before the evening of the 20th


class TestDisputed:
    def test_what_is_told_of_within_the_horizon_by_most_first(self, watch: WatchDefinition) -> None:
        old, few, many = (incident(name, day, status="disputed") for name, day in (("old", 1), ("few", 17), ("many", 16)))
        many = replace(many, origins=(origin("one"), origin("two", "denies")))
        again = incident("again", 1, status="disputed", updated_at=moment(18))
        denied = incident("denied", 18, status="denied")
        assert disputed(watch, world(20, old, few, many, again, denied)) == ("many", "again", "few")


class TestPlanned:
    @pytest.mark.parametrize(
        ("earliest", "latest", "known", "expected"),
        [
            (22, 23, 19, on(22)),
            (20, 20, 19, on(20)),
            (18, 25, 17, on(25)),
            (None, 25, 1, on(25)),
            (22, None, 1, on(22)),
            (19, 19, 18, "past"),
            (10, None, 19, None),
            (10, None, 9, "past"),
            (None, None, 10, None),
            (None, None, 9, "past"),
            (35, 36, 19, "past"),
            (34, 50, 19, on(34)),
        ],
        ids=[
            "its first day",
            "today",
            "begun: its last day",
            "by a day",
            "from a day on",
            "over",
            "since a day, told lately",
            "since a day, told long ago",
            "some day, told lately",
            "some day, told long ago",
            "beyond the horizon",
            "into the horizon",
        ],
    )
    def test_the_day_to_wait_for(
        self, watch: WatchDefinition, earliest: int | None, latest: int | None, known: int, expected: date | str | None
    ) -> None:
        days = {"earliest": earliest and on(earliest), "latest": latest and on(latest)}
        found = planned(watch, world(20, incident("one", known, status="threatened", **days)))
        assert [one.day for one in found] == ([] if expected == "past" else [expected])

    @pytest.mark.parametrize("status", ["scheduled", "threatened", "demanded", "possible"])
    def test_what_has_not_happened(self, watch: WatchDefinition, status: str) -> None:
        ahead = incident("one", 19, status=status, earliest=on(22), latest=on(22), title="A vote")
        assert planned(watch, world(20, ahead)) == (Planned(day=on(22), title="A vote", incident="one", routine=False),)
        for other in ("occurred", "ongoing", "failed", "denied", "disputed", "retracted"):
            assert planned(watch, world(20, replace(ahead, status=other, history=(became(other, 20),)))) == ()

    @pytest.mark.parametrize(
        ("title", "sentences", "expected"),
        [
            ("Harvest festival in Velm", {}, True),
            ("Soldiers to march", {"one": ("They march at the harvest festivals.",)}, True),
            ("Soldiers to march", {"another": ("They march at the harvest festivals.",)}, False),
        ],
        ids=["by its title", "by a sentence that tells it", "not by another's"],
    )
    def test_what_is_on_the_calendar_anyhow(
        self, watch: WatchDefinition, title: str, sentences: Mapping[str, tuple[str, ...]], expected: bool
    ) -> None:
        ahead = incident("one", 19, status="scheduled", earliest=on(22), latest=on(22), title=title)
        assert [one.routine for one in planned(watch, world(20, ahead, sentences=sentences))] == [expected]

    def test_without_routines_nothing_is_routine(self, watch: WatchDefinition) -> None:
        plain = replace(watch, indicators=tuple(replace(one, routine=()) for one in watch.indicators))
        ahead = incident("one", 19, status="scheduled", earliest=on(22), latest=on(22), title="Harvest festival in Velm")
        assert [one.routine for one in planned(plain, world(20, ahead))] == [False]

    def test_deadlines_of_questions_stand_among_them_and_the_undated_last(self, watch: WatchDefinition) -> None:
        first, *others = watch.questions
        rules = (replace(first.rule, within_days=None, deadline=on(day)) for day in (23, 19, 60))
        asked = replace(watch, questions=(*(replace(first, rule=rule) for rule in rules), *others))
        dated = incident("one", 19, status="scheduled", earliest=on(25), latest=on(25), title="A vote")
        some_day = incident("two", 19, status="threatened", earliest=None, latest=None, title="A blow")
        found = [(one.day, one.title) for one in planned(asked, world(20, some_day, dated))]
        assert found == [(on(23), first.text), (on(25), "A vote"), (None, "A blow")]


class TestSourcing:
    def test_it_counts_what_it_rests_on_once(self, watch: WatchDefinition) -> None:
        one = incident("one", 3, articles=("a", "b"), origins=(origin("x"), origin("y", "denies")), affirmed=1, denied=1)
        two = incident("two", 9, articles=("b", "c"), origins=(origin("x"),), updated_at=moment(11))
        outlets = {"a": ("Sample Daily", None), "b": ("Sample Daily", None), "c": ("Island Post", None), "d": ("Border Times", None)}
        made = sourcing(watch, world(12, one, two, incident("unused", 12, articles=("d",)), outlets=outlets), ["two", "one", "two", "gone"])
        assert (made.articles, made.origins, made.outlets, made.single) == (3, 2, 2, 0.5)
        assert (made.oldest, made.newest, made.languages) == (on(3), on(11), ("en",))

    def test_the_articles_of_claims_count_and_their_origins_not_twice(self, watch: WatchDefinition) -> None:
        one = incident("one", 3, articles=("a",), origins=(origin("x"),))
        said = [replace(claim(name, day), article=article) for name, day, article in (("b", 9, "b"), ("c", 10, "a"), ("d", 11, "d"))]
        outlets = dict.fromkeys("abd", ("Sample Daily", None))
        made = sourcing(watch, world(12, one, outlets=outlets, claims=said), ["one"], [said[0].id, said[1].id, "gone"])
        assert (made.articles, made.origins, made.outlets, made.newest) == (2, 1, 1, on(10))

    @pytest.mark.parametrize(
        ("outlets", "share"),
        [
            (("Sample Daily", "Island Post"), None),
            (("Xinhua", "Sample Daily"), 1.0),
            (("Xinhua", "Reuters"), 0.5),
            (("Reuters", None), 0.0),
            ((None, None), None),
        ],
        ids=["nobody knows", "of those that are known", "one of two", "none", "no outlet is named"],
    )
    def test_the_share_of_state_media(self, watch: WatchDefinition, outlets: tuple[str | None, str | None], share: float | None) -> None:
        one = incident("one", 3, articles=("a", "b"))
        made = sourcing(watch, world(3, one, outlets={"a": (outlets[0], None), "b": (outlets[1], None)}), ["one"])
        assert made.state_share == share

    def test_where_it_rests_on_nothing_shares_and_days_are_unknown(self, watch: WatchDefinition) -> None:
        made = sourcing(watch, world(3, incident("one", 3)), [])
        assert (made.articles, made.origins, made.outlets) == (0, 0, 0)
        assert (made.state_share, made.single, made.languages, made.oldest, made.newest) == (None, None, (), None, None)


class TestGaps:
    @pytest.mark.parametrize(
        ("days", "expected"),
        [
            (range(21), []),
            (
                [10, 14, 18, 20],
                ["no article at all from 14 September to 16 September", "no article at all from 18 September to 20 September"],
            ),
            ([*range(18)], ["no article at all from 21 September to 23 September"]),
            ([*range(19)], []),
            ([0, 12, *range(13, 21)], ["no article at all from 10 September to 14 September"]),
            ([18, 19, 20], []),
            ([], ["no article at all was read"]),
        ],
        ids=["none", "three days", "up to today", "two days are none", "within the horizon", "not before the first", "nothing at all"],
    )
    def test_days_without_any_article(self, watch: WatchDefinition, days: Iterable[int], expected: list[str]) -> None:
        assert list(sourcing(watch, world(20, incident("one", 20), heard=heard(days)), []).gaps) == expected

    @pytest.mark.parametrize(
        ("made", "expected"),
        [
            (incident("one", 7, sources=(ISRAEL,)), []),
            (incident("one", 6, sources=(ISRAEL,)), ["nothing that became known in the 14 days before concerns its countries or groups"]),
            (
                incident("one", 20, **NOBODY | {"sources": ()}),
                ["nothing that became known in the 14 days before concerns its countries or groups"],
            ),
        ],
        ids=["within the horizon", "before it", "of others"],
    )
    def test_nothing_that_concerns_it(self, watch: WatchDefinition, made: Incident, expected: list[str]) -> None:
        assert list(sourcing(watch, world(20, made), []).gaps) == expected

    def test_who_went_through_it_last(self, watch: WatchDefinition) -> None:
        reviews = tuple(
            review(on, day, by) for on, day, by in ((watch.id, 3, "A. Reader"), (watch.id, 9, "B. Reader"), ("other", 12, "C. Reader"))
        )
        assert sourcing(watch, world(20, judgements=reviews), []).reviewed == f"by B. Reader on {DAY0 + timedelta(9):%-d %B %Y}"
        assert sourcing(watch, world(20), []).reviewed is None

    def test_sources_that_fail(self, watch: WatchDefinition) -> None:
        made = sourcing(watch, world(20, incident("one", 20), silent=("Island Post",), sources=4), [])
        assert (made.silent, made.gaps) == (("Island Post",), ("1 of 4 sources are silent or fail",))
