"""How many bursts put into real counts the detectors find, and how often they cry out without one.

python -m evals.bursts [--synthetic]

The counts are weekly: events of ICEWS by actor and class of event and by pair of actors (folder `forecast` of TOCSIN_GOLD), and events of
UCDP GED in Syria by pair of sides and by governorate (events.tar.gz in TOCSIN_CORPORA); what is not there is not measured. With
--synthetic, negative-binomial series that anyone can draw. How the bench works: docs/reference/detectors.md.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import importlib
import os
import sys
import tarfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from evals.tasks import GOLD_VARIABLE, gold_folder
from tocsin.indicators.detectors import DEFAULT, DETECTORS, Detector, Floats, surprise, threshold_for

scorer: Any = importlib.import_module("evals.forecast")  # kept to the letter, and so without types

CORPORA_VARIABLE = "TOCSIN_CORPORA"
FACTOR, LENGTH = 3, 2  # the burst: times, weeks
MOST_FALSE, GOAL = 0.05, 0.85
WARM_UP = 52  # weeks before the first that a threshold is learnt from
APART = 13  # weeks from one burst to the next, at least; at most twice as many
LEAST_MEAN, LEAST_WEEKS = 1.0, 104
STRATA = ((1.0, 3.0), (3.0, 10.0), (10.0, np.inf))
MOST_SERIES = 40  # a set and stratum
NEIGHBOURS = 8  # weeks to either side that the oracle takes the mean of
SEED = 20260101
GED_CODED_TO_THE_WEEK = {"1.0", "2.0"}

Way = Literal["times", "added"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """One row of weekly counts. exposure: how much was reported in each week, as share of the mean; 1 where that is not known."""

    source: str
    counts: Floats
    exposure: Floats

    @property
    def half(self) -> int:
        """The first week of the half that is judged; thresholds are learnt before it."""
        return len(self.counts) // 2

    @property
    def stratum(self) -> int:
        """Index into STRATA of the mean of all weeks."""
        mean = self.counts.mean()
        return next(i for i, (low, high) in enumerate(STRATA) if low <= mean < high)


@dataclass(frozen=True, slots=True, kw_only=True)
class Injected:
    """The same series with bursts. starts: first weeks of them."""

    counts: Floats
    starts: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """One series under one detector.

    past:    scores of the clean weeks that thresholds are learnt from.
    clean:   scores of the clean weeks that are judged.
    highest: the higher score of each burst's two weeks.
    """

    series: Series
    past: Floats
    clean: Floats
    highest: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Of many trials.

    found, false_alarms: shares of bursts and of clean weeks above thresholds learnt from the past.
    at_most: share of bursts found by the threshold that exactly 5 % of the judged clean weeks exceed.
    area:    under the ROC curve, the two weeks of a burst against any two clean weeks in a row.
    """

    bursts: int
    found: float
    false_alarms: float
    at_most: float
    area: float


