"""Runs the reader over a labelled file and scores its answers."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from evals.tasks import SCORER, Task
from tocsin.collect import rows
from tocsin.pipeline import Reader
from tocsin.products.answer import answer

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
        questions, answers = Path(folder) / "in.jsonl", Path(folder) / "out.jsonl"
        questions.write_bytes(_score("inputs", str(task.gold)))
        with questions.open("rb") as lines, answers.open("w", encoding="utf-8") as out:
            for read in Reader().read_many(rows(lines), processes=processes):
                out.write(json.dumps(answer(read), ensure_ascii=False) + "\n")
        scored = json.loads(_score(task.scorer, str(task.gold), str(answers), "--json", "--bootstrap", str(RESAMPLES)))
    return tuple(_figures(scored))


def _score(*arguments: str) -> bytes:
    return subprocess.run([sys.executable, str(SCORER), *arguments], check=True, capture_output=True).stdout  # noqa: S603 - our own scorer


def _figures(scored: dict[str, Any]) -> Iterator[Figure]:
    intervals = scored.get("90 % intervals", {})
    for name, value in scored.items():
        number = value.get("F1", value.get("share")) if isinstance(value, dict) else value
        if isinstance(number, (int, float)) and name not in ("texts", "answered"):
            low_high = intervals.get(name)
            yield Figure(name=name, value=float(number), interval=(low_high[0], low_high[1]) if low_high else None)
