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
ABROAD = frozenset({"REQUEST", "ACCUSE", "SANCTION", "SUPPORT", "CONSULT", "AID"})
"""Types that people and bodies of other states do to a state as often as its own."""
CROWDS = frozenset({"CVL", "OPP", "EDU", "LAB", "COP"})
"""Sectors that act where they are at home."""
OUTWARD = frozenset({"SANCTION", "THREATEN", "ACCUSE"})
"""Types that a government does to another state's, where it is told of no state's people."""
OFFICIAL = frozenset({"GOV", "MIL", "LEG", "JUD", "COP", "SPY"})
BOTH = frozenset({"both", "all", "two", "the"})
CODED = 3
"""Length of a code that is only a sector."""
POINTING = frozenset({"this", "that", "these", "those", "such", "any"})
UNDERGONE = frozenset({"ASSAULT", "COERCE", "CONCEDE"})
FORCE = frozenset({"ASSAULT", "COERCE", "PROTEST"})


def settled(told: Sequence[Told], cast: Cast, grammar: Grammar) -> None:
    """Gives the stateless actors of these events a state where one can be told; the actors of the cast are changed in place."""
    about = _about(cast, grammar)
    alone = _only(cast)
    for t in told:
        for side, mine in ((t.roles.targets, True), (t.roles.sources, False)):
            for a in side:
                if _stateless(a, cast, grammar):
                    found = _home(a, t, cast, grammar, about, target=mine)
                else:
                    lone = alone is not None and _lone(a, cast, grammar) and _may_be_of(alone, a, t, cast)
                    found = (alone, "by the only state that the article names") if alone is not None and lone else None
                if found is not None:
                    cast.actors[a] = _of_state(cast.actors[a], *found)


def _of_state(actor: Actor, country: str, why: str) -> Actor:
    reason = Reason(label="actor", by="context", detail=f"{why} → {country}")
    return replace(actor, country=country, code=country + actor.sector, reasons=(*actor.reasons, reason))


def _only(cast: Cast) -> str | None:
    """The one state that the article speaks of; None where it speaks of more, or of none."""
    found = {c for _, a in cast.mentioned() if (c := cast.actors[a].country) is not None}
    found |= {p.country for p in cast.places.values() if p.country is not None}
    return found.pop() if len(found) == 1 else None


def _lone(a: str, cast: Cast, grammar: Grammar) -> bool:
    """Whether an actor of no known state may only be of the one that an article speaks of: a person or body by its name, "all sides"."""
    actor = cast.actors[a]
    tokens = [t for t in cast.tokens_of(a) if not grammar.parse.tags[t].startswith("PRP")]
    if actor.country is not None or not tokens or a in cast.lands or actor.sector in ("IGO", "NGO"):
        return False
    if all(grammar.parse.tags[t] == "NNS" and grammar.terms[t] in classes()["sidenoun"] for t in tokens):
        return actor.sector in ("GOV", "UNK", "PTY") and any(
            grammar.parse.lower[d] in BOTH for t in tokens for d in grammar.kids(t, "det", "nummod")
        )
    return actor.basis in ("rule", "unknown", "group") and not _of_body(actor)


def _may_be_of(state: str, a: str, t: Told, cast: Cast) -> bool:
    """Whether somebody of whom only the name is known may be of a state: not if he calls on it or blames it, as others do."""
    named = cast.actors[a].basis != "group"
    return not (named and a in t.roles.sources and t.match.entry.type in ABROAD and state in cast.country_of(t.roles.targets))


def _of_body(actor: Actor) -> bool:
    """Whether an actor is coded as a body of its own ("fighters linked to the Islamic State")."""
    return actor.code is not None and len(actor.code) > CODED


