"""What takes a deed back that the words before it told: an order called off before it was carried out, a report that is false.

Both stand apart from the words that govern the trigger: in a later clause, which points back by a pronoun or a definite noun ("ordered a
raid and then called it off"), or in what is said of the noun that the deed hangs on ("reports of a raid are false").
"""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType

from tocsin.events.lexicon import lexicon
from tocsin.events.status_forms import REAL, Reading, form_of, negation
from tocsin.events.status_frames import VERBAL, governor_of, is_definite
from tocsin.events.status_words import governor_row
from tocsin.events.words import classes
from tocsin.records import Parse, Status

_POINTING = frozenset({"it", "them", "this", "that", "those", "these"})
_SPOKEN = frozenset({"SUPPORT", "REQUEST", "ACCUSE", "REJECT", "THREATEN"})
"""Types of act that are done once they are said, and cannot be called off."""
_STEPS: MappingProxyType[str, Status] = MappingProxyType({"declared": "scheduled", "scheduled": "scheduled", "failed": "failed"})
"""Effect of a verb that only orders, plans or gives up what its object names -> what it says of that."""


def of_carried(parse: Parse, verb: int) -> Status | None:
    """What a verb says of the attack that its object names, where it does not carry it out ("approved strikes", "cancelled a raid").

    None for every other verb, and for an order of an attack that is taken as known ("ordered the raid"): that one has been carried out.
    """
    row = governor_row(parse, verb, "np")
    attack = parse.child(verb, "dobj", "nsubjpass")
    if row is None or attack is None or parse.lemmas[attack].lower() not in classes()["attackobj"]:
        return None
    told = _STEPS.get(row.status)
    ahead_anyway = row.negated == "scheduled"  # put off or not, it is still to come
    return told if told == "failed" or ahead_anyway or not is_definite(parse, attack) else None


def meet_undoing(reading: Reading) -> None:
    """Meets a clause that takes the deed back before it is done, and a word that says the report of it is false."""
    if reading.status in (None, "scheduled", "possible", *REAL) and reading.type not in _SPOKEN:
        undone = _called_off(reading)
        if undone is not None:
            reading.decide("failed", "undone", undone, "taken back before it was done", 2.5)
    false = _belied(reading.parse, reading.trigger) if reading.status != "denied" else None
    if false is not None:
        reading.decide("denied", "undone", false, "the report of it is false", 2.5)


# --- called off ---


def _called_off(reading: Reading) -> int | None:
    """The verb that calls off the deed, or calls back those who were to do it."""
    parse, trigger = reading.parse, reading.trigger
    if reading.status in ("scheduled", "possible") and (verb := _called_back(reading)) is not None:
        return verb
    ordered = reading.status == "scheduled"
    if not ordered and not (parse.pos[trigger] in VERBAL and _is_begun(parse, trigger)):
        return None
    for verb in _verbs_after(parse, trigger, next_as_well=ordered):
        only_ordered = ordered and parse.sentence_of[verb] == parse.sentence_of[trigger]
        row = governor_row(parse, verb, "order" if only_ordered else "back")
        if row is not None and row.status == "failed" and _points_back(reading, verb) and _is_done(reading, verb):
            return verb
    return None


def _is_begun(parse: Parse, verb: int) -> bool:
    """Whether a verb tells that what its object names begins."""
    row = governor_row(parse, verb, "np")
    return row is not None and row.status == "same"


def _verbs_after(parse: Parse, trigger: int, *, next_as_well: bool) -> Iterator[int]:
    sentence = parse.sentence_of[trigger]
    last = parse.sentences[min(sentence + next_as_well, len(parse.sentences) - 1)][1]
    return (i for i in range(trigger + 1, last) if parse.pos[i] in VERBAL)


def _is_done(reading: Reading, verb: int) -> bool:
    """Whether the calling off has happened itself, and is not only asked for, feared or denied."""
    step = governor_of(reading.parse, verb)
    bare = step is not None and step.frame in ("inf", "that", "ing")
    return not bare and negation(reading.parse, verb) is None and form_of(reading, verb) in ("occurred", None)


