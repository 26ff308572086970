"""What many articles tell together is a function of their set: how they arrive leaves no trace in incidents and placements."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.pipeline.newsroom import FIRST, ITEMS, NOW, filing, item

from tocsin.pipeline.filing import Filing
from tocsin.pipeline.picture import Picture
from tocsin.records import FiledArticle, FiledEvent, Incident, Judgement, Placement, filed_id

EVER = datetime(9999, 12, 31, tzinfo=UTC)
LATER = datetime(2026, 1, 1, tzinfo=UTC)
FILINGS = tuple(filing(one) for one in ITEMS)


class Tables:
    """Rows by their ids; only those of articles that were put in."""

    def __init__(self) -> None:
        self._articles: dict[str, FiledArticle] = {}
        self._events: dict[str, FiledEvent] = {}

    def put(self, filings: Iterable[Filing]) -> None:
        for one in filings:
            self._articles[one.article.id] = one.article
            self._events |= {event.id: event for event in one.events}

    def articles(self, ids: Iterable[str]) -> Mapping[str, FiledArticle]:
        return {each: self._articles[each] for each in ids if each in self._articles}

    def events(self, ids: Iterable[str]) -> Mapping[str, FiledEvent]:
        return {each: self._events[each] for each in ids if each in self._events}


class Reader:
    """Keeps what a picture publishes, as a lake does: rows by their ids, without those that are no more."""

    def __init__(self, *, as_of: datetime = EVER) -> None:
        self._tables = Tables()
        self.picture = Picture(self._tables, as_of=as_of)
        self.incidents: dict[str, Incident] = {}
        self.placements: dict[str, Placement] = {}

    def take(self, filings: Sequence[Filing], judgements: Iterable[Judgement] = ()) -> None:
        self._tables.put(filings)
        change = self.picture.add(filings, tuple(judgements))
        assert not set(change.retired) & {row.id for row in change.incidents}
        for gone in change.retired:
            del self.incidents[gone]
        self.incidents |= {row.id: row for row in change.incidents}
        self.placements |= {row.id: row for row in change.placements}


def taken(*batches: Sequence[Filing], judgements: Sequence[Judgement] = (), as_of: datetime = EVER) -> Reader:
    made = Reader(as_of=as_of)
    for batch in batches:
        made.take(batch, judgements)
    return made


def cut(filings: Sequence[Filing], places: Iterable[int]) -> list[Sequence[Filing]]:
    edges = [0, *sorted(places), len(filings)]
    return [filings[start:end] for start, end in pairwise(edges)]


def judgement(decision: str, *subjects: str, hours: float = 0, value: str | None = None) -> Judgement:
    at = NOW + timedelta(hours=hours)
    key = filed_id(decision, hours, *subjects)
    return Judgement(
        id=key, decision=decision, subjects=subjects, value=value, by="An analyst", why="She knows.", known_at=at, recorded_at=at
    )  # type: ignore[arg-type]


def by_outlet(made: Reader, words: str) -> list[set[str | None]]:
    """The outlets of each incident whose articles hold these words, as sets."""
    outlets = {one.article.id: one.article.outlet for one in FILINGS if words in one.article.text}
    return [found for one in made.incidents.values() if (found := {outlets[a] for a in one.articles if a in outlets})]


@pytest.fixture(scope="module")
def whole() -> Reader:
    return taken(FILINGS)


class TestOneAnswer:
    def test_the_reports_come_together_as_they_should(self, whole: Reader) -> None:
        assert {"Sample Daily", "Island Post", "Harbour Gazette"} in by_outlet(whole, "Aglaia")
        raid = next(one for one in whole.incidents.values() if "Border Times" in {origin.name for origin in one.origins})
        assert raid.type == "ASSAULT"
        assert any(one.status in ("denied", "disputed") for one in whole.incidents.values())

    @settings(max_examples=60, deadline=None)
    @given(order=st.permutations(FILINGS), places=st.sets(st.integers(1, len(FILINGS) - 1), max_size=6))
    def test_the_order_of_arrival_and_the_batches_leave_no_trace(self, whole: Reader, order: Sequence[Filing], places: set[int]) -> None:
        made = taken(*cut(order, places))
        assert made.incidents == whole.incidents == made.picture.incidents
        assert made.placements == whole.placements == made.picture.placements

    def test_one_at_a_time_from_the_latest(self, whole: Reader) -> None:
        made = taken(*([one] for one in sorted(FILINGS, key=lambda one: one.article.known_at, reverse=True)))
        assert (made.incidents, made.placements) == (whole.incidents, whole.placements)

    def test_what_comes_again_changes_nothing(self, whole: Reader) -> None:
        made = taken(FILINGS)
        again = made.picture.add(FILINGS, ())
        assert (again.incidents, again.placements, again.retired) == ((), (), ())
        assert made.incidents == whole.incidents

    def test_every_event_that_an_incident_names_is_there_and_in_one_incident_alone(self, whole: Reader) -> None:
        events = [event for one in whole.incidents.values() for event in one.events]
        assert len(events) == len(set(events))
        assert set(events) <= {event.id for one in FILINGS for event in one.events}
        for placement in whole.placements.values():
            assert set(placement.incidents) <= whole.incidents.keys()
            assert placement.leads <= bool(placement.incidents)


class TestCopies:
    def test_the_later_of_two_repeats_the_earlier_whichever_comes_first(self) -> None:
        first, _, reprint = FILINGS[:3]
        for batches in ([[first, reprint]], [[first], [reprint]], [[reprint], [first]]):
            made = taken(*batches)
            assert made.placements[reprint.article.id].copy_of == first.article.id
            assert made.placements[first.article.id].copy_of is None
            (told,) = made.incidents.values()
            assert (told.affirmed, len(told.articles)) == (1, 2)


class TestThePast:
    @pytest.mark.parametrize("hours", [-1, 2, 3.5, 4, 10, 25, 60, 80, 1000])
    def test_as_of_then_is_what_those_would_have_made_that_were_known_by_then(self, hours: float) -> None:
        then = FIRST + timedelta(hours=hours)
        past = taken(FILINGS, as_of=then)
        there = taken([one for one in FILINGS if one.article.known_at <= then])
        assert (past.incidents, past.placements) == (there.incidents, there.placements)
        assert all(one.updated_at <= then for one in past.incidents.values())

    def test_a_judgement_made_later_is_not_known(self, whole: Reader) -> None:
        ferry = next(one for one in whole.incidents.values() if len(one.articles) > 1)
        apart = judgement("split", ferry.events[0], ferry.events[-1])
        then = NOW - timedelta(hours=1)
        assert taken(FILINGS, judgements=[apart], as_of=then).incidents == taken(FILINGS, as_of=then).incidents
        assert taken(FILINGS, judgements=[apart]).incidents != whole.incidents


class TestJudgements:
    @pytest.mark.parametrize("late", [False, True], ids=["with the reports", "after them"])
    @pytest.mark.parametrize("decision", ["split", "merge"])
    def test_they_take_effect_and_are_withdrawn(self, whole: Reader, decision: str, late: bool) -> None:
        ferry = next(one for one in whole.incidents.values() if "Aglaia" in one.title)
        strike = next(one for one in whole.incidents.values() if "strike" in one.title)
        subjects = (ferry.events[0], ferry.events[1]) if decision == "split" else (ferry.events[0], strike.events[0])
        made = Reader()
        corrected = judgement(decision, *subjects)
        if late:
            made.take(FILINGS)
            made.take([], [corrected])
        else:
            made.take(FILINGS, [corrected])
        together = [set(subjects) <= set(one.events) for one in made.incidents.values()]
        assert any(together) == (decision == "merge")
        assert len(made.incidents) == len(whole.incidents) + (1 if decision == "split" else -1)
        assert made.incidents == taken(FILINGS, judgements=[corrected]).incidents
        made.take([], [corrected, judgement("retract", corrected.id, hours=1)])
        assert (made.incidents, made.placements) == (whole.incidents, whole.placements)

    def test_the_report_of_a_merged_incident_is_placed_in_it(self, whole: Reader) -> None:
        ferry = next(one for one in whole.incidents.values() if "Aglaia" in one.title)
        strike = next(one for one in whole.incidents.values() if "strike" in one.title)
        made = taken(FILINGS, judgements=[judgement("merge", ferry.events[0], strike.events[0])])
        assert made.placements[strike.articles[0]].incidents == (ferry.id,)
        assert strike.id not in made.incidents


STATES = ("Ar", "Bor", "Car", "Dor", "Er", "Fin", "Gor", "Hol", "Ir", "Jut", "Kor", "Lap", "Mor", "Nor")
VILLAGES = ("Velm", "Osk", "Tirna", "Quorb", "Zelde", "Wyx", "Ulmo", "Prag", "Snedd", "Krull", "Ypsel", "Jarno", "Hoxte", "Fjell")


def deed(number: int, outlet: str, hours: float) -> Filing:
    """A raid as one outlet tells it in words of its own."""
    one, other, village = f"{STATES[number]}land", f"{STATES[number - 1]}land", VILLAGES[number]
    words = {
        "First Gazette": f"{one} raided {other} at {village}. Smoke stood over its mill until evening, herdsmen on the opposite bank told us.",
        "Second Post": f"Families leave {village} with what their carts can hold, for {one} raided {other} and nothing has been left to grind.",
        "Third Herald": f"Where flour for three valleys was made, ashes lie: {one} raided {other}, and {village} counts what it has lost.",
    }
    titles = {
        "First Gazette": f"{one} raided {other} at {village}, mill of {village} burned",
        "Second Post": f"Mill of {village} gone after {one} raided {other}",
        "Third Herald": f"{village} has lost its mill: {one} raided {other}",
    }
    return filing(item(words[outlet], title=titles[outlet], outlet=outlet, hours=hours), now=LATER)


def record_of_a_year() -> list[Filing]:
    """A gazette is first with a dozen deeds; each time two others, on their own, tell of it a day later."""
    return [
        deed(number, outlet, 240 * number + later)
        for number in range(12)
        for outlet, later in (("First Gazette", 0), ("Second Post", 20), ("Third Herald", 24))
    ]


@pytest.fixture(scope="module")
def years() -> Reader:
    return taken([*record_of_a_year(), deed(12, "First Gazette", 3000)])


class TestGrades:
    def test_a_source_that_was_confirmed_often_is_trusted_from_then_on(self, years: Reader) -> None:
        made = sorted(years.incidents.values(), key=lambda one: one.known_at)
        assert [len(one.articles) for one in made] == [3] * 12 + [1]
        assert (made[0].reliability, made[-1].reliability) == ("F", "B")

    def test_no_hindsight_reaches_a_grade(self, years: Reader) -> None:
        for number in (0, 5, 11):
            then = FIRST + timedelta(hours=240 * number + 24)
            past = taken(record_of_a_year(), as_of=then)
            known = max(past.incidents.values(), key=lambda one: one.known_at)
            assert (known.origins, known.reliability) == (years.incidents[known.id].origins, years.incidents[known.id].reliability)

    def test_grades_are_the_same_however_the_record_comes(self, years: Reader) -> None:
        filings = [*record_of_a_year(), deed(12, "First Gazette", 3000)]
        for order in (filings[::-1], filings[::2] + filings[1::2]):
            made = taken(*cut(order, range(5, len(order), 5)))
            assert made.incidents == years.incidents
