"""Questions about the parse that every finder asks."""

from __future__ import annotations

from tocsin.claims.attribution import Range
from tocsin.records import Parse

LONGEST_SOURCE = 20  # words, as the record of one article allows
_EDGE = frozenset(",;:.—–-…!?()[]")
_BRACKETS = {")": "(", "]": "["}
_TRIM_LEFT = _EDGE | {"”", "’"}
_SUBJECTS = ("nsubj", "nsubjpass", "csubj")
_BEFORE_TAG = frozenset({",", "”", '"', "''", "’", "?", "!"})
_QUOTE_MARKS = frozenset({"”", '"', "''", "’", "'"})
_WHO = frozenset({"who", "which", "that", "whom"})
_GOING = frozenset({"go", "continue", "proceed"})
_FILLERS = frozenset({"aux", "auxpass", "neg", "advmod"})


def is_verb(parse: Parse, i: int) -> bool:
    """Whether token `i` is used as a verb."""
    return parse.pos[i] == "VERB" or (parse.pos[i] == "AUX" and parse.relations[i] in ("ROOT", "ccomp", "conj", "relcl"))


def trimmed(parse: Parse, first: int, last: int) -> Range | None:
    """The range without punctuation at its edges; quotation marks stay. None where nothing else is in it."""
    while first < last and parse.words[first] in _TRIM_LEFT:
        first += 1
    while first < last and (parse.words[last - 1] in _EDGE or parse.tags[last - 1] == "CC") and not _closes(parse, first, last - 1):
        last -= 1
    return (first, last) if first < last else None


def subject(parse: Parse, verb: int) -> int | None:
    """The head noun of who does what `verb` says, looked up along chains of verbs that share a subject."""
    seen = 0
    while seen < 6:
        own = own_subject(parse, verb)
        if own is not None:
            return _antecedent(parse, verb, own)
        if parse.relations[verb] in ("acl", "relcl"):
            return parse.heads[verb]
        if parse.relations[verb] not in ("conj", "xcomp", "advcl", "pcomp", "prep", "dep", "acomp") or parse.heads[verb] == verb:
            return None
        verb = parse.heads[verb]
        seen += 1
    return None


def _closes(parse: Parse, first: int, last: int) -> bool:
    """Whether a closing bracket at `last` belongs to one opened within the range."""
    opening = _BRACKETS.get(parse.words[last])
    return opening is not None and opening in parse.words[first:last]


def own_subject(parse: Parse, verb: int) -> int | None:
    """The subject that the verb has itself; after a tag's comma it is the one behind the verb (", says the union")."""
    found = [c for c in parse.children[verb] if parse.relations[c] in _SUBJECTS]
    if len(found) > 1:
        found = [c for c in found if parse.lower[c] not in _WHO] or found
    if len(found) > 1 and verb > 0 and parse.words[verb - 1] in _BEFORE_TAG:
        found = [c for c in found if c > verb] or found
    left = [c for c in found if c < verb]
    return left[-1] if left else found[0] if found else None


def lost_subject(parse: Parse, verb: int) -> int | None:
    """The subject of a tag that the parse hung elsewhere: "..., the bloc, X, said", "“...” promised a rebel"; None where there is none."""
    if own_subject(parse, verb) is not None or parse.tags[verb] not in ("VBD", "VBZ", "VBN") or verb < 2:
        return None
    if parse.words[verb - 1] in _QUOTE_MARKS:
        thing = parse.child(verb, "dobj")
        return thing if thing is not None and thing > verb and parse.tags[verb] == "VBD" else None
    noun = verb - 2 if parse.lower[verb - 1] == "," else verb - 1
    while noun > 0 and parse.relations[noun] == "appos":
        noun = parse.heads[noun]
    stray = parse.pos[noun] in ("NOUN", "PROPN") and parse.relations[noun] in ("npadvmod", "dep", "conj", "oprd") and noun < verb
    return noun if stray and parse.lower[parse.subtrees[noun][0] - 1] == "," else None


