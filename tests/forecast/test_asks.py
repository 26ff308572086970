from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.forecast.asks import EXAMPLES, BadQuestion, asked
from tocsin.forecast.rules import BadRule, articles_needed, deadline_of, rule_from_json, rule_json, rule_text, void_text
from tocsin.ontology import MODES, PLOVER
from tocsin.records import Area, Pattern, Rule

GROUPS = {"proxies": ("Hezbollah", "YEMREB"), "the guards": ("IRNMIL",)}
GULF = Area(name="gulf", countries=("ARE",), lat=26.5, lon=54.0, radius_km=600.0)


def read(text: str) -> Rule:
    return asked(text, GROUPS, (GULF,))


@pytest.mark.parametrize(
    ("text", "who", "types", "whom"),
    [
        ("Will IRN do ASSAULT to ISR within 30 days?", ("IRN",), ("ASSAULT",), ("ISR",)),
        ("will Iran attack Israel within 30 days", ("IRN",), ("ASSAULT",), ("ISR",)),
        ("Will iran  strike  israel within 30 days?", ("IRN",), ("ASSAULT",), ("ISR",)),
        ("Will Iran or Iraq threaten the United States within 30 days?", ("IRN", "IRQ"), ("THREATEN",), ("USA",)),
        ("Will Iran, Iraq or Syria threaten USA within 30 days?", ("IRN", "IRQ", "SYR"), ("THREATEN",), ("USA",)),
        ("Will proxies commit ASSAULT against ISR within 30 days?", ("Hezbollah", "YEMREB"), ("ASSAULT",), ("ISR",)),
        ("Will IRNMIL do MOBILIZE within 30 days?", ("IRNMIL",), ("MOBILIZE",), ()),
        ("Will Iran's military do MOBILIZE within 30 days?", ("IRNMIL",), ("MOBILIZE",), ()),
        ("Will anyone do ASSAULT to ISR within 30 days?", (), ("ASSAULT",), ("ISR",)),
        ("Will IRN do ASSAULT to anyone within 30 days?", ("IRN",), ("ASSAULT",), ()),
        ("Will IRN do CAMEO 19 to ISR within 30 days?", ("IRN",), ("ASSAULT",), ("ISR",)),
        ("Will IRN do SANCTION or COERCE to ISR within 30 days?", ("IRN",), ("SANCTION", "COERCE"), ("ISR",)),
        ("Will Tehran blame Israel within 30 days?", ("IRNGOV",), ("ACCUSE",), ("ISR",)),
        ("Will Hizbollah attack Israel within 30 days?", ("Hezbollah",), ("ASSAULT",), ("ISR",)),
        ("Will Trinidad and Tobago sanction Guyana within 30 days?", ("TTO",), ("SANCTION",), ("GUY",)),
        ("Will IRN do anything to ISR within 30 days?", ("IRN",), (), ("ISR",)),
    ],
)
def test_who_does_what_to_whom(text: str, who: tuple[str, ...], types: tuple[str, ...], whom: tuple[str, ...]) -> None:
    rule = read(text)
    assert (rule.pattern.who, rule.pattern.types, rule.pattern.whom) == (who, types, whom)
    assert (rule.within_days, rule.deadline, rule.at_least) == (30, None, 1)


def test_a_quad_class_is_its_types() -> None:
    assert set(read("Will IRN do material conflict to ISR within 30 days?").pattern.types) == {
        name for name, kind in PLOVER.items() if kind.quad == "material_conflict"
    }


@pytest.mark.parametrize(
    ("tail", "within", "deadline", "at_least", "areas"),
    [
        ("by 2019-07-19", None, date(2019, 7, 19), 1, ()),
        ("within 2 weeks", 14, None, 1, ()),
        ("in the next 3 days", 3, None, 1, ()),
        ("at least 3 times within 30 days", 30, None, 3, ()),
        ("within 30 days at least twice", 30, None, 2, ()),
        ("in the gulf within 30 days", 30, None, 1, (GULF,)),
        ("in Syria or GULF at least once by 2019-07-19", None, date(2019, 7, 19), 1, (Area(name="Syria", countries=("SYR",)), GULF)),
    ],
)
def test_when_where_and_how_often(tail: str, within: int | None, deadline: date | None, at_least: int, areas: tuple[Area, ...]) -> None:
    rule = read(f"Will Iran attack Israel {tail}?")
    assert (rule.within_days, rule.deadline, rule.at_least, rule.pattern.areas) == (within, deadline, at_least, areas)


def test_a_mode() -> None:
    assert read("Will IRN do ASSAULT/aerial to ISR within 30 days?").pattern.modes == ("aerial",)


