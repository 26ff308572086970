"""Counts in how many texts each word occurs: `src/tocsin/incidents/data/frequencies.csv`.

    python scripts/build_frequencies.py FILE.jsonl.gz... [--out PATH]

Each file holds news, one JSON object a line, with a title ("title" or "title_from_filename") and a body ("text" or "description"); rows
with a "language" other than English are left out. Only titles and the beginnings of bodies are counted, since those are what is compared.
What is kept are counts of single words, those that occur in at least `LEAST` texts.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from tocsin.incidents.words import plain, terms

LEAST = 4
BEGINNING = 300  # characters of the body
OUT = Path(__file__).parents[1] / "src" / "tocsin" / "incidents" / "data" / "frequencies.csv"


def texts(path: Path) -> Iterator[str]:
    """Title and beginning of each English row."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            if (row.get("language") or "en")[:2].lower() == "en":
                title = row.get("title") or row.get("title_from_filename") or ""
                yield f"{title} {plain(row.get('text') or row.get('description') or '')[:BEGINNING]}"


def main() -> None:
    """Count and write."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("files", nargs="+", type=Path)
    arguments.add_argument("--out", type=Path, default=OUT)
    given = arguments.parse_args()
    counts: Counter[str] = Counter()
    total = 0
    for path in given.files:
        for text in texts(path):
            counts.update(set(terms(text)))
            total += 1
    kept = sorted((word, count) for word, count in counts.items() if count >= LEAST)
    with given.out.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("word", "texts"))
        writer.writerow(("", total))
        writer.writerows(kept)
    print(f"{total:,} texts, {len(kept):,} words -> {given.out}")


if __name__ == "__main__":
    main()
