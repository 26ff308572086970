import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.indicators.made import indicator, watch

from tocsin.indicators.levels import LEVELS, Thresholds, standing, thresholds

AT = Thresholds(emerging=0.05, active=0.01, strong=0.001)


def many(windows, **changes):
    return watch(*(indicator(id=f"i{place}", window_days=days) for place, days in enumerate(windows)), **changes)


def test_thirty_weekly_indicators_and_two_alarms_a_month_make_the_usual_thresholds():
    at = thresholds(many([7] * 30))
    assert (at.emerging, at.active, at.strong) == pytest.approx((0.05, 0.01, 0.001), rel=0.05)


@pytest.mark.parametrize(("windows", "budget"), [([7] * 30, 2.0), ([1] * 20, 2.0), ([7] * 60, 1.0), ([1, 7, 30] * 20, 4.0)])
def test_expected_false_alarms_are_the_budget(windows, budget):
    a = thresholds(many(windows, alarms_per_month=budget)).active
    assert sum(30.4375 / days for days in windows) * (a + 2 * (5 * a) ** 2) == pytest.approx(budget)


def test_a_large_budget_does_not_make_the_ordinary_an_alarm():
    assert thresholds(many([7], alarms_per_month=50.0)).active == 0.02


def test_uniform_p_values_stay_within_the_budget():
    at, rng = thresholds(many([7] * 30)), np.random.default_rng(3)
    ps = rng.uniform(size=(10000, 9))
    raised = [standing(row, at).level in ("active", "strong") and standing(row[:-1], at).level in ("inactive", "emerging") for row in ps]
    assert np.mean(raised) * 30 * 30.4375 / 7 <= 2.0


@pytest.mark.parametrize(
    ("ps", "level", "note"),
    [
        ([], "inactive", None),
        ([0.5], "inactive", None),
        ([0.05], "emerging", None),
        ([0.01], "active", None),
        ([0.001], "strong", None),
        ([0.04, 0.5, 0.04], "active", "lifted by one: two of three windows"),
        ([0.04, 0.5, 0.5, 0.04], "emerging", None),
        ([0.0001, 0.0001], "strong", None),
        ([0.05, 0.09], "emerging", "held from an earlier window"),
        ([0.01, 0.019, 0.019, 0.015], "active", None),  # each emerging by itself, and not alone
        ([0.05, 0.3], "inactive", None),
        ([0.01, 0.3], "emerging", "held from an earlier window"),
        ([0.01, 0.3, 0.3], "inactive", None),
        ([0.0001, 0.3], "active", "held from an earlier window"),
        ([0.0001, 0.3, 0.3], "inactive", None),
        ([0.0001, 0.3, None], "inactive", None),
        ([0.0001, 0.04], "active", None),
    ],
)
def test_levels(ps, level, note):
    stands = standing([*ps] or [None], AT)
    assert stands.level == level
    if note:
        assert stands.note == note


@given(st.lists(st.one_of(st.none(), st.floats(1e-9, 1)), min_size=1, max_size=12))
def test_a_level_is_never_below_what_the_window_reaches_and_two_quiet_windows_end_it(ps):
    assert LEVELS.index(standing(ps, AT).level) >= AT.reached(ps[-1])
    assert standing([*ps, 1.0, 1.0], AT).level in ("inactive", "emerging") or AT.reached(ps[-1]) == 0
    assert standing([*ps, 1.0, 1.0, 1.0, 1.0], AT).level == "inactive"