@pytest.mark.parametrize(("act", "between"), [("CONSULT", True), ("ASSAULT", False), ("CONSULT or ASSAULT", False), ("anything", False)])
def test_what_two_do_together_has_no_direction(act: str, between: bool) -> None:
    assert read(f"Will USA do {act} with IRN within 30 days?").pattern.between is between


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", "no horizon"),
        ("Will Iran attack Israel?", "no horizon"),
        ("Will Iran attack Israel within 3 days by 2019-07-19?", "more than one horizon"),
        ("Will Iran attack Israel within 0 days?", "horizon of 0 days"),
        ("Will Iran attack Israel within 500 days?", "horizon of 500 days"),
        ("Will Iran attack Israel by 2019-02-30?", "'2019-02-30'"),
        ("Will Iran attack Israel at least some times within 3 days?", "at least some times"),
        ("Does Iran like Israel within 3 days?", "WHO do TYPE"),
        ("Will Irann attack Israel within 3 days?", "perhaps Iran"),
        ("Will Iran and Iraq attack Israel within 3 days?", 'joined by "or"'),
        ("Will the Kurds attack Turkey within 3 days?", "IRQ, TUR, SYR"),
        ("Will IRN do ASSUALT to ISR within 3 days?", "perhaps ASSAULT"),
        ("Will IRN do ASSAULT/foo to ISR within 3 days?", "aerial"),
        ("Will IRN do AID/foo to ISR within 3 days?", "AID without a mode"),
        ("Will IRN do ASSAULT/aerial or COERCE to ISR within 3 days?", "modes"),
        ("Will IRN do CAMEO 99 to ISR within 3 days?", "CAMEO code 99"),
        ("Will IRN do CAMEO 01 to ISR within 3 days?", "no one type"),
        ("Will IRN do CAMEO 195 to ISR within 3 days?", "ASSAULT/"),
        ("Will Iran attack Israel in Narnia within 3 days?", "'Narnia'"),
    ],
)
def test_what_is_not_understood_is_said(text: str, found: str) -> None:
    with pytest.raises(BadQuestion) as error:
        read(text)
    assert found.casefold() in str(error.value).casefold()
    assert EXAMPLES[0] in str(error.value)


@pytest.mark.parametrize("text", EXAMPLES)
def test_the_examples_of_the_errors_are_understood(text: str) -> None:
    rule = read(text)
    assert rule.text == rule_text(rule)


@given(st.text(max_size=80))
def test_any_text_is_a_rule_or_a_bad_question(text: str) -> None:
    with suppress(BadQuestion):
        assert isinstance(read(f"Will {text} within 3 days"), Rule)


names = st.lists(st.text(max_size=8), max_size=3).map(tuple)
areas = st.builds(
    Area,
    name=st.text(max_size=5),
    countries=names,
    lat=st.none() | st.floats(-90, 90),
    lon=st.none() | st.floats(-180, 180),
    radius_km=st.none() | st.floats(0, 9000),
)
patterns = st.builds(
    Pattern,
    who=names,
    whom=names,
    between=st.booleans(),
    types=st.lists(st.sampled_from(sorted(PLOVER)), max_size=3).map(tuple),
    modes=st.lists(st.sampled_from(sorted(MODES["ASSAULT"])), max_size=2).map(tuple),
    areas=st.lists(areas, max_size=2).map(tuple),
    statuses=st.lists(st.sampled_from(["occurred", "disputed"]), max_size=2).map(tuple),
    words=names,
    origins=st.integers(1, 5),
)
rules = st.builds(
    Rule,
    pattern=patterns,
    at_least=st.integers(1, 9),
    within_days=st.none() | st.integers(1, 366),
    deadline=st.none() | st.dates(),
    text=st.text(max_size=20),
    void=st.text(max_size=20),
)


@given(rules)
def test_a_rule_as_json_is_the_rule(rule: Rule) -> None:
    assert rule_from_json(rule_json(rule)) == rule


@given(rules, rules)
def test_the_words_of_a_rule_tell_apart_how_many(a: Rule, b: Rule) -> None:
    if a.at_least != b.at_least:
        assert rule_text(a) != rule_text(replace(a, at_least=b.at_least))


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"pattern": {}}', "null", '{"pattern": {"areas": 3}, "deadline": null}'])
def test_json_of_another_shape(text: str) -> None:
    with pytest.raises(BadRule):
        rule_from_json(text)


def test_a_deadline_lies_after_the_issue() -> None:
    by = read("Will Iran attack Israel by 2019-07-19?")
    assert deadline_of(by, date(2019, 7, 18)) == date(2019, 7, 19)
    with pytest.raises(BadRule, match="later deadline"):
        deadline_of(by, date(2019, 7, 19))
    assert deadline_of(read("Will Iran attack Israel within 30 days?"), date(2019, 6, 19)) == date(2019, 7, 19)


@pytest.mark.parametrize(
    ("void", "needed"),
    [
        ("", 30),
        ("Void if both sides vanish.", 30),
        ("Void if fewer than 12 articles are read.", 12),
        ("fewer than 2.5 articles per day", 75),
    ],
)
def test_a_void_rule_can_be_decided(void: str, needed: int) -> None:
    assert void_text(void).startswith(void.strip())
    assert articles_needed(void_text(void), 30) == needed
