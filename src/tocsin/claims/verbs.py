"""Attributions whose cue is a verb: who said what."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from tocsin.claims.attribution import Attribution, Range
from tocsin.claims.complements import Complement, complement
from tocsin.claims.context import Context
from tocsin.claims.grammar import cue_range, is_verb, negated, noun_phrase, subject, trimmed
from tocsin.claims.lexicon import Frame
from tocsin.claims.via import via

_NEGATABLE = frozenset({"believe", "think", "expect", "rule out", "deny", "agree", "support", "accept", "recognize", "recognise"})
_OPENINGS = frozenset({"in", "by", "after", "before", "without", "despite", "of", "from"})
_QUOTING = frozenset({"quote", "cite"})
_PERSONAL_ONLY = frozenset({"show", "prove", "read", "find", "mean", "indicate", "suggest", "demonstrate", "illustrate", "reveal"})


def verb_attributions(context: Context) -> Iterator[Attribution]:
    """The attributions by verbs, in the order of their cues."""
    parse = context.parse
    for i in range(len(parse)):
        if not is_verb(parse, i) and not _headline_verb(context, i):
            continue
        lemma, end = _lemma(context, i)
        frames = context.lexicon.verbs.get(lemma)
        if frames is None or _not_said(context, i, lemma):
            continue
        found = _attribution(context, i, lemma, end, frames)
        if found is not None:
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
    return bool(auxiliaries & {"would", "could", "might", "should"})


def _attribution(context: Context, i: int, lemma: str, end: int, frames: tuple[Frame, ...]) -> Attribution | None:
    parse = context.parse
    passive = any(parse.relations[c] in ("auxpass", "nsubjpass") for c in parse.children[i])
    if lemma in _QUOTING and (as_saying := _as_saying(context, i)) is not None:
        return _quoted_as_saying(context, i, as_saying, passive=passive)
    source = _agent(context, i) if passive or _bare_participle(context, i) else subject(parse, i)
    for frame in frames:
        found = complement(context, i, end, frame, passive=passive)
        if found is not None:
            made = _made(context, i, lemma, source, frame, found)
            return _citing(context, i, made) if made else None
    return None


def _bare_participle(context: Context, i: int) -> bool:
    """As in "a step condemned by the union": its noun is what was condemned, not who condemns."""
    return context.parse.tags[i] == "VBN" and context.parse.relations[i] == "acl"


def _agent(context: Context, i: int) -> int | None:
    parse = context.parse
    by = parse.child(i, "agent")
    return parse.child(by, "pobj") if by is not None else None


def _made(context: Context, i: int, lemma: str, source: int | None, frame: Frame, found: Complement) -> Attribution | None:
    content = trimmed(context.parse, *found.content)
    if content is None or (source is None and frame.frame != "clause"):
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
    )


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
        lemma="say",
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
