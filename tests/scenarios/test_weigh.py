from __future__ import annotations

import math
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from tocsin.records import filed_id
from tocsin.scenarios import assessments, base_rates

from .desk import DAY, NOW, incident, indicator, item, rated, reading, scenario, watch, weighed

DRILLS = indicator("drills")
ATTACK = scenario("attack", drills=0.8)
TALKS = scenario("talks", types=("CONSULT",), drills=0.2, base=0.2, order=2)
REST = scenario("rest", rest=True, order=9)
WATCH = watch([ATTACK, TALKS, REST], [DRILLS])
GOOD = incident("i1", "ministry", "paper", "agency")


@pytest.mark.parametrize(
    ("given", "want"),
    [
        ({"attack": 0.1, "talks": 0.2}, {"attack": 0.1, "talks": 0.2, "rest": 0.7}),
        ({"attack": 0.1, "talks": None}, {"attack": 0.1, "talks": 0.45, "rest": 0.45}),
        ({"rest": 0.9}, {"attack": 1 / 3, "talks": 1 / 3, "rest": 1 / 3}),
        ({"attack": 0.0, "talks": 0.2}, {"attack": 0.005, "talks": 0.195, "rest": 0.8}),
        ({"attack": 0.9, "talks": 0.9}, {"attack": 0.4975, "talks": 0.4975, "rest": 0.005}),
        ({"attack": 0.0, "talks": 0.0}, {"attack": 0.005, "talks": 0.005, "rest": 0.99}),
    ],
    ids=["the rest takes what is left", "one unknown", "all unknown", "never seen in history", "more than all", "none ever seen"],
)
def test_base_rates(given: dict[str, float | None], want: dict[str, float]) -> None:
    made = base_rates(WATCH, given)
    assert made == pytest.approx(want)
    assert base_rates(WATCH, made) == pytest.approx(want)


def test_a_base_rate_that_is_no_probability_is_a_bug() -> None:
    with pytest.raises(ValueError, match=r"attack is 1\.2"):
        base_rates(WATCH, {"attack": 1.2})


def test_without_any_reading_the_base_rates_stand_and_all_is_unobserved() -> None:
    made = weighed(WATCH)
    assert made.probabilities == pytest.approx(made.base)
    assert (made.items, made.linchpins, made.without) == ((), (), ())
    assert [one.indicator for one in made.unobserved] == ["drills"]
    assert made.confidence == "low"


def test_what_is_seen_speaks_for_what_expects_it() -> None:
    made = weighed(WATCH, [reading("drills", "strong", "i1")], [GOOD])
    row = item(made, "drills")
    # The rest says nothing, and sees it by chance: 1 - .95 ** (30 / 7).
    chance = 1 - 0.95 ** (30 / 7)
    assert row.likelihood == pytest.approx({"attack": 0.8, "talks": 0.2, "rest": chance})
    mean = 0.1 * 0.8 + 0.2 * 0.2 + 0.7 * chance
    assert row.decibans["attack"] == pytest.approx(5 * math.log10(0.8 / mean))
    odds = {"attack": 0.1 * 0.8**0.5, "talks": 0.2 * 0.2**0.5, "rest": 0.7 * chance**0.5}
    assert made.probabilities == pytest.approx({s: p / sum(odds.values()) for s, p in odds.items()})
    assert row.rating == {"attack": "C", "talks": "I", "rest": "N"}
    assert made.unrated == pytest.approx(1 / 3)
    assert made.unobserved == ()


def test_a_scenario_that_says_nothing_keeps_its_probability() -> None:
    silent = scenario("siege", base=0.15, order=3)
    made = weighed(watch([ATTACK, TALKS, silent, REST], [DRILLS]), [reading("drills", "strong", "i1")], [GOOD])
    assert made.probabilities["siege"] == pytest.approx(0.15, abs=0.015)
    assert item(made, "drills").decibans["siege"] == pytest.approx(0)


