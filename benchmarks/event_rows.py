"""Makes event rows as a lake holds them, the same ones from the same seed: two years, two hundred states of very unequal weight.

States are met as in the news, the hundredth a hundredth as often as the first (Zipf's law); a third of what a state does it does at home,
and most places are cities of the state acted upon. Known on the day of the event or some days after. Values are short, columns
all there.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import product
from typing import Any

import numpy as np
import pyarrow as pa

from tocsin.lake.tables import TABLES

MONTHS = 24
FIRST_YEAR = 2022
STATES = tuple("".join(letters) for letters in product("BDGKLMNRST", "AEIOU", "KLMN"))
CODES = (
    ("CONSULT", "04", "cooperative", 1.0),
    ("COOPERATE", "05", "cooperative", 3.5),
    ("AGREE", "057", "cooperative", 8.0),
    ("SUPPORT", "06", "cooperative", 6.0),
    ("AID", "07", "cooperative", 7.0),
    ("CONCEDE", "08", "cooperative", 5.0),
    ("ACCUSE", "112", "conflictual", -2.0),
    ("REJECT", "12", "conflictual", -4.0),
    ("REQUEST", "10", "conflictual", -5.0),
    ("THREATEN", "13", "conflictual", -6.0),
    ("PROTEST", "14", "conflictual", -6.5),
    ("MOBILIZE", "15", "conflictual", -7.2),
    ("SANCTION", "163", "conflictual", -8.0),
    ("COERCE", "17", "conflictual", -7.0),
    ("ASSAULT", "19", "conflictual", -10.0),
    ("OTHER", None, None, None),
)
CITIES = 20  # a state
STATUSES = ("occurred", "ongoing", "scheduled", "threatened", "demanded", "possible", "failed", "denied")
OUTLETS = tuple(f"Sample {name}" for name in ("Daily", "Post", "Herald", "Times", "Wire", "Courier", "Gazette", "Monitor"))
_KINDS = {field.name: field.type for field in TABLES["events"].schema}
_WEIGHTS = 1 / np.arange(1, len(STATES) + 1)
_WEIGHTS /= _WEIGHTS.sum()
_DAY = 86_400_000_000  # microseconds

Numbers = np.ndarray[Any, np.dtype[Any]]


def month_of(number: int) -> str:
    """Of the months, counted from 0, as a lake names it."""
    return f"{FIRST_YEAR + number // 12}-{number % 12 + 1:02d}"


def days_of(number: int) -> tuple[int, int]:
    """The first day of a month as days since 1970, and how many it has."""
    first, following = (date(FIRST_YEAR + n // 12, n % 12 + 1, 1) for n in (number, number + 1))
    return (first - date(1970, 1, 1)).days, (following - first).days


def event_rows(month: int, count: int, *, batch: str, part: int = 0) -> pa.Table:
    """Rows of one month, in no order, with the lake's own columns; `part` tells apart the tables of one month."""
    rng = np.random.default_rng((month, part))
    first, days = days_of(month)
    doer = rng.choice(len(STATES), count, p=_WEIGHTS)
    other = np.where(rng.random(count) < 0.3, doer, rng.choice(len(STATES), count, p=_WEIGHTS))
    known = first + rng.integers(0, days, count)
    at = known * _DAY + rng.integers(0, _DAY, count)
    numbers = (np.int64(month) << 40) + (np.int64(part) << 32) + np.arange(count)
    columns = (
        _who(rng, doer, other)
        | _what(rng, count)
        | _when(rng, known)
        | _where(rng, np.where(rng.random(count) < 0.7, other, doer))
        | _told(rng, numbers)
        | {
            "published": _dates(known),
            "known_at": _moments(at),
            "recorded_at": _moments(at),
            "batch": pa.repeat(pa.scalar(batch), count),
            "month": pa.repeat(pa.scalar(month_of(month)), count),
        }
    )
    schema = TABLES["events"].schema
    return pa.table([columns[field.name] if field.name in columns else pa.nulls(count, field.type) for field in schema], schema=schema)


def _who(rng: np.random.Generator, doer: Numbers, other: Numbers) -> dict[str, pa.Array]:
    unknown, nobody = rng.random(len(doer)) < 0.05, rng.random(len(doer)) < 0.15
    return {
        "source": _chosen(doer, STATES, unknown),
        "target": _chosen(other, STATES, nobody),
        "sources": _parties("sources", doer, unknown),
        "targets": _parties("targets", other, nobody),
        "proxies": _parties("proxies", doer, np.ones(len(doer), bool)),
    }


