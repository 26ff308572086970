"""Articles per second of the whole reading against the bare parser, in one and in two processes; of a feed of which one article in five
is news of the world; memory; a cold start.

    python -m benchmarks [--articles 96] [--rounds 3]

Each round times all contestants one after the other on the same articles; the ratios are medians over rounds, so that a noisy machine
touches both sides alike.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import spacy
from spacy.language import Language

from benchmarks.text import articles, feed
from tocsin.config import Config
from tocsin.parse.spacy_parser import model_folder
from tocsin.pipeline import Reader
from tocsin.records import Article

GOALS = {"reading, 2 processes": 12, "feed, 2 processes": 35}
"""Articles a second."""


def main() -> int:
    """Prints the table; exit status 0."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=96)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    made = articles(arguments.articles)
    print(f"{len(made)} articles of {median(len(a.text.split()) for a in made):.0f} words, {arguments.rounds} rounds")
    mixed = feed(arguments.articles)
    rounds = [times(made, mixed) for _ in range(arguments.rounds)]
    for name in rounds[0]:
        goal = f" (goal: at least {GOALS[name]} on two cores that nothing else uses)" if name in GOALS else ""
        print(f"{name:28} {len(made) / median(r[name] for r in rounds):7.1f} articles/s{goal}")
    cost = median(r["reading, 1 process"] / r["bare parser"] for r in rounds)
    print(f"{'reading / bare parser':28} {cost:7.2f} times the time (goal: at most 1.50)")
    speedup = median(r["reading, 1 process"] / r["reading, 2 processes"] for r in rounds)
    print(f"{'2 processes / 1 process':28} {speedup:7.2f} times as fast (goal: at least 1.70)")
    for name in GOALS:
        print(f"{name:28} {median(r['bare parser'] / r[name] for r in rounds):7.2f} times as fast as the bare parser in one")
    for name, contestant in contestants(made, mixed).items():
        print(f"{name:28} {1000 * of_processor(contestant) / len(made):7.0f} ms of a processor an article")
    print(f"{'memory peak, this process':28} {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:7.0f} MB")
    print(f"{'memory peak, a worker':28} {resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024:7.0f} MB (goal: at most 700)")
    print(f"{'cold `tocsin read`':28} {median(cold(made[0]) for _ in range(arguments.rounds)):7.2f} s (goal: under 4)")
    return 0


def times(made: list[Article], mixed: list[Article]) -> dict[str, float]:
    """Seconds each contestant takes for all articles, models loaded and workers started beforehand."""
    alone = {name: seconds(contestant) for name, contestant in contestants(made, mixed).items()}
    pools = {"reading, 2 processes": warm_pool(Reader(), made), "feed, 2 processes": warm_pool(Reader(Config().for_bulk()), mixed)}
    return alone | pools


def contestants(made: list[Article], mixed: list[Article]) -> dict[str, Callable[[], object]]:
    """What is timed in this process; all of it reads as many articles."""
    return {
        "bare parser": lambda: count(bare(made)),
        "reading, 1 process": lambda: count(Reader().read_many(made)),
        "feed, 1 process": lambda: count(Reader(Config().for_bulk()).read_many(mixed)),
    }


def bare(made: list[Article]) -> Iterator[object]:
    """The language model alone as it comes, in batches of the reader's size."""
    return as_it_comes().pipe((a.text for a in made), batch_size=Config().batch_size)


@cache
def as_it_comes() -> Language:
    """The pinned model, loaded by spaCy with nothing of ours."""
    return spacy.load(model_folder(), exclude=["senter"])


def warm_pool(reader: Reader, made: list[Article]) -> float:
    """Seconds for all articles in two processes from the first answer on, scaled to the whole: what starting them takes is left out."""
    answers = reader.read_many(made * 2, processes=2)
    for _ in range(len(made)):
        next(answers)
    start = time.perf_counter()
    remaining = count(answers)
    return (time.perf_counter() - start) * len(made) / remaining


def count(items: Iterator[object]) -> int:
    """How many there are; runs the iterator to its end."""
    return sum(1 for _ in items)


def of_processor(call: Callable[[], object]) -> float:
    """Seconds that this process and its threads spend in one call, which what else the machine does changes little."""
    start = time.process_time()
    call()
    return time.process_time() - start


def seconds(call: Callable[[], object]) -> float:
    """Wall time of one call."""
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def cold(article: Article) -> float:
    """Wall time of the command line on one article, from nothing."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "article.txt"
        path.write_text(article.text, encoding="utf-8")
        command = [
            str(Path(sys.executable).with_name("tocsin")),
            "read",
            str(path),
            "--outlet",
            "Sample Daily",
            "--published",
            "2024-05-08",
        ]
        return seconds(lambda: subprocess.run(command, check=True, capture_output=True))  # noqa: S603 - our own command


if __name__ == "__main__":
    sys.exit(main())
