from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.forecast.cases import ISSUED, history, incident, noon, party, rule

from tocsin.forecast.rates import LEAST_RESOLVED, RateForecast, calibrated, rate_forecast
from tocsin.records import Area, BaseRate, HistoryCount, Incident, Rule

NOW = noon(ISSUED)
weekly = st.lists(st.sampled_from([0, 0, 0, 1, 2, 9]), min_size=1, max_size=80)


def told(*days_ago: int, **fields: Any) -> list[Incident]:
    days = [ISSUED - timedelta(ago) for ago in days_ago]
    return [incident(f"i{n}-{day}", on=day, known=day, **fields) for n, day in enumerate(days)]


def known(asked: Rule, **given: Any) -> RateForecast:
    forecast = rate_forecast(asked, as_of=NOW, **given)
    assert forecast is not None
    return forecast


@settings(max_examples=30)
@given(weekly, st.integers(1, 120), st.integers(1, 60))
def test_a_longer_horizon_is_never_less_likely(counts: list[int], days: int, more: int) -> None:
    near, far = (known(rule(within=n), history=history(counts)) for n in (days, days + more))
    assert near.probability <= far.probability
    assert near.base_rate <= far.base_rate


@settings(max_examples=30)
@given(weekly, st.integers(1, 8))
def test_more_of_them_are_never_likelier(counts: list[int], at_least: int) -> None:
    few, many = (known(rule(at_least=n), history=history(counts)) for n in (at_least, at_least + 1))
    assert few.probability >= many.probability
    assert few.base_rate >= many.base_rate


@settings(max_examples=30)
@given(weekly, st.lists(st.integers(0, 400), max_size=12), st.integers(7, 400), st.integers(1, 90))
def test_probabilities_lie_within_their_bounds(counts: list[int], ago: list[int], days: int, within: int) -> None:
    said = known(rule(within=within), history=history(counts), incidents=told(*ago), first_article=ISSUED - timedelta(days))
    assert 0 <= said.low <= said.probability <= said.high <= 1
    assert 0 < said.base_rate <= 1
    assert said.persistence is None or 0 < said.persistence < 1


def test_what_was_never_seen_may_come() -> None:
    said = known(rule(), history=history([0] * 200))
    assert 0 < said.probability < 0.03
    assert said.low < said.probability < said.high


def test_counts_of_every_week_make_it_all_but_sure() -> None:
    assert known(rule(), history=history([2] * 100)).probability > 0.99


def test_the_rate_is_that_of_the_windows() -> None:
    """One event every tenth week, alone: about a third of the windows of 28 days hold one."""
    said = known(rule(within=28), history=history(([0] * 9 + [1]) * 20))
    assert said.base_rate == pytest.approx(1 - 2.718 ** (-0.4), abs=0.02)


def test_bursts_make_a_window_without_any_likelier_than_even_counts_do() -> None:
    even, bursts = history(([0] * 9 + [1]) * 20), history(([0] * 99 + [10]) * 2)
    assert known(rule(), history=bursts).base_rate < known(rule(), history=even).base_rate / 2


@settings(max_examples=30)
@given(weekly, weekly)
def test_no_week_that_had_not_ended_counts(counts: list[int], later: list[int]) -> None:
    past = history(counts)
    monday = past.last + timedelta(1)
    rows = tuple(
        HistoryCount(week=monday + timedelta(7 * n), who="IRN", type="ASSAULT", whom="ISR", events=events) for n, events in enumerate(later)
    )
    more = replace(past, counts=past.counts + rows, last=monday + timedelta(7 * len(later) - 1))
    as_of = noon(monday + timedelta(6))  # the Sunday of the first of the later weeks
    assert rate_forecast(rule(), as_of=as_of, history=more) == rate_forecast(rule(), as_of=as_of, history=past)


@settings(max_examples=30)
@given(st.lists(st.integers(-40, 100), max_size=15), st.randoms())
def test_what_becomes_known_later_and_the_order_change_nothing(ago: list[int], random: Any) -> None:
    all_told = told(*ago)
    shuffled = random.sample(all_told, len(all_told))
    of_old = [i for i in all_told if i.known_at <= NOW]
    given = {"first_article": ISSUED - timedelta(120), "history": history([0, 1] * 20)}
    assert known(rule(), incidents=shuffled, **given) == known(rule(), incidents=of_old, **given)


