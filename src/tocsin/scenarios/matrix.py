"""The rows of the matrix: what is seen, what is looked for and not seen, what people put there; and what each says of each scenario."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType

from tocsin.records import (
    Credibility,
    Incident,
    IndicatorDefinition,
    IndicatorReading,
    Judgement,
    Rating,
    Reliability,
    WatchDefinition,
)
from tocsin.scenarios.base import rest_of
from tocsin.scenarios.tables import ABSENCE, CERTAIN, CHANCE, CREDIBILITY, LEVEL, LIKELIHOOD, OPPOSITE, RELIABILITY, UNGRADED

NO_HISTORY = "not enough history"
"""With these words in its note a reading is no evidence."""

Votes = Mapping[tuple[str, str], tuple[Judgement, ...]]
"""Scenario and item -> the last judgement of each person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What one item's presence says of the scenarios. likelihood: P(item | scenario), of every scenario; rated: those somebody spoke of."""

    likelihood: Mapping[str, float]
    rating: Mapping[str, Rating]
    rated: frozenset[str]
    judgements: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """An item before it is weighed with others: see `EvidenceItem`.

    parts: origin -> how much of the item rests on it, together 1; empty where nothing is known to stand behind it.
    alone: the group that it belongs to where no origin carries more than half of it.
    """

    id: str
    title: str
    seen: bool
    credibility: Credibility | None
    reliability: Reliability | None
    trust: float
    relevance: float
    parts: Mapping[str, float]
    alone: str
    expected: Expected
    incidents: tuple[str, ...]
    reading: str | None

    @property
    def likelihood(self) -> Mapping[str, float]:
        """Scenario -> P(this row | scenario)."""
        of = self.expected.likelihood
        return of if self.seen else {s: 1 - p for s, p in of.items()}

    @property
    def rating(self) -> Mapping[str, Rating]:
        """Scenario -> how this row fits it, in a word."""
        of = self.expected.rating
        return of if self.seen else {s: OPPOSITE[word] for s, word in of.items()}

    @property
    def group(self) -> str:
        """Equal for rows that share one weight."""
        origin = max(self.parts, key=lambda key: (self.parts[key], key), default=None)
        return origin if origin is not None and self.parts[origin] > 0.5 + 1e-9 else self.alone


def without_origin(row: Row, origin: str) -> Row | None:
    """The row as it would be without the origin: None where it rests on that alone, else with so much less trust."""
    part = row.parts.get(origin, 0.0)
    if not part:
        return row
    left = {key: share / (1 - part) for key, share in row.parts.items() if key != origin}
    return replace(row, trust=row.trust * (1 - part), parts=left) if left else None


@dataclass(frozen=True, slots=True)
class Matrix:
    """Rows, and the indicators that are none: not seen (those of them that a scenario expects are rows, too), or without a number."""

    rows: tuple[Row, ...]
    unseen: tuple[tuple[IndicatorDefinition, Expected], ...]
    unread: int


def matrix(
    watch: WatchDefinition,
    readings: Iterable[IndicatorReading],
    incidents: Mapping[str, Incident],
    judgements: Iterable[Judgement],
    base: Mapping[str, float],
    day: date,
) -> Matrix:
    """The matrix of one day. Of several readings of an indicator the latest counts, if it is current: its window ended no longer before
    `day` than it is long. What was retracted is no evidence.
    """
    standing = {id_: incident for id_, incident in incidents.items() if incident.status != "retracted"}
    votes = _votes(watch, judgements)
    latest = {r.indicator: r for r in sorted(readings, key=lambda r: (r.last_day, r.known_at, r.id))}
    rows: list[Row] = []
    unseen: list[tuple[IndicatorDefinition, Expected]] = []
    unread = 0
    for indicator in watch.indicators:
        expected = _of_indicator(watch, indicator, votes, base)
        reading = latest.get(indicator.id)
        if reading is None or not _has_number(reading, indicator, day):
            unread += 1
        elif reading.level != "inactive":
            rows.append(_seen(indicator, reading, expected, standing))
            continue
        elif expected.rated:
            rows.append(_not_seen(indicator, reading, expected))
        unseen.append((indicator, expected))
    known = {indicator.id for indicator in watch.indicators}
    judged = sorted({item for _, item in votes} - known)
    rows += [_incident(watch, standing[item], votes, base) for item in judged if item in standing]
    return Matrix(tuple(rows), tuple(unseen), unread)


