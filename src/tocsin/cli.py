"""The command line: parse the words, call the library, print. Heavy modules are imported where they are used, so that help is quick."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO, Literal, NoReturn

import typer

from tocsin.errors import BadDate, TocsinError

if TYPE_CHECKING:
    from rich.console import RenderableType

    from tocsin.records import ArticleReading, Unreadable

    Answer = ArticleReading | Unreadable

app = typer.Typer(
    name="tocsin",
    help="Turns news reports into warning that can be checked: who says so, and what happened, is planned, threatened or denied.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

_DATE = "Day of publication, as 2019-06-19. Otherwise the one that the page states."
_PROCESSES = min(2, os.cpu_count() or 1)


def main() -> None:
    """The entry point of the `tocsin` command."""
    try:
        app()
    except BrokenPipeError:  # the reader of our output has gone, as with `| head`; nobody is left to be told
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        sys.exit(1)


@app.callback(invoke_without_command=True)
def _start(
    version: Annotated[bool, typer.Option("--version", help="Show the version and exit.", is_eager=True)] = False,
) -> None:
    if version:
        from importlib.metadata import version as version_of

        typer.echo(f"tocsin {version_of('tocsin')}")
        raise typer.Exit


@app.command()
def read(
    target: Annotated[str | None, typer.Argument(metavar="FILE|URL|FOLDER|-", help="What to read; - is standard input.")] = None,
    published: Annotated[str | None, typer.Option(metavar="DATE", help=_DATE)] = None,
    outlet: Annotated[str | None, typer.Option(metavar="NAME", help="Who printed it. Otherwise what the page says.")] = None,
    title: Annotated[str | None, typer.Option(metavar="TITLE", help="Its title. Otherwise what the page says.")] = None,
    form: Annotated[Literal["text", "json"], typer.Option("--format", help="A brief for people, or the record.")] = "text",
    jsonl: Annotated[str | None, typer.Option(metavar="IN.jsonl", help="A batch, one article a line; - is standard input.")] = None,
    out: Annotated[str | None, typer.Option(metavar="OUT.jsonl", help="Where the answers of a batch go, one a line.")] = None,
    processes: Annotated[int, typer.Option(min=1, max=64, metavar="N", help="How many processes read.")] = 1,
) -> None:
    """Read a report, a folder of them, or a batch: who says what through whom, and what is told to have happened or to come."""
    if bool(target) == bool(jsonl):
        raise typer.BadParameter("give a FILE, a URL, a FOLDER or -, or else a batch with --jsonl")
    if jsonl is None and out is not None:
        raise typer.BadParameter("--out goes with --jsonl")
    if jsonl is not None and (published or outlet or title):
        raise typer.BadParameter("the rows of a batch say themselves when, by whom and under which title they were printed")
    with _told():
        if jsonl:
            succeeded = _read_batch(jsonl, out or "-", processes)
        else:
            succeeded = _read_target(str(target), _day(published), outlet, title, form, processes)
    if not succeeded:
        raise typer.Exit(1)


@app.command()
def demo(
    report: Annotated[str | None, typer.Option(metavar="ID", help="Show the brief of one of the reports instead.")] = None,
    processes: Annotated[int, typer.Option(min=1, max=64, metavar="N", help="How many processes read.")] = _PROCESSES,
) -> None:
    """Read the shipped reports of a crisis: the timeline that they tell together, and where they contradict each other."""
    with _told():
        from tocsin.demo import reports, timeline
        from tocsin.pipeline import Reader
        from tocsin.records import ArticleReading

        articles = reports()
        if report is not None:
            articles = [a for a in articles if a.id == report]
            if not articles:
                raise typer.BadParameter(f"there is no report {report!r}", param_hint="--report")
        answers = _with_progress(Reader().read_many(articles, processes=processes if report is None else 1), total=len(articles))
        readings = [answer for answer in answers if isinstance(answer, ArticleReading)]
        if report is None:
            _print(timeline(readings))
        else:
            _show_brief(readings[0])


def _read_target(target: str, published: date | None, outlet: str | None, title: str | None, form: str, processes: int) -> bool:
    """Whether any article could be read."""
    from tocsin.collect import Known, collected
    from tocsin.pipeline import Reader
    from tocsin.records import Unreadable

    articles = collected(target, Known(published=published, outlet=outlet, title=title))
    folder = Path(target).is_dir()
    show = _show_json if form == "json" else _show_brief
    succeeded, empty = False, True
    for answer in Reader().read_many(articles, processes=processes if folder else 1):
        empty = False
        if isinstance(answer, Unreadable) and not (folder and form == "json"):
            _complain(f"{answer.id}: {answer.message}" if folder else answer.message)
        else:
            show(answer)
        succeeded |= not isinstance(answer, Unreadable)
    if empty:
        _complain(f"There is no file to read in {target}.")
    return succeeded


def _show_json(answer: Answer) -> None:
    from tocsin.products.answer import answer as plain
    from tocsin.products.terminal import as_json

    _write(sys.stdout.buffer, as_json(plain(answer), pretty=sys.stdout.isatty()))


def _show_brief(answer: Answer) -> None:
    from tocsin.products.brief import brief
    from tocsin.records import Unreadable

    if not isinstance(answer, Unreadable):
        _print(brief(answer))


def _print(shown: RenderableType) -> None:
    """To a terminal with colour; to a pipe or a file as plain lines without blanks at their ends."""
    from rich.console import Console

    console = Console(emoji=False, markup=False, highlight=False)
    width = max(60, min(console.width if console.is_terminal or "COLUMNS" in os.environ else 100, 160))
    with console.capture() as capture:
        console.print(shown, width=width)
    lines = capture.get().split("\n")
    _write(sys.stdout.buffer, "\n".join(lines if console.is_terminal else map(str.rstrip, lines)))
    sys.stdout.buffer.flush()


def _read_batch(source: str, out: str, processes: int) -> bool:
    """Whether any row could be read."""
    from tocsin.collect import rows
    from tocsin.pipeline import Reader
    from tocsin.products.answer import answer as plain
    from tocsin.products.terminal import as_json
    from tocsin.records import Unreadable

    read, unread = 0, 0
    with _opened(source) as stream, _written(out) as to:
        articles = rows(stream)
        for answer in _with_progress(Reader().read_many(articles, processes=processes), total=_rows_in(source)):
            _write(to, as_json(plain(answer)))
            failed = isinstance(answer, Unreadable)
            read, unread = read + (not failed), unread + failed
    if not read + unread:
        _complain(f"There is no row in {source}.")
    elif unread:
        _complain(f"{unread} of {read + unread} rows could not be read; their answers say why.")
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


def _with_progress(answers: Iterable[Answer], *, total: int | None) -> Iterator[Answer]:
    """The answers as they come, with a bar on standard error where that is a terminal."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

    console = Console(stderr=True)
    columns = (
        TextColumn("reading"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeElapsedColumn(),
        TextColumn("left"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, disable=not console.is_terminal, transient=True) as progress:
        task = progress.add_task("", total=total, rate="")
        for answer in answers:
            speed = progress.tasks[0].speed if progress.tasks else None
            progress.update(task, advance=1, rate=f"{speed:.1f}/s" if speed else "")
            yield answer


def _write(stream: BinaryIO, line: str) -> None:
    stream.write(line.encode() + b"\n")


def _day(text: str | None) -> date | None:
    from tocsin.collect import day

    try:
        return day(text) if text else None
    except BadDate as error:
        raise typer.BadParameter(str(error), param_hint="--published") from None


@contextmanager
def _told() -> Iterator[None]:
    """Errors as one sentence on standard error, and exit status 1."""
    try:
        yield
    except TocsinError as error:
        _fail(str(error))
    except BrokenPipeError:
        raise
    except OSError as error:
        _fail(f"{error.filename or 'The input'}: {error.strerror or error}.")


def _fail(message: str) -> NoReturn:
    _complain(message)
    raise typer.Exit(1)


def _complain(message: str) -> None:
    from rich.console import Console
    from rich.text import Text

    from tocsin.products.terminal import printable

    Console(stderr=True, soft_wrap=True).print(Text(printable(message), style="red"))
