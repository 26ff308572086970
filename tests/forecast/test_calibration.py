from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.forecast.calibration import fit_beta, fit_isotonic
from tocsin.forecast.scoring import brier

pairs = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 1)), min_size=1, max_size=60)


@given(pairs)
def test_isotonic_levels_rise_and_stay_probabilities(cases: list[tuple[float, int]]) -> None:
    p, y = zip(*cases, strict=True)
    levels = fit_isotonic(p, y)(np.linspace(0, 1, 50))
    assert (np.diff(levels) >= 0).all()
    assert levels.min() >= 0
    assert levels.max() <= 1


@given(pairs)
def test_isotonic_is_no_worse_on_what_it_learnt_from(cases: list[tuple[float, int]]) -> None:
    p, y = zip(*cases, strict=True)
    assert brier(fit_isotonic(p, y)(p), y) <= brier(p, y) + 1e-12


@given(pairs)
def test_isotonic_keeps_the_base_rate(cases: list[tuple[float, int]]) -> None:
    p, y = zip(*cases, strict=True)
    assert fit_isotonic(p, y)(p).mean() == pytest.approx(np.mean(y))


@given(pairs)
@settings(max_examples=50)
def test_beta_rises_and_stays_inside(cases: list[tuple[float, int]]) -> None:
    p, y = zip(*cases, strict=True)
    mended = fit_beta(p, y)(np.linspace(0, 1, 50))
    assert (np.diff(mended) >= -1e-12).all()
    assert mended.min() >= 0
    assert mended.max() <= 1


def test_beta_mends_forecasts_that_are_too_bold() -> None:
    rng = np.random.default_rng(3)
    odds = rng.normal(-1, 1, 20_000)
    happened = rng.random(20_000) < 1 / (1 + np.exp(-odds))
    bold = 1 / (1 + np.exp(-2 * odds))
    mended = fit_beta(bold, happened)(bold)
    assert np.abs(mended - 1 / (1 + np.exp(-odds))).max() < 0.06


def test_beta_leaves_honest_forecasts_alone() -> None:
    rng = np.random.default_rng(4)
    p = rng.random(20_000)
    found = fit_beta(p, rng.random(20_000) < p)
    assert (found.a, found.b, found.c) == (pytest.approx(1, abs=0.1), pytest.approx(1, abs=0.1), pytest.approx(0, abs=0.1))


@pytest.mark.parametrize(
    ("p", "y", "said"),
    [
        pytest.param([], [], "0 forecasts", id="none"),
        pytest.param([0.5], [0, 1], "1 forecasts and 2 outcomes", id="lengths differ"),
        pytest.param([1.5], [1], "not from 0 to 1", id="no probability"),
        pytest.param([float("nan")], [1], "not from 0 to 1", id="not a number"),
        pytest.param([0.5], [0.5], "void and unresolved", id="no outcome"),
    ],
)
@pytest.mark.parametrize("fit", [fit_isotonic, fit_beta])
def test_what_cannot_be_learnt_from_is_refused(fit, p, y, said) -> None:
    with pytest.raises(ValueError, match=said):
        fit(p, y)


def test_beta_of_forecasts_that_are_all_alike_is_the_share_that_came() -> None:
    assert fit_beta([0.9] * 60, [n % 3 == 0 for n in range(60)])([0.9]) == pytest.approx([1 / 3], abs=0.01)
