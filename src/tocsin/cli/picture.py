"""The incidents of a lake, and people's judgements of them: `incidents`, `judge`."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from tocsin.cli.console import complain, day, say, show, told, write_line
from tocsin.cli.options import AsOf, LakeUrl, lake_at, moment, named

if TYPE_CHECKING:
    from tocsin.lake import Lake
    from tocsin.records import FiledArticle, FiledEvent, Incident, Judgement

_INCIDENT = re.compile("[0-9a-f]{6,}")  # an id, or its beginning
_LOOKED_UP_AT_ONCE = 200  # incidents whose articles are held together
_SUBJECTS = (
    "Events or incidents (merge, split), an incident or a source (grade), a judgement (retract): ids, or their beginnings. "
    "Watch (its folder, or the name of a shipped one), scenario and indicator or incident (rate); a watch (review)."
)


def incidents(
    one: Annotated[str | None, typer.Argument(metavar="ID", help="Show one incident, with every sentence that it rests on.")] = None,
    lake: LakeUrl = "",
    since: Annotated[str | None, typer.Option(metavar="DATE", help="Only what lies on this day or later.")] = None,
    until: Annotated[str | None, typer.Option(metavar="DATE", help="Only what lies on this day or earlier.")] = None,
    country: Annotated[
        list[str] | None, typer.Option(metavar="CODE", help="Only with this country, as IRN, as a party or a place.")
    ] = None,
    kind: Annotated[list[str] | None, typer.Option("--type", metavar="TYPE", help="Only of this type, as ASSAULT.")] = None,
    status: Annotated[list[str] | None, typer.Option(metavar="STATUS", help="Only with this status, as disputed.")] = None,
    origins: Annotated[int, typer.Option(min=0, metavar="N", help="Only what so many independent origins affirm.")] = 0,
    limit: Annotated[int, typer.Option(min=1, metavar="N", help="How many, the latest.")] = 50,
    as_of: AsOf = None,
    form: Annotated[Literal["text", "json"], typer.Option("--format", help="For people, or one JSON object a line.")] = "text",
) -> None:
    """What happened, is planned, threatened or denied, merged over all reports: by how many independent origins, against whose denial."""
    with told():
        from tocsin.pipeline.asking import incidents as found_in
        from tocsin.products.incident import incidents_view

        with lake_at(named(lake)) as opened:
            if one is not None:
                _show_one(opened, one, moment(as_of), form)
                return
            found = found_in(opened, as_of=moment(as_of))
            wanted = _Wanted(since, until, country, kind, status, origins)
            some = [incident for incident in found if wanted.accepts(incident)][-limit:]
            if not some:
                complain(f"None of {len(found):,} incidents is such a one.")
            elif form == "json":
                _write(opened, some, moment(as_of))
            else:
                show(incidents_view(some))


def judge(
    decision: Annotated[Literal["merge", "split", "grade", "retract", "rate", "review"], typer.Argument(help="What is judged.")],
    subject: Annotated[list[str], typer.Argument(metavar="ID...", help=_SUBJECTS)],
    by: Annotated[str, typer.Option(metavar="NAME", help="Who judges.")],
    why: Annotated[str, typer.Option(metavar="REASON", help="Why.")],
    value: Annotated[
        str | None, typer.Option(metavar="GRADE", help="A to F of a source, 1 to 6 of an incident; CC, C, N, I, II, NA of a rating.")
    ] = None,
    lake: LakeUrl = "",
) -> None:
    """Correct the picture: merge, split, grade, rate evidence by hand. Kept beside the facts; can be withdrawn."""
    with told():
        from tocsin.pipeline.folding import Folding
        from tocsin.pipeline.judging import judged

        subject = _of_watch(subject) if decision in ("rate", "review") else subject
        with lake_at(named(lake)) as opened:
            made = judged(opened, decision, subject, value=value, by=by, why=why, now=datetime.now(UTC))
            folded = Folding(opened).catch_up()
        say(f"Kept as {made.id}. {folded.incidents:,} incidents new or changed, {folded.retired:,} no more.")


def _of_watch(subject: list[str]) -> list[str]:
    """The subjects with the watch by its id, and none that it does not know; whether an incident is there is for the lake to say."""
    from tocsin.cli.watch import defined

    watch = defined(subject[0])
    scenarios = [one.id for one in watch.scenarios]
    if len(subject) > 1 and subject[1] not in scenarios:
        raise typer.BadParameter(f"{watch.id} has no scenario {subject[1]!r}; it has {', '.join(scenarios)}", param_hint="ID...")
    items = [one.id for one in watch.indicators]
    if len(subject) > 2 and subject[2] not in items and not _INCIDENT.fullmatch(subject[2]):
        raise typer.BadParameter(f"{subject[2]!r} is no incident, and no indicator of {watch.id}", param_hint="ID...")
    return [watch.id, *subject[1:]]


class _Wanted:
    """Which incidents are asked for."""

    def __init__(
        self,
        since: str | None,
        until: str | None,
        countries: list[str] | None,
        types: list[str] | None,
        statuses: list[str] | None,
        origins: int,
    ) -> None:
        self._since = day(since, option="--since") or date.min
        self._until = day(until, option="--until") or date.max
        self._bounded = bool(since or until)
        self._countries = {code.upper() for code in countries or ()}
        self._types = {name.upper() for name in types or ()}
        self._statuses = {name.lower() for name in statuses or ()}
        self._origins = origins

    def accepts(self, one: Incident) -> bool:
        """Whether all that is asked holds; what has no day lies in no interval."""
        there = {party.country for party in (*one.sources, *one.targets, *one.proxies)} | {one.place_country}
        return (
            self._in_time(one)
            and (not self._countries or bool(self._countries & there))
            and (not self._types or one.type in self._types)
            and (not self._statuses or one.status in self._statuses)
            and one.affirmed >= self._origins
        )

    def _in_time(self, one: Incident) -> bool:
        if not self._bounded:
            return True
        if one.earliest is None and one.latest is None:
            return False
        return (one.latest or date.max) >= self._since and (one.earliest or date.min) <= self._until


def _show_one(lake: Lake, wanted: str, as_of: datetime | None, form: str) -> None:
    from tocsin.pipeline.asking import incident_named
    from tocsin.products.incident import incident_view

    found = incident_named(lake, wanted, as_of=as_of)
    if form == "json":
        _write(lake, [found], as_of)
    else:
        articles, events, judgements = _about(lake, [found], as_of)
        show(incident_view(found, articles, events, judgements))


def _write(lake: Lake, some: Sequence[Incident], as_of: datetime | None) -> None:
    from tocsin.products.incident import incident_json
    from tocsin.products.terminal import as_json

    for start in range(0, len(some), _LOOKED_UP_AT_ONCE):
        few = some[start : start + _LOOKED_UP_AT_ONCE]
        about = _about(lake, few, as_of)
        for incident in few:
            write_line(sys.stdout.buffer, as_json(incident_json(incident, *about)))
    sys.stdout.buffer.flush()


def _about(
    lake: Lake, some: Sequence[Incident], as_of: datetime | None
) -> tuple[dict[str, FiledArticle], dict[str, FiledEvent], tuple[Judgement, ...]]:
    """What these incidents rest on: the articles and events by their ids, and the judgements in force."""
    from tocsin.incidents.judged import in_force
    from tocsin.records import FiledArticle, FiledEvent, Judgement

    articles = {article.id: article for article in lake.read(FiledArticle, ids={each for one in some for each in one.articles})}
    events = {event.id: event for event in lake.read(FiledEvent, ids={each for one in some for each in one.events})}
    return articles, events, in_force(lake.read(Judgement, as_of=as_of), as_of=as_of or datetime.now(UTC))
