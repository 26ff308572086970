"""Coded events of different articles that tell of one happening because who, what, whom and when are the same.

What agrees in type, parties and day goes by one key; no key where a party or the day is unknown. Parties are states, where they act for
one, and known groups; "two tankers" are neither.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar

from tocsin.ontology import SECTORS
from tocsin.ontology.plover import OTHER
from tocsin.records import FiledEvent, Party

_STATE = frozenset({"GOV", "MIL", "SPY", "LEG", "JUD", "UNK"})
_AHEAD = frozenset({"scheduled", "threatened", "demanded", "possible"})
_PLACED = frozenset({"city", "facility"})


def key_of(event: FiledEvent) -> str | None:
    """What the event is known by: type, whether it lies ahead, day, source and target; None where one of them is unknown.

    Of what both sides do alike, as meeting, the sides have no order.
    """
    if event.type == OTHER or event.earliest is None or event.earliest != event.latest:
        return None
    sources, targets = parties(event.sources), parties(event.targets)
    if not sources or not targets:
        return None
    sides = "+".join(sources) if sources == targets else f"{'+'.join(sources)}>{'+'.join(targets)}"
    return f"{event.type}{'?' if event.status in _AHEAD else ''} {event.earliest.isoformat()} {sides}"


def parties(named: Iterable[Party]) -> tuple[str, ...]:
    """Codes of the states for which parties act and of known groups, each once, in order."""
    return tuple(sorted({code for party in named if (code := _code(party))}))


def _code(party: Party) -> str | None:
    if party.country and party.sector in _STATE:
        return party.country
    return party.code if party.code and len(party.code) > 3 and party.code not in SECTORS else None


def place_of(event: FiledEvent) -> str | None:
    """The town or building where it happened, None where none is known."""
    return event.place if event.place_kind in _PLACED else None


class Placed(Protocol):
    """What has a place, or none."""

    @property
    def place(self) -> str | None:
        """Name of a town or building."""
        ...


P = TypeVar("P", bound=Placed)


def by_place(events: Sequence[P]) -> list[list[P]]:
    """Events of one key, parted by the towns where they happened; those without one stand with the others where those have but one."""
    made: dict[str | None, list[P]] = defaultdict(list)
    for event in events:
        made[event.place].append(event)
    if len(made) == 2 and None in made:
        return [list(events)]
    return [made[place] for place in sorted(made, key=lambda p: (p is None, p))]
