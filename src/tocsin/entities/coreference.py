"""Which phrases of one article stand for the same actor.

Names are joined by identity, role nouns and pronouns by the deterministic rules of the sieve family (Lee et al. 2013, "Deterministic
coreference resolution based on entity-centric, precision-ranked rules"): names first, then definite nouns, then pronouns by number,
person-or-body, subject preference and recency.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from tocsin.entities.actor_words import actor_words
from tocsin.entities.persons import with_persons
from tocsin.entities.phrases import Phrase
from tocsin.entities.setting import Setting
from tocsin.gazetteer.names import pieces
from tocsin.records import Actor, Basis, DecidedBy, Mention, Parse, Reason

_HE, _SHE = frozenset({"he", "him", "his", "himself"}), frozenset({"she", "her", "hers", "herself"})
_IT, _THEY = frozenset({"it", "its", "itself"}), frozenset({"they", "them", "their", "theirs", "themselves"})
_PRONOUNS = _HE | _SHE | _IT | _THEY
_GOVERNING = frozenset({"government", "regime"})
_NATIONAL = frozenset({"GOV", "MIL", "LEG", "JUD", "COP", "SPY", "OPP", "PTY"})
_ON_THE_SPOT = frozenset({"CVL", "OPP", "COP"})
_PARALLEL = 12  # tokens between two subject pronouns that go on with one another
_REACH = 4  # sentences back that a pronoun looks
_ROLE_REACH = 12  # sentences back that a definite noun looks
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_STRENGTH: dict[Basis, int] = {"office": 4, "dictionary": 3, "rule": 2, "group": 1, "unknown": 0}


@dataclass(slots=True)
class _Entity:
    """An actor under construction: how it is coded, and what stands for it so far."""

    coded: Phrase
    names: set[str] = field(default_factory=set)
    titles: set[str] = field(default_factory=set)
    best: Phrase | None = None
    female: bool | None = None
    mentions: int = 0
    seen: int = 0  # head token of the latest mention
    subject: int = -1  # head token of the latest mention as a subject

    @property
    def kind(self) -> str:
        return self.coded.kind


def resolve(parse: Parse, phrases: Sequence[Phrase], setting: Setting) -> tuple[tuple[Actor, ...], tuple[Mention, ...]]:
    """Actors in the order of their first mention, and every mention."""
    return _Resolution(parse, with_persons(phrases), setting).run()


class _Resolution:
    def __init__(self, parse: Parse, phrases: Sequence[Phrase], setting: Setting) -> None:
        self.parse, self.phrases, self.setting = parse, phrases, setting
        self.by_head = {p.head: p for p in phrases}
        self.entities: list[_Entity] = []
        self.by_identity: dict[str, _Entity] = {}
        self.of_head: dict[int, _Entity] = {}

    def run(self) -> tuple[tuple[Actor, ...], tuple[Mention, ...]]:
        mentions: list[tuple[Phrase, _Entity]] = []
        pronouns = (self._pronoun(i) for i, word in enumerate(self.parse.lower) if word in _PRONOUNS)
        order = sorted([*self.phrases, *pronouns], key=lambda p: (p.head, p.first))
        for phrase in order:
            entity = self._entity(phrase)
            if entity is not None:
                self._note(entity, phrase)
                mentions.append((phrase, entity))
        return self._written(mentions)

    def _pronoun(self, i: int) -> Phrase:
        return Phrase(first=i, last=i + 1, head=i, kind="pronoun", name=self.parse.words[i])

    def _written(self, mentions: list[tuple[Phrase, _Entity]]) -> tuple[tuple[Actor, ...], tuple[Mention, ...]]:
        spans = sorted(((*self.parse.span(p.first, p.last), e) for p, e in mentions), key=lambda m: (m[0], -m[1]))
        ids: dict[int, str] = {}
        made: dict[Mention, None] = {}
        actors: list[Actor] = []
        for start, end, entity in spans:
            if id(entity) not in ids:
                ids[id(entity)] = f"a{len(ids) + 1}"
                actors.append(self._actor(ids[id(entity)], entity))
            made[Mention(start=start, end=end, actor=ids[id(entity)])] = None
        return tuple(actors), tuple(made)

    def _actor(self, number: str, entity: _Entity) -> Actor:
        coded, best = entity.coded, entity.best or entity.coded
        if coded.kind == "person" and coded.country is None and not coded.settled and coded.sector in _NATIONAL:
            coded = self._of_setting(coded, self.setting.of_person(coded.head))
        code = coded.code if coded.code and coded.code.startswith(coded.country or coded.code) else None
        return Actor(
            id=number,
            name=best.name,
            code=code or ((coded.country or "") + coded.sector if coded.country or coded.sector != "UNK" else None),
            country=coded.country,
            sector=coded.sector,
            role=coded.role,
            basis=coded.basis,
            reasons=coded.reasons or (_UNKNOWN,),
        )

    def _of_setting(self, phrase: Phrase, country: str | None) -> Phrase:
        """A phrase of the state that the sentence or the article is about."""
        if country is None:
            return replace(phrase, country=None, code=None)
        why = Reason(label="actor", by="context", detail=f"of the state that is spoken of → {country}")
        return replace(phrase, country=country, code=None, reasons=(*phrase.reasons, why))

    # --- to whom a phrase belongs ---

    def _entity(self, phrase: Phrase) -> _Entity | None:
        if phrase.kind == "pronoun":
            return self._antecedent(phrase)
        if (joined := self._apposed(phrase)) is not None:
            return joined
        if phrase.identity is not None:
            return self._identified(phrase, phrase.identity)
        if phrase.kind == "name":
            return self._same_name(phrase) or self._new(phrase)
        return self._role(phrase)

    def _identified(self, phrase: Phrase, identity: str) -> _Entity:
        known = self.by_identity.get(identity)
        if known is None:
            known = self.by_identity[identity] = self._new(phrase)
        return known

    def _same_name(self, phrase: Phrase) -> _Entity | None:
        wanted = {p.lower() for p in pieces(phrase.name)}
        initials = phrase.name if phrase.name.isupper() and 2 <= len(phrase.name) <= 6 else None
        for entity in reversed(self.entities):
            if entity.kind in ("name", "role") and (wanted == entity.names or (initials and initials == _initials(entity.coded.name))):
                return entity
        return None

    def _apposed(self, phrase: Phrase) -> _Entity | None:
        """A role noun beside the name that it explains, or a name beside the role noun that announced it."""
        if (named := self._explained(phrase)) is not None:
            return named
        if self.parse.relations[phrase.head] != "appos":
            return None
        other = self.by_head.get(self.parse.heads[phrase.head])
        if other is None or other.head not in self.of_head or phrase.plural != other.plural:
            return None
        entity = self.of_head[other.head]
        kinds = {phrase.kind, entity.kind}
        if kinds == {"role", "person"} or (phrase.kind == "role" and entity.kind in ("body", "name")):
            if phrase.identity is not None:
                known = self.by_identity.setdefault(phrase.identity, entity)
                if known is not entity:
                    self.of_head[other.head] = known
                return known
            return entity
        return None

    def _explained(self, phrase: Phrase) -> _Entity | None:
        """The person whose name stands behind a role noun ("its leader, X")."""
        if phrase.kind != "role" or phrase.plural:
            return None
        for child in self.parse.children[phrase.head]:
            other = self.by_head.get(child)
            if self.parse.relations[child] == "appos" and other is not None and other.kind == "person" and other.identity is not None:
                return self._identified(other, other.identity)
        return None

    def _role(self, phrase: Phrase) -> _Entity | None:
        if phrase.relational:
            return self._related(phrase)
        known = self._known_role(phrase) or self._country_of_owner(phrase)
        if known is not None:
            return known
        owner = self._owner(phrase) or self._taken_up(phrase)
        if owner is not None and phrase.country is None and not phrase.settled:
            phrase = self._owned(phrase, owner)
        elif phrase.country is None and not phrase.settled and self._national(phrase):
            phrase = self._of_setting(phrase, self._place_of(phrase) or self.setting.of(phrase.head))
        if phrase.lemma in _GOVERNING and phrase.country is not None and self._plain(phrase):
            return self._identified(replace(phrase, kind="country", name=phrase.name), f"gov:{phrase.country}")
        return self._new(phrase)

    def _owned(self, phrase: Phrase, owner: Phrase) -> Phrase:
        """What belongs to a state is of that state; what belongs to a body of no state is the body's."""
        start, end = self.parse.span(phrase.first, phrase.last)
        why = Reason(label="actor", by="context", detail=f"belongs to {owner.name}", start=start, end=end)
        if owner.country is None and owner.kind == "body":
            return replace(phrase, sector=owner.sector, code=owner.code, settled=True, reasons=(*phrase.reasons, why))
        return replace(phrase, country=owner.country, code=None, reasons=(*phrase.reasons, why) if owner.country else phrase.reasons)

    def _taken_up(self, phrase: Phrase) -> Phrase | None:
        """The body that "the agency" in "a spokesman for the agency" takes up."""
        other = self.by_head.get(phrase.of) if phrase.of is not None else None
        if other is None or other.kind != "role" or not other.definite or other.country is not None:
            return None
        known = self._known_role(other)
        return known.coded if known is not None else None

    def _related(self, phrase: Phrase) -> _Entity:
        """Allies, enemies, customers: somebody else than whom they belong to, and of a country that only their own words tell."""
        known = self._known_role(phrase) if phrase.country is not None else None
        return known or self._new(phrase)

    def _plain(self, phrase: Phrase) -> bool:
        """Whether only an article, a state or a possessor stands before the noun: "the Iranian government", not "the new one"."""
        between = [i for i in range(phrase.first, phrase.head) if self.parse.tags[i] not in {"DT", "POS", "PRP$", "NNP", "NNPS"}]
        return all(i in self.of_head or i in self.setting.hits for i in between)

    def _country_of_owner(self, phrase: Phrase) -> _Entity | None:
        """As in "Their country": the state of whoever "they" are."""
        owner = self._owner(phrase) if phrase.lemma in actor_words("country noun") else None
        return self.by_identity.get(f"gov:{owner.country}") if owner is not None and owner.country is not None else None

    def _known_role(self, phrase: Phrase) -> _Entity | None:
        sentence = self.parse.sentence_of[phrase.head]
        for entity in sorted(self.entities, key=lambda e: -e.seen):
            if sentence - self.parse.sentence_of[entity.seen] > _ROLE_REACH:
                break
            if self._same_role(phrase, entity):
                return entity
        return self._taken_for(phrase)

    def _taken_for(self, phrase: Phrase) -> _Entity | None:
        """Whom a bare definite noun takes up that names them anew: "the group" after "Houthi gunmen", "the men" after "two Americans"."""
        if not phrase.definite or not self._bare(phrase) or phrase.country is not None or phrase.of is not None:
            return None
        sentence = self.parse.sentence_of[phrase.head]
        near = [e for e in self.entities if sentence - self.parse.sentence_of[e.seen] <= _REACH]
        fitting = [e for e in near if self._takes_up(phrase, e)]
        return max(fitting, key=lambda e: e.seen, default=None)

    def _takes_up(self, phrase: Phrase, entity: _Entity) -> bool:
        coded = entity.coded
        armed = coded.sector in ("REB", "CRM") and entity.kind in ("body", "role", "name")
        if phrase.lemma in actor_words("fighters") and phrase.plural:
            return armed and (coded.plural or entity.kind == "body")
        if phrase.lemma == "group" and not phrase.plural:
            return armed and coded.plural
        people = coded.plural and coded.basis == "group" and coded.sector not in ("REB", "CRM", "IGO", "MIL", "GOV")
        return phrase.lemma in actor_words("people") and phrase.plural and people and not coded.relational

    def _same_role(self, phrase: Phrase, entity: _Entity) -> bool:
        coded = entity.coded
        if phrase.country is not None and coded.country != phrase.country:
            return False
        if entity.kind == "role" and phrase.plural and phrase.name.lower() == coded.name.lower():
            return True
        if entity.kind == "role" and phrase.lemma in entity.titles:
            return (
                phrase.plural == coded.plural and self._same_words(phrase, entity) and (phrase.sector == coded.sector or self._bare(phrase))
            )
        if not phrase.definite or phrase.plural:
            return False
        if entity.kind == "person":
            return phrase.lemma in entity.titles
        if entity.kind == "country":
            return phrase.country is None and phrase.lemma in actor_words("country noun") and self._bare(phrase) and _crowned(phrase, coded)
        return entity.kind in ("body", "name") and phrase.country is None and self._fits_body(phrase, entity)

    def _same_words(self, phrase: Phrase, entity: _Entity) -> bool:
        """A definite noun, or one with its state named, whose other words the earlier mention had too."""
        if not phrase.definite and phrase.country is None:
            return False
        own = {p.lower() for p in pieces(phrase.name)} - _ARTICLES
        return own <= {p.lower() for p in pieces(entity.coded.name)} or len(own) == 1 or phrase.country is not None

    def _bare(self, phrase: Phrase) -> bool:
        return phrase.head - phrase.first <= 1

    def _fits_body(self, phrase: Phrase, entity: _Entity) -> bool:
        if phrase.sector not in ("UNK", entity.coded.sector):
            return False
        return phrase.lemma.split()[-1] == entity.coded.name.split()[-1].lower() or (
            phrase.lemma in actor_words("group noun") and self.parse.tags[phrase.head] in {"NN", "NNS"}
        )

    def _owner(self, phrase: Phrase) -> Phrase | None:
        """Whoever "his", "its" or a possessive name before a role noun stands for."""
        for i in range(phrase.first, phrase.head):
            at = self._relative(i) if self.parse.lower[i] == "whose" else i
            if self.parse.relations[i] == "poss" and at in self.of_head:
                return self.of_head[at].coded
        return None

    def _relative(self, i: int) -> int:
        """What a relative pronoun stands for: the noun on which its clause hangs."""
        while self.parse.relations[i] != "relcl" and self.parse.heads[i] != i:
            i = self.parse.heads[i]
        return self.parse.heads[i]

    def _place_of(self, phrase: Phrase) -> str | None:
        """The state in which crowds and the police act, by the place that their clause names."""
        return self.setting.scene(phrase.head) if phrase.sector in _ON_THE_SPOT and not phrase.settled else None

    def _national(self, phrase: Phrase) -> bool:
        """Whether the context may tell of which state a bare noun's bearer is."""
        if phrase.lemma in actor_words("of the place") and phrase.sector in ("CVL", "REB", "EDU"):
            return True
        return phrase.sector in _NATIONAL and phrase.lemma not in actor_words("of no one state")

    # --- pronouns ---

    def _antecedent(self, phrase: Phrase) -> _Entity | None:
        word, here = self.parse.lower[phrase.head], phrase.head
        if word in _IT and self._expletive(here):
            return None
        bound = self._bound(here)
        if bound is not None and _agrees(word, bound):
            return bound
        sentence, other = self.parse.sentence_of[here], self._own_subject(here)
        best: tuple[float, _Entity] | None = None
        for entity in self.entities:
            distance = sentence - self.parse.sentence_of[entity.seen]
            if distance > _REACH or not _agrees(word, entity) or entity.seen >= here or entity is other:
                continue
            score = self._salience(entity, here, sentence)
            if best is None or score >= best[0]:
                best = (score, entity)
        return best[1] if best else None

    def _bound(self, i: int) -> _Entity | None:
        """The entity that the syntax gives a subject pronoun, None where it leaves the choice.

        In "made X lift the sanctions it imposed" that is who would lift them; a second "it" close by as a subject is the first.
        """
        parse, verb = self.parse, self.parse.heads[i]
        if parse.relations[i] != "nsubj":
            return None
        first, _ = parse.sentences[parse.sentence_of[i]]
        for j in range(i - 1, max(first, i - _PARALLEL) - 1, -1):
            if parse.lower[j] == parse.lower[i] and parse.relations[j] == "nsubj" and parse.relations[parse.heads[j]] == "relcl":
                return self.of_head.get(j)
        noun = parse.heads[verb]
        if parse.relations[verb] != "relcl" or parse.relations[noun] != "dobj":
            return None
        governor = parse.heads[noun]
        subject = parse.child(governor, "nsubj")
        if subject is None and parse.relations[governor] == "xcomp":
            subject = parse.child(parse.heads[governor], "dobj") or parse.child(parse.heads[governor], "nsubj")
        return None if subject is None else self.of_head.get(subject)

    def _own_subject(self, i: int) -> _Entity | None:
        """The entity that is subject of the clause in which a pronoun is an object: the two are not the same."""
        parse, verb = self.parse, self.parse.heads[i]
        if parse.relations[i] == "pobj":
            verb = parse.heads[verb]
        subject = parse.child(verb, "nsubj") if parse.relations[i] in ("dobj", "pobj", "dative") else None
        return None if subject is None else self.of_head.get(subject)

    def _salience(self, entity: _Entity, here: int, sentence: int) -> float:
        distance = sentence - self.parse.sentence_of[entity.seen]
        subject = entity.subject >= 0 and sentence - self.parse.sentence_of[entity.subject] <= 1
        return 2.0 * subject - 1.5 * distance - (here - entity.seen) / 40 + min(entity.mentions, 4) * 0.15

    def _expletive(self, i: int) -> bool:
        head = self.parse.heads[i]
        return self.parse.relations[i] == "expl" or (
            self.parse.lemmas[head] in {"be", "seem", "appear", "take", "rain"}
            and any(self.parse.relations[c] in {"acomp", "ccomp", "xcomp", "advcl"} for c in self.parse.children[head])
        )

    # --- keeping book ---

    def _new(self, phrase: Phrase) -> _Entity:
        entity = _Entity(coded=phrase)
        self.entities.append(entity)
        return entity

    def _note(self, entity: _Entity, phrase: Phrase) -> None:
        entity.mentions += 1
        entity.seen = phrase.head
        self.of_head[phrase.head] = entity
        if self.parse.relations[phrase.head] in _SUBJECTS:
            entity.subject = phrase.head
        if phrase.kind == "pronoun":
            if self.parse.lower[phrase.head] in _SHE | _HE:
                entity.female = self.parse.lower[phrase.head] in _SHE
            return
        if phrase.lemma:
            entity.titles.update((phrase.lemma, phrase.lemma.split()[-1]))
        if phrase.basis == "office" and phrase.role:
            entity.titles.update((phrase.role.lower(), phrase.role.lower().split()[-1]))
        if entity.titles & actor_words("head of government"):
            entity.titles.update(actor_words("head of government"))
        if phrase.kind == entity.kind or phrase.kind == "person":
            entity.names.update(p.lower() for p in pieces(phrase.name))
        if phrase.lemma in actor_words("woman's title"):
            entity.female = True
        before, entity.coded = entity.coded, _coded(entity.coded, phrase)
        if entity.coded is not before:
            entity.coded = replace(entity.coded, reasons=(*entity.coded.reasons, self._joined(phrase)))
        entity.best = _fuller(entity.best, phrase, entity.kind)

    def _joined(self, phrase: Phrase) -> Reason:
        """Why an actor is coded by one more mention of it."""
        start, end = self.parse.span(phrase.first, phrase.last)
        beside = self.parse.relations[phrase.head] == "appos" or any(
            self.parse.relations[c] == "appos" for c in self.parse.children[phrase.head]
        )
        by: DecidedBy = "grammar" if beside else "context"
        return Reason(label="actor", by=by, detail="apposition" if beside else "another mention tells it", start=start, end=end)


