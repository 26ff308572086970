"""What has been reached is held: floors rise with the figures, and no commit lowers one."""

from __future__ import annotations

import itertools
import subprocess
from pathlib import Path

import pytest
from evals import floors
from evals.measure import Figure, answered, measure
from evals.tasks import OPEN, Task

ROOT = Path(__file__).parents[1]
TASK = Task(name="open", scorer="reading", gold=OPEN / "reading.jsonl")


def figure(name: str, value: float) -> Figure:
    return Figure(name=name, value=value, interval=(value - 0.03, value + 0.03))


def git(*arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=ROOT, check=True, capture_output=True, text=True).stdout


def test_the_open_set_is_read_above_its_floors():
    held = floors.load(floors.FLOORS.read_text(encoding="utf-8"))
    assert held["open"].digest == TASK.digest(), "the open set has changed: run `make eval` with --raise-floors"
    assert floors.breaches(TASK, measure(TASK, answered(TASK, processes=1)), held) == []


def test_no_commit_lowers_a_floor():
    if not (ROOT / ".git").exists():
        pytest.skip("not a git checkout: there is no history to compare with")
    commits = git("log", "--format=%H", "--", "evals/floors.json").split()
    versions = [floors.load(git("show", f"{commit}:evals/floors.json")) for commit in reversed(commits)]
    versions.append(floors.load(floors.FLOORS.read_text(encoding="utf-8")))
    assert [floors.lowered(before, after) for before, after in itertools.pairwise(versions)] == [[]] * (len(versions) - 1)


def test_a_fall_below_a_floor_is_told():
    held = {"open": floors.Floor(digest=TASK.digest(), figures={"events typed": 0.5})}
    assert floors.breaches(TASK, (figure("events typed", 0.5),), held) == []
    assert floors.breaches(TASK, (figure("events typed", 0.49),), held) == ["open: events typed is 0.49, its floor 0.5"]


def test_a_floor_holds_only_for_its_data():
    held = {"open": floors.Floor(digest="another", figures={"events typed": 0.9})}
    assert floors.breaches(TASK, (figure("events typed", 0.1),), held) == []


def test_floors_rise_and_do_not_fall():
    low = floors.raised(TASK, (figure("events typed", 0.6),), None)
    assert low.figures == {"events typed": 0.58}
    assert floors.raised(TASK, (figure("events typed", 0.4),), low).figures == {"events typed": 0.58}
    assert floors.raised(TASK, (figure("events typed", 0.7),), low).figures == {"events typed": 0.68}


def test_few_texts_have_a_wide_margin_and_one_has_no_floor():
    wide = Figure(name="events typed", value=0.6, interval=(0.45, 0.75))
    single = Figure(name="events found", value=0.6, interval=(0.6, 0.6))
    assert floors.raised(TASK, (wide, single), None).figures == {"events typed": 0.5}


def test_a_lowered_or_dropped_floor_is_told():
    before = {"open": floors.Floor(digest="d", figures={"events typed": 0.6})}
    assert floors.lowered(before, {"open": floors.Floor(digest="d", figures={"events typed": 0.6})}) == []
    assert floors.lowered(before, {"open": floors.Floor(digest="d", figures={"events typed": 0.5})})
    assert floors.lowered(before, {})
    assert floors.lowered(before, {"open": floors.Floor(digest="other", figures={})}) == []
