"""Runs the reader over a labelled file and scores its answers."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from evals.tasks import SCORER, Task
from tocsin.collect import rows
from tocsin.lake import Lake
from tocsin.pipeline import Reader
from tocsin.pipeline.asking import placed
from tocsin.pipeline.intake import Intake, Manner
from tocsin.products.answer import answer
from tocsin.products.exported import exported

RESAMPLES = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One figure of a task, with its 90 % bootstrap interval over texts (None where the scorer makes none)."""

    name: str
    value: float
    interval: tuple[float, float] | None


def measure(task: Task, *, processes: int) -> tuple[Figure, ...]:
    """All figures of a task, in the scorer's order."""
    with TemporaryDirectory() as folder:
        answers = Path(folder) / "out.jsonl"
        made = _placed(task.gold, Path(folder) / "lake", processes) if task.scorer == "stories" else _read(task.gold, processes)
        with answers.open("w", encoding="utf-8") as out:
            out.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in made)
        scored = json.loads(_score(task.scorer, str(task.gold), str(answers), "--json", "--bootstrap", str(RESAMPLES)))
    return tuple(_figures(scored))


def _read(gold: Path, processes: int) -> Iterator[dict[str, Any]]:
    """What `tocsin read --jsonl` answers."""
    lines = BytesIO(_score("inputs", str(gold)))
    return (answer(read) for read in Reader().read_many(rows(lines), processes=processes))


def _placed(gold: Path, lake: Path, processes: int) -> Iterator[dict[str, Any]]:
    """What `tocsin ingest` and then `tocsin export articles` answer."""
    with Lake.open(lake, create=True) as opened:
        intake = Intake(opened, Manner(processes=processes))
        for _ in intake.take([str(gold)]):
            pass
        intake.fold()
        yield from (exported(one.article, one.placement, one.copied) for one in placed(opened))


def _score(*arguments: str) -> bytes:
    return subprocess.run([sys.executable, str(SCORER), *arguments], check=True, capture_output=True).stdout  # noqa: S603 - our own scorer


def _figures(scored: dict[str, Any]) -> Iterator[Figure]:
    intervals = scored.get("90 % intervals", {})
    for name, value in scored.items():
        number = value.get("F1", value.get("share")) if isinstance(value, dict) else value
        if isinstance(number, (int, float)) and name not in ("texts", "answered"):
            low_high = intervals.get(name)
            yield Figure(name=name, value=float(number), interval=(low_high[0], low_high[1]) if low_high else None)
