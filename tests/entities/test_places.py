"""The places that an article names."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tocsin.entities.place_words import place_words
from tocsin.entities.places import read_places
from tocsin.records import Credit, Parse, Place

Parser = Callable[[str], Parse]


def _told(place: Place) -> tuple[str, str, str | None]:
    return place.text, place.kind, place.country


# what, the text, the places in it: words, kind, country
FOUND = [
    ("city and country", "Rebels shelled Aleppo in Syria.", [("Aleppo", "city", "SYR"), ("Syria", "country", "SYR")]),
    ("town and state", "She moved to Paris, Texas, in May.", [("Paris", "city", "USA"), ("Texas", "region", "USA")]),
    ("abbreviated state", "A barn burned in Alexandria, La., on Friday.", [("Alexandria", "city", "USA"), ("La.", "region", "USA")]),
    ("postal code of a state", "He lives in Salem, OR with his son.", [("Salem", "city", "USA"), ("OR", "region", "USA")]),
    ("county", "Deputies in Laurel County, Kentucky, found it.", [("Laurel County", "region", "USA"), ("Kentucky", "region", "USA")]),
    ("province", "A convoy was hit in Helmand province.", [("Helmand", "region", "AFG")]),
    ("oblast", "Shells fell on villages in the Kherson region.", [("Kherson", "region", "UKR")]),
    ("water", "A tanker was boarded in the Gulf of Oman.", [("Gulf of Oman", "water", None)]),
    ("strait", "Ships avoid the Bab el-Mandeb.", [("Bab el-Mandeb", "water", None)]),
    ("plant", "Inspectors flew to the Fordow nuclear facility.", [("Fordow nuclear facility", "facility", "IRN")]),
    ("base", "Two rockets landed near Ain al-Asad air base.", [("Ain al-Asad air base", "facility", "IRQ")]),
    (
        "part of the world with a namesake in a country often named",
        "Police in Ohio and Texas in the United States heard that US ships and US troops left Washington for the Middle East.",
        [
            ("Ohio", "region", "USA"),
            ("Texas", "region", "USA"),
            ("United States", "country", "USA"),
            ("US", "country", "USA"),
            ("US", "country", "USA"),
            ("Washington", "city", "USA"),
            ("Middle East", "area", None),
        ],
    ),
    ("area", "Aid is slow to reach Darfur.", [("Darfur", "area", "SDN")]),
    ("metonym", "Tehran said it would answer.", [("Tehran", "city", "IRN")]),
    ("capital, not the state", "The minister will fly to Washington for talks.", [("Washington", "city", "USA")]),
    ("capital, not its region", "Moscow denied it.", [("Moscow", "city", "RUS")]),
    ("country, not its namesakes", "Mexico and Chad signed it.", [("Mexico", "country", "MEX"), ("Chad", "country", "TCD")]),
    ("state after a town", "Police in Buffalo, New York, closed it.", [("Buffalo", "city", "USA"), ("New York", "region", "USA")]),
    ("neighbours", "Troops left Tbilisi, and Georgia thanked them.", [("Tbilisi", "city", "GEO"), ("Georgia", "country", "GEO")]),
    ("apostrophe and hyphen", "He was held in Port-au-Prince.", [("Port-au-Prince", "city", "HTI")]),
]
NOT_FOUND = [
    ("demonym", "Iranian and Russian officials met."),
    ("person", "Paris Hilton sang."),
    ("person with a title", "Mr. Houston paid."),
    ("paper", "The Washington Post asked him."),
    ("university", "The University of Chicago published it."),
    ("illness", "Doctors fear Marburg virus."),
    ("street", "They marched down Lincoln Avenue."),
    ("body", "The Pentagon and Hamas kept silent."),
    ("common word", "Most of them read the Bible on Sunday."),
]


@pytest.mark.parametrize(("text", "expected"), [c[1:] for c in FOUND], ids=[c[0] for c in FOUND])
def test_found(parse: Parser, text: str, expected: list[tuple[str, str, str | None]]) -> None:
    assert [_told(p) for p in read_places(parse(text), ())] == expected


@pytest.mark.parametrize("text", [c[1] for c in NOT_FOUND], ids=[c[0] for c in NOT_FOUND])
def test_not_found(parse: Parser, text: str) -> None:
    assert read_places(parse(text), ()) == ()


def test_a_country_of_the_same_name_gives_way_to_the_neighbourhood(parse: Parser) -> None:
    text = "Police in Atlanta, Savannah and Macon were on alert. Georgia lawmakers met in Augusta, near the South Carolina line."
    places = {p.text: p for p in read_places(parse(text), ())}
    assert places["Georgia"].country == "USA"
    assert places["Augusta"].lat == pytest.approx(33.4, abs=0.3)


def test_a_small_town_is_found_by_its_neighbours(parse: Parser) -> None:
    text = "Floods cut off Fasa and Darab. Roads to Jahrom were closed, the governor of Fars province said in Shiraz."
    assert {p.country for p in read_places(parse(text), ())} == {"IRN"}


def test_people_named_tell_the_country(parse: Parser) -> None:
    places = read_places(parse("Lebanese and Syrian soldiers fought near Tripoli, where Lebanese medics waited."), ())
    assert [(p.text, p.country) for p in places] == [("Tripoli", "LBN")]


def test_a_name_that_fits_many_places_is_not_pinned(parse: Parser) -> None:
    (place,) = read_places(parse("Police in Springfield said a man was killed."), ())
    assert (place.text, place.lat, place.lon, place.radius_km, place.country) == ("Springfield", None, None, None, None)


def test_mentions_of_one_place_share_an_id(parse: Parser) -> None:
    places = read_places(parse("Kyiv was hit. Officials in Kiev said Odesa was hit too."), ())
    assert [(p.text, p.id) for p in places] == [("Kyiv", "p1"), ("Kiev", "p1"), ("Odesa", "p2")]


def test_a_dateline_names_its_place(parse: Parser) -> None:
    text = "KHARKIV, Ukraine (AP) — Three people died."
    credit = Credit(kind="dateline", name="KHARKIV, Ukraine", start=0, end=24)
    blanked = Parse(**{**{f: getattr(parse(" " * 24 + text[24:]), f) for f in Parse.__dataclass_fields__}, "text": text})
    places = read_places(blanked, (credit,))
    assert [(p.start, p.end, p.text, p.kind, p.country) for p in places] == [
        (0, 7, "KHARKIV", "city", "UKR"),
        (9, 16, "Ukraine", "country", "UKR"),
    ]


def test_a_list_of_counties(parse: Parser) -> None:
    places = read_places(parse("Crews from Scott and Bourbon counties in Kentucky came."), ())
    assert [(p.text, p.kind) for p in places[:2]] == [("Scott", "region"), ("Bourbon", "region")]
    assert {p.country for p in places} == {"USA"}


@pytest.mark.parametrize("text", ["", "\n\n", ",", "New York, New York, New York", "St. St. St.", "R-La. (D-N.Y.)", "of of Of Al- Al"])
def test_odd_texts(parse: Parser, text: str) -> None:
    _check(text, read_places(parse(text), ()))


_WORDS = [
    "Paris",
    "Texas",
    "La.",
    "Mr.",
    "in",
    "of",
    "the",
    ",",
    ".",
    "Georgia",
    "County",
    "counties",
    "and",
    "N.D.",
    "\n\n",
    "Al",
    "-",
    "Asad",
    "US",
]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.lists(st.sampled_from([*_WORDS, "Tehran", "said", "Kherson", "region", "Kivu", "’s", "‘", "\u00e9"]), max_size=25))
def test_always(parse: Parser, words: list[str]) -> None:
    text = " ".join(words)
    _check(text, read_places(parse(text), ()))


def _check(text: str, places: tuple[Place, ...]) -> None:
    """Places are in order, none twice, their words stand in the text, and a position is known with its radius or not at all."""
    for place in places:
        assert text[place.start : place.end] == place.text != ""
        known = {place.lat is None, place.lon is None, place.radius_km is None}
        assert len(known) == 1
        assert place.radius_km is None or place.radius_km > 0
    assert all(a.end <= b.start for a, b in pairwise(places))


def test_word_lists_hold_no_country_and_no_capital_letter() -> None:
    words = place_words()
    assert not {"china", "iran", "syria", "ukraine", "israel", "turkey", "mali"} & words.common
    assert all(word == word.lower() for word in words.common | words.given | words.title)
