"""What is said of one window of an indicator, and the windows that it is compared with."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from typing import Protocol

import numpy as np
import numpy.typing as npt

from tocsin.indicators.baseline import Floats
from tocsin.records import IndicatorDefinition

Ends = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """The numbers of one window; fields as in `IndicatorReading`. notes: in the order in which they are to be read."""

    value: float | None = None
    routine: float | None = None
    expected: float | None = None
    p: float | None = None
    exposure: float | None = None
    notes: tuple[str, ...] = ()


class Track(Protocol):
    """An indicator over time; a window is named by the number (`date.toordinal`) of the last day on which its material became known."""

    @property
    def unit(self) -> str:
        """Of its values."""
        ...

    def judge(self, day: int) -> Judged:
        """What the windows before it make of the window."""
        ...

    def last_as_often(self, day: int, value: float) -> date | None:
        """The last day of the latest earlier window, not overlapping it, that was as unusual."""
        ...

    def rests_on(self, day: int) -> tuple[str, ...]:
        """The ids of what is counted in it."""
        ...


def past_windows(definition: IndicatorDefinition, start: int, day: int) -> Ends:
    """The last days of the whole windows before the one that ends on `day`, the latest first: none that begins before `start`, before the
    regime, or more than `history_days` before the window. With the season of the week, all end on the same day of it.
    """
    window, baseline = definition.window_days, definition.baseline
    step = 7 * math.ceil(window / 7) if baseline.season == "week" else window
    regime = baseline.since.toordinal() if baseline.since else 0
    earliest = max(start, day - window + 1 - baseline.history_days, regime) + window - 1
    return np.arange(day - step, earliest - 1, -step, dtype=np.int64)


def counts_less(definition: IndicatorDefinition) -> bool:
    """Whether it is unusually little that counts."""
    return definition.less or definition.kind == "silence"


def latest_as_unusual(values: Floats, value: float, *, less: bool) -> int | None:
    """The last place at which a value was as high (`less`: as low) as this one; None where none was, or none can be called unusual."""
    if value == 0 and not less:
        return None
    places = np.flatnonzero(values <= value if less else values >= value)
    return int(places[-1]) if len(places) else None


def too_short(windows: int, definition: IndicatorDefinition) -> str:
    """The note of what has no number for want of a past."""
    return f"not enough history: {windows} of {definition.baseline.min_windows} windows"
