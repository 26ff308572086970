"""What all commands share: how results, progress and errors reach the terminal."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, BinaryIO, NoReturn, TypeVar

import typer

from tocsin.errors import BadDate, TocsinError

if TYPE_CHECKING:
    from rich.console import RenderableType

Thing = TypeVar("Thing")


def show(shown: RenderableType) -> None:
    """To a terminal with colour; to a pipe or a file as plain lines without blanks at their ends."""
    from rich.console import Console

    console = Console(emoji=False, markup=False, highlight=False)
    width = max(60, min(console.width if console.is_terminal or "COLUMNS" in os.environ else 100, 160))
    with console.capture() as capture:
        console.print(shown, width=width)
    lines = capture.get().split("\n")
    write_line(sys.stdout.buffer, "\n".join(lines if console.is_terminal else map(str.rstrip, lines)))
    sys.stdout.buffer.flush()


def with_progress(things: Iterable[Thing], *, label: str = "reading", total: int | None) -> Iterator[Thing]:
    """The things as they come, with a bar, the rate and the time left on standard error where that is a terminal."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

    console = Console(stderr=True)
    columns = (
        TextColumn(label),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeElapsedColumn(),
        TextColumn("left"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, disable=not console.is_terminal, transient=True) as progress:
        task = progress.add_task("", total=total, rate="")
        for thing in things:
            speed = progress.tasks[0].speed if progress.tasks else None
            progress.update(task, advance=1, rate=f"{speed:.1f}/s" if speed else "")
            yield thing


def write_line(stream: BinaryIO, line: str) -> None:
    """One line, in UTF-8 whatever the locale."""
    stream.write(line.encode() + b"\n")


def day(text: str | None, *, option: str = "--published") -> date | None:
    """The day that an option names, None where it is not given; a bad one is told with the option's name."""
    from tocsin.collect import day as day_of

    try:
        return day_of(text) if text else None
    except BadDate as error:
        raise typer.BadParameter(str(error), param_hint=option) from None


@contextmanager
def told() -> Iterator[None]:
    """Errors as one sentence on standard error, and exit status 1."""
    try:
        yield
    except TocsinError as error:
        fail(str(error))
    except BrokenPipeError:
        raise
    except OSError as error:
        fail(f"{error.filename or 'The input'}: {error.strerror or error}.")


def fail(message: str) -> NoReturn:
    """Tell what is wrong and end with status 1."""
    complain(message)
    raise typer.Exit(1)


def complain(message: str) -> None:
    """One sentence on standard error."""
    from rich.console import Console
    from rich.text import Text

    from tocsin.products.terminal import printable

    Console(stderr=True, soft_wrap=True).print(Text(printable(message), style="red"))
