"""A brief that breaks a standard is refused, each kind by its own rule."""

import json
from dataclasses import replace

import pytest
from tests.products.outlooks import case

from tocsin.products.lint import lint
from tocsin.products.warning_brief.compose import brief_of
from tocsin.products.warning_brief.data import brief_from_json, brief_json
from tocsin.products.warning_brief.rows import Brief, Part, SectionKey, Statement

GOOD = brief_of(*case().given())


def words(text: str) -> Part:
    return Part(kind="words", text=text)


def term(text: str, figure: str = "p:strait") -> Part:
    return Part(kind="term", text=text, figure=figure)


def percent(text: str, figure: str = "p:strait") -> Part:
    return Part(kind="percent", text=text, figure=figure)


def at(key: SectionKey, number: int, brief: Brief = GOOD) -> Statement:
    return next(one for one in brief.sections if one.key == key).statements[number]


def put(key: SectionKey, number: int, brief: Brief = GOOD, **fields) -> Brief:
    """The brief with one sentence changed."""
    changed = replace(at(key, number, brief), **fields)
    return replace(
        brief,
        sections=tuple(
            replace(one, statements=(*one.statements[:number], changed, *one.statements[number + 1 :])) if one.key == key else one
            for one in brief.sections
        ),
    )


def without(key: SectionKey, kind: str | None = None) -> Brief:
    """The brief without a section's sentences, or without those of one kind."""
    return replace(
        GOOD,
        sections=tuple(
            replace(one, statements=tuple(s for s in one.statements if kind and s.kind != kind)) if one.key == key else one
            for one in GOOD.sections
        ),
    )


def row(**fields) -> Brief:
    """The brief with the leading scenario's row changed."""
    return replace(GOOD, scenarios=(replace(GOOD.scenarios[0], **fields), *GOOD.scenarios[1:]))


LEAD = at("judgement", 0)
NOTE = at("judgement", 2)

