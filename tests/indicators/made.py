"""Incidents, claims, articles and watches for the tests of indicators."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from tocsin.indicators import Heard, Material, readings
from tocsin.records import (
    Baseline,
    FiledClaim,
    Incident,
    IndicatorDefinition,
    IndicatorReading,
    Link,
    Party,
    Pattern,
    StatusChange,
    WatchDefinition,
)

DAY0 = date(2018, 9, 3)
"""The first day of the lake of the tests, a Monday."""

IRAN = Party(name="Iran", code="IRN", country="IRN", sector="GOV")
ISRAEL = Party(name="Israel", code="ISR", country="ISR", sector="GOV")


def moment(day: int, hour: int = 12) -> datetime:
    return datetime.combine(DAY0 + timedelta(days=day), time(hour), UTC)


def incident(name: str, day: int, **changes) -> Incident:
    made = Incident(
        id=name,
        title="Security cabinet meets",
        type="CONSULT",
        mode=None,
        cameo="040",
        goldstein=None,
        sources=(ISRAEL,),
        targets=(),
        proxies=(),
        source="ISR",
        target=None,
        status="occurred",
        history=(),
        earliest=DAY0 + timedelta(days=day),
        latest=DAY0 + timedelta(days=day),
        place=None,
        place_country=None,
        lat=None,
        lon=None,
        radius_km=None,
        events=(name,),
        articles=(name,),
        origins=(),
        affirmed=1,
        denied=0,
        reliability="F",
        credibility=6,
        tallies=(),
        story=None,
        follows=None,
        score=1.0,
        evidence=(),
        known_at=moment(day),
        updated_at=moment(day),
    )
    return replace(made, **changes)


def became(status: str, day: int) -> StatusChange:
    return StatusChange(known_at=moment(day), status=status, event="e", article=None, origin="o")


def claim(name: str, day: int, code: str = "IRN", **changes) -> FiledClaim:
    chain = (Link(name="Sample Daily", kind="outlet", named=True, code=None), Link(name=code, kind="government", named=True, code=code))
    made = FiledClaim(
        id=name, article=f"a-{name}", start=0, end=9, text="It was not us.", chain=chain, cue="said", stance="denies", quoted=False,
        known_at=moment(day), recorded_at=moment(day),
    )  # fmt: skip
    return replace(made, **changes)


def articles(days: int, a_day: int = 10, outlets: tuple[str | None, ...] = ("Sample Daily",)) -> list[Heard]:
    return [Heard(moment(day), outlets[place % len(outlets)]) for day in range(days) for place in range(a_day)]


def indicator(**changes) -> IndicatorDefinition:
    made = IndicatorDefinition(
        id="cabinet",
        title="The security cabinet meets",
        why="decisions on force are made there",
        group="leadership",
        kind="incidents",
        pattern=Pattern(who=("ISR",), types=("CONSULT",)),
        window_days=7,
    )
    return replace(made, **changes)


def baseline(**changes) -> Baseline:
    return replace(Baseline(), **changes)


def watch(*indicators: IndicatorDefinition, **changes) -> WatchDefinition:
    made = WatchDefinition(
        id="sample",
        title="Sample",
        about="A watch of the tests",
        horizon_days=30,
        alarms_per_month=2.0,
        countries=("ISR", "IRN"),
        groups={},
        areas=(),
        indicators=indicators or (indicator(),),
        scenarios=(),
        questions=(),
        series=(),
        histories=(),
        feeds=(),
        digest="sha256:0",
    )
    return replace(made, **changes)


def material(day: int, **changes) -> Material:
    """As of the last hour of a day, with ten articles on each day so far."""
    return replace(Material(as_of=moment(day, 23), articles=articles(day + 1)), **changes)


def read(definition: IndicatorDefinition, what: Material, **changes) -> IndicatorReading:
    """The latest reading of one indicator."""
    return readings(watch(definition, **changes), what, recorded_at=what.as_of)[-1]
