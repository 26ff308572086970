"""Kills writers at random moments, again and again, and looks whether the lake is none the worse for it.

    python -m benchmarks.soak [--kills 30] [--articles 4000] [--seed N]
    python -m benchmarks.soak --kills 30 --lake DIR --writer "tocsin ingest news.jsonl --lake {lake}"

Two writers file overlapping articles into one lake while a third process folds and optimises it; each is ended by SIGKILL as chance has it,
and started again. What a writer was told to be filed it notes in a file of its own, on disk first. Afterwards the writers run to
their end, and then: everything noted is there, and so is everything that was ever seen; no id is there twice; the tables hold exactly what
was handed over; what was folded is what was filed; `Lake.check` finds no harm. A writer of another command notes nothing; for it, what was
seen and the check are what counts.
Exit status 0 where all of it holds.
"""

from __future__ import annotations

import argparse
import os
import random
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.filings import rows
from tocsin.lake import Held, Lake, Overtaken, Patience
from tocsin.records import FiledArticle, FiledClaim, FiledEvent, Placement

WRITER = "{python} -m benchmarks.soak --role writer --lake {lake} --number {number} --articles {articles} --seed {seed} --notes {notes}"
UPKEEP = "{python} -m benchmarks.soak --role {role} --lake {lake} --seed {seed}"
LONGEST_WAIT = 120.0