_UNKNOWN = Reason(label="actor", by="default", detail="nothing is known of it")
_MONARCHIES = frozenset(
    {"SAU", "GBR", "JOR", "BHR", "MAR", "THA", "ESP", "NOR", "SWE", "DNK", "NLD", "BEL"}
    | {"LSO", "SWZ", "KHM", "BTN", "TON", "KWT", "QAT", "ARE", "OMN", "MYS", "BRN"}
)


def _crowned(phrase: Phrase, country: Phrase) -> bool:
    """Whether a state may be called so: "the kingdom" is none that has no crown."""
    return phrase.lemma != "kingdom" or country.country in _MONARCHIES


_ARTICLES = frozenset({"the", "a", "an", "this", "these", "that", "those"})


def _coded(old: Phrase, new: Phrase) -> Phrase:
    """How an actor is coded after one more mention: by the surer of the two, and what it leaves open by the other."""
    if new is old or new.kind == "pronoun":
        return old
    if old.kind == "role" and new.kind == "person":
        return _filled(new, old)
    if old.kind == new.kind == "person" and _STRENGTH[new.basis] > _STRENGTH[old.basis] and new.sector != "UNK":
        return _filled(new, old)
    return _filled(old, new) if old.kind in ("person", "name") else old


def _filled(kept: Phrase, other: Phrase) -> Phrase:
    basis: Basis = kept.basis if _STRENGTH[kept.basis] >= _STRENGTH["rule"] else "rule"
    if kept.country is None and other.country is not None and not kept.settled:
        kept = replace(kept, country=other.country, code=None, basis=basis, reasons=_both(kept, other))
    if kept.sector == "UNK" and other.sector != "UNK":
        kept = replace(
            kept, sector=other.sector, code=None, role=other.role or other.lemma or None, basis=basis, reasons=_both(kept, other)
        )
    return kept


