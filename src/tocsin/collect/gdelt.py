"""Event exports of GDELT 1.0 and 2.0, as they are.

After the "GDELT Event Codebook" 1.03 (2013, 57 or 58 columns) and 2.0 (2015, 61 columns): tabs, no header, no quotation marks. `known_at`
is DATEADDED, the quarter of an hour (2.0) or the day (1.0) in which GDELT found the report; the day of the event is GDELT's own. Country
actors of regions ("EUR", "AFR") have no country; a place of type 1 (a country) has no point.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Literal

from tocsin.collect.dates import day
from tocsin.collect.event_rows import (
    Span,
    Where,
    codes,
    country_of,
    end_of,
    event,
    host_of,
    levels,
    number,
    parties,
    party,
    sectors,
    told,
    what_of,
    where_of,
)
from tocsin.errors import BadDate, BadRow
from tocsin.records import FiledEvent, Party

Dataset = Literal["gdelt1", "gdelt2"]

_ID, _DAY, _ACTOR1, _ACTOR2, _CODE = 0, 1, 5, 15, 26


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where the columns stand that differ between the versions."""

    dataset: Dataset
    place: int  # type, full name, country, ...
    lat: int
    added: int
    url: int | None


_LAYOUTS = {
    57: _Layout("gdelt1", place=49, lat=53, added=56, url=None),
    58: _Layout("gdelt1", place=49, lat=53, added=56, url=57),
    61: _Layout("gdelt2", place=51, lat=56, added=59, url=60),
}
_NUMBER, _EIGHT = re.compile(r"\d{1,18}"), re.compile(r"\d{8}")


def dataset_of(line: str) -> Dataset | None:
    """Whether a line is one of an export, whole or not: an id, a day, its month, its year. None for any other."""
    cells = line.rstrip("\r\n").split("\t")
    if len(cells) < 10 or not _NUMBER.fullmatch(cells[0]) or not _EIGHT.fullmatch(cells[1]):
        return None
    if cells[2] != cells[1][:6] or cells[3] != cells[1][:4]:
        return None
    layout = _LAYOUTS.get(len(cells))
    return layout.dataset if layout else "gdelt2"


def gdelt_event(line: str, seen_at: datetime) -> FiledEvent:
    """The event of one line. Raises BadRow, BadDate, BadCode, BadPlace."""
    cells = line.rstrip("\r\n").split("\t")
    layout = _LAYOUTS.get(len(cells))
    if layout is None:
        raise BadRow(f"the line has {len(cells)} columns", allowed="58 in GDELT 1.0 (57 before April 2013), 61 in GDELT 2.0")
    if not _NUMBER.fullmatch(cells[_ID]):
        raise BadRow(f"the line's id is {cells[_ID]!r:.40}", allowed="a number")
    on = _day(cells[_DAY])
    url = told(cells[layout.url]) if layout.url else None
    return event(
        id=cells[_ID],
        dataset=layout.dataset,
        what=what_of(cells[_CODE]),
        sources=parties(_party(cells, _ACTOR1)),
        targets=parties(_party(cells, _ACTOR2)),
        span=Span(earliest=on, latest=on, precision="day", basis=None),
        where=_where(cells, layout),
        known_at=_added(cells[layout.added]),
        seen_at=seen_at,
        outlet=host_of(url),
        url=url,
    )


def _party(cells: list[str], at: int) -> Party | None:
    code, name, country, known = (told(cell) for cell in cells[at : at + 4])
    of_type = sectors("gdelt")
    sector = "IGO" if (code or "").startswith("IGO") else next((of_type[t] for t in cells[at + 7 : at + 10] if t in of_type), None)
    iso3 = codes("cameo_countries.csv").get(country or "") or country_of(country)
    return party(name, iso3, sector, code or known)


def _where(cells: list[str], layout: _Layout) -> Where:
    level = levels("gdelt").get(cells[layout.place])
    return where_of(
        level,
        name=told(cells[layout.place + 1]),
        country=codes("fips.csv").get(cells[layout.place + 2]),
        lat=number(cells[layout.lat], "latitude"),
        lon=number(cells[layout.lat + 1], "longitude"),
    )


@lru_cache(maxsize=4_096)
def _day(digits: str) -> date:
    if not _EIGHT.fullmatch(digits):
        raise BadDate(f"the day is {digits!r:.40}", allowed="eight digits, as 20191024")
    return day(f"{digits[:4]}-{digits[4:6]}-{digits[6:]}")


@lru_cache(maxsize=4_096)  # a file has few
def _added(digits: str) -> datetime:
    if len(digits) == 8:
        return end_of(_day(digits))
    try:
        made = datetime.strptime(digits, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
        day(made.date().isoformat())
        return made
    except ValueError:
        raise BadDate(f"DATEADDED is {digits!r:.40}", allowed="eight digits or fourteen, as 20191024143000") from None
