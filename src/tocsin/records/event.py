"""Who did what to whom, as one claim tells it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from tocsin.records.reason import Reason
from tocsin.records.time import Precision

Status = Literal["occurred", "ongoing", "scheduled", "threatened", "demanded", "possible", "failed", "denied"]
WhenBasis = Literal["stated", "inferred", "publication"]

AHEAD: frozenset[Status] = frozenset({"scheduled", "threatened", "demanded", "possible"})
"""The statuses of what has not happened."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    """The word or short phrase (at most 60 characters) that tells of the event."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """The closed interval of days in which the event lies.

    basis: "stated" by a time expression that belongs to the event, "inferred" from another event or the article's frame, "publication"
    where only the day of publication bounds it: then `latest` is that day and `earliest` None (for what is ahead, the other way round).
    """

    earliest: date | None
    latest: date | None
    precision: Precision | None
    basis: WhenBasis


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A number that belongs to the event: `unit` is "troops", "killed", "wounded", "arrested", "missiles", "USD" ..."""

    value: float
    unit: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One part of a score: what was looked at, what it weighed (in log odds), the value met, in plain words."""

    name: str
    weight: float
    value: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Who did what to whom, when, where, as one claim tells it.

    id, claim:  "e1", ...; every event belongs to exactly one claim.
    type:       one of the sixteen PLOVER types, or "OTHER".
    mode:       the PLOVER mode ("aerial"), None where the words do not tell.
    contexts:   PLOVER contexts ("military"), often none.
    cameo:      CAMEO code, None for OTHER.  quad, goldstein: of that code.
    sources, targets, proxies: actor ids; proxies act for the source. A reciprocal event lists both sides in both.
    status:     what the claim's origin says of the event.
    place:      a place id, None where the text does not tie one to the event.
    score:      probability, 0 to 1, that the event is coded right; `evidence` are its parts.
    reasons:    what decided type, status, roles, days and place.
    """

    id: str
    claim: str
    trigger: Trigger
    type: str
    mode: str | None
    contexts: tuple[str, ...]
    cameo: str | None
    quad: str | None
    goldstein: float | None
    sources: tuple[str, ...]
    targets: tuple[str, ...]
    proxies: tuple[str, ...]
    status: Status
    when: When
    place: str | None
    quantities: tuple[Quantity, ...]
    score: float
    evidence: tuple[Evidence, ...] = ()
    reasons: tuple[Reason, ...] = ()
