"""What is kept of sources comes back as it was."""

import json
from contextlib import closing
from datetime import UTC, datetime
from multiprocessing import get_context
from sqlite3 import connect

from tocsin.lake.sources import FILE, SourceStore
from tocsin.records import SourceHealth

NOW = datetime(2024, 5, 8, 12, 30, 1, 5, tzinfo=UTC)
FEED = SourceHealth(
    id="https://a.example/feed",
    kind="feed",
    title="A",
    interval_seconds=600.0,
    next_due=NOW,
    tried_at=NOW,
    gap_seconds=1.5,
    error="Gone.",
    etag='"1"',
)


def test_what_was_put_is_there_for_the_next_process(tmp_path):
    SourceStore(tmp_path).put([FEED, SourceHealth(id="a folder", kind="file")])
    store = SourceStore(tmp_path)
    assert store.get(FEED.id) == FEED
    assert [source.id for source in store.all()] == ["a folder", FEED.id]
    assert store.get("unknown") is None


def test_the_last_word_counts(tmp_path):
    store = SourceStore(tmp_path)
    store.put([FEED])
    store.put([SourceHealth(id=FEED.id, kind="feed")])
    assert store.all() == [SourceHealth(id=FEED.id, kind="feed")]


def _put(folder, name, times):
    store = SourceStore(folder)
    for n in range(times):
        store.put([SourceHealth(id=f"{name}{n}", kind="feed"), SourceHealth(id="shared", kind="feed", title=f"{name}{n}")])


def test_two_processes_write_and_nothing_is_lost(tmp_path):
    context = get_context("spawn")
    writers = [context.Process(target=_put, args=(tmp_path, name, 10)) for name in "ab"]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(30)
    assert [writer.exitcode for writer in writers] == [0, 0]
    kept = {source.id: source for source in SourceStore(tmp_path).all()}
    assert set(kept) == {f"{name}{n}" for name in "ab" for n in range(10)} | {"shared"}
    assert kept["shared"].title in ("a9", "b9")


def test_what_an_older_version_kept_is_read_and_what_a_later_one_added_is_passed_over(tmp_path):
    store = SourceStore(tmp_path)
    store.put([FEED])
    with closing(connect(tmp_path / FILE)) as kept, kept:
        kept.execute("UPDATE sources SET health = ?", (json.dumps({"id": FEED.id, "kind": "feed", "of_tomorrow": 1}),))
    assert store.all() == [SourceHealth(id=FEED.id, kind="feed")]
