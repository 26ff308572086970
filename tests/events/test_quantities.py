"""The numbers that belong to an event."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.events.quantities import _sum, quantities_of

CASES = [
    ("two tolls", "At least 12 people were killed and 30 wounded in the raid.", "killed", [(12, "killed"), (30, "wounded")]),
    ("what a deed did", "The raid killed 12 people and wounded 30 others.", "raid", [(12, "killed"), (30, "wounded")]),
    ("a participle", "A strike on the camp, killing three soldiers, was condemned.", "strike", [(3, "killed")]),
    ("left dead", "The raid left five dead.", "raid", [(5, "killed")]),
    ("troops", "It approved the deployment of 1,000 additional troops.", "deployment", [(1000, "troops")]),
    ("strong", "They sent a 1,500-strong force to the border.", "sent", [(1500, "troops")]),
    ("dozens", "Dozens were arrested.", "arrested", []),
    ("two dozen", "Police arrested two dozen protesters on June 3.", "arrested", [(24, "arrested")]),
    ("dollars", "The bank gave $1.7 billion to the fund.", "gave", [(1.7e9, "USD")]),
    ("euros in words", "It pledged 500 million euros in aid.", "pledged", [(5e8, "EUR")]),
    ("money in short", "They gave US$5bn and £20m to the fund.", "gave", [(5e9, "USD"), (2e7, "GBP")]),
    ("missiles and drones", "The navy fired 32 missiles and 17 drones at the port.", "fired", [(32, "missiles"), (17, "drones")]),
    ("percent", "Exports fell by 20 percent.", "fell", [(20, "percent")]),
    ("number words", "Three hundred people fled their homes.", "fled", [(300, "displaced")]),
    ("years are no quantity", "He was jailed for five years.", "jailed", []),
    ("aircraft", "More than 150 aircraft were launched.", "launched", [(150, "aircraft")]),
    ("diplomats", "It expelled 10 diplomats.", "expelled", [(10, "expelled")]),
    ("entities", "It imposed sanctions on 15 companies.", "sanctions", [(15, "entities")]),
]


@pytest.mark.parametrize(("text", "trigger", "expected"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_quantities(parse, text, trigger, expected):
    parsed = parse(text)
    found = quantities_of(parsed, parsed.words.index(trigger))
    assert [(q.value, q.unit) for q in found] == expected


def test_the_span_holds_number_and_thing(parse):
    parsed = parse("It approved the deployment of 1,000 additional troops for $1.7 billion.")
    troops, *_ = quantities_of(parsed, parsed.words.index("deployment"))
    assert parsed.text[troops.start : troops.end] == "1,000 additional troops"


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("three hundred fifty", 350),
        ("two dozen", 24),
        ("a hundred", 100),
        ("1.7 billion", 1.7e9),
        ("two thousand five hundred", 2500),
        ("5bn", 5e9),
    ],
)
def test_number_words(words, value):
    assert _sum(tuple(words.split())) == value


@pytest.fixture(scope="module")
def corpus(parse):
    return parse(" ".join(case[1] for case in CASES))


@settings(deadline=None)
@given(token=st.integers(0, 10**6))
def test_spans_lie_in_the_sentence_and_do_not_repeat(corpus, token):
    trigger = token % len(corpus)
    first, last = corpus.sentences[corpus.sentence_of[trigger]]
    found = quantities_of(corpus, trigger)
    assert all(corpus.starts[first] <= q.start < q.end <= corpus.ends[last - 1] and q.value >= 0 for q in found)
    assert len({q.start for q in found}) == len(found)
