"""Attributions whose cue is a verb: who said what."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tocsin.claims.attribution import Attribution, Complement, Range
from tocsin.claims.clauses import after_quotation, carries_on
from tocsin.claims.complements import complement
from tocsin.claims.context import Context
from tocsin.claims.echoes import echo
from tocsin.claims.grammar import (
    agent,
    closed,
    cue_range,
    is_verb,
    lost_subject,
    negated,
    noun_phrase,
    own_subject,
    subject,
    trimmed,
    whose_subject,
)
from tocsin.claims.lexicon import Frame, source_nouns, word_set
from tocsin.claims.quoting import QUOTING, after_quoting, as_saying, citing, quoted_as_saying
from tocsin.claims.via import via
from tocsin.records import Parse

_NEGATABLE = frozenset({"believe", "think", "expect", "rule out", "deny", "agree", "support", "accept", "recognize", "recognise"})
_OPENINGS = frozenset({"in", "by", "after", "before", "without", "despite", "of", "from"})
_AUTHOR = frozenset({"i", "we", "you", "me", "us", "one", "nobody", "none"})  # the writer, a speaker on himself, or nobody


def verb_attributions(context: Context) -> Iterator[Attribution]:
    """The attributions by verbs, in the order of their cues."""
    parse = context.parse
    before: list[Attribution] = []
    for i in range(len(parse)):
        if not is_verb(parse, i) and not _headline_verb(context, i):
            continue
        lemma, end = _lemma(context, i)
        frames = context.lexicon.verbs.get(lemma)
        if frames is None or _not_said(context, i, lemma) or _part_of_cue(context, i, before) or _demanded(context, i, before):
            continue
        found = echo(context, i, lemma, frames, before) or _attribution(context, i, lemma, end, frames, before)
        if found is not None:
            before.append(found)
            yield found


def _part_of_cue(context: Context, i: int, before: Sequence[Attribution]) -> bool:
    """As in "quoted him as saying", "reported, citing two officials"."""
    return any(a.cue is not None and a.cue[0] <= i < a.cue[1] for a in before[-2:]) or after_quoting(context.parse, i)


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
    if _by_nobody(parse, i) or (lemma == "ask" and parse.relations[i] == "advcl" and own_subject(parse, i) is None):
        return True
    if lemma in ("refer", "allude") and parse.tags[i] == "VBG" and parse.lower[i - 1] == ",":  # the reporter explains
        return True
    if (lemma in ("deny", "confirm") and _neither(context, i)) or _withheld(context, i):
        return True
    if lemma in QUOTING and parse.tags[i] == "VBN" and parse.relations[i] == "acl":
        return True
    if parse.relations[i] == "amod" or (parse.relations[i] == "pcomp" and parse.lower[parse.heads[i]] in _OPENINGS):
        return True
    auxiliaries = {parse.lower[c] for c in parse.children[i] if parse.relations[c] == "aux" and c < i}
    return bool(auxiliaries & {"would", "could", "might", "should", "can", "must"})


def _by_nobody(parse: Parse, i: int) -> bool:
    """As in "no group has claimed the attack"."""
    own = own_subject(parse, i)
    return own is not None and own < i and any(parse.lower[c] == "no" for c in parse.children[own])


def _withheld(context: Context, i: int) -> bool:
    """As in "declined to say", "would not tell", "refused to confirm"."""
    parse = context.parse
    above = parse.lemmas[parse.heads[i]]
    return parse.relations[i] == "xcomp" and above in ("decline", "refuse") and parse.lemmas[i] in word_set("withholding verb")


def _demanded(context: Context, i: int, before: Sequence[Attribution]) -> bool:
    """Whether the saying is only asked for or possible: "called on the union to condemn the raid", "it is essential to explain"."""
    parse = context.parse
    if parse.tags[i] != "VB" or not any(parse.tags[c] == "TO" for c in parse.children[i]):
        return False
    own = subject(parse, i)
    if parse.relations[i] in ("acl", "relcl") or (own is not None and parse.lower[own] in ("it", "there")):  # "the right to declare"
        return True
    return any(a.stance == "demands" and a.content[0] <= i < a.content[1] for a in before[-3:])


def _neither(context: Context, i: int) -> bool:
    """As in "neither confirmed nor denied"."""
    words = context.parse.lower[max(context.sentence(i)[0], i - 4) : i + 3]
    return "nor" in words or ("neither" in words and "nor" in words) or ("or" in words and "not" in words)


def _attribution(
    context: Context, i: int, lemma: str, end: int, frames: tuple[Frame, ...], before: Sequence[Attribution]
) -> Attribution | None:
    parse = context.parse
    passive = any(parse.relations[c] in ("auxpass", "nsubjpass") for c in parse.children[i])
    if lemma in QUOTING and (saying := as_saying(context, i)) is not None:
        return quoted_as_saying(context, i, saying, passive=passive)
    source = agent(parse, i) if passive or _bare_participle(context, i) else _speaker(context, i, before)
    if source is not None and parse.pos[source] in ("PRON", "NOUN") and parse.lower[source] in _AUTHOR:
        return None
    for frame in frames:
        if frame.stance == "denies" and frame.frame == "object" and _refused(context, i, passive=passive):
            continue
        found = complement(context, i, end, frame, passive=passive)
        if found is not None and not _object_first(context, i, frames, found):
            made = _made(context, i, lemma, source, frame, found)
            return citing(context, i, made) if made else None
    return None


def _refused(context: Context, i: int, *, passive: bool) -> bool:
    """Whether the object is nothing that was claimed, but refused or removed: "rejected the offer", "dismissed the general"."""
    parse = context.parse
    thing = parse.child(i, "nsubjpass") if passive else parse.child(i, "dobj")
    if thing is None or parse.lemmas[i] == "deny":
        return False
    kind = source_nouns().get(parse.lemmas[thing].lower())
    return parse.lemmas[thing] in word_set("what one refuses") or kind in ("official", "military") or parse.entities[thing][2:] == "PERSON"


def _object_first(context: Context, i: int, frames: tuple[Frame, ...], found: Complement) -> bool:
    """As in "denies responsibility for what it is blamed for": the object is the content, not the clause after it."""
    parse = context.parse
    thing = parse.child(i, "dobj")
    if thing is not None and parse.lemmas[thing] in word_set("echo noun"):  # "rejected the charge that": the clause is what is denied
        return False
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
    if i + 1 < len(parse) and parse.lower[i + 1] == "that":
        return False
    return parse.relations[i] != "conj" or not any(parse.relations[c] == "aux" for c in parse.children[parse.heads[i]])


def _speaker(context: Context, i: int, before: Sequence[Attribution]) -> int | None:
    """Whose saying it is. A participle after a comma goes on with the source before it, wherever the parse hung it."""
    parse = context.parse
    if (whose := whose_subject(parse, i)) is not None:
        return whose
    if parse.tags[i] == "VBG" and parse.relations[i] == "advcl" and parse.lower[i - 1] == "," and own_subject(parse, i) is None:
        sentence = parse.sentence_of[i]
        for a in reversed(before):
            if parse.sentence_of[a.head] == sentence and a.layer and a.head < parse.heads[i] < i and not a.tag:
                return a.source_head
    for a in reversed(before):
        if a.layer and parse.sentence_of[a.head] == parse.sentence_of[i] and carries_on(context, a.head, i):
            return a.source_head
    after = after_quotation(context, i)
    if after is not None:
        return after
    found = subject(parse, i)
    return lost_subject(parse, i) if found is None else found


def _made(context: Context, i: int, lemma: str, source: int | None, frame: Frame, found: Complement) -> Attribution | None:
    content = trimmed(context.parse, *closed(found.content, context.quotations))
    if content is not None:
        content = _within_speech(context, i, content)
    if content is not None and context.parse.relations[content[0]] == "agent" and context.parse.heads[content[0]] == i:
        return None
    if content is None or (content[0] <= i < content[1] and not found.tag):
        return None
    if source is None and not _unsaid(context, i, frame):
        return None
    span = _source_range(context, source, i, content) if source is not None else None
    through = via(context, i, source) if source is not None else ()
    if (
        through and not found.tag and content[0] < through[0][1] < content[1] and through[0][0] > i
    ):  # a name that the parse took for the clause's subject
        content = trimmed(context.parse, through[0][1], content[1]) or content
    if span and through and span[0] < through[0][0] < span[1]:  # "the minister, quoted by X": X is a link of its own
        span = trimmed(context.parse, span[0], max(context.parse.subtrees[_carrying(context, through[0][0])][0], span[0] + 1))
    return Attribution(
        content=content,
        cue=cue_range(context.parse, i, found.cue_end),
        head=i,
        source=span,
        source_head=source,
        via=through,
        lemma=lemma,
        stance=frame.stance,
        act=frame.act,
        tag=found.tag,
        layer=frame.frame == "clause" or not frame.act,
        frame=(span[1], through[0][1]) if span and through and 0 <= through[0][0] - span[1] <= 3 else _hearer(context, i, content),
    )


def _hearer(context: Context, i: int, content: Range) -> Range | None:
    """Who was told, where that stands outside the content: it tells nothing of its own."""
    parse = context.parse
    hearer = parse.child(i, "dobj") if parse.lemmas[i] == "tell" else None
    if hearer is None or content[0] <= hearer < content[1] or hearer < i:
        return None
    first, last = noun_phrase(parse, hearer)
    return (first, min(last, content[0])) if first < content[0] else (first, last)


def _within_speech(context: Context, i: int, content: Range) -> Range | None:
    """The content of a saying that stands in a quotation, which cannot reach beyond it."""
    speech = context.inside[i]
    if speech is None or speech not in context.speeches or content[1] <= speech[1] or content[0] < speech[0]:
        return content
    return trimmed(context.parse, content[0], speech[1] - 1) if content[0] < speech[1] else None


def _carrying(context: Context, i: int) -> int:
    """The participle above the words of an outlet: "carried" in "carried by X"."""
    return next((a for a in context.parse.ancestors(i) if context.parse.relations[a] in ("acl", "relcl")), i)


def _unsaid(context: Context, i: int, frame: Frame) -> bool:
    """As in "it is understood that": somebody says so, nobody is named."""
    parse = context.parse
    passive = parse.child(i, "nsubjpass")
    if frame.frame == "raised":
        return passive is not None
    return frame.frame in ("clause", "impersonal") and passive is not None and parse.lower[passive] == "it"


def _source_range(context: Context, source: int, cue: int, content: Range) -> Range:
    """The source's words, without the content where a relative clause puts it below the source's own noun."""
    parse = context.parse
    relative = next((a for a in (cue, *parse.ancestors(cue)) if parse.relations[a] == "relcl" and parse.heads[a] == source), None)
    first, last = noun_phrase(parse, source, before=parse.subtrees[relative][0] if relative else cue if source < cue else None)
    if first < content[0] < last and content[0] > source:
        last = content[0]
    if source > cue and last > content[0] > source:
        last = content[0]
    found = trimmed(context.parse, first, last)
    return found if found and found[0] <= source < found[1] else (source, source + 1)