def _stateless(a: str, cast: Cast, grammar: Grammar) -> bool:
    """Whether an actor is a nameless somebody who must belong to some state, and none is known."""
    actor = cast.actors[a]
    if actor.country is not None or actor.sector not in LOCAL or a in cast.lands or _of_body(actor):
        return False
    tokens = [t for t in cast.tokens_of(a) if not grammar.parse.tags[t].startswith("PRP")]
    if _flag(tokens, cast) is not None:
        return True
    if actor.sector == "UNK":
        return any(_settlement(t, grammar) or _on_the_map(t, cast) is not None for t in tokens)
    if actor.role is not None and actor.basis == "rule" and actor.sector in OFFICIAL:
        return True
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
    if any(p.tags[o] != "PRP$" and not _common(o, grammar) for o in grammar.kids(t, "poss")):
        return False
    return not {p.lower[d] for d in grammar.kids(t, "det")} & POINTING


def _on_the_map(t: int, cast: Cast) -> str | None:
    """The state of a place that stands for whoever is there ("missiles struck Odesa")."""
    place = cast.places.get(t)
    return place.country if place is not None else None


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
    if _owned(tokens, cast, grammar):
        return None
    if (here := next((c for t in tokens if (c := _on_the_map(t, cast)) is not None), None)) is not None:
        return here, "by where they are"
    if (own := _lying(tokens, cast, grammar)) is not None:
        return own, "by where they are"
    against = not target and _at_mission(t, cast)
    acts_here = target == (t.match.entry.type in UNDERGONE) or cast.actors[a].sector in CROWDS or against
    where = place_of(grammar, cast, t.match.token) if acts_here else None
    if where is not None and (country := cast.country_of_place(where)) is not None:
        return country, "by where it happens"
    chief = _chief(_without(about, a, t, cast))
    return (chief, "by the state that the article is about") if chief is not None else None


def _without(about: Counter[str], a: str, t: Told, cast: Cast) -> Counter[str]:
    """The states that the article speaks of, but for that which a government is said to blame, to strike or to shut out."""
    other = t.roles.targets if a in t.roles.sources else t.roles.sources
    outward = cast.actors[a].sector in ("GOV", "MIL") and t.match.entry.type in OUTWARD
    stricken = a in t.roles.targets and (_by_weapon(t, cast) or _by_state(t, cast))
    barred = cast.country_of(other) if outward or stricken or (a in t.roles.sources and _at_mission(t, cast)) else frozenset()
    return Counter({c: n for c, n in about.items() if c not in barred})


def _by_weapon(t: Told, cast: Cast) -> bool:
    """Whether missiles, jets or guns of a state are what kills: as a rule those of another."""
    grammar = cast.grammar
    doers = grammar.subjects(t.match.token) if grammar.is_verb(t.match.token) else ()
    return t.match.entry.type == "ASSAULT" and any(grammar.terms[d] in classes()["craft"] | classes()["missile"] for d in doers)


def _by_state(t: Told, cast: Cast) -> bool:
    """Whether a state itself kills, not its army or its police: those whom it kills, and of whom nothing tells, are not its own."""
    doers = [cast.actors[s] for s in t.roles.sources]
    return t.match.entry.type == "ASSAULT" and all(d.sector == "GOV" and d.role is None and d.basis == "dictionary" for d in doers)


def _at_mission(t: Told, cast: Cast) -> bool:
    """Whether force is used against an embassy or a mission: whose it is tells nothing of who attacks it."""
    words = [cast.grammar.terms[k] for a in t.roles.targets for k in cast.tokens_of(a)]
    around = [cast.grammar.terms[k] for k in (*cast.grammar.objects(t.match.token), *cast.grammar.preps(t.match.token).get("on", ()))]
    return t.match.entry.type in FORCE and not classes()["mission"].isdisjoint((*words, *around))


def _owned(tokens: Iterable[int], cast: Cast, grammar: Grammar) -> bool:
    """Whether somebody is said to own an actor who belongs to no state himself ("the bloc ... its standby force")."""
    return any(cast.at(o) is not None for t in tokens for o in grammar.kids(t, "poss"))


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
