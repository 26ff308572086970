"""Options that several commands share, and what their words mean."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

if TYPE_CHECKING:
    from tocsin.config import Config
    from tocsin.lake import Lake

LakeUrl = Annotated[
    str, typer.Option("--lake", metavar="DIR|URL", envvar="TOCSIN_LAKE", help="The lake: a folder, or the URL of an object store.")
]
AsOf = Annotated[
    str | None,
    typer.Option("--as-of", metavar="DATE", help="Know nothing that became known later. A day means its end, UTC."),
]
Form = Annotated[Literal["table", "csv", "jsonl"], typer.Option("--format", help="For people, for spreadsheets, for programs.")]
Actors = Annotated[
    Path | None,
    typer.Option("--actors", metavar="FILE.csv", envvar="TOCSIN_ACTORS", help="Actors of your own, known beside the shipped ones."),
]


def configured(actors: Path | None) -> Config:
    """The settings of a reading, with the actors of a file. Raises DataError, OSError."""
    from tocsin.config import Config
    from tocsin.gazetteer.actor_file import load_actors

    return Config(actors=load_actors(actors)) if actors else Config()


def moment(text: str | None, *, option: str = "--as-of") -> datetime | None:
    """The moment that an option names: a bare day means its end, UTC; a time without a zone is UTC. None where it is not given."""
    if text is None:
        return None
    try:
        made = datetime.fromisoformat(text)
        if len(text) <= len("2019-06-19"):
            made = datetime.combine(made.date(), time.max)
        return made.astimezone(UTC) if made.tzinfo else made.replace(tzinfo=UTC)
    except (ValueError, OverflowError):  # no moment; one before the first or after the last that there is in UTC
        raise typer.BadParameter(f"{text!r} is no day or moment; write 2019-06-19 or 2019-06-19T18:00Z", param_hint=option) from None


@contextmanager
def lake_at(url: str, *, create: bool = False) -> Iterator[Lake]:
    """The lake, closed in the end."""
    from tocsin.lake import Lake

    lake = Lake.open(url, create=create)
    try:
        yield lake
    finally:
        lake.close()


def named(lake: str) -> str:
    """The lake that was named, on the command line or in the environment."""
    if not lake:
        raise typer.BadParameter("name the lake, or set TOCSIN_LAKE", param_hint="--lake")
    return lake
