"""An invented crisis, whole: Arland, Borland and the Red Heron in the Sable Strait, as a watch sees them on 20 March 2021."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from tests.incidents.desk import Desk, at, link, outlet, state, unnamed

from tocsin.records import (
    Assessment,
    BaseRate,
    Evidence,
    EvidenceItem,
    Expectation,
    FiledArticle,
    FiledClaim,
    FiledEvent,
    Forecast,
    Incident,
    IndicatorDefinition,
    IndicatorReading,
    Outlook,
    Party,
    Pattern,
    Planned,
    QuestionDefinition,
    Ranking,
    Routine,
    Rule,
    ScenarioDefinition,
    Score,
    Series,
    SeriesPoint,
    SeriesUse,
    Sourcing,
    Unobserved,
    WatchDefinition,
    Weighed,
    Without,
)

AS_OF = datetime(2021, 3, 20, 23, 59, 59, tzinfo=UTC)
TODAY = AS_OF.date()
ARLAND = Party(name="Arland", code="ARLGOV", country="ARL", sector="GOV")
BORLAND = Party(name="Borland", code="BORGOV", country="BOR", sector="GOV")
HERON = Party(name="Red Heron", code="REDREB", country=None, sector="REB")


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What a product is given."""

    outlook: Outlook
    articles: dict[str, FiledArticle]
    events: dict[str, FiledEvent]
    claims: dict[str, FiledClaim]

    def given(self) -> tuple[Any, ...]:
        return self.outlook, self.articles, self.events, self.claims

    def with_(self, **fields: Any) -> Case:
        return replace(self, outlook=replace(self.outlook, **fields))


def indicator(name: str, title: str, **fields: Any) -> IndicatorDefinition:
    fallback: dict[str, Any] = {
        "why": "It would show intent.",
        "group": "leadership",
        "kind": "incidents",
        "pattern": Pattern(),
        "window_days": 7,
    }
    return IndicatorDefinition(id=name, title=title, **(fallback | fields))


def scenario(
    name: str, title: str, statement: str, *, base: float | None, expects: dict[str, float], rest: bool = False
) -> ScenarioDefinition:
    rate = (
        None if base is None else BaseRate(probability=base, history=None, source="Made-up Event Table, 2001 to 2020, Arland and Borland")
    )
    rule = Rule(pattern=Pattern(), at_least=1, within_days=30, deadline=None, text="One incident.", void="Never.")
    return ScenarioDefinition(
        id=name,
        title=title,
        statement=statement,
        rest=rest,
        order=1,
        base_rate=rate,
        expects=tuple(Expectation(indicator=i, seen=p, rating=None, why=None) for i, p in expects.items()),
        rule=None if rest else rule,
    )


