"""Lines of an article that say where its text comes from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

CreditKind = Literal["republication", "agency", "dateline"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Credit:
    """One line, or part of a line, that is not reporting but tells of its provenance.

    kind: "republication" names the outlet whose text this is ("Source: Sample Daily"), "agency" the agency that supplied it ("(AP)"),
          "dateline" the place it was filed from ("TEHRAN –").
    name: as written, without the marks around it.
    """

    kind: CreditKind
    name: str
    start: int
    end: int
