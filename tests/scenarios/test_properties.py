"""What must hold for every watch and every day."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.records import Incident, IndicatorReading, Judgement, WatchDefinition, Weighed
from tocsin.scenarios import base_rates
from tocsin.scenarios.tables import FLOOR, LIKELIHOOD

from .desk import expects, incident, indicator, item, named, rated, reading, scenario, watch, weighed

FEW = settings(max_examples=25, deadline=None)
CELLS = st.one_of(st.floats(0, 1), st.sampled_from([*LIKELIHOOD, "NA"]))


@dataclass(frozen=True)
class Case:
    definition: WatchDefinition
    readings: tuple[IndicatorReading, ...]
    incidents: tuple[Incident, ...]
    judgements: tuple[Judgement, ...] = ()

    def weighed(self) -> Weighed:
        return weighed(self.definition, self.readings, self.incidents, self.judgements)


@st.composite
def cases(draw: st.DrawFn, most: int = 7) -> Case:
    names = [f"x{n}" for n in range(draw(st.integers(1, most)))]
    told = tuple(
        incident(
            f"i{n}",
            *draw(st.lists(st.sampled_from("pqr"), min_size=1, max_size=3, unique=True)),
            credibility=draw(st.sampled_from([1, 1, 2, 3, 4, 5, 6])),
        )
        for n in range(4)
    )
    found = []
    for name in names:
        level = draw(st.sampled_from(["inactive", "emerging", "active", "strong"]))
        behind = () if level == "inactive" else draw(st.lists(st.sampled_from(told), max_size=3, unique=True))
        found.append(reading(name, level, *(one.id for one in behind), exposure=draw(st.floats(0, 2))))
    scenarios = [
        scenario(s, rest=s == "rest", base=draw(st.floats(0, 0.6)), order=n, **draw(st.dictionaries(st.sampled_from(names), CELLS)))
        for n, s in enumerate(draw(st.sampled_from([["a", "rest"], ["a", "b", "rest"], ["rest", "a", "b", "c"]])))
    ]
    indicators = [
        indicator(name, weight=draw(st.sampled_from([0.5, 1.0, 2.0])), group=draw(st.sampled_from(["political", "cyber"])))
        for name in names
    ]
    votes = draw(
        st.lists(
            st.builds(
                rated,
                st.sampled_from([s.id for s in scenarios]),
                st.sampled_from([*names, "i0"]),
                st.sampled_from([*LIKELIHOOD, "NA"]),
                by=st.sampled_from(["ana", "ben"]),
            ),
            max_size=3,
            unique_by=lambda judgement: judgement.id,
        )
    )
    return Case(watch(scenarios, indicators), tuple(found), told, tuple(votes))


@FEW
@given(cases())
def test_probabilities_sum_to_one_and_stay_away_from_the_ends(case: Case) -> None:
    made = case.weighed()
    for told in (made.base, made.probabilities, *(left.probabilities for left in made.without)):
        assert math.fsum(told.values()) == pytest.approx(1)
        assert all(FLOOR - 1e-12 <= p <= 1 - FLOOR + 1e-12 for p in told.values())


@FEW
@given(st.dictionaries(st.sampled_from("abc"), st.one_of(st.none(), st.floats(0, 1))))
def test_base_rates_sum_to_one_and_stand(given_rates: dict[str, float | None]) -> None:
    definition = watch([scenario("rest", rest=True), *(scenario(s) for s in "abc")], [])
    made = base_rates(definition, given_rates)
    assert math.fsum(made.values()) == pytest.approx(1)
    assert min(made.values()) >= FLOOR - 1e-12
    assert base_rates(definition, made) == pytest.approx(made)


@FEW
@given(cases(), st.floats(0.02, 0.98), st.sampled_from(["inactive", "emerging", "strong"]))
def test_an_item_that_fits_all_alike_tells_nothing(case: Case, p: float, level: str) -> None:
    alike = tuple(replace(s, expects=(*s.expects, *expects(alike=p))) for s in case.definition.scenarios)
    definition = replace(case.definition, scenarios=alike, indicators=(*case.definition.indicators, indicator("alike")))
    made = weighed(definition, (*case.readings, reading("alike", level, "i0")), case.incidents, case.judgements)
    assert item(made, "alike").bits == pytest.approx(0, abs=1e-12)
    assert all(abs(decibans) < 1e-9 for decibans in item(made, "alike").decibans.values())
    assert made.probabilities == pytest.approx(case.weighed().probabilities)


@FEW
@given(cases(), st.randoms())
def test_order_does_not_matter(case: Case, random) -> None:
    def shuffled(given_):
        return tuple(random.sample(given_, len(given_)))

    definition = replace(case.definition, scenarios=shuffled(case.definition.scenarios), indicators=shuffled(case.definition.indicators))
    made, again = case.weighed(), replace(case, definition=definition, readings=shuffled(case.readings), incidents=shuffled(case.incidents))
    other = again.weighed()
    assert other.probabilities == pytest.approx(made.probabilities)
    assert {one.id: one.bits for one in other.items} == pytest.approx({one.id: one.bits for one in made.items})
    assert len(other.linchpins) == len(made.linchpins)
    assert [one.order for one in other.rankings] == [one.order for one in made.rankings]
    assert (other.confidence, other.confidence_because) == (made.confidence, made.confidence_because)


@FEW
@given(cases())
def test_names_of_scenarios_do_not_matter(case: Case) -> None:
    names = {"a": "zulu", "b": "alpha", "c": "mike", "rest": "delta"}
    votes = tuple(replace(one, subjects=("w", names[one.subjects[1]], one.subjects[2])) for one in case.judgements)
    made, other = case.weighed(), replace(case, definition=named(case.definition, names), judgements=votes).weighed()
    assert other.probabilities == pytest.approx({names[s]: p for s, p in made.probabilities.items()})
    assert [one.order for one in other.rankings] == [tuple(names[s] for s in one.order) for one in made.rankings]
    assert other.linchpins == made.linchpins


@FEW
@given(cases())
def test_without_an_item_is_as_if_it_had_never_been(case: Case) -> None:
    made = case.weighed()
    left = {one.removed: one for one in made.without if one.kind == "item"}
    assert set(left) == {one.id for one in made.items}
    for one in made.items:
        readings = tuple(reading for reading in case.readings if reading.indicator != one.id)
        incidents = tuple(told for told in case.incidents if told.id != one.id) if one.kind == "incident" else case.incidents
        if one.kind == "incident" and any(one.id in reading.incidents for reading in case.readings):
            continue  # then taking the incident away would take from the readings, too
        never = weighed(case.definition, readings, incidents, case.judgements)
        assert left[one.id].probabilities == pytest.approx(never.probabilities)


@FEW
@given(cases())
def test_without_the_one_source_that_all_rests_on_nothing_reported_is_left(case: Case) -> None:
    case = replace(case, incidents=tuple(incident(one.id, "p", credibility=one.credibility) for one in case.incidents))
    left = [one for one in case.weighed().without if one.kind == "source"]
    assert len(left) <= 1
    unreported = tuple(one for one in case.readings if not one.incidents)
    for one in left:
        assert one.probabilities == pytest.approx(weighed(case.definition, unreported, (), case.judgements).probabilities)


@FEW
@given(st.lists(CELLS, min_size=6, max_size=6), st.sampled_from(["emerging", "active", "strong"]))
def test_two_items_of_one_origin_move_no_more_than_one(cells: list[float | str], level: str) -> None:
    names = ("a", "b", "rest")
    definition = watch(
        [scenario(s, rest=s == "rest", order=n, x=cells[n], y=cells[n + 3]) for n, s in enumerate(names)], [indicator("x"), indicator("y")]
    )
    told = [incident("i1", "paper"), incident("i2", "paper")]
    readings = [reading("x", level, "i1"), reading("y", level, "i2")]
    both, *single = (weighed(definition, which, told) for which in (readings, readings[:1], readings[1:]))
    for one, other in itertools.combinations(names, 2):
        together = abs(sum(row.decibans[one] - row.decibans[other] for row in both.items))
        each = [abs(row.decibans[one] - row.decibans[other]) for made in single for row in made.items]
        assert together <= max(each) + 1e-9


@FEW
@given(st.lists(CELLS, min_size=3, max_size=3), st.sampled_from(["emerging", "active", "strong"]), st.sampled_from([1, 2, 3]))
def test_absence_never_outweighs_presence(cells: list[float | str], level: str, credibility: int) -> None:
    names = ("a", "b", "rest")
    definition = watch([scenario(s, rest=s == "rest", order=n, x=cells[n]) for n, s in enumerate(names)], [indicator("x")])
    present = item(weighed(definition, [reading("x", level, "i1")], [incident("i1", "paper", credibility=credibility)]), "x")
    absent = item(weighed(definition, [reading("x", "inactive")]), "x")
    for one, other in itertools.combinations(names, 2):
        assert abs(absent.decibans[one] - absent.decibans[other]) <= abs(present.decibans[one] - present.decibans[other]) + 1e-9


@st.composite
def contested(draw: st.DrawFn) -> Case:
    """A close race in which items tell much, so that the leader often hangs on a few of them."""
    names = [f"x{n}" for n in range(draw(st.integers(3, 5)))]
    told = tuple(incident(name, *draw(st.lists(st.sampled_from("pq"), min_size=1, max_size=2, unique=True))) for name in names)
    bases = {"a": draw(st.floats(0.2, 0.35)), "b": draw(st.floats(0.2, 0.35)), "rest": None}
    scenarios = [
        scenario(s, rest=s == "rest", base=base, order=n, **{name: draw(st.sampled_from([0.05, 0.5, 0.95])) for name in names})
        for n, (s, base) in enumerate(bases.items())
    ]
    indicators = [indicator(name, weight=draw(st.sampled_from([0.5, 1.0, 2.5]))) for name in names]
    return Case(watch(scenarios, indicators), tuple(reading(name, "strong", name) for name in names), told)


@settings(max_examples=100, deadline=None)
@given(contested())
def test_linchpins_change_the_leader_and_no_smaller_set_does(case: Case) -> None:
    made = case.weighed()
    leader = made.rankings[0].order[0]
    ids = [one.id for one in made.items]

    def lead(removed: tuple[str, ...]) -> float:
        """How far ahead the leader is of the next; below zero where another leads."""
        readings = tuple(reading for reading in case.readings if reading.indicator not in removed)
        told = weighed(case.definition, readings, case.incidents).probabilities
        return told[leader] - max(p for s, p in told.items() if s != leader)

    if made.linchpins:
        assert lead(made.linchpins) <= 1e-9
    for size in range(1, min(len(made.linchpins) or 5, len(ids) + 1)):
        for removed in itertools.combinations(ids, size):
            assert lead(removed) > -1e-9
