"""Arrow schemas of records, made from their type hints, and rows to and from Arrow without loss.

    str, int, float, bool          string, int64, float64, bool
    date                           date32
    datetime (aware)               timestamp in microseconds, UTC
    Literal of strings / integers  string / int64, one of the values named
    tuple[X, ...]                  list of X
    a record                       struct of its fields
    X | None                       the same, and null

Only what a hint names is taken: no `True` for an int, no naive datetime, no datetime for a date.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import UTC, date, datetime
from functools import cache
from itertools import accumulate, pairwise
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

import pyarrow as pa

Record = TypeVar("Record")
Values = Sequence[Any]

_SCALARS: Mapping[type, tuple[pa.DataType, frozenset[type]]] = {
    str: (pa.string(), frozenset({str})),
    bool: (pa.bool_(), frozenset({bool})),
    int: (pa.int64(), frozenset({int})),
    float: (pa.float64(), frozenset({float, int})),
    date: (pa.date32(), frozenset({date})),
    datetime: (pa.timestamp("us", tz="UTC"), frozenset({datetime})),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Why a row breaks the schema: its place among the rows handed in, the field, and what was found there against what is allowed."""

    index: int
    field: str
    found: str
    allowed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Encoded:
    """Rows as Arrow, and those that break the schema; together they account for every row handed in.

    kept: places, among the rows handed in, of the rows of `table`.
    """

    table: pa.Table
    kept: tuple[int, ...]
    faults: tuple[Fault, ...]


class SchemaError(ValueError):
    """A value that its column cannot hold."""

    def __init__(self, field: str, found: str, allowed: str) -> None:
        self.field, self.found, self.allowed = field, found, allowed
        super().__init__(f"{field} holds {found}; allowed: {allowed}")


def arrow_schema(record_type: type) -> pa.Schema:
    """The schema of a record type, fields in its order."""
    return pa.schema([pa.field(name, shape.arrow, nullable=shape.optional) for name, shape in _shape_of(record_type).children])


def to_arrow(records: Sequence[Record], record_type: type[Record]) -> Encoded:
    """The rows that fit the schema, in order, and a fault for each of the others."""
    shape = _shape_of(record_type)
    try:
        return Encoded(table=_table(records, shape), kept=tuple(range(len(records))), faults=())
    except SchemaError:
        faults = tuple(fault for index, record in enumerate(records) if (fault := _fault(index, record, shape)))
    bad = {fault.index for fault in faults}
    kept = tuple(index for index in range(len(records)) if index not in bad)
    return Encoded(table=_table([records[index] for index in kept], shape), kept=kept, faults=faults)


def from_arrow(rows: pa.Table | pa.RecordBatch, record_type: type[Record]) -> Iterator[Record]:
    """The records that the rows are; columns that the record type does not have are left aside. Raises KeyError for a missing column."""
    shape = _shape_of(record_type)
    batches = rows.to_batches() if isinstance(rows, pa.Table) else [rows]
    for batch in batches:
        columns = [_decode(batch.column(name), child) for name, child in shape.children]
        names = [name for name, _ in shape.children]
        for values in zip(*columns, strict=True):
            yield record_type(**dict(zip(names, values, strict=True)))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shape:
    """What a hint comes to.

    base:     a scalar type, `tuple` (of `item`) or a record type (of `children`).
    allowed:  the values that a Literal names, None for anything of the base.
    """

    base: type
    arrow: pa.DataType
    optional: bool = False
    allowed: frozenset[Any] | None = None
    item: _Shape | None = None
    children: tuple[tuple[str, _Shape], ...] = ()

    def says(self) -> str:
        """In words, what may stand here."""
        what = f"one of {sorted(self.allowed)}" if self.allowed else str(self.arrow)
        return f"{what} or None" if self.optional else what


def _shape_of(record_type: type) -> _Shape:
    return _shape(record_type)


@cache
def _shape(hint: Any) -> _Shape:
    if is_dataclass(hint) and isinstance(hint, type):
        hints = get_type_hints(hint)
        children = tuple((f.name, _shape(hints[f.name])) for f in fields(hint))
        arrow = pa.struct([pa.field(name, child.arrow, nullable=child.optional) for name, child in children])
        return _Shape(base=hint, arrow=arrow, children=children)
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        return _union(arguments)
    if origin is Literal:
        base = type(arguments[0])
        return _Shape(base=base, arrow=_SCALARS[base][0], allowed=frozenset(arguments))
    if origin is tuple and len(arguments) == 2 and arguments[1] is Ellipsis:
        item = _shape(arguments[0])
        return _Shape(base=tuple, arrow=pa.list_(pa.field("element", item.arrow, nullable=item.optional)), item=item)
    if hint in _SCALARS:
        return _Shape(base=hint, arrow=_SCALARS[hint][0])
    raise TypeError(f"{hint!r} has no Arrow type; see tocsin.lake.schema for those that have one")


