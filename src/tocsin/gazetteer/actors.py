"""Named actors and who held which office when.

Sources of the tables in `data/`: `offices.csv` is a selection of facts from Wikidata (CC0), the CIA factbook (public domain), the US
congress-legislators tables (CC0) and the Institute for Government's table of UK ministers (CC BY 4.0), each row naming its own. All other
tables were written for this project: those of names with codes after the CAMEO actor codebook (Schrodt 2012), `roles.csv` and
`modifiers.csv` after its "agents".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import Literal, cast

from tocsin.errors import DataError
from tocsin.gazetteer.countries import Country, countries
from tocsin.gazetteer.names import pieces
from tocsin.gazetteer.tables import listed, rows
from tocsin.ontology import SECTORS

NameKind = Literal["country", "seat", "demonym", "body", "person", "people", "place", "bloc", "faith"]
RoleKind = Literal["person", "body"]
Strength = Literal["strong", "weak", "relational"]


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedActor:
    """What a name of the tables stands for.

    kind:    "country" a state by its name, "seat" the place that stands for its government, "demonym" the word for what or who belongs to
             it, "body" an institution, group, company or outlet, "person" somebody who holds or held an office, "people" a community
             within states ("Kurds"), "place" a word that tells where what it stands before belongs ("Darfur", "Republican"), "bloc"
             several states ("Europeans"), "faith" a religious community.
    name:    the usual full name.
    country: ISO 3166-1 alpha-3; None for what belongs to no state.
    code:    CAMEO actor code, None where the actor has neither country nor a code of its own.
    homes:   of a "people" or "place" that several states share, those states; the text must say which.
    sponsors: states that arm or steer it, where that is widely reported.
    """

    kind: NameKind
    name: str
    country: str | None
    sector: str
    code: str | None
    homes: tuple[str, ...] = ()
    sponsors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Spell:
    """One person in one office.

    start, end: ISO dates as the source gives them, "2019" and "2019-06" among them; "" where unknown.
    seen:       the day on which the source still showed the spell open; "" where it has an end.
    source:     "wikidata", "factbook", "congress", "ifg", "own" for rows written for this project, or "file" for a user's own.
    """

    person: str
    country: str | None
    role: str
    sector: str
    start: str
    end: str
    seen: str
    source: str

    def held(self, day: date) -> bool:
        """Whether the office was surely held on that day: an open spell counts up to the day on which it was seen open."""
        text = day.isoformat()
        until = self.end or self.seen
        return self.start <= text[: len(self.start)] and (not until or text[: len(until)] <= until)


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """What an office-holder is on a given day; `role` is None where the office was not held that day."""

    country: str | None
    sector: str
    role: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """A noun for a kind of actor.

    strength: "strong" the noun decides the sector; "weak" a word before it may ("official" is GOV, "military official" MIL); "relational"
              whoever it belongs to is somebody else ("Iran's allies").
    """

    lemma: str
    sector: str
    kind: RoleKind
    strength: Strength


@cache
def roles() -> MappingProxyType[str, Role]:
    """Role noun, in lower case, of one to four words -> role."""
    made = {}
    for lemma, sector, kind, strength in rows("roles.csv", ("lemma", "sector", "kind", "strength")):
        made[lemma] = Role(lemma=lemma, sector=_sector(sector), kind=cast("RoleKind", kind), strength=cast("Strength", strength))
    return MappingProxyType(made)


@cache
def modifiers() -> MappingProxyType[str, str]:
    """Word before a weak role noun -> the sector that it gives."""
    return MappingProxyType({word: _sector(sector) for word, sector in rows("modifiers.csv", ("word", "sector"))})


@cache
def bodies() -> tuple[tuple[NamedActor, tuple[str, ...]], ...]:
    """Institutions, international bodies, armed groups, media and companies, each with its names, the usual one first."""
    return tuple(_bodies())


def _bodies() -> Iterator[tuple[NamedActor, tuple[str, ...]]]:
    for name, aliases, country, sector in rows("institutions.csv", ("name", "aliases", "country", "sector")):
        yield _body(name, aliases, country, sector, country + sector)
    for name, aliases, country, sector, code in rows("international.csv", ("name", "aliases", "country", "sector", "code")):
        yield _body(name, aliases, country, sector, code)
    for name, aliases, country, sector, code, sponsors in rows(
        "armed_groups.csv", ("name", "aliases", "country", "sector", "code", "sponsors")
    ):
        yield _body(name, aliases, country, sector, code, sponsors)
    for table, sector in (("media.csv", "MED"), ("companies.csv", "BUS")):
        for name, aliases, country in rows(table, ("name", "aliases", "country")):
            yield _body(name, aliases, country, sector, country + sector)


def _body(name: str, aliases: str, country: str, sector: str, code: str, sponsors: str = "") -> tuple[NamedActor, tuple[str, ...]]:
    made = NamedActor(
        kind="body",
        name=name,
        country=_country(country),
        sector=_sector(sector),
        code=code or None,
        sponsors=tuple(s for s in listed(sponsors) if _country(s)),
    )
    return made, (name, *listed(aliases))


@cache
def spells() -> MappingProxyType[str, tuple[Spell, ...]]:
    """Person -> the spells in office, in the order of their start."""
    made: dict[str, list[Spell]] = {}
    for person, country, role, sector, start, end, seen, source in rows("offices.csv", _OFFICES):
        made.setdefault(person, []).append(_spell(person, country, role, sector, start, end, seen, source))
    for person, _, country, role, sector, start, end in rows("leaders.csv", _LEADERS):
        made.setdefault(person, []).append(_spell(person, country, role, sector, start, end, "" if end else LEADERS_SEEN, "own"))
    return MappingProxyType({person: tuple(sorted(held, key=lambda s: s.start)) for person, held in made.items()})


LEADERS_SEEN = "2026-08-31"
"""The day of which the open spells of leaders.csv tell; move it when the table has been gone through again."""
_OFFICES = ("person", "country", "role", "sector", "start", "end", "seen", "source")
_LEADERS = ("person", "aliases", "country", "role", "sector", "start", "end")


def _spell(person: str, country: str, role: str, sector: str, start: str, end: str, seen: str, source: str) -> Spell:
    return Spell(
        person=person, country=_country(country), role=role, sector=_sector(sector), start=start, end=end, seen=seen, source=source
    )


def shipped_names() -> Iterator[tuple[str, NamedActor]]:
    """Every name of the tables; where two tables claim one name, leaders and bodies stand before states, states before other people."""
    yield from _country_names(countries().values())
    for body, names in bodies():
        yield from ((name, body) for name in names)
    yield from _community_names()
    for person, aliases, *_ in rows("leaders.csv", _LEADERS):
        entry = person_of(spells()[person])
        yield from ((name, entry) for name in (person, *listed(aliases)))
    yield from ((person, person_of(held)) for person, held in spells().items() if len(pieces(person)) > 1)


def _country_names(known: Iterable[Country]) -> Iterator[tuple[str, NamedActor]]:
    for country in known:
        groups: tuple[tuple[NameKind, Sequence[str]], ...] = (
            ("country", country.names),
            ("seat", country.seats),
            ("demonym", country.adjectives + country.people),
        )
        for kind, names in groups:
            entry = NamedActor(kind=kind, name=country.name, country=country.iso3, sector="GOV", code=country.iso3 + "GOV")
            yield from ((name, entry) for name in names)


_COMMUNITY_SECTORS = {"people": "CVL", "place": "UNK", "bloc": "GOV", "faith": "REL"}


def _community_names() -> Iterator[tuple[str, NamedActor]]:
    for names, kind, states in rows("communities.csv", ("names", "kind", "countries")):
        if kind not in _COMMUNITY_SECTORS:
            raise DataError(f"the kind {kind!r} of a community", allowed=", ".join(_COMMUNITY_SECTORS))
        homes, sector = listed(states), _COMMUNITY_SECTORS[kind]
        country = _country(homes[0]) if len(homes) == 1 else None
        for name in listed(names):
            yield (
                name,
                NamedActor(
                    kind=cast("NameKind", kind),
                    name=name,
                    country=country,
                    sector=sector,
                    code=(country or "") + sector,
                    homes=tuple(h for h in homes if _country(h)),
                ),
            )


def person_of(held: Sequence[Spell]) -> NamedActor:
    """Somebody whose spells in office these are, as the last of them says."""
    latest = held[-1]
    code = (latest.country or "") + latest.sector
    return NamedActor(kind="person", name=latest.person, country=latest.country, sector=latest.sector, code=code)


def _sector(code: str) -> str:
    if code not in SECTORS:
        raise DataError(f"the sector {code!r}", allowed=", ".join(SECTORS))
    return code


def _country(code: str) -> str | None:
    if code and code not in countries():
        raise DataError(f"the country {code!r} of an actor table is not in countries.csv")
    return code or None
