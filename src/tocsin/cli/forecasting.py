"""Forecasts and briefs: `forecast`, `scorecard`, `backtest`, `brief`, `lint`."""

from __future__ import annotations

import json
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from tocsin.cli.console import complain, day, fail, say, show, told, with_progress, working, write_line
from tocsin.cli.options import AsOf, LakeUrl, lake_at, moment, named
from tocsin.cli.watch import WatchFolder, defined, stands

if TYPE_CHECKING:
    from rich.console import RenderableType

    from tocsin.pipeline.asked import Scorecard
    from tocsin.products.warning_brief.rows import Brief

_WINDOWS = 26  # of each indicator, for the charts of a brief

WatchOption = Annotated[str | None, typer.Option("--watch", metavar="WATCH", help="A watch: its groups, areas and history count.")]


def forecast(
    ask: Annotated[str, typer.Argument(metavar="ASK", help='As "Will IRN do ASSAULT to ISR within 30 days?".')],
    lake: LakeUrl = "",
    watch: WatchOption = None,
    as_of: AsOf = None,
    keep: Annotated[bool, typer.Option("--keep", help="Issue it: it stays in the lake as it is, and will be scored.")] = False,
) -> None:
    """How likely something is to come within a time, from how often such things come; with the rule by which it will be decided."""
    with told():
        from tocsin.pipeline.asked import answered
        from tocsin.products.scorecard import answered_view

        definition = defined(watch) if watch else None
        with lake_at(named(lake)) as opened:
            with working("Counting"):
                made = answered(opened, ask, definition, as_of=moment(as_of), now=datetime.now(UTC))
            show(answered_view(made))
            if keep and made.forecast is not None:
                from tocsin.records import Forecast

                opened.commit({Forecast: [made.forecast]})
                say(f"Issued as {made.forecast.id}.")


def scorecard(
    lake: LakeUrl = "",
    watch: WatchOption = None,
    as_of: AsOf = None,
    replayed: Annotated[bool, typer.Option("--replayed", help="Of forecasts made after their day, by replaying.")] = False,
) -> None:
    """How the forecasts have done: Brier and log score, skill against base rate and persistence, calibration, lead, false alarms."""
    with told():
        from tocsin.pipeline.asked import ended, ledger
        from tocsin.pipeline.asked import scorecard as scored
        from tocsin.pipeline.folding import Folding
        from tocsin.records import Forecast

        until = moment(as_of) or datetime.now(UTC)
        with lake_at(named(lake)) as opened:
            if as_of is None:
                Folding(opened).catch_up()
                opened.commit({Forecast: ended(opened, now=until)})
            owner = watch and defined(watch).id
            found = ledger(opened, owner, as_of=until, replayed=replayed)
            others = ledger(opened, owner, as_of=until, replayed=not replayed)
        if not found.issued and others.issued:
            when = "issued on their own day: leave out" if replayed else "made after their day, by replaying: add"
            complain(f"All {len(others.issued)} forecasts here were {when} --replayed.")
            return
        if not found.issued:
            complain(
                "No forecast was issued here yet. `tocsin watch run` issues those of a watch, `tocsin forecast --keep` one of your own."
            )
            return
        show(_scores(scored(found, as_of=until)))


