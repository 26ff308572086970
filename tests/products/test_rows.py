"""Rows for people, spreadsheets and programs."""

import csv
import io
import json
from datetime import UTC, date, datetime

import pytest
from rich.console import Console

from tocsin.products.rows import as_csv, as_jsonl, grid


def shown(columns, rows):
    console = Console(width=120, file=io.StringIO())
    console.print(grid(columns, rows))
    return console.file.getvalue()


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1 day", "@here", "\t=1", "\r=1"])
def test_text_never_reaches_a_spreadsheet_as_a_formula(cell):
    (_, line) = as_csv(["title"], [[cell]])
    assert next(csv.reader([line.replace("\r", " ")]))[0].startswith("'")


def test_numbers_stay_numbers_in_a_spreadsheet():
    assert list(as_csv(["a", "b"], [[-1, -0.5]])) == ["a,b", "-1,-0.5"]


def test_csv_reads_back():
    rows = [["a, b", 'say "x"', None], ["two\nlines", "ö", 3]]
    text = "\n".join(as_csv(["x", "y", "z"], rows))
    assert list(csv.reader(io.StringIO(text, newline=""))) == [["x", "y", "z"], ["a, b", 'say "x"', ""], ["two\nlines", "ö", "3"]]


def test_json_keeps_what_is_nested():
    (line,) = as_jsonl(["day", "at", "parties"], [[date(2024, 5, 8), datetime(2024, 5, 8, tzinfo=UTC), [{"code": "IRN", "name": None}]]])
    assert json.loads(line) == {"day": "2024-05-08", "at": "2024-05-08T00:00:00+00:00", "parties": [{"code": "IRN", "name": None}]}


def test_the_unknown_is_shown_as_such_and_the_hostile_as_text():
    text = shown(["source", "n"], [[None, 3], ["\x1b[31mred", 1200.5]])
    assert "?" in text
    assert "\x1b" not in text
    assert "1,200" in text or "1,201" in text


def test_no_rows_are_a_header_alone():
    assert "source" in shown(["source"], [])
