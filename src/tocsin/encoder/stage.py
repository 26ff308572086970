"""The stage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import ClassVar, Protocol

from tocsin.encoder.tagger import AttributionTagger, Tagged
from tocsin.records import Draft, Parse, Span
from tocsin.stage import Batch

SHIPPED = Path(__file__).parent / "data"
"""The weights of the package, with their card."""


class Tagger(Protocol):
    """Marks attributions in a text; loaded once and shared."""

    def read(self, text: str, within: Sequence[Span] | None = None) -> Tagged:
        """The spans and attributions of a text, or of the stretches named."""
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
        return Batch(
            made=tuple(replace(d, marks=tagger.read(d.parse.text, speaking(d.parse)).marks) if len(d.parse) else d for d in records)
        )


def speaking(parse: Parse) -> tuple[Span, ...]:
    """The sentences that can hold an attribution, neighbours as one stretch: with a quotation mark, a clause as object, or "according to".

    The tagger takes most of the time of a reading, and what is asserted in the outlet's own voice holds nothing for it.
    """
    made: list[Span] = []
    before = -1
    for n, (first, last) in enumerate(parse.sentences):
        if not _CLAUSES.isdisjoint(parse.relations[first:last]) or not _MARKS.isdisjoint(parse.lower[first:last]):
            start, end = parse.starts[first], parse.ends[last - 1]
            if before == n - 1 and made:
                start = made.pop().start
            made.append(Span(start=start, end=end))
            before = n
    return tuple(made)


_CLAUSES = frozenset({"ccomp"})
_MARKS = frozenset({"“", "”", '"', "''", "``", "‘", "according"})


@cache
def shipped_tagger() -> AttributionTagger:
    """The tagger that ships with the package. Raises DataError where its weights are not the ones that the card names."""
    return AttributionTagger(SHIPPED)
