"""Charts as SVG: an indicator against its baseline, a scenario now and before. Nothing in them is to be loaded.

No words of others are in them, not even titles: those stand beside them on the page. The drawing library ends the whole process
where a text holds a character that XML has no room for.

Bars and lines are drawn in the colour of the page's text, so that they are read on light and on dark; only levels have a colour.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import altair as alt
import vl_convert

from tocsin.products.warning_brief.rows import IndicatorChart, ScenarioRow
from tocsin.records import Level

LEVEL_COLOURS: Mapping[Level, str] = {"inactive": "currentColor", "emerging": "#c99700", "active": "#dd6b20", "strong": "#d03030"}
"""Seen on white and on near-black alike."""

_WIDTH, _HEIGHT = 260, 84  # px
_LINE = (380, 18)  # px, of a scenario
_FAINT = 0.35
_PADDING = {"left": 18, "right": 22, "top": 1, "bottom": 1}  # px, alike with and without an axis, so that lines stand below each other


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


def scenario_svg(row: ScenarioRow, *, axis: bool) -> str:
    """A line from 0 to 100 %: a ring where the probability stood before, a dot where it stands, a tick for the base rate."""
    scale = alt.Scale(domain=[0, 1])
    drawn = alt.Axis(title=None, format=".0%", values=[n / 5 for n in range(6)], labels=axis, ticks=axis, domainOpacity=0.25)
    base = alt.Chart(alt.InlineData(values=[{"now": row.probability, "before": row.before, "base": row.base_rate}]))
    now, before, rate = (alt.X(f"{name}:Q", scale=scale, axis=drawn) for name in ("now", "before", "base"))
    marks = [base.mark_point(color="currentColor", size=70, filled=True, opacity=1).encode(x=now)]
    if row.before is not None:
        ring = base.mark_point(color="currentColor", size=70, strokeWidth=1.5).encode(x=before)
        marks += [base.mark_rule(color="currentColor", strokeWidth=1.5, opacity=0.6).encode(x=before, x2="now:Q"), ring]
    if row.base_rate is not None:
        marks.append(base.mark_tick(color="currentColor", thickness=2, size=14, opacity=0.6).encode(x=rate))
    return _svg(alt.layer(*marks).properties(width=_LINE[0], height=_LINE[1], padding=_PADDING))


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
    specification = chart.to_dict(validate=False) | {"config": dict(_CONFIG)}
    return vl_convert.vegalite_to_svg(specification)
