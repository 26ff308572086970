"""Reading again: what an earlier version found no longer counts, and is not lost; ids and moments stay."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from tests.collect.factory import html
from tests.pipeline.newsroom import ITEMS, NOW, held, item, reading, take

from tocsin.config import Config
from tocsin.lake import Lake
from tocsin.pipeline import rereading as module
from tocsin.pipeline.filing import article_id
from tocsin.pipeline.folding import Folding
from tocsin.pipeline.ingest import Ingest, made_by
from tocsin.pipeline.rereading import Rereading
from tocsin.records import Article, ArticleReading, FiledArticle, FiledClaim, FiledEvent, Incident, Refused, Unreadable


class Better:
    """In the place of the reader: one that reads what the simple one could not, and takes every raid for a meeting."""

    def __init__(self, config: Config) -> None:
        self.config = config

    def read_many(self, articles: Iterable[Article], *, processes: int) -> Iterator[ArticleReading | Unreadable]:
        assert processes == 3
        for article in articles:
            told = replace(article, text=article.text.replace("???", "..."))
            made = reading(told, made_by(self.config.digest()))
            assert isinstance(made, ArticleReading)
            events = tuple(replace(event, type="CONSULT", cameo="040") for event in made.events)
            yield replace(made, article=replace(made.article, text=article.text), events=events)


@pytest.fixture
def lake(tmp_path: Path) -> Iterator[Lake]:
    with Lake.open(tmp_path / "lake", create=True, clock=lambda: NOW) as made:
        yield made


@pytest.fixture
def better(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "Reader", Better)


def again(lake: Lake, *ids: str) -> list[int]:
    made = Rereading(lake, processes=3)
    return list(made.run(ids or made.outdated()))


def harm(lake: Lake) -> list[str]:
    return [finding.message for finding in lake.check() if not finding.harmless]


def by_id(lake: Lake) -> dict[str, FiledArticle]:
    return {article.id: article for article in lake.read(FiledArticle)}


class TestOutdated:
    def test_it_is_what_another_version_or_configuration_read(self, lake: Lake) -> None:
        ours = made_by(Config().for_bulk().digest())
        makers = [ours, replace(ours, version="0.0.1"), replace(ours, config="sha256:else")]
        for one, maker in zip(ITEMS, makers, strict=False):
            for _ in Ingest(lake, lambda articles: (reading(article) for article in articles), maker).run([one]):
                pass
        assert Rereading(lake).outdated() == sorted(article_id(one) for one in ITEMS[1:3])

    def test_it_is_empty_when_all_is_read_again(self, lake: Lake, better: None) -> None:
        take(lake, ITEMS)
        assert again(lake) == [len(ITEMS)]
        assert Rereading(lake).outdated() == []
        assert again(lake) == []


@pytest.mark.usefixtures("better")
class TestRecords:
    def test_ids_and_moments_stay_and_the_maker_is_today(self, lake: Lake) -> None:
        take(lake, ITEMS)
        before = by_id(lake)
        again(lake)
        after = by_id(lake)
        ours = made_by(Config().for_bulk().digest())
        assert after.keys() == before.keys()
        for key, old in before.items():
            read = "read" if old.reading == "refused" else old.reading
            assert after[key] == replace(old, version=ours.version, config=ours.config, reading=read, language=after[key].language)

    def test_what_an_earlier_version_found_no_longer_counts_and_is_not_lost(self, lake: Lake, tmp_path: Path) -> None:
        take(lake, ITEMS)
        Folding(lake).catch_up()
        old = {event.id for event in lake.read(FiledEvent) if event.type == "ASSAULT"}
        again(lake)
        assert old
        assert not [event for event in lake.read(FiledEvent) if event.type == "ASSAULT"]
        kept = {event for path in lake.files("events") for event in pq.read_table(path, columns=["id"]).column("id").to_pylist()}
        assert old <= kept
        Folding(lake).catch_up()
        assert "ASSAULT" not in {incident.type for incident in lake.read(Incident)}
        assert harm(lake) == []

    def test_a_refusal_is_over_when_the_article_can_be_read(self, lake: Lake) -> None:
        take(lake, ITEMS)
        assert [row.code for row in lake.read(Refused)] == ["too_long"]
        again(lake)
        assert list(lake.read(Refused)) == []

    def test_only_those_that_are_named(self, lake: Lake) -> None:
        take(lake, ITEMS)
        before, raid = by_id(lake), article_id(ITEMS[3])
        assert again(lake, raid) == [1]
        after = by_id(lake)
        assert [key for key in before if before[key] != after[key]] == [raid]
        assert {event.type for event in lake.read(FiledEvent, articles=[raid])} <= {"CONSULT", "OTHER"}

    def test_what_is_not_there_is_not_read(self, lake: Lake) -> None:
        take(lake, ITEMS[:1])
        head = lake.head()
        assert again(lake, "0" * 24) in ([], [0])
        assert held(lake)["FiledArticle"]
        assert lake.head() == head

    def test_it_goes_in_commits_that_stand_by_themselves(self, lake: Lake, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(module, "AT_ONCE", 5)
        take(lake, ITEMS)
        running = Rereading(lake, processes=3).run(Rereading(lake).outdated())
        assert next(running) == 5
        running.close()
        assert len(Rereading(lake).outdated()) == len(ITEMS) - 5
        assert again(lake) == [5, 7]
        assert len(by_id(lake)) == len(ITEMS)

    def test_a_row_is_read_from_what_was_filed_of_it(self, lake: Lake) -> None:
        take(lake, [item("Arland raided Borland.", id="row 7", raw=b'{"text": "<p>Arland raided Borland.</p>"}')])
        again(lake)
        (article,) = by_id(lake).values()
        assert (article.text, article.row_id) == ("Arland raided Borland.", "row 7")
        assert article.raw_hash is not None


class TestRawBytes:
    PAGE = html(head='<meta property="og:site_name" content="Sample Daily">')

    def filed(self, lake: Lake, raw: bytes, **more: Any) -> str:
        one = item("Ships for", hours=1, raw=raw, media_type="text/html", **more)
        take(lake, [one])
        return article_id(one)

    def test_a_page_is_extracted_again_under_its_old_id(self, lake: Lake) -> None:
        kept = self.filed(lake, self.PAGE, title="Ships", id="page.html")
        Folding(lake).catch_up()
        list(Rereading(lake).run([kept]))
        article = by_id(lake)[kept]
        assert "The ministry of Arland said on Monday" in article.text
        assert article.text_hash == "sha256:" + hashlib.sha256(article.text.encode()).hexdigest()
        assert (article.title, article.row_id, article.published) == ("Ships", "page.html", item("", hours=1).article.published)
        assert all(article.text[claim.start : claim.end] == claim.text for claim in lake.read(FiledClaim))
        assert list(lake.read(FiledClaim))
        Folding(lake).catch_up()
        assert harm(lake) == []

    def test_a_page_that_gives_nothing_any_more_keeps_the_text_that_it_gave(self, lake: Lake) -> None:
        kept = self.filed(lake, b"<html><body></body></html>")
        list(Rereading(lake).run([kept]))
        assert by_id(lake)[kept].text == "Ships for"
        assert harm(lake) == []

    def test_taken_in_again_it_is_known(self, lake: Lake) -> None:
        kept = self.filed(lake, self.PAGE)
        list(Rereading(lake).run([kept]))
        tally = take(lake, [item("Ships for", hours=1, raw=self.PAGE, media_type="text/html")])
        assert (tally.new, tally.known) == (0, 1)
