"""The command line: parse the words, call the library, print. Heavy modules are imported where they are used, so that help is quick."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO, Literal, NoReturn

import typer

from tocsin.errors import TocsinError

if TYPE_CHECKING:
    from tocsin.collect import Known
    from tocsin.records import Article, ArticleReading, Unreadable

    Row = Article | Unreadable
    Answer = ArticleReading | Unreadable

app = typer.Typer(
    name="tocsin",
    help="Turns news reports into warning that can be checked: who says so, and what happened, is planned, threatened or denied.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)


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
    published: Annotated[
        str | None, typer.Option(metavar="DATE", help="Day of publication, as 2019-06-19; else what the page says.")
    ] = None,
    outlet: Annotated[str | None, typer.Option(metavar="NAME", help="Who printed it; else what the page says.")] = None,
    title: Annotated[str | None, typer.Option(metavar="TITLE", help="The title; else what the page says.")] = None,
    form: Annotated[Literal["text", "json"], typer.Option("--format", help="A brief for people, or the record.")] = "text",
    jsonl: Annotated[str | None, typer.Option(metavar="IN.jsonl", help="A batch: one article a line; - is standard input.")] = None,
    out: Annotated[str, typer.Option(metavar="OUT.jsonl", help="Where the answers of a batch go; - is standard output.")] = "-",
    processes: Annotated[int, typer.Option(min=1, max=64, help="How many processes read a batch.")] = 1,
) -> None:
    """Read one article, a folder of them, or a batch: claims with their sources, events with their status."""
    with _told():
        if (target is None) == (jsonl is None):
            raise typer.BadParameter("give either one FILE, URL, FOLDER or -, or a batch with --jsonl", param_hint="read")
        if jsonl is not None:
            _read_batch(jsonl, out, processes)
        else:
            _read_one_or_folder(str(target), published, outlet, title, form)


def _read_batch(source: str, out: str, processes: int) -> None:
    from tocsin.collect import rows
    from tocsin.pipeline import Reader

    read_any = False
    with _opened(source) as stream, _written(out) as write:
        for answer in Reader().read_many(rows(stream), processes=processes):
            read_any |= write(answer)
    if not read_any:
        raise typer.Exit(1)


@contextmanager
def _opened(source: str) -> Iterator[BinaryIO]:
    if source == "-":
        yield sys.stdin.buffer
        return
    with Path(source).open("rb") as stream:
        yield stream


@contextmanager
def _written(out: str) -> Iterator[Callable[[Answer], bool]]:
    import json

    from tocsin.products.answer import answer as plain
    from tocsin.records import Unreadable

    stream = sys.stdout.buffer if out == "-" else Path(out).open("wb")

    def write(answer: Answer) -> bool:
        stream.write(json.dumps(plain(answer), ensure_ascii=False).encode() + b"\n")
        return not isinstance(answer, Unreadable)

    yield write
    stream.flush()
    if out != "-":
        stream.close()


def _read_one_or_folder(target: str, published: str | None, outlet: str | None, title: str | None, form: str) -> None:
    import json

    from tocsin.collect import day, decode
    from tocsin.pipeline import read as read_text
    from tocsin.products.answer import answer

    data = sys.stdin.buffer.read() if target == "-" else Path(target).read_bytes()
    reading = read_text(decode(data), published=day(published) if published else None, outlet=outlet, title=title)
    sys.stdout.write(json.dumps(answer(reading), ensure_ascii=False) + "\n")


@contextmanager
def _told() -> Iterator[None]:
    """Errors as one sentence on standard error, and exit status 1."""
    try:
        yield
    except TocsinError as error:
        _fail(str(error))
    except OSError as error:
        _fail(f"{error.strerror or error}: {error.filename}")


def _fail(message: str) -> NoReturn:
    from rich.console import Console
    from rich.text import Text

    Console(stderr=True).print(Text(message, style="red"))
    raise typer.Exit(1)


@app.command()
def demo() -> None:
    """Read the shipped reports of a crisis and show what they tell."""
