"""What all event tables share: from codes, names and coordinates as a row has them to a `FiledEvent`."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, cast

from tocsin.errors import BadCode, BadDate, BadPlace, BadRow, DataError
from tocsin.gazetteer.countries import countries
from tocsin.ontology import OTHER, PLOVER, SECTORS, CameoCode, cameo
from tocsin.records import FiledEvent, Party
from tocsin.records.event import Quantity, Status, WhenBasis
from tocsin.records.place import PlaceKind
from tocsin.records.time import Precision

_UNKNOWN = frozenset({"", "NA", "N/A", "NaN", "nan", "NULL", "null", "None", "-", "---"})
_ONE_DAY = timedelta(days=1)  # the earth's days differ by one


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """The closed interval of days in which a row puts its event."""

    earliest: date
    latest: date
    precision: Precision
    basis: WhenBasis | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """Where a row puts its event: a reference point with a radius, or no point at all."""

    name: str | None = None
    kind: PlaceKind | None = None
    country: str | None = None
    lat: float | None = None
    lon: float | None = None
    radius_km: float | None = None


NOWHERE = Where()


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """How exactly a table locates an event; no radius where a point would say more than is known."""

    kind: PlaceKind
    radius_km: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class What:
    """The event's type: one of PLOVER or OTHER, with the CAMEO code where the table has one."""

    type: str
    code: CameoCode | None


def event(
    *,
    id: str,  # noqa: A002 - the record's own word
    dataset: str,
    what: What,
    sources: tuple[Party, ...],
    targets: tuple[Party, ...],
    span: Span,
    where: Where,
    known_at: datetime,
    seen_at: datetime,
    status: Status = "occurred",
    sentence: str | None = None,
    outlet: str | None = None,
    url: str | None = None,
    published: date | None = None,
    killed: float | None = None,
) -> FiledEvent:
    """The row of an event table as it is filed; its id is "dataset:id".

    Raises BadDate for an event later than the day on which it is known, or known later than it was seen: nothing occurred tomorrow.
    """
    if span.earliest > (min(known_at, seen_at) + _ONE_DAY).date():
        raise BadDate(f"the event of {span.earliest} is later than {min(known_at, seen_at).date()}, when it is known")
    if known_at > seen_at + _ONE_DAY:
        raise BadDate(f"the row says that it became known on {known_at.date()}, which is yet to come")
    code = what.code
    return FiledEvent(
        id=f"{dataset}:{id}",
        dataset=dataset,
        article=None,
        claim=None,
        sentence=sentence,
        start=None,
        end=None,
        trigger=None,
        type=what.type,
        mode=code.mode if code else None,
        contexts=(code.context,) if code and code.context else (),
        cameo=code.code if code else None,
        quad=code.quad if code else PLOVER[what.type].quad if what.type in PLOVER else None,
        goldstein=code.goldstein if code else None,
        sources=sources,
        targets=targets,
        proxies=(),
        source=next((party.code for party in sources if party.code), None),
        target=next((party.code for party in targets if party.code), None),
        status=status,
        earliest=span.earliest,
        latest=span.latest,
        precision=span.precision,
        when_basis=span.basis,
        place=where.name,
        place_kind=where.kind,
        place_country=where.country,
        lat=where.lat,
        lon=where.lon,
        radius_km=where.radius_km,
        geonameid=None,
        quantities=() if killed is None else (Quantity(value=killed, unit="killed", start=0, end=0),),
        chain=(),
        stance=None,
        score=None,
        outlet=outlet,
        url=url,
        published=published,
        known_at=min(known_at, seen_at),
        recorded_at=seen_at,
    )


def told(cell: Any) -> str | None:
    """The cell as a string, None where it is empty or one of the ways to write that nothing is known."""
    text = str(cell).strip() if cell is not None else ""
    return None if text in _UNKNOWN else text


def whole(cell: Any) -> str | None:
    """A number that some program wrote as "652.0" as it was: "652"; whatever else as it stands."""
    text = told(cell)
    return re.sub(r"^(-?\d+)\.0+$", r"\1", text) if text else None


def number(cell: Any, name: str) -> float | None:
    """The cell as a number, None where it is empty. Raises BadRow."""
    text = told(cell)
    if text is None:
        return None
    try:
        made = float(text)
    except ValueError:
        made = float("nan")
    if made != made or abs(made) == float("inf"):
        raise BadRow(f"the row's {name} is {text!r:.40}", allowed="a number")
    return made


def what_of(code: str | None) -> What:
    """What a CAMEO code says; a plain statement (root 01) is OTHER. Raises BadCode."""
    try:
        made = cameo(code or "")
    except KeyError:
        raise BadCode(f"{code!r:.40} is no CAMEO code") from None
    return What(type=made.plover or OTHER, code=made)


