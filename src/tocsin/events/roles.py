"""Who stands in which slot of a trigger.

Slots of the lexicon:

"subj", "obj"      subject and object of the verb; "subj" of a noun is the subject of the light verb that carries it
"iobj"             the receiver
"owner"            whoever owns the object ("reject Iran's offer")
"speaker"          whoever says the clause
"host"             the state in which a passive without by-phrase was done
"victim"           who beats off or suffers the deed ("repelled an attack")
"aim"              whom a clause of purpose names ("rallied to demand reforms from X")
"xsubj", "comp"    the subject of the complement ("urge Iran to leave"), and whoever else the complement names
"dealparty"        the other side of the agreement spoken of
"poss", "mod"      possessor of a noun, and what stands before it ("Iranian")
any other          the preposition of that name; "between" names both sides
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from tocsin.events.because import because, slot_words
from tocsin.events.cast import Cast
from tocsin.events.deals import Deals
from tocsin.events.grammar import Grammar
from tocsin.events.triggers import Match
from tocsin.events.words import classes
from tocsin.ontology import RECIPROCAL
from tocsin.records import Reason

DEAL_PREPS = ("from", "of", "to", "with", "under", "in")
BESIDE = ("alongside",)
PROXY_PREPS = ("through", "via")
COMPLEMENT_PREPS = ("on", "against", "with", "to", "from", "for", "in", "at", "into", "of")
JUDGING = frozenset({"ACCUSE", "SUPPORT", "REJECT", "PROTEST"})
HOSTILE = frozenset({"ASSAULT", "COERCE"})
DECREED = frozenset({"COERCE", "SANCTION", "CONCEDE"})
ABROAD = frozenset({"MOBILIZE", "SANCTION", "RETREAT", "THREATEN"})
"""Types whose target is somebody else than the source's own."""
ASIDE = frozenset(
    {
        "over",
        "after",
        "before",
        "since",
        "during",
        "amid",
        "despite",
        "following",
        "until",
        "because",
        "without",
        "like",
        "against",
        "of",
        "about",
        "into",
        "at",
        "around",
        "near",
    }
)
"""Prepositions whose noun tells of another deed than the verb's."""
TOLD_BESIDE = frozenset({"after", "as", "when", "before", "because", "while", "since"})
"""Words that open a clause which tells what else happened, not what for."""
AROUND = frozenset({"after", "before", "during", "following", "in", "at"})
"""Prepositions before talks that whoever acts or speaks has himself ("said after talks with X")."""
ABBREVIATED = 4
"""Length of the longest abbreviation of a state ("U.S."), which stands before nouns as an adjective does."""
MEETING = frozenset({"CONSULT", "COOPERATE", "AGREE"})
"""Types that are done with somebody: what matters are at hand is no party ("with the country's role at the top of the agenda")."""
Side = Literal["source", "target"]
SIDES: tuple[Side, ...] = ("source", "target")
OWN = frozenset({"GOV", "MIL"})
"""What of its own state a source may speak of sending or doing, without meaning it as the other side."""
RULING = frozenset({"GOV", "MIL", "REB"})
SUBJECT_OWNERS = ("by", "of", "from", "between", "in", "throughout", "at")


@dataclass(frozen=True, slots=True)
class Roles:
    """Actor ids; the slots tell where they were found, `reasons` at which words."""

    sources: tuple[str, ...]
    targets: tuple[str, ...]
    proxies: tuple[str, ...]
    source_slot: str | None
    target_slot: str | None
    reciprocal: bool
    reasons: tuple[Reason, ...]


