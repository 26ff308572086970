"""The health of sources, those in trouble first; as rows, a table, a page."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from rich.console import Console

from tocsin.products.sources import COLUMNS, TROUBLE, source_rows, sources_page, sources_view
from tocsin.records import SourceHealth
from tocsin.records.source import LEAST_SILENCE, STALE

NOW = datetime(2024, 6, 1, 12, tzinfo=UTC)
WELL = {"kind": "feed", "tried_at": NOW, "succeeded_at": NOW, "new_at": NOW, "newest_item": NOW, "given": 4, "items": 1234}


def source(id: str, **more: object) -> SourceHealth:  # noqa: A002 - the record's own word
    return SourceHealth(**{"id": id, **WELL, **more})  # type: ignore[arg-type]


SOURCES = (
    source("a well one"),
    source("b never asked", tried_at=None),
    source("c failing", error="Nobody answers.", errors=3),
    source("d empty", given=0),
    source("e undated", undated=3),
    source("f stale", newest_item=NOW - STALE - timedelta(seconds=1)),
    source("g silent", new_at=NOW - LEAST_SILENCE - timedelta(seconds=1)),
    source("h another well one", title="A Paper"),
)


def shown(*sources: SourceHealth, width: int = 100) -> str:
    console = Console(width=width, color_system=None)
    with console.capture() as capture:
        console.print(sources_view(sources, now=NOW))
    return capture.get()


class TestRows:
    def test_those_in_trouble_come_first(self) -> None:
        rows = list(source_rows(SOURCES, now=NOW))
        assert tuple(row[2] for row in rows) == (*TROUBLE, "ok")
        assert [row[0] for row in rows if row[2] == "ok"] == ["a well one", "h another well one"]

    def test_each_has_a_field_for_every_column(self) -> None:
        row = dict(zip(COLUMNS, next(source_rows([SOURCES[6]], now=NOW)), strict=True))
        assert row == {
            "source": "g silent",
            "title": None,
            "state": "silent",
            "last success": NOW,
            "last new item": NOW - LEAST_SILENCE - timedelta(seconds=1),
            "silent since": NOW - LEAST_SILENCE - timedelta(seconds=1),
            "items": 1234,
            "undated": 0,
            "failures in a row": 0,
            "error": None,
        }


class TestTable:
    @pytest.mark.parametrize("width", [80, 100, 160])
    def test_it_tells_what_is_the_matter_within_the_width(self, width: int) -> None:
        made = shown(*SOURCES, width=width)
        assert max(map(len, made.splitlines())) <= width
        told = " ".join(made.split())
        for words in ("Nobody answers. (3 in a row)", "3 of 4 without a date", "A Paper", "1,234"):
            assert words in told
        assert "nothing new since 2024-05-31 11:59" in told

    def test_what_never_was_is_unknown(self) -> None:
        made = shown(SourceHealth(id="https://a.example/feed", kind="feed"))
        assert "never" in made
        assert "?" in made

    def test_nothing_hostile_reaches_the_terminal(self) -> None:
        made = shown(source("a\x1b[31mred", title="t\u202eeltit", error="e\x07"))
        assert not re.search("[\x07\x1b\u202e]", made)


class TestPage:
    def test_it_counts_those_that_do_well(self) -> None:
        assert "2 of 8 do well, as of 2024-06-01 12:00 UTC" in sources_page(SOURCES, now=NOW)

    def test_every_text_is_escaped_and_nothing_is_run_or_fetched(self) -> None:
        made = sources_page([source('"><script>alert(1)</script>', title="<img src=x onerror=y>", error="</td><b>&")], now=NOW)
        assert not re.search("<(script|img|b)\\b", made)
        assert "&lt;script&gt;" in made
        assert "default-src 'none'" in made
        assert not re.search("(src|href)=[\"']?http", made)

    def test_numbers_and_moments_are_for_people(self) -> None:
        made = sources_page([SOURCES[0]], now=NOW)
        assert "<td class=n>1,234</td>" in made
        assert "<td>2024-06-01 12:00</td>" in made

    @pytest.mark.parametrize("name", TROUBLE)
    def test_only_a_state_looks_like_one(self, name: str) -> None:
        made = sources_page([source("a", title=name, newest_item=NOW, tried_at=NOW)], now=NOW)
        assert len(re.findall('<td class="', made)) == 1
