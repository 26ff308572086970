"""Charts: what is drawn, and that nothing else is in them."""

import re
import xml.etree.ElementTree as ET
from datetime import date, timedelta

import pytest

from tocsin.products.charts import LEVEL_COLOURS, indicator_svg, scenario_svg
from tocsin.products.warning_brief.rows import ChartPoint, IndicatorChart, ScenarioRow

DAY = date(2021, 3, 20)


def chart(*points: tuple[float | None, float | None, str], title: str = "Ships") -> IndicatorChart:
    made = tuple(
        ChartPoint(day=DAY - timedelta(days=7 * (len(points) - n)), value=value, expected=expected, level=level)
        for n, (value, expected, level) in enumerate(points)
    )
    return IndicatorChart(indicator="ships", title=title, unit="incidents", points=made, description="Ships.")


def row(before: float | None = 0.3, base: float | None = 0.1, title: str = "Talks") -> ScenarioRow:
    return ScenarioRow(id="talks", title=title, probability=0.4, before=before, base_rate=base, confidence="low")


def marks(svg: str, kind: str) -> int:
    """How many shapes a mark has drawn."""
    groups = re.findall(rf'<g class="mark-{kind} role-mark[^>]*>(.*?)</g>', svg, re.DOTALL)
    return sum(len(re.findall(r"<(?:path|line|rect) ", group)) for group in groups)


def test_a_bar_for_each_value_in_the_colour_of_its_level_and_a_gap_for_the_unknown():
    svg = indicator_svg(chart((1.0, 0.5, "inactive"), (2.0, 0.5, "emerging"), (None, 0.5, "inactive"), (6.0, 0.5, "strong")))
    ET.fromstring(svg)
    assert [svg.count(f'fill="{LEVEL_COLOURS[level]}"') for level in ("emerging", "active", "strong")] == [1, 0, 1]
    assert "stroke-dasharray" in svg


@pytest.mark.parametrize(
    "points",
    [
        pytest.param([(None, None, "inactive")], id="nothing known"),
        pytest.param([(0.0, None, "inactive"), (0.0, None, "inactive")], id="no expectation"),
        pytest.param([(-8.5, 1.0, "active"), (3.25, 1.0, "inactive")], id="below zero"),
        pytest.param([(float(n % 5), 2.0, "inactive") for n in range(120)], id="many"),
    ],
)
def test_whatever_is_known_gives_a_picture(points):
    ET.fromstring(indicator_svg(chart(*points)))


def test_a_day_is_the_same_day_in_every_zone(monkeypatch):
    drawn = []
    for zone in ("UTC", "Pacific/Auckland", "America/Los_Angeles"):
        monkeypatch.setenv("TZ", zone)
        drawn.append(indicator_svg(chart((1.0, 0.5, "inactive"), (2.0, 0.5, "active"))))
    assert drawn[0] == drawn[1] == drawn[2]


@pytest.mark.parametrize(("before", "base", "shapes"), [(0.3, 0.1, 2), (None, 0.1, 1), (0.3, None, 2), (None, None, 1)])
def test_what_is_not_known_of_a_scenario_is_not_drawn(before, base, shapes):
    svg = scenario_svg(row(before, base), axis=True)
    assert marks(svg, "symbol") == shapes
    assert marks(svg, "rect") == (base is not None)
    assert ">100%</text>" in svg
    assert ">100%</text>" not in scenario_svg(row(before, base), axis=False)


@pytest.mark.parametrize("title", ["<script>alert(1)</script>", "\x1b[31m\uffff", "]]>"], ids=["script", "no XML", "end of data"])
def test_no_words_of_others_are_drawn(title):
    assert scenario_svg(row(title=title), axis=True) == scenario_svg(row(), axis=True)
    assert indicator_svg(chart((1.0, 0.5, "active"), title=title)) == indicator_svg(chart((1.0, 0.5, "active")))


@pytest.mark.parametrize("svg", [indicator_svg(chart((1.0, 0.5, "active"))), scenario_svg(row(), axis=True)], ids=["indicator", "scenario"])
def test_nothing_is_loaded_and_the_ground_is_clear(svg):
    assert not re.findall(r"<(?:script|image|use|a|style|foreignObject)\b|href=|url\(", svg)
    assert not re.findall(r'fill="white"|fill="black"|stroke="black"', svg)
    assert set(re.findall(r'font-family="([^"]*)"', svg)) <= {"sans-serif"}
