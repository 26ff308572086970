"""The health of sources as a table and as a page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from html import escape
from typing import Any

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from tocsin.products.rows import UNKNOWN
from tocsin.products.terminal import printable
from tocsin.records import SourceHealth, SourceState

COLUMNS = ("source", "title", "state", "last success", "last new item", "silent since", "items", "undated", "failures in a row", "error")

TROUBLE: tuple[SourceState, ...] = ("error", "silent", "stale", "undated", "empty", "never", "ok")
"""States in the order in which a person wants to see them."""

_STYLE = """
body{font:16px/1.5 system-ui,sans-serif;max-width:80rem;margin:2rem auto;padding:0 1rem;color:#222;background:#fff}
table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.3rem .6rem;border-bottom:1px solid #ddd;vertical-align:top}
td.n{text-align:right;font-variant-numeric:tabular-nums}td{overflow-wrap:anywhere}.error{color:#a00;font-weight:600}
.silent,.stale,.undated,.empty{color:#8a5a00;font-weight:600}caption{text-align:left;padding:.5rem 0}
"""


def source_rows(sources: Sequence[SourceHealth], *, now: datetime) -> Iterator[Sequence[Any]]:
    """One row a source, those in trouble first; the fields are those of `COLUMNS`."""
    for source in _in_order(sources, now):
        yield (
            source.id,
            source.title,
            source.state(now),
            source.succeeded_at,
            source.new_at,
            source.silent_since(now),
            source.items,
            source.undated,
            source.errors,
            source.error,
        )


def sources_view(sources: Sequence[SourceHealth], *, now: datetime) -> RenderableType:
    """The table for a terminal of 80 columns and more: those in trouble first, each with what is the matter."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim", expand=True)
    table.add_column("state", no_wrap=True)
    table.add_column("source", ratio=3, overflow="fold")
    table.add_column("last success", no_wrap=True)
    table.add_column("last new", no_wrap=True)
    table.add_column("items", justify="right", no_wrap=True)
    for source in _in_order(sources, now):
        state, trouble = source.state(now), _trouble(source, now)
        name = Text(printable(source.title or source.id), style="bold" if source.title else "")
        if source.title:
            name.append(f"\n{printable(source.id)}", style="not bold dim")
        if trouble:
            name.append(f"\n{printable(trouble)}", style="not bold red" if state == "error" else "not bold yellow")
        style = "green" if state == "ok" else "red" if state == "error" else "yellow"
        table.add_row(Text(state, style=style), name, _ago(source.succeeded_at), _ago(source.new_at), f"{source.items:,}")
    return table


def _trouble(source: SourceHealth, now: datetime) -> str | None:
    if source.error:
        return f"{source.error} ({source.errors} in a row)" if source.errors > 1 else source.error
    if since := source.silent_since(now):
        return f"nothing new since {since:%Y-%m-%d %H:%M}, which is long for it"
    return f"{source.undated} of {source.given} without a date" if source.undated else None


def _ago(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M}" if moment else UNKNOWN


def _in_order(sources: Sequence[SourceHealth], now: datetime) -> list[SourceHealth]:
    return sorted(sources, key=lambda source: (TROUBLE.index(source.state(now)), source.id))


def sources_page(sources: Sequence[SourceHealth], *, now: datetime) -> str:
    """The same as a page of its own: no script, nothing fetched, every text escaped."""
    head = "".join(f"<th scope=col>{escape(column)}</th>" for column in COLUMNS)
    rows = "\n".join(_row(row) for row in source_rows(sources, now=now))
    well = sum(source.state(now) == "ok" for source in sources)
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>Sources</title>'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f"<style>{_STYLE}</style></head><body><h1>Sources</h1>\n"
        f"<table><caption>{well} of {len(sources)} do well, as of {now:%Y-%m-%d %H:%M} UTC</caption>"
        f"<thead><tr>{head}</tr></thead><tbody>\n{rows}\n</tbody></table></body></html>"
    )


def _row(row: Sequence[Any]) -> str:
    return "<tr>" + "".join(_cell(column, value) for column, value in zip(COLUMNS, row, strict=True)) + "</tr>"


def _cell(column: str, value: Any) -> str:
    if isinstance(value, int):
        return f"<td class=n>{value:,}</td>"
    if isinstance(value, datetime):
        return f"<td>{value:%Y-%m-%d %H:%M}</td>"
    text = "" if value is None else escape(printable(str(value)))
    return f'<td class="{text}">{text}</td>' if column == "state" else f"<td>{text}</td>"
