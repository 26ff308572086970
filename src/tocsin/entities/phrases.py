"""Noun phrases that may stand for an actor, each read by itself: its extent, and what its own words say of country, sector and office."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Literal

from tocsin.gazetteer.actors import NamedActor, Role, actor_names, modifiers, office, office_holders, roles
from tocsin.gazetteer.names import Found, pieces
from tocsin.records import Basis, Parse

PhraseKind = Literal["country", "demonym", "body", "person", "role", "name", "pronoun"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """One noun phrase, at the tokens `[first, last)` with its syntactic head at `head`.

    name:     the proper name in it, or the whole phrase where it has none; without a leading article.
    country, sector, code, role, basis: as in `records.Actor`, as far as its own words tell.
    identity: what is the same actor wherever it stands in the article ("gov:IRN"); None where only the context can say.
    lemma:    the role noun in lower case; "" where there is none.
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
    identity: str | None = None
    lemma: str = ""
    plural: bool = False
    definite: bool = False


_NOUNS = frozenset({"NN", "NNS", "NNP", "NNPS"})
_PROPER = frozenset({"NNP", "NNPS"})
_BEFORE_NOUN = frozenset({"compound", "nmod", "amod", "nummod", "det", "npadvmod", "quantmod", "advmod"})
_VERBS = frozenset({"VB", "VBD", "VBP", "VBZ", "MD", "TO", "WDT", "WP", "WRB"})
_CLIPPED = frozenset({"punct", "cc", "prep", "mark", "ROOT"})
_OPENERS = frozenset({"the", "a", "an"})
_BELONGING = frozenset({"of", "for", "in", "at", "from", "with", "within", "inside"})
_LOCAL = frozenset({"in", "inside", "across", "throughout", "near", "within", "around", "outside"})
_LOCAL_SEAT = _LOCAL | {"at", "from", "to", "toward", "towards", "through", "via", "into", "over"}
_STANCE = frozenset({"anti", "pro", "non", "ex"})
_CIVIL_TITLES = frozenset({"UNK"})


