"""Outlets through which a source speaks: "told CNN", "in an interview with the paper", "speaking to state TV"."""

from __future__ import annotations

from collections.abc import Iterator

from tocsin.claims.attribution import Range
from tocsin.claims.context import Context
from tocsin.claims.grammar import noun_phrase
from tocsin.claims.lexicon import word_set

_HEARERS = frozenset({"to", "with", "on", "by"})
_SPEAKING = frozenset({"speak", "talk"})


def via(context: Context, verb: int) -> tuple[Range, ...]:
    """The outlet that the clause of this verb says was spoken to; empty where there is none."""
    for head in _hearers(context, verb):
        span = noun_phrase(context.parse, head)
        if context.is_media(head, span):
            return (span,)
    return ()


def _hearers(context: Context, verb: int) -> Iterator[int]:
    parse = context.parse
    for c in parse.children[verb]:
        if parse.relations[c] in ("dobj", "dative") and c > verb and parse.lemmas[verb] in ("tell", "inform", "assure", "remind"):
            yield c
        if parse.relations[c] in ("prep", "dative"):
            yield from _through(context, c)
        if parse.relations[c] == "advcl" and parse.lemmas[c] in _SPEAKING:
            for g in parse.children[c]:
                yield from _through(context, g)


def _through(context: Context, preposition: int) -> Iterator[int]:
    """The noun after "to", or after "in an interview with"."""
    parse = context.parse
    noun = parse.child(preposition, "pobj")
    if noun is None:
        return
    if parse.lower[preposition] in _HEARERS:
        yield noun
    if parse.lower[noun] in word_set("talk"):
        for c in parse.children[noun]:
            inner = parse.child(c, "pobj") if parse.relations[c] == "prep" and parse.lower[c] in _HEARERS else None
            if inner is not None:
                yield inner
