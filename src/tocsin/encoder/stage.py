"""The stage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import ClassVar, Protocol

from tocsin.encoder.tagger import AttributionTagger, Tagged
from tocsin.records import Draft
from tocsin.stage import Batch

SHIPPED = Path(__file__).parent / "data"
"""The weights of the package, with their card."""


class Tagger(Protocol):
    """Marks attributions in a text; loaded once and shared."""

    def read(self, text: str) -> Tagged:
        """The spans and attributions of a text."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class EncoderStage:
    """Marks who says what, and with which words, by a learned tagger. The claims stage weighs it against grammar.

    tagger: None for the one that ships with the package.
    """

    name: ClassVar[str] = "encoder"
    needs: ClassVar[frozenset[str]] = frozenset({"parse"})
    makes: ClassVar[frozenset[str]] = frozenset({"marks"})

    tagger: Tagger | None = None

    def __call__(self, records: Sequence[Draft], *, as_of: date) -> Batch[Draft]:
        """The same drafts with their marks; what was not parsed is not marked. Refuses none."""
        tagger = self.tagger or shipped_tagger()
        return Batch(made=tuple(replace(d, marks=tagger.read(d.parse.text).marks) if len(d.parse) else d for d in records))


@cache
def shipped_tagger() -> AttributionTagger:
    """The tagger that ships with the package. Raises DataError where its weights are not the ones that the card names."""
    return AttributionTagger(SHIPPED)