def main(arguments: list[str] | None = None) -> int:
    """Runs the soak, or one of its processes; exit status 0 where the lake came to no harm."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.soak", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--kills", type=int, default=30)
    parser.add_argument(
        "--articles", type=int, default=4_000, help="how many there are to file; a third by each writer alone, a third by both"
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--lake", help="the lake's folder; a temporary one where not given")
    parser.add_argument("--writer", help="the command of a writer, with {lake} in it and, if need be, {number}, 0 or 1")
    parser.add_argument("--role", choices=["soak", "writer", "upkeep", "optimize"], default="soak", help=argparse.SUPPRESS)
    parser.add_argument("--number", type=int, default=0, help=argparse.SUPPRESS)
    parser.add_argument("--notes", help=argparse.SUPPRESS)
    given = parser.parse_args(arguments)
    if given.role == "writer":
        return write(given.lake, given.number, given.articles, given.seed, Path(given.notes))
    if given.role in ("upkeep", "optimize"):
        return upkeep(given.lake, given.seed, folds=given.role == "upkeep")
    with TemporaryDirectory() as folder:
        soak = Soak(
            lake=given.lake or f"{folder}/lake",
            notes=Path(folder),
            kills=given.kills,
            articles=given.articles,
            seed=given.seed,
            writer=given.writer,
        )
        return soak.run()


def share(number: int, articles: int) -> list[int]:
    """The articles that a writer files: a third of its own, and a third that the other files too."""
    return [article for article in range(articles) if article % 3 in (number, 2)]


def write(url: str, number: int, articles: int, seed: int, notes: Path) -> int:
    """File one share in batches of random size, from where the cursor stands; note what is filed."""
    chance = random.Random(seed)  # noqa: S311 - sizes of batches
    mine = share(number, articles)
    with Lake.open(url, create=True) as lake, notes.open("a") as noted:
        source = f"writer {number}"
        at = int(lake.cursor(source) or 0)
        while at < len(mine):
            some = mine[at : at + chance.randint(1, 60)]
            at += len(some)
            batch = rows(some)
            lake.commit(batch, cursors={source: str(at)})
            noted.writelines(f"{article.id}\n" for article in batch[FiledArticle])
            noted.flush()
            os.fsync(noted.fileno())
    return 0


def upkeep(url: str, seed: int, *, folds: bool) -> int:
    """Fold what is filed, and optimise with next to no patience, so that batches under way are given up for dead."""
    chance = random.Random(seed)  # noqa: S311 - pauses
    with Lake.open(url, create=True) as lake:
        while True:
            patience = Patience(settled=timedelta(0), abandoned=timedelta(seconds=chance.choice((0, 1, 5))), replaced=timedelta(hours=1))
            with suppress(Held, Overtaken):  # the one that was killed may not be quite gone
                if folds:
                    fold(lake)
                lake.optimize(patience)
            time.sleep(1 + chance.random())


def fold(lake: Lake) -> None:
    """Place each article that was filed since the last fold, in a version of its own."""
    base = lake.folded()
    since = lake.since(base)
    if not since.batches:
        return
    articles = lake.read(FiledArticle, after=base, upto=since.sequence)
    placed = [
        Placement(id=article.id, incidents=(), leads=False, story=None, copy_of=None, carries=None, known_at=article.known_at)
        for article in articles
    ]
    lake.publish({Placement: placed}, base=base, folded=since.sequence)


@dataclass(slots=True, kw_only=True)
class Soak:
    """One soak: which lake, how many kills, what writes."""

    lake: str
    notes: Path
    kills: int
    articles: int
    seed: int
    writer: str | None
    seen: set[str] = field(default_factory=set)
    runs: int = 0

    def run(self) -> int:
        """Kill, then finish, then look; prints what came of it."""
        chance = random.Random(self.seed)  # noqa: S311 - moments of killing
        begun = time.monotonic()
        running = {name: self.start(name) for name in ("0", "1", "upkeep")}
        try:
            for _ in range(self.kills):
                name = chance.choices(("0", "1", "upkeep"), weights=(2, 2, 1))[0]
                self.wait_for_progress(running[name], name)
                time.sleep(chance.random() * (1.0 if self.writer is None else 5.0))
                end(running[name])
                running[name] = self.start(name)
                self.look()
            statuses = [running[name].wait() for name in ("0", "1")]
        finally:
            for process in running.values():
                end(process)
        wrong = [f"writers ended with status {statuses}"] if any(statuses) else list(self.wrong())
        print(
            "\n".join(wrong)
            or f"{self.kills} kills, {len(self.seen)} articles, {time.monotonic() - begun:.0f} s: nothing lost, nothing doubled"
        )
        return 1 if wrong else 0

    def start(self, name: str) -> subprocess.Popen[bytes]:
        """A writer, or the process that optimises."""
        self.runs += 1
        command = UPKEEP if name == "upkeep" else self.writer or WRITER
        values = {"python": sys.executable, "lake": self.lake, "number": name, "articles": self.articles, "seed": self.seed + self.runs}
        values["role"] = "upkeep" if self.writer is None else "optimize"  # writers of another command fold by themselves
        words = shlex.split(command.format(notes=self.notes / f"notes-{name}", **values))
        return subprocess.Popen(words, start_new_session=True)  # noqa: S603 - what the caller named

    def wait_for_progress(self, process: subprocess.Popen[bytes], name: str) -> None:
        """Until a writer has filed something since it started, so that it is killed at its work; the one that optimises has a while."""
        if name == "upkeep":
            time.sleep(2.0)
            return
        limit, notes = time.monotonic() + LONGEST_WAIT, self.notes / f"notes-{name}"
        with Lake.open(self.lake, create=True) as lake:
            before = lake.filed() if self.writer else size(notes)
            while process.poll() is None and time.monotonic() < limit and (lake.filed() if self.writer else size(notes)) == before:
                time.sleep(0.02)

    def look(self) -> None:
        """Remember what is visible: from now on it has to be."""
        with Lake.open(self.lake, create=True) as lake:
            self.seen.update(value for some in lake.scan(FiledArticle, columns=("id",)) for value in some.column("id").to_pylist())

    def wrong(self) -> Iterator[str]:
        """What a lake that came to no harm would not show."""
        with Lake.open(self.lake) as lake:
            here = [article.id for article in lake.read(FiledArticle)]
            noted = {line for path in self.notes.glob("notes-*") for line in path.read_text().split()}
            for what, ids in (("seen", self.seen), ("acknowledged", noted)):
                if lost := ids.difference(here):
                    yield f"{len(lost)} articles were {what} and are missing: {sorted(lost)[:3]}"
            if len(here) != len(set(here)):
                yield f"{len(here) - len(set(here))} articles are there twice"
            if self.writer is None:
                fold(lake)
                if sorted(placement.id for placement in lake.read(Placement)) != sorted(here):
                    yield "Placement: the articles that were folded are not those that were filed"
            yield from (f"{finding.table}: {finding.message}" for finding in lake.check() if not finding.harmless)
            if self.writer is None:
                wanted = rows(range(self.articles))
                for kind in (FiledArticle, FiledClaim, FiledEvent):
                    if sorted(map(repr, lake.read(kind))) != sorted(map(repr, wanted[kind])):
                        yield f"{kind.__name__}: the table does not hold what was handed over"
            self.seen.update(here)


def end(process: subprocess.Popen[bytes]) -> None:
    """Without warning, with whatever it started."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def size(path: Path) -> int:
    """In bytes; 0 where there is no such file."""
    return path.stat().st_size if path.exists() else 0


if __name__ == "__main__":
    sys.exit(main())
