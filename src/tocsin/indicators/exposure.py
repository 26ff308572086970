"""How much was read in a window against what is usual, so that more news is not taken for more happening, nor silent sources for calm."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from tocsin.indicators.baseline import Floats
from tocsin.indicators.material import Heard, day_number

LEAST, MOST = 0.25, 2.0
"""The ratio is kept between these: a crisis brings articles of its own, and what it brings must not explain it away."""

DAMPING = 10.0
"""So many articles of usual exposure are added to both sides of the ratio, so that little material says little."""

_USUALLY = 0.5  # an outlet is a usual one if it is heard in at least this share of the windows


class Exposure:
    """Articles by day since `start`, None where they are not known; what is asked about a window is asked by the place of its last day."""

    def __init__(self, articles: Sequence[Heard] | None, start: int, days: int) -> None:
        self._days = days
        self.known = articles is not None
        self._articles = [(day_number(known_at) - start, outlet) for known_at, outlet in articles or ()]
        self._daily = np.bincount([day for day, _ in self._articles], minlength=days).astype(np.float64)
        self._sums: dict[int, Floats] = {}
        self._heard: dict[int, npt.NDArray[np.bool_]] = {}

    def observed(self, ends: npt.NDArray[np.int64], window: int) -> npt.NDArray[np.bool_]:
        """Whether any article was read in the windows; all were where nothing is known of articles."""
        return self._in_windows(window)[ends] > 0 if self.known else np.ones(len(ends), dtype=np.bool_)

    def ratios(self, past: npt.NDArray[np.int64], end: int, window: int, healthy: float) -> tuple[Floats, float]:
        """Exposure of past windows and of the one that ends at `end`, 1 being the mean of the past."""
        if not self.known or not len(past):
            return np.ones(len(past)), 1.0
        sums = self._in_windows(window)
        usual = float(sums[past].mean()) + DAMPING
        then, now = (sums[past] + DAMPING) / usual, (float(sums[end]) + DAMPING * healthy) / usual
        return np.clip(then, LEAST, MOST), min(max(now, LEAST), MOST)

    def outlets_heard(self, past: npt.NDArray[np.int64], end: int, window: int) -> float:
        """Which share of the outlets that are usually heard in a window are heard in this one; 1 where none is usual."""
        heard = self._by_outlet(window)
        usual = heard[:, past].mean(axis=1) >= _USUALLY if len(past) and len(heard) else np.zeros(len(heard), dtype=np.bool_)
        return float(heard[usual, end].mean()) if usual.any() else 1.0

    def _in_windows(self, window: int) -> Floats:
        if window not in self._sums:
            self._sums[window] = _sliding(self._daily, window)
        return self._sums[window]

    def _by_outlet(self, window: int) -> npt.NDArray[np.bool_]:
        if window not in self._heard:
            outlets = {outlet: place for place, outlet in enumerate(sorted({outlet for _, outlet in self._articles if outlet}))}
            daily = np.zeros((len(outlets), self._days))
            for day, outlet in self._articles:
                if outlet:
                    daily[outlets[outlet], day] = 1
            self._heard[window] = _sliding(daily, window) > 0
        return self._heard[window]


def _sliding(daily: Floats, window: int) -> Floats:
    """Sums over the `window` days that end on each day, along the last axis."""
    totals = np.cumsum(daily, axis=-1)
    sums = totals.copy()
    sums[..., window:] -= totals[..., :-window]
    return sums
