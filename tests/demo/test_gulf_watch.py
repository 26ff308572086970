"""The watch that is shipped."""

from __future__ import annotations

from datetime import date, timedelta
from importlib.resources import as_file, files
from typing import get_args

import pytest

from tocsin.records import IndicatorGroup, IndicatorKind
from tocsin.watches import load


@pytest.fixture(scope="module")
def gulf():
    with as_file(files("tocsin.demo") / "watches" / "gulf-2019") as folder:
        made = load(folder)
    assert made.findings == ()
    return made.watch


def test_it_looks_at_every_field_and_by_every_kind(gulf):
    assert len(gulf.indicators) >= 25
    assert {i.group for i in gulf.indicators} == set(get_args(IndicatorGroup))
    assert {i.kind for i in gulf.indicators} == set(get_args(IndicatorKind))


def test_every_number_that_people_set_says_where_it_is_from(gulf):
    for rate in [each.base_rate for each in (*gulf.scenarios, *gulf.questions) if each.base_rate]:
        assert rate.source.startswith(("elicited", "counted"))
    assert all(
        i.baseline.prior_source.startswith(("elicited", "counted")) for i in gulf.indicators if i.baseline.prior_per_week is not None
    )


def test_the_past_that_it_ships_ends_before_it_begins(gulf):
    (icews,) = gulf.histories
    assert icews.last < date(2019, 5, 1)
    assert {count.week.weekday() for count in icews.counts} == {0}
    assert max(count.week for count in icews.counts) + timedelta(6) <= icews.last


def test_the_scenarios_are_told_apart_by_more_than_one_field(gulf):
    ids = {s.id for s in gulf.scenarios}
    groups = {i.id: i.group for i in gulf.indicators}
    seen = {s.id: {e.indicator: e.seen for e in s.expects} for s in gulf.scenarios}
    for one in ids:
        for other in ids - {one}:
            telling = {groups[i] for i in groups if abs(seen[one].get(i, 0.5) - seen[other].get(i, 0.5)) >= 0.3}
            assert len(telling) >= 2, (one, other)
