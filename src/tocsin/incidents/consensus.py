"""What the tellings of an incident agree on: what it was, who did it to whom, on which days, where, in which words."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache

from tocsin.gazetteer.distance import distance_km
from tocsin.incidents.headlines import without_credit
from tocsin.incidents.origins import Telling
from tocsin.incidents.sides import party_key
from tocsin.incidents.words import function_words, terms, unaccented
from tocsin.ontology.plover import OTHER, RECIPROCAL
from tocsin.records import FiledArticle, FiledEvent, Party

_MANY = 3  # publishers, among whom what one alone says may be a slip
Days = tuple[date | None, date | None]


def kind_of(told: Sequence[Telling]) -> str:
    """The type that most publishers tell of. "OTHER" says only that no code was found: a type of its own goes before it, unless so few tell
    of that one that it is their slip, or what they tell of besides: fewer than half as many. Raises ValueError where there are no tellings.
    """
    by_type: dict[str, set[str]] = defaultdict(set)
    for telling in told:
        by_type[telling.event.type].add(telling.publisher)
    coded = {kind: publishers for kind, publishers in by_type.items() if kind != OTHER} or by_type
    best = min(coded, key=lambda kind: (-len(coded[kind]), kind))
    return OTHER if len(by_type.get(OTHER, ())) > 2 * len(coded[best]) else best


def says_most(told: Sequence[Telling]) -> Telling:
    """The telling that says most: of the type that they agree on (see `kind_of`), the one with the most of what can be known.

    Of several the first. Raises ValueError where there are no tellings.
    """
    kind = kind_of(told)
    return min((t for t in told if t.event.type == kind), key=lambda t: (t.copied, -_fullness(t.event), t.known_at, t.event.id))


def _fullness(event: FiledEvent) -> int:
    """How much a telling says: parties, mode, place, a day of its own, numbers."""
    stated = event.when_basis in ("stated", "inferred")
    return sum(map(bool, (event.sources, event.targets, event.mode, event.place, stated, event.quantities, event.cameo)))


def title(told: Sequence[Telling], articles: Mapping[str, FiledArticle], leads: Collection[str]) -> str:
    """A title of the articles that report it as their news: of three or more the one most like the others, else that of the telling that
    says most; where none reports it, the sentence that says most.

    A row of a table has neither: then who did what to whom, in codes.
    """
    main = says_most(told)
    heads = [t for t in told if t.event.article in leads and _title(t, articles)]
    if heads:
        return _title(_most_like_others(heads, articles) or says_most(heads), articles) or ""
    if main.event.sentence and main.event.sentence.strip():
        return " ".join(main.event.sentence.split())
    return _title(main, articles) or in_codes(main.event)


def _most_like_others(heads: Sequence[Telling], articles: Mapping[str, FiledArticle]) -> Telling | None:
    """Of titles of three or more publishers, the one that shares most words with those of the others, of the type that they agree on."""
    if len({t.publisher for t in heads}) < _MANY:
        return None
    words = {t.event.id: _words(_title(t, articles) or "") for t in heads}
    kind = kind_of(heads)

    def alike(telling: Telling) -> float:
        own, shares = words[telling.event.id], dict[str, float]()
        for other in heads:
            if other.publisher != telling.publisher:
                theirs = words[other.event.id]
                share = 2 * len(own & theirs) / max(len(own) + len(theirs), 1)
                shares[other.publisher] = max(share, shares.get(other.publisher, 0.0))
        return round(sum(shares.values()), 9)

    return min((t for t in heads if t.event.type == kind), key=lambda t: (-alike(t), t.copied, t.known_at, t.event.id))


@lru_cache(maxsize=8192)
def _words(text: str) -> frozenset[str]:
    """The words of a title or name that tell something, in the form in which they are compared."""
    return frozenset(terms(text)) - function_words()


def titled(told: Iterable[Telling], articles: Mapping[str, FiledArticle], leads: Collection[str]) -> frozenset[str]:
    """The words of the titles of the articles that report it as their news; of three publishers' or more, those that two of them have."""
    by_publisher: dict[str, set[str]] = defaultdict(set)
    for telling in told:
        if telling.event.article in leads and (head := _title(telling, articles)):
            by_publisher[telling.publisher] |= _words(head)
    counts = Counter(word for words in by_publisher.values() for word in words)
    least = 1 if len(by_publisher) < _MANY else 2
    return frozenset(word for word, many in counts.items() if many >= least)


def _title(telling: Telling, articles: Mapping[str, FiledArticle]) -> str | None:
    article = articles.get(telling.event.article or "")
    return " ".join(without_credit(article.title)[0].split()) or None if article and article.title else None


def in_codes(event: FiledEvent) -> str:
    """As in "Arland ASSAULT Borland"."""
    sides = [", ".join(party.name or party.code or "?" for party in parties) or "?" for parties in (event.sources, event.targets)]
    return f"{sides[0]} {event.type} {sides[1]}"


