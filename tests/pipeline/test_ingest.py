"""Taking in: the same things come to the same tables, however they arrive, and everything is accounted for."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.pipeline.newsroom import FIRST, ITEMS, MADE_BY, NOW, Newsreader, held, item, refusal, table_event, take

from tocsin.config import Config
from tocsin.lake import Lake
from tocsin.pipeline import Reader
from tocsin.pipeline.ingest import LOOKED_UP_AT_ONCE, Ingest, Pace, Tally
from tocsin.records import FiledArticle, FiledEvent, Item, Refused

THINGS = (*ITEMS, *(table_event(f"row {n}") for n in range(5)), refusal("line 7"), refusal("line 9", "empty"))


def opened(path: Path) -> Lake:
    return Lake.open(path, create=True, clock=lambda: NOW)


@pytest.fixture
def lake(tmp_path: Path) -> Iterator[Lake]:
    with opened(tmp_path / "lake") as made:
        yield made


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """The tables that `THINGS` come to in one run."""
    with opened(tmp_path_factory.mktemp("usual") / "lake") as made:
        take(made, THINGS)
        return held(made)


def harm(lake: Lake) -> list[str]:
    return [finding.message for finding in lake.check() if not finding.harmless]


class TestTheSameTables:
    def test_a_second_run_changes_nothing_and_reads_nothing(self, lake: Lake, usual: dict[str, list[str]]) -> None:
        take(lake, THINGS)
        reader, before = Newsreader(), lake.head()
        tally = take(lake, THINGS, reader=reader)
        assert held(lake) == usual
        assert (lake.head(), reader.asked) == (before, [])
        assert (tally.new, tally.known, tally.events, tally.events_known) == (0, len(ITEMS), 0, 5)

    @settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(order=st.permutations(THINGS), most=st.integers(1, 6), events=st.integers(1, 4), cut=st.integers(0, len(THINGS)))
    def test_order_batches_and_runs_leave_no_trace(
        self, tmp_path_factory: pytest.TempPathFactory, usual: dict[str, list[str]], order: Sequence, most: int, events: int, cut: int
    ) -> None:
        pace = Pace(most_articles=most, most_events=events)
        with opened(tmp_path_factory.mktemp("any") / "lake") as made:
            first = take(made, order[:cut], pace=pace)
            second = take(made, order[cut:], pace=pace)
            assert held(made) == usual
        assert (first.things, second.things) == (cut, len(THINGS) - cut)

    @pytest.mark.parametrize("most", [1, 3, 512])
    def test_what_comes_twice_in_a_run_is_read_and_counted_once(self, lake: Lake, usual: dict[str, list[str]], most: int) -> None:
        reader = Newsreader()
        tally = take(lake, [thing for thing in THINGS for _ in range(2)], pace=Pace(most_articles=most), reader=reader)
        assert held(lake) == usual
        assert len(reader.asked) == len(ITEMS)
        assert (tally.new, tally.known) == (len(ITEMS) - 1, len(ITEMS))
        assert (tally.events, tally.events_known) == (5, 5)
        assert tally.things == 2 * len(THINGS)

    def test_what_another_writer_files_meanwhile_is_not_doubled(self, lake: Lake, usual: dict[str, list[str]], tmp_path: Path) -> None:
        def things() -> Iterator[object]:
            yield from THINGS
            with opened(tmp_path / "lake") as other:
                take(other, THINGS)

        take(lake, things())
        assert held(lake) == usual
        assert not harm(lake)

    def test_more_than_are_looked_up_at_once(self, lake: Lake) -> None:
        many = [item(f"Report number {n} of a long day.", hours=n / 10) for n in range(LOOKED_UP_AT_ONCE + 20)]
        take(lake, many[:30])
        tally = take(lake, many)
        assert (tally.new, tally.known) == (LOOKED_UP_AT_ONCE - 10, 30)
        assert len(list(lake.read(FiledArticle))) == len(many)

    def test_the_real_reader_gives_the_same_tables_in_other_batches(self, tmp_path: Path) -> None:
        reports = [
            item("Iran denied on Monday that it had attacked the tanker. The United States said Iran had laid the mines.", hours=1),
            item("Israel's prime minister will meet the president of France in Paris on Friday.", hours=2),
            item("Turkey's army shelled a village near Afrin, killing three people, a monitor said.", hours=3),
        ]
        reader = Reader(as_of=FIRST.date())
        tables = []
        for name, order, most in (("one", reports, 9), ("two", reports[::-1], 1)):
            with opened(tmp_path / name) as made:
                for _ in Ingest(made, reader.read_many, MADE_BY, pace=Pace(most_articles=most), clock=lambda: NOW).run(order):
                    pass
                tables.append(held(made))
        assert tables[0] == tables[1]
        assert len(tables[0]["FiledEvent"]) >= 3


class TestAccounts:
    def test_the_tally_tells_what_became_of_everything(self, lake: Lake) -> None:
        tally = take(lake, THINGS)
        assert tally == Tally(
            new=len(ITEMS) - 1,
            foreign=1,
            events=5,
            by_source={"a folder": len(ITEMS)},  # type: ignore[arg-type]
            refused={"too_long": 1, "bad_row": 1, "empty": 1},  # type: ignore[arg-type]
            sequence=2,
        )
        assert tally.things == len(THINGS)
        assert len(list(lake.read(FiledArticle))) == len(ITEMS)

    def test_a_tally_goes_on(self, lake: Lake) -> None:
        tally = Tally(new=7)
        made = Ingest(lake, Newsreader(), MADE_BY, tally=tally, clock=lambda: NOW)
        assert list(made.run(ITEMS[:2]))[-1] is tally
        assert tally.new == 9

    def test_the_tally_comes_after_each_article_read_and_in_the_end(self, lake: Lake) -> None:
        seen = [(tally.new, tally.sequence) for tally in Ingest(lake, Newsreader(), MADE_BY, pace=Pace(most_articles=2)).run(ITEMS[:3])]
        assert seen == [(1, None), (2, 1), (3, 1), (3, 2)]

    def test_nothing_is_committed_where_nothing_comes(self, lake: Lake) -> None:
        assert take(lake, []) == Tally()
        assert lake.head() == 0

    def test_refusals_are_filed_with_what_was_refused(self, lake: Lake) -> None:
        take(lake, THINGS)
        kept = {(row.stage, row.code): row for row in lake.read(Refused)}
        assert set(kept) == {("collect", "bad_row"), ("collect", "empty"), ("read", "too_long")}
        unread = next(lake.read(FiledArticle, ids=[str(kept["read", "too_long"].article)]))
        assert (unread.reading, kept["read", "too_long"].evidence) == ("refused", unread.text)

    def test_a_foreign_article_is_kept_unread(self, lake: Lake) -> None:
        take(lake, ITEMS)
        (foreign,) = (article for article in lake.read(FiledArticle) if article.language == "de")
        assert foreign.reading == "foreign"
        assert not list(lake.read(FiledEvent, articles=[foreign.id]))

    def test_an_article_that_was_turned_away_is_kept_and_counted(self, lake: Lake) -> None:
        reader = Reader(Config().for_bulk())
        told = item("The coach praised the players of the club after they had won the final match of the season before cheering fans.")
        tally = take(lake, [told], reader=reader.read_many)
        (kept,) = lake.read(FiledArticle)
        assert (tally.new, tally.gated, kept.reading, kept.text) == (1, 1, "gated", told.article.text)

    def test_rows_of_event_tables_stand_beside_what_was_read(self, lake: Lake) -> None:
        take(lake, THINGS)
        by_dataset = {event.dataset for event in lake.read(FiledEvent)}
        assert by_dataset == {"a table", "tocsin"}
        row = next(event for event in lake.read(FiledEvent) if event.dataset == "a table")
        assert row in {table_event(f"row {n}") for n in range(5)}

    def test_a_row_off_the_schema_is_counted_as_refused_and_kept_as_evidence(self, lake: Lake) -> None:
        broken = replace(table_event("broken"), status="perhaps")  # type: ignore[arg-type]
        named = item("A report in a file whose name is no text.", id="report\udcff.txt")
        tally = take(lake, [table_event("whole"), broken, named, ITEMS[0]])
        assert (tally.new, tally.events, tally.refused) == (1, 1, {"off_schema": 2})
        assert tally.things == 4
        kept = {(row.code, str(row.place).split()[0]) for row in lake.read(Refused)}
        assert kept == {("off_schema", "events"), ("off_schema", "articles"), ("without_article", "events")}


class TestRawBytes:
    def test_they_are_kept_under_their_hash(self, lake: Lake) -> None:
        page = b"<html><body>The ferry sank.</body></html>"
        take(lake, [item("The ferry sank.", raw=page, media_type="text/html"), ITEMS[0]])
        hashes = {article.text: article.raw_hash for article in lake.read(FiledArticle)}
        assert hashes == {"The ferry sank.": hashlib.sha256(page).hexdigest(), ITEMS[0].article.text: None}
        assert lake.raw.get(str(hashes["The ferry sank."])) == page
        assert not harm(lake)


class TestCommits:
    def test_a_reader_that_dies_leaves_whole_batches_alone(self, lake: Lake, usual: dict[str, list[str]]) -> None:
        with pytest.raises(RuntimeError, match="died"):
            take(lake, THINGS, pace=Pace(most_articles=3), reader=Newsreader(dies_after=8))
        articles = list(lake.read(FiledArticle))
        assert len(articles) == 6
        assert {event.article for event in lake.read(FiledEvent)} <= {article.id for article in articles}
        assert not harm(lake)
        take(lake, THINGS)
        assert held(lake) == usual

    def test_a_caller_that_stops_loses_only_what_was_not_committed(self, lake: Lake, usual: dict[str, list[str]]) -> None:
        running = Ingest(lake, Newsreader(), MADE_BY, pace=Pace(most_articles=2), clock=lambda: NOW).run(THINGS)
        for _ in range(5):
            next(running)
        running.close()
        assert len(list(lake.read(FiledArticle))) == 4
        take(lake, THINGS)
        assert held(lake) == usual

    @pytest.mark.parametrize(("seconds", "commits"), [(0.0, 3), (3600.0, 1)])
    def test_a_batch_waits_only_so_long(self, lake: Lake, seconds: float, commits: int) -> None:
        assert take(lake, ITEMS[:3], pace=Pace(most_seconds=seconds)).sequence == commits

    def test_cursors_stand_in_the_commit_of_what_they_follow(self, lake: Lake) -> None:
        given: list[Item] = []

        def things() -> Iterator[Item]:
            for one in ITEMS[:4]:
                given.append(one)
                yield one

        ingest = Ingest(lake, Newsreader(), MADE_BY, pace=Pace(most_articles=2), clock=lambda: NOW)
        running = ingest.run(things(), cursors=lambda: {"a folder": str(len(given))})
        seen = [(tally.sequence, lake.cursor("a folder")) for tally in running]
        assert seen[0] == (None, None)
        assert seen[-1] == (2, "4")

    def test_a_cursor_moves_where_nothing_else_is_new(self, lake: Lake) -> None:
        take(lake, ITEMS)
        take(lake, ITEMS, cursors=lambda: {"a folder": "the end"})
        assert lake.cursor("a folder") == "the end"
