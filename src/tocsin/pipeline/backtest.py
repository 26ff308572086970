"""A watch gone through again, day by day, each as of its own end: what it would have said, and how that would have been scored."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from tocsin.pipeline.warning import Earlier, Ledger, Warner
from tocsin.pipeline.worlds import Replay, World
from tocsin.records import Assessment, Outlook

WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One day of a replay: the outlook, what could be known, and all forecasts up to and with that day."""

    outlook: Outlook
    world: World
    ledger: Ledger


def end_of(day: date) -> datetime:
    """The moment that a bare day means: its end, UTC."""
    return datetime.combine(day, time.max, UTC)


def days_between(first: date, last: date, every: timedelta) -> Iterator[date]:
    """The first day, and each so much later, up to the last."""
    while first <= last:
        yield first
        first += every


def backtest(warner: Warner, replay: Replay, first: date, last: date, *, every: timedelta, recorded_at: datetime) -> Iterator[Step]:
    """The outlook of each day, with forecasts issued and resolved on the way. Nothing known after a day reaches its outlook.

    A forecast that is still open at the end stays so: `settled` looks on.
    """
    ledger = Ledger()
    said: list[Assessment] = []
    for day in days_between(first, last, every):
        world = replay.at(end_of(day))
        ledger = settled(warner, world, ledger, recorded_at=recorded_at)
        outlook = warner.outlook(world, earlier=earlier_of(said, day), ledger=ledger, recorded_at=recorded_at)
        issued = warner.issue(outlook, world, ledger, recorded_at=recorded_at)
        ledger = Ledger(issued=(*ledger.issued, *issued), resolutions=ledger.resolutions)
        said += outlook.assessments
        yield Step(outlook=outlook, world=world, ledger=ledger)


def settled(warner: Warner, world: World, ledger: Ledger, *, recorded_at: datetime) -> Ledger:
    """The ledger with all that can be resolved by then."""
    made = warner.resolve(world, ledger, recorded_at=recorded_at)
    return Ledger(issued=ledger.issued, resolutions=(*ledger.resolutions, *made))


def earlier_of(said: Iterable[Assessment], day: date) -> Earlier:
    """What was said before a day: a week ago or, of the week before that, the latest; and the last level of the two weeks."""
    lately = [one for one in said if timedelta() < day - one.day < 2 * WEEK]
    week_ago = max((one.day for one in lately if day - one.day >= WEEK), default=None)
    last = max((one.day for one in lately), default=None)
    assessed = tuple(one for one in lately if one.day == week_ago)
    return Earlier(
        level=next((one.level for one in assessed), None),
        assessments=assessed,
        last=next((one.level for one in lately if one.day == last), None),
    )
