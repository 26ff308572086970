"""Which incident a denial without day or victim answers."""

from dataclasses import replace
from itertools import permutations

import pytest
from tests.incidents.desk import IRAN, OMAN, Desk, on, state

from tocsin.incidents.denials import Denials, answers
from tocsin.records import FiledEvent, Incident, Party

ISRAEL = Party(name="Israel", code="ISRGOV", country="ISR", sector="GOV")
SHIPS = Party(name="two tankers", code="BUS", country=None, sector="BUS")
SHIP = Party(name="the tankers", code=None, country=None, sector="UNK")
LORRY = Party(name="a lorry", code=None, country=None, sector="UNK")


def raid(day: int = 3, *, told_by: str | None = "South Post", **fields) -> Incident:
    """A raid on a day, of which the outlet of the denials tells too."""
    told = Desk()
    told("North Star", day=day, **{**on(day), **fields})
    made = told.incident()
    return replace(made, articles=(*made.articles, denial().article)) if told_by else made


def denial(day: int = 6, **fields) -> FiledEvent:
    told = Desk()
    made = told("South Post", state("IRN", "Iran"), day=day, **{"status": "denied", "stance": "denies", "targets": (), **fields})
    return replace(made, article="the report of the denial")


@pytest.mark.parametrize(
    ("said", "told", "is_answer"),
    [
        pytest.param({}, {}, True, id="no victim named: the charge in the news"),
        pytest.param({"targets": (OMAN,)}, {}, True, id="the same victim"),
        pytest.param({"targets": (ISRAEL,)}, {}, False, id="another victim"),
        pytest.param({"sources": (ISRAEL,)}, {}, False, id="another doer"),
        pytest.param({"type": "COERCE"}, {}, False, id="another deed"),
        pytest.param({"day": 20}, {}, False, id="weeks later"),
        pytest.param({"day": 20, **on(3)}, {}, True, id="weeks later, of that very day"),
        pytest.param(on(5), {}, False, id="of another day"),
        pytest.param({"day": 1}, {}, False, id="before the deed"),
        pytest.param({"targets": (SHIP,)}, {"sources": (), "targets": (SHIPS,)}, True, id="doer unknown, done to what is named"),
        pytest.param({"targets": (LORRY,)}, {"sources": (), "targets": (SHIPS,)}, False, id="doer unknown, done to something else"),
        pytest.param({}, {"sources": (), "targets": (SHIPS,)}, False, id="doer and victim unknown"),
        pytest.param({"targets": (OMAN,)}, {"told_by": None}, False, id="its report tells of no such deed: a word in general"),
        pytest.param({"targets": (OMAN,), **on(3)}, {"told_by": None}, True, id="its report tells of no such deed, but names the day"),
    ],
)
def test_answers(said, told, is_answer):
    assert (answers(denial(**said), raid(**told)) is not None) == is_answer


def test_who_says_of_himself_that_he_wants_no_war_answers_nobody():
    kept = Denials()
    kept.add([denial(stance="asserts"), denial(type="CONSULT"), denial(status="occurred")])
    kept.note("raid", raid())
    assert kept.settle({"raid": raid()}, ()) == set()


def test_the_latest_deed_is_meant_and_the_order_leaves_no_trace():
    said = denial()
    incidents = {f"raid {day}": raid(day) for day in (2, 3, 5)}
    for order in permutations(incidents):
        kept = Denials()
        for made in order:
            kept.note(made, incidents[made])
            kept.settle({key: incidents[key] for key in incidents if key in order}, ())
        kept.add([said])
        kept.settle(incidents, ())
        assert (kept.of("raid 5"), kept.of("raid 3"), kept.told_by(said.article)) == ((said.id,), (), ("raid 5",))


def test_a_denial_moves_when_what_it_answers_is_no_more():
    said, incidents = denial(), {"early": raid(2), "late": raid(5)}
    kept = Denials()
    kept.add([said])
    for made, incident in incidents.items():
        kept.note(made, incident)
    assert kept.settle(incidents, ()) == {"late"}
    kept.note("late", None)
    assert kept.settle({"early": incidents["early"]}, ()) == {"early", "late"}
    assert kept.of("early") == (said.id,)


def test_what_stands_in_a_group_is_not_free():
    said, made = denial(), raid()
    kept = Denials()
    kept.add([said])
    kept.note("raid", made)
    assert kept.settle({"raid": made}, {said.id}) == set()
    assert kept.of("raid") == ()


def test_answering_makes_a_dispute():
    told = Desk()
    told("North Star", state("OMN", "Oman"), day=3, **on(3))
    told("South Post", state("IRN", "Iran"), day=6, status="denied", stance="denies", targets=())
    made = told.incident()
    assert (made.status, made.affirmed, made.denied, made.sources) == ("disputed", 1, 1, (IRAN,))
