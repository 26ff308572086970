"""CAMEO event codes with their Goldstein values."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import cast

from tocsin.ontology.plover import Quad


@dataclass(frozen=True, slots=True, kw_only=True)
class CameoCode:
    """One CAMEO code.

    goldstein: theoretical impact, -10 (conflict) to +10 (cooperation); Goldstein (1992).  quad: the class of its root code.
    plover, mode, context: where PLOVER files it; None where PLOVER has no place for it (CAMEO root 01, plain statements).
    """

    code: str
    name: str
    goldstein: float
    quad: Quad
    plover: str | None
    mode: str | None
    context: str | None


@cache
def _codes() -> MappingProxyType[str, CameoCode]:
    with files("tocsin.ontology").joinpath("data/cameo.csv").open(encoding="utf-8") as lines:
        rows = csv.DictReader(lines)
        return MappingProxyType({row["code"]: _code(row) for row in rows})


def _code(row: dict[str, str]) -> CameoCode:
    return CameoCode(
        code=row["code"],
        name=row["name"],
        goldstein=float(row["goldstein"]),
        quad=cast("Quad", row["quad_class"]),
        plover=row["plover_event"] or None,
        mode=row["plover_mode"] or None,
        context=row["plover_context"] or None,
    )


def cameo(code: str) -> CameoCode:
    """The code's record. Raises KeyError for what is no CAMEO code."""
    return _codes()[code]


def cameo_named(name: str) -> CameoCode | None:
    """The code of that name ("Express intent to meet or negotiate"), without regard to case; None where there is none.

    Of a root and the code under it that share a name ("Consult"), the latter.
    """
    return _named().get(name.casefold())


@cache
def _named() -> MappingProxyType[str, CameoCode]:
    return MappingProxyType({code.name.casefold(): code for code in sorted(_codes().values(), key=lambda code: len(code.code))})
