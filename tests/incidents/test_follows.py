"""Which incident carries out, makes good, answers or continues an earlier one."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from tests.incidents.desk import IRAN, OMAN, Desk, at, on

from tocsin.incidents.follows import follows, linked
from tocsin.records import Incident, Party

ISRAEL = Party(name="Israel", code="ISRGOV", country="ISR", sector="GOV")
THREAT = {"type": "THREATEN", "cameo": "130", "quad": "verbal_conflict", "goldstein": -4.4}
MUSCAT, SALALAH = at("Muscat", 23.6, 58.5, 15.0), at("Salalah", 17.0, 54.1, 10.0)


def happening(day: float, status: str = "occurred", *, story: str | None = None, **fields) -> Incident:
    told = Desk()
    told("North Star", day=day, status=status, **fields)
    made = told.incident(story=story)
    return replace(made, id=f"{made.type.lower()}-{status}-{day:g}")


def within(first: int, last: int) -> dict:
    return on(first) | {"latest": date(2021, 3, last), "precision": "range"}


def meeting(*sides: Party) -> dict:
    return {"type": "CONSULT", "cameo": "040", "goldstein": 1.0, "sources": sides, "targets": sides}


PLAN = happening(0, "scheduled", **within(5, 9))


@pytest.mark.parametrize(
    ("earlier", "later", "tied"),
    [
        pytest.param(PLAN, happening(7, **on(8)), True, id="a plan is carried out"),
        pytest.param(PLAN, happening(9, **on(10)), True, id="a day late"),
        pytest.param(PLAN, happening(20, **on(20)), False, id="another day"),
        pytest.param(PLAN, happening(7, targets=(ISRAEL,), **on(8)), False, id="upon another"),
        pytest.param(PLAN, happening(7, sources=(ISRAEL,), **on(8)), False, id="by another"),
        pytest.param(PLAN, happening(7, "scheduled", **on(8)), False, id="only planned again"),
        pytest.param(PLAN, happening(7, type="COERCE", **on(8)), False, id="another deed"),
        pytest.param(happening(0, "scheduled", **within(5, 9), **MUSCAT), happening(7, **on(8), **SALALAH), False, id="at another place"),
        pytest.param(happening(0, "scheduled", **within(5, 9), **MUSCAT), happening(7, **on(8), **MUSCAT), True, id="at the same place"),
        pytest.param(happening(0, "scheduled"), happening(7, **on(8)), False, id="a plan without days"),
        pytest.param(happening(0, "possible", **within(5, 9)), happening(7, **on(8)), False, id="a fear is no plan"),
        pytest.param(
            happening(0, "ongoing", story="s1", **on(1)), happening(3, story="s1", **on(3)), True, id="what was under way goes on"
        ),
        pytest.param(
            happening(0, "ongoing", story="s1"), happening(3, story="s1", **on(3)), False, id="a remark upon what has long gone on"
        ),
        pytest.param(happening(0, "ongoing", story="s1", **on(1)), happening(3, story="s1"), False, id="a later remark upon it"),
        pytest.param(happening(0, story="s1", **THREAT), happening(7, story="s1", **on(8)), True, id="a threat is made good"),
        pytest.param(happening(0, story="s1", **THREAT), happening(9, story="s1", **on(10)), False, id="more than a week after a threat"),
        pytest.param(happening(0, story="s1", **THREAT), happening(7, story="s2", **on(8)), False, id="a threat in another affair"),
        pytest.param(happening(0, story="s1", **THREAT), happening(7, story="s1"), False, id="nobody says when it was made good"),
        pytest.param(
            happening(0, "scheduled", **within(5, 9), **meeting(IRAN, OMAN)),
            happening(7, **on(8), **meeting(OMAN, IRAN)),
            True,
            id="they meet",
        ),
        pytest.param(
            happening(0, "scheduled", **within(5, 9), **meeting(IRAN, OMAN)),
            happening(7, **on(8), **meeting(IRAN, ISRAEL)),
            False,
            id="one of them meets another",
        ),
        pytest.param(PLAN, happening(7, targets=(), **on(8)), False, id="upon nobody that is named"),
        pytest.param(
            happening(0, "scheduled", type="OTHER", **within(5, 9)),
            happening(7, type="OTHER", **on(8)),
            False,
            id="nobody says what, in no affair",
        ),
        pytest.param(
            happening(0, "scheduled", story="s1", type="OTHER", **within(5, 9)),
            happening(7, story="s1", type="OTHER", **on(8)),
            True,
            id="nobody says what, in one affair",
        ),
        pytest.param(happening(0, "threatened"), happening(7, **on(8)), True, id="threatened, then done"),
        pytest.param(happening(0, "threatened"), happening(40, earliest=date(2021, 4, 9), latest=date(2021, 4, 9)), False, id="too late"),
        pytest.param(happening(0, "threatened", sources=(ISRAEL,)), happening(7, **on(8)), False, id="threatened by another"),
        pytest.param(happening(0, "threatened"), happening(7, "possible", **on(8)), False, id="feared after a threat"),
        pytest.param(
            happening(0, sources=(OMAN,), targets=(IRAN,), **on(1)),
            happening(2, sentence="Iran shelled Oman in retaliation.", **on(3)),
            True,
            id="an attack is answered",
        ),
        pytest.param(
            happening(0, sources=(OMAN,), targets=(IRAN,), **on(1)),
            happening(2, sentence="Iran shelled Oman.", **on(3)),
            False,
            id="an attack after an attack",
        ),
        pytest.param(
            happening(0, sources=(ISRAEL,), targets=(IRAN,), **on(1)),
            happening(2, sentence="Iran shelled Oman in retaliation.", **on(3)),
            False,
            id="not upon who attacked",
        ),
        pytest.param(happening(0, "ongoing", story="s1", **on(1)), happening(3, story="s1", **on(4)), True, id="it goes on"),
        pytest.param(happening(0, "ongoing", story="s1", **on(1)), happening(3, story="s2", **on(4)), False, id="in another affair"),
        pytest.param(happening(0, "ongoing", **on(1)), happening(3, **on(4)), False, id="in no affair"),
        pytest.param(happening(0, story="s1", **on(1)), happening(3, story="s1", **on(4)), False, id="what is over does not go on"),
    ],
)
def test_rules(earlier, later, tied):
    assert follows(later, [earlier]) == (earlier.id if tied else None)
    assert follows(earlier, [later]) is None


def test_of_several_the_latest_known():
    other = replace(PLAN, id="other", known_at=PLAN.known_at + timedelta(days=1))
    assert follows(happening(7, **on(8)), [PLAN, other]) == follows(happening(7, **on(8)), [other, PLAN]) == "other"


def test_a_plan_goes_before_a_threat():
    threat = happening(4, story="s1", **THREAT)
    assert follows(happening(7, story="s1", **on(8)), [threat]) == threat.id
    assert follows(happening(7, story="s1", **on(8)), [threat, PLAN]) == PLAN.id


def test_chains_never_run_in_circles():
    answer = happening(2, sentence="Iran hit back at Oman.", **on(3))
    again = happening(4, sources=(OMAN,), targets=(IRAN,), sentence="Oman hit back at Iran.", **on(5))
    first = happening(0, sources=(OMAN,), targets=(IRAN,), **on(1))
    made = {one.id: one.follows for one in linked([again, first, answer])}
    assert made == {first.id: None, answer.id: first.id, again.id: answer.id}


def test_linking_again_changes_nothing():
    once = linked([PLAN, happening(7, **on(8))])
    assert [one.follows for one in once] == [None, PLAN.id]
    assert linked(once) == once
