"""The brief as one HTML file that loads nothing: no script, no font, no picture from elsewhere; its policy forbids them besides."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup

from tocsin.ontology.likelihood import Scale
from tocsin.products.charts import LEVEL_COLOURS, indicator_svg, scenario_svg
from tocsin.products.terminal import printable
from tocsin.products.warning_brief.phrases import KIND_WORDS, columns, dateline, endnote_parts, scenario_cells, web_address
from tocsin.products.warning_brief.rows import HEADINGS, Brief, Endnote, IndicatorChart, Part, Section
from tocsin.products.wording import day_words, number, percent

_SCALES: dict[Scale, str] = {
    "icd203": "ICD 203",
    "icd203-row2": "ICD 203, second row",
    "kent": "Kent",
    "phia": "PHIA probability yardstick",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sentence:
    kind: str
    mark: str
    parts: tuple[Part, ...]
    citations: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Heading:
    key: str
    heading: str
    statements: tuple[_Sentence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Note:
    number: int
    parts: tuple[Part, ...]
    url: str | None
    address: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Strip:
    title: str
    svg: Markup


@dataclass(frozen=True, slots=True, kw_only=True)
class _Chart:
    title: str
    unit: str
    description: str
    svg: Markup


def brief_html(brief: Brief) -> str:
    """The brief as a page, with charts. Every text in it is escaped; an address becomes a link only if it is http or https."""
    return _template().render(
        brief=brief,
        css=Markup(_file("brief.css")),  # noqa: S704  (it is ours, and shipped)
        day=day_words(brief.as_of.date()),
        before=day_words(brief.before) if brief.before else None,
        moment=f"{brief.as_of:%Y-%m-%d %H:%M}",
        dateline=dateline(brief),
        horizon=number(brief.horizon_days, "day"),
        sections=[_section(one) for one in brief.sections],
        columns=columns(brief),
        rows=[tuple(map(printable, scenario_cells(brief, row))) for row in brief.scenarios],
        strips=_strips(brief),
        scenarios_description=_scenarios_description(brief),
        colours=list(LEVEL_COLOURS.items()),
        charts=[_chart(one) for one in brief.charts],
        endnotes=[_endnote(one) for one in brief.endnotes],
        scale=_SCALES[brief.scale],
    )


def _section(section: Section) -> _Heading:
    told = tuple(
        _Sentence(kind=one.kind, mark=KIND_WORDS[one.kind], parts=_printable(one.parts), citations=one.citations)
        for one in section.statements
    )
    return _Heading(key=section.key, heading=HEADINGS[section.key], statements=told)


def _printable(parts: Iterable[Part]) -> tuple[Part, ...]:
    return tuple(Part(kind=part.kind, text=_kept(part.text), figure=part.figure) for part in parts)


def _kept(text: str) -> str:
    """Printable, with the spaces at its ends, which part it from its neighbours."""
    made = printable(f"|{text}|")
    return made[1:-1]


def _chart(chart: IndicatorChart) -> _Chart:
    return _Chart(title=printable(chart.title), unit=chart.unit, description=chart.description, svg=_drawn(indicator_svg(chart)))


def _drawn(svg: str) -> Markup:
    return Markup(svg)  # noqa: S704  (made by vl-convert from numbers and days alone)


def _strips(brief: Brief) -> list[_Strip]:
    last = len(brief.scenarios) - 1
    return [_Strip(title=printable(row.title), svg=_drawn(scenario_svg(row, axis=n == last))) for n, row in enumerate(brief.scenarios)]


def _endnote(note: Endnote) -> _Note:
    url = printable(note.url) if note.url else None
    return _Note(number=note.number, parts=_printable(endnote_parts(note)), url=url, address=web_address(note.url))


def _scenarios_description(brief: Brief) -> str:
    told = (f"{row.title} {percent(row.probability, brief.scale)}" for row in brief.scenarios)
    return f"Probabilities: {', '.join(told)}"


@cache
def _template() -> Template:
    made = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return made.from_string(_file("brief.html.jinja"))


def _file(name: str) -> str:
    return files("tocsin.products").joinpath("data", name).read_text("utf-8")
