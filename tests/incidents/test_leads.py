"""What an article reports as its news: an event of its own, or one made for it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from tests.incidents.articles import article
from tests.incidents.test_fold import Rows, coded

from tocsin.incidents.leads import lead_id, lead_of
from tocsin.records import FiledEvent, FiledPlace, Party

DAY = date(2024, 5, 6)
TOWN = FiledPlace(name="Port Selby", kind="city", country="BOR", lat=1.0, lon=2.0, radius_km=5.0, geonameid=None)


def lead(rows: Rows) -> FiledEvent:
    made = lead_of(rows.article, rows.claims, rows.events)
    assert made is not None
    return made


def test_the_coded_event_that_the_title_tells_is_the_news() -> None:
    rows = Rows(article("Ardia seized a ship and shelled a town on Monday.", title="Ardian guns shell border town"))
    rows = coded(coded(rows, "seized", "COERCE", "ARD", "BOR", DAY), "shelled", "ASSAULT", "ARD", "BOR", DAY)
    assert lead(rows) == rows.events[1]


def test_who_condemns_a_deed_reports_the_condemnation() -> None:
    rows = Rows(
        article("Borland condemned the shelling of a town, which Ardia shelled on Monday.", title="Borland condemns shelling by Ardia")
    )
    rows = coded(rows, "shelled", "ASSAULT", "ARD", "BOR", DAY)
    assert lead(rows).type == "OTHER"
    assert lead(rows).trigger == "condemned"


def test_news_that_no_code_fits_is_made_from_the_first_sentence() -> None:
    text = "The parliament in Port Selby voted on Monday to move the capital. Nobody objected."
    own = replace(
        article(text, title="Parliament votes to move capital"),
        places=(TOWN,),
        actors=(Party(name="parliament", code=None, country=None, sector="LEG"),),
    )
    made = lead(Rows(own))
    assert (made.id, made.type, made.trigger, made.status) == (lead_id(own.id), "OTHER", "voted", "occurred")
    assert text[made.start : made.end] == made.trigger
    assert made.sentence == "The parliament in Port Selby voted on Monday to move the capital."
    assert (made.earliest, made.latest, made.place) == (None, own.published, "Port Selby")
    assert [source.name for source in made.sources] == ["parliament"]
    assert lead_of(own, (), (made,)) == made


def test_several_towns_are_no_place() -> None:
    other = replace(TOWN, name="Kallinos")
    own = replace(article("Voters in Port Selby and Kallinos went to the polls.", title="Two towns vote"), places=(TOWN, other))
    assert lead(Rows(own)).place is None


def test_what_is_to_come_is_scheduled() -> None:
    assert lead(Rows(article("Two towns go to the polls next week.", title="Two towns to vote on merger"))).status == "scheduled"


@pytest.mark.parametrize(
    "own",
    [
        article("Two towns go to the polls next week.", title="What to know about the vote"),
        replace(article("Zwei Orte stimmen ab.", title="Zwei Orte stimmen ab"), language="de", reading="foreign"),
        replace(article("Two towns vote.", title="Two towns vote"), reading="refused"),
        article("...", title="Two towns vote"),
    ],
    ids=["explainer", "foreign", "refused", "no words"],
)
def test_no_news(own: object) -> None:
    assert lead_of(own, (), ()) is None  # type: ignore[arg-type]
