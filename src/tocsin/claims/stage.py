"""The stage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar

from tocsin.claims.chains import claims_of
from tocsin.records import Draft
from tocsin.stage import Batch


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimStage:
    """Finds what is claimed, by whom, through whom, and with which stance.

    Every sentence that tells something belongs to a claim: of a source that it cites, or of the outlet in its own voice.
    """

    name: ClassVar[str] = "claims"
    needs: ClassVar[frozenset[str]] = frozenset({"parse", "actors", "mentions"})
    makes: ClassVar[frozenset[str]] = frozenset({"claims"})

    def __call__(self, records: Sequence[Draft], *, as_of: date) -> Batch[Draft]:
        """The same drafts with their claims; refuses none."""
        return Batch(made=tuple(replace(draft, reading=replace(draft.reading, claims=claims_of(draft))) for draft in records))
