"""What a pattern means of incidents and claims."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from tocsin.patterns import matches, says
from tocsin.records import Area, FiledClaim, Incident, Link, Party, Pattern

WHEN = datetime(2019, 6, 13, 9, tzinfo=UTC)
GUARDS = Party(name="Revolutionary Guards", code="IRNMIL", country="IRN", sector="MIL")
HOUTHIS = Party(name="Houthi movement", code="YEMREB", country="YEM", sector="REB")
SAUDIS = Party(name="Saudi Arabia", code="SAUGOV", country="SAU", sector="GOV")
GULF = Area(name="gulf", countries=("ARE",), lat=26.5, lon=54.0, radius_km=500.0)

STRUCK = Incident(
    id="a1",
    title="Depot near the capital burns",
    type="ASSAULT",
    mode="aerial",
    cameo="195",
    goldstein=-10.0,
    sources=(HOUTHIS,),
    targets=(SAUDIS,),
    proxies=(),
    source="YEMREB",
    target="SAUGOV",
    status="occurred",
    history=(),
    earliest=date(2019, 6, 12),
    latest=date(2019, 6, 12),
    place=None,
    place_country=None,
    lat=None,
    lon=None,
    radius_km=None,
    events=("a1",),
    articles=("x1",),
    origins=(),
    affirmed=1,
    denied=0,
    reliability="F",
    credibility=3,
    tallies=(),
    story=None,
    follows=None,
    score=1.0,
    evidence=(),
    known_at=WHEN,
    updated_at=WHEN,
)
AT_SEA = replace(STRUCK, place="Gulf of Oman", lat=25.0, lon=58.5, radius_km=100.0)


@pytest.mark.parametrize(
    ("pattern", "incident", "expected"),
    [
        pytest.param(Pattern(), STRUCK, True, id="nothing named, all meant"),
        pytest.param(Pattern(types=("ASSAULT", "COERCE")), STRUCK, True, id="one of the types"),
        pytest.param(Pattern(types=("COERCE",)), STRUCK, False, id="another type"),
        pytest.param(Pattern(modes=("aerial",)), STRUCK, True, id="mode"),
        pytest.param(Pattern(modes=("seize",)), STRUCK, False, id="another mode"),
        pytest.param(Pattern(who=("YEM",), whom=("SAU",)), STRUCK, True, id="doer and target by country"),
        pytest.param(Pattern(who=("SAU",), whom=("YEM",)), STRUCK, False, id="the other way round"),
        pytest.param(Pattern(who=("SAU",), whom=("YEM",), between=True), STRUCK, True, id="either way"),
        pytest.param(Pattern(who=("Ansar Allah",)), STRUCK, False, id="a name that the party does not have"),
        pytest.param(Pattern(who=("houthi movement",)), STRUCK, True, id="a name in any case"),
        pytest.param(Pattern(who=("IRN",)), replace(STRUCK, proxies=(HOUTHIS,), sources=(GUARDS,)), True, id="who is behind it"),
        pytest.param(
            Pattern(who=("Houthi movement",)), replace(STRUCK, proxies=(HOUTHIS,), sources=(GUARDS,)), True, id="who does it for another"
        ),
        pytest.param(Pattern(who=("IRN",)), replace(STRUCK, sources=()), False, id="doer unknown"),
        pytest.param(Pattern(), replace(STRUCK, status="scheduled"), False, id="what is only planned is not meant"),
        pytest.param(Pattern(statuses=("scheduled",)), replace(STRUCK, status="scheduled"), True, id="unless it is asked for"),
        pytest.param(Pattern(), replace(STRUCK, status="disputed", denied=1), True, id="disputed counts"),
        pytest.param(Pattern(statuses=("denied",)), replace(STRUCK, status="denied", affirmed=0, denied=1), True, id="denied"),
        pytest.param(Pattern(origins=2), STRUCK, False, id="too few origins"),
        pytest.param(Pattern(origins=2), replace(STRUCK, affirmed=2), True, id="origins enough"),
        pytest.param(Pattern(areas=(GULF,)), AT_SEA, True, id="circles that touch"),
        pytest.param(Pattern(areas=(GULF,)), replace(AT_SEA, lon=70.0), False, id="circles apart"),
        pytest.param(Pattern(areas=(GULF,)), replace(AT_SEA, lat=None, lon=None, place_country="ARE"), True, id="place in a country of it"),
        pytest.param(Pattern(areas=(GULF,)), STRUCK, False, id="no place, target elsewhere"),
        pytest.param(Pattern(areas=(replace(GULF, countries=("SAU",)),)), STRUCK, True, id="no place, target's country"),
        pytest.param(Pattern(words=("depot",)), STRUCK, True, id="word of the title"),
        pytest.param(Pattern(words=("refinery",)), STRUCK, False, id="word that nobody uses"),
    ],
)
def test_which_incidents_a_pattern_means(pattern: Pattern, incident: Incident, expected: bool) -> None:
    assert matches(pattern, incident) is expected


def test_words_are_sought_in_the_sentences_that_tell_it() -> None:
    assert matches(Pattern(words=("cruise missile*",)), STRUCK, ("Cruise  missiles hit the depot.",))


CLAIM = FiledClaim(
    id="c1",
    article="x1",
    start=0,
    end=40,
    text="the Iranian navy had nothing to do with it",
    chain=(
        Link(name="Sample Daily", kind="outlet", named=True, code=None),
        Link(name="Revolutionary Guards", kind="organisation", named=True, code="IRNMIL"),
    ),
    cue="said",
    stance="denies",
    quoted=False,
    known_at=WHEN,
    recorded_at=WHEN,
)


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        pytest.param(Pattern(), True, id="nothing named"),
        pytest.param(Pattern(stances=("denies",), who=("IRN",)), True, id="the origin's country"),
        pytest.param(Pattern(who=("Sample Daily",)), False, id="the outlet is not the origin"),
        pytest.param(Pattern(stances=("threatens",)), False, id="another stance"),
        pytest.param(Pattern(whom=("IRN",)), True, id="whom it speaks of, by adjective"),
        pytest.param(Pattern(whom=("ISR",)), False, id="whom it does not speak of"),
        pytest.param(Pattern(words=("navy",)), True, id="word"),
    ],
)
def test_which_claims_a_pattern_means(pattern: Pattern, expected: bool) -> None:
    assert says(pattern, CLAIM) is expected


def test_a_claim_without_a_chain_has_no_origin() -> None:
    assert not says(Pattern(who=("IRN",)), replace(CLAIM, chain=()))
