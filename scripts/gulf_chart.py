"""Draws docs/gulf-2019.svg: what the shipped watch gives each scenario on every day from 1 May to 15 July 2019, on the reports of the demo.

python scripts/gulf_chart.py
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import altair
import vl_convert

from tocsin.demo import merged, reports
from tocsin.pipeline import Reader
from tocsin.pipeline.backtest import backtest
from tocsin.pipeline.warning import Warner
from tocsin.pipeline.worlds import Replay, counted
from tocsin.records import ArticleReading
from tocsin.watches import loaded, shipped_watches

CHART = Path(__file__).resolve().parents[1] / "docs" / "gulf-2019.svg"
FIRST, LAST = date(2019, 5, 1), date(2019, 7, 15)
MARKS = {
    date(2019, 5, 12): "ships off Fujairah",
    date(2019, 6, 13): "two tankers",
    date(2019, 6, 20): "drone shot down",
    date(2019, 7, 4): "Grace 1 seized",
}


def main() -> None:
    """Read, replay, draw."""
    watch = loaded(shipped_watches()["gulf-2019"])
    made = merged([each for each in Reader().read_many(reports()) if isinstance(each, ArticleReading)])
    replay = Replay(made.filings, counted(watch, (claim for filing in made.filings for claim in filing.claims)))
    steps = backtest(Warner(watch), replay, FIRST, LAST, every=timedelta(days=1), recorded_at=datetime.now(UTC))
    rows = [
        {"day": step.outlook.as_of.date().isoformat(), "scenario": scenario.title, "p": step.outlook.weighed.probabilities[scenario.id]}
        for step in steps
        for scenario in watch.scenarios
    ]
    lines = (
        altair.Chart(altair.Data(values=rows))
        .mark_line(interpolate="step-after")
        .encode(
            x=altair.X("day:T", title=None, axis=altair.Axis(format="%-d %b", grid=False)),
            y=altair.Y("p:Q", title="probability within 30 days", axis=altair.Axis(format="%"), scale=altair.Scale(domain=[0, 1])),
            color=altair.Color("scenario:N", title=None, legend=altair.Legend(orient="top", columns=2, labelLimit=320)),
        )
    )
    marks = altair.Data(values=[{"day": day.isoformat(), "what": what} for day, what in MARKS.items()])
    rules = altair.Chart(marks).mark_rule(strokeDash=[2, 3], color="#888").encode(x="day:T")
    words = altair.Chart(marks).mark_text(align="left", dx=3, y=8, fontSize=10, color="#555").encode(x="day:T", text="what:N")
    drawn = (lines + rules + words).properties(width=720, height=320).configure_view(stroke=None)
    CHART.write_text(vl_convert.vegalite_to_svg(drawn.to_dict()), encoding="utf-8")


if __name__ == "__main__":
    main()
