"""Which actors speak and act as one side: the government of a state with its forces, services and police; a group; a body of states."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from tocsin.gazetteer.countries import countries
from tocsin.incidents.words import unaccented
from tocsin.records import Party

_EXECUTIVE = frozenset({"", "GOV", "MIL", "SPY", "COP"})
_BODIES = ("IGO", "IMG", "NGO", "MNC")
_PLAIN = 6  # letters of a country and a sector; what is longer names one body or group


@lru_cache(maxsize=8192)
def side(code: str | None) -> str | None:
    """The side that an actor code stands for; None where it names no one body (journalists, courts, legislators of a state, unknown).

    A president and the spokesman of a ministry of his are one side. Courts and legislatures are apart from the government, and their
    members from each other.

    >>> side("IRNGOV"), side("IRNMIL"), side("LBNREBHEZ"), side("IGOUNO"), side("USALEG"), side("GOV")
    ('state:IRN', 'state:IRN', 'body:LBNREBHEZ', 'body:IGOUNO', None, None)
    """
    if not code:
        return None
    if code[:3] in countries() and code[3:] in _EXECUTIVE:
        return f"state:{code[:3]}"
    return f"body:{code}" if len(code) > _PLAIN or (code.startswith(_BODIES) and len(code) > 3) else None


def state_of(key: str) -> str | None:
    """The state (ISO 3166-1 alpha-3) that a side is, None where it is another body.

    >>> state_of("state:IRN"), state_of("body:IGOUNO")
    ('IRN', None)
    """
    kind, _, name = key.partition(":")
    return name if kind == "state" else None


def party_key(party: Party) -> str | None:
    """The side of a party, else its code, else its name; None where nothing is known of it."""
    return side(party.code) or party.code or (unaccented(party.name).casefold() if party.name else None)


def party_keys(parties: Iterable[Party]) -> frozenset[str]:
    """The keys of those parties of which something is known."""
    return frozenset(key for key in map(party_key, parties) if key)
