"""What is kept of sources comes back as it was."""

from datetime import UTC, datetime

from tocsin.lake.sources import SourceStore
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
