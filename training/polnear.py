"""PolNeAR as it is trained on and measured: what is held out, and a span in parts as one."""

from __future__ import annotations

import hashlib
from typing import Any

LAYERS = ("source", "cue", "content")


def held_out(row: dict[str, Any]) -> bool:
    """Whether an article of the training part never trains: one in twenty, by a digest of its id."""
    return int(hashlib.sha256(row["id"].encode()).hexdigest(), 16) % 20 == 0


def envelope(part: dict[str, Any]) -> tuple[int, int]:
    """From the first to the last character: a content that its own source and cue interrupt is one span."""
    return min(start for start, _ in part["spans"]), max(end for _, end in part["spans"])
