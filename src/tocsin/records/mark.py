"""What the learned tagger marks in a text."""

from __future__ import annotations

from dataclasses import dataclass

from tocsin.records.span import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What a cue attributes to whom, by the learned tagger.

    source:  None where the cue names nobody ("it is said").
    content: from its first to its last character, with a source and cue that interrupt it. None where none was found.
    """

    cue: Span
    source: Span | None
    content: Span | None
