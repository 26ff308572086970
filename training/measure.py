"""How well the tagger of attributions does: exact and overlap F1 of source, cue and content, and whole attributions.

    python -m training.measure WEIGHTS [--gold polnear_dev.jsonl.gz] [--held-out]

Intervals: percentile bootstrap over articles (500 draws, seed 1). `--held-out` reads the part of the training articles
that never trains: look at errors there, not on dev.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from evals.score import iou, pair_up

from tocsin.encoder.tagger import AttributionTagger, Tagged
from tocsin.records import Guess
from training.polnear import LAYERS, envelope, held_out

Span = tuple[int, int]


def pair(span: Guess) -> Span:
    """The span as the gold data have it."""
    return span.start, span.end


def gold_spans(row: dict[str, Any]) -> dict[str, set[Span]]:
    """The annotated spans of a text by layer."""
    return {layer: {envelope(part) for found in row["attributions"] for part in found.get(layer) or []} for layer in LAYERS}


def gold_wholes(row: dict[str, Any]) -> set[tuple[Span | None, ...]]:
    """The annotated attributions of a text, each as (source, cue, content)."""
    return {tuple(envelope(found[layer][0]) if found.get(layer) else None for layer in LAYERS) for found in row["attributions"]}


def counts(row: dict[str, Any], read: Tagged) -> Counter[tuple[str, str]]:
    """Numbers of gold, found and right, by measure."""
    out: Counter[tuple[str, str]] = Counter()
    gold = gold_spans(row)
    found = {name: {pair(s) for s in spans} for name, spans in zip(LAYERS, (read.sources, read.cues, read.contents), strict=True)}
    for layer in LAYERS:
        overlap = len(pair_up(list(gold[layer]), list(found[layer]), lambda x, y: iou(x, y) if iou(x, y) >= 0.5 else 0))
        _add(out, f"{layer} exact", len(gold[layer]), len(found[layer]), len(gold[layer] & found[layer]))
        _add(out, f"{layer} overlap", len(gold[layer]), len(found[layer]), overlap)
    wholes = {(m.source and pair(m.source), pair(m.cue), m.content and pair(m.content)) for m in read.marks}
    golden = gold_wholes(row)
    _add(out, "whole attribution exact", len(golden), len(wholes), len(golden & wholes))
    return out


def _add(out: Counter[tuple[str, str]], name: str, gold: int, found: int, right: int) -> None:
    out[name, "gold"] += gold
    out[name, "found"] += found
    out[name, "right"] += right


def f1(total: Counter[tuple[str, str]], name: str) -> float:
    """F1 of a measure; 0 where nothing is there and nothing was found."""
    both = total[name, "gold"] + total[name, "found"]
    return 2 * total[name, "right"] / both if both else 0.0


def interval(rows: list[Counter[tuple[str, str]]], name: str) -> tuple[float, float]:
    """The middle 95 % of F1 over texts drawn anew."""
    rng = random.Random(1)  # noqa: S311
    values = sorted(f1(_sum(rng.choices(rows, k=len(rows))), name) for _ in range(500))
    return values[12], values[487]


def _sum(rows: Iterable[Counter[tuple[str, str]]]) -> Counter[tuple[str, str]]:
    total: Counter[tuple[str, str]] = Counter()
    for row in rows:
        total.update(row)
    return total


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("weights", type=Path)
    parser.add_argument("--gold", type=Path, default=Path("../shared/gold/attribution/polnear_dev.jsonl.gz"))
    parser.add_argument("--held-out", action="store_true")
    options = parser.parse_args()
    with gzip.open(options.gold, "rt", encoding="utf-8") as lines:
        rows = [row for row in map(json.loads, lines) if not options.held_out or held_out(row)]
    tagger = AttributionTagger(options.weights)
    begun = time.process_time()
    read = [tagger.read(row["text"]) for row in rows]
    spent = time.process_time() - begun
    each = [counts(row, found) for row, found in zip(rows, read, strict=True)]
    total = _sum(each)
    for name in dict.fromkeys(name for name, _ in total):
        low, high = interval(each, name)
        precision, recall = (total[name, "right"] / max(total[name, part], 1) for part in ("found", "gold"))
        print(f"{name:26} F1 {f1(total, name):.3f} [{low:.3f}, {high:.3f}]  P {precision:.3f}  R {recall:.3f}  n {total[name, 'gold']}")
    words = sum(len(row["text"].split()) for row in rows)
    print(f"{len(rows)} texts, {words} words, {words / spent:.0f} words per second of processor time")


if __name__ == "__main__":
    main()
