"""Readings filed and folded into incidents in memory, as a lake's are on disk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from tocsin.demo.reports import REPORTS
from tocsin.pipeline.filing import Filing, filed, stamped
from tocsin.pipeline.picture import Picture, Rows
from tocsin.records import ArticleReading, FiledArticle, FiledEvent, Incident, Item, Placement


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """What was filed, by ids, and what it makes together.

    filings:    the same, as they are filed.
    incidents:  the first known first.
    first, last: the days of the first and the last report.
    """

    article_by_id: Mapping[str, FiledArticle]
    event_by_id: Mapping[str, FiledEvent]
    filings: tuple[Filing, ...]
    incidents: tuple[Incident, ...]
    placements: Mapping[str, Placement]
    first: date
    last: date


def merged(readings: Sequence[ArticleReading]) -> Merged:
    """The incidents of these readings as of the end of the last day on which one of them was published.

    Raises ValueError where none has a day.
    """
    days = sorted(reading.article.published for reading in readings if reading.article.published)
    if not days:
        raise ValueError("none of the reports has a day of publication")
    as_of = datetime.combine(days[-1], time.max, UTC)
    filings = [_filed(reading, as_of) for reading in readings]
    rows = Rows(filings)
    picture = Picture(rows, as_of=as_of)
    picture.add(filings, ())
    return Merged(
        article_by_id=rows.article_by_id,
        event_by_id=rows.event_by_id,
        filings=tuple(filings),
        incidents=tuple(sorted(picture.incidents.values(), key=lambda made: (made.known_at, made.id))),
        placements=picture.placements,
        first=days[0],
        last=days[-1],
    )


def _filed(reading: ArticleReading, recorded_at: datetime) -> Filing:
    item = Item(article=reading.article, source=REPORTS.name)
    return filed(item, reading, stamped(item, made_by=reading.made_by, recorded_at=recorded_at))
