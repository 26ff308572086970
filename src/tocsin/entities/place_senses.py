"""Tells which of the places of one name is meant.

Each name of an article (all its mentions together: one sense per discourse, Gale, Church and Yarowsky 1992) chooses among the gazetteer's
places of that name. What speaks for a place is how many people live there, a region or country named right after it, and the other
names of the article: the regions, countries and surroundings that they lie in (minimum spread, Leidner 2007; local lexicon, Lieberman,
Samet and Sankaranarayanan 2010), and the countries whose people are named. The names choose together, in a few rounds.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from tocsin.entities.place_names import PlaceName, holds
from tocsin.gazetteer.countries import countries as countries_of_the_world
from tocsin.gazetteer.distance import distance_km
from tocsin.gazetteer.places import GazetteerPlace, normalise

ROUNDS = 3
MOST_CANDIDATES = 40
CELL_DEGREES = 1.0
# weights in natural-log units of score
PEOPLE = 0.75  # a ten-fold population counts half of ln 10 times this
REGION = 2.5
PART = 2.5
COUNTRY = 1.6
NEARBY = 1.0
DEMONYM = 3.0
SEAT = 1.2  # the capital of a country
FILLS = 0.12  # share of a region's people that a city of its name must have for the bare name to mean the city
BESIDE_KM = 40.0
NAMED_AFTER = frozenset(("USA", "GBR", "CAN", "AUS"))
LEAST_LEAD = 0.3  # a place is told only where it leads the next distant one by this much
APART_KM = 100.0
WIDE_KM = 300.0  # an area as wide as that is a part of the world
KNOWN_PEOPLE = 100_000  # a town with fewer is not what a name means that a part of the world has as well
KIND_BONUS = {"country": 4.2, "region": 2.2, "area": 4.2, "water": 4.0, "facility": 3.6, "part": -0.6, "city": 0.0}


@dataclass(slots=True)
class _Group:
    """All mentions of one name; `share` is how far each candidate is believed in, adding up to one."""

    candidates: Sequence[GazetteerPlace]
    within: frozenset[int]
    weight: float
    prior: list[float] = field(default_factory=list)
    share: list[float] = field(default_factory=list)
    score: list[float] = field(default_factory=list)


@dataclass(slots=True)
class _Votes:
    region: defaultdict[int, float] = field(default_factory=lambda: defaultdict(float))
    part: defaultdict[int, float] = field(default_factory=lambda: defaultdict(float))
    country: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    cell: defaultdict[tuple[int, int], float] = field(default_factory=lambda: defaultdict(float))

    def add(self, place: GazetteerPlace, weight: float) -> None:
        region = place.number if place.kind == "region" else place.region
        if region is not None:
            self.region[region] += weight
        part = place.number if place.kind == "part" else place.part
        if part is not None:
            self.part[part] += weight
        if place.country is not None:
            self.country[place.country] += weight
        if place.radius_km < 120:
            self.cell[cell_of(place)] += weight

    def near(self, place: GazetteerPlace) -> float:
        x, y = cell_of(place)
        cell = self.cell
        return sum(cell.get((x + dx, y + dy), 0.0) for dx in (-1, 0, 1) for dy in (-1, 0, 1))


def cell_of(place: GazetteerPlace) -> tuple[int, int]:
    """The square of `CELL_DEGREES` that a place lies in."""
    return int(place.lat // CELL_DEGREES), int(place.lon // CELL_DEGREES)


def choose(names: Sequence[PlaceName], countries: Mapping[str, int]) -> dict[str, GazetteerPlace]:
    """The place that each `sense_key` stands for; keys that cannot be told are left out.

    countries: how often the people of each country (ISO 3166-1 alpha-3) are named.
    """
    groups = _groups(names)
    for _ in range(ROUNDS):
        votes = _count(groups.values(), countries)
        for group in groups.values():
            _believe(group, votes)
    return {key: best for key, group in groups.items() if (best := _winner(group)) is not None}


def sense_key(name: PlaceName) -> str:
    """The name, apart for where it is used as the region or country of a town: "Buffalo, New York" beside "New York police"."""
    return f"{name.key} (region)" if name.holder else name.key


def _groups(names: Sequence[PlaceName]) -> dict[str, _Group]:
    mentions = Counter(sense_key(name) for name in names)
    within: defaultdict[str, set[int]] = defaultdict(set)
    candidates: dict[str, tuple[GazetteerPlace, ...]] = {}
    for name in names:
        within[sense_key(name)].update(name.within)
        candidates.setdefault(sense_key(name), name.candidates)
    holders = {c.number: c for name in names for c in name.candidates if c.kind in ("region", "country", "part")}
    groups = {}
    for key, found in candidates.items():
        if not found:
            continue
        named = [holders[n] for n in within[key] if n in holders]
        inside = [c for c in found if any(holds(h, c) for h in named)] if named else []
        chosen = _sensible(key, inside or found)[:MOST_CANDIDATES]
        groups[key] = _Group(candidates=chosen, within=frozenset(within[key]), weight=1.0 + 0.3 * math.log(mentions[key]))
    for key, group in groups.items():
        seats = _seats(key, group.candidates)
        group.prior = [_prior(c) + (SEAT if c.number in seats else 0.0) for c in group.candidates]
        group.share = _shares(group.prior)
    return groups


def _sensible(key: str, found: Sequence[GazetteerPlace]) -> list[GazetteerPlace]:
    """Without what the bare name hardly ever means.

    That is: the quarter or village called like a part of the world ("Middle East"); namesakes inside a country of that name, or elsewhere
    but where towns are called after countries in English; and the region beside a city of that name that is a capital or holds many of the
    region's people.
    """
    wide = [c for c in found if c.kind == "area" and c.radius_km >= WIDE_KM]
    if wide and max(c.population for c in found) < KNOWN_PEOPLE:
        return wide
    countries = {c.country for c in found if c.kind == "country"}
    if countries:
        kept = [c for c in found if c.kind not in ("city", "part", "region") or (c.country in NAMED_AFTER and c.country not in countries)]
        return kept or list(found)
    seats = _seats(key, found)
    cities = [c for c in found if c.kind == "city"]
    return [c for c in found if c.kind not in ("region", "part") or not any(_fills(city, c, seats) for city in cities)]


def _fills(city: GazetteerPlace, region: GazetteerPlace, seats: frozenset[int]) -> bool:
    beside = _apart_km(region, city) < BESIDE_KM + region.radius_km
    if city.number in seats:
        return beside or region.country == city.country
    return city.population >= FILLS * region.population and (beside or region.country == city.country)


def _seats(key: str, found: Sequence[GazetteerPlace]) -> frozenset[int]:
    """The capitals among places of one name: of each country of which it is the capital's name, the largest city."""
    made: dict[str, int] = {}
    for place in found:
        if place.kind == "city" and place.country is not None and (place.country, key) in capitals():
            made.setdefault(place.country, place.number)
    return frozenset(made.values())


