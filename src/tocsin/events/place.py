"""Where an event takes place: a place that the syntax ties to the trigger, else None."""

from __future__ import annotations

from tocsin.events.cast import Cast
from tocsin.events.grammar import Grammar

LOCATIVE = ("in", "at", "near", "off", "outside", "inside", "across", "over", "along", "on", "to", "into", "from")
VERBS_UP = 2


def place_of(grammar: Grammar, cast: Cast, trigger: int) -> str | None:
    """The id of the place in a locative phrase of the trigger, of its object, or of the verb that governs it."""
    i = trigger
    for _ in range(VERBS_UP + 1):
        if (found := _phrase(grammar, cast, i)) is not None:
            return found
        verb = grammar.governor(i) if not grammar.is_verb(i) else None
        if verb is None or verb == i:
            return None
        i = verb
    return None


def _phrase(grammar: Grammar, cast: Cast, i: int) -> str | None:
    found = grammar.preps(i)
    for word in LOCATIVE:
        for t in found.get(word, ()):
            for at in (t, *(o for w in ("of", "in") for o in grammar.preps(t).get(w, ()))):
                if (place := cast.places.get(at)) is not None:
                    return place.id
    return None
