"""Where a verb of saying has its content: its frames, one by one."""

from __future__ import annotations

from tocsin.claims.attribution import Complement
from tocsin.claims.clauses import clause
from tocsin.claims.context import Context
from tocsin.claims.grammar import own_subject
from tocsin.claims.lexicon import Frame, word_set
from tocsin.records import Parse


def complement(context: Context, verb: int, end: int, frame: Frame, *, passive: bool) -> Complement | None:
    """The content of `verb` by one frame, None where the clause is not built so.

    end: the token after the cue (after "out" in "pointed out").
    """
    if frame.frame in ("clause", "impersonal"):
        return clause(context, verb, end) if passive or frame.frame == "clause" else None
    if frame.frame == "raised":
        return _raised(context.parse, verb, end) if passive else None
    if frame.frame in _INFINITIVES:
        return _INFINITIVES[frame.frame](context.parse, verb, end)
    made = _BUILDERS.get(frame.frame)
    if made is not None:
        return made(context.parse, verb, end, passive=passive)
    if "+" in frame.frame:
        return _object_and(context.parse, verb, end, frame.frame, passive)
    return _preposition(context.parse, verb, end, frame.frame)


def _to(parse: Parse, c: int) -> int | None:
    return next((g for g in parse.children[c] if parse.tags[g] == "TO"), None)


def _order(parse: Parse, verb: int, end: int) -> Complement | None:
    for c in parse.children[verb]:
        if c > verb and parse.relations[c] in ("xcomp", "ccomp", "advcl", "acl") and (to := _to(parse, c)) is not None and to >= end:
            if parse.lemmas[c] in ("name", "identify", "quote"):  # "asked not to be named" says nothing of the world
                return None
            first = to - 1 if parse.lower[to - 1] == "not" else to
            first = _asked(parse, verb, end, first)
            return Complement(content=(first, _without_result(parse, to, parse.subtrees[c][1])), cue_end=end)
    for c in parse.children[verb]:  # "called on Iran to stop": the infinitive may hang on the noun
        if c > verb and parse.relations[c] in ("dobj", "prep", "dative"):
            inner = next((g for g in range(c, parse.subtrees[c][1]) if parse.tags[g] == "TO" and parse.heads[g] != g), None)
            if inner is not None and parse.tags[parse.heads[inner]] == "VB":
                first = _asked(parse, verb, end, inner)
                return Complement(content=(first, max(parse.subtrees[parse.heads[inner]][1], inner + 1)), cue_end=end)
    return None


def _asked(parse: Parse, verb: int, end: int, to: int) -> int:
    """Where a demand begins: with whom it is made of, who shall do what is asked for; a hearer who is told is no part of it."""
    if parse.lemmas[verb] not in word_set("asking verb"):
        return to
    first = end + 1 if parse.lower[end] in ("on", "upon") else end
    passive = any(parse.relations[c] == "auxpass" for c in parse.children[verb])
    return first if first < to and not passive and parse.pos[first] not in ("PUNCT", "ADP", "PRON", "CCONJ") else to


def _infinitive(parse: Parse, verb: int, end: int) -> Complement | None:
    for c in parse.children[verb]:
        if c > verb and parse.relations[c] in ("xcomp", "ccomp") and (to := _to(parse, c)) is not None and to - end <= 4:
            if parse.lemmas[c] in word_set("withholding verb") and parse.lemmas[verb] in ("decline", "refuse"):
                return None
            return Complement(content=(to, _without_result(parse, to, parse.subtrees[c][1])), cue_end=end)
    return None


def _gerund(parse: Parse, verb: int, end: int) -> Complement | None:
    """As in "denied having fired first"."""
    for c in parse.children[verb]:
        if (
            c >= end
            and parse.relations[c] in ("xcomp", "ccomp", "pcomp", "dobj", "advcl")
            and parse.tags[_first_verb(parse, c, end)] == "VBG"
        ):
            first, last = parse.subtrees[c]
            return Complement(content=(max(first, end), last), cue_end=end) if first - end <= 2 else None
    return None


def _first_verb(parse: Parse, c: int, end: int) -> int:
    """The first verb of the phrase with head `c`: "having" in "having fired"."""
    return next((g for g in range(max(parse.subtrees[c][0], end), c + 1) if parse.tags[g].startswith("V")), c)


def _blame(parse: Parse, verb: int, end: int) -> Complement | None:
    """As in "put the blame on X"."""
    thing = parse.child(verb, "dobj")
    if thing is None or parse.lemmas[thing] != "blame":
        return None
    on = next((c for h in (verb, thing) for c in parse.children[h] if c > thing and parse.lower[c] in ("on", "upon", "at", "with")), None)
    return Complement(content=(max(parse.subtrees[thing][0], end), parse.subtrees[on][1]), cue_end=end) if on is not None else None


