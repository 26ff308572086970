"""Event tables of ICEWS (Integrated Crisis Early Warning System), as they are.

After the ICEWS Coded Event Data read-me (Boschee et al., Harvard Dataverse 28075): a header, tabs, twenty columns. The CAMEO code may have
lost its leading zero to a spreadsheet, or stand in words only. `known_at` is the end of the event's day, since ICEWS dates an event by its
story. Country names that are no countries stay names.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from tocsin.collect.event_rows import (
    Span,
    What,
    Where,
    country_of,
    end_of,
    event,
    first_sector,
    is_cameo,
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
from tocsin.errors import BadCode, BadRow
from tocsin.ontology import cameo_named
from tocsin.records import FiledEvent, Party

COLUMNS = frozenset({"Event ID", "Event Date", "Source Name", "Target Name", "CAMEO Code"})
"""By these its header is known."""


def icews_event(cells: Mapping[str, Any], seen_at: datetime) -> FiledEvent:
    """The event of one row. Raises BadRow, BadDate, BadCode, BadPlace."""
    row_id = whole(cells["Event ID"])
    if row_id is None:
        raise BadRow("the row has no Event ID")
    on, _ = moment(told(cells["Event Date"]) or "")
    return event(
        id=row_id,
        dataset="icews",
        what=_what(whole(cells["CAMEO Code"]), told(cells.get("Event Text"))),
        sources=parties(_party(cells, "Source")),
        targets=parties(_party(cells, "Target")),
        span=Span(earliest=on, latest=on, precision="day", basis=None),
        where=_where(cells),
        known_at=end_of(on),
        seen_at=seen_at,
        outlet=told(cells.get("Publisher")),
    )


def _what(code: str | None, words: str | None) -> What:
    """The code of the row; where a leading zero may be lost ("42", or "10" for 010), the words of the row decide."""
    if code is not None and not code.isdigit():
        code, words = None, code
    either = [made for made in (code, f"0{code}") if made is not None and is_cameo(made)]
    named = cameo_named(words or "")
    if named is not None and (code is None or named.code in either):
        return what_of(named.code)
    if not either:
        raise BadCode(f"{code or words!r:.60} is no CAMEO code", allowed="a CAMEO code as 042, or the name of one")
    return what_of(max(either, key=lambda made: (len(made) > 2, made == code)))  # ICEWS codes have three digits or four


def _party(cells: Mapping[str, Any], side: str) -> Party | None:
    name = told(cells[f"{side} Name"])
    words = (told(cells.get(f"{side} Sectors")) or "").split(",")
    return party(name, country_of(told(cells.get(f"{side} Country"))), first_sector(words, "icews"))


def _where(cells: Mapping[str, Any]) -> Where:
    names = {column: told(cells.get(column)) for column in ("City", "District", "Province", "Country")}
    finest = next((column for column, name in names.items() if name), None)
    return where_of(
        levels("icews").get(finest.lower()) if finest else None,
        name=names[finest] if finest else None,
        country=country_of(names["Country"]),
        lat=number(cells.get("Latitude"), "latitude"),
        lon=number(cells.get("Longitude"), "longitude"),
    )
