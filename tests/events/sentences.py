"""A sentence for any row of the lexicon: its construction in plain words."""

from __future__ import annotations

from tocsin.events.lexicon import SECTORED, Condition, Entry

NAMED = (
    ("@armed", "rebels/REB"),
    ("@police", "police/COP"),
    ("@official", "ministers/GOV"),
    ("@civil", "lawmakers/LEG"),
    ("@media", "reporters/MED"),
    ("@school", "lecturers/EDU"),
)
"""Whom to take for a condition that asks for an actor of a sector, the first that fits."""


def sentence(entry: Entry) -> str:
    """A text, actors marked, in which the construction of the row stands."""
    by_kind: dict[str, list[Condition]] = {}
    for c in entry.frame:
        if c.wanted:
            by_kind.setdefault(c.kind, []).append(c)
    tail = "".join(f" {min(c.preps)} {_phrase(c, 'the crisis', 'Kenya/KEN')}" for c in by_kind.get("prep", ()))
    if entry.pos == "verb":
        return _verbal(entry, by_kind, tail)
    if entry.pos == "noun":
        return _nominal(entry, by_kind, tail)
    return f"Peru/PER was {entry.lemma}{tail or _complement(by_kind) or ' to act'}."


def _verbal(entry: Entry, by_kind: dict[str, list[Condition]], tail: str) -> str:
    subject = _phrase(by_kind["subj"][0], "Peru/PER", "Peru/PER") if "subj" in by_kind else "Peru/PER"
    subject = "Peru/PER and Kenya/KEN" if "sides" in by_kind else subject
    particle = "".join(f" {min(c.words)}" for c in by_kind.get("prt", ()))
    before = "".join(f" {_word(c)}" for c in by_kind.get("objmod", ()))
    objects = "".join(_object(c, before) for c in by_kind.get("obj", ()))
    more = "".join(f" {_word(c)}" for kind in ("has", "acomp", "adv") for c in by_kind.get(kind, ()) if kind != "adv" or c.words)
    more += "".join(f" as a {_word(c)}" for c in by_kind.get("as", ()))
    more += _complement(by_kind)
    if objects == "" and _takes_object(entry):
        objects = " Chile/CHL"
    return f"{subject[0].upper()}{subject[1:]} will {entry.lemma}{particle}{objects}{more}{tail}."


def _complement(by_kind: dict[str, list[Condition]]) -> str:
    if "compaux" in by_kind:
        return f" that Kenya/KEN {_word(by_kind['compaux'][0])} leave"
    verbs = [_word(c, "leave") for c in by_kind.get("comp", ())]
    return f" to {verbs[0]}" if verbs else " to leave" if "inf" in by_kind else ""


def _takes_object(entry: Entry) -> bool:
    refused = any(c.kind == "obj" and not c.wanted and not c.words for c in entry.frame)
    return "obj" in entry.target and not refused


def _object(c: Condition, before: str) -> str:
    phrase = _phrase(c, "the plan", "Chile/CHL")
    return f" the{before} {phrase.removeprefix('the ')}" if before else f" {phrase}"


def _nominal(entry: Entry, by_kind: dict[str, list[Condition]], tail: str) -> str:
    before = "".join(f"{_word(c)} " for c in by_kind.get("mod", ()))
    noun = entry.lemma + ("s" if "plural" in by_kind else "")
    verb = f"will {_word(by_kind['verb'][0])}" if "verb" in by_kind else "saw"
    more = _complement(by_kind)
    return f"Peru/PER {verb} a {before}{noun}{tail}{more} in Chile/CHL."


def _phrase(c: Condition, anything: str, actor: str) -> str:
    if not (c.words or c.actor or c.sectors):
        return anything
    if c.actor:
        return actor
    sectored = next((named for name, named in NAMED if c.sectors and SECTORED[name] <= c.sectors), None)
    return sectored or (f"the {_word(c)}" if c.words else actor)


def _word(c: Condition, anything: str = "new") -> str:
    return min(c.words, key=lambda w: ("-" in w, w)) if c.words else anything
