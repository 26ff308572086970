"""Fits the weights of `incidents/pairs.py`: `src/tocsin/incidents/data/pair_weights.csv`.

    python scripts/train_merging.py --stories FILE.jsonl[:WEIGHT]... --docs DOCS.jsonl.gz[:WEIGHT] --feed FEED.jsonl.gz[:WEIGHT]
                                    [--cache DIR] [--write]

FILE: feed entries, one JSON object a line, with "incident" as a label (null for none), as `evals/open/stories.jsonl`. DOCS: documents as
sentences of tokens, "doc" being topic/subtopic/number, where those of one subtopic report one happening (ECB+). FEED: entries of all kinds
of news without labels; those of its neighbours that are not much alike are taken for reports of two happenings, as nearly all of them are.
Labelled entries are of few affairs, in which everybody shares the same rare words, and teach little of the rest of the news. WEIGHT: what
one pair counts for.

Without --write, nothing is written; figures are printed either way: how well held-out incidents are told apart, when the weights were
fitted without the pairs of any article that reports them.

The fit is a logistic regression with a ridge of 1 over all pairs of neighbours (see `pairs.ALIKE`), by Newton's method. So few and such
plain weights leave little to fit: what is learnt from one week of news has to serve in another.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import pickle
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import numpy as np

from tocsin.incidents.clusters import FLOOR, clusters
from tocsin.incidents.draft import Draft
from tocsin.incidents.merging import THRESHOLD
from tocsin.incidents.neighbours import take_in
from tocsin.incidents.pairs import FEATURES, features
from tocsin.incidents.state import UNJUDGED, State
from tocsin.incidents.words import plain
from tocsin.pipeline.filing import Filing, filed, stamped
from tocsin.pipeline.reader import Reader
from tocsin.records import Article, Item, MadeBy

OUT = Path(__file__).parents[1] / "src" / "tocsin" / "incidents" / "data" / "pair_weights.csv"
RIDGE = 1.0
PARTS = 5
SEEDS = 3
UNLIKE = 0.3  # cosine below which two neighbours without labels are taken for reports of two happenings
ENTRIES = 3_000  # of a feed without labels
RECORDED = datetime(2030, 1, 1, tzinfo=UTC)
SPACED = ((" ,", ","), (" .", "."), (" 's", "'s"), ("`` ", '"'), (" ''", '"'), (" n't", "n't"), (" :", ":"), (" ;", ";"))

Matrix = Any  # numpy's arrays


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """Articles with labels, and the pairs of neighbours among them."""

    name: str
    weight: float
    ids: list[str]
    labels: dict[str, str | None]
    pairs: list[tuple[str, str]]
    values: Matrix
    same: Matrix


def entries(path: Path) -> list[tuple[dict[str, Any], str | None]]:
    """Rows of feed entries with their labels."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [(row, row["incident"]) for row in rows]


def documents(path: Path) -> list[tuple[dict[str, Any], str | None]]:
    """Rows of documents given as tokens, all of one day; the first sentence stands for the title."""
    made: list[tuple[dict[str, Any], str | None]] = []
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            told = [text for words in row["sents"] if not (text := _joined(words)).startswith(("http", "www"))]
            if told:
                text = " ".join(told[1:])[:1200] or told[0]
                entry = {"id": row["doc"], "title": told[0], "text": text, "published": "2010-01-05", "outlet": row["doc"]}
                made.append((entry, row["doc"].rsplit("/", 1)[0]))
    return made


