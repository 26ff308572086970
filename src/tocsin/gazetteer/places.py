"""The gazetteer of places: looks names up in a read-only table that is shipped with the package.

The table is made by `scripts/build_places.py`; docs/data/places.md says from what. A look-up is by normalised name, on demand, so that
nothing is loaded at the start but the file's first page.
"""

from __future__ import annotations

import math
import sqlite3
import unicodedata
from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from typing import Any, Literal

GazetteerKind = Literal["country", "region", "part", "city", "area", "water", "facility"]

KINDS: dict[str, GazetteerKind] = {
    "N": "country",
    "R": "region",
    "P": "part",
    "C": "city",
    "A": "area",
    "W": "water",
    "F": "facility",
}
"""Letters that stand for the kinds in the table."""

_CHUNK = 400  # keys of one query; SQLite takes at least 999 parameters
_QUERY = """select key, id, name, kind, country, region, part, lat, lon, radius_km, population, geonameid
    from name join place on id = place where key in"""
_MARKS = str.maketrans({**dict.fromkeys("'’‘ʻʼ`´.", ""), **dict.fromkeys("-–—‑/,_", " ")})
_LETTERS = str.maketrans({"ø": "o", "đ": "d", "ł": "l", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th", "ħ": "h", "ə": "a"})
_WORDS = {"st": "saint", "ste": "sainte", "ft": "fort", "mt": "mount", "twp": "township", "&": "and", "co": "county"}
_TOWN_RADIUS_KM = 2.0
_PEOPLE_PER_KM2 = 2_500.0


@dataclass(frozen=True, slots=True, kw_only=True)
class GazetteerPlace:
    """One place of the gazetteer.

    number:     of the row; `region` and `part` are the numbers of the first- and second-order region (state, county) that it lies in.
    kind:       "part" is a second-order region (county, district).
    country:    ISO 3166-1 alpha-3; None for what belongs to no single country.
    radius_km:  of a circle as large as the place; of a city, estimated from its population.
    population: of regions the sum of their towns; 0 where unknown.
    """

    number: int
    name: str
    kind: GazetteerKind
    country: str | None
    region: int | None
    part: int | None
    lat: float
    lon: float
    radius_km: float
    population: int
    geonameid: int | None


def normalise(name: str) -> str:
    """The key of a name: lower case, without diacritics, apostrophes and full stops, hyphens as spaces, "St." as "saint".

    >>> normalise("Al-Fāshir"), normalise("St. John’s"), normalise("Côte d'Ivoire")
    ('al fashir', 'saint johns', 'cote divoire')
    """
    plain = name if name.isascii() else "".join(c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c))
    words = plain.casefold().translate(_MARKS).translate(_LETTERS).split()
    return " ".join([_WORDS.get(w, w) if len(words) > 1 else w for w in words])


def look_up(keys: Iterable[str]) -> dict[str, tuple[GazetteerPlace, ...]]:
    """All places of each normalised name, the most populous first; names that the table does not have are left out."""
    wanted = sorted(set(keys))
    found: dict[str, list[GazetteerPlace]] = {}
    for n in range(0, len(wanted), _CHUNK):
        chunk = wanted[n : n + _CHUNK]
        for key, *row in _table().execute(f"{_QUERY} ({','.join('?' * len(chunk))})", chunk):
            found.setdefault(key, []).append(_place(row))
    return {key: tuple(sorted(rows, key=lambda p: (-p.population, p.number))) for key, rows in found.items()}


def _place(row: list[Any]) -> GazetteerPlace:
    number, name, kind, country, region, part, lat, lon, radius, population, geonameid = row
    return GazetteerPlace(
        number=number,
        name=name,
        kind=KINDS[kind],
        country=country,
        region=region,
        part=part,
        lat=lat / 1e3,
        lon=lon / 1e3,
        radius_km=float(radius) if radius is not None else town_radius_km(population),
        population=population,
        geonameid=geonameid,
    )


def town_radius_km(population: int) -> float:
    """The radius of a town of so many people at a usual density, to a tenth of a km; at least 2 km."""
    return round(max(_TOWN_RADIUS_KM, math.sqrt(population / _PEOPLE_PER_KM2 / math.pi)), 1)


@cache
def _table() -> sqlite3.Connection:
    held = _files().enter_context(as_file(files("tocsin.gazetteer").joinpath("data/places.sqlite3")))
    return sqlite3.connect(f"{held.as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)


@cache
def _files() -> ExitStack:
    """Keeps the table's file for the life of the process, also where the package is read from an archive."""
    return ExitStack()
