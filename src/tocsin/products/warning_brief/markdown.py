"""The brief as Markdown (CommonMark with the tables of GitHub). Whatever was not written here stands in it as text."""

from __future__ import annotations

import re
from collections.abc import Iterable

from tocsin.products.terminal import printable
from tocsin.products.warning_brief.phrases import KIND_WORDS, citation, columns, dateline, endnote_parts, scenario_cells, web_address
from tocsin.products.warning_brief.rows import HEADINGS, Brief, Endnote, Part, Statement

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~&!$^@])")
_OPENING = re.compile(r"^(\s*)([-+=:]|\d+(?=[.)](?:\s|$)))")  # what would begin a list, an underline, a table where a line begins with it
_ADDRESS = re.compile(r"(?i)(:)(?=//)|(?<=\bwww)(\.)")  # what GitHub would make a link of by itself
_STRONG = ("judgement", "alternatives")


def brief_md(brief: Brief) -> str:
    """The brief as Markdown: the judgements on scenarios in bold, other kinds of sentences marked in italics."""
    lines = [f"# {escaped(brief.title)}", "", escaped(dateline(brief)), "", *_table(brief)]
    for section in brief.sections:
        lines += ["", f"## {HEADINGS[section.key]}", ""]
        lines += [f"- {_statement(one, strong=section.key in _STRONG)}" for one in section.statements]
    lines += ["", "## Endnotes", ""]
    lines += [f"- {_endnote(note)}" for note in brief.endnotes]
    return "\n".join(lines) + "\n"


def escaped(text: str) -> str:
    r"""One line in which no character is taken for markup.

    >>> print(escaped("# [a](javascript:b) <script>"))
    \# \[a\](javascript:b) \<script\>
    """
    made = _SPECIAL.sub(r"\\\1", printable(text))
    made = _OPENING.sub(lambda m: f"{m[1]}{m[2]}\\" if m[2].isdigit() else f"{m[1]}\\{m[2]}", made)
    return _ADDRESS.sub(lambda m: f"\\{m[0]}", made)


def _table(brief: Brief) -> list[str]:
    heads = tuple(map(escaped, columns(brief)))
    rows = [heads, tuple("---" if n in (0, 2) else "--:" for n in range(len(heads)))]
    rows += [tuple(map(escaped, scenario_cells(brief, row))) for row in brief.scenarios]
    return [f"| {' | '.join(row)} |" for row in rows]


def _statement(statement: Statement, *, strong: bool) -> str:
    body = _said(statement.parts)
    label = KIND_WORDS[statement.kind]
    shown = f"**{body}**" if strong and statement.kind == "judgement" else f"*{label}:* {body}" if label else body
    return shown + "".join(f" {escaped(citation(number))}" for number in statement.citations)


def _said(parts: Iterable[Part]) -> str:
    return escaped("".join(f"“{printable(part.text)}”" if part.kind == "quote" else part.text for part in parts))


def _endnote(note: Endnote) -> str:
    address = web_address(note.url)
    link = f" <{address}>" if address else f" {escaped(note.url)}" if note.url else ""
    return f"**{escaped(citation(note.number))}** {_said(endnote_parts(note))}{link}"
