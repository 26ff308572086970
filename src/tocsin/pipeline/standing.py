"""What a watch says of a lake: today from the incidents that the lake keeps up, of a past day by replaying; and what of it is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from tocsin.lake import Lake
from tocsin.pipeline.asked import ledger as ledger_in
from tocsin.pipeline.backtest import WEEK, backtest, earlier_of, settled
from tocsin.pipeline.warning import Ledger, Warner, asked_for, is_replay
from tocsin.pipeline.worlds import World, present, replay_of
from tocsin.records import (
    Assessment,
    FiledArticle,
    FiledClaim,
    FiledEvent,
    Forecast,
    IndicatorReading,
    Outlook,
    WatchDefinition,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """An outlook, with what could be known and the forecasts so far; `new` are those issued and resolutions made for it."""

    outlook: Outlook
    world: World
    ledger: Ledger
    new: tuple[Forecast, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipts:
    """The rows that an outlook's numbers open down to, by id."""

    articles: Mapping[str, FiledArticle]
    events: Mapping[str, FiledEvent]
    claims: Mapping[str, FiledClaim]


def standing(lake: Lake, watch: WatchDefinition, *, as_of: datetime | None, now: datetime, windows: int = 1) -> Standing:
    """What the watch says today, or as of a past moment.

    A past day is replayed, and the same day a week earlier with it, unless nothing was read by then; today's is compared with what was kept
    a week ago. Raises BadDate for a day that lies ahead.
    """
    warner = Warner(watch)
    as_of = as_of and asked_for(as_of, now)
    replayed = as_of is not None and is_replay(as_of, now)
    if as_of is None:
        world = present(lake, watch, now=now)
        kept = [one for one in lake.read(Assessment, as_of=now) if one.watch == watch.id]
    else:
        replay = replay_of(lake, watch, until=as_of)
        week_ago = as_of.date() - WEEK
        then = [step for step in backtest(warner, replay, week_ago, week_ago, every=WEEK, recorded_at=now) if step.world.heard]
        kept = [one for step in then for one in step.outlook.assessments]
        world = replay.at(as_of)
    ledger = ledger_in(lake, watch.id, as_of=world.as_of, replayed=replayed)
    after = settled(warner, world, ledger, recorded_at=now)
    outlook = warner.outlook(world, earlier=earlier_of(kept, world.as_of.date()), ledger=after, recorded_at=now, windows=windows)
    issued = warner.issue(outlook, world, after, recorded_at=now)
    resolutions = after.resolutions[len(ledger.resolutions) :]
    return Standing(outlook=outlook, world=world, ledger=after, new=(*issued, *resolutions))


def keep(lake: Lake, one: Standing) -> Mapping[str, int]:
    """File what was said: readings, assessments, forecasts and resolutions; how many rows of each table are new.

    What was issued stays as it was: of a second run on the same day the first one's assessments and forecasts stand.
    """
    rows = {IndicatorReading: one.outlook.readings, Assessment: one.outlook.assessments, Forecast: one.new}
    return dict(lake.commit(rows).written)


def receipts(lake: Lake, outlook: Outlook) -> Receipts:
    """The articles, events and claims that the outlook names."""
    incidents = outlook.incidents.values()
    claims = {claim.id: claim for claim in lake.read(FiledClaim, ids={each for one in outlook.readings for each in one.claims or ()})}
    events = {event.id: event for event in lake.read(FiledEvent, ids={each for one in incidents for each in one.events})}
    wanted = {each for one in incidents for each in one.articles} | {claim.article for claim in claims.values()}
    articles = {article.id: article for article in lake.read(FiledArticle, ids=wanted)}
    return Receipts(articles=articles, events=events, claims=claims)
