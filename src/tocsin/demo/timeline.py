"""What many reports tell together, for people: the timeline, what is denied by whom, what lies ahead, where to look next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from tocsin.demo.merged import Merged
from tocsin.ontology.plover import OTHER
from tocsin.products.brief import shortened
from tocsin.products.incident import Shown, days_words, deed_words, grade, place_words, tellings, verdict
from tocsin.products.terminal import printable
from tocsin.products.told import STATUS_STYLES, STATUS_WORDS
from tocsin.records import AHEAD, Incident

_MOST_ROWS = 26
_MOST_AHEAD = 8
_MOST_DENIED = 4
_MOST_TELLINGS = 3  # shown of each side
_MOST_TITLE = 96
_MOST_WORDS = 140  # characters of a sentence
_UNCODED = 5.0  # what no code fits weighs as much as half of the Goldstein scale
_UNDONE = frozenset({"failed", "denied", "retracted"})
_BACKGROUND = timedelta(days=45)  # what lies longer before the first report is its background
_LATELY = timedelta(days=10)  # how old the word of a plan without a last day may be
_WIDE = 100  # columns from which a place has a column of its own


def timeline(made: Merged) -> RenderableType:
    """The timeline of what these reports tell, what of it is denied, and what was ahead at the last report."""
    rank = _Rank(made)
    told = [one for one in made.incidents if not rank.is_told_better(one)]
    ahead = [one for one in told if _is_ahead(one, made.last)]
    past = [one for one in told if one not in ahead and _day(one) >= made.first - _BACKGROUND]
    shown = sorted(sorted(past, key=rank)[:_MOST_ROWS], key=_moment)
    denied = sorted((one for one in told if one.denied), key=lambda one: (not one.affirmed, *rank(one)))[:_MOST_DENIED]
    more = len(past) - len(shown)
    parts: list[RenderableType] = [*_heading(made), _Table(shown)]
    if more := len(past) - len(shown):
        parts.append(_dim(f"and {more} more, on the word of fewer origins or of less weight"))
    parts += [Text(), _head("DENIED"), _denials(denied, made) if denied else _dim("Nothing that is told here is denied.")]
    parts += [Text(), _head("STILL AHEAD AT THE LAST REPORT")]
    parts += [_Table(sorted(ahead, key=rank)[:_MOST_AHEAD]) if ahead else _dim("Nothing that was planned is still to come.")]
    return Group(*parts)


def where_next(made: Merged) -> RenderableType:
    """What to type next; the example is the last report of an incident that is denied, or else of the first that most origins tell."""
    rank = _Rank(made)
    told = sorted(made.incidents, key=lambda one: (not (one.denied and one.affirmed), not one.denied, *rank(one)))
    return Group(Text(), _head("WHERE TO LOOK NEXT"), *_next(told, made))


def _head(words: str) -> Text:
    return Text(words, style="bold blue")


def _dim(words: str) -> Text:
    return Text(words, style="dim")


class _Rank:
    """What most origins tell comes first, then what most reports tell, then what weighs most, of the affair that most reports speak of."""

    def __init__(self, made: Merged) -> None:
        self._events = made.event_by_id
        self._affairs = Counter(place.story for place in made.placements.values() if place.story)
        self._coded = {self._sentence(event) for one in made.incidents if one.type != OTHER for event in one.events}

    def __call__(self, one: Incident) -> tuple[int, int, float, int, date, str]:
        weight = _UNCODED if one.goldstein is None else abs(one.goldstein)
        return -len(one.origins), -len(one.articles), -weight, -(self._affairs[one.story] if one.story else 0), _day(one), one.id

    def is_told_better(self, one: Incident) -> bool:
        """Whether no code fits it, while each of its sentences tells of a coded happening as well."""
        return one.type == OTHER and all(self._sentence(event) in self._coded for event in one.events)

    def _sentence(self, event: str) -> tuple[str | None, str | None]:
        row = self._events[event]
        return row.article, row.sentence


def _is_ahead(one: Incident, last: date) -> bool:
    """Whether it may still come after the last report; without a last day, only if the word of it is new."""
    if one.status not in AHEAD:
        return False
    return one.latest >= last if one.latest else one.updated_at.date() >= last - _LATELY


def _day(one: Incident) -> date:
    return one.earliest or one.latest or one.known_at.date()


def _moment(one: Incident) -> tuple[date, date, str]:
    return _day(one), one.known_at.date(), one.id


def _heading(made: Merged) -> Iterator[RenderableType]:
    outlets = len({article.outlet for article in made.article_by_id.values()})
    origins = len({origin.key for one in made.incidents for origin in one.origins})
    copies = sum(place.copy_of is not None or place.carries is not None for place in made.placements.values())
    first, last = made.first, made.last
    yield Rule(style="dim")
    yield Text(f"{len(made.article_by_id)} reports of {outlets} outlets, {first.day} {first:%B} to {last.day} {last:%B %Y}", style="bold")
    yield Text(
        f"{len(made.event_by_id)} events were read in them. The news of each report, and what else has a day and two known sides, "
        f"make {len(made.incidents)} happenings on the word of {origins} independent origins; "
        f"{copies} reports carry the text of another and count with it."
    )
    yield Text("At the end of each row: independent origins that affirm / all reports; −: that deny; the Admiralty grade.", style="dim")
    yield Text()
    yield _head("WHAT IS TOLD").append("  ● happened  ◑ disputed  ◌ denied, failed  ○ ahead", style="not bold dim")


class _Table:
    """Incidents as rows that know how wide they may be."""

    def __init__(self, incidents: Sequence[Incident]) -> None:
        self._incidents = incidents

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        wide = options.max_width >= _WIDE
        table = Table(box=None, expand=True, padding=(0, 2, 0, 0), pad_edge=False, show_header=False)
        table.add_column(no_wrap=True)
        table.add_column(ratio=4)
        if wide:
            table.add_column(ratio=1)
        table.add_column(no_wrap=True)
        table.add_column(no_wrap=True)
        for one in self._incidents:
            mark, status = _standing(one)
            told = Text.assemble((mark, status.style), " ", _told(one))
            where = Text(place_words(one), style="dim")
            if not wide and one.place:
                told.append(" · ", style="dim").append(where)
            table.add_row(Text(days_words(one)), told, *([where] if wide else []), status, Text(_behind(one), style="dim"))
        yield table


def _told(one: Incident) -> Text:
    """Who did what to whom, with the title of the report that says most; of what no code fits the title alone."""
    title = Text(f"“{shortened(printable(one.title), _MOST_TITLE)}”", style="italic")
    return title if one.type == OTHER else deed_words(one).append("\n").append(title)


def _standing(one: Incident) -> tuple[str, Text]:
    """Mark and word."""
    word = Text(STATUS_WORDS[one.status], style=STATUS_STYLES[one.status])
    if one.status == "disputed":
        return "◑", Text(word.plain.upper(), style=word.style)
    if one.status in AHEAD:
        return "○", word
    return "◌" if one.status in _UNDONE else "●", word


def _behind(one: Incident) -> str:
    """As in "2/3 −1 F4": the independent origins that affirm it, of all reports of it; those that deny it; the grade."""
    return f"{one.affirmed}/{len(one.articles)} " + (f"−{one.denied} " if one.denied else "") + grade(one)


def _denials(denied: Iterable[Incident], made: Merged) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, show_header=False)
    table.add_column(no_wrap=True)
    table.add_column()
    for one in denied:
        table.add_row(days_words(one), _told(one))
        table.add_row("", Text(verdict(one), style="bold"))
        for quoted in _quoted(tellings(one, made.article_by_id, made.event_by_id)):
            table.add_row("", quoted)
    return table


def _quoted(told: Sequence[Shown]) -> Iterator[Text]:
    """In which words each side says so, with the report's id."""
    for side, verb in (("affirms", "told"), ("denies", "denied")):
        for one in [one for one in told if one.origin and one.origin.side == side][:_MOST_TELLINGS]:
            words = (one.event.sentence if one.event else None) or ""
            row = (one.article.row_id if one.article else None) or one.id
            made = Text(f"{verb} by {printable(one.origin.name if one.origin else '?')} ", style="dim")
            yield made.append(f"“{shortened(printable(words), _MOST_WORDS)}”", style="italic not dim").append(f"  {printable(row)}")


def _next(told: Sequence[Incident], made: Merged) -> Iterator[Text]:
    example = next((row for one in told for each in reversed(one.articles) if (row := made.article_by_id[each].row_id)), None)
    if example:
        yield _command(f"tocsin demo --report {example}", "the brief of one of these reports, with its chains of sources")
    yield _command("tocsin read FILE", "a report of your own: text, HTML or PDF; a URL, a folder, or -")
    yield _command("tocsin watch new NAME", "a watch of your own: whom to look at, for what, and what it would mean")
    yield _command("tocsin ingest SOURCE --lake DIR", "feeds, folders, archives and event tables, kept and merged like these")
    yield _command("tocsin incidents --lake DIR", "the same picture of your own, each happening opened down to its sentences")
    yield _command("tocsin watch run WATCH --lake DIR", "the same board of your own; watch why opens each number, brief writes it out")


def _command(words: str, gloss: str) -> Text:
    return Text(f" {words}", style="bold").append(f"\n     {gloss}", style="dim")