def test_a_rest_that_says_nothing_is_the_middle_of_words_and_the_chance_of_numbers() -> None:
    in_words = weighed(watch([scenario("attack", drills="CC"), REST], [DRILLS]), [reading("drills", "strong", "i1")], [GOOD])
    assert item(in_words, "drills").likelihood == {"attack": 0.95, "rest": 0.5}


@pytest.mark.parametrize(
    ("level", "credibility", "reliability", "trust"),
    [
        ("strong", 1, "B", 1.0),
        ("emerging", 1, "B", 0.75),
        ("strong", 3, "F", 0.5),
        ("strong", 6, "F", 0.5),
        ("strong", 2, "E", 0.375),
        ("active", 5, "B", 0.0),
    ],
)
def test_trust_by_level_and_grade(level: str, credibility: int, reliability: str, trust: float) -> None:
    told = incident("i1", "paper", credibility=credibility, reliability=reliability)
    row = item(weighed(WATCH, [reading("drills", level, "i1")], [told]), "drills")
    assert row.trust == pytest.approx(trust)
    assert (row.credibility, row.reliability) == (credibility, reliability)


def test_the_best_corroborated_incident_gives_the_grade_and_a_retracted_one_nothing() -> None:
    told = [incident("i1", "a", credibility=3), incident("i2", "b", credibility=2), incident("i3", "c", status="retracted")]
    row = item(weighed(WATCH, [reading("drills", "strong", "i1", "i2", "i3")], told), "drills")
    assert (row.credibility, row.incidents, row.origins) == (2, ("i1", "i2"), ("a", "b"))


def test_a_series_is_trusted_in_full_and_is_an_origin_of_its_own() -> None:
    oil = indicator("oil", series="brent")
    row = item(weighed(watch([scenario("attack", oil=0.6), REST], [oil]), [reading("oil", "strong", exposure=None)]), "oil")
    assert (row.trust, row.credibility, row.origins, row.group) == (1.0, None, ("series:brent",), "series:brent")


def test_costly_steps_weigh_more_and_routine_ones_less() -> None:
    costly = watch([ATTACK, TALKS, REST], [indicator("drills", weight=2.0)])
    plain, heavy, routine = (
        item(weighed(definition, [reading("drills", "strong", "i1", routine=share)], [GOOD]), "drills")
        for definition, share in ((WATCH, None), (costly, None), (WATCH, 1.5))
    )
    assert heavy.decibans["attack"] == pytest.approx(2 * plain.decibans["attack"])
    assert routine.decibans["attack"] == pytest.approx(plain.decibans["attack"] / 2)


def test_what_is_not_seen_counts_a_little_against_what_expects_it_and_less_where_little_is_reported() -> None:
    full, thin, blind = (weighed(WATCH, [reading("drills", "inactive", exposure=exposure)]) for exposure in (2.0, 0.4, 0.0))
    assert item(full, "drills").seen is False
    assert item(full, "drills").trust == pytest.approx(0.15)
    assert full.probabilities["attack"] < thin.probabilities["attack"] < 0.1
    assert blind.probabilities == pytest.approx(blind.base)
    assert item(full, "drills").rating == {"attack": "I", "talks": "C", "rest": "N"}


def test_the_silence_of_one_field_weighs_as_one_item() -> None:
    names = [f"x{n}" for n in range(8)]
    definition = watch([scenario("attack", **dict.fromkeys(names, 0.9)), REST], [indicator(name) for name in names])
    alone = weighed(definition, [reading("x0", "inactive")]).probabilities
    assert weighed(definition, [reading(name, "inactive") for name in names]).probabilities == pytest.approx(alone)


@pytest.mark.parametrize(
    "fields",
    [{"value": None}, {"p_value": None}, {"note": "not enough history: 3 of 8 windows"}, {"last_day": DAY - timedelta(days=8)}],
    ids=["nothing to read it from", "nothing to measure it by", "not enough history", "its window ended long ago"],
)
@pytest.mark.parametrize("level", ["inactive", "strong"])
def test_what_has_no_number_is_no_evidence(level: str, fields: dict[str, object]) -> None:
    made = weighed(WATCH, [reading("drills", level, **fields)])
    assert made.items == ()
    assert made.probabilities == pytest.approx(made.base)
    assert [one.indicator for one in made.unobserved] == ["drills"]


