"""`tocsin read` and `tocsin demo`."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO, Literal

import typer

from tocsin.cli.console import complain, day, show, told, with_progress, write_line
from tocsin.cli.options import Actors, configured

if TYPE_CHECKING:
    from tocsin.collect import Known
    from tocsin.pipeline import Reader
    from tocsin.records import ArticleReading, Unreadable

    Answer = ArticleReading | Unreadable

_DATE = "Day of publication, as 2019-06-19. Otherwise the one that the page states."
_PROCESSES = min(2, os.cpu_count() or 1)


def read(
    target: Annotated[str | None, typer.Argument(metavar="FILE|URL|FOLDER|-", help="What to read; - is standard input.")] = None,
    published: Annotated[str | None, typer.Option(metavar="DATE", help=_DATE)] = None,
    outlet: Annotated[str | None, typer.Option(metavar="NAME", help="Who printed it. Otherwise what the page says.")] = None,
    title: Annotated[str | None, typer.Option(metavar="TITLE", help="Its title. Otherwise what the page says.")] = None,
    form: Annotated[Literal["text", "json"], typer.Option("--format", help="A brief for people, or the record.")] = "text",
    jsonl: Annotated[str | None, typer.Option(metavar="IN.jsonl", help="A batch, one article a line; - is standard input.")] = None,
    out: Annotated[str | None, typer.Option(metavar="OUT.jsonl", help="Where the answers of a batch go, one a line.")] = None,
    processes: Annotated[int, typer.Option(min=1, max=64, metavar="N", help="How many processes read.")] = 1,
    actors: Actors = None,
    explain: Annotated[bool, typer.Option("--explain", help="Say by what each label was decided, and why a word was not coded.")] = False,
) -> None:
    """Read a report, a folder of them, or a batch: who says what through whom, and what is told to have happened or to come."""
    if bool(target) == bool(jsonl):
        raise typer.BadParameter("give a FILE, a URL, a FOLDER or -, or else a batch with --jsonl")
    if jsonl is None and out is not None:
        raise typer.BadParameter("--out goes with --jsonl")
    if jsonl is not None and (published or outlet or title):
        raise typer.BadParameter("the rows of a batch say themselves when, by whom and under which title they were printed")
    with told():
        from tocsin.collect import Known
        from tocsin.pipeline import Reader

        if jsonl:
            succeeded = _read_batch(Reader(configured(actors)), jsonl, out or "-", processes, explain=explain)
        else:
            known = Known(published=day(published), outlet=outlet, title=title)
            succeeded = _read_target(Reader(configured(actors)), str(target), known, form, processes, explain=explain)
    if not succeeded:
        raise typer.Exit(1)


def demo(
    report: Annotated[str | None, typer.Option(metavar="ID", help="Show the brief of one of the reports instead.")] = None,
    processes: Annotated[int, typer.Option(min=1, max=64, metavar="N", help="How many processes read.")] = _PROCESSES,
) -> None:
    """Read the shipped reports of a crisis: the timeline that they tell together, what is denied, and what the shipped watch warns of."""
    with told():
        from tocsin.demo import merged, reports, timeline, warned, where_next
        from tocsin.pipeline import Reader
        from tocsin.products.board import board
        from tocsin.records import ArticleReading

        articles = reports()
        if report is not None:
            articles = [a for a in articles if a.id == report]
            if not articles:
                raise typer.BadParameter(f"there is no report {report!r}", param_hint="--report")
        answers = with_progress(Reader().read_many(articles, processes=processes if report is None else 1), total=len(articles))
        readings = [answer for answer in answers if isinstance(answer, ArticleReading)]
        if report is None:
            made = merged(readings)
            show(timeline(made))
            show(board(warned(made)))
            show(where_next(made))
        else:
            _show_brief(readings[0])


def _read_target(reader: Reader, target: str, known: Known, form: str, processes: int, *, explain: bool) -> bool:
    """Whether any article could be read."""
    from tocsin.collect import collected
    from tocsin.records import Unreadable

    articles = collected(target, known)
    folder = Path(target).is_dir()
    show = partial(_show_json if form == "json" else _show_brief, explain=explain)
    succeeded, empty = False, True
    for answer in reader.read_many(articles, processes=processes if folder else 1):
        empty = False
        if isinstance(answer, Unreadable) and not (folder and form == "json"):
            complain(f"{answer.id}: {answer.message}" if folder else answer.message)
        else:
            show(answer)
        succeeded |= not isinstance(answer, Unreadable)
    if empty:
        complain(f"There is no file to read in {target}.")
    return succeeded


def _show_json(answer: Answer, *, explain: bool) -> None:
    from tocsin.products.answer import answer as plain
    from tocsin.products.terminal import as_json

    write_line(sys.stdout.buffer, as_json(plain(answer, explain=explain), pretty=sys.stdout.isatty()))


def _show_brief(answer: Answer, *, explain: bool = False) -> None:
    from tocsin.products.brief import brief
    from tocsin.products.explained import explained
    from tocsin.records import Unreadable

    if not isinstance(answer, Unreadable):
        show(brief(answer))
        if explain:
            show(explained(answer))


def _read_batch(reader: Reader, source: str, out: str, processes: int, *, explain: bool) -> bool:
    """Whether any row could be read."""
    from tocsin.collect import rows
    from tocsin.products.answer import answer as plain
    from tocsin.products.terminal import as_json
    from tocsin.records import Unreadable

    read, unread = 0, 0
    with _opened(source) as stream, _written(out) as to:
        articles = rows(stream)
        for answer in with_progress(reader.read_many(articles, processes=processes), total=_rows_in(source)):
            write_line(to, as_json(plain(answer, explain=explain)))
            failed = isinstance(answer, Unreadable)
            read, unread = read + (not failed), unread + failed
    if not read + unread:
        complain(f"There is no row in {source}.")
    elif unread:
        complain(f"{unread} of {read + unread} rows could not be read; their answers say why.")
    return read > 0


@contextmanager
def _opened(source: str) -> Iterator[BinaryIO]:
    if source == "-":
        yield sys.stdin.buffer
        return
    with Path(source).open("rb") as stream:
        yield stream


@contextmanager
def _written(out: str) -> Iterator[BinaryIO]:
    """A stream to write to. A file takes its name when all is written, so that a half-written one is never taken for whole."""
    if out == "-":
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    path = Path(out)
    part = path.with_name(path.name + ".part") if path.is_file() or not path.exists() else path
    with part.open("wb") as stream:
        yield stream
    if part != path:
        part.replace(path)


def _rows_in(source: str) -> int | None:
    """How many lines a file has, None for a stream."""
    if source == "-" or not Path(source).is_file():
        return None
    with Path(source).open("rb") as stream:
        return sum(chunk.count(b"\n") for chunk in iter(lambda: stream.read(1 << 20), b""))
