"""Attributions without a cue: a quotation whose speaker the context tells, and "X: ..."."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tocsin.claims.attribution import Attribution, Range
from tocsin.claims.context import Context
from tocsin.claims.grammar import is_verb, trimmed
from tocsin.claims.lexicon import source_nouns

_SHORT = 6  # tokens of a source before a colon
_FAR = 60  # tokens: a quotation further from the last speaker's words has lost him


def free_quotations(context: Context, found: Sequence[Attribution]) -> Iterator[Attribution]:
    """The quotations that no cue covers, given to the last speaker."""
    speakers = sorted((a for a in found if a.source is not None and a.lemma), key=lambda a: a.head)
    covered = [a for a in found if context.inside[a.head] not in context.speeches]
    for quotation in context.speeches:
        if any(a.content[0] < quotation[1] and quotation[0] < a.content[1] for a in covered) or not _stands_alone(context, quotation):
            continue
        before = [a for a in speakers if a.head < quotation[0] and quotation[0] - max(a.head, a.content[1]) <= _FAR]
        if before:
            last = before[-1]
            yield Attribution(
                content=quotation,
                cue=None,
                head=quotation[0],
                source=last.source,
                source_head=last.source_head,
                via=last.via,
                lemma="",
                stance="asserts",
                found="run",
            )


def _stands_alone(context: Context, quotation: Range) -> bool:
    """Whether the quotation begins a sentence, and is not a part of one that somebody else speaks."""
    first, last = quotation
    begins = context.sentence(first)[0] >= first - 1 or first in context.paragraph_starts
    return (begins and context.parse.words[last - 2] in ".!?…") or (begins and last - first > 12)


def headed(context: Context) -> Iterator[Attribution]:
    """As in "Ministry: talks failed": a short source and a colon at the head of a sentence."""
    parse = context.parse
    for first, last in parse.sentences:
        colon = next((i for i in range(first + 1, min(first + 12, last - 2)) if parse.words[i] == ":"), None)
        if colon is None:
            continue
        dash = next((i for i in range(colon - 1, first, -1) if parse.words[i] in ("-", "–", "—", "|")), None)
        span = trimmed(parse, first if dash is None else dash + 1, colon)
        content = trimmed(parse, colon + 1, last)
        if span and content and _speaks(context, span) and _tells(context, span, content):
            yield Attribution(
                content=content, cue=None, head=colon, source=span, source_head=span[1] - 1, lemma="", stance="asserts", found="heading"
            )


def _tells(context: Context, span: Range, content: Range) -> bool:
    """Whether what follows the colon is told; a document may be followed by a headline without a verb."""
    parse = context.parse
    long = content[1] - content[0] >= 4 and source_nouns().get(parse.lower[span[1] - 1]) == "document"
    return long or any(is_verb(parse, i) for i in range(*content))


def excerpts(context: Context, found: Sequence[Attribution]) -> Iterator[Attribution]:
    """As in "The Daily Example reported Sunday: ...": without quotation marks, the paragraph goes on in the words of the outlet cited."""
    parse = context.parse
    for colon in range(1, len(parse) - 3):
        if parse.words[colon] != ":" or context.inside[colon + 1] is not None or not parse.words[colon + 1][:1].isupper():
            continue
        cited = _cited_before(context, colon, found)
        if cited is None:
            continue
        (span, head, cue), last = cited, _paragraph_end(context, colon)
        yield Attribution(
            content=(colon + 1, last),
            cue=cue,
            head=colon,
            source=span,
            source_head=head,
            lemma="",
            stance="asserts",
            excerpt=True,
            found="excerpt",
        )


def _cited_before(context: Context, colon: int, found: Sequence[Attribution]) -> tuple[Range, int, Range | None] | None:
    """The outlet, its head noun and the cue that stand straight before a colon."""
    parse = context.parse
    for a in found:
        near = a.cue is not None and a.cue[1] <= colon <= a.cue[1] + 2
        if near and a.source and a.source_head is not None and context.is_media(a.source_head, a.source):
            return a.source, a.source_head, a.cue
    start = context.sentence(colon)[0]
    span = trimmed(parse, start, colon) if colon - start <= 6 else None
    if span is not None and context.is_media(span[1] - 1, span) and not any(is_verb(parse, i) for i in range(*span)):
        return span, span[1] - 1, None
    return None


def _paragraph_end(context: Context, i: int) -> int:
    later = [s for s in context.paragraph_starts if s > i]
    return min(later, default=len(context.parse))


def _speaks(context: Context, span: Range) -> bool:
    parse, head = context.parse, span[1] - 1
    if span[1] - span[0] > _SHORT or any(is_verb(parse, i) and parse.relations[i] != "amod" for i in range(*span)):
        return False
    if context.is_media(head, span):  # an excerpt, which goes on to the end of the paragraph
        return False
    if parse.lower[head] in source_nouns() or parse.lemmas[head].lower() in source_nouns():
        return True
    return parse.entities[head][2:] == "PERSON"
