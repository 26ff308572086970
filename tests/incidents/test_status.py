"""Status over time: planned, happened, denied, disputed, called off, taken back."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.incidents.desk import IRAN as IRAN_PARTY
from tests.incidents.desk import OMAN, START, Desk, article, link, outlet, state, unnamed

from tocsin.incidents.notices import notices
from tocsin.records import Party

ISRAEL = Party(name="Israel", code="ISRGOV", country="ISR", sector="GOV")
US, IRAN = state("USAGOV", "United States"), state("IRNGOV", "Iran")


def course(*steps) -> Desk:
    """Each step: who says so (None: the paper itself), and what; one a day."""
    told = Desk()
    for day, (who, status) in enumerate(steps):
        told(f"{['North', 'South', 'East', 'West'][day % 4]} Star", *([who] if who else []), status=status, day=day)
    return told


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        pytest.param([(None, "occurred")], ["occurred"], id="told once"),
        pytest.param([(None, "occurred"), (None, "occurred")], ["occurred"], id="told twice"),
        pytest.param(
            [(US, "scheduled"), (None, "occurred"), (US, "denied")], ["scheduled", "occurred", "disputed"], id="planned, happened, denied"
        ),
        pytest.param(
            [(US, "scheduled"), (US, "occurred"), (US, "denied")], ["scheduled", "occurred", "denied"], id="denied by who told it"
        ),
        pytest.param([(US, "occurred"), (IRAN, "denied")], ["occurred", "disputed"], id="accusation and denial"),
        pytest.param([(IRAN, "denied"), (US, "occurred")], ["denied", "disputed"], id="denial, then accusation"),
        pytest.param(
            [(US, "occurred"), (IRAN, "denied"), (IRAN, "occurred")], ["occurred", "disputed", "occurred"], id="who denied admits"
        ),
        pytest.param([(US, "possible"), (IRAN, "denied")], ["possible"], id="a fear is not disputed"),
        pytest.param([(US, "demanded"), (IRAN, "denied")], ["demanded"], id="a demand is not disputed"),
        pytest.param([(US, "scheduled"), (IRAN, "denied")], ["scheduled", "disputed"], id="a plan is"),
        pytest.param([(US, "scheduled"), (US, "failed")], ["scheduled", "failed"], id="called off"),
        pytest.param([(US, "scheduled"), (None, "failed")], ["scheduled", "failed"], id="called off, as a paper tells"),
        pytest.param([(US, "scheduled"), (US, "failed"), (US, "scheduled")], ["scheduled", "failed", "scheduled"], id="set again"),
        pytest.param([(US, "scheduled"), (None, "possible")], ["scheduled"], id="a doubt does not undo a plan"),
        pytest.param([(None, "possible"), (US, "scheduled")], ["possible", "scheduled"], id="a fear becomes a plan"),
        pytest.param([(US, "threatened"), (None, "occurred")], ["threatened", "occurred"], id="a threat made good"),
        pytest.param([(None, "ongoing"), (None, "occurred"), (None, "occurred")], ["ongoing", "occurred"], id="it ends"),
        pytest.param([(US, "occurred"), (US, "possible")], ["occurred"], id="a later fear takes nothing back"),
        pytest.param([(IRAN, "denied")], ["denied"], id="only denied"),
    ],
)
def test_history(steps, expected):
    made = course(*steps).incident()
    assert [change.status for change in made.history] == expected
    assert made.status == expected[-1]


def test_each_change_opens_down_to_the_event_that_made_it():
    told = course((US, "scheduled"), (None, "occurred"), (IRAN, "denied"))
    first, second, third = told.events
    history = told.incident().history
    assert [(c.event, c.article, c.known_at) for c in history] == [(e.id, e.article, e.known_at) for e in (first, second, third)]
    assert [c.origin for c in history] == ["state:USA", "outlet:southstar", "state:IRN"]


@pytest.mark.parametrize(("day", "expected"), [(0, "scheduled"), (1, "occurred"), (1.5, "occurred"), (2, "disputed"), (30, "disputed")])
def test_the_status_at_a_moment_is_the_last_change_known_then(day, expected):
    told = course((US, "scheduled"), (None, "occurred"), (IRAN, "denied"))
    assert told.incident(as_of=START + timedelta(days=day)).status == expected


def test_nothing_known_by_then_is_no_incident():
    with pytest.raises(ValueError, match="none of 1 events"):
        course((US, "occurred")).incident(as_of=START - timedelta(days=1))


def test_what_was_planned_or_feared_does_not_bear_out_the_deed():
    made = course((US, "scheduled"), (unnamed(), "possible"), (None, "occurred")).incident()
    assert [o.key for o in made.origins] == ["outlet:eaststar"]
    assert (made.affirmed, len(made.events), len(made.articles)) == (1, 3, 3)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        pytest.param({}, "disputed", id="the deed itself"),
        pytest.param({"targets": ()}, "disputed", id="upon nobody in particular"),
        pytest.param({"type": "COERCE", "quad": "material_conflict"}, "disputed", id="another hostile act of the same"),
        pytest.param({"type": "CONSULT", "quad": "verbal_cooperation"}, "occurred", id="another deed"),
        pytest.param({"sources": (OMAN,)}, "occurred", id="a deed of another"),
        pytest.param({"targets": (ISRAEL,)}, "occurred", id="a deed upon another"),
    ],
)
def test_who_denies_another_deed_disputes_nothing(fields, expected):
    told = Desk()
    told("North Star", US)
    other = told("South Star", IRAN, status="denied", day=1, **fields)
    made = told.incident()
    assert (made.status, made.denied) == (expected, int(expected == "disputed"))
    assert other.id in made.events


@pytest.mark.parametrize(
    ("who", "fields", "expected"),
    [
        pytest.param([IRAN], {"stance": "asserts"}, "disputed", id="a government says that it was not so"),
        pytest.param(
            [IRAN], {"stance": "asserts", "type": "COERCE", "quad": "material_conflict"}, "occurred", id="... of something like it"
        ),
        pytest.param([link("Ann Bell")], {"stance": "asserts"}, "occurred", id="somebody speaks of a failure to do it"),
        pytest.param([link("Ann Bell")], {"stance": "denies"}, "disputed", id="somebody denies it outright"),
        pytest.param([], {"stance": "asserts"}, "occurred", id="a paper tells what was not done besides"),
        pytest.param([IRAN], {"sources": (), "targets": (ISRAEL,)}, "occurred", id="nobody in common"),
        pytest.param([IRAN], {"sources": (), "targets": ()}, "disputed", id="a denial that names nobody"),
    ],
)
def test_what_is_negated_disputes_only_what_it_answers(who, fields, expected):
    told = Desk()
    told("North Star", US)
    told("South Star", *who, status="denied", day=1, **fields)
    assert told.incident().status == expected


def test_who_did_not_speak_with_a_third_denies_no_talks_of_others():
    told = Desk()
    talks = {"type": "CONSULT", "quad": "verbal_cooperation"}
    told("North Star", US, sources=(IRAN_PARTY, OMAN), targets=(IRAN_PARTY, OMAN), **talks)
    told("South Star", IRAN, day=1, status="denied", sources=(IRAN_PARTY, ISRAEL), targets=(IRAN_PARTY, ISRAEL), **talks)
    assert told.incident().status == "occurred"


def test_what_one_who_affirms_denies_of_another_deed_is_not_his_word_for_this_one():
    told = Desk()
    told("North Star", US)
    other = told("South Star", US, status="denied", sources=(OMAN,), day=1)
    made = told.incident()
    assert other.id not in made.origins[0].events
    assert other.id in made.events


def test_that_somebody_spoke_of_a_deed_does_not_make_it_happen():
    told = Desk()
    threat = told("North Star", US, status="threatened")
    remark = told("South Star", type="OTHER", cameo=None, quad=None, day=1)
    made = told.incident(leads={threat.article, remark.article})
    assert (made.type, made.status, [origin.key for origin in made.origins]) == ("ASSAULT", "threatened", ["state:USA"])
    assert remark.id in made.events


def test_who_denies_another_deed_still_stands_by_this_one():
    told = Desk()
    told("North Star", US)
    told("South Star", US, status="denied", sources=(OMAN,), day=1)
    made = told.incident()
    assert (made.status, made.affirmed, made.denied) == ("occurred", 1, 0)


def test_a_denial_within_the_words_it_answers_wins():
    told = Desk()
    said = told("North Star", IRAN)
    told("North Star", IRAN, within=said, status="denied")
    assert told.incident().status == "denied"


@pytest.mark.parametrize(
    ("sentence", "sources", "expected"),
    [
        pytest.param("Iran denies its raid.", (IRAN_PARTY,), "denied", id="in the sentence that denies it"),
        pytest.param("The raid was at dawn.", (IRAN_PARTY,), "disputed", id="in another sentence"),
        pytest.param("Iran denies its raid.", (), "disputed", id="without a word of who did it"),
    ],
)
def test_a_denial_is_not_the_outlets_own_word_for_what_is_denied(sentence, sources, expected):
    told = Desk()
    denied = told("North Star", IRAN, status="denied", sentence="Iran denies its raid.")
    told("North Star", within=denied, sentence=sentence, sources=sources)
    assert told.incident().status == expected


def test_a_late_copy_of_a_claim_is_not_said_anew():
    told = Desk()
    claim = told("North Star", IRAN)
    told("East Star", IRAN, status="denied", day=1)
    told("South Star", IRAN, copies=claim, day=2)
    assert told.incident().status == "denied"


# Taken back

RETRACTED = "We have retracted this article because its account of the raid could not be upheld."


def test_a_retraction_takes_the_incident_back():
    told = Desk()
    first = told("North Star", page={"url": "https://north.example/1"})
    told.others.append(article(99, "North Star", RETRACTED, START + timedelta(days=2), url="https://north.example/1"))
    made = told.incident()
    assert [c.status for c in made.history] == ["occurred", "retracted"]
    assert (made.status, made.affirmed, made.origins, made.events) == ("retracted", 0, (), (first.id,))
    assert (made.history[1].article, made.history[1].event, made.history[1].origin) == (told.others[0].id, first.id, "outlet:northstar")
    assert made.updated_at == START + timedelta(days=2)
    assert told.incident(as_of=START + timedelta(days=1)).status == "occurred"


def test_a_retraction_shows_even_where_others_still_affirm():
    told = Desk()
    told("North Star", page={"title": "Raid upon the harbour"})
    other = told("South Star", day=1)
    told.others.append(article(99, "North Star", RETRACTED, START + timedelta(days=2), title="Raid upon the harbour"))
    made = told.incident()
    assert [(c.status, c.origin) for c in made.history] == [
        ("occurred", "outlet:northstar"),
        ("retracted", "outlet:northstar"),
        ("occurred", "outlet:southstar"),
    ]
    assert (made.affirmed, made.history[-1].event) == (1, other.id)


def test_a_retraction_by_another_outlet_or_of_another_article_takes_nothing_back():
    told = Desk()
    told("North Star", page={"url": "https://north.example/1"})
    told.others.append(article(98, "South Star", RETRACTED, START + timedelta(days=2), url="https://north.example/1"))
    told.others.append(article(99, "North Star", RETRACTED, START + timedelta(days=2), url="https://north.example/2"))
    assert told.incident().status == "occurred"


def test_copies_fall_with_the_text_that_they_repeat():
    told = Desk()
    first = told("North Star", page={"url": "https://north.example/1"})
    told("South Star", copies=first, day=1)
    told.others.append(article(99, "North Star", RETRACTED, START + timedelta(days=2), url="https://north.example/1"))
    assert told.incident().status == "retracted"


CORRECTION = "Correction: An earlier version of this article said that Arland had raided the harbour. It was a storm.\nShips were damaged."
MISSTATED = "Correction: An earlier version of this article gave a wrong hour.\nArland raided the harbour on Monday."


def test_a_correction_that_tells_of_it_as_an_error_takes_it_back():
    told = Desk()
    told("North Star", page={"url": "https://north.example/1"})
    told("North Star", day=1, text=CORRECTION, start=CORRECTION.index("raided"), page={"url": "https://north.example/1"})
    assert [c.status for c in told.incident().history] == ["occurred", "retracted"]


def test_a_correction_of_something_else_leaves_it():
    told = Desk()
    told("North Star", page={"url": "https://north.example/1"})
    told("North Star", day=1, text=MISSTATED, start=MISSTATED.index("raided"), page={"url": "https://north.example/1"})
    assert [c.status for c in told.incident().history] == ["occurred"]


def test_the_words_that_a_correction_quotes_never_affirm():
    told = Desk()
    told("North Star", text=CORRECTION, start=CORRECTION.index("raided"))
    made = told.incident()
    assert (made.status, made.affirmed, made.credibility) == ("retracted", 0, 5)


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        pytest.param("This story has been retracted.", ["retracts"], id="passive"),
        pytest.param("We’ve moved. We have removed this report, which rested on a forged letter.", ["retracts"], id="we have removed"),
        pytest.param("The army withdrew. Retraction: the report of a raid was false.", ["retracts"], id="headed"),
        pytest.param("A previous version of this story misspelled a name.", ["corrects"], id="previous version"),
        pytest.param("(Corrects paragraph 3: the raid was on Monday)", ["corrects"], id="agency style"),
        pytest.param("“We have removed all troops,” he said. The story was long.", [], id="troops removed"),
        pytest.param("The ministry said the report was withdrawn by the committee.", [], id="a report in the news"),
        pytest.param("The correction of prices went on.", [], id="a correction in the news"),
    ],
)
def test_notices(text, kinds):
    assert [notice.kind for notice in notices(text)] == kinds


def test_a_notice_in_a_body_without_lines_ends_with_its_sentence():
    text = "Arland is far. " * 60 + "An earlier version of this article named Borland. " + "The sea is near. " * 60
    (notice,) = notices(text)
    assert notice.words == "An earlier version of this article named Borland."


# What always holds

WHO = st.sampled_from([None, US, IRAN, unnamed(), unnamed(code="USAGOV"), outlet("Far Star"), link("Jane Roe", code="USALEG")])
STEPS = st.lists(
    st.tuples(WHO, st.sampled_from(["occurred", "ongoing", "scheduled", "threatened", "demanded", "possible", "failed", "denied"])),
    min_size=1,
    max_size=8,
)


@settings(max_examples=100, deadline=None)
@given(STEPS)
def test_what_always_holds_of_a_history(steps):
    made = course(*steps).incident()
    assert made.history[0].known_at == made.known_at
    assert made.history[-1].status == made.status
    assert all(a.known_at <= b.known_at for a, b in zip(made.history, made.history[1:], strict=False))
    assert all(a.status != b.status for a, b in zip(made.history, made.history[1:], strict=False))
    assert {c.event for c in made.history} <= set(made.events)
    assert made.status != "disputed" or (made.affirmed and made.denied)
    assert made.status != "denied" or (made.denied and not made.affirmed)
    assert made.affirmed or made.status in ("denied", "retracted")
