"""Weekly counts from a table of events."""

from __future__ import annotations

import gzip
from collections import Counter
from datetime import date, timedelta

import pytest
from scripts.build_history import Fact, actor, facts, weekly, whole_weeks

MONDAY = date(2018, 5, 7)
IRAN_ISRAEL = ((frozenset({"IRN"}), frozenset({"ISR"})),)


def fact(day: int, subject: str, relation: str, object_: str) -> Fact:
    return Fact(day=MONDAY + timedelta(day), subject=subject, relation=relation, object=object_)


def counted(*told: Fact) -> Counter:
    return weekly(told, IRAN_ISRAEL, MONDAY, MONDAY + timedelta(13))


@pytest.mark.parametrize(
    ("name", "code"),
    [
        pytest.param("Iran", "IRN", id="a state"),
        pytest.param("Student (Iran)", "IRN", id="somebody of a state"),
        pytest.param("Head of Government (Iran)", "IRN", id="an office"),
        pytest.param("Hezbollah", "LBNREBHEZ", id="an armed group"),
        pytest.param("Combatant (Houthis)", "YEMREBHTH", id="somebody of a group"),
        pytest.param("Palestinian Territory, Occupied", "PSE", id="named otherwise"),
        pytest.param("Hassan Rouhani", "IRN", id="who held office"),
        pytest.param("Africa", None, id="no state"),
        pytest.param("Unspecified Actor", None, id="nobody"),
    ],
)
def test_an_entity_is_its_state_or_its_group(name, code):
    assert actor(name, date(2018, 5, 7)) == code


def test_events_are_counted_by_week_type_and_pair_in_both_directions():
    found = counted(
        fact(0, "Iran", "Threaten", "Israel"),
        fact(6, "Iran", "Threaten", "Israel"),
        fact(7, "Israel", "Use conventional military force", "Iran"),
    )
    assert found == {(MONDAY, "IRN", "THREATEN", "ISR"): 2, (MONDAY + timedelta(7), "ISR", "ASSAULT", "IRN"): 1}


def test_one_deed_told_of_several_entities_of_a_side_counts_once_a_day():
    found = counted(
        fact(0, "Iran", "Threaten", "Israel"),
        fact(0, "Hassan Rouhani", "Threaten", "Israel"),
        fact(0, "Iran", "Threaten", "Head of Government (Israel)"),
    )
    assert found == {(MONDAY, "IRN", "THREATEN", "ISR"): 1}


@pytest.mark.parametrize(
    "told",
    [
        pytest.param(fact(0, "Iran", "Threaten", "Iraq"), id="another pair"),
        pytest.param(fact(0, "Iran", "Threaten", "Student (Iran)"), id="with itself"),
        pytest.param(fact(0, "Iran", "Make statement", "Israel"), id="of no type"),
        pytest.param(fact(14, "Iran", "Threaten", "Israel"), id="after the last day"),
        pytest.param(fact(-1, "Iran", "Threaten", "Israel"), id="before the first day"),
    ],
)
def test_what_is_not_asked_for_does_not_count(told):
    assert not counted(told)


def test_a_week_that_is_cut_off_is_left_out():
    assert whole_weeks(date(2018, 1, 1), date(2018, 9, 27)) == (date(2018, 1, 1), date(2018, 9, 23))
    assert whole_weeks(date(2018, 1, 2), date(2018, 1, 14)) == (date(2018, 1, 8), date(2018, 1, 14))


def test_numbers_of_the_table_become_words_and_days(tmp_path):
    tables = {
        "entity2id": "Iran\t0\nHead_of_Government_(Israel)\t1\n",
        "relation2id": "Make_a_visit\t0\n",
        "train": "0\t0\t1\t3\n",
        "valid": "1\t0\t0\t4\n",
    }
    for name, text in tables.items():
        with gzip.open(tmp_path / f"{name}.txt.gz", "wt", encoding="utf-8") as file:
            file.write(text)
    assert list(facts(tmp_path, MONDAY)) == [
        Fact(day=MONDAY + timedelta(3), subject="Iran", relation="Make a visit", object="Head of Government (Israel)"),
        Fact(day=MONDAY + timedelta(4), subject="Head of Government (Israel)", relation="Make a visit", object="Iran"),
    ]
