"""Looking after a lake: `lake check`, `lake optimize`, `lake fold`."""

from __future__ import annotations

import typer

from tocsin.cli.console import complain, fail, say, told
from tocsin.cli.options import LakeUrl, lake_at, named

lake_app = typer.Typer(help="Look after a lake: is it whole, is it quick.", no_args_is_help=True)


@lake_app.command()
def check(lake: LakeUrl = "") -> None:
    """Verify counts, ids, references and raw bytes; status 1 where something is wrong."""
    with told():
        with lake_at(named(lake)) as opened:
            findings = opened.check()
        harm = [finding for finding in findings if not finding.harmless]
        for finding in findings:
            (say if finding.harmless else complain)(finding.message)
        if harm:
            fail(f"{len(harm):,} things are wrong.")
        say("The lake is whole.")


@lake_app.command()
def optimize(lake: LakeUrl = "") -> None:
    """Put small files together and take away what nobody needs any more; others may read and write meanwhile. Worth running once a day."""
    with told():
        with lake_at(named(lake)) as opened:
            done = opened.optimize()
        before, after = done.files
        say(f"{before:,} files are {after:,} now. Gone: {done.versions:,} versions that others replaced, {done.dropped:,} unfinished rows.")


@lake_app.command()
def fold(lake: LakeUrl = "") -> None:
    """Bring incidents up to what is filed, where an ingest was broken off before it did."""
    with told():
        from tocsin.pipeline.folding import Folding

        with lake_at(named(lake)) as opened:
            folded = Folding(opened).catch_up()
        say(f"{folded.incidents:,} incidents new or changed, {folded.retired:,} no more.")