def _points_back(reading: Reading, verb: int) -> bool:
    """Whether what is called off is the deed: a pronoun, a definite noun for it, or nothing at all ("and then backed out")."""
    parse, trigger = reading.parse, reading.trigger
    undergoer = parse.child(verb, "dobj", "nsubjpass")
    if undergoer is None:
        return parse.relations[verb] == "conj" and parse.child(verb, "nsubj", "prep") is None
    if parse.lower[undergoer] in _POINTING:
        return True
    noun = parse.lemmas[undergoer].lower()
    any_deed = noun in classes()["undertaking"] and parse.sentence_of[verb] == parse.sentence_of[trigger]
    same = any(entry.type == reading.type for entry in lexicon().get((noun, "noun"), ()))
    return (any_deed or same) and is_definite(parse, undergoer)


def _called_back(reading: Reading) -> int | None:
    """The verb that calls back those who were to do it, or the order ("recalled jets sent to bomb it", "withdrew an order to bomb it")."""
    parse = reading.parse
    below = reading.trigger
    for above in parse.ancestors(reading.trigger):
        if parse.pos[above] in VERBAL and parse.relations[below] in ("dobj", "nsubjpass"):
            frame = "order" if parse.lemmas[below].lower() in classes()["undertaking"] else "forces"
            if governor_row(parse, above, frame) is not None and _is_done(reading, above):
                return above
        below = above
    return None


# --- false reports ---


def _belied(parse: Parse, trigger: int) -> int | None:
    """The word by which what reports the deed is said to be false ("reports that ... are false", "a rumour of ... proved wrong")."""
    below = trigger
    for above in parse.ancestors(trigger):
        row = governor_row(parse, above, "that") if parse.pos[above] == "NOUN" else None
        if row is not None and row.status == "same" and parse.relations[below] in ("acl", "relcl", "prep", "ccomp"):
            return next((w for w in _said_of(parse, above, below) if _is_false(parse, w)), None)
        if row is not None and row.status == "denied" and parse.relations[below] == "relcl" and parse.child(below, "mark") is not None:
            return above  # "it was a lie that ..."
        if parse.relations[below] == "conj" or parse.pos[above] in VERBAL:
            return None
        below = above
    return None


def _said_of(parse: Parse, noun: int, clause: int) -> Iterator[int]:
    """The words that say of a report what it is; the parser at times hangs "were untrue" on the verb of the report's own clause."""
    verb = parse.heads[noun]
    yield from (c for c in parse.children[noun] if parse.relations[c] == "amod")
    verbs = [c for c in parse.children[clause] if parse.relations[c] == "ccomp" and parse.lemmas[c] == "be"]
    if parse.relations[noun] in ("nsubj", "nsubjpass", "dobj", "oprd"):
        verbs += [verb, *(c for c in parse.children[verb] if parse.relations[c] == "xcomp")]
    yield from (w for v in verbs for w in _predicates(parse, v) if w != noun)


def _predicates(parse: Parse, verb: int) -> Iterator[int]:
    """What is said of the subject of a verb ("are false", "are a lie"), or of its object ("called it false", "dismissed it as false")."""
    if parse.pos[verb] not in VERBAL:
        yield verb
    for child in parse.children[verb]:
        if parse.relations[child] in ("acomp", "attr", "oprd"):
            yield child
        if parse.lower[child] == "as":
            yield from (c for c in parse.children[child] if parse.relations[c] in ("amod", "pobj", "acomp"))


def _is_false(parse: Parse, word: int) -> bool:
    """Whether a word says of a report that it is false, itself or by its negation ("not true")."""
    row = governor_row(parse, word, "said")
    verb = parse.heads[word]
    outer = parse.heads[verb] if parse.relations[verb] == "xcomp" else verb
    negated = any(parse.pos[v] in VERBAL and negation(parse, v) is not None for v in (verb, outer))
    return row is not None and (row.negated if negated else row.status) == "denied"
