"""What all commands share: how results, progress and errors reach the terminal."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, BinaryIO, NoReturn, Protocol, TypeVar

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


class Meter(Protocol):
    """How much was done of what there is to do, in a unit of its own; `total` is None where that cannot be told."""

    done: int
    total: int | None


def with_progress(
    things: Iterable[Thing], *, label: str = "reading", total: int | None = None, meter: Meter | None = None
) -> Iterator[Thing]:
    """The things as they come, with a bar, the rate and the time left on standard error where that is a terminal.

    total: how many things there are, None where that is not known. meter: tells how far it is instead, as bytes of files do.
    """
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn

    console = Console(stderr=True)
    columns = (
        TextColumn(label),
        BarColumn(),
        TaskProgressColumn(),
        TextColumn("{task.fields[count]} {task.fields[rate]}"),
        TimeElapsedColumn(),
        TextColumn("left"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, disable=not console.is_terminal, transient=True) as progress:
        task = progress.add_task("", total=total, rate="", count="")
        started = time.monotonic()
        for count, thing in enumerate(things, start=1):
            rate = f"{count / max(time.monotonic() - started, 0.001):.1f}/s"
            if meter is None:
                progress.update(task, completed=count, count=f"{count:,}", rate=rate)
            else:
                progress.update(task, completed=meter.done, total=meter.total, count=f"{count:,}", rate=rate)
            yield thing


def write_line(stream: BinaryIO, line: str) -> None:
    """One line, in UTF-8 whatever the locale; what UTF-8 cannot hold (half a character, of the name of a file) as an escape."""
    stream.write(line.encode("utf-8", "backslashreplace") + b"\n")


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


def say(message: str) -> None:
    """One line of what was done, on standard error, where it is in no program's way."""
    from rich.console import Console

    from tocsin.products.terminal import printable

    Console(stderr=True, soft_wrap=True, highlight=False, markup=False).print(printable(message))


@contextmanager
def working(label: str) -> Iterator[Callable[[int], None]]:
    """Show on standard error, where that is a terminal, that something goes on; the callable is told how many things are done."""
    from rich.console import Console

    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda _: None
        return
    with console.status(label) as status:
        yield lambda done: status.update(f"{label}: {done:,}")
