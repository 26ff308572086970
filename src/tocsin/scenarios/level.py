"""The level of a warning: how probable what it warns of has become, against how probable it always is."""

from __future__ import annotations

from collections.abc import Collection
from typing import get_args

from tocsin.ontology import PLOVER
from tocsin.ontology.likelihood import term
from tocsin.records import ScenarioDefinition, WarningLevel, WatchDefinition, Weighed

LEVELS: tuple[WarningLevel, ...] = get_args(WarningLevel)
"""From routine to critical."""

SLACK = 0.8
"""A level that was reached is kept until the probability falls below this part of what reaches it, so that it does not flap."""

_COOPERATION = {name for name, type_ in PLOVER.items() if type_.quad.endswith("cooperation")}


def is_warning(scenario: ScenarioDefinition) -> bool:
    """Whether the scenario is one to warn of: neither the rest, nor one whose rule looks for cooperation alone (talks, a withdrawal)."""
    types = scenario.rule.pattern.types if scenario.rule else ()
    return not scenario.rest and not (types and set(types) <= _COOPERATION)


def warning_level(
    watch: WatchDefinition, weighed: Weighed, *, before: WarningLevel | None, happening: Collection[str] = ()
) -> tuple[WarningLevel, str]:
    """The level and, in words, why.

    Of the scenario to warn of that stands highest, by its probability against the same before any evidence: watch from 1.5 times, elevated
    from 3, high from 6 or from 30 %, critical from 60 %, or where one is happening. The 30 and 60 % count from 1.5 times on, so that
    what is always likely is no alarm. Up at once; down only below `SLACK` of what reaches the level.

    before:    the level of the issue before, None where there was none.
    happening: the scenarios whose rule is met by what is known already.
    """
    warned = [s.id for s in watch.scenarios if is_warning(s)]
    title = {s.id: s.title for s in watch.scenarios}
    under_way = [title[s] for s in warned if s in happening]
    if under_way:
        return "critical", f"it is happening: {', '.join(under_way)}"
    if not warned:
        return "routine", "the watch has no scenario to warn of"
    lifts = {s: weighed.probabilities[s] / weighed.base[s] for s in warned}
    leader = max(warned, key=lambda s: (_reached(weighed.probabilities[s], lifts[s]), lifts[s], weighed.probabilities[s]))
    p, lift = weighed.probabilities[leader], lifts[leader]
    reached = _reached(p, lift)
    held = min(LEVELS.index(before), max(_reached(weighed.probabilities[s] / SLACK, lifts[s] / SLACK) for s in warned)) if before else 0
    against = "the base rate is not known" if leader in weighed.assumed else f"{lift:.1f} times its base rate of {_per_cent(p / lift)}"
    kept = f"; kept at {LEVELS[held]} until it falls further" if held > reached else ""
    return LEVELS[max(reached, held)], f"“{title[leader]}” has a probability of {_per_cent(p)}, {against}{kept}"


def _reached(p: float, lift: float) -> int:
    lift = round(lift, 9)
    absolute = (3 if p >= 0.3 else 0) + (1 if p >= 0.6 else 0) if lift >= 1.5 else 0
    return max(absolute, sum(lift >= step for step in (1.5, 3, 6)))


def _per_cent(p: float) -> str:
    shown = f"{100 * p:.0f}" if p >= 0.01 else f"{100 * p:.1f}"
    return f"{shown} %" if term(float(shown) / 100) == term(p) else f"{100 * p:.1f} %"
