"""What is filed: one assessment a scenario, with the weight of every item."""

from __future__ import annotations

from datetime import date, datetime

from tocsin.records import Assessment, EvidenceItem, WatchDefinition, Weighed, filed_id
from tocsin.records.event import Evidence

_FITS = {
    "CC": "fits it very well",
    "C": "fits it",
    "N": "neither for nor against it",
    "I": "speaks against it",
    "II": "speaks strongly against it",
}


def assessments(
    watch: WatchDefinition, weighed: Weighed, *, day: date, known_at: datetime, recorded_at: datetime
) -> tuple[Assessment, ...]:
    """One of each scenario, in the order of the watch; its evidence by weight, the heaviest first, for or against.

    base_rate is None where nobody knows it, though the weighing had to start somewhere (`Weighed.base`).
    """
    return tuple(
        Assessment(
            id=filed_id(watch.id, scenario.id, day),
            watch=watch.id,
            scenario=scenario.id,
            day=day,
            horizon_days=watch.horizon_days,
            probability=weighed.probabilities[scenario.id],
            base_rate=None if scenario.id in weighed.assumed else weighed.base[scenario.id],
            confidence=weighed.confidence,
            evidence=tuple(_part(item, scenario.id) for item in _by_weight(weighed, scenario.id)),
            readings=tuple(item.reading for item in weighed.items if item.reading is not None),
            incidents=tuple(dict.fromkeys(id_ for item in weighed.items for id_ in item.incidents)),
            known_at=known_at,
            recorded_at=recorded_at,
        )
        for scenario in watch.scenarios
    )


def _by_weight(weighed: Weighed, scenario: str) -> list[EvidenceItem]:
    return sorted(weighed.items, key=lambda item: (-abs(round(item.decibans[scenario], 9)), item.id))


def _part(item: EvidenceItem, scenario: str) -> Evidence:
    return Evidence(name=item.id, weight=item.decibans[scenario], value=item.rating[scenario], note=_note(item, scenario))


def _note(item: EvidenceItem, scenario: str) -> str:
    missing = "no more than usual" if item.incidents else "looked for and not seen"
    notes = [f"{item.title}: {'seen' if item.seen else missing}"]
    if item.reliability and item.credibility:
        notes.append(f"graded {item.reliability}{item.credibility}")
    if item.share < 1:
        others = "others that rest on the same" if item.seen else "others of its field that are not seen"
        notes.append(f"shares one weight with {round(1 / item.share) - 1} {others}")
    notes.append(_FITS.get(item.rating[scenario], "does not bear on it"))
    return ", ".join(notes)
