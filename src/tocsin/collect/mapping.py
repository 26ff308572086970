"""Any other table of events, by a mapping file that says which column is what (docs/reference/intake.md)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, cast, get_args

from tocsin.collect.event_rows import (
    Level,
    Span,
    What,
    Where,
    country_of,
    end_of,
    event,
    host_of,
    is_cameo,
    number,
    parties,
    party,
    told,
    what_of,
    where_of,
    whole,
)
from tocsin.collect.moments import moment
from tocsin.errors import BadCode, BadDate, BadRow, DataError
from tocsin.ontology import OTHER, PLOVER, SECTORS
from tocsin.records import FiledEvent, Party, filed_id
from tocsin.records.event import Status
from tocsin.records.place import PlaceKind

COLUMNS = (
    "id",
    "date",
    "end",
    "known",
    "type",
    *(f"{side}{part}" for side in ("source", "target") for part in ("", "_code", "_country", "_sector")),
    "place",
    "country",
    "precision",
    "lat",
    "lon",
    "killed",
    "sentence",
    "outlet",
    "url",
    "published",
)
"""What a mapping's [columns] may name."""

_TAKEN = frozenset({"tocsin", "gdelt1", "gdelt2", "icews", "ucdp-ged"})
_KEYS = frozenset({"dataset", "delimiter", "date_format", "status", "columns", "types", "sectors", "precision", "place"})


