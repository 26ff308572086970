"""Whom a judgement falls on where its words name only the deed: "condemned the raid", "rejected the charge", "called it a breach".

The deed is a trigger of the article itself, or a noun that stands for one told before ("the move", "the decision"); whoever did it is the
target. A charge falls back on whoever made it, a demand on whoever raised it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from tocsin.events.because import because
from tocsin.events.cast import Cast
from tocsin.events.grammar import Grammar
from tocsin.events.merge import Told, akin
from tocsin.events.words import classes

JUDGING = frozenset({"ACCUSE", "SUPPORT", "REJECT"})
SPEECH = frozenset({"ACCUSE", "SUPPORT", "REQUEST", "CONSULT", "OTHER"})
"""Types that are no deed which "the move" stands for."""
ASKING = frozenset({"REQUEST", "AGREE", "THREATEN"})
ABOUT = ("of", "at", "over", "for", "to", "against", "as", "with")
REACH = 6
"""How many sentences back a noun looks for its deed."""


def judged(told: Sequence[Told], cast: Cast, grammar: Grammar) -> list[Told]:
    """The mentions, judgements without a target with the one that the article tells."""
    at = {i: t for t in told for i in (*t.match.used, t.match.token)}
    made: list[Told] = []
    for t in told:
        lent = _target(t, told, at, cast, grammar)
        made.append(_aimed(t, *lent, grammar) if lent else t)
    return made


def _aimed(t: Told, targets: tuple[str, ...], noun: int, grammar: Grammar) -> Told:
    why = because(grammar.parse, "target", "context", "did what is judged", noun)
    return replace(t, roles=replace(t.roles, targets=targets, target_slot="implied", reasons=(*t.roles.reasons, why)))


def _target(t: Told, told: Sequence[Told], at: Mapping[int, Told], cast: Cast, grammar: Grammar) -> tuple[tuple[str, ...], int] | None:
    """Who did what is judged, and the noun that names it; None where it is not told."""
    if t.match.entry.type not in JUDGING or t.roles.targets or not t.roles.sources:
        return None
    for noun in _judged_nouns(t, grammar):
        for doers in _doers(noun, t, told, at, grammar):
            if found := _others(doers, t.roles.sources, cast):
                return found, noun
    return None


def _judged_nouns(t: Told, grammar: Grammar) -> Iterator[int]:
    i = t.match.token
    if grammar.is_verb(i):
        yield from grammar.objects(i)
    for word in ABOUT:
        yield from grammar.preps(i).get(word, ())
    if t.match.entry.pos == "noun" and (verb := grammar.governor(i)) is not None:
        for word in ABOUT:
            yield from grammar.preps(verb).get(word, ())


def _doers(noun: int, t: Told, told: Sequence[Told], at: Mapping[int, Told], grammar: Grammar) -> Iterator[tuple[str, ...]]:
    """Who may have done what the noun stands for, the likeliest first."""
    term, p = grammar.terms[noun], grammar.parse
    itself = at.get(noun)
    above = at.get(p.heads[t.match.token]) if p.relations[t.match.token] == "conj" else None
    if above is not None and p.lower[noun] in ("it", "this", "that", "them"):
        yield above.roles.targets
    if itself is not None and itself is not t:
        yield itself.roles.sources
        yield from (u.roles.sources for u in _before(t, told, grammar) if akin(u.words, itself.words))
    if term in classes()["reproach"]:
        yield from (u.roles.sources for u in _before(t, told, grammar) if u.match.entry.type == "ACCUSE")
    if term in classes()["asked"]:
        yield from (u.roles.sources for u in _before(t, told, grammar) if u.match.entry.type in ASKING)
    spoken_of = (
        t.match.entry.pos == "verb" and p.tags[noun] in ("NN", "NNS") and any(p.lower[d] == "the" for d in grammar.kids(noun, "det"))
    )
    if term in classes()["deed"] or p.lower[noun] in ("it", "this", "that") or spoken_of:
        yield from (u.roles.sources for u in _before(t, told, grammar) if u.match.entry.type not in SPEECH)


def _before(t: Told, told: Sequence[Told], grammar: Grammar) -> list[Told]:
    """What is told before this, the nearest first."""
    sentence = grammar.parse.sentence_of
    i = t.match.token
    near = [u for u in told if u.match.token < i and sentence[i] - sentence[u.match.token] <= REACH and u.roles.sources]
    return sorted(near, key=lambda u: -u.match.token)


def _others(doers: tuple[str, ...], mine: tuple[str, ...], cast: Cast) -> tuple[str, ...]:
    """The doers but those who judge, their own state among them."""
    countries = cast.country_of(mine)
    sectors = {cast.actors[a].sector for a in mine}
    kept = (a for a in doers if a not in mine)
    return tuple(a for a in kept if cast.actors[a].country not in countries or cast.actors[a].sector not in sectors)
