"""Attributions whose cue is a verb: who said what."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from tocsin.claims.attribution import Attribution, Range
from tocsin.claims.complements import Complement, complement
from tocsin.claims.context import Context
from tocsin.claims.grammar import cue_range, is_verb, negated, noun_phrase, own_subject, subject, trimmed
from tocsin.claims.lexicon import Frame
from tocsin.claims.via import via

_NEGATABLE = frozenset({"believe", "think", "expect", "rule out", "deny", "agree", "support", "accept", "recognize", "recognise"})
_OPENINGS = frozenset({"in", "by", "after", "before", "without", "despite", "of", "from"})
_QUOTING = frozenset({"quote", "cite"})
_AUTHOR = frozenset({"i", "we", "you", "me", "us", "one"})  # the writer, or a speaker on himself


def verb_attributions(context: Context) -> Iterator[Attribution]:
    """The attributions by verbs, in the order of their cues."""
    parse = context.parse
    before: list[Attribution] = []
    for i in range(len(parse)):
        if not is_verb(parse, i) and not _headline_verb(context, i):
            continue
        lemma, end = _lemma(context, i)
        frames = context.lexicon.verbs.get(lemma)
        if frames is None or _not_said(context, i, lemma):
            continue
        found = _attribution(context, i, lemma, end, frames, before)
        if found is not None:
            before.append(found)
            yield found


def _headline_verb(context: Context, i: int) -> bool:
    """A headline in capitals is often parsed as one long name: "Leader Says Talks Failed"."""
    parse = context.parse
    return parse.lower[i] in ("says", "said", "warns", "vows", "claims", "denies") and parse.tags[i] in ("NNPS", "NNP", "NNS")


def _lemma(context: Context, i: int) -> tuple[str, int]:
    """The cue's lemma, in two words where the next token makes it one ("point out"), and the token after the cue."""
    parse = context.parse
    lemma = _HEADLINE.get(parse.lower[i], parse.lemmas[i].lower())
    seconds = context.lexicon.particles.get(lemma)
    if seconds and i + 1 < len(parse) and parse.lower[i + 1] in seconds:
        return f"{lemma} {parse.lower[i + 1]}", i + 2
    return lemma, i + 1


_HEADLINE = {"says": "say", "said": "say", "warns": "warn", "vows": "vow", "claims": "claim", "denies": "deny"}


def _not_said(context: Context, i: int, lemma: str) -> bool:
    """Whether the verb tells that something was *not* said, or is only imagined."""
    parse = context.parse
    if negated(parse, i) and lemma not in _NEGATABLE:
        return True
    if parse.relations[i] == "amod" or (parse.relations[i] == "pcomp" and parse.lower[parse.heads[i]] in _OPENINGS):
        return True
    auxiliaries = {parse.lower[c] for c in parse.children[i] if parse.relations[c] == "aux" and c < i}
    return bool(auxiliaries & {"would", "could", "might", "should", "can", "must"})


def _attribution(
    context: Context, i: int, lemma: str, end: int, frames: tuple[Frame, ...], before: Sequence[Attribution]
) -> Attribution | None:
    parse = context.parse
    passive = any(parse.relations[c] in ("auxpass", "nsubjpass") for c in parse.children[i])
    if lemma in _QUOTING and (as_saying := _as_saying(context, i)) is not None:
        return _quoted_as_saying(context, i, as_saying, passive=passive)
    source = _agent(context, i) if passive or _bare_participle(context, i) else _speaker(context, i, before)
    if source is not None and parse.pos[source] == "PRON" and parse.lower[source] in _AUTHOR:
        return None
    for frame in frames:
        found = complement(context, i, end, frame, passive=passive)
        if found is not None and not _object_first(context, i, frames, found):
            made = _made(context, i, lemma, source, frame, found)
            return _citing(context, i, made) if made else None
    return None


def _object_first(context: Context, i: int, frames: tuple[Frame, ...], found: Complement) -> bool:
    """As in "denies responsibility for what it is blamed for": the object is the content, not the clause after it."""
    parse = context.parse
    thing = parse.child(i, "dobj")
    return thing is not None and i < thing < found.content[0] and any(f.frame == "object" for f in frames) and parse.pos[thing] == "NOUN"


def _bare_participle(context: Context, i: int) -> bool:
    """As in "a step condemned by the union": its noun is what was condemned, not who condemns.

    A sentence whose head is a noun has no other verb: there the parse took a past tense for a participle.
    """
    parse = context.parse
    if parse.tags[i] != "VBN" or any(parse.relations[c] in ("aux", "auxpass", "nsubj") for c in parse.children[i]):
        return False
    if parse.relations[i] == "acl":
        return parse.relations[parse.heads[i]] != "ROOT" or parse.pos[parse.heads[i]] == "VERB"
    return parse.relations[i] != "conj" or not any(parse.relations[c] == "aux" for c in parse.children[parse.heads[i]])


