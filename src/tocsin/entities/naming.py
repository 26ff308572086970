"""The parts of a person's name."""

from __future__ import annotations

from tocsin.gazetteer.names import pieces

_PARTICLES = frozenset(
    {"al", "el", "bin", "ben", "ibn", "de", "da", "van", "von", "seyyed", "sayyed", "sayyid", "mr", "mrs", "ms", "dr", "jr", "sr"}
)


def telling_parts(name: str) -> list[str]:
    """The parts that tell one name from another, in lower case, without "al-", "Mr." and their like.

    >>> telling_parts("Mr. Luay al-Khateeb")
    ['luay', 'khateeb']
    """
    parts = [p.lower() for p in pieces(name)]
    return [p for p in parts if p not in _PARTICLES] or parts
