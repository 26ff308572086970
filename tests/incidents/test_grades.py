"""Admiralty grades: the lower bound against known values, outcomes only by others, credibility by who else affirms or denies."""

import math
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.incidents.desk import START, Desk, link, outlet, state, unnamed

from tocsin.incidents.grades import Outcome, TrackRecord, incomplete_beta, lower_bound, outcomes

US, IRAN, UN = state("USAGOV"), state("IRNGOV"), link("the agency", "organisation", code="IGOUNOIAE")
RULING = link("a court ruling", "document")


@pytest.mark.parametrize(
    ("a", "b", "x", "expected"),
    [
        pytest.param(1, 1, 0.3, 0.3, id="uniform"),
        pytest.param(5, 1, 0.9, 0.9**5, id="a power"),
        pytest.param(1, 7, 0.2, 1 - 0.8**7, id="a power of the rest"),
        pytest.param(0.5, 0.5, 0.2, 2 / math.pi * math.asin(math.sqrt(0.2)), id="arcsine"),
        pytest.param(3, 3, 0.5, 0.5, id="symmetric"),
        pytest.param(400.5, 400.5, 0.5, 0.5, id="symmetric, large, not whole"),
        pytest.param(2, 3, 0.0, 0.0, id="at nought"),
        pytest.param(2, 3, 1.0, 1.0, id="at one"),
    ],
)
def test_incomplete_beta(a, b, x, expected):
    assert incomplete_beta(a, b, x) == pytest.approx(expected, abs=1e-12)


@given(st.integers(1, 120), st.integers(1, 120), st.floats(0.001, 0.999))
def test_for_whole_numbers_it_is_a_sum_of_binomials(a, b, x):
    n = a + b - 1
    exact = math.fsum(math.comb(n, k) * x**k * (1 - x) ** (n - k) for k in range(a, n + 1))
    assert incomplete_beta(float(a), float(b), x) == pytest.approx(exact, abs=1e-10)


@given(st.floats(0, 500), st.floats(0, 500), st.floats(0.05, 0.95))
def test_the_bound_is_exceeded_with_its_probability(confirmed, refuted, probability):
    bound = lower_bound(confirmed, refuted, probability=probability)
    assert incomplete_beta(1 + confirmed, 1 + refuted, bound) == pytest.approx(1 - probability, abs=1e-6)


def record(
    confirmed: int, refuted: int, *, known_at: datetime = START, topic: str = "other", origin: str = "outlet:northstar"
) -> list[Outcome]:
    return [
        Outcome(origin=origin, topic=topic, confirmed=n < confirmed, incident=f"i{n}", because="seen", known_at=known_at)
        for n in range(confirmed + refuted)
    ]


def grade(rows: list[Outcome], *, years: float = 0.0, topic: str | None = "other") -> str:
    return TrackRecord(rows).reliability("outlet:northstar", topic=topic, as_of=START + timedelta(days=365.25 * years))


@pytest.mark.parametrize(
    ("confirmed", "refuted", "expected"),
    [
        pytest.param(0, 0, "F", id="nothing known"),
        pytest.param(9, 0, "F", id="too few"),
        pytest.param(43, 0, "B", id="just below A: .1 ** (1/44) = .949"),
        pytest.param(44, 0, "A", id="just A: .1 ** (1/45) = .950"),
        pytest.param(10, 0, "B", id="just B: .1 ** (1/11) = .811"),
        pytest.param(9, 1, "C", id="one of ten refuted"),
        pytest.param(7, 3, "D", id="three of ten refuted"),
        pytest.param(5, 5, "E", id="half refuted"),
        pytest.param(0, 40, "E", id="all refuted"),
    ],
)
def test_reliability(confirmed, refuted, expected):
    assert grade(record(confirmed, refuted)) == expected


def test_a_record_fades_by_half_in_a_year():
    rows = record(80, 0)
    assert [grade(rows, years=years) for years in (0, 1, 2, 3, 4)] == ["A", "B", "B", "B", "F"]
    assert TrackRecord(rows).tested("outlet:northstar", topic=None, as_of=START + timedelta(days=365.25)).confirmed == pytest.approx(40)


def test_nothing_known_later_counts():
    assert grade(record(44, 0, known_at=START + timedelta(days=1))) == "F"


def test_a_topic_of_its_own_where_the_record_is_long_enough():
    rows = record(44, 0, topic="other") + record(0, 12, topic="material_conflict")
    assert grade(rows, topic="other") == "A"
    assert grade(rows, topic="material_conflict") == "E"
    assert grade(rows, topic="verbal_conflict") == grade(rows, topic=None) == "C"


def test_an_outcome_counts_once():
    assert grade(record(9, 0) * 2) == "F"


@given(st.integers(10, 200), st.integers(0, 50))
def test_one_more_confirmation_never_lowers_a_grade(confirmed, refuted):
    assert grade(record(confirmed + 1, refuted)) <= grade(record(confirmed, refuted))