def test_the_latest_of_several_readings_counts() -> None:
    old = reading("drills", "strong", "i1", last_day=DAY - timedelta(days=3))
    for order in ([old, reading("drills", "inactive")], [reading("drills", "inactive"), old]):
        assert not item(weighed(WATCH, order, [GOOD]), "drills").seen


def test_items_of_one_origin_share_one_weight_and_corroborated_ones_do_not() -> None:
    names = ("a", "b", "c")
    definition = watch([scenario("attack", a=0.8, b=0.8, c=0.8), REST], [indicator(name) for name in names])
    told = [incident("i1", "paper"), incident("i2", "paper"), incident("i3", "paper", "ministry")]
    made = weighed(definition, [reading(name, "strong", f"i{n}") for n, name in enumerate(names, 1)], told)
    assert [item(made, name).share for name in names] == [0.5, 0.5, 1.0]
    assert item(made, "a").group == "paper"


def test_items_on_exactly_the_same_incidents_share_one_weight() -> None:
    definition = watch([scenario("attack", a=0.8, b=0.8), REST], [indicator("a"), indicator("b")])
    made = weighed(definition, [reading("a", "strong", "i1"), reading("b", "strong", "i1")], [GOOD])
    assert [one.share for one in made.items] == [0.5, 0.5]


def test_people_put_incidents_into_the_matrix() -> None:
    made = weighed(WATCH, incidents=[GOOD], judgements=[rated("attack", "i1", "CC"), rated("talks", "i1", "NA")])
    row = item(made, "i1")
    assert (row.kind, row.reading, row.incidents) == ("incident", None, ("i1",))
    assert row.rating == {"attack": "CC", "talks": "NA", "rest": "N"}
    assert row.decibans["talks"] == pytest.approx(0)
    assert made.probabilities["attack"] > 0.1
    assert len(row.judgements) == 2


def test_a_judgement_stands_in_place_of_what_the_watch_expects() -> None:
    seen = [reading("drills", "strong", "i1")]
    row = item(weighed(WATCH, seen, [GOOD], [rated("attack", "drills", "II")]), "drills")
    assert (row.likelihood["attack"], row.rating["attack"]) == (0.05, "II")


def test_of_several_people_the_mean_and_of_one_the_last() -> None:
    later = NOW + timedelta(hours=1)
    votes = [
        rated("attack", "drills", "II", by="ben"),
        rated("attack", "drills", "CC", by="ben", at=later),
        rated("attack", "drills", "N", by="ana"),
    ]
    row = item(weighed(WATCH, [reading("drills", "strong", "i1")], [GOOD], votes), "drills")
    assert row.likelihood["attack"] == pytest.approx((0.95 + 0.5) / 2)
    assert row.rating["attack"] == "C"


@pytest.mark.parametrize(
    "judgement",
    [
        rated("gone", "drills", "CC"),
        rated("attack", "unknown incident", "CC"),
        replace(rated("attack", "drills", "CC"), subjects=("other", "attack", "drills")),
        replace(rated("attack", "drills", "CC"), decision="review", subjects=("w",), value=None),
    ],
    ids=["scenario that is gone", "incident that is not known", "of another watch", "a review"],
)
def test_judgements_that_are_about_nothing_here_are_left_aside(judgement) -> None:
    seen = [reading("drills", "strong", "i1")]
    assert weighed(WATCH, seen, [GOOD], [judgement]) == weighed(WATCH, seen, [GOOD])


def test_a_retracted_incident_leaves_the_matrix() -> None:
    made = weighed(WATCH, incidents=[incident("i1", "paper", status="retracted")], judgements=[rated("attack", "i1", "CC")])
    assert made.items == ()


