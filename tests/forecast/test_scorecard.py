from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.forecast.cases import noon, rule

from tocsin.forecast.rates import RateForecast
from tocsin.forecast.resolving import issue
from tocsin.forecast.scorecard import apart, interval, mean_brier, reliability, resolved, scores
from tocsin.records import Forecast, Score, filed_id

START = date(2019, 1, 1)
END = date(2030, 1, 1)


def asked(
    n: int, p: float, *, base: float | None = 0.1, persistence: float | None = None, within: int = 30, question: str = "Q?", **fields: Any
) -> Forecast:
    """A question issued on day n."""
    said = RateForecast(probability=p, base_rate=base or 0.5, persistence=persistence, low=0, high=1, because=(), weeks=9)
    moment = noon(START + timedelta(n))
    made = issue(question, rule(within=within), said, model=fields.pop("model", "rates/1"), known_at=moment, recorded_at=moment, **fields)
    return replace(made, base_rate=base)


def ended(forecast: Forecast, how: str, *, day: int | None = None, incident: str = "i") -> Forecast:
    known = forecast.deadline + timedelta(8) if day is None else START + timedelta(day)
    return replace(
        forecast,
        id=filed_id(forecast.id, "resolved"),
        probability=None,
        resolves=forecast.id,
        resolution=how,  # type: ignore[arg-type]
        incidents=(incident,) if how == "yes" else (),
        issued=known,
        known_at=noon(known),
    )


def card(cases: Iterable[tuple[Forecast, Forecast | None]], *, as_of: date = END, **line: float) -> dict[str, Score]:
    cases = list(cases)
    made = scores([f for f, _ in cases], [r for _, r in cases if r is not None], as_of=as_of, **line)
    assert len({score.name for score in made}) == len(made)
    return {score.name: score for score in made}


def outcomes(given: list[tuple[float, bool]], **fields: Any) -> list[tuple[Forecast, Forecast]]:
    made = [(asked(n, p, **fields), came) for n, (p, came) in enumerate(given)]
    return [(forecast, ended(forecast, "yes" if came else "no", incident=f"i{n}")) for n, (forecast, came) in enumerate(made)]


def test_perfect_forecasts() -> None:
    score = card(outcomes([(1.0, True), (0.0, False)] * 6))["all"]
    assert (score.brier, score.skill_base, score.calibration_error) == (0.0, 1.0, 0.0)
    assert score.log_score == pytest.approx(0, abs=1e-5)


def test_forecasts_of_the_base_rate_have_no_skill() -> None:
    score = card(outcomes([(0.25, n % 4 == 0) for n in range(40)], base=0.25, persistence=0.25))["all"]
    assert score.brier == pytest.approx(0.1875)
    assert (score.base_brier, score.skill_base, score.skill_persistence) == (score.brier, 0.0, 0.0)
    assert score.calibration_error == pytest.approx(0)


def test_with_few_resolved_there_are_counts_and_no_figures() -> None:
    score = card(outcomes([(0.3, False)] * 9))["all"]
    assert (score.issued, score.resolved, score.brier, score.skill_base, score.calibration_error) == (9, 9, None, None, None)
    assert (score.lead_days, score.false_alarms_per_month) == (None, None)


def test_no_forecasts_at_all() -> None:
    score = card([])["all"]
    assert (score.issued, score.resolved, score.void, score.open, score.brier) == (0, 0, 0, 0, None)


def test_void_and_open_ones_are_counted_and_not_scored() -> None:
    void, still = asked(50, 1.0), asked(51, 1.0)
    score = card([*outcomes([(0.0, False)] * 10), (void, ended(void, "void")), (still, None)])["all"]
    assert (score.issued, score.resolved, score.void, score.open, score.brier) == (12, 10, 1, 1, 0.0)


def test_what_came_counts_only_when_what_did_not_come_does() -> None:
    forecast = asked(0, 0.4)
    early = ended(forecast, "yes", day=3)
    due = forecast.deadline + timedelta(8)
    assert resolved([forecast], [early], as_of=due - timedelta(1)) == ()
    assert [one.came for one in resolved([forecast], [early], as_of=due)] == [True]
    assert card([(forecast, early)], as_of=due - timedelta(1))["all"].open == 1


@given(st.lists(st.tuples(st.sampled_from([0.1, 0.5, 0.9]), st.booleans()), max_size=30), st.integers(0, 80))
def test_what_is_resolved_later_does_not_count(cases: list[tuple[float, bool]], day: int) -> None:
    as_of = START + timedelta(day)
    made = outcomes(cases)
    known = [(f, r if r.known_at.date() <= as_of else None) for f, r in made if f.issued <= as_of]
    assert card(made, as_of=as_of) == card(known, as_of=as_of)


def test_a_second_resolution_changes_nothing() -> None:
    cases = outcomes([(0.0, False)] * 10)
    again = [replace(ended(f, "yes"), id="later", known_at=noon(END)) for f, _ in cases]
    assert scores([f for f, _ in cases], [*again, *(r for _, r in cases)], as_of=END) == tuple(card(cases).values())


