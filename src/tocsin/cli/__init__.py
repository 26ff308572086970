"""The command line: parse the words, call the library, print. Heavy modules are imported where they are used, so that help is quick."""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

from tocsin.cli import asking, forecasting, intake, keeping, picture, reading, watch

app = typer.Typer(
    name="tocsin",
    help="Turns news reports into warning that can be checked: who says so, and what happened, is planned, threatened or denied.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


app.command()(reading.read)
app.command()(reading.demo)
app.command()(intake.ingest)
app.command()(picture.incidents)
app.add_typer(watch.watch_app, name="watch")
app.command()(forecasting.brief)
app.command()(forecasting.forecast)
app.command()(forecasting.scorecard)
app.command()(forecasting.backtest)
app.command()(forecasting.lint)
app.command()(asking.query)
app.command()(asking.search)
app.command()(intake.sources)
app.command()(asking.rejects)
app.command()(picture.judge)
app.command()(intake.reread)
app.add_typer(asking.export_app, name="export")
app.add_typer(keeping.lake_app, name="lake")


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
