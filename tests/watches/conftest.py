"""A small watch, whole, that tests break in one place."""

from __future__ import annotations

from pathlib import Path

import pytest

FILES = {
    "watch.toml": """\
title = "Straits"
about = "Shipping in the straits."
horizon_days = 30
alarms_per_month = 2
countries = ["IRN", "USA"]
[groups]
iran = ["IRN"]
partners = ["Hezbollah", "LBNREBH"]
axis = [
  "iran",
  "partners",
]
[areas.gulf]
countries = ["ARE"]
lat = 26.5
lon = 54.0
radius_km = 600
[series.oil]
file = "series/oil.csv"
title = "Oil"
unit = "USD"
source = "made up"
licence = "CC0"
[history.past]
file = "history/past.csv"
title = "Past"
source = "made up"
licence = "CC0"
first = 2018-01-01
last = 2018-12-31
""",
    "sources.opml": """\
<?xml version="1.0"?>
<opml version="2.0"><body>
  <outline xmlUrl="https://example.org/a.xml"/>
  <outline text="more">
    <outline xmlUrl="https://example.org/b.xml"/>
  </outline>
</body></opml>
""",
    "series/oil.csv": "day,value\n2019-01-07,60\n2019-01-08,61.5\n2019-01-09,62\n",
    "history/past.csv": "week,who,type,whom,events\n2018-01-01,IRN,ASSAULT,USA,2\n2018-01-08,IRN,ASSAULT,USA,1\n",
    "indicators/a.yaml": """\
- id: strikes
  title: Strikes
  why: They hurt.
  group: military preparation
  kind: incidents
  who: [axis]
  whom: [USA]
  types: [ASSAULT]
  modes: [aerial]
  where: [gulf, IRQ]
  status: [occurred]
  window_days: 7
  baseline:
    history_days: 365
    min_windows: 8
    since: 2018-05-08
    why: since the agreement was left
  routine:
    - words: [yearly exercise]
      weight: 0.3
      why: on the plan
- id: price
  title: Price of oil
  why: Markets listen.
  group: economic and financial
  kind: series
  window_days: 7
  series: {name: oil, measure: change}
""",
    "scenarios/escalation.yaml": """\
id: escalation
title: Escalation
statement: There are more strikes.
order: 1
base_rate: {probability: 0.2, source: counted by hand}
rule:
  who: [iran]
  whom: [USA]
  types: [ASSAULT]
  at_least: 2
  text: Two strikes.
  void: No news.
expects:
  strikes: CC
  price: {seen: 0.7, why: it rose before}
""",
    "scenarios/rest.yaml": """\
id: rest
title: Nothing changes
statement: No other comes.
order: 9
rest: true
expects:
  strikes: 0.1
  price: NA
""",
    "questions/q.yaml": """\
- id: meet
  text: Will they meet?
  topic: talks
  rule:
    who: [iran]
    whom: [USA]
    between: true
    types: [CONSULT]
    within_days: 14
    text: One meeting.
    void: No news.
  base_rate: {history: past, source: counted}
  opens: 2019-05-01
  every_days: 7
""",
}


class Watch:
    """The files of a watch, to be changed before they are written."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "straits"
        self.files: dict[str, bytes] = {path: text.encode() for path, text in FILES.items()}

    def change(self, path: str, old: str, new: str) -> None:
        text = self.files[path].decode()
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {path}"
        self.files[path] = text.replace(old, new).encode()

    def write(self) -> Path:
        for path, data in self.files.items():
            (self.folder / path).parent.mkdir(parents=True, exist_ok=True)
            (self.folder / path).write_bytes(data)
        return self.folder


@pytest.fixture
def watch(tmp_path: Path) -> Watch:
    """The small watch, not yet written."""
    return Watch(tmp_path)
