"""A person's judgement, checked against the lake, kept in it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from tocsin.errors import DataError
from tocsin.incidents.judged import checked
from tocsin.lake import Lake
from tocsin.pipeline.asking import event_named, incident_named, incidents
from tocsin.records import Decision, Incident, Judgement, filed_id


def judged(lake: Lake, decision: Decision, subjects: Sequence[str], *, value: str | None, by: str, why: str, now: datetime) -> Judgement:
    """Keep a judgement.

    subjects: what it is about, by id or the beginning of one; of a rating the watch, the scenario and the item, of a review the watch.
              Where an incident is merged or split, its events are meant; to split one
              incident alone sets its first event apart from the rest.

    Raises DataError for what names nothing, more than one thing, or says not what its decision needs.
    """
    if not by.strip() or not why.strip():
        raise DataError("a judgement without a name or without a reason", do="say who judges, and why")
    named = _subjects(lake, decision, subjects)
    made = checked(
        Judgement(
            id=filed_id(by, now.isoformat(), decision, value, *named),
            decision=decision,
            subjects=named,
            value=value,
            by=by.strip(),
            why=why.strip(),
            known_at=now,
            recorded_at=now,
        )
    )
    lake.commit({Judgement: [made]})
    return made


def _subjects(lake: Lake, decision: Decision, subjects: Sequence[str]) -> tuple[str, ...]:
    if decision == "retract":
        return tuple(_judgement_named(lake, subject) for subject in subjects)
    if decision == "rate":
        return _rated(lake, subjects)
    if decision == "review":
        return tuple(subjects)
    if decision == "grade":
        return tuple(_graded(lake, subject) for subject in subjects)
    return tuple(dict.fromkeys(event for subject in subjects for event in _events(lake, subject)))


def _events(lake: Lake, subject: str) -> Sequence[str]:
    """The event of this id, or all events of the incident; an incident's id is that of its first event, and then the incident is meant."""
    found = _incident(lake, subject)
    return found.events if found is not None and found.id.startswith(subject) else (event_named(lake, subject),)


def _graded(lake: Lake, subject: str) -> str:
    """The id of an incident, or the key of a source as an incident shows it."""
    if any(origin.key == subject for made in incidents(lake) for origin in made.origins):
        return subject
    try:
        return incident_named(lake, subject).id
    except DataError as error:
        raise DataError(f"{error.found}, and no source has this key", do="give the key as an incident's JSON has it") from None


def _rated(lake: Lake, subjects: Sequence[str]) -> tuple[str, ...]:
    """Watch, scenario and item; an incident may be named by the beginning of its id, anything else is an indicator of the watch."""
    if len(subjects) != 3:
        raise DataError(f"{len(subjects)} subjects of a rating", do="name the watch, the scenario, and the indicator or incident")
    watch, scenario, item = subjects
    found = _incident(lake, item)
    return watch, scenario, found.id if found is not None else item


def _incident(lake: Lake, subject: str) -> Incident | None:
    try:
        return incident_named(lake, subject)
    except DataError:
        return None


def _judgement_named(lake: Lake, subject: str) -> str:
    found = [made.id for made in lake.read(Judgement) if made.id.startswith(subject)]
    if len(found) != 1 or not subject:
        raise DataError(f"{len(found)} judgements have an id that begins with {subject!r}", do="give the whole id")
    return found[0]
