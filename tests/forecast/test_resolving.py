from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.forecast.cases import ISSUED, became, incident, noon, rule

from tocsin.forecast.rates import RateForecast
from tocsin.forecast.resolving import issue, resolve
from tocsin.forecast.rules import GRACE_DAYS, BadRule, rule_from_json
from tocsin.records import Forecast, Incident, Origin

SAID = RateForecast(probability=0.2, base_rate=0.1, persistence=0.3, low=0.1, high=0.3, because=(), weeks=50)
DEADLINE = ISSUED + timedelta(30)
READ = {ISSUED + timedelta(n): 5 for n in range(1, 31)}
LONG_AFTER = noon(DEADLINE + timedelta(300))


def day(n: int) -> date:
    return ISSUED + timedelta(n)


def issued(**fields: Any) -> Forecast:
    return issue("Will it come?", rule(**fields), SAID, model="rates/1", known_at=noon(ISSUED), recorded_at=noon(ISSUED), topic="gulf")


def resolution(forecast: Forecast, *incidents: Incident, as_of: date | None = None, **given: Any) -> str | None:
    row = resolve(forecast, incidents, {}, given.get("read", READ), as_of=LONG_AFTER if as_of is None else noon(as_of))
    return row and row.resolution


def test_an_issued_forecast_holds_all_that_resolving_needs() -> None:
    forecast = issued()
    assert (forecast.issued, forecast.deadline, forecast.resolves) == (ISSUED, DEADLINE, None)
    assert (forecast.probability, forecast.base_rate, forecast.persistence) == (0.2, 0.1, 0.3)
    assert forecast.pattern is not None
    assert rule_from_json(forecast.pattern) == rule()
    assert "no later than 30 days" in forecast.rule
    assert "fewer than" in forecast.void_rule


def test_the_id_is_of_question_deadline_day_and_model() -> None:
    assert issued().id == issued().id
    given: dict[str, Any] = {"known_at": noon(ISSUED), "recorded_at": noon(ISSUED)}
    others = [
        issue("Will it go?", rule(), SAID, model="rates/1", **given),
        issue("Will it come?", rule(within=29), SAID, model="rates/1", **given),
        issue("Will it come?", rule(), SAID, model="other", **given),
        issue("Will it come?", rule(within=29), SAID, model="rates/1", known_at=noon(day(1)), recorded_at=noon(day(1))),
    ]
    assert len({forecast.id for forecast in (issued(), *others)}) == 5


@pytest.mark.parametrize(
    ("told", "resolved"),
    [
        (incident("a", on=day(1), known=day(1)), True),
        (incident("a", on=day(30), known=day(30)), True),
        (incident("a", on=day(30), known=day(30 + GRACE_DAYS)), True),
        (incident("a", on=day(30), known=day(31 + GRACE_DAYS)), False),  # told too late
        (incident("a", on=day(31), known=day(31)), False),
        (incident("a", on=day(0), known=day(5)), False),  # lay before the issue
        (incident("a", on=day(-3), known=day(5)), False),
        (incident("a", on=day(0), known=day(5), latest=day(3)), False),  # may lie before it
        (incident("a", on=day(2), known=day(5), latest=day(40)), True),  # has happened by the day on which it is told
        (incident("a", on=day(29), known=day(34), latest=day(33)), False),  # may lie after the deadline
        (incident("a", on=None, known=day(5)), False),  # without a day
        (incident("a", on=None, known=day(5), latest=day(5)), True),
        (incident("a", on=None, known=day(5), latest=day(0)), False),
        (incident("a", on=None, known=day(20), latest=day(3)), False),  # background
        (incident("a", on=None, known=day(31), latest=day(31)), False),
        (incident("a", on=day(10), known=day(10), latest=None), True),
        (incident("a", on=day(5), known=day(5), who="USA"), False),
        (incident("a", on=day(5), known=day(5), status="denied"), False),
        (incident("a", on=day(5), known=day(5), status="disputed"), True),
        (incident("a", on=day(5), known=day(5), status="scheduled"), False),
    ],
)
def test_what_resolves_a_question(told: Incident, resolved: bool) -> None:
    assert resolution(issued(), told) == ("yes" if resolved else "no")


@pytest.mark.parametrize(
    ("told", "resolved"),
    [
        (incident("a", on=day(90), known=day(5), status="threatened"), True),  # the threat is what is asked for
        (incident("a", on=day(5), known=day(-5), status="threatened"), False),
        (incident("a", on=day(5), known=day(31), status="threatened"), False),
        (incident("a", on=day(5), known=day(5)), False),
    ],
)
def test_a_threat_counts_by_the_day_on_which_it_is_told(told: Incident, resolved: bool) -> None:
    assert resolution(issued(statuses=("threatened",)), told) == ("yes" if resolved else "no")


def test_what_was_planned_counts_once_it_has_happened() -> None:
    carried_out = incident(
        "a", on=day(6), known=day(-8), history=(became(day(-8), "scheduled"), became(day(7), "occurred")), status="occurred"
    )
    assert resolution(issued(), carried_out, as_of=day(6)) is None
    assert resolution(issued(), carried_out, as_of=day(7)) == "yes"


def test_what_only_later_origins_affirm_is_not_known_yet() -> None:
    origins = tuple(
        Origin(
            key=key, name=key, kind="outlet", named=True, side="affirms", articles=(), events=(), first_known=noon(day(n)), reliability="F"
        )
        for key, n in (("a", 5), ("b", 9))
    )
    told = incident("a", on=day(5), known=day(5), origins=origins, affirmed=2)
    assert resolution(issued(origins=2), told, as_of=day(8)) is None
    assert resolution(issued(origins=2), told, as_of=day(9)) == "yes"


