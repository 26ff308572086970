"""Which phrases of an article stand for one actor.

A left-to-right pass in the manner of the multi-pass sieve (Lee et al. 2013, "Deterministic coreference resolution based on entity-centric,
precision-ranked rules"): names first, then definite nouns, then pronouns by number, person-or-body, subject preference and recency.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from tocsin.entities.phrases import Phrase
from tocsin.gazetteer.names import pieces
from tocsin.records import Actor, Mention, Parse

_HE, _SHE = frozenset({"he", "him", "his", "himself"}), frozenset({"she", "her", "hers", "herself"})
_IT, _THEY = frozenset({"it", "its", "itself"}), frozenset({"they", "them", "their", "theirs", "themselves"})
_PRONOUNS = _HE | _SHE | _IT | _THEY
_FEMALE_TITLES = frozenset(
    {"mrs.", "ms.", "mrs", "ms", "queen", "princess", "spokeswoman", "congresswoman", "chairwoman", "first lady", "madame", "dame"}
)
_COUNTRY_NOUNS = frozenset({"country", "nation", "kingdom", "state", "republic", "government", "regime"})
_GROUP_NOUNS = frozenset(
    {
        "group",
        "organization",
        "organisation",
        "movement",
        "body",
        "agency",
        "bloc",
        "alliance",
        "institution",
        "watchdog",
        "network",
        "militia",
        "company",
        "firm",
        "outlet",
        "newspaper",
        "daily",
        "party",
        "rebel group",
        "terror group",
        "armed group",
        "militant group",
        "faction",
    }
)
_NATIONAL = frozenset({"GOV", "MIL", "LEG", "JUD", "COP", "SPY", "OPP", "PTY"})
_MANY = frozenset(
    {
        "country",
        "countries",
        "nation",
        "power",
        "superpower",
        "state",
        "side",
        "signatory",
        "member state",
        "east",
        "west",
        "world power",
        "western power",
        "leader",
        "elite",
        "politician",
        "neighbor",
        "neighbour",
        "ally",
    }
)
_REACH = 4  # sentences back that a pronoun or a definite noun looks


@dataclass(slots=True)
class _Entity:
    """An actor under construction: the phrases that stand for it so far."""

    first: Phrase
    phrases: list[Phrase] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    titles: set[str] = field(default_factory=set)
    best: Phrase | None = None
    female: bool | None = None
    seen: int = 0  # head token of the latest mention
    subject: int = -1  # head token of the latest mention as a subject

    @property
    def kind(self) -> str:
        return self.first.kind


def resolve(parse: Parse, phrases: Sequence[Phrase]) -> tuple[tuple[Actor, ...], tuple[Mention, ...]]:
    """Actors in the order of their first mention, and every mention."""
    return _Resolution(parse, phrases).run()


class _Resolution:
    def __init__(self, parse: Parse, phrases: Sequence[Phrase]) -> None:
        self.parse = parse
        self.phrases = phrases
        self.by_head = {p.head: p for p in phrases}
        self.entities: list[_Entity] = []
        self.by_identity: dict[str, _Entity] = {}
        self.of_head: dict[int, _Entity] = {}
        self.dominant = self._dominant()

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
        made: list[Mention] = []
        actors: list[Actor] = []
        for start, end, entity in spans:
            if id(entity) not in ids:
                ids[id(entity)] = f"a{len(ids) + 1}"
                actors.append(_actor(ids[id(entity)], entity))
            mention = Mention(start=start, end=end, actor=ids[id(entity)])
            if mention not in made[-3:]:
                made.append(mention)
        return tuple(actors), tuple(made)

    # --- to whom a phrase belongs ---

    def _entity(self, phrase: Phrase) -> _Entity | None:
        if phrase.kind == "pronoun":
            return self._antecedent(phrase)
        if (joined := self._apposed(phrase)) is not None:
            return joined
        if phrase.identity is not None:
            return self._named(phrase)
        if phrase.kind == "person":
            return self._person(phrase) or self._new(phrase)
        if phrase.kind == "name":
            return self._same_name(phrase) or self._new(phrase)
        return self._role(phrase)

    def _named(self, phrase: Phrase) -> _Entity:
        assert phrase.identity is not None
        known = self.by_identity.get(phrase.identity)
        if known is None and phrase.kind == "person":
            known = self._person(phrase)
        if known is None:
            known = self._new(phrase)
        self.by_identity[phrase.identity] = known
        return known

    def _person(self, phrase: Phrase) -> _Entity | None:
        """An earlier person whose name has all the parts of this one, or the other way round."""
        wanted = {p.lower() for p in pieces(phrase.name)}
        for entity in reversed(self.entities):
            if entity.kind == "person" and wanted and entity.names and (wanted <= entity.names or entity.names <= wanted):
                return entity
        return None

    def _same_name(self, phrase: Phrase) -> _Entity | None:
        wanted = {p.lower() for p in pieces(phrase.name)}
        initials = phrase.name if phrase.name.isupper() and 2 <= len(phrase.name) <= 6 else None
        for entity in reversed(self.entities):
            if entity.kind in ("name", "role") and (wanted == entity.names or (initials and initials == _initials(entity.first.name))):
                return entity
        return None

    def _apposed(self, phrase: Phrase) -> _Entity | None:
        """A role noun beside the name that it explains, or a name beside the role noun that announced it."""
        if self.parse.relations[phrase.head] != "appos":
            return None
        other = self.by_head.get(self.parse.heads[phrase.head])
        if other is None or other.head not in self.of_head:
            return None
        entity = self.of_head[other.head]
        if {phrase.kind, entity.kind} == {"role", "person"} or (phrase.kind == "role" and entity.kind in ("body", "name")):
            if entity.kind == "role":
                entity.first = replace(phrase, lemma=phrase.lemma)
            return entity
        return None

    def _role(self, phrase: Phrase) -> _Entity | None:
        known = self._known_role(phrase)
        if known is not None:
            return known
        owner = self._owner(phrase)
        if owner is not None and phrase.country is None:
            phrase = replace(phrase, country=owner.country, code=None, basis="rule" if phrase.basis != "group" else "group")
        if phrase.country is None and self._national(phrase):
            phrase = replace(phrase, country=self._setting(phrase), code=None)
        return self._new(phrase)

    def _known_role(self, phrase: Phrase) -> _Entity | None:
        sentence = self.parse.sentence_of[phrase.head]
        for entity in sorted(self.entities, key=lambda e: -e.seen):
            if sentence - self.parse.sentence_of[entity.seen] > 3 * _REACH:
                break
            if self._same_role(phrase, entity):
                return entity
        return None

    def _same_role(self, phrase: Phrase, entity: _Entity) -> bool:
        if phrase.country is not None and entity.first.country != phrase.country:
            return False
        if entity.kind == "role" and phrase.lemma in entity.titles:
            return (
                phrase.plural == entity.first.plural
                and (phrase.definite or phrase.country is not None)
                and phrase.sector == entity.first.sector
            )
        if not phrase.definite or phrase.plural:
            return False
        if entity.kind == "person":
            return phrase.lemma in entity.titles
        if entity.kind == "country":
            return phrase.country is None and phrase.lemma in _COUNTRY_NOUNS - {"government", "regime", "state"}
        return entity.kind in ("body", "name") and phrase.country is None and self._fits_body(phrase, entity)

    def _fits_body(self, phrase: Phrase, entity: _Entity) -> bool:
        last_word = entity.first.name.split()[-1].lower()
        if phrase.lemma.split()[-1] == last_word:
            return True
        return phrase.lemma in _GROUP_NOUNS and phrase.sector in ("UNK", entity.first.sector)

    def _owner(self, phrase: Phrase) -> Phrase | None:
        """Whoever "his", "its" or a possessive name before a role noun stands for."""
        for i in range(phrase.first, phrase.head):
            if self.parse.relations[i] == "poss" and i in self.of_head:
                return _said(self.of_head[i])
        return None

    def _national(self, phrase: Phrase) -> bool:
        return phrase.sector in _NATIONAL and phrase.lemma not in _MANY

    def _setting(self, phrase: Phrase) -> str | None:
        """The country that a bare "the ministry" or "lawmakers" most likely belongs to: the only one in its sentence, else the article's."""
        first, last = self.parse.sentences[self.parse.sentence_of[phrase.head]]
        here = {p.country for p in self.phrases if first <= p.head < last and p.country is not None}
        return here.pop() if len(here) == 1 else self.dominant

    def _dominant(self) -> str | None:
        counted = Counter(p.country for p in self.phrases if p.country is not None).most_common(2)
        if not counted or (len(counted) == 2 and counted[0][1] < 2 * counted[1][1]):
            return None
        return counted[0][0]

    # --- pronouns ---

    def _antecedent(self, phrase: Phrase) -> _Entity | None:
        word, here = self.parse.lower[phrase.head], phrase.head
        if word in _IT and self._expletive(here):
            return None
        sentence = self.parse.sentence_of[here]
        best: tuple[float, _Entity] | None = None
        for entity in self.entities:
            distance = sentence - self.parse.sentence_of[entity.seen]
            if distance > _REACH or not _agrees(word, entity) or entity.seen >= here:
                continue
            score = self._salience(entity, here, sentence)
            if best is None or score >= best[0]:
                best = (score, entity)
        return best[1] if best else None

    def _salience(self, entity: _Entity, here: int, sentence: int) -> float:
        distance = sentence - self.parse.sentence_of[entity.seen]
        subject = entity.subject >= 0 and sentence - self.parse.sentence_of[entity.subject] <= 1
        return 2.0 * subject - 1.5 * distance - (here - entity.seen) / 40 + min(len(entity.phrases), 4) * 0.15

    def _expletive(self, i: int) -> bool:
        head = self.parse.heads[i]
        return self.parse.relations[i] == "expl" or (
            self.parse.lemmas[head] in {"be", "seem", "appear", "take", "rain"}
            and any(self.parse.relations[c] in {"acomp", "ccomp", "xcomp", "advcl"} for c in self.parse.children[head])
        )

    # --- keeping book ---

    def _new(self, phrase: Phrase) -> _Entity:
        entity = _Entity(first=phrase)
        self.entities.append(entity)
        return entity

    def _note(self, entity: _Entity, phrase: Phrase) -> None:
        entity.phrases.append(phrase)
        entity.seen = phrase.head
        self.of_head[phrase.head] = entity
        if self.parse.relations[phrase.head] in {"nsubj", "nsubjpass"}:
            entity.subject = phrase.head
        if phrase.kind == "pronoun":
            if self.parse.lower[phrase.head] in _SHE | _HE:
                entity.female = self.parse.lower[phrase.head] in _SHE
            return
        entity.titles.update(t for t in (phrase.lemma, phrase.lemma.split()[-1] if phrase.lemma else "") if t)
        if phrase.kind == entity.kind or phrase.kind == "person":
            entity.names.update(p.lower() for p in pieces(phrase.name))
        if phrase.lemma in _FEMALE_TITLES:
            entity.female = True
        if entity.first.country is None and phrase.country is not None and entity.kind in ("person", "name"):
            entity.first = replace(entity.first, country=phrase.country, basis="rule")
        if entity.first.sector == "UNK" and phrase.sector != "UNK" and entity.kind in ("person", "name"):
            entity.first = replace(entity.first, sector=phrase.sector, role=phrase.role or phrase.lemma or None, basis="rule")
        entity.best = _fuller(entity.best, phrase, entity.kind)


