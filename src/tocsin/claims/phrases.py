"""Attributions by a phrase: "according to X", "in X's view", "in the words of X", "as X put it", "reportedly"."""

from __future__ import annotations

from collections.abc import Iterator

from tocsin.claims.attribution import Attribution, Range
from tocsin.claims.context import Context
from tocsin.claims.grammar import is_verb, noun_phrase, own_subject, trimmed
from tocsin.claims.lexicon import Frame
from tocsin.records import Parse

_LINKS = frozenset({"that", "and", "but", "while", "because", "which", "who"})


def phrase_attributions(context: Context) -> Iterator[Attribution]:
    """The attributions by phrases and adverbs, in the order of the text."""
    for i in range(len(context.parse)):
        yield from _phrase_at(context, i)
        yield from _possessed_at(context, i)
        yield from _adverb_at(context, i)
        yield from _as_put_at(context, i)


def _phrase_at(context: Context, i: int) -> Iterator[Attribution]:
    parse = context.parse
    for words, frame in context.lexicon.phrases.get(parse.lower[i], {}).items():
        end = i + len(words)
        if parse.lower[i:end] != words or len(words) == 1 or end >= len(parse):
            continue
        source = _noun_after(parse, end)
        if source is not None:
            span = _source(context, source, end)
            content = _around(context, (i, span[1]))
            if content is not None:
                yield _attribution(context, (i, end), source, span, content, frame, " ".join(words))
        return


def _noun_after(parse: Parse, end: int) -> int | None:
    """The head of the noun phrase that begins at `end`."""
    i = end
    while parse.heads[i] > i and parse.heads[i] < end + 25 and parse.subtrees[parse.heads[i]][0] >= end:
        i = parse.heads[i]
    return i if parse.pos[i] in ("NOUN", "PROPN", "PRON", "NUM", "ADJ", "X") else None


def _source(context: Context, head: int, first: int) -> Range:
    parse = context.parse
    span = noun_phrase(parse, head)
    last = span[1]
    for i in range(head + 1, last):  # an apposition to the sentence, not to the source, begins with a comma and a clause
        if parse.lower[i] == "," and parse.relations[i] == "punct" and i + 1 < last and is_verb(parse, i + 1):
            last = i
            break
    return trimmed(parse, first, last) or (head, head + 1)


def _attribution(context: Context, cue: Range, head: int, source: Range, content: Range, frame: Frame, lemma: str) -> Attribution:
    return Attribution(
        content=content,
        cue=cue,
        head=cue[0],
        source=source,
        source_head=head,
        via=_outlet_in(context, head, source),
        lemma=lemma,
        stance=frame.stance,
        act=frame.act,
        tag=content[0] < cue[0],
    )


def _outlet_in(context: Context, head: int, source: Range) -> tuple[Range, ...]:
    """As in "a columnist in the Daily Example": the paper stands between."""
    parse = context.parse
    for c in parse.children[head]:
        noun = parse.child(c, "pobj") if parse.lower[c] in ("in", "at", "of") and c < source[1] else None
        if noun is not None and parse.pos[head] == "PROPN" and context.is_media(noun, span := noun_phrase(parse, noun)):
            return (span,)
    return ()


def _around(context: Context, phrase: Range) -> Range | None:
    """The content of a phrase that stands before, within or after it."""
    parse = context.parse
    first, last = _bounds(context, phrase[0])
    before = trimmed(parse, first, phrase[0])
    after = trimmed(parse, phrase[1], last)
    if before is None or _only_links(parse, before):
        return after
    start = _opening_link(parse, before)
    if start is not None and after is not None:
        return after
    relative = _relative(parse, phrase[0])
    if relative is not None:
        return trimmed(parse, relative, phrase[0])
    if after is not None and parse.lower[phrase[1]] == "," and not _clause_in(parse, before):
        return first, after[1]
    return before


