"""Runs the reader over a labelled file and scores its answers."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from evals import factuality, petrarch
from evals.scoring import Scorer, intervals, load
from evals.tasks import SCORER, Task
from tocsin.collect import rows
from tocsin.config import Config
from tocsin.encoder.stage import shipped_tagger
from tocsin.gazetteer.actor_file import load_actors
from tocsin.lake import Lake
from tocsin.pipeline import Reader
from tocsin.pipeline.asking import placed
from tocsin.pipeline.intake import Intake, Manner
from tocsin.products.answer import answer, plain
from tocsin.products.exported import exported
from tocsin.records import Mark

RESAMPLES = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One figure of a task, with its 90 % bootstrap interval over texts (None where the scorer makes none)."""

    name: str
    value: float
    interval: tuple[float, float] | None


OURS: Mapping[str, Scorer] = {"petrarch": petrarch.score, "factuality": factuality.score}
"""Scorers that are not in score.py, since they need more than its standard library."""


def measure(task: Task, answers: Iterable[Mapping[str, Any]]) -> tuple[Figure, ...]:
    """All figures of a task, in the scorer's order."""
    if task.scorer in OURS:
        gold, by_id = gold_rows(task), {a["id"]: a for a in answers if "error" not in a}
        scorer = OURS[task.scorer]
        spread = intervals(scorer, gold, by_id, RESAMPLES)
        return tuple(_figures({**scorer(gold, by_id), "90 % intervals": spread}))
    with TemporaryDirectory() as folder:
        out = Path(folder) / "out.jsonl"
        out.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in answers), encoding="utf-8")
        scored = json.loads(_score(task.scorer, str(task.gold), str(out), "--json", "--bootstrap", str(RESAMPLES)))
    return tuple(_figures(scored))


def gold_rows(task: Task) -> list[dict[str, Any]]:
    """The labelled rows, each with an id; of several annotators of one text the first."""
    made: dict[str, dict[str, Any]] = {}
    for n, row in enumerate(load(str(task.gold))):
        made.setdefault(row.get("id", str(n)), {"id": str(n), **row})
    return list(made.values())


def answered(task: Task, *, processes: int) -> Iterator[dict[str, Any]]:
    """What this version answers to a task."""
    if task.by == "tagger":
        return _marked(task)
    if task.scorer == "stories":
        return _placed(task.gold, processes)
    if task.scorer == "factuality":
        return factuality.answers(gold_rows(task))
    own = load_actors(petrarch.ACTORS) if task.scorer == "petrarch" else ()
    return _read(task.gold, processes, Config(actors=own))


def _read(gold: Path, processes: int, config: Config) -> Iterator[dict[str, Any]]:
    """What `tocsin read --jsonl` answers."""
    lines = BytesIO(_score("inputs", str(gold)))
    return (answer(read) for read in Reader(config).read_many(rows(lines), processes=processes))


def _marked(task: Task) -> Iterator[dict[str, Any]]:
    """What the shipped tagger marks, written down as claims."""
    tagger = shipped_tagger()
    for row in gold_rows(task):
        yield {"id": row["id"], "claims": [_as_claim(mark) for mark in tagger.read(row["text"]).marks]}


def _as_claim(mark: Mark) -> dict[str, Any]:
    content = plain(mark.content) if mark.content is not None else {"start": None, "end": None}
    return {**content, "cue": plain(mark.cue), "chain": [plain(mark.source)] if mark.source is not None else []}


def _placed(gold: Path, processes: int) -> Iterator[dict[str, Any]]:
    """What `tocsin ingest` and then `tocsin export articles` answer."""
    with TemporaryDirectory() as folder, Lake.open(Path(folder) / "lake", create=True) as opened:
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
