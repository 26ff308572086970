from __future__ import annotations

import copy

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.forecast import link_forecaster

ENTITIES, RELATIONS, DAYS = 12, 3, 24


def history(seed: int, days: int = DAYS) -> list[np.ndarray]:
    """Each entity mostly repeats one deed, with some noise; days without facts occur."""
    rng = np.random.default_rng(seed)
    habit = np.stack([np.arange(ENTITIES), rng.integers(0, RELATIONS, ENTITIES), rng.integers(0, ENTITIES, ENTITIES)], 1)
    out = []
    for _ in range(days):
        facts = habit[rng.random(ENTITIES) < 0.5].copy()
        noisy = rng.random(len(facts)) < 0.3
        facts[noisy, 2] = rng.integers(0, ENTITIES, noisy.sum())
        out.append(np.unique(facts, axis=0) if rng.random() < 0.9 else np.zeros((0, 3), np.int64))
    return out


def taught(days: list[np.ndarray], fit_after: int):
    forecaster = link_forecaster(ENTITIES, RELATIONS)
    for day, facts in enumerate(days):
        if day == fit_after:
            forecaster.fit()
        forecaster.observe(day, facts)
    return forecaster


ALL = np.array([(s, r) for s in range(ENTITIES) for r in range(2 * RELATIONS)])


def test_scores_are_finite_one_for_every_entity() -> None:
    scores = taught(history(1), 20).scores(DAYS, ALL)
    assert scores.shape == (len(ALL), ENTITIES)
    assert np.isfinite(scores).all()


def test_a_habit_is_learnt() -> None:
    forecaster = link_forecaster(ENTITIES, RELATIONS)
    for day in range(40):
        forecaster.observe(day, np.array([(s, s % RELATIONS, (s * 5 + 1) % ENTITIES) for s in range(ENTITIES) if (s + day) % 2]))
    forecaster.fit()
    found = forecaster.scores(40, np.array([(s, s % RELATIONS) for s in range(ENTITIES)])).argmax(1)
    assert found.tolist() == [(s * 5 + 1) % ENTITIES for s in range(ENTITIES)]


def test_the_inverse_relation_asks_who_did_it() -> None:
    forecaster = link_forecaster(ENTITIES, RELATIONS)
    for day in range(40):
        forecaster.observe(day, np.array([(s, 0, s + 6) for s in range(6) if (s + day) % 2]))
    forecaster.fit()
    assert forecaster.scores(40, np.array([(s + 6, RELATIONS) for s in range(6)])).argmax(1).tolist() == list(range(6))


@given(st.integers(0, 10_000), st.integers(1, DAYS - 1))
@settings(max_examples=8, deadline=None)
def test_the_future_leaves_no_trace(seed: int, cut: int) -> None:
    """Answers up to a day are the same, to the bit, whether or not there is anything after it."""
    days, fit_after = history(seed), max(1, cut - 3)
    whole, short = link_forecaster(ENTITIES, RELATIONS), link_forecaster(ENTITIES, RELATIONS)
    other = history(seed + 1)
    for day in range(cut + 1):
        if day == fit_after:
            whole.fit()
            short.fit()
        if day >= fit_after:
            assert np.array_equal(whole.scores(day, ALL), short.scores(day, ALL))
        whole.observe(day, days[day])
        short.observe(day, days[day] if day < cut else other[day])


@given(st.integers(0, 10_000))
@settings(max_examples=5, deadline=None)
def test_facts_of_the_day_asked_about_do_not_count(seed: int) -> None:
    """Asked late about an earlier day, the answer is the one of that day's morning."""
    days = history(seed)
    before, after = taught(days[:20], 15), taught(days, 15)
    assert np.array_equal(before.scores(20, ALL), after.scores(20, ALL))


@given(st.integers(0, 10_000), st.permutations(range(12)))
@settings(max_examples=5, deadline=None)
def test_a_question_is_answered_as_if_asked_alone(seed: int, order: list[int]) -> None:
    forecaster = taught(history(seed), 20)
    chosen = ALL[np.array(order) * 5]
    together = forecaster.scores(DAYS, chosen)
    for row, query in zip(together, chosen, strict=True):
        assert np.allclose(row, copy.deepcopy(forecaster).scores(DAYS, query[None])[0], rtol=1e-6)


def test_without_a_past_nothing_is_preferred() -> None:
    forecaster = link_forecaster(ENTITIES, RELATIONS)
    forecaster.fit()
    assert not forecaster.scores(0, ALL).any()


def test_an_entity_never_met_can_be_asked_about() -> None:
    forecaster = link_forecaster(ENTITIES + 1, RELATIONS)
    for day, facts in enumerate(history(2)):
        forecaster.observe(day, facts)
    forecaster.fit()
    assert np.isfinite(forecaster.scores(DAYS, np.array([(ENTITIES, 0)]))).all()


def test_days_come_in_order() -> None:
    forecaster = link_forecaster(ENTITIES, RELATIONS)
    forecaster.observe(3, np.zeros((0, 3), np.int64))
    with pytest.raises(ValueError, match="day 3 was observed after day 3"):
        forecaster.observe(3, np.zeros((0, 3), np.int64))
