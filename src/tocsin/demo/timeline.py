"""What many reports tell together, for people: the timeline, what is disputed, what lies ahead, where to look next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from rich.console import Group, RenderableType
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from tocsin.demo.happenings import Happening, Telling, happenings, origins_of
from tocsin.products.brief import deed_line, shortened
from tocsin.products.terminal import printable
from tocsin.products.told import STATUS_WORDS, called, listed
from tocsin.records import ArticleReading

_MOST_ROWS = 24
_MOST_AHEAD = 8
_MOST_DISPUTED = 4
_MOST_ORIGINS = 4
_MOST_NAME = 40
_BACKGROUND = timedelta(days=45)  # what lies longer before the first report is its background
_LATELY = timedelta(days=10)


def timeline(readings: Sequence[ArticleReading]) -> RenderableType:
    """The timeline of what these reports tell, the most disputed happenings, what was ahead at the last report, and what to do next."""
    made = happenings(readings)
    days = sorted(r.article.published for r in readings if r.article.published)
    if not days:
        return Text("No dated report, so no timeline.")
    ahead = sorted((h for h in made if _is_ahead(h, days[-1])), key=_rank)[:_MOST_AHEAD]
    past = [h for h in made if h not in ahead and h.days[1] >= days[0] - _BACKGROUND]
    shown = sorted(sorted(past, key=_rank)[:_MOST_ROWS], key=_moment)
    disputed = sorted((h for h in made if h.disputed), key=_contention)[:_MOST_DISPUTED]
    parts: list[RenderableType] = [*_heading(readings, made, days), _table(shown, days[-1].year), Text()]
    if len(past) > len(shown):
        parts[-1] = Text(f"and {len(past) - len(shown)} more, on the word of fewer origins or of less weight\n", style="dim")
    parts += [Text("STILL AHEAD AT THE LAST REPORT", style="bold blue"), _table(ahead, days[-1].year), Text()] if ahead else []
    nothing = Text("Nothing that one origin tells is denied by another who is quoted.", style="dim")
    parts += [Text("MOST DISPUTED", style="bold blue"), _disputes(disputed) if disputed else nothing, Text()]
    return Group(*parts, *_next([*disputed, *sorted(made, key=_rank)]))


def _is_ahead(happening: Happening, last: date) -> bool:
    """Whether it may still come after the last report; without a day, only if the report that tells of it is among the last."""
    if not happening.ahead or happening.days[1] < last:
        return False
    return happening.dated or happening.best.days[0] >= last - _LATELY


def _rank(happening: Happening) -> tuple[int, bool, float, date]:
    """What most origins tell, then what has a day, then what weighs most."""
    return -len(origins_of(happening.tellings)), not happening.dated, -happening.weight, happening.days[0]


def _moment(happening: Happening) -> tuple[date, date]:
    """Where it stands in the timeline: on its days, or on that of the first report of it, whichever is shown."""
    return happening.days if happening.dated else (happening.first_told, happening.first_told)


def _contention(happening: Happening) -> tuple[int, int, float]:
    told, denied = len(origins_of(happening.told)), len(origins_of(happening.quoted_denials))
    return -min(told, denied), -(told + denied), -happening.weight


def _heading(readings: Sequence[ArticleReading], made: Sequence[Happening], days: Sequence[date]) -> Iterator[RenderableType]:
    outlets = len({r.article.outlet for r in readings})
    events = sum(len(r.events) for r in readings)
    behind = len(origins_of(t for h in made for t in h.tellings))
    first, last = days[0], days[-1]
    yield Rule(style="dim")
    yield Text(f"{len(readings)} reports of {outlets} outlets, {first.day} {first:%B} to {last.day} {last:%B %Y}", style="bold")
    yield Text(f"{events} events, which tell of {len(made)} happenings on the word of {behind} independent origins")
    yield Text()
    yield Text("WHAT IS TOLD  ", style="bold blue").append("● happened  ◑ disputed  ◌ denied  ○ ahead or feared  ~ first told", style="dim")


def _table(rows: Sequence[Happening], year: int) -> Table:
    table = Table(box=None, expand=True, padding=(0, 2, 0, 0), pad_edge=False, show_header=False)
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(ratio=4)
    table.add_column(no_wrap=True)
    table.add_column(ratio=2)
    for happening in rows:
        mark, style, status = _standing(happening)
        table.add_row(
            Text(_days(happening, year)),
            Text(mark, style=style),
            deed_line(happening.best.event, happening.best.index),
            Text(status, style=style),
            Text(_behind(happening), style="dim"),
        )
    return table


def _standing(happening: Happening) -> tuple[str, str, str]:
    """Mark, style and word."""
    if happening.disputed:
        return "◑", "bold magenta", "DISPUTED"
    status = STATUS_WORDS[happening.best.event.status]
    if happening.ahead:
        return "○", "cyan", status
    return ("●", "", status) if happening.told else ("◌", "magenta", status)


def _days(happening: Happening, year: int) -> str:
    first, last = happening.days
    if not happening.dated:
        return f"~{happening.first_told.day} {happening.first_told:%b}"
    if (last - first).days > 300:
        return str(first.year) if first.year == last.year else f"since {first.year}"
    end = f"{last.day} {last:%b}" + ("" if last.year == year else f" {last.year}")
    if first == last:
        return end
    return f"{first.day}–{end}" if (first.year, first.month) == (last.year, last.month) else f"{first.day} {first:%b} – {end}"


def _behind(happening: Happening) -> str:
    many, reports = len(origins_of(happening.tellings)), happening.reports
    return f"{many} origin{'s' if many > 1 else ''}, {reports} report{'s' if reports > 1 else ''}"


def _disputes(disputed: Sequence[Happening]) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, show_header=False)
    table.add_column(no_wrap=True)
    table.add_column()
    for happening in disputed:
        table.add_row(_days(happening, happening.days[1].year), deed_line(happening.best.event, happening.best.index))
        table.add_row("", Text("told by ", style="dim").append(_who(happening.told)))
        table.add_row("", Text("denied by ", style="dim").append(_who(happening.quoted_denials)))
    return table


def _who(tellings: Sequence[Telling]) -> str:
    """The independent origins, and the reports that have it from them."""
    names = [shortened(printable(called(source)), _MOST_NAME) for source in origins_of(tellings).values()]
    more = [f"{len(names) - _MOST_ORIGINS} others"] if len(names) > _MOST_ORIGINS else []
    reports = sorted({t.index.reading.article.id for t in tellings})
    ids = " ".join(reports[:_MOST_ORIGINS]) + (" …" if len(reports) > _MOST_ORIGINS else "")
    return f"{listed(names[:_MOST_ORIGINS] + more)}  ({printable(ids)})"


def _next(telling: Sequence[Happening]) -> Iterator[Text]:
    """What to type next; the example is the last report of the first of these happenings, which is a denial where there is one."""
    yield Text("WHERE TO LOOK NEXT", style="bold blue")
    if telling:
        example = (telling[0].quoted_denials or telling[0].tellings)[-1].index.reading.article.id
        yield _command(f"tocsin demo --report {example}", "the brief of one of these reports, with its chains of sources")
    yield _command("tocsin read FILE", "a report of your own: text, HTML or PDF; a URL, a folder, or - for standard input")
    yield _command("tocsin read FILE --format json", "the whole record, with the offset of every claim and event in the text")
    yield _command("tocsin read --jsonl IN.jsonl --out OUT.jsonl", "many reports, one a line")


def _command(words: str, gloss: str) -> Text:
    return Text(f" {words}", style="bold").append(f"\n     {gloss}", style="dim")
