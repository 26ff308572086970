"""Queries over ten million events in a lake, against DuckDB over the same Parquet files without a lake around it.

    python -m benchmarks.queries [--rows 10000000] [--folder DIR] [--rounds 30]

Makes the rows (unless DIR holds a lake of as many), commits them in several batches a month, compacts, and asks each question with other
parameters each time, once of the lake and once of DuckDB in turn, so that a noisy machine touches both alike. Times are of whole answers as
Arrow, warm: the first rounds are left out. Exit status 1 where a goal is missed.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import partial
from itertools import islice
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import pyarrow as pa

from benchmarks.event_rows import FIRST_YEAR, MONTHS, STATES, event_rows
from tocsin.lake import TABLES, Lake
from tocsin.lake.manifest import Count, Entry, Manifest
from tocsin.lake.optimize import Patience
from tocsin.lake.store import Delta, Store

WARM = 3  # rounds that do not count
GOAL_MS, GOAL_RATIO, GOAL_OPEN_S = 150.0, 2.0, 1.0
BATCHES = 3  # a month
FIRST, LAST = date(FIRST_YEAR, 1, 1), date(FIRST_YEAR + MONTHS // 12, 1, 1) - timedelta(days=1)

DYAD = """SELECT earliest AS day, count(*) AS events FROM events
WHERE source = $source AND target = $target AND earliest BETWEEN $first AND $last GROUP BY day ORDER BY day"""
TOP = """SELECT source, target, count(*) FILTER (earliest > $last - 30) AS recent, count(*) AS year FROM events
WHERE earliest BETWEEN $first AND $last GROUP BY source, target ORDER BY recent / (year + 12) DESC, source, target LIMIT 20"""
BOX = """SELECT id, type, source, target, earliest, lat, lon, radius_km FROM events
WHERE earliest BETWEEN $first AND $last AND lat BETWEEN $south AND $north AND lon BETWEEN $west AND $east"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """An SQL text, and what makes its parameters."""

    name: str
    sql: str
    parameters: Callable[[random.Random], dict[str, Any]]

    def each(self) -> Iterator[dict[str, Any]]:
        """Parameters, others each time, the same ones in every run."""
        rng = random.Random(7)  # noqa: S311 - no secret
        while True:
            yield self.parameters(rng)


def dyad(rng: random.Random) -> dict[str, Any]:
    """A year of two states, one of them among the twenty most met."""
    first = FIRST + timedelta(days=rng.randrange((LAST - FIRST).days - 364))
    return {"source": rng.choice(STATES[:20]), "target": rng.choice(STATES), "first": first, "last": first + timedelta(days=364)}


def top(rng: random.Random) -> dict[str, Any]:
    """A year that ends on any day of the second."""
    last = LAST - timedelta(days=rng.randrange((LAST - FIRST).days - 364))
    return {"first": last - timedelta(days=364), "last": last}


def box(rng: random.Random) -> dict[str, Any]:
    """Ten degrees by ten, 90 days."""
    last = LAST - timedelta(days=rng.randrange((LAST - FIRST).days - 90))
    south, west = rng.uniform(-45, 50), rng.uniform(-165, 155)
    return {"first": last - timedelta(days=89), "last": last, "south": south, "north": south + 10, "west": west, "east": west + 10}


QUESTIONS = (
    Question(name="dyad, days of a year", sql=DYAD, parameters=dyad),
    Question(name="top dyads, 30 days of a year", sql=TOP, parameters=top),
    Question(name="box on the map, 90 days", sql=BOX, parameters=box),
)


def main() -> int:
    """Prints the table; 1 where a goal is missed."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.queries", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--folder", type=Path, help="where the lake is made, and kept; a temporary folder by default")
    parser.add_argument("--rounds", type=int, default=30)
    arguments = parser.parse_args()
    with folder_at(arguments.folder) as folder:
        fill(folder, arguments.rows)
        return 0 if all([opening(folder), *asked(folder, arguments.rounds)]) else 1


@contextmanager
def folder_at(given: Path | None) -> Iterator[Path]:
    """The folder, or one that is taken away in the end."""
    if given is not None:
        yield given
        return
    with TemporaryDirectory(prefix="tocsin-bench-") as folder:
        yield Path(folder)


