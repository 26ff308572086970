"""What has passed between pairs of actors up to a day, as features of the question whether violence follows."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tocsin.forecast.decayed import HALF_LIVES, Decayed, effective_days

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

VIOLENT_ROOT = 18  # CAMEO 18 assault, 19 fight, 20 unconventional mass violence
WEEK = 7
_WEEKS = 60  # how far back weeks are told apart
_WEEK_HALF_LIVES = (1, 2, 4, 8, 16, 52)  # weeks
_NEVER = 2000.0  # days: the lag of what never happened

ASSAULT, THREAT, WORDS, COOPERATION, PROTEST, COERCION, FIGHT, MATERIAL = range(8)
_KINDS = 8
_KIND_OF_ROOT = np.array(
    [WORDS]  # no root is 0
    + [COOPERATION] * 5
    + [MATERIAL] * 3
    + [WORDS] * 4
    + [THREAT, PROTEST, THREAT, THREAT, COERCION]
    + [ASSAULT, FIGHT, FIGHT]
)
_LONG = [0, 2, 4]  # the half-lives used where five would say the same thrice
_NOBODY = 0  # row of pairs that never met


class DyadHistory:
    """Events between ordered pairs of actors, day by day."""

    def __init__(self, n_actors: int) -> None:
        self._row: dict[tuple[int, int], int] = {}
        self._events, self._violent_days = Decayed(_KINDS), Decayed(1)
        self._out, self._into = Decayed(_KINDS, n_actors), Decayed(_KINDS, n_actors)
        self._last_event, self._last_violence = np.full(1024, -np.inf), np.full(1024, -np.inf)
        self._weeks = np.zeros(1024)  # weeks, counted from the first day, with violence
        self._last_week = np.full(1024, -1.0)
        self._violence: list[Ints] = []  # [k, 2]: row, day
        self.first: int | None = None

    def observe(self, day: int, events: Ints) -> None:
        """Events int64[n, 3]: source, target, CAMEO root."""
        if self.first is None:
            self.first = day
        if not len(events):
            return
        kind = _KIND_OF_ROOT[events[:, 2]]
        rows, which = np.unique([self._make(a, b) for a, b in events[:, :2].tolist()], return_inverse=True)
        counts = _table(which, kind, len(rows))
        violent = rows[_violent(counts) > 0]
        self._events.add(rows, counts, day)
        self._violent_days.add(violent, np.ones((len(violent), 1)), day)
        for side, column in ((self._out, 0), (self._into, 1)):
            actors, which = np.unique(events[:, column], return_inverse=True)
            side.add(actors, _table(which, kind, len(actors)), day)
        self._mark(day, rows, violent)

    def _mark(self, day: int, rows: Ints, violent: Ints) -> None:
        week = (day - (self.first or 0)) // WEEK
        self._last_event[rows] = day
        self._last_violence[violent] = day
        fresh = violent[self._last_week[violent] != week]
        self._weeks[fresh] += 1
        self._last_week[fresh] = week
        self._violence.append(np.stack([violent, np.full(len(violent), day)], 1))

    def _make(self, source: int, target: int) -> int:
        row = self._row.setdefault((source, target), len(self._row) + 1)
        if row >= len(self._weeks):
            self._last_event, self._last_violence = _longer(self._last_event, -np.inf), _longer(self._last_violence, -np.inf)
            self._weeks, self._last_week = _longer(self._weeks, 0), _longer(self._last_week, -1)
        return row

    def features(self, day: int, dyads: Ints) -> NDArray[np.float32]:
        """float32[m, features] of dyads int64[m, 2], from the events observed so far, all of them of days before `day`."""
        there = np.array([self._row.get((a, b), _NOBODY) for a, b in dyads.tolist()], np.int64)
        back = np.array([self._row.get((b, a), _NOBODY) for a, b in dyads.tolist()], np.int64)
        age = day - (day if self.first is None else self.first)
        days = effective_days(age)
        own, other = self._events.at(there, day), self._events.at(back, day)
        hot, hot_back = self._violent_days.at(there, day)[:, 0], self._violent_days.at(back, day)[:, 0]
        columns = [
            *self._weekly(day, there, back, age),
            np.log((hot + 0.05) / days),
            np.log((hot_back + 0.05) / days),
            np.log((hot + hot_back + 0.05) / days)[:, _LONG],
            _bursts(hot, days),
            *(_rate(own[:, kind], days, _LONG) for kind in range(_KINDS)),
            *(_rate(other[:, kind], days, _LONG) for kind in (THREAT, WORDS, COOPERATION, COERCION, FIGHT)),
            _rate(own.sum(1), days),
            *self._actors(day, dyads, own, days),
            self._lags(day, there, back),
            _intensity(own, hot),
            np.log((self._weeks[there] + 0.03) / (age / WEEK + 1))[:, None],
        ]
        return np.concatenate(columns, 1).astype(np.float32)

    def _actors(self, day: int, dyads: Ints, own: Floats, days: Floats) -> list[Floats]:
        source_out, source_in = self._out.at(dyads[:, 0], day), self._into.at(dyads[:, 0], day)
        target_out, target_in = self._out.at(dyads[:, 1], day), self._into.at(dyads[:, 1], day)
        violence = _violent(own)
        return [
            _rate(np.maximum(_violent(source_out) - violence, 0), days),
            _rate(np.maximum(_violent(target_in) - violence, 0), days),
            _rate(_violent(target_out), days, _LONG),
            _rate(_violent(source_in), days, _LONG),
            _rate(source_out.sum(1), days, _LONG),
            _rate(target_in.sum(1), days, _LONG),
            _rate(source_out[:, COERCION] + source_out[:, THREAT], days, _LONG),
            _rate(target_in[:, COERCION] + target_in[:, THREAT], days, _LONG),
            np.log((violence[:, -1:] + 0.1) / (_violent(source_out)[:, -1:] + 1)),
            np.log((violence[:, -1:] + 0.1) / (_violent(target_in)[:, -1:] + 1)),
        ]

    def _lags(self, day: int, there: Ints, back: Ints) -> Floats:
        lags = [day - self._last_violence[there], day - self._last_violence[back], day - self._last_event[there]]
        return np.asarray(np.log1p(np.minimum(np.stack(lags, 1), _NEVER)), np.float64)

    def _weekly(self, day: int, there: Ints, back: Ints, age: int) -> list[Floats]:
        """Faded shares of the past weeks, counted back from the day, with violence: from A to B, from B to A, either."""
        weeks = max(1, min(_WEEKS, age // WEEK))
        mark = np.zeros((len(self._row) + 1, weeks), bool)
        for part in reversed(self._violence):
            if len(part):
                if part[0, 1] < day - weeks * WEEK:
                    break
                mark[part[:, 0], (day - 1 - part[:, 1]) // WEEK] = True
        sides = mark[there], mark[back], mark[there] | mark[back]
        fade = np.stack([np.exp2(-np.arange(weeks) / half_life) for half_life in _WEEK_HALF_LIVES], 1)
        shares = [np.log((side @ fade + 0.03) / (fade.sum(0) + 1)) for side in sides]
        return [shares[0], shares[1][:, _LONG], shares[2][:, _LONG]]


def _table(which: Ints, kind: Ints, rows: int) -> Floats:
    return np.bincount(which * _KINDS + kind, minlength=rows * _KINDS).reshape(rows, _KINDS).astype(np.float64)


def _violent(counts: Floats) -> Floats:
    return np.asarray(counts[:, ASSAULT] + counts[:, FIGHT], np.float64)


def _rate(counts: Floats, days: Floats, which: list[int] | None = None) -> Floats:
    chosen = which or list(range(len(HALF_LIVES)))
    return np.asarray(np.log((counts[:, chosen] + 0.3) / days[chosen]), np.float64)


def _bursts(hot: Floats, days: Floats) -> Floats:
    rates = np.log((hot + 0.05) / days)
    return np.stack([rates[:, 1] - rates[:, 3], rates[:, 2] - rates[:, 4]], 1)


def _intensity(own: Floats, hot: Floats) -> Floats:
    """Violence as a share of all events of the pair, and violent events a violent day."""
    violence = _violent(own)[:, -1]
    return np.stack([np.log((violence + 0.1) / (own.sum(1)[:, -1] + 1)), np.log((violence + 0.3) / (hot[:, -1] + 0.3))], 1)


def _longer(column: Floats, filler: float) -> Floats:
    return np.concatenate([column, np.full(len(column), filler)])