@cache
def capitals() -> frozenset[tuple[str, str]]:
    """(ISO 3166-1 alpha-3, normalised name) of capitals and seats of government."""
    return frozenset((c.iso3, normalise(name)) for c in countries_of_the_world().values() for name in (*c.seats, *c.capitals))


def _prior(place: GazetteerPlace) -> float:
    return PEOPLE * math.log10(place.population + 100) * math.log(10) / 2 + KIND_BONUS[place.kind]


def _shares(scores: Sequence[float]) -> list[float]:
    top = max(scores)
    raw = [math.exp(s - top) for s in scores]
    total = sum(raw)
    return [r / total for r in raw]


def _count(groups: Iterable[_Group], countries: Mapping[str, int]) -> _Votes:
    votes = _Votes()
    for group in groups:
        for place, share in zip(group.candidates, group.share, strict=True):
            if share > 0.02:
                votes.add(place, share * group.weight)
    for country, times in countries.items():
        votes.country[country] += DEMONYM * (1 + math.log(times))
    return votes


def _believe(group: _Group, votes: _Votes) -> None:
    """Weigh a group's candidates anew by what the other groups say."""
    if len(group.candidates) == 1:
        group.score = group.prior
        return
    own = _count([group], {})
    group.score = [prior + _context(place, votes, own) for place, prior in zip(group.candidates, group.prior, strict=True)]
    group.share = _shares(group.score)


def _context(place: GazetteerPlace, votes: _Votes, own: _Votes) -> float:
    score = 0.0
    region = place.number if place.kind == "region" else place.region
    if region is not None:
        score += REGION * math.log1p(max(0.0, votes.region[region] - own.region[region]))
    part = place.number if place.kind == "part" else place.part
    if part is not None:
        score += PART * math.log1p(max(0.0, votes.part[part] - own.part[part]))
    if place.country is not None:
        score += COUNTRY * math.log1p(max(0.0, votes.country[place.country] - own.country[place.country]))
    if place.radius_km < 120:
        score += NEARBY * math.log1p(max(0.0, votes.near(place) - own.near(place)))
    return score


def _winner(group: _Group) -> GazetteerPlace | None:
    ranked = sorted(zip(group.score, range(len(group.score)), strict=True), key=lambda s: (-s[0], s[1]))
    best = group.candidates[ranked[0][1]]
    for score, n in ranked[1:]:
        if ranked[0][0] - score >= LEAST_LEAD:
            break
        other = group.candidates[n]
        if _apart_km(best, other) > APART_KM + best.radius_km + other.radius_km:
            return None
    return best


def _apart_km(one: GazetteerPlace, other: GazetteerPlace) -> float:
    return distance_km(one.lat, one.lon, other.lat, other.lon)
