"""What is known of past facts on the morning of a day, arranged so that a question about one subject is answered fast.

Everything here is a function of the facts of earlier days and of nothing else: whoever holds a snapshot cannot see the day that it is for.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from tocsin.forecast.spectral import spectrum

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

HALF_LIVES = (2.0, 10.0, 40.0, np.inf)  # days: of what a subject did to an object
POPULARITY_HALF_LIVES = (5.0, 40.0, np.inf)  # days: of what happened to an object at all
RULE_HALF_LIVES = (8.0, 80.0)  # days: how long a past relation speaks for another
NEIGHBOUR_HALF_LIFE = 40.0  # days
BOND_HALF_LIFE = 90.0  # days: of the graph of who deals with whom
NEVER = 1000.0  # days: the lag of what never happened, and the most that a lag is told apart

_FOLLOWERS = 8  # how many later events of a pair count as following one
_FOLLOW_DAYS = 60
_DIMENSIONS = 64
_SHARPNESS = 3  # power on similarities: near ones count, the many far ones do not
_FLOOR = 1e-5  # of shares among all entities
_SMALL = 1e-3  # of shares among the objects of a subject
_RARE = 0.02  # of decayed counts

PAIR_FEATURES = 4 + 4 + 4 + 2 + 2 + 2 + 1
ENTITY_FEATURES = 6 + 3


def decay(age: NDArray[np.float64], half_life: float) -> NDArray[np.float64]:
    """2^(-age / half-life)."""
    return np.asarray(np.exp2(-age / half_life), np.float64)


def strangers() -> Floats:
    """The pair features of two that never met."""
    never = np.log1p(NEVER)
    shares = [np.log(_SMALL)]
    return np.array([np.log(_RARE)] * 4 + shares * 8 + [never] * 2 + shares * 4 + [np.log(_RARE)], np.float32)


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """One subject's past, for the questions about it.

    events:   slice of the snapshot's events.
    objects:  whom it ever met, ascending.
    reach:    float32[n]: log share of each entity among the partners of its partners.
    nearness: float32[n]: how strong a bond the graph as a whole suggests.
    alike:    float64[n]: similarity of each entity to the subject, 0 for the subject itself.
    """

    events: slice
    objects: Ints
    reach: Floats
    nearness: Floats
    alike: NDArray[np.float64]


@dataclass(slots=True)
class Snapshot:
    """Facts of days before `day`. `facts` is int64[m, 4]: subject, relation, object, day; each fact stands in both directions."""

    day: int
    facts: Ints
    n_entities: int
    n_relations: int
    _relation: Ints = field(init=False)
    _local: Ints = field(init=False)  # of an event: which of its subject's objects
    _age: NDArray[np.float64] = field(init=False)
    _first: Ints = field(init=False)  # of a subject: its first event; one more at the end
    _pair_first: Ints = field(init=False)
    _partner: Ints = field(init=False)
    _bond: Floats = field(init=False)
    _follows: Floats = field(init=False)
    _activity: Floats = field(init=False)
    _by_relation: Ints = field(init=False)
    _relation_first: Ints = field(init=False)
    _relation_age: NDArray[np.float64] = field(init=False)
    _positions: Floats = field(init=False)
    _weighted: Floats = field(init=False)
    _vectors: Floats = field(init=False)
    _popularity: dict[int, Floats] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        n, facts = self.n_entities, self.facts
        pair = facts[:, 0] * n + facts[:, 2]
        order = np.argsort(pair, kind="stable")
        facts, pair = facts[order], pair[order]
        new = np.ones(len(pair), bool)
        new[1:] = pair[1:] != pair[:-1]
        number = np.cumsum(new) - 1
        subject, self._partner = facts[new, 0], facts[new, 2]
        self._relation = facts[:, 1]
        self._age = (self.day - facts[:, 3]).astype(np.float64)
        every = np.arange(n + 1)
        self._first = np.searchsorted(facts[:, 0], every)
        self._pair_first = np.searchsorted(subject, every)
        self._local = number - self._pair_first[facts[:, 0]]
        self._arrange_graph(subject, np.log1p(np.bincount(number, decay(self._age, BOND_HALF_LIFE), len(subject))))
        self._follows = self._count_followers(number)
        self._arrange_relations()

    def _arrange_graph(self, subject: Ints, bond: NDArray[np.float64]) -> None:
        found = spectrum(subject, self._partner, bond, self.n_entities, _DIMENSIONS)
        self._positions, self._vectors = found.positions(), found.vectors
        self._weighted = found.vectors * found.values * 30  # to the size of the other features
        degree = np.bincount(subject, bond, self.n_entities) + 1.0
        self._bond = (bond / degree[subject]).astype(np.float32)

    def _count_followers(self, pair: Ints) -> Floats:
        """follows[a, b]: of a pair's events of relation a, how many of relation b come among its next ones, a later day, for each a."""
        relations = 2 * self.n_relations
        code, counts = self._relation, np.zeros(relations * relations)
        for step in range(1, min(_FOLLOWERS, len(pair) - 1) + 1):
            gap = self._age[:-step] - self._age[step:]
            kept = (pair[:-step] == pair[step:]) & (gap > 0) & (gap <= _FOLLOW_DAYS)
            counts += np.bincount(code[:-step][kept] * relations + code[step:][kept], minlength=len(counts))
        table = counts.reshape(relations, relations)
        return (table / (np.bincount(code, minlength=relations)[:, None] + 20.0)).astype(np.float32)

    def _arrange_relations(self) -> None:
        order = np.argsort(self.facts[:, 1], kind="stable")
        self._by_relation = self.facts[order]
        self._relation_first = np.searchsorted(self._by_relation[:, 1], np.arange(2 * self.n_relations + 1))
        self._relation_age = (self.day - self._by_relation[:, 3]).astype(np.float64)
        self._activity = self._shares(self._by_relation[:, 2], self._relation_age)

    def _shares(self, objects: Ints, age: NDArray[np.float64]) -> Floats:
        rows = [np.bincount(objects, decay(age, half_life), self.n_entities) for half_life in POPULARITY_HALF_LIVES]
        return np.stack([np.log(row / max(row.sum(), 1.0) + _FLOOR) for row in rows], 1).astype(np.float32)

    def popularity(self, relation: int) -> Floats:
        """float32[n, 6]: log share of each entity among the objects of the relation, and among all objects, at three half-lives."""
        known = self._popularity.get(relation)
        if known is None:
            span = slice(self._relation_first[relation], self._relation_first[relation + 1])
            own = self._shares(self._by_relation[span, 2], self._relation_age[span])
            known = self._popularity[relation] = np.concatenate([own, self._activity], 1)
        return known

    def around(self, subject: int) -> Around:
        """What questions about the subject have in common."""
        pairs = slice(self._pair_first[subject], self._pair_first[subject + 1])
        partners, bonds = self._partner[pairs], self._bond[pairs]
        alike = np.maximum(self._positions @ self._positions[subject], 0).astype(np.float64) ** _SHARPNESS
        alike[subject] = 0
        return Around(
            events=slice(self._first[subject], self._first[subject + 1]),
            objects=partners,
            reach=np.log(self._two_steps(partners, bonds) + _FLOOR).astype(np.float32),
            nearness=self._weighted @ self._vectors[subject],
            alike=alike,
        )

    def _two_steps(self, partners: Ints, bonds: Floats) -> NDArray[np.float64]:
        first = self._pair_first[partners]
        count = self._pair_first[partners + 1] - first
        if not count.sum():
            return np.zeros(self.n_entities)
        step = np.repeat(first - np.r_[0, np.cumsum(count)[:-1]], count) + np.arange(count.sum())
        return np.bincount(self._partner[step], np.repeat(bonds, count) * self._bond[step], self.n_entities).astype(np.float64)

    def neighbours(self, relation: int, alike: NDArray[np.float64]) -> Floats:
        """float32[n]: log share of each entity among the objects of the relation, each weighted by how alike its subject is."""
        span = slice(self._relation_first[relation], self._relation_first[relation + 1])
        rows = self._by_relation[span]
        weight = alike[rows[:, 0]] * decay(self._relation_age[span], NEIGHBOUR_HALF_LIFE)
        found = np.bincount(rows[:, 2], weight, self.n_entities)
        return np.asarray(np.log(found / max(found.sum(), 1e-6) + _FLOOR), np.float32)

    def pairs(self, relation: int, around: Around) -> Floats:
        """float32[len(objects), PAIR_FEATURES]: what the subject has had to do with each of its past objects."""
        rel, local, age = self._relation[around.events], self._local[around.events], self._age[around.events]
        k = len(around.objects)
        same, mirrored = rel == relation, rel == (relation + self.n_relations) % (2 * self.n_relations)
        weights = [decay(age, half_life) for half_life in HALF_LIVES]
        once = _sums(local[same], [w[same] for w in weights], k)
        met = _sums(local, weights, k)
        follow = self._follows[rel, relation]
        rules = _sums(local, [follow * decay(age, half_life) for half_life in RULE_HALF_LIVES], k)
        back = np.bincount(local[mirrored], weights[2][mirrored], k)
        lags = np.log1p(np.stack([_lag(local[same], age[same], k), _lag(local, age, k)], 1))
        columns = (
            np.log(once + _RARE),
            np.log(_of_sum(once) + _SMALL),
            np.log(_of_sum(met) + _SMALL),
            lags,
            np.log(rules + _SMALL),
            np.log(_of_sum(rules) + _SMALL),
            np.log(back + _RARE)[:, None],
        )
        return np.concatenate(columns, 1).astype(np.float32)


def _sums(local: Ints, weights: list[NDArray[np.float64]], k: int) -> NDArray[np.float64]:
    return np.stack([np.bincount(local, weight, k) for weight in weights], 1).astype(np.float64)


def _of_sum(columns: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(columns / np.maximum(columns.sum(0), _SMALL), np.float64)


def _lag(local: Ints, age: NDArray[np.float64], k: int) -> NDArray[np.float64]:
    least = np.full(k, NEVER)
    np.minimum.at(least, local, age)
    return least