def watch(**fields: Any) -> WatchDefinition:
    fallback: dict[str, Any] = {
        "id": "sable-2021",
        "title": "Sable Strait",
        "about": "Arland, Borland and the Red Heron, March 2021.",
        "horizon_days": 30,
        "alarms_per_month": 2.0,
        "countries": ("ARL", "BOR"),
        "groups": {},
        "areas": (),
        "indicators": (
            indicator("cabinet", "Arland's war cabinet meets"),
            indicator("ships", "Ships are attacked in the strait", group="military preparation"),
            indicator(
                "drills",
                "Borland holds exercises",
                group="military preparation",
                routine=(Routine(words=("yearly",), weight=0.0, why="on the yearly plan"),),
            ),
            indicator(
                "oil",
                "Price of crude",
                group="economic and financial",
                kind="series",
                pattern=None,
                unit="%",
                series=SeriesUse(series="crude", measure="change"),
            ),
            indicator("callup", "Reserves are called up", group="military preparation"),
            indicator("embassy", "Embassies leave", group="diplomatic departure"),
            indicator("talk", "The foreign ministers talk", group="political", kind="silence"),
        ),
        "scenarios": (
            scenario(
                "strait",
                "Attacks on shipping",
                "Ships are attacked again in the strait, and nowhere else.",
                base=0.09,
                expects={"ships": 0.9, "cabinet": 0.6, "callup": 0.6, "embassy": 0.5},
            ),
            scenario(
                "proxy",
                "Raid through the Red Heron",
                "The Red Heron strikes Borland for Arland.",
                base=0.06,
                expects={"cabinet": 0.8, "callup": 0.7},
            ),
            scenario("talks", "Talks", "Arland and Borland sit down together.", base=0.1, expects={"talk": 0.05}),
            scenario("calm", "Nothing changes", "None of these comes.", base=None, expects={}, rest=True),
        ),
        "questions": (
            QuestionDefinition(
                id="summit",
                text="Do the two presidents meet by 30 April 2021?",
                topic="talks",
                rule=Rule(
                    pattern=Pattern(),
                    at_least=1,
                    within_days=None,
                    deadline=date(2021, 4, 30),
                    text="One meeting.",
                    void="Either is out of office.",
                ),
                base_rate=None,
                opens=None,
                every_days=7,
            ),
        ),
        "series": (
            Series(
                id="crude",
                title="Crude, spot",
                unit="USD",
                source="Sample Bureau of Energy",
                licence="public domain",
                lag_days=5,
                points=(SeriesPoint(day=date(2021, 3, 12), value=61.5),),
            ),
        ),
        "histories": (),
        "feeds": (),
        "digest": "sha256:" + "ab" * 32,
    }
    return WatchDefinition(**(fallback | fields))


def reading(of: str, *, last: date = TODAY, **fields: Any) -> IndicatorReading:
    fallback: dict[str, Any] = {
        "value": 0.0,
        "unit": "incidents",
        "expected": 0.5,
        "p_value": 1.0,
        "surprise_bits": 0.0,
        "exposure": 1.0,
        "level": "inactive",
        "incidents": (),
    }
    return IndicatorReading(
        id=f"reading-{of}-{last}",
        watch="sable-2021",
        indicator=of,
        first_day=last - timedelta(days=6),
        last_day=last,
        known_at=AS_OF,
        recorded_at=AS_OF,
        **(fallback | fields),
    )


def item(of: str, title: str, decibans: dict[str, float], **fields: Any) -> EvidenceItem:
    fallback: dict[str, Any] = {
        "kind": "indicator",
        "seen": True,
        "credibility": 3,
        "reliability": "C",
        "trust": 0.6,
        "relevance": 1.0,
        "group": of,
        "share": 1.0,
        "likelihood": dict.fromkeys(decibans, 0.5),
        "rating": dict.fromkeys(decibans, "N"),
        "bits": 0.1,
        "incidents": (),
        "origins": (),
        "judgements": (),
    }
    return EvidenceItem(id=of, title=title, decibans=decibans, **(fallback | fields))


def assessment(
    of: str,
    p: float,
    day: date,
    *,
    base: float | None,
    confidence: str = "moderate",
    evidence: tuple[Evidence, ...] = (),
    incidents: tuple[str, ...] = (),
) -> Assessment:
    return Assessment(
        id=f"assessment-{of}-{day}",
        watch="sable-2021",
        scenario=of,
        day=day,
        horizon_days=30,
        probability=p,
        base_rate=base,
        confidence=confidence,
        evidence=evidence,
        readings=(),
        incidents=incidents,
        known_at=AS_OF,
        recorded_at=AS_OF,
    )


def score(name: str = "all", **fields: Any) -> Score:
    fallback: dict[str, Any] = {
        "issued": 12,
        "resolved": 0,
        "void": 0,
        "open": 12,
        "brier": None,
        "log_score": None,
        "base_brier": None,
        "skill_base": None,
        "skill_persistence": None,
        "calibration_error": None,
        "lead_days": None,
        "false_alarms_per_month": None,
    }
    return Score(name=name, **(fallback | fields))


def arland(name: str = "Arland") -> Any:
    return state("ARLGOV", name)


