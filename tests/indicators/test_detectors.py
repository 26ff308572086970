from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import nbinom

from tocsin.indicators.detectors import DEFAULT, DETECTORS, Detector, Farrington, MovingBaseline, alarms, surprise, threshold_for

each = pytest.mark.parametrize("detector", DETECTORS, ids=lambda detector: detector.name)


def draw(seed: int, weeks: int = 170, mean: float = 5.0) -> np.ndarray:
    rng = np.random.default_rng(seed)
    return rng.poisson(rng.gamma(mean, 1, weeks)).astype(float)


@each
@given(
    seed=st.integers(0, 9999),
    mean=st.sampled_from([0.05, 1.0, 5.0, 300.0]),
    cut=st.integers(1, 159),
    other=st.sampled_from([0.0, 7.0, 1e5]),
)
@settings(max_examples=5, deadline=None)
def test_no_score_depends_on_a_later_window(detector: Detector, seed: int, mean: float, cut: int, other: float) -> None:
    counts, exposure = draw(seed, 160, mean), np.random.default_rng(seed).gamma(20, 1 / 20, 160)
    whole = detector.scores(counts, exposure)
    changed, exposed = counts.copy(), exposure.copy()
    changed[cut:], exposed[cut:] = other, 3.0
    np.testing.assert_allclose(detector.scores(changed, exposed)[:cut], whole[:cut], rtol=1e-9)
    np.testing.assert_allclose(detector.scores(counts[:cut], exposure[:cut]), whole[:cut], rtol=1e-9)


@each
def test_a_large_burst_stands_out(detector: Detector) -> None:
    counts = draw(1)
    counts[150:152] = 40
    scores = detector.scores(counts)
    assert np.nanmax(scores[150:152]) > np.nanmax(scores[:150])


@each
def test_silence_in_nothing_but_silence_is_no_alarm(detector: Detector) -> None:
    scores = detector.scores(np.zeros(160))
    assert not np.isnan(scores[-1])
    assert np.nanmax(scores) <= 1.01  # bits of a count that was sure


@each
@pytest.mark.parametrize("weeks", [0, 1, 5])
def test_too_short_a_history_has_no_score(detector: Detector, weeks: int) -> None:
    scores = detector.scores(np.ones(weeks))
    assert scores.shape == (weeks,)
    assert np.isnan(scores).all()


@each
def test_a_window_in_which_nothing_was_read_has_no_score_and_breaks_nothing(detector: Detector) -> None:
    counts, exposure = draw(2), np.ones(170)
    counts[140], exposure[140] = 0, 0
    scores = detector.scores(counts, exposure)
    assert np.isnan(scores[140])
    assert not np.isnan(scores[160:]).any()


@each
def test_the_unit_of_exposure_does_not_matter(detector: Detector) -> None:
    counts, exposure = draw(3), np.random.default_rng(3).gamma(20, 1 / 20, 170)
    np.testing.assert_allclose(detector.scores(counts, exposure), detector.scores(counts, 1000 * exposure), rtol=1e-4)  # a ridge has a unit


@each
def test_twice_the_events_at_twice_the_reporting_is_less_alarming(detector: Detector) -> None:
    counts = draw(4)
    counts[160] = 12
    exposure = np.ones(170)
    exposure[160] = 2
    assert detector.scores(counts, exposure)[160] < detector.scores(counts)[160]


@each
@pytest.mark.parametrize(
    ("counts", "exposure"),
    [([1, -1], None), ([1, math.nan], None), ([1, 2], [1]), ([1, 2], [1, -1]), ([[1, 2]], None)],
    ids=["negative", "not a number", "lengths", "negative exposure", "table"],
)
def test_bad_series_are_refused(detector: Detector, counts: list[float], exposure: list[float] | None) -> None:
    with pytest.raises(ValueError, match=r"must be"):
        detector.scores(counts, exposure)


@given(count=st.integers(0, 60), mean=st.floats(0.1, 40), dispersion=st.floats(1.1, 8))
def test_surprise_is_the_mid_p_of_a_negative_binomial(count: int, mean: float, dispersion: float) -> None:
    law = nbinom(mean / (dispersion - 1), 1 / dispersion)
    tail = law.sf(count) + law.pmf(count) / 2
    if tail > 1e-9:
        assert surprise(np.array([count]), np.array([mean]), np.array([dispersion]))[0] == pytest.approx(
            -math.log2(tail), rel=1e-6, abs=1e-9
        )


def test_a_past_burst_hardly_moves_the_baseline() -> None:
    quiet = np.full(120, 5.0)
    burst = quiet.copy()
    burst[100:102] = 200
    ones = np.ones(120)
    before, after = MovingBaseline().of(quiet, ones), MovingBaseline().of(burst, ones)
    assert after.expected[103] < 1.6 * before.expected[103]


def test_a_new_level_becomes_usual() -> None:
    rng = np.random.default_rng(5)
    counts = rng.poisson(np.repeat([3.0, 12.0], [100, 60])).astype(float)
    scores = DEFAULT.scores(counts)
    assert scores[100:102].max() > np.nanquantile(scores[:100], 0.95)
    assert np.median(scores[120:]) < 2


def test_farrington_knows_the_time_of_year() -> None:
    rng = np.random.default_rng(6)
    usual = np.where(np.arange(312) % 52 < 4, 30.0, 5.0)
    counts = rng.poisson(usual).astype(float)
    counts[[262, 285]] = 30
    scores = Farrington().scores(counts)
    assert scores[285] > 2 * scores[262]


def test_farrington_forgets_a_past_outbreak() -> None:
    rng = np.random.default_rng(7)
    counts = rng.poisson(6.0, 200).astype(float)
    counts[199] = 20
    infected = counts.copy()
    infected[100:104] = 60
    clean, weighted = Farrington().scores(counts)[199], Farrington().scores(infected)[199]
    assert weighted > clean / 2


@given(seed=st.integers(0, 1000), budget=st.floats(0.1, 3.9))
def test_the_past_itself_keeps_to_the_budget(seed: int, budget: float) -> None:
    past = np.random.default_rng(seed).normal(size=200).round(1)  # with ties
    threshold = threshold_for(past, budget, 4)
    assert threshold is not None
    assert alarms(past, threshold).mean() <= budget / 4


@pytest.mark.parametrize(
    ("past", "budget", "threshold"),
    [
        ([1, 2, 3, 4], 1, 4),  # one window in five may exceed the highest of four
        ([1, 2, 3], 1, None),
        ([1, 2, 3, math.nan, 4], 1, 4),
        ([], 1, None),
        ([1, 2], 5, -math.inf),
        ([1, 2, 3, 4], 2.5, 3),
    ],
    ids=["just enough", "too short", "no score", "nothing", "every window", "every second"],
)
def test_threshold(past: list[float], budget: float, threshold: float | None) -> None:
    assert threshold_for(past, budget, 5) == threshold


@pytest.mark.parametrize(("budget", "windows"), [(0, 4), (-1, 4), (1, 0), (math.nan, 4)])
def test_threshold_without_budget(budget: float, windows: float) -> None:
    with pytest.raises(ValueError, match="above 0"):
        threshold_for([1, 2], budget, windows)


def test_no_score_is_no_alarm() -> None:
    assert alarms([math.nan, 1.0, 2.0], 1.0).tolist() == [False, False, True]
    assert alarms([math.nan, 1.0], -math.inf).tolist() == [False, True]
