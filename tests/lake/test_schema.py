from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, timezone
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import pyarrow as pa
import pytest
from benchmarks.filings import rows
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tocsin.lake.schema import arrow_schema, from_arrow, to_arrow
from tocsin.lake.tables import TABLES
from tocsin.records import FiledEvent, Incident


@dataclass(frozen=True, slots=True, kw_only=True)
class Inner:
    name: str | None
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    id: str
    kind: Literal["a", "b"]
    grade: Literal[1, 2] | None
    count: int
    share: float | None
    sure: bool
    day: date | None
    at: datetime
    words: tuple[str, ...]
    inner: Inner | None
    inners: tuple[Inner, ...]


SAMPLE = Sample(
    id="x",
    kind="a",
    grade=None,
    count=1,
    share=0.5,
    sure=True,
    day=date(2019, 6, 17),
    at=datetime(2019, 6, 17, 12, tzinfo=UTC),
    words=("one", ""),
    inner=None,
    inners=(Inner(name=None, score=1.0),),
)

TEHRAN = timezone(timedelta(hours=3, minutes=30))
SCALARS: dict[Any, st.SearchStrategy[Any]] = {
    str: st.text(st.characters(exclude_categories=["Cs"]), max_size=8),
    int: st.integers(-(2**63), 2**63 - 1),
    float: st.floats(allow_nan=False),
    bool: st.booleans(),
    date: st.dates(),
    datetime: st.dates(date(2, 1, 1), date(9998, 12, 31)).map(lambda day: datetime.combine(day, time(1, 2, 3, 456789), TEHRAN)),
}


def values(hint: Any) -> st.SearchStrategy[Any]:
    """Whatever a hint allows."""
    if is_dataclass(hint):
        hints = get_type_hints(hint)
        return st.builds(hint, **{field.name: values(hints[field.name]) for field in fields(hint)})
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Literal:
        return st.sampled_from(arguments)
    if origin in (Union, UnionType):
        return st.one_of(*(st.none() if argument is NoneType else values(argument) for argument in arguments))
    if origin is tuple:
        return st.lists(values(arguments[0]), max_size=3).map(tuple)
    return SCALARS[hint]


@given(st.lists(values(Sample), max_size=6))
@settings(max_examples=60, deadline=None)
def test_what_goes_in_comes_out(records: list[Sample]) -> None:
    encoded = to_arrow(records, Sample)
    assert not encoded.faults
    assert encoded.table.schema == arrow_schema(Sample)
    assert list(from_arrow(encoded.table, Sample)) == records


@pytest.mark.parametrize("record", [table.record for table in TABLES.values()], ids=lambda record: record.__name__)
def test_every_record_of_a_lake_comes_out_as_it_went_in(record: type) -> None:
    @given(st.lists(values(record), min_size=1, max_size=2))
    @settings(
        max_examples=5,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
    )
    def check(records: list[Any]) -> None:
        assert list(from_arrow(to_arrow(records, record).table, record)) == records

    check()


def test_a_slice_comes_out_as_that_part() -> None:
    events = rows(range(10))[FiledEvent]
    table = to_arrow(events, FiledEvent).table
    assert tuple(from_arrow(table.slice(7, 11), FiledEvent)) == tuple(events[7:18])
    assert tuple(from_arrow(table.combine_chunks().to_batches()[0].slice(3, 2), FiledEvent)) == tuple(events[3:5])


def test_columns_of_the_lake_are_left_aside() -> None:
    table = to_arrow([SAMPLE], Sample).table.append_column("batch", pa.array(["b"]))
    assert list(from_arrow(table, Sample)) == [SAMPLE]


@pytest.mark.parametrize(
    ("change", "field", "allowed"),
    [
        pytest.param({"id": None}, "id", "string", id="nothing where something must be"),
        pytest.param({"count": True}, "count", "int64", id="a truth for a number"),
        pytest.param({"count": 2**63}, "count", "int64", id="a number too large"),
        pytest.param({"count": 1.5}, "count", "int64", id="a fraction for a whole"),
        pytest.param({"kind": "c"}, "kind", "one of ['a', 'b']", id="not one of those named"),
        pytest.param({"grade": 3}, "grade", "one of [1, 2] or None", id="not one of the numbers named"),
        pytest.param({"day": datetime(2019, 6, 17, tzinfo=UTC)}, "day", "date32[day] or None", id="a moment for a day"),
        pytest.param({"at": datetime(2019, 6, 17)}, "at", "timestamp[us, tz=UTC]", id="a moment of no time zone"),  # noqa: DTZ001
        pytest.param({"words": ["one"]}, "words", "list<element: string not null>", id="a list for a tuple"),
        pytest.param({"words": ("a\ud800",)}, "words[]", "string", id="half a surrogate pair"),
        pytest.param({"inners": (Inner(name="n", score="high"),)}, "inners[].score", "double", id="a word for a number, inside"),
        pytest.param({"inner": Inner(name="n", score=None)}, "inner.score", "double", id="nothing, inside what is there"),
    ],
)
def test_a_row_that_breaks_the_schema_is_told_apart(change: dict[str, Any], field: str, allowed: str) -> None:
    encoded = to_arrow([SAMPLE, replace(SAMPLE, **change), replace(SAMPLE, id="y")], Sample)
    assert [row.id for row in from_arrow(encoded.table, Sample)] == ["x", "y"]
    assert encoded.kept == (0, 2)
    [fault] = encoded.faults
    assert (fault.index, fault.field, fault.allowed) == (1, field, allowed)


def test_a_type_without_a_schema_is_a_bug() -> None:
    @dataclass(frozen=True, slots=True)
    class Odd:
        pairs: dict[str, int]

    Odd.__annotations__["pairs"] = dict[str, int]
    with pytest.raises(TypeError, match="no Arrow type"):
        arrow_schema(Odd)


def test_alternatives_of_one_type_are_one_column() -> None:
    assert arrow_schema(Incident).field("status").type == pa.string()
    assert not arrow_schema(Incident).field("status").nullable
