"""Whom a reading knows by name: the actors of the shipped tables, and before them those that a user hands in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from itertools import chain
from types import MappingProxyType
from typing import cast

from tocsin.config import OwnActor
from tocsin.gazetteer.actors import NamedActor, NameKind, Office, Spell, person_of, shipped_names, spells
from tocsin.gazetteer.countries import countries
from tocsin.gazetteer.names import NameIndex, pieces

_LANDS = frozenset({"country", "seat", "place"})


class ActorTables:
    """Names and offices. `own` rows stand before the shipped ones: their names win, and a person among them has their offices alone.

    names:  finds the names in a text.
    lands:  finds the names of those own rows that say where something lies: states, seats, places.
    states: code -> name of each own state.
    spells: person -> the spells in office, in the order of their start.
    """

    __slots__ = ("_by_surname", "_nations", "lands", "names", "spells", "states")

    def __init__(self, own: Sequence[OwnActor] = ()) -> None:
        mine = _own_spells(own)
        self.spells: Mapping[str, tuple[Spell, ...]] = MappingProxyType({**spells(), **mine})
        self.names: NameIndex[NamedActor] = NameIndex(chain(_own_names(own, mine), shipped_names()))
        self.lands: NameIndex[NamedActor] = NameIndex(one for one in _own_names(own, mine) if one[1].kind in _LANDS)
        self.states: Mapping[str, str] = MappingProxyType({row.country: row.name for row in own if row.kind == "country" and row.country})
        self._by_surname = _surnames(self.spells)
        self._nations: dict[str, str | None] = {}

    def office(self, person: str, day: date | None) -> Office:
        """What a person of the table was on a day: the office held, else that which ended last, else the next one to come.

        An office not held on that day gives country and sector but no role. `day` None: the latest office, without a role.
        """
        known = self.spells[person]
        if day is None:
            return _not_held(known[-1])
        held = [s for s in known if s.held(day)]
        if held:
            best = max(held, key=lambda s: (s.source == "own", s.start))
            return Office(country=best.country, sector=best.sector, role=best.role or None)
        past = [s for s in known if s.start <= day.isoformat()]
        return _not_held(past[-1] if past else known[0])

    def office_holders(self, name: Sequence[str], *, country: str | None, day: date | None) -> tuple[str, ...]:
        """People of the table whose names hold all these pieces, and who are of this country (None: of any).

        Where `day` is given and some of them held an office on it, only those are returned.
        """
        parts = [n.lower() for n in name]
        wanted = frozenset(parts)
        found = [p for known, p in self._by_surname.get(parts[-1], ()) if wanted <= known]
        if country is not None:
            found = [p for p in found if any(s.country == country for s in self.spells[p])]
        if day is not None:
            serving = [p for p in found if any(s.held(day) for s in self.spells[p])]
            found = serving or found
        return tuple(found)

    def state(self, code: str) -> str | None:
        """The usual name of a state by its code; None for what is no code of one."""
        known = countries().get(code)
        return known.names[0] if known else self.states.get(code)

    def nation(self, word: str) -> str | None:
        """The state that a name or an adjective of nationality stands for, None for any other word."""
        if word not in self._nations:
            found = next(iter(self.names.find([word])), None)
            self._nations[word] = found.entry.country if found is not None and found.entry.kind in ("country", "demonym") else None
        return self._nations[word]


@cache
def shipped() -> ActorTables:
    """The tables of this package alone."""
    return ActorTables()


def _not_held(spell: Spell) -> Office:
    return Office(country=spell.country, sector=spell.sector, role=None)


def _own_spells(own: Sequence[OwnActor]) -> dict[str, tuple[Spell, ...]]:
    made: dict[str, list[Spell]] = {}
    for row in own:
        if row.kind == "person":
            spell = Spell(
                person=row.name,
                country=row.country,
                role=row.role or "",
                sector=row.sector,
                start=row.start,
                end=row.end,
                seen="",
                source="file",
            )
            made.setdefault(row.name, []).append(spell)
    return {person: tuple(sorted(held, key=lambda s: s.start)) for person, held in made.items()}


def _own_names(own: Sequence[OwnActor], people: Mapping[str, tuple[Spell, ...]]) -> Iterator[tuple[str, NamedActor]]:
    for row in own:
        entry = person_of(people[row.name]) if row.kind == "person" else _named(row)
        yield from ((name, entry) for name in (row.name, *row.aliases))


def _named(row: OwnActor) -> NamedActor:
    return NamedActor(
        kind=cast("NameKind", row.kind), name=row.name, country=row.country, sector=row.sector, code=row.code, sponsors=row.sponsors
    )


def _surnames(known: Mapping[str, tuple[Spell, ...]]) -> dict[str, tuple[tuple[frozenset[str], str], ...]]:
    made: dict[str, list[tuple[frozenset[str], str]]] = {}
    for person in known:
        parts = [p.lower() for p in pieces(person)]
        for surname in {parts[-1], *parts[1:-1]} if len(parts) > 1 else {parts[0]}:
            made.setdefault(surname, []).append((frozenset(parts), person))
    return {surname: tuple(people) for surname, people in made.items()}
