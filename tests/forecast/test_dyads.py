from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.forecast import dyad_forecaster
from tocsin.forecast.boosting import fit_trees
from tocsin.forecast.decayed import HALF_LIVES, Decayed
from tocsin.forecast.network import fit_networks

ACTORS = 8
DYADS = np.array([(a, b) for a in range(ACTORS) for b in range(ACTORS) if a != b])


def history(seed: int, days: int) -> list[np.ndarray]:
    """Pairs differ in how much they deal with each other, and in how violent they are."""
    rng = np.random.default_rng(seed)
    busy, violent = rng.random(len(DYADS)) * 0.4, rng.random(len(DYADS)) ** 4 * 0.5
    out = []
    for _ in range(days):
        met = np.flatnonzero(rng.random(len(DYADS)) < busy)
        root = np.where(rng.random(len(met)) < violent[met], 19, rng.integers(1, 18, len(met)))
        out.append(np.concatenate([DYADS[met], root[:, None]], 1))
    return out


def taught(days: list[np.ndarray]):
    forecaster = dyad_forecaster(ACTORS)
    for day, events in enumerate(days):
        forecaster.observe(day, events)
    forecaster.fit()
    return forecaster


def test_the_violent_pairs_stand_above_the_quiet_ones() -> None:
    forecaster = dyad_forecaster(ACTORS)
    rng = np.random.default_rng(0)
    for day in range(120):
        hot = [(0, 1, 19)] if rng.random() < 0.5 else []
        forecaster.observe(day, np.array([(a, b, 4) for a, b in DYADS[rng.random(len(DYADS)) < 0.3]] + hot))
    forecaster.fit()
    p = forecaster.probability(120, DYADS, 7)
    assert p[0] > 0.6
    assert p[2:].max() < 0.2


@given(st.integers(0, 10_000), st.integers(50, 60))
@settings(max_examples=1, deadline=None)
def test_the_future_leaves_no_trace(seed: int, cut: int) -> None:
    """What came on a day, and what was asked before, changes no answer about that day or an earlier one."""
    days, other = history(seed, cut + 1), history(seed + 1, cut + 1)
    whole, short = taught(days[: cut - 3]), taught(days[: cut - 3])
    for day in range(cut - 3, cut + 1):
        one = whole.probability(day, DYADS, 7)
        assert np.array_equal(one, short.probability(day, DYADS, 7))
        whole.observe(day, days[day])
        short.observe(day, days[day] if day < cut else other[day])


def test_training_asks_only_about_windows_that_are_over() -> None:
    """Nothing of a window that is still open may be taken for an outcome."""
    from tocsin.forecast.dyads import _Plan

    days = list(enumerate(history(5, 60)))
    assert max(_Plan(days, 7).origins) + 7 == 60
    assert max(_Plan(days, 30).origins) + 30 == 60


@given(st.integers(0, 10_000))
@settings(max_examples=1, deadline=None)
def test_a_dyad_is_answered_as_if_asked_alone_and_asking_changes_nothing(seed: int) -> None:
    forecaster = taught(history(seed, 60))
    together = forecaster.probability(60, DYADS, 7)
    alone = [float(forecaster.probability(60, dyad[None], 7)[0]) for dyad in DYADS[::5]]
    assert np.allclose(together[::5], alone)
    assert ((together >= 0) & (together <= 1)).all()


@pytest.mark.parametrize("past", [0, 1, 10, 33], ids=lambda n: f"{n} days")
def test_a_short_past_gives_a_low_share_for_all(past: int) -> None:
    assert (taught(history(1, past)).probability(past, DYADS, 7) == 0.03).all()


def test_a_past_without_violence_gives_a_low_share_for_all() -> None:
    quiet = [events[events[:, 2] < 18] for events in history(1, 80)]
    assert (taught(quiet).probability(80, DYADS, 7) == 0.03).all()


def test_strangers_are_answered() -> None:
    assert taught(history(2, 60)).probability(60, np.array([(3, 3)]), 7).shape == (1,)


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        pytest.param(lambda f: f.observe(5, np.zeros((0, 3), np.int64)), "days come once", id="a day again"),
        pytest.param(lambda f: f.probability(5, DYADS, 7), "ask before observing", id="about the past"),
        pytest.param(lambda f: f.probability(6, DYADS, 0), "must be 1 or more", id="no horizon"),
    ],
)
def test_misuse_is_named(ask, said) -> None:
    forecaster = dyad_forecaster(ACTORS)
    forecaster.observe(5, np.zeros((0, 3), np.int64))
    with pytest.raises(ValueError, match=said):
        ask(forecaster)


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 3)), min_size=1, max_size=20))
def test_faded_counts_are_the_sum_over_events(events: list[tuple[int, int]]) -> None:
    counts = Decayed(1, rows=1)
    for day, row in sorted(events):
        counts.add(np.array([row]), np.ones((1, 1)), day)
    for row in range(5):
        expected = sum((np.exp2(-(50 - day) / HALF_LIVES) for day, other in events if other == row), np.zeros(len(HALF_LIVES)))
        assert np.allclose(counts.at(np.array([row]), 50)[0, 0], expected, rtol=1e-4)


def test_trees_learn_what_a_line_cannot() -> None:
    def chance(rows):
        return np.where(np.abs(rows[:, 0]) > 1, 0.8, 0.1)

    rng = np.random.default_rng(1)
    rows, fresh = rng.normal(size=(2, 4000, 4)).astype(np.float32)
    trees = fit_trees(rows, (rng.random(4000) < chance(rows)).astype(float), np.ones(4000), trees=300, depth=3)
    assert np.abs(1 / (1 + np.exp(-trees.log_odds(fresh))) - chance(fresh)).mean() < 0.08


def test_a_stronger_pull_keeps_a_network_from_believing_noise() -> None:
    rng = np.random.default_rng(2)
    rows, fresh = rng.normal(size=(2, 400, 20)).astype(np.float32)
    happened = (rng.random(400) < 0.3).astype(float)
    spreads = [fit_networks(rows, happened, np.ones(400), decay=decay).log_odds(fresh).std() for decay in (1.0, 10.0)]
    assert spreads[1] < spreads[0] / 2


def test_the_shorter_the_past_the_stronger_the_pull() -> None:
    from tocsin.forecast.dyads import _decay

    assert _decay(90) > 3 * _decay(1000)
    assert _decay(100_000) == pytest.approx(1, abs=0.01)
