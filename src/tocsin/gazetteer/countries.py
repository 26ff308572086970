"""States and territories: their names, the words for what and who belongs to them, and the seats that stand for their governments."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from tocsin.errors import DataError
from tocsin.gazetteer.tables import listed, rows

_COLUMNS = ("iso3", "name", "aliases", "adjectives", "people", "capital")


@dataclass(frozen=True, slots=True, kw_only=True)
class Country:
    """One state or territory.

    iso3:       ISO 3166-1 alpha-3 ("XKX" for Kosovo, which has none of its own).
    names:      its name in English, then other names.
    adjectives: "Iranian".     people: nouns for its people, singular and plural: "Dane", "Danes".
    seats:      places and buildings whose name stands for the government: "Tehran", "Downing Street".
    capitals:   cities that are capital or seat but hardly ever stand for the government by themselves ("Lima", "Kingston").
    """

    iso3: str
    names: tuple[str, ...]
    adjectives: tuple[str, ...]
    people: tuple[str, ...]
    seats: tuple[str, ...]
    capitals: tuple[str, ...]

    @property
    def name(self) -> str:
        """Its usual name in English."""
        return self.names[0]


@cache
def countries() -> MappingProxyType[str, Country]:
    """ISO 3166-1 alpha-3 -> country. Raises DataError where a code stands twice."""
    made: dict[str, Country] = {}
    for iso3, name, aliases, adjectives, people, capital in rows("countries.csv", _COLUMNS):
        if iso3 in made:
            raise DataError(f"{iso3} stands twice in countries.csv")
        seats = listed(capital)
        made[iso3] = Country(
            iso3=iso3,
            names=(name, *listed(aliases)),
            adjectives=listed(adjectives),
            people=listed(people),
            seats=tuple(s for s in seats if not s.startswith("~")),
            capitals=tuple(s[1:] for s in seats if s.startswith("~")),
        )
    return MappingProxyType(made)
