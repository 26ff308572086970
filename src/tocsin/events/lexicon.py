"""The trigger lexicon: which word in which construction tells of which event.

`data/lexicon.csv` has one row per word and construction:

lemma:       the word that a trigger begins with (a verb's particle stands in the frame).
pos:         "verb", "noun" or "adjective".
frame:       the construction, as conditions that must all hold, see `Condition`; empty for any.
type:        PLOVER type; empty for a use that is no event ("strike a balance"), its reason in `note`.
mode, cameo: PLOVER mode (may be empty) and CAMEO code.
source, target: grammatical slots in the order in which they are tried, see `roles.py`.
reciprocal:  "yes" where both sides are source and target, "no" where never, empty where the sides decide (two subjects, "with").
strength:    1 to 3, how surely the word tells of the event.

`data/classes.csv` holds the word classes that frames name with "@". Both files are checked on load.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Literal, get_args

from tocsin.errors import DataError
from tocsin.events.words import classes
from tocsin.ontology import PLOVER, cameo

Pos = Literal["verb", "noun", "adjective"]
Kind = Literal[
    "obj",
    "objmod",
    "prt",
    "prep",
    "comp",
    "compaux",
    "inf",
    "own",
    "xsubj",
    "subj",
    "sides",
    "mod",
    "as",
    "adv",
    "verb",
    "plural",
    "has",
    "acomp",
]
KINDS = frozenset(get_args(Kind))

ACTOR = "@actor"
"""The value that asks for an actor instead of a word."""
SECTORED: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "@armed": frozenset({"MIL", "REB"}),
        "@rebel": frozenset({"REB"}),
        "@media": frozenset({"MED"}),
        "@school": frozenset({"EDU", "MED"}),
        "@official": frozenset({"GOV", "LEG", "IGO", "SPY", "OPP", "PTY"}),
        "@civil": frozenset({"LEG", "PTY", "OPP", "MED", "CVL", "BUS", "JUD", "LAB", "EDU"}),
        "@police": frozenset({"COP", "MIL"}),
    }
)
"""Values that ask for an actor of one of these sectors; the class of the name less "@" holds the words that will do as well."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """One condition on a trigger's surroundings.

    kind:  "obj" object (of a passive: its subject), "objmod" a modifier of the object, "prt" particle, "prep" a prepositional phrase,
           "comp" the verb of the complement, "compaux" an auxiliary of that verb, "xsubj" the complement's subject, "subj" subject,
           "mod" a modifier before a noun, "as" the words after "as" or of an object complement, "adv" adverb, "verb" the verb that
           governs a noun, "plural" the noun is plural, "has" any word directly below the trigger, "acomp" predicate adjective,
           "inf" the complement is an infinitive, "own" it is about the subject itself, "sides" the subject is of two or more.
    preps: the prepositions of kind "prep".
    words: lemmas of which one must be there; empty for anything at all.
    actor: whether an actor will do as well.
    sectors: of which sectors an actor will do as well.
    wanted: False where the condition must not hold.
    """

    kind: Kind
    preps: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    actor: bool = False
    sectors: frozenset[str] = frozenset()
    wanted: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One row of the lexicon. `type` None: a use that is no event, with the reason in `note`."""

    lemma: str
    pos: Pos
    frame: tuple[Condition, ...]
    type: str | None
    mode: str | None
    cameo: str | None
    source: tuple[str, ...]
    target: tuple[str, ...]
    reciprocal: bool | None
    strength: int
    note: str

    @property
    def specificity(self) -> int:
        """How many conditions ask for something: of two rows that fit, the more specific one is taken."""
        return sum(c.wanted for c in self.frame)


SLOTS = frozenset({"subj", "obj", "iobj", "speaker", "host", "aim", "victim", "comp", "xsubj", "owner", "dealparty", "poss", "mod"})
"""Slots that are no preposition."""


