"""Watches: `watch new|check|run|status|why`."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tocsin.cli.console import fail, say, show, told, working
from tocsin.cli.options import AsOf, LakeUrl, lake_at, moment, named

if TYPE_CHECKING:
    from tocsin.lake import Lake
    from tocsin.pipeline.standing import Standing
    from tocsin.records import WatchDefinition

watch_app = typer.Typer(help="Watches: what to look for, what it would mean, how likely that is.", no_args_is_help=True)

_WINDOWS = 13  # read of each indicator for what is opened

WatchFolder = Annotated[str, typer.Argument(metavar="WATCH", help="The watch's folder, or the name of a shipped one, as gulf-2019.")]


@watch_app.command()
def new(
    name: Annotated[str, typer.Argument(metavar="NAME", help="What the watch is to be called: small letters, digits, hyphens.")],
    into: Annotated[Path, typer.Option("--in", metavar="DIR", help="The folder in which to make it.")] = Path("watches"),
    like: Annotated[str | None, typer.Option(metavar="WATCH", help="Begin with the files of another watch, by folder or name.")] = None,
) -> None:
    """Write the folder of a new watch, with comments on what to change."""
    with told():
        from tocsin.watches import new as written

        made = written(into, name, like=folder_of(like) if like else None)
        say(f"Made {made}. Change its files, then: tocsin watch check {made}")


@watch_app.command()
def check(
    watch: Annotated[list[str], typer.Argument(metavar="WATCH...", help="Folders of watches, or names of shipped ones.")],
) -> None:
    """What is wrong in the files of a watch, where, and how to mend it. Status 1 where anything is."""
    with told():
        from tocsin.products.wording import number
        from tocsin.watches import load

        wrong = False
        for each in watch:
            read = load(folder_of(each))
            for finding in read.findings:
                typer.echo(f"{each}/{finding}")
            wrong |= read.watch is None
            if made := read.watch:
                counts = [
                    number(len(made.indicators), "indicator"),
                    number(len(made.scenarios), "scenario"),
                    number(len(made.questions), "question"),
                    number(len(made.series), "series", "series"),
                    number(len(made.histories), "history", "histories"),
                    number(len(made.feeds), "feed"),
                ]
                say(f"{made.id}: {', '.join(counts)}; it can be run.")
    if wrong:
        raise typer.Exit(1)


@watch_app.command()
def run(
    watch: WatchFolder,
    lake: LakeUrl = "",
    as_of: AsOf = None,
) -> None:
    """Read all indicators, weigh the scenarios, issue what is due, resolve what has come; keep all of it in the lake."""
    with told():
        from tocsin.pipeline.standing import keep
        from tocsin.products.board import board

        definition = defined(watch)
        with lake_at(named(lake)) as opened:
            made = stands(opened, definition, as_of)
            kept = keep(opened, made)
            show(board(made.outlook))
        resolved = sum(row.resolves is not None for row in made.new)
        say(
            f"Kept {kept.get('readings', 0)} readings and {kept.get('assessments', 0)} assessments; "
            f"issued {len(made.new) - resolved} forecasts, resolved {resolved}."
        )


@watch_app.command()
def status(
    watch: Annotated[list[str], typer.Argument(metavar="WATCH...", help="Folders of watches, or names of shipped ones.")],
    lake: LakeUrl = "",
    as_of: AsOf = None,
) -> None:
    """The board: the level, how likely each scenario is, what is unusual, what lies ahead. Several watches as cards. Keeps nothing."""
    with told():
        from tocsin.products.board import board, boards

        definitions = [defined(each) for each in watch]
        with lake_at(named(lake)) as opened:
            outlooks = [stands(opened, each, as_of).outlook for each in definitions]
        show(board(outlooks[0]) if len(outlooks) == 1 else boards(outlooks))


@watch_app.command()
def why(
    watch: WatchFolder,
    one: Annotated[str, typer.Argument(metavar="ID", help="A scenario, an indicator, a question, a forecast or an incident.")],
    lake: LakeUrl = "",
    as_of: AsOf = None,
) -> None:
    """Open one number: what it rests on and how much that weighs, down to the sentences and who said them."""
    with told():
        from tocsin.pipeline.standing import receipts
        from tocsin.products.why import why as opened_down

        definition = defined(watch)
        with lake_at(named(lake)) as opened:
            outlook = stands(opened, definition, as_of, windows=_WINDOWS).outlook
            found = receipts(opened, outlook)
        show(opened_down(outlook, one, found.articles, found.events, found.claims))


def stands(lake: Lake, watch: WatchDefinition, as_of: str | None, *, windows: int = 1) -> Standing:
    """What the watch says of the lake; says so where the lake's incidents lag behind."""
    from tocsin.pipeline.folding import Folding
    from tocsin.pipeline.standing import standing

    with working("Looking at what is known"):
        if as_of is None:
            Folding(lake).catch_up()
        return standing(lake, watch, as_of=moment(as_of), now=datetime.now(UTC), windows=windows)


def defined(watch: str) -> WatchDefinition:
    """The watch of a folder or of a shipped name. Raises BadWatch."""
    from tocsin.watches import loaded

    return loaded(folder_of(watch))


def folder_of(watch: str) -> Path:
    """The folder that is meant: one that is there, else that of a shipped watch of this name."""
    folder = Path(watch)
    if folder.is_dir():
        return folder
    from tocsin.watches import shipped_watches

    shipped = shipped_watches()
    if watch not in shipped:
        fail(f"There is no folder {watch!r}, and no shipped watch of that name. Shipped are {', '.join(sorted(shipped))}.")
    return shipped[watch]