def asked(folder: Path, rounds: int) -> Iterator[bool]:
    """Whether each question's goals are met; prints a line each."""
    with Lake.open(folder) as lake:
        lake.head()
        plain = raw(lake.files("events"))
        print(f"\n{'milliseconds':28}{'rows':>6}{'lake p50':>10}{'p95':>7}{'cpu':>7}{'raw p50':>10}{'p95':>7}{'cpu':>7}{'ratio':>8}")
        for question in QUESTIONS:
            mine, theirs = [], []
            for parameters in islice(question.each(), WARM + rounds):
                mine.append(Answer.of(partial(lake.sql, question.sql, parameters=parameters)))
                theirs.append(Answer.of(partial(arrow, plain, question.sql, parameters)))
                if mine[-1].rows != theirs[-1].rows:
                    raise AssertionError(f"{question.name}: {mine[-1].rows} rows of the lake, {theirs[-1].rows} of DuckDB")
            yield judged(question.name, mine[WARM:], theirs[WARM:])
    print(f"memory peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB; load of the machine {os.getloadavg()[0]:.1f}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """How many rows there were, and what they took: on the clock, and of all processors together, which neighbours change less."""

    rows: int
    wall_ms: float
    cpu_ms: float

    @classmethod
    def of(cls, call: Callable[[], pa.Table]) -> Answer:
        """Of what the call answers."""
        wall, cpu = time.perf_counter(), time.process_time()
        rows = call().num_rows
        return cls(rows=rows, wall_ms=(time.perf_counter() - wall) * 1000, cpu_ms=(time.process_time() - cpu) * 1000)


def arrow(connection: duckdb.DuckDBPyConnection, sql: str, parameters: dict[str, Any]) -> pa.Table:
    """The answer of DuckDB alone."""
    return connection.sql(sql, params=parameters).to_arrow_table()


def judged(name: str, mine: list[Answer], theirs: list[Answer]) -> bool:
    """Whether the goals are met: p95, and the median ratio of the two answers to one question."""
    ratio = median(a.wall_ms / b.wall_ms for a, b in zip(mine, theirs, strict=True))
    good = p95(mine) < GOAL_MS and ratio <= GOAL_RATIO
    figures = "".join(
        f"{median(one.wall_ms for one in answers):10.1f}{p95(answers):7.1f}{median(one.cpu_ms for one in answers):7.1f}"
        for answers in (mine, theirs)
    )
    print(
        f"{name:28}{median(one.rows for one in mine):6.0f}{figures}{ratio:8.2f}  {'good' if good else 'MISSED'}"
        f" (goal: p95 < {GOAL_MS:.0f}, ratio at most {GOAL_RATIO:.0f})"
    )
    return good


def opening(folder: Path) -> bool:
    """Whether a lake opens, and counts its events, in time."""
    count, seconds = timed(lambda: Lake.open(folder).sql("SELECT count(*) AS n FROM events").column("n")[0].as_py())
    good = seconds < GOAL_OPEN_S
    print(f"open, and count {count:,} rows: {seconds:.2f} s  {'good' if good else 'MISSED'} (goal: under {GOAL_OPEN_S:.0f} s)")
    return good


def raw(files: Sequence[str]) -> duckdb.DuckDBPyConnection:
    """DuckDB as it comes, over the same files."""
    connection = duckdb.connect(":memory:")
    connection.execute("SET parquet_metadata_cache = true")
    connection.execute(f"CREATE VIEW events AS SELECT * FROM read_parquet({list(files)!r}, hive_partitioning = true)")  # noqa: S608 - our files
    return connection


def timed(call: Callable[[], Any]) -> tuple[Any, float]:
    """The answer and the seconds it took."""
    start = time.perf_counter()
    return call(), time.perf_counter() - start


def p95(answers: list[Answer]) -> float:
    """The 95th percentile on the clock."""
    return quantiles((one.wall_ms for one in answers), n=20, method="inclusive")[-1]


def fill(folder: Path, rows: int) -> None:
    """Make the lake, unless the folder holds one of as many rows."""
    with Lake.open(folder, create=True) as lake:
        lake.head()
        if lake.files("events") and abs(lake.sql("SELECT count(*) AS n FROM events").column("n")[0].as_py() - rows) <= MONTHS * BATCHES:
            return
        _, writing = timed(lambda: write(folder, rows))
        _, compacting = timed(lambda: lake.optimize(Patience(settled=timedelta(0), replaced=timedelta(0))))
        lake.head()
        files = [Path(file) for file in lake.files("events")]
        size = sum(file.stat().st_size for file in files) / 1e6
        print(f"made {rows:,} events in {writing:.0f} s, compacted them in {compacting:.0f} s: {len(files)} files, {size:.0f} MB")


def write(folder: Path, rows: int) -> None:
    """Commit the rows as a lake does: staged under a batch, then the batch in the manifest; each month in several batches."""
    store = Store(folder)
    events, manifest = Delta(store, "events", TABLES["events"].schema), Manifest(store)
    for month in range(MONTHS):
        for part in range(BATCHES):
            made = event_rows(month, rows // (MONTHS * BATCHES), batch=f"{month:02x}{part:02x}".rjust(16, "0"), part=part)
            events.write(made)
            counts = (Count(table="events", rows=len(made)),)
            batch = made.column("batch")[0].as_py()
            manifest.append(
                Entry(sequence=manifest.refresh() + 1, batch=batch, kind="filing", counts=counts, recorded_at=datetime.now(UTC))
            )


if __name__ == "__main__":
    sys.exit(main())
