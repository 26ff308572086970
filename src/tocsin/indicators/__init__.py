"""From what is known as of a moment to readings: what each indicator of a watch counts, against its own past."""

from tocsin.indicators.ladder import Rung, ladder, rung
from tocsin.indicators.levels import Thresholds, thresholds
from tocsin.indicators.matching import Matcher
from tocsin.indicators.material import Heard, Material
from tocsin.indicators.reading import readings

__all__ = ["Heard", "Matcher", "Material", "Rung", "Thresholds", "ladder", "readings", "rung", "thresholds"]
