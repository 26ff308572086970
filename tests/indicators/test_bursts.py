from __future__ import annotations

import sys

import numpy as np
import pytest
from evals import bursts
from evals.bursts import APART, LENGTH, Series, Trial, figures, inject, of_detector, oracle, roc_area, synthetic, tabled, trials

from tocsin.indicators.detectors import DEFAULT

SERIES = synthetic(rows=2, weeks=208)
DETECTED = trials(SERIES, of_detector(DEFAULT))
WAYS = pytest.mark.parametrize("way", ["times", "added"])


@WAYS
def test_bursts_stand_apart_in_the_judged_half_and_nothing_else_is_changed(way: bursts.Way) -> None:
    for series in SERIES:
        injected = inject(series, way, np.random.default_rng(1))
        inside = np.zeros(len(series.counts), dtype=bool)
        for start in injected.starts:
            inside[start : start + LENGTH] = True
        assert injected.starts[0] >= series.half
        assert (np.diff(injected.starts) >= APART).all()
        assert (injected.counts[~inside] == series.counts[~inside]).all()
        if way == "times":
            assert (injected.counts[inside] == 3 * series.counts[inside]).all()
        else:
            assert (injected.counts >= series.counts).all()


def test_an_empty_place_gets_no_burst() -> None:
    empty = Series(source="", counts=np.zeros(208), exposure=np.ones(208))
    assert inject(empty, "times", np.random.default_rng(1)).starts == ()
    assert inject(empty, "added", np.random.default_rng(1)).starts == ()


def test_the_same_seed_gives_the_same_figures() -> None:
    first, second = (figures(trials(SERIES[:2], of_detector(DEFAULT))["times"]) for _ in range(2))
    assert first == second


@WAYS
def test_the_default_finds_more_than_chance_within_the_budget(way: bursts.Way) -> None:
    found = figures(DETECTED[way])
    assert found.found > 0.6  # by chance: 1 - .95 ** 2
    assert found.false_alarms < 0.09  # 5 % allowed, of 600 weeks
    assert found.area > 0.8


def test_to_know_the_mean_is_worth_something() -> None:
    known, guessed = (figures(cases["times"]) for cases in (trials(SERIES, oracle), DETECTED))
    assert known.area >= guessed.area - 0.01


def test_figures_count_what_exceeds_a_threshold_of_the_past() -> None:
    series = SERIES[0]
    past = np.arange(1.0, 100.0)  # 5 % of a hundred windows: above 95
    case = Trial(series=series, past=past, clean=np.array([94.0, 96.0, 1.0, 2.0]), highest=np.array([95.0, 95.5, np.nan]))
    found = figures([case])
    assert (found.bursts, found.found, found.false_alarms) == (3, pytest.approx(1 / 3), 0.25)
    short = Trial(series=series, past=past[:10], clean=case.clean, highest=case.highest)
    assert figures([short]).found == 0


@pytest.mark.parametrize(
    ("positive", "negative", "area"),
    [([3.0, 4.0], [1.0, 2.0], 1.0), ([1.0], [2.0], 0.0), ([1.0, 2.0], [1.0, 2.0], 0.5), ([np.nan], [np.nan, 1.0], 0.25)],
    ids=["all above", "below", "alike", "no score"],
)
def test_roc_area(positive: list[float], negative: list[float], area: float) -> None:
    assert roc_area(np.array(positive), np.array(negative)) == area


def test_series_are_rows_with_enough_events_over_enough_weeks() -> None:
    week = np.repeat(np.arange(105), 3)
    keys = ["often", "often", "seldom"] * 105
    keys[2::6] = ["often"] * len(keys[2::6])
    found = list(tabled("made", keys, week, exposed=True))
    assert [row.counts.sum() for row in found] == [104 * 2 + 52]
    assert len(found[0].exposure) == 104  # the last week may be cut short
    assert list(tabled("made", keys[:300], week[:300], exposed=True)) == []


def test_without_the_data_nothing_is_measured(tmp_path, monkeypatch, capsys) -> None:
    monkeypatch.setenv("TOCSIN_GOLD", str(tmp_path))
    monkeypatch.setenv("TOCSIN_CORPORA", str(tmp_path))
    monkeypatch.setattr(sys, "argv", ["bursts"])
    assert bursts.main() == 0
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "not measured" in printed.err
