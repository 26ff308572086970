"""The attributions that grammar finds and those that the learned tagger marks, made one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from tocsin.claims.attribution import Attribution, Range
from tocsin.claims.context import Context
from tocsin.claims.grammar import is_verb, negated
from tocsin.claims.lexicon import Frame
from tocsin.records import Mark, Parse, Span

SURE: Final = 0.1
"""How likely source, cue and content must be together, by the tagger, for an attribution that grammar does not see."""
_UNKNOWN: Final = Frame(frame="clause", stance="asserts", act=False)
"""What a cue does that the table does not have."""
_SEEMING = frozenset({"seem", "appear", "look"})
_WRITER = frozenset({"i", "we", "you", "one", "my", "our", "your"})
_SUBJECTS = ("nsubj", "nsubjpass", "csubj", "expl")


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """A mark in tokens. head: the token of the cue that its others hang on. sure: how likely all of it is."""

    cue: Range
    head: int
    source: Range | None
    content: Range | None
    sure: float


def with_marks(context: Context, found: Sequence[Attribution], marks: Sequence[Mark]) -> list[Attribution]:
    """Both joined by cue.

    Where both see a cue and about the same content, the tagger says where the spans begin and end, and grammar what kind of saying it
    is and what else the clause names. What only grammar sees stays. What only the tagger sees is taken where a clause or a quotation is
    said: of a mere thing ("backs the plan") the tagger tells attitudes, which are no claims.
    """
    marked = [m for mark in marks if (m := _in_tokens(context.parse, mark)) is not None]
    partners = [[a for a in found if _same_cue(a, m)] for m in marked]
    sharpened = {
        id(several[0]): _sharpened(context, several[0], m, found) for several, m in zip(partners, marked, strict=True) if len(several) == 1
    }
    alone = [m for several, m in zip(partners, marked, strict=True) if not several and not any(_alike(a.content, m.content) for a in found)]
    return [*(sharpened.get(id(a), a) for a in found), *_added(context, alone)]


def _in_tokens(parse: Parse, mark: Mark) -> Marked | None:
    cue = _range(parse, mark.cue)
    if cue is None:
        return None
    sure = mark.cue.probability
    for part in (mark.source, mark.content):
        sure *= part.probability if part is not None else 1.0
    return Marked(cue=cue, head=_top(parse, cue), source=_range(parse, mark.source), content=_range(parse, mark.content), sure=sure)


def _range(parse: Parse, span: Span | None) -> Range | None:
    tokens = parse.tokens(span.start, span.end) if span is not None else ()
    return (tokens[0], tokens[-1] + 1) if tokens else None


def _top(parse: Parse, span: Range) -> int:
    """The token that the others of a span hang on; a verb before others."""
    tops = [i for i in range(*span) if not span[0] <= parse.heads[i] < span[1] or parse.heads[i] == i]
    return next((i for i in tops if parse.pos[i] in ("VERB", "AUX")), next((i for i in tops if parse.pos[i] != "PUNCT"), span[0]))


def _same_cue(a: Attribution, m: Marked) -> bool:
    if a.cue is None:
        return _alike(a.content, m.content)
    return m.cue[0] <= a.head < m.cue[1] or _common(a.cue, m.cue) > 0


def _alike(a: Range, b: Range | None) -> bool:
    """Whether two spans share at least half of what either covers."""
    return b is not None and 2 * _common(a, b) >= (a[1] - a[0]) + (b[1] - b[0]) - _common(a, b)


def _common(a: Range, b: Range) -> int:
    return max(0, min(a[1], b[1]) - max(a[0], b[0]))


def _sharpened(context: Context, a: Attribution, m: Marked, found: Sequence[Attribution]) -> Attribution:
    """The attribution of grammar with the tagger's edges, where these leave out neither its head noun nor a saying within it."""
    source, head = a.source, a.source_head
    if (
        source is not None
        and m.source is not None
        and _common(source, m.source)
        and head is not None
        and not _owner(m.source, source, head)
    ):
        source = m.source
        head = head if source[0] <= head < source[1] else _top(context.parse, source)
    content = m.content if m.content is not None and _alike(a.content, m.content) and not _loses(a, m.content, found) else a.content
    return replace(a, cue=m.cue if a.cue is not None else None, content=content, source=source, source_head=head)


def _owner(marked: Range, source: Range, head: int) -> bool:
    """Whether the tagger has only a part of the source without its head noun: "Nepal's" of "Nepal's opposition"."""
    return source[0] <= marked[0] and marked[1] <= source[1] and not marked[0] <= head < marked[1]


def _loses(a: Attribution, content: Range, found: Sequence[Attribution]) -> bool:
    """Whether a saying within the content of `a` would stand outside it: what it says would lose who passed it on."""
    own = a.cue or (a.head, a.head + 1)
    return any(
        b is not a and a.content[0] <= b.head < a.content[1] and not content[0] <= b.head < content[1] and not own[0] <= b.head < own[1]
        for b in found
    )


def _added(context: Context, marked: Sequence[Marked]) -> Iterator[Attribution]:
    parse = context.parse
    for m in marked:
        if m.content is None or m.source is None or m.sure < SURE or not _says(context, m, m.source) or not _is_said(context, m.content):
            continue
        lemma = parse.lemmas[m.head].lower()
        frame = next(iter(context.lexicon.verbs.get(lemma, ())), _UNKNOWN)
        yield Attribution(
            content=m.content,
            cue=m.cue,
            head=m.head,
            source=m.source,
            source_head=_top(parse, m.source),
            lemma=lemma,
            stance=frame.stance,
            act=frame.act,
            tag=m.content[0] <= m.head < m.content[1],
            found="model",
        )


def _says(context: Context, m: Marked, source: Range) -> bool:
    """Whether somebody says so: not "is believed", whose source is nobody near, nor "did not know", nor what the writer says of himself."""
    parse = context.parse
    passive = any(parse.relations[c] in ("auxpass", "nsubjpass") for c in parse.children[m.head])
    if negated(parse, m.head) or passive or parse.lemmas[m.head] in _SEEMING:
        return False
    return context.inside[m.head] in context.speeches or _WRITER.isdisjoint(parse.lower[slice(*source)])


def _is_said(context: Context, content: Range) -> bool:
    """Whether a content is a quotation or a clause, and not a mere thing or deed."""
    parse = context.parse
    if context.inside[content[0]] in context.speeches or parse.lower[content[0]] in ("that", "if", "whether"):
        return True
    top = _top(parse, content)
    finite = parse.tags[top] in ("VBD", "VBZ", "VBP", "MD", "VBN", "VB") and parse.tags[content[0]] != "TO"
    return finite and is_verb(parse, top) and any(parse.relations[c] in _SUBJECTS for c in parse.children[top])
