"""What indicators are read from: the incidents, claims and articles that are known at a moment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import NamedTuple

from tocsin.records import FiledClaim, Incident


class Heard(NamedTuple):
    """One article that was read: when it became known, and its outlet, None where unknown."""

    known_at: datetime
    outlet: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """What is known as of a moment; what became known later may stand here and does not count. The order does not matter.

    as_of:     the moment, with a time zone; windows end on its day (UTC).
    incidents: as they stood then, composed from nothing later.
    sentences: incident id -> the sentences that tell it, for the words of patterns and routines.
    articles:  all that were read, for exposure; None where how much was read is unknown.
    healthy:   share of the sources that have answered as they should in the current window, 0 to 1.
    """

    as_of: datetime
    incidents: Sequence[Incident] = ()
    sentences: Mapping[str, Sequence[str]] = field(default_factory=dict)
    claims: Sequence[FiledClaim] = ()
    articles: Sequence[Heard] | None = None
    healthy: float = 1.0

    def __post_init__(self) -> None:
        if self.as_of.tzinfo is None:
            raise ValueError(f"as_of {self.as_of.isoformat()} has no time zone")
        if not 0 <= self.healthy <= 1:
            raise ValueError(f"healthy {self.healthy} is not between 0 and 1")


def day_number(moment: datetime) -> int:
    """The day (UTC) of a moment, as `date.toordinal` has it."""
    return (moment if moment.tzinfo is UTC else moment.astimezone(UTC)).toordinal()
