"""Where: the places that an article names, and where on the map they lie."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from tocsin.entities.place_names import PlaceName, find_places
from tocsin.entities.place_senses import choose, sense_key
from tocsin.entities.place_words import abbreviations, demonyms
from tocsin.gazetteer.actor_tables import ActorTables, shipped
from tocsin.gazetteer.places import GazetteerPlace, look_up, normalise
from tocsin.records import Credit, Parse, Place, PlaceKind

_KINDS: dict[str, PlaceKind] = {"part": "region"}


def read_places(parse: Parse, credits: Sequence[Credit], tables: ActorTables | None = None) -> tuple[Place, ...]:  # noqa: A002 - the field's name
    """Every mention of a place, in the order of the text; mentions of one place share an id.

    A dateline ("KYIV, Ukraine (AP) —") names places too. Words for people and things of a country ("Iranian") name none. A place that
    stands for who rules or lives there ("Tehran said") is a place. One whose name fits several places, with nothing to choose by, is
    told without a position. So is a state, a seat or a place of the user's own (`tables`), which goes before any of the map of that name.
    """
    own = list(_own_lands(parse, tables or shipped()))
    found = [*_datelines(parse.text, credits), *find_places(parse)]
    names = sorted((n for n in found if not any(n.start < p.end and p.start < n.end for p in own)), key=lambda n: n.start)
    chosen = choose(names, _peoples(parse))
    ids: dict[object, str] = {}
    made = []
    for name in names:
        place = chosen.get(sense_key(name))
        identity = place.number if place is not None else name.key
        number = ids.setdefault(identity, f"p{len(ids) + 1}")
        made.append(_place(parse.text, name, place, number))
    made.extend(replace(land, id=ids.setdefault(land.name, f"p{len(ids) + 1}")) for land in own)
    return tuple(sorted(made, key=lambda p: p.start))


_OWN_KINDS: dict[str, PlaceKind] = {"country": "country", "seat": "city", "place": "area"}


def _own_lands(parse: Parse, tables: ActorTables) -> Iterator[Place]:
    for hit in tables.lands.find(parse.words):
        start, end = parse.span(hit.first, hit.last)
        words, entry = parse.text[start:end], hit.entry
        yield Place(
            start=start, end=end, text=words, id="", name=entry.name, kind=_OWN_KINDS[entry.kind],
            country=entry.country, lat=None, lon=None, radius_km=None, geonameid=None,
        )  # fmt: skip


def _peoples(parse: Parse) -> Counter[str]:
    """How often each country's people or things are named."""
    known = demonyms()
    return Counter(known[word] for word, plain in zip(parse.lower, parse.words, strict=True) if word in known and plain[0].isupper())


def _place(text: str, name: PlaceName, place: GazetteerPlace | None, number: str) -> Place:
    words = text[name.start : name.end]
    if place is None:
        kind: PlaceKind = "area"
        if name.candidates:
            kind = _KINDS.get(name.candidates[0].kind, name.candidates[0].kind)  # type: ignore[arg-type]
        return Place(
            start=name.start, end=name.end, text=words, id=number, name=words, kind=kind,
            country=None, lat=None, lon=None, radius_km=None, geonameid=None,
        )  # fmt: skip
    return Place(
        start=name.start,
        end=name.end,
        text=words,
        id=number,
        name=place.name,
        kind=_KINDS.get(place.kind, place.kind),  # type: ignore[arg-type]
        country=place.country,
        lat=place.lat,
        lon=place.lon,
        radius_km=place.radius_km,
        geonameid=place.geonameid,
    )


def _datelines(text: str, credits: Sequence[Credit]) -> Iterator[PlaceName]:  # noqa: A002
    """The places of datelines: a town, or a town and its region or country."""
    for credit in credits:
        if credit.kind != "dateline":
            continue
        at = text.find(credit.name, credit.start, credit.end)
        if at < 0:
            continue
        parts = list(_parts(credit.name, at))
        places = [_named(part) for part, _, _ in parts]
        for n, (part, start, end) in enumerate(parts):
            holders = tuple(p.number for found in places[n + 1 :] for p in found if p.kind in ("region", "country", "area"))
            yield PlaceName(first=-1, last=-1, start=start, end=end, key=normalise(part), candidates=places[n], within=holders, sure=True)


def _parts(name: str, at: int) -> Iterator[tuple[str, int, int]]:
    for piece in re.split("[,/]", name):
        plain = piece.strip()
        if plain:
            start = at + piece.index(plain)
            yield plain, start, start + len(plain)
        at += len(piece) + 1


def _named(name: str) -> tuple[GazetteerPlace, ...]:
    short = abbreviations().get(name)
    key = short.key if short is not None else normalise(name)
    found = look_up([key]).get(key, ())
    return tuple(c for c in found if short is None or (c.kind == "region" and c.country == short.country))
