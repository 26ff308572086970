"""Factuality: how surely what a predicate tells has happened, against UDS-IH2 and MEANTIME.

python -m evals.factuality GOLD.jsonl.gz [ROWS]      (the mean label of each status, over the first ROWS sentences)
"""

from __future__ import annotations

import gzip
import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from evals.scoring import Row, f1
from tocsin.config import Config
from tocsin.events.status import status_of
from tocsin.pipeline.assembly import default_assembly
from tocsin.records import Article, ArticleReading, Draft, Status

SCALE: Mapping[str, float] = {
    "occurred": 3.0,
    "ongoing": 3.0,
    "scheduled": 1.0,
    "possible": 0.0,
    "threatened": 0.0,
    "demanded": 0.0,
    "failed": -3.0,
    "denied": -3.0,
}
"""Status -> how surely it has happened, from -3 (surely not) to +3 (surely), by what the status means: set beforehand, not fitted."""

CERTAIN = 1.0
"""A label above it is "happened", one below its negative "did not happen", one between "open"."""

REAL = frozenset({"occurred", "ongoing"})
"""What has happened or happens. UDS-IH2 labels what is only to come, wanted or possible mostly as not happened, so there is a figure
that asks for no more than this."""

AT_ONCE = 256


def answers(gold: Iterable[Row]) -> Iterator[dict[str, Any]]:
    """One row a sentence: for each target the status that its word tells (`status`), and whether the reading codes it (`coded`)."""
    assembly, today = default_assembly(Config()), datetime.now(UTC).date()
    rows = list(gold)
    for first in range(0, len(rows), AT_ONCE):
        batch = rows[first : first + AT_ONCE]
        articles = [Article(id=row["id"], text=" ".join(row["tokens"])) for row in batch]
        drafts: Sequence[Draft] = assembly.opening(articles, as_of=today).made
        for stage in assembly.following:
            drafts = stage(drafts, as_of=today).made
        read = {draft.reading.article.id: draft for draft in drafts}
        for row in batch:
            targets = [_judged(row, target, read.get(row["id"])) for target in row["targets"]]
            yield {"id": row["id"], "targets": targets}


def _judged(row: Row, target: Row, draft: Draft | None) -> dict[str, Any]:
    start = sum(len(token) + 1 for token in row["tokens"][: target["tok"][0]])
    end = start + len(" ".join(row["tokens"][target["tok"][0] : target["tok"][1]]))
    if draft is None:
        return {"status": None, "coded": False}
    inside = list(draft.parse.tokens(start, end))
    if not inside:
        return {"status": None, "coded": False}
    return {"status": _status(draft, inside[-1], start, end), "coded": _is_coded(draft.reading, start, end)}


def _status(draft: Draft, token: int, start: int, end: int) -> Status:
    """The status of the event coded there, else what the grammar of the word says within the smallest claim that holds it."""
    for event in draft.reading.events:
        if event.trigger.start < end and start < event.trigger.end:
            return event.status
    holding = [c for c in draft.reading.claims if c.start <= start and end <= c.end]
    claim = min(holding, key=lambda c: c.end - c.start, default=None)
    return status_of(draft.parse, token, type="", claim=claim).status


def _is_coded(reading: ArticleReading, start: int, end: int) -> bool:
    spans = [(e.trigger.start, e.trigger.end) for e in reading.events] + [(c.cue.start, c.cue.end) for c in reading.claims if c.cue]
    return any(first < end and start < last for first, last in spans)


def score(gold: Iterable[Row], answers: Mapping[str, Row]) -> dict[str, Any]:
    """Figures over all targets, and over those that the reading codes as an event or as the word of a claim."""
    pairs = [
        (t["factuality"], a) for g in gold if g["id"] in answers for t, a in zip(g["targets"], answers[g["id"]]["targets"], strict=True)
    ]
    known = [(label, SCALE[a["status"]]) for label, a in pairs if a["status"]]
    unreal = [(label <= 0, a["status"] not in REAL) for label, a in pairs if a["status"]]
    coded = [(label, SCALE[a["status"]]) for label, a in pairs if a["status"] and a["coded"]]
    made: dict[str, Any] = {"mean absolute error, all": _error(known), "Pearson r, all": _pearson(known)}
    made |= {f"{name}, all": f1(*counts) for name, counts in _classes(known)}
    made |= {"mean absolute error, coded": _error(coded), "Pearson r, coded": _pearson(coded)}
    made |= {f"{name}, coded": f1(*counts) for name, counts in _classes(coded)}
    hits, answered, labelled = unreal.count((True, True)), sum(a for _, a in unreal), sum(label for label, _ in unreal)
    made["not real (label 0 or less), all"] = f1(hits, answered, labelled)
    made["share of targets coded"] = {"share": round(len(coded) / len(pairs), 3) if pairs else None, "of": len(pairs)}
    return {name: {"share": value} if isinstance(value, float) else value for name, value in made.items()}


def class_of(value: float) -> str:
    """The class of a label or an answer."""
    return "happened" if value > CERTAIN else "did not happen" if value < -CERTAIN else "open"


def _classes(pairs: Sequence[tuple[float, float]]) -> Iterator[tuple[str, tuple[int, int, int]]]:
    named = [(class_of(label), class_of(answer)) for label, answer in pairs]
    for name in ("happened", "open", "did not happen"):
        yield name, (named.count((name, name)), sum(a == name for _, a in named), sum(label == name for label, _ in named))


def _error(pairs: Sequence[tuple[float, float]]) -> float:
    return round(sum(abs(a - b) for a, b in pairs) / len(pairs), 3) if pairs else 0.0


def _pearson(pairs: Sequence[tuple[float, float]]) -> float:
    if len(pairs) < 2:
        return 0.0
    n = len(pairs)
    x, y = (sum(p[i] for p in pairs) / n for i in (0, 1))
    cov = sum((a - x) * (b - y) for a, b in pairs)
    spread = (sum((a - x) ** 2 for a, _ in pairs) * sum((b - y) ** 2 for _, b in pairs)) ** 0.5
    return round(cov / spread, 3) if spread else 0.0


def errors(row: Row, answer: Row) -> Iterator[str]:
    """What is wrong with the answers to one sentence, a phrase a target off by more than one class."""
    for target, made in zip(row["targets"], answer.get("targets", []), strict=False):
        if made["status"] and class_of(target["factuality"]) != class_of(SCALE[made["status"]]):
            yield f"{class_of(target['factuality'])} ({target['factuality']:+.1f}) read as {made['status']}"


def load(path: Path) -> list[dict[str, Any]]:
    """The sentences, each with its place in the file as its id."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [{**json.loads(line), "id": str(n)} for n, line in enumerate(lines)]


def main() -> int:
    """Print how many targets of a file have each status, and their mean label. Exit status 0."""
    labels: dict[str, list[float]] = defaultdict(list)
    gold = load(Path(sys.argv[1]))[: int(sys.argv[2]) if len(sys.argv) > 2 else None]
    for row, answer in zip(gold, answers(gold), strict=True):
        for target, made in zip(row["targets"], answer["targets"], strict=True):
            labels[made["status"] or "not found"].append(target["factuality"])
    print("| status | targets | mean label | on the scale |\n|---|---|---|---|")
    for status, values in sorted(labels.items()):
        print(f"| {status} | {len(values)} | {sum(values) / len(values):+.2f} | {SCALE.get(status, '')} |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
