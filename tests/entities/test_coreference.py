"""Which mentions stand for one actor."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from tocsin.entities.actors import read_actors
from tocsin.entities.spelling import one_slip
from tocsin.records import Actor, Mention, Parse

Reading = tuple[tuple[Actor, ...], tuple[Mention, ...]]


@pytest.fixture
def read(parse: Callable[[str], Parse]) -> Callable[[str], Reading]:
    return lambda text: read_actors(parse(text), published=date(2019, 6, 20))


def ids(reading: Reading, text: str, words: str, nth: int = 0) -> set[str]:
    """The actors of the mentions that end with these words, at their nth place in the text."""
    token = -1
    for _ in range(nth + 1):
        token = text.index(words, token + 1)
    end = token + len(words)
    return {m.actor for m in reading[1] if m.end == end}


SAME = [
    ("names of a state", "The United States objected. Later the U.S. voted, and Washington sent a note.", "United States", "Washington"),
    ("surname after the full name", "Ulrika Sandberg spoke first. Then Sandberg left.", "Ulrika Sandberg", "Then Sandberg"[5:]),
    (
        "full name after the surname",
        "Sandberg left early, officials said. Ulrika Sandberg had spoken first.",
        "Sandberg",
        "Ulrika Sandberg",
    ),
    ("a slip of the pen", "Minister Ulrika Sandberg spoke first. Then Mr. Sanbderg left.", "Ulrika Sandberg", "Sanbderg"),
    ("apposition", "Chile's ambassador, Pablo Reyes Araya, left Lima.", "ambassador", "Pablo Reyes Araya"),
    ("acronym", "The World Health Organization met. The WHO then voted.", "World Health Organization", "WHO"),
    ("pronoun", "Ulrika Sandberg spoke first. She left at noon.", "Ulrika Sandberg", "She"),
    ("the country", "Norway signed the treaty. The country will pay its share.", "Norway", "The country"),
    ("the group", "Hezbollah denied the report. The group called it a lie.", "Hezbollah", "The group"),
    ("government of a state", "Norway signed the treaty. The Norwegian government will pay.", "Norway", "Norwegian government"),
    ("the group for its people", "Houthi gunmen took the ship. Oman talked to the group.", "Houthi gunmen", "the group"),
    ("the fighters", "Hezbollah denied the report. The fighters left at noon.", "Hezbollah", "The fighters"),
    ("the men", "Police in Lima arrested two Americans. The men had come by boat.", "two Americans", "The men"),
    ("the premier", "Prime Minister Ulrika Sandberg spoke first. The premier left at noon.", "Ulrika Sandberg", "The premier"),
    ("office", "Chancellor Angela Merkel arrived. The chancellor will leave on Monday.", "Angela Merkel", "The chancellor"),
]


@pytest.mark.parametrize(("text", "one", "other"), [c[1:] for c in SAME], ids=[c[0] for c in SAME])
def test_same(read: Callable[[str], Reading], text: str, one: str, other: str) -> None:
    reading = read(text)
    nth = 1 if text.index(one) == text.index(other) else 0
    first, second = ids(reading, text, one), ids(reading, text, other, nth)
    assert first & second


APART = [
    ("an enemy", "Iran threatened to strike. The enemy will regret it.", "Iran", "enemy"),
    ("another country", "Norway signed. The Arab country will pay its share.", "Norway", "Arab country"),
    ("two of one surname", "Ulrika Sandberg met Lars Sandberg.", "Ulrika Sandberg", "Lars Sandberg"),
    ("outlets of one owner's state", "ISNA and the Mehr News Agency disagreed.", "ISNA", "Mehr News Agency"),
    ("a new government", "Norway voted. The new Norwegian government will pay.", "Norway", "Norwegian government"),
]


@pytest.mark.parametrize(("text", "one", "other"), [c[1:] for c in APART], ids=[c[0] for c in APART])
def test_apart(read: Callable[[str], Reading], text: str, one: str, other: str) -> None:
    reading = read(text)
    first, second = ids(reading, text, one), ids(reading, text, other)
    assert second
    assert not first & second


def test_the_fullest_name(read: Callable[[str], Reading]) -> None:
    names = [
        a.name for a in read("Tehran objected. America and the U.S. signed; later the United States and Iran left. The Americans paid.")[0]
    ]
    assert {"United States", "Iran"} <= set(names)


def test_kin_are_of_the_country_of_whom_they_belong_to(read: Callable[[str], Reading]) -> None:
    wife = next(a for a in read("President Emmanuel Macron and his wife arrived.")[0] if "wife" in a.name)
    assert (wife.country, wife.sector) == ("FRA", "CVL")


def test_whose_minister(read: Callable[[str], Reading]) -> None:
    minister = next(a for a in read("She fled to Lithuania, whose foreign minister called on Belarus to stop.")[0] if "minister" in a.name)
    assert minister.country == "LTU"


@pytest.mark.parametrize(
    ("text", "words", "country"),
    [
        ("Crowds attacked the US embassy in Baghdad.", "Crowds", "IRQ"),
        ("Bangladesh voted. The United States praised the army.", "army", "BGD"),
        ("Troops loyal to Hezbollah left.", "Troops", "LBN"),
        ("An answer came from Beijing, which accused London.", "Beijing", "CHN"),
    ],
)
def test_whose_they_are(read: Callable[[str], Reading], text: str, words: str, country: str) -> None:
    assert {a.country for a in read(text)[0] if words in a.name} == {country}


def test_a_spokesman_for_a_body_taken_up(read: Callable[[str], Reading]) -> None:
    actors = read("Iran told the World Health Organization to wait. A spokesman for the agency declined to comment.")[0]
    spokesman = next(a for a in actors if "spokesman" in a.name.lower())
    assert (spokesman.country, spokesman.sector) == (None, "IGO")


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("pompeo", "pompoe", True),
        ("pompeo", "pomeo", True),
        ("salih", "saleh", True),
        ("merkel", "merkel", False),
        ("macron", "marcos", False),
    ],
)
def test_one_slip(a: str, b: str, expected: bool) -> None:
    assert one_slip(a, b) is expected
    assert one_slip(b, a) is expected
