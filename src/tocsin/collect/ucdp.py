"""The Georeferenced Event Dataset of the Uppsala Conflict Data Program (UCDP GED), as it is.

After the UCDP GED Codebook 19.1 (Högbladh 2019; Sundberg and Melander 2013). Each row is lethal violence: ASSAULT, between a government and
a group (type 1) or two groups (type 2) CAMEO 190, against civilians (type 3) CAMEO 180. Side A stands as source and side B as target,
which only in type 3 says who struck. `known_at` is the end of the latest day on which one of the row's reports was published, and of the
event's own last day where that is later: the figures rest on all of the reports. Where the table names no day of publication (before 2013)
it is the event's last day. A row whose day of publication cannot be is refused, since nobody can say when it was known.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from tocsin.collect.event_rows import (
    Span,
    Where,
    country_of,
    end_of,
    event,
    levels,
    number,
    parties,
    party,
    told,
    what_of,
    where_of,
    whole,
)
from tocsin.collect.moments import moment
from tocsin.errors import BadDate, BadRow
from tocsin.records import FiledEvent, Party
from tocsin.records.time import Precision

COLUMNS = frozenset({"id", "type_of_violence", "side_a", "side_b", "date_start", "date_end"})
"""By these its header is known."""

_DO = "mend source_date in the row"
_CODES = {"1": "190", "2": "190", "3": "180"}
_PRECISIONS: dict[str | None, Precision] = {"2": "range", "3": "week", "4": "month", "5": "year"}
_GOVERNMENT = re.compile(r"Government of (?P<country>.+)", re.I)


def ucdp_event(cells: Mapping[str, Any], seen_at: datetime) -> FiledEvent:
    """The event of one row. Raises BadRow, BadDate, BadPlace."""
    row_id, violence = whole(cells["id"]), whole(cells["type_of_violence"])
    if row_id is None or violence not in _CODES:
        raise BadRow(f"the row's id is {row_id!r:.40} and its type of violence {violence!r:.40}", allowed="an id, and 1, 2 or 3")
    span = _span(cells)
    reported = _reported(told(cells.get("source_date")))
    if reported and max(reported) > seen_at.date():
        raise BadDate(f"a report of the event is dated {max(reported)}, which is yet to come", do=_DO)
    one = len(reported) == 1
    return event(
        id=row_id,
        dataset="ucdp-ged",
        what=what_of(_CODES[violence]),
        sources=parties(_side(told(cells["side_a"]))),
        targets=parties(_side(told(cells["side_b"]))),
        span=span,
        where=_where(cells),
        known_at=end_of(max([span.latest, *reported])),
        seen_at=seen_at,
        sentence=told(cells.get("source_headline")) if one else None,
        outlet=told(cells.get("source_office")) if one else None,
        published=reported[0] if one else None,
        killed=number(cells.get("best"), "best"),
    )


def _span(cells: Mapping[str, Any]) -> Span:
    start, _ = moment(told(cells["date_start"]) or "")
    end, _ = moment(told(cells["date_end"]) or "")
    if end < start:
        raise BadDate(f"the event ends on {end}, before it begins on {start}")
    exact: Precision = "day" if start == end else "range"
    return Span(earliest=start, latest=end, precision=_PRECISIONS.get(whole(cells.get("date_prec")), exact), basis="stated")


def _reported(days: str | None) -> list[date]:
    """The days on which the reports of an event were published: several are parted by semicolons."""
    try:
        return [moment(day.strip())[0] for day in (days or "").split(";") if day.strip()]
    except BadDate:
        raise BadDate(f"a report of the event is dated {days!r:.200}, so that nobody can say when it was known", do=_DO) from None


def _side(name: str | None) -> Party | None:
    if name is None:
        return None
    if name.casefold() == "civilians":
        return party(name, None, "CVL")
    found = _GOVERNMENT.fullmatch(name)
    return party(name, country_of(found["country"]), "GOV") if found else party(name, None, "REB")


def _where(cells: Mapping[str, Any]) -> Where:
    return where_of(
        levels("ucdp-ged").get(whole(cells.get("where_prec")) or ""),
        name=told(cells.get("where_coordinates")),
        country=country_of(told(cells.get("country"))),
        lat=number(cells.get("latitude"), "latitude"),
        lon=number(cells.get("longitude"), "longitude"),
    )
