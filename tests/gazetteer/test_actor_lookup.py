"""The tables of actors and the look-ups in them."""

from __future__ import annotations

from datetime import date

import pytest

from tocsin.entities.actor_words import CLASSES, actor_words
from tocsin.gazetteer.actor_tables import shipped
from tocsin.gazetteer.actors import bodies, modifiers, roles, spells
from tocsin.gazetteer.countries import countries
from tocsin.ontology import SECTORS


def found(text: str) -> list[tuple[str, str | None]]:
    return [(hit.entry.kind, hit.entry.country) for hit in shipped().names.find(text.split())]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Norway", [("country", "NOR")]),
        ("norway", []),
        ("US", [("country", "USA")]),
        ("us", []),
        ("Darfur", [("place", "SDN")]),
        ("Kurds", [("people", None)]),
        ("Europeans", [("bloc", None)]),
        ("Muslims", [("faith", None)]),
    ],
)
def test_names(text: str, expected: list[tuple[str, str | None]]) -> None:
    assert found(text) == expected


def test_every_code_is_known() -> None:
    assert {e.sector for e, _ in bodies()} | {r.sector for r in roles().values()} | set(modifiers().values()) <= set(SECTORS)
    assert {s.country for held in spells().values() for s in held if s.country} <= set(countries())


def test_an_open_spell_is_not_known_to_go_on_for_ever() -> None:
    assert shipped().office("Sergei Lavrov", date(2026, 8, 1)).role is not None
    assert shipped().office("Sergei Lavrov", date(2031, 1, 1)).role is None


def test_rivals_are_not_one_actor() -> None:
    owners = {name: entry.name for entry, names in bodies() for name in names}
    assert owners["Boeing"] != owners["Raytheon"]
    assert owners["BBC"] == owners["BBC News"]


def test_offices_by_day() -> None:
    assert shipped().office("Angela Merkel", date(2019, 1, 1)).role == "Chancellor"
    assert shipped().office("Angela Merkel", date(2023, 1, 1)).role is None
    assert shipped().office("Angela Merkel", None).country == "DEU"
    assert shipped().office_holders(("Merkel",), country="DEU", day=date(2019, 1, 1)) == ("Angela Merkel",)


@pytest.mark.parametrize("kind", sorted(CLASSES))
def test_every_class_of_words_is_used(kind: str) -> None:
    assert actor_words(kind)
