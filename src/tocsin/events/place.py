"""Where an event takes place: a place that the syntax ties to the trigger, else None."""

from __future__ import annotations

from tocsin.events.because import because
from tocsin.events.cast import Cast
from tocsin.events.grammar import Grammar
from tocsin.records import Reason

LOCATIVE = ("in", "at", "near", "off", "outside", "inside", "across", "over", "along", "on", "to", "into", "from")
VERBS_UP = 2


def place_of(grammar: Grammar, cast: Cast, trigger: int) -> str | None:
    """The id of the place in a locative phrase of the trigger, of its object, or of the verb that governs it."""
    found = located(grammar, cast, trigger)
    return found[0] if found else None


def located(grammar: Grammar, cast: Cast, trigger: int) -> tuple[str, Reason] | None:
    """As `place_of`, with what decided."""
    i = trigger
    for _ in range(VERBS_UP + 1):
        if (found := _phrase(grammar, cast, i)) is not None:
            place, word, at = found
            return place, because(grammar.parse, "place", "grammar", f'after "{word}" at "{grammar.parse.words[i]}"', at)
        verb = grammar.governor(i) if not grammar.is_verb(i) else None
        if verb is None or verb == i:
            return None
        i = verb
    return None


def _phrase(grammar: Grammar, cast: Cast, i: int) -> tuple[str, str, int] | None:
    """A place's id, the preposition before it, and its head."""
    found = grammar.preps(i)
    for word in LOCATIVE:
        for t in found.get(word, ()):
            for at in (t, *(o for w in ("of", "in") for o in grammar.preps(t).get(w, ()))):
                if (place := cast.places.get(at)) is not None:
                    return place.id, word, at
    return None
