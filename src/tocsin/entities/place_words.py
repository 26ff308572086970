"""The words by which names of places are told from other names (data/place_words.toml)."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from tocsin.errors import DataError
from tocsin.gazetteer.actors import bodies
from tocsin.gazetteer.countries import countries
from tocsin.gazetteer.places import normalise
from tocsin.gazetteer.tables import rows


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceWords:
    """Sets of words in lower case; the file says what each is for."""

    locative: frozenset[str]
    loose: frozenset[str]
    container: frozenset[str]
    between: frozenset[str]
    body: frozenset[str]
    other: frozenset[str]
    title: frozenset[str]
    named_of: frozenset[str]
    common: frozenset[str]
    given: frozenset[str]
    inner: frozenset[str]
    generic: frozenset[str]
    division: frozenset[str]
    illness: frozenset[str]
    direction: frozenset[str]
    plural: MappingProxyType[str, str]


@cache
def place_words() -> PlaceWords:
    """The sets. Raises DataError where the file lacks one of them or has another."""
    raw = tomllib.loads(files("tocsin.entities").joinpath("data/place_words.toml").read_text(encoding="utf-8"))
    names = {field.name for field in fields(PlaceWords)}
    if set(raw) != names:
        raise DataError(f"place_words.toml has {sorted(raw)}", allowed=f"{sorted(names)}")
    sets = {name: frozenset(words.split()) for name, words in raw.items() if name != "plural"}
    return PlaceWords(plural=MappingProxyType(dict(pair.split(":") for pair in raw["plural"].split())), **sets)


@dataclass(frozen=True, slots=True, kw_only=True)
class Abbreviation:
    """A written-short region: the key and the country of its full name, and whether it is one also without a town before it."""

    key: str
    country: str
    alone: bool


@cache
def abbreviations() -> MappingProxyType[str, Abbreviation]:
    """As written ("Ala.", "TX") -> the region."""
    table = rows("places_abbreviations.csv", ("abbreviation", "key", "country", "alone"))
    return MappingProxyType({short: Abbreviation(key=key, country=country, alone=alone == "yes") for short, key, country, alone in table})


@cache
def abbreviation_heads() -> frozenset[str]:
    """What the first token of an abbreviation can be: all of it, its first word, or all but its last full stop."""
    return frozenset(head for short in abbreviations() for head in (short, short.split()[0], short.removesuffix(".")))


@cache
def demonyms() -> MappingProxyType[str, str]:
    """Adjectives and nouns for peoples, in lower case -> ISO 3166-1 alpha-3."""
    return MappingProxyType({word.lower(): c.iso3 for c in countries().values() for word in (*c.adjectives, *c.people)})


@cache
def firms() -> frozenset[str]:
    """Normalised names, of two words at least, of companies and of media; a place within one is not meant."""
    names = (n for actor, names in bodies() if actor.sector in ("MED", "BUS") for n in (actor.name, *names))
    return frozenset(key for n in names if " " in (key := normalise(n)))


@cache
def body_names() -> frozenset[str]:
    """Normalised names of institutions, international bodies, armed groups, media and companies."""
    return frozenset(normalise(n) for actor, names in bodies() for n in (actor.name, *names))
