"""One report with everything that a warning analyst weighs, on invented happenings: what must be told apart, is."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import tocsin
from tocsin.records import ArticleReading, Claim, Event

TEXT = (Path(__file__).parents[1] / "data/warning_day.txt").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def reading() -> ArticleReading:
    return tocsin.read(TEXT, published=date(2020, 9, 16), outlet="Sample Daily")


def claims_with(reading: ArticleReading, words: str) -> list[Claim]:
    return [c for c in reading.claims if words in TEXT[c.start : c.end]]


def events_at(reading: ArticleReading, words: str) -> list[Event]:
    """The events whose trigger lies within these words of the text, which occur once."""
    assert TEXT.count(words) == 1, words
    start = TEXT.index(words)
    return [e for e in reading.events if start <= e.trigger.start and e.trigger.end <= start + len(words)]


def countries(reading: ArticleReading, ids: tuple[str, ...]) -> set[str | None]:
    return {a.country for a in reading.actors if a.id in ids}


def chain_of(claim: Claim) -> list[str]:
    return [source.name for source in claim.chain]


def test_the_chain_runs_from_outlet_to_officials(reading):
    feared = next(c for c in claims_with(reading, "Venezuela may stage an attack") if "Alarm" not in TEXT[c.start : c.end])
    assert feared.chain[0].name == "Sample Daily"
    assert "intelligence officials" in feared.chain[-1].name
    assert [s.named for s in feared.chain] == [True, False, False]
    assert feared.stance == "assesses"


def test_a_named_daily_is_a_link_between_outlet_and_assessments(reading):
    claim = next(c for c in claims_with(reading, "Caracas being frustrated") if len(c.chain) > 2)
    assert chain_of(claim)[0] == "Sample Daily"
    assert "El Tiempo" in chain_of(claim)[1]
    assert "Assessments" in chain_of(claim)[-1]


def test_a_feared_provocation_is_no_attack_that_happened(reading):
    (event,) = [e for e in events_at(reading, "Venezuela may stage an attack on Colombia") if e.type == "ASSAULT"]
    assert event.status == "possible"
    assert countries(reading, event.sources) == {"VEN"}
    assert countries(reading, event.targets) == {"COL"}


def test_the_proxy_is_named(reading):
    proxies = {reading_actor for e in reading.events for reading_actor in e.proxies}
    assert any("ELN" in a.name for a in reading.actors if a.id in proxies)


def test_sanctions_are_dated_to_the_year_before(reading):
    (event,) = [
        e for e in events_at(reading, "quit the oil accord and reimposed harsh sanctions on Venezuela") if "sanctions" in e.trigger.text
    ]
    assert (event.type, event.status) == ("SANCTION", "occurred")
    assert (event.when.earliest, event.when.latest) == (date(2019, 1, 1), date(2019, 12, 31))
    assert countries(reading, event.sources) == {"USA"}
    assert countries(reading, event.targets) == {"VEN"}


def test_two_meetings_in_a_week_and_the_second_is_ahead(reading):
    assert any(t.count == 2 and t.precision == "week" for t in reading.times)
    (second,) = events_at(reading, "The second meeting is set for Wednesday")
    assert (second.type, second.status, second.when.earliest) == ("CONSULT", "scheduled", date(2020, 9, 16))


def test_drills_are_on_the_plan(reading):
    (drills,) = events_at(reading, "holding two large exercises this week in the north")
    assert (drills.type, drills.status) == ("MOBILIZE", "scheduled")
    assert countries(reading, drills.sources) == {"COL"}


def test_the_breach_is_announced_with_its_deadline(reading):
    (claim,) = claims_with(reading, "it will exceed the output limit")[-1:]
    assert (chain_of(claim)[-1], claim.stance) == ("Venezuela", "announces")
    (breach,) = events_at(reading, "exceed the output limit")
    assert breach.status == "scheduled"
    assert breach.when.latest == date(2020, 9, 24)


def test_the_deployment_has_its_troops(reading):
    (event,) = events_at(reading, "the deployment of 1,000 more troops")
    assert (event.type, event.status) == ("MOBILIZE", "scheduled")
    assert [(q.value, q.unit) for q in event.quantities] == [(1000.0, "troops")]


def test_accusation_and_denial_are_two_claims_on_one_deed(reading):
    (accused,) = [e for e in events_at(reading, "last week’s attacks on two ferries") if e.type == "ASSAULT"]
    (denied,) = events_at(reading, "responsibility for those attacks")
    assert (accused.status, denied.status) == ("occurred", "denied")
    assert accused.claim != denied.claim
    assert (accused.when.earliest, accused.when.latest) == (date(2020, 9, 7), date(2020, 9, 13))
    stances = {c.id: c.stance for c in reading.claims}
    assert (stances[accused.claim], stances[denied.claim]) == ("accuses", "denies")
    place = next(p for p in reading.places if p.id == accused.place)
    assert (place.kind, place.name) == ("water", "Gulf of Venezuela")
    assert place.radius_km is not None


def test_the_earlier_sabotage_is_dated_last_month(reading):
    found = [e for e in events_at(reading, "separate sabotage of a ferry last month") if e.type == "ASSAULT"]
    assert found
    assert {(e.when.earliest, e.when.latest) for e in found} == {(date(2020, 8, 1), date(2020, 8, 31))}


def test_what_was_hoped_for_failed(reading):
    failed = events_at(
        reading, "failed to soften American rhetoric, persuade Europeans to increase trade with Caracas, or raise oil prices noticeably"
    )
    assert failed
    assert {e.status for e in failed} == {"failed"}


def test_the_foot_is_a_republication_and_no_sentence(reading):
    assert [(c.kind, c.name) for c in reading.article.credits] == [("republication", "El Heraldo")]
    assert all("Source »" not in TEXT[s.start : s.end] for s in reading.sentences)
