"""What decided each label, over the whole reading."""

from __future__ import annotations

from datetime import date
from functools import cache
from itertools import chain

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tocsin.pipeline import Reader
from tocsin.products.answer import answer
from tocsin.records import Article, ArticleReading, Reason

DAY = date(2019, 6, 19)

EVENTS = (
    (
        "a row",
        "Turkish forces shelled a village.",
        "shelled",
        "type",
        ("lexicon", 'row "shell" (verb) → ASSAULT, heavy-weapons', "shelled"),
    ),
    ("a turn", "Norway will not meet Russia.", "meet", "type", ("grammar", "will not do it: a refusal → REJECT", "meet")),
    ("a modal", "Israel may strike Iran.", "strike", "status", ("grammar", "modal: possible", "may")),
    ("a condition", "Chad could bomb Libya if talks fail.", "bomb", "status", ("grammar", "hangs on a condition: possible", "if")),
    ("nothing", "Peru condemned the raid by Chile.", "raid", "status", ("default", "no word says otherwise: occurred", None)),
    ("a denial", "Iran denied that it had attacked the ship.", "attacked", "status", ("lexicon", "denied: denied", "denied")),
    ("a demand", "France urged Chad to free the journalists.", "urged", "status", ("grammar", "past: occurred", "urged")),
    ("a subject", "Kenya has invaded Somalia.", "invaded", "source", ("grammar", 'subject of "invaded"', "Kenya")),
    ("an object", "Kenya has invaded Somalia.", "invaded", "target", ("grammar", 'object of "invaded"', "Somalia")),
    (
        "a passive",
        "The convoy was attacked by Houthi rebels.",
        "attacked",
        "source",
        ("grammar", 'passive of "attacked" with "by"', "Houthi rebels"),
    ),
    (
        "a passive's subject",
        "The convoy was attacked by Houthi rebels.",
        "attacked",
        "target",
        ("grammar", 'subject of the passive of "attacked"', "The convoy"),
    ),
    (
        "what is judged",
        "Israel bombed Syria on Monday. Protesters in Lebanon condemned the bombing.",
        "condemned",
        "target",
        ("context", "did what is judged", "bombing"),
    ),
    ("both sides", "Iran met with Iraq on Monday.", "met", "target", ("grammar", "done together: each side is both", "met")),
    ("its own time", "Iran met with Iraq on Monday.", "met", "when", ("grammar", "a time that belongs to the trigger", "Monday")),
    (
        "no time",
        "Kenya has invaded Somalia.",
        "invaded",
        "when",
        ("default", "no time given: publication bounds it", None),
    ),
    ("a place", "Iran and Iraq held talks in Baghdad.", "held talks", "place", ("grammar", 'after "in" at "held"', "Baghdad")),
)
"""Name, text, trigger, label, and the reason that decided: by, detail, words."""

CLAIMS = (
    ("a cue", "Syria was bombed, the army said.", 0, "source", ("lexicon", 'cue "say"', "said")),
    ("nobody", "Syria was bombed.", 0, "source", ("default", "nobody cited: the article says it", None)),
    ("told to an outlet", "Officials told Reuters that Syria was bombed.", 0, "chain", ("grammar", None, "Reuters")),
    (
        "an earlier sentence",
        "Syria was bombed, Reuters reported, citing officials. The officials said Iraq was bombed too.",
        -1,
        "chain",
        ("context", "heard through it in an earlier sentence", "Reuters"),
    ),
    ("its cue's stance", "Iran denied that it had attacked the ship.", -1, "stance", ("lexicon", 'cue "deny": denies', "denied")),
    ("its content's stance", "Iran said it would never leave.", -1, "stance", ("grammar", None, "it would never leave")),
    ("a question", "Who bombed the port?", 0, "stance", ("grammar", "a question: asks", "?")),
    (
        "coreference",
        "Hassan Rouhani met the envoy. He said that the talks had failed.",
        -1,
        "source",
        ("context", "the same as Hassan Rouhani", "He"),
    ),
)
"""Name, text, which claim, label, and the reason that decided; None for any detail."""

