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
    """The text without them; empty where it is nothing else.

    >>> without_endings("The bridge is open again. Continue reading...")
    'The bridge is open again.'
    """
    kept = text.rstrip()
    for _ in range(_MOST):
        shorter = _shorter(kept)
        if shorter == kept:
            break
        kept = shorter
    return kept


def _shorter(text: str) -> str:
    start = max(0, len(text) - _TAIL)
    for instead, pattern in _endings():
        found = pattern.search(text, start)
        if found:
            return (text[: found.start()].rstrip() + instead).strip()
    return text


@cache
def _endings() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """What is put in their place, and the patterns, which end with the text; where nothing is put, they begin a sentence or a line.

    Raises DataError for a broken table.
    """
    rows = list(csv.DictReader(files("tocsin.collect").joinpath("data/feed_endings.csv").read_text(encoding="utf-8").splitlines()))
    made: dict[str, list[str]] = {}
    try:
        for row in rows:
            made.setdefault(row["instead"], []).append(re.compile(row["pattern"]).pattern)
    except (KeyError, TypeError, re.error) as error:
        raise DataError(f"feed_endings.csv: {error}") from None
    return tuple((instead, _any(patterns, within_sentence=bool(instead))) for instead, patterns in made.items())


def _any(patterns: list[str], *, within_sentence: bool) -> re.Pattern[str]:
    before = r"\s*" if within_sentence else r"(?:^|(?<=[\n.!?…»\"”’)\]])\s*)"
    return re.compile(rf"{before}(?:{'|'.join(patterns)})\s*\Z", re.I)
