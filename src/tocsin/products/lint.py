"""What is wrong with a brief by the standards of analysis (ICD 203, 206), told from its rows.

A brief may have been edited by people. What its sentences say in parts that are bound to figures is held against those figures; its own
words ("words") may hold neither a likelihood word nor a percentage, for those are parts of their own. Words that are taken over (titles,
names, quotations) are other people's and are not looked at.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from tocsin.ontology.likelihood import SCALES, WORDS, term
from tocsin.products.warning_brief.rows import HEADINGS, Brief, Part, ScenarioRow, Statement, figure_words
from tocsin.products.wording import is_still

RuleName = Literal[
    "uncited-judgement",
    "uncited-fact",
    "unknown-endnote",
    "word-without-number",
    "loose-word",
    "loose-number",
    "wrong-number",
    "wrong-word",
    "mixed-rows",
    "confidence-with-likelihood",
    "no-confidence",
    "no-judgement",
    "no-alternative",
    "no-change",
    "sections",
    "probabilities",
]

_LIKELIHOOD = re.compile(r"\b(?:" + "|".join(map(re.escape, WORDS)) + r")\b", re.IGNORECASE)
_SLACK = 1e-9
_WHOLE = 0.01  # by how much the probabilities of all scenarios together may differ from 1: no more than rounding does


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that a brief may not be printed with. where: as in "why, sentence 3"; do: how to mend it."""

    rule: RuleName
    where: str
    found: str
    do: str


def lint(brief: Brief) -> tuple[Finding, ...]:
    """All that is wrong with a brief, in its order; empty for one that may be printed."""
    rows = {row.id: row for row in brief.scenarios}
    found = [*_rows(brief), *_parts_of_brief(brief, rows), *_endnotes(brief)]
    for section in brief.sections:
        for n, statement in enumerate(section.statements, start=1):
            where = f"{section.key}, sentence {n}"
            for rule in _RULES:
                found += rule(brief, statement, where)
    return tuple(found)


# The brief as a whole


def _rows(brief: Brief) -> Iterator[Finding]:
    for row in brief.scenarios:
        told = {"probability": row.probability, "before": row.before, "base_rate": row.base_rate}
        for name, p in told.items():
            if p is not None and not 0 <= p <= 1:
                yield Finding(rule="probabilities", where=f"scenario {row.id}", found=f"its {name} is {p}", do="give a number from 0 to 1")
        for name, p in {"p": row.probability, "before": row.before, "base": row.base_rate}.items():
            key = f"{name}:{row.id}"
            if key in brief.figures and (p is None or abs(brief.figures[key] - p) > _SLACK):
                yield _wrong_number(f"figure {key}", f"it is {brief.figures[key]}, the scenario's row has {p}")
    whole = sum(row.probability for row in brief.scenarios)
    if brief.scenarios and abs(whole - 1) > _WHOLE:
        found = f"together the scenarios have {whole:.3g}"
        yield Finding(rule="probabilities", where="scenarios", found=found, do="exactly one of them comes: let them add up to 1")
    for key, value in brief.figures.items():
        if not _is_told(key, value):
            yield Finding(rule="probabilities", where=f"figure {key}", found=f"it is {value}", do="give a number from 0 to 1")


def _wrong_number(where: str, found: str) -> Finding:
    return Finding(rule="wrong-number", where=where, found=found, do="let row, figure and sentence say the same number")


def _parts_of_brief(brief: Brief, rows: dict[str, ScenarioRow]) -> Iterator[Finding]:
    keys = [section.key for section in brief.sections]
    if keys != list(HEADINGS):
        yield Finding(rule="sections", where="sections", found=f"they are {', '.join(keys)}", do=f"let them be {', '.join(HEADINGS)}")
    told = {section.key: section.statements for section in brief.sections}
    judged = [one.subject for one in told.get("judgement", ()) if one.kind == "judgement" and one.subject in rows]
    if not judged:
        yield Finding(rule="no-judgement", where="judgement", found="no scenario is judged", do="begin with what is most probable")
    others = {one.subject for one in told.get("alternatives", ()) if one.kind == "judgement" and one.subject in rows}
    if not others - set(judged):
        yield Finding(rule="no-alternative", where="alternatives", found="there is none", do="give another scenario and its probability")
    if judged and not any(part.kind == "confidence" for one in told.get("judgement", ()) for part in one.parts):
        yield Finding(rule="no-confidence", where="judgement", found="no sentence tells it", do="tell the confidence in the basis, apart")
    yield from _changes(brief, told.get("new", ()))


def _changes(brief: Brief, statements: tuple[Statement, ...]) -> Iterator[Finding]:
    do = "say from which probability to which, and what moved it; or that there is nothing to compare with"
    if not statements:
        yield Finding(rule="no-change", where="new", found="it says nothing", do=do)
    told = {part.figure for one in statements for part in one.parts}
    for row in brief.scenarios:
        moved = row.before is not None and not is_still(row.probability, row.before)
        if moved and not {f"before:{row.id}", f"p:{row.id}"} <= told:
            yield Finding(rule="no-change", where="new", found=f"the change of scenario {row.id} is not told", do=do)


