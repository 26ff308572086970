"""What is remembered of words is what the model's own components say of them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.parse.spacy_parser import load_model
from tocsin.parse.word_forms import RULES, Form, WordForms

SENTENCES = (
    pytest.param("There's a bridge, and there are guards who've been told that it isn't theirs.", id="a verb after an expletive"),
    pytest.param("We're gonna wait; you've got ta see this, y'all, so let's go and c'm on.", id="words in a row"),
    pytest.param("It ain't what the ministers did; do they have what they had to have?", id="auxiliaries and full verbs"),
    pytest.param("But for that, whether or not those who hid it knew, the others left.", id="words of several kinds"),
    pytest.param("  \n\n Two ships,\n\n   three   harbours. ", id="white space"),
    pytest.param("", id="nothing"),
)
ROWS = "there's is let's us gon na gonna gotta y'all all ain't c'm on that the men left leaves , . it did but"


def of_components(text: str) -> tuple[list[Form], list[Form]]:
    """What the rules of the model say when they run on the whole text, and what is remembered."""
    model = load_model()
    doc = model(text)
    remembered = WordForms(model).of(doc)
    for name in RULES:
        doc = model.get_pipe(name)(doc)
    return [(token.pos_, token.lemma_) for token in doc], remembered


@pytest.mark.parametrize("text", SENTENCES)
def test_the_forms_are_those_of_the_components(text: str) -> None:
    expected, remembered = of_components(text)
    assert remembered == expected


@given(words=st.lists(st.sampled_from(ROWS.split()), max_size=40))
@settings(max_examples=15, deadline=None)
def test_any_row_of_words_has_the_forms_of_the_components(words: list[str]) -> None:
    expected, remembered = of_components(" ".join(words))
    assert remembered == expected


def test_what_was_asked_before_does_not_change_the_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    model = load_model()
    forms = WordForms(model)
    first, second = model("The guards left."), model("They have left.")
    before = forms.of(second)
    monkeypatch.setattr("tocsin.parse.word_forms.REMEMBERED", 0)
    forms.of(first)
    assert forms.of(second) == before
    assert before[-2] == ("VERB", "leave")
