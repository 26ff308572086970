"""Whether a clause tells of what is behind or of what is ahead, read from tense, auxiliaries and governing verbs."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files

from tocsin.entities.calendar import Direction
from tocsin.records import Parse

_AHEAD_AUXILIARIES = frozenset({"will", "wo", "'ll", "’ll", "shall", "would", "'d", "may", "might", "can", "could", "should", "must", "ca"})
_AHEAD_FOR = frozenset(
    {"schedule", "plan", "set", "slate", "due", "expect", "reschedule", "postpone", "call", "time", "announce", "book", "fix"}
)
_PLANNED = frozenset({"schedule", "plan", "slate", "expect", "reschedule"})
_AHEAD_BEFORE = frozenset({"ahead", "upcoming", "coming", "scheduled", "planned", "forthcoming", "deadline", "until", "till"})
_SAYING = frozenset({"say", "announce", "tell", "declare", "warn", "report", "state", "add", "confirm", "reveal", "claim", "write"})
_BE = frozenset({"be", "'s", "’s"})


def direction_around(parse: Parse, first: int, head: int) -> Direction:
    """The way that the words before an expression of time look, where they tell, else those that it hangs on.

    first: its first token. head: the token that hangs on a word outside it.

    The parser often hangs the day of a saying on what is said ("said on Monday it would ..."), so the order of words is asked first.
    """
    before = first - 1
    while before > 0 and parse.lower[before] in ("on", "late", "early", "earlier"):
        before -= 1
    if before >= 0 and parse.tags[before] == "VBD" and parse.lemmas[before] in _SAYING:
        return -1
    opens = first > 0 and parse.lower[first - 1] in ("from", "starting", "beginning", "effective")
    if opens and next((parse.lemmas[a] in _ahead() for a in parse.ancestors(head) if parse.pos[a] == "VERB"), False):
        return 1
    return direction_at(parse, head)


def direction_at(parse: Parse, token: int) -> Direction:
    """The way that the words around an expression of time look; `token` is the head of the expression."""
    path = [token]
    for head in parse.ancestors(token):
        if parse.lower[head] in _AHEAD_BEFORE and parse.pos[head] != "VERB":
            return 1
        if _looks_ahead_for(parse, path[-1], head):
            return 1
        path.append(head)
        if parse.pos[head] in ("VERB", "AUX"):
            return _of_verb(parse, head)
    if parse.pos[path[-1]] in ("VERB", "AUX"):
        return _of_verb(parse, path[-1])
    return 0


def _looks_ahead_for(parse: Parse, below: int, head: int) -> bool:
    """Reads "scheduled for", "a meeting planned for": the preposition decides, whatever the tense."""
    return parse.lower[below] == "for" and parse.lemmas[head].lower() in _AHEAD_FOR


def _of_verb(parse: Parse, verb: int) -> Direction:
    helpers = [c for c in parse.children[verb] if parse.relations[c] in ("aux", "auxpass")]
    words = [parse.lower[c] for c in helpers]
    if any(w in _AHEAD_AUXILIARIES for w in words):
        return -1 if "have" in words else 1
    tag = parse.tags[verb]
    if tag == "VBD":
        return _of_past(parse, verb)
    if tag == "VBN":
        return 1 if _planned(parse, verb) and not _had(words) else -1
    if tag == "VBG":
        return _of_progressive(parse, verb, helpers)
    if tag == "VB":
        return _of_infinitive(parse, verb)
    return 1 if _has_ahead_complement(parse, verb) else 0


def _of_past(parse: Parse, verb: int) -> Direction:
    return 1 if parse.lemmas[verb] in _BE and _has_ahead_complement(parse, verb) else -1


def _planned(parse: Parse, verb: int) -> bool:
    return parse.lemmas[verb] in _PLANNED and parse.relations[verb] in ("acl", "ROOT", "amod", "acomp")


def _had(words: list[str]) -> bool:
    return any(w in ("had", "has", "have", "was", "were") for w in words)


def _of_progressive(parse: Parse, verb: int, helpers: list[int]) -> Direction:
    tags = {parse.tags[c] for c in helpers}
    if "VBD" in tags:
        return -1
    if helpers:
        return 0
    return _above(parse, verb)


def _of_infinitive(parse: Parse, verb: int) -> Direction:
    head = parse.heads[verb]
    if head != verb and parse.lemmas[head].lower() in _ahead():
        return 1
    return _above(parse, verb)


def _above(parse: Parse, verb: int) -> Direction:
    """An infinitive or a participle without auxiliary looks the way of the verb above it."""
    for head in parse.ancestors(verb):
        if parse.pos[head] in ("VERB", "AUX"):
            return _of_verb(parse, head)
    return 0


def _has_ahead_complement(parse: Parse, verb: int) -> bool:
    """Reads "is due on Monday", "is ready to leave on Monday", "is to meet on Monday"."""
    if parse.lemmas[verb] not in _BE:
        return False
    below = parse.children[verb]
    if any(parse.lemmas[c].lower() in _ahead() for c in below):
        return True
    return any(parse.relations[c] == "xcomp" and parse.tags[c] == "VB" for c in below)


@cache
def _ahead() -> frozenset[str]:
    """Words after which an infinitive looks ahead."""
    with files("tocsin.entities").joinpath("data/ahead.csv").open(encoding="utf-8") as lines:
        return frozenset(line["lemma"] for line in csv.DictReader(lines))