@dataclass(frozen=True, slots=True, kw_only=True)
class EventMapping:
    """Which column of a table is what.

    dataset:     the name under which its events are filed.
    columns:     one of `COLUMNS` -> the column's name in the table.
    types:       the table's own word for a kind of event -> a CAMEO code or a PLOVER type; empty where the table has those itself.
    sectors:     the table's own word for a kind of actor -> sector code.
    precision:   the table's own word for how exactly it locates -> what that means.
    place:       how exactly it locates where it does not say; None where that is unknown, and then no point is taken over.
    delimiter:   None where it is to be told from the header.  date_format: as of `datetime.strptime`; None for dates beyond doubt.
    """

    dataset: str
    columns: Mapping[str, str]
    types: Mapping[str, str] = field(default_factory=dict)
    sectors: Mapping[str, str] = field(default_factory=dict)
    precision: Mapping[str, Level] = field(default_factory=dict)
    place: Level | None = None
    status: Status = "occurred"
    delimiter: str | None = None
    date_format: str | None = None

    @classmethod
    def load(cls, path: Path) -> EventMapping:
        """The mapping of a TOML file. Raises DataError for what breaks the rules, OSError."""
        try:
            data = tomllib.loads(path.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise DataError(f"the mapping {path.name} is no TOML ({error})") from None
        return cls.of(data)

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> EventMapping:
        """The mapping of a TOML file's content. Raises DataError."""
        _among(data, _KEYS, "the mapping")
        dataset = data.get("dataset")
        if not isinstance(dataset, str) or not re.fullmatch(r"[a-z][a-z0-9-]{0,39}", dataset) or dataset in _TAKEN:
            raise DataError(
                f"the mapping's dataset is {dataset!r:.60}", allowed=f"a name as own-events, none of {', '.join(sorted(_TAKEN))}"
            )
        columns = _strings(data, "columns")
        _among(columns, COLUMNS, "[columns]")
        if missing := {"date", "type"} - set(columns):
            raise DataError(f"[columns] does not name {' and '.join(sorted(missing))}", do="name the column that holds it")
        types, sectors = _strings(data, "types"), _strings(data, "sectors")
        for word, code in types.items():
            if not _is_type(code):
                raise DataError(f"[types] has {word!r:.60} = {code!r:.40}", allowed="a CAMEO code or a PLOVER type")
        _among(dict.fromkeys(sectors.values()), SECTORS, "[sectors]")
        status = data.get("status", "occurred")
        _among([status], get_args(Status), "status")
        return cls(
            dataset=dataset,
            columns=columns,
            types=types,
            sectors=sectors,
            precision={word: _level(value, f"precision.{word}") for word, value in _table(data, "precision").items()},
            place=_level(data["place"], "place") if "place" in data else None,
            status=status,
            delimiter=_string(data, "delimiter"),
            date_format=_string(data, "date_format"),
        )

    def missing(self, names: tuple[str, ...]) -> str | None:
        """The first column named here that a table with these columns does not have."""
        return next((column for column in self.columns.values() if column not in names), None)

    def used(self, names: tuple[str, ...]) -> tuple[str, ...]:
        """Of these columns those that are read."""
        return tuple(name for name in names if name in set(self.columns.values()))


def mapped_event(cells: Mapping[str, Any], mapping: EventMapping, seen_at: datetime) -> FiledEvent:
    """The event of one row. Raises BadRow, BadDate, BadCode, BadPlace."""
    row = {name: cells.get(column) for name, column in mapping.columns.items()}
    span = _span(row, mapping)
    known = row.get("known")
    url = told(row.get("url"))
    return event(
        id=whole(row.get("id")) or filed_id(*(cells[name] for name in sorted(cells))),
        dataset=mapping.dataset,
        what=_what(told(row.get("type")), mapping),
        sources=parties(_party(row, "source", mapping)),
        targets=parties(_party(row, "target", mapping)),
        span=span,
        where=_where(row, mapping),
        known_at=end_of(span.latest) if told(known) is None else _moment(known, mapping),
        seen_at=seen_at,
        status=mapping.status,
        sentence=told(row.get("sentence")),
        outlet=told(row.get("outlet")) or host_of(url),
        url=url,
        published=_day(row["published"], mapping) if told(row.get("published")) else None,
        killed=number(row.get("killed"), "killed"),
    )


def _span(row: Mapping[str, Any], mapping: EventMapping) -> Span:
    start = _day(row.get("date"), mapping)
    end = _day(row["end"], mapping) if told(row.get("end")) else start
    if end < start:
        raise BadDate(f"the event ends on {end}, before it begins on {start}")
    return Span(earliest=start, latest=end, precision="day" if start == end else "range", basis=None)


def _what(word: str | None, mapping: EventMapping) -> What:
    if word is None:
        raise BadRow("the row does not say what kind of event it tells of")
    code = mapping.types.get(word, word)
    if not _is_type(code):
        raise BadCode(f"{word!r:.60} is no CAMEO code, no PLOVER type, and not among [types] of the mapping")
    return what_of(code) if is_cameo(code) else What(type=code, code=None)


def _party(row: Mapping[str, Any], side: str, mapping: EventMapping) -> Party | None:
    name, code, country, sector = (told(row.get(f"{side}{part}")) for part in ("", "_code", "_country", "_sector"))
    known = mapping.sectors.get(sector or "", sector)
    return party(name, country_of(country), known if known in SECTORS else None, code)


def _where(row: Mapping[str, Any], mapping: EventMapping) -> Where:
    return where_of(
        mapping.precision.get(whole(row.get("precision")) or "", mapping.place),
        name=told(row.get("place")),
        country=country_of(told(row.get("country"))),
        lat=number(row.get("lat"), "latitude"),
        lon=number(row.get("lon"), "longitude"),
    )


def _day(cell: Any, mapping: EventMapping) -> date:
    return _read(cell, mapping)[0]


def _moment(cell: Any, mapping: EventMapping) -> datetime:
    day, at = _read(cell, mapping)
    return at or end_of(day)


def _read(cell: Any, mapping: EventMapping) -> tuple[date, datetime | None]:
    text = told(cell)
    if mapping.date_format is None or not isinstance(cell, str) or text is None:
        return moment(cell if text is not None else "")
    try:
        made = datetime.strptime(text, mapping.date_format)  # noqa: DTZ007 - a day, or a moment whose zone the format may name
    except ValueError:
        raise BadDate(f"the date is {text!r:.40}", allowed=f"as {mapping.date_format}, which the mapping says") from None
    day, at = moment(made)
    return day, at if "%H" in mapping.date_format else None


def _is_type(code: str) -> bool:
    return code in PLOVER or code == OTHER or is_cameo(code)


def _level(value: Any, name: str) -> Level:
    if not isinstance(value, Mapping):
        raise DataError(f"{name} is {value!r:.60}", allowed='a table as { kind = "city", radius_km = 5 }')
    _among(value, ("kind", "radius_km"), name)
    kind, radius = value.get("kind"), value.get("radius_km")
    _among([kind], get_args(PlaceKind), f"{name}.kind")
    if radius is not None and (isinstance(radius, bool) or not isinstance(radius, int | float) or not 0 < radius <= 20_000):
        raise DataError(
            f"{name}.radius_km is {radius!r:.40}", allowed="kilometres, more than none; left out where no point is to be taken over"
        )
    return Level(kind=cast("PlaceKind", kind), radius_km=radius if radius is None else float(radius))


def _table(data: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = data.get(name, {})
    if not isinstance(value, Mapping):
        raise DataError(f"{name} is {value!r:.60}", allowed="a table of TOML")
    return value


def _strings(data: Mapping[str, Any], name: str) -> dict[str, str]:
    made = _table(data, name)
    if strange := next((key for key, value in made.items() if not isinstance(value, str)), None):
        raise DataError(f"[{name}] has {strange} = {made[strange]!r:.60}", allowed="strings")
    return dict(made)


def _string(data: Mapping[str, Any], name: str) -> str | None:
    value = data.get(name)
    if value is not None and (not isinstance(value, str) or not value):
        raise DataError(f"{name} is {value!r:.60}", allowed="a string")
    return value


def _among(names: Any, allowed: Any, where: str) -> None:
    if strange := [str(name) for name in names if name not in allowed]:
        raise DataError(
            f"{where} has {', '.join(strange)[:200]}",
            allowed=", ".join(map(str, sorted(allowed) if isinstance(allowed, frozenset) else allowed)),
        )
