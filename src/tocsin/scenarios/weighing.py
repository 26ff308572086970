"""From definitions, readings, incidents and judgements to the matrix and all that follows from it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from datetime import date

from tocsin.records import EvidenceItem, Incident, IndicatorReading, Judgement, WatchDefinition, Weighed
from tocsin.scenarios.base import assumed, base_rates
from tocsin.scenarios.bayes import bits, posterior, pull, shares, tempered
from tocsin.scenarios.confidence import confidence
from tocsin.scenarios.matrix import Row, matrix
from tocsin.scenarios.rankings import before, rankings
from tocsin.scenarios.sensitivity import linchpins, unobserved, without_items, without_sources

_DECIBANS = 10 / math.log(10)


def weigh(
    watch: WatchDefinition,
    readings: Iterable[IndicatorReading],
    incidents: Mapping[str, Incident],
    judgements: Iterable[Judgement],
    base: Mapping[str, float | None],
    *,
    day: date,
) -> Weighed:
    """The matrix of one day, weighed. Pure: the same answer for the same input in any order.

    readings:   the latest of each indicator.
    incidents:  id -> incident, of those that the readings name and that people judged.
    judgements: those in force; "rate" of this watch are read, others left aside.
    base:       scenario -> base rate, None where nobody knows it (see `base_rates`).
    """
    rates = base_rates(watch, base)
    guessed = assumed(watch, base)
    told = matrix(watch, readings, incidents, judgements, rates, day)
    rows, first = told.rows, before(watch)
    probabilities = posterior(rows, rates)
    ranked = rankings(rows, probabilities, first)
    pins = linchpins(rows, rates, probabilities, first)
    names = _names(watch, incidents)
    cells = len(rows) * len(watch.scenarios)
    unrated = 1 - sum(len(row.expected.rated) for row in rows) / cells if cells else 0.0
    sure, because = confidence(told, ranked, pins, names, unrated, guessed)
    share = shares(rows)
    return Weighed(
        items=tuple(_item(row, share[row.id], rates) for row in rows),
        base=rates,
        probabilities=probabilities,
        rankings=ranked,
        without=(*without_items(rows, rates, first), *without_sources(rows, rates, first, names)),
        linchpins=pins,
        unobserved=tuple(unobserved(told, probabilities)),
        unrated=unrated,
        confidence=sure,
        confidence_because=because,
        assumed=guessed,
    )


def _item(row: Row, share: float, base: Mapping[str, float]) -> EvidenceItem:
    return EvidenceItem(
        id=row.id,
        title=row.title,
        kind="incident" if row.reading is None else "indicator",
        seen=row.seen,
        credibility=row.credibility,
        reliability=row.reliability,
        trust=row.trust,
        relevance=row.relevance,
        group=row.group,
        share=share,
        likelihood=row.likelihood,
        rating=row.rating,
        decibans={s: _DECIBANS * share * value for s, value in pull(row, base).items()},
        bits=bits(tempered(row), base),
        incidents=row.incidents,
        origins=tuple(sorted(row.parts, key=lambda key: (-row.parts[key], key))),
        judgements=row.expected.judgements,
        reading=row.reading,
    )


def _names(watch: WatchDefinition, incidents: Mapping[str, Incident]) -> dict[str, str]:
    """Origin -> what people call it."""
    names = {origin.key: origin.name for id_ in sorted(incidents) for origin in incidents[id_].origins}
    return names | {f"series:{series.id}": series.title for series in watch.series}
