"""What a lake costs: filing, looking ids up, reading, optimising, checking, opening.

    python -m benchmarks.lake_writes [--articles 21000] [--claims 10] [--batch 512] [--lake DIR]

The filings are made up (benchmarks/filings.py), in the order of their days over 24 months.
Seconds of CPU are of this process and its threads.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from tempfile import TemporaryDirectory
from typing import TypeVar

from benchmarks.filings import filing, rows
from tocsin.lake import Lake
from tocsin.records import FiledArticle, FiledEvent

Answer = TypeVar("Answer")
DAYS = 730


def main() -> int:
    """Prints the table; exit status 0 where the check finds no harm."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.lake_writes", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=int, default=21_000)
    parser.add_argument("--claims", type=int, default=10, help="of each article; as many events")
    parser.add_argument("--batch", type=int, default=512)
    parser.add_argument("--lake", help="the lake's folder; a temporary one where not given")
    given = parser.parse_args()
    with TemporaryDirectory() as folder, Lake.open(given.lake or folder, create=True) as lake:
        return measure(lake, given.articles, given.claims, given.batch)


def measure(lake: Lake, articles: int, claims: int, batch: int) -> int:
    """Each step once, in the order of a lake's life."""
    numbers = sorted(range(articles), key=lambda number: number % DAYS)
    batches = [numbers[at : at + batch] for at in range(0, articles, batch)]
    wall = cpu = 0.0
    for some in batches:
        made = rows(some, days=DAYS, claims=claims)
        before = time.perf_counter(), time.process_time()
        lake.commit(made, cursors={"bench": str(some[-1])})
        wall, cpu = wall + time.perf_counter() - before[0], cpu + time.process_time() - before[1]
    show("commit, a batch", wall / len(batches), cpu / len(batches))
    ids = [filing(number, days=DAYS, claims=claims)[0].id for number in numbers]
    timed(
        "look up all ids again, 256 at a time", lambda: [lake.present(FiledArticle, ids[at : at + 256]) for at in range(0, articles, 256)]
    )
    timed("commit the last batch again", lambda: lake.commit(made))
    timed("read all events as records", lambda: sum(1 for _ in lake.read(FiledEvent)))
    timed("read 200 articles by id", lambda: list(lake.read(FiledArticle, ids=ids[::105])))
    timed("read what the last batch filed", lambda: list(lake.read(FiledEvent, after=lake.head() - 1)))
    timed("check", lake.check)
    lake_later = Lake.open(lake.url, clock=lambda: datetime.now(UTC) + timedelta(hours=1))
    timed("optimize", lake_later.optimize)
    lake_later.close()
    timed("open", lambda: Lake.open(lake.url).close())
    timed(
        "look up all ids again, 256 at a time", lambda: [lake.present(FiledArticle, ids[at : at + 256]) for at in range(0, articles, 256)]
    )
    findings = timed("check", lake.check)
    print(f"{'memory peak':40} {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:8.0f} MB")
    harm = [finding for finding in findings if not finding.harmless]
    print(f"{articles} articles, {articles * claims} claims, {articles * claims} events: {harm or 'no harm found'}")
    return 1 if harm else 0


def timed(what: str, call: Callable[[], Answer]) -> Answer:
    """The answer of a call; its seconds are printed."""
    wall, cpu = time.perf_counter(), time.process_time()
    answer = call()
    show(what, time.perf_counter() - wall, time.process_time() - cpu)
    return answer


def show(what: str, wall: float, cpu: float) -> None:
    """A line of the table."""
    print(f"{what:40} {wall:8.2f} s, {cpu:8.2f} s of CPU", flush=True)


if __name__ == "__main__":
    sys.exit(main())
