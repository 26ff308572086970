"""Will one actor act violently against another within a horizon?

The mean log odds of shallow and deep boosted trees and of a small network, on what has passed between the two and around each of them.
They are trained on past days of which the outcome is known by now, each seen with the eyes of that day; and anew as the past grows by a
tenth.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tocsin.forecast.boosting import Trees, fit_trees
from tocsin.forecast.dyad_history import VIOLENT_ROOT, WEEK, DyadHistory
from tocsin.forecast.network import Networks, fit_networks

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_LEAST_EVENTS = 0.25  # times the root of the days observed: a pair's events before a past day, for it to be asked about on that day
_LEAST_DAYS = 30  # of past before the first day asked about
_MOST_ORIGINS = 600
_MOST_QUIET = 100_000  # training rows in which nothing happened
_COLD = 0.3  # share of rows kept of pairs without any violence so far, against those with
_GROWTH = 1.1  # of the past, until the models are fitted anew
_PRIOR = 0.03  # of the base rate, as if one window had been seen
_DECAY, _DECAY_WEEKS = 1.0, 100.0  # of the networks' weights: at length, and the weeks of past at which it is twice that
_SEED = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Models:
    """Three that err differently."""

    shallow: Trees
    deep: Trees
    networks: Networks

    def probability(self, rows: NDArray[np.float32]) -> Floats:
        odds = (self.shallow.log_odds(rows) + self.deep.log_odds(rows) + self.networks.log_odds(rows)) / 3
        return np.asarray(1 / (1 + np.exp(-odds)), np.float64)


class DyadForecaster:
    """P(an event of CAMEO root 18, 19 or 20 from A to B in [day, day + horizon))."""

    def __init__(self, n_actors: int) -> None:
        self._n = n_actors
        self._days: list[tuple[int, Ints]] = []
        self._history = DyadHistory(n_actors)
        self._models: dict[int, tuple[int, _Models | None]] = {}  # horizon -> last day of the past that they were fitted to

    def observe(self, day: int, events: Ints) -> None:
        """Events int64[n, 3] (source, target, root 1..20) of one day, later than all days before. Raises ValueError where it is not."""
        if self._days and day <= self._days[-1][0]:
            raise ValueError(f"day {day} was observed after day {self._days[-1][0]}; days come once, in order")
        events = np.asarray(events, np.int64).reshape(-1, 3)
        self._days.append((day, events))
        self._history.observe(day, events)

    def fit(self) -> None:
        """Forget the models: they are fitted to the whole past at the next question, for the horizon that is asked about."""
        self._models = {}

    def probability(self, day: int, dyads: Ints, horizon_days: int) -> Floats:
        """float64[m] for dyads int64[m, 2], from events of days before `day`. With too short a past, a low share for all.

        Raises ValueError for a horizon below one day, and for a day that was observed already.
        """
        if horizon_days < 1:
            raise ValueError(f"a horizon of {horizon_days} days; it must be 1 or more")
        if self._days and day <= self._days[-1][0]:
            raise ValueError(f"asked about day {day}, which was observed already; ask before observing it")
        models = self._fitted(horizon_days)
        if models is None:
            return np.full(len(dyads), _PRIOR)
        return models.probability(self._history.features(day, np.asarray(dyads, np.int64).reshape(-1, 2)))

    def _fitted(self, horizon: int) -> _Models | None:
        if not self._days:
            return None
        first, last = self._days[0][0], self._days[-1][0]
        until, models = self._models.get(horizon, (first - 1, None))
        if last - first + 1 >= (until - first + 1) * _GROWTH:
            models = self._fit(horizon)
            self._models[horizon] = (last, models)
        return models

    def _fit(self, horizon: int) -> _Models | None:
        parts = list(self._training(horizon))
        if not parts:
            return None
        rows, happened, weight = (np.concatenate(column) for column in zip(*parts, strict=True))
        if not 0 < happened.sum() < len(happened):
            return None
        return _Models(
            shallow=fit_trees(rows, happened, weight, trees=300, depth=3, seed=1),
            deep=fit_trees(rows, happened, weight, trees=200, depth=4),
            networks=fit_networks(rows, happened, weight, decay=_decay(self._days[-1][0] - self._days[0][0] + 1)),
        )

    def _training(self, horizon: int) -> Iterator[tuple[NDArray[np.float32], Floats, Floats]]:
        plan = _Plan(self._days, horizon)
        history, rng = DyadHistory(self._n), np.random.default_rng(_SEED)
        for day, events in self._days:
            if day in plan.origins:
                dyads, happened, weight = plan.questions(day, rng)
                if len(dyads):
                    yield history.features(day, dyads), happened, weight
            history.observe(day, events)


def _decay(days: int) -> float:
    """Windows overlap, and say the same again: what was learnt is as much as the weeks of past, not the rows, so the pull goes by these."""
    return _DECAY * (1 + _DECAY_WEEKS * WEEK / days)


class _Plan:
    """Which pairs are asked about on which past days, and what came of it."""

    def __init__(self, days: list[tuple[int, Ints]], horizon: int) -> None:
        self._horizon = horizon
        first, last = days[0][0], days[-1][0]
        step = max(1, -(-(last - first) // _MOST_ORIGINS))
        self.origins = set(range(last + 1 - horizon, first + _LEAST_DAYS - 1, -step))
        events = np.concatenate([np.concatenate([part, np.full((len(part), 1), day)], 1) for day, part in days])
        self._base = int(events[:, :2].max(initial=0)) + 1
        pair = events[:, 0] * self._base + events[:, 1]
        hot, least = events[:, 2] >= VIOLENT_ROOT, int(np.ceil(_LEAST_EVENTS * np.sqrt(last - first + 1)))
        self._pairs, self._known_from, self._hot_from = _since(pair, events[:, 3], hot, least)
        self._hot_pair, self._hot_day = pair[hot], events[hot, 3]
        self._kept = self._share()

    def _share(self) -> float:
        """Share of the quiet rows (of pairs with violence in their past) that is kept."""
        origins = np.sort(np.array(sorted(self.origins), np.int64))
        known = len(origins) - np.searchsorted(origins, self._known_from, "right")
        hot = np.minimum(known, len(origins) - np.searchsorted(origins, self._hot_from, "right"))
        rows = float(hot.sum() + _COLD * (known - hot).sum())
        return min(1.0, _MOST_QUIET / rows) if rows else 1.0

    def questions(self, day: int, rng: np.random.Generator) -> tuple[Ints, Floats, Floats]:
        asked = self._known_from < day
        pairs, was_hot = self._pairs[asked], self._hot_from[asked] < day
        window = (self._hot_day >= day) & (self._hot_day < day + self._horizon)
        happened = np.isin(pairs, self._hot_pair[window])
        share = np.where(happened, 1.0, self._kept * np.where(was_hot, 1.0, _COLD))
        kept = rng.random(len(pairs)) < share
        dyads = np.stack([pairs[kept] // self._base, pairs[kept] % self._base], 1)
        return dyads, happened[kept].astype(np.float64), 1 / share[kept]


def _since(pair: Ints, day: Ints, hot: NDArray[np.bool_], least: int) -> tuple[Ints, Ints, Floats]:
    """Each pair with at least so many events, the day of the one that made them enough, that of its first violent one (else infinity)."""
    order = np.argsort(pair, kind="stable")
    pairs, start, count = np.unique(pair[order], return_index=True, return_counts=True)
    enough = count >= least
    known_from = day[order][start[enough] + least - 1]
    hot_pairs, hot_start = np.unique(pair[hot], return_index=True)
    first = dict(zip(hot_pairs.tolist(), day[hot][hot_start].tolist(), strict=True))
    return pairs[enough], known_from, np.array([first.get(p, np.inf) for p in pairs[enough].tolist()])
