"""From what is known as of a moment to what a watch says: readings, matrix, assessments, forecasts, and what they rest on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Self

from tocsin.errors import BadDate
from tocsin.forecast.rates import MODEL, RateForecast, calibrated, rate_forecast
from tocsin.forecast.resolving import issue, resolve
from tocsin.forecast.rules import GRACE_DAYS
from tocsin.forecast.scorecard import apart, resolved, scores
from tocsin.forecast.telling import counts
from tocsin.indicators import Matcher, Material, readings
from tocsin.patterns import matches
from tocsin.pipeline.sourcing import disputed, fresh, planned, sourcing
from tocsin.pipeline.worlds import World
from tocsin.records import (
    Assessment,
    BaseRate,
    Forecast,
    Incident,
    IndicatorReading,
    Outlook,
    QuestionDefinition,
    Rule,
    ScenarioDefinition,
    WarningLevel,
    WatchDefinition,
    Weighed,
)
from tocsin.scenarios import assessments, warning_level, weigh

WEIGHED = "weighed/1"
"""The model of a forecast that is a scenario's assessment."""

REPLAYED = "replayed"
"""Added to the model of a forecast that was made after its day: it knew nothing of what came later, but whoever made the watch did."""

SCENARIOS_EVERY = timedelta(days=7)
"""How often the assessment of a scenario is issued as a forecast."""

_REPLAYED = timedelta(days=2)  # issued so long after its day
_LATELY = timedelta(days=7)  # what met a scenario's rule so lately is happening


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """What the watch said a week before (`level`, `assessments`), and when last asked (`last`); None and nothing where it was not."""

    level: WarningLevel | None = None
    assessments: tuple[Assessment, ...] = ()
    last: WarningLevel | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """The forecasts issued so far, and the rows that resolve them."""

    issued: tuple[Forecast, ...] = ()
    resolutions: tuple[Forecast, ...] = ()

    @classmethod
    def of(cls, rows: Iterable[Forecast]) -> Self:
        """The ledger that these rows make, forecasts and resolutions together."""
        some = tuple(rows)
        return cls(issued=tuple(row for row in some if row.resolves is None), resolutions=tuple(row for row in some if row.resolves))

    def open(self, day: date) -> tuple[Forecast, ...]:
        """Those that nothing resolves yet, the nearest deadline first."""
        ended = {row.resolves for row in self.resolutions}
        return tuple(sorted((one for one in self.issued if one.id not in ended and one.issued <= day), key=lambda f: (f.deadline, f.id)))


