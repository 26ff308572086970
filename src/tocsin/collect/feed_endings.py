"""What software puts at the end of a feed's texts: "Continue reading", "The post ... appeared first on ..."."""

from __future__ import annotations

import csv
import re
from functools import cache
from importlib.resources import files

from tocsin.errors import DataError

_TAIL = 1_200  # characters at the end that are looked at
_MOST = 4  # such sentences one after another


def without_endings(text: str) -> str:
    """The text without them. A text that is nothing else is left as it is.

    >>> without_endings("The bridge is open again. Continue reading...")
    'The bridge is open again.'
    """
    kept = text.rstrip()
    for _ in range(_MOST):
        shorter = _shorter(kept)
        if shorter == kept:
            break
        kept = shorter
    return kept or text


def _shorter(text: str) -> str:
    start = max(0, len(text) - _TAIL)
    for pattern, instead in _endings():
        found = pattern.search(text, start)
        if found:
            return (text[: found.start()].rstrip() + instead).strip()
    return text


@cache
def _endings() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Patterns that stand at the end, begin a sentence or a line, and what is put in their place. Raises DataError for a broken table."""
    rows = list(csv.DictReader(files("tocsin.collect").joinpath("data/feed_endings.csv").read_text(encoding="utf-8").splitlines()))
    try:
        return tuple((_whole(row["pattern"], row["instead"]), row["instead"]) for row in rows)
    except (KeyError, TypeError, re.error) as error:
        raise DataError(f"feed_endings.csv: {error}") from None


def _whole(pattern: str, instead: str) -> re.Pattern[str]:
    before = r"\s*" if instead else r"(?:^|(?<=[\n.!?…»\"”’)\]])\s*)"
    return re.compile(rf"{before}(?:{pattern})\s*\Z", re.I)
