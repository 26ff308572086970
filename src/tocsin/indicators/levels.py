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


def levels(ps: Sequence[float | None], at: Thresholds) -> tuple[int, ...]:
    """The level of each window, the oldest first, as its place in `LEVELS`; p: None where a window has none.

    A window that reaches a level reached by one of the two before it as well is lifted by one. A level once reached holds while p stays
    within twice its threshold; then it falls by one, and after a second such window to what that window reaches.
    """
    reached = [at.reached(p) for p in ps]
    now, quiet, found = 0, 0, []
    for place, p in enumerate(ps):
        lifted = reached[place] and min(reached[place] + (max(reached[max(place - 2, 0) : place], default=0) >= reached[place]), 3)
        if lifted >= now:
            now, quiet = lifted, 0
        elif at.reached(p, _HOLD) < now:
            quiet += 1
            now, quiet = (max(now - 1, lifted), quiet) if quiet < 2 else (lifted, 0)
        else:
            quiet = 0
        found.append(now)
    return tuple(found)