def _what(rng: np.random.Generator, count: int) -> dict[str, pa.Array]:
    code = rng.integers(0, len(CODES), count)
    names, cameo, quads, goldstein = zip(*CODES, strict=True)
    lengths = rng.random(count) < 0.1
    some = int(lengths.sum())
    values = {
        "value": pa.array(rng.integers(1, 500, some).astype(float)),
        "unit": _chosen(rng.integers(0, 2, some), ("killed", "troops")),
        "start": pa.array(rng.integers(0, 2000, some)),
        "end": pa.array(rng.integers(2000, 2010, some)),
    }
    return {
        "type": _chosen(code, names),
        "cameo": _chosen(code, cameo),
        "quad": _chosen(code, quads),
        "goldstein": pa.array(goldstein).take(pa.array(code)),
        "contexts": _lists("contexts", np.ones(count), _chosen(rng.integers(0, 3, count), ("military", "diplomatic", "economic"))),
        "status": _chosen(rng.choice(len(STATUSES), count, p=[0.72, 0.04, 0.04, 0.04, 0.04, 0.04, 0.04, 0.04]), STATUSES),
        "quantities": _lists("quantities", lengths, values),
        "score": pa.array(np.round(rng.uniform(0.3, 1, count), 2)),
    }


def _when(rng: np.random.Generator, known: Numbers) -> dict[str, pa.Array]:
    earliest = known - rng.geometric(0.5, len(known)) + 1
    day = rng.random(len(known)) < 0.8
    return {
        "earliest": _dates(earliest),
        "latest": _dates(np.where(day, earliest, earliest + 6)),
        "precision": _chosen(np.where(day, 0, 1), ("day", "week")),
        "when_basis": _chosen(np.where(day, 0, 1), ("stated", "inferred")),
    }


def _where(rng: np.random.Generator, state: Numbers) -> dict[str, pa.Array]:
    nowhere = rng.random(len(state)) < 0.2
    city = state * CITIES + rng.integers(0, CITIES, len(state))
    lat, lon = _cities()
    return {
        "lat": pa.array(lat[city], mask=nowhere),
        "lon": pa.array(lon[city], mask=nowhere),
        "radius_km": pa.array(np.full(len(state), 5.0), mask=nowhere),
        "place": _chosen(city, tuple(f"City {number}" for number in range(len(STATES) * CITIES)), nowhere),
        "place_kind": _chosen(np.zeros(len(state)), ("city",), nowhere),
        "place_country": _chosen(state, STATES, nowhere),
        "geonameid": pa.array(city, mask=nowhere),
    }


def _cities() -> tuple[Numbers, Numbers]:
    """Latitudes and longitudes of the cities of each state in turn, the same in every month."""
    rng = np.random.default_rng(1)
    count = len(STATES) * CITIES
    near = rng.normal(0, 2, (2, count))
    lat, lon = (np.repeat(rng.uniform(-most, most, len(STATES)), CITIES) for most in (55, 165))
    return np.round(lat + near[0], 4), np.round(lon + near[1], 4)


def _told(rng: np.random.Generator, numbers: Numbers) -> dict[str, pa.Array]:
    count = len(numbers)
    outlet = rng.integers(0, len(OUTLETS), count)
    parts = {
        "name": _chosen(outlet, OUTLETS),
        "kind": _chosen(np.zeros(count), ("outlet",)),
        "named": pa.array(np.ones(count, bool)),
        "code": pa.nulls(count, pa.string()),
    }
    start = rng.integers(0, 2000, count)
    return {
        "id": _ids("e", numbers),
        "article": _ids("a", numbers // 3),
        "claim": _ids("c", numbers // 2),
        "dataset": pa.repeat(pa.scalar("tocsin"), count),
        "sentence": _chosen(rng.integers(0, 50, count), tuple(f"A short sentence that tells of number {n}." for n in range(50))),
        "start": pa.array(start),
        "end": pa.array(start + 8),
        "trigger": _chosen(rng.integers(0, 50, count), tuple(f"verb {n}" for n in range(50))),
        "stance": _chosen(np.zeros(count), ("asserts",)),
        "outlet": _chosen(outlet, OUTLETS),
        "chain": _lists("chain", np.ones(count), parts),
    }


def _parties(column: str, state: Numbers, absent: Numbers) -> pa.Array:
    here = state[~absent]
    codes = _chosen(here, STATES)
    return _lists(column, ~absent, {"name": codes, "code": codes, "country": codes, "sector": _chosen(np.zeros(len(here)), ("GOV",))})


def _lists(column: str, lengths: Numbers, items: pa.Array | dict[str, pa.Array]) -> pa.Array:
    """Lists of so many items each; of structs, where the items are given field by field."""
    kind = _KINDS[column]
    if isinstance(items, dict):
        inner = list(kind.value_type)
        items = pa.StructArray.from_arrays([items[field.name] for field in inner], fields=inner)
    return pa.ListArray.from_arrays(pa.array(np.concatenate([[0], lengths.cumsum()]).astype(np.int32)), items, type=kind)


def _chosen(index: Numbers, values: Sequence[str | None], absent: Numbers | None = None) -> pa.Array:
    return pa.array(values, pa.string()).take(pa.array(index.astype(np.int32), mask=absent))


def _ids(kind: str, numbers: Numbers) -> pa.Array:
    """24 digits without order, as a hash has; what is ordered would compress too well."""
    mixed = numbers.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    return pa.array([f"{kind}{number:023x}" for number in mixed.tolist()])


def _dates(days: Numbers) -> pa.Array:
    return pa.array(days.astype(np.int32)).cast(pa.date32())


def _moments(microseconds: Numbers) -> pa.Array:
    return pa.array(microseconds.astype(np.int64)).cast(pa.timestamp("us", tz="UTC"))