# Outcomes


def came_of(*steps) -> dict[str, bool]:
    told = Desk()
    for day, (who, *status) in enumerate(steps):
        name = f"{('North', 'South', 'East', 'West')[day % 4]} Star"
        told(name, *([who] if who else []), status=status[0] if status else "occurred", day=day)
    return {outcome.origin: outcome.confirmed for outcome in outcomes([told.incident()])}


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        pytest.param([(None,)], {}, id="alone"),
        pytest.param([(None,), (None,)], {}, id="one other of no better access"),
        pytest.param([(None,), (None,), (None,)], {"outlet:northstar": True}, id="two others of no worse access"),
        pytest.param([(unnamed(),), (None,)], {"unnamed:outlet:northstar": True}, id="a better one later"),
        pytest.param([(None,), (unnamed(),), (unnamed(),)], {}, id="worse ones later"),
        pytest.param([(US,), (UN,)], {"state:USA": True}, id="inspectors bear a government out"),
        pytest.param([(US,), (IRAN,)], {"state:USA": True}, id="who did it admits it"),
        pytest.param([(US,), (IRAN, "denied")], {}, id="a denial by the accused"),
        pytest.param([(US,), (UN, "denied")], {"state:USA": False}, id="a denial by inspectors"),
        pytest.param([(US,), (RULING,), (UN, "denied")], {}, id="two as good, at odds"),
        pytest.param(
            [(US, "occurred"), (IRAN, "denied"), (IRAN, "occurred")], {"state:IRN": False, "state:USA": True}, id="who denied admits"
        ),
        pytest.param([(US, "occurred"), (US, "denied")], {"state:USA": False}, id="who told denies"),
        pytest.param([(None, "possible"), (US, "possible"), (UN, "possible")], {}, id="fears are not tested"),
        pytest.param([(US, "scheduled"), (UN, "scheduled")], {}, id="plans are not tested"),
        pytest.param([(outlet("Far Star"),), (outlet("Far Star"),), (outlet("Far Star"),)], {}, id="never by itself"),
    ],
)
def test_what_comes_of_claims(steps, expected):
    assert came_of(*steps) == expected


def test_an_outcome_is_known_when_the_confirmation_is():
    told = Desk()
    told("North Star", US)
    told("South Star", UN, day=4)
    (outcome,) = outcomes([told.incident()])
    assert (outcome.known_at, outcome.topic) == (START + timedelta(days=4), "material_conflict")
    assert outcomes([told.incident(as_of=START + timedelta(days=3))]) == ()


# Credibility


def information(*steps) -> int:
    told = Desk()
    for day, (who, *status) in enumerate(steps):
        name = f"{('North', 'South', 'East', 'West')[day % 4]} Star"
        told(name if who != "?" else None, *([who] if who not in (None, "?") else []), status=status[0] if status else "occurred", day=day)
    return told.incident().credibility


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        pytest.param([(None,), (US,), (None,)], 1, id="three"),
        pytest.param([(None,), (US,)], 2, id="two"),
        pytest.param([(None,)], 3, id="alone"),
        pytest.param([(None,), (US,), (None,), (IRAN, "denied")], 4, id="disputed by the accused"),
        pytest.param([(None,), (UN, "denied")], 5, id="denied by a better source"),
        pytest.param([(None, "possible"), (US, "possible"), (None, "possible")], 4, id="only held possible"),
        pytest.param([("?",)], 6, id="of nobody known"),
        pytest.param([(IRAN, "denied")], 6, id="nobody affirms it"),
        pytest.param([(US, "scheduled"), (None, "scheduled")], 2, id="a plan"),
    ],
)
def test_credibility(steps, expected):
    assert information(*steps) == expected


def test_what_one_publisher_alone_has_is_not_confirmed_by_others():
    told = Desk()
    for day, who in enumerate((US, UN, unnamed())):
        told("North Star", who, day=day)
    made = told.incident()
    assert (made.affirmed, made.credibility) == (3, 2)
    told("South Star", US, day=4)
    assert told.incident().credibility == 1


def test_the_record_grades_origins_and_the_best_grades_the_incident():
    told = Desk()
    told("North Star")
    told("South Star", day=1)
    made = told.incident(record=TrackRecord(record(50, 0)), as_of=START + timedelta(days=1))
    assert [o.reliability for o in made.origins] == ["A", "F"]
    assert (made.reliability, made.credibility) == ("A", 2)


def test_a_better_graded_denial_makes_it_improbable():
    told = Desk()
    told("South Star", US)
    told("North Star", outlet("North Star"), status="denied", day=1)
    both = record(50, 0) + record(5, 9, origin="state:USA")
    assert told.incident(record=TrackRecord(both), as_of=START + timedelta(days=1)).credibility == 5
