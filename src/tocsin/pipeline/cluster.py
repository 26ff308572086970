"""Reads on a Ray cluster: the same stages and the same answers as here, the models loaded once in each worker. Needs `tocsin[ray]`."""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice
from typing import Any

from tocsin.config import Config
from tocsin.errors import ConfigError
from tocsin.pipeline.reader import Answer, read_batch
from tocsin.records import Article

LOCAL = "ray"
"""The engine's name that starts a cluster on this machine; any other is the address of one ("ray://head:10001")."""


class RayReading:
    """Reads articles with Ray Data's `map_batches`, one pool of actors a block.

    address:        `LOCAL`, or the address of a running cluster.
    workers:        how many actors read, each on a core of its own; None for every core that the cluster has.
    block_articles: how many articles are handed to the cluster at once: the most that the driver holds, and what one start of the actors
                    (some 5 s each) is spread over.

    Raises ConfigError where Ray is not installed.
    """

    def __init__(self, address: str, config: Config, as_of: date, *, workers: int | None = None, block_articles: int = 8192) -> None:
        self._ray, self._data = _ray()
        if not self._ray.is_initialized():
            self._ray.init(address=None if address == LOCAL else address, logging_level="ERROR", include_dashboard=False)
        self._config, self._as_of, self._block = config, as_of, block_articles
        self._workers = workers or max(1, int(self._ray.cluster_resources().get("CPU", 1)))

    def __call__(self, articles: Iterable[Article]) -> Iterator[Answer]:
        """One answer an article, in order."""
        remaining = iter(articles)
        while block := list(islice(remaining, self._block)):
            yield from self._read(block)

    def close(self) -> None:
        """Leave the cluster; one that was started here ends."""
        self._ray.shutdown()

    def _read(self, block: list[Article]) -> Iterator[Answer]:
        context = self._data.DataContext.get_current()
        context.execution_options.preserve_order = True
        context.enable_progress_bars = False
        size = self._config.batch_size
        rows = self._data.from_items([{"row": pickle.dumps(article)} for article in block], override_num_blocks=max(1, len(block) // size))
        workers = min(self._workers, max(1, len(block) // size))
        answered = rows.map_batches(
            _Worker,
            fn_constructor_args=(self._config, self._as_of),
            batch_size=size,
            compute=self._data.ActorPoolStrategy(size=workers),
            num_cpus=1,
        )
        for row in answered.iter_rows():
            yield pickle.loads(row["row"])  # noqa: S301 - made by our own worker


class _Worker:
    """One actor: reads batch after batch with models that are loaded at the first."""

    def __init__(self, config: Config, as_of: date) -> None:
        self._config, self._as_of = config, as_of

    def __call__(self, batch: dict[str, Any]) -> dict[str, list[bytes]]:
        articles = [pickle.loads(row) for row in batch["row"]]  # noqa: S301 - made by our own driver
        return {"row": [pickle.dumps(answer) for answer in read_batch(self._config, self._as_of, articles)]}


def _ray() -> tuple[Any, Any]:
    try:
        import ray
        import ray.data
    except ImportError:
        raise ConfigError("Ray is not installed", do="install it with: pip install 'tocsin[ray]'") from None
    return ray, ray.data
