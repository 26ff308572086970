import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import gamma, nbinom, poisson

from tocsin.indicators.baseline import Predicted, Prior, predict, seasonal, surprise

COUNTS = st.lists(st.integers(0, 40), min_size=1, max_size=60).map(lambda counts: np.array(counts, dtype=float))


def usual(counts):
    return np.ones(len(counts))


@pytest.mark.parametrize(("mean", "dispersion"), [(0.2, 0.1), (3.0, 1.5), (250.0, 0.01)])
def test_tails_are_those_of_the_negative_binomial(mean, dispersion):
    theirs = nbinom(1 / dispersion, 1 / (1 + dispersion * mean))
    ours = Predicted(mean=mean, dispersion=dispersion)
    for count in (0, 1, 2, 7, 300):
        assert ours.at_least(count) == pytest.approx(float(theirs.sf(count - 1)), rel=1e-9)
        assert ours.at_most(count) == pytest.approx(float(theirs.cdf(count)), rel=1e-9)


def test_silence_after_much_talk_has_a_finite_surprise():
    counts = np.full(40, 200.0)
    predicted = predict(counts, usual(counts), 1.0)
    assert 200 < surprise(predicted.at_most(0)) < 300
    assert 200 < surprise(predicted.at_most(0.5)) < 300


def test_half_an_incident_has_half_the_bits_of_a_whole():
    predicted = Predicted(mean=0.5, dispersion=0.4)
    assert surprise(predicted.at_least(0.5)) == pytest.approx(surprise(predicted.at_least(1)) / 2)


def test_with_a_prior_and_no_past_it_is_the_prior_that_predicts():
    nothing = np.array([])
    predicted = predict(nothing, nothing, 1.0, Prior(events=10.0, windows=20.0))
    assert predicted.mean == 0.5
    assert predicted.dispersion > 1 / 10  # of the rate alone


def test_without_overdispersion_it_is_the_integral_of_poisson_over_gamma():
    counts = np.array([1.0, 0, 0, 0] * 100)
    rates = np.linspace(0.1, 0.5, 20001)
    posterior = gamma.pdf(rates, 100.5, scale=1 / 400)
    expected = np.trapezoid(poisson.sf(1, rates) * posterior, rates)
    assert predict(counts, usual(counts), 1.0).at_least(2) == pytest.approx(expected, rel=1e-3)


def test_few_windows_are_wide():
    few, many = np.array([2.0] * 8), np.array([2.0] * 50)
    assert predict(few, usual(few), 1.0).at_least(7) > 1.5 * predict(many, usual(many), 1.0).at_least(7)


@given(COUNTS, st.floats(0.25, 2), st.integers(0, 60))
def test_p_is_a_probability_and_falls_as_the_count_grows(counts, exposure, count):
    predicted = predict(counts, usual(counts), exposure)
    assert 0 < predicted.at_least(count + 1) <= predicted.at_least(count + 0.3) <= predicted.at_least(count) <= 1
    assert 0 < predicted.at_most(count) <= predicted.at_most(count + 1) <= 1


@given(COUNTS, st.floats(0.25, 1), st.integers(0, 60))
def test_more_exposure_never_makes_a_count_more_surprising(counts, exposure, count):
    assert predict(counts, usual(counts), 2 * exposure).at_least(count) >= predict(counts, usual(counts), exposure).at_least(count)


@pytest.mark.parametrize("windows", [16, 52])
@pytest.mark.parametrize("rate", [0.25, 20.0])
@pytest.mark.parametrize("dispersion", [0.001, 0.5, 1.0])
def test_false_alarms_are_no_more_than_they_say(windows, rate, dispersion):
    rng = np.random.default_rng(1)
    counts = nbinom.rvs(1 / dispersion, 1 / (1 + dispersion * rate), size=(3000, windows + 1), random_state=rng).astype(float)
    ps = np.array([predict(row[:-1], np.ones(windows), 1.0).at_least(row[-1]) for row in counts])
    assert (ps < 0.05).mean() <= 0.06
    assert (ps < 0.01).mean() <= 0.02


def test_a_burst_is_found_above_the_noise():
    counts = np.array([3.0, 2, 4, 3, 1, 5, 2, 3, 4, 3, 2, 4])
    assert predict(counts, usual(counts), 1.0).at_least(12) < 0.005
    assert predict(counts, usual(counts), 1.0).at_least(4) > 0.2


def test_the_same_weeks_of_earlier_years_raise_what_is_expected():
    ends = np.arange(0.0, 3 * 365, 7)
    counts = np.where(np.abs(ends % 365.25 - 200) <= 21, 6.0, 1.0)
    _, high = seasonal(counts, usual(counts), ends, 3 * 365.25 + 200)
    then, low = seasonal(counts, usual(counts), ends, 3 * 365.25 + 20)
    assert high > 2 > 1 > low
    assert math.isclose(float((then * counts.mean()).mean()), float(counts.mean()), rel_tol=0.05)