BROKEN = [
    pytest.param(put("judgement", 0, citations=()), "uncited-judgement", "judgement, sentence 1", id="judgement without a citation"),
    pytest.param(put("new", 4, citations=()), "uncited-fact", "new, sentence 5", id="claim without a citation"),
    pytest.param(put("new", 4, kind="fact", citations=()), "uncited-fact", "new, sentence 5", id="fact without a citation"),
    pytest.param(put("judgement", 0, citations=(1, 99)), "unknown-endnote", "judgement, sentence 1", id="endnote that is not there"),
    pytest.param(replace(GOOD, endnotes=(GOOD.endnotes[0], *GOOD.endnotes)), "unknown-endnote", "endnote 1", id="a number twice"),
    pytest.param(
        put("judgement", 2, parts=(words("This is a "), term("roughly even chance"), words("."))),
        "word-without-number",
        "judgement, sentence 3",
        id="word without its number",
    ),
    pytest.param(
        put(
            "judgement",
            2,
            parts=(words("This is a "), term("roughly even chance"), words(" ("), percent("9 %", "base:strait"), words(").")),
        ),
        "word-without-number",
        "judgement, sentence 3",
        id="word with another's number",
    ),
    pytest.param(
        put("judgement", 2, parts=(words("An attack is very likely."),)), "loose-word", "judgement, sentence 3", id="word in free text"
    ),
    pytest.param(
        put("judgement", 2, parts=(words("Probably. "),)), "loose-word", "judgement, sentence 3", id="word of another row in free text"
    ),
    pytest.param(
        put("judgement", 2, parts=(words("That is 60 % or so."),)), "loose-number", "judgement, sentence 3", id="number in free text"
    ),
    pytest.param(
        put("judgement", 2, parts=(words("That is 60 per cent."),)), "loose-number", "judgement, sentence 3", id="number in words"
    ),
    pytest.param(
        put(
            "judgement",
            0,
            parts=tuple(percent("64 %") if part.kind == "percent" and part.figure == "p:strait" else part for part in LEAD.parts),
        ),
        "wrong-number",
        "judgement, sentence 1",
        id="text says another number",
    ),
    pytest.param(
        put("judgement", 0, probability=0.64), "wrong-number", "judgement, sentence 1", id="judgement has another number than its row"
    ),
    pytest.param(row(probability=0.47), "wrong-number", "figure p:strait", id="row has another number than the figure"),
    pytest.param(row(before=0.32), "wrong-number", "figure before:strait", id="row has another number before"),
    pytest.param(row(base_rate=None), "wrong-number", "figure base:strait", id="a base rate that the row does not know"),
    pytest.param(
        put("judgement", 2, parts=(percent("12 %", "p:nothing"),)), "wrong-number", "judgement, sentence 3", id="figure that is not there"
    ),
    pytest.param(
        put("judgement", 2, parts=(Part(kind="percent", text="12 %"),)), "wrong-number", "judgement, sentence 3", id="bound to no figure"
    ),
    pytest.param(
        put("judgement", 0, parts=tuple(part for part in LEAD.parts if part.kind not in ("percent", "term"))),
        "wrong-number",
        "judgement, sentence 1",
        id="judgement that does not say its number",
    ),
    pytest.param(
        put("judgement", 0, parts=tuple(term("very likely") if part.kind == "term" else part for part in LEAD.parts)),
        "wrong-word",
        "judgement, sentence 1",
        id="word of another band",
    ),
    pytest.param(
        put("judgement", 0, parts=tuple(term("roughly even odds") if part.kind == "term" else part for part in LEAD.parts)),
        "mixed-rows",
        "judgement, sentence 1",
        id="word of another row",
    ),
    pytest.param(
        put("judgement", 0, parts=(*LEAD.parts, words(" We have "), Part(kind="confidence", text="moderate"), words(" trust in it."))),
        "confidence-with-likelihood",
        "judgement, sentence 1",
        id="confidence and likelihood in one sentence",
    ),
    pytest.param(
        put("judgement", 0, parts=(*LEAD.parts, words(" Confidence is moderate."))),
        "confidence-with-likelihood",
        "judgement, sentence 1",
        id="confidence in free text beside a likelihood",
    ),
    pytest.param(
        put("judgement", 3, parts=(words("Confidence is "), Part(kind="confidence", text="high"), words("."))),
        "no-confidence",
        "judgement, sentence 4",
        id="confidence that is not the row's",
    ),
    pytest.param(put("judgement", 0, confidence="high"), "no-confidence", "judgement, sentence 1", id="judgement with another confidence"),
    pytest.param(put("judgement", 3, parts=(words("It stands so."),)), "no-confidence", "judgement", id="no confidence told"),
    pytest.param(without("judgement", "judgement"), "no-judgement", "judgement", id="no judgement"),
    pytest.param(without("alternatives"), "no-alternative", "alternatives", id="no alternative"),
    pytest.param(put("alternatives", 0, kind="note"), None, None, id="one alternative less is no fault"),
    pytest.param(without("new"), "no-change", "new", id="says nothing of what changed"),
    pytest.param(without("new", "judgement"), "no-change", "new", id="does not tell the change"),
    pytest.param(replace(GOOD, sections=GOOD.sections[:-1]), "sections", "sections", id="section missing"),
    pytest.param(replace(GOOD, sections=GOOD.sections[::-1]), "sections", "sections", id="sections out of order"),
    pytest.param(row(probability=1.46), "probabilities", "scenario strait", id="no probability"),
    pytest.param(
        replace(GOOD, figures={**GOOD.figures, "p:strait": 7.0}), "probabilities", "figure p:strait", id="no probability in a figure"
    ),
    pytest.param(replace(GOOD, scenarios=GOOD.scenarios[:2]), "probabilities", "scenarios", id="do not add up"),
]


@pytest.mark.parametrize(("brief", "rule", "where"), BROKEN)
def test_each_broken_kind_is_found_at_its_place(brief, rule, where):
    found = [(one.rule, one.where) for one in lint(brief)]
    assert found == [] if rule is None else (rule, where) in found


@pytest.mark.parametrize(("brief", "rule", "where"), BROKEN)
def test_a_file_is_judged_as_the_brief_that_it_was_written_from(brief, rule, where):
    assert lint(brief_from_json(json.dumps(brief_json(brief)))) == lint(brief)


@pytest.mark.parametrize("kind", ["given", "quote"])
def test_words_of_others_may_be_as_sure_as_they_like(kind):
    assert lint(put("judgement", 2, parts=(Part(kind=kind, text="War is very likely, 90 %, with high confidence"),))) == ()


@pytest.mark.parametrize("text", ["An unlikelyhood.", "Certainly.", "The remoteness of it.", "Chances are told below."])
def test_a_word_counts_only_whole(text):
    assert [one.rule for one in lint(put("judgement", 2, parts=(words(text),)))] == []


def test_each_finding_says_what_to_do():
    for case_ in BROKEN:
        for one in lint(case_.values[0]):
            assert one.found
            assert one.do
