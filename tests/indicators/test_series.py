from datetime import timedelta

import numpy as np
import pytest
from tests.indicators.made import DAY0, baseline, indicator, material, moment, read, watch

from tocsin.indicators import Material, readings
from tocsin.indicators.series import _tail
from tocsin.records import Series, SeriesPoint, SeriesUse

QUIET = [60.0, 61.0, 60.5, 59.0, 60.0, 61.5, 60.2, 59.5, 60.8, 60.1, 59.9, 60.4]


def brent(values, *, lag=0, step=7, skip=()):
    points = tuple(
        SeriesPoint(day=DAY0 + timedelta(days=step * place), value=value) for place, value in enumerate(values) if place not in skip
    )
    return Series(id="brent", title="Brent", unit="USD", source="EIA", licence="public domain", lag_days=lag, points=points)


def of(series, day, measure="level", limit=None, **changes):
    use = SeriesUse(series="brent", measure=measure, limit=limit)
    return read(indicator(kind="series", pattern=None, series=use, **changes), material(day), series=(series,))


def test_a_level_against_its_own_past():
    usual, high = (of(brent([*QUIET, value]), 84) for value in (60.3, 75.0))
    assert (high.value, high.unit, high.expected) == (75.0, "USD", pytest.approx(60.15))
    assert high.p_value < 0.001 < 0.3 < usual.p_value
    assert (high.exposure, high.routine, high.incidents, high.last_as_often) == (None, None, (), None)
    assert usual.last_as_often == DAY0 + timedelta(days=77)  # the last day before the window


def test_less_is_the_other_tail():
    assert of(brent([*QUIET, 40.0]), 84, less=True).p_value < 0.001
    assert of(brent([*QUIET, 75.0]), 84, less=True).p_value > 0.99


def test_a_change_is_against_the_window_before():
    now = of(brent([*QUIET, 75.5]), 84, "change")
    assert (now.value, now.unit) == (pytest.approx(25.0), "%")
    assert now.p_value < 0.01


def test_a_limit():
    under, over = (of(brent([*QUIET, value]), 84, "limit", 80.0) for value in (72.0, 80.0))
    assert (under.value, under.unit, under.note) == (pytest.approx(0.9), "of the limit", None)
    assert over.note == "the limit is reached"


def test_a_value_is_known_only_after_its_lag():
    late = brent([*QUIET, 75.0], lag=5)
    assert of(late, 84).value == of(late, 88).value == 60.4
    assert of(late, 89).value == 75.0


def test_a_gap_is_no_value():
    now = of(brent([*QUIET, 60.0, 61.0], skip=(12,)), 90)
    assert (now.value, now.p_value, now.level) == (None, None, "inactive")
    assert now.note == "no value to read in this window: the last is of 2018-11-19"
    assert of(brent([*QUIET, 60.0, 61.0], skip=(12,)), 91, "change").value is None  # nothing to compare with
    assert of(brent([]), 90).note == "no value to read in this window: it has none"


def test_a_short_or_constant_past_has_no_number():
    short, constant = of(brent(QUIET[:4]), 21), of(brent([60.0] * 13), 84)
    assert (short.value, short.p_value, short.note) == (59.0, None, "not enough history: 3 of 8 windows")
    assert (constant.value, constant.p_value) == (60.0, None)
    assert "no scale" in constant.note


def test_the_regime_cuts_off_an_older_past():
    since = baseline(since=DAY0 + timedelta(days=60))
    assert of(brent([*QUIET, 75.0]), 84, baseline=since).note == "not enough history: 2 of 8 windows"


def test_earlier_windows_know_no_more_than_was_known_then():
    use = SeriesUse(series="brent", measure="level", limit=None)
    what = watch(indicator(kind="series", pattern=None, series=use), series=(brent([*QUIET, 75.0, 90.0], lag=3),))
    found = readings(what, Material(as_of=moment(94)), recorded_at=moment(94), windows=2)
    assert [one.value for one in found] == [75.0, 90.0]
    then = readings(what, Material(as_of=moment(87)), recorded_at=moment(94))[0]
    assert (found[0].p_value, found[0].level) == (then.p_value, then.level)


@pytest.mark.parametrize("windows", [8, 26, 104])
def test_false_alarms_are_no_more_than_they_say(windows):
    values = np.random.default_rng(2).normal(size=(3000, windows + 1))
    ps = []
    for row in values:
        middle = np.median(row[:-1])
        ps.append(_tail(row[-1] - middle, 1.4826 * np.median(np.abs(row[:-1] - middle)), windows, less=False))
    assert (np.array(ps) < 0.05).mean() <= 0.06
    assert (np.array(ps) < 0.01).mean() <= 0.02
