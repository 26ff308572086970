"""Reads again what an earlier version read, from the bytes that were kept: what that one found is superseded, not lost."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import replace

from tocsin.collect.intake import from_bytes
from tocsin.collect.known import Known
from tocsin.collect.sandbox import Extract, Sandbox
from tocsin.config import Config
from tocsin.errors import TocsinError
from tocsin.lake import Lake
from tocsin.pipeline.filing import Filing, Stamp, filed
from tocsin.pipeline.ingest import made_by
from tocsin.pipeline.reader import Reader
from tocsin.records import Article, FiledArticle, FiledClaim, FiledEvent, Item, Refused
from tocsin.records.article import text_id

AT_ONCE = 512
"""How many articles are superseded in one commit."""


class Rereading:
    """One run over a lake. An article keeps its id, and the moment when it could first be known."""

    def __init__(self, lake: Lake, *, processes: int = 1, config: Config | None = None) -> None:
        self._lake, self._processes = lake, processes
        self._config = config or Config().for_bulk()
        self._made_by = made_by(self._config.digest())

    def outdated(self) -> list[str]:
        """The articles that another version, or another configuration, has read."""
        rows = self._lake.scan(FiledArticle, columns=("id", "version", "config"))
        ours = (self._made_by.version, self._made_by.config)
        return sorted(row["id"] for batch in rows for row in batch.to_pylist() if (row["version"], row["config"]) != ours)

    def run(self, ids: Sequence[str]) -> Iterator[int]:
        """Read these again; how many are done, after each commit."""
        reader, done = Reader(self._config), 0
        with closing(Sandbox()) as sandbox:
            for start in range(0, len(ids), AT_ONCE):
                articles = sorted(self._lake.read(FiledArticle, ids=ids[start : start + AT_ONCE]), key=lambda article: article.id)
                items = [self._item(article, sandbox.extract) for article in articles]
                answers = reader.read_many([item.article for item in items], processes=self._processes)
                made = [filed(item, answer, self._stamp(old)) for item, answer, old in zip(items, answers, articles, strict=True)]
                self._supersede(made)
                done += len(made)
                yield done

    def _item(self, old: FiledArticle, extract: Extract) -> Item:
        """The article as its raw bytes have it, read by today's extraction; as it was filed where there are none, or they give none."""
        given = old.published if old.published_basis == "given" else None
        known = Known(id=old.row_id, outlet=old.outlet, url=old.url, title=old.title, published=given)
        raw = self._lake.raw.get(old.raw_hash) if old.raw_hash else None
        article = _filed_article(old)
        if raw is not None and raw.lstrip()[:1] != b"{":  # the JSON of a row or an entry holds no more than what was filed of it
            with suppress(TocsinError):  # what could be extracted once is not given up
                article = replace(from_bytes(raw, known, extract), published=old.published, published_basis=old.published_basis)
        return Item(article=article, source=old.source, published_at=old.published_at, author=old.author, tags=old.tags)

    def _stamp(self, old: FiledArticle) -> Stamp:
        return Stamp(id=old.id, raw_hash=old.raw_hash, known_at=old.known_at, recorded_at=old.recorded_at, made_by=self._made_by)

    def _supersede(self, made: Sequence[Filing]) -> None:
        self._lake.supersede(
            [filing.article for filing in made],
            {
                FiledClaim: [claim for filing in made for claim in filing.claims],
                FiledEvent: [event for filing in made for event in filing.events],
                Refused: [refused for filing in made for refused in filing.refused],
            },
        )


def _filed_article(old: FiledArticle) -> Article:
    return Article(
        id=old.row_id or text_id(old.text),
        text=old.text,
        title=old.title,
        url=old.url,
        outlet=old.outlet,
        published=old.published,
        published_basis=old.published_basis,
    )
