"""Questions in words put to a lake, and how the forecasts kept in it have done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from tocsin.forecast.asks import asked
from tocsin.forecast.rates import LEAST_WEEKS, MODEL, knows, rate_forecast
from tocsin.forecast.resolving import issue, resolve
from tocsin.forecast.rules import rule_text, void_text
from tocsin.forecast.scorecard import interval, reliability, resolved, scores
from tocsin.lake import Lake
from tocsin.pipeline.warning import REPLAYED, Ledger, asked_for, is_replay
from tocsin.pipeline.worlds import World, present, replay_of
from tocsin.products.scorecard import Answered
from tocsin.records import Forecast, Score, WatchDefinition

ALONE = WatchDefinition(
    id="",
    title="",
    about="",
    horizon_days=30,
    alarms_per_month=1.0,
    countries=(),
    groups={},
    areas=(),
    indicators=(),
    scenarios=(),
    questions=(),
    series=(),
    histories=(),
    feeds=(),
    digest="",
)
"""What a question is asked with that belongs to no watch."""


def answered(lake: Lake, ask: str, watch: WatchDefinition | None, *, as_of: datetime | None, now: datetime) -> Answered:
    """The answer to a question as of a moment, from rates alone. Raises BadQuestion where it is not understood, BadRule where its
    deadline has passed, BadDate for a moment that lies ahead.

    watch: its groups and areas may be named, and its first history that knows the actors gives the long run.
    """
    within = watch or ALONE
    rule = asked(ask, within.groups, within.areas)
    world = present(lake, within, now=now) if as_of is None else _past(lake, within, asked_for(as_of, now))
    read = Counter(one.known_at.date() for one in world.heard)
    said = rate_forecast(
        rule,
        as_of=world.as_of,
        history=next((one for one in within.histories if knows(one, rule.pattern, world.as_of.date())), None),
        incidents=tuple(world.incidents.values()),
        sentences=world.sentences,
        first_article=min(read, default=None),
        articles_by_day=read,
    )
    model = f"{MODEL} {REPLAYED}" if is_replay(world.as_of, now) else MODEL
    owner = watch.id if watch else None
    forecast = issue(ask, rule, said, model=model, known_at=world.as_of, recorded_at=now, watch=owner) if said else None
    return Answered(
        ask=ask,
        rule=rule.text or rule_text(rule),
        void=void_text(rule.void),
        forecast=forecast,
        low=said.low if said else None,
        high=said.high if said else None,
        because=said.because if said else (_too_little(world),),
    )


def _past(lake: Lake, watch: WatchDefinition, as_of: datetime) -> World:
    return replay_of(lake, watch, until=as_of).at(as_of)


def _too_little(world: World) -> str:
    first = min((one.known_at.date() for one in world.heard), default=None)
    weeks = (world.as_of.date() - first).days // 7 if first else 0
    return f"this lake has {weeks} whole weeks, and {LEAST_WEEKS} are needed where no history knows the actors"


def ledger(lake: Lake, watch: str | None, *, as_of: datetime, replayed: bool) -> Ledger:
    """The forecasts kept in a lake, of one watch or of all (None); those of replays apart from those that were truly ahead."""
    rows = lake.read(Forecast, as_of=as_of)
    return Ledger.of(row for row in rows if watch in (None, row.watch) and row.model.endswith(REPLAYED) == replayed)


def ended(lake: Lake, *, now: datetime) -> tuple[Forecast, ...]:
    """The rows that resolve by now what is open among the forecasts of no watch; those of a watch are resolved where it is run."""
    kept = Ledger.of(row for row in lake.read(Forecast, as_of=now) if row.watch is None)
    waiting = kept.open(now.date())
    if not waiting:
        return ()
    world = present(lake, ALONE, now=now)
    read = Counter(one.known_at.date() for one in world.heard)
    made = (resolve(one, world.incidents.values(), world.sentences, read, as_of=now, recorded_at=now) for one in waiting)
    return tuple(row for row in made if row is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scorecard:
    """Scores by topic, horizon and model; the interval of the Brier score of all, 90 %.

    curve: of what was said between two probabilities, the share that came, as isotonic regression has it (CORP).
    """

    scores: tuple[Score, ...]
    brier_interval: tuple[float, float] | None
    curve: tuple[tuple[float, float, float], ...]


def scorecard(kept: Ledger, *, as_of: datetime) -> Scorecard:
    """How the forecasts of a ledger have done by a moment."""
    day = as_of.date()
    found = reliability(kept.issued, kept.resolutions, as_of=day)
    return Scorecard(
        scores=scores(kept.issued, kept.resolutions, as_of=day),
        brier_interval=interval(resolved(kept.issued, kept.resolutions, as_of=day)),
        curve=_steps(found.forecasts.tolist(), found.came.tolist()) if found else (),
    )


def _steps(said: Sequence[float], came: Sequence[float]) -> tuple[tuple[float, float, float], ...]:
    """The level stretches of a rising curve."""
    made: list[tuple[float, float, float]] = []
    for p, share in zip(said, came, strict=True):
        if made and made[-1][2] == share:
            made[-1] = made[-1][0], p, share
        else:
            made.append((p, p, share))
    return tuple(made)
