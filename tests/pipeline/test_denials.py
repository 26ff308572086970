"""A deed and its denial: two claims, two events, whatever the wording."""

from __future__ import annotations

from datetime import date

import pytest

import tocsin

CASES = [
    ("the deed by another name", "Eritrea accused Ethiopia of shelling a village last week. Ethiopia denied the attack.", "ETH"),
    ("a pronoun", "Eritrea blamed Ethiopia for the attack on Assab. Ethiopia denied it.", "ETH"),
    ("responsibility", "Chad said Libyan planes had bombed the town. Libya denied responsibility for the bombing.", "LBY"),
    ("any role", "Iran denies any role in the attacks, which the United States blames on Tehran.", "IRN"),
    ("involvement alone", "The United States said Iran attacked two tankers on Monday. Iran denied any involvement.", "IRN"),
    ("a gerund", "Turkey denied carrying out the strike.", "TUR"),
    ("accusations", "Russia rejected accusations that it shelled the plant.", "RUS"),
]


@pytest.mark.parametrize(("text", "country"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_who_denies_is_the_origin_and_the_doer(text, country):
    reading = tocsin.read(text, published=date(2024, 5, 8), outlet="Sample Daily")
    (denied,) = [e for e in reading.events if e.status == "denied"]
    claim = next(c for c in reading.claims if c.id == denied.claim)
    country_of = {a.id: a.country for a in reading.actors}
    assert denied.type == "ASSAULT"
    assert {country_of[a] for a in denied.sources} == {country}
    assert claim.stance == "denies"
    assert country_of[claim.chain[-1].actor] == country
    assert all(e.claim != denied.claim for e in reading.events if e.status in ("occurred", "ongoing"))