class Casting:
    """Fills the slots of triggers."""

    def __init__(self, grammar: Grammar, cast: Cast) -> None:
        self.grammar, self.cast = grammar, cast
        self.deals = Deals(grammar, cast)
        self.matches: Mapping[int, Match] = {}

    def roles(self, match: Match) -> Roles:
        """Sources, targets and proxies of one trigger."""
        sources, source_slot = self._first(match, match.entry.source, ())
        if not sources and self.grammar.is_passive(match.token):
            sources, source_slot = self._unsaid(match)
        at = self.cast.found(sources)
        targets, target_slot = self._first(match, match.entry.target, sources)
        at = self.cast.found(targets) | at
        if len(sources) > 1 and not targets and self._each_other(match.token):
            targets, target_slot = sources, "obj"
        if match.entry.pos == "noun" and source_slot in ("between", "among"):
            targets, target_slot = (), None
        if source_slot == "poss" and not targets and self._undergone(match):
            sources, source_slot, targets, target_slot = (), None, sources, "poss"
        if source_slot == "mod" and not targets and self._stricken(match, sources):
            sources, source_slot, targets, target_slot = (), None, sources, "mod"
        if match.entry.type == "PROTEST" and source_slot in ("poss", "mod", "in", "of"):
            sources = tuple(self.cast.people_of(a, match.token) for a in sources)
            at |= self.cast.found(sources)
        sources, targets = self._by_the_people(match, sources, targets)
        proxies = self._proxies(match)
        sources = tuple(s for s in sources if s not in proxies) or sources
        targets = tuple(t for t in targets if t not in proxies)
        reasons = [*self._reasons(match, "source", source_slot, sources, at), *self._reasons(match, "target", target_slot, targets, at)]
        if sources and (beside := self._beside(match)):
            sources = tuple(dict.fromkeys((*sources, *beside)))
            reasons += self._reasons(match, "source", "alongside", beside, self.cast.found(beside))
        both = self._reciprocal(match, sources, target_slot, targets)
        known = tuple(dict.fromkeys((*sources, *targets)))
        if both and (len(known) > 1 or self.cast.is_many("".join(known))):
            sources = targets = known
            reasons += (because(self.grammar.parse, side, "grammar", "done together: each side is both", match.token) for side in SIDES)
        else:
            both = False
        return Roles(sources, targets, proxies, source_slot, target_slot, both, tuple(dict.fromkeys(reasons)))

    def _reasons(self, match: Match, side: Side, slot: str | None, actors: tuple[str, ...], at: Mapping[str, int]) -> Iterator[Reason]:
        """One reason an actor of a side: in which slot, at which words."""
        if slot is None:  # whose rally it is that was held or broken up
            yield from (
                Reason(label=side, by="context", detail="the people there, whom no word names", start=None, end=None) for _ in actors
            )
            return
        parse, trigger = self.grammar.parse, self.grammar.parse.words[match.token]
        for a in actors:
            token = at.get(a)
            start, end = self.cast.span(token) if token is not None else (None, None)
            detail = slot_words(parse, slot, trigger, token, noun=match.entry.pos == "noun")
            yield Reason(label=side, by="grammar", detail=detail, start=start, end=end)

    def _by_the_people(self, match: Match, sources: tuple[str, ...], targets: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Protests against a government without a word of who protests are its people's; so is a rally that the police break up."""
        kind = match.entry.type
        if kind == "PROTEST" and match.entry.pos == "noun" and not sources and len(self.cast.country_of(targets)) == 1:
            return self._people(targets, match.token), targets
        broken = [t for t in self.grammar.objects(match.token) if self.grammar.terms[t] in classes()["rallying"]]
        if kind == "COERCE" and match.entry.pos == "verb" and sources and not targets and broken:
            crowd = tuple(a for t in broken if t in self.matches for a in self._first(self.matches[t], self.matches[t].entry.source, ())[0])
            return sources, crowd or self._people(sources, broken[0])
        return sources, targets

    def _people(self, rulers: tuple[str, ...], i: int) -> tuple[str, ...]:
        """The people of the one state of these rulers."""
        chief = next((c for country in self.cast.country_of(rulers) if (c := self.cast.of_country(country)) is not None), None)
        people = self.cast.people_of(chief, i) if chief is not None else None
        return (people,) if people is not None and people not in rulers else ()

    def _first(self, match: Match, slots: tuple[str, ...], taken: tuple[str, ...]) -> tuple[tuple[str, ...], str | None]:
        if match.entry.pos == "noun" and match.entry.type == "ASSAULT" and "victim" in slots:
            slots = ("victim", *slots)  # who dies in a strike is its target before the place is
        for slot in slots:
            self.cast.forget()
            others = [a for a in dict.fromkeys(self._slot(match, slot, taken)) if a not in taken]
            found = tuple(a for a in others if slot != "comp" or not self._owned(a, taken))
            if taken and match.entry.type in ABROAD:
                found = tuple(a for a in found if not self._of_own(a, taken, match.entry.type or ""))
            if match.entry.type == "PROTEST" and slot in ("in", "at", "outside"):
                found = tuple(
                    a for a in found if a not in self.cast.lands or self.cast.actors[a].country not in self.cast.country_of(taken)
                )
            if taken and match.entry.type == "ASSAULT":
                found = tuple(a for a in found if not self._own_craft(a, taken) and not self._own_state(match, a, taken))
            if found:
                return found, slot
        return (), None

    def _unsaid(self, match: Match) -> tuple[tuple[str, ...], str | None]:
        """Who does what a passive without by-phrase tells: whose troops are moved, or who announces what is decreed."""
        i, kind = match.token, match.entry.type
        if kind == "ASSAULT":
            doers = self._deadly(i)
            return (doers, "in") if doers else ((), None)
        if kind in ("MOBILIZE", "RETREAT"):
            own = self.cast.resolve(self.grammar.objects(i), owners=SUBJECT_OWNERS, lands=False)
            return (own, "obj") if own else ((), None)
        if kind in DECREED and match.entry.lemma in classes()["decree"]:
            top = i
            while self.grammar.parse.relations[top] == "conj" and self.grammar.parse.heads[top] != top:
                top = self.grammar.parse.heads[top]
            said = tuple(a for a in self._speaker(top) if self.cast.actors[a].sector in RULING)
            return (said, "speaker") if said else ((), None)
        return (), None

    def _deadly(self, i: int) -> tuple[str, ...]:
        """Of a passive, whoever does the deed in which it happened: "killed in a clash with X", "wounded in an attack by X"."""
        grammar = self.grammar
        for word in ("in", "during", "by", "from"):
            for noun in grammar.preps(i).get(word, ()):
                if grammar.terms[noun] not in classes()["deadly"]:
                    continue
                undergoers = self.cast.resolve(grammar.objects(i), owners=SUBJECT_OWNERS)
                found = self.cast.resolve(grammar.preps(noun).get("with", ()), lands=False) or self.cast.owners(noun, ("by",))
                if others := tuple(a for a in found if a not in undergoers):
                    return others
        return ()

    def _undergone(self, match: Match) -> bool:
        """Whether the possessor of a noun undergoes the deed ("the leader's arrest"), as where no "of" follows."""
        i = match.token
        return match.entry.pos == "noun" and self.grammar.terms[i] in classes()["undergone"] and not self.grammar.preps(i).get("of")

    def _each_other(self, i: int) -> bool:
        """Whether the sources do it to each other ("accused each other", "each side blames the other")."""
        p = self.grammar.parse
        return any(p.lower[t] in ("other", "another") for t in self.grammar.objects(i))

    def _stricken(self, match: Match, before: tuple[str, ...]) -> bool:
        """Whether what stands before a noun suffers the deed: a place ("the Syria raid"), or a person ("the Smith arrest")."""
        grammar, i = self.grammar, match.token
        tokens = [t for t in grammar.modifiers(i) if self.cast.at(t) in before]
        if grammar.terms[i] in classes()["undergone"]:
            return any(self.cast.actors[a].role is not None for a in before)
        names = all(grammar.parse.tags[t] == "NNP" and len(grammar.parse.words[t]) > ABBREVIATED for t in tokens)
        verb = grammar.governor(i)
        wreaks = verb is not None and grammar.parse.relations[i] == "nsubj" and grammar.terms[verb] in classes()["wreaking"]
        return match.entry.type == "ASSAULT" and bool(tokens) and names and not wreaks

    def _of_own(self, actor: str, taken: tuple[str, ...], kind: str) -> bool:
        """Whether an actor is of the source's own state, against which it turns no troops and no sanctions, and the state no threats."""
        found = self.cast.actors[actor]
        rulers = found.sector == "GOV" and all(self.cast.actors[t].sector == "GOV" for t in taken) and found.role is None
        return found.country in self.cast.country_of(taken) and (kind != "THREATEN" or rulers)

    def _own_craft(self, actor: str, taken: tuple[str, ...]) -> bool:
        """Whether an actor is a craft that no word gives to the source's state: nobody shoots down his own without its being said."""
        found = self.cast.actors[actor]
        tokens = self.cast.tokens_of(actor)
        craft = bool(tokens) and all(self.grammar.terms[t] in classes()["craft"] for t in tokens)
        around = (self.grammar.parse.words[m] for t in tokens for m in self.grammar.modifiers(t))
        said = actor in self.cast.possessed or any(self.cast.nation(word) for word in around)
        return craft and not said and found.country in self.cast.country_of(taken)

    def _own_state(self, match: Match, actor: str, taken: tuple[str, ...]) -> bool:
        """Whether a pronoun would make a state attack its own government."""
        tokens = self.grammar.objects(match.token)
        by_pronoun = bool(tokens) and all(self.grammar.parse.tags[t].startswith("PRP") for t in tokens)
        found = self.cast.actors[actor]
        return by_pronoun and found.sector == "GOV" and found.country in self.cast.country_of(taken)

    def _owned(self, actor: str, taken: tuple[str, ...]) -> bool:
        """Whether an actor in what the source speaks of is only the source's own: "its troops", its own state."""
        found = self.cast.actors[actor]
        same = found.country is None or found.country in self.cast.country_of(taken)
        return bool(taken) and same and (actor in self.cast.possessed or (found.country is not None and found.sector in OWN))

    def _reciprocal(self, match: Match, sources: tuple[str, ...], target_slot: str | None, targets: tuple[str, ...]) -> bool:
        entry = match.entry
        if entry.reciprocal is not None:
            return entry.reciprocal
        together = len(sources) > 1 and not targets and "with" in entry.target
        if entry.type not in RECIPROCAL:
            return together
        return together or target_slot in ("with", "between") or (len(sources) > 1 and not targets)

    def _slot(self, match: Match, slot: str, taken: tuple[str, ...]) -> tuple[str, ...]:
        i, noun = match.token, match.entry.pos == "noun"
        match slot:
            case "subj":
                return self._subject(match)
            case "obj":
                return self._reached(match, [t for t in self.grammar.objects(i) if t not in match.used or not noun])
            case "comp" | "xsubj":
                return self._complement(i, slot, taken)
            case "dealparty":
                return self._deal_party(i, taken)
            case "owner":
                return self._owners(match)
        plain = {
            "poss": self._possessor,
            "iobj": self._receiver,
            "speaker": self._speaker,
            "host": self._host,
            "aim": self._aim,
            "victim": self._victim,
            "mod": self._before,
        }
        return plain[slot](i) if slot in plain else self._prep(match, slot)

    # --- single slots -------------------------------------------------------------------------------------------------

    def _subject(self, match: Match) -> tuple[str, ...]:
        grammar, i, pos = self.grammar, match.token, match.entry.pos
        tokens = {"adjective": grammar.subjects_or_undergoers, "noun": self._carrier_subject, "verb": grammar.subjects}[pos](i)
        tokens = tuple(
            s for t in tokens for s in (grammar.subjects_or_undergoers(t) or (t,) if grammar.parse.tags[t] in ("VBN", "JJ") else (t,))
        )
        found = self.cast.resolve(tokens, owners=SUBJECT_OWNERS, lands=False) or self._same_as_speaker(tokens)
        return found or self._authors(tokens) or (self._doers(match) if pos == "verb" else ())

    def _authors(self, tokens: Iterable[int]) -> tuple[str, ...]:
        """Of a document that says it, whoever gives it out ("issued a statement condemning ...")."""
        grammar = self.grammar
        papers = [t for t in tokens if grammar.terms[t] in classes()["paper"]]
        return self.cast.resolve((s for t in papers for s in grammar.governing_subject(t)), owners=SUBJECT_OWNERS, lands=False)

    def _same_as_speaker(self, tokens: Iterable[int]) -> tuple[str, ...]:
        """A pronoun that no mention resolves, in what somebody says, stands for the speaker ("Syria says it is willing")."""
        p = self.grammar.parse
        pronouns = [t for t in tokens if p.lower[t] in ("it", "they", "he", "she", "we", "i") and self.cast.at(t) is None]
        for t in pronouns:
            clause = p.heads[t]
            while p.relations[clause] in ("xcomp", "conj", "acomp", "aux") and p.heads[clause] != clause:
                clause = p.heads[clause]
            if found := self._speaker(clause):
                return found
        return ()

    def _doers(self, match: Match) -> tuple[str, ...]:
        """Of a passive without by-phrase, whoever stands before the deed that it carries ("US sanctions imposed on X")."""
        if not self.grammar.is_passive(match.token):
            return ()
        deeds = [t for t in match.used if t in self.grammar.objects(match.token) and self.grammar.terms[t] not in classes()["craft"]]
        return tuple(a for t in deeds for a in self.cast.owners(t, ("by",)))

    def _carrier_subject(self, i: int) -> tuple[int, ...]:
        verb = self._carrier(i)
        return self.grammar.subjects(verb) if verb is not None else self._answerable(i)

    def _answerable(self, i: int) -> tuple[int, ...]:
        """Who is said to have done the deed that a noun names: "blamed X for the attack", "X was behind it", "X's part in it"."""
        grammar, p = self.grammar, self.grammar.parse
        for verb in (*grammar.kids(i, "relcl", "acl"), p.heads[i]):
            if grammar.terms[verb] == "blame" and i in grammar.objects(verb) and (on := grammar.preps(verb).get("on")):
                return on
        prep = p.heads[i]
        if p.relations[i] != "pobj" or prep == i:
            return ()
        above, word = p.heads[prep], p.lower[prep]
        term = grammar.terms[above]
        if word == "behind" and term == "be":
            return grammar.subjects(above)
        if word in ("for", "in") and any(grammar.terms[o] in classes()["part"] for o in grammar.objects(above)):
            return grammar.subjects(above)  # "denies responsibility for X, as well as for Y"
        if word in ("for", "of", "over") and term in classes()["blaming"] | classes()["credit"]:
            return grammar.objects(above)
        if word in ("for", "to") and term in classes()["disposed"]:
            held = grammar.objects(p.heads[above]) if p.relations[above] == "oprd" else ()  # "holds X responsible for"
            return held or grammar.subjects_or_undergoers(above)
        if word in ("for", "to") and term in classes()["attitude"]:
            return tuple(grammar.kids(above, "poss")) or grammar.governing_subject(above)
        if word in ("in", "for") and term in classes()["part"]:
            return tuple(grammar.kids(above, "poss")) or grammar.governing_subject(above)
        return ()

    def _carrier(self, i: int) -> int | None:
        """The light verb that carries an event noun ("hold talks", "strikes that X carried out", "be in talks")."""
        grammar = self.grammar
        i = self._base(i)
        for verb in grammar.kids(i, "acl", "relcl"):
            if grammar.terms[verb] in classes()["light"] and i in grammar.objects(verb):
                return verb
        above = grammar.governor(i)
        if above is None:
            return None
        term, word = grammar.terms[above], self._preposition_of(i)
        if grammar.preps(above).get("as"):
            return None
        if term in classes()["light"] and (i in grammar.objects(above) or (word and word not in ASIDE)):
            return above
        held = (word == "in" and term in ("be", "stay", "remain")) or (
            word == "for" and (term in classes()["going"] or bool(grammar.preps(i).get("with")))
        )
        met = word in AROUND and i in self.matches and self.matches[i].entry.type == "CONSULT" and bool(grammar.preps(i).get("with"))
        return above if held or met else None

    def _preposition_of(self, i: int) -> str:
        """The preposition that governs a noun, or what it is coordinated with; "" where none does."""
        p = self.grammar.parse
        while p.relations[i] == "conj" and p.heads[i] != i:
            i = p.heads[i]
        return p.lower[p.heads[i]] if p.relations[i] == "pobj" else ""

    def _base(self, i: int) -> int:
        """The noun that a trigger stands before ("sanctions policy"), else the trigger."""
        return self.grammar.parse.heads[i] if self.grammar.parse.relations[i] in ("compound", "nmod", "amod") else i

    def _around(self, i: int, *relations: str) -> list[int]:
        """Children of a noun, and of the noun that it stands before."""
        return self.grammar.kids(i, *relations) or self.grammar.kids(self._base(i), *relations)

    def _modifiers(self, i: int) -> list[int]:
        made = self.grammar.modifiers(i)
        if (base := self._base(i)) != i:
            made += [m for m in self.grammar.modifiers(base) if m != i]
        if not made and self.grammar.parse.relations[i] == "conj":
            made = self.grammar.modifiers(self.grammar.parse.heads[i])
        return made

    def _possessor(self, i: int) -> tuple[str, ...]:
        """The possessor; a pronoun before the subject of its clause stands for that ("after its threats, Venezuela ...")."""
        p = self.grammar.parse
        owners = self._around(i, "poss")
        verb = self.grammar.governor(i)
        ahead = self.grammar.subjects(verb) if verb is not None else ()
        if owners and ahead and p.tags[owners[0]] == "PRP$" and i < min(ahead):
            return self.cast.resolve(ahead, owners=SUBJECT_OWNERS, lands=False)
        return self.cast.resolve(owners, owners=SUBJECT_OWNERS, lands=False)

    def _receiver(self, i: int) -> tuple[str, ...]:
        return self.cast.resolve(self.grammar.datives(i))

    def _before(self, i: int) -> tuple[str, ...]:
        return tuple(a for t in self._modifiers(i) if (b := self.cast.at(t)) is not None for a in self.cast.taken(t, (b,)))

    def _speaker(self, i: int) -> tuple[str, ...]:
        """Whoever says the clause of the trigger, or asks for what it tells."""
        p = self.grammar.parse
        while p.relations[i] in ("acomp", "attr", "conj", "oprd") and p.heads[i] != i:
            i = p.heads[i]
        above = p.heads[i]
        said = p.relations[i] in ("ccomp", "xcomp") and above != i and self.grammar.is_verb(above)
        return self.cast.resolve(self.grammar.subjects(above), owners=(), lands=False) if said else ()

    def _host(self, i: int) -> tuple[str, ...]:
        """Of a passive without by-phrase, the state in which it was done ("was arrested in Lebanon")."""
        grammar = self.grammar
        if not grammar.is_passive(i) or grammar.subjects(i):
            return ()
        near = [*grammar.preps(i).get("in", ())]
        near += [o for tokens in grammar.preps(i).values() for t in tokens for o in grammar.preps(t).get("in", ())]
        return self.cast.resolve(near)

    def _aim(self, i: int) -> tuple[str, ...]:
        """Whom the clause names that says what for ("rallied to demand reforms from X", "calling on X")."""
        grammar = self.grammar
        verb = i if grammar.is_verb(i) else grammar.governor(i)
        for clause in grammar.kids(verb, "advcl", "xcomp", "acl") if verb is not None else ():
            if (
                grammar.terms[clause] in classes()["celebrating"]
                or {grammar.parse.lower[m] for m in grammar.kids(clause, "mark")} & TOLD_BESIDE
            ):
                continue
            for tokens in (grammar.objects(clause), *(grammar.preps(clause).get(w, ()) for w in COMPLEMENT_PREPS)):
                if found := self.cast.resolve(tokens):
                    return found
        return ()

    def _victim(self, i: int) -> tuple[str, ...]:
        """Who beats off or suffers the deed that a noun names ("X repelled an attack")."""
        verb = self.grammar.governor(i)
        suffered = verb is not None and self.grammar.terms[verb] in classes()["suffering"] and i in self.grammar.objects(verb)
        if verb is not None and self.grammar.terms[verb] in classes()["perishing"] and self._preposition_of(i) in ("in", "from", "during"):
            suffered = True
        return self.cast.resolve(self.grammar.subjects(verb), owners=SUBJECT_OWNERS, lands=False) if verb is not None and suffered else ()

    def _owners(self, match: Match) -> tuple[str, ...]:
        """Whose the object is; of a hostile deed that is judged only who did it, never whom it was done to."""
        i = match.token
        tokens = [*self.grammar.objects(i), *self.grammar.preps(i).get("to", ())]
        for t in tokens:
            if found := self.cast.owners(t, ("by", "from")) if match.entry.type in JUDGING and self._hostile(t) else self.cast.owners(t):
                return found
        return ()

    def _undergoes(self, t: int) -> bool:
        """Whether a phrase tells to whom a hostile deed was done ("condemned the arrest of reporters")."""
        p = self.grammar.parse
        prep = p.heads[t]
        return p.relations[t] == "pobj" and p.lower[prep] in ("of", "on", "against") and self._hostile(p.heads[prep])

    def _hostile(self, t: int) -> bool:
        """Whether a noun names an attack or an arrest."""
        return t in self.matches and self.matches[t].entry.type in HOSTILE

    def _complement(self, i: int, slot: str, taken: tuple[str, ...]) -> tuple[str, ...]:
        grammar = self.grammar
        verb = grammar.complement(i)
        if verb is None:
            return ()
        own = set(grammar.subjects(i))
        subjects = [s for s in grammar.subjects_or_undergoers(verb) if s not in own]
        found = self.cast.resolve(subjects, owners=SUBJECT_OWNERS, lands=False)
        if slot == "xsubj" or any(a not in taken for a in found):
            return found
        inner = self.matches.get(verb)
        if inner is not None and (told := self._first(inner, inner.entry.target, taken)[0]):
            return told
        places = (grammar.datives(verb), grammar.objects(verb), *(grammar.preps(verb).get(w, ()) for w in COMPLEMENT_PREPS))
        others = [tuple(a for a in self.cast.resolve(tokens) if a not in taken and not self._owned(a, taken)) for tokens in places]
        return next((o for o in others if self.cast.country_of(o)), None) or next((o for o in others if o), ())

    def _deal_party(self, i: int, taken: tuple[str, ...]) -> tuple[str, ...]:
        """The other side of the deal that is the trigger's object or stands after a preposition, or within such a phrase."""
        grammar = self.grammar
        mine = self.cast.country_of(taken)
        near = [*grammar.objects(i), *(t for w in DEAL_PREPS for t in grammar.preps(i).get(w, ()))]
        near += [t for n in near for w in DEAL_PREPS for t in grammar.preps(n).get(w, ())]
        for t in near:
            if grammar.terms[t] in classes()["deal"] or grammar.terms[t] in classes()["commitment"]:
                sides = (self.deals.parties(t), self._within(t))
                others = (tuple(a for a in side if a not in taken and self.cast.actors[a].country not in mine) for side in sides)
                return next((side for side in others if side), ())
        return ()

    def _within(self, noun: int) -> tuple[str, ...]:
        """Actors named anywhere in a noun's phrase ("a deal to buy French submarines")."""
        first, last = self.grammar.parse.subtrees[noun]
        found = (a for t, a in self.cast.mentioned() if first <= t < last)
        return tuple(dict.fromkeys(found)) or tuple(
            chief
            for t in range(first, last)
            if (state := self.cast.nation(self.grammar.parse.words[t])) is not None and (chief := self.cast.of_country(state)) is not None
        )

    def _prep(self, match: Match, word: str) -> tuple[str, ...]:
        grammar, i = self.grammar, match.token
        tokens = list(grammar.preps(i).get(word, ()))
        if word in ("from", "by") and not tokens:  # "came under attack from X"
            tokens = [t for under in grammar.preps(i).get("under", ()) for t in grammar.preps(under).get(word, ())]
        if match.entry.pos == "noun":
            verb = self._carrier(i)
            if verb is not None and not tokens:
                tokens += grammar.subjects(verb) if word == "by" and grammar.is_passive(verb) else grammar.preps(verb).get(word, ())
            if not tokens and (base := self._base(i)) != i:
                tokens += grammar.preps(base).get(word, ())
        if word == "with" and match.entry.type in MEETING:
            tokens = [t for t in tokens if grammar.terms[t] not in classes()["matter"]]
        return self._reached(match, [t for t in tokens if not grammar.parse.entities[t].endswith("-LOC")])

    def _reached(self, match: Match, tokens: list[int]) -> tuple[str, ...]:
        """The actors at these phrases; of a deed that is judged, who did it, not whom it was done to ("concern over attacks on X")."""
        if match.entry.type not in JUDGING:
            return self.cast.resolve(tokens)
        tokens = [t for t in tokens if not self._undergoes(t)]
        deeds = [t for t in tokens if self.grammar.terms[t] in classes()["deed"] and not self.cast.named(t)]
        for t in deeds:
            if doers := self.cast.resolve((t,), owners=("by", "from") if self._hostile(t) else ("by", "from", "of"), lands=False):
                return doers
        if found := self.cast.resolve(t for t in tokens if t not in deeds):
            return found
        inner = (t for t in deeds if t in self.matches and self.matches[t].entry.type == "COERCE")
        return self.cast.resolve(inner, owners=("in", "at"))

    def _beside(self, match: Match) -> tuple[str, ...]:
        """Who acts beside the source ("alongside the Americans")."""
        return self.cast.resolve(t for w in BESIDE for t in self.grammar.preps(match.token).get(w, ()))

    # --- proxies ------------------------------------------------------------------------------------------------------

    def _proxies(self, match: Match) -> tuple[str, ...]:
        """Who acts for the source: "through its allies", "via X, including Y", "among them Z"."""
        grammar = self.grammar
        at = [match.token]
        if match.entry.pos == "noun" and (verb := self._carrier(match.token)) is not None:
            at.append(verb)
        tokens = [t for i in at for word in PROXY_PREPS for t in grammar.preps(i).get(word, ())]
        if tokens:
            tokens += [t for n in tokens for t in grammar.preps(n).get("including", ())]
            tokens += [t for i in at for t in grammar.objects(i) if "among" in grammar.preps(t)]
        found = dict.fromkeys(a for t in tokens for a in self.cast.resolve((t,), owners=(), lands=False))
        return tuple(a for a in found if self.cast.actors[a].sector in ("REB", "MIL", "UNK", "CRM"))