class Warner:
    """Says what one watch says, of one day or of many in turn."""

    def __init__(self, watch: WatchDefinition) -> None:
        self.watch = watch
        self._matcher = Matcher(watch)

    def outlook(self, world: World, *, earlier: Earlier, ledger: Ledger, recorded_at: datetime, windows: int = 1) -> Outlook:
        """What it says as of `world.as_of`. windows: how many windows of each indicator are read, for charts."""
        watch, day = self.watch, world.as_of.date()
        latest, past = self._readings(world, recorded_at, windows)
        weighed = weigh(watch, latest, world.incidents, world.judgements, self._base(world), day=day)
        level, because = warning_level(watch, weighed, before=earlier.last, happening=_happening(watch, world))
        assessed = assessments(watch, weighed, day=day, known_at=world.as_of, recorded_at=recorded_at)
        ahead, new, at_odds = planned(watch, world), fresh(watch, world), disputed(watch, world)
        used = _used(latest, weighed)
        open_ones = ledger.open(day)
        named = {*used, *new, *at_odds, *(each.incident for each in ahead if each.incident)}
        return Outlook(
            watch=watch,
            as_of=world.as_of,
            level=level,
            level_because=because,
            before=earlier.level,
            readings=latest,
            past=past,
            weighed=weighed,
            assessments=tuple(replace(one, level=level) for one in assessed),
            earlier=earlier.assessments,
            incidents={each: world.incidents[each] for each in sorted(named) if each in world.incidents},
            fresh=new,
            disputed=at_odds,
            planned=ahead,
            forecasts=open_ones,
            scores=scores(ledger.issued, ledger.resolutions, as_of=day),
            sourcing=sourcing(watch, world, used, [each for one in latest for each in one.claims or ()]),
        )

    def issue(self, outlook: Outlook, world: World, ledger: Ledger, *, recorded_at: datetime) -> tuple[Forecast, ...]:
        """The forecasts that are due to be issued: of each question after its own interval, of each scenario every week."""
        day = world.as_of.date()
        made: list[Forecast] = []
        for scenario in self.watch.scenarios:
            if scenario.rule and _is_due(ledger, self.watch, scenario.statement, SCENARIOS_EVERY, day):
                said = _weighed(outlook.weighed, scenario, self._rates(scenario.rule, scenario.base_rate, world))
                issued = self._issue(scenario.statement, scenario.id, scenario.rule, said, WEIGHED, world, recorded_at)
                made.append(replace(issued, base_rate=None) if scenario.id in outlook.weighed.assumed else issued)
        for question in self.watch.questions:
            every = timedelta(days=question.every_days)
            if not _is_asked(question.opens, question.rule, day) or not _is_due(ledger, self.watch, question.text, every, day):
                continue
            if rated := self._rates(question.rule, question.base_rate, world, _span(self.watch, question)):
                learnt = replace(rated, probability=calibrated(rated.probability, _past(ledger, day)))
                made.append(self._issue(question.text, question.topic, question.rule, learnt, MODEL, world, recorded_at))
        return tuple(made)

    def resolve(self, world: World, ledger: Ledger, *, recorded_at: datetime) -> tuple[Forecast, ...]:
        """The rows that resolve what is open and can be resolved by now."""
        read = dict(Counter(one.known_at.date() for one in world.heard))
        day = world.as_of.date()
        incidents = tuple(world.incidents.values())
        order = {scenario.id: scenario.order for scenario in self.watch.scenarios}
        made: list[Forecast] = []
        waiting: list[tuple[Forecast, Forecast]] = []
        for one in ledger.open(day):
            if one.model.startswith(WEIGHED) and day <= one.deadline + timedelta(days=GRACE_DAYS):
                continue  # until then another scenario may come that goes before it
            row = resolve(one, incidents, world.sentences, read, as_of=world.as_of, recorded_at=recorded_at)
            if row is not None:
                if one.topic in order and one.model.startswith(WEIGHED):
                    waiting.append((one, row))
                else:
                    made.append(row)
        return (*made, *_first_alone(waiting, order))

    def _readings(
        self, world: World, recorded_at: datetime, windows: int
    ) -> tuple[tuple[IndicatorReading, ...], tuple[IndicatorReading, ...]]:
        material = Material(
            as_of=world.as_of,
            incidents=tuple(world.incidents.values()),
            sentences=world.sentences,
            claims=world.claims,
            articles=world.heard,
            healthy=1 - len(world.silent) / world.sources if world.sources else 1.0,
        )
        made = readings(self.watch, material, recorded_at=recorded_at, windows=windows, matcher=self._matcher)
        latest = {one.indicator: one for one in made}
        return tuple(latest.values()), tuple(one for one in made if latest[one.indicator] is not one)

    def _base(self, world: World) -> dict[str, float | None]:
        return {
            scenario.id: rated.base_rate if (rated := self._rates(scenario.rule, scenario.base_rate, world)) else None
            for scenario in self.watch.scenarios
            if scenario.rule is not None
        }

    def _rates(self, rule: Rule, base: BaseRate | None, world: World, days: int | None = None) -> RateForecast | None:
        """What rates say of a rule, from the base rate that people give (within so many `days`, None for the rule's own) or history counts.

        None where nobody has anything to say.
        """
        history = next((one for one in self.watch.histories if base and one.id == base.history), None)
        read = Counter(one.known_at.date() for one in world.heard)
        return rate_forecast(
            rule,
            as_of=world.as_of,
            given=base,
            given_days=days,
            history=history,
            incidents=tuple(world.incidents.values()),
            sentences=world.sentences,
            first_article=min(read, default=None),
            articles_by_day=read,
        )

    def _issue(self, text: str, topic: str, rule: Rule, said: RateForecast, model: str, world: World, recorded_at: datetime) -> Forecast:
        replayed = is_replay(world.as_of, recorded_at)
        return issue(
            text,
            rule,
            said,
            model=f"{model} {REPLAYED}" if replayed else model,
            known_at=world.as_of,
            recorded_at=recorded_at,
            watch=self.watch.id,
            topic=topic,
        )


