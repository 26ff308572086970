from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.forecast.scoring import average_precision, brier, corp, expected_calibration_error, log_score, murphy, skill

pairs = st.lists(st.tuples(st.sampled_from([0.0, 0.1, 0.3, 0.5, 0.9, 1.0]), st.integers(0, 1)), min_size=1, max_size=80)


@given(pairs)
def test_murphy_parts_make_up_the_brier_score(cases: list[tuple[float, int]]) -> None:
    # six different forecasts in bins of their own: exact only where a bin holds one value, so each value is tried alone
    for value in {p for p, _ in cases}:
        outcomes = [y for p, y in cases if p == value]
        parts = murphy([value] * len(outcomes), outcomes)
        assert parts.reliability - parts.resolution + parts.uncertainty == pytest.approx(brier([value] * len(outcomes), outcomes))


@given(pairs)
def test_corp_parts_make_up_the_brier_score_and_are_not_negative(cases: list[tuple[float, int]]) -> None:
    p, y = zip(*cases, strict=True)
    parts = corp(p, y)
    assert parts.miscalibration - parts.discrimination + parts.uncertainty == pytest.approx(brier(p, y))
    assert parts.miscalibration >= -1e-12
    assert parts.discrimination >= -1e-12
    assert (np.diff(parts.came) >= 0).all()


def test_murphy_of_two_bins() -> None:
    parts = murphy([0.2] * 4 + [0.8] * 4, [0, 0, 0, 1, 1, 1, 1, 0], bins=2)
    assert parts.reliability == pytest.approx(0.05**2)
    assert parts.resolution == pytest.approx(0.0625)
    assert parts.uncertainty == 0.25


def test_calibration_error_is_the_gap() -> None:
    assert expected_calibration_error([0.2] * 4 + [0.8] * 4, [0, 0, 0, 1, 1, 1, 1, 0], bins=2) == pytest.approx(0.05)


def test_log_score_of_a_sure_failure_is_finite() -> None:
    assert log_score([0.0], [1]) == pytest.approx(np.log(1e6))


@pytest.mark.parametrize(
    ("p", "y", "expected"),
    [
        pytest.param([0.9, 0.8, 0.1], [1, 1, 0], 1.0, id="perfect"),
        pytest.param([0.9, 0.8, 0.1], [0, 0, 1], 1 / 3, id="last of three"),
        pytest.param([0.5, 0.5, 0.5, 0.5], [1, 0, 0, 0], 0.25, id="all alike: the base rate"),
        pytest.param([0.5, 0.1], [0, 0], None, id="nothing came"),
    ],
)
def test_average_precision(p, y, expected) -> None:
    assert average_precision(p, y) == (None if expected is None else pytest.approx(expected))


@given(pairs, st.randoms())
def test_average_precision_does_not_hang_on_the_order_of_rows(cases, random) -> None:
    shuffled = list(cases)
    random.shuffle(shuffled)
    one, other = (average_precision(*zip(*rows, strict=True)) for rows in (cases, shuffled))
    assert one == pytest.approx(other)


def test_skill() -> None:
    assert skill(0.1, 0.2) == 0.5
    assert skill(0.1, 0.0) is None
