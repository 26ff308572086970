"""What tables and columns mean, in the words of the records' own docstrings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from inspect import cleandoc
from itertools import zip_longest

import pyarrow as pa

# What no record says of a column, since there it needs no saying.
_EVERYWHERE = {
    "id": "the row's own",
    "known_at": "when it could first be known; as-of is a condition on it",
    "recorded_at": "when this lake took it in",
    "outlet": "who printed it",
    "url": "where it stands",
    "title": "the headline",
    "text": "the words",
    "language": "ISO 639-1, None where it could not be told",
    "published": "the day of publication, None where unknown",
    "month": 'of `known_at` ("2019-06"); the partition',
    "batch": "the commit that brought the row; of use to the lake alone",
    "version": "the commit up to which the row was folded",
    "retired": "whether another row has taken its place",
}
_OWN = {
    "FiledEvent": {
        "sources": "who does it; the first gives `source`",
        "targets": "to whom; the first gives `target`",
        "proxies": "who acts for the sources",
        "place": "where, by name; None where no place is tied to the event",
        "place_kind": "country, region, city, facility, water or area",
        "place_country": "ISO 3166-1 alpha-3, None for seas and for what spans several",
        "radius_km": "how wide the place is around `lat`, `lon`",
        "precision": "of the time: day, week, month, year ...",
        "when_basis": "stated in the report, inferred, or bounded by the day of publication",
        "quantities": "numbers that belong to the event, with their units",
    }
}
# "id, name:  what", or "place ..:" for a group of columns that begins there.
_ENTRY = re.compile(r"(?:^|(?<=; )|(?<=\.  ))(?P<names>[a-z_]+(?:, [a-z_]+)*)(?: \.\.)?:\s+", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of a table: its name, its type as SQL has it, what it holds (None where its name says it all)."""

    name: str
    type: str
    about: str | None


def about(record: type) -> str:
    """What one row of the record is, in a line."""
    return " ".join(cleandoc(record.__doc__ or "").split("\n\n", 1)[0].split())


def columns(schema: pa.Schema, record: type, *, kin: Sequence[type] = ()) -> tuple[Column, ...]:
    """The columns of `schema`, with what the docstring of `record` says of each.

    kin: records whose words hold for the fields that have the same name and the same type there.
    """
    told = dict(_EVERYWHERE)
    for other in kin:
        told |= {name: said for name, said in _said(other).items() if other.__annotations__[name] == record.__annotations__.get(name)}
    told |= _said(record)
    return tuple(Column(name=field.name, type=_sql(field.type), about=told.get(field.name)) for field in schema)


def _said(record: type) -> dict[str, str]:
    return _OWN.get(record.__name__, {}) | dict(_entries(record))


def _entries(record: type) -> Iterator[tuple[str, str]]:
    """Names of fields with what the docstring says of them."""
    names = {field.name for field in fields(record)}
    text = cleandoc(record.__doc__ or "")
    marks = [match for match in _ENTRY.finditer(text) if names.issuperset(match["names"].split(", "))]
    for mark, following in zip_longest(marks, marks[1:]):
        said = text[mark.end() : following.start() if following else len(text)].split("\n\n")[0]
        lines = said.split("\n")
        indented = [line for line in lines[1:] if line.startswith("  ")]
        for name in mark["names"].split(", "):
            yield name, " ".join(" ".join([lines[0], *indented]).split()).rstrip(";. ")


def _sql(kind: pa.DataType) -> str:
    """The type as DuckDB spells it."""
    if pa.types.is_list(kind):
        return _sql(kind.value_type) + "[]"
    if pa.types.is_struct(kind):
        return "STRUCT(" + ", ".join(f"{field.name} {_sql(field.type)}" for field in kind) + ")"
    return _SCALARS[str(kind)]


_SCALARS = {
    "string": "VARCHAR",
    "bool": "BOOLEAN",
    "int64": "BIGINT",
    "double": "DOUBLE",
    "date32[day]": "DATE",
    "timestamp[us, tz=UTC]": "TIMESTAMP WITH TIME ZONE",
}
