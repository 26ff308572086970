"""The PLOVER contexts of a CAMEO code."""

from __future__ import annotations

from types import MappingProxyType

from tocsin.ontology import CameoCode

RENAMED = MappingProxyType({"democracy": "pro_democracy", "humanitarian": "human_security"})
"""Names in the CAMEO-to-PLOVER table that the PLOVER manual lists under another name."""


def contexts_of(code: CameoCode | None) -> tuple[str, ...]:
    """The contexts in which PLOVER files the code; none for OTHER and for codes filed in none."""
    if code is None or code.context is None:
        return ()
    return tuple(RENAMED.get(name, name) for name in code.context.split("; "))
