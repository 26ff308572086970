"""A source, and how it has been doing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

HealthKind = Literal["feed", "file"]
SourceState = Literal["never", "ok", "error", "empty", "undated", "stale", "silent"]

LEAST_SILENCE = timedelta(days=1)
"""No source is called silent before so long."""

SILENT_GAPS = 3.0
"""Nor before so many times its own usual gap between new items."""

STALE = timedelta(days=30)
"""A source that gives items, the newest of them older than this, is stale."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceHealth:
    """What is known of one source. All moments are aware, UTC; None where it never was.

    id:           the URL of a feed, the name of a file or folder.
    interval_seconds: how often it is polled, at most; None for what is not polled.
    next_due:     when it is polled again, None for what is not polled.
    tried_at:     when it was last asked; succeeded_at: when it last answered (unchanged, too).
    new_at:       when it last had an item that was new; newest_item: the latest date of publication of its items.
    gap_seconds:  the usual time between two of its new items: at first the median between the dates of those in its first answer (None
                  for fewer than three), then a mean in which the last gap counts a fifth.
    ttl_seconds:  how long its publisher asks to wait between two polls, None where he does not.
    errors:       failures in a row; error: the last one in words, None after a success.
    given:        items in its last answer that was not "unchanged"; undated: those among them without a date that can be read.
    items:        items ever given that were new.
    etag, last_modified: validators of its last answer.
    """

    id: str
    kind: HealthKind
    title: str | None = None
    language: str | None = None
    interval_seconds: float | None = None
    next_due: datetime | None = None
    tried_at: datetime | None = None
    succeeded_at: datetime | None = None
    new_at: datetime | None = None
    newest_item: datetime | None = None
    gap_seconds: float | None = None
    ttl_seconds: float | None = None
    errors: int = 0
    error: str | None = None
    given: int = 0
    undated: int = 0
    items: int = 0
    etag: str | None = None
    last_modified: str | None = None

    def state(self, now: datetime) -> SourceState:
        """How it does: the first of these that holds.

        never   it was never asked, or has never answered and not failed
        error   the last attempt failed
        empty   its last answer held no item
        undated more than half of its items have no date that can be read
        stale   its newest item is more than `STALE` old
        silent  nothing new for longer than `SILENT_GAPS` times its usual gap, and than `LEAST_SILENCE`
        """
        if self.tried_at is None:
            return "never"
        if self.error is not None:
            return "error"
        if self.given == 0:
            return "empty"
        if self.undated * 2 > self.given:
            return "undated"
        if self.newest_item is not None and now - self.newest_item > STALE:
            return "stale"
        return "silent" if self.silent_since(now) else "ok"

    def silent_since(self, now: datetime) -> datetime | None:
        """Since when it has had nothing new, where that is longer than is usual for it; None where it is not silent."""
        if self.new_at is None:
            return None
        usual = timedelta(seconds=SILENT_GAPS * (self.gap_seconds or 0.0))
        return self.new_at if self.kind == "feed" and now - self.new_at > max(usual, LEAST_SILENCE) else None
