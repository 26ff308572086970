"""Triggers that are no event of their own beside another.

The act that somebody agrees, refuses or threatens to do himself; what a rejected offer was for; what protesters demand.
"""

from __future__ import annotations

from collections.abc import Sequence

from tocsin.events.grammar import Grammar
from tocsin.events.triggers import Match
from tocsin.events.words import classes

SPOKEN = frozenset({"AGREE", "THREATEN", "REJECT", "REQUEST", "SUPPORT"})
"""Types whose complement tells what is spoken of."""


def within(matches: Sequence[Match], grammar: Grammar) -> dict[int, Match]:
    """Token of each trigger that is only what another trigger's actor speaks of doing -> that other trigger."""
    made: dict[int, Match] = {}
    for match in matches:
        if match.token in made:
            continue
        if _in_answer(match, grammar):
            made[match.token] = match
        if match.entry.type in SPOKEN:
            made.update(dict.fromkeys(_controlled(match, grammar), match))
        if match.entry.type == "THREATEN":
            made.update(dict.fromkeys(grammar.preps(match.token).get("with", ()), match))
        if match.entry.type in ("ACCUSE", "SUPPORT", "REJECT") and match.entry.pos == "verb":
            made.update(dict.fromkeys(_called(match.token, grammar), match))
        if match.entry.type == "REJECT":
            made.update(dict.fromkeys(_offered(match, grammar), match))
        if match.entry.type == "PROTEST":
            made.update((m.token, match) for m in matches if m.entry.type == "REQUEST" and _aims(match.token, m.token, grammar))
    return made


def _in_answer(match: Match, grammar: Grammar) -> bool:
    """Whether a noun only says why the verb's deed was done ("in retaliation", "in protest")."""
    p, i = grammar.parse, match.token
    if match.entry.pos != "noun" or grammar.terms[i] not in classes()["answering"] or p.relations[i] != "pobj":
        return False
    verb = p.heads[p.heads[i]]
    return p.lower[p.heads[i]] == "in" and grammar.is_verb(verb) and grammar.terms[verb] not in classes()["light"] | {"be"}


def _called(verb: int, grammar: Grammar) -> set[int]:
    """What somebody calls a thing: a "kidnapping" that an arrest is called is none."""
    named = [*grammar.kids(verb, "oprd"), *grammar.preps(verb).get("as", ())]
    return {x for t in named for x in (t, *grammar.preps(t).get("of", ()))}


def _offered(match: Match, grammar: Grammar) -> set[int]:
    """What a rejected thing was for: "an offer to host talks", "a call for aid"."""
    nouns = [t for t in grammar.objects(match.token) if t in match.used]
    made = {t for n in nouns for w in ("for", "of", "on", "in") for t in grammar.preps(n).get(w, ())}
    verbs = [c for n in nouns for c in grammar.kids(n, "acl", "relcl") if grammar.is_infinitive(c)]
    return made | {x for v in verbs for x in (v, *grammar.objects(v), *grammar.conjuncts(v))}


def _aims(protest: int, request: int, grammar: Grammar) -> bool:
    """Whether a demand is what a protest says it is for ("rallied, demanding ...", "marched to press demands")."""
    p = grammar.parse
    verb = protest if grammar.is_verb(protest) else grammar.governor(protest)
    above = [request, *p.ancestors(request)]
    own = [t for t in above if p.relations[t] in ("advcl", "xcomp", "acl", "pcomp", "prep") and p.heads[t] in (verb, protest)]
    return bool(own) and p.sentence_of[protest] == p.sentence_of[request]


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