@pytest.mark.parametrize("days", [0, 20, 54])
def test_without_history_a_short_lake_says_nothing(days: int) -> None:
    assert rate_forecast(rule(), as_of=NOW, incidents=told(1, 2), first_article=ISSUED - timedelta(days)) is None
    assert rate_forecast(rule(), as_of=NOW, incidents=told(1, 2)) is None


def test_eight_weeks_of_a_lake_say_something() -> None:
    said = known(rule(), incidents=told(3, 30), first_article=ISSUED - timedelta(55))
    assert said.weeks == 8
    assert 0.4 < said.probability < 0.9
    assert "2 in 8 weeks" in " ".join(said.because)


@pytest.mark.parametrize(
    ("pattern", "counted"),
    [
        ({}, True),
        ({"who": ("IRNMIL",)}, True),  # no finer code there: counted, and said
        ({"who": ("USA",)}, False),
        ({"who": ("Hezbollah",)}, False),
        ({"who": ("Hassan Rouhani",)}, False),
        ({"statuses": ("threatened",)}, False),
        ({"who": ("ISR",), "whom": ("IRN",), "between": True}, True),
    ],
)
def test_what_a_history_can_tell(pattern: dict[str, Any], counted: bool) -> None:
    assert (rate_forecast(rule(**pattern), as_of=NOW, history=history([1] * 60)) is not None) is counted


def test_a_history_by_code_counts_what_belongs_to_the_code() -> None:
    fine = history([1] * 60, who="IRNMIL")
    assert "60 events" in known(rule(), history=fine).because[0]
    assert "60 events" in known(rule(who=("IRNMIL",)), history=fine).because[0]
    assert "no finer than IRN" in " ".join(known(rule(who=("IRNMIL",)), history=history([1] * 60)).because)
    named = history([1] * 60, who="LBNREBHEZ")
    assert "60 events" in known(rule(who=("Hizbollah",)), history=named).because[0]
    straight = known(rule(who=("ISR",), whom=("IRN",)), history=history([1] * 60))
    assert "0 events" in straight.because[0]


def test_a_history_is_scaled_to_what_the_lake_tells() -> None:
    table = history([10] * 100)
    meets = told(*range(0, 140, 7), kind="CONSULT")
    lake = {"first_article": ISSUED - timedelta(139), "history": table}
    scaled = known(rule(), incidents=meets, **lake)
    assert "0.1 times" in " ".join(scaled.because)
    assert scaled.base_rate == pytest.approx(known(rule(), history=history([1] * 100)).base_rate, abs=0.02)
    unmeasured = known(rule(), incidents=meets[:5], **lake)
    assert unmeasured.base_rate > scaled.base_rate
    assert "cannot be measured" in " ".join(unmeasured.because)


def test_a_place_that_the_history_does_not_tell() -> None:
    area = Area(name="north", countries=("LBN",))
    asked = rule(areas=(area,))
    here, there = told(*range(0, 60, 10), place="Tyre", place_country="LBN"), told(*range(0, 60, 10), place="Eilat", place_country="ISR")
    lake = {"first_article": ISSUED - timedelta(139), "history": history([1] * 100)}
    assert "6 of the lake's 12" in " ".join(known(asked, incidents=here + there, **lake).because)
    assert "tells no mode, place" in " ".join(known(asked, incidents=here[:3], **lake).because)


def test_the_latest_weeks_tell_more_than_old_ones() -> None:
    of_late = known(rule(), incidents=told(*range(0, 100, 10)), first_article=ISSUED - timedelta(400))
    of_old = known(rule(), incidents=told(*range(300, 400, 10)), first_article=ISSUED - timedelta(400))
    assert of_late.probability > 1.5 * of_old.probability
    assert of_late.base_rate == pytest.approx(of_old.base_rate, abs=0.03)


def test_a_lake_overrules_its_history_by_and_by() -> None:
    quiet = {"history": history([3] * 100), "incidents": ()}
    young, old = (known(rule(), first_article=ISSUED - timedelta(days), **quiet).probability for days in (30, 700))
    assert old < young


def test_days_on_which_little_was_read_say_little() -> None:
    first = ISSUED - timedelta(139)
    incidents = told(*range(70, 140, 7))
    dark = {first + timedelta(n): 10 for n in range(70)} | {first + timedelta(70): 1}
    bright = {first + timedelta(n): 10 for n in range(140)}
    blind, seeing = (known(rule(), incidents=incidents, first_article=first, articles_by_day=read) for read in (dark, bright))
    assert blind.probability > seeing.probability


