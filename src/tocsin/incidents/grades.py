"""Admiralty grades: of a source from what came of its earlier claims, of information from who else affirms or denies it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from tocsin.records import Incident, Reliability


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of one claim of one origin."""

    origin: str
    topic: str
    confirmed: bool
    incident: str
    known_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackRecord:
    """The outcomes by origin key."""

    outcomes: tuple[Outcome, ...] = ()

    def reliability(self, origin: str, *, topic: str, as_of: datetime) -> Reliability:
        """The grade of a source as of a moment."""
        raise NotImplementedError


def outcomes(incidents: Iterable[Incident]) -> tuple[Outcome, ...]:
    """What came of the claims in these incidents."""
    raise NotImplementedError
