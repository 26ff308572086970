"""The cluster's answers are the local ones."""

import importlib.util
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from tocsin.config import Config
from tocsin.demo import reports
from tocsin.errors import ConfigError
from tocsin.pipeline import Reader
from tocsin.pipeline.cluster import LOCAL, RayReading
from tocsin.pipeline.filing import filed, stamped
from tocsin.records import Article, Item, MadeBy

HAS_RAY = importlib.util.find_spec("ray") is not None
TODAY = date(2024, 5, 8)


@pytest.mark.skipif(HAS_RAY, reason="Ray is installed")
def test_without_ray_the_error_says_what_to_install():
    with pytest.raises(ConfigError, match=r"tocsin\[ray\]"):
        RayReading(LOCAL, Config(), TODAY)


@pytest.mark.skipif(not HAS_RAY, reason="Ray is not installed: `make ray` installs it and runs this")
@pytest.mark.enable_socket
@pytest.mark.filterwarnings("default")
def test_a_thousand_articles_are_read_and_filed_as_here():
    articles = a_thousand()
    cluster = RayReading(LOCAL, Config(), TODAY, block_articles=400)
    try:
        there = list(cluster(articles))
    finally:
        cluster.close()
    here = list(Reader(as_of=TODAY).read_many(articles))
    assert there == here
    assert rows(articles, there) == rows(articles, here)


def a_thousand() -> list[Article]:
    """The shipped reports, printed again by other outlets on other days, each day's first cut short in its own way."""
    shipped = reports()
    made = []
    for n in range(1000):
        report, turn = shipped[n % len(shipped)], n // len(shipped)
        text = report.text[: len(report.text) - 7 * turn]
        day = report.published and report.published + timedelta(days=turn)
        made.append(replace(report, id=str(n), text=text, outlet=f"Outlet {turn}", published=day))
    return made


def rows(articles, answers):
    noon = datetime(2024, 5, 8, 12, tzinfo=UTC)
    made_by = MadeBy(version="0", config="sha256:0")
    items = [Item(article=article, source="a folder") for article in articles]
    return [filed(i, a, stamped(i, made_by=made_by, recorded_at=noon)) for i, a in zip(items, answers, strict=True)]
