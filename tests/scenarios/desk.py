"""Watches, readings and incidents made by hand: only what a test is about has to be written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from tocsin.records import (
    BaseRate,
    Expectation,
    Incident,
    IndicatorDefinition,
    IndicatorReading,
    Judgement,
    Origin,
    Pattern,
    Rule,
    ScenarioDefinition,
    SeriesUse,
    WatchDefinition,
    Weighed,
)
from tocsin.scenarios import weigh

DAY = date(2019, 6, 19)
NOW = datetime(2019, 6, 19, 18, tzinfo=UTC)
WORDS = {"CC": 0.95, "C": 0.8, "N": 0.5, "I": 0.2, "II": 0.05, "NA": 0.5}


def expects(**cells: float | str) -> tuple[Expectation, ...]:
    """expects(talks=.2, drills="C")"""
    return tuple(
        Expectation(
            indicator=name.replace("_", "-"),
            seen=WORDS[cell] if isinstance(cell, str) else cell,
            rating=cell if isinstance(cell, str) else None,
            why=None,
        )
        for name, cell in cells.items()
    )


def rule(*types: str) -> Rule:
    return Rule(pattern=Pattern(types=types), at_least=1, within_days=30, deadline=None, text="", void="")


def scenario(id_: str, *, rest: bool = False, types: Sequence[str] = ("ASSAULT",), base: float | None = 0.1, order: int = 1, **cells: Any):
    return ScenarioDefinition(
        id=id_,
        title=id_.title(),
        statement="",
        rest=rest,
        order=order,
        base_rate=None if base is None or rest else BaseRate(probability=base, history=None, source="test"),
        expects=expects(**cells),
        rule=None if rest else rule(*types),
    )


def indicator(id_: str, **fields: Any) -> IndicatorDefinition:
    known = {"title": id_, "why": "", "group": "political", "kind": "incidents", "pattern": Pattern(), "window_days": 7}
    if "series" in fields:
        fields |= {"series": SeriesUse(series=fields["series"], measure="change"), "kind": "series"}
    return IndicatorDefinition(id=id_, **(known | fields))


def watch(scenarios: Sequence[ScenarioDefinition], indicators: Sequence[IndicatorDefinition]) -> WatchDefinition:
    return WatchDefinition(
        id="w",
        title="",
        about="",
        horizon_days=30,
        alarms_per_month=2,
        countries=(),
        groups={},
        areas=(),
        indicators=tuple(indicators),
        scenarios=tuple(scenarios),
        questions=(),
        series=(),
        histories=(),
        feeds=(),
        digest="sha256:0",
    )


def reading(id_: str, level: str = "strong", *incidents: str, **fields: Any) -> IndicatorReading:
    known = {
        "id": f"reading of {id_}",
        "watch": "w",
        "first_day": date(2019, 6, 13),
        "last_day": DAY,
        "value": 0.0 if level == "inactive" else 3.0,
        "unit": "incidents",
        "expected": 0.4,
        "p_value": 0.5,
        "surprise_bits": 1.0,
        "exposure": 1.0,
        "known_at": NOW,
        "recorded_at": NOW,
    }
    return IndicatorReading(indicator=id_, level=level, incidents=incidents, **(known | fields))


def incident(id_: str, *origins: str, credibility: int = 1, reliability: str = "B", status: str = "occurred") -> Incident:
    told = tuple(
        Origin(
            key=key, name=key.title(), kind="outlet", named=True, side="affirms", articles=(), events=(), first_known=NOW, reliability="B"
        )
        for key in origins
    )
    empty = {"mode": None, "cameo": None, "goldstein": None, "source": None, "target": None, "place": None, "place_country": None}
    return Incident(
        id=id_,
        title=id_,
        type="ASSAULT",
        sources=(),
        targets=(),
        proxies=(),
        status=status,
        history=(),
        earliest=DAY,
        latest=DAY,
        lat=None,
        lon=None,
        radius_km=None,
        events=(),
        articles=(),
        origins=told,
        affirmed=len(told),
        denied=0,
        reliability=reliability,
        credibility=credibility,
        tallies=(),
        story=None,
        follows=None,
        score=1.0,
        evidence=(),
        known_at=NOW,
        updated_at=NOW,
        **empty,
    )


def rated(scenario_: str, item: str, value: str, *, by: str = "ana", at: datetime = NOW) -> Judgement:
    return Judgement(
        id=f"{by} {scenario_} {item} {at}",
        decision="rate",
        subjects=("w", scenario_, item),
        value=value,
        by=by,
        why="",
        known_at=at,
        recorded_at=at,
    )


def weighed(
    definition: WatchDefinition,
    readings: Sequence[IndicatorReading] = (),
    incidents: Sequence[Incident] = (),
    judgements: Sequence[Judgement] = (),
    base: Mapping[str, float | None] | None = None,
) -> Weighed:
    """Weighed on `DAY`, from the base rates of the definitions."""
    given = {s.id: s.base_rate.probability if s.base_rate else None for s in definition.scenarios}
    return weigh(definition, readings, {i.id: i for i in incidents}, judgements, base or given, day=DAY)


def item(result: Weighed, id_: str):
    return next(one for one in result.items if one.id == id_)


def named(definition: WatchDefinition, names: Mapping[str, str]) -> WatchDefinition:
    """The same watch with its scenarios called otherwise."""
    return replace(definition, scenarios=tuple(replace(s, id=names[s.id]) for s in definition.scenarios))
