"""The words that change what is said of an event: governors, modifiers, and nouns for states. Data: `data/status_*.csv`."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Literal, cast, get_args

from tocsin.errors import DataError
from tocsin.records import Parse, Status

Effect = Status | Literal["same", "fact", "tried", "vowed", "declared", "going", "must", "warned", "state", "hoped", "begun"]
"""What a governor does to what it governs: a status; nothing ("same"); it takes it as given ("fact"); or it depends: "tried" (failed, where
it is past), "vowed" (a threat, where the act is hostile), "declared" (the act itself, where declaring it is doing it), "going" (ahead, in
the progressive), "must" (demanded; in the past, done), "warned" (a threat, where one says what will come), "state" (ongoing; in the past,
over), "hoped" (possible; failed, where one had hoped), "begun" (ongoing, where it has begun)."""
STATUSES = frozenset(get_args(Status))
_EFFECTS = frozenset({"same", "fact", *STATUSES, *get_args(get_args(Effect)[1])})


@dataclass(frozen=True, slots=True, kw_only=True)
class Governor:
    """One row of the table of governors: `other` where what is governed has a doer of its own, `negated` where the governor is negated."""

    status: Effect
    other: Effect
    negated: Effect | None
    note: str


_POS = MappingProxyType({"VERB": "verb", "AUX": "verb", "NOUN": "noun", "PROPN": "noun", "ADJ": "adjective"})


def governor_row(parse: Parse, word: int, frame: str) -> Governor | None:
    """The row of a governor for a frame; a particle makes another word of a verb ("rule out")."""
    pos = _POS.get(parse.pos[word])
    if pos is None:
        return None
    table, lemma = governors(), parse.lemmas[word].lower()
    if lemma == "order" and pos == "noun" and parse.lower[word - 1] == "in":
        return None  # "in order to"
    particle = next((parse.lower[c] for c in parse.children[word] if parse.relations[c] == "prt" or parse.tags[c] == "RP"), None)
    row = table.get((f"{lemma} {particle}", pos, frame)) if particle else None
    if row is None and frame == "inf" and parse.tags[word] == "VBN" and not _is_perfect(parse, word):
        row = table.get((parse.lower[word], "adjective", frame))  # "is prepared to"
    return row or table.get((lemma, pos, frame)) or (table.get((lemma, "adjective", frame)) if pos == "verb" else None)


def _is_perfect(parse: Parse, verb: int) -> bool:
    return any(parse.lemmas[c] == "have" for c in parse.children[verb])


def _lines(name: str) -> Iterator[dict[str, str]]:
    with files("tocsin.events").joinpath(f"data/{name}.csv").open(encoding="utf-8") as lines:
        yield from csv.DictReader(lines)


@cache
def governors() -> MappingProxyType[tuple[str, str, str], Governor]:
    """(lemma, part of speech, frame) -> what it does. Raises DataError where the table is not sound.

    Frames are those of `Step`, and some that stand apart from the trigger: "back" takes back whatever was begun, "order" what was only
    ordered, by pointing back to it; "forces" calls back those who were to do it; "said" is what is said of the report of it.
    """
    made: dict[tuple[str, str, str], Governor] = {}
    for line in _lines("status_governors"):
        row = Governor(
            status=_effect(line["status"], line),
            other=_effect(line["other"] or line["status"], line),
            negated=_effect(line["negated"], line) if line["negated"] else None,
            note=line["note"],
        )
        for frame in line["frames"].split():
            key = (line["lemma"], line["pos"], frame)
            if key in made:
                raise DataError(f"status_governors.csv has {key} twice", do="keep one of the rows")
            made[key] = row
    return MappingProxyType(made)


def _effect(word: str, line: dict[str, str]) -> Effect:
    if word not in _EFFECTS:
        raise DataError(f"status_governors.csv gives {line['lemma']!r} the status {word!r}", allowed=", ".join(sorted(_EFFECTS)))
    return cast("Effect", word)


@cache
def modifiers() -> MappingProxyType[str, tuple[Status, str]]:
    """Word -> what it says of the event that it modifies, and why."""
    made: dict[str, tuple[Status, str]] = {}
    for line in _lines("status_modifiers"):
        if line["status"] not in STATUSES:
            raise DataError(
                f"status_modifiers.csv gives {line['word']!r} the status {line['status']!r}", allowed=", ".join(sorted(STATUSES))
            )
        made[line["word"]] = (cast("Status", line["status"]), line["note"])
    return MappingProxyType(made)


@cache
def standing() -> frozenset[str]:
    """Lemmas of states that last until the words say otherwise."""
    return frozenset(line["lemma"] for line in _lines("status_standing"))