@cache
def lexicon() -> Mapping[tuple[str, Pos], tuple[Entry, ...]]:
    """(lemma, part of speech) -> its entries, the most specific first. Raises DataError for a row that cannot be."""
    made: dict[tuple[str, Pos], list[Entry]] = {}
    with files("tocsin.events").joinpath("data/lexicon.csv").open(encoding="utf-8") as lines:
        for number, row in enumerate(csv.DictReader(lines), start=2):
            try:
                entry = _entry(row)
            except (KeyError, ValueError) as wrong:
                raise DataError(f"events/data/lexicon.csv, line {number}: {wrong}") from wrong
            made.setdefault((entry.lemma, entry.pos), []).append(entry)
    order = sorted(made.items())
    return MappingProxyType({key: tuple(sorted(rows, key=lambda e: (-e.specificity, -e.strength))) for key, rows in order})


def _entry(row: dict[str, str]) -> Entry:
    pos: dict[str, Pos] = {"verb": "verb", "noun": "noun", "adjective": "adjective"}
    kind = row["type"] or None
    if kind is not None:
        _check_code(kind, row["cameo"])
    slots = row["source"].split() + row["target"].split()
    if unknown := set(slots) - SLOTS - classes()["preposition"]:
        raise ValueError(f"no slot is called {sorted(unknown)}")
    return Entry(
        lemma=row["lemma"],
        pos=pos[row["pos"]],
        frame=tuple(_condition(part) for part in row["frame"].split()),
        type=kind,
        mode=row["mode"] or None,
        cameo=row["cameo"] or None,
        source=tuple(row["source"].split()),
        target=tuple(row["target"].split()),
        reciprocal={"yes": True, "no": False, "": None}[row["reciprocal"]],
        strength=int(row["strength"]),
        note=row["note"],
    )


def _check_code(kind: str, code: str) -> None:
    if kind not in PLOVER:
        if kind != "OTHER" or code:
            raise ValueError(f"{kind!r} is no PLOVER type")
        return
    if not agrees(kind, code):
        raise ValueError(f"the CAMEO code {code} does not belong to {kind}")


ROOTS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "AGREE": frozenset({"03"}),
        "CONSULT": frozenset({"04"}),
        "SUPPORT": frozenset({"05"}),
        "COOPERATE": frozenset({"06"}),
        "AID": frozenset({"07"}),
        "CONCEDE": frozenset({"08"}),
        "RETREAT": frozenset({"08"}),
        "REQUEST": frozenset({"10"}),
        "ACCUSE": frozenset({"09", "11"}),
        "REJECT": frozenset({"12"}),
        "THREATEN": frozenset({"13"}),
        "PROTEST": frozenset({"14"}),
        "MOBILIZE": frozenset({"15"}),
        "SANCTION": frozenset({"16"}),
        "COERCE": frozenset({"17"}),
        "ASSAULT": frozenset({"18", "19", "20"}),
    }
)
"""Type -> the CAMEO roots that it grew out of."""


def agrees(kind: str, code: str) -> bool:
    """Whether a CAMEO code may stand for a type: it has a root of the type, or PLOVER files it there. Raises KeyError for no code."""
    found = cameo(code)
    return found.plover == kind or code[:2] in ROOTS[kind]


def _condition(part: str) -> Condition:
    wanted = not part.startswith("!")
    name, *rest = part.lstrip("!").split(":")
    if name not in KINDS or len(rest) > 2:
        raise ValueError(f"{part!r} is no condition")
    preps = frozenset(rest.pop(0).split(",")) if name == "prep" else frozenset()
    values = set(rest[0].split("|")) if rest else {"*"}
    actor = ACTOR in values
    sectors = frozenset(s for v in values for s in SECTORED.get(v, ()))
    words = set() if "*" in values else _words(values - {ACTOR})
    return Condition(kind=name, preps=preps, words=frozenset(words), actor=actor, sectors=sectors, wanted=wanted)  # type: ignore[arg-type]


def _words(values: set[str]) -> set[str]:
    made: set[str] = set()
    for value in values:
        made |= classes()[value[1:]] if value.startswith("@") else {value}
    return made
