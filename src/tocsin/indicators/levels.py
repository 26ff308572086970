"""From p-values to levels: thresholds from the alarm budget, persistence, hysteresis."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from tocsin.records import Level, WatchDefinition

LEVELS: tuple[Level, ...] = ("inactive", "emerging", "active", "strong")
MEMORY = 8
"""How many windows before the latest a level may still depend on."""

_DAYS_PER_MONTH = 365.25 / 12
_EMERGING, _STRONG = 5.0, 0.1  # against "active": .05, .01, .001 where that is .01
_LOOSEST = 0.02
_HOLD = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """The p-values at or below which a window is emerging, active, strong."""

    emerging: float
    active: float
    strong: float

    def reached(self, p: float | None, factor: float = 1.0) -> int:
        """The highest level whose threshold, times `factor`, p reaches, as its place in `LEVELS`; 0 where p is None."""
        return 0 if p is None else sum(p <= factor * threshold for threshold in (self.emerging, self.active, self.strong))


def thresholds(watch: WatchDefinition) -> Thresholds:
    """The thresholds at which the watch raises no more false alarms a month than its budget, an alarm being an indicator that turns active.

    With m windows a month over all indicators, each is allowed budget / m. A window alarms at p <= a, or as the second of three at
    p <= 5a, with probability at most a + 2 (5a)²; solved for a. Never looser than .02, however large the budget.
    """
    windows = sum(_DAYS_PER_MONTH / indicator.window_days for indicator in watch.indicators)
    allowed = watch.alarms_per_month / windows if windows else _LOOSEST
    square = 2.0 * _EMERGING**2
    active = min((math.sqrt(1.0 + 4.0 * square * allowed) - 1.0) / (2.0 * square), _LOOSEST)
    return Thresholds(emerging=_EMERGING * active, active=active, strong=_STRONG * active)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The level of a window; note: why it is higher than the window's own p makes it, None where it is not."""

    level: Level
    note: str | None


def standing(ps: Sequence[float | None], at: Thresholds) -> Standing:
    """The level of the last of the windows, the oldest first; p: None where a window has none.

    A window that reaches a level which one of the two before it reached as well is lifted by one. A level once reached holds while p stays
    within twice its threshold; then it falls by one, and after a second such window to what that window reaches.
    """
    reached = [at.reached(p) for p in ps]
    now, quiet, lifted = 0, 0, 0
    for place, p in enumerate(ps):
        lifted = _lifted(reached[max(place - 2, 0) : place + 1])
        quiet = quiet + 1 if at.reached(p, _HOLD) < now else 0
        if quiet == 1:
            now -= 1
        elif quiet == 2:
            now, quiet = 0, 0
        if lifted >= now:
            now, quiet = lifted, 0
    note = "held from an earlier window" if now > lifted else "lifted by one: two of three windows" if now > reached[-1] else None
    return Standing(level=LEVELS[now], note=note)


def _lifted(reached: Sequence[int]) -> int:
    *before, last = reached
    return min(last + 1, len(LEVELS) - 1) if last and max(before, default=0) >= last else last
