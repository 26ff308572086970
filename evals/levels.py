"""Whether the change-point detector, beside the p-value of the readings, lets more bursts be seen than the same number of false ones buys.

python -m evals.levels [--synthetic]

The series and the bursts are those of evals.bursts. An indicator sees a burst if it is at least "emerging" in one of the burst's two weeks:
by its own p, as a reading has it (52 windows before, the levels of 30 weekly indicators with two alarms a month, persistence and
hysteresis), or because the detector's score of the window is above the threshold of its own scores of those 52 windows, or of all before.
It takes some minutes. What follows from it: docs/decisions/016.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np

from evals.bursts import LENGTH, SEED, Series, chosen, ged, icews, inject, row_of, synthetic
from tocsin.indicators.baseline import predict
from tocsin.indicators.detectors import DEFAULT, Floats, threshold_for
from tocsin.indicators.exposure import LEAST, MOST
from tocsin.indicators.levels import MEMORY, Thresholds, standing

YEAR, WEEKS_A_MONTH = 52, 365.25 / 12 / 7
INDICATORS, BUDGET = 30, 2.0
USUAL = Thresholds(emerging=0.05, active=0.01, strong=0.001)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """When an indicator is emerging.

    looser: factor of the thresholds of p.
    chance: of a false alarm of the detector in a window; None without the detector.
    whole:  whether the detector has all windows before as its past, not 52.
    """

    name: str
    looser: float = 1.0
    chance: float | None = None
    whole: bool = False


SHARE = BUDGET / (INDICATORS * WEEKS_A_MONTH)


RULES = (
    Rule(name="p"),
    Rule(name="p, thresholds x 1.25", looser=1.25),
    Rule(name="p, thresholds x 1.5", looser=1.5),
    Rule(name="p or the detector at its share of the alarms", chance=SHARE),
    Rule(name="p or the detector at the chance of emerging", chance=USUAL.emerging),
    Rule(name="the share, with the whole past", chance=SHARE, whole=True),
    Rule(name="the chance of emerging, with the whole past", chance=USUAL.emerging, whole=True),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """alone, again: share of bursts seen, put in one at a time and all together. windows: share of clean ones that are emerging.

    episodes: how often an indicator turns emerging without a burst, a month, over all indicators of the watch.
    """

    bursts: int
    alone: float
    again: float
    windows: float
    episodes: float


class Row:
    """One row of counts; the p and the scores of a week are reckoned when they are first asked for."""

    def __init__(self, counts: Floats, exposure: Floats) -> None:
        self._counts, self._exposure = counts, exposure
        self._ps: dict[int, float] = {}
        self._scores: dict[int, Floats] = {}

    def emerging(self, week: int, rule: Rule) -> bool:
        """At least."""
        factor = rule.looser
        at = Thresholds(emerging=factor * USUAL.emerging, active=factor * USUAL.active, strong=factor * USUAL.strong)
        if standing([self._p(one) for one in range(week - MEMORY, week + 1)], at).level != "inactive":
            return True
        return rule.chance is not None and self._detected(week, rule.chance, whole=rule.whole)

    def _p(self, week: int) -> float:
        if week not in self._ps:
            past = slice(max(week - YEAR, 0), week)
            ratios = np.clip(self._exposure[: week + 1] / self._exposure[past].mean(), LEAST, MOST)
            self._ps[week] = predict(self._counts[past], ratios[past], float(ratios[week])).at_least(float(self._counts[week]))
        return self._ps[week]

    def _detected(self, week: int, chance: float, *, whole: bool) -> bool:
        """Only of a week with more than is usual: less is no sign, whatever the weeks just before it were."""
        windows = slice(max(week - YEAR, 0), week + 1)
        counts, exposure = self._counts[windows], self._exposure[windows]
        if counts[-1] * exposure[:-1].sum() <= exposure[-1] * counts[:-1].sum():
            return False
        if not whole and week not in self._scores:
            self._scores[week] = DEFAULT.scores(counts, exposure)
        *before, last = self._whole[: week + 1] if whole else self._scores[week]
        threshold = threshold_for(before, chance, 1)
        return threshold is not None and bool(last > threshold)

    @cached_property
    def _whole(self) -> Floats:
        return DEFAULT.scores(self._counts, self._exposure)


def seen(series: Sequence[Series], rules: Sequence[Rule] = RULES) -> list[Seen]:
    """Of each rule, over all series."""
    rng = np.random.default_rng(SEED)
    none: list[list[list[bool]]] = [[[] for _ in rules] for _ in range(4)]
    alone, again, clean, turns = none
    for row in series:
        injected = inject(row, "times", rng)
        quiet, loud = Row(row.counts, row.exposure), Row(injected.counts, row.exposure)
        single = {start: Row(_only(row.counts, injected.counts, start), row.exposure) for start in injected.starts}
        for place, rule in enumerate(rules):
            alone[place] += [_sees(one, start, rule) for start, one in single.items()]
            again[place] += [_sees(loud, start, rule) for start in injected.starts]
            found = [quiet.emerging(week, rule) for week in range(row.half - 1, len(row.counts))]
            clean[place] += found[1:]
            turns[place] += [now and not before for before, now in pairwise(found)]
    a_month = INDICATORS * WEEKS_A_MONTH
    return [
        Seen(bursts=len(one), alone=_mean(one), again=_mean(more), windows=_mean(false), episodes=_mean(turn) * a_month)
        for one, more, false, turn in zip(alone, again, clean, turns, strict=True)
    ]


def _sees(row: Row, start: int, rule: Rule) -> bool:
    return any(row.emerging(week, rule) for week in range(start, start + LENGTH))


def _only(counts: Floats, injected: Floats, start: int) -> Floats:
    """One burst, and none before it."""
    found = counts.copy()
    found[start : start + LENGTH] = injected[start : start + LENGTH]
    return found


def _mean(values: Sequence[bool]) -> float:
    return float(np.mean(values)) if values else float("nan")


def main() -> int:
    """Exit status 0."""
    parser = argparse.ArgumentParser(
        prog="python -m evals.levels", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--synthetic", action="store_true", help="draw the series instead of reading them")
    series = synthetic() if parser.parse_args().synthetic else [*chosen(icews()), *chosen(ged())]
    if not series:
        print("levels: not measured (the event sets of evals.bursts are not there)", file=sys.stderr)
        return 0
    print("| emerging by | bursts | seen, each alone | seen, after others | clean windows emerging | episodes a month |")
    print("|---|---|---|---|---|---|")
    for rule, found in zip(RULES, seen(series), strict=True):
        print(row_of(rule.name, found.bursts, found.alone, found.again, found.windows, found.episodes))
    return 0


if __name__ == "__main__":
    sys.exit(main())