def _raised(parse: Parse, verb: int, end: int) -> Complement | None:
    """As in "the ship is believed to have sunk": the whole clause is what is believed."""
    who = parse.child(verb, "nsubjpass")
    to = next((c for c in parse.children[verb] if c >= end and parse.relations[c] == "xcomp" and _to(parse, c) is not None), None)
    if who is None or to is None or parse.lower[who] in ("it", "there", "what"):
        return None
    return Complement(content=(parse.subtrees[who][0], parse.subtrees[to][1]), cue_end=end, tag=True)


def _without_result(parse: Parse, first: int, last: int) -> int:
    """What was asked or promised ends before what came of it: "told banks to close, | ending a week of doubt"."""
    for i in range(first + 2, last):
        if parse.tags[i] == "VBG" and parse.relations[i] == "advcl" and parse.lower[i - 1] == ",":
            return i - 1
    return last


def _object(parse: Parse, verb: int, end: int, *, passive: bool) -> Complement | None:
    thing = _thing(parse, verb, passive)
    if thing is None or parse.pos[thing] == "PRON":
        return None
    first, last = parse.subtrees[thing]
    if thing < verb:
        return Complement(content=(first, min(last, verb)), cue_end=end)
    first = max(first, end)
    last = _without_setting(parse, thing, _without_aside(parse, first, _without_result(parse, first, _grown(parse, verb, last))))
    return Complement(content=(_accused(parse, thing, last) or first, last), cue_end=end)


def _without_aside(parse: Parse, first: int, last: int) -> int:
    """What was charged or denied ends before what is told by the way: "accused X of arming Y, | who killed six people"."""
    for i in range(first + 2, last):
        if parse.tags[i] in ("WP", "WDT", "WP$") and parse.lower[i - 1] == "," and parse.lower[i] in ("who", "which", "whose"):
            return i - 1
    return last


def _accused(parse: Parse, thing: int, last: int) -> int | None:
    """Where the clause begins that an object only introduces: "rejected accusations | that it shelled the plant"."""
    if parse.lemmas[thing] not in word_set("echo noun"):
        return None
    that = next((i for i in range(thing + 1, last - 2) if parse.lower[i] == "that" and parse.tags[i] == "IN"), None)
    if that is not None:
        return that
    bare = (
        c
        for c in parse.children[thing]
        if c > thing and parse.relations[c] in ("relcl", "acl", "ccomp") and own_subject(parse, c) is not None
    )
    return next((f for c in bare if parse.tags[f := parse.subtrees[c][0]] not in ("WDT", "WP", "IN")), None)


def _without_setting(parse: Parse, thing: int, last: int) -> int:
    """What was denied or confirmed ends before where it was said: "confirmed the raid | in a statement on Monday"."""
    for i in range(thing + 1, last):
        if parse.relations[i] == "prep" and parse.lower[i] in ("in", "on", "at", "during") and not _within_clause(parse, i, thing):
            noun = parse.child(i, "pobj")
            said = (
                noun is not None
                and parse.lemmas[noun] in word_set("setting")
                and parse.lower[i + 1] in ("a", "an", "his", "her", "its", "their")
            )
            if said:
                return i
    return last


def _within_clause(parse: Parse, i: int, thing: int) -> bool:
    """Whether a clause below the object holds token `i`."""
    for a in parse.ancestors(i):
        if a == thing:
            return False
        if parse.relations[a] in ("relcl", "acl", "ccomp"):
            return True
    return False


def _grown(parse: Parse, verb: int, last: int) -> int:
    """The end of a noun phrase with what follows it and the parse hung on the verb: "criticised the failure | to act"."""
    grown = True
    while grown:
        grown = False
        for c in parse.children[verb]:
            if parse.subtrees[c][0] == last and c >= last and (parse.relations[c] == "prep" or _infinitive_of(parse, c)):
                noun = parse.child(c, "pobj")
                if noun is not None and parse.entities[noun][2:] in ("DATE", "TIME"):
                    return last
                last, grown = parse.subtrees[c][1], True
    return last


def _infinitive_of(parse: Parse, c: int) -> bool:
    return parse.relations[c] in ("xcomp", "advcl", "acl") and _to(parse, c) is not None


def _thing(parse: Parse, verb: int, passive: bool) -> int | None:
    """What is denied, condemned, announced: the object, or the subject of a passive."""
    if passive:
        return parse.child(verb, "nsubjpass")
    if parse.tags[verb] == "VBN" and parse.relations[verb] == "acl":
        return parse.heads[verb] if parse.heads[verb] < verb else None
    found = parse.child(verb, "dobj")
    return found if found is not None and found > verb else None


