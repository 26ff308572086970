"""Detectors of bursts: from counts per window to how alarming each window is, judged by earlier windows only."""

from __future__ import annotations

from typing import Protocol

from numpy.typing import ArrayLike

from tocsin.indicators.detectors.changepoint import ChangePoint
from tocsin.indicators.detectors.counts import Baseline, Floats, MovingBaseline, checked, surprise
from tocsin.indicators.detectors.ears import Ears
from tocsin.indicators.detectors.farrington import Farrington
from tocsin.indicators.detectors.negative_binomial import Cusum, NegativeBinomial
from tocsin.indicators.detectors.threshold import alarms, threshold_for


class Detector(Protocol):
    """Scores the windows of a series of counts."""

    @property
    def name(self) -> str:
        """As it stands in tables."""

    def scores(self, counts: ArrayLike, exposure: ArrayLike | None = None) -> Floats:
        """One score a window, the higher the more alarming; NaN where there is too little history, or no exposure.

        counts:   events per window, in order, without gaps; at least 0.
        exposure: how much could have been seen in each window, in any unit; 0 for a window in which nothing was read.
        """


DEFAULT: Detector = ChangePoint()

DETECTORS: tuple[Detector, ...] = (
    DEFAULT,
    NegativeBinomial(),
    NegativeBinomial(name="negative binomial, scan 1-3", lengths=(1, 2, 3)),
    Cusum(),
    Farrington(),
    Ears(name="EARS C1", gap=0),
    Ears(name="EARS C2", gap=2),
    Ears(name="EARS C3", gap=2, summed=3),
)

__all__ = [
    "DEFAULT",
    "DETECTORS",
    "Baseline",
    "ChangePoint",
    "Cusum",
    "Detector",
    "Ears",
    "Farrington",
    "Floats",
    "MovingBaseline",
    "NegativeBinomial",
    "alarms",
    "checked",
    "surprise",
    "threshold_for",
]
