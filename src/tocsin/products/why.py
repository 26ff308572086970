"""What stands behind a number of a watch: a scenario, an indicator, a forecast, an incident, opened down to the words of the reports."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from difflib import get_close_matches
from functools import partial

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from tocsin.errors import DataError
from tocsin.products.brief import shortened
from tocsin.products.incident import incident_view, verdict
from tocsin.products.rows import UNKNOWN
from tocsin.products.terminal import printable
from tocsin.products.told import listed
from tocsin.products.warning_brief.citing import Citations
from tocsin.products.warning_brief.phrases import citation, endnote_parts
from tocsin.products.warning_brief.rows import Endnote, Statement
from tocsin.products.warning_brief.sentences import Writer
from tocsin.products.wording import LEAST_DECIBANS, by_probability, day_words, decimal, is_held, number, percent, unseen_words
from tocsin.records import (
    EvidenceItem,
    FiledArticle,
    FiledClaim,
    FiledEvent,
    Forecast,
    IndicatorDefinition,
    IndicatorReading,
    Outlook,
    QuestionDefinition,
    ScenarioDefinition,
)

_LEAST_BEGINNING = 6  # characters of an id that open it
_UNITS = (
    "decibans: by what an item alone would multiply the probability, 10 log10 (+3 doubles it); "
    "bits: how well it tells the scenarios apart; a likelihood in letters is the nearest of CC .95, C .80, N .50, I .20, II .05"
)
_MOST_WINDOWS = 12
_MOST_WITHOUT = 8
_MOST_NAME = 60
_NEAR = 0.4  # likeness from which an id is held to be what was meant
_WIDEST_BAR = 20


def why(
    outlook: Outlook,
    wanted: str,
    articles: Mapping[str, FiledArticle],
    events: Mapping[str, FiledEvent],
    claims: Mapping[str, FiledClaim],
) -> RenderableType:
    """The page behind one number, fit for any width from 60 columns.

    wanted: id of a scenario ("proxy", or "p:proxy"), indicator or question, or the id of a forecast or incident, or six characters or more
            of its beginning. Raises DataError, which names the nearest ids, where there is none such, or more than one.
    Text of articles is made printable; nothing of it is taken for markup.
    """
    page = _Page(Writer(outlook=outlook, cite=Citations(outlook.incidents, articles, events, claims)), articles, events)
    key = wanted.strip().removeprefix("p:")
    views = _views(page)
    exact = views.get(key)
    found = [exact] if exact else [view for name, view in views.items() if len(key) >= _LEAST_BEGINNING and name.startswith(key)]
    if len(found) != 1:
        raise _unknown(wanted, key, views)
    return Group(*found[0]())


def _unknown(wanted: str, key: str, views: Iterable[str]) -> DataError:
    known = list(views)
    begun = [name for name in known if len(key) >= _LEAST_BEGINNING and name.startswith(key)]
    near = begun[:3] or get_close_matches(key, known, n=3, cutoff=_NEAR)
    found = f"{wanted!r} {'begins several ids' if begun else 'is no id'} of this watch"
    allowed = f"near it are {listed(near)}" if near else "it opens scenarios, indicators, questions, forecasts and incidents by their ids"
    return DataError(found, allowed=allowed, do="take one of these, or see the board (tocsin watch status)")


class _Page:
    """What the views are made with."""

    def __init__(self, writer: Writer, articles: Mapping[str, FiledArticle], events: Mapping[str, FiledEvent]) -> None:
        self.writer, self.outlook, self.articles, self.events = writer, writer.outlook, articles, events


_View = Callable[[], Iterator[RenderableType]]


def _views(page: _Page) -> dict[str, _View]:
    """Every id that can be opened; of equal ones the first kind here wins."""
    outlook = page.outlook
    made: dict[str, _View] = {one: partial(_incident, page, one) for one in outlook.incidents}
    made |= {one.id: partial(_forecast, page, one) for one in outlook.forecasts}
    made |= {one.id: partial(_question, page, one) for one in outlook.watch.questions}
    made |= {one.id: partial(_indicator, page, one) for one in outlook.watch.indicators}
    return made | {one.id: partial(_scenario, page, one) for one in outlook.watch.scenarios}


def _heading(title: str, right: str) -> Iterator[RenderableType]:
    table = Table.grid(expand=True, padding=(0, 2))
    table.add_column(ratio=1, overflow="fold")
    table.add_column(justify="right", overflow="fold")
    table.add_row(Text(printable(title), style="bold"), Text(printable(right), style="dim"))
    yield table
    yield Rule(style="dim")


def _head(words: str) -> Text:
    return Text(f"\n{words}", style="bold blue")


def _said(statement: Statement) -> Text:
    told = "".join(f"“{part.text}”" if part.kind == "quote" else part.text for part in statement.parts)
    return Text(printable(told)).append("".join(map(citation, statement.citations)), style="dim")


def _receipts(page: _Page) -> Iterator[RenderableType]:
    """Whatever the page has cited, down to the words."""
    notes = page.writer.cite.endnotes()
    if notes:
        yield _head("RECEIPTS")
    for note in notes:
        table = Table.grid(padding=(0, 1))
        table.add_column(no_wrap=True)
        table.add_column(overflow="fold")
        table.add_row(Text(citation(note.number), style="dim"), _receipt(note))
        yield table


def _receipt(note: Endnote) -> Text:
    told = "".join(f"“{part.text}”" if part.kind == "quote" else part.text for part in endnote_parts(note))
    ids = [f"{name} {value}" for name, value in (("article", note.article), ("incident", note.incident)) if value]
    made = Text(printable(told))
    for more in (note.url, " · ".join(ids)):
        if more:
            made.append(f"\n{printable(more)}", style="dim")
    return made


# A scenario


def _scenario(page: _Page, definition: ScenarioDefinition) -> Iterator[RenderableType]:
    writer, outlook = page.writer, page.outlook
    yield from _heading(definition.title, f"scenario {definition.id} · {day_words(outlook.as_of.date())}")
    one = next((a for a in outlook.assessments if a.scenario == definition.id), None)
    yield Text(printable(definition.statement))
    if one is None:
        yield Text("It was not assessed.")
        return
    yield _said(writer.chance(one))
    yield _said(writer.because(one))
    yield Text(f"Confidence in the basis: {one.confidence}.")
    yield _head("EVIDENCE")
    items = sorted(outlook.weighed.items, key=lambda item: (-abs(item.decibans.get(definition.id, 0.0)), item.id))
    if items:
        weighty = [item for item in items if abs(item.decibans.get(definition.id, LEAST_DECIBANS)) >= LEAST_DECIBANS or item.judgements]
        yield _evidence(page, weighty, definition.id)
        light = [printable(item.id) for item in items if item not in weighty]
        if light:
            others = number(len(light), "other item")
            yield Text(f"{others} weigh less than {LEAST_DECIBANS} decibans each: {', '.join(light)}", style="dim")
        yield Text(_UNITS, style="dim")
    else:
        yield Text("None yet: what stands here is where the scenarios began.")
    yield from _without(page, definition.id)
    yield from _receipts(page)


def _evidence(page: _Page, items: Iterable[EvidenceItem], scenario: str) -> RenderableType:
    table = Table(box=None, expand=True, padding=(0, 2, 0, 0), pad_edge=False, header_style="dim")
    for name, right in (("decibans", True), ("bits", True), ("item", False), ("trust", True), ("grade", False)):
        table.add_column(name, justify="right" if right else "left", no_wrap=name != "item", ratio=1 if name == "item" else None)
    for item in items:
        decibans = item.decibans.get(scenario)
        told = Text(shortened(printable(item.title), _MOST_NAME))
        told.append("".join(map(citation, page.writer.item_citations(item))), style="dim")
        told.append(f"\n{_item_notes(page, item, scenario)}", style="dim")
        grade = (
            f"{item.reliability or UNKNOWN}{item.credibility or UNKNOWN}" if item.seen and (item.reliability or item.credibility) else "-"
        )
        table.add_row(UNKNOWN if decibans is None else f"{decibans:+.1f}", f"{item.bits:.2f}", told, decimal(item.trust), grade)
    return table


def _item_notes(page: _Page, item: EvidenceItem, scenario: str) -> str:
    """How it is expected here, and with what it shares its weight."""
    rating, p = item.rating.get(scenario), item.likelihood.get(scenario)
    reading = page.writer.reading(item.id)
    seen = "seen in an earlier window, not in this one" if is_held(page.outlook, reading) else "seen"
    told = [seen if item.seen else unseen_words(page.outlook, reading)]
    told += [f"likelihood {decimal(p)}" + (f" ({rating})" if rating else "")] if p is not None else []
    alike = f"shares the origin {printable(item.group)}" if item.seen else "what is not seen of one field counts once"
    told += [f"{alike}: weighs {decimal(item.share)}"] if item.share < 1 else []
    told += [f"relevance {item.relevance:.2g}"] if item.relevance != 1 else []
    told += [f"judged by people: {', '.join(map(printable, item.judgements))}"] if item.judgements else []
    return f"{printable(item.id)} · {'; '.join(told)}"


def _without(page: _Page, scenario: str) -> Iterator[RenderableType]:
    now = page.outlook.weighed.probabilities.get(scenario)
    told = [one for one in page.outlook.weighed.without if scenario in one.probabilities]
    if now is None or not told:
        return
    yield _head("WITHOUT ONE OF THEM")
    told.sort(key=lambda one: (-abs(one.probabilities[scenario] - now), one.removed))
    for one in told[:_MOST_WITHOUT]:
        line = Text(f"{decimal(one.probabilities[scenario]):>5}  ").append(f"without the {one.kind} ", style="dim")
        leads = page.writer.names.get(one.leader, one.leader)
        yield line.append(printable(one.name)).append(f"; leads: {printable(leads)}", style="dim")


# An indicator


def _indicator(page: _Page, definition: IndicatorDefinition) -> Iterator[RenderableType]:
    yield from _heading(definition.title, f"indicator {definition.id} · {definition.group} · {definition.kind}")
    yield Text(printable(definition.why))
    reading = page.writer.reading(definition.id)
    if reading is None:
        yield Text("It was not read.")
        return
    yield Text(printable("".join(part.text for part in page.writer.counted(reading))) + ".")
    yield Text(_state(reading), style="dim")
    if reading.note and reading.expected is not None:  # else it has been told in place of a number
        yield Text(printable(reading.note), style="dim")
    yield from _windows(page, definition)
    yield from _expectations(page, definition)
    page.writer.reading_citations(reading)
    known = [page.outlook.incidents[one] for one in reading.incidents if one in page.outlook.incidents]
    if known:
        yield _head("INCIDENTS")
    if reading.unit == "incidents" and reading.value is not None and len(known) > reading.value:
        yield Text(f"{len(known)} are held apart; those that are in all likelihood one happening count once", style="dim")
    for incident in known:
        line = Text(f"“{shortened(printable(incident.title), _MOST_NAME)}” ").append(f"{verdict(incident)}", style="dim")
        yield line.append("".join(map(citation, page.writer.cite.incidents([incident.id]))), style="dim")
        yield Padding(Text(f"id {incident.id}", style="dim"), (0, 0, 0, 2))
    yield from _receipts(page)


def _state(reading: IndicatorReading) -> str:
    exposure = "exposure not known" if reading.exposure is None else f"exposure {reading.exposure:.2f} of the usual"
    routine = f" · {reading.routine:.2g} of it routine" if reading.routine else ""
    return f"level {_level(reading)} · {exposure}{routine}"


def _level(reading: IndicatorReading) -> str:
    return reading.level if reading.expected is not None else UNKNOWN


def _windows(page: _Page, definition: IndicatorDefinition) -> Iterator[RenderableType]:
    told = [one for one in (*page.outlook.past, *page.outlook.readings) if one.indicator == definition.id][-_MOST_WINDOWS:]
    most = max((abs(one.value) for one in told if one.value is not None), default=0.0)
    yield _head("WINDOWS")
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="dim")
    for name, right in (("to", False), ("read", True), ("expected", True), ("level", False), ("", False)):
        table.add_column(name, justify="right" if right else "left", no_wrap=True)
    for one in told:
        value = UNKNOWN if one.value is None else f"{one.value:.4g}"
        expected = UNKNOWN if one.expected is None else f"{one.expected:.2g}"
        bar = "█" * round(_WIDEST_BAR * abs(one.value) / most) if one.value and most else ""
        table.add_row(day_words(one.last_day), value, expected, _level(one), bar)
    yield table


def _expectations(page: _Page, definition: IndicatorDefinition) -> Iterator[RenderableType]:
    told = [(s.title, e) for s in page.outlook.watch.scenarios for e in s.expects if e.indicator == definition.id]
    if told:
        yield _head("HOW LIKELY IT IS TO BE SEEN IF")
    for title, expected in told:
        why_so = f": {printable(expected.why)}" if expected.why else ""
        yield Text(f"{percent(expected.seen):>5}  {printable(title)}").append(f"{why_so}", style="dim")


# Questions, forecasts, incidents


def _question(page: _Page, definition: QuestionDefinition) -> Iterator[RenderableType]:
    told = [one for one in page.outlook.forecasts if one.question == definition.text]
    if told:
        yield from _forecast(page, max(told, key=lambda one: (one.issued, one.id)))
        return
    yield from _heading(definition.text, f"question {definition.id}")
    yield Text("No forecast of it is open.")
    yield from _rule(definition.rule.text, definition.rule.void)


def _rule(rule: str, void: str) -> Iterator[RenderableType]:
    yield Text("decided by: ", style="dim").append(printable(rule), style="not dim")
    yield Text("void: ", style="dim").append(printable(void), style="not dim")


def _forecast(page: _Page, one: Forecast) -> Iterator[RenderableType]:
    yield from _heading(one.question, f"forecast {one.id[:12]} · {one.topic or 'asked by itself'}")
    known = [("probability", one.probability), ("base rate", one.base_rate), ("if nothing changes", one.persistence)]
    yield Text(" · ".join(f"{name} {UNKNOWN if value is None else percent(value)}" for name, value in known))
    yield Text(f"issued {day_words(one.issued)}, to be decided by {day_words(one.deadline)}, by the model {printable(one.model)}")
    yield from _rule(one.rule, one.void_rule)
    known_incidents = [page.outlook.incidents[i] for i in one.incidents if i in page.outlook.incidents]
    if known_incidents:
        yield _head("RESTS ON")
    for incident in known_incidents:
        yield _said(page.writer.incident(incident))
    yield from _receipts(page)


def _incident(page: _Page, wanted: str) -> Iterator[RenderableType]:
    outlook = page.outlook
    yield incident_view(outlook.incidents[wanted], page.articles, page.events)
    counted = [page.writer.names.get(one.indicator, one.indicator) for one in outlook.readings if wanted in one.incidents]
    yield _head("WHAT IT BEARS ON")
    yield Text(f"counted by {listed([f'“{printable(name)}”' for name in counted])}" if counted else "no indicator counts it now")
    items = [item for item in outlook.weighed.items if item.id == wanted or wanted in item.incidents]
    for one in by_probability(outlook.assessments):
        weight = sum(item.decibans.get(one.scenario, 0.0) for item in items)
        if items:
            name = printable(page.writer.names.get(one.scenario, one.scenario))
            yield Text(f"{weight:+6.1f} decibans  {name}, through {number(len(items), 'item')}")
