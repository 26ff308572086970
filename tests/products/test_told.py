from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tocsin.products.told import (
    Index,
    called,
    deed,
    disputes,
    in_time_order,
    judgement,
    listed,
    main_event,
    origins,
    overlap,
    status_counts,
)

from .factory import Sketch, day, days, raid, source


def test_a_denial_disputes_the_deed_that_another_claim_tells():
    (dispute,) = disputes(raid().reading)
    assert (dispute.told.id, dispute.denied.id) == ("e1", "e2")


@pytest.mark.parametrize(
    ("change", "disputed"),
    [
        pytest.param({}, True, id="the same deed"),
        pytest.param({"kind": "COERCE"}, False, id="another type"),
        pytest.param({"sources": ("a2",)}, False, id="another source"),
        pytest.param({"targets": ("a3",)}, False, id="another target"),
        pytest.param({"targets": ()}, True, id="a target that is not named"),
        pytest.param({"when": day(date(2019, 5, 1))}, False, id="another day"),
        pytest.param({"when": days(None, date(2019, 6, 12))}, True, id="days that overlap"),
        pytest.param({"claim": "c1"}, False, id="the claim itself"),
    ],
)
def test_what_a_denial_reaches(change, disputed):
    made = Sketch(published=date(2019, 6, 19))
    for name in ("Arland", "Borland", "Carland"):
        made.actor(name, code=f"{name[:3].upper()}GOV")
    told, denied = made.claim(source("Carland")), made.claim(source("Arland"), stance="denies")
    deed_ = {"claim": told, "kind": "ASSAULT", "sources": ("a1",), "targets": ("a2",), "when": day(date(2019, 6, 12))}
    made.event(**deed_)
    made.event(**(deed_ | {"claim": denied} | change), status="denied")
    assert bool(disputes(made.reading)) is disputed


@pytest.mark.parametrize(
    ("stance", "targets", "disputed"),
    [
        pytest.param("denies", (), True, id="in the words of a denial"),
        pytest.param("asserts", ("a2",), True, id="not done to whom it is said to have been done"),
        pytest.param("asserts", (), False, id="no such thing is done to anybody"),
    ],
)
def test_who_wants_no_war_does_not_dispute_a_raid(stance, targets, disputed):
    made = Sketch()
    arland, borland = made.actor("Arland", code="ARLGOV"), made.actor("Borland", code="BORGOV")
    made.event(made.claim(source("Carland")), sources=(arland,), targets=(borland,))
    made.event(made.claim(source("Arland"), stance=stance), sources=(arland,), targets=targets, status="denied", words="war")
    assert bool(disputes(made.reading)) is disputed


def test_what_the_outlet_itself_says_did_not_happen_is_no_dispute():
    made = Sketch()
    arland = made.actor("Arland", code="ARLGOV")
    paper = source("Sample Daily", kind="outlet")
    made.event(made.claim(paper, source("Carland")), sources=(arland,))
    made.event(made.claim(paper, own=True), sources=(arland,), status="denied")
    assert not disputes(made.reading)


def test_nobody_disputes_with_himself():
    made = Sketch()
    arland = made.actor("Arland", code="ARLGOV")
    made.event(made.claim(source("Arland", actor=arland)), sources=(arland,))
    made.event(made.claim(source("it", actor=arland), stance="denies"), sources=(arland,), status="denied")
    assert not disputes(made.reading)


def test_a_state_denies_for_its_own_forces():
    made = Sketch(published=date(2019, 6, 19))
    army, state = made.actor("Arland's army", code="ARLMIL", sector="MIL"), made.actor("Arland", code="ARLGOV")
    made.event(made.claim(source("Carland")), sources=(army,))
    made.event(made.claim(source("Arland"), stance="denies"), sources=(state,), status="denied")
    assert len(disputes(made.reading)) == 1


def test_order_is_by_day_and_the_undated_come_last():
    made = raid()
    assert [e.id for e in in_time_order(made.reading.events)] == ["e5", "e1", "e2", "e3", "e4"]


def test_counts_add_up_and_call_the_denied_disputed():
    counts = status_counts(raid().reading)
    assert counts == {"disputed": 1, "denied": 1, "scheduled": 1, "possible": 1, "occurred": 1}
    assert sum(counts.values()) == len(raid().reading.events)


def test_origins_are_the_last_links_and_each_is_counted_once():
    made = Sketch()
    paper = source("Sample Daily", kind="outlet")
    made.claim(paper, source("Arland", actor="a1"))
    made.claim(paper, source("it", actor="a1"))
    made.claim(paper, own=True)
    made.claim(paper, source("the officials", named=False))
    assert [s.name for s in origins(made.reading.claims).values()] == ["Arland", "Sample Daily", "the officials"]


