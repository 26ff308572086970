"""The language model with changed layers parses as it comes from its makers."""

from __future__ import annotations

import pytest
import spacy
from spacy.language import Language

from tocsin.parse.spacy_parser import RULES, load_model, model_folder

TEXTS = (
    "The ministry said on Monday that two ships had left the port of Mombasa; neither was stopped, and nobody was hurt.",
    'Kenya\'s parliament voted 170-23 for the treaty. "It\'s done," Grace Otieno told Radio Lamu, "and it won\'t be undone."',
    "",
    "  ",
    "Ships! Ships, ships ... ships?",
    "Ships! Ships, ships ... ships?",
)


@pytest.fixture(scope="module")
def as_it_comes() -> Language:
    load_model()  # which makes the component of the next line known
    model = spacy.load(model_folder(), exclude=["senter"])
    model.add_pipe("tocsin_paragraphs", before="parser")
    return model


@pytest.mark.parametrize("texts", [pytest.param(TEXTS, id="together"), pytest.param(TEXTS[2:3], id="nothing at all")])
def test_the_answers_are_those_of_the_model_as_it_comes(texts: tuple[str, ...], as_it_comes: Language) -> None:
    def told(model: Language) -> list[list[tuple[object, ...]]]:
        docs = list(model.pipe(texts))
        return [
            [(t.text, t.tag_, t.dep_, t.head.i, t.ent_iob_, t.ent_type_, t.is_sent_start) for t in doc if not t.is_space] for doc in docs
        ]

    assert told(load_model()) == told(as_it_comes)


@pytest.mark.parametrize(("name", "looks"), [("tok2vec", 3), ("ner", 2)])
def test_tokens_that_look_alike_share_one_vector(name: str, looks: int, monkeypatch: pytest.MonkeyPatch) -> None:
    model = load_model()
    (embedding,) = (node for node in model.get_pipe(name).model.walk() if node.name == "embed_once")
    vectors, asked = embedding.layers[1], []
    usual = vectors._func
    monkeypatch.setattr(vectors, "_func", lambda layer, rows, is_train: asked.append(len(rows)) or usual(layer, rows, is_train))
    first, second = embedding.predict([model.make_doc("ships , ships , ships ,"), model.make_doc("ships ,")])
    assert asked == [looks]  # "ships" and ","; one of the two looks at the space that follows as well
    assert (first.shape[0], second.shape[0]) == (6, 2)
    assert (first[0] == second[0]).all()


def test_the_rules_that_are_remembered_do_not_run_again() -> None:
    assert not set(RULES) & set(load_model().pipe_names)