def _speaker(context: Context, i: int, before: Sequence[Attribution]) -> int | None:
    """Whose saying it is. A participle after a comma goes on with the source before it, wherever the parse hung it."""
    parse = context.parse
    if parse.tags[i] == "VBG" and parse.relations[i] == "advcl" and parse.lower[i - 1] == "," and own_subject(parse, i) is None:
        sentence = parse.sentence_of[i]
        for a in reversed(before):
            if parse.sentence_of[a.head] == sentence and a.layer and a.head < parse.heads[i] < i and not a.tag:
                return a.source_head
    return subject(parse, i)


def _agent(context: Context, i: int) -> int | None:
    parse = context.parse
    by = parse.child(i, "agent")
    return parse.child(by, "pobj") if by is not None else None


def _made(context: Context, i: int, lemma: str, source: int | None, frame: Frame, found: Complement) -> Attribution | None:
    content = trimmed(context.parse, *found.content)
    if content is None or (content[0] <= i < content[1] and not found.tag):
        return None
    if source is None and not _unsaid(context, i, frame):
        return None
    span = _source_range(context, source, i, content) if source is not None else None
    return Attribution(
        content=content,
        cue=cue_range(context.parse, i, found.cue_end),
        head=i,
        source=span,
        source_head=source,
        via=via(context, i) if span else (),
        lemma=lemma,
        stance=frame.stance,
        act=frame.act,
        tag=found.tag,
        layer=frame.frame == "clause" or not frame.act,
    )


def _unsaid(context: Context, i: int, frame: Frame) -> bool:
    """As in "it is understood that": somebody says so, nobody is named."""
    parse = context.parse
    passive = parse.child(i, "nsubjpass")
    return frame.frame == "clause" and passive is not None and parse.lower[passive] == "it"


def _source_range(context: Context, source: int, cue: int, content: Range) -> Range:
    """The source's words, without the content where a relative clause puts it below the source's own noun."""
    first, last = noun_phrase(context.parse, source, before=cue if source < cue else None)
    if first < content[0] < last and content[0] > source:
        last = content[0]
    if source > cue and last > content[0] > source:
        last = content[0]
    found = trimmed(context.parse, first, last)
    return found if found and found[0] <= source < found[1] else (source, source + 1)


# "X quoted Y as saying", "Y was quoted by X as saying"


def _as_saying(context: Context, i: int) -> int | None:
    parse = context.parse
    for c in parse.children[i]:
        if parse.lower[c] == "as" and parse.relations[c] == "prep":
            return next((g for g in parse.children[c] if parse.tags[g] == "VBG"), None)
    return None


def _quoted_as_saying(context: Context, i: int, saying: int, *, passive: bool) -> Attribution | None:
    parse = context.parse
    frame = Frame(frame="clause", stance="asserts", act=False)
    found = complement(context, saying, saying + 1, frame, passive=False) or complement(context, i, i + 1, frame, passive=False)
    quoted = parse.child(i, "nsubjpass") if passive else parse.child(i, "dobj")
    quoting = (_agent(context, i) or _by(context, saying)) if passive else subject(parse, i)
    content = trimmed(parse, *found.content) if found else None
    if quoted is None or content is None or found is None:
        return None
    return Attribution(
        content=content,
        cue=cue_range(parse, i, saying + 1) if passive else cue_range(parse, i),
        head=i,
        source=noun_phrase(parse, quoted, before=i if passive else None),
        source_head=quoted,
        via=(noun_phrase(parse, quoting, before=i if quoting < i else None),) if quoting is not None else (),
        lemma="quote",
        stance="asserts",
        tag=found.tag,
    )


def _by(context: Context, i: int) -> int | None:
    parse = context.parse
    by = next((c for c in parse.children[i] if parse.lower[c] == "by"), None)
    return parse.child(by, "pobj") if by is not None else None


# "X reported, citing Y"


def _citing(context: Context, i: int, found: Attribution) -> Attribution:
    """The deeper source that the reporting source names itself becomes the origin."""
    parse = context.parse
    for c in parse.children[i]:
        if parse.relations[c] == "advcl" and parse.tags[c] == "VBG" and parse.lemmas[c] in _QUOTING and found.source:
            deeper = parse.child(c, "dobj")
            if deeper is not None:
                return replace(found, via=(*found.via, found.source), source=noun_phrase(parse, deeper), source_head=deeper, cue=(c, c + 1))
    return found
