"""Counts of hits in the windows that end on each day: one array for what is counted, one for what of it the level is read from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

import numpy as np
import numpy.typing as npt

from tocsin.indicators.baseline import Floats
from tocsin.indicators.matching import Hit
from tocsin.records import IndicatorDefinition

NEW_DAYS = 365
"""A type of event is new where it was not known of in so many days before the window."""

_Days = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What an indicator counts in the window that ends on each day since `start`.

    values: all of it. read: the same with routine acts at their weight. new: for "new-types", type -> whether it is new in the window.
    """

    start: int
    values: Floats
    read: Floats
    hits: tuple[Hit, ...]
    new: Mapping[str, _Days] = field(default_factory=dict)

    def rests_on(self, end: int) -> tuple[str, ...]:
        """The ids of what is counted in the window that ends on place `end`, earliest first."""
        day = self.start + end
        held = (hit for hit in self.hits if hit.fresh and hit.first <= day <= hit.last)
        return tuple(dict.fromkeys(hit.id for hit in held if (not self.new or self.new[hit.type][end]) and self._highest(hit, end)))

    def _highest(self, hit: Hit, end: int) -> bool:
        return hit.rung == 0 or hit.rung == self.values[end]


def tally(definition: IndicatorDefinition, hits: tuple[Hit, ...], start: int, days: int) -> Tally:
    """Counts over the windows that end on the days from number `start` on."""
    unusual = tuple(hit for hit in hits if hit.weight >= 1)
    if definition.kind == "ladder":
        return Tally(start=start, hits=hits, values=_highest(hits, start, days), read=_highest(unusual, start, days))
    if definition.kind == "new-types":
        new, read = (_new_types(some, hits, start, days, definition.window_days) for some in (hits, unusual))
        return Tally(start=start, hits=hits, values=_total(new, days), read=_total(read, days), new=new)
    values = _distinct(hits, start, days)
    read_in_full = definition.kind == "silence" or len(unusual) == len(hits)
    return Tally(start=start, hits=hits, values=values, read=values if read_in_full else _weighed(hits, start, days))


def _weighed(hits: Sequence[Hit], start: int, days: int) -> Floats:
    """Each key at the greatest weight that it has in the window: the sum over the steps between weights of those who weigh so much."""
    read, below = np.zeros(days), 0.0
    for weight in sorted({hit.weight for hit in hits}):
        read += (weight - below) * _distinct([hit for hit in hits if hit.weight >= weight], start, days)
        below = weight
    return read


def _distinct(hits: Iterable[Hit], start: int, days: int) -> Floats:
    changes = np.zeros(days + 1)
    for _, same in groupby(sorted(hits, key=lambda hit: (hit.key, hit.first)), key=lambda hit: hit.key):
        reach = start - 1
        for hit in same:
            first, last = max(hit.first, reach + 1), min(hit.last, start + days - 1)
            if first <= last:
                changes[first - start] += 1
                changes[last - start + 1] -= 1
                reach = last
    return np.cumsum(changes[:-1])


def _highest(hits: Iterable[Hit], start: int, days: int) -> Floats:
    highest = np.zeros(days)
    for hit in hits:
        held = slice(max(hit.first - start, 0), max(hit.last - start + 1, 0))
        np.maximum(highest[held], hit.rung, out=highest[held])
    return highest


def _new_types(hits: Iterable[Hit], known: Iterable[Hit], start: int, days: int, window: int) -> dict[str, _Days]:
    """Type -> the ends of those windows in which it is met, while the days before them have none. known: what takes away newness."""
    seen = {kind: _present(known, kind, start, days) for kind in {hit.type for hit in hits}}
    fresh = [hit for hit in hits if hit.fresh]
    return {
        kind: _within(_present(fresh, kind, start, days), window, 0) & ~_within(before, NEW_DAYS, window) for kind, before in seen.items()
    }


def _present(hits: Iterable[Hit], kind: str, start: int, days: int) -> _Days:
    present = np.zeros(days, dtype=np.bool_)
    present[[hit.first - start for hit in hits if hit.type == kind and 0 <= hit.first - start < days]] = True
    return present


def _within(present: _Days, span: int, ago: int) -> _Days:
    """Whether there is one in the `span` days that end `ago` days before each day."""
    ends = np.arange(len(present)) - ago + 1
    totals = np.concatenate(([0], np.cumsum(present)))
    found: _Days = totals[np.maximum(ends, 0)] > totals[np.maximum(ends - span, 0)]
    return found


def _total(new: Mapping[str, _Days], days: int) -> Floats:
    return np.sum(list(new.values()), axis=0, dtype=np.float64) if new else np.zeros(days)
