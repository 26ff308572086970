"""What a source could not give, as rows that are counted and kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tocsin.errors import TocsinError
from tocsin.records import Refused, filed_id

MOST_EVIDENCE = 2_000
"""Characters of what was refused that are kept beside the refusal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where things come from, and when they were seen.

    source:  the name under which source health is kept (see `Item.source`).
    seen_at: aware, UTC.
    """

    source: str
    seen_at: datetime

    def refused(self, error: TocsinError, place: str | None = None, evidence: str | bytes | None = None) -> Refused:
        """The row for an error met at a place ("line 7", "record 3", a path); None for the whole source."""
        return Refused(
            id=filed_id(self.source, place, error.code),
            source=self.source,
            place=place,
            stage="collect",
            code=error.code,
            message=str(error),
            evidence=_shown(evidence),
            article=None,
            known_at=self.seen_at,
            recorded_at=self.seen_at,
        )


def _shown(evidence: str | bytes | None) -> str | None:
    if evidence is None:
        return None
    text = evidence[: 4 * MOST_EVIDENCE].decode("utf-8", "replace") if isinstance(evidence, bytes) else evidence
    whole = text[:MOST_EVIDENCE].encode("utf-8", "replace").decode("utf-8")  # half a character is none
    return whole.strip() or None
