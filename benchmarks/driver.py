"""What a cluster can take over of an ingest, and what stays with the one process that drives it.

    python -m benchmarks.driver [--articles 256]

The driver hands articles over, takes answers back, files and commits them. That is measured with answers made beforehand, pickled as
the workers send them; Ray's own share of moving them is not in it. Seconds are of CPU, of this process and its threads.
"""

from __future__ import annotations

import argparse
import pickle
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from statistics import median
from tempfile import TemporaryDirectory

from benchmarks.text import articles
from tocsin.config import Config
from tocsin.lake import Lake
from tocsin.pipeline import Reader
from tocsin.pipeline.ingest import Ingest, made_by
from tocsin.pipeline.reader import Answer
from tocsin.records import Article, Item

FIRST_DAY = date(2024, 1, 1)
DAYS = 31


def main() -> int:
    """Prints the table; exit status 0."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.driver", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=int, default=256)
    count = parser.parse_args().articles
    days = (FIRST_DAY + timedelta(days=n * DAYS // count) for n in range(count))
    made = [replace(one, published=day, published_basis="given") for one, day in zip(articles(count), days, strict=True)]
    reader = Reader()
    sum(1 for _ in reader.read_many(made[:2]))  # the models are loaded
    answers: list[Answer] = []
    read = of_cpu(lambda: answers.extend(reader.read_many(made))) / count
    sent = [pickle.dumps(answer) for answer in answers]
    with TemporaryDirectory() as folder:
        driven = of_cpu(lambda: drive(folder, made, sent)) / count
    words = median(len(one.text.split()) for one in made)
    print(f"{count} articles of {words:.0f} words, {sum(map(len, sent)) / count / 1000:.0f} kB of answer each")
    print(f"{'to read one':36} {1000 * read:7.1f} ms, {1 / read:6.1f} a second on one core")
    print(f"{'to hand over, file and commit one':36} {1000 * driven:7.1f} ms, {1 / driven:6.1f} a second in one driver")
    print(f"{'cores that one driver keeps busy':36} {read / driven:7.1f}")
    reading, driving = read * 1_000_000 / 3600, driven * 1_000_000 / 3600
    print(f"{'a million articles':36} {reading:7.1f} core-hours of reading, {driving:.1f} hours of one driver")
    return 0


def drive(folder: str, made: list[Article], sent: list[bytes]) -> None:
    """An ingest whose answers come from elsewhere."""

    def elsewhere(articles: Iterable[Article]) -> Iterator[Answer]:
        for article, answer in zip(articles, sent, strict=True):
            pickle.dumps(article)
            yield pickle.loads(answer)  # noqa: S301 - made above

    with Lake.open(folder, create=True) as lake:
        ingest = Ingest(lake, elsewhere, made_by(Config().digest()))
        for _ in ingest.run(Item(article=article, source="bench") for article in made):
            pass


def of_cpu(call: Callable[[], object]) -> float:
    """Seconds of CPU of one call."""
    start = time.process_time()
    call()
    return time.process_time() - start


if __name__ == "__main__":
    sys.exit(main())