def asked_for(as_of: datetime, now: datetime) -> datetime:
    """The moment that is meant: of today no more than has passed of it. Raises BadDate for a day that lies ahead."""
    if as_of.date() > now.date():
        raise BadDate(f"{as_of.date()} lies ahead", allowed="today, or a day before it", do="ask as of a day that has come")
    return min(as_of, now)


def is_replay(as_of: datetime, recorded_at: datetime) -> bool:
    """Whether what is said as of a moment is said long after it."""
    return recorded_at - as_of > _REPLAYED


def _used(latest: Iterable[IndicatorReading], weighed: Weighed) -> list[str]:
    read = [each for one in latest for each in one.incidents]
    return list(dict.fromkeys([*(each for item in weighed.items for each in item.incidents), *read]))


def _happening(watch: WatchDefinition, world: World) -> frozenset[str]:
    """The scenarios whose rule has been met within the week."""
    day = world.as_of.date()
    return frozenset(
        scenario.id
        for scenario in watch.scenarios
        if scenario.rule and len(_met(scenario.rule, world, after=day - _LATELY, until=day)) >= scenario.rule.at_least
    )


def _met(rule: Rule, world: World, *, after: date, until: date) -> list[Incident]:
    return [
        made
        for made in world.incidents.values()
        if counts(made, after=after, until=until) and matches(rule.pattern, made, world.sentences.get(made.id, ()))
    ]


def _is_asked(opens: date | None, rule: Rule, day: date) -> bool:
    return (opens is None or opens <= day) and (rule.deadline is None or rule.deadline > day)


def _span(watch: WatchDefinition, question: QuestionDefinition) -> int | None:
    """Within how many days the base rate is that people give a question; None for those of its rule."""
    if question.rule.deadline is None:
        return None
    return (question.rule.deadline - question.opens).days if question.opens else watch.horizon_days


def _is_due(ledger: Ledger, watch: WatchDefinition, text: str, every: timedelta, day: date) -> bool:
    last = max((one.issued for one in ledger.issued if one.watch == watch.id and one.question == text), default=None)
    return last is None or day - last >= every


def _weighed(weighed: Weighed, scenario: ScenarioDefinition, rated: RateForecast | None) -> RateForecast:
    p = weighed.probabilities[scenario.id]
    base = weighed.base[scenario.id]
    return RateForecast(
        probability=p,
        base_rate=base,
        persistence=rated.persistence if rated else None,
        low=p,
        high=p,
        because=(),
        weeks=rated.weeks if rated else 0,
    )


def _past(ledger: Ledger, day: date) -> list[tuple[float, bool]]:
    """What came of earlier answers from rates, each stretch of time once a question."""
    ended = resolved(ledger.issued, ledger.resolutions, as_of=day)
    return [(one.probability, one.came) for one in apart(one for one in ended if one.forecast.model.startswith(MODEL))]


def _first_alone(rows: Sequence[tuple[Forecast, Forecast]], order: Mapping[str, int]) -> tuple[Forecast, ...]:
    """Of the scenarios issued on one day at most one comes: that of the lowest order whose rule is met; the others did not.

    That they did not is known only when no report can put another before them any more.
    """
    came: dict[date, int] = {}
    for one, row in rows:
        if row.resolution == "yes" and one.topic is not None:
            came[one.issued] = min(order[one.topic], came.get(one.issued, order[one.topic]))
    return tuple(
        replace(row, resolution="no", incidents=(), issued=one.deadline + timedelta(days=GRACE_DAYS))
        if row.resolution == "yes" and order[one.topic or ""] > came[one.issued]
        else row
        for one, row in rows
    )
