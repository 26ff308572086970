"""Words for probabilities, on the scales that readers know. A probability is stored as a number; a word is only how it is printed.

Sources: ICD 203 (Office of the Director of National Intelligence, 2015), two rows of words for the same bands; Kent, "Words of Estimative
Probability" (Studies in Intelligence 8:4, 1964); Professional Head of Intelligence Assessment, "Explaining uncertainty in UK intelligence
assessment" (Cabinet Office, March 2025).
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

Scale = Literal["icd203", "icd203-row2", "kent", "phia"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """What a word stands for: from `low` to `high` per cent, both included.

    word: as it is printed; forms: other words for the same band, or the same word as an adverb.
    """

    word: str
    low: float
    high: float
    forms: tuple[str, ...] = ()


def _bands(*rows: tuple[str, float, float] | tuple[str, float, float, str]) -> tuple[Band, ...]:
    return tuple(Band(word=row[0], low=row[1], high=row[2], forms=row[3:]) for row in rows)


SCALES: MappingProxyType[Scale, tuple[Band, ...]] = MappingProxyType(
    {
        "icd203": _bands(
            ("almost no chance", 1, 5),
            ("very unlikely", 5, 20),
            ("unlikely", 20, 45),
            ("roughly even chance", 45, 55),
            ("likely", 55, 80),
            ("very likely", 80, 95),
            ("almost certain", 95, 99, "almost certainly"),
        ),
        "icd203-row2": _bands(
            ("remote", 1, 5),
            ("highly improbable", 5, 20),
            ("improbable", 20, 45, "improbably"),
            ("roughly even odds", 45, 55),
            ("probable", 55, 80, "probably"),
            ("highly probable", 80, 95),
            ("nearly certain", 95, 99),
        ),
        "kent": _bands(
            ("impossible", 0, 0),
            ("almost certainly not", 1, 12),
            ("probably not", 20, 40),
            ("chances about even", 40, 60),
            ("probable", 63, 87, "probably"),
            ("almost certain", 87, 99, "almost certainly"),
            ("certain", 100, 100),
        ),
        "phia": _bands(
            ("remote chance", 1, 5),
            ("highly unlikely", 10, 20),
            ("unlikely", 25, 35),
            ("realistic possibility", 40, 49),
            ("likely", 55, 75, "probable"),
            ("highly likely", 80, 90),
            ("almost certain", 95, 99),
        ),
    }
)
"""Scale -> its bands, the least likely first. Kent's and PHIA's leave gaps on purpose; PHIA's edges hold to the whole per cent."""


def _words() -> dict[str, frozenset[Scale]]:
    found: dict[str, set[Scale]] = {}
    for scale, bands in SCALES.items():
        for band in bands:
            for word in (band.word, *band.forms):
                found.setdefault(word, set()).add(scale)
    return {word: frozenset(found[word]) for word in sorted(found, key=lambda word: (-len(word), word))}


WORDS = MappingProxyType(_words())
"""Every word of every scale -> the scales that have it; the longest first, so that "very likely" is met before "likely"."""


def term(p: float, scale: Scale = "icd203") -> str | None:
    """The word for a probability.

    An edge that two bands share belongs to the one nearer to an even chance: with ICD 203, 5 % is "very unlikely" and 80 % "likely". None
    below 1 % and above 99 %, and in the gaps of Kent's and PHIA's scales: there the number is printed alone. Raises ValueError for what is
    no probability.

    >>> term(0.11), term(0.11, "icd203-row2"), term(0.11, "phia"), term(0.15, "kent"), term(0.995)
    ('very unlikely', 'highly improbable', 'highly unlikely', None, None)
    """
    if not 0 <= p <= 1:
        raise ValueError(f"{p} is no probability")
    per_cent = round(100 * p, 6)  # so that .07 + .48 is 55 %
    if not 1 <= per_cent <= 99:
        return None
    if scale == "phia":
        per_cent = round(per_cent)
    fitting = [band for band in SCALES[scale] if band.low <= per_cent <= band.high]
    return min(fitting, key=lambda band: abs(band.low + band.high - 100)).word if fitting else None
