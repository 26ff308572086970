"""What is asked of a lake: `query`, `search`, `rejects`, `export`."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from tocsin.cli.console import complain, day, show, told, write_line
from tocsin.cli.options import AsOf, Form, LakeUrl, lake_at, moment, named

if TYPE_CHECKING:
    import pyarrow as pa

    from tocsin.lake.search import Hit

export_app = typer.Typer(help="Write out what a lake holds.", no_args_is_help=True)

_EXAMPLE = "SELECT source, type, target, count(*) FROM events GROUP BY ALL ORDER BY 4 DESC LIMIT 10"


def query(
    sql: Annotated[str | None, typer.Argument(metavar="SQL", help=f'A SELECT, in DuckDB\'s dialect: "{_EXAMPLE}".')] = None,
    lake: LakeUrl = "",
    as_of: AsOf = None,
    form: Form = "table",
    tables: Annotated[bool, typer.Option("--tables", help="Show which tables there are, and what one row of each is.")] = False,
    columns: Annotated[str | None, typer.Option(metavar="TABLE", help="Show the columns of a table, and what they mean.")] = None,
) -> None:
    """Ask a lake in SQL, as of any day."""
    if sum(map(bool, (sql, tables, columns))) != 1:
        raise typer.BadParameter("give a SELECT, or --tables, or --columns TABLE")
    with told():
        if tables or columns:
            _describe(columns, form)
            return
        from tocsin.pipeline.asking import asked

        with lake_at(named(lake)) as opened:
            _print_arrow(asked(opened, str(sql), as_of=moment(as_of)), form)


def search(
    words: Annotated[str, typer.Argument(help='What to look for: words, "phrases", -excluded, begin*.')],
    lake: LakeUrl = "",
    outlet: Annotated[str | None, typer.Option(metavar="NAME", help="Only from this outlet.")] = None,
    language: Annotated[str | None, typer.Option(metavar="CODE", help="Only in this language, as en.")] = None,
    country: Annotated[str | None, typer.Option(metavar="CODE", help="Only where a place or an actor is of this country, as IRN.")] = None,
    since: Annotated[str | None, typer.Option(metavar="DATE", help="Published on this day or later.")] = None,
    until: Annotated[str | None, typer.Option(metavar="DATE", help="Published on this day or earlier.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=1000, metavar="N", help="How many, the best first.")] = 20,
    as_of: AsOf = None,
    form: Form = "table",
) -> None:
    """Find articles by their words, the best match first."""
    with told():
        from tocsin.lake.search import search as found_in

        with lake_at(named(lake)) as opened:
            hits = found_in(
                opened,
                words,
                outlet=outlet,
                language=language,
                country=country,
                since=day(since, option="--since"),
                until=day(until, option="--until"),
                as_of=moment(as_of),
                limit=limit,
            )
        if not hits:
            complain("Nothing is found. Fewer or other words may find it.")
        print_rows(("published", "outlet", "title", "snippet", "article"), map(_hit, hits), form)


def rejects(
    lake: LakeUrl = "",
    code: Annotated[str | None, typer.Option(metavar="CODE", help="Show each one with this code, with what was found.")] = None,
    as_of: AsOf = None,
    form: Form = "table",
) -> None:
    """What could not be taken in, counted by source and reason; with --code one by one."""
    each = "SELECT source, place, stage, message, evidence FROM rejects WHERE code = $code ORDER BY source, place, id"
    counted = (
        "SELECT source, stage, code, count(*) AS n, any_value(message ORDER BY id) AS example"
        " FROM rejects GROUP BY ALL ORDER BY n DESC, source, code"
    )
    with told():
        from tocsin.pipeline.asking import asked

        with lake_at(named(lake)) as opened:
            parameters = {"code": code} if code else None
            answer = asked(opened, each if code else counted, as_of=moment(as_of), parameters=parameters)
            _print_arrow(answer, form)


@export_app.command("articles")
def export_articles(
    lake: LakeUrl = "",
    as_of: AsOf = None,
    form: Annotated[
        Literal["jsonl", "csv"], typer.Option("--format", help="One JSON object a line, or a table for spreadsheets.")
    ] = "jsonl",
) -> None:
    """One row an article: its story, the incidents it tells of, what it copies (docs/reference/export.md)."""
    with told():
        from tocsin.pipeline.asking import placed
        from tocsin.products.exported import COLUMNS, exported

        with lake_at(named(lake)) as opened:
            rows = [exported(one.article, one.placement, one.copied) for one in placed(opened, as_of=moment(as_of))]
        print_rows(COLUMNS, ([row[column] for column in COLUMNS] for row in rows), form)


def _describe(table: str | None, form: str) -> None:
    from tocsin.lake.query import columns, tables

    if table is None:
        print_rows(("table", "one row is"), tables().items(), form)
    else:
        print_rows(("column", "type", "holds"), ((c.name, c.type, c.about or "") for c in columns(table)), form)


def _hit(hit: Hit) -> Sequence[Any]:
    return hit.published, hit.outlet, hit.title, hit.snippet, hit.article


def _print_arrow(answer: pa.Table, form: str) -> None:
    def rows() -> Iterator[Sequence[Any]]:
        for batch in answer.to_batches(max_chunksize=1000):
            yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)

    print_rows(answer.column_names, rows(), form)


def print_rows(columns: Sequence[str], rows: Iterable[Sequence[Any]], form: str) -> None:
    """The rows in the form asked for: a table, csv or jsonl."""
    from tocsin.products.rows import as_csv, as_jsonl, grid

    if form == "table":
        show(grid(columns, rows))
        return
    for line in (as_csv if form == "csv" else as_jsonl)(columns, rows):
        write_line(sys.stdout.buffer, line)
    sys.stdout.buffer.flush()


@export_app.callback()
def _exports() -> None:
    """Write out what a lake holds."""
