"""What reads, by its name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, ClassVar

import pytest
from tests.pipeline.newsroom import ITEMS, reading

from tocsin.config import Config
from tocsin.errors import ConfigError
from tocsin.pipeline import engines
from tocsin.pipeline.engines import HERE, engine
from tocsin.records import Article

DAY = date(2024, 6, 1)
ARTICLES = [one.article for one in ITEMS]


class Cluster:
    """In the place of a cluster."""

    made: ClassVar[list[Cluster]] = []

    def __init__(self, address: str, config: Config, as_of: date) -> None:
        self.address, self.as_of, self.closed = address, as_of, False
        self.made.append(self)

    def __call__(self, articles: Iterable[Article]) -> Iterator[Any]:
        return (reading(article) for article in articles)

    def close(self) -> None:
        self.closed = True


class Here:
    def __init__(self, config: Config, *, as_of: date) -> None:
        self.as_of = as_of

    def read_many(self, articles: Iterable[Article], *, processes: int) -> Iterator[Any]:
        return ((self.as_of, processes, article.id) for article in articles)


def test_here_it_is_read_by_so_many_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "Reader", Here)
    with engine(HERE, Config(), DAY, processes=3) as read:
        assert list(read(ARTICLES[:2])) == [(DAY, 3, article.id) for article in ARTICLES[:2]]


@pytest.mark.parametrize("name", ["ray", "ray://head.example:10001"])
@pytest.mark.parametrize("breaks", [False, True], ids=["to the end", "broken off"])
def test_a_cluster_is_left_in_any_case(monkeypatch: pytest.MonkeyPatch, name: str, breaks: bool) -> None:
    monkeypatch.setattr(engines, "RayReading", Cluster)
    try:
        with engine(name, Config(), DAY, processes=3) as read:
            assert list(read(ARTICLES)) == [reading(article) for article in ARTICLES]
            if breaks:
                raise RuntimeError("broken off")
    except RuntimeError:
        assert breaks
    cluster = Cluster.made.pop()
    assert (cluster.address, cluster.as_of, cluster.closed) == (name, DAY, True)


@pytest.mark.parametrize("name", ["", "Local", "rays", "dask://head:1"])
def test_another_name_is_told_with_those_that_there_are(name: str) -> None:
    with pytest.raises(ConfigError, match=r"no engine.*ray://HOST:PORT"), engine(name, Config(), DAY, processes=1):
        pass
