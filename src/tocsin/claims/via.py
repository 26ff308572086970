"""Outlets through which a source speaks: "told CNN", "in an interview with the paper", "speaking to state TV"."""

from __future__ import annotations

from collections.abc import Iterator

from tocsin.claims.attribution import Range
from tocsin.claims.context import Context
from tocsin.claims.grammar import noun_phrase
from tocsin.claims.lexicon import source_nouns, word_set
from tocsin.records import Parse

_HEARERS = frozenset({"to", "with", "on", "by"})
_PARTICLES = frozenset(
    {"de", "del", "della", "der", "di", "do", "da", "du", "des", "i", "e", "y", "of", "the", "van", "von", "la", "le", "el"}
)
_SPEAKING = frozenset({"speak", "talk"})


def via(context: Context, verb: int, source: int) -> tuple[Range, ...]:
    """The outlet that the clause of this verb says was spoken to; empty where there is none."""
    for head in (*_hearers(context, verb), *_carriers(context, source)):
        span = _with_name(context, noun_phrase(context.parse, head))
        if (context.is_media(head, span) or _the_outlet(context, head, span)) and not _medium(context.parse, span):
            return (span,)
    for head in _holders(context, source):
        if _may_be_media(context, head):
            return (_with_name(context, noun_phrase(context.parse, head)),)
    return ()


def _medium(parse: Parse, span: Range) -> bool:
    """Whether the words name no outlet but a medium: "announced on television"."""
    return span[1] - span[0] == 1 and parse.pos[span[0]] == "NOUN"


def _the_outlet(context: Context, head: int, span: Range) -> bool:
    """As in "told the paper"."""
    return span == (head - 1, head + 1) and context.parse.lower[span[0]] == "the" and context.is_outlet_noun(head)


def _may_be_media(context: Context, head: int) -> bool:
    """Whether a name that no table has can be that of an outlet: no land, no people, nobody with an office."""
    parse = context.parse
    names = any(parse.pos[i] == "PROPN" for i in range(*parse.subtrees[head]))
    land = parse.entities[head][2:] in ("GPE", "NORP") or source_nouns().get(parse.lower[head], "outlet") not in ("outlet", "organisation")
    return names and not land


def _with_name(context: Context, span: Range) -> Range:
    """The noun phrase with the name after "the daily" that the parse left outside it."""
    parse = context.parse
    first, last = span
    if not any(context.is_outlet_noun(i) for i in range(first, last)):
        return span
    end = context.sentence(first)[1] - 1
    while last < end and (_names(parse, last) or (parse.lower[last] in _PARTICLES and _names(parse, last + 1))):
        last += 1
    return first, last


def _names(parse: Parse, i: int) -> bool:
    """Whether token `i` goes on with a name, and is no subject of what follows ("told the paper Kyiv was ready")."""
    subject = parse.relations[i] in ("nsubj", "nsubjpass") and parse.pos[i] in ("PROPN", "NOUN")
    return not subject and (parse.words[i][:1].isupper() or parse.tags[i] == "CD") and parse.pos[i] != "PRON"


def _holders(context: Context, source: int) -> Iterator[int]:
    """Who has quoted a source or seen a document: "a memo seen by X". Whoever that is, it was heard through him."""
    parse = context.parse
    for c in parse.children[source]:
        if parse.relations[c] == "acl" and parse.tags[c] == "VBN" and parse.lemmas[c] in word_set("holding verb"):
            by = parse.child(c, "agent")
            noun = parse.child(by, "pobj") if by is not None else None
            if noun is not None:
                yield noun


def _carriers(context: Context, source: int) -> Iterator[int]:
    """As in "a statement carried by X", "documents seen by X", "the minister, quoted by X", "residents who spoke to X"."""
    parse = context.parse
    for c in parse.children[source]:
        if parse.relations[c] in ("acl", "relcl") and parse.lemmas[c] in _SPEAKING:
            for to in parse.children[c]:
                yield from _through(context, to)
        if parse.relations[c] == "acl" and parse.tags[c] == "VBN" and parse.lemmas[c] in word_set("carrying verb"):
            for by in parse.children[c]:
                if parse.relations[by] == "agent" or (parse.relations[by] == "prep" and parse.lower[by] in ("by", "on", "in")):
                    noun = parse.child(by, "pobj")
                    if noun is not None:
                        yield noun


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
    if parse.lower[noun] in word_set("talk") or parse.lower[noun] in word_set("papers"):
        yield from _carriers(context, noun)
        for c in parse.children[noun]:
            inner = parse.child(c, "pobj") if parse.relations[c] == "prep" and parse.lower[c] in _HEARERS else None
            if inner is not None:
                yield inner
