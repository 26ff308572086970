"""How reports get into a lake: `ingest`, `sources`, `reread`."""

from __future__ import annotations

import os
import signal
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from tocsin.cli.console import complain, day, say, show, told, with_progress, working
from tocsin.cli.options import Actors, LakeUrl, configured, lake_at, named

if TYPE_CHECKING:
    from tocsin.pipeline.folding import Folded
    from tocsin.pipeline.ingest import Tally
    from tocsin.pipeline.intake import Intake
    from tocsin.pipeline.watching import Tick

_PROCESSES = min(2, os.cpu_count() or 1)
_SOURCES = "Feeds, OPML lists, pages, WARC, PDF, JSONL, CSV, Parquet, text, event tables; files, folders, URLs. - is standard input."
_ENGINE = "Where it is read: local (processes of this machine), ray (a local cluster), or ray://HOST:PORT."


def ingest(
    source: Annotated[list[str], typer.Argument(metavar="SOURCE...", help=_SOURCES)],
    lake: LakeUrl = "",
    columns: Annotated[str | None, typer.Option(metavar="FIELD=COLUMN,...", help="Which column of a table holds what.")] = None,
    mapping: Annotated[str | None, typer.Option(metavar="FILE.toml", help="How an event table of one's own is to be taken.")] = None,
    since: Annotated[str | None, typer.Option(metavar="DATE", help="Only what was published on this day or later.")] = None,
    until: Annotated[str | None, typer.Option(metavar="DATE", help="Only what was published on this day or earlier.")] = None,
    word: Annotated[list[str] | None, typer.Option(metavar="WORD", help="Only with one of these words.")] = None,
    without_word: Annotated[list[str] | None, typer.Option(metavar="WORD", help="Nothing with one of these words.")] = None,
    tag: Annotated[list[str] | None, typer.Option(metavar="TAG", help="Only with one of these tags.")] = None,
    without_tag: Annotated[list[str] | None, typer.Option(metavar="TAG", help="Nothing with one of these tags.")] = None,
    outlet: Annotated[list[str] | None, typer.Option(metavar="NAME", help="Only from these outlets.")] = None,
    without_outlet: Annotated[list[str] | None, typer.Option(metavar="NAME", help="Nothing from these outlets.")] = None,
    language: Annotated[list[str] | None, typer.Option(metavar="CODE", help="Only in these languages, as en.")] = None,
    watch: Annotated[bool, typer.Option("--watch", help="Go on: poll the feeds on a schedule until stopped.")] = False,
    every: Annotated[float, typer.Option(min=1.0, metavar="SECONDS", help="How often a feed is polled, at most.")] = 900.0,
    allow_private: Annotated[bool, typer.Option("--allow-private", help="Fetch from private addresses and other ports too.")] = False,
    engine: Annotated[str, typer.Option(metavar="NAME", help=_ENGINE)] = "local",
    processes: Annotated[int, typer.Option(min=1, max=64, metavar="N", help="How many processes of this machine read.")] = _PROCESSES,
    actors: Actors = None,
) -> None:
    """Take reports and event tables into a lake: read what is new, once, and merge what tells of one happening."""
    with told():
        from tocsin.collect.columns import ColumnMap
        from tocsin.collect.filters import Filter
        from tocsin.collect.mapping import EventMapping
        from tocsin.pipeline.intake import Intake, Manner

        manner = Manner(
            filter=Filter(
                since=day(since, option="--since"),
                until=day(until, option="--until"),
                words=tuple(word or ()),
                without_words=tuple(without_word or ()),
                tags=tuple(tag or ()),
                without_tags=tuple(without_tag or ()),
                outlets=tuple(outlet or ()),
                without_outlets=tuple(without_outlet or ()),
                languages=tuple(language or ()),
            ),
            columns=ColumnMap.parse(columns) if columns else None,
            mapping=EventMapping.load(Path(mapping)) if mapping else None,
            every_seconds=every,
            allow_private=allow_private,
            engine=engine,
            processes=processes,
        )
        config = configured(actors).for_bulk()
        with lake_at(named(lake), create=True) as opened:
            intake = Intake(opened, manner, config=config)
            if watch:
                _watch(intake, source)
            else:
                _take(intake, source)