def main() -> int:
    """Exit status 0; the goal is reported, not enforced."""
    parser = argparse.ArgumentParser(
        prog="python -m evals.bursts", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--synthetic", action="store_true", help="draw the series instead of reading them")
    series = synthetic() if parser.parse_args().synthetic else [*chosen(icews()), *chosen(ged())]
    if not series:
        print(f"bursts: not measured (set {GOLD_VARIABLE} and {CORPORA_VARIABLE} to the folders of the event sets)", file=sys.stderr)
        return 0
    report(series)
    return 0


# --- series ----------------------------------------------------------------------------------------------------------


def icews() -> list[Series]:
    """Actor by CAMEO root and directed pairs of actors, 2005-2014; actors folded to countries as the scorer of forecasts does."""
    folder = gold_folder() / "forecast" / "icews0515"
    if not folder.is_dir():
        return []
    scorer.HERE = str(gold_folder())  # where it looks up the names of relations
    facts = np.concatenate([scorer.facts(scorer.find(str(folder), part)) for part in ("train", "valid")])
    actors, _ = scorer.fold_actors(scorer.names(scorer.find(str(folder), "entity2id")))
    roots = scorer.roots(scorer.names(scorer.find(str(folder), "relation2id")))
    source, root, target, week = actors[facts[:, 0]], roots[facts[:, 1]], actors[facts[:, 2]], facts[:, 3] // 7
    return [
        *tabled("ICEWS", zip(source, root, strict=True), week, exposed=True),
        *tabled("ICEWS", zip(source, target, strict=True), week, exposed=True),
    ]


def ged() -> list[Series]:
    """Pairs of sides and governorates of Syria, 2016-2019; events dated to the day or the week."""
    path = Path(os.environ.get(CORPORA_VARIABLE, "../shared/corpora")) / "events.tar.gz"
    if not path.exists():
        return []
    with tarfile.open(path) as archive:
        member = archive.extractfile("events-ucdp-ged-syria/ucdp_ged191_syria.csv.gz")
        if member is None:
            return []
        with gzip.open(member, "rt", encoding="utf-8") as lines:
            rows = [row for row in csv.DictReader(lines) if row["date_prec"] in GED_CODED_TO_THE_WEEK and row["adm_1"]]
    days = np.array([date.fromisoformat(row["date_start"]).toordinal() for row in rows])
    week = (days - days.min()) // 7
    sides, places = [row["dyad_name"] for row in rows], [row["adm_1"] for row in rows]
    return [row for keys in (sides, places) for row in tabled("GED Syria", keys, week, exposed=False)]


def tabled(source: str, keys: Iterable[object], week: NDArray[np.int64], *, exposed: bool) -> Iterator[Series]:
    """One series a key: those with enough events a week, over enough weeks. The last week, which may be cut short, is left out.

    exposed: the exposure is the number of all events but the key's own.
    """
    names = [str(key) for key in keys]
    row = {name: i for i, name in enumerate(sorted(set(names)))}
    table = np.zeros((len(row), int(week.max())))
    inside = week < week.max()
    np.add.at(table, (np.array([row[name] for name in names])[inside], week[inside]), 1)
    total = table.sum(axis=0)
    for counts in table[table.mean(axis=1) >= LEAST_MEAN]:
        if len(counts) >= LEAST_WEEKS:
            others = total - counts if exposed else np.ones_like(counts)
            yield Series(source=source, counts=counts, exposure=others / others.mean())


def chosen(series: Sequence[Series]) -> list[Series]:
    """At most MOST_SERIES a stratum, drawn with the seed."""
    rng = np.random.default_rng(SEED)
    found: list[Series] = []
    for stratum in range(len(STRATA)):
        rows = [row for row in series if row.stratum == stratum]
        keep = np.sort(rng.permutation(len(rows))[:MOST_SERIES])
        found += [rows[i] for i in keep]
    return found


def synthetic(rows: int = 20, weeks: int = 312, seed: int = SEED) -> list[Series]:
    """Rows a stratum: negative binomial, dispersion 2, about a level that drifts by 4 % a week, with a season and uneven exposure."""
    rng = np.random.default_rng(seed)
    found = []
    for mean in np.repeat((1.8, 6.0, 25.0), rows):
        drift = np.zeros(weeks)
        for t in range(1, weeks):
            drift[t] = 0.98 * drift[t - 1] + rng.normal(0, 0.04)
        season = 0.2 * np.sin(2 * np.pi * (np.arange(weeks) / 52 + rng.random()))
        exposure = rng.gamma(50, 1 / 50, weeks)
        counts = rng.poisson(rng.gamma(mean * np.exp(drift + season) * exposure)).astype(np.float64)
        if counts.mean() >= LEAST_MEAN:
            found.append(Series(source="synthetic", counts=counts, exposure=exposure))
    return found


# --- bursts ----------------------------------------------------------------------------------------------------------


def inject(series: Series, way: Way, rng: np.random.Generator) -> Injected:
    """Bursts in the judged half.

    times: the count times three. A place where both weeks are empty stays empty, and is passed over.
    added: the count and a Poisson draw of twice the median of the eight weeks to either side; passed over where that is 0.
    """
    counts, starts = series.counts.copy(), []
    start = series.half + int(rng.integers(APART))
    while start + LENGTH <= len(counts):
        weeks = slice(start, start + LENGTH)
        around = np.r_[series.counts[start - NEIGHBOURS : start], series.counts[start + LENGTH : start + LENGTH + NEIGHBOURS]]
        level = float(np.median(around))
        extra = (FACTOR - 1) * series.counts[weeks] if way == "times" else rng.poisson((FACTOR - 1) * level, LENGTH)
        if series.counts[weeks].any() if way == "times" else level > 0:
            counts[weeks] += extra
            starts.append(start)
        start += APART + int(rng.integers(APART))
    return Injected(counts=counts, starts=tuple(starts))


def trials(series: Sequence[Series], score: Callable[[Series, Floats], Floats]) -> dict[Way, list[Trial]]:
    """Every series clean and with bursts of either way; the same bursts for every detector."""
    rng = np.random.default_rng(SEED)
    found: dict[Way, list[Trial]] = {"times": [], "added": []}
    for row in series:
        clean = score(row, row.counts)
        for way, cases in found.items():
            injected = inject(row, way, rng)
            burst = score(row, injected.counts)
            highest = np.array([burst[start : start + LENGTH].max() for start in injected.starts])
            cases.append(Trial(series=row, past=clean[WARM_UP : row.half], clean=clean[row.half :], highest=highest))
    return found


def of_detector(detector: Detector) -> Callable[[Series, Floats], Floats]:
    """As `trials` wants it."""
    return lambda series, counts: detector.scores(counts, series.exposure)


def known(series: Series) -> tuple[Floats, float]:
    """What no detector has: the mean of the clean weeks around each week, at its exposure, and the dispersion of the whole row."""
    kernel = np.ones(2 * NEIGHBOURS + 1)
    kernel[NEIGHBOURS] = 0
    near = np.convolve(series.counts, kernel, mode="same") / np.convolve(series.exposure, kernel, mode="same")
    expected = np.maximum(near * series.exposure, 0.05)
    return expected, float(((series.counts - expected) ** 2 / expected).mean())


def oracle(series: Series, counts: Floats) -> Floats:
    """Surprise in bits of one who knows."""
    expected, dispersion = known(series)
    return surprise(counts, expected, np.full(len(counts), dispersion))


def poisson_limit(series: Sequence[Series]) -> dict[Way, list[Trial]]:
    """The trials of one who knows, on counts that are Poisson about what is known: what chance alone leaves to be found."""
    rng = np.random.default_rng(SEED)
    found: dict[Way, list[Trial]] = {"times": [], "added": []}
    for row in series:
        mean, ones = known(row)[0], np.ones(len(row.counts))
        drawn = Series(source=row.source, counts=rng.poisson(mean).astype(np.float64), exposure=row.exposure)
        for way, cases in trials([drawn], partial(_surprise_at, mean, ones)).items():
            found[way] += cases
    return found


def _surprise_at(mean: Floats, dispersion: Floats, _: Series, counts: Floats) -> Floats:
    return surprise(counts, mean, dispersion)


# --- figures ---------------------------------------------------------------------------------------------------------


def figures(cases: Sequence[Trial], *, per_series: bool = False) -> Figures:
    """Thresholds are learnt by source over all its series, or by series."""
    keys = [str(i) if per_series else case.series.source for i, case in enumerate(cases)]
    thresholds = {key: learnt([case for case, own in zip(cases, keys, strict=True) if own == key]) for key in set(keys)}
    least = np.array([thresholds[key] for key in keys])
    highest, clean = [case.highest for case in cases], [case.clean for case in cases]
    bursts, weeks = np.concatenate(highest), np.concatenate(clean)
    return Figures(
        bursts=len(bursts),
        found=float((bursts > np.repeat(least, [len(row) for row in highest])).mean()),
        false_alarms=float((weeks > np.repeat(least, [len(row) for row in clean])).mean()),
        at_most=float((bursts > np.nanquantile(weeks, 1 - MOST_FALSE, method="higher")).mean()),
        area=roc_area(bursts, np.concatenate([np.fmax(row[1:], row[:-1]) for row in clean])),
    )


def learnt(cases: Sequence[Trial]) -> float:
    """The threshold for MOST_FALSE alarms a week; inf where the past is too short for one, and so never an alarm."""
    threshold = threshold_for(np.concatenate([case.past for case in cases]), MOST_FALSE, 1)
    return np.inf if threshold is None else threshold


def roc_area(positive: Floats, negative: Floats) -> float:
    """Chance that a positive scores higher than a negative; ties count half. Without a score is lowest."""
    positive, negative = np.nan_to_num(positive, nan=-np.inf), np.sort(np.nan_to_num(negative, nan=-np.inf))
    below = np.searchsorted(negative, positive, "left") + np.searchsorted(negative, positive, "right")
    return float(below.mean() / (2 * len(negative)))


def report(series: Sequence[Series]) -> None:
    """All detectors on both halves of the series; then the default by source and mean, beside what could be known at most."""
    print(f"{len(series)} series; bursts: times {FACTOR} for {LENGTH} weeks")
    print(f"goal: {GOAL:.0%} found at <= {MOST_FALSE:.0%} false alarms a week\n")
    print("| detector | dev: found | false | test: found | false | found at 5 % | ROC area | added, test: found | false | ROC area |")
    print("|---|---|---|---|---|---|---|---|---|---|")
    default: dict[Way, list[Trial]] = {}
    for detector in DETECTORS:
        cases = trials(series, of_detector(detector))
        dev, test, other = figures(cases["times"][::2]), figures(cases["times"][1::2]), figures(cases["added"][1::2])
        shown = (dev.found, dev.false_alarms, test.found, test.false_alarms, test.at_most, test.area)
        print(row_of(detector.name, *shown, other.found, other.false_alarms, other.area), flush=True)
        if detector is DEFAULT:
            default = cases
    known_cases, limit = trials(series, oracle), poisson_limit(series)
    print(f"\n{DEFAULT.name}, all series; {boldness(default['times'])}\n")
    print(
        "| bursts | source | mean | series | bursts | found | false | with own thresholds | false | found at 5 % | oracle | Poisson limit |"
    )
    print("|---|---|---|---|---|---|---|---|---|---|---|---|")
    for way, cases_of_way in default.items():
        for source, stratum in groups(series):
            keep = [i for i, row in enumerate(series) if source in (None, row.source) and stratum in (None, row.stratum)]
            here, known_here, limit_here = ([rows[i] for i in keep] for rows in (cases_of_way, known_cases[way], limit[way]))
            pooled, own = figures(here), figures(here, per_series=True)
            ours = (pooled.found, pooled.false_alarms, own.found, own.false_alarms, pooled.at_most)
            most = (figures(known_here).at_most, figures(limit_here).at_most)
            print(row_of(way, source or "all", named(stratum), len(keep), pooled.bursts, *ours, *most))


def boldness(cases: Sequence[Trial]) -> str:
    """How often clean weeks reach a surprise that their bits say is rarer."""
    weeks = np.concatenate([case.clean for case in cases])
    shares = (f"{(weeks > -np.log2(chance)).mean():.4f} at {chance:g}" for chance in (0.05, 0.01, 0.001))
    return "judged clean weeks more surprising than their bits allow: " + ", ".join(shares)


def row_of(*cells: str | float) -> str:
    """One line of a table."""
    return "| " + " | ".join(f"{cell:.3f}" if isinstance(cell, float) else str(cell) for cell in cells) + " |"


def groups(series: Sequence[Series]) -> list[tuple[str | None, int | None]]:
    """All, each stratum, each source, each stratum of each source; those that have series."""
    sources = sorted({row.source for row in series})
    there = {(row.source, row.stratum) for row in series}
    strata = sorted({stratum for _, stratum in there})
    parts: list[tuple[str | None, int | None]] = [(None, None), *((None, k) for k in strata)]
    if len(sources) > 1:
        parts += [part for source in sources for part in ((source, None), *((source, k) for k in strata if (source, k) in there))]
    return parts


def named(stratum: int | None) -> str:
    """As it stands in the table."""
    return "all" if stratum is None else f"{STRATA[stratum][0]:g}-{STRATA[stratum][1]:g}".replace("-inf", " and more")


if __name__ == "__main__":
    sys.exit(main())