def tankers() -> Desk:
    told = Desk()
    fields = {
        "sources": (ARLAND,),
        "targets": (BORLAND,),
        "source": "ARLGOV",
        "target": "BORGOV",
        "earliest": date(2021, 3, 14),
        "latest": date(2021, 3, 14),
    }
    page = {"title": "Two tankers burn off Cape Sable", "url": "https://harbour.example/tankers?id=1&p=2"}
    told(
        "Harbour Times",
        state("BORGOV", "Borland's navy", "military"),
        day=14,
        text="Mines struck two tankers, Borland’s navy said.",
        page=page,
        **(fields | at("Cape Sable", 12.0, 44.0, 60)),
    )
    first = told(
        "Morning Post",
        unnamed("diplomats"),
        day=14.5,
        text="Diplomats said Arland laid the mines.",
        page={"title": "Mines were Arland’s, diplomats say"},
        **fields,
    )
    told("Far Herald", unnamed("diplomats"), day=15, copies=first, text="Diplomats said Arland laid the mines.", **fields)
    told(
        "Arland Voice",
        arland(),
        day=16,
        status="denied",
        text="Arland laid no mines, its ministry said.",
        page={"title": "A lie"},
        **fields,
    )
    return told


def cabinet() -> Desk:
    told = Desk()
    told(
        "Morning Post",
        outlet("Daily Lamp"),
        unnamed("diplomats"),
        day=18,
        text="The war cabinet met for the second time this week.",
        page={"title": "War cabinet meets again"},
        type="CONSULT",
        sources=(ARLAND,),
        targets=(),
        source="ARLGOV",
        target=None,
        earliest=date(2021, 3, 17),
        latest=date(2021, 3, 17),
    )
    return told


def drill() -> Desk:
    told = Desk()
    told(
        "Harbour Times",
        state("BORGOV", "Borland"),
        day=10,
        status="scheduled",
        text="Borland will hold its yearly exercise.",
        page={"title": "Yearly exercise"},
        type="MOBILIZE",
        sources=(BORLAND,),
        targets=(),
        earliest=date(2021, 3, 27),
        latest=date(2021, 3, 27),
    )
    return told


def readings(mines: Incident, met: Incident, exercise: Incident) -> tuple[IndicatorReading, ...]:
    return (
        reading(
            "cabinet",
            value=2.0,
            expected=0.2,
            p_value=0.0136,
            surprise_bits=6.2,
            level="active",
            incidents=(met.id,),
            last_as_often=date(2018, 11, 12),
        ),
        reading("ships", value=1.0, expected=0.05, p_value=0.0488, surprise_bits=4.4, level="emerging", incidents=(mines.id,)),
        reading(
            "drills",
            value=1.0,
            expected=0.9,
            p_value=0.6,
            surprise_bits=0.7,
            routine=1.0,
            incidents=(exercise.id,),
        ),
        reading("oil", value=8.25, unit="%", expected=1.0, p_value=0.04, surprise_bits=4.6, level="emerging"),
        reading("callup"),
        reading(
            "embassy", value=None, expected=None, p_value=None, surprise_bits=None, exposure=None, note="not enough history: 3 of 8 windows"
        ),
        reading("talk", value=0.0, expected=1.5, p_value=0.22, surprise_bits=2.2, claims=("claim-1",)),
    )


def past() -> tuple[IndicatorReading, ...]:
    counts = {"cabinet": (0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 1), "ships": (0,) * 12, "drills": (1, 1, 0, 1, 2, 1, 0, 1, 1, 1, 0, 1)}
    return tuple(
        reading(name, last=TODAY - timedelta(days=7 * (len(values) - n)), value=float(value), expected=0.3, level="inactive")
        for name, values in counts.items()
        for n, value in enumerate(values)
    )