class Phrases:
    """The phrases of one parse, each read once. `day` is the day on which offices count; None where it is not known."""

    def __init__(self, parse: Parse, day: date | None) -> None:
        self.parse, self.day = parse, day
        self._read: dict[int, Phrase | None] = {}

    def all(self) -> list[Phrase]:
        """Every phrase, in the order of the text; the outer of two that begin together comes first."""
        heads = (self.at(i) for i in range(len(self.parse)) if self._is_head(i))
        found = [phrase for phrase in heads if phrase is not None]
        taken = {i for phrase in found for i in range(phrase.first, phrase.last)}
        found.extend(self._adjectives(taken))
        return sorted(found, key=lambda p: (p.first, -p.last))

    @cached_property
    def hits(self) -> dict[int, Found[NamedActor]]:
        """Token -> the name of the tables that covers it."""
        made = {}
        for hit in actor_names().find(self.parse.words):
            if self._trusted(hit):
                made.update(dict.fromkeys(range(hit.first, hit.last), hit))
        return made

    def at(self, i: int) -> Phrase | None:
        """The phrase headed by token `i`; None where it stands for no actor."""
        if i not in self._read:
            self._read[i] = None  # a malformed parse must not make this go round in circles
            self._read[i] = self._phrase(i)
        return self._read[i]

    # --- which tokens head a phrase, and how far it reaches ---

    def _is_head(self, i: int) -> bool:
        parse = self.parse
        hit = self.hits.get(i)
        if parse.tags[i] not in _NOUNS and not (hit and self._nominal(i)):
            return False
        if parse.heads[i] > i and parse.relations[i] in _BEFORE_NOUN and parse.tags[parse.heads[i]] in _NOUNS:
            return False
        return hit is None or i == self._head_of(hit)

    def _nominal(self, i: int) -> bool:
        """Whether a word that is not tagged as a noun stands where a noun would: "the Japanese", "talks with the British"."""
        return self.parse.relations[i] not in {"amod", "compound", "advmod", "acomp", "npadvmod"} or self.parse.tags[i] == "NNP"

    def _head_of(self, hit: Found[NamedActor]) -> int:
        """The token of a name whose own head lies outside it."""
        inside = range(hit.first, hit.last)
        outward = [i for i in inside if self.parse.heads[i] not in inside or self.parse.heads[i] == i]
        return outward[-1] if outward else hit.last - 1

    def _left(self, head: int) -> int:
        """The first token of the phrase: the head's left dependents, without what a wrong parse drags in."""
        parse, hit = self.parse, self.hits.get(head)
        first = hit.first if hit else head
        edge = min(parse.subtrees[head][0], first)
        left = first
        while left > edge and self._may_precede(left - 1):
            left -= 1
        while left < first and (parse.relations[left] in _CLIPPED or parse.tags[left] in {",", "``", "''", ":", "IN"}):
            left += 1
        return left

    def _may_precede(self, i: int) -> bool:
        tag, word = self.parse.tags[i], self.parse.lower[i]
        if tag in _VERBS or word in {",", ";", ":", "–", "—", "(", ")"}:
            return word == "," and i > 0 and self.parse.tags[i - 1] in {"JJ", "CD"} and self.parse.tags[i + 1] in {"JJ", "CD", "NN", "NNS"}
        return True

    def _preposition(self, i: int, among: frozenset[str]) -> int | None:
        """The object of a preposition that follows token `i` and belongs to it."""
        for prep in self.parse.children[i]:
            if prep > i and self.parse.relations[prep] == "prep" and self.parse.lower[prep] in among:
                return self.parse.child(prep, "pobj")
        return None

    # --- names of the tables ---

    def _trusted(self, hit: Found[NamedActor]) -> bool:
        parse, i = self.parse, hit.first
        if self._hyphened(hit):
            return False
        if hit.last - hit.first > 1:
            return True
        if parse.tags[i] not in {"NNP", "NNPS", "NNS", "JJ", "FW"} and not parse.words[i].isupper() and hit.entry.kind != "demonym":
            return False
        return not self._inside_person(hit)

    def _hyphened(self, hit: Found[NamedActor]) -> bool:
        """ "US-led", "Iranian-backed", "anti-American", "Paris-based": not the actor itself."""
        words, last = self.parse.lower, len(self.parse) - 1
        after = hit.last < last and words[hit.last] in {"-", "–"} and self._adjacent(hit.last) and not self._named_at(hit.last + 1)
        before = hit.first > 1 and words[hit.first - 1] == "-" and words[hit.first - 2] in _STANCE
        return after or before

    def _adjacent(self, i: int) -> bool:
        return self.parse.ends[i - 1] == self.parse.starts[i] and self.parse.ends[i] == self.parse.starts[i + 1]

    def _named_at(self, i: int) -> bool:
        return self.parse.tags[i] in _PROPER or self.parse.words[i][:1].isupper()

    def _inside_person(self, hit: Found[NamedActor]) -> bool:
        """A country or company that is part of somebody's name: "Michael Jordan", "Chad Smith"."""
        parse, i = self.parse, hit.first
        if hit.entry.kind == "person" or "PERSON" not in parse.entities[i]:
            return False
        before = i > 0 and parse.entities[i] == "I-PERSON" and parse.tags[i - 1] == "NNP" and not self._role_ending(i - 1)
        after = (
            hit.entry.kind != "demonym"
            and hit.last < len(parse)
            and parse.entities[hit.last] == "I-PERSON"
            and parse.lower[hit.last] != "’s"
        )
        return before or (after and not self._role_ending(hit.last))

    # --- reading one phrase ---

    def _phrase(self, i: int) -> Phrase | None:
        first = self._left(i)
        hit = self.hits.get(i)
        if hit is not None:
            return self._of_hit(i, first, hit)
        if "PERSON" in self.parse.entities[i] or (self.parse.tags[i] == "NNP" and self._titled(i, first)):
            return self._of_person(i, first)
        role = self._role_ending(i)
        if role is not None:
            return self._of_role(i, first, role)
        if self.parse.entities[i][2:] in {"ORG", "NORP"}:
            return self._of_name(i, first)
        return None

    def _of_hit(self, i: int, first: int, hit: Found[NamedActor]) -> Phrase | None:
        entry = hit.entry
        if entry.kind == "person":
            return self._of_person(i, first)
        if entry.kind in ("country", "seat") and self._is_location(i, entry):
            return None
        if entry.kind == "demonym" and self.parse.tags[i] in _NOUNS and self.parse.relations[i] == "compound":
            return None
        kind: PhraseKind = "body" if entry.kind == "body" else "demonym" if entry.kind == "demonym" else "country"
        return Phrase(
            first=first,
            last=max(hit.last, i + 1),
            head=i,
            kind=kind,
            name=self._text(hit.first, hit.last),
            country=entry.country,
            sector=entry.sector,
            code=entry.code,
            basis="dictionary",
            identity=f"body:{entry.name}" if kind == "body" else f"gov:{entry.country}",
            plural=kind == "demonym",
        )

    def _is_location(self, i: int, entry: NamedActor) -> bool:
        prep = self.parse.heads[i]
        if self.parse.relations[i] != "pobj":
            return False
        return self.parse.lower[prep] in (_LOCAL_SEAT if entry.kind == "seat" else _LOCAL)

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
        if i in self.hits or (parse.tags[i] not in _PROPER and "PERSON" not in parse.entities[i]) or parse.lower[i] in roles():
            return parse.lower[i] in {"-"} and "PERSON" in parse.entities[i]
        return self._role_ending(i) is None

    def _titled(self, i: int, first: int) -> bool:
        start = self._name_start(i, first)
        role = self._role_ending(start - 1) if start > first else None
        return role is not None and role.kind == "person" and self.parse.words[start - 1][:1].isupper()

    def _of_person(self, i: int, first: int) -> Phrase:
        start = self._name_start(i, first)
        title = self._title(first, start)
        country, body = self._belongs(first, start)
        name = self._text(start, i + 1)
        hit = self.hits.get(i)
        person = hit.entry.name if hit else self._office_holder(name, country, title)
        blank = Phrase(first=first, last=i + 1, head=i, kind="person", name=name, lemma=title.lemma if title else "")
        if person is not None:
            return self._dated(replace(blank, identity=f"person:{person}"), person, title)
        sector = body.sector if body else title.sector if title else "UNK"
        if title and body is None:
            sector = self._sector(title, first, start)
        country = body.country if body else country
        basis: Basis = "rule" if title and title.sector != "UNK" or country or body else "unknown"
        role = self._title_text(first, start) if title and title.sector != "UNK" else None
        return replace(blank, country=country, sector=sector, role=role, basis=basis, code=body.code if body else None)

    def _dated(self, phrase: Phrase, person: str, title: Role | None) -> Phrase:
        held = office(person, self.day)
        return replace(
            phrase, country=held.country, sector=held.sector, role=held.role, basis="office", code=(held.country or "") + held.sector
        )

    def _office_holder(self, name: str, country: str | None, title: Role | None) -> str | None:
        """The one person of the table whom a name with this title can mean; a bare surname needs a title or a country beside it."""
        parts = pieces(name)
        if not parts or (len(parts) == 1 and title is None and country is None):
            return None
        found = office_holders(parts, country=country, day=self.day)
        if len(found) > 1 and title is not None:
            fitting = [p for p in found if self._fits_title(p, title)]
            found = tuple(fitting) or found
        return found[0] if len(found) == 1 else None

    def _fits_title(self, person: str, title: Role) -> bool:
        held = office(person, self.day).role
        return held is not None and bool(set(title.lemma.split()) & set(held.lower().split()))

    def _title(self, first: int, start: int) -> Role | None:
        for end in range(start - 1, first - 1, -1):
            role = self._role_ending(end)
            if role is not None and role.kind == "person":
                return role
        return None

    def _title_text(self, first: int, start: int) -> str:
        begin = first
        while begin < start and (begin in self.hits or self.parse.lower[begin] in _OPENERS or self.parse.tags[begin] in {"POS", "PRP$"}):
            begin += 1
        return self._text(begin, start).strip(" ,")

    def _of_role(self, i: int, first: int, role: Role) -> Phrase | None:
        relational = role.strength == "relational"
        country, body = self._belongs(first, i, relational=relational)
        if country is None and body is None and not relational:
            country, body, sector_of = self._after(i)
        else:
            sector_of = None
        last = self._right(i)
        sector = body.sector if body and role.sector != "MED" else self._sector(role, first, i, sector_of)
        country = body.country if body else country
        code = body.code if body else (country or "") + sector if country or sector != "UNK" else None
        plural = self.parse.tags[i] in {"NNS", "NNPS"}
        group = role.kind == "person" and self.parse.tags[i] not in _PROPER
        basis: Basis = "dictionary" if body and not group else "group" if group else "rule"
        return Phrase(
            first=first,
            last=last,
            head=i,
            kind="role",
            name=self._text(first, last),
            country=country,
            sector=sector,
            code=code,
            basis=basis,
            lemma=role.lemma,
            plural=plural,
            definite=self.parse.lower[first] in {"the", "this", "these", "that", "those", "both"},
        )

    def _of_name(self, i: int, first: int) -> Phrase:
        start = i
        while start > first and self.parse.entities[start][:2] == "I-":
            start -= 1
        country, _ = self._belongs(first, start)
        return Phrase(
            first=first,
            last=i + 1,
            head=i,
            kind="name",
            name=self._text(start, i + 1),
            country=country,
            basis="rule" if country else "unknown",
        )

    def _belongs(self, first: int, end: int, *, relational: bool = False) -> tuple[str | None, NamedActor | None]:
        """The country, and the body where there is one, that the words before a head name; the nearer one counts."""
        country: str | None = None
        for i in range(end - 1, first - 1, -1):
            hit = self.hits.get(i)
            possessive = i + 1 < len(self.parse) and self.parse.tags[i + 1] == "POS"
            if hit is None or hit.entry.kind == "person" or (relational and possessive) or self._conjoined(i):
                continue
            if hit.entry.kind == "body":
                return None, hit.entry
            country = country or hit.entry.country
        return country, None

    def _conjoined(self, i: int) -> bool:
        """One of several countries before one head ("Israeli and Western officials"): the whole belongs to none of them."""
        return any(self.parse.relations[c] == "conj" for c in self.parse.children[i]) or self.parse.relations[i] == "conj"

    def _after(self, i: int) -> tuple[str | None, NamedActor | None, str | None]:
        """What a prepositional phrase after a role noun says: "spokesman for the ministry", "officials in Tehran"."""
        obj = self._preposition(i, _BELONGING)
        if obj is None:
            return None, None, None
        hit = self.hits.get(obj)
        if hit is not None and hit.entry.kind == "body":
            return None, hit.entry, None
        if hit is not None and hit.entry.kind != "person":
            return hit.entry.country, None, None
        phrase = self.at(obj)
        if phrase is None or phrase.kind not in ("role", "name"):
            return None, None, None
        return phrase.country, None, phrase.sector

    def _right(self, i: int) -> int:
        """The end of the phrase: just after the head, or after "of Iran" where that follows at once."""
        obj = self._preposition(i, _BELONGING)
        hit = self.hits.get(obj) if obj is not None else None
        if hit is not None and hit.last - i <= 8 and not any(self.parse.tags[j] in _VERBS for j in range(i, hit.last)):
            return hit.last
        return i + 1

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
        for last in (lower[i], self.parse.lemmas[i].lower(), lower[i].removesuffix("s")):
            for back in (4, 3, 2, 1, 0):
                if i - back >= 0 and (role := known.get(_joined([*lower[i - back : i], last]))):
                    return role
        return None

    # --- words that stand for an actor inside a phrase that does not ---

    def _adjectives(self, taken: set[int]) -> Iterator[Phrase]:
        for i, hit in self.hits.items():
            entry = hit.entry
            if i != hit.last - 1 or i in taken or entry.kind == "person" or (entry.kind != "demonym" and self._is_location(i, entry)):
                continue
            kind: PhraseKind = "body" if entry.kind == "body" else "demonym" if entry.kind == "demonym" else "country"
            yield Phrase(
                first=hit.first,
                last=hit.last,
                head=i,
                kind=kind,
                name=self._text(hit.first, hit.last),
                country=entry.country,
                sector=entry.sector,
                code=entry.code,
                basis="dictionary",
                identity=f"body:{entry.name}" if kind == "body" else f"gov:{entry.country}",
            )

    def _text(self, first: int, last: int) -> str:
        while first < last - 1 and self.parse.lower[first] in _OPENERS:
            first += 1
        start, end = self.parse.span(first, last)
        return " ".join(self.parse.text[start:end].split())


def _joined(words: list[str]) -> str:
    return " ".join(words).replace(" - ", "-")
