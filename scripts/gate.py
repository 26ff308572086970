"""Weighs the words of the gate (docs/guide/lake.md): python scripts/gate.py ENTRIES.jsonl.gz... [--without FILE.jsonl]... [--write]

Takes feed entries with `link`, `title`, `description` and `language`, one JSON object a line. The sections that outlets name in the
addresses of their reports say what is news of the world and what is not; nothing else of an entry is a label. Prints how well entries
of outlets that were held out are told apart, and with --write replaces src/tocsin/parse/data/gate.csv.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from html import unescape
from pathlib import Path
from urllib.parse import urlsplit

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix
from spacy.lang.en.stop_words import STOP_WORDS

from tocsin.parse.gate import STATE, signs, words_of

WEIGHTS = Path(__file__).parent.parent / "src/tocsin/parse/data/gate.csv"
FOLDS = 5
LEAST_ENTRIES, LEAST_OUTLETS = 12, 4
PENALTY = 2.0
LEAST_LETTERS = 2
LEAST_WEIGHT = 0.1

_NEWS = """
    world politics asia africa europe americas middleeast middle-east mid-east china us_and_canada us-news uk-news australia-news
    diplomacy white-house defense national-security crime senate administration global-development east-asia rest-of-world international
    pakistan military war conflict
"""
_OTHER = """
    sport sports football cricket tennis golf nfl nba mlb ncaa boxing rugby-union winter-olympics wrestling motorsport formula1 darts
    betting american-football entertainment tvshowbiz travel style lifestyle lifeandstyle gaming games gadgets360-latest mobiles bollywood
    film music books food food-drink recipes culture how-to-watch streaming home-entertainment televisions laptops kitchen-and-household
    artanddesign tv-and-radio celebrity cars weather royals box-office smart-home deals
"""
NEWS, OTHER = frozenset(_NEWS.split()), frozenset(_OTHER.split())


def main() -> None:
    """Prints the figures, and writes the weights where it is told to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("entries", nargs="+", type=Path)
    parser.add_argument("--without", nargs="*", type=Path, default=[], help="labelled texts: entries with their titles are left out")
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    measured = {json.loads(line).get("title") for path in arguments.without for line in path.read_text("utf-8").splitlines()}
    rows = [row for row in labelled(arguments.entries) if row[1].split("\n")[0] not in measured]
    found = [signs(words_of(text)) for _, text, _ in rows]
    outlets = [outlet for outlet, _, _ in rows]
    labels = np.array([label for _, _, label in rows], dtype=float)
    folds = np.array([sorted(set(outlets)).index(outlet) % FOLDS for outlet in outlets])
    print(f"{len(rows)} entries of {len(set(outlets))} outlets, {int(labels.sum())} of them news of the world")
    scores = np.zeros(len(rows))
    for fold in range(FOLDS):
        here, there = np.flatnonzero(folds != fold), np.flatnonzero(folds == fold)
        weights = fitted([found[n] for n in here], [outlets[n] for n in here], labels[here])
        scores[there] = [sum(weights.get(sign, 0.0) for sign in {"", *found[n]}) for n in there]
    for least in (-4.0, -3.0, -2.0, -1.0, 0.0):
        left = scores < least
        print(f"below {least:4.1f}: {left[labels == 0].mean():5.1%} of the others leave, {left[labels == 1].mean():6.2%} of the news")
    weights = fitted(found, outlets, labels)
    print(f"{len(weights)} words")
    if arguments.write:
        with WEIGHTS.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(("word", "weight"))
            writer.writerows((sign, f"{weight:.2f}") for sign, weight in sorted(weights.items()))


def labelled(paths: Sequence[Path]) -> Iterator[tuple[str, str, int]]:
    """Outlet, text, and 1 for news of the world, 0 for another section; entries of no known section are left out, and repeated ones."""
    seen = set()
    for path in paths:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                entry = json.loads(line)
                text = plain(f"{entry['title'] or ''}\n\n{entry['description'] or ''}")
                label = section(entry["link"] or "")
                if (entry["language"] or "").lower().startswith("en") and label is not None and text not in seen:
                    seen.add(text)
                    yield urlsplit(entry["link"]).netloc, text, label


def section(link: str) -> int | None:
    """What the address says; None where it says nothing, or both."""
    parts = set(re.split(r"[/.]", link.lower()))
    news, other = bool(parts & NEWS), bool(parts & OTHER)
    return None if news == other else int(news)


def plain(text: str) -> str:
    """Without markup."""
    return re.sub(r"<[^>]+>", " ", unescape(text))[:1500].strip()


def telling(word: str) -> bool:
    """Whether a reason can name it: words of grammar, and pieces of addresses and contractions, tell of an outlet's manner."""
    return word not in STOP_WORDS and len(word) > LEAST_LETTERS


def fitted(found: Sequence[frozenset[str]], outlets: Sequence[str], labels: np.ndarray) -> dict[str, float]:
    """Log-odds by word; "" is the constant. Logistic regression, both classes of equal weight, squared weights penalised."""
    entries = Counter(sign for signs in found for sign in signs)
    known: dict[str, set[str]] = {}
    for signs_, outlet in zip(found, outlets, strict=True):
        for sign in signs_:
            known.setdefault(sign, set()).add(outlet)
    words = sorted(w for w, n in entries.items() if n >= LEAST_ENTRIES and len(known[w]) >= LEAST_OUTLETS and telling(w))
    number = {word: n for n, word in enumerate(words)}
    pairs = [(n, number[sign]) for n, signs_ in enumerate(found) for sign in signs_ if sign in number]
    rows, columns = np.array(pairs).T
    table = csr_matrix((np.ones(len(pairs)), (rows, columns)), shape=(len(found), len(words)))
    share = labels.mean()
    importance = np.where(labels == 1, 0.5 / share, 0.5 / (1 - share))

    def loss(vector: np.ndarray) -> tuple[float, np.ndarray]:
        logits = table @ vector[1:] + vector[0]
        lost = importance * (np.logaddexp(0, logits) - labels * logits)
        off = importance * (1 / (1 + np.exp(-logits)) - labels)
        gradient = np.concatenate([[off.sum()], table.T @ off + PENALTY * vector[1:]])
        return float(lost.sum() + PENALTY / 2 * (vector[1:] ** 2).sum()), gradient

    made = minimize(loss, np.zeros(len(words) + 1), jac=True, method="L-BFGS-B").x
    return {"": float(made[0])} | {w: float(v) for w, v in zip(words, made[1:], strict=True) if abs(v) >= LEAST_WEIGHT or w == STATE}


if __name__ == "__main__":
    main()
