"""Rows of JSONL, CSV, TSV and Parquet, one after the other; never the whole file in memory."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

from tocsin.collect.decode import decode
from tocsin.collect.rows import MAX_LINE_BYTES, lines, parsed
from tocsin.errors import BadRow, Bomb, BrokenOff, NotText, TocsinError, TooLong

MAX_COLUMNS = 10_000
"""Tables with more are refused."""

_PARQUET_ROWS = 1_024  # at once
_PARQUET_MOST_GROUP = 4_000_000_000  # bytes of one row group, unpacked
_PARQUET_RATIO = 2_000  # a column of one value packs that well in a Parquet file
_DELIMITERS = ",;\t|"
_SURROGATE = re.compile("[\udc80-\udcff]")

Wanted = Callable[[tuple[str, ...]], Sequence[str]]
"""The names of a table's columns -> those to read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row by the names of its columns, and where it stands ("line 7", counted from one, the header included; "row 7" of Parquet)."""

    place: str
    cells: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class BrokenRow:
    """A row that could not be taken apart."""

    place: str
    error: TocsinError
    evidence: str | bytes | None


def json_rows(stream: BinaryIO) -> Iterator[Row | BrokenRow]:
    """One object a line; blank lines are no rows. Raises what the stream raises."""
    for number, (line, whole) in enumerate(lines(stream), start=1):
        if not line.strip():
            continue
        place = f"line {number}"
        try:
            if not whole:
                raise _too_long()
            yield Row(place=place, cells=parsed(line))
        except TocsinError as error:
            yield BrokenRow(place=place, error=error, evidence=line)


def separated_rows(stream: BinaryIO, *, delimiter: str | None = None, quoted: bool = True) -> Iterator[Row | BrokenRow]:
    """The rows of a table whose first line names its columns.

    delimiter: told from the header where it is None.
    quoted:    whether a cell in quotation marks may hold delimiters and line ends.

    Raises BadRow where the header names no column, or one twice; NotText where it is not UTF-8; what the stream raises.
    """
    header_line = stream.readline(MAX_LINE_BYTES).removeprefix(b"\xef\xbb\xbf")
    header_text = _decoded(header_line)
    mark = delimiter or delimiter_of(header_text)
    csv.field_size_limit(MAX_LINE_BYTES)
    header = _header(next(csv.reader([header_text], delimiter=mark, quoting=csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE), []))
    reader = csv.reader(_text_lines(stream), delimiter=mark, quoting=csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE, strict=True)
    while True:
        place = f"line {reader.line_num + 2}"
        try:
            cells = next(reader, None)
        except csv.Error as error:
            found = f"the row, up to line {reader.line_num + 1}, cannot be taken apart ({error})"
            yield BrokenRow(place=place, error=BadRow(found, do=_DO), evidence=None)
            continue
        if cells is None:
            return
        if cells:
            yield _row(place, header, cells, mark)


def delimiter_of(header: str) -> str:
    """The delimiter that occurs most often in a header; a comma where none does."""
    return max(_DELIMITERS, key=header.count)


def parquet_rows(stream: BinaryIO, size: int, wanted: Wanted) -> Iterator[Row | BrokenRow]:
    """The rows of a Parquet file, some at a time; of each no more columns than are wanted.

    size: of the file in bytes. Raises BrokenOff for a broken file, Bomb for one that unfolds to far more than its size.
    """
    from pyarrow import ArrowException
    from pyarrow import parquet as pq

    try:
        table = pq.ParquetFile(stream)
        names = tuple(table.schema_arrow.names)
        groups = [table.metadata.row_group(n).total_byte_size for n in range(table.metadata.num_row_groups)]
    except (ArrowException, OSError, ValueError) as error:
        raise _broken_parquet(error) from None
    if len(names) > MAX_COLUMNS or max(groups, default=0) > _PARQUET_MOST_GROUP or sum(groups) > max(_PARQUET_RATIO * size, 10**8):
        raise Bomb(
            f"the Parquet file of {size:,} bytes unfolds to {sum(groups):,} bytes in {len(names):,} columns",
            do="write it in smaller row groups",
        )
    number = 0
    batches = table.iter_batches(batch_size=_PARQUET_ROWS, columns=list(wanted(names)), use_threads=False)
    while True:
        try:
            batch = next(batches, None)
            cells = batch.to_pylist() if batch is not None else []
        except (ArrowException, OSError, ValueError, OverflowError) as error:
            raise _broken_parquet(error) from None
        if batch is None:
            return
        for made in cells:
            number += 1
            yield Row(place=f"row {number}", cells=made)


_DO = "mend the row and take the file in again; what is there already is not taken twice"


def _row(place: str, header: tuple[str, ...], cells: list[str], mark: str) -> Row | BrokenRow:
    evidence = mark.join(cells)
    if len(cells) != len(header):
        error: TocsinError = BadRow(f"the row has {len(cells)} cells", allowed=f"{len(header)}, as the header has", do=_DO)
    elif _SURROGATE.search(evidence):
        return _western(place, header, cells, evidence)
    elif "\x00" in evidence:
        error = NotText("the row is binary, not text")
    else:
        return Row(place=place, cells=dict(zip(header, cells, strict=True)))
    return BrokenRow(place=place, error=error, evidence=evidence)


def _western(place: str, header: tuple[str, ...], cells: list[str], evidence: str) -> Row | BrokenRow:
    """A row that is not UTF-8, read as Windows-1252 where it looks like it (`decode`)."""
    try:
        decode(evidence.encode("utf-8", "surrogateescape"))
        made = [cell.encode("utf-8", "surrogateescape").decode("cp1252") for cell in cells]
    except (NotText, UnicodeDecodeError):
        error = NotText("the row is not UTF-8", do="save the table as UTF-8")
        return BrokenRow(place=place, error=error, evidence=evidence)
    return Row(place=place, cells=dict(zip(header, made, strict=True)))


def _header(cells: list[str]) -> tuple[str, ...]:
    """The names of the columns; a column without one (a row's number, as some programs write it) gets its place for a name."""
    names = tuple(cell.strip() or f"column {n}" for n, cell in enumerate(cells, start=1))
    if not any(cell.strip() for cell in cells):
        raise BadRow("the table begins with an empty line", allowed="a first line that names the columns")
    if len(names) > MAX_COLUMNS:
        raise BadRow(f"the table has {len(names):,} columns", allowed=f"{MAX_COLUMNS:,}")
    if len(set(names)) < len(names):
        twice = next(name for name in names if names.count(name) > 1)
        raise BadRow(f"the table has two columns named {twice!r:.80}", allowed="a first line that names each column once")
    return names


def _text_lines(stream: BinaryIO) -> Iterator[str]:
    """Lines for `csv`; what is not UTF-8 stays marked, so that its row alone is refused."""
    for line, whole in lines(stream):
        yield line.decode("utf-8", "surrogateescape") if whole else "\x00"


def _decoded(header: bytes) -> str:
    try:
        text = header.decode("utf-8")
    except UnicodeDecodeError:
        raise NotText("the table is not UTF-8", do="save it as UTF-8") from None
    if "\x00" in text:
        raise NotText("the table is binary, or UTF-16", do="save it as UTF-8")
    return text


def _too_long() -> TooLong:
    return TooLong(f"the row is longer than {MAX_LINE_BYTES:,} bytes", do="split the text into its articles")


def _broken_parquet(error: Exception) -> BrokenOff:
    return BrokenOff(f"the Parquet file is damaged ({str(error).splitlines()[0] if str(error) else type(error).__name__:.200})")
