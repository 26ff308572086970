"""Which articles can hold nothing that is coded: sport, recipes, celebrity, gadgets; told before the parse, by their words.

`data/gate.csv` has log-odds by word that a text is news of the world, from the sections that outlets put their reports in
(scripts/gate.py), `data/gate_own.csv` words that those sections have too rarely to be weighed. A text is looked at in windows, and leaves
only where every window speaks against it: one paragraph of news in a long page keeps the page.
"""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files

from tocsin.config import Config
from tocsin.gazetteer.countries import countries

STATE = "@state"
"""The sign of a state, its people or its seat of government, whichever it is."""

WINDOW_WORDS = 80
"""Of the length of the entries that the words were weighed on."""

_WORD = re.compile(r"[^\W\d_]+")
_TOLD = 4  # words that a reason names


def words_of(text: str) -> list[str]:
    """Its words, as they are written."""
    return _WORD.findall(text)


def signs(words: Sequence[str]) -> frozenset[str]:
    """What of them is weighed: those in lower case, names left out, and whether a state is named."""
    return frozenset(_signs(words))


def turned_away(text: str, config: Config) -> str | None:
    """The reason why a text is left unread by `Config.least_relevance`; None where it is to be read, as is whatever names an own actor."""
    if not config.least_relevance or any(name in text for actor in config.actors for name in (actor.name, *actor.aliases)):
        return None
    odds, words = relevance(text)
    probability = 1 / (1 + math.exp(-odds))
    if probability >= config.least_relevance:
        return None
    return f"news of the world with a probability of {probability:.2f}, by words such as {', '.join(words)}"


def relevance(text: str) -> tuple[float, tuple[str, ...]]:
    """Log-odds that the text is news of the world, of its most telling window, and the words of that window that speak most against it."""
    words = words_of(text)
    return max(map(_weighed, _windows(words)), default=(0.0, ()))


def _windows(words: list[str]) -> Iterator[list[str]]:
    step = WINDOW_WORDS // 2
    for start in range(0, max(1, len(words) - step), step):
        yield words[start : start + WINDOW_WORDS]


def _weighed(words: list[str]) -> tuple[float, tuple[str, ...]]:
    weights = _weights()
    found = sorted((weights[sign], sign) for sign in signs(words) if sign in weights)
    return weights[""] + sum(weight for weight, _ in found), tuple(sign for weight, sign in found[:_TOLD] if weight < 0)


def _signs(words: Sequence[str]) -> Iterator[str]:
    states = _states()
    for word in words:
        if word in states:
            yield STATE
        elif word.islower():
            yield word


@cache
def _weights() -> dict[str, float]:
    made: dict[str, float] = {}
    for name in ("gate_own.csv", "gate.csv"):
        with files("tocsin.parse").joinpath("data", name).open(encoding="utf-8") as lines:
            made.update((row["word"], float(row["weight"])) for row in csv.DictReader(lines))
    return made


@cache
def _states() -> frozenset[str]:
    every = countries().values()
    names = (name for c in every for name in (*c.names, *c.adjectives, *c.people, *c.seats, *c.capitals))
    return frozenset(name for name in names if _WORD.fullmatch(name))
