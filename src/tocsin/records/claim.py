"""A stretch of an article and who says it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from tocsin.records.reason import Reason

SourceKind = Literal["outlet", "official", "government", "military", "group", "organisation", "person", "document", "people", "unknown"]
Stance = Literal["asserts", "denies", "accuses", "assesses", "announces", "threatens", "demands", "promises", "asks"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One link of a chain.

    name:       the fullest name in the article.
    named:      False for an anonymous source ("officials", "a report").
    start, end: the words that stand for it at this claim (at most 20 words), None for the printing outlet.
    actor:      the id of the actor that the words stand for, None where there is none.
    """

    name: str
    kind: SourceKind
    named: bool
    start: int | None
    end: int | None
    actor: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """The verb or phrase by which the innermost source is cited: "said", "according to"."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A stretch of content, and the chain of sources behind it.

    id:     "c1", "c2", ... in the order of the text.
    chain:  outermost first, the origin last; the printing outlet stands first wherever it is known. Empty only where the outlet is unknown
            and the article speaks in its own voice.
    cue:    None where the outlet speaks in its own voice.
    quoted: whether the content, or the greater part of it, stands in quotation marks.
    reasons: what decided chain and stance.
    """

    id: str
    start: int
    end: int
    chain: tuple[Source, ...]
    cue: Cue | None
    stance: Stance
    quoted: bool
    reasons: tuple[Reason, ...] = ()
