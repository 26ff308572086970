import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.parse.furniture import set_apart

ORIGINS = [
    ("dateline", "LAGOS – The ministry spoke.", [("dateline", "LAGOS")]),
    ("dateline of two words", "TEL AVIV, Israel — Rockets fell.", [("dateline", "TEL AVIV, Israel")]),
    ("dateline with agency", "KYIV, Ukraine (AP) — Shells fell.", [("dateline", "KYIV, Ukraine"), ("agency", "AP")]),
    ("dateline with day", "Aden, July 3 (Xinhua) -- Talks began.", [("dateline", "Aden"), ("agency", "Xinhua")]),
    ("dateline of two places", "ACCRA/ABUJA (Staff) - Talks began.", [("dateline", "ACCRA/ABUJA")]),
    ("dateline with year", "NEW DELHI, March 4, 2026 – Talks began.", [("dateline", "NEW DELHI")]),
    ("dateline with a desk", "LIMA, March 3 (Wire) -- Talks began.", [("dateline", "LIMA")]),
    ("town and colon", "Lima: The ministers of both states met.", [("dateline", "Lima")]),
    ("town, day and colon", "Nairobi, 2 March: The ministers of both states met.", [("dateline", "Nairobi")]),
    ("town, country and dash", "Sanaa, Yemen – The ministers of both states met.", [("dateline", "Sanaa, Yemen")]),
    ("town, agency and dash", "Accra, AFP - The ministers of both states met.", [("dateline", "Accra"), ("agency", "AFP")]),
    ("town below a byline", "By Ana Roe\nLima: The ministers of both states met.", [("dateline", "Lima")]),
    ("town that speaks in a headline", "Lima: The ministers of both states must meet", []),
    ("town before a parenthesis", "Lima - which had never agreed to it - left the talks on Monday.", []),
    ("state that speaks", "Peru: The ministers of both states must meet.", []),
    ("person who speaks", "Petrov: The ministers of both states must meet.", []),
    ("agency at the head", "(Reuters) - Talks began.", [("agency", "Reuters")]),
    ("agency at the foot", "He left. (AFP)\nOthers stayed.", [("agency", "AFP")]),
    ("two agencies", "He left. (AFP/TASS)", [("agency", "AFP/TASS")]),
    ("source line", "He left.\n\nSource » harbour-post", [("republication", "harbour-post")]),
    ("source with colon", "He left.\nSource: Harbour Post", [("republication", "Harbour Post")]),
    ("first published", "This article was originally published on Harbour Post.", [("republication", "Harbour Post")]),
    ("countries joined by a dash", "US - Iran talks begin.", []),
    ("alliance before a dash", "NATO – an alliance – met.", []),
    ("label", "BREAKING: A bridge fell.", []),
    ("a source in running text", "One source said: nothing.", []),
]


@pytest.mark.parametrize(("text", "expected"), [(t, e) for _, t, e in ORIGINS], ids=[i for i, _, _ in ORIGINS])
def test_origins(text, expected):
    assert [(c.kind, c.name) for c in set_apart(text).origins] == expected


@pytest.mark.parametrize(
    "line",
    [
        "Read more: a list",
        "Follow us on Sample",
        "© 2021 Sample Daily",
        "All rights reserved.",
        "The post A bridge appeared first on Sample.",
        "Advertisement",
        "By Ana Roe and Li Po, Harbour Post",
        "MK/PA",
    ],
)
def test_furniture_is_rejected_with_a_reason(line):
    apart = set_apart(f"A bridge fell.\n{line}\nNobody was hurt.")
    assert [apart.body[r.start : r.end].strip() for r in apart.rejected] == [""]
    assert "A bridge fell." in apart.body
    assert "Nobody was hurt." in apart.body


def test_a_licence_at_the_end_of_the_last_line_is_furniture():
    apart = set_apart("The bridge will be rebuilt. All content by Sample Agency is licensed under an open licence.")
    assert apart.body.rstrip() == "The bridge will be rebuilt."


@given(st.text(alphabet=st.sampled_from("ABC abc-–():\n.»Source:Read more(AP)"), max_size=80))
def test_offsets_stay(text):
    apart = set_apart(text)
    assert len(apart.body) == len(text)
    assert all(a == b or b == " " for a, b in zip(text, apart.body, strict=True))
    assert all(text[c.start : c.end].strip() for c in apart.origins)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Source: a" + " " * 150_000 + "x", id="blanks after a source"),
        pytest.param("Talks began." + " \t" * 75_000 + "b", id="blanks within a line"),
        pytest.param(" " * 150_000 + "AP", id="blanks at the head"),
        pytest.param("Advertisement\n" * 10_000, id="many lines of furniture"),
    ],
)
def test_no_text_takes_longer_than_its_length_is_worth(text):
    assert len(set_apart(text).body) == len(text)  # hours, not milliseconds, where a pattern goes back over what it has matched


def test_what_holds_no_words_is_set_apart():
    apart = set_apart("A bridge fell. " + "(" * 5_000 + " Nobody was hurt.")
    assert [(r.reason, r.end - r.start) for r in apart.rejected] == [("no words", 5_000)]
    assert " ".join(apart.body.split()) == "A bridge fell. Nobody was hurt."
