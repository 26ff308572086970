"""A person's judgement: what it names is found, what it needs is asked for, and it takes effect until it is withdrawn."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from tests.pipeline.newsroom import FOLDED, ITEMS, NOW, held, take

from tocsin.errors import DataError
from tocsin.lake import Lake
from tocsin.pipeline.asking import incidents
from tocsin.pipeline.folding import Folding
from tocsin.pipeline.judging import judged
from tocsin.records import Decision, Incident, Judgement


@pytest.fixture
def lake(tmp_path: Path) -> Iterator[Lake]:
    with Lake.open(tmp_path / "lake", create=True, clock=lambda: NOW) as made:
        take(made, ITEMS)
        Folding(made).catch_up()
        yield made


def judge(lake: Lake, decision: Decision, *subjects: str, value: str | None = None, hours: int = 0, **said: str) -> Judgement:
    who = {"by": "An analyst", "why": "She was there.", **said}
    made = judged(lake, decision, subjects, value=value, now=NOW + timedelta(hours=hours), **who)
    Folding(lake).catch_up()
    return made


def of(lake: Lake, word: str) -> Incident:
    return next(made for made in incidents(lake) if word in made.title)


class TestWhatIsNamed:
    def test_incidents_that_are_merged_stand_for_their_events(self, lake: Lake) -> None:
        ferry, strike = of(lake, "Aglaia"), of(lake, "strike")
        made = judge(lake, "merge", ferry.id[:10], strike.id[:10])
        assert made.subjects == (*ferry.events, *strike.events)
        assert set(of(lake, "Aglaia").events) == {*ferry.events, *strike.events}

    def test_events_stand_for_themselves(self, lake: Lake) -> None:
        ferry = of(lake, "Aglaia")
        made = judge(lake, "split", ferry.events[1], ferry.events[2])
        assert made.subjects == (ferry.events[1], ferry.events[2])

    def test_one_incident_alone_is_parted_from_its_first_event(self, lake: Lake) -> None:
        ferry = of(lake, "Aglaia")
        assert judge(lake, "split", ferry.id).subjects == ferry.events
        assert next(made for made in incidents(lake) if made.id == ferry.id).events == ferry.events[:1]

    def test_what_is_named_twice_counts_once(self, lake: Lake) -> None:
        ferry, strike = of(lake, "Aglaia"), of(lake, "strike")
        made = judge(lake, "merge", ferry.id, ferry.id, strike.id, strike.events[0])
        assert made.subjects == (*ferry.events, *strike.events)

    @pytest.mark.parametrize("value", ["2", "6"])
    def test_an_incident_is_graded_by_the_beginning_of_its_id(self, lake: Lake, value: str) -> None:
        ferry = of(lake, "Aglaia")
        assert judge(lake, "grade", ferry.id[:8], value=value).subjects == (ferry.id,)

    def test_a_source_is_graded_by_its_key(self, lake: Lake) -> None:
        key = of(lake, "Aglaia").origins[0].key
        made = judge(lake, "grade", key, value="B")
        assert (made.subjects, made.value) == ((key,), "B")

    def test_a_judgement_is_withdrawn_by_the_beginning_of_its_id(self, lake: Lake) -> None:
        before = held(lake, FOLDED)
        made = judge(lake, "merge", of(lake, "Aglaia").id, of(lake, "strike").id)
        assert held(lake, FOLDED) != before
        assert judge(lake, "retract", made.id[:9], hours=1).subjects == (made.id,)
        assert held(lake, FOLDED) == before

    def test_a_rating_names_watch_scenario_and_incident_and_moves_no_incident(self, lake: Lake) -> None:
        before, ferry = held(lake, FOLDED), of(lake, "Aglaia")
        made = judge(lake, "rate", "strait", "blockade", ferry.id[:10], value="CC")
        assert (made.subjects, made.value) == (("strait", "blockade", ferry.id), "CC")
        assert held(lake, FOLDED) == before

    def test_an_indicator_is_rated_by_its_own_id(self, lake: Lake) -> None:
        assert judge(lake, "rate", "strait", "blockade", "ferries", value="I").subjects == ("strait", "blockade", "ferries")

    def test_a_review_names_the_watch(self, lake: Lake) -> None:
        assert judge(lake, "review", "strait").subjects == ("strait",)


class TestWhatIsKept:
    def test_it_is_kept_beside_the_facts_with_who_and_why(self, lake: Lake) -> None:
        made = judge(lake, "grade", of(lake, "Aglaia").id, value="2", by=" An analyst ", why=" She was there. ")
        assert list(lake.read(Judgement)) == [made]
        assert (made.by, made.why, made.known_at) == ("An analyst", "She was there.", NOW)

    def test_the_same_at_another_moment_is_another(self, lake: Lake) -> None:
        ferry = of(lake, "Aglaia").id
        assert judge(lake, "grade", ferry, value="2").id != judge(lake, "grade", ferry, value="2", hours=1).id
        assert len(list(lake.read(Judgement))) == 2


class TestWhatIsRefused:
    @pytest.mark.parametrize(
        ("decision", "subjects", "value", "message"),
        [
            pytest.param("merge", ["zz", "yy"], None, "No events have an id that begins with 'zz'", id="no such events"),
            pytest.param("merge", ["", ""], None, "events have an id that begins with ''", id="nothing named"),
            pytest.param("merge", ["STRIKE"], None, "names 1 subjects. At least 2", id="one to merge"),
            pytest.param("split", ["STRIKE"], None, "names 1 subjects. At least 2", id="one event to split"),
            pytest.param("merge", ["FERRY", "STRIKE"], "2", "and none else", id="a merge with a grade"),
            pytest.param("grade", ["FERRY"], None, "A to F or 1 to 6", id="a grade without one"),
            pytest.param("grade", ["FERRY"], "G", "A to F or 1 to 6", id="no such grade"),
            pytest.param("grade", ["outlet:nobody"], "B", "and no source has this key", id="no such source"),
            pytest.param("grade", [""], "B", "and no source has this key", id="nothing graded"),
            pytest.param("rate", ["w", "s", "i"], "B", "CC, C, N, I, II or NA for a rating", id="a rating that is a grade"),
            pytest.param("rate", ["w", "s"], "C", "2 subjects of a rating", id="a rating of no item"),
            pytest.param("retract", ["zz"], None, "0 judgements have an id that begins with 'zz'", id="no such judgement"),
            pytest.param("retract", [""], None, "1 judgements have an id that begins with ''", id="nothing withdrawn"),
        ],
    )
    def test_what_names_nothing_or_says_not_what_it_needs(
        self, lake: Lake, decision: Decision, subjects: list[str], value: str | None, message: str
    ) -> None:
        ids = {"FERRY": of(lake, "Aglaia").id, "STRIKE": of(lake, "strike").id}
        kept = judge(lake, "grade", ids["FERRY"], value="3")
        with pytest.raises(DataError, match=message):
            judge(lake, decision, *(ids.get(subject, subject) for subject in subjects), value=value)
        assert list(lake.read(Judgement)) == [kept]

    @pytest.mark.parametrize("said", [{"by": " "}, {"why": ""}], ids=["nobody", "no reason"])
    def test_who_judges_says_so_and_why(self, lake: Lake, said: dict[str, str]) -> None:
        with pytest.raises(DataError, match="without a name or without a reason"):
            judge(lake, "grade", of(lake, "Aglaia").id, value="2", **said)
