"""Who will do what to whom: every entity scored as the answer to "whom will S do R to on day D?".

A question is answered from facts of earlier days alone (`snapshot`), by a ranking network (`ranker`) that was trained on questions about
past days, each answered from the days before it. Nothing is learnt about an entity or a relation by its number: what is learnt is how much
recurrence, reciprocity, the partners of partners, likeness and popularity tell of what comes next.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from tocsin.forecast.ranker import Example, Ranker, fit_ranker, unfitted
from tocsin.forecast.snapshot import ENTITY_FEATURES, PAIR_FEATURES, Around, Snapshot, strangers

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

_TRAINING_DAYS = 60  # the last days before the fit, whose questions are learnt from
_TRAINING_QUESTIONS = 15_000
_WARM_UP_SHARE = 0.25  # of the days observed: too little past for a fair question
_MOST_PARTNERS, _MOST_POPULAR, _MOST_NEIGHBOURS, _DRAWN = 200, 80, 40, 60
_SEED = 5

_PAIR = slice(0, PAIR_FEATURES)
_ENTITY = slice(PAIR_FEATURES, PAIR_FEATURES + ENTITY_FEATURES)


class LinkForecaster:
    """Ranks entities as objects of (subject, relation). Single-step: a day's questions are answered from all days before it.

    Relations r + n_relations are the inverse ones: their "object" is who did r to the subject. Days are whole numbers, in order.
    """

    def __init__(self, n_entities: int, n_relations: int) -> None:
        self._n, self._relations = n_entities, n_relations
        self._days: list[Ints] = []
        self._last: int | None = None
        self._ranker: Ranker = unfitted(PAIR_FEATURES + ENTITY_FEATURES)
        self._snapshot: Snapshot | None = None

    def observe(self, day: int, facts: Ints) -> None:
        """Facts int64[n, 3] (subject, relation, object) of one day, later than all days before. Raises ValueError where it is not."""
        if self._last is not None and day <= self._last:
            raise ValueError(f"day {day} was observed after day {self._last}; days come once, in order")
        self._last = day
        self._snapshot = None
        if len(facts):
            forward = np.asarray(facts, np.int64)
            inverse = np.stack([forward[:, 2], (forward[:, 1] + self._relations) % (2 * self._relations), forward[:, 0]], 1)
            both = np.concatenate([forward, inverse])
            self._days.append(np.concatenate([both, np.full((len(both), 1), day)], 1))

    def fit(self) -> None:
        """Learn to rank from the last days observed, each answered from the days before it. With no past, all scores stay zero."""
        examples = list(self._examples())
        if examples:
            self._ranker = fit_ranker(examples)

    def scores(self, day: int, queries: Ints) -> NDArray[np.float64]:
        """float64[m, n_entities] for queries int64[m, 2] (subject, relation): the higher, the likelier. A query's row hangs on it alone."""
        snapshot = self._as_of(day)
        out = np.empty((len(queries), self._n))
        by_subject: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for row, (subject, relation) in enumerate(np.asarray(queries).tolist()):
            by_subject[subject].append((row, relation))
        for subject, asked in by_subject.items():
            around = snapshot.around(subject)
            for row, relation in asked:
                out[row] = self._score(snapshot, around, relation)
        return out

    def _as_of(self, day: int) -> Snapshot:
        if self._snapshot is None or self._snapshot.day != day:
            self._snapshot = Snapshot(day, self._before(day), self._n, self._relations)
        return self._snapshot

    def _before(self, day: int) -> Ints:
        known = [facts for facts in self._days if facts[0, 3] < day]
        return np.concatenate(known) if known else np.zeros((0, 4), np.int64)

    def _score(self, snapshot: Snapshot, around: Around, relation: int) -> Floats:
        entities = _entity_features(snapshot, around, relation)
        hidden, linear = self._ranker.layer(entities, _ENTITY)
        strange = self._ranker.layer(strangers()[None], _PAIR)
        scores = self._ranker.join(hidden + strange[0], linear + strange[1])
        if len(around.objects):
            near = self._ranker.layer(snapshot.pairs(relation, around), _PAIR)
            scores[around.objects] = self._ranker.join(hidden[around.objects] + near[0], linear[around.objects] + near[1])
        return scores

    def _examples(self) -> Iterator[Example]:
        usable = self._days[int(len(self._days) * _WARM_UP_SHARE) :][-_TRAINING_DAYS:]
        rng = np.random.default_rng(_SEED)
        for facts in usable if len(self._days) > 1 else []:
            snapshot = self._as_of(int(facts[0, 3]))
            yield from self._examples_of(snapshot, facts, _TRAINING_QUESTIONS // len(usable), rng)
        self._snapshot = None

    def _examples_of(self, snapshot: Snapshot, facts: Ints, most: int, rng: np.random.Generator) -> Iterator[Example]:
        answers: dict[tuple[int, int], list[int]] = defaultdict(list)
        for subject, relation, answer, _ in facts.tolist():
            answers[subject, relation].append(answer)
        keys = list(answers)
        chosen = sorted(rng.choice(len(keys), min(most, len(keys)), replace=False).tolist(), key=lambda i: keys[i])
        around, subject = None, -1
        for key in (keys[i] for i in chosen):
            if around is None or key[0] != subject:
                subject, around = key[0], snapshot.around(key[0])
            yield self._example(snapshot, around, key[1], np.array(answers[key]), rng)

    def _example(self, snapshot: Snapshot, around: Around, relation: int, answers: Ints, rng: np.random.Generator) -> Example:
        entities, pairs = _entity_features(snapshot, around, relation), snapshot.pairs(relation, around)
        recent = around.objects[np.argsort(-pairs[:, 10], kind="stable")[:_MOST_PARTNERS]]
        rivals = np.unique(np.concatenate([recent, _top(entities[:, 1], _MOST_POPULAR), _top(entities[:, 8], _MOST_NEIGHBOURS)]))
        others = np.setdiff1d(np.arange(self._n), rivals, assume_unique=True)
        drawn = rng.choice(others, min(_DRAWN, len(others)), replace=False)
        stands_for = np.full(self._n, len(others) / max(len(drawn), 1), np.float32)
        stands_for[rivals] = stands_for[answers] = 1
        candidates = np.unique(np.concatenate([rivals, drawn, answers]))
        full = np.tile(strangers(), (self._n, 1))
        full[around.objects] = pairs
        return Example(
            features=np.concatenate([full[candidates], entities[candidates]], 1),
            true=np.isin(candidates, answers),
            stands_for=stands_for[candidates],
        )


def _entity_features(snapshot: Snapshot, around: Around, relation: int) -> Floats:
    known = snapshot.popularity(relation)
    neighbours = snapshot.neighbours(relation, around.alike)
    return np.concatenate([known, np.stack([around.reach, around.nearness, neighbours], 1)], 1)


def _top(values: Floats, k: int) -> Ints:
    return np.argpartition(-values, k)[:k] if k < len(values) else np.arange(len(values))
