"""What was seen and not taken, and why."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Reject:
    """A stretch of an article that a stage saw and did not code, with the reason in plain words.

    start, end: None where the reason concerns the whole article.
    """

    stage: str
    start: int | None
    end: int | None
    reason: str