def is_cameo(code: str) -> bool:
    """Whether CAMEO has that code."""
    try:
        cameo(code)
    except KeyError:
        return False
    return True


def party(name: str | None, country: str | None, sector: str | None, code: str | None = None) -> Party | None:
    """One side of an event; None where the row names nobody. The code is the table's own, else that of country and sector."""
    if name is None and country is None and code is None:
        return None
    made = code or f"{country or ''}{sector or ''}" or None
    return Party(name=name, code=made, country=country, sector=sector or "UNK")


def parties(*sides: Party | None) -> tuple[Party, ...]:
    """Those that there are."""
    return tuple(side for side in sides if side is not None)


def where_of(level: Level | None, *, name: str | None, country: str | None, lat: float | None, lon: float | None) -> Where:
    """The place of a row, the point only with a radius. Raises BadPlace for coordinates that are none, or half of them."""
    if (lat is None) != (lon is None):
        raise BadPlace(f"the row has a {'longitude' if lat is None else 'latitude'} alone", allowed="both or neither")
    if lat is not None and lon is not None and not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise BadPlace(f"the coordinates are {lat:g}, {lon:g}", allowed="latitude from -90 to 90, longitude from -180 to 180")
    kind = level.kind if level else None
    if level is None or level.radius_km is None or lat is None:
        return Where(name=name, kind=kind, country=country)
    return Where(name=name, kind=kind, country=country, lat=lat, lon=lon, radius_km=level.radius_km)


def end_of(day: date) -> datetime:
    """The end of a day, UTC: what became known on it was known by then."""
    return datetime.combine(day, time.max, UTC)


def host_of(url: str | None) -> str | None:
    """The host of a web address without "www."; None for whatever else stands in its place."""
    found = re.match(r"https?://(?:www\.)?([^/?#\s:@]+)", url or "", re.I)
    return found[1].lower() if found else None


@cache
def levels(dataset: str) -> Mapping[str, Level]:
    """A table's own word for how exactly it locates -> what that means here."""
    table = _rows("precision.csv", ("dataset", "level", "kind", "radius_km", "because"))
    return MappingProxyType(
        {
            level: Level(kind=cast("PlaceKind", kind), radius_km=float(radius) if radius else None)
            for name, level, kind, radius, _ in table
            if name == dataset
        }
    )


@cache
def sectors(dataset: str) -> Mapping[str, str]:
    """A table's own word for a kind of actor -> sector code, the most telling first."""
    made = {words: sector for name, words, sector in _rows("sectors.csv", ("dataset", "words", "sector")) if name == dataset}
    if strange := set(made.values()) - set(SECTORS):
        raise DataError(f"sectors.csv names the sectors {sorted(strange)}", allowed=", ".join(SECTORS))
    return MappingProxyType(made)


def first_sector(words: Iterable[str], dataset: str) -> str | None:
    """The most telling sector among those that a row lists; None where it lists none that is known."""
    there = set(words)
    return next((sector for word, sector in sectors(dataset).items() if word in there), None)


def country_of(text: str | None) -> str | None:
    """ISO 3166-1 alpha-3 of a name or a code of three letters; None for what is no country.

    >>> country_of("Russian Federation"), country_of("Yemen (North Yemen)"), country_of("irn"), country_of("Europe")
    ('RUS', 'YEM', 'IRN', None)
    """
    if not text:
        return None
    key = text.strip().casefold()
    names = _names()
    return names.get(key) or names.get(re.sub(r"\s*\([^()]*\)\s*$", "", key))


@cache
def _names() -> Mapping[str, str]:
    made = {name.casefold(): country.iso3 for country in countries().values() for name in (*country.names, country.iso3)}
    made |= {name.casefold(): iso3 for name, iso3 in _rows("country_names.csv", ("name", "iso3"))}
    return MappingProxyType(made)


@cache
def codes(table: str) -> Mapping[str, str]:
    """A table of country codes of two columns: theirs -> ISO 3166-1 alpha-3."""
    with files("tocsin.collect").joinpath("data", table).open(encoding="utf-8") as lines:
        return MappingProxyType({theirs: iso3 for theirs, iso3 in csv.reader(lines) if iso3 != "iso3"})


def _rows(table: str, columns: tuple[str, ...]) -> Iterator[list[str]]:
    with files("tocsin.collect").joinpath("data", table).open(encoding="utf-8") as lines:
        reader = csv.reader(lines)
        if (header := tuple(next(reader, ()))) != columns:
            raise DataError(f"the table {table} has the columns {header}", allowed=f"{columns}")
        yield from reader