def _bounds(context: Context, i: int) -> Range:
    """The sentence, or the quotation within it that the phrase stands in."""
    first, last = context.sentence(i)
    quotation = context.inside[i]
    if quotation is not None:
        first, last = max(first, quotation[0] + 1), min(last, quotation[1] - 1)
    for j in range(i - 1, first, -1):
        if context.parse.lower[j] == ";":
            return j + 1, last
    return first, last


def _only_links(parse: Parse, before: Range) -> bool:
    return before[1] - before[0] <= 3 and not any(is_verb(parse, i) or parse.pos[i] in ("NOUN", "PROPN") for i in range(*before))


def _opening_link(parse: Parse, before: Range) -> int | None:
    """Where the phrase stands straight after "that" or "and": its content follows it."""
    return before[1] - 1 if parse.lower[before[1] - 1] in _LINKS else None


def _relative(parse: Parse, i: int) -> int | None:
    """As in "which holds half of it according to X": without a comma before it, the phrase belongs to the relative clause alone."""
    if parse.lower[i - 1] == ",":
        return None
    for a in (parse.heads[i], *parse.ancestors(i)):
        if parse.relations[a] == "relcl":
            first = parse.subtrees[a][0]
            return first + 1 if parse.tags[first] in ("WDT", "WP") else first
    return None


def _clause_in(parse: Parse, span: Range) -> bool:
    return any(is_verb(parse, i) or parse.pos[i] == "AUX" for i in range(*span))


def _possessed_at(context: Context, i: int) -> Iterator[Attribution]:
    """As in "in the minister's view"."""
    parse = context.parse
    frame = context.lexicon.possessed.get(parse.lower[i])
    if frame is None or parse.relations[i] != "pobj" or parse.lower[parse.heads[i]] not in ("in", "by", "to"):
        return
    owner = parse.child(i, "poss")
    if owner is None:
        return
    preposition = parse.heads[i]
    content = _around(context, (preposition, i + 1))
    if content is not None:
        source = trimmed(parse, parse.subtrees[owner][0], owner + 1) or (owner, owner + 1)
        yield _attribution(context, (preposition, i + 1), owner, source, content, frame, parse.lower[i])


def _as_put_at(context: Context, i: int) -> Iterator[Attribution]:
    """As in "as the envoy put it": the clause that it stands in is the content."""
    parse = context.parse
    verb = parse.heads[i]
    if parse.lower[i] != "as" or parse.relations[i] not in ("mark", "advmod") or parse.relations[verb] != "advcl" or verb < i:
        return
    put = parse.lemmas[verb] == "put" and parse.lower[verb + 1 : verb + 2] == ("it",)
    source = own_subject(parse, verb)
    if source is None or not (put or _bare_saying(parse, verb)):
        return
    content = _around(context, (i, verb + (2 if put else 1)))
    if content is not None:
        frame = Frame(frame="source", stance="asserts", act=False)
        cue = (verb, verb + 2) if put else (verb, verb + 1)
        yield _attribution(context, cue, source, noun_phrase(parse, source, before=verb), content, frame, parse.lemmas[verb])


def _bare_saying(parse: Parse, verb: int) -> bool:
    """Whether the verb says what stands elsewhere: "as he said", not "as he said that"."""
    return parse.lemmas[verb] in _SAYING and not any(parse.relations[c] in _HELD for c in parse.children[verb])


_SAYING = frozenset({"say", "note", "report", "explain", "describe", "warn", "predict", "announce"})
_HELD = frozenset({"dobj", "ccomp", "xcomp"})


def _adverb_at(context: Context, i: int) -> Iterator[Attribution]:
    """As in "reportedly": somebody says so, nobody is named."""
    parse = context.parse
    frame = context.lexicon.adverbs.get(parse.lower[i])
    verb = parse.heads[i]
    if frame is None or verb == i or not is_verb(parse, verb):
        return
    first, last = parse.subtrees[verb]
    content = trimmed(parse, first, last)
    if content is not None:
        yield Attribution(
            content=content, cue=(i, i + 1), head=i, source=None, source_head=None, lemma=parse.lower[i], stance=frame.stance, act=False
        )
