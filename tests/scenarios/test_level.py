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
    """The attack at p, from a base rate of .04; the siege where it always is."""
    made = weighed(WATCH)
    return replace(made, probabilities={"attack": p, "siege": 0.01, "talks": 0.1, "rest": 0.89 - p}, assumed=assumed)


def test_what_is_warned_of() -> None:
    assert [is_warning(s) for s in (ATTACK, SIEGE, TALKS, REST, scenario("any", types=()))] == [True, True, False, False, True]


@pytest.mark.parametrize(
    ("p", "level"),
    [(0.04, "routine"), (0.059, "routine"), (0.06, "watch"), (0.119, "watch"), (0.12, "elevated"), (0.24, "high"), (0.6, "critical")],
)
def test_levels_by_lift_and_by_probability(p: float, level: str) -> None:
    assert warning_level(WATCH, at(p), before=None)[0] == level


@pytest.mark.parametrize(
    ("p", "before", "level"),
    [
        (0.12, "routine", "elevated"),
        (0.1, "elevated", "elevated"),
        (0.1, "critical", "elevated"),
        (0.095, "elevated", "watch"),
        (0.04, "critical", "routine"),
        (0.1, "watch", "watch"),
    ],
    ids=["up at once", "held", "down to what is held", "let go", "far down", "not held above what was"],
)
def test_down_only_with_some_slack(p: float, before: str, level: str) -> None:
    got, because = warning_level(WATCH, at(p), before=before)  # type: ignore[arg-type]
    assert got == level
    assert ("kept" in because) == (LEVELS.index(level) > LEVELS.index(warning_level(WATCH, at(p), before=None)[0]))  # type: ignore[arg-type]


def test_it_says_why() -> None:
    assert warning_level(WATCH, at(0.2), before=None)[1] == "“Attack” has a probability of 20 %, 5.0 times its base rate of 4 %"


def test_the_scenario_that_stands_highest_against_its_own_base_rate_counts() -> None:
    made = replace(weighed(WATCH), probabilities={"attack": 0.08, "siege": 0.06, "talks": 0.2, "rest": 0.66})
    level, because = warning_level(WATCH, made, before=None)
    assert level == "high"
    assert because.startswith("“Siege” has a probability of 6 %")


def test_what_is_always_likely_is_no_alarm() -> None:
    common = watch([scenario("attack", base=0.35), REST], [])
    made = weighed(common)
    assert warning_level(common, replace(made, probabilities={"attack": 0.4, "rest": 0.6}), before=None)[0] == "routine"
    assert warning_level(common, replace(made, probabilities={"attack": 0.6, "rest": 0.4}), before=None)[0] == "critical"


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