def _endnotes(brief: Brief) -> Iterator[Finding]:
    numbers = Counter(note.number for note in brief.endnotes)
    for number, many in numbers.items():
        if many > 1:
            yield Finding(
                rule="unknown-endnote", where=f"endnote {number}", found=f"{many} endnotes have this number", do="number them apart"
            )


# A sentence by itself


def _cites(brief: Brief, one: Statement, where: str) -> Iterator[Finding]:
    if not one.citations and one.kind == "judgement":
        yield Finding(rule="uncited-judgement", where=where, found="a judgement cites nothing", do="cite what it rests on")
    if not one.citations and one.kind in ("fact", "claim"):
        yield Finding(rule="uncited-fact", where=where, found=f"a {one.kind} cites nothing", do="cite where it is from, or make it a note")
    known = {note.number for note in brief.endnotes}
    for number in one.citations:
        if number not in known:
            yield Finding(rule="unknown-endnote", where=where, found=f"there is no endnote {number}", do="add it, or cite another")


def _figures(brief: Brief, one: Statement, where: str) -> Iterator[Finding]:
    for part in one.parts:
        if part.kind not in ("term", "percent"):
            continue
        key, value = part.figure or "", brief.figures.get(part.figure or "")
        if value is None:
            yield _wrong_number(where, f"“{part.text}” is bound to no figure of the brief")
        elif _is_told(key, value):
            if part.kind == "term":
                yield from _term(brief, one, part, value, where)
            elif part.text != figure_words(key, value, brief.scale):
                yield _wrong_number(where, f"it says “{part.text}” where figure {key} is {value}")


def _is_told(key: str, value: float) -> bool:
    """Whether a figure can be put into words at all: it is a probability, or a value in per cent."""
    return key.startswith("value:") or 0 <= value <= 1


def _term(brief: Brief, one: Statement, part: Part, value: float, where: str) -> Iterator[Finding]:
    ours = {word for band in SCALES[brief.scale] for word in (band.word, *band.forms)}
    if part.text not in ours and part.text in WORDS:
        do = f"use the words of {brief.scale} throughout"
        yield Finding(rule="mixed-rows", where=where, found=f"“{part.text}” is of another row of words", do=do)
    elif part.figure is None or part.figure.startswith("value:") or part.text != term(value, brief.scale):
        yield Finding(rule="wrong-word", where=where, found=f"“{part.text}” stands for {value}", do="take the word of that number, or none")
    if not any(other.kind == "percent" and other.figure == part.figure for other in one.parts):
        yield Finding(rule="word-without-number", where=where, found=f"“{part.text}” stands alone", do="put its number behind it")


def _loose(_: Brief, one: Statement, where: str) -> Iterator[Finding]:
    own = [part.text for part in one.parts if part.kind == "words"]
    for text in own:
        if found := _LIKELIHOOD.search(text):
            do = "make it a part of kind term, bound to a figure"
            yield Finding(rule="loose-word", where=where, found=f"“{found[0]}” is bound to no number", do=do)
        if "%" in text or "per cent" in text.casefold() or "percent" in text.casefold():
            do = "make it a part of kind percent, bound to a figure"
            yield Finding(rule="loose-number", where=where, found=f"a percentage in “{text.strip()}” is bound to no figure", do=do)


def _confidence(brief: Brief, one: Statement, where: str) -> Iterator[Finding]:
    said = any(part.kind == "confidence" or (part.kind == "words" and "confiden" in part.text.casefold()) for part in one.parts)
    chances = any(part.kind == "term" or (part.figure or "").startswith(("p:", "before:", "base:")) for part in one.parts)
    if said and chances:
        do = "confidence is about the basis: give it a sentence of its own"
        yield Finding(rule="confidence-with-likelihood", where=where, found="both stand in one sentence", do=do)
    row = next((row for row in brief.scenarios if row.id == one.subject), None)
    for part in one.parts:
        if part.kind == "confidence" and (row is None or part.text != row.confidence):
            known = f"the row has {row.confidence}" if row else "it is said of no scenario"
            yield Finding(rule="no-confidence", where=where, found=f"“{part.text}”, and {known}", do="let sentence and row agree")


def _judgement(brief: Brief, one: Statement, where: str) -> Iterator[Finding]:
    if one.kind != "judgement":
        return
    row = next((row for row in brief.scenarios if row.id == one.subject), None)
    known = row.probability if row else brief.figures.get(f"p:{one.subject}")
    if one.probability is None or known is None or abs(one.probability - known) > _SLACK:
        yield _wrong_number(where, f"its probability is {one.probability}, that of its subject {known}")
    if not any(part.kind == "percent" and part.figure == f"p:{one.subject}" for part in one.parts):
        yield _wrong_number(where, "its probability does not stand in the sentence")
    if row and one.confidence != row.confidence:
        found = f"its confidence is {one.confidence}, the row has {row.confidence}"
        yield Finding(rule="no-confidence", where=where, found=found, do="let judgement and row agree")


_RULES: tuple[Callable[[Brief, Statement, str], Iterator[Finding]], ...] = (_cites, _figures, _loose, _confidence, _judgement)
