from __future__ import annotations

from dataclasses import replace

import pytest

from tocsin.records import Weighed
from tocsin.scenarios import is_warning, warning_level
from tocsin.scenarios.level import LEVELS

from .desk import scenario, watch, weighed

ATTACK = scenario("attack", base=0.04)
SIEGE = scenario("siege", types=("COERCE", "CONSULT"), base=0.01, order=2)
TALKS = scenario("talks", types=("CONSULT", "RETREAT"), base=0.2, order=3)
REST = scenario("rest", rest=True, order=9)
WATCH = watch([ATTACK, SIEGE, TALKS, REST], [])


def at(p: float, *, assumed: tuple[str, ...] = ()) -> Weighed:
    """The scenarios to warn of at p together, from a base rate of .05."""
    made = weighed(WATCH)
    return replace(made, probabilities={"attack": p * 0.8, "siege": p * 0.2, "talks": 0.1, "rest": 0.9 - p}, assumed=assumed)


def test_what_is_warned_of() -> None:
    assert [is_warning(s) for s in (ATTACK, SIEGE, TALKS, REST, scenario("any", types=()))] == [True, True, False, False, True]


@pytest.mark.parametrize(
    ("p", "level"),
    [(0.05, "routine"), (0.074, "routine"), (0.075, "watch"), (0.149, "watch"), (0.15, "elevated"), (0.3, "high"), (0.6, "critical")],
)
def test_levels_by_lift_and_by_probability(p: float, level: str) -> None:
    assert warning_level(WATCH, at(p), before=None)[0] == level


@pytest.mark.parametrize(
    ("p", "before", "level"),
    [
        (0.15, "routine", "elevated"),
        (0.13, "elevated", "elevated"),
        (0.13, "critical", "elevated"),
        (0.119, "elevated", "watch"),
        (0.05, "critical", "routine"),
        (0.13, "watch", "watch"),
    ],
    ids=["up at once", "held", "down to what is held", "let go", "far down", "not held above what was"],
)
def test_down_only_with_some_slack(p: float, before: str, level: str) -> None:
    got, because = warning_level(WATCH, at(p), before=before)  # type: ignore[arg-type]
    assert got == level
    assert ("kept" in because) == (LEVELS.index(level) > LEVELS.index(warning_level(WATCH, at(p), before=None)[0]))  # type: ignore[arg-type]


def test_it_says_why() -> None:
    assert warning_level(WATCH, at(0.2), before=None)[1] == "what it warns of has a probability of 20 %, 4.0 times the base rate of 5 %"


def test_what_is_happening_is_critical() -> None:
    assert warning_level(WATCH, at(0.05), before=None, happening=("siege",)) == ("critical", "it is happening: Siege")
    assert warning_level(WATCH, at(0.05), before=None, happening=("talks",))[0] == "routine"


def test_an_unknown_base_rate_raises_no_alarm_by_itself() -> None:
    unknown = watch([scenario("attack", base=None), REST], [])
    made = weighed(unknown)
    assert made.probabilities["attack"] == pytest.approx(0.5)
    level, because = warning_level(unknown, made, before=None)
    assert level == "routine"
    assert "the base rate is not known" in because


def test_a_watch_with_nothing_to_warn_of() -> None:
    calm = watch([TALKS, REST], [])
    assert warning_level(calm, weighed(calm), before="high") == ("routine", "the watch has no scenario to warn of")
