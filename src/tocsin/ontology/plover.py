"""The sixteen PLOVER event types (Open Event Data Alliance, PLOVER manual, 2021)."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

Quad = Literal["verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict"]

OTHER = "OTHER"
"""A happening that matters and fits none of the sixteen."""

RECIPROCAL = frozenset({"CONSULT", "AGREE", "COOPERATE"})
"""Types in which two sides may both be source and target."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PloverType:
    """One event type.

    quad:  the class of the type, in the words of the PLOVER manual.
    cameo: the CAMEO code used where the words tell no more than the type.
    gloss: what the type covers, in a line.
    """

    name: str
    quad: Quad
    cameo: str
    gloss: str


def _table(*rows: tuple[str, Quad, str, str]) -> MappingProxyType[str, PloverType]:
    return MappingProxyType({name: PloverType(name=name, quad=quad, cameo=cameo, gloss=gloss) for name, quad, cameo, gloss in rows})


PLOVER = _table(
    ("AGREE", "verbal_cooperation", "030", "agrees, offers, promises or signs"),
    ("CONSULT", "verbal_cooperation", "040", "meets, talks, calls, visits, negotiates or mediates"),
    ("SUPPORT", "verbal_cooperation", "050", "praises, endorses, recognises, apologises"),
    ("CONCEDE", "verbal_cooperation", "080", "yields, eases or lifts a restriction, accedes to a demand"),
    ("COOPERATE", "material_cooperation", "060", "exercises jointly, trades, shares intelligence, extradites"),
    ("AID", "material_cooperation", "070", "gives economic, military or humanitarian aid, or asylum"),
    ("RETREAT", "material_cooperation", "087", "withdraws, stops firing, disarms, releases, resigns"),
    ("REQUEST", "verbal_conflict", "100", "asks, urges, demands, appeals, orders others"),
    ("ACCUSE", "verbal_conflict", "110", "blames, criticises, condemns, sues, investigates"),
    ("REJECT", "verbal_conflict", "120", "refuses, vetoes, ignores, breaks a rule openly"),
    ("THREATEN", "verbal_conflict", "130", "warns of hostile action, sets an ultimatum"),
    ("PROTEST", "material_conflict", "140", "demonstrates, strikes, riots"),
    ("SANCTION", "material_conflict", "160", "sanctions, expels, breaks off, embargoes, quits an agreement"),
    ("MOBILIZE", "material_conflict", "150", "deploys, raises alert, exercises alone, tests arms"),
    ("COERCE", "material_conflict", "170", "arrests, seizes, blockades, represses, attacks by computer"),
    ("ASSAULT", "material_conflict", "190", "attacks, kills, bombs, shoots, abducts, fights"),
)
"""Type name -> type, in the order of the manual."""

MODES = MappingProxyType(
    {
        "CONSULT": frozenset({"phone", "third-party", "visit"}),
        "RETREAT": frozenset({"access", "ceasefire", "disarm", "ease", "release", "return", "withdraw"}),
        "REQUEST": frozenset({"assist", "change", "meet", "yield"}),
        "ACCUSE": frozenset({"allege", "disapprove", "investigate"}),
        "REJECT": frozenset({"assist", "change", "meet", "yield"}),
        "THREATEN": frozenset({"ban", "expel", "political", "relations", "restrict", "territory", "violence"}),
        "PROTEST": frozenset({"boycott", "demo", "hunger", "obstruct", "riot", "strike"}),
        "SANCTION": frozenset({"discontinue", "expel", "withdraw"}),
        "MOBILIZE": frozenset({"police", "troops"}),
        "COERCE": frozenset(
            {
                "arrest",
                "ban",
                "blockade",
                "curfew",
                "cyber",
                "deport",
                "disperse",
                "martial-law",
                "occupy",
                "repress",
                "restrict",
                "search",
                "seize",
            }
        ),
        "ASSAULT": frozenset(
            {
                "abduct",
                "aerial",
                "assassinate",
                "beat",
                "cleansing",
                "explosives",
                "firearms",
                "heavy-weapons",
                "massacre",
                "pro_autocracy",
                "seize",
                "sexual",
                "suicide-attack",
                "torture",
                "unconventional",
            }
        ),
    }
)
"""Type name -> the modes that events of it are given here, by their CAMEO code or by the words that tell them."""


def plover(name: str) -> PloverType | None:
    """The type of that name; None for OTHER."""
    return PLOVER.get(name)
