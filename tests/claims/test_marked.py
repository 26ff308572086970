"""What grammar and the tagger's marks make together."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tocsin.claims import ClaimStage
from tocsin.config import Config
from tocsin.parse import ParseStage, SpacyParser
from tocsin.records import Article, Claim, Guess, MadeBy, Mark

PARSE = ParseStage(parser=SpacyParser(), config=Config(), made_by=MadeBy(version="0", config="sha256:0"))
DAY = date(2024, 1, 1)


def guess(text: str, words: str | None, probability: float) -> Guess | None:
    if words is None:
        return None
    start = text.index(words)
    return Guess(start=start, end=start + len(words), probability=probability)


def cited(text: str, *marks: tuple[str | None, str, str | None], probability: float = 0.9) -> list[tuple[str, str, str, str]]:
    """(source, cue, content, stance) of each claim with a cue, the marks given as (source, cue, content)."""
    made = tuple(
        Mark(cue=guess(text, cue, probability), source=guess(text, source, probability), content=guess(text, content, probability))
        for source, cue, content in marks
    )
    (draft,) = PARSE([Article(id="x", text=text, language="en")], as_of=DAY).made
    return [row(text, c) for c in ClaimStage()([replace(draft, marks=made)], as_of=DAY).made[0].reading.claims if c.cue]


def row(text: str, claim: Claim) -> tuple[str, str, str, str]:
    source = claim.chain[-1]
    return text[source.start : source.end], claim.cue.text, text[claim.start : claim.end], claim.stance


ODD = "The lock keeper radioed back that two tugs had sunk at the pier."


def test_a_clause_behind_a_cue_that_no_table_has_becomes_a_claim_and_says_by_what():
    mark = ("The lock keeper", "radioed back", "that two tugs had sunk at the pier")
    assert cited(ODD, mark) == [("The lock keeper", "radioed back", "that two tugs had sunk at the pier", "asserts")]
    assert cited(ODD) == []


@pytest.mark.parametrize(
    ("text", "mark", "probability"),
    [
        (ODD, ("The lock keeper", "radioed back", "that two tugs had sunk at the pier"), 0.4),
        (ODD, ("The lock keeper", "radioed back", None), 0.9),
        (ODD, (None, "radioed back", "that two tugs had sunk at the pier"), 0.9),
        ("The tugs are fancied by few to have sunk.", ("few", "are fancied", "The tugs are fancied by few to have sunk"), 0.9),
        ("The crew seem tired, whatever they drink.", ("The crew", "seem", "they drink"), 0.9),
        ("The cook had not dreamt that the tugs would sink.", ("The cook", "had not dreamt", "that the tugs would sink"), 0.9),
        ("We muse that the tugs are lost.", ("We", "muse", "that the tugs are lost"), 0.9),
        ("The lock keeper keeps the old chart.", ("The lock keeper", "keeps", "the old chart"), 0.9),
    ],
    ids=["unsure", "no content", "no source", "passive", "seeming", "negated", "the writer", "a mere thing"],
)
def test_what_only_the_tagger_sees_needs_source_clause_and_certainty(text, mark, probability):
    assert cited(text, mark, probability=probability) == []


PLAIN = "The minister said late on Monday that the talks had failed."


def test_where_both_see_a_cue_the_tagger_draws_the_edges():
    mark = ("minister", "said late on Monday", "the talks had failed")
    assert cited(PLAIN, mark) == [("minister", "said late on Monday", "the talks had failed", "asserts")]


def test_where_they_disagree_about_what_is_said_grammar_stays():
    kept = cited(PLAIN)
    assert cited(PLAIN, ("The minister", "said", "late on Monday"))[0][2] == kept[0][2]


def test_what_only_grammar_sees_stays():
    assert cited(PLAIN, (None, "failed", None)) == cited(PLAIN)


def test_a_claim_is_not_doubled_by_a_second_cue_for_the_same_words():
    text = "In a call, the envoy told reporters that the bridge was closed."
    once = cited(text)
    assert len(once) == len(cited(text, ("the envoy", "call", "that the bridge was closed"))) == 1