def sources(
    lake: LakeUrl = "",
    form: Annotated[
        Literal["table", "csv", "jsonl", "html"], typer.Option("--format", help="For people, programs, or as a page.")
    ] = "table",
) -> None:
    """How the sources are doing: last success, last item, error, silent since, undated, stale."""
    with told():
        from tocsin.cli.asking import print_rows
        from tocsin.pipeline.feeding import store_of
        from tocsin.products.sources import COLUMNS, source_rows, sources_page, sources_view

        now = datetime.now(UTC)
        with lake_at(named(lake)) as opened:
            kept = store_of(opened).all()
        if form == "html":
            typer.echo(sources_page(kept, now=now))
        elif form == "table":
            show(sources_view(kept, now=now))
        else:
            print_rows(COLUMNS, source_rows(kept, now=now), form)


def reread(
    lake: LakeUrl = "",
    article: Annotated[
        list[str] | None, typer.Option(metavar="ID", help="Only these articles. Otherwise all that another version read.")
    ] = None,
    processes: Annotated[int, typer.Option(min=1, max=64, metavar="N", help="How many processes read.")] = _PROCESSES,
    actors: Actors = None,
) -> None:
    """Read again what an earlier version read, from the bytes that were kept; earlier records are superseded, not lost."""
    with told():
        from tocsin.pipeline.folding import Folding
        from tocsin.pipeline.rereading import Rereading

        config = configured(actors).for_bulk()
        with lake_at(named(lake)) as opened:
            rereading = Rereading(opened, processes=processes, config=config)
            ids = rereading.outdated() if article is None else article
            done = max(with_progress(rereading.run(ids), total=len(ids)), default=0)
            say(f"{done:,} of {len(ids):,} articles read again. {_folded(Folding(opened).catch_up())}")


def _take(intake: Intake, sources: list[str]) -> None:
    """Take in, fold, and say what became of everything; sources that failed are told last, with status 1."""
    from tocsin.errors import TocsinError

    failed: TocsinError | None = None
    try:
        for _ in with_progress(intake.take(sources), meter=intake.meter):
            pass
    except TocsinError as error:
        failed = error
    with working("merging into incidents") as progress:
        folded = intake.fold(progress)
    say(_counted(intake.tally, intake.left_out))
    say(_folded(folded))
    if failed:
        raise failed


def _watch(intake: Intake, sources: list[str]) -> None:
    stop = Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: stop.set())
    say("Watching. Interrupt to stop.")
    for tick in intake.watch(sources, stop):
        _tell(tick)
    say(_counted(intake.tally, intake.left_out))


def _tell(tick: Tick) -> None:
    failed = [health for health in tick.polled if health.error]
    for health in failed:
        complain(f"{health.id}: {health.error}")
    if tick.new:
        folded = f", {tick.folded.incidents:,} incidents new or changed" if tick.folded else ""
        say(f"{datetime.now(UTC):%H:%M:%S} {tick.new:,} new from {len(tick.polled) - len(failed):,} sources{folded}")


def _counted(tally: Tally, left_out: Mapping[str, int]) -> str:
    parts = [f"{tally.new:,} articles taken in", f"{tally.known:,} known already"]
    if tally.foreign:
        parts.append(f"{tally.foreign:,} of the new ones are not English and stay unread")
    if tally.gated:
        parts.append(f"{tally.gated:,} of the new ones hold nothing to code and stay unread")
    if tally.events or tally.events_known:
        parts.append(f"{tally.events:,} events of tables taken in, {tally.events_known:,} known already")
    for rule, many in sorted(left_out.items()):
        parts.append(f"{many:,} left out by --{rule.replace('_', '-')}")
    for code, many in sorted(tally.refused.items()):
        parts.append(f"{many:,} refused: {code}")
    return "; ".join(parts) + "." + (" `tocsin rejects` shows them." if tally.refused else "")


def _folded(folded: Folded) -> str:
    return f"{folded.incidents:,} incidents new or changed, {folded.retired:,} no more."