ACTORS = (
    ("a table", "Houthi rebels attacked the convoy.", "Houthi rebels", ("table", 'name "Houthis" (body) → YEMREBHTH', "Houthi rebels")),
    (
        "an office on the day",
        "Javad Zarif criticised the plan.",
        "Javad Zarif",
        ("table", "table of offices: Mohammad Javad Zarif, Foreign Minister of IRN on 2019-06-19 → IRNGOV", "Javad Zarif"),
    ),
    (
        "apposition",
        "Keyan Brandt, the spokesman for Norway's defence ministry, condemned the raid.",
        "Keyan Brandt",
        ("grammar", "apposition", "the spokesman"),
    ),
    ("what it belongs to", "French troops raided a camp.", "French troops", ("grammar", "belongs to FRA", "French")),
    ("the context", "Norway is at war. The army attacked on Monday.", "army", ("context", "of the state that is spoken of → NOR", None)),
    ("nothing", "Gulbrix Tandem accused Norway.", "Gulbrix Tandem", ("default", "nothing is known of it", None)),
)
"""Name, text, actor, and the reason that decided last."""


@cache
def read(text: str) -> ArticleReading:
    return Reader().read(Article(id="x", text=text, published=DAY, published_basis="given", outlet="Sample Daily", title=None))


def last_of(reasons: tuple[Reason, ...], label: str, text: str) -> tuple[str, str, str | None]:
    reason = [r for r in reasons if r.label == label][-1]
    return reason.by, reason.detail, None if reason.start is None else text[reason.start : reason.end]


@pytest.mark.parametrize(("text", "trigger", "label", "expected"), [c[1:] for c in EVENTS], ids=[c[0] for c in EVENTS])
def test_what_decided_of_an_event(text, trigger, label, expected):
    event = next(e for e in read(text).events if e.trigger.text == trigger)
    assert last_of(event.reasons, label, text) == expected


@pytest.mark.parametrize(("text", "at", "label", "expected"), [c[1:] for c in CLAIMS], ids=[c[0] for c in CLAIMS])
def test_what_decided_of_a_claim(text, at, label, expected):
    by, detail, words = last_of(read(text).claims[at].reasons, label, text)
    assert (by, words) == (expected[0], expected[2])
    assert expected[1] in (None, detail)


@pytest.mark.parametrize(("text", "name", "expected"), [c[1:] for c in ACTORS], ids=[c[0] for c in ACTORS])
def test_what_decided_of_an_actor(text, name, expected):
    actor = next(a for a in read(text).actors if a.name == name)
    assert last_of(actor.reasons, "actor", text) == expected


SENTENCES = tuple(dict.fromkeys(case[1] for case in chain(EVENTS, CLAIMS, ACTORS)))


@settings(deadline=None, max_examples=25)
@given(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=4, unique=True))
@example(["French troops raided a camp.", "Turkish forces shelled a village.", "France urged Chad to free the journalists."])
def test_every_label_has_a_reason_whose_words_lie_in_the_text(sentences):
    reading = read(" ".join(sentences))
    length = len(reading.article.text)
    for part in (*reading.events, *reading.claims, *reading.actors):
        for reason in part.reasons:
            assert reason.detail
            assert (reason.start is None) == (reason.end is None)
            assert reason.start is None or 0 <= reason.start < reason.end <= length
    for event in reading.events:
        said = {r.label for r in event.reasons}
        filled = {name for name, held in (("source", event.sources), ("target", event.targets), ("place", event.place)) if held}
        assert said == {"type", "status", "when", "score"} | filled
        assert [r for r in event.reasons if r.label == "status"][-1].detail.endswith(event.status)
    for claim in reading.claims:
        assert {"source", "stance"} <= {r.label for r in claim.reasons}
        assert [r for r in claim.reasons if r.label == "stance"][-1].detail.endswith(claim.stance)
        assert len(claim.chain) < 3 or any(r.label == "chain" for r in claim.reasons)
    assert all(actor.reasons for actor in reading.actors)


def test_the_record_has_them_where_they_are_asked_for():
    reading = read("Iran denied that it had attacked the ship.")
    plain, explained = answer(reading), answer(reading, explain=True)
    for part in ("actors", "claims", "events"):
        assert not any("reasons" in one for one in plain[part])
        assert all(set(one["reasons"][0]) == {"label", "by", "detail", "start", "end"} for one in explained[part])
        assert [{k: v for k, v in one.items() if k != "reasons"} for one in explained[part]] == plain[part]
