"""How often such things come: the base rate of a rule from event history and the lake's own incidents, and the references to beat.

Counts are Gamma-Poisson: a rate is not known but distributed, and the more so the less was seen of it, so that what was never seen has a
small probability and not none (Gelman et al., Bayesian Data Analysis, ch. 2.6). Counts of conflict come in bursts; the dispersion is taken
from the counts of overlapping windows as long as the horizon (the moment estimate of the negative binomial).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cache
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq
from scipy.special import expit, logit
from scipy.stats import gamma, nbinom, poisson

from tocsin.forecast.calibration import fit_beta
from tocsin.forecast.rules import deadline_of
from tocsin.forecast.telling import as_known, fresh, told_at
from tocsin.gazetteer.actors import bodies
from tocsin.patterns import KNOWN_TO_BE, is_code, matches
from tocsin.records import BaseRate, History, Incident, Pattern, Rule

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

MODEL = "rates/1"

LEAST_WEEKS = 8
"""Of the lake, where there is no history."""

HALF_LIFE_DAYS = 180.0
"""After which a week weighs half: what was so a year ago says less of the next month than last month does."""

PRIOR_WEEKS = 13.0
"""How many weeks of the present the long run is worth at most: a quarter of a year overrules it."""

LEAST_EVENTS = 10
"""In the lake and in the table, for saying how much of what the table has the lake's sources tell."""

LEAST_RESOLVED = 50
LEAST_OF_EACH = 5
"""Resolved forecasts, and among them such that came and such that did not, from which on `calibrated` mends anything."""

