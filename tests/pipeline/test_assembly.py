from datetime import date

import pytest

import tocsin
from tocsin.config import Config
from tocsin.errors import ConfigError
from tocsin.pipeline import default_assembly
from tocsin.pipeline.assembly import Assembly
from tocsin.records import Article, ArticleReading, Unreadable

TODAY = date(2024, 5, 8)


def test_the_order_is_the_one_that_the_documents_tell():
    told = tocsin.__doc__
    assert (
        "collect -> " + " -> ".join((*default_assembly(Config()).order, "incidents", "indicators", "scenarios", "forecast", "products"))
        in told
    )


def test_a_gap_is_found_before_anything_runs():
    whole = default_assembly(Config())
    with pytest.raises(ConfigError, match="needs"):
        Assembly(whole.opening, whole.following[2:])


def test_answers_keep_the_order_and_count_of_the_articles():
    texts = ["A bridge fell.", "", "Nobody was hurt."]
    answers = default_assembly(Config()).run([Article(id=str(n), text=t) for n, t in enumerate(texts)], as_of=TODAY)
    assert [type(a) for a in answers] == [ArticleReading, Unreadable, ArticleReading]
    assert answers[1].id == "1"
    assert answers[1].code == "empty"


def test_two_articles_with_one_id_both_get_their_own_answer():
    answers = default_assembly(Config()).run([Article(id="same", text=""), Article(id="same", text="A bridge fell.")], as_of=TODAY)
    assert [type(a) for a in answers] == [Unreadable, ArticleReading]
