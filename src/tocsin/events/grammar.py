"""Grammar over the shared parse: subjects, objects, complements and prepositional phrases, wherever the clause hides them.

All functions take and give token indices. Passives, relative clauses, participles, coordination, control and raising are resolved here, so
that what follows sees every clause as if it were "subject verb object".
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from tocsin.events.words import classes, lemmas
from tocsin.records import Parse

RELATIVE = frozenset({"who", "which", "that", "whom", "whose"})
SUBJECT_LABELS = ("nsubj", "csubj", "expl")
DEPTH = 6
WITHIN = 3
AGENTS = frozenset({"GPE", "NORP", "ORG", "PERSON"})
INTENT_REACH = 6
GENITIVES = frozenset({"'", "’", "'s", "’s"})


class Grammar:
    """The grammar of one parse; every answer is computed once."""

    def __init__(self, parse: Parse) -> None:
        self.parse = parse
        self._subjects: dict[int, tuple[int, ...]] = {}
        self._objects: dict[int, tuple[int, ...]] = {}
        self._preps: dict[int, dict[str, tuple[int, ...]]] = {}

    @cached_property
    def terms(self) -> tuple[str, ...]:
        """Lower-case lemmas, words split at a hyphen joined again at their second half ("ceasefire" at "fire" of "cease-fire")."""
        p = self.parse
        mended = lemmas()
        made = [mended.get(word, lemma.lower()) for word, lemma in zip(p.lower, p.lemmas, strict=True)]
        return tuple(p.lower[i - 2] + term if self.is_joined(i) else term for i, term in enumerate(made))

    def is_joined(self, i: int) -> bool:
        """Whether the token is the second half of a word that the tokenizer took apart at its hyphen."""
        p = self.parse
        if i < 2 or p.lower[i - 1] != "-" or p.lower[i - 2] not in classes()["prefix"]:
            return False
        return p.ends[i - 1] == p.starts[i] and p.ends[i - 2] == p.starts[i - 1]

    # --- small steps ------------------------------------------------------------------------------------------------

    def kids(self, i: int, *relations: str) -> list[int]:
        """Children of `i` with one of these relations."""
        return [c for c in self.parse.children[i] if self.parse.relations[c] in relations]

    def conjuncts(self, i: int) -> tuple[int, ...]:
        """`i` and everything coordinated with it after it."""
        made = [i]
        for c in made:
            made.extend(self.kids(c, "conj"))
        return tuple(made)

    def _spread(self, tokens: list[int]) -> tuple[int, ...]:
        return tuple(dict.fromkeys(c for t in tokens for c in self.conjuncts(t)))

    def is_verb(self, i: int) -> bool:
        """Whether the token is a verb form."""
        return self.parse.tags[i].startswith("VB")

    def particle(self, i: int, word: str) -> int | None:
        """The particle of a phrasal verb, also where the parser took it for an adverb or a preposition."""
        return next((c for c in self.kids(i, "prt", "advmod", "prep") if self.parse.lower[c] == word and c > i), None)

    def is_passive(self, i: int) -> bool:
        """Whether a verb is passive: by its own marks, as a reduced relative, or because it shares the auxiliary of the verb before it."""
        p = self.parse
        if p.tags[i] == "VBD" and self._is_reduced(i):
            return True
        if p.tags[i] != "VBN":
            return False
        if self.kids(i, "nsubjpass", "auxpass"):
            return True
        if self.kids(i, "aux", "nsubj"):
            return not self.kids(i, "aux", "dobj", "ccomp", "xcomp", "prt") and p.relations[i] != "conj"
        relation, head = p.relations[i], p.heads[i]
        if relation == "acl":
            return True
        if relation == "conj" and head != i:
            return self.is_passive(head)
        return bool(self.kids(i, "agent")) or relation in ("amod", "advcl", "oprd")

    def _is_reduced(self, i: int) -> bool:
        """Reads "the drone shot down last week had been there", where the parser takes the participle for the main verb."""
        if not self.kids(i, "nsubj") or self.kids(i, "dobj", "xcomp"):
            return False
        below = self.kids(i, "ccomp")
        stray = [c for c in below if self.kids(c, "aux") and not self.kids(c, "nsubj", "nsubjpass", "csubj", "expl", "mark")]
        return self.parse.relations[i] == "csubj" if not below else len(stray) == len(below)

    # --- arguments --------------------------------------------------------------------------------------------------

    def subjects(self, i: int, depth: int = 0) -> tuple[int, ...]:
        """Who does what verb `i` says: the subject, the by-phrase of a passive, or whoever the clause around it makes its subject."""
        if i not in self._subjects:
            if depth > DEPTH:
                return ()
            self._subjects[i] = ()
            self._subjects[i] = self._agents(i) if self.is_passive(i) else self._active_subjects(i, depth)
        return self._subjects[i]

    def _agents(self, i: int) -> tuple[int, ...]:
        own = [o for a in self.kids(i, "agent") for o in self.kids(a, "pobj")]
        own += [o for a in self.kids(i, "prep") if self.parse.lower[a] == "by" for o in self.kids(a, "pobj")]
        if not own:
            own = [o for c in self.kids(i, "conj") for a in self.kids(c, "agent") for o in self.kids(a, "pobj")]
        return self._spread(own or self._agents_within(i))

    def _agents_within(self, i: int, depth: int = 0) -> list[int]:
        """The by-phrase of a passive that the parser hung on a noun of another phrase ("labelled a terror group by Spain")."""
        for t in self.kids(i, "prep", "pobj", "oprd", "dobj", "attr") if depth < WITHIN else ():
            if t > i and self.parse.lower[t] == "by" and depth:
                found = [o for o in self.kids(t, "pobj") if self.parse.entities[o][2:] in AGENTS]
            else:
                found = self._agents_within(t, depth + 1)
            if found:
                return found
        return []

    def _active_subjects(self, i: int, depth: int) -> tuple[int, ...]:
        own = self.kids(i, *SUBJECT_LABELS)
        if not own and self.kids(i, "nsubjpass"):
            own = self.kids(i, "nsubjpass")
        if own and not self._is_destination(i, own[0]):
            return self._spread([self._antecedent(s) for s in own])
        return self._controller(i, depth + 1)

    def _is_destination(self, i: int, subject: int) -> bool:
        """Whether a place is where somebody goes in order to do it ("left for Lima to meet"), not who is to do it."""
        p = self.parse
        goal = p.relations[i] == "advcl" and self.is_infinitive(i) and any(p.lower[m] == "for" for m in self.kids(i, "mark"))
        return goal and p.entities[subject].endswith("GPE") and self.terms[p.heads[i]] in classes()["going"]

    def _antecedent(self, i: int) -> int:
        """What a relative pronoun stands for."""
        p = self.parse
        if p.lower[i] in RELATIVE and p.tags[i] in ("WP", "WDT", "IN", "DT", "WP$"):
            verb = p.heads[i]
            while p.relations[verb] in ("conj", "xcomp", "ccomp") and p.relations[verb] != "relcl" and p.heads[verb] != verb:
                verb = p.heads[verb]
            if p.relations[verb] == "relcl":
                return p.heads[verb]
        return i

    def _controller(self, i: int, depth: int) -> tuple[int, ...]:
        """The subject that a clause without one of its own takes from above."""
        p = self.parse
        relation, head = p.relations[i], p.heads[i]
        if head == i or depth > DEPTH:
            return ()
        if relation in ("advcl", "xcomp") and self.is_infinitive(i) and (owner := self._intent_owner(i)) is not None:
            return (owner,)
        if relation == "advcl" and p.tags[i] == "VBG" and p.lower[i - 1] == ",":
            head = self._finite(head)
        if relation in ("conj", "advcl", "dep", "parataxis", "attr", "oprd", "acomp"):
            return self.subjects_or_undergoers(head, depth)
        if relation in ("xcomp", "ccomp"):
            return self._controlled(head, depth)
        if relation in ("acl", "relcl"):
            return self._of_noun(i, head, depth)
        if relation == "pcomp":
            return self._of_preposition(head, depth)
        return ()

    def subjects_or_undergoers(self, i: int, depth: int = 0) -> tuple[int, ...]:
        """What stands as the grammatical subject of verb `i`, active or passive."""
        if not self.is_verb(i) and self.parse.pos[i] != "AUX":
            return self._of_predicate(i, depth)
        return self.objects(i, depth + 1) if self.is_passive(i) else self.subjects(i, depth + 1)

    def _of_predicate(self, i: int, depth: int) -> tuple[int, ...]:
        """The subject of an adjective or noun said of somebody ("ready", "able")."""
        p = self.parse
        head = p.heads[i]
        if p.relations[i] in ("acomp", "attr", "oprd", "xcomp", "conj", "advcl") and head != i and depth <= DEPTH:
            return self.subjects_or_undergoers(head, depth + 1)
        if p.relations[i] == "pobj" and p.lower[i].endswith("ing") and depth <= DEPTH:
            return self._of_preposition(head, depth + 1)
        return self._spread(self.kids(i, "nsubj"))

    def _controlled(self, head: int, depth: int) -> tuple[int, ...]:
        p = self.parse
        if p.pos[head] in ("ADJ", "NOUN"):
            return self._of_predicate(head, depth)
        if self.is_passive(head):
            return self.objects(head, depth + 1)
        if self.terms[head] in classes()["suffering"] and not any(
            p.relations[c] == "xcomp" and p.tags[c] == "VB" for c in p.children[head]
        ):
            return ()
        if self.terms[head] in classes()["control"]:
            asked = self.objects(head, depth + 1) or self.preps(head).get("on", ())
            if asked:
                return asked
        return self.subjects(head, depth + 1)

    def _of_noun(self, i: int, noun: int, depth: int) -> tuple[int, ...]:
        """The subject of a clause that hangs on a noun: the noun of a participle, the owner of a "plan to ..."."""
        p = self.parse
        if self.is_infinitive(i) and (asker := self._asker(noun)) is not None:
            return self.objects(asker, depth + 1)
        if p.tags[i] == "VBG" or p.relations[i] == "relcl":
            return (noun,)
        owners = [
            *self.kids(noun, "poss"),
            *(o for a in self.kids(noun, "prep") if p.lower[a] in ("by", "of", "from") for o in self.kids(a, "pobj")),
        ]
        if owners:
            return self._spread(owners)
        return self._names_before(noun) or self.governing_subject(noun, depth)

    def _finite(self, verb: int) -> int:
        """The verb of the clause that an infinitive or a gerund belongs to, of which ", calling it ..." is said."""
        p = self.parse
        while p.heads[verb] != verb and p.relations[verb] in ("xcomp", "pcomp", "prep") and p.tags[verb] in ("VB", "VBG", "IN"):
            verb = p.heads[verb]
        return verb

    def _intent_owner(self, i: int) -> int | None:
        """Whose "decision to ..." it is where the parser hung the infinitive elsewhere; also where it took the genitive for punctuation."""
        p = self.parse
        to = next(c for c in self.kids(i, "aux") if p.lower[c] == "to")
        for noun in range(to - 1, max(p.heads[i], to - INTENT_REACH), -1):
            if self.terms[noun] in classes()["intent"]:
                owners = self.kids(noun, "poss")
                genitive = noun > 1 and p.lower[noun - 1] in GENITIVES
                return owners[0] if owners else noun - 2 if genitive else None
        return None

    def _names_before(self, noun: int) -> tuple[int, ...]:
        """Names that stand before a noun ("the US plan to ...")."""
        named = ("GPE", "NORP", "ORG", "PERSON")
        return tuple(c for c in self.kids(noun, "compound", "amod", "nmod") if self.parse.entities[c].endswith(named))

    def governing_subject(self, noun: int, depth: int = 0) -> tuple[int, ...]:
        """The subject of the verb that governs a noun, directly or through prepositions."""
        p = self.parse
        verb = self.governor(noun)
        return self.subjects(verb, depth + 1) if verb is not None and depth <= DEPTH and p.relations[noun] not in ("nsubj",) else ()

    def governor(self, noun: int) -> int | None:
        """The verb above a noun, through coordination and at most one prepositional phrase."""
        p = self.parse
        i = noun
        while p.relations[i] == "conj" and p.heads[i] != i:
            i = p.heads[i]
        if p.relations[i] == "pobj" and p.relations[p.heads[i]] in ("prep", "agent", "dative"):
            i = p.heads[i]
        head = p.heads[i]
        return head if head != i and (self.is_verb(head) or p.pos[head] == "AUX") else None

    def _of_preposition(self, prep: int, depth: int) -> tuple[int, ...]:
        """The subject of a gerund after a preposition: "accused X of attacking" X, "after quitting" the subject of the main verb."""
        p = self.parse
        head = p.heads[prep]
        if head == prep:
            return ()
        if p.pos[head] in ("VERB", "AUX"):
            controls = self.terms[head] in classes()["control"] and p.lower[prep] in ("of", "for", "from", "against", "with", "in", "into")
            if self.is_passive(head):
                return self.objects(head, depth + 1)
            if p.lower[prep] == "for" and (reproached := self.preps(head).get("at")):
                return reproached
            objects = self.objects(head, depth + 1) if controls else ()
            return objects or self.subjects(head, depth + 1)
        if p.relations[head] == "dobj" and self.terms[p.heads[head]] in classes()["control"] and p.lower[prep] == "of":
            return self._spread([head])  # the parser hung "accused the northern rebels | of attacking" on the rebels
        return self._spread(self.kids(head, "poss")) or self._names_before(head) or self.governing_subject(head, depth)

    def objects(self, i: int, depth: int = 0) -> tuple[int, ...]:
        """To whom or what verb `i` does what it says: the object, the subject of a passive, the noun of a reduced relative."""
        if i not in self._objects:
            if depth > DEPTH:
                return ()
            self._objects[i] = ()
            self._objects[i] = self._undergoers(i, depth) if self.is_passive(i) else self._active_objects(i)
        return self._objects[i]

    def _undergoers(self, i: int, depth: int) -> tuple[int, ...]:
        p = self.parse
        own = self.kids(i, "nsubjpass") or self.kids(i, "nsubj")
        if own:
            return self._spread([self._antecedent(s) for s in own])
        relation, head = p.relations[i], p.heads[i]
        if relation in ("acl", "amod", "relcl") and head != i:
            return (head,)
        if relation in ("conj", "advcl", "xcomp", "dep") and head != i:
            return self.subjects_or_undergoers(head, depth + 1) + self._spread(self.kids(i, "dobj"))
        return self._spread(self.kids(i, "dobj"))

    def _named_in(self, i: int) -> list[int]:
        """What the object is said to be: "bombed what the army called hideouts of X"."""
        p = self.parse
        clauses = [c for c in self.kids(i, "ccomp") if any(p.lower[o] == "what" for o in self.kids(c, "dobj", "nsubj"))]
        return [o for c in clauses for o in (*self.kids(c, "oprd", "attr"), *self.preps(c).get("as", ()))]

    def small_clause(self, i: int) -> tuple[int | None, int | None]:
        """Of "called the diversion piracy", where the parser makes a compound of both nouns: the thing, and what it is called."""
        if self.terms[i] not in classes()["naming"] or self.kids(i, "prt"):
            return None, None
        for noun in self.kids(i, "dobj", "oprd"):
            for thing in self.kids(noun, "compound"):
                if thing == noun - 1 and thing - 1 in self.kids(noun, "det") and self.parse.lower[thing - 1] == "the":
                    return thing, noun
        return None, None

    def _active_objects(self, i: int) -> tuple[int, ...]:
        p = self.parse
        thing, _ = self.small_clause(i)
        if thing is not None:
            return (thing,)
        own = [self._antecedent(o) for o in self.kids(i, "dobj")] or self._named_in(i) or self._behind_particle(i)
        if own:
            return self._spread(own)
        if p.relations[i] == "relcl" and self.kids(i, "nsubj") and not self.kids(i, "acomp", "attr", "ccomp", "xcomp"):
            subject = self.kids(i, "nsubj")[0]
            noun = p.heads[i]
            if p.lower[subject] not in RELATIVE and self.terms[noun] not in classes()["gapless"]:
                return (noun,)
        if p.relations[i] == "conj" and self.is_verb(p.heads[i]) and not self.kids(i, "prep", "ccomp", "xcomp"):
            return ()
        shared = [c for c in self.kids(i, "conj") if self.is_verb(c) and not self.kids(c, "nsubj", "cc")]
        if shared and not self.kids(i, "prep", "ccomp", "xcomp", "prt"):
            return self._spread(self.kids(shared[0], "dobj"))
        return ()

    def _behind_particle(self, i: int) -> list[int]:
        """The object of a phrasal verb whose particle the parser took for a preposition ("called | off the raid")."""
        preps = [a for a in self.kids(i, "prep", "prt") if f"{self.terms[i]} {self.parse.lower[a]}" in classes()["phrasal"]]
        return [o for a in preps for o in self.kids(a, "pobj")]

    def datives(self, i: int) -> tuple[int, ...]:
        """The receiver of a verb with two objects ("gave Kyiv tanks")."""
        own = [c for c in self.kids(i, "dative") if self.parse.pos[c] != "ADP"]
        return self._spread(own or [c for c in (i + 1,) if self._given_to(c, i)])

    def _given_to(self, c: int, verb: int) -> bool:
        """Whether a name just behind a verb receives what the parser took it for a part of ("send Ukraine | anti-tank missiles")."""
        p = self.parse
        if self.terms[verb] not in classes()["giving"] or c >= len(p) or not p.entities[c].endswith("GPE"):
            return False
        thing = p.heads[c]
        return p.relations[c] in ("compound", "nmod") and p.relations[thing] == "dobj" and p.heads[thing] == verb and p.tags[thing] == "NNS"

    def preps(self, i: int) -> dict[str, tuple[int, ...]]:
        """Preposition -> what it governs, of the phrases that belong to `i`; after verbs also those that the parser hung on the object."""
        if i not in self._preps:
            made: dict[str, list[int]] = {}
            for at in self._places_of_preps(i):
                for word, tokens in self._direct_preps(at):
                    made.setdefault(word, []).extend(tokens)
            self._preps[i] = {word: self._spread(tokens) for word, tokens in made.items()}
        return self._preps[i]

    def _places_of_preps(self, i: int) -> Iterator[int]:
        yield i
        if self.is_verb(i):
            yield from self.kids(i, "prt", "dobj", "advmod")
        elif self.parse.relations[i] == "conj" and not self.kids(i, "prep"):
            yield self.parse.heads[i]
        else:
            yield from (c for c in self.kids(i, "conj") if not self.is_verb(c))

    def _direct_preps(self, i: int) -> Iterator[tuple[str, list[int]]]:
        p = self.parse
        for prep in self.kids(i, "prep", "dative", "agent"):
            if p.pos[prep] not in ("ADP", "SCONJ", "PART", "ADV", "VERB") or p.lower[prep] == "according":
                continue
            yield p.lower[prep], self.kids(prep, "pobj", "pcomp")
            loose = [o for o in self.kids(prep, "pobj") if self.is_verb(i) and self._adverbial(o)]
            for inner in [*self.kids(prep, "prep"), *(c for o in loose for c in self.kids(o, "prep"))]:
                yield p.lower[inner], self.kids(inner, "pobj", "pcomp")

    def _adverbial(self, noun: int) -> bool:
        """Whether a noun only says when or how, so that a phrase hung on it belongs to the verb ("appealed in vain to the governor")."""
        return self.parse.entities[noun][2:] in ("DATE", "TIME") or self.terms[noun] in classes()["adverbial"]

    def complement(self, i: int) -> int | None:
        """The verb of the clause that completes `i` ("threatened to close", "demanded that it leave")."""
        found = next(
            (c for c in self.parse.children[i] if self.parse.relations[c] in ("xcomp", "ccomp") and c > i and self.is_verb(c)), None
        )
        if found is None:
            found = next((c for c in self.kids(i, "advcl", "acl") if c > i and self.is_infinitive(c)), None)
        if found is None and not self.is_verb(i):
            found = next((c for c in self.kids(i, "acl") if c > i and self.kids(c, "nsubj", "nsubjpass") and self.is_verb(c)), None)
        if found is None:
            noun = next(iter(self.kids(i, "dobj", "nsubjpass")), None)
            clauses = self.kids(noun, "acl", "relcl") if noun is not None else []
            found = next((c for c in clauses if self.is_infinitive(c) or self._that_clause(c)), None)
            if found is None and noun is not None and self.terms[i] in classes()["asking"]:
                found = self._within_object(noun)
        return found

    def _within_object(self, noun: int, depth: int = 0) -> int | None:
        """An infinitive that the parser hung on a noun within the object ("asked the guarantors of the accord to act")."""
        for t in self.kids(noun, "prep", "pobj", "conj", "appos") if depth <= DEPTH else ():
            inside = (c for c in self.kids(t, "acl", "relcl") if self.is_infinitive(c))
            if (found := next(inside, None)) is not None or (found := self._within_object(t, depth + 1)) is not None:
                return found
        return None

    def _asker(self, noun: int) -> int | None:
        """The verb that asks, within whose object a noun stands."""
        p = self.parse
        i = noun
        while p.relations[i] in ("pobj", "prep", "conj", "appos") and p.heads[i] != i:
            i = p.heads[i]
        above = p.heads[i]
        asks = p.relations[i] in ("dobj", "nsubjpass") and i != noun and self.terms[above] in classes()["asking"]
        return above if asks else None

    def _that_clause(self, i: int) -> bool:
        return self.parse.relations[i] == "acl" and any(self.parse.lower[c] == "that" for c in self.kids(i, "mark"))

    def is_infinitive(self, i: int) -> bool:
        """Whether a verb is an infinitive with "to"."""
        return self.parse.tags[i] == "VB" and any(self.parse.lower[c] == "to" for c in self.kids(i, "aux"))

    def modifiers(self, noun: int) -> list[int]:
        """Adjectives and nouns before a noun, those below them included ("US drone strike": "drone", "US")."""
        made = [c for c in self.kids(noun, "amod", "compound", "nmod", "nummod") if c < noun]
        for m in made:
            made.extend(c for c in self.kids(m, "amod", "compound", "nmod", "conj", "npadvmod") if c < noun)
        return made
