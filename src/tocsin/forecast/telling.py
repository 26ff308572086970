"""When an incident counts: whether it surely lies in a window, whether it was news when told, what was known of it by then."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from tocsin.forecast.rules import GRACE_DAYS
from tocsin.patterns import FRESH_DAYS
from tocsin.records import AHEAD, Incident


def as_known(incident: Incident, as_of: datetime) -> Incident:
    """The incident with the status that it had, and with the origins that had spoken, as of a moment at which it was known."""
    history = tuple(change for change in incident.history if change.known_at <= as_of)
    origins = tuple(origin for origin in incident.origins if origin.first_known <= as_of)
    if history and len(history) < len(incident.history):
        incident = replace(incident, history=history, status=history[-1].status)
    if len(origins) < len(incident.origins):
        sides = [origin.side for origin in origins]
        incident = replace(incident, origins=origins, affirmed=sides.count("affirms"), denied=sides.count("denies"))
    return incident


def told_at(incident: Incident) -> datetime:
    """Since when it is told as what it is: for what was scheduled and then happened, since it was told as having happened."""
    ahead = incident.status in AHEAD
    return next((change.known_at for change in incident.history if (change.status in AHEAD) == ahead), incident.known_at)


def counts(incident: Incident, *, after: date, until: date) -> bool:
    """Whether an incident surely lies after a day and no later than another.

    What has happened lies no later than the day on which it was told so. Where no telling says from when on, that day stands for it, if it
    is fresh (`FRESH_DAYS`); where none says until when either, it counts for nothing. What is only announced, threatened or possible counts
    by the day on which it was told, whatever day it is meant for. A report later than `GRACE_DAYS` after the end comes too late.
    """
    told = told_at(incident).date()
    if told > until + timedelta(GRACE_DAYS):
        return False
    if incident.status in AHEAD:
        return after < told <= until
    if incident.earliest is not None:
        return after < incident.earliest and max(incident.earliest, min(incident.latest or told, told)) <= until
    return fresh(incident) and after < told <= until and incident.latest is not None and after < incident.latest


def fresh(incident: Incident) -> bool:
    """Whether its latest possible day is no more than `FRESH_DAYS` before it was told; False where it has none."""
    return incident.latest is not None and (told_at(incident).date() - incident.latest).days <= FRESH_DAYS
