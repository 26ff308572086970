"""The rows of an answer for people, for spreadsheets and for programs."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any

from rich import box
from rich.table import Table
from rich.text import Text

from tocsin.products.answer import plain
from tocsin.products.terminal import as_json, printable

UNKNOWN = "?"
"""What a table shows where nothing is known."""

_WIDEST = 60  # characters of a cell in a table for people
_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet takes a cell that begins so for a formula


def grid(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> Table:
    """A table for a terminal: numbers aligned to the right, long cells cut, the unknown shown as such."""
    made = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    held = [tuple(row) for row in rows]
    for n, column in enumerate(columns):
        numbers = all(isinstance(row[n], (int, float)) for row in held if row[n] is not None)
        made.add_column(Text(printable(column)), justify="right" if held and numbers else "left", overflow="fold")
    for row in held:
        made.add_row(*(Text(_shown(value)) for value in row))
    return made


def as_csv(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """The lines of a CSV file, the header first, without line ends. Text that a spreadsheet would run is put behind a quote."""
    yield _line(columns)
    for row in rows:
        yield _line([_cell(value) for value in row])


def as_jsonl(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """One JSON object a row."""
    for row in rows:
        yield as_json(dict(zip(columns, map(_json, row), strict=True)))


def _json(value: Any) -> Any:
    if isinstance(value, list):
        return [_json(item) for item in value]
    if isinstance(value, dict):
        return {key: _json(item) for key, item in value.items()}
    return value if value is None or isinstance(value, (str, int, float, bool)) else plain(value) if isinstance(value, date) else str(value)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, (list, dict)):
        return as_json(_json(value))
    text = value.isoformat() if isinstance(value, date) else str(value)
    return "'" + text if isinstance(value, str) and text.startswith(_FORMULA) else text


def _shown(value: Any) -> str:
    if value is None:
        return UNKNOWN
    if isinstance(value, float):
        return f"{value:,.4g}"
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    text = printable(_cell(value) if isinstance(value, (list, dict)) else str(value))
    return text if len(text) <= _WIDEST else text[: _WIDEST - 1] + "…"


def _line(cells: Sequence[str]) -> str:
    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerow(cells)  # the line end makes it quote line ends within cells
    return written.getvalue().removesuffix("\n")
