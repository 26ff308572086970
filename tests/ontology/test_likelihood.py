from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.ontology.likelihood import SCALES, WORDS, term


@pytest.mark.parametrize(
    ("p", "row1", "row2"),
    [
        (0.01, "almost no chance", "remote"),
        (0.0499, "almost no chance", "remote"),
        (0.05, "very unlikely", "highly improbable"),
        (0.20, "unlikely", "improbable"),
        (0.45, "roughly even chance", "roughly even odds"),
        (0.55, "roughly even chance", "roughly even odds"),
        (0.07 + 0.48, "roughly even chance", "roughly even odds"),
        (0.551, "likely", "probable"),
        (0.80, "likely", "probable"),
        (0.81, "very likely", "highly probable"),
        (0.95, "very likely", "highly probable"),
        (0.951, "almost certain", "nearly certain"),
        (0.99, "almost certain", "nearly certain"),
    ],
)
def test_icd_203_with_shared_edges_nearer_to_even(p: float, row1: str, row2: str) -> None:
    assert (term(p), term(p, "icd203-row2")) == (row1, row2)


@pytest.mark.parametrize(
    ("p", "scale", "word"),
    [
        (0.12, "kent", "almost certainly not"),
        (0.15, "kent", None),
        (0.30, "kent", "probably not"),
        (0.40, "kent", "chances about even"),
        (0.61, "kent", None),
        (0.87, "kent", "probable"),
        (0.93, "kent", "almost certain"),
        (0.05, "phia", "remote chance"),
        (0.07, "phia", None),
        (0.22, "phia", None),
        (0.098, "phia", "highly unlikely"),
        (0.48, "phia", "realistic possibility"),
        (0.50, "phia", None),
        (0.75, "phia", "likely"),
        (0.85, "phia", "highly likely"),
        (0.96, "phia", "almost certain"),
    ],
)
def test_other_scales_and_their_gaps(p: float, scale: str, word: str | None) -> None:
    assert term(p, scale) == word  # type: ignore[arg-type]


@pytest.mark.parametrize("scale", SCALES)
@pytest.mark.parametrize("p", [0.0, 0.0099, 0.9901, 1.0])
def test_outside_one_to_99_the_number_stands_alone(scale: str, p: float) -> None:
    assert term(p, scale) is None  # type: ignore[arg-type]


@pytest.mark.parametrize("p", [-0.01, 1.01, float("nan")])
def test_what_is_no_probability_is_refused(p: float) -> None:
    with pytest.raises(ValueError, match="no probability"):
        term(p)


@given(st.floats(0, 1), st.floats(0, 1), st.sampled_from(sorted(SCALES)))
def test_the_likelier_never_gets_a_lesser_word(p: float, q: float, scale: str) -> None:
    order = [band.word for band in SCALES[scale]]  # type: ignore[index]
    words = [term(x, scale) for x in sorted((p, q))]  # type: ignore[arg-type]
    if None not in words:
        assert order.index(words[0]) <= order.index(words[1])


def test_every_word_tells_its_scales_and_the_longest_comes_first() -> None:
    assert WORDS["likely"] == {"icd203", "phia"}
    assert WORDS["probably"] == {"icd203-row2", "kent"}
    assert WORDS["remote"] == {"icd203-row2"}
    words = list(WORDS)
    assert words.index("very likely") < words.index("likely") < words.index("remote")