_UNSEEN = 0.5  # added to every count (Jeffreys' prior of a Poisson rate)
_SHRINK = 2.0  # how many windows the base rate is worth among those that followed a window with, or without
_EVEN = (0.05, 0.95)
_SURE = 1e-4  # a base rate of 0 or 1 that people gave is moved so far inwards
_NOBODY: Mapping[str, Iterable[str]] = MappingProxyType({})
_UNCOUNTED: Mapping[date, int] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class RateForecast:
    """What rates alone say of a rule.

    probability: 0 to 1, from the long run and the latest weeks together.
    base_rate:   what the long run alone gives: of the history, else of the whole lake.
    persistence: that it goes on as it was in the days before: how often it came after it had come (or had not). None where that is unknown.
    low, high:   within which the probability lies with 90 %, as far as that hangs on how little was seen.
    because:     what it rests on, in sentences for people, cautions included.
    weeks:       that were counted for the long run; 0 where people gave it and the lake is young.
    """

    probability: float
    base_rate: float
    persistence: float | None
    low: float
    high: float
    because: tuple[str, ...]
    weeks: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Weeks:
    """Counts of whole weeks, the oldest first; exposure 1 is usual; age: days from the end of a week to the day of asking.

    elicited: whether people gave the rate, and nothing was counted.
    """

    counts: Floats
    exposure: Floats
    age: Floats
    because: tuple[str, ...] = ()
    elicited: bool = False

    @property
    def events(self) -> float:
        """Of all weeks, with what may have been missed by chance."""
        return float(self.counts.sum()) + (0.0 if self.elicited else _UNSEEN)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Lake:
    """The lake's incidents as of a moment, and the weeks of its reading."""

    told: tuple[tuple[date, Incident], ...]
    sentences: Mapping[str, Iterable[str]]
    day: date
    first: date
    exposure: Floats

    def days(self, pattern: Pattern) -> list[date]:
        """When each incident of the pattern was told."""
        return [day for day, incident in self.told if matches(pattern, incident, self.sentences.get(incident.id, ()))]

    def weeks(self, pattern: Pattern) -> _Weeks:
        """Of the pattern; the last week ends on the day of asking."""
        n = len(self.exposure)
        back = np.array([(self.day - day).days // 7 for day in self.days(pattern)], np.int64)
        counts = np.bincount(n - 1 - back[back < n], minlength=n).astype(np.float64)
        return _Weeks(counts=counts, exposure=self.exposure, age=7.0 * np.arange(n, dtype=np.float64)[::-1])


def rate_forecast(
    rule: Rule,
    *,
    as_of: datetime,
    given: BaseRate | None = None,
    given_days: int | None = None,
    history: History | None = None,
    incidents: Iterable[Incident] = (),
    sentences: Mapping[str, Iterable[str]] = _NOBODY,
    first_article: date | None = None,
    articles_by_day: Mapping[date, int] = _UNCOUNTED,
) -> RateForecast | None:
    """The probability of a rule, from how often such things came; None where there is "not enough history".

    That is: neither a base rate that people gave, nor a history that knows the actors, nor `LEAST_WEEKS` weeks of the lake. Only weeks
    of the history that ended before the day of asking count, and only what was known by `as_of`.

    given:     a base rate; where it has a probability, it is the long run in place of the history's.
    given_days: of how many days that probability is; None for the horizon that is left.
    history:   weekly counts of an event table. It tells no place, words, mode or origins: a rule that asks for them is scaled by the lake's
               share of such; and every rate by how much of what a table has the lake tells at all; both once the lake has `LEAST_EVENTS`.
               Till then `because` says that the rate may be too high.
    incidents, sentences: of the lake; sentences by id of the incident, those that tell it.
    first_article, articles_by_day: since when the lake reads, and how much it read each day: a week of half the articles counts half.
    """
    day = as_of.date()
    horizon = (deadline_of(rule, day) - day).days
    lake = _lake(incidents, sentences, articles_by_day, first_article, as_of)
    own = lake.weeks(rule.pattern) if lake else None
    known = own if own and len(own.counts) >= LEAST_WEEKS else None
    before = (
        _elicited(given, rule, given_days or horizon)
        if given and given.probability is not None
        else _counted(rule.pattern, history, lake, day)
    )
    long_run = before or known
    if long_run is None:
        return None
    runs = known if before and before.elicited else long_run
    base = _chance(long_run, long_run.events, long_run.exposure.sum(), horizon, rule.at_least)
    recent = own or runs
    seen, spent = _faded(recent) if recent else (0.0, 0.0)
    weight = min(PRIOR_WEEKS, long_run.exposure.sum()) if before else 0.0
    prior = long_run.events / long_run.exposure.sum() * weight if before else _UNSEEN
    now = _chance(runs or long_run, seen + prior, spent + weight, horizon, rule.at_least)
    persistence, came = _persistence(rule, lake, runs, base.probability, horizon)
    return RateForecast(
        probability=now.probability,
        base_rate=base.probability,
        persistence=persistence,
        low=now.low,
        high=now.high,
        because=(*long_run.because, *_of_lake(own), *came),
        weeks=len(runs.counts) if runs else 0,
    )


def _elicited(given: BaseRate, rule: Rule, horizon: int) -> _Weeks:
    """As many quiet and even weeks as give the probability that people gave."""
    p = min(max(given.probability or 0.0, _SURE), 1 - _SURE)

    def weeks(log_rate: float) -> _Weeks:
        counts = np.full(int(PRIOR_WEEKS), np.exp(log_rate))
        text = f"base rate {p:.2g}: {given.source}"
        age = 7.0 * np.arange(len(counts), dtype=np.float64)[::-1]
        return _Weeks(counts=counts, exposure=np.ones(len(counts)), age=age, because=(text,), elicited=True)

    def miss(log_rate: float) -> float:
        tried = weeks(log_rate)
        return _chance(tried, tried.events, tried.exposure.sum(), horizon, rule.at_least).probability - p

    return weeks(float(brentq(miss, -20.0, 12.0)))


def knows(history: History, pattern: Pattern, day: date) -> bool:
    """Whether a history can tell, of weeks that ended before a day, how often incidents of the pattern come."""
    return _table(pattern, history, day) is not None


def calibrated(probability: float, past: Sequence[tuple[float, bool]]) -> float:
    """The probability as past forecasts of the kind (probability, whether it came) have turned out, by the beta map.

    Left as it is with fewer than `LEAST_RESOLVED` of them, or fewer than `LEAST_OF_EACH` that came or that did not.
    """
    came = sum(outcome for _, outcome in past)
    if len(past) < LEAST_RESOLVED or min(came, len(past) - came) < LEAST_OF_EACH:
        return probability
    return float(fit_beta([p for p, _ in past], [outcome for _, outcome in past])([probability])[0])


def _lake(
    incidents: Iterable[Incident],
    sentences: Mapping[str, Iterable[str]],
    articles_by_day: Mapping[date, int],
    first: date | None,
    as_of: datetime,
) -> _Lake | None:
    day = as_of.date()
    n = (day - first).days + 1 if first else 0
    if first is None or n < 7:
        return None
    known = (as_known(incident, as_of) for incident in incidents if incident.known_at <= as_of)
    told = sorted(((told_at(i).date(), i) for i in known if fresh(i)), key=lambda pair: (pair[0], pair[1].id))
    read = np.array([sum(articles_by_day.get(day - timedelta(7 * k + d), 0) for d in range(7)) for k in range(n // 7)][::-1], np.float64)
    exposure = read / read.mean() if read.any() else np.ones(n // 7)
    return _Lake(told=tuple(told), sentences=sentences, day=day, first=first, exposure=exposure)


def _counted(pattern: Pattern, history: History | None, lake: _Lake | None, day: date) -> _Weeks | None:
    table = _table(pattern, history, day) if history else None
    return _scaled(table, pattern, history, lake) if table and history and lake else table


def _table(pattern: Pattern, history: History, day: date) -> _Weeks | None:
    """The weekly counts of the pattern, as far as a table can tell it; None where it cannot."""
    monday = history.first + timedelta(-history.first.weekday() % 7)
    last = min(history.last, day - timedelta(1))
    n = ((last - monday).days + 1) // 7
    if n < 1 or (pattern.statuses and not KNOWN_TO_BE & set(pattern.statuses)):
        return None
    present = frozenset(code for count in history.counts for code in (count.who, count.whom))
    who, whom = _codes(pattern.who, present), _codes(pattern.whom, present)
    if (pattern.who and not who) or (pattern.whom and not whom):
        return None
    counts = np.zeros(n)
    for count in history.counts:
        week = (count.week - monday).days // 7
        if 0 <= week < n and (not pattern.types or count.type in pattern.types) and _between(pattern, who, whom, count.who, count.whom):
            counts[week] += count.events
    age = (day - monday).days - 7.0 * np.arange(1, n + 1, dtype=np.float64)
    until = monday + timedelta(7 * n - 1)
    because = [f"{history.title}: {counts.sum():.0f} events in {n} weeks ({monday} to {until}), {counts.sum() / n:.2g} a week"]
    coarse = sorted(code for code in who | whom if not any(_is_code_of(term, code) for term in pattern.who + pattern.whom))
    if coarse:
        because.append(f"the history is no finer than {', '.join(coarse)}: its rate is of more than was asked for")
    return _Weeks(counts=counts, exposure=np.ones(n), age=age, because=tuple(because))


def _between(pattern: Pattern, who: frozenset[str], whom: frozenset[str], doer: str, target: str) -> bool:
    straight = (not pattern.who or doer in who) and (not pattern.whom or target in whom)
    return straight or (pattern.between and (not pattern.who or target in who) and (not pattern.whom or doer in whom))


def _codes(terms: tuple[str, ...], present: frozenset[str]) -> frozenset[str]:
    """Those of a table's codes that the terms mean; where it has none so fine, those that hold the term's actors among others."""
    found: set[str] = set()
    for term in terms:
        code = _code(term)
        finer = {other for other in present if code and other.startswith(code)}
        found |= finer or {other for other in present if code and other and code.startswith(other)}
    return frozenset(found)


def _is_code_of(term: str, code: str) -> bool:
    own = _code(term)
    return own is not None and code.startswith(own)


@cache
def _code(term: str) -> str | None:
    """The CAMEO code of an actor term; None for a name that the tables give none."""
    if is_code(term):
        return term
    return next((body.code for body, names in bodies() if term.casefold() in (name.casefold() for name in names)), None)


def _scaled(table: _Weeks, pattern: Pattern, history: History, lake: _Lake) -> _Weeks:
    """The table's rate brought down (or up) to what the lake's sources would tell, as far as that can be measured."""
    told = replace(pattern, modes=(), areas=(), words=(), statuses=(), stances=(), origins=1)
    broad = replace(told, types=())
    whole = _table(broad, history, lake.day)
    assert whole is not None  # noqa: S101  the narrower one was there
    there, here = whole.counts.sum(), lake.weeks(broad).counts.sum()
    scale, because = 1.0, list(table.because)
    if min(there, here) >= LEAST_EVENTS:
        scale = float(here / len(lake.exposure) / (there / len(whole.counts)))
        because.append(f"of what passes between the two at all this lake has {scale:.2g} times what the history has a week: scaled by that")
    else:
        because.append("a history holds more than this lake's sources tell; how much more cannot be measured yet: the rate may be too high")
    if told != pattern:
        kind, narrow = len(lake.days(told)), len(lake.days(pattern))
        if kind >= LEAST_EVENTS:
            share = (narrow + _UNSEEN) / (kind + 2 * _UNSEEN)
            scale *= share
            because.append(f"{narrow} of the lake's {kind} incidents of the type are as asked: scaled by {share:.2g}")
        else:
            because.append("the history tells no mode, place, words or origins: its rate is of more than was asked for")
    return replace(table, exposure=table.exposure / scale, because=tuple(because))


def _of_lake(own: _Weeks | None) -> list[str]:
    if own is None:
        return ["the lake is younger than a week"]
    n = len(own.counts)
    return [f"this lake: {own.counts.sum():.0f} in {n} weeks; a week weighs half after {HALF_LIFE_DAYS:.0f} days"]


def _faded(weeks: _Weeks) -> tuple[float, float]:
    """Counts and exposure, each week by its age."""
    weight = np.exp2(-weeks.age / HALF_LIFE_DAYS)
    return float(weight @ weeks.counts), float(weight @ weeks.exposure)


@dataclass(frozen=True, slots=True)
class _Chance:
    probability: float
    low: float
    high: float


def _chance(long_run: _Weeks, mass: float, weeks: float, horizon: int, at_least: int) -> _Chance:
    """P(at least so many within the horizon) for a rate known by `mass` events in so many weeks.

    The greatest over windows up to the horizon, each with its own dispersion, so that a longer horizon never gives less.
    """
    best = (-1.0, 0.0, 0.0, 0.0)  # probability, mean, shape, 1 / r
    for width in range(1, -(-horizon // 7) + 1):
        spread, burst = _dispersion(long_run.counts, width)
        mean, shape = mass / weeks * min(horizon, 7 * width) / 7, mass / spread
        best = max(best, (_more(at_least, mean, 1 / (burst + 1 / shape)), mean, shape, burst))
    p, mean, shape, burst = best
    r = 1 / burst if burst else np.inf
    low, high = (_more(at_least, mean * q / shape, r) for q in np.asarray(gamma.ppf(_EVEN, shape)).tolist())
    return _Chance(p, min(low, p), max(high, p))


def _dispersion(counts: Floats, width: int) -> tuple[float, float]:
    """Of overlapping windows of so many weeks: variance by mean (1 or more), and 1 / r of the negative binomial (0 for Poisson)."""
    width = max(1, min(width, len(counts) // 2))
    sums = np.convolve(counts, np.ones(width), "valid")
    mean = float(sums.mean())
    if mean <= 0 or len(sums) < 2:
        return 1.0, 0.0
    spread = max(1.0, float(sums.var(ddof=1)) / mean)
    return spread, (spread - 1) / mean


def _more(at_least: int, mean: float, r: float) -> float:
    if np.isinf(r):
        return float(poisson.sf(at_least - 1, mean))
    return float(nbinom.sf(at_least - 1, r, r / (r + mean)))


def _persistence(rule: Rule, lake: _Lake | None, runs: _Weeks | None, base: float, horizon: int) -> tuple[float | None, list[str]]:
    """How often it came after a window in which it had come, or had not, whichever was the case before the day of asking."""
    width = max(1, round(horizon / 7))
    came = _came_before(rule, lake, runs, horizon, width)
    if came is None or runs is None:
        return None, ["whether it came in the days before is not known"]
    windows = np.convolve(runs.counts, np.ones(width), "valid") >= rule.at_least
    after, before = windows[width:], windows[:-width]
    like = before == came
    usual = float(np.clip((windows.sum() / width + _SHRINK * base) / (len(windows) / width + _SHRINK), 1e-6, 1 - 1e-6))
    often = (float((after & like).sum()) / width + _SHRINK * usual) / (float(like.sum()) / width + _SHRINK)
    moved = logit(np.clip(base, 1e-6, 1 - 1e-6)) + logit(np.clip(often, 1e-6, 1 - 1e-6)) - logit(usual)
    text = f"in the {horizon} days before it {'came' if came else 'did not come'}"
    return float(expit(moved)), [text]


def _came_before(rule: Rule, lake: _Lake | None, runs: _Weeks | None, horizon: int, width: int) -> bool | None:
    if lake is not None and (lake.day - lake.first).days + 1 >= horizon:
        return sum((lake.day - day).days < horizon for day in lake.days(rule.pattern)) >= rule.at_least
    if lake is None and runs is not None and runs.age[-1] <= 7 and len(runs.counts) >= width:
        return bool(runs.counts[-width:].sum() >= rule.at_least)
    return None