def parties(told: Sequence[Telling], role: str, heads: frozenset[str] = frozenset()) -> tuple[Party, ...]:
    """The parties in a role ("sources", "targets", "proxies") on whom the tellings that name any agree.

    Each publisher has one voice. The one that most name, of several the one that is in the titles, then the first; and all whom more than
    half name; under the name and code that most give. Where three or more publishers tell of it, whom one alone names counts only where the
    titles name him too.

    heads: the words of the titles (see `titled`).
    """
    same = _same_names(told)
    voices: dict[str, set[str]] = defaultdict(set)
    forms: dict[str, Counter[Party]] = defaultdict(Counter)
    first: dict[str, int] = {}
    naming = set()
    for telling in told:
        for party in getattr(telling.event, role):
            key = same.get(_name(party)) or party_key(party)
            if key is None:
                continue
            naming.add(telling.publisher)
            voices[key].add(telling.publisher)
            forms[key][party] += 1
            first.setdefault(key, len(first))
    many = len({t.publisher for t in told}) >= _MANY
    in_titles = {key for key in voices if any(_is_titled(party, heads) for party in forms[key])}
    kept = [key for key in voices if not many or len(voices[key]) > 1 or key in in_titles]
    order = sorted(kept, key=lambda key: (-len(voices[key]), key not in in_titles, first[key], key))
    agreed = [key for at, key in enumerate(order) if at == 0 or 2 * len(voices[key]) > len(naming)]
    return tuple(min(forms[key], key=lambda p: (-forms[key][p], -len(p.name or ""), repr(p))) for key in agreed)


def _name(party: Party) -> str:
    return unaccented(party.name or "").casefold()


def _same_names(told: Iterable[Telling]) -> dict[str, str]:
    """Name -> key of those whom some tellings know by a code, for the others that have the name alone."""
    known: dict[str, Counter[str]] = defaultdict(Counter)
    for telling in told:
        for party in (*telling.event.sources, *telling.event.targets, *telling.event.proxies):
            if party.name and party.code and (key := party_key(party)):
                known[_name(party)][key] += 1
    return {name: min(keys, key=lambda key: (-keys[key], key)) for name, keys in known.items()}


def _is_titled(party: Party, heads: frozenset[str]) -> bool:
    """Whether titles name a party, or the state that it acts for."""
    return f"@{party.country}" in heads or bool(_words(party.name or "") & heads)


def roles(told: Sequence[Telling], heads: frozenset[str] = frozenset()) -> tuple[tuple[Party, ...], tuple[Party, ...], tuple[Party, ...]]:
    """Sources, targets, proxies. Of what two sides do together, either may be named first: then both stand in both.

    Who stands in both roles of anything else stands there by a slip, and stays where more publishers have him, as a target where as many.
    """
    sources, targets, proxies = (parties(told, role, heads) for role in ("sources", "targets", "proxies"))
    if says_most(told).event.type not in RECIPROCAL:
        return (*_apart(told, sources, targets), proxies)
    both = {party_key(party): party for party in (*sources, *targets)}
    mutual = len(both) > 1
    return (tuple(both.values()), tuple(both.values()), proxies) if mutual else (sources, targets, proxies)


def _apart(told: Sequence[Telling], sources: Sequence[Party], targets: Sequence[Party]) -> tuple[tuple[Party, ...], tuple[Party, ...]]:
    same = _same_names(told)

    def key(party: Party) -> str | None:
        return same.get(_name(party)) or party_key(party)

    def voices(role: str, of: str | None) -> int:
        return len({t.publisher for t in told if any(key(party) == of for party in getattr(t.event, role))})

    twice = {key(party) for party in sources} & {key(party) for party in targets}
    acting = {one for one in twice if voices("sources", one) > voices("targets", one)}
    return tuple(p for p in sources if key(p) not in twice - acting), tuple(p for p in targets if key(p) not in acting)


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


def place(told: Sequence[Telling], heads: frozenset[str] = frozenset()) -> FiledEvent | None:
    """The event whose place is the most precise of those on which most publishers agree; None where no telling has one.

    Two places agree where their circles meet, or where neither is located and they have one name. So a slip of one telling does not place
    the incident, however precise it is: where three or more publishers tell of it, a place of one alone counts only where titles or parties
    have to do with its country, or titles name it.

    heads: the words of the titles (see `titled`).
    """
    placed = [t for t in told if t.event.place]
    if len({t.publisher for t in told}) >= _MANY:
        theirs = {party.country for t in told for party in (*t.event.sources, *t.event.targets)}
        placed = [t for t in placed if _agreeing(t, placed) > 1 or _has_to_do(t.event, heads, theirs)]
    located = [t for t in placed if t.event.radius_km is not None] or placed
    distinct = {(t.event.place, t.event.lat, t.event.lon, t.event.radius_km): t for t in reversed(located)}.values()
    best = min(distinct, key=lambda t: (-_agreeing(t, located), _radius(t), t.event.place or "", t.event.id), default=None)
    return best.event if best else None


def _has_to_do(event: FiledEvent, heads: frozenset[str], countries: Collection[str | None]) -> bool:
    """Whether the place of an event is named in titles, or lies in a country that they name or a party belongs to, or in none."""
    country = event.place_country
    return country is None or country in countries or f"@{country}" in heads or bool(_words(event.place or "") & heads)


def _radius(telling: Telling) -> float:
    return telling.event.radius_km if telling.event.radius_km is not None else math.inf


def _agreeing(telling: Telling, others: Iterable[Telling]) -> int:
    return len({other.publisher for other in others if _meet(telling.event, other.event)})


def _meet(one: FiledEvent, other: FiledEvent) -> bool:
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return one.place == other.place
    return distance_km(one.lat, one.lon, other.lat, other.lon) <= (one.radius_km or 0.0) + (other.radius_km or 0.0)
