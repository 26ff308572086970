"""What the tellings of an incident agree on: what it was, who did it to whom, on which days, where, in which words."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date

from tocsin.incidents.origins import Telling
from tocsin.incidents.sides import party_key
from tocsin.ontology.plover import OTHER, RECIPROCAL
from tocsin.records import FiledArticle, FiledEvent, Party

_EARTH_KM = 6371.0
Days = tuple[date | None, date | None]


def says_most(told: Sequence[Telling]) -> Telling:
    """The telling that says most: of the type that most publishers tell of, the one with the most of what can be known.

    Of several the first. A type of its own goes before "OTHER". Raises ValueError where there are no tellings.
    """
    by_type: dict[str, set[str]] = defaultdict(set)
    for telling in told:
        by_type[telling.event.type].add(telling.publisher)
    kind = min(by_type, key=lambda t: (t == OTHER, -len(by_type[t]), t))
    return min((t for t in told if t.event.type == kind), key=lambda t: (t.copied, -_fullness(t.event), t.known_at, t.event.id))


def _fullness(event: FiledEvent) -> int:
    """How much a telling says: parties, mode, place, a day of its own, numbers."""
    stated = event.when_basis in ("stated", "inferred")
    return sum(map(bool, (event.sources, event.targets, event.mode, event.place, stated, event.quantities, event.cameo)))


def title(told: Sequence[Telling], articles: Mapping[str, FiledArticle], leads: Collection[str]) -> str:
    """The title of the article that says most among those that report it as their news; else the sentence that says most.

    A row of a table has neither: then who did what to whom, in codes.
    """
    main = says_most(told)
    heads = [t for t in told if t.event.article in leads and _title(t, articles)]
    if heads:
        return _title(says_most(heads), articles) or ""
    if main.event.sentence and main.event.sentence.strip():
        return " ".join(main.event.sentence.split())
    return _title(main, articles) or in_codes(main.event)


def _title(telling: Telling, articles: Mapping[str, FiledArticle]) -> str | None:
    article = articles.get(telling.event.article or "")
    return " ".join(article.title.split()) or None if article and article.title else None


def in_codes(event: FiledEvent) -> str:
    """As in "Arland ASSAULT Borland"."""
    sides = [", ".join(party.name or party.code or "?" for party in parties) or "?" for parties in (event.sources, event.targets)]
    return f"{sides[0]} {event.type} {sides[1]}"


def parties(told: Sequence[Telling], role: str) -> tuple[Party, ...]:
    """The parties in a role ("sources", "targets", "proxies") on whom the tellings that name any agree.

    Each publisher has one voice. The one that most name, the first of several, and all whom more than half name; under the name and code
    that most give.
    """
    voices: dict[str, set[str]] = defaultdict(set)
    forms: dict[str, Counter[Party]] = defaultdict(Counter)
    first: dict[str, int] = {}
    naming = set()
    for telling in told:
        for party in getattr(telling.event, role):
            key = party_key(party)
            if key is None:
                continue
            naming.add(telling.publisher)
            voices[key].add(telling.publisher)
            forms[key][party] += 1
            first.setdefault(key, len(first))
    order = sorted(voices, key=lambda key: (-len(voices[key]), first[key], key))
    kept = [key for at, key in enumerate(order) if at == 0 or 2 * len(voices[key]) > len(naming)]
    return tuple(min(forms[key], key=lambda p: (-forms[key][p], -len(p.name or ""), repr(p))) for key in kept)


def roles(told: Sequence[Telling]) -> tuple[tuple[Party, ...], tuple[Party, ...], tuple[Party, ...]]:
    """Sources, targets, proxies. Of what two sides do together, either may be named first: then both stand in both."""
    sources, targets, proxies = (parties(told, role) for role in ("sources", "targets", "proxies"))
    if says_most(told).event.type not in RECIPROCAL:
        acting = {party_key(party) for party in sources}
        others = tuple(party for party in targets if party_key(party) not in acting)
        return sources, others or targets, proxies
    both = {party_key(party): party for party in (*sources, *targets)}
    mutual = len(both) > 1
    return (tuple(both.values()), tuple(both.values()), proxies) if mutual else (sources, targets, proxies)


def days(told: Iterable[Telling]) -> Days:
    """The days on which most publishers agree, of tellings whose words or frame say when; the shortest stretch, then the first of several.

    Where only days of publication bound it, the tightest bound; (None, None) where nothing says.
    """
    stated: dict[tuple[date, date], set[str]] = defaultdict(set)
    bounds: list[Days] = []
    for telling in told:
        event = telling.event
        if event.when_basis in ("stated", "inferred") and event.earliest and event.latest:
            stated[event.earliest, event.latest].add(telling.publisher)
        elif event.earliest or event.latest:
            bounds.append((event.earliest, event.latest))
    if stated:
        return _most_agreed(stated)
    return max((b[0] for b in bounds if b[0]), default=None), min((b[1] for b in bounds if b[1]), default=None)


def _most_agreed(stated: Mapping[tuple[date, date], set[str]]) -> Days:
    """The days that lie within the intervals of most publishers. As many as there ever are meet where one of the intervals begins."""
    meets = {}
    for begin, _ in stated:
        covering = [days for days in stated if days[0] <= begin <= days[1]]
        meets[begin, min(end for _, end in covering)] = len(set().union(*(stated[days] for days in covering)))
    return min(meets, key=lambda days: (-meets[days], days[1] - days[0], days))


def place(told: Sequence[Telling]) -> FiledEvent | None:
    """The event whose place is the most precise of those on which most publishers agree; None where no telling has one.

    Two places agree where their circles meet, or where neither is located and they have one name. So a slip of one telling does not place
    the incident, however precise it is.
    """
    placed = [t for t in told if t.event.place]
    located = [t for t in placed if t.event.radius_km is not None] or placed
    distinct = {(t.event.place, t.event.lat, t.event.lon, t.event.radius_km): t for t in reversed(located)}.values()
    best = min(distinct, key=lambda t: (-_agreeing(t, located), _radius(t), t.event.place or "", t.event.id), default=None)
    return best.event if best else None


def _radius(telling: Telling) -> float:
    return telling.event.radius_km if telling.event.radius_km is not None else math.inf


def _agreeing(telling: Telling, others: Iterable[Telling]) -> int:
    return len({other.publisher for other in others if _meet(telling.event, other.event)})


def _meet(one: FiledEvent, other: FiledEvent) -> bool:
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return one.place == other.place
    return distance_km(one.lat, one.lon, other.lat, other.lon) <= (one.radius_km or 0.0) + (other.radius_km or 0.0)


def distance_km(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Great-circle distance of two points in degrees (haversine formula).

    >>> round(distance_km(0, 0, 0, 90))
    10008
    """
    a, b = math.radians(lat), math.radians(other_lat)
    turn = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(math.radians(other_lon - lon) / 2) ** 2
    return 2 * _EARTH_KM * math.asin(min(1.0, math.sqrt(turn)))
