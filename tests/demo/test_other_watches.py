"""The shipped watches on other crises than that of the demo: whole, and with reports that can be taken in."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import get_args

import pytest

from tocsin.records import WatchDefinition
from tocsin.records.watch import IndicatorGroup
from tocsin.watches import load

WATCHES = ("karabakh-2020", "sudan-2023")


@pytest.fixture(params=WATCHES)
def folder(request: pytest.FixtureRequest) -> Path:
    return Path(str(files("tocsin.demo"))) / "watches" / str(request.param)


@pytest.fixture
def watch(folder: Path) -> WatchDefinition:
    made = load(folder)
    assert made.watch is not None, [str(finding) for finding in made.findings]
    return made.watch


@pytest.fixture
def reports(folder: Path) -> list[dict[str, str | None]]:
    return [json.loads(line) for line in (folder / "reports.jsonl").read_text(encoding="utf-8").splitlines()]


def test_nothing_is_to_be_mended(folder: Path) -> None:
    assert [str(finding) for finding in load(folder).findings] == []


def test_it_looks_into_many_fields_in_many_ways(watch: WatchDefinition) -> None:
    assert len(watch.indicators) >= 12
    assert len({one.kind for one in watch.indicators}) >= 5
    assert len({one.group for one in watch.indicators}) >= 4 <= len(get_args(IndicatorGroup))
    assert len(watch.questions) >= 4


def test_every_scenario_says_what_it_expects_of_every_indicator(watch: WatchDefinition) -> None:
    ids = {one.id for one in watch.indicators}
    assert {s.id: ids - {e.indicator for e in s.expects} for s in watch.scenarios} == {s.id: set() for s in watch.scenarios}


def test_every_number_known_beforehand_says_whence(watch: WatchDefinition) -> None:
    rates = [s.base_rate for s in watch.scenarios if not s.rest] + [q.base_rate for q in watch.questions]
    sources = [rate.source for rate in rates if rate] + [i.baseline.prior_source for i in watch.indicators if i.baseline.prior_per_week]
    assert all(rates)
    assert [s for s in sources if not (s or "").startswith(("elicited", "counted"))] == []
    assert sum(s.base_rate.probability or 0 for s in watch.scenarios if s.base_rate) < 1


def test_the_past_ends_before_the_reports_begin(watch: WatchDefinition, reports: list[dict[str, str | None]]) -> None:
    begins = min(date.fromisoformat(str(one["published"])) for one in reports)
    assert [history.id for history in watch.histories if history.last >= begins] == []


def test_reports_are_short_dated_and_of_several_outlets(reports: list[dict[str, str | None]]) -> None:
    assert [list(one) for one in reports if list(one) != ["id", "outlet", "published", "title", "text", "url"]] == []
    assert [one["id"] for one in reports if not 75 <= len(str(one["text"]).split()) <= 225] == []
    days = [date.fromisoformat(str(one["published"])) for one in reports]
    assert days == sorted(days)
    assert len({one["id"] for one in reports}) == len(reports) >= 30
    assert len(Counter(one["outlet"] for one in reports)) >= 4