def test_yes_as_soon_as_enough_is_known_and_by_what() -> None:
    first, second, third = (incident(name, on=day(n), known=day(n)) for name, n in (("c", 3), ("b", 9), ("a", 12)))
    twice = issued(at_least=2)
    assert resolution(twice, first, second, third, as_of=day(8)) is None
    row = resolve(twice, [third, first, second], {}, READ, as_of=noon(day(9)))
    assert row is not None
    assert (row.resolution, row.incidents, row.issued, row.resolves, row.probability) == ("yes", ("c", "b"), day(9), twice.id, None)
    assert (row.question, row.rule, row.void_rule, row.deadline, row.topic) == (
        twice.question,
        twice.rule,
        twice.void_rule,
        DEADLINE,
        "gulf",
    )
    assert row.id != twice.id
    assert row.known_at == noon(day(9))


def test_no_only_once_late_reports_are_in() -> None:
    last = DEADLINE + timedelta(GRACE_DAYS)
    assert resolution(issued(), as_of=last) is None
    assert resolution(issued(), as_of=last + timedelta(1)) == "no"


@pytest.mark.parametrize("late", [1, 300])
def test_what_is_told_after_the_late_reports_decides_nothing_however_late_it_is_resolved(late: int) -> None:
    retracted = incident(
        "a",
        on=day(6),
        known=day(6),
        status="retracted",
        history=(became(day(6), "occurred"), became(DEADLINE + timedelta(60), "retracted")),
    )
    assert resolution(issued(), retracted, as_of=DEADLINE + timedelta(GRACE_DAYS + late)) == "yes"


@pytest.mark.parametrize(
    ("void", "read", "expected"),
    [
        ("", READ, "no"),
        ("", {}, "void"),
        ("", dict.fromkeys([day(1)], 30), "no"),
        ("", dict.fromkeys([day(1)], 29), "void"),
        ("", {day(0): 500, day(31): 500}, "void"),  # outside the window
        ("Void if fewer than 200 articles were read.", READ, "void"),
        ("Void if fewer than 5 articles a day were read.", READ, "no"),
    ],
)
def test_void_where_too_little_was_read(void: str, read: dict[date, int], expected: str) -> None:
    assert resolution(issued(void=void), read=read) == expected


def test_where_too_little_was_read_it_is_void_whatever_came() -> None:
    came = incident("a", on=day(2), known=day(2))
    assert resolution(issued(), came, read={}) == "void"
    assert resolution(issued(), came, read={}, as_of=day(20)) is None


def test_one_act_told_in_two_ways_is_one() -> None:
    told = [replace(incident(name, on=day(9), known=day(9)), story="s1", source="IRN", target="USA") for name in ("a", "b")]
    assert resolution(issued(at_least=2), *told) == "no"
    other = replace(told[1], target="GBR")
    assert resolution(issued(at_least=2), told[0], other) == "yes"


def test_what_came_is_told_once_enough_was_read() -> None:
    came = incident("a", on=day(2), known=day(2))
    assert resolution(issued(), came, as_of=day(5)) is None
    assert resolution(issued(), came, as_of=day(6)) == "yes"


def test_words_are_looked_for_in_the_sentences() -> None:
    asked, told = issued(words=("oil depot",)), incident("a", on=day(2), known=day(2))
    assert resolution(asked, told) == "no"
    row = resolve(asked, [told], {"a": ["The oil depot burnt."]}, READ, as_of=LONG_AFTER)
    assert row is not None
    assert row.resolution == "yes"


def test_a_forecast_is_not_resolved_before_it_is_issued() -> None:
    assert resolution(issued(), as_of=day(-1)) is None


def test_a_forecast_without_its_rule_as_data() -> None:
    with pytest.raises(BadRule, match="JSON"):
        resolution(replace(issued(), pattern=None))


anything = st.builds(
    lambda n, on, known, status, kind: incident(f"i{n}", on=day(on), known=day(max(on, known)), status=status, kind=kind),
    st.integers(0, 9_999),
    st.integers(-20, 60),
    st.integers(-20, 60),
    st.sampled_from(["occurred", "disputed", "denied", "threatened"]),
    st.sampled_from(["ASSAULT", "CONSULT"]),
)


@given(st.lists(anything, max_size=12, unique_by=lambda i: i.id), st.integers(1, 3), st.integers(0, 60), st.randoms())
def test_nothing_from_later_and_no_order_decides(found: list[Incident], at_least: int, on: int, random: Any) -> None:
    asked, as_of = issued(at_least=at_least), noon(day(on))
    row = resolve(asked, found, {}, READ, as_of=as_of)
    shuffled = random.sample(found, len(found))
    assert resolve(asked, shuffled, {}, READ, as_of=as_of) == row
    assert resolve(asked, [i for i in found if i.known_at <= as_of], {}, READ, as_of=as_of) == row
    if row and row.resolution == "yes":
        named = [i for i in found if i.id in row.incidents]
        assert len(named) == at_least
        assert all(i.earliest and ISSUED < i.earliest <= DEADLINE and i.known_at <= as_of for i in named)


@given(st.lists(anything, max_size=12, unique_by=lambda i: i.id), st.integers(0, 60), st.integers(0, 30))
def test_a_yes_stays_a_yes(found: list[Incident], on: int, later: int) -> None:
    before, after = (resolve(issued(), found, {}, READ, as_of=noon(day(n))) for n in (on, on + later))
    if before and before.resolution == "yes":
        assert after is not None
        assert (after.resolution, after.incidents, after.issued) == ("yes", before.incidents, before.issued)
