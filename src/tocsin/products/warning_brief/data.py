"""The brief as JSON (`docs/reference/brief.md`), and back: people may edit it, so that what is read is checked field by field."""

from __future__ import annotations

import json
import types
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from tocsin.errors import DataError
from tocsin.products.answer import plain
from tocsin.products.warning_brief.rows import SCHEMA, Brief


def brief_json(brief: Brief) -> dict[str, Any]:
    """The brief as plain data, field for field."""
    made: dict[str, Any] = plain(brief)
    return made


def brief_from_json(text: str) -> Brief:
    """The brief that `brief_json` wrote down. Raises DataError, which names the place, for what is no brief."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise DataError(f"this is no JSON: {error}", do="write the brief with tocsin brief --format json") from error
    schema = value.get("schema") if isinstance(value, dict) else None
    if schema != SCHEMA:
        raise DataError(f"this has the schema {schema!r}", allowed=f"a brief has {SCHEMA!r}", do="write it with tocsin brief --format json")
    brief: Brief = _read(Brief, value, "")
    return brief


def _wrong(at: str, value: Any, allowed: str) -> DataError:
    shown = json.dumps(value, ensure_ascii=True)
    return DataError(
        f"in the brief, {at or 'the whole'} is {shown if len(shown) <= 60 else shown[:59] + '…'}",
        allowed=f"it must be {allowed}",
        do="mend the file",
    )


def _read(hint: Any, value: Any, at: str) -> Any:
    if is_dataclass(hint):
        return _record(hint, value, at)
    origin = get_origin(hint)
    if origin in _NESTED:
        return _NESTED[origin](hint, value, at)
    return _plain(hint, value, at)


def _record(hint: Any, value: Any, at: str) -> Any:
    if not isinstance(value, dict):
        raise _wrong(at, value, "an object")
    hints = get_type_hints(hint)
    known = {one.name: one for one in fields(hint)}
    if extra := sorted(set(value) - set(known)):
        raise DataError(
            f"in the brief, {at or 'the whole'} has the field {extra[0]!r}",
            allowed=f"its fields are {', '.join(known)}",
            do="mend the file",
        )
    needed = [name for name, one in known.items() if one.default is MISSING]
    if missing := [name for name in needed if name not in value]:
        raise DataError(
            f"in the brief, {at or 'the whole'} has no field {missing[0]!r}", allowed=f"it needs {', '.join(needed)}", do="mend the file"
        )
    return hint(**{name: _read(hints[name], told, f"{at}.{name}".lstrip(".")) for name, told in value.items()})


def _tuple(hint: Any, value: Any, at: str) -> tuple[Any, ...]:
    if not isinstance(value, list):
        raise _wrong(at, value, "a list")
    return tuple(_read(get_args(hint)[0], one, f"{at}[{n}]") for n, one in enumerate(value))


def _mapping(hint: Any, value: Any, at: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise _wrong(at, value, "an object")
    return {key: _read(get_args(hint)[1], one, f"{at}.{key}") for key, one in value.items()}


def _literal(hint: Any, value: Any, at: str) -> Any:
    if isinstance(value, (str, int)) and not isinstance(value, bool) and value in get_args(hint):
        return value
    raise _wrong(at, value, f"one of {', '.join(map(str, get_args(hint)))}")


def _optional(hint: Any, value: Any, at: str) -> Any:
    return None if value is None else _read(next(one for one in get_args(hint) if one is not type(None)), value, at)


_NESTED: Mapping[Any, Callable[[Any, Any, str], Any]] = {
    tuple: _tuple,
    Mapping: _mapping,
    Literal: _literal,
    types.UnionType: _optional,
    Union: _optional,
}


def _plain(hint: Any, value: Any, at: str) -> Any:
    if hint in (date, datetime):
        return _moment(hint, value, at)
    if hint is float and isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) < float("inf"):
        return float(value)
    if hint in (str, int) and isinstance(value, hint) and not isinstance(value, bool):
        return value
    raise _wrong(at, value, {str: "a text", int: "a whole number", float: "a number"}[hint])


def _moment(hint: type[date], value: Any, at: str) -> date:
    try:
        return hint.fromisoformat(value)
    except (TypeError, ValueError) as error:
        raise _wrong(at, value, "a day or moment as in 2019-06-19 or 2019-06-19T23:59:59+00:00") from error
