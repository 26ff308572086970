from __future__ import annotations

import numpy as np
import pytest
from evals.bursts import synthetic
from evals.levels import RULES, Row, Rule, seen

SERIES = synthetic(rows=1, weeks=208)
QUIET = np.random.default_rng(4).poisson(4, 105).astype(np.float64)


@pytest.fixture(scope="module")
def figures():
    return {rule.name: found for rule, found in zip(RULES, seen(SERIES), strict=True)}


def test_the_detector_takes_nothing_away(figures):
    alone = figures["p"]
    for found in figures.values():
        assert found.alone >= alone.alone
        assert found.again >= alone.again
        assert found.windows >= alone.windows
        assert found.bursts == alone.bursts > 0


def test_looser_thresholds_see_more_of_both_kinds(figures):
    alone, looser = figures["p"], figures["p, thresholds x 1.5"]
    assert looser.again >= alone.again
    assert looser.windows > alone.windows


def test_a_year_of_weeks_is_too_short_for_the_share_of_the_alarms(figures):
    assert figures["p or the detector at its share of the alarms"] == figures["p"]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_burst_is_seen_and_the_future_is_not(rule: Rule):
    burst = QUIET.copy()
    burst[100] = 20
    assert Row(burst, np.ones(105)).emerging(100, rule)
    assert [Row(burst, np.ones(105)).emerging(week, rule) for week in range(90, 100)] == [
        Row(QUIET, np.ones(105)).emerging(week, rule) for week in range(90, 100)
    ]
