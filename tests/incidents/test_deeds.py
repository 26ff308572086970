"""What coded events are known by, and how those of one key are parted."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import pytest
from tests.incidents.articles import article
from tests.incidents.test_fold import Rows, coded

from tocsin.incidents.deeds import by_place, key_of
from tocsin.records import FiledEvent, Party

DAY = date(2024, 5, 6)
FLEET = Party(name="the fleet", code="ARDMIL", country="ARD", sector="MIL")
TANKERS = Party(name="two tankers", code="BUS", country=None, sector="BUS")


def event(**changes: object) -> FiledEvent:
    (made,) = coded(Rows(article("Ardia shelled a town.")), "shelled", "ASSAULT", "ARD", "BOR", DAY).events
    return replace(made, **changes)  # type: ignore[arg-type]


def test_who_acts_for_a_state_is_the_state() -> None:
    assert key_of(event()) == key_of(event(sources=(FLEET,))) == "ASSAULT 2024-05-06 ARD>BOR"


@pytest.mark.parametrize(
    "changes",
    [{"targets": (TANKERS,)}, {"sources": ()}, {"earliest": None}, {"latest": date(2024, 5, 7)}, {"type": "OTHER"}],
    ids=["no known target", "no source", "open", "two days", "no code"],
)
def test_what_is_not_known_has_no_key(changes: dict[str, object]) -> None:
    assert key_of(event(**changes)) is None


def test_a_plan_and_its_deed_differ_and_a_denial_goes_with_the_deed() -> None:
    assert key_of(event(status="scheduled")) != key_of(event())
    assert key_of(event(status="denied")) == key_of(event())


def test_the_sides_of_a_meeting_have_no_order() -> None:
    both = (FLEET, Party(name="Borland", code="BORGOV", country="BOR", sector="GOV"))
    assert key_of(event(type="CONSULT", sources=both, targets=both)) == key_of(event(type="CONSULT", sources=both[::-1], targets=both))


@dataclass(frozen=True)
class At:
    place: str | None


def test_events_of_several_towns_are_parted_and_those_of_none_go_with_the_only_town() -> None:
    assert by_place([At("Selby"), At(None)]) == [[At("Selby"), At(None)]]
    assert by_place([At("Selby"), At(None), At("Kallinos")]) == [[At("Kallinos")], [At("Selby")], [At(None)]]
