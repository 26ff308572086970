"""What the finders of this stage hand on: who is cited where, in token indices."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from tocsin.records import Stance

Found = Literal["cue", "heading", "run", "excerpt", "model"]
"""How an attribution was found: by its cue; as "Ministry: ..."; as a quotation among others; as an excerpt; by the learned tagger."""
Range = tuple[int, int]
"""(first, past-last) token indices."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """One stretch of content and the source that the grammar ties to it.

    content: the content; cue: the cue, None for a quotation whose speaker only the context tells.
    head:    the token that carries the cue, which decides where the attribution nests.
    source:  the words of the source, None where none is named ("reportedly"); source_head: its head noun.
    via:     sources between the outlet and the source that the same clause names: the agency that quotes, the paper that was told.
    lemma:   of the cue.  stance: by the cue alone.  act: whether the saying is news in itself.
    tag:     the cue stands after or within its content ("..., he said").
    layer:   whether what is said within the content is said through this source; not so for what a critic condemns.
    frame:   further words of the frame, which tell nothing themselves ("reported" where "citing" is the cue).
    excerpt: the content is a run of sentences taken over from the source, each of them a claim.
    """

    content: Range
    cue: Range | None
    head: int
    source: Range | None
    source_head: int | None
    via: tuple[Range, ...] = ()
    lemma: str
    stance: Stance
    act: bool = False
    tag: bool = False
    layer: bool = True
    frame: Range | None = None
    excerpt: bool = False
    found: Found = "cue"


@dataclass(frozen=True, slots=True, kw_only=True)
class Complement:
    """The content, the token after the cue where it is longer than the verb, and whether the cue is a tag to it."""

    content: Range
    cue_end: int
    tag: bool = False
