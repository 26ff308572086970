from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from benchmarks.filings import filing, rows
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.lake import TABLES, Finding, Lake, NoLake, Overtaken, Patience, tables
from tocsin.lake.staging import draft, staged
from tocsin.records import FiledArticle, FiledClaim, FiledEvent, Judgement, Placement, Refused

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
KINDS = (FiledArticle, FiledClaim, FiledEvent)
Open = Callable[[], Lake]


@pytest.fixture(params=["folder", "store"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A folder, and the same as an object store is reached: through a URL."""
    return str(tmp_path / "lake") if request.param == "folder" else f"file://{tmp_path}/lake"


@pytest.fixture
def opened(url: str) -> Iterator[Open]:
    """Opens the lake again and again, as other processes would."""
    lakes: list[Lake] = []

    def again() -> Lake:
        lakes.append(Lake.open(url, create=True, clock=lambda: NOW))
        return lakes[-1]

    yield again
    for lake in lakes:
        lake.close()


@pytest.fixture
def lake(opened: Open) -> Lake:
    return opened()


def held(lake: Lake, kinds: Sequence[type] = KINDS) -> dict[type, list[str]]:
    """The records of a lake, in an order of their own."""
    return {kind: sorted(map(repr, lake.read(kind))) for kind in kinds}


def harm(lake: Lake) -> list[Finding]:
    return [finding for finding in lake.check() if not finding.harmless]


def wanted(numbers: Sequence[int]) -> dict[type, list[str]]:
    return {kind: sorted(map(repr, records)) for kind, records in rows(numbers).items()}


def staged_only(lake: Lake, numbers: Sequence[int], batch: str) -> None:
    """What a writer leaves that dies before its manifest row."""
    for name, table in draft(rows(numbers), NOW).rows.items():
        lake._deltas[name].write(staged(table, TABLES[name], batch))


def test_a_lake_is_made_only_when_asked(tmp_path: Path) -> None:
    with pytest.raises(NoLake, match="no lake in"):
        Lake.open(tmp_path / "none")
    assert not (tmp_path / "none").exists()


def test_what_is_committed_is_read(lake: Lake, opened: Open) -> None:
    committed = lake.commit(rows(range(9)))
    assert committed.sequence == 1
    assert committed.written == {"articles": 9, "claims": 36, "events": 36}
    assert held(lake) == held(opened()) == wanted(range(9))
    assert not harm(lake)


def test_committing_again_changes_nothing(lake: Lake, opened: Open) -> None:
    lake.commit(rows(range(9)))
    again = opened().commit(rows(range(9)))
    assert (again.batch, again.written) == (None, {})
    assert again.present == {"articles": 9, "claims": 36, "events": 36}
    assert lake.head() == 1


def test_an_article_that_is_filed_keeps_the_claims_that_it_has(lake: Lake) -> None:
    first = rows([1], claims=2)
    lake.commit(first)
    claims = [replace(claim, id=f"{claim.id[:-1]}x", stance="denies") for claim in first[FiledClaim]]
    lake.commit({FiledArticle: first[FiledArticle], FiledClaim: claims})
    assert list(lake.read(FiledClaim)) == list(first[FiledClaim])


def test_rows_of_an_event_table_are_filed_once_without_any_article(lake: Lake, opened: Open) -> None:
    events = [replace(event, article=None, claim=None, dataset="gdelt2") for event in rows(range(3))[FiledEvent]]
    lake.commit({FiledEvent: events[:8]})
    assert opened().commit({FiledEvent: [*events, events[0]]}).written == {"events": 4}
    assert sorted(event.id for event in lake.read(FiledEvent)) == sorted(event.id for event in events)


@pytest.fixture(scope="module")
def reference() -> dict[type, list[str]]:
    return wanted(range(12))


@given(st.lists(st.lists(st.integers(0, 11), min_size=1, max_size=12), max_size=4), st.randoms())
@settings(max_examples=8, deadline=None)
def test_order_batches_and_repeats_leave_no_trace(
    tmp_path_factory: pytest.TempPathFactory, reference: dict[type, list[str]], batches: list[list[int]], chance: random.Random
) -> None:
    rest = list(range(12))
    chance.shuffle(rest)
    with Lake.open(tmp_path_factory.mktemp("lake"), create=True) as lake:
        for batch in [*batches, rest]:
            made = {kind: chance.sample(records, len(records)) for kind, records in rows(batch).items()}
            lake.commit(dict(chance.sample(list(made.items()), len(made))))
        assert held(lake) == reference


def test_two_writers_that_staged_the_same_at_once_file_it_once(lake: Lake, opened: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    other = opened()
    overtake_once(lake, monkeypatch, lambda: other.commit(rows(range(3, 9))))
    committed = lake.commit(rows(range(6)))
    assert committed.written == {"articles": 3, "claims": 12, "events": 12}
    assert committed.present == committed.written
    assert held(lake) == wanted(range(9))
    assert [finding.code for finding in lake.check()] == ["abandoned"] * 3 + ["lag"]


def test_two_writers_that_staged_different_rows_at_once_file_both(lake: Lake, opened: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    other = opened()
    overtake_once(lake, monkeypatch, lambda: other.commit(rows(range(3, 6))))
    assert lake.commit(rows(range(3))).sequence == 2
    assert held(lake) == wanted(range(6))
    assert [finding.code for finding in lake.check()] == ["lag"]


def test_a_batch_that_was_given_up_for_dead_is_staged_anew(lake: Lake, opened: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    other = opened()
    other._clock = lambda: datetime.now(UTC) + timedelta(days=1)
    overtake_once(lake, monkeypatch, lambda: other.optimize(Patience()))
    lake.commit(rows(range(3)))
    assert held(lake) == wanted(range(3))
    assert [finding.code for finding in lake.check()] == ["lag"]


def overtake_once(lake: Lake, monkeypatch: pytest.MonkeyPatch, do: Callable[[], object]) -> None:
    """Just before the lake's next manifest row, another does something."""
    append = lake._manifest.append
    waiting = [do]

    def overtaken(entry: Any) -> None:
        while waiting:
            waiting.pop()()
        append(entry)

    monkeypatch.setattr(lake._manifest, "append", overtaken)


def test_an_unfinished_batch_is_invisible(lake: Lake, opened: Open) -> None:
    lake.commit(rows(range(3)))
    staged_only(lake, range(3, 6), "feed")
    assert held(opened()) == wanted(range(3))
    assert lake.present(FiledArticle, [filing(4)[0].id]) == frozenset()
    assert {finding.code for finding in lake.check()} == {"abandoned", "lag"}
    lake.commit(rows(range(6)))
    assert held(lake) == wanted(range(6))


def test_present_tells_the_ids_that_are_filed(lake: Lake) -> None:
    lake.commit(rows(range(5)))
    ids = [filing(number)[0].id for number in range(8)]
    assert lake.present(FiledArticle, ids) == frozenset(ids[:5])
    assert lake.present(FiledArticle, []) == frozenset()


def test_cursors_stand_with_the_rows_that_they_speak_of(lake: Lake, opened: Open) -> None:
    assert lake.cursor("feed") is None
    lake.commit(rows([1]), cursors={"feed": "1", "file": "a"})
    opened().commit({}, cursors={"feed": "2"})
    assert (lake.cursor("feed"), lake.cursor("file")) == ("2", "a")
    head = lake.head()
    lake.commit(rows([1]), cursors={"feed": "2"})
    assert lake.head() == head


def test_a_row_that_breaks_its_schema_is_refused_with_what_hangs_on_it(lake: Lake) -> None:
    made = rows(range(2))
    bad = replace(made[FiledArticle][0], language=7, title="half \ud800")
    committed = lake.commit({**made, FiledArticle: [bad, made[FiledArticle][1]]})
    assert committed.refused == 9
    assert held(lake) == wanted([1])
    refused = sorted(lake.read(Refused), key=lambda row: row.code)
    assert [row.code for row in refused] == ["off_schema"] + ["without_article"] * 8
    assert "its title is" in refused[0].message
    assert bad.id in (refused[0].evidence or "")
    assert lake.commit({**made, FiledArticle: [bad, made[FiledArticle][1]]}).written == {}


def test_as_of_knows_nothing_later(lake: Lake) -> None:
    lake.commit(rows(range(60)))
    day = datetime(2024, 1, 31, 23, 59, 59, 999999, tzinfo=UTC)
    assert len(list(lake.read(FiledArticle, as_of=day))) == 31
    assert len(list(lake.read(FiledArticle, as_of=day - timedelta(microseconds=1)))) == 30
    assert len(list(lake.read(FiledArticle, since=day))) == 30
    assert len(list(lake.read(FiledArticle, since=day, until=day + timedelta(days=2)))) == 2
    with pytest.raises(ValueError, match="time zone"):
        next(lake.read(FiledArticle, as_of=datetime(2024, 1, 31)))  # noqa: DTZ001


def test_reading_some(lake: Lake) -> None:
    lake.commit(rows(range(5)))
    first = lake.head()
    lake.commit(rows(range(5, 8)))
    article = filing(2)[0].id
    assert [row.id for row in lake.read(FiledArticle, ids=[article])] == [article]
    assert {row.article for row in lake.read(FiledEvent, articles=[article])} == {article}
    assert len(list(lake.read(FiledArticle, after=first))) == 3
    assert list(lake.read(FiledArticle, after=lake.head())) == []
    with pytest.raises(ValueError, match="belong to no article"):
        next(lake.read(Judgement, articles=[article]))


def test_reads_up_to_one_sequence_see_the_same_lake(lake: Lake, opened: Open) -> None:
    lake.commit(rows(range(3)))
    upto = lake.filed()
    opened().commit(rows(range(3, 5)))
    opened().supersede(*reread([0], "2"))
    assert {kind: sorted(map(repr, lake.read(kind, upto=upto))) for kind in KINDS} == wanted(range(3))
    assert {row.id for row in lake.read(FiledArticle, after=upto, upto=2)} == {filing(number)[0].id for number in (3, 4)}
    assert len(list(lake.read(FiledClaim, upto=lake.head()))) == 18
    with pytest.raises(ValueError, match="computed"):
        next(lake.read(Placement, upto=1))


def test_since_tells_what_was_filed(lake: Lake) -> None:
    first = lake.commit(rows([1]))
    second = lake.commit(rows([2]))
    lake.publish({Placement: []}, base=0, folded=1)
    since = lake.since(first.sequence)
    assert (since.sequence, since.batches, since.reread) == (2, (second.batch,), frozenset())
    assert lake.since(2) == replace(since, batches=())
    assert lake.head() == 3
    assert lake.filed() == 2


def reread(numbers: Sequence[int], how: str) -> tuple[Sequence[FiledArticle], dict[type, Sequence[Any]]]:
    """Another reading of the same articles."""
    made: dict[type, Any] = dict(rows(numbers, claims=4))
    articles = [replace(article, version=how) for article in made.pop(FiledArticle)]
    made[FiledClaim] = [replace(claim, id=f"{claim.id[:20]}{how:>04}") for claim in made[FiledClaim][::2]]
    made[FiledEvent] = []
    return articles, made


def test_what_is_read_again_counts_from_then_on(lake: Lake, opened: Open) -> None:
    lake.commit(rows(range(4)))
    before = lake.head()
    for how in ("2", "3"):
        lake.supersede(*reread([0, 1], how))
    others = wanted([2, 3])
    articles, again = reread([0, 1], "3")
    claims = again[FiledClaim]
    for here in (lake, opened()):
        assert held(here) == {
            FiledArticle: sorted([*others[FiledArticle], *map(repr, articles)]),
            FiledClaim: sorted([*others[FiledClaim], *map(repr, claims)]),
            FiledEvent: others[FiledEvent],
        }
    assert lake.since(before).reread == {article.id for article in articles}
    assert not harm(lake)
    assert lake.commit(rows(range(4))).written == {}
    assert lake.sql("SELECT count(*) AS n FROM claims").to_pylist() == [{"n": 12}]


def placement(number: int, story: str | None = None) -> Placement:
    return Placement(id=filing(number)[0].id, incidents=(), leads=False, story=story, copy_of=None, carries=None, known_at=NOW)


def stories(lake: Lake) -> Mapping[str, str | None]:
    numbers = {filing(number)[0].id: str(number) for number in range(9)}
    return dict(sorted((numbers[row.id], row.story) for row in lake.read(Placement)))


def test_of_derived_rows_the_latest_version_counts(lake: Lake, opened: Open) -> None:
    lake.commit(rows(range(4)))
    lake.publish({Placement: [placement(0), placement(1), placement(2)]}, base=0, folded=1)
    assert lake.folded() == lake.filed() == 1
    lake.commit(rows([4]))
    retired = {Placement: [filing(number)[0].id for number in (1, 2, 3)]}
    opened().publish({Placement: [placement(0, "s"), placement(2, "t")]}, retired=retired, base=1, folded=3)
    assert stories(lake) == {"0": "s", "2": "t"}
    lake.publish({Placement: [placement(1, "back")]}, base=3, folded=3)
    assert stories(opened()) == {"0": "s", "1": "back", "2": "t"}
    assert not harm(lake)
    with pytest.raises(ValueError, match="computed"):
        next(lake.read(Placement, as_of=NOW))


def test_a_fold_from_the_start_voids_what_came_before(lake: Lake) -> None:
    lake.commit(rows(range(3)))
    lake.publish({Placement: [placement(0), placement(1)]}, base=0, folded=1)
    lake.publish({Placement: [placement(2)]}, base=1, folded=1, anew=True)
    assert stories(lake) == {"2": None}


def test_of_two_that_fold_at_once_one_is_overtaken(lake: Lake, opened: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    lake.commit(rows(range(3)))
    other = opened()
    overtake_once(lake, monkeypatch, lambda: other.publish({Placement: [placement(0, "first")]}, base=0, folded=1))
    with pytest.raises(Overtaken, match="Another process folded up to 1"):
        lake.publish({Placement: [placement(0, "second")]}, base=0, folded=1)
    assert stories(lake) == {"0": "first"}
    with pytest.raises(Overtaken):
        lake.publish({Placement: [placement(0, "third")]}, base=0, folded=1)


def test_a_publication_waits_for_nobody_who_only_files(lake: Lake, opened: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    other = opened()
    overtake_once(lake, monkeypatch, lambda: other.commit(rows([7])))
    assert lake.publish({Placement: [placement(0)]}, base=0, folded=0).sequence == 2


def test_a_field_thought_of_later_is_unknown_in_older_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    older = tables.Table.schema.fget

    def without(table: tables.Table) -> Any:
        schema = older(table)
        return schema.remove(schema.get_field_index("row_id")) if table.name == "articles" else schema

    with monkeypatch.context() as patched:
        patched.setattr(tables.Table, "schema", property(without))
        with Lake.open(tmp_path, create=True) as lake:
            lake.commit(rows(range(2)))
    with Lake.open(tmp_path) as lake:
        assert held(lake) == wanted(range(2))
        lake.commit({FiledArticle: [replace(filing(2)[0], row_id="mine")]})
        assert sorted(row.row_id or "" for row in lake.read(FiledArticle)) == ["", "", "mine"]


def test_two_may_make_a_lake_at_once(tmp_path: Path) -> None:
    with ThreadPoolExecutor(4) as pool:
        for made in pool.map(lambda _: Lake.open(tmp_path / "lake", create=True), range(4)):
            made.close()
    with Lake.open(tmp_path / "lake") as lake:
        lake.commit(rows([1]))
        assert not harm(lake)
