"""Whose "their" is, where one stands beside another: each asks only what was said before it."""

from __future__ import annotations

import pytest

from tocsin import read


@pytest.mark.parametrize(
    "text",
    [
        "The leaders and their ministers and their generals attacked Chile.",
        "The countries, their armies and their peoples fought Peru. Peru condemned the governments and their allies and their armies.",
        "Peruvian and Chilean soldiers and their officers, their families and their doctors were attacked by Bolivia.",
    ],
    ids=["two in a row", "two sentences", "two states"],
)
def test_a_row_of_them_comes_to_an_end(text: str) -> None:
    assert next(event.type for event in read(text).events) == "ASSAULT"


def test_their_ministers_are_those_of_the_states_before() -> None:
    reading = read("Peru and Chile agreed to talks. Their foreign ministers visited Bolivia.")
    actors = {actor.id: actor.country for actor in reading.actors}
    (visit,) = (event for event in reading.events if event.trigger.text == "visited")
    assert {actors[source] for source in visit.sources} == {"PER", "CHL"}