def weighed(mines: Incident, met: Incident) -> Weighed:
    probabilities = {"strait": 0.46, "proxy": 0.11, "talks": 0.09, "calm": 0.34}
    return Weighed(
        items=(
            item(
                "ships",
                "Ships are attacked in the strait",
                {"strait": 4.1, "proxy": -1.0, "talks": -1.4, "calm": -2.0},
                incidents=(mines.id,),
                bits=0.3,
            ),
            item(
                "cabinet",
                "Arland's war cabinet meets",
                {"strait": 1.2, "proxy": 2.2, "talks": -0.9, "calm": -1.1},
                incidents=(met.id,),
                group="diplomats",
                share=0.5,
            ),
            item(
                "callup",
                "Reserves are called up",
                {"strait": -1.3, "proxy": -1.9, "talks": 0.4, "calm": 0.5},
                seen=False,
                credibility=None,
                reliability=None,
            ),
        ),
        base={"strait": 0.09, "proxy": 0.06, "talks": 0.1, "calm": 0.75},
        probabilities=probabilities,
        rankings=(
            Ranking(scoring="bayes", order=("strait", "calm", "proxy", "talks"), scores=probabilities),
            Ranking(
                scoring="inconsistency",
                order=("calm", "strait", "proxy", "talks"),
                scores={"calm": -1.0, "strait": -1.4, "proxy": -2.0, "talks": -3.1},
            ),
            Ranking(
                scoring="squared",
                order=("strait", "calm", "proxy", "talks"),
                scores={"strait": 1.0, "calm": 2.0, "proxy": 4.0, "talks": 5.0},
            ),
        ),
        without=(
            Without(
                kind="item",
                removed="ships",
                name="Ships are attacked in the strait",
                probabilities={"strait": 0.2, "proxy": 0.14, "talks": 0.13, "calm": 0.53},
                leader="calm",
            ),
            Without(
                kind="source",
                removed="diplomats",
                name="diplomats, unnamed",
                probabilities={"strait": 0.41, "proxy": 0.08, "talks": 0.1, "calm": 0.41},
                leader="strait",
            ),
        ),
        linchpins=("ships",),
        unobserved=(
            Unobserved(indicator="callup", title="Reserves are called up", bits=0.19, probability=0.3),
            Unobserved(indicator="embassy", title="Embassies leave", bits=0.07, probability=0.1),
        ),
        unrated=0.25,
        confidence="moderate",
        confidence_because=("two of five state broadcasters have been silent since 17 March", "one item in two rests on unnamed sources"),
    )


def reread(**values: dict[str, Any]) -> tuple[IndicatorReading, ...]:
    """The readings of the case, some of their fields put in place of others."""
    return tuple(replace(one, **values.get(one.indicator, {})) for one in case().outlook.readings)


