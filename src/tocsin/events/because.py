"""What decided a label of an event, at the tokens that it rests on."""

from __future__ import annotations

from types import MappingProxyType

from tocsin.events.lexicon import Condition, Entry
from tocsin.records import DecidedBy, Label, Parse, Reason

_CONDITIONS = MappingProxyType(
    {
        "obj": "object", "objmod": "modifier of its object", "prt": "particle", "prep": "preposition", "comp": "complement",
        "compaux": "auxiliary of its complement", "inf": "infinitive", "own": "complement about the subject itself",
        "xsubj": "subject of its complement", "subj": "subject", "sides": "two sides", "mod": "modifier", "as": "words after \"as\"",
        "adv": "adverb", "verb": "governing verb", "plural": "plural", "has": "word below it", "acomp": "predicate",
    }
)  # fmt: skip
"""Kind of condition -> what a row asks for, in words."""

_SLOTS = MappingProxyType(
    {
        "subj": "subject", "obj": "object", "iobj": "receiver", "owner": "owner of the object", "speaker": "says the clause",
        "host": "where a passive without \"by\" was done", "victim": "beats off or suffers the deed", "aim": "named in what it is for",
        "xsubj": "subject of the complement", "comp": "named in the complement", "dealparty": "other side of the agreement",
        "poss": "possessor", "mod": "stands before the noun",
    }
)  # fmt: skip
"""Slot -> how the words stand to the trigger."""


def because(parse: Parse, label: Label, by: DecidedBy, detail: str, *tokens: int) -> Reason:
    """A reason that rests on the words from the first to the last of these tokens; on none where none is given."""
    start, end = parse.span(min(tokens), max(tokens) + 1) if tokens else (None, None)
    return Reason(label=label, by=by, detail=detail, start=start, end=end)


def row(entry: Entry) -> str:
    """The row of the lexicon as a phrase: 'row "open" (verb; object) -> CONSULT'."""
    asked = "".join(f"; {_asked(c)}" for c in entry.frame if c.wanted)
    mode = f", {entry.mode}" if entry.mode else ""
    return f'row "{entry.lemma}" ({entry.pos}{asked}) → {entry.type}{mode}'


def _asked(condition: Condition) -> str:
    if condition.kind == "prep":
        return f'"{"|".join(sorted(condition.preps))}"'
    return _CONDITIONS[condition.kind]


def slot_words(parse: Parse, slot: str, trigger: str, token: int | None, *, noun: bool) -> str:
    """How the words at a token stand to a trigger, by the slot in which they were found: 'subject of "shell"', 'passive with "by"'."""
    if slot == "subj" and token is not None and _after_by(parse, token):
        return f'passive of "{trigger}" with "by"'
    if slot == "obj" and token is not None and parse.relations[token] == "nsubjpass":
        return f'subject of the passive of "{trigger}"'
    if slot == "subj" and noun:
        return f'said to do the "{trigger}"'
    return f'{_SLOTS[slot]} of "{trigger}"' if slot in ("subj", "obj", "poss") else _SLOTS.get(slot, f'after "{slot}"')


def _after_by(parse: Parse, token: int) -> bool:
    return parse.relations[token] == "pobj" and parse.lower[parse.heads[token]] == "by"
