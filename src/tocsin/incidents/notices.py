"""Retractions and corrections: what an outlet says of its own text.

`data/notices.csv` holds the phrases. "[a|b]" stands for either, TEXT for any word for a report, "^" for the beginning of a line or a
sentence; `hint` is a part of the phrase without which no text is searched for it.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Literal, cast, get_args

from tocsin.errors import DataError
from tocsin.incidents.families import outlet_key
from tocsin.records import FiledArticle, FiledEvent

NoticeKind = Literal["retracts", "corrects"]

_TEXT = "article|story|report|post|piece|item|dispatch|alert|bulletin|headline|news item|newsletter|video|tweet"
_LINE = 600  # characters: a longer line is a body without line breaks, and the notice ends with its sentence
_SENTENCE_END = re.compile(r"[.!?][\"”’)]*(?:\s|$)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One notice; `start`, `end` count into the article's text, `words` is what stands there."""

    kind: NoticeKind
    start: int
    end: int
    words: str


@lru_cache(maxsize=4096)
def notices(text: str) -> tuple[Notice, ...]:
    r"""The notices in a text, in its order.

    >>> notices("Correction: The raid was on Monday.\nArland raided Borland.")[0].words
    'Correction: The raid was on Monday.'
    """
    folded = _lowered(text)
    found = (_notice(text, kind, met.start()) for kind, hint, pattern in _patterns() if hint in folded for met in pattern.finditer(folded))
    return tuple(sorted(found, key=lambda notice: (notice.start, notice.kind)))


def _lowered(text: str) -> str:
    """The text in lower case, each character still at its place."""
    lower = text.lower()
    return lower if len(lower) == len(text) else "".join(c.lower() if c.isascii() else c for c in text)


def _notice(text: str, kind: NoticeKind, at: int) -> Notice:
    """The line of a notice, or its sentence where the line is the whole text."""
    while at < len(text) and text[at].isspace():
        at += 1
    start, end = text.rfind("\n", 0, at) + 1, text.find("\n", at)
    end = len(text) if end < 0 else end
    if end - start > _LINE:
        before = [met.end() for met in _SENTENCE_END.finditer(text, start, at)]
        after = _SENTENCE_END.search(text, at, end)
        start, end = before[-1] if before else start, after.end() if after else end
    return Notice(kind=kind, start=start, end=end, words=text[start:end].strip())


@cache
def _patterns() -> tuple[tuple[NoticeKind, str, re.Pattern[str]], ...]:
    """Kind, hint and pattern of each row. Raises DataError where the table breaks its own rules."""
    with files("tocsin.incidents").joinpath("data/notices.csv").open(encoding="utf-8") as file:
        header, *rows = csv.reader(file)
    if header != ["kind", "hint", "phrase"]:
        raise DataError(f"notices.csv has the columns {header}", allowed="kind, hint, phrase")
    for row in rows:
        if len(row) != 3 or row[0] not in get_args(NoticeKind):
            raise DataError(f"notices.csv: {row}", allowed=f"three fields, of which the first is one of {get_args(NoticeKind)}")
    return tuple((cast("NoticeKind", kind), hint, _pattern(phrase)) for kind, hint, phrase in rows)


def _pattern(phrase: str) -> re.Pattern[str]:
    anchored = phrase.startswith("^ ")
    either = re.sub(r"\[([^\]]*)\]", lambda m: f"(?:{m[1].replace('TEXT', _TEXT)})", phrase.removeprefix("^ "))
    words = either.replace(" ", r"\s+")
    begin = r"(?:^|(?<=[.!?(]\s)|(?<=[\n(\[*_]))\s*" if anchored else r"\b"
    return re.compile(begin + words + ("" if words.endswith(":") else r"\b"))


def within(event: FiledEvent, given: Iterable[Notice]) -> bool:
    """Whether the words that tell an event stand in one of the notices."""
    return event.start is not None and any(notice.start <= event.start < notice.end for notice in given)


def same_work(one: FiledArticle, other: FiledArticle) -> bool:
    """Whether two articles are versions of one: the same, or of one outlet under the same address or title."""
    if one.id == other.id:
        return True
    key = outlet_key(one.outlet, one.url)
    if key is None or key != outlet_key(other.outlet, other.url):
        return False
    return (one.url is not None and one.url == other.url) or (bool(one.title) and _folded(one.title) == _folded(other.title))


def _folded(title: str | None) -> str:
    return " ".join(re.findall(r"\w+", (title or "").casefold()))


def taken_back(article: FiledArticle, by: FiledArticle, told_by: Sequence[FiledEvent]) -> Notice | None:
    """The notice by which `by` takes back what `article` tells of an incident; None where it does not.

    told_by: the events of the incident in `by`. A retraction takes all back. A correction does where the corrected text tells of the
    incident in the notice alone: as what an earlier version had said.
    """
    found = notices(by.text)
    if not found or by.known_at < article.known_at or not same_work(article, by):
        return None
    retraction = next((notice for notice in found if notice.kind == "retracts"), None)
    if retraction or not told_by or not all(within(event, found) for event in told_by):
        return retraction
    return found[0]
