"""Noun phrases that may stand for an actor, each read by itself: its extent, and what its own words say of country, sector and office."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from typing import Literal

from tocsin.entities.actor_words import actor_words
from tocsin.entities.extent import BELONGING, OPENERS, Extent
from tocsin.entities.headlines import headline_sentences
from tocsin.entities.naming import telling_parts
from tocsin.entities.setting import Setting
from tocsin.entities.trust import PROPER, Hits, trusted_names
from tocsin.gazetteer.actor_tables import ActorTables, shipped
from tocsin.gazetteer.actors import NamedActor, Role, modifiers, roles
from tocsin.gazetteer.names import Found, pieces
from tocsin.records import Basis, DecidedBy, Parse, Place, Reason

PhraseKind = Literal["country", "demonym", "body", "person", "role", "name", "pronoun"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """One noun phrase, at the tokens `[first, last)` with its syntactic head at `head`.

    name:     the proper name in it, or the whole phrase where it has none; without a leading article.
    country, sector, code, role, basis: as in `records.Actor`, as far as its own words tell.
    settled:  whether its own words rule out that the context lends it a country ("Western officials", "its allies").
    identity: what is the same actor wherever it stands in the article ("gov:IRN"); None where only the context can say.
    lemma:    the role noun in lower case; "" where there is none.
    of:       the head of what it belongs to by a preposition ("spokesman for the agency"); None where there is none.
    relational: whether it names somebody by what he is to another ("ally").
    usual:    whether it holds the usual name of a state.
    guessed:  whether a bare surname was taken for a person of the tables.
    reasons:  what decided country, sector and office.
    seat:     whether it is a capital or a building that stands for its government.
    """

    first: int
    last: int
    head: int
    kind: PhraseKind
    name: str
    country: str | None = None
    sector: str = "UNK"
    code: str | None = None
    role: str | None = None
    basis: Basis = "unknown"
    settled: bool = False
    identity: str | None = None
    lemma: str = ""
    plural: bool = False
    definite: bool = False
    relational: bool = False
    of: int | None = None
    seat: bool = False
    usual: bool = False
    guessed: bool = False
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Tie:
    """To whom a phrase belongs by its own words. `settled`: to nobody that the context could name. `at`: the word that tells."""

    country: str | None = None
    body: NamedActor | None = None
    sector: str | None = None
    settled: bool = False
    at: int | None = field(default=None, compare=False)


_NOWHERE = _Tie()
_LOCAL = frozenset({"in", "inside", "across", "throughout", "near", "within", "around", "outside"})
_LOCAL_SEAT = _LOCAL | {"at", "from", "to", "toward", "towards", "through", "via", "into", "over"}
_DEFINITE = frozenset({"the", "this", "these", "that", "those", "both"})
_STEERED, _BACKED = (
    frozenset({"led", "run", "controlled"}),
    frozenset({"backed", "based", "aligned", "allied", "supported", "sponsored", "funded", "armed", "linked"}),
)
_TIED = frozenset({"linked", "loyal", "allied", "affiliated", "belonging", "aligned", "led", "commanded"})
_KINDS: dict[str, PhraseKind] = {
    "body": "body",
    "demonym": "demonym",
    "country": "country",
    "seat": "country",
    "bloc": "body",
    "people": "body",
    "faith": "body",
}
_COMMUNITY = frozenset({"demonym", "people", "bloc", "faith"})
_ACTING = frozenset({"nsubj", "nsubjpass", "agent", "poss", "appos", "conj", "dobj", "dative"})
_AGENT_PREPS = frozenset({"by", "with", "to", "from", "against", "between", "for", "of", "than", "among"})


class Phrases:
    """The phrases of one parse, each read once.

    day:    the day on which offices count; None where it is not known.
    tables: whom the reading knows by name; None for the shipped tables.
    """

    def __init__(self, parse: Parse, day: date | None, places: Sequence[Place] = (), tables: ActorTables | None = None) -> None:
        self.parse, self.day, self.tables = parse, day, tables or shipped()
        hits, self.tied = trusted_names(parse, self.tables)
        self.hits = _ashore(parse, hits, places)
        self.extent = Extent(parse, self.hits, headline_sentences(parse))
        self.setting = Setting(parse, self.hits, places)
        self._read: dict[int, Phrase | None] = {}

    def all(self) -> list[Phrase]:
        """Every phrase, in the order of the text; the outer of two that begin together comes first."""
        heads = (self.at(i) for i in range(len(self.parse)) if self.extent.is_head(i))
        found = [phrase for phrase in heads if phrase is not None]
        found = [phrase for phrase in found if phrase.kind != "name" or not any(_within(phrase, other) for other in found)]
        taken = {i for phrase in found for i in range(phrase.first, phrase.last)}
        found.extend(self._inner(taken))
        return sorted(found, key=lambda p: (p.first, -p.last))

    def at(self, i: int) -> Phrase | None:
        """The phrase headed by token `i`; None where it stands for no actor."""
        if i not in self._read:
            self._read[i] = None  # a malformed parse must not make this go round in circles
            self._read[i] = self._phrase(i)
        return self._read[i]

    # --- reading one phrase ---

    def _phrase(self, i: int) -> Phrase | None:
        first = self.extent.left(i)
        hit = self.hits.get(i)
        if hit is not None and hit.entry.kind != "place":
            return self._of_hit(i, first, hit)
        if self._is_person(i, first):
            return self._of_person(i, first)
        role = self._role_ending(i)
        if role is not None:
            return self._of_role(i, first, role)
        if self.parse.entities[i][2:] in {"ORG", "NORP"} and hit is None and self._acts(i):
            return self._of_name(i, first)
        return None

    def _is_person(self, i: int, first: int) -> bool:
        if i in self.hits:
            return False
        titled = self.parse.tags[i] == "NNP" and self._titled(i, first)
        if self.parse.tags[i] not in PROPER and self.parse.entities[i] == "B-PERSON" and first == i:
            return False
        if self.extent.in_headline(i):
            return titled
        return titled or ("PERSON" in self.parse.entities[i] and self._role_ending(i) is None)

    def _of_hit(self, i: int, first: int, hit: Found[NamedActor]) -> Phrase | None:
        entry = hit.entry
        if entry.kind == "person":
            return self._of_person(i, first)
        if entry.kind in ("country", "seat", "bloc") and self._is_location(i, entry):
            return None
        if entry.kind in _COMMUNITY and (self.parse.relations[i] == "compound" or self._language(i)):
            return None
        made = self._named(i, hit, first, max(hit.last, i + 1))
        return self._nationals(made) if entry.kind == "demonym" else replace(made, plural=entry.kind in _COMMUNITY)

    def _nationals(self, phrase: Phrase) -> Phrase:
        """Words like "the Americans" stand for their state; "two Iranians" and "Serbs in Kosovo" are people, the last of another state."""
        i, tag = phrase.head, self.parse.tags[phrase.head]
        plural = tag in {"NNS", "NNPS"} or self.parse.lower[phrase.first] == "the"
        home = self._after(i)
        if self._ethnic(i):
            home = home if home.country else self._state(i, self.hits[i].entry)
        elif self.parse.lower[phrase.first] == "the" and phrase.head - phrase.first == 1 and home == _NOWHERE:
            return replace(phrase, plural=True)
        elif not plural and not self._counted(phrase.first):
            return phrase
        country = home.country if home.settled or home.country else phrase.country
        alone = phrase.head == phrase.first
        return replace(
            phrase,
            kind="demonym",
            name=self.extent.text(phrase.first, phrase.last),
            country=country,
            sector="CVL",
            code=(country or "") + "CVL",
            basis="group",
            plural=plural,
            identity=f"people:{phrase.name}" if alone and country == phrase.country else None,
            reasons=(*phrase.reasons, self._because("grammar", "people, not their state → CVL", phrase.first, i + 1), *self._tied(home)),
        )

    def _named(self, i: int, hit: Found[NamedActor], first: int, last: int) -> Phrase:
        entry = self._entry(hit)
        kind = _KINDS[entry.kind]
        country = entry.country or self.setting.among(entry.homes, i)
        why = [self._because("table", f'name "{entry.name}" ({entry.kind}) → {entry.code or "no state of its own"}', hit.first, hit.last)]
        if country != entry.country:
            why.append(self._because("context", f"of the states that share it, {country} is spoken of"))
        return Phrase(
            first=first,
            last=last,
            head=i,
            kind=kind,
            name=self.extent.text(hit.first, hit.last),
            country=country,
            sector=entry.sector,
            code=entry.code if country == entry.country else (country or "") + entry.sector,
            basis="group" if entry.kind in ("people", "faith") else "dictionary",
            settled=True,
            seat=entry.kind == "seat",
            usual=entry.kind == "country" and set(pieces(entry.name)) <= set(pieces(self.extent.text(hit.first, hit.last))),
            identity=f"body:{entry.name}" if kind == "body" else f"gov:{entry.country}",
            reasons=tuple(why),
        )

    def _entry(self, hit: Found[NamedActor]) -> NamedActor:
        """What a name means here: an institution is that of the state named just before it ("Pakistan's Foreign Office")."""
        entry, before = hit.entry, hit.first - 1
        if entry.kind != "body" or entry.country is None or entry.sector not in _OF_STATES or before < 0:
            return entry
        possessive = self.parse.tags[before] == "POS"
        state = self.hits.get(before - 1 if possessive else before)
        if state is None or state.entry.country in (None, entry.country) or not (possessive or state.entry.kind == "demonym"):
            return entry
        if state.entry.kind not in ("country", "demonym", "seat"):
            return entry
        country = state.entry.country
        return replace(entry, name=f"{entry.name} ({country})", country=country, code=f"{country}{entry.sector}")

    def _counted(self, first: int) -> bool:
        """Whether a phrase begins with an article or a number, as one does that names people: "a Briton"."""
        return self.parse.lower[first] in {"a", "an", "another", "every", "each"} or self.parse.tags[first] == "CD"

    def _language(self, i: int) -> bool:
        """As in "in English", "speak Russian": a language."""
        parse = self.parse
        above = parse.heads[i]
        alone = not parse.children[i] and parse.words[i][-1] != "s"
        return alone and (
            (parse.relations[i] == "pobj" and parse.lower[above] in {"in", "into", "from"}) or parse.lemmas[above] in {"speak", "translate"}
        )

    def _is_location(self, i: int, entry: NamedActor) -> bool:
        prep = self.parse.heads[i]
        if self.parse.relations[i] != "pobj":
            return False
        if entry.kind != "seat":
            return self.parse.lower[prep] in _LOCAL
        return self.parse.lower[prep] in _LOCAL_SEAT and not self._exchanged(prep) and not self._speaks(i)

    def _exchanged(self, prep: int) -> bool:
        """Whether what stands before "to" or "from" goes from government to government: "an answer from Beijing"."""
        above = self.parse.heads[prep]
        things = [above, *(o for o in self.parse.children[above] if self.parse.relations[o] in ("dobj", "nsubjpass"))]
        exchanged = any(self.parse.lemmas[t].lower() in actor_words("exchanged") for t in things)
        return self.parse.lower[prep] in ("to", "from") and exchanged

    def _speaks(self, i: int) -> bool:
        """Whether a relative clause tells what a capital does: "from Beijing, which accused London"."""
        parse = self.parse
        clauses = (c for c in parse.children[i] if parse.relations[c] == "relcl" and parse.lemmas[c] != "be")
        return any(parse.relations[s] == "nsubj" and parse.lower[s] in ("which", "who") for c in clauses for s in parse.children[c])

    # --- persons ---

    def _name_start(self, i: int, first: int) -> int:
        """Where the name begins in a phrase of titles and a name."""
        hit = self.hits.get(i)
        if hit is not None:
            return hit.first
        start = i
        while start > first and self._goes_on(start - 1):
            start -= 1
        return start

    def _goes_on(self, i: int) -> bool:
        parse = self.parse
        if i in self.hits or (parse.tags[i] not in PROPER and "PERSON" not in parse.entities[i]) or parse.lower[i] in roles():
            return parse.lower[i] in {"-"} and "PERSON" in parse.entities[i]
        return self._role_ending(i) is None

    def _titled(self, i: int, first: int) -> bool:
        start = self._name_start(i, first)
        role = self._role_ending(start - 1) if start > first and self._role_ending(i) is None else None
        return role is not None and role.kind == "person" and self.parse.words[start - 1][:1].isupper()

    def _of_person(self, i: int, first: int) -> Phrase | None:
        start = self._name_start(i, first)
        name = self.extent.text(start, i + 1)
        if not _tells(name):
            return None
        title = self._title(first, start)
        tie = self._belongs(first, start)
        if tie == _NOWHERE or (title is None and start - 1 in self.hits and self.hits[start - 1].entry.kind == "seat"):
            tie = self._of_state(i)
        hit = self.hits.get(i)
        person = hit.entry.name if hit else self._office_holder(name, tie.country, title)
        blank = Phrase(first=first, last=i + 1, head=i, kind="person", name=name, lemma=title.lemma if title else "")
        if person is not None:
            guessed = hit is None and len(telling_parts(name)) == 1
            return self._dated(replace(blank, identity=f"person:{person}", guessed=guessed), person, tie)
        return self._untabled(blank, title, tie, first, start)

    def _untabled(self, blank: Phrase, title: Role | None, tie: _Tie, first: int, start: int) -> Phrase:
        """A person of whom only title and words before the name tell something."""
        sector = tie.body.sector if tie.body else self._sector(title, first, start) if title else "UNK"
        country = tie.body.country if tie.body else tie.country
        basis: Basis = "rule" if (title and title.sector != "UNK") or country or tie.body else "unknown"
        role = self._title_text(first, start, title) if title and title.sector != "UNK" else None
        code = tie.body.code if tie.body else None
        return replace(
            blank,
            country=country,
            sector=sector,
            role=role or None,
            basis=basis,
            code=code,
            settled=tie.settled or tie.body is not None,
            reasons=(*self._titles(title, sector, first, start), *self._tied(tie)),
        )

    def _of_state(self, i: int) -> _Tie:
        """After a name: "King Hassan of Morocco"."""
        obj = self.extent.preposition(i, frozenset({"of"}))
        hit = self.hits.get(obj) if obj is not None else None
        return _Tie(country=hit.entry.country, at=obj) if hit is not None and hit.entry.kind in ("country", "place") else _NOWHERE

    def _dated(self, phrase: Phrase, person: str, tie: _Tie) -> Phrase:
        """What the table says of the day; where it knows no office on it, a body named beside the name counts more than a past office."""
        held = self.tables.office(person, self.day)
        if held.role is None and tie.body is not None:
            body = replace(phrase, country=tie.body.country, sector=tie.body.sector, code=tie.body.code, basis="rule", settled=True)
            return replace(body, reasons=self._tied(tie))
        code = (held.country or "") + held.sector
        told = (
            f"{held.role} of {held.country or 'no state'} on {self.day}"
            if held.role
            else f"no office held on {self.day or 'an unknown day'}"
        )
        why = (self._because("table", f"table of offices: {person}, {told} → {code}", phrase.first, phrase.last),)
        return replace(
            phrase, country=held.country, sector=held.sector, role=held.role, basis="office", code=code, settled=True, reasons=why
        )

    def _office_holder(self, name: str, country: str | None, title: Role | None) -> str | None:
        """The one person of the table whom a name with this title can mean; a bare surname needs a title or a country beside it."""
        parts = telling_parts(name)
        if not parts or (len(parts) == 1 and title is None and country is None):
            return None
        found = self.tables.office_holders(parts, country=country, day=self.day)
        if len(found) > 1 and title is not None:
            fitting = [p for p in found if self._fits_title(p, title)]
            found = tuple(fitting) or found
        return found[0] if len(found) == 1 else None

    def _fits_title(self, person: str, title: Role) -> bool:
        held = self.tables.office(person, self.day).role
        return held is not None and bool(set(title.lemma.split()) & set(held.lower().split()))

    def _title(self, first: int, start: int) -> Role | None:
        """The role noun just before a name."""
        end = start - 1
        while end > first and self.parse.tags[end] in {",", "``", "''"}:
            end -= 1
        role = self._role_ending(end) if end >= first else None
        return role if role is not None and role.kind == "person" else None

    def _title_text(self, first: int, start: int, title: Role) -> str:
        """The title in front of a name, without whose it is."""
        begin = first
        while start > first and self._role_ending(start - 1) != title:
            start -= 1
        while begin < start and (begin in self.hits or self.parse.lower[begin] in OPENERS or self.parse.tags[begin] in {"POS", "PRP$"}):
            begin += 1
        return self.extent.text(begin, start).strip(" ,") if begin < start else ""

    # --- role nouns and other names ---

    def _of_role(self, i: int, first: int, role: Role) -> Phrase | None:
        if self._mass(i, first, role) or (" of " in role.lemma and self.parse.relations[i] == "pobj") or self.parse.lower[first] == "no":
            return None
        if role.lemma in actor_words("headship") and (person := self._leader_named(i, first)) is not None:
            return person
        relational = role.strength == "relational" or "proxy" in self.parse.lower[first:i]
        tie = _Tie(settled=True) if self._are_many(i, first, role) else self._belongs(first, i, relational=relational)
        if tie == _NOWHERE and not relational and not self._of_somebody(i):
            tie = self._after(i)
        last = self.extent.right(i)
        sector = self._role_sector(i, first, role, tie)
        country = tie.body.country if tie.body else tie.country
        code = tie.body.code if tie.body else (country or "") + sector if country or sector != "UNK" else None
        group = role.kind == "person" and self.parse.tags[i] not in PROPER
        basis: Basis = "dictionary" if tie.body and not group else "group" if group else "rule"
        return Phrase(
            first=first,
            last=last,
            head=i,
            kind="role",
            name=self.extent.text(first, last),
            country=country,
            sector=sector,
            code=code,
            basis=basis,
            settled=tie.settled or relational or tie.body is not None,
            lemma=role.lemma,
            plural=self.parse.tags[i] in {"NNS", "NNPS"},
            definite=self.parse.lower[first] in _DEFINITE,
            relational=relational,
            of=self.extent.preposition(i, BELONGING),
            reasons=(self._because("lexicon", f'role noun "{role.lemma}" → {sector}', i, i + 1), *self._tied(tie)),
        )

    def _of_somebody(self, i: int) -> bool:
        """As in "its consulate in Herat": whose it is, not where it is, tells of which state."""
        obj = self.extent.preposition(i, BELONGING)
        owned = any(self.parse.tags[c] == "PRP$" for c in self.parse.children[i])
        return owned and obj is not None and self.parse.lower[self.parse.heads[obj]] in _LOCAL | {"at"}

    def _role_sector(self, i: int, first: int, role: Role, tie: _Tie) -> str:
        if self._are_many(i, first, role):
            return "GOV"
        if tie.body and role.sector != "MED":
            return tie.body.sector
        return self._sector(role, first, i, tie.sector)

    def _mass(self, i: int, first: int, role: Role) -> bool:
        """A singular without article that stands for no particular thing ("power", "in business"), or a direction ("the Middle East")."""
        parse = self.parse
        if role.lemma in actor_words("thing unless described") and all(
            parse.tags[j] in {"DT", "PRP$", "POS", "PRP"} for j in range(first, i)
        ):
            return True
        if role.lemma in ("east", "west"):
            return first == i or parse.lower[first] != "the" or i - first > 1
        return (
            role.lemma in actor_words("mass")
            and first == i
            and parse.tags[i] == "NN"
            and not parse.words[i][0].isupper()
            and self._after(i) == _NOWHERE
        )

    def _are_many(self, i: int, first: int, role: Role) -> bool:
        """Several states at once: "the other parties", "both sides", "the three countries party to the deal"."""
        if role.lemma not in actor_words("many"):
            return False
        before = set(self.parse.lower[first:i])
        if role.lemma in ("party", "side"):
            plural = self.parse.tags[i] in {"NNS", "NNPS"}
            return bool(before & {"countries", "states", "nations"}) or (
                plural and (bool(before & actor_words("party to a deal")) or self.extent.preposition(i, frozenset({"to"})) is not None)
            )
        return self.parse.tags[i] in {"NNS", "NNPS"}

    def _leader_named(self, i: int, first: int) -> Phrase | None:
        """The holder whose name follows the body at once: "Leader of the Islamic Revolution Ayatollah X"."""
        parse = self.parse
        if i + 2 >= len(parse) or parse.lower[i + 1] != "of":
            return None
        j = i + 2
        while j < min(len(parse), i + 9) and (j in self.hits or parse.tags[j] in PROPER | {"DT"}) and parse.entities[j] != "B-PERSON":
            j += 1
        while j < len(parse) and (role := self._role_ending(j)) is not None and role.kind == "person":
            j += 1
        end = j
        while end < len(parse) and parse.entities[end] in ("B-PERSON", "I-PERSON") and parse.lower[end] not in {"'s", "’s"}:
            end += 1
        bodies = [self.hits[k].entry for k in range(i + 2, j) if k in self.hits and self.hits[k].entry.kind in ("body", "place")]
        if end == j or not bodies or (end < len(parse) and parse.tags[end] == "POS"):
            return None
        named = self._of_person(end - 1, j)
        if named is None:
            return None
        entry = bodies[-1]
        if named.basis != "office":
            why = self._because("grammar", f"named behind the office in {entry.name}", first, end)
            named = replace(
                named,
                country=entry.country,
                sector=entry.sector if entry.kind == "body" else "GOV",
                basis="rule",
                settled=True,
                reasons=(why,),
            )
        return replace(named, first=first, head=i, role=named.role or self.extent.text(first, i + 1), lemma=self._lemma(i))

    def _lemma(self, i: int) -> str:
        role = self._role_ending(i)
        return role.lemma if role else ""

    def _acts(self, i: int) -> bool:
        """Whether a name of which nothing is known stands where an actor would."""
        relation, above = self.parse.relations[i], self.parse.heads[i]
        return relation in _ACTING or (relation == "pobj" and self.parse.lower[above] in _AGENT_PREPS)

    def _of_name(self, i: int, first: int) -> Phrase | None:
        start = i
        while start > first and self.parse.entities[start][:2] == "I-":
            start -= 1
        name = self.extent.text(start, i + 1)
        if (
            self.extent.in_headline(i)
            or not _tells(name)
            or name.lower().startswith(_STANCES)
            or set(self.parse.lower[start : i + 1]) & actor_words("not an actor")
        ):
            return None
        tie = self._belongs(first, start)
        country = tie.country or (tie.body.country if tie.body else None)
        return Phrase(
            first=first,
            last=i + 1,
            head=i,
            kind="name",
            name=name,
            country=country,
            basis="rule" if country else "unknown",
            reasons=self._tied(tie),
        )

    # --- what decided ---

    def _because(self, by: DecidedBy, detail: str, first: int | None = None, last: int = 0) -> Reason:
        start, end = self.parse.span(first, last) if first is not None else (None, None)
        return Reason(label="actor", by=by, detail=detail, start=start, end=end)

    def _tied(self, tie: _Tie) -> tuple[Reason, ...]:
        """Why a phrase is coded as what it belongs to."""
        if tie.body is not None:
            detail = f"belongs to {tie.body.name} → {tie.body.code}"
        elif tie.country is not None:
            detail = f"belongs to {tie.country}"
        else:
            return ()
        return (self._because("grammar", detail, tie.at, tie.at + 1) if tie.at is not None else self._because("grammar", detail),)

    def _titles(self, title: Role | None, sector: str, first: int, start: int) -> tuple[Reason, ...]:
        """Why a person is coded by the title before the name."""
        if title is None or title.sector == "UNK":
            return ()
        return (self._because("lexicon", f'title "{title.lemma}" → {sector}', first, start),)

    # --- to whom a phrase belongs ---

    def _belongs(self, first: int, end: int, *, relational: bool = False) -> _Tie:
        """What the words before a head name: a body, else the state; the nearer one counts, of "British-Iranian" the first."""
        tie, seat = _NOWHERE, False
        for i in range(end - 1, first - 1, -1):
            hit = self.hits.get(i)
            if hit is None:
                tie = tie if tie != _NOWHERE else self._half(i)
            elif self._passed_over(i, hit, relational=relational):
                continue
            elif hit.entry.kind == "body":
                return _Tie(country=self._entry(hit).country, body=self._entry(hit), at=i)
            elif tie == _NOWHERE or seat or self._dual(i):
                tie, seat = self._state(i, hit.entry), hit.entry.kind == "seat"
        if tie == _NOWHERE and self._role_ending(end) is not None:
            return next((t for i in range(end - 1, first - 1, -1) if (t := self._located(i)) != _NOWHERE), _NOWHERE)
        return tie

    def _passed_over(self, i: int, hit: Found[NamedActor], *, relational: bool) -> bool:
        possessive = i + 1 < len(self.parse) and self.parse.tags[i + 1] == "POS"
        return hit.entry.kind in ("person", "faith") or (relational and possessive)

    def _state(self, i: int, entry: NamedActor) -> _Tie:
        if self._ethnic(i):
            return _Tie(country=self.setting.other(i, entry.country), settled=True, at=i)
        if self._conjoined(i) or entry.kind == "bloc" or not (entry.country or entry.homes):
            return _Tie(settled=True)
        return _Tie(country=entry.country or self.setting.among(entry.homes, i), at=i)

    def _half(self, i: int) -> _Tie:
        """As in "US-led coalition" belongs to no single state, "Vietnamese-led forces" to Vietnam; whoever is "Iran-backed" not to Iran."""
        words = self.parse.lower
        if i < 2 or words[i - 1] != "-" or i - 2 not in self.tied:
            return _NOWHERE
        if words[i] in _BACKED or "coalition" in words[i : i + 4] or "alliance" in words[i : i + 4]:
            return _Tie(settled=True)
        return _Tie(country=self.tied[i - 2].entry.country, at=i - 2) if words[i] in _STEERED else _NOWHERE

    def _located(self, i: int) -> _Tie:
        """Where a place that is no state lies: "Darfur rebels", "police in Mariupol"."""
        country = self.setting.located.get(i) if i not in self.hits else None
        return _Tie(country=country, at=i) if country is not None else _NOWHERE

    def _dual(self, i: int) -> bool:
        return self.parse.lower[i + 1] == "-" if i + 1 < len(self.parse) else False

    def _ethnic(self, i: int) -> bool:
        """As in "Ethnic Albanians", "the Turkish minority": people of another state than the one that they are named for."""
        words, near = self.parse.lower, self.parse.lower[i + 1 : i + 2]
        return (i > 0 and words[i - 1] == "ethnic") or near in (("minority",), ("minorities",))

    def _conjoined(self, i: int) -> bool:
        """One of several countries before one head ("Israeli and Western officials"): the whole belongs to none of them."""
        conj = [c for c in self.parse.children[i] if self.parse.relations[c] == "conj"]
        if self.parse.relations[i] == "conj":
            conj.append(self.parse.heads[i])
        return any(c in self.hits for c in conj)

    def _after(self, i: int) -> _Tie:
        """What follows a role noun: "spokesman for the ministry", "officials in Tehran", "a group based in Beirut"."""
        obj = self._allegiance(i)
        if obj is None or obj not in self.hits:
            obj = self.extent.preposition(i, BELONGING)
        if obj is None:
            obj = self._based(i)
        if obj is None:
            return _NOWHERE
        hit = self.hits.get(obj)
        if hit is not None and hit.entry.kind == "body":
            return _Tie(country=hit.entry.country, body=hit.entry, at=obj)
        if hit is not None and hit.entry.kind != "person":
            return self._state(obj, hit.entry)
        if obj in self.setting.located:
            return self._located(obj)
        phrase = self.at(obj)
        if phrase is None or phrase.kind not in ("role", "name"):
            return _NOWHERE
        return _Tie(country=phrase.country, sector=phrase.sector, settled=phrase.settled and phrase.country is None, at=obj)

    def _based(self, i: int) -> int | None:
        for clause in self.parse.children[i]:
            if self.parse.relations[clause] in ("acl", "relcl") and self.parse.lemmas[clause] in {
                "base",
                "operate",
                "live",
                "hold",
                "detain",
                "locate",
            }:
                return self.extent.preposition(clause, frozenset({"in", "at"}))
        return None

    def _allegiance(self, i: int) -> int | None:
        """To whom people are tied by what follows: "fighters linked to X", "forces loyal to X"."""
        for clause in self.parse.children[i]:
            if (
                clause > i
                and self.parse.lower[clause] in _TIED
                and self.parse.relations[clause] in ("acl", "amod", "relcl", "appos", "advcl")
            ):
                return self.extent.preposition(clause, frozenset({"to", "with", "by"}))
        return None

    def _sector(self, role: Role, first: int, end: int, sector_of: str | None = None) -> str:
        """A weak role noun takes its sector from the words before it, then from what it belongs to."""
        if role.strength == "strong":
            return role.sector
        for i in range(end - 1, first - 1, -1):
            if sector := modifiers().get(self.parse.lower[i]):
                return sector
        return sector_of if sector_of and sector_of != "UNK" else role.sector

    def _role_ending(self, i: int) -> Role | None:
        """The longest role noun that ends at token `i`."""
        if i < 0:
            return None
        known, lower = roles(), self.parse.lower
        for last in dict.fromkeys((lower[i], self.parse.lemmas[i].lower(), lower[i].removesuffix("s"))):
            if last not in _role_ends():
                continue
            for back in (4, 3, 2, 1, 0):
                if i - back >= 0 and (role := known.get(_joined([*lower[i - back : i], last]))):
                    return role
        return None

    # --- names that stand inside a phrase that is not theirs ---

    def _inner(self, taken: set[int]) -> Iterator[Phrase]:
        for i, hit in self.hits.items():
            entry = hit.entry
            if i != hit.last - 1 or i in taken or entry.kind in ("place", "faith"):
                continue
            if entry.kind == "person":
                if self.extent.in_headline(i) and (phrase := self._of_person(i, hit.first)) is not None:
                    yield phrase
            elif not self._language(i) if entry.kind in _COMMUNITY else not self._is_location(i, entry):
                yield self._named(i, hit, hit.first, hit.last)


def _ashore(parse: Parse, hits: Hits, places: Sequence[Place]) -> Hits:
    """The names but for those in the name of a sea, a strait or a gulf ("the South China Sea"), which stand for no state."""
    at_sea: set[int] = set()
    for place in places:
        if place.kind == "water":
            inside = parse.tokens(place.start, place.end)
            at_sea.update(i for i in inside if i in hits and hits[i].last - hits[i].first < len(inside))
    return {i: hit for i, hit in hits.items() if i not in at_sea} if at_sea else hits


@cache
def _role_ends() -> frozenset[str]:
    """What the last token of a role noun can be, however the tokenizer takes hyphens; most words are none."""
    tails = (lemma.rpartition(" ")[2].split("-") for lemma in roles())
    return frozenset("-".join(tail[n:]) for tail in tails for n in range(len(tail)))


def _within(phrase: Phrase, other: Phrase) -> bool:
    """Whether an unknown name is only a piece of another phrase."""
    return other is not phrase and other.first <= phrase.first and phrase.last <= other.last


def _tells(name: str) -> bool:
    """Whether a name has a word of more than one letter that no mark-up got into."""
    return any(len(p) > 1 and not p.isdigit() for p in pieces(name)) and not _MARK_UP & set(name.replace(" & ", ""))


_OF_STATES = frozenset({"GOV", "MIL", "LEG", "JUD", "COP"})
_STANCES = ("non-", "anti-", "pro-", "ex-")
_MARK_UP = frozenset("&<>=_|{}")


def _joined(words: list[str]) -> str:
    return " ".join(words).replace(" - ", "-")
