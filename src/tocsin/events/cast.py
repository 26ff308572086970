"""Which actors stand at a noun phrase: the head itself, what a container holds ("a group of X"), or whoever owns it ("X's base")."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tocsin.events.grammar import Grammar
from tocsin.events.words import classes
from tocsin.gazetteer.actor_tables import ActorTables
from tocsin.records import Actor, ArticleReading, Place, Reason

OWNING = ("by", "of", "from", "in", "against", "on", "near", "at", "to", "with", "for", "inside", "outside", "between")


MEMBERS = frozenset({"most", "some", "many", "several", "all", "both", "half", "one", "others"})
"""Words that stand, like numbers, for those of whom they say how many they are ("killed 70 of them")."""
STATE = frozenset({"GOV", "MIL", "REB"})
"""Sectors of whom "the two sides" are."""
LYING = ("in", "of", "near", "at")
"""Prepositions that say where a thing lies."""


class Cast:
    """The actors of one article, by token."""

    def __init__(self, grammar: Grammar, reading: ArticleReading, tables: ActorTables) -> None:
        self.grammar, self.nation, self.state = grammar, tables.nation, tables.state
        self.actors: dict[str, Actor] = {a.id: a for a in reading.actors}
        self.places: dict[int, Place] = {}
        self._at: dict[int, str] = {}
        self._spans: dict[int, tuple[int, int]] = {}
        self._found: dict[str, int] = {}
        self.counts: dict[str, int] = {}
        self.possessed: set[str] = set()
        self.lands: dict[str, list[int]] = {}
        self._many: set[str] = set()
        for mention in sorted(reading.mentions, key=lambda m: m.end - m.start, reverse=True):
            if mention.actor in self.actors:
                head = self._head(mention.start, mention.end)
                self._at[head] = mention.actor
                self._spans[head] = (mention.start, mention.end)
                self.counts[mention.actor] = self.counts.get(mention.actor, 0) + 1
        self._many = {a for t, a in self._at.items() if grammar.parse.tags[t] == "NNS"}
        self.possessed = {a for t, a in self._at.items() if any(grammar.parse.tags[c] == "PRP$" for c in grammar.kids(t, "poss"))}
        for place in reading.places:
            self.places[self._head(place.start, place.end)] = place

    def is_many(self, actor: str) -> bool:
        """Whether a plural noun stands for the actor: a group, whose members may deal with one another."""
        return actor in self._many

    def _head(self, start: int, end: int) -> int:
        parse = self.grammar.parse
        inside = parse.tokens(start, end)
        tops = [t for t in inside if parse.heads[t] not in inside or parse.heads[t] == t]
        nominal = [t for t in tops if parse.pos[t] in ("NOUN", "PROPN", "PRON", "ADJ", "NUM", "DET")]
        return (nominal or tops or [-1])[-1]

    def at(self, i: int) -> str | None:
        """The actor whose noun phrase token `i` heads."""
        return self._at.get(i)

    def forget(self) -> None:
        """Begins a search anew, see `found`."""
        self._found.clear()

    def taken(self, i: int, actors: tuple[str, ...]) -> tuple[str, ...]:
        """These actors, kept as found at token `i`."""
        self._found.update(dict.fromkeys(actors, i))
        return actors

    def found(self, actors: Iterable[str]) -> dict[str, int]:
        """Where the last search found each of these actors."""
        return {a: self._found[a] for a in actors if a in self._found}

    def span(self, i: int) -> tuple[int, int]:
        """Code points of the mention whose head token `i` is, else of the token."""
        return self._spans.get(i) or self.grammar.parse.span(i, i + 1)

    def mentioned(self) -> Iterable[tuple[int, str]]:
        """The head of each mention, and its actor."""
        return self._at.items()

    def tokens_of(self, actor: str) -> tuple[int, ...]:
        """The heads of the actor's mentions."""
        return tuple(t for t, a in self._at.items() if a == actor)

    def country_of_place(self, id: str) -> str | None:  # noqa: A002 - the record's own word
        """The state in which a place of the article lies."""
        return next((p.country for p in self.places.values() if p.id == id), None)

    def country_of(self, ids: Iterable[str]) -> frozenset[str]:
        """The countries of these actors."""
        return frozenset(c for i in ids if (c := self.actors[i].country) is not None)

    def political(self, actor: str) -> bool:
        """Whether anything is known of an actor that makes it one: a country, or a sector."""
        return self.actors[actor].country is not None or self.actors[actor].sector != "UNK"

    def named(self, i: int, depth: int = 0) -> tuple[str, ...]:
        """Actors that the phrase headed by `i` itself names; "French and Egyptian ships", "ministers of X and Y" name two."""
        for several in (self._pair, self._both, self._they, self._theirs):
            if len(found := several(i)) > 1:
                return self.taken(i, found)
        if len(found := self._neighbour(i)) > 0:
            return self.taken(i, found)
        if (actor := self.at(i)) is not None:
            return self.taken(i, (actor,))
        grammar = self.grammar
        if depth > 2:
            return ()
        if grammar.terms[i] in classes()["container"] or grammar.parse.tags[i] == "CD" or grammar.parse.lower[i] in MEMBERS:
            inner = [t for word in ("of", "from") for t in grammar.preps(i).get(word, ())]
            return self._first_named(inner, depth)
        return self._first_named(grammar.kids(i, "appos"), depth)

    def _pair(self, i: int) -> tuple[str, ...]:
        grammar = self.grammar
        if grammar.parse.tags[i] not in ("NNS", "NNPS"):
            return ()
        before = [m for m in grammar.kids(i, "amod", "compound", "nmod", "poss") if m < i and grammar.kids(m, "conj")]
        first = before + [
            o
            for a in grammar.kids(i, "prep")
            if grammar.parse.lower[a] in ("of", "from")
            for o in grammar.kids(a, "pobj")
            if grammar.kids(o, "conj")
        ]
        named = tuple(dict.fromkeys(a for m in first for t in grammar.conjuncts(m) if (a := self.at(t)) is not None))
        return named if len(named) > 1 else self._nations(i, before)

    def _nations(self, i: int, before: list[int]) -> tuple[str, ...]:
        """Of "American and Russian negotiators", or "lawmakers in Peru and Chile", those of each state."""
        whole = self.at(i)
        there = [t for t in self.grammar.preps(i).get("in", ()) if self.nation(self.grammar.parse.words[t]) is not None]
        if whole is None or (self.actors[whole].country is not None and len(there) < 2):
            return ()
        tokens = there if len(there) > 1 else [t for m in before for t in self.grammar.conjuncts(m)]
        states = [self.nation(self.grammar.parse.words[t]) for t in tokens]
        sector = self.actors[whole].sector
        return tuple(dict.fromkeys(self._of_state(c, i, sector) for c in states if c is not None))

    def _of_state(self, country: str, i: int, sector: str) -> str:
        chief = self.of_country(country)
        return chief if chief is not None and self.actors[chief].sector == sector else self._made(country, i, sector)

    def _both(self, i: int) -> tuple[str, ...]:
        """The two states last named before "the two countries", "both sides" or "each side"."""
        grammar = self.grammar
        if grammar.terms[i] not in classes()["sidenoun"] or self.country_of(a for a in (self.at(i),) if a):
            return ()
        words = {grammar.parse.lower[c] for c in grammar.kids(i, "nummod", "det", "predet")}
        if grammar.kids(i, "amod", "compound", "poss"):
            return ()
        if "three" in words:
            return self._listed(i, 3)
        if not words & classes()["pair"]:
            return ()
        return (self._last_persons(i) if grammar.terms[i] in classes()["personal"] else ()) or self._last_two(i)

    def _listed(self, i: int, number: int) -> tuple[str, ...]:
        """The members of the last list of so many actors before token `i`."""
        for t in sorted((t for t in self._at if t < i), reverse=True):
            members = tuple(dict.fromkeys(a for c in self.grammar.conjuncts(t) if (a := self.at(c)) is not None))
            if len(members) == number:
                return members
        return ()

    def _last_persons(self, i: int) -> tuple[str, ...]:
        """The two people in office last named before token `i`, of two states."""
        found: dict[str, str] = {}
        for t in sorted((t for t in self._at if t < i), reverse=True):
            actor = self.actors[self._at[t]]
            if actor.role is not None and actor.country is not None and actor.country not in found:
                found[actor.country] = actor.id
        return tuple(reversed(list(found.values())[:2])) if len(found) > 1 else ()

    def _theirs(self, i: int) -> tuple[str, ...]:
        """Of "their foreign ministers" those of each state for which "their" stands."""
        grammar = self.grammar
        whole = self.at(i)
        owners = [c for c in grammar.kids(i, "poss") if grammar.parse.lower[c] == "their"]
        if whole is None or not owners or self.actors[whole].country is not None or not self.is_many(whole):
            return ()
        states = self._states_of(owners[0])
        return tuple(self._of_state(c, i, self.actors[whole].sector) for c in states) if len(states) > 1 else ()

    def _states_of(self, pronoun: int) -> tuple[str, ...]:
        """The states for which "their" stands: those of its antecedent where that is several, else the two last spoken of."""
        grammar = self.grammar
        actor = self.at(pronoun)
        before = [t for t, a in self._at.items() if a == actor and t < pronoun and not grammar.parse.tags[t].startswith("PRP")]
        if before:
            others = [c for c in grammar.conjuncts(max(before))[1:] if c < pronoun]  # only back: what is named may ask for its own "their"
            named = (*self.named(max(before)), *(a for c in others for a in self.named(c)))
            return tuple(dict.fromkeys(c for a in named if (c := self.actors[a].country) is not None))
        return tuple(c for a in self._last_two(pronoun) if (c := self.actors[a].country) is not None)

    def _neighbour(self, i: int) -> tuple[str, ...]:
        """The other state, where a state's neighbour or rival is spoken of and only two states are."""
        grammar = self.grammar
        whole = self.at(i)
        if whole is None or self.actors[whole].country is not None or grammar.terms[i] not in classes()["counterpart"]:
            return ()
        mine = self.country_of(a for o in grammar.kids(i, "poss") if (a := self.at(o)) is not None)
        if len(mine) != 1 or self.is_many(whole):
            return ()
        others = {c for t, a in self._at.items() if t < i and (c := self.actors[a].country) is not None} - mine
        chief = self.of_country(others.pop()) if len(others) == 1 else None
        return (chief,) if chief is not None else ()

    def _last_two(self, i: int) -> tuple[str, ...]:
        """The governments of the two states most spoken of before; of equals, the one named last."""
        verb = self.grammar.governor(i)
        doers = self.grammar.subjects(verb) if verb is not None else ()
        barred = self.country_of(a for t in doers if t != i and (a := self.at(t)) is not None)
        weight: dict[str, tuple[int, int]] = {}
        for t in sorted(t for t in self._at if t < i):
            actor = self.actors[self._at[t]]
            if actor.country is not None and actor.country not in barred and actor.sector in STATE:
                weight[actor.country] = (weight.get(actor.country, (0, 0))[0] + 1, t)
        first = sorted(weight, key=lambda c: weight[c], reverse=True)[:2]
        return tuple(chief for c in first if (chief := self.of_country(c)) is not None) if len(first) == 2 else ()

    def _they(self, i: int) -> tuple[str, ...]:
        """Those for whom "they" stands where its antecedent is one of several named side by side."""
        actor = self.at(i)
        if actor is None or self.grammar.parse.lower[i] not in ("they", "them"):
            return ()
        before = [t for t, a in self._at.items() if a == actor and t < i and not self.grammar.parse.tags[t].startswith("PRP")]
        if not before or not (others := self.grammar.kids(max(before), "conj")):
            return ()
        return tuple(
            dict.fromkeys(
                a for t in (max(before), *(c for o in others for c in self.grammar.conjuncts(o))) if (a := self.at(t)) is not None
            )
        )

    def _first_named(self, tokens: Iterable[int], depth: int) -> tuple[str, ...]:
        return tuple(dict.fromkeys(a for t in tokens for a in self.named(t, depth + 1)))

    def owners(self, i: int, preps: tuple[str, ...] = OWNING, depth: int = 0) -> tuple[str, ...]:
        """Actors to whom the phrase headed by `i` belongs: possessor, adjective, or a prepositional phrase; the nearest kind wins."""
        for tokens in self._owner_tokens(i, preps):
            if found := self._first_named(tokens, 0):
                return found
            if depth == 0:
                for t in tokens:
                    if deeper := self.owners(t, preps, depth + 1):
                        return deeper
        return ()

    def _owner_tokens(self, i: int, preps: tuple[str, ...]) -> Iterator[list[int]]:
        grammar = self.grammar
        found = grammar.preps(i)
        if "by" in preps:
            yield list(found.get("by", ()))
            yield [s for v in grammar.kids(i, "acl") if grammar.is_passive(v) for s in grammar.subjects(v)]
        yield grammar.kids(i, "poss")
        yield grammar.modifiers(i)
        for word in preps:
            if word != "by":
                yield list(found.get(word, ()))

    def here(self, i: int) -> tuple[str, ...]:
        """Whose land the place at token `i` is: its government, or an actor made for the country where the article has none."""
        place = self.places.get(i)
        if place is None or place.country is None or self.state(place.country) is None:
            return ()
        chief = self.of_country(place.country)
        if chief is not None and self.actors[chief].sector == "GOV":
            return self.taken(i, (chief,))
        return self.taken(i, (self._made(place.country, i),))

    def people_of(self, actor: str, i: int) -> str:
        """For a state that stands before "protests", its people, who protest; any other actor itself."""
        found = self.actors[actor]
        if found.sector != "GOV" or found.role is not None or found.country is None or self.state(found.country) is None:
            return actor
        return self.taken(i, (self._made(found.country, i, "CVL"),))[0]

    def _made(self, country: str, i: int, sector: str = "UNK") -> str:
        made = f"@{country}{sector}"
        if made not in self.actors:
            name = self.state(country) or country
            code = country + ("" if sector == "UNK" else sector)
            start, end = self.span(i)
            why = Reason(
                label="actor", by="context", detail=f"the land or the people that these words stand for → {code}", start=start, end=end
            )
            self.actors[made] = Actor(
                id=made, name=name, code=code, country=country, sector=sector, role=None, basis="rule", reasons=(why,)
            )
        self.lands.setdefault(made, []).append(i)
        return made

    def of_country(self, country: str) -> str | None:
        """The article's chief actor of a country: its government before others, the most mentioned first."""
        mine = [a for a in self.actors.values() if a.country == country and a.id not in self.lands]
        best = min(mine, key=lambda a: (a.sector != "GOV", -self.counts.get(a.id, 0)), default=None)
        return best.id if best is not None else None

    def resolve(self, tokens: Iterable[int], *, owners: tuple[str, ...] = OWNING, lands: bool = True) -> tuple[str, ...]:
        """The actors at these phrases: all that are named; where none is, whoever owns them, or (`lands`) whose land they are or lie in."""
        tokens = tuple(tokens)
        if named := self._first_named(tokens, 0):
            return named
        for t in tokens:
            if found := self.owners(t, owners):
                return found
        if not lands:
            return ()
        inside = [o for t in tokens for w in LYING for o in self.grammar.preps(t).get(w, ())]
        return tuple(dict.fromkeys(a for t in (*tokens, *inside) for a in self.here(t)))
