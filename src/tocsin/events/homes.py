"""To which state those belong whom the words leave stateless: "the army", "20 people", "the village of X".

The state of the place that their own phrase names comes first, then that of the place where the event happens, then the state that the
article is about, where one stands out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from tocsin.events.cast import Cast
from tocsin.events.grammar import Grammar
from tocsin.events.merge import Told
from tocsin.events.place import place_of
from tocsin.events.words import classes
from tocsin.records import Actor, Reason

LOCAL = frozenset({"MIL", "GOV", "CVL", "COP", "LEG", "JUD", "OPP", "REB", "LAB", "MED", "EDU", "REL", "CRM", "PTY", "UNK", "BUS"})
LYING = ("in", "at", "near", "from", "of", "across", "around", "outside", "inside")
LEAD = 1.7
"""How many times as often as the next a state is named that the article is about."""
OPENING = 3
"""How much more a mention in the first sentence weighs than one from the third on."""
NAMES = ("GPE", "NORP", "PERSON")
POINTING = frozenset({"this", "that", "these", "those", "such", "any"})
UNDERGONE = frozenset({"ASSAULT", "COERCE", "CONCEDE"})


def settled(told: Sequence[Told], cast: Cast, grammar: Grammar) -> None:
    """Gives the stateless actors of these events a state where one can be told; the actors of the cast are changed in place."""
    about = _about(cast, grammar)
    for t in told:
        for side, mine in ((t.roles.targets, True), (t.roles.sources, False)):
            for a in side:
                if _stateless(a, cast, grammar) and (found := _home(a, t, cast, grammar, about, target=mine)) is not None:
                    cast.actors[a] = _of_state(cast.actors[a], *found)


def _of_state(actor: Actor, country: str, why: str) -> Actor:
    reason = Reason(label="actor", by="context", detail=f"{why} → {country}")
    return replace(actor, country=country, code=country + actor.sector, reasons=(*actor.reasons, reason))


def _stateless(a: str, cast: Cast, grammar: Grammar) -> bool:
    """Whether an actor is a nameless somebody who must belong to some state, and none is known."""
    actor = cast.actors[a]
    if actor.country is not None or actor.sector not in LOCAL or a in cast.lands:
        return False
    tokens = [t for t in cast.tokens_of(a) if not grammar.parse.tags[t].startswith("PRP")]
    if _flag(tokens, cast) is not None:
        return True
    if actor.sector == "UNK":
        return any(_settlement(t, grammar) for t in tokens)
    return bool(tokens) and all(_common(t, grammar) for t in tokens)


def _flag(tokens: Iterable[int], cast: Cast) -> str | None:
    """The state whose flag a ship flies, or to whose people a thing belongs ("Iranian-flagged", "British-owned")."""
    grammar, p = cast.grammar, cast.grammar.parse
    for t in tokens:
        for m in grammar.kids(t, "amod"):
            if grammar.terms[m] in classes()["belonging"] or p.lower[m] in classes()["belonging"]:
                return next(
                    (
                        c
                        for k in (*grammar.kids(m, "npadvmod", "amod", "compound", "advmod", "nmod", "dep"), m - 2)
                        if (c := cast.nation(p.words[k]))
                    ),
                    None,
                )
    return None


def _common(t: int, grammar: Grammar) -> bool:
    """Whether a noun phrase names nobody and nothing, and does not say that its people come from elsewhere or are somebody's."""
    p = grammar.parse
    around = [t, *grammar.modifiers(t)]
    if any(p.tags[m].startswith("NNP") or p.entities[m].endswith(NAMES) or grammar.terms[m] in classes()["elsewhere"] for m in around):
        return False
    if p.tags[t] == "NNS" and grammar.terms[t] in classes()["sidenoun"]:
        return False
    if any(p.tags[o] != "PRP$" for o in grammar.kids(t, "poss")):
        return False
    return not {p.lower[d] for d in grammar.kids(t, "det")} & POINTING


def _settlement(t: int, grammar: Grammar) -> bool:
    """A name that the text itself calls a village or a town."""
    p = grammar.parse
    above = p.heads[p.heads[t]] if p.relations[t] == "pobj" and p.lower[p.heads[t]] == "of" else t
    return above != t and grammar.terms[above] in classes()["territory"]


def _about(cast: Cast, grammar: Grammar) -> Counter[str]:
    """How much the article speaks of each state; what it opens with weighs more."""
    counts: Counter[str] = Counter()
    for t, a in cast.mentioned():
        actor = cast.actors[a]
        if actor.country is not None and actor.sector != "MED":
            counts[actor.country] += _weight(t, grammar)
    for t, place in cast.places.items():
        if place.country is not None:
            counts[place.country] += _weight(t, grammar)
    return counts


def _weight(t: int, grammar: Grammar) -> int:
    return max(1, OPENING - grammar.parse.sentence_of[t])


def _home(a: str, t: Told, cast: Cast, grammar: Grammar, about: Counter[str], *, target: bool) -> tuple[str, str] | None:
    """The state that an actor belongs to, and by what."""
    tokens = cast.tokens_of(a)
    if (flag := _flag(tokens, cast)) is not None:
        return flag, "by the flag, or by whom it belongs to"
    if (owner := _owner(tokens, cast, grammar)) is not None:
        return owner, "by whose people they are"
    if (own := _lying(tokens, cast, grammar)) is not None:
        return own, "by where they are"
    where = place_of(grammar, cast, t.match.token) if target == (t.match.entry.type in UNDERGONE) else None
    if where is not None and (country := cast.country_of_place(where)) is not None:
        return country, "by where it happens"
    chief = _chief(about)
    return (chief, "by the state that the article is about") if chief is not None else None


def _owner(tokens: Iterable[int], cast: Cast, grammar: Grammar) -> str | None:
    """The state of those whose people they are ("its operators", "his critics")."""
    owners = (a for t in tokens for o in grammar.kids(t, "poss") if (a := cast.at(o)) is not None)
    return next((c for a in owners if (c := cast.actors[a].country) is not None), None)


def _lying(tokens: Iterable[int], cast: Cast, grammar: Grammar) -> str | None:
    for t in tokens:
        above = grammar.parse.heads[grammar.parse.heads[t]] if grammar.parse.relations[t] == "pobj" else t
        for at in (t, above) if _settlement(t, grammar) else (t,):
            for word in LYING:
                for o in grammar.preps(at).get(word, ()):
                    place = cast.places.get(o)
                    if place is not None and place.country is not None:
                        return place.country
    return None


def _chief(about: Counter[str]) -> str | None:
    first = about.most_common(2)
    if not first or (len(first) == 2 and first[0][1] < LEAD * first[1][1]):
        return None
    return first[0][0]