def _said(entity: _Entity) -> Phrase:
    return entity.first


def _agrees(word: str, entity: _Entity) -> bool:
    first = entity.first
    person = entity.kind == "person" or (entity.kind == "role" and not first.plural and first.basis == "group")
    if word in _HE or word in _SHE:
        return person and entity.female is not (word in _HE)
    if word in _IT:
        return entity.kind in ("country", "body", "name", "demonym") or (entity.kind == "role" and not person and not first.plural)
    return first.plural or entity.kind in ("body", "name") or (entity.kind == "demonym" and first.plural)


def _fuller(best: Phrase | None, phrase: Phrase, kind: str) -> Phrase:
    if best is None:
        return phrase
    if phrase.kind != kind and not (kind == "demonym" and phrase.kind == "country"):
        return best
    if kind == "person":
        return phrase if len(pieces(phrase.name)) > len(pieces(best.name)) else best
    if best.kind == "demonym" and phrase.kind == "country":
        return phrase
    return phrase if phrase.kind in ("body", "name") and len(phrase.name) > len(best.name) else best


def _initials(name: str) -> str:
    return "".join(p[0] for p in pieces(name) if p[0].isupper())


def _actor(number: str, entity: _Entity) -> Actor:
    first, best = entity.first, entity.best or entity.first
    code = first.code or ((first.country or "") + first.sector if first.country or first.sector != "UNK" else None)
    return Actor(
        id=number,
        name=best.name,
        code=code,
        country=first.country,
        sector=first.sector,
        role=first.role,
        basis=first.basis,
    )