def backtest(
    watch: WatchFolder,
    first: Annotated[str, typer.Option("--from", metavar="DATE", help="The first day.")],
    last: Annotated[str, typer.Option("--to", metavar="DATE", help="The last day.")],
    lake: LakeUrl = "",
    every: Annotated[str, typer.Option(metavar="DAYS", help="How far apart, as 7d.")] = "7d",
    form: Annotated[Literal["text", "jsonl"], typer.Option("--format", help="For people, or one JSON object a day.")] = "text",
) -> None:
    """Go through the past, each day as of its own end: what the watch would have said, and how that would have been scored."""
    with told():
        from tocsin.pipeline.asked import scorecard as scored
        from tocsin.pipeline.backtest import backtest as replayed
        from tocsin.pipeline.backtest import days_between, end_of, settled
        from tocsin.pipeline.warning import Warner
        from tocsin.pipeline.worlds import replay_of
        from tocsin.products.scorecard import backtest_view, step_json

        definition, days = defined(watch), _days(first, last, every)
        now = datetime.now(UTC)
        warner = Warner(definition)
        with lake_at(named(lake)) as opened, working("Reading the past"):
            replay = replay_of(opened, definition, until=now)
        total = len(list(days_between(*days)))
        steps = list(with_progress(replayed(warner, replay, days[0], days[1], every=days[2], recorded_at=now), total=total))
        until = max(days[1], min(now.date(), days[1] + timedelta(days=2 * definition.horizon_days)))
        ledger = settled(warner, replay.at(end_of(until)), steps[-1].ledger, recorded_at=now)
        outlooks = [step.outlook for step in steps]
        if form == "jsonl":
            for outlook in outlooks:
                write_line(sys.stdout.buffer, json.dumps(step_json(outlook), ensure_ascii=False))
            sys.stdout.buffer.flush()
        else:
            show(backtest_view(outlooks, _scores(scored(ledger, as_of=end_of(until))), as_of=until))


def brief(
    watch: WatchFolder,
    lake: LakeUrl = "",
    as_of: AsOf = None,
    form: Annotated[Literal["text", "md", "html", "json"], typer.Option("--format", help="For reading, for the web, as data.")] = "text",
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE", help="Write it there.")] = None,
) -> None:
    """The brief: the judgement first, then why, the alternatives, what would change it, what is disputed; each with its sources."""
    with told():
        from tocsin.pipeline.standing import receipts
        from tocsin.products.lint import lint as findings_of
        from tocsin.products.warning_brief.compose import brief_of

        definition = defined(watch)
        with lake_at(named(lake)) as opened:
            outlook = stands(opened, definition, as_of, windows=_WINDOWS).outlook
            found = receipts(opened, outlook)
        made = brief_of(outlook, found.articles, found.events, found.claims)
        if wrong := findings_of(made):
            for finding in wrong:
                complain(str(finding))
            fail("The brief breaks its own rules, and is not shown.")
        text = _rendered(made, form)
    if out is not None:
        out.write_text(text, encoding="utf-8")
        say(f"Written to {out}.")
    else:
        write_line(sys.stdout.buffer, text)
        sys.stdout.buffer.flush()


def lint(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A brief as data (`tocsin brief --format json`), edited or not.")],
) -> None:
    """Whether a brief keeps the rules: every judgement with number, confidence, evidence and alternatives. Status 1 where not."""
    with told():
        from tocsin.products.lint import lint as findings_of
        from tocsin.products.warning_brief.data import brief_from_json

        found = findings_of(brief_from_json(file.read_text(encoding="utf-8")))
        for finding in found:
            typer.echo(str(finding))
    if found:
        raise typer.Exit(1)
    say("The brief keeps the rules.")


def _scores(made: Scorecard) -> RenderableType:
    from tocsin.products.scorecard import scorecard_view

    return scorecard_view(made.scores, brier_interval=made.brier_interval, curve=made.curve)


def _rendered(made: Brief, form: str) -> str:
    if form == "html":
        from tocsin.products.warning_brief.html import brief_html

        return brief_html(made)
    if form == "md":
        from tocsin.products.warning_brief.markdown import brief_md

        return brief_md(made)
    if form == "json":
        from tocsin.products.warning_brief.data import brief_json

        return json.dumps(brief_json(made), ensure_ascii=False, indent=1)
    from tocsin.products.warning_brief.text import brief_text

    return brief_text(made)


def _days(first: str, last: str, every: str) -> tuple[date, date, timedelta]:
    one, other = day(first, option="--from"), day(last, option="--to")
    digits = every.removesuffix("d")
    if not digits.isdigit() or not 1 <= int(digits) <= 366:
        raise typer.BadParameter(f"{every!r} is no number of days; write 7d", param_hint="--every")
    if one is None or other is None or other < one:
        raise typer.BadParameter("--to lies before --from", param_hint="--to")
    if other > datetime.now(UTC).date():
        raise typer.BadParameter(f"{other} lies ahead; the last day is today", param_hint="--to")
    return one, other, timedelta(days=int(digits))
