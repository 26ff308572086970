"""What the gate of bulk intake turns away: python -m evals.gate [ENTRIES.jsonl.gz...]

Of labelled texts that hold an event or an incident none should leave; of feed entries, given as arguments, as many as hold nothing.
Shares with their 90 % intervals (Wilson).
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
from collections.abc import Iterable, Iterator
from math import sqrt
from pathlib import Path

from evals.tasks import OPEN, gold_folder
from tocsin.config import Config
from tocsin.parse.gate import turned_away

Z_90 = 1.645
SETS = (
    ("open", OPEN / "reading.jsonl", "events"),
    ("open, second", OPEN / "second.jsonl", "events"),
    ("reading/dev", gold_folder() / "reading/dev.jsonl", "events"),
    ("PLOVER sentences", gold_folder() / "events/plover_gsr_cameo.jsonl", "events"),
    ("stories, open", OPEN / "stories.jsonl", "incident"),
    ("stories/dev", gold_folder() / "stories/dev.jsonl", "incident"),
    ("GeoVirus", gold_folder() / "geo/geovirus.jsonl.gz", None),
    ("LGL", gold_folder() / "geo/lgl.jsonl.gz", None),
)
"""Name, file, and the field that is filled where a text holds something; None: every text is counted."""


def main() -> int:
    """Prints a line a set; exit status 0."""
    parser = argparse.ArgumentParser(prog="python -m evals.gate", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("entries", nargs="*", type=Path)
    config = Config().for_bulk()
    print(f"least relevance {config.least_relevance}")
    for name, path, field in SETS:
        if path.exists():
            tell(name, [row for row in rows(path) if field is None or row[field]], config)
    for path in parser.parse_args().entries:
        tell(path.name, [row for row in rows(path) if str(row.get("language")).lower().startswith("en")], config)
    return 0


def tell(name: str, found: Iterable[dict[str, str]], config: Config) -> None:
    """One line: how many there are, how many leave, and up to six of them by their ids."""
    left, texts = [], 0
    for row in found:
        texts += 1
        body = row.get("text") or row.get("description") or ""
        if turned_away(f"{row.get('title') or ''}\n{body}", config):
            left.append(str(row.get("id", "")))
    low, high = interval(len(left), texts)
    print(f"{name:36} {texts:6} texts, {len(left) / texts:6.2%} leave ({low:.2%} to {high:.2%}) {' '.join(left[:6])}")


def interval(hits: int, of: int) -> tuple[float, float]:
    """The Wilson interval of a share."""
    share, spread = hits / of, Z_90**2 / of
    middle, half = share + spread / 2, Z_90 * sqrt(share * (1 - share) / of + spread / (4 * of))
    return max(0.0, (middle - half) / (1 + spread)), min(1.0, (middle + half) / (1 + spread))


def rows(path: Path) -> Iterator[dict[str, str]]:
    """JSON objects, one a line, compressed or not."""
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


if __name__ == "__main__":
    sys.exit(main())
