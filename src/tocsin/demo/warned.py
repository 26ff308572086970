"""What the shipped watch of the crisis says on the last day of its reports, as if it had been run every week."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from tocsin.demo.merged import Merged
from tocsin.pipeline.backtest import backtest
from tocsin.pipeline.warning import Warner
from tocsin.pipeline.worlds import Replay, counted
from tocsin.records import Outlook
from tocsin.watches import loaded, shipped_watches

WATCH = "gulf-2019"
_WEEK = timedelta(days=7)


def warned(made: Merged) -> Outlook:
    """The outlook of the last day; the weeks before were gone through one by one, each knowing no more than was known then."""
    watch = loaded(shipped_watches()[WATCH])
    claims = counted(watch, (claim for filing in made.filings for claim in filing.claims))
    weeks = (made.last - made.first) // _WEEK
    steps = backtest(
        Warner(watch),
        Replay(made.filings, claims),
        made.last - weeks * _WEEK,
        made.last,
        every=_WEEK,
        recorded_at=datetime.combine(made.last, time.max, made.filings[0].article.known_at.tzinfo),
    )
    return list(steps)[-1].outlook