def unlabelled(path: Path) -> list[tuple[dict[str, Any], str | None]]:
    """The first English rows of a feed, in order of time, without labels."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        rows = [row for row in map(json.loads, file) if (row["language"] or "en")[:2].lower() == "en" and row["title"] and row["published"]]
    rows.sort(key=lambda row: (row["published"], row["link"]))
    return [
        (
            {
                "id": str(at),
                "title": row["title"],
                "text": plain(row["description"] or "") or row["title"],
                "published": row["published"][:19],
                "outlet": row["source"],
            },
            None,
        )
        for at, row in enumerate(rows[:ENTRIES])
    ]


def _joined(words: Sequence[str]) -> str:
    text = " ".join(words)
    for spaced, joined in SPACED:
        text = text.replace(spaced, joined)
    return text


def filings(rows: Sequence[dict[str, Any]], cache: Path | None) -> list[Filing]:
    """The rows read and filed; from the cache where they have been read before."""
    kept = cache / f"{zlib.crc32(json.dumps(rows).encode()):08x}.pkl" if cache else None
    if kept and kept.exists():
        return list(pickle.loads(kept.read_bytes()))
    items = [_item(row) for row in rows]
    answers = Reader().read_many([item.article for item in items])
    unread = MadeBy(version="0", config="none")
    made = [
        filed(item, answer, stamped(item, made_by=getattr(answer, "made_by", unread), recorded_at=RECORDED))
        for item, answer in zip(items, answers, strict=True)
    ]
    if kept:
        kept.write_bytes(pickle.dumps(made))
    return made


def _item(row: dict[str, Any]) -> Item:
    said = row["published"]
    at = datetime.fromisoformat(said).replace(tzinfo=UTC) if said and len(said) > len("2026-01-01") else None
    day = at.date() if at else date.fromisoformat(said) if said else None
    article = Article(
        id=row["id"],
        text=row["text"],
        title=row["title"],
        url=row.get("url"),
        outlet=row["outlet"],
        published=day,
        published_basis="given" if day else "unknown",
    )
    return Item(article=article, source="training", published_at=at)


def labelled(
    name: str, weight: float, rows: Sequence[tuple[dict[str, Any], str | None]], cache: Path | None, *, below: float = 1.1
) -> Labelled:
    """The pairs of neighbours among the reports in these rows that are less alike than `below`, with what is compared in each."""
    made = filings([row for row, _ in rows], cache)
    draft = Draft(State(), UNJUDGED)
    take_in(draft, made)
    labels = {filing.article.id: label for filing, (_, label) in zip(made, rows, strict=True)}
    reports = {article for article, own in draft.kept.items() if own.lead}
    pairs = sorted(
        (a, b) for a in reports for b in draft.neighbours.get(a, {}) if a < b and b in reports and draft.neighbours[a][b] < below
    )
    values = [list(features(draft.view(a), draft.view(b), draft.neighbours[a][b]).values()) for a, b in pairs]
    same = [labels[a] is not None and labels[a] == labels[b] for a, b in pairs]
    return Labelled(
        name=name,
        weight=weight,
        ids=[filing.article.id for filing in made],
        labels=labels,
        pairs=pairs,
        values=np.array(values),
        same=np.array(same, dtype=float),
    )


def fit(sets: Iterable[tuple[Labelled, Matrix]]) -> Matrix:
    """The weights for the pairs chosen of each set."""
    chosen = list(sets)
    x = np.vstack([given.values[mask] for given, mask in chosen])
    y = np.concatenate([given.same[mask] for given, mask in chosen])
    w = np.concatenate([np.full(int(mask.sum()), given.weight) for given, mask in chosen])
    b = np.zeros(x.shape[1])
    ridge = np.eye(x.shape[1]) * RIDGE
    for _ in range(50):
        p = 1 / (1 + np.exp(-np.clip(x @ b, -30, 30)))
        step = np.linalg.solve((x * (w * p * (1 - p))[:, None]).T @ x + ridge, x.T @ (w * (p - y)) + ridge @ b)
        b -= step
        if np.abs(step).max() < 1e-9:
            break
    return b


def held_out(given: Labelled, others: Sequence[Labelled], seed: int) -> dict[tuple[str, str], float]:
    """Log odds of each pair by weights fitted without any pair of an article that stands in the same part as one of the two."""
    part = {a: zlib.crc32(f"{seed} {given.labels[a] or a}".encode()) % PARTS for a in given.ids}
    fitted: dict[frozenset[int], Matrix] = {}
    odds: dict[tuple[str, str], float] = {}
    for (a, b), values in zip(given.pairs, given.values, strict=True):
        out = frozenset({part[a], part[b]})
        if out not in fitted:
            mask = np.array([part[c] not in out and part[d] not in out for c, d in given.pairs])
            fitted[out] = fit([(given, mask), *((other, np.ones(len(other.same), bool)) for other in others)])
        odds[a, b] = float(values @ fitted[out])
    return odds


def scored(given: Labelled, odds: dict[tuple[str, str], float], threshold: float) -> tuple[float, float]:
    """B-cubed F1 of the incidents, and of those told by two reports or more; a report without one is a cluster of its own."""
    above = {pair: value for pair, value in odds.items() if value > FLOOR}
    reports = {article for pair in given.pairs for article in pair}
    found = {article: members for members in clusters(reports, above, threshold=threshold) for article in members}
    gold = {a: {b for b in given.ids if given.labels[b] == given.labels[a]} if given.labels[a] else {a} for a in given.ids}
    answer = {a: set(found.get(a, (a,))) for a in given.ids}
    return _b_cubed(given.ids, gold, answer), _b_cubed([a for a in given.ids if len(gold[a]) > 1], gold, answer, only=True)


def _b_cubed(ids: Sequence[str], gold: dict[str, set[str]], answer: dict[str, set[str]], *, only: bool = False) -> float:
    among = set(ids) if only else {*gold}
    precision = sum(len(gold[a] & answer[a]) / len(answer[a] & among) for a in ids) / len(ids)
    recall = sum(len(gold[a] & answer[a]) / len(gold[a]) for a in ids) / len(ids)
    return 2 * precision * recall / (precision + recall)


def report(sets: Sequence[Labelled], weights: Matrix) -> None:
    """Print the figures of each set of entries: held out, and with the weights fitted on all."""
    for given in sets:
        others = [other for other in sets if other is not given]
        held = [held_out(given, others, seed) for seed in range(SEEDS)] if len(given.ids) < 400 else []
        own = dict(zip(given.pairs, map(float, given.values @ weights), strict=True))
        print(f"{given.name}: {len(given.ids)} articles, {len(given.pairs):,} pairs, {int(given.same.sum()):,} of them the same")
        if not any(given.labels.values()):
            print(
                f"  of pairs taken for two happenings, {np.mean([value > THRESHOLD for value in own.values()]):.2%} are above the threshold"
            )
            continue
        for threshold in (-1.0, THRESHOLD, -0.25, 0.0, 0.5):
            outside = np.mean([scored(given, odds, threshold) for odds in held], axis=0) if held else (float("nan"),) * 2
            inside = scored(given, own, threshold)
            print(f"  threshold {threshold:5.2f}  held out {outside[0]:.3f} {outside[1]:.3f}   fitted on {inside[0]:.3f} {inside[1]:.3f}")


def _given(argument: str) -> tuple[Path, float]:
    path, _, weight = argument.partition(":")
    return Path(path), float(weight or 1)


def main() -> None:
    """Fit, report, write."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--stories", nargs="+", type=_given, required=True)
    arguments.add_argument("--docs", nargs="*", type=_given, default=[])
    arguments.add_argument("--feed", nargs="*", type=_given, default=[])
    arguments.add_argument("--cache", type=Path)
    arguments.add_argument("--write", action="store_true")
    given = arguments.parse_args()
    sets = [labelled(path.stem, weight, entries(path), given.cache) for path, weight in given.stories]
    sets += [labelled(path.stem, weight, documents(path), given.cache) for path, weight in given.docs]
    sets += [labelled(path.stem, weight, unlabelled(path), given.cache, below=UNLIKE) for path, weight in given.feed]
    weights = fit([(one, np.ones(len(one.same), bool)) for one in sets])
    report(sets, weights)
    rows = [(name, round(float(weight), 2)) for name, weight in zip(FEATURES, weights, strict=True)]
    print("  ".join(f"{name} {weight:+.2f}" for name, weight in rows))
    if given.write:
        with OUT.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows([("feature", "weight"), *rows])


if __name__ == "__main__":
    main()
