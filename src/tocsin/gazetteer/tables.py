"""Reading the comma-separated tables shipped beside this code."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from importlib.resources import files

from tocsin.errors import DataError


def rows(table: str, columns: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The rows of a table of this package. Raises DataError where the header or a row's length is not as `columns` say."""
    with files("tocsin.gazetteer").joinpath("data", table).open(encoding="utf-8") as file:
        reader = csv.reader(file)
        header = tuple(next(reader, ()))
        if header != columns:
            raise DataError(f"the table {table} has the columns {header}", allowed=f"{columns}")
        for row in reader:
            if len(row) != len(columns):
                raise DataError(f"line {reader.line_num} of {table} has {len(row)} fields", allowed=f"{len(columns)} fields")
            yield tuple(row)


def listed(field: str) -> tuple[str, ...]:
    """The items of a field that holds several, parted by a bar."""
    return tuple(item for item in field.split("|") if item)
