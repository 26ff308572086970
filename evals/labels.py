"""How far the language label of a feed entry can be trusted, and whether it is taken over.

python -m evals.labels    (feed_entries_*.jsonl.gz in the folder TOCSIN_CORPORA, else ../shared/corpora)

A label is right where the reader, looking at title and text alone, is sure of the same language, wrong where it is sure of another one.
"""

from __future__ import annotations

import gzip
import json
import sys
from collections import Counter

from evals.pages import corpora_folder
from tocsin.collect.columns import USUAL, item_of
from tocsin.collect.known import Known
from tocsin.collect.languages import code_of
from tocsin.parse.language import language_of

SURE = 0.9  # probability, as `Config.language_confidence`


def main() -> int:
    """Exit status 0."""
    counts: Counter[tuple[str, str, str]] = Counter()
    for path in sorted(corpora_folder().glob("feed_entries_*.jsonl.gz")):
        with gzip.open(path, "rb") as lines:
            counts.update(judged(json.loads(line)) for line in lines)
    for (label, verdict, fate), number in sorted(counts.items()):
        print(f"{number:6}  {label:8} {verdict:6} {fate}")
    return 0


def judged(row: dict[str, str | None]) -> tuple[str, str, str]:
    """Which label an entry has ("English", "another", "none"), whether it is right, whether it is taken over."""
    article = item_of(row, USUAL, Known(), "feed entries").article
    label, told = code_of(row.get("language")), language_of(f"{article.title or ''} {article.text}", confidence=SURE)
    kind = "none" if label is None else "English" if label == "en" else "another"
    if label is None:
        return kind, "-", "left open"
    verdict = "unsure" if told in (None, "zxx") else "right" if told == label else "wrong"  # zxx: no words of any language
    return kind, verdict, "taken over" if article.language else "left open"


if __name__ == "__main__":
    sys.exit(main())
