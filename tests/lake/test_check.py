from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from benchmarks.filings import filing, rows

from tocsin.lake import TABLES, Lake
from tocsin.lake.manifest import Count, Entry
from tocsin.lake.staging import draft, staged
from tocsin.records import FiledArticle, FiledClaim, FiledEvent, Placement

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def lake(tmp_path: Path) -> Iterator[Lake]:
    with Lake.open(tmp_path / "lake", create=True, clock=lambda: NOW) as lake:
        lake.commit(rows(range(6)))
        yield lake


def found(lake: Lake) -> set[tuple[str, str | None, int]]:
    return {(finding.code, finding.table, finding.count) for finding in lake.check() if not finding.harmless}


def stage(lake: Lake, made: dict[type, Any], batch: str, **added: Any) -> None:
    """Rows of a batch, past what a commit looks at."""
    for name, table in draft(made, NOW).rows.items():
        lake._deltas[name].write(staged(table, TABLES[name], batch, **added))


def show(lake: Lake, batch: str, *counts: tuple[str, int], sequence: int | None = None) -> None:
    lake.head()
    told = tuple(Count(table=table, rows=rows) for table, rows in counts)
    lake._manifest.append(Entry(sequence=sequence or lake._manifest.sequence + 1, batch=batch, kind="filing", counts=told, recorded_at=NOW))


def test_a_whole_lake(lake: Lake) -> None:
    assert [(finding.code, finding.harmless) for finding in lake.check()] == [("lag", True)]
    lake.publish({Placement: []}, base=0, folded=1)
    assert lake.check() == ()


def test_an_empty_lake(tmp_path: Path) -> None:
    with Lake.open(tmp_path / "empty", create=True) as lake:
        assert lake.check() == ()


def test_rows_that_are_missing_or_too_many(lake: Lake) -> None:
    stage(lake, {FiledArticle: [filing(7)[0]]}, "short")
    show(lake, "short", ("articles", 2), ("claims", 3))
    assert found(lake) == {("count", "articles", 1), ("count", "claims", 3)}


def test_ids_that_are_there_twice(lake: Lake) -> None:
    stage(lake, {FiledArticle: [filing(1)[0]]}, "again")
    show(lake, "again", ("articles", 1))
    assert ("double", "articles", 1) in found(lake)


def test_versions_that_are_there_twice(lake: Lake) -> None:
    placement = Placement(id=filing(1)[0].id, incidents=(), leads=False, story=None, copy_of=None, carries=None, known_at=NOW)
    for batch in ("one", "two"):
        stage(lake, {Placement: [placement]}, batch, version=1, retired=False)
        show(lake, batch, ("placements", 1))
    assert found(lake) == {("double", "placements", 1)}


@pytest.mark.parametrize("change", [{"id": "0" * 24}, {"text_hash": "sha256:00"}, {"outlet": None}], ids=lambda change: next(iter(change)))
def test_ids_that_are_not_of_what_they_name(lake: Lake, change: dict[str, Any]) -> None:
    lake.commit({FiledArticle: [replace(filing(7)[0], **change)]})
    assert found(lake) == {("id", "articles", 1)}


def test_claims_that_differ_from_their_article(lake: Lake) -> None:
    made = rows([7])
    lake.commit({**made, FiledClaim: [replace(claim, start=claim.start + 1) for claim in made[FiledClaim]]})
    assert found(lake) == {("text", "claims", 4)}


def test_claims_count_code_points(lake: Lake) -> None:
    article, [(claim, _), *_] = filing(7)
    text = "\U0001f514 é\u0301 " + article.text
    lake.commit({FiledArticle: [replace(article, text=text)], FiledClaim: [replace(claim, start=claim.start + 5, end=claim.end + 5)]})
    assert found(lake) == {("id", "articles", 1)}


def test_what_is_named_and_not_there(lake: Lake) -> None:
    made = rows([7])
    lake.commit({FiledClaim: made[FiledClaim][:1], FiledEvent: made[FiledEvent][:2]})
    assert found(lake) == {("reference", "claims", 1), ("reference", "events", 1)}


def test_placements_of_incidents_that_are_not_there(lake: Lake) -> None:
    placement = Placement(id=filing(1)[0].id, incidents=("gone",), leads=False, story=None, copy_of=None, carries=None, known_at=NOW)
    lake.publish({Placement: [placement, replace(placement, id="none", incidents=())]}, base=0, folded=1)
    assert found(lake) == {("reference", "placements", 1)}
    assert "gone" in lake.check()[0].message + lake.check()[1].message


def test_raw_bytes_that_are_not_kept(lake: Lake) -> None:
    lake.commit({FiledArticle: [replace(filing(7)[0], raw_hash="ab" * 32)]})
    assert found(lake) == {("raw", "articles", 1)}


def test_derived_rows_ahead_of_the_manifest(lake: Lake) -> None:
    placement = Placement(id=filing(1)[0].id, incidents=(), leads=False, story=None, copy_of=None, carries=None, known_at=NOW)
    stage(lake, {Placement: [placement]}, "ahead", version=9, retired=False)
    show(lake, "ahead", ("placements", 1))
    assert found(lake) == {("ahead", "placements", 1)}


def test_a_manifest_with_a_gap(lake: Lake) -> None:
    show(lake, "jump", sequence=3)
    assert found(lake) == {("manifest", None, 1)}


def test_a_file_that_is_gone(lake: Lake) -> None:
    Path(lake.files("claims")[0]).unlink()
    assert found(lake) == {("file", "claims", 1)}
