"""How many were killed, arrested, deployed: the least and the most that any origin says."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from tocsin.incidents.origins import Telling
from tocsin.records import Tally


def tallies(told: Iterable[Telling]) -> tuple[Tally, ...]:
    """The tallies of those who affirm, by unit; each origin with the last number that it gives, since counts of victims grow.

    Of several numbers that an origin gives of one unit at one moment the greatest counts: the others are parts of it.
    """
    last: dict[str, dict[str, tuple[Telling, float]]] = defaultdict(dict)
    for telling in sorted(told, key=lambda t: (t.known_at, t.event.id)):
        for quantity in telling.event.quantities:
            of_unit = last[quantity.unit]
            before = of_unit.get(telling.speaker.key)
            if before is None or telling.known_at > before[0].known_at or quantity.value > before[1]:
                of_unit[telling.speaker.key] = (telling, quantity.value)
    made = []
    for unit in sorted(last):
        values = [value for _, value in last[unit].values()]
        made.append(Tally(unit=unit, least=min(values), most=max(values), origins=len(values)))
    return tuple(made)
