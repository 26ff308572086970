"""What the learned tagger marks in a text."""

from __future__ import annotations

from dataclasses import dataclass

from tocsin.records.span import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Guess(Span):
    """A stretch with the tagger's own probability that it has just these edges."""

    probability: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What a cue attributes to whom, by the learned tagger.

    source:  None where the cue names nobody ("it is said").
    content: from its first to its last character, with a source and cue that interrupt it. None where none was found.
    """

    cue: Guess
    source: Guess | None
    content: Guess | None