def _has_number(reading: IndicatorReading, indicator: IndicatorDefinition, day: date) -> bool:
    current = (day - reading.last_day).days <= max(indicator.window_days, 1)
    # Without a p it cannot be called usual either: a series of which half the past is one value.
    return current and reading.value is not None and reading.p_value is not None and NO_HISTORY not in (reading.note or "")


def _seen(
    indicator: IndicatorDefinition,
    reading: IndicatorReading,
    expected: Expected,
    incidents: Mapping[str, Incident],
) -> Row:
    behind = tuple(incidents[id_] for id_ in reading.incidents if id_ in incidents)
    best = max(behind, key=_corroborated, default=None)
    series = f"series:{indicator.series.series}" if indicator.series else None
    trust = 1.0 if series else UNGRADED if best is None else _trust(best)
    if indicator.less or indicator.kind == "silence":  # little is seen where little is reported
        trust *= _exposure(reading)
    routine = (reading.routine or 0.0) / reading.value if reading.value else 0.0
    return Row(
        id=indicator.id,
        title=indicator.title,
        seen=True,
        credibility=best.credibility if best else None,
        reliability=best.reliability if best else None,
        trust=trust * LEVEL[reading.level],
        relevance=indicator.weight * (1 - min(max(routine, 0.0), 1.0)),
        parts={series: 1.0} if series else _parts(behind),
        alone=_same(indicator.id, reading.incidents),
        expected=expected,
        incidents=tuple(incident.id for incident in behind),
        reading=reading.id,
    )


def _not_seen(indicator: IndicatorDefinition, reading: IndicatorReading, expected: Expected) -> Row:
    return Row(
        id=indicator.id,
        title=indicator.title,
        seen=False,
        credibility=None,
        reliability=None,
        trust=ABSENCE * (1.0 if indicator.series else _exposure(reading)),
        relevance=indicator.weight,
        parts={},
        alone=f"not seen: {indicator.group}",
        expected=expected,
        incidents=(),
        reading=reading.id,
    )


def _incident(watch: WatchDefinition, incident: Incident, votes: Votes, base: Mapping[str, float]) -> Row:
    return Row(
        id=incident.id,
        title=incident.title,
        seen=True,
        credibility=incident.credibility,
        reliability=incident.reliability,
        trust=_trust(incident),
        relevance=1.0,
        parts=_parts((incident,)),
        alone=_same(incident.id, (incident.id,)),
        expected=_expected(watch, {}, _of_item(votes, incident.id), base, chance=LIKELIHOOD["N"]),
        incidents=(incident.id,),
        reading=None,
    )


def _exposure(reading: IndicatorReading) -> float:
    return UNGRADED if reading.exposure is None else min(1.0, max(0.0, reading.exposure))


def _trust(incident: Incident) -> float:
    return CREDIBILITY[incident.credibility] * RELIABILITY[incident.reliability]


def _corroborated(incident: Incident) -> tuple[float, int, str]:
    return _trust(incident), incident.affirmed, incident.id


def _same(id_: str, incidents: Sequence[str]) -> str:
    return "the same incidents: " + " ".join(sorted(incidents)) if incidents else id_


def _parts(incidents: Sequence[Incident]) -> Mapping[str, float]:
    """Every incident counts alike, and so does every origin that affirms it."""
    parts: defaultdict[str, float] = defaultdict(float)
    affirmed = [{origin.key for origin in incident.origins if origin.side == "affirms"} for incident in incidents]
    affirmed = [keys for keys in affirmed if keys]
    for keys in affirmed:
        for key in sorted(keys):
            parts[key] += 1 / len(keys) / len(affirmed)
    return parts


