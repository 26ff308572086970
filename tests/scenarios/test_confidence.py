from __future__ import annotations

import pytest

from .desk import incident, indicator, reading, scenario, watch, weighed

NAMES = ("a", "b", "c", "d")
REST = scenario("rest", rest=True, order=9, a=0.1, b=0.1, c=0.1, d=0.1)
WATCH = watch([scenario("attack", a=0.9, b=0.9, c=0.9, d=0.9), REST], [indicator(name) for name in NAMES])
WELL = [incident(f"i{n}", f"x{n}", f"y{n}", f"z{n}") for n in range(4)]


def seen(*incidents: str):
    return [reading(name, "strong", id_) for name, id_ in zip(NAMES, incidents, strict=False)]


def test_high_on_many_independent_origins() -> None:
    made = weighed(WATCH, seen("i0", "i1", "i2", "i3"), WELL)
    assert made.confidence == "high"
    assert made.confidence_because == ("it rests on twelve independent origins", "three ways of scoring name the same leader")


def test_low_where_one_origin_carries_most() -> None:
    told = [incident(f"i{n}", "paper") for n in range(4)]
    made = weighed(WATCH, seen("i0", "i1", "i2", "i3"), told)
    assert made.confidence == "low"
    assert "all of what it rests on has one origin (Paper)" in made.confidence_because


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        ([incident(f"i{n}", f"x{n}", credibility=3) for n in range(4)], "none of what it rests on is borne out by a second origin"),
        ([incident(f"i{n}", "x", "y") for n in range(4)], "it rests on two independent origins"),
    ],
    ids=["nobody else says so", "two origins"],
)
def test_flaws_in_the_sources(told: list[object], reason: str) -> None:
    made = weighed(WATCH, seen("i0", "i1", "i2", "i3"), told)  # type: ignore[arg-type]
    assert made.confidence in ("moderate", "low")
    assert reason in made.confidence_because


def test_indicators_without_a_past() -> None:
    made = weighed(WATCH, seen("i0", "i1"), WELL)
    assert "two of four indicators have too short a past to be read" in made.confidence_because


def test_one_item_on_which_all_hangs() -> None:
    definition = watch([scenario("attack", base=0.45, a=0.9), REST], [indicator("a", title="Tankers are hit"), *map(indicator, "bcd")])
    made = weighed(definition, seen("i0"), WELL)
    assert made.linchpins == ("a",)
    assert "without one item, another scenario would lead: Tankers are hit" in made.confidence_because


def test_nothing_seen() -> None:
    made = weighed(WATCH, [reading(name, "inactive") for name in NAMES])
    assert made.confidence == "moderate"
    assert made.confidence_because == ("nothing of what is looked for is seen: it rests on base rates and on what is missing",)


@pytest.mark.parametrize("base", [0.05, 0.2, 0.8])
def test_it_does_not_follow_the_probability(base: float) -> None:
    made = weighed(WATCH, seen("i0", "i1", "i2", "i3"), WELL, base={"attack": base})
    assert made.confidence == "high"
