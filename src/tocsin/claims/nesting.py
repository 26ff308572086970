"""Which attribution stands within which, and what is told in nobody's voice but the outlet's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tocsin.claims.attribution import Attribution, Range
from tocsin.claims.context import Context
from tocsin.claims.grammar import is_verb, trimmed
from tocsin.claims.lexicon import source_nouns, word_set


@dataclass(frozen=True, slots=True, kw_only=True)
class Nested:
    """An attribution with those around it, outermost first."""

    attribution: Attribution
    around: tuple[Attribution, ...]


def nest(found: Sequence[Attribution]) -> list[Nested]:
    """Each attribution with those whose content its cue stands in, outermost first; in the order of the text."""
    made = []
    for a in found:
        around = [b for b in found if b is not a and b.layer and _within(a, b)]
        around.sort(key=lambda b: b.content[0] - b.content[1])
        made.append(Nested(attribution=a, around=tuple(around)))
    return sorted(made, key=lambda n: (n.attribution.content[0], -n.attribution.content[1], n.attribution.head))


def _within(a: Attribution, b: Attribution) -> bool:
    """Whether `a` is said within what `b` says."""
    if not b.content[0] <= a.head < b.content[1]:
        return False
    cue = b.cue or (b.head, b.head + 1)
    return not (a.content[0] <= cue[0] < a.content[1]) or _size(b) > _size(a)


def _size(a: Attribution) -> int:
    return a.content[1] - a.content[0]


def remainder(context: Context, span: Range, inner: Sequence[Attribution], *, asides: bool = False) -> Range | None:
    """What a span tells beside the sayings in it: None where it is nothing but their frame.

    A saying that is news in itself ("condemned") is no mere frame, and is kept with its content.
    asides: whether what is told of a source by the way ("X, who leads the party, said") counts too.
    """
    taken = _taken(inner)
    if asides:
        taken -= {i for a in inner if a.source for i in range(*a.source) if _in_aside(context, i)}
    left = [i for i in range(*span) if i not in taken and context.parse.pos[i] != "PUNCT"]
    if not any(_tells(context, i) for i in left):
        return None
    sources = [a.source for a in inner if a.source is not None and not a.act]
    kept = set(left)
    for source in sources:
        if any(i in kept and _tells(context, i) for i in range(*source)):
            kept.update(i for i in range(*source) if span[0] <= i < span[1])
    first, last = min(kept), max(kept) + 1
    for a in inner:  # a source at the beginning of the clause whose verb tells something stays in it
        if a.source and span[0] <= a.source[0] < first and a.source[1] <= last:
            first = a.source[0] if a.act or a.head > first else first
    return trimmed(context.parse, first, last)


def _taken(inner: Sequence[Attribution]) -> set[int]:
    taken: set[int] = set()
    for a in inner:
        if a.act:
            continue
        taken.update(range(*a.content))
        if a.cue:
            taken.update(range(*a.cue))
        for part in (*a.via, *(p for p in (a.source, a.frame) if p)):
            taken.update(range(*part))
    return taken


def _in_aside(context: Context, i: int) -> bool:
    parse = context.parse
    while parse.relations[i] == "conj":
        i = parse.heads[i]
    return parse.relations[i] == "relcl" and is_verb(parse, i)


def _tells(context: Context, i: int) -> bool:
    """Whether a token can tell of something that happened."""
    parse = context.parse
    if is_verb(parse, i) and parse.pos[i] != "AUX" and parse.relations[i] != "amod":
        return True
    if parse.pos[i] != "NOUN" or parse.entities[i][2:] in ("DATE", "TIME", "CARDINAL"):
        return False
    return parse.lemmas[i] not in word_set("frame noun") and parse.lower[i] not in source_nouns()
