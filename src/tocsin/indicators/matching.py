"""Which incidents and claims an indicator counts, and in the windows of which days."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import get_args

from tocsin.indicators.ladder import rung
from tocsin.indicators.material import Material, day_number
from tocsin.patterns import FRESH_DAYS, KNOWN_TO_BE, happening, holds_any, matches, says
from tocsin.records import AHEAD, FiledClaim, Incident, IndicatorDefinition, Pattern, Routine, Status, WatchDefinition

_EVERY_STATUS = (*get_args(Status), "disputed", "retracted")


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """Something that an indicator counts: in every window that ends on a day from `first` to `last`.

    id:     of the incident or claim; key: hits of one key count once in a window.
    first, last: numbers of days (`date.toordinal`).
    weight: 1, or what it weighs as routine. fresh: False for background, which only shows that a type is not new.
    type:   PLOVER type, "" for a claim. rung: on the escalation ladder, 0 where it was not asked for.
    """

    id: str
    key: str
    first: int
    last: int
    weight: float
    fresh: bool = True
    type: str = ""
    rung: int = 0


@dataclass(frozen=True, slots=True)
class _Seen:
    incident: Incident
    sentences: tuple[str, ...]
    hits: tuple[tuple[int, Hit], ...]


class Matcher:
    """Finds what each indicator of a watch counts, and remembers it from one day of a replay to the next.

    What it answers is a function of the material alone: what it remembers of an incident or claim is used only where the same comes again,
    told in the same sentences.
    """

    def __init__(self, watch: WatchDefinition) -> None:
        self.watch = watch
        self._patterns = tuple((place, one, _pattern(one)) for place, one in enumerate(watch.indicators) if one.kind != "series")
        self._incidents: dict[str, _Seen] = {}
        self._claims: dict[str, tuple[FiledClaim, tuple[tuple[int, Hit], ...]]] = {}

    def hits(self, material: Material) -> tuple[tuple[Hit, ...], ...]:
        """For each indicator, in the order of the watch, what it counts, by day and id."""
        found: tuple[list[Hit], ...] = tuple([] for _ in self.watch.indicators)
        for incident in material.incidents:
            if incident.known_at <= material.as_of:
                for place, hit in self._of_incident(incident, tuple(material.sentences.get(incident.id, ()))):
                    found[place].append(hit)
        for claim in material.claims:
            if claim.known_at <= material.as_of:
                for place, hit in self._of_claim(claim):
                    found[place].append(hit)
        return tuple(tuple(sorted(hits, key=lambda hit: (hit.first, hit.id, hit.last))) for hits in found)

    def _of_incident(self, incident: Incident, sentences: tuple[str, ...]) -> tuple[tuple[int, Hit], ...]:
        seen = self._incidents.get(incident.id)
        if seen is None or not (seen.incident is incident or seen.incident == incident) or seen.sentences != sentences:
            hits = tuple(
                (place, hit)
                for place, definition, pattern in self._patterns
                if not counts_claims(definition) and matches(pattern, incident, sentences)
                for hit in _incident_hits(definition, incident, sentences)
            )
            seen = self._incidents[incident.id] = _Seen(incident, sentences, hits)
        return seen.hits

    def _of_claim(self, claim: FiledClaim) -> tuple[tuple[int, Hit], ...]:
        seen = self._claims.get(claim.id)
        if seen is None or not (seen[0] is claim or seen[0] == claim):
            hits = tuple(
                (place, _claim_hit(definition, claim))
                for place, definition, pattern in self._patterns
                if counts_claims(definition) and says(pattern, claim)
            )
            seen = self._claims[claim.id] = (claim, hits)
        return seen[1]


def counts_claims(definition: IndicatorDefinition) -> bool:
    """Whether it counts what is said, not what is done: always for "claims"; for "silence" unless the pattern names types or modes."""
    if definition.kind == "silence":
        return definition.pattern is not None and not (definition.pattern.types or definition.pattern.modes)
    return definition.kind == "claims"


def _pattern(definition: IndicatorDefinition) -> Pattern:
    if definition.pattern is None:
        raise ValueError(f"indicator {definition.id} of kind {definition.kind} has no pattern")
    # What lay ahead on an earlier day may have happened since: its status then is read from its history.
    return replace(definition.pattern, statuses=_EVERY_STATUS) if definition.kind == "ahead" else definition.pattern


def _incident_hits(definition: IndicatorDefinition, incident: Incident, sentences: tuple[str, ...]) -> Iterator[Hit]:
    known = day_number(_known_so(definition, incident))
    fresh = incident.latest is None or known - incident.latest.toordinal() <= FRESH_DAYS
    hit = Hit(
        id=incident.id,
        key=happening(incident),
        first=known,
        last=known + definition.window_days - 1,
        weight=_weight(definition.routine, (incident.title, *sentences)),
        fresh=fresh,
        type=incident.type,
        rung=rung(incident) if definition.kind == "ladder" else 0,
    )
    if definition.kind == "ahead":
        yield from _while_ahead(definition, incident, hit)
    elif definition.kind == "new-types" or (fresh and (definition.kind != "ladder" or hit.rung)):
        yield hit


def _known_so(definition: IndicatorDefinition, incident: Incident) -> datetime:
    """Since when it is known to be what is asked for: what was announced and then happened, since it was told as having happened."""
    if definition.kind == "ahead" or definition.pattern is None:
        return incident.known_at
    wanted = definition.pattern.statuses or KNOWN_TO_BE
    return next((change.known_at for change in incident.history if change.status in wanted), incident.known_at)


def _while_ahead(definition: IndicatorDefinition, incident: Incident, hit: Hit) -> Iterator[Hit]:
    """It counts as long as it was held to be ahead, and its last possible day is one of the next `window_days`, today among them."""
    if incident.latest is None or definition.pattern is None:
        return
    wanted = AHEAD.intersection(definition.pattern.statuses or AHEAD)
    end = incident.latest.toordinal()
    changes = [(day_number(change.known_at), change.status) for change in incident.history] or [(hit.first, incident.status)]
    for (since, status), (until, _) in zip(changes, [*changes[1:], (end + 1, incident.status)], strict=True):
        first, last = max(since, hit.first, end - definition.window_days + 1), min(until - 1, end)
        if status in wanted and first <= last:
            yield replace(hit, first=first, last=last)


def _claim_hit(definition: IndicatorDefinition, claim: FiledClaim) -> Hit:
    day = day_number(claim.known_at)
    origin = (claim.chain[-1].code or claim.chain[-1].name) if claim.chain else f"article {claim.article}"
    return Hit(
        id=claim.id,
        # Of talk it matters how much there is: an origin counts once a day. Of claims it matters who makes them: once a window.
        key=f"{origin} {day}" if definition.kind == "silence" else origin,
        first=day,
        last=day + definition.window_days - 1,
        weight=_weight(definition.routine, (claim.text,)),
    )


def _weight(routines: Sequence[Routine], texts: tuple[str, ...]) -> float:
    return min((routine.weight for routine in routines if holds_any(routine.words, texts)), default=1.0)
