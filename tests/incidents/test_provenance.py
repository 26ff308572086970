"""Whose text an article carries."""

from __future__ import annotations

import pytest

from tocsin.incidents.copies import Copies
from tocsin.incidents.provenance import carries, edges
from tocsin.records.filed import FiledArticle

from .articles import article

TITLE = "Lighthouse keeper refuses to hand over the logbook"
TEXT = (
    "The keeper of the lighthouse on Gull Rock refused on Friday to hand the logbook of the night of the collision to the two investigators who "
    "had come by launch, saying that it belonged to the harbour court and to nobody else."
)
OTHER = "He has the book in a biscuit tin, says his daughter, and means to bring it before the judge himself when the weather lets him cross over."


def carried_by(*articles: FiledArticle) -> list[str | None]:
    held = Copies()
    held.add(articles)
    return [carries(held, one.id) for one in articles]


@pytest.mark.parametrize(
    ("one", "whose"),
    [
        pytest.param(article(TEXT), None, id="its own"),
        pytest.param(article(TEXT, agency="Thomson Reuters"), "Reuters", id="an agency's, by its usual name"),
        pytest.param(article(TEXT, author="By Agence France-Presse"), "AFP", id="an agency as author"),
        pytest.param(article(TEXT, author="Ada Quill"), None, id="a person as author"),
        pytest.param(article(TEXT, outlet="apnews.com", agency="AP"), None, id="the agency itself"),
        pytest.param(article(TEXT, outlet="Sample Aggregator", republished="Sample Daily"), "Sample Daily", id="another outlet's"),
        pytest.param(article(TEXT, republished="Other Post", agency="AP"), "AP", id="another outlet's, and an agency's before"),
        pytest.param(
            article(f"{TITLE} Other Post", title=f"{TITLE} - Other Post", outlet="News Desk"), "Other Post", id="an aggregator's entry"
        ),
        pytest.param(article(TEXT, title=f"{TITLE} | Sample Daily"), None, id="its own name after the headline"),
        pytest.param(article("The keeper would not yield, IRNA reported. " + TEXT), None, id="what it cites is not what it carries"),
    ],
)
def test_an_article_alone(one: FiledArticle, whose: str | None) -> None:
    assert carried_by(one) == [whose]


def test_a_copy_carries_the_text_of_the_first() -> None:
    assert carried_by(article(TEXT, title=TITLE), article(TEXT, title=TITLE, outlet="Other Post", hours=3)) == [None, "Sample Daily"]


def test_a_credit_to_the_first_leads_on_to_its_agency() -> None:
    first = article(TEXT, title=TITLE, agency="AFP")
    second = article(TEXT, title="The logbook", outlet="Sample Aggregator", hours=3, republished="Sample Daily")
    assert carried_by(first, second) == ["AFP", "AFP"]


def test_a_credit_in_a_later_copy_tells_of_the_earlier_too() -> None:
    assert carried_by(article(TEXT, title=TITLE), article(TEXT, outlet="Other Post", hours=3, agency="Xinhua")) == ["Xinhua", "Xinhua"]


def test_the_agency_whose_text_all_have_carries_its_own() -> None:
    assert carried_by(article(TEXT), article(TEXT, outlet="reuters.com", hours=1)) == ["Reuters", None]


def test_an_outlets_own_version_is_its_own() -> None:
    assert carried_by(article(TEXT, title=TITLE), article(f"{TEXT} {OTHER}", title=TITLE, hours=3)) == [None, None]


def test_a_headline_alone_is_nobodys_unless_an_agency_has_it() -> None:
    mine, theirs = article(TEXT, title=TITLE), article(OTHER, title=TITLE, outlet="Other Post", hours=2)
    assert carried_by(mine, theirs) == [None, None]
    wire = article(f"{TITLE} Reuters", title=f"{TITLE} - Reuters", outlet="news.google.com", hours=4)
    assert carried_by(mine, theirs, wire) == ["Reuters", "Reuters", "Reuters"]


def test_the_edges_of_the_graph() -> None:
    first = article(TEXT, title=TITLE)
    text = "The keeper would not yield, IRNA reported. " + TEXT
    second = article(text, title=TITLE, outlet="Other Post", hours=3, republished="Sample Daily", agency="AP")
    held = Copies()
    held.add([first, second])
    assert edges(held, first.id) == ()
    assert [(edge.kind, edge.to) for edge in edges(held, second.id)] == [
        ("repeats", first.id),
        ("agency", "AP"),
        ("republication", "Sample Daily"),
        ("cites", "IRNA"),
    ]


def test_carrying_does_not_hang_on_the_order_of_arrival() -> None:
    made = [article(TEXT, title=TITLE, outlet=f"Paper {n}", hours=n, agency="AFP" if n == 2 else None) for n in range(4)]
    assert carried_by(*made) == ["AFP"] * 4
    assert carried_by(*reversed(made)) == ["AFP"] * 4