def test_groups_by_topic_horizon_and_model() -> None:
    cases = [
        *outcomes([(0.1, False)] * 10, topic="talks", within=7),
        *outcomes([(0.2, False)] * 11, topic="gulf", within=90, question="R?"),
        *outcomes([(0.3, False)] * 12, within=200, question="S?", model="judges"),
    ]
    made = card(cases)
    assert list(made) == ["all", "gulf", "talks", "within 7 days", "within 90 days", "beyond 90 days", "model judges", "model rates/1"]
    assert [score.resolved for score in made.values()] == [33, 11, 10, 10, 11, 12, 12, 21]
    assert made["gulf"].brier == pytest.approx(0.04)


def test_skill_is_over_those_that_have_the_reference() -> None:
    cases = outcomes([(0.0, False)] * 10, base=0.5) + outcomes([(1.0, False)] * 10, base=None, question="R?")
    score = card(cases)["all"]
    assert (score.brier, score.base_brier, score.skill_base, score.skill_persistence) == (0.5, 0.25, 1.0, None)


def test_lead_time_is_from_the_first_alert_of_what_came() -> None:
    issued = [(0.2, 0), (0.6, 10), (0.9, 12), (0.9, 19)]
    made = [asked(day, p, base=0.3) for p, day in issued]
    came = [(f, ended(f, "yes", day=20, incident="strike")) for f in made]
    quiet = outcomes([(0.1, False)] * 10, base=0.3, question="R?")
    score = card(came + quiet)["all"]
    assert score.lead_days == 10.0
    assert card(quiet)["all"].lead_days is None


def test_the_alert_line_of_rare_things_is_a_multiple_of_their_base_rate() -> None:
    made = [asked(0, 0.09, base=0.03)]
    cases = [(f, ended(f, "yes", day=5)) for f in made] + outcomes([(0.01, False)] * 10, base=0.03, question="R?")
    assert card(cases)["all"].lead_days == 5.0
    assert card(cases, lift=4)["all"].lead_days is None
    assert card(cases, alert=0.09, lift=9)["all"].lead_days == 5.0


def test_a_run_of_alerts_that_comes_to_nothing_is_one_false_alarm() -> None:
    p = [0.9] * 5 + [0.1] * 20 + [0.9] * 5 + [0.1] * 31  # two runs in 61 days
    false = outcomes([(q, False) for q in p], base=0.3)
    assert card(false)["all"].false_alarms_per_month == pytest.approx(2 / (61 / 30.44))
    one_true = [(q, n == 3) for n, q in enumerate(p)]
    assert card(outcomes(one_true, base=0.3))["all"].false_alarms_per_month == pytest.approx(1 / (61 / 30.44))


def test_the_reliability_curve() -> None:
    cases = outcomes([(0.2, n % 5 == 0) for n in range(20)] + [(0.8, n % 5 != 0) for n in range(20)])
    curve = reliability([f for f, _ in cases], [r for _, r in cases], as_of=END)
    assert curve is not None
    assert curve.forecasts.tolist() == [0.2, 0.8]
    assert curve.came.tolist() == pytest.approx([0.2, 0.8])
    assert curve.miscalibration == pytest.approx(0)
    assert reliability([f for f, _ in cases[:9]], [r for _, r in cases], as_of=END) is None


def all_of(cases: list[tuple[Forecast, Forecast]]) -> Any:
    return resolved([f for f, _ in cases], [r for _, r in cases], as_of=END)


def test_an_interval_is_of_months() -> None:
    even = all_of(outcomes([(0.5, n % 2 == 0) for n in range(120)]))
    assert interval(even) == (0.25, 0.25)
    by_month = all_of(outcomes([(0.1, START.month == (START + timedelta(n)).month) for n in range(150)]))
    scattered = all_of(outcomes([(0.1, n % 5 == 0) for n in range(150)]))
    low, high = interval(by_month) or (0, 0)
    narrow = interval(scattered) or (0, 1)
    assert low <= mean_brier(by_month) <= high
    assert high - low > 3 * (narrow[1] - narrow[0])
    assert interval(by_month) == (low, high)


def test_no_interval_of_two_months_or_of_nothing_measured() -> None:
    assert interval(all_of(outcomes([(0.5, True)] * 58))) is None
    assert interval(all_of(outcomes([(0.5, True)] * 120)), lambda _: None) is None
    assert interval(()) is None


@given(st.lists(st.tuples(st.sampled_from([0.0, 0.1, 0.5, 0.9]), st.booleans()), max_size=40), st.randoms())
def test_the_order_of_rows_does_not_matter(cases: list[tuple[float, bool]], random: Any) -> None:
    made = outcomes(cases)
    forecasts, ends = [f for f, _ in made], [r for _, r in made]
    shuffled = scores(random.sample(forecasts, len(made)), random.sample(ends, len(made)), as_of=END)
    assert shuffled == scores(forecasts, ends, as_of=END)


def test_apart_are_those_whose_windows_do_not_overlap() -> None:
    weekly = [
        (forecast, ended(forecast, "yes")) for n in range(0, 70, 7) for forecast in (asked(n, 0.1), asked(n, 0.1, question="R?", within=7))
    ]
    found = apart(resolved([f for f, _ in weekly], [r for _, r in weekly], as_of=END))
    days = {name: [(one.forecast.issued - START).days for one in found if one.forecast.question == name] for name in ("Q?", "R?")}
    assert days == {"Q?": [0, 35], "R?": list(range(0, 70, 7))}
