"""Actors and their mentions: extent, country, sector, office."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tocsin.entities.actors import read_actors
from tocsin.gazetteer.countries import countries
from tocsin.ontology import SECTORS
from tocsin.records import Actor, Mention, Parse, Place

Reading = tuple[tuple[Actor, ...], tuple[Mention, ...]]
Read = Callable[..., Reading]

DAY = date(2019, 6, 20)


@pytest.fixture
def read(parse: Callable[[str], Parse]) -> Read:
    return lambda text, day=DAY, places=(): read_actors(parse(text), published=day, places=places)


def at(reading: Reading, text: str, words: str) -> Actor:
    """The actor of the shortest mention that covers the last of these words."""
    token = text.index(words) + len(words) - 1
    covering = [m for m in reading[1] if m.start <= token < m.end]
    assert covering, f"nothing stands for {words!r}"
    shortest = min(covering, key=lambda m: m.end - m.start)
    return next(a for a in reading[0] if a.id == shortest.actor)


CODED = [
    ("state", "Norway signed the treaty.", "Norway", "NOR", "GOV"),
    ("seat", "Moscow rejected the offer.", "Moscow", "RUS", "GOV"),
    ("demonym before a role", "Turkish officials met in secret.", "officials", "TUR", "GOV"),
    ("sector from the word before", "Egyptian military officials met in secret.", "officials", "EGY", "MIL"),
    ("of-phrase", "The parliament of Greece voted on Monday.", "parliament", "GRC", "LEG"),
    ("dated office", "Chancellor Angela Merkel called for talks.", "Merkel", "DEU", "GOV"),
    ("king of", "King Olafur of Norway opened the session.", "Olafur", "NOR", "GOV"),
    ("title and state", "Kenyan Health Minister Amina Otieno resigned.", "Otieno", "KEN", "GOV"),
    ("bloc", "Europeans want the deal to survive.", "Europeans", None, "GOV"),
    ("officials of a bloc", "Western officials warned Serbia of delays.", "officials", None, "GOV"),
    ("two states before one head", "Polish and Czech officials warned Serbia of delays.", "officials", None, "GOV"),
    ("led", "US-led coalition forces struck Syria.", "forces", None, "MIL"),
    ("backed", "Iranian-backed militias shelled a base in the desert.", "militias", None, "REB"),
    ("two of a nation", "Two Canadians were arrested in Beijing.", "Canadians", "CAN", "CVL"),
    ("one of a nation", "A Dane was killed in Kabul.", "Dane", "DNK", "CVL"),
    ("citizens", "Brazilian citizens protested in Lisbon.", "citizens", "BRA", "CVL"),
    ("people that one state shares with others", "Turkey bombed the Kurds on Sunday.", "Kurds", "TUR", "CVL"),
    ("ethnic", "Ethnic Albanians marched through Serbia.", "Albanians", "SRB", "CVL"),
    ("party of a state", "Republican senators blocked the bill.", "senators", "USA", "LEG"),
    ("others in a deal", "Iran blamed the other parties to the deal.", "parties", None, "GOV"),
    ("both nationalities", "The Danish-Iraqi journalist was freed.", "journalist", "DNK", "MED"),
    ("allies are somebody else", "Russia and its allies walked out.", "allies", None, "GOV"),
    ("a body's spokesman", "A spokesman for the World Health Organization denied it.", "spokesman", None, "IGO"),
    ("whose mission, not where", "Kenya closed its consulate in Herat.", "consulate", "KEN", "GOV"),
    ("lent by the sentence", "Peru said that lawmakers had approved the plan.", "lawmakers", "PER", "LEG"),
]


@pytest.mark.parametrize(("text", "words", "country", "sector"), [c[1:] for c in CODED], ids=[c[0] for c in CODED])
def test_codes(read: Read, text: str, words: str, country: str | None, sector: str) -> None:
    actor = at(read(text), text, words)
    assert (actor.country, actor.sector) == (country, sector)


NOBODY = [
    ("a region", "Tension rose in the Middle East on Friday."),
    ("no particular power", "They came to power by force."),
    ("a byline", "The road was closed for an hour. MH/PA"),
    ("a direction", "They flew over the North Pole."),
    ("a language", "He gave the speech in English."),
    ("nobody", "No prime minister came."),
]


@pytest.mark.parametrize("text", [c[1] for c in NOBODY], ids=[c[0] for c in NOBODY])
def test_leaves_out_what_is_no_actor(read: Read, text: str) -> None:
    assert [a.name for a in read(text)[0] if a.name.lower() not in ("he", "they")] == []


NAMED = [
    ("appositions stay outside", "Marta Lindqvist — who announced the move — left for Oslo.", "Lindqvist", "Marta Lindqvist"),
    (
        "long ministries",
        "The Ministry of Roads and Urban Development warned drivers.",
        "Ministry",
        "Ministry of Roads and Urban Development",
    ),
    ("no article", "The Swiss government agreed.", "government", "Swiss government"),
]


@pytest.mark.parametrize(("text", "words", "name"), [c[1:] for c in NAMED], ids=[c[0] for c in NAMED])
def test_names(read: Read, text: str, words: str, name: str) -> None:
    assert at(read(text), text, words).name == name


def test_an_office_is_that_of_the_day(read: Read) -> None:
    text = "Boris Johnson spoke for an hour."
    assert at(read(text, date(2020, 1, 10)), text, "Johnson").role == "Prime Minister"
    assert at(read(text, date(2024, 1, 10)), text, "Johnson").role is None
    assert at(read(text, None), text, "Johnson").country == "GBR"


def test_a_leader_whose_name_follows_the_body(read: Read) -> None:
    text = "Leader of the Islamic Revolution Ayatollah Ali Khamenei met Norway's envoy."
    reading = read(text)
    assert at(reading, text, "Leader").country == "IRN"
    assert at(reading, text, "Leader").id == at(reading, text, "Khamenei").id


def test_a_body_named_beside_the_name_counts_more_than_a_past_office(read: Read) -> None:
    text = "European Union foreign policy chief Federica Mogherini opened the talks."
    actor = at(read(text, date(2018, 3, 1)), text, "Mogherini")
    assert (actor.country, actor.sector) == (None, "IGO")


def test_a_place_tells_where_people_belong(read: Read) -> None:
    text = "Residents of Larkstad marched."
    start = text.index("Larkstad")
    place = Place(
        start=start, end=start + 8, text="Larkstad", id="p1", name="Larkstad", kind="city", country="NOR", lat=1.0, lon=1.0, radius_km=2.0, geonameid=None
    )  # fmt: skip
    assert at(read(text, DAY, [place]), text, "Residents").country == "NOR"


def test_a_sea_named_for_a_state_is_no_state(read: Read) -> None:
    text = "The weather over the South China Sea was fair."
    start, end = text.index("South"), text.index(" was")
    sea = Place(
        start=start, end=end, text="", id="p1", name="", kind="water", country=None, lat=12.0, lon=113.0, radius_km=900.0, geonameid=None
    )
    assert [a.country for a in read(text)[0]] == ["CHN"]
    assert read(text, places=(sea,))[0] == ()


def test_names_in_a_headline(read: Read) -> None:
    text = "Mexico Expels Three Diplomats After Talks With Peru Collapse.\n\nThe foreign ministry said so on Monday."
    countries_named = {a.country for a in read(text)[0]}
    assert {"MEX", "PER"} <= countries_named


def test_an_acronym_that_the_article_explains_is_not_the_one_of_the_tables(read: Read) -> None:
    text = "The Northern Pipe Company (NPC) raised its prices. The NPC said so."
    assert all(a.country != "CHN" for a in read(text)[0])


def test_a_hyphened_word_is_not_cut(read: Read) -> None:
    assert {a.name for a in read("The non-Muslims left before dawn.")[0]} <= {"non-Muslims"}


def test_nested_mentions(read: Read) -> None:
    text = "Norway's justice ministry summoned the envoy."
    reading = read(text)
    spans = {text[m.start : m.end] for m in reading[1]}
    assert "Norway" in spans
    assert at(reading, text, "ministry").country == "NOR"


WORDS = st.sampled_from(
    ["Iran", "the US", "officials", "said", "that", "Angela Merkel", "met", "his", "wife", "and", "Turkish", "rebels", ".", ",", "(", "—", "of", "the", "in",
     "Kurds", "UN", "government", "The", "Reuters", "two", "Danes", "it", "they", "attacked", "-", "led", "forces", "\n\n", "&", "“", "”"]
)  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(WORDS, min_size=1, max_size=40))
def test_always_well_formed(parse: Callable[[str], Parse], words: list[str]) -> None:
    text = " ".join(words)
    parsed = parse(text)
    actors, mentions = read_actors(parsed, published=DAY)
    ids = [a.id for a in actors]
    assert ids == [f"a{n + 1}" for n in range(len(ids))]
    first: dict[str, None] = {}
    for mention in mentions:
        assert 0 <= mention.start < mention.end <= len(text)
        first[mention.actor] = None
    assert list(first) == ids
    plain = " ".join(text.split())
    for actor in actors:
        assert actor.country is None or actor.country in countries()
        assert actor.sector in SECTORS
        assert actor.name in plain
    assert (actors, mentions) == read_actors(parsed, published=DAY)
