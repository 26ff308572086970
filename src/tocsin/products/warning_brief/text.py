"""The brief as plain text."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator

from tocsin.products.terminal import printable
from tocsin.products.warning_brief.phrases import KIND_WORDS, citation, columns, dateline, endnote_parts, scenario_cells
from tocsin.products.warning_brief.rows import HEADINGS, Brief, Endnote, Part, Statement

_MARGIN = 12  # columns for what kind of sentence it is
_RIGHT = 3  # columns from which numbers stand to the right


def brief_text(brief: Brief, *, width: int = 100) -> str:
    """The brief for reading as it is, wrapped to `width` columns (60 at least). Kinds of sentences stand in the margin."""
    lines = [printable(brief.title).upper(), dateline(brief), "", *_table(brief)]
    for section in brief.sections:
        lines += ["", HEADINGS[section.key].upper()]
        for statement in section.statements:
            lines += _statement(statement, width)
    lines += ["", "ENDNOTES"]
    for note in brief.endnotes:
        lines += _endnote(note, width)
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _table(brief: Brief) -> Iterator[str]:
    rows = [columns(brief), *(tuple(map(printable, scenario_cells(brief, row))) for row in brief.scenarios)]
    widths = [max(len(row[n]) for row in rows) for n in range(len(rows[0]))]
    for row in rows:
        yield "  ".join(
            cell.rjust(width) if n >= _RIGHT or n == 1 else cell.ljust(width)
            for n, (cell, width) in enumerate(zip(row, widths, strict=True))
        )


def _statement(statement: Statement, width: int) -> list[str]:
    cited = "".join(map(citation, statement.citations))
    body = _said(statement.parts) + (f" {cited}" if cited else "")
    return _wrapped(body, KIND_WORDS[statement.kind], width)


def _endnote(note: Endnote, width: int) -> list[str]:
    body = _said(endnote_parts(note)) + (f" {printable(note.url)}" if note.url else "")
    return _wrapped(body, citation(note.number), width)


def _said(parts: Iterable[Part]) -> str:
    """The sentence, with a space that does not break before each "%"."""
    made = printable("".join(f"“{part.text}”" if part.kind == "quote" else part.text for part in parts))
    return made.replace(" %", "\u00a0%")


def _wrapped(body: str, label: str, width: int) -> list[str]:
    room = max(width, 60)
    first, rest = label.ljust(_MARGIN), " " * _MARGIN
    lines = textwrap.wrap(body, room, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False)
    return [line.replace("\u00a0", " ") for line in lines]
