"""Turns of phrase that make another event of a trigger: the refusal "will not meet", the threat "ready to strike"."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from tocsin.events.because import because
from tocsin.events.cast import Cast
from tocsin.events.grammar import Grammar
from tocsin.events.triggers import Match
from tocsin.events.words import classes
from tocsin.ontology import plover

YIELDING = frozenset({"AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT"})
"""What one can refuse to do."""
HOSTILE = frozenset({"ASSAULT", "COERCE", "SANCTION", "MOBILIZE", "PROTEST"})
HELPFUL = frozenset({"offer", "agree"})
"""What one says who will send troops to somebody's help, not against him."""
TOGETHER = frozenset({"together", "jointly"})
WILL = frozenset({"will", "would", "wo", "'ll", "shall"})


def turned(match: Match, matches: Mapping[int, Match], grammar: Grammar) -> Match:
    """The trigger as what it is in its clause: "X will not meet Y" is a REJECT, "X is ready to strike" a THREATEN."""
    entry = match.entry
    if entry.pos == "verb" and entry.type in YIELDING and _refused(match.token, grammar):
        return _as(match, "REJECT", "will not do it: a refusal", grammar)
    if entry.type == "REQUEST" and _or_else(match.token, grammar):
        return _as(match, "THREATEN", "asked for under threat", grammar)
    if entry.type == "AGREE" and (verb := grammar.complement(match.token)) is not None:
        inner = matches.get(verb)
        moved = inner is not None and inner.entry.type == "MOBILIZE" and grammar.terms[match.token] in HELPFUL
        jointly = len(grammar.subjects(match.token)) > 1 or any(grammar.terms[c] in TOGETHER for c in grammar.kids(verb, "advmod"))
        if inner is not None and not moved and not jointly and not grammar.kids(verb, "neg") and inner.entry.type in HOSTILE:
            return _as(match, "THREATEN", "ready to do a hostile deed", grammar, verb)
    return match


def abroad(match: Match, sources: tuple[str, ...], targets: tuple[str, ...], grammar: Grammar, cast: Cast) -> Match:
    """What a state or body forbids to another state's people or companies ("banned Chinese apps") is a sanction, no repression."""
    if match.entry.type != "COERCE" or match.entry.lemma not in classes()["foreign sanction"]:
        return match
    mine, theirs = cast.country_of(sources), cast.country_of(targets)
    foreign = all(cast.actors[a].sector in ("GOV", "IGO", "LEG") for a in sources) and bool(sources) and bool(theirs) and not mine & theirs
    return _as(match, "SANCTION", "forbidden to another state's", grammar) if foreign else match


def _as(match: Match, kind: str, why: str, grammar: Grammar, *tokens: int) -> Match:
    made = plover(kind)
    entry = replace(match.entry, type=kind, cameo=made.cameo if made else None, mode=None, reciprocal=False)
    turn = because(grammar.parse, "type", "grammar", f"{why} → {kind}", match.token, *tokens)
    return replace(match, entry=entry, reasons=(*match.reasons, turn))


def _refused(verb: int, grammar: Grammar) -> bool:
    children = grammar.parse.children[verb]
    words = {grammar.parse.lower[c] for c in children}
    longer = any(grammar.parse.lower[c] == "longer" and c > 0 and grammar.parse.lower[c - 1] == "no" for c in children)
    return (longer or any(grammar.parse.relations[c] == "neg" for c in children)) and bool(words & WILL)


def _or_else(verb: int, grammar: Grammar) -> bool:
    """What is asked for "or else", "or face sanctions": it is asked for under threat."""
    clause = grammar.complement(verb)
    return clause is not None and any(grammar.terms[c] in ("face", "risk", "suffer", "else") for c in grammar.kids(clause, "conj"))