def case(**fields: Any) -> Case:
    """The whole of it; `fields` are put in place of the outlook's own."""
    desks = (tankers(), cabinet(), drill())
    mines, met, exercise = (desk.incident() for desk in desks)
    evidence = (
        Evidence(name="ships", weight=4.1, value="1 incident", note="unusual"),
        Evidence(name="cabinet", weight=1.2, value="2 incidents", note="unusual"),
    )
    week = TODAY - timedelta(days=7)
    fallback: dict[str, Any] = {
        "watch": watch(),
        "as_of": AS_OF,
        "level": "elevated",
        "level_because": "attacks on shipping are at 5.1 times their base rate",
        "before": "watch",
        "readings": readings(mines, met, exercise),
        "past": past(),
        "weighed": weighed(mines, met),
        "assessments": (
            assessment("strait", 0.46, TODAY, base=0.09, evidence=evidence, incidents=(mines.id, met.id)),
            assessment(
                "proxy", 0.11, TODAY, base=0.06, confidence="low", evidence=(replace(evidence[1], weight=2.2),), incidents=(met.id,)
            ),
            assessment("talks", 0.09, TODAY, base=0.1),
            assessment("calm", 0.34, TODAY, base=None),
        ),
        "earlier": (
            assessment("strait", 0.31, week, base=0.09, evidence=(replace(evidence[0], weight=1.0),)),
            assessment("proxy", 0.08, week, base=0.06),
            assessment("talks", 0.14, week, base=0.1),
            assessment("calm", 0.47, week, base=None),
        ),
        "incidents": {one.id: one for one in (mines, met, exercise)},
        "fresh": (mines.id, met.id),
        "disputed": (mines.id,),
        "planned": (
            Planned(day=date(2021, 3, 27), title="Yearly exercise", incident=exercise.id, routine=True),
            Planned(day=date(2021, 4, 30), title="Do the two presidents meet by 30 April 2021?", incident=None, routine=False),
            Planned(day=None, title="Arland threatens to close the strait", incident=None, routine=False),
        ),
        "forecasts": (
            Forecast(
                id="f" * 24,
                question="Do the two presidents meet by 30 April 2021?",
                rule="One meeting.",
                void_rule="Either is out of office.",
                issued=date(2021, 3, 19),
                deadline=date(2021, 4, 30),
                model="count/1",
                probability=0.12,
                resolves=None,
                resolution=None,
                incidents=(),
                known_at=AS_OF,
                recorded_at=AS_OF,
                watch="sable-2021",
                topic="talks",
                base_rate=0.05,
                persistence=0.0,
            ),
        ),
        "scores": (score(), score("talks", issued=4, open=4)),
        "sourcing": Sourcing(
            articles=6,
            origins=4,
            outlets=4,
            state_share=0.17,
            single=2 / 3,
            languages=("en",),
            oldest=date(2021, 3, 11),
            newest=date(2021, 3, 19),
            silent=("Borland Radio",),
            gaps=("nothing in Arlandic is read",),
        ),
    }
    articles = {a.id: a for desk in desks for a in desk.articles.values()}
    events = {e.id: e for desk in desks for e in desk.events}
    one = next(iter(articles.values()))
    told = FiledClaim(
        id="claim-1",
        article=one.id,
        start=0,
        end=5,
        text="No call was held this week.",
        chain=(link("Harbour Times", "outlet"), link("a spokesman", "official", named=False)),
        cue="said",
        stance="asserts",
        quoted=False,
        known_at=one.known_at,
        recorded_at=one.recorded_at,
    )
    return Case(outlook=Outlook(**(fallback | fields)), articles=articles, events=events, claims={told.id: told})


def empty(**fields: Any) -> Case:
    """The same watch on its first day: no history, no reports, nothing resolved."""
    names = ("strait", "proxy", "talks", "calm")
    even = dict.fromkeys(names, 0.25)
    bare = replace(watch(), scenarios=tuple(replace(s, base_rate=None) for s in watch().scenarios))
    nothing: dict[str, Any] = {
        "watch": bare,
        "level": "routine",
        "level_because": "nothing is unusual",
        "before": None,
        "readings": tuple(
            reading(
                i.id, value=None, expected=None, p_value=None, surprise_bits=None, exposure=None, note="not enough history: 0 of 8 windows"
            )
            for i in bare.indicators
        ),
        "past": (),
        "weighed": Weighed(
            items=(),
            base=even,
            probabilities=even,
            rankings=(Ranking(scoring="bayes", order=names, scores=even),),
            without=(),
            linchpins=(),
            unobserved=(),
            unrated=1.0,
            confidence="low",
            confidence_because=("there is no history",),
        ),
        "assessments": tuple(assessment(name, 0.25, TODAY, base=None, confidence="low") for name in names),
        "earlier": (),
        "incidents": {},
        "fresh": (),
        "disputed": (),
        "planned": (),
        "forecasts": (),
        "scores": (),
        "sourcing": Sourcing(
            articles=0, origins=0, outlets=0, state_share=None, single=None, languages=(), oldest=None, newest=None, silent=(), gaps=()
        ),
    }
    made = case(**(nothing | fields))
    return replace(made, articles={}, events={}, claims={})