def _union(arguments: tuple[Any, ...]) -> _Shape:
    """`X | None`, or a union of alternatives that are all scalars of one base (`Status | Literal["disputed"]`)."""
    parts = [_shape(argument) for argument in arguments if argument is not type(None)]
    first, optional = parts[0], type(None) in arguments or any(part.optional for part in parts)
    if any(part.base is not first.base for part in parts):
        raise TypeError(f"a union of different types has no Arrow type: {arguments!r}")
    limits = [part.allowed for part in parts]
    allowed = frozenset().union(*(limit for limit in limits if limit)) if all(limits) else None
    return _Shape(base=first.base, arrow=first.arrow, optional=optional, allowed=allowed, item=first.item, children=first.children)


def _table(records: Sequence[Any], shape: _Shape) -> pa.Table:
    schema = pa.schema([pa.field(name, child.arrow, nullable=child.optional) for name, child in shape.children])
    arrays = [_encode([getattr(record, name) for record in records], child, name) for name, child in shape.children]
    return pa.Table.from_arrays(arrays, schema=schema)


def _fault(index: int, record: Any, shape: _Shape) -> Fault | None:
    try:
        _table([record], shape)
    except SchemaError as error:
        return Fault(index=index, field=error.field, found=error.found, allowed=error.allowed)
    return None


def _encode(values: Values, shape: _Shape, name: str) -> pa.Array:
    _check_types(values, shape, name)
    if shape.item is not None:
        offsets = pa.array(_offsets(values), pa.int32())
        inner = _encode([item for value in values if value is not None for item in value], shape.item, f"{name}[]")
        return pa.ListArray.from_arrays(offsets, inner, type=shape.arrow)
    if shape.children and shape.optional:
        present = [value for value in values if value is not None]
        places = iter(range(len(present)))
        return _structs(present, shape, name).take(pa.array([None if value is None else next(places) for value in values], pa.int64()))
    if shape.children:
        return _structs(values, shape, name)
    try:
        return pa.array(values, shape.arrow)
    except (pa.ArrowException, UnicodeEncodeError, OverflowError) as error:
        raise SchemaError(name, str(error), shape.says()) from None


def _structs(values: Values, shape: _Shape, name: str) -> pa.Array:
    parts = [_encode([getattr(value, child) for value in values], part, f"{name}.{child}") for child, part in shape.children]
    return pa.StructArray.from_arrays(parts, fields=list(shape.arrow))


def _offsets(values: Values) -> list[int | None]:
    """Where each list begins among all items, and the end of the last; None for a list that is absent."""
    ends = list(accumulate((0 if value is None else len(value) for value in values), initial=0))
    return [None if value is None else start for value, start in zip(values, ends, strict=False)] + ends[-1:]


def _check_types(values: Values, shape: _Shape, name: str) -> None:
    right = _SCALARS[shape.base][1] if shape.base in _SCALARS else frozenset({shape.base})
    wrong = set(map(type, values)) - right - ({type(None)} if shape.optional else set())
    if wrong:
        found = next(value for value in values if type(value) in wrong)
        raise SchemaError(name, _shown(found), shape.says())
    if shape.allowed is not None and (other := set(values) - shape.allowed - {None}):
        raise SchemaError(name, _shown(min(other, key=repr)), shape.says())
    if shape.base is datetime and any(value is not None and value.tzinfo is None for value in values):
        raise SchemaError(name, "a datetime without a time zone", shape.says())


def _shown(value: object) -> str:
    return "None" if value is None else f"{type(value).__name__} {value!r}"[:200]


def _decode(array: pa.Array, shape: _Shape) -> Values:
    if shape.item is not None:
        return _decode_lists(array, shape.item)
    if shape.children:
        return _decode_structs(array, shape)
    if shape.base is datetime:
        naive: list[datetime | None] = array.cast(pa.timestamp("us", tz="UTC")).cast(pa.timestamp("us")).to_pylist()
        return [None if value is None else value.replace(tzinfo=UTC) for value in naive]
    plain: list[Any] = array.to_pylist()
    return plain


def _decode_lists(array: pa.Array, item: _Shape) -> Values:
    offsets = array.offsets.to_pylist()
    first = offsets[0] if offsets else 0
    items = _decode(array.values.slice(first, (offsets[-1] if offsets else 0) - first), item)
    lists = [tuple(items[start - first : end - first]) for start, end in pairwise(offsets)]
    return _nulled(lists, array)


def _decode_structs(array: pa.Array, shape: _Shape) -> Values:
    names = [name for name, _ in shape.children]
    columns = [_decode(part, child) for part, (_, child) in zip(array.flatten(), shape.children, strict=True)]
    make: Callable[..., Any] = shape.base
    if array.null_count:
        present = array.is_valid().to_pylist()
        rows = zip(present, zip(*columns, strict=True), strict=True)
        return [make(**dict(zip(names, row, strict=True))) if here else None for here, row in rows]
    return [make(**dict(zip(names, row, strict=True))) for row in zip(*columns, strict=True)]


def _nulled(values: Values, array: pa.Array) -> Values:
    if not array.null_count:
        return values
    return [value if here else None for value, here in zip(values, array.is_valid().to_pylist(), strict=True)]
