"""What must hold of every reading, whatever the text."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tocsin.config import Config
from tocsin.events import EventStage
from tocsin.ontology import RECIPROCAL, cameo
from tocsin.records import Draft, Place

SUBJECTS = ["Peru/PER", "Chilean/CHL troops/MIL", "rebels/REB", "It", "the minister/GOV of Peru/PER", "nobody"]
PREDICATES = [
    "attacked Chile/CHL",
    "met Kenya/KEN's envoy",
    "was sanctioned by Chad/TCD",
    "agreed to free prisoners",
    "urged Chad/TCD to end its attacks on Kenya/KEN",
    "held talks with Kenya/KEN about the attack",
    "did not attack Chad/TCD",
    "may withdraw its troops from Chad/TCD",
    "grew wheat",
    "protested against the sanctions",
]
SENTENCE = st.builds(lambda s, p: f"{s[0].upper()}{s[1:]} {p}.", st.sampled_from(SUBJECTS), st.sampled_from(PREDICATES))
TEXT = st.lists(SENTENCE, min_size=1, max_size=4).map(" ".join)


@given(text=TEXT)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_always_holds(events: Callable[..., Draft], text: str) -> None:
    reading = events(text).reading
    actors, claims = {a.id for a in reading.actors}, {c.id: c for c in reading.claims}
    assert [e.id for e in reading.events] == [f"e{n}" for n in range(1, len(reading.events) + 1)]
    for e in reading.events:
        claim = claims[e.claim]
        assert claim.start <= e.trigger.start < e.trigger.end <= claim.end
        assert e.trigger.text == reading.article.text[e.trigger.start : e.trigger.end]
        assert len(e.trigger.text) <= 60
        assert {*e.sources, *e.targets, *e.proxies} <= actors
        assert e.sources or e.targets or e.type == "OTHER"
        assert 0 <= e.score <= 1
        if e.cameo is not None:
            assert (e.quad, e.goldstein) == (cameo(e.cameo).quad, cameo(e.cameo).goldstein)
        if e.type in RECIPROCAL and set(e.sources) & set(e.targets):
            assert set(e.sources) == set(e.targets)
    keys = [(e.trigger.start, e.trigger.end, e.claim) for e in reading.events]
    assert len(keys) == len(set(keys))


def test_events_stand_in_the_order_of_the_text(events: Callable[..., Draft]) -> None:
    made = events("Peru/PER attacked Chile/CHL. Chad/TCD condemned Peru/PER. Kenya/KEN praised Chad/TCD.").reading.events
    assert [e.type for e in made] == ["ASSAULT", "ACCUSE", "SUPPORT"]
    assert [e.trigger.start for e in made] == sorted(e.trigger.start for e in made)


def test_one_event_once(events: Callable[..., Draft]) -> None:
    reading = events("Peru/PER attacked Chile/CHL on Monday. The attack by Peru/PER shocked the region.").reading
    assert [e.type for e in reading.events] == ["ASSAULT"]
    assert [r.reason for r in reading.rejected] == ["repeats e1"]


def test_a_repetition_lends_what_the_fuller_mention_leaves_out(events: Callable[..., Draft]) -> None:
    (event,) = events("Chile/CHL was bombed on Monday. The bombing by Peru/PER shocked the region.").reading.events
    assert (event.sources, event.targets) == (("PER",), ("CHL",))


def test_the_second_is_not_the_first(events: Callable[..., Draft]) -> None:
    made = events("Peru/PER met Chile/CHL on Monday. The second meeting is set for Friday.").reading.events
    assert [(e.type, set(e.sources)) for e in made] == [("CONSULT", {"PER", "CHL"})] * 2


def test_deeds_against_others_are_other_events(events: Callable[..., Draft]) -> None:
    made = events("Peru/PER attacked Chile/CHL. Peru/PER attacked Kenya/KEN.").reading.events
    assert [e.targets for e in made] == [("CHL",), ("KEN",)]


def test_without_mentions_there_is_no_event(draft: Callable[..., Draft]) -> None:
    made = draft("Peru/PER attacked Chile/CHL.")
    bare = replace(made, reading=replace(made.reading, actors=(), mentions=()))
    (out,) = EventStage()([bare], as_of=date(2024, 5, 6)).made
    assert out.reading.events == ()
    assert [r.reason for r in out.reading.rejected] == ["no actor"]


def test_without_claims_there_is_no_event(draft: Callable[..., Draft]) -> None:
    made = draft("Peru/PER attacked Chile/CHL.")
    bare = replace(made, reading=replace(made.reading, claims=()))
    (out,) = EventStage()([bare], as_of=date(2024, 5, 6)).made
    assert out.reading.events == ()
    assert [r.reason for r in out.reading.rejected] == ["no claim holds it"]


def test_the_smallest_claim_has_the_event(draft: Callable[..., Draft]) -> None:
    made = draft("Peru/PER attacked Chile/CHL.")
    inner = replace(made.reading.claims[0], id="c2", end=made.reading.claims[0].end - 1)
    nested = replace(made, reading=replace(made.reading, claims=(*made.reading.claims, inner)))
    (out,) = EventStage()([nested], as_of=date(2024, 5, 6)).made
    assert [e.claim for e in out.reading.events] == ["c2"]


def test_below_the_floor_it_is_rejected_with_its_score(draft: Callable[..., Draft]) -> None:
    stage = EventStage(config=Config(min_event_score=1.0))
    (out,) = stage([draft("Peru/PER attacked Chile/CHL.")], as_of=date(2024, 5, 6)).made
    assert out.reading.events == ()
    assert out.reading.rejected[0].reason.startswith("too unsure: 0.")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Peru/PER started a propaganda war against Chile/CHL.", id="with a verb"),
        pytest.param("Peru/PER launched a media offensive against Chile/CHL.", id="offensive"),
        pytest.param("Peru/PER waged a war of words against Chile/CHL.", id="of words"),
        pytest.param("Peru/PER and Chile/CHL are in a trade war.", id="noun alone"),
    ],
)
def test_a_war_without_arms_is_no_assault(events: Callable[..., Draft], text: str) -> None:
    assert [e for e in events(text).reading.events if e.type == "ASSAULT"] == []


def test_a_war_with_arms_is_one(events: Callable[..., Draft]) -> None:
    assert [e.type for e in events("Peru/PER launched a war against Chile/CHL.").reading.events] == ["ASSAULT"]


def test_a_figure_of_speech_is_named(events: Callable[..., Draft]) -> None:
    reading = events("Peru/PER fights inflation.").reading
    assert [r.reason for r in reading.rejected] == ["metaphor"]


@pytest.mark.parametrize(
    ("text", "where"),
    [
        pytest.param("Peru/PER attacked Chile/CHL near Arica.", "p1", id="of the verb"),
        pytest.param("Peru/PER and Chile/CHL held talks in Arica.", "p1", id="of the verb that carries the noun"),
        pytest.param("Peru/PER, unlike Arica, attacked Chile/CHL.", None, id="not tied to it"),
    ],
)
def test_place(events: Callable[..., Draft], text: str, where: str | None) -> None:
    plain = text.replace("/PER", "").replace("/CHL", "")
    start = plain.index("Arica")
    place = Place(
        start=start,
        end=start + 5,
        text="Arica",
        id="p1",
        name="Arica",
        kind="city",
        country="CHL",
        lat=-18.5,
        lon=-70.3,
        radius_km=10.0,
        geonameid=None,
    )
    (event,) = events(text, (place,)).reading.events
    assert event.place == where


def test_codes_come_with_the_words(events: Callable[..., Draft]) -> None:
    (event,) = events("Peru/PER carried out air strikes on Chile/CHL.").reading.events
    assert (event.cameo, event.mode, event.quad) == ("195", "aerial", "material_conflict")
    assert event.evidence


LAND = Place(start=0, end=0, text="", id="p1", name="Juba", kind="city", country="SSD", lat=4.85, lon=31.6, radius_km=10.0, geonameid=None)


def _place(text: str, word: str) -> Place:
    start = re.sub(r"/[A-Z]{2,4}", "", text).index(word)
    return replace(LAND, start=start, end=start + len(word), text=word)


def test_a_deed_done_to_a_place_concerns_its_country(events: Callable[..., Draft]) -> None:
    text = "Kenyan/KEN jets bombed Juba."
    reading = events(text, (_place(text, "Juba"),)).reading
    (event,) = reading.events
    (target,) = event.targets
    made = {a.id: a for a in reading.actors}[target]
    assert (made.country, made.sector, made.basis) == ("SSD", "UNK", "rule")
    assert [(m.start, m.end) for m in reading.mentions if m.actor == target] == [(19, 23)]


def test_where_people_only_meet_is_no_side(events: Callable[..., Draft]) -> None:
    text = "Peru/PER and Chile/CHL held talks in Juba."
    reading = events(text, (_place(text, "Juba"),)).reading
    assert [(e.sources, e.place) for e in reading.events] == [(("PER", "CHL"), "p1")]
    assert {a.id for a in reading.actors} == {"PER", "CHL"}


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("An earthquake near Juba killed forty people/CVL.", id="disaster"),
        pytest.param("A helicopter crashed near Juba.", id="accident"),
        pytest.param("Chile/CHL held a referendum on Sunday.", id="vote"),
    ],
)
def test_other_happenings(events: Callable[..., Draft], text: str) -> None:
    places = (_place(text, "Juba"),) if "Juba" in text else ()
    (event,) = events(text, places).reading.events
    assert (event.type, event.cameo, event.quad, event.goldstein) == ("OTHER", None, None, None)
