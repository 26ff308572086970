"""Whether an incident or a claim is of the kind that a watch asks about: ground that indicators, scenarios and questions share."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from tocsin.gazetteer.actors import bodies
from tocsin.gazetteer.countries import countries
from tocsin.gazetteer.distance import distance_km
from tocsin.records import Area, FiledClaim, Incident, Party, Pattern

KNOWN_TO_BE = frozenset({"occurred", "ongoing", "disputed"})
"""The statuses that a pattern means which names none."""

FRESH_DAYS = 14
"""What lay further back than that when it became known is background, and counts for nothing."""

_STATELESS = frozenset({"IGO", "IMG", "INT", "MNC", "NGM", "NGO", "UIS"})  # CAMEO manual, ch. 3


def matches(pattern: Pattern, incident: Incident, sentences: Iterable[str] = ()) -> bool:
    """Whether the incident is of the kind; `sentences` are those that tell it, for `pattern.words`."""
    return (
        incident.status in (pattern.statuses or KNOWN_TO_BE)
        and (not pattern.types or incident.type in pattern.types)
        and (not pattern.modes or incident.mode in pattern.modes)
        and (incident.affirmed or incident.denied) >= pattern.origins
        and _between(pattern, incident)
        and (not pattern.areas or any(_lies_in(incident, area) for area in pattern.areas))
        and (not pattern.words or holds_any(pattern.words, (incident.title, *sentences)))
    )


def says(pattern: Pattern, claim: FiledClaim) -> bool:
    """Whether it is a claim of the kind: `who` is its origin, `whom` is named in its words, or one of `words` stands there."""
    origin = claim.chain[-1] if claim.chain else None
    return (
        (not pattern.stances or claim.stance in pattern.stances)
        and (not pattern.who or (origin is not None and any(_is(term, origin.name, origin.code, None) for term in pattern.who)))
        and (not pattern.whom or any(names(term) and holds_any(names(term), (claim.text,)) for term in pattern.whom))
        and (not pattern.words or holds_any(pattern.words, (claim.text,)))
    )


def happening(incident: Incident) -> str:
    """Equal for incidents that are in all likelihood one: the same kind of act between the same two on the same day in one running affair.

    Merging misses some that share few words; what is counted must not grow with how many reporters tell it in their own way.
    """
    if incident.story is None or incident.latest is None or incident.source is None:
        return incident.id
    return f"{incident.story} {incident.type} {incident.source} {incident.target} {incident.latest}"


def is_party(term: str, party: Party) -> bool:
    """Whether an actor term means this party: a code in capitals by its beginning or as the country, else a name.

    >>> guards = Party(name="Revolutionary Guards", code="IRNMIL", country="IRN", sector="MIL")
    >>> [is_party(term, guards) for term in ("IRN", "IRNMIL", "IRNGOV", "revolutionary guards")]
    [True, True, False, True]
    """
    return _is(term, party.name, party.code, party.country)


def is_code(term: str) -> bool:
    """Whether a term is a CAMEO actor code, not a name: capitals and digits that begin with a state or a kind of body of no state.

    >>> [is_code(term) for term in ("IRNMIL", "LBNREBH", "IGOUNO", "NATO", "Hamas")]
    [True, True, True, False, False]
    """
    return term.isalnum() and term.isupper() and (term[:3] in countries() or term[:3] in _STATELESS)


def holds_any(words: Iterable[str], texts: Iterable[str]) -> bool:
    """Whether one of the words or phrases stands in one of the texts: whole words, in any case; "drill*" also means "drills".

    >>> holds_any(("security cabinet", "drill*"), ("The Security  Cabinet met.",)), holds_any(("drill",), ("drills",))
    (True, False)
    """
    wanted = _expression(tuple(words))
    return any(wanted.search(text) for text in texts)


@cache
def names(term: str) -> tuple[str, ...]:
    """The words by which a text may name what an actor term means: of a code those of its country, of a name its aliases.

    >>> names("IRNMIL")[:2], "Hizbollah" in names("Hezbollah")
    (('Iran', 'Islamic Republic of Iran'), True)
    """
    if is_code(term):
        country = countries().get(term[:3])
        return (*country.names, *country.adjectives, *country.people, *country.seats) if country else ()
    return next((called for body, called in bodies() if body.name.casefold() == term.casefold()), (term,))


@cache
def _expression(words: tuple[str, ...]) -> re.Pattern[str]:
    parts = (r"\s+".join(re.escape(part).replace(r"\*", r"\w*") for part in word.split()) for word in words)
    return re.compile(rf"(?<!\w)(?:{'|'.join(parts)})(?!\w)", re.IGNORECASE)


def _between(pattern: Pattern, incident: Incident) -> bool:
    doers, targets = (*incident.sources, *incident.proxies), incident.targets
    if _sides(pattern.who, doers, pattern.whom, targets):
        return True
    return pattern.between and _sides(pattern.who, targets, pattern.whom, doers)


def _sides(who: tuple[str, ...], doers: tuple[Party, ...], whom: tuple[str, ...], targets: tuple[Party, ...]) -> bool:
    return _among(who, doers) and _among(whom, targets)


def _among(terms: tuple[str, ...], parties: tuple[Party, ...]) -> bool:
    return not terms or any(is_party(term, party) for term in terms for party in parties)


def _is(term: str, name: str | None, code: str | None, country: str | None) -> bool:
    if is_code(term):
        return bool(code and code.startswith(term)) or country == term
    return name is not None and name.casefold() in _folded(term)


@cache
def _folded(term: str) -> frozenset[str]:
    return frozenset(name.casefold() for name in (term, *names(term)))


def _lies_in(incident: Incident, area: Area) -> bool:
    if incident.place is None:
        return any(party.country in area.countries for party in incident.targets)
    if incident.place_country is not None and incident.place_country in area.countries:
        return True
    if area.lat is None or area.lon is None or incident.lat is None or incident.lon is None:
        return False
    apart = distance_km(incident.lat, incident.lon, area.lat, area.lon)
    return apart - (incident.radius_km or 0.0) <= (area.radius_km or 0.0)