def test_a_source_and_all_that_rests_on_it_alone_goes() -> None:
    definition = watch([scenario("attack", a=0.9, b=0.9), REST], [indicator("a"), indicator("b")])
    told = [incident("i1", "paper"), incident("i2", "paper", "ministry")]
    made = weighed(definition, [reading("a", "strong", "i1"), reading("b", "strong", "i2")], told)
    left = {one.removed: one for one in made.without if one.kind == "source"}
    assert left["paper"].name == "Paper"
    # a rests on it alone and goes; b keeps half of its trust.
    chance = 1 - 0.95 ** (30 / 7)
    odds = (0.1 * (0.5 * 0.9 + 0.25) ** 0.5, 0.9 * (0.5 * chance + 0.25) ** 0.5)
    assert left["paper"].probabilities["attack"] == pytest.approx(odds[0] / sum(odds))
    assert left["ministry"].probabilities["attack"] != pytest.approx(left["paper"].probabilities["attack"])


def test_what_would_tell_most_comes_first() -> None:
    definition = watch([scenario("attack", a=0.9, b=0.5), scenario("rest", rest=True, a=0.1, b=0.4)], [indicator(x) for x in "abc"])
    made = weighed(definition)
    assert [one.indicator for one in made.unobserved] == ["a", "b", "c"]
    first, second, third = made.unobserved
    assert first.probability == pytest.approx(0.1 * 0.9 + 0.9 * 0.1)
    assert first.bits > second.bits > third.bits == 0


def test_three_scorings() -> None:
    definition = watch(
        [scenario("attack", a="CC", b="I"), scenario("talks", a="II", b="CC"), scenario("rest", rest=True, a="I", b="I")],
        [indicator("a"), indicator("b")],
    )
    told = [incident("i1", "x", "y", "z"), incident("i2", "u", "v", credibility=4)]
    made = weighed(definition, [reading("a", "strong", "i1"), reading("b", "strong", "i2")], told)
    scores = {ranking.scoring: ranking.scores for ranking in made.rankings}
    low, high = 1 / math.sqrt(2), math.sqrt(2)
    assert scores["inconsistency"] == pytest.approx({"attack": -low, "talks": -2 * high, "rest": -high - low})
    assert scores["squared"] == pytest.approx({"attack": 1, "talks": 4, "rest": 2})
    assert {ranking.scoring: ranking.order for ranking in made.rankings}["squared"] == ("attack", "rest", "talks")
    assert scores["bayes"] == made.probabilities


def test_assessments_carry_the_parts() -> None:
    made = weighed(WATCH, [reading("drills", "strong", "i1")], [GOOD])
    filed = assessments(WATCH, made, day=DAY, known_at=NOW, recorded_at=NOW)
    assert [one.scenario for one in filed] == ["attack", "talks", "rest"]
    attack = filed[0]
    assert attack.id == filed_id("w", "attack", date(2019, 6, 19))
    assert (attack.probability, attack.base_rate) == (made.probabilities["attack"], 0.1)
    assert (attack.readings, attack.incidents) == (("reading of drills",), ("i1",))
    (part,) = attack.evidence
    assert (part.name, part.value) == ("drills", "C")
    assert part.weight == pytest.approx(item(made, "drills").decibans["attack"])
    assert part.note == "drills: seen, graded B1, fits it"


def test_a_base_rate_that_nobody_knows_is_not_shown() -> None:
    definition = watch([scenario("attack", base=None), TALKS, REST], [DRILLS])
    made = weighed(definition)
    assert made.assumed == ("attack", "rest")
    filed = assessments(definition, made, day=DAY, known_at=NOW, recorded_at=NOW)
    assert [one.base_rate for one in filed] == [None, 0.2, None]
    assert made.confidence == "low"


@pytest.mark.parametrize("hour", [0, 23])
def test_the_answer_knows_no_clock(hour: int) -> None:
    moment = datetime(2019, 6, 19, hour, tzinfo=NOW.tzinfo)
    assert weighed(WATCH, [reading("drills", "strong", "i1", known_at=moment)], [GOOD]) == weighed(
        WATCH, [reading("drills", "strong", "i1")], [GOOD]
    )