def test_background_does_not_count() -> None:
    old = [incident("old", on=ISSUED - timedelta(400), known=ISSUED - timedelta(3))]
    lake = {"first_article": ISSUED - timedelta(100)}
    assert known(rule(), incidents=old, **lake) == known(rule(), incidents=(), **lake)


def test_persistence_follows_what_was() -> None:
    runs = history(([0] * 26 + [2] * 26) * 4)
    lake = {"history": runs, "first_article": ISSUED - timedelta(100)}
    quiet, loud = known(rule(), incidents=(), **lake), known(rule(), incidents=told(2), **lake)
    assert quiet.persistence is not None
    assert loud.persistence is not None
    assert quiet.persistence < quiet.base_rate
    assert loud.persistence > loud.base_rate
    assert "did not come" in quiet.because[-1]
    assert known(rule(), history=runs).persistence == pytest.approx(0.9, abs=0.1)  # the table reaches up to the day
    stale = replace(runs, last=runs.last - timedelta(60))
    assert known(rule(), history=stale).persistence is None


def test_who_else_acts_does_not_count() -> None:
    others = [replace(i, sources=(party("USA"),)) for i in told(1, 2, 3)]
    lake = {"first_article": ISSUED - timedelta(100)}
    assert known(rule(), incidents=others, **lake) == known(rule(), incidents=(), **lake)


def test_probabilities_are_mended_once_enough_is_resolved() -> None:
    boastful = [(0.9, n % 3 == 0) for n in range(LEAST_RESOLVED)]
    assert calibrated(0.9, boastful) == pytest.approx(0.34, abs=0.02)
    assert calibrated(0.9, boastful[:-1]) == 0.9
    assert calibrated(0.9, [(0.9, False)] * 100) == 0.9  # nothing to tell where a forecast comes true


def test_the_day_by_which_it_must_come_sets_the_horizon() -> None:
    by = rule(within=None, deadline=ISSUED + timedelta(30))
    assert known(by, history=history([0, 1] * 30)) == known(rule(), history=history([0, 1] * 30))


def test_a_date_that_has_passed_is_an_error() -> None:
    with pytest.raises(Exception, match="later deadline"):
        rate_forecast(rule(within=None, deadline=date(2019, 1, 1)), as_of=NOW)


def elicited(p: float) -> BaseRate:
    return BaseRate(probability=p, history=None, source="two people, before the watch began")


@pytest.mark.parametrize("p", [0.003, 0.05, 0.5, 0.97])
@pytest.mark.parametrize("at_least", [1, 3])
def test_a_base_rate_that_people_gave_is_the_base_rate(p: float, at_least: int) -> None:
    said = known(rule(at_least=at_least), given=elicited(p), history=history([9] * 60))
    assert (said.probability, said.base_rate) == (pytest.approx(p, rel=1e-3), pytest.approx(p, rel=1e-3))
    assert (said.weeks, said.persistence) == (0, None)
    assert "two people" in said.because[0]


def test_what_people_gave_for_a_month_is_less_for_the_week_that_is_left_of_it() -> None:
    whole, left = (known(rule(within=days), given=elicited(0.2), given_days=28) for days in (28, 7))
    assert whole.base_rate == pytest.approx(0.2, rel=1e-3)
    assert left.base_rate == pytest.approx(1 - 0.8**0.25, abs=0.01)


@pytest.mark.parametrize("p", [0.0, 1.0])
def test_a_base_rate_of_none_or_all_is_moved_inwards(p: float) -> None:
    assert known(rule(), given=elicited(p)).base_rate == pytest.approx(p, abs=2e-4)


def test_a_lake_moves_what_people_gave() -> None:
    lake = {"given": elicited(0.05), "first_article": ISSUED - timedelta(139)}
    quiet, loud = known(rule(), incidents=(), **lake), known(rule(), incidents=told(*range(0, 140, 20)), **lake)
    assert quiet.probability < 0.03 < 0.2 < loud.probability
    assert quiet.base_rate == pytest.approx(loud.base_rate) == pytest.approx(0.05, rel=1e-3)
    assert (quiet.weeks, loud.weeks) == (20, 20)


def test_a_base_rate_that_names_a_history_is_counted_there() -> None:
    named = BaseRate(probability=None, history="table", source="a table")
    assert known(rule(), given=named, history=history([1] * 60)) == known(rule(), history=history([1] * 60))
