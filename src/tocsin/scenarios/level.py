"""The level of a warning: how probable what it warns of has become, against how probable it always is."""

from __future__ import annotations

from collections.abc import Collection
from typing import get_args

from tocsin.ontology import PLOVER
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

    By the probability that any of the scenarios to warn of comes, against the same before any evidence: watch from 1.5 times, elevated from
    3, high from 6 or from 30 %, critical from 60 %, or where one is happening. Up at once; down only below `SLACK` of what reaches the
    level. Where the base rate is not known, 30 and 60 % count only from 1.5 times the start on: without evidence there is no alarm.

    before:    the level of the issue before, None where there was none.
    happening: the scenarios whose rule is met by what is known already.
    """
    warned = [s for s in watch.scenarios if is_warning(s)]
    under_way = [s.title for s in warned if s.id in happening]
    if under_way:
        return "critical", f"it is happening: {', '.join(under_way)}"
    p = min(1.0, sum(weighed.probabilities[s.id] for s in warned))
    base = sum(weighed.base[s.id] for s in warned)
    if not base:
        return "routine", "the watch has no scenario to warn of"
    known = not any(s.id in weighed.assumed for s in warned)
    reached = _reached(p, p / base, known=known)
    held = min(LEVELS.index(before), _reached(p / SLACK, p / SLACK / base, known=known)) if before else 0
    against = f"{p / base:.1f} times the base rate of {_per_cent(base)}" if known else "the base rate is not known"
    kept = f"; kept at {LEVELS[held]} until it falls further" if held > reached else ""
    return LEVELS[max(reached, held)], f"what it warns of has a probability of {_per_cent(p)}, {against}{kept}"


def _reached(p: float, lift: float, *, known: bool) -> int:
    lift = round(lift, 9)
    absolute = (3 if p >= 0.3 else 0) + (1 if p >= 0.6 else 0) if known or lift >= 1.5 else 0
    return max(absolute, sum(lift >= step for step in (1.5, 3, 6)))


def _per_cent(p: float) -> str:
    return f"{100 * p:.0f} %" if p >= 0.01 else f"{100 * p:.1f} %"
