"""Sources that name the source behind them: "the daily X, which cited two officials", "X, citing Y, said", "Citing Y, X reported"."""

from __future__ import annotations

from dataclasses import replace

from tocsin.claims.attribution import Attribution
from tocsin.claims.context import Context
from tocsin.claims.grammar import noun_phrase, trimmed
from tocsin.claims.lexicon import word_set

_DEEPEST = 3  # links that one sentence may add
_RELATIVE = frozenset({"which", "who", "that"})
_FILLERS = frozenset({"aux", "advmod"})


def deepened(context: Context, a: Attribution) -> Attribution:
    """`a` with the source that its own source is said to cite as the origin; `a` itself where none is named."""
    a = _misread_subject(context, a)
    for _ in range(_DEEPEST):
        found = _cited(context, a)
        if found is None:
            return a
        verb, noun = found
        if a.source is None:
            return a
        opening = _opening(context, verb)
        outer = (trimmed(context.parse, a.source[0], min(a.source[1], opening)) if opening > a.source[0] else None) or a.source
        cues = [c for c in (a.cue, a.frame) if c]
        a = replace(
            a,
            via=(*a.via, outer),
            source=noun_phrase(context.parse, noun),
            source_head=noun,
            cue=(verb, _cue_end(context, verb, noun)),
            frame=(min(c[0] for c in cues), max(c[1] for c in cues)) if cues else None,
        )
    return a


def _misread_subject(context: Context, a: Attribution) -> Attribution:
    """As in "X, citing Y, said" where the parse took Y for the subject."""
    parse = context.parse
    if a.source is None or a.cue is None or not 3 < a.source[0] < a.cue[0] or a.via:
        return a
    verb = a.source[0] - 1
    if parse.lower[verb] not in ("citing", "quoting") or parse.lower[verb - 1] != ",":
        return a
    start = context.sentence(verb)[0]
    outer = next((i for i in range(verb - 2, start - 1, -1) if parse.relations[i] in ("nsubj", "appos") and parse.heads[i] > verb), None)
    outer = verb - 2 if outer is None else outer
    first = parse.subtrees[outer][0]
    if parse.relations[outer] == "appos":
        first = parse.subtrees[parse.heads[outer]][0]
    span = trimmed(parse, max(first, start), verb - 1)
    return replace(a, via=(span,), frame=(verb, verb + 1)) if span is not None and parse.pos[outer] in ("NOUN", "PROPN") else a


def _cited(context: Context, a: Attribution) -> tuple[int, int] | None:
    """The verb of citing and the head noun of who is cited; None where the source cites nobody."""
    if a.source is None or a.source_head is None:
        return None
    parse = context.parse
    first, last = a.source_head + 1, context.sentence(a.source_head)[1]
    if a.cue and a.cue[0] > a.source_head:
        last = min(last, a.cue[0])
    for i in range(first, min(last, first + 12)):
        if parse.lemmas[i] in word_set("citing verb") and _opens(context, i) and context.inside[i] is None:
            noun = _object(context, i)
            inside = a.content[0] <= i < a.content[1]
            return (i, noun) if noun is not None and not inside else None
        if parse.pos[i] == "VERB" and parse.tags[i] != "VBN":
            return None
    return _before(context, a)


def _opens(context: Context, i: int) -> bool:
    """Whether the verb stands in a participle or a relative clause of its own: ", citing", ", which has quoted"."""
    parse = context.parse
    if parse.tags[i] == "VBG":
        return parse.lower[i - 1] == ","
    return parse.lower[_opening(context, i)] in _RELATIVE


def _opening(context: Context, i: int) -> int:
    """The first token of the clause of citing: the participle, or the relative pronoun."""
    parse = context.parse
    while i > 0 and parse.relations[i - 1] in _FILLERS:
        i -= 1
    return i - 1 if i > 0 and parse.lower[i - 1] in _RELATIVE else i


def _object(context: Context, verb: int) -> int | None:
    parse = context.parse
    if parse.lemmas[verb] in ("cite", "quote"):
        return parse.child(verb, "dobj")
    for c in parse.children[verb]:
        if parse.relations[c] == "prep" and parse.lower[c] in ("on", "upon", "to") and c > verb:
            return parse.child(c, "pobj")
    return None


def _cue_end(context: Context, verb: int, noun: int) -> int:
    return verb + 2 if context.parse.relations[verb + 1] == "prep" and verb + 1 < noun else verb + 1


def _before(context: Context, a: Attribution) -> tuple[int, int] | None:
    """As in "Citing two officials, the paper reported"."""
    parse = context.parse
    if a.source is None or a.cue is None or a.via:
        return None
    start = context.sentence(a.source[0])[0]
    if parse.lower[start] not in ("citing", "quoting") or not start < a.source[0] < a.cue[0]:
        return None
    noun = parse.child(start, "dobj")
    return (start, noun) if noun is not None and parse.subtrees[noun][1] <= a.source[0] else None


def without_citing(context: Context, found: list[Attribution]) -> list[Attribution]:
    """All attributions, deepened, without those of the citing itself."""
    deep = [deepened(context, a) for a in found]
    return [a for a, before in zip(deep, found, strict=True) if a is not before or not _is_citing(deep, a)]


def _is_citing(deep: list[Attribution], a: Attribution) -> bool:
    return any(b is not a and b.via and b.cue is not None and b.cue[0] <= a.head < b.cue[1] for b in deep)