def _both(kept: Phrase, other: Phrase) -> tuple[Reason, ...]:
    return tuple(dict.fromkeys((*kept.reasons, *other.reasons)))


def _agrees(word: str, entity: _Entity) -> bool:
    coded = entity.coded
    person = entity.kind == "person" or (entity.kind == "role" and not coded.plural and coded.basis == "group" and not coded.relational)
    if word in _HE or word in _SHE:
        return person and entity.female is not (word in _HE)
    if word in _IT:
        one = entity.kind in ("country", "body", "name") or (entity.kind == "demonym" and not coded.plural)
        return one or (entity.kind == "role" and not person and not coded.plural)
    return coded.plural or entity.kind in ("body", "name") or (entity.kind == "demonym" and coded.plural)


def _fuller(best: Phrase | None, phrase: Phrase, kind: str) -> Phrase:
    if best is None:
        return phrase
    if kind == "person":
        named = phrase.kind == "person" and (best.kind != "person" or len(pieces(phrase.name)) > len(pieces(best.name)))
        return phrase if named else best
    if kind in ("country", "demonym"):
        return phrase if _rank(phrase) > _rank(best) else best
    return phrase if phrase.kind in ("body", "name") and phrase.kind == kind and len(phrase.name) > len(best.name) else best


def _rank(phrase: Phrase) -> tuple[int, int]:
    """A state's own name counts before its seat, the seat before "Iranians", and all of them before "the government"."""
    if phrase.lemma or phrase.kind not in ("country", "demonym"):
        return 0, 0
    if phrase.kind == "demonym":
        return 1, len(phrase.name)
    return (2 if phrase.seat else 4 if phrase.usual else 3), len(phrase.name)


def _initials(name: str) -> str:
    return "".join(p[0] for p in pieces(name) if p[0].isupper())
