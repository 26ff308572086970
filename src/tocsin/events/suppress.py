"""Triggers that are no event of their own beside another: the act that somebody agrees, refuses or threatens to do himself."""

from __future__ import annotations

from collections.abc import Sequence

from tocsin.events.grammar import Grammar
from tocsin.events.triggers import Match

SPOKEN = frozenset({"AGREE", "THREATEN", "REJECT", "REQUEST", "SUPPORT"})
"""Types whose complement tells what is spoken of."""


def within(matches: Sequence[Match], grammar: Grammar) -> dict[int, Match]:
    """Token of each trigger that is only what another trigger's actor speaks of doing -> that other trigger."""
    made: dict[int, Match] = {}
    for match in matches:
        if match.entry.type in SPOKEN and match.token not in made:
            made.update(dict.fromkeys(_controlled(match, grammar), match))
    return made


def _controlled(match: Match, grammar: Grammar) -> set[int]:
    verb = grammar.complement(match.token)
    if verb is None or not _same_subject(match.token, verb, grammar):
        return set()
    made: set[int] = set()
    for v in (c for c in grammar.conjuncts(verb) if grammar.parse.tags[c] == grammar.parse.tags[verb]):
        made |= {v, *grammar.objects(v), *(t for tokens in grammar.preps(v).values() for t in tokens), *grammar.kids(v, "xcomp")}
        for inner in grammar.kids(v, "xcomp"):
            made |= {*grammar.objects(inner)}
    return made


def _same_subject(above: int, verb: int, grammar: Grammar) -> bool:
    if grammar.kids(verb, "nsubj", "nsubjpass", "csubj"):
        return False
    own, theirs = grammar.subjects_or_undergoers(above), grammar.subjects_or_undergoers(verb)
    return not theirs or set(own) == set(theirs)
