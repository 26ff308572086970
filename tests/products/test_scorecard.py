"""How forecasts have done, and an answer, as people read it: unknown is shown as such, and nothing is cut off."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from rich.console import Console, RenderableType
from tests.products.outlooks import case

from tocsin.products.scorecard import Answered, answered_view, backtest_view, scorecard_view, step_json
from tocsin.records import Forecast, Score

AT = datetime(2021, 3, 20, 23, 59, tzinfo=UTC)
FORECAST = Forecast(
    id="f",
    question="Do they meet?",
    rule="At least one meeting.",
    void_rule="Void if nothing was read.",
    issued=AT.date(),
    deadline=date(2021, 4, 19),
    model="rates/1",
    probability=0.31,
    resolves=None,
    resolution=None,
    incidents=(),
    known_at=AT,
    recorded_at=AT,
    base_rate=0.25,
    persistence=None,
)
ANSWERED = Answered(
    ask="Do they meet?\x1b[31m",
    rule="At least one meeting.",
    void="Void if nothing was read.",
    forecast=FORECAST,
    low=0.2,
    high=0.44,
    because=("twelve in a year", "it came"),
)
NONE = Score(
    name="all",
    issued=3,
    resolved=1,
    void=1,
    open=1,
    brier=None,
    log_score=None,
    base_brier=None,
    skill_base=None,
    skill_persistence=None,
    calibration_error=None,
    lead_days=None,
    false_alarms_per_month=None,
)
SOME = replace(
    NONE, name="model weighed/1 replayed", issued=140, resolved=120, brier=0.1234, base_brier=0.2, skill_base=-0.5, lead_days=12.0
)


def shown(view: RenderableType, width: int = 80) -> str:
    console = Console(width=width, color_system=None)
    with console.capture() as capture:
        console.print(view)
    return capture.get()


def said(view: RenderableType, width: int = 80) -> str:
    return " ".join(shown(view, width).split())


class TestAnswer:
    def test_number_word_and_bounds_stand_together(self) -> None:
        text = said(answered_view(ANSWERED))
        assert "31 % unlikely (20 % to 44 %, for how little was seen)" in text
        assert "until 19 April 2021; base rate 25 %, persistence ?" in text
        assert "· twelve in a year · it came" in text
        assert "Decided by: At least one meeting. Void if nothing was read." in text
        assert "\x1b" not in shown(answered_view(ANSWERED))

    def test_without_a_forecast_there_is_no_number(self) -> None:
        text = said(answered_view(replace(ANSWERED, forecast=None, low=None, high=None)))
        assert "Not enough history: no number." in text
        assert "%" not in text

    def test_bounds_that_nobody_knows_are_left_out(self) -> None:
        assert "31 % unlikely until" in said(answered_view(replace(ANSWERED, low=None, high=None)))


class TestScorecard:
    @pytest.mark.parametrize("width", [60, 80, 120])
    def test_no_figure_is_cut(self, width: int) -> None:
        text = shown(scorecard_view([NONE, SOME], brier_interval=None, curve=()), width)
        assert max(map(len, text.splitlines())) <= width
        if width >= 80:
            assert re.search(r"^all +3 +1 +1 +1( +\?){8}$", text, re.MULTILINE)
            assert re.search(r" 140 +120 +1 +1 +0?\.123 +0?\.200 +-0?\.50 ", text)

    def test_what_is_not_known_is_told(self) -> None:
        assert "?: fewer than ten" in said(scorecard_view([NONE], brier_interval=None, curve=()))
        full = replace(SOME, name="all", log_score=0.1, skill_persistence=0.2, calibration_error=0.01, false_alarms_per_month=0.3)
        assert "?" not in said(scorecard_view([full], brier_interval=None, curve=()))

    def test_interval_and_curve(self) -> None:
        text = said(scorecard_view([SOME], brier_interval=(0.1, 0.15), curve=((0.1, 0.2, 0.05), (0.6, 0.6, 0.7))))
        assert "Brier of all within 0.100 to 0.150 with 90 %" in text
        assert "10 % to 20 % said, 5 % came; 60 % said, 70 % came." in text


class TestBacktest:
    def test_a_line_a_day(self) -> None:
        outlook = case().outlook
        text = said(backtest_view([outlook, outlook], "", as_of=date(2021, 5, 1)), 120)
        assert text.count("20 March 2021") == 2
        assert "Sable Strait: 2 days, each as of its own end" in text
        assert "as of 1 May 2021" in text

    def test_as_data(self) -> None:
        outlook = case().outlook
        made = step_json(outlook)
        assert (made["watch"], made["level"], made["as_of"]) == (outlook.watch.id, outlook.level, outlook.as_of.isoformat())
        assert made["seen"] == {one.indicator: one.level for one in outlook.readings if one.level != "inactive"}
        assert made["probabilities"] == outlook.weighed.probabilities
