"""Floors: what has been reached, a margin below the figure, pinned to the data it was measured on. They rise; they do not fall."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from evals.measure import Figure
from evals.tasks import Task

FLOORS = Path(__file__).parent / "floors.json"
UNSPREAD_MARGIN = 0.03
LEAST_MARGIN = 0.02


@dataclass(frozen=True, slots=True, kw_only=True)
class Floor:
    """The floors of one task; `digest` is the sha256 of the labelled file they hold for."""

    digest: str
    figures: dict[str, float]


def load(text: str) -> dict[str, Floor]:
    """Floors by task."""
    return {name: Floor(digest=row["sha256"], figures=row["floors"]) for name, row in json.loads(text).items()}


def dump(floors: dict[str, Floor]) -> str:
    """The text of floors.json."""
    plain = {name: {"sha256": f.digest, "floors": dict(sorted(f.figures.items()))} for name, f in sorted(floors.items())}
    return json.dumps(plain, indent=2, ensure_ascii=False) + "\n"


def breaches(task: Task, figures: tuple[Figure, ...], floors: dict[str, Floor]) -> list[str]:
    """What fell below its floor, in a sentence each; empty where the task has no floors or its data are others."""
    floor = floors.get(task.name)
    if floor is None or floor.digest != task.digest():
        return []
    values = {f.name: f.value for f in figures}
    return [
        f"{task.name}: {name} is {values.get(name)}, its floor {low}" for name, low in floor.figures.items() if values.get(name, 0.0) < low
    ]


def margin(interval: tuple[float, float] | None) -> float:
    """How far below a figure its floor lies: a third of the interval, so that chance on few texts breaches none.

    Where the scorer makes no interval, as of clusters of reports, a fixed one.
    """
    return UNSPREAD_MARGIN if interval is None else max(LEAST_MARGIN, (interval[1] - interval[0]) / 3)


def raised(task: Task, figures: tuple[Figure, ...], before: Floor | None) -> Floor:
    """The floors after these figures: each the higher of what it was, on the same data, and the figure less the margin.

    A figure without a spread, as on a single text, has no floor, nor has one that is the better the lower.
    """
    old = before.figures if before and before.digest == task.digest() else {}
    new = {f.name: round(f.value - margin(f.interval), 3) for f in figures if _is_floored(f)}
    return Floor(digest=task.digest(), figures={name: max(old.get(name, 0.0), value) for name, value in new.items()})


def _is_floored(figure: Figure) -> bool:
    spread = figure.interval is None or figure.interval[0] < figure.interval[1]
    return spread and not figure.name.startswith("mean absolute error")


def lowered(before: dict[str, Floor], after: dict[str, Floor]) -> list[str]:
    """What `after` lowers or drops of `before`, on the same data, in a sentence each."""
    made = []
    for name, old in before.items():
        new = after.get(name)
        if new is not None and new.digest != old.digest:
            continue
        for figure, low in old.figures.items():
            now = new.figures.get(figure) if new else None
            if now is None or now < low:
                made.append(f"{name}: the floor of {figure!r} falls from {low} to {now}")
    return made
