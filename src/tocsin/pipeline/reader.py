"""Reads one article, or many in several processes."""

from __future__ import annotations

import multiprocessing
import os
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from datetime import UTC, date, datetime
from functools import cache

from tocsin.config import Config
from tocsin.errors import ConfigError
from tocsin.pipeline.assembly import Assembly, default_assembly
from tocsin.records import Article, ArticleReading, PublishedBasis, Unreadable
from tocsin.records.article import text_id

BATCH_CHARACTERS = 60_000
"""A batch of articles is not added to beyond so many."""

_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS")
"""What OpenBLAS and ONNX Runtime look at once, when they are loaded."""

Row = Article | Unreadable
Answer = ArticleReading | Unreadable


class Reader:
    """Reads articles with one configuration; models are loaded at the first reading and kept.

    config: the settings; None for the defaults.
    as_of:  the day up to which the world is known; None for today (UTC).
    """

    def __init__(self, config: Config | None = None, *, as_of: date | None = None) -> None:
        self.config = config or Config()
        self.as_of = as_of or datetime.now(UTC).date()

    def read(self, article: Article) -> ArticleReading:
        """All that one article holds. Raises EmptyText or TooLong where it cannot be read."""
        (answer,) = self.read_many([article])
        if isinstance(answer, Unreadable):
            raise answer.error()
        return answer

    def read_many(self, rows: Iterable[Row], *, processes: int = 1) -> Iterator[Answer]:
        """One answer a row, in the order of the rows.

        rows:      articles; an `Unreadable` (what could not be collected) is handed through in its place.
        processes: how many processes read; memory stays bounded, since at most two batches a process are under way.

        Raises ConfigError for fewer than one process.
        """
        if processes < 1:
            raise ConfigError(f"{processes} processes", allowed="one or more")
        batches = _batches(rows, self.config.batch_size)
        if processes == 1:
            for batch in batches:
                yield from read_batch(self.config, self.as_of, batch)
            return
        yield from self._read_in(processes, batches)

    def _read_in(self, processes: int, batches: Iterator[list[Row]]) -> Iterator[Answer]:
        context = multiprocessing.get_context("spawn")
        with one_thread_each(), ProcessPoolExecutor(processes, mp_context=context) as pool:
            under_way: deque[Future[list[Answer]]] = deque()
            for batch in batches:
                under_way.append(pool.submit(read_batch, self.config, self.as_of, batch))
                if len(under_way) >= 2 * processes:
                    yield from under_way.popleft().result()
            while under_way:
                yield from under_way.popleft().result()


def read(text: str, *, published: date | None = None, outlet: str | None = None, title: str | None = None) -> ArticleReading:
    """Read one article: its claims with their chains of sources, and its events.

    text:      the body as plain text; all offsets of the answer count its Unicode code points.
    published: the day of publication. None: unknown, and relative dates ("on Monday") stay unresolved.
    outlet:    who printed it. None: unknown, and chains begin with the first source that the text cites.
    title:     None where there is none; it is kept, not read.

    Raises EmptyText or TooLong where it cannot be read. For more than one article use `Reader`.

    >>> reading = read("Iran denied that it had attacked the ship.", outlet="Sample Daily")
    >>> [(claim.stance, [source.name for source in claim.chain]) for claim in reading.claims if claim.cue]
    [('denies', ['Sample Daily', 'Iran'])]
    """
    basis: PublishedBasis = "unknown" if published is None else "given"
    return Reader().read(Article(id=text_id(text), text=text, published=published, published_basis=basis, outlet=outlet, title=title))


def read_batch(config: Config, as_of: date, batch: list[Row]) -> list[Answer]:
    """The answers for one batch, in order; the unit of work of a process."""
    articles = [row for row in batch if isinstance(row, Article)]
    answers = iter(_assembly(config).run(articles, as_of=as_of))
    return [next(answers) if isinstance(row, Article) else row for row in batch]


@contextmanager
def one_thread_each() -> Iterator[None]:
    """Processes started meanwhile multiply matrices in one thread each: more threads than cores wait for each other."""
    before = {name: os.environ.get(name) for name in _THREADS}
    os.environ.update(dict.fromkeys(_THREADS, "1"))
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


@cache
def _assembly(config: Config) -> Assembly:
    return default_assembly(config)


def _batches(rows: Iterable[Row], size: int) -> Iterator[list[Row]]:
    """So many rows together, or fewer long ones: what a parse takes of memory grows with the characters of its batch."""
    batch: list[Row] = []
    characters = 0
    for row in rows:
        batch.append(row)
        characters += len(row.text) if isinstance(row, Article) else 0
        if len(batch) >= size or characters >= BATCH_CHARACTERS:
            yield batch
            batch, characters = [], 0
    if batch:
        yield batch
