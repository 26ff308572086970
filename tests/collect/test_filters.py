from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from tocsin.collect.filters import Filter, Sieve
from tocsin.collect.gdelt import gdelt_event
from tocsin.errors import ConfigError
from tocsin.records import Article, Item

from .tables import gdelt

NOW = datetime(2020, 1, 1, tzinfo=UTC)


def item(text="The port of Iran was closed.", published=date(2019, 6, 19), tags=(), **facts):
    article = Article(id="a", text=text, published=published, published_basis="given" if published else "unknown", **facts)
    return Item(article=article, source="s", tags=tags)


@pytest.mark.parametrize(
    ("rules", "thing", "expected"),
    [
        pytest.param(Filter(), item(), None, id="no rule"),
        pytest.param(Filter(since=date(2019, 6, 19), until=date(2019, 6, 19)), item(), None, id="on the day"),
        pytest.param(Filter(since=date(2019, 6, 20)), item(), "since", id="before"),
        pytest.param(Filter(until=date(2019, 6, 18)), item(), "until", id="after"),
        pytest.param(Filter(since=date(2019, 6, 1)), item(published=None), "undated", id="undated"),
        pytest.param(Filter(words=("iran",)), item(), None, id="a word, whatever its case"),
        pytest.param(Filter(words=("ira",)), item(), "word", id="no part of a word"),
        pytest.param(Filter(words=("the  port",)), item(), None, id="a phrase"),
        pytest.param(Filter(words=("closed.",)), item(), None, id="a word with a full stop"),
        pytest.param(Filter(words=("oil", "ship")), item(title="A ship"), None, id="any of several, in the title"),
        pytest.param(Filter(words=("oil",), without_words=("port",)), item(), "word", id="the first rule that holds counts"),
        pytest.param(Filter(without_words=("PORT",)), item(), "without_word", id="a word that may not be there"),
        pytest.param(Filter(tags=("War",)), item(tags=("war",)), None, id="tag"),
        pytest.param(Filter(tags=("war",)), item(), "tag", id="no tag"),
        pytest.param(Filter(without_tags=("sport",)), item(tags=("Sport",)), "without_tag", id="a tag that may not be there"),
        pytest.param(Filter(outlets=("sample.example",)), item(outlet="news.Sample.example"), None, id="a part of a domain"),
        pytest.param(Filter(outlets=("sample.example",)), item(outlet="notsample.example"), "outlet", id="another domain"),
        pytest.param(Filter(outlets=("A",)), item(), "outlet", id="no outlet"),
        pytest.param(Filter(without_outlets=("a",)), item(outlet="A"), "without_outlet", id="an outlet that may not be there"),
        pytest.param(Filter(languages=("EN",)), item(language="en"), None, id="language"),
        pytest.param(Filter(languages=("en",)), item(language="fa"), "language", id="another language"),
        pytest.param(Filter(languages=("en",)), item(), None, id="a language that is not known yet"),
        pytest.param(Filter(since=date(2019, 6, 20)), gdelt_event(gdelt(), NOW), "since", id="an event before"),
        pytest.param(Filter(outlets=("sample.example",), words=("iran",)), gdelt_event(gdelt(), NOW), None, id="an event has no words"),
    ],
)
def test_rules(rules, thing, expected):
    assert rules.rule_against(thing) == expected
    assert rules.accepts(thing) is (expected is None)


def test_what_each_rule_left_out_is_counted_and_refusals_pass():
    sieve = Sieve(Filter(words=("iran",), languages=("en",)))
    things = [item(), item("Nothing."), item("Nothing."), item(language="fa"), "a refusal"]
    assert list(sieve(things)) == [things[0], "a refusal"]
    assert sieve.left_out == {"word": 2, "language": 1}


@pytest.mark.parametrize("rules", [{"since": date(2020, 1, 2), "until": date(2020, 1, 1)}, {"words": (" ",)}, {"tags": ("",)}])
def test_rules_that_make_no_sense_are_told(rules):
    with pytest.raises(ConfigError):
        Filter(**rules)
