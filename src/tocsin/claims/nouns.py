"""Attributions by a noun: "the claim by X that", "X's promise to", "growing concern among X that"."""

from __future__ import annotations

from collections.abc import Iterator

from tocsin.claims.attribution import Attribution, Range
from tocsin.claims.context import Context
from tocsin.claims.grammar import noun_phrase, subject, trimmed, widened
from tocsin.claims.lexicon import word_set
from tocsin.records import Parse

_LONG_FRAME = 15  # tokens
_HOLDERS = frozenset({"by", "among", "from", "of", "in", "within"})
_ABOUT = frozenset({"of", "about", "for", "against"})


def noun_attributions(context: Context) -> Iterator[Attribution]:
    """The attributions by nouns, in the order of the text."""
    parse = context.parse
    for i in range(len(parse)):
        lemma = parse.lemmas[i].lower()
        if parse.pos[i] not in ("NOUN", "PROPN") or lemma not in context.lexicon.nouns:
            continue
        holder = _holder(context, i)
        content = _content(context, i, holder)
        if content is None or holder is None:
            continue
        frame = context.lexicon.nouns[lemma]
        yield Attribution(
            content=content,
            cue=(i, i + 1),
            head=i,
            source=_words(context, holder, i, content),
            source_head=holder,
            lemma=lemma,
            stance=frame.stance,
            frame=(i, content[0]) if 0 < content[0] - i <= _LONG_FRAME else None,
        )


def _holder(context: Context, noun: int) -> int | None:
    """Whose claim it is: "X's claim", "the claim by X", "X made the claim"."""
    parse = context.parse
    own = parse.child(noun, "poss")
    if own is not None:
        return own
    spreading = _spreading(parse, noun)
    for c in (*parse.children[noun], *(parse.children[spreading] if spreading is not None else ())):
        if parse.relations[c] in ("prep", "agent") and parse.lower[c] in _HOLDERS:
            held = parse.child(c, "pobj")
            if held is not None and _can_speak(parse, held):
                return held
    return _giver(parse, noun)


def _spreading(parse: Parse, noun: int) -> int | None:
    """The verb of "concern is growing among X that"."""
    verb = parse.heads[noun]
    return verb if parse.relations[noun] == "nsubj" and parse.lemmas[verb] in word_set("spreading verb") else None


def _can_speak(parse: Parse, i: int) -> bool:
    return (
        parse.pos[i] == "PROPN" or parse.tags[i] == "NNS" or parse.lemmas[i] in ("government", "ministry", "public", "opposition", "army")
    )


def _giver(parse: Parse, noun: int) -> int | None:
    """As in "X issued a threat to": the subject of the verb that the noun is the object of."""
    if parse.relations[noun] not in ("dobj", "attr"):
        return None
    verb = parse.heads[noun]
    if parse.lemmas[verb] not in word_set("giving verb"):
        return None
    return subject(parse, verb)


def _content(context: Context, noun: int, holder: int | None) -> Range | None:
    parse = context.parse
    spreading = _spreading(parse, noun)
    last = parse.subtrees[noun if spreading is None else spreading][1]
    that = next((i for i in range(noun + 1, last) if parse.lower[i] == "that" and parse.tags[i] == "IN" and _hangs(parse, i, noun)), None)
    if that is not None:
        return widened(trimmed(parse, that, last) or (that, last), context.quotations)
    if (told := _told(context, noun)) is not None:
        return told
    for c in parse.children[noun]:
        if c > noun and parse.relations[c] == "acl" and any(parse.tags[g] == "TO" for g in parse.children[c]):
            return trimmed(parse, *parse.subtrees[c])
    held = parse.children[holder] if holder is not None and holder > noun else ()
    for c in (*parse.children[noun], *held):
        if c > noun and parse.relations[c] == "prep" and parse.lower[c] in _ABOUT and not _below(parse, holder, c):
            if parse.lemmas[noun] in word_set("needs owner") and parse.lower[c] == "of":
                continue
            return trimmed(parse, c + 1, parse.subtrees[c][1])
    return None


def _told(context: Context, noun: int) -> Range | None:
    """As in "it is the assessment of X that": the clause hangs on the verb."""
    parse = context.parse
    verb = parse.heads[noun]
    if parse.relations[noun] != "attr" or parse.lemmas[verb] != "be":
        return None
    clause = next((c for c in parse.children[verb] if c > noun and parse.relations[c] in ("ccomp", "advcl", "acl")), None)
    if clause is None or parse.lower[parse.subtrees[clause][0]] != "that":
        return None
    return trimmed(parse, *parse.subtrees[clause])


def _hangs(parse: Parse, that: int, noun: int) -> bool:
    """Whether the clause that "that" opens hangs on the noun, or on its holder by a slip of the parse."""
    verb = parse.heads[that]
    return parse.relations[verb] in ("acl", "ccomp", "relcl", "appos") and not {noun, _spreading(parse, noun)}.isdisjoint(
        parse.ancestors(verb)
    )


def _below(parse: Parse, i: int | None, c: int) -> bool:
    return i is not None and parse.subtrees[c][0] <= i < parse.subtrees[c][1]


def _words(context: Context, holder: int, noun: int, content: Range) -> Range:
    parse = context.parse
    first, last = noun_phrase(parse, holder)
    if first < content[0] < last:
        last = content[0]
    if holder < noun <= last:
        last = holder + 1
    if parse.tags[last - 1] == "POS":
        last -= 1
    if parse.tags[last - 1] == "IN":
        last -= 1
    return trimmed(parse, first, max(last, holder + 1)) or (holder, holder + 1)
