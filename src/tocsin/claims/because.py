"""What decided chain and stance of a claim, at the words that it rests on."""

from __future__ import annotations

from types import MappingProxyType

from tocsin.claims.attribution import Attribution, Found, Range
from tocsin.records import DecidedBy, Label, Parse, Reason, Source

_FOUND: MappingProxyType[Found, tuple[DecidedBy, str]] = MappingProxyType(
    {
        "heading": ("grammar", "stands before a colon at the head of the sentence"),
        "run": ("context", "a quotation of its own: spoken by whom the sentences before it quote"),
        "excerpt": ("grammar", "cited before a colon: the paragraph goes on in its words"),
        "model": ("model", "marked by the learned tagger of attributions"),
    }
)
"""How an attribution was found -> by what it is decided, and in which words."""


def because(parse: Parse, label: Label, by: DecidedBy, detail: str, span: Range | None) -> Reason:
    """A reason that rests on a stretch of tokens; on no words where it is None."""
    start, end = parse.span(*span) if span is not None else (None, None)
    return Reason(label=label, by=by, detail=detail, start=start, end=end)


def cited(parse: Parse, a: Attribution) -> Reason:
    """What ties the content to its source."""
    if a.found != "cue":
        by, detail = _FOUND[a.found]
        return because(parse, "source", by, detail, a.cue or a.source)
    return because(parse, "source", "lexicon", f'cue "{a.lemma}"' + ("" if a.source else ": names no source"), a.cue)


def stands_for(source: Source, detail: str) -> Reason:
    """Why the words of a source stand for a name that they do not have."""
    return Reason(label="source", by="context", detail=detail, start=source.start, end=source.end)


OWN_VOICE = Reason(label="source", by="default", detail="nobody cited: the article says it")
"""What is taken of the source where nobody is cited."""
TELLS = Reason(label="stance", by="default", detail="no word says otherwise: asserts")
"""What is taken of the stance where nobody is cited."""
