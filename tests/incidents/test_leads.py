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
    ("title", "expected"),
    [
        ("Two towns to vote on merger", "scheduled"),
        ("Court will hear appeal", "scheduled"),
        ("Foreign ministers to meet in spring", "scheduled"),
        ("Fleet moves to next harbour", "occurred"),
        ("Ardia names judge to head inquiry", "occurred"),
        ("Two men plead guilty to arson", "occurred"),
        ("Rain will not stop play", "occurred"),
        ("Fliers stranded due to storm", "occurred"),
        ("Envoy due to visit capital", "scheduled"),
        ("From hills to coast, harvests fail", "occurred"),
        ("Premier warms up to rival", "occurred"),
        ("Bridge is closed to the public", "occurred"),
    ],
)
def test_what_a_title_says_of_the_time(title: str, expected: str) -> None:
    assert lead(Rows(article("It was told in town today.", title=title))).status == expected


@pytest.mark.parametrize(
    ("title", "expected"),
    [("Nine killed in bus crash near border", "OTHER"), ("Nine killed in bear attack", "OTHER"), ("Nine killed in border town", "ASSAULT")],
)
def test_harm_by_nobodys_hand_is_no_assault(title: str, expected: str) -> None:
    rows = coded(Rows(article("Nine people were killed near the border.", title=title)), "killed", "ASSAULT", "ARD", "BOR", DAY)
    rows = replace(rows, events=tuple(replace(event, sources=()) for event in rows.events))
    assert lead(rows).type == expected


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


@pytest.mark.parametrize(
    "title",
    [
        "Borland mourns after shelling",
        "Borlanders react to Ardian shelling",
        "Bishop speaks of grief in aftermath of Ardian shelling",
        "Ardian shelling tests the patience of Borland",
        "Ardia did not shell any town, Borland's envoy concedes",
        "Premier doesn't believe Ardia shelled the town",
        "Kallinos elects mayor, condemns Ardian shelling",
        "Bishop calls bombardment by rebels a crime",
    ],
)
def test_what_a_title_only_speaks_of_or_denies_is_not_its_news(title: str) -> None:
    rows = coded(Rows(article("Ardia shelled a town on Monday, it is said.", title=title)), "shelled", "ASSAULT", "ARD", "BOR", DAY)
    assert lead(rows).type == "OTHER"


@pytest.mark.parametrize(
    "title",
    [
        "Ardia shells town over border",
        "Over 30 shelled in border town",
        "Ardian shells kill nine, the UN is told",
        "Nine die in shelling",
    ],
)
def test_what_a_title_tells_is_its_news(title: str) -> None:
    rows = coded(Rows(article("Ardia shelled a town on Monday, it is said.", title=title)), "shelled", "ASSAULT", "ARD", "BOR", DAY)
    assert lead(rows).type == "ASSAULT"


def test_what_is_threatened_is_news_however_the_title_speaks_of_it() -> None:
    rows = coded(
        Rows(article("Ardia could shell a town, it said.", title="Ardia's shelling threat alarms town")),
        "shell",
        "ASSAULT",
        "ARD",
        "BOR",
        DAY,
    )
    rows = replace(rows, events=tuple(replace(event, status="threatened") for event in rows.events))
    assert lead(rows).type == "ASSAULT"


def test_what_is_older_than_a_month_is_no_news() -> None:
    rows = coded(
        Rows(article("Ardia first shelled the town in March.", title="Ardia shells town")),
        "shelled",
        "ASSAULT",
        "ARD",
        "BOR",
        date(2024, 3, 6),
    )
    assert lead(rows).type == "OTHER"


def _doers(title: str, *actors: tuple[str, str | None]) -> list[str | None]:
    parties = tuple(Party(name=name, code=None, country=country, sector="GOV") for name, country in actors)
    return [s.name for s in lead(Rows(replace(article("It was told on Monday.", title=title), actors=parties))).sources]


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Russian envoy Ann Bell opens school", ["Ann Bell"]),
        ("Russia opens school", ["Russia"]),
        ("Russia's schools to open", []),
        ("School that Russia paid for opens", []),
        ("The school in Russia opens", []),
    ],
    ids=["the person whose office it names", "the subject", "an owner", "named later", "named after a preposition"],
)
def test_the_doer_is_whom_the_title_begins_with(title: str, expected: list[str]) -> None:
    assert _doers(title, ("Russia", "RUS"), ("Ann Bell", "RUS")) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("A school opened in Selby on Monday.", "Selby"),
        ("Envoy Ann Selby opened a school on Monday.", None),
        ("The Selby Courier told of a school on Monday.", None),
        ("Selby opened a school on Monday.", "Selby"),
        ("Selby council opened a school on Monday.", None),
    ],
)
def test_a_town_is_not_a_part_of_another_name(sentence: str, expected: str | None) -> None:
    own = replace(article(sentence, title="A school is opened"), places=(replace(TOWN, name="Selby"),))
    assert lead(Rows(own)).place == expected