def _predicate(parse: Parse, verb: int, end: int, *, passive: bool) -> Complement | None:
    if any(parse.lower[c] in _REFLEXIVES for c in range(end, min(end + 1, len(parse)))):  # "calls himself X" names, and judges nobody
        return None
    if passive or not (
        own_subject(parse, verb) is not None or parse.tags[verb] == "VBG" or parse.relations[verb] in ("conj", "relcl", "ROOT")
    ):
        return None
    parts = [c for c in parse.children[verb] if c > verb and parse.relations[c] in ("oprd", "ccomp", "xcomp", "acomp", "attr")]
    if not parts:
        return None
    things = [
        c
        for c in parse.children[verb]
        if c > verb and parse.relations[c] in ("dobj", "nsubj", *("oprd", "ccomp", "xcomp", "acomp", "attr"))
    ]
    first = min(parse.subtrees[c][0] for c in things)
    last = max(parse.subtrees[c][1] for c in parts)
    joined = (
        c
        for p in (*parts, *things)
        for c in parse.children[p]
        if parse.relations[c] == "conj" and parse.lemmas[c] in word_set("speech act")
    )
    last = min([last, *(c - 1 for c in joined if parse.tags[c] in ("VBD", "VBN", "VBZ"))])
    return Complement(content=(max(first, end), last), cue_end=end)


def _as(parse: Parse, verb: int, end: int, *, passive: bool) -> Complement | None:
    thing = _thing(parse, verb, passive)
    as_ = next((c for c in parse.children[verb] if c > verb and _begins_as(parse, c)), None)
    if as_ is None and thing is not None:
        as_ = next((c for c in parse.children[thing] if c > thing and parse.lower[c] == "as" and parse.relations[c] == "prep"), None)
    if as_ is None:
        return None
    first = parse.subtrees[thing][0] if thing is not None and thing < as_ else parse.subtrees[as_][0] + 1
    return Complement(content=(first, _grown(parse, verb, parse.subtrees[as_][1])), cue_end=end)


def _begins_as(parse: Parse, c: int) -> bool:
    """Whether "as" heads `c`, or opens it without a subject of its own ("as baseless")."""
    if parse.lower[c] == "as":
        return parse.relations[c] == "prep"
    return parse.relations[c] == "advcl" and parse.lower[parse.subtrees[c][0]] == "as" and own_subject(parse, c) is None


def _responsible(parse: Parse, verb: int, end: int, *, passive: bool) -> Complement | None:
    """As in "held X responsible for Y"."""
    thing = _thing(parse, verb, passive)
    word = next((i for i in range(end, min(end + 12, len(parse))) if parse.lower[i] in ("responsible", "accountable")), None)
    if thing is None or word is None:
        return None
    return Complement(content=(parse.subtrees[thing][0], max(parse.subtrees[word][1], parse.subtrees[thing][1])), cue_end=end)


_REFLEXIVES = frozenset({"himself", "herself", "itself", "themselves", "myself", "ourselves"})
_INFINITIVES = {"infinitive": _infinitive, "order": _order, "gerund": _gerund, "blame": _blame}
_BUILDERS = {
    "object": _object,
    "predicate": _predicate,
    "as": _as,
    "responsible": _responsible,
}


def _object_and(parse: Parse, verb: int, end: int, frame: str, passive: bool) -> Complement | None:
    what, _, preposition = frame.partition("+")
    thing = _thing(parse, verb, passive)
    if thing is None:
        return None
    holders = (verb, thing)
    found = next(
        (c for h in holders for c in parse.children[h] if c > verb and parse.lower[c] == preposition and parse.relations[c] == "prep"), None
    )
    if found is None:
        return None
    if what == "addressee" or passive:
        return Complement(content=(found + 1, parse.subtrees[found][1]), cue_end=end)
    first = max(parse.subtrees[thing][0], end)
    return Complement(content=(first, _without_aside(parse, found, parse.subtrees[found][1])), cue_end=end)


def _dates(parse: Parse, preposition: int) -> bool:
    """As in "on Friday"."""
    noun = parse.child(preposition, "pobj")
    return noun is not None and parse.entities[noun][2:] in ("DATE", "TIME")


def _preposition(parse: Parse, verb: int, end: int, preposition: str) -> Complement | None:
    held = (c for c in parse.children[verb] if c >= end and parse.lower[c] == preposition and parse.relations[c] in ("prep", "prt"))
    found = next((c for c in held if not _dates(parse, c)), None)
    if found is None or found - end > 3 or found + 1 >= parse.subtrees[found][1]:
        return None
    first = found + 1
    if parse.lower[first : first + 3] == ("the", "fact", "that"):
        return Complement(content=(first + 2, parse.subtrees[found][1]), cue_end=first + 2)
    return Complement(content=(first, _grown(parse, verb, parse.subtrees[found][1])), cue_end=first if found == end else end)
