"""By what a label was decided."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Label = Literal["type", "status", "chain", "source", "target", "when", "place", "score", "stance", "actor"]
DecidedBy = Literal["lexicon", "grammar", "table", "context", "model", "default"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One thing that decided a label, noted by the code that decided it.

    A label may have several, in the order in which they were met: what a later one says may outweigh the earlier ones.

    label:      what was decided: of an event its "type", "status", "source", "target", "when", "place" and "score"; of a claim its
                "source", the links before it ("chain") and its "stance"; of an actor how it is coded ("actor").
    by:         "lexicon" a word's row in a table of words, "grammar" the form or the construction, "table" a table of names or of dated
                offices, "context" other words of the article or what is known of it, "model" a learned model, "default" nothing: what is
                taken where no word says otherwise.
    detail:     in plain words.
    start, end: the words that it rests on; None where no words of this article do.
    """

    label: Label
    by: DecidedBy
    detail: str
    start: int | None = None
    end: int | None = None
