"""The words by which English news cites a source, as tables that an analyst may extend (`data/`)."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import cast, get_args

from tocsin.errors import DataError
from tocsin.records import SourceKind, Stance

KINDS = ("verb", "noun", "phrase", "possessed", "adverb")
"""verb: its subject is the source. noun: "the claim by X that". phrase: the source follows ("according to X"). possessed: "in X's view".
adverb: names no source ("reportedly")."""

FRAMES = ("clause", "infinitive", "order", "gerund", "blame", "predicate", "as", "object", "responsible")
"""Where a verb has its content.

clause: a finite clause or a quotation. infinitive: "vowed to act". order: "urged X to act". gerund: "denied having acted".
blame: "put the blame on X". predicate: "called X a traitor". as: "described X as a traitor". object: "denied the reports".
A preposition: "called for calm". object+preposition: "blamed X for the attack"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """One construction of one cue.

    frame:  one of `FRAMES`, a preposition, or "object+" and a preposition; for nouns and phrases a word that tells what follows.
    stance: what the source does by it, unless the content tells otherwise.
    act:    whether the saying is an act that is news in itself ("condemned"), and not only the frame of what is said.
    """

    frame: str
    stance: Stance
    act: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """The cue table by kind: lemma or phrase -> its frames, in the order of `FRAMES`.

    phrases:   first word -> whole phrase -> its frame, the longest first.
    particles: first word -> second words of verbs in two words ("point" -> "out").
    """

    verbs: Mapping[str, tuple[Frame, ...]]
    particles: Mapping[str, frozenset[str]]
    nouns: Mapping[str, Frame]
    phrases: Mapping[str, Mapping[tuple[str, ...], Frame]]
    possessed: Mapping[str, Frame]
    adverbs: Mapping[str, Frame]


@cache
def lexicon() -> Lexicon:
    """The shipped cue table. Raises DataError where a row has an unknown kind or stance, or stands twice."""
    table: dict[str, dict[str, list[Frame]]] = {kind: {} for kind in KINDS}
    for row in rows("cues.csv"):
        kind, cue, stance = row["kind"], row["cue"], row["stance"]
        if kind not in KINDS or stance not in get_args(Stance):
            raise DataError(f"cues.csv: {kind}, {cue}, {stance}", allowed=f"kinds {KINDS}, stances {get_args(Stance)}")
        frames = table[kind].setdefault(cue, [])
        if any(f.frame == row["frame"] for f in frames):
            raise DataError(f"cues.csv: the {kind} {cue!r} has the frame {row['frame']!r} twice")
        frames.append(Frame(frame=row["frame"], stance=cast("Stance", stance), act=row["act"] == "yes"))
    verbs = {cue: tuple(sorted(frames, key=_rank)) for cue, frames in table["verb"].items()}
    particles: dict[str, set[str]] = {}
    for cue in verbs:
        first, _, second = cue.partition(" ")
        if second:
            particles.setdefault(first, set()).add(second)
    first_of = {kind: {cue: frames[0] for cue, frames in table[kind].items()} for kind in KINDS}
    return Lexicon(
        verbs=MappingProxyType(verbs),
        particles=MappingProxyType({k: frozenset(v) for k, v in particles.items()}),
        nouns=MappingProxyType(first_of["noun"]),
        phrases=_by_first_word(first_of["phrase"]),
        possessed=MappingProxyType(first_of["possessed"]),
        adverbs=MappingProxyType(first_of["adverb"]),
    )


def _by_first_word(frames: Mapping[str, Frame]) -> Mapping[str, Mapping[tuple[str, ...], Frame]]:
    table: dict[str, dict[tuple[str, ...], Frame]] = {}
    for cue in sorted(frames, key=len, reverse=True):  # the longest phrase wins
        words = tuple(cue.split())
        table.setdefault(words[0], {})[words] = frames[cue]
    return MappingProxyType({first: MappingProxyType(found) for first, found in table.items()})


def _rank(frame: Frame) -> tuple[int, str]:
    """The order in which frames are tried: the clause first, the bare object last, prepositions between."""
    if frame.frame == "object":
        return 9, ""
    return (FRAMES.index(frame.frame) if frame.frame in FRAMES else 8 - ("+" in frame.frame)), frame.frame


@cache
def source_nouns() -> Mapping[str, SourceKind]:
    """Common nouns that stand for a source -> its kind ("spokesman" -> "official", "report" -> "document")."""
    table: dict[str, SourceKind] = {}
    for row in rows("sources.csv"):
        if row["kind"] not in get_args(SourceKind) or row["noun"] in table:
            raise DataError(f"sources.csv: {row['noun']}, {row['kind']}", allowed=f"each noun once, kinds {get_args(SourceKind)}")
        table[row["noun"]] = cast("SourceKind", row["kind"])
    return MappingProxyType(table)


@cache
def media_names() -> frozenset[str]:
    """Outlets and agencies by name, lower case, without "the"."""
    lines = files("tocsin.claims").joinpath("data/media.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(line.strip().lower() for line in lines if line.strip() and not line.startswith("#"))


@cache
def word_set(name: str) -> frozenset[str]:
    """A set of words of `data/words.csv`. Raises DataError where there is none of this name."""
    found = frozenset(row["word"] for row in rows("words.csv") if row["set"] == name)
    if not found:
        raise DataError(f"words.csv has no set {name!r}")
    return found


def rows(name: str) -> Iterator[dict[str, str]]:
    """The rows of a table in `data/`."""
    yield from csv.DictReader(files("tocsin.claims").joinpath("data", name).read_text(encoding="utf-8").splitlines())
