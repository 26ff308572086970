"""Charts as SVG: an indicator against its baseline, the scenarios now and before. No text of articles is in them, and nothing to load.

Bars and lines are drawn in the colour of the page's text, so that they are read on light and on dark; only levels have a colour.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt
import vl_convert

from tocsin.products.warning_brief.rows import IndicatorChart, ScenarioRow
from tocsin.records import Level

LEVEL_COLOURS: Mapping[Level, str] = {"inactive": "currentColor", "emerging": "#c99700", "active": "#dd6b20", "strong": "#d03030"}
"""Seen on white and on near-black alike."""

_WIDTH, _HEIGHT = 260, 84  # px
_LINE = 30  # px for each scenario
_FAINT = 0.35
_PADDING = {"left": 30, "right": 12, "top": 5, "bottom": 5}  # px; letters of a reader's font may be wider than those measured here


def indicator_svg(chart: IndicatorChart) -> str:
    """Bars for what was read, coloured by level; a dashed line for what was expected. A window without a value is a gap."""
    rows = [
        {"day": one.day.isoformat(), "value": one.value, "expected": one.expected, "level": one.level}
        for one in chart.points
        if one.value is not None or one.expected is not None
    ]
    base = alt.Chart(alt.InlineData(values=rows)).encode(
        x=alt.X("day:T", scale=alt.Scale(type="utc"), axis=alt.Axis(title=None, format="%-d %b", tickCount=4, grid=False))
    )
    colour = alt.Color("level:N", scale=alt.Scale(domain=list(LEVEL_COLOURS), range=list(LEVEL_COLOURS.values())), legend=None)
    faint = alt.condition("datum.level == 'inactive'", alt.value(_FAINT), alt.value(1.0))
    y = alt.Axis(title=None, tickCount=3, tickMinStep=1, format="~g")
    bars = base.mark_bar(size=max(2, min(14, int(0.7 * _WIDTH / len(chart.points))))).encode(
        y=alt.Y("value:Q", axis=y), color=colour, opacity=faint
    )
    line = base.mark_line(color="currentColor", strokeWidth=1.2, strokeDash=[3, 2], interpolate="step").encode(
        y=alt.Y("expected:Q", axis=y)
    )
    return _svg(alt.layer(bars, line).properties(width=_WIDTH, height=_HEIGHT))


def scenarios_svg(rows: Sequence[ScenarioRow]) -> str:
    """A line a scenario: a ring where its probability stood before, a dot where it stands, a tick for its base rate."""
    told = [
        {"title": row.title, "now": row.probability, "before": row.before, "base": row.base_rate, "order": n} for n, row in enumerate(rows)
    ]
    axis = alt.Axis(title=None, format="%", tickCount=5, grid=True, gridOpacity=0.15, gridColor="currentColor")
    base = alt.Chart(alt.InlineData(values=told)).encode(
        y=alt.Y(
            "title:N",
            sort=alt.EncodingSortField("order"),
            axis=alt.Axis(title=None, labelLimit=230, ticks=False, domain=False),
        )
    )
    scale = alt.Scale(domain=[0, 1])
    marks = [
        base.mark_rule(color="currentColor", strokeWidth=1.5, opacity=0.6).encode(x=alt.X("before:Q", scale=scale, axis=axis), x2="now:Q"),
        base.mark_tick(color="currentColor", thickness=2, size=14, opacity=0.6).encode(x=alt.X("base:Q", scale=scale, axis=axis)),
        base.mark_point(color="currentColor", size=70, strokeWidth=1.5).encode(x=alt.X("before:Q", scale=scale, axis=axis)),
        base.mark_point(color="currentColor", size=70, filled=True, opacity=1).encode(x=alt.X("now:Q", scale=scale, axis=axis)),
    ]
    return _svg(alt.layer(*marks).properties(width=380, height=_LINE * max(1, len(rows)), padding=_PADDING))


_CONFIG: Mapping[str, Any] = {
    "background": "transparent",
    "font": "sans-serif",
    "view": {"stroke": None},
    "axis": {
        "labelColor": "currentColor",
        "labelFontSize": 11,
        "domainColor": "currentColor",
        "tickColor": "currentColor",
        "domainOpacity": 0.4,
    }
    | {"tickOpacity": 0.4, "labelPadding": 4, "grid": False},
}


def _svg(chart: alt.LayerChart | alt.FacetChart) -> str:
    specification = chart.to_dict() | {"config": dict(_CONFIG)}
    return vl_convert.vegalite_to_svg(specification)
