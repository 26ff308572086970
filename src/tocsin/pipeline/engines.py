"""What reads: processes of this machine, or a cluster."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date

from tocsin.config import Config
from tocsin.errors import ConfigError
from tocsin.pipeline.cluster import LOCAL as LOCAL_RAY
from tocsin.pipeline.cluster import RayReading
from tocsin.pipeline.ingest import Reading
from tocsin.pipeline.reader import Answer, Reader
from tocsin.records import Article

HERE = "local"
"""The engine's name that reads in processes of this machine."""


@contextmanager
def engine(name: str, config: Config, as_of: date, *, processes: int) -> Iterator[Reading]:
    """What reads articles, closed in the end. All engines give the same answers.

    name: `HERE`, "ray" for a cluster that is started on this machine, or the address of one ("ray://head:10001").

    Raises ConfigError for another name, or where Ray is not installed.
    """
    if name == HERE:
        reader = Reader(config, as_of=as_of)

        def read(articles: Iterable[Article]) -> Iterator[Answer]:
            return reader.read_many(articles, processes=processes)

        yield read
    elif name == LOCAL_RAY or name.startswith("ray://"):
        cluster = RayReading(name, config, as_of)
        try:
            yield cluster
        finally:
            cluster.close()
    else:
        raise ConfigError(f"there is no engine {name!r}", allowed="local, ray, or ray://HOST:PORT")