def _votes(watch: WatchDefinition, judgements: Iterable[Judgement]) -> Votes:
    last: dict[tuple[str, str, str], Judgement] = {}
    for judgement in sorted(judgements, key=lambda j: (j.known_at, j.id)):
        if judgement.decision == "rate" and judgement.subjects[0] == watch.id:
            last[(judgement.subjects[1], judgement.subjects[2], judgement.by)] = judgement
    found: defaultdict[tuple[str, str], tuple[Judgement, ...]] = defaultdict(tuple)
    scenarios = {scenario.id for scenario in watch.scenarios}
    for (scenario, item, _), judgement in last.items():
        if scenario in scenarios:
            found[(scenario, item)] += (judgement,)
    return found


def _of_item(votes: Votes, item: str) -> Mapping[str, tuple[Judgement, ...]]:
    return {scenario: cell for (scenario, of), cell in votes.items() if of == item}


def _of_indicator(watch: WatchDefinition, indicator: IndicatorDefinition, votes: Votes, base: Mapping[str, float]) -> Expected:
    given = {s.id: (e.seen, e.rating) for s in watch.scenarios for e in s.expects if e.indicator == indicator.id}
    chance = 1 - (1 - CHANCE) ** max(1.0, watch.horizon_days / max(1, indicator.window_days))
    return _expected(watch, given, _of_item(votes, indicator.id), base, chance=min(chance, LIKELIHOOD["N"]))


def _expected(
    watch: WatchDefinition,
    given: Mapping[str, tuple[float, Rating | None]],
    judged: Mapping[str, tuple[Judgement, ...]],
    base: Mapping[str, float],
    *,
    chance: float,
) -> Expected:
    """What is given, people's judgements in its place where there are any, and for scenarios that say nothing what leaves them as they are.

    Such a scenario gets the mean of those that do, by base rate: then the item's probability is the same given the scenario and at all. The
    rest scenario, where it says nothing, is taken to see the item by chance; where all is in words, as neutral, the middle of their scale.
    """
    cells = {s: _cell(*value) for s, value in given.items()} | {s: _judged(cell) for s, cell in judged.items()}
    said = {s: p for s, (p, _) in cells.items() if p is not None}
    in_words = all(word is not None for s, (_, word) in given.items() if s not in judged)
    anchored = {rest_of(watch): LIKELIHOOD["N"] if in_words and cells else chance} | said
    mean = sum(base[s] * p for s, p in anchored.items()) / sum(base[s] for s in anchored)
    return Expected(
        likelihood=MappingProxyType({s.id: anchored.get(s.id, mean) for s in watch.scenarios}),
        rating=MappingProxyType({s.id: cells[s.id][1] or _nearest(anchored[s.id]) if s.id in cells else "N" for s in watch.scenarios}),
        rated=frozenset(cells),
        judgements=tuple(sorted(j.id for cell in judged.values() for j in cell)),
    )


def _cell(seen: float, rating: Rating | None) -> tuple[float | None, Rating | None]:
    return (None if rating == "NA" else min(CERTAIN, max(1 - CERTAIN, seen))), rating


def _judged(cell: Sequence[Judgement]) -> tuple[float | None, Rating | None]:
    """What several people say of one cell: the mean of their likelihoods; NA where most say so."""
    votes = Counter(j.value for j in cell)
    rated = [LIKELIHOOD[word] for word in LIKELIHOOD for _ in range(votes[word])]
    if votes["NA"] > len(rated) or not rated:
        return None, "NA"
    mean = math.fsum(rated) / len(rated)
    return mean, _nearest(mean)


def _nearest(p: float) -> Rating:
    return min(LIKELIHOOD, key=lambda word: abs(LIKELIHOOD[word] - p))
