"""The board of a watch on a terminal: level, scenarios with their probabilities, confidence, what is unusual, ahead, and not seen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rich.box import ROUNDED
from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.panel import Panel
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from tocsin.ontology.likelihood import term
from tocsin.products.brief import shortened
from tocsin.products.rows import UNKNOWN
from tocsin.products.terminal import printable
from tocsin.products.told import listed
from tocsin.products.wording import (
    LEVEL_STYLES,
    LEVELS,
    SCALE,
    arrow,
    by_probability,
    day_words,
    decimal,
    expected_not_seen,
    is_held,
    is_raised,
    last_seen_words,
    level_arrow,
    lift,
    number,
    rest_last,
    routine_reason,
    seen_for,
    sought,
    titles,
    unread,
    unusual,
    value_words,
    without_leader,
)
from tocsin.records import Assessment, EvidenceItem, IndicatorReading, Outlook, Planned, Score

_WIDE = 100  # columns from which what a scenario rests on has a column of its own
_MOST_NAME = 60  # characters of a title
_MOST_REASONS = 3
_MOST_LINES = 6
_MOST_SOUGHT = 3


def board(outlook: Outlook) -> RenderableType:
    """The board, fit for any width from 60 columns, with and without colour. What is not known is shown as such.

    Titles are made printable (see `terminal.printable`); nothing of them is taken for markup.
    """
    level = _level_words(outlook).append(f"  because: {printable(outlook.level_because)}", style="not bold")
    parts: list[RenderableType] = [_heading(outlook), level, Text(), _Scenarios(outlook=outlook, reasons=True)]
    parts += [Text(confidence_line(outlook)), Text(linchpin_line(outlook)), Text(), _facts(outlook)]
    return Group(*parts)


def _heading(outlook: Outlook) -> RenderableType:
    table = Table.grid(expand=True, padding=(0, 2))
    table.add_column(ratio=1, overflow="fold")
    table.add_column(justify="right", overflow="fold")
    rests = outlook.sourcing
    counted = f"{number(rests.articles, 'article')}, {number(rests.origins, 'independent origin')}"
    day = outlook.as_of.date()
    name = Text(printable(outlook.watch.title), style="bold").append(f"  {printable(outlook.watch.id)}", style="not bold dim")
    table.add_row(name, Text(f"as of {day:%a} {day_words(day)}\n{counted}"))
    return Group(table, Rule(style="dim"))


def _level_words(outlook: Outlook) -> Text:
    made = Text("LEVEL  ").append(
        f"{outlook.level} {level_arrow(outlook.level, outlook.before)}".rstrip(), style=LEVEL_STYLES[outlook.level]
    )
    was = "no level a week earlier" if outlook.before is None else f"was {outlook.before} a week earlier"
    return made.append(f" ({was})", style="dim")


def _grid(rows: Iterable[tuple[RenderableType, RenderableType]]) -> Table:
    table = Table.grid(padding=(0, 3, 0, 0), expand=True)
    table.add_column(overflow="fold")
    table.add_column(ratio=1, overflow="fold")
    for row in rows:
        table.add_row(*row)
    return table


# Scenarios


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scenarios:
    """The scenarios as a table that knows how wide it may be."""

    outlook: Outlook
    reasons: bool

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        wide = self.reasons and options.max_width >= _WIDE
        days = self.outlook.watch.horizon_days
        table = Table(box=None, expand=True, padding=(0, 2, 0, 0), pad_edge=False, header_style="dim")
        table.add_column(f"within {number(days, 'day')}", ratio=3, overflow="fold")
        table.add_column("p", justify="right", no_wrap=True)
        table.add_column("words", no_wrap=wide, overflow="fold")
        table.add_column("lift", justify="right", no_wrap=True)
        table.add_column("last week", justify="right", no_wrap=True)
        if wide:
            table.add_column("rests on", ratio=4, overflow="fold")
        names, before = titles(self.outlook), {one.scenario: one.probability for one in self.outlook.earlier}
        ordered = rest_last(self.outlook)
        called = {one.scenario: shortened(printable(names.get(one.scenario, one.scenario)), _MOST_NAME) for one in ordered}
        why = {one.scenario: rests_on(self.outlook, one.scenario) for one in ordered}
        for one in ordered:
            last = [Text(why[one.scenario], style="dim")] if wide else []
            table.add_row(Text(called[one.scenario]), *_numbers(one, before.get(one.scenario)), *last)
        yield table
        if self.reasons and not wide:
            yield from (Text(f"{called[of]} rests on: {reasons}", style="dim") for of, reasons in why.items())


def _numbers(one: Assessment, before: float | None) -> list[Text]:
    times = lift(one.probability, one.base_rate)
    was = Text(UNKNOWN) if before is None else Text(f"{decimal(before)} {arrow(one.probability, before)}")
    return [
        Text(decimal(one.probability), style="bold"),
        Text(term(one.probability, SCALE) or "beyond the words"),
        Text(UNKNOWN if times is None else f"{times:.1f}x"),
        was,
    ]


def rests_on(outlook: Outlook, scenario: str) -> str:
    """The weightiest evidence for a scenario in a few words, as in "Tankers attacked (2), deployment"."""
    counted = ", ".join(_reason(outlook, item) for item in seen_for(outlook, scenario)[:_MOST_REASONS])
    one = next((one for one in outlook.assessments if one.scenario == scenario), None)
    if one is None or one.base_rate is None:
        return counted or "nothing that was seen"
    if not counted:
        return "its base rate alone"
    return counted if is_raised(one) else f"its base rate; not raised by {counted}"


def _reason(outlook: Outlook, item: EvidenceItem) -> str:
    """As in "Tankers attacked (2)": how often, as its indicator counts, once for what is one happening."""
    reading = next((one for one in outlook.readings if one.indicator == item.id), None)
    called = shortened(printable(item.title), _MOST_NAME)
    if is_held(outlook, reading):
        return f"{called} (earlier)"
    many = round(reading.value or 0) if reading and reading.unit in ("incidents", "claims") else len(item.incidents)
    return f"{called} ({many})" if many > 1 else called


def confidence_line(outlook: Outlook) -> str:
    """The confidence in the basis, and why; apart from every likelihood (ICD 203)."""
    because = "; ".join(map(printable, outlook.weighed.confidence_because))
    return f"Confidence: {outlook.weighed.confidence}" + (f": {because}." if because else ".")


def linchpin_line(outlook: Outlook) -> str:
    """What the order of the scenarios hangs on."""
    names = titles(outlook)
    missing = {item.id for item in outlook.weighed.items if not item.seen}
    called = [
        f"“{shortened(printable(names.get(one, one)), _MOST_NAME)}”" + (" (not seen)" if one in missing else "")
        for one in outlook.weighed.linchpins
    ]
    if not called:
        if not outlook.weighed.items:
            return "Linchpin: none, as there is no evidence yet."
        return "Linchpin: none was found; without any few items the same scenario leads."
    leader = without_leader(outlook)
    then = f"“{printable(names.get(leader, leader))}” would lead" if leader else "another scenario would lead"
    return f"Linchpin{'s' if len(called) > 1 else ''}: without {listed(called)} {then}."


# What is unusual, ahead, not seen


def _facts(outlook: Outlook) -> RenderableType:
    lines: list[tuple[str, Sequence[str]]] = [
        ("unusual", [unusual_words(outlook, one) for one in unusual(outlook)] or ["nothing, of what can be measured"]),
        ("routine", [routine_words(outlook, one) for one in outlook.readings if one.routine]),
        ("no number", _unread_words(outlook)),
        ("ahead", [planned_words(one) for one in outlook.planned] or ["nothing that is known"]),
        ("expected, not seen", _not_seen(outlook)),
        ("would tell most", _sought(outlook)),
        ("disputed", [f"“{shortened(printable(outlook.incidents[one].title), _MOST_NAME)}”" for one in outlook.disputed]),
        ("gaps", [printable(one) for one in outlook.sourcing.gaps]),
        ("so far", [score_words(outlook.scores)]),
        ("gone through", [printable(outlook.sourcing.reviewed or "by nobody that is known (tocsin judge review)")]),
    ]
    return _grid((Text(name, style="dim"), Text("\n".join(_few(told)))) for name, told in lines if told)


def _few(lines: Sequence[str]) -> list[str]:
    more = len(lines) - _MOST_LINES
    return [*lines[:_MOST_LINES], f"and {more} more"] if more > 1 else list(lines)


def _title(outlook: Outlook, reading: IndicatorReading) -> str:
    return shortened(printable(titles(outlook).get(reading.indicator, reading.indicator)), _MOST_NAME)


def unusual_words(outlook: Outlook, reading: IndicatorReading) -> str:
    """As in "Cabinet meets: 2 incidents in 7 days, 0.2 expected: 6.2 bits (last so much in the window to 12 November 2018)"."""
    days = (reading.last_day - reading.first_day).days + 1
    counted = UNKNOWN if reading.value is None else value_words(reading.value, printable(reading.unit))
    made = f"{_title(outlook, reading)}: {counted} in {number(days, 'day')}"
    if reading.expected is not None:
        made += f", {reading.expected:.2g} expected"
    if reading.surprise_bits is not None:
        made += f": {reading.surprise_bits:.1f} bits ({last_seen_words(reading)})"
    return made


def routine_words(outlook: Outlook, reading: IndicatorReading) -> str:
    """As in "Exercises: 1 of 1 incident, on the yearly plan"."""
    why = routine_reason(outlook, reading.indicator)
    note = f", {printable(why)}" if why else ""
    counted = value_words(reading.value or 0.0, printable(reading.unit))
    return f"{_title(outlook, reading)}: {reading.routine or 0:.2g} of {counted}{note}"


def _unread_words(outlook: Outlook) -> list[str]:
    """As in "Embassies leave, reserves and 3 more: not enough history: 3 of 8 windows", those of one reason together."""
    alike: dict[str, list[str]] = {}
    for one in unread(outlook):
        alike.setdefault(printable(one.note or "not enough history"), []).append(_title(outlook, one))
    return [f"{listed(_named(called))}: {note}" for note, called in alike.items()]


def _named(called: Sequence[str]) -> list[str]:
    more = len(called) - _MOST_REASONS
    return [*called[:_MOST_REASONS], f"{more} more"] if more > 1 else list(called)


def planned_words(one: Planned) -> str:
    """As in "27 March 2021: yearly exercise (routine)"."""
    when = day_words(one.day) if one.day else "no day known"
    return f"{when}: {shortened(printable(one.title), _MOST_NAME)}" + (" (routine)" if one.routine else "")


def _not_seen(outlook: Outlook) -> list[str]:
    ordered = by_probability(outlook.assessments)
    return [shortened(printable(one), _MOST_NAME) for one in expected_not_seen(outlook, ordered[0].scenario)] if ordered else []


def _sought(outlook: Outlook) -> list[str]:
    told = sought(outlook)[:_MOST_SOUGHT]
    return [f"{shortened(printable(one.title), _MOST_NAME)} ({one.bits:.2f} bits expected)" for one in told]


def score_words(scores: Sequence[Score]) -> str:
    """How forecasts have done over all, as in "Brier .081 on 46 resolved, base rate .104"."""
    whole = next((one for one in scores if one.name == "all"), None)
    if whole is None:
        return "nothing was forecast yet"
    if not whole.resolved or whole.brier is None:
        return f"nothing is resolved yet, {number(whole.open, 'forecast')} open, {whole.void} void"
    base = f", base rate {_figure(whole.base_brier)}" if whole.base_brier is not None else ""
    return f"Brier {_figure(whole.brier)} on {number(whole.resolved, 'resolved forecast')}{base}; {whole.open} open, {whole.void} void"


def _figure(value: float) -> str:
    return f"{value:.3f}".removeprefix("0")


# Many watches


def boards(outlooks: Iterable[Outlook]) -> RenderableType:
    """Several watches as cards, what has changed most first."""
    return Group(*(_card(one) for one in sorted(outlooks, key=lambda one: (-_change(one), one.watch.id))))


def _change(outlook: Outlook) -> float:
    """How much a watch has changed in a week: steps of level first, then the greatest change of a probability."""
    before = {one.scenario: one.probability for one in outlook.earlier}
    moved = (abs(one.probability - before[one.scenario]) for one in outlook.assessments if one.scenario in before)
    steps = abs(LEVELS.index(outlook.level) - LEVELS.index(outlook.before)) if outlook.before else 0
    return steps + max(moved, default=0.0)


def _card(outlook: Outlook) -> RenderableType:
    day = outlook.as_of.date()
    parts: list[RenderableType] = [
        _level_words(outlook),
        Text(printable(outlook.level_because), style="dim"),
        _Scenarios(outlook=outlook, reasons=False),
    ]
    if told := unusual(outlook):
        parts.append(Text(f"unusual: {unusual_words(outlook, told[0])}"))
    title = Text(printable(outlook.watch.title), style="bold").append(f" · {day_words(day)}", style="not bold")
    return Panel(Group(*parts), title=title, title_align="left", box=ROUNDED, border_style="dim")