def test_an_article_of_no_known_outlet_is_an_origin():
    made = Sketch()
    made.claim(own=True)
    assert list(origins(made.reading.claims).values()) == [None]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ((date(2019, 1, 1), date(2019, 1, 3)), (date(2019, 1, 3), date(2019, 1, 9)), True),
        ((date(2019, 1, 1), date(2019, 1, 2)), (date(2019, 1, 3), date(2019, 1, 9)), False),
        ((None, date(2019, 1, 2)), (None, None), True),
        ((date(2019, 1, 5), None), (None, date(2019, 1, 4)), False),
    ],
)
def test_overlap(one, other, expected):
    assert overlap(one, other) is overlap(other, one) is expected


def test_the_main_event_is_news_and_not_background():
    made = Sketch(published=date(2019, 6, 19))
    claim = made.claim(own=True)
    made.event(claim, when=days(date(2018, 1, 1), date(2018, 12, 31), "year"), goldstein=-10.0)
    made.event(claim, "MOBILIZE", when=day(date(2019, 6, 18)), goldstein=-7.2)
    assert main_event(made.reading).id == "e2"


class TestJudgement:
    def test_a_disputed_deed_names_both_sides_and_takes_none(self):
        said = judgement(raid().reading)
        assert said == (
            "An attack by Arland on Borland is disputed: according to Carland, through Sample Daily and Morning Post, it has happened; "
            "Arland denies it."
        )

    def test_a_fear_of_unnamed_sources_says_so(self):
        made = Sketch(published=date(2019, 6, 19))
        arland, borland, group = made.actor("Arland"), made.actor("Borland"), made.actor("Free Riders")
        claim = made.claim(source("Sample Daily", kind="outlet"), source("officials", kind="official", named=False), stance="assesses")
        made.event(claim, sources=(arland,), targets=(borland,), proxies=(group,), status="possible")
        assert judgement(made.reading) == (
            "An attack by Arland on Borland through Free Riders is held possible, according to officials (unnamed), through Sample Daily. "
            "It rests on one origin, which is not named."
        )

    def test_the_outlets_own_voice_is_called_so(self):
        made = Sketch(outlet="Sample Daily")
        made.event(made.claim(source("Sample Daily", kind="outlet"), own=True))
        assert judgement(made.reading) == "An attack has happened, according to Sample Daily in its own voice. It rests on one origin."

    def test_a_second_origin_is_counted(self):
        made = Sketch()
        arland = made.actor("Arland")
        made.event(made.claim(source("Borland", actor="a8")), sources=(arland,))
        made.event(made.claim(source("Carland", actor="a9")), sources=(arland,))
        assert judgement(made.reading).endswith("In this article 2 origins tell of it.")

    def test_a_fear_does_not_bear_out_a_deed(self):
        made = Sketch()
        arland = made.actor("Arland")
        made.event(made.claim(source("Borland", actor="a8")), sources=(arland,))
        made.event(made.claim(source("Carland", actor="a9")), sources=(arland,), status="possible")
        assert judgement(made.reading).endswith("It rests on one origin.")

    def test_hearsay_is_not_the_outlets_own_word(self):
        made = Sketch(outlet="Sample Daily")
        made.event(made.claim(replace(source("Sample Daily", kind="outlet"), start=None, end=None)))
        said = judgement(made.reading)
        assert said == "An attack has happened, according to Sample Daily, which does not say who told it. It rests on one origin."

    def test_nothing_told(self):
        assert judgement(Sketch().reading) == "Nothing was found in it that could be coded."
        only_said = Sketch()
        only_said.claim(source("Arland"))
        assert judgement(only_said.reading) == "No happening of a coded type was found in it, only what 1 origin said."

    def test_a_text_that_was_not_read(self):
        made = Sketch()
        made.reject("the text is in 'fr'; only English is read", start=None, end=None, stage="parse")
        assert judgement(made.reading) == "Not read: the text is in 'fr'; only English is read."


def test_both_sides_of_a_meeting():
    made = Sketch()
    both = (made.actor("Arland"), made.actor("Borland"))
    made.event(made.claim(own=True), "CONSULT", sources=both, targets=both, goldstein=1.0)
    assert deed(made.reading.events[0], Index.of(made.reading)) == "a consultation between Arland and Borland"


@pytest.mark.parametrize(
    ("name", "kind", "expected"),
    [
        ("The police", "official", "the police"),
        ("Two diplomats", "official", "two diplomats"),
        ("United States", "government", "the United States"),
        ("the United States", "government", "the United States"),
        ("European Union", "government", "the European Union"),
        ("Arland's Revolutionary Guards", "military", "Arland's Revolutionary Guards"),
        ("The Tribune", "outlet", "The Tribune"),
        ("Arland", "government", "Arland"),
    ],
)
def test_a_name_in_a_sentence(name, kind, expected):
    assert called(source(name, kind=kind)) == expected


@pytest.mark.parametrize(("names", "expected"), [([], ""), (["A"], "A"), (["A", "B"], "A and B"), (["A", "B", "C"], "A, B and C")])
def test_listed(names, expected):
    assert listed(names) == expected