def whose_subject(parse: Parse, verb: int) -> int | None:
    """The subject of a clause with "whose" that the parse made an apposition: "X, whose minister, Y, said"; None where there is none."""
    if own_subject(parse, verb) is not None or verb < 2:
        return None
    noun = verb - 2 if parse.lower[verb - 1] == "," else verb - 1
    while True:
        if any(parse.lower[c] == "whose" for c in parse.children[noun]):
            return noun if parse.relations[noun] == "appos" else None
        if parse.relations[noun] != "appos":
            return None
        noun = parse.heads[noun]


def _antecedent(parse: Parse, verb: int, own: int) -> int | None:
    if parse.lower[own] not in _WHO or parse.tags[own] == "DT":
        return own
    while parse.relations[verb] in ("conj", "xcomp", "ccomp"):
        verb = parse.heads[verb]
    return parse.heads[verb] if parse.relations[verb] in ("relcl", "acl") else None


def agent(parse: Parse, verb: int) -> int | None:
    """The head noun after the "by" of a passive."""
    by = parse.child(verb, "agent")
    return parse.child(by, "pobj") if by is not None else None


def noun_phrase(parse: Parse, head: int, *, before: int | None = None) -> Range:
    """The words of the noun phrase with this head, at most `LONGEST_SOURCE`; clauses that hang on it are left out where they make it long.

    before: the first token that cannot belong to it any more, as the cue after a subject.
    """
    first, last = parse.subtrees[head]
    if before is not None and head < before:
        last = min(last, before)
    if last - first > LONGEST_SOURCE:
        last = _core_end(parse, head, ("relcl", "acl"), last)
    if last - first > LONGEST_SOURCE:
        last = _core_end(parse, head, ("relcl", "acl", "appos", "conj", "prep"), last)
    first = max(first, head - LONGEST_SOURCE + 1)
    last = min(last, first + LONGEST_SOURCE)
    while last > head + 1 and parse.lower[last - 1] in _WHO | {","}:
        last -= 1
    last = _without_day(parse, head, last)
    found = trimmed(parse, first, max(last, head + 1))
    return found if found else (head, head + 1)


def _without_day(parse: Parse, head: int, last: int) -> int:
    """The end of a source without the day on which it spoke: "the president | on Monday", "a report | Wednesday"."""
    i = last
    while i > head + 1 and parse.entities[i - 1][2:] in ("DATE", "TIME") and parse.pos[i - 1] != "PART":
        i -= 1
    if i < last and i > head + 1 and parse.lower[i - 1] in ("on", "late", "early"):
        return i - 1 - (parse.lower[i - 2] == "on" and i > head + 2)
    return i if i < last and any(parse.relations[t] == "npadvmod" for t in range(i, last)) else last


def _core_end(parse: Parse, head: int, cut: tuple[str, ...], last: int) -> int:
    heads = [c for c in parse.children[head] if c > head and parse.relations[c] in cut]
    return min([last, *(parse.subtrees[c][0] for c in heads)])


def cue_range(parse: Parse, verb: int, last: int | None = None) -> Range:
    """The verb with the auxiliaries, negations and adverbs that stand directly before it, and its particle after it."""
    first = verb
    above = parse.heads[verb]
    if parse.relations[verb] == "xcomp" and parse.lemmas[above] in _GOING and verb - above <= 3:  # "went on to say"
        first = above
    while first > 0 and parse.heads[first - 1] in (verb, first) and parse.relations[first - 1] in _FILLERS:
        first -= 1
    end = last if last is not None else verb + 1
    if end < len(parse) and parse.relations[end] == "prt" and parse.heads[end] == verb:
        end += 1
    return first, end


def negated(parse: Parse, verb: int) -> bool:
    """Whether the verb itself is negated ("did not say", "never said")."""
    return any(parse.relations[c] == "neg" or (parse.lower[c] in ("never", "nobody", "no") and c < verb) for c in parse.children[verb])


def closed(content: Range, quotes: tuple[Range, ...]) -> Range:
    """The content with the closing mark of a quotation in it that the parse left out."""
    first, last = content
    for start, end in quotes:
        if first <= start < last < end <= last + 2:
            last = end
    return first, last


def widened(content: Range, quotes: tuple[Range, ...]) -> Range:
    """The content grown to the marks of a quotation that it ends or begins within; a parse stops at a full stop, a speaker does not."""
    first, last = content
    for start, end in quotes:
        if start < last < end and first <= start + 1:
            last = end
        if start < first < end and last >= end - 2:
            first = start
    return first, last
