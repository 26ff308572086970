"""Which earlier article's text an article repeats: copies, reprints, updated versions.

Whether two articles repeat one another depends on the two alone (`repeat_of`); candidates come from keys that each article has by itself, so
that the answer is a function of the set of articles and the order of their arrival leaves no trace. Shingles and containment as in Broder
(1997), "On the resemblance and containment of documents"; leads are sampled by winnowing (Schleimer, Wilkerson and Aiken 2003), whole texts
by MinHash with banding.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Literal

import numpy as np
from rensa import RMinHash

from tocsin.incidents.wording import SHINGLE, Hashes, Wording, Words, runs, wording
from tocsin.records.filed import FiledArticle

RepeatKind = Literal["text", "version", "headline"]

TEXT_DAYS = 14
TITLE_DAYS = 3
"""Near copies are sought within so many days, and common headlines within fewer; equal texts at any distance."""

_DAY = timedelta(days=1)
_WINNOW = 6
_PERMUTATIONS = 32
_BAND = 4
_LONG = 60
"""Texts of so many words are banded too; a shorter one is covered by its lead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeat:
    """Why one of two articles repeats the other.

    kind:     "text": the same words; "version": one outlet's article, changed; "headline": an agency's or outlet's headline, with no or another
              teaser beneath.
    contained: which part of the shorter text's wording the longer one has, 0 to 1.
    """

    kind: RepeatKind
    contained: float


def repeat_of(a: Wording, b: Wording) -> Repeat | None:
    """Whether two articles repeat one another, and how; the same answer for (b, a). Which is the copy is told by their moments."""
    apart = abs(a.moment - b.moment)
    contained = containment(a, b)
    alike = likeness(a.title, b.title)
    if a.page is not None and a.page == b.page and apart <= 2 * TEXT_DAYS * _DAY and (contained >= 0.2 or alike >= 0.3):
        return Repeat(kind="version", contained=contained)
    if _same_text(a, b, contained, alike, apart):
        return Repeat(kind="version" if _one_outlet(a, b) else "text", contained=contained)
    if _new_headline(a, b, contained, alike, apart):
        return Repeat(kind="version", contained=contained)
    if _same_headline(a, b, contained, alike, apart):
        return Repeat(kind="headline", contained=contained)
    return None


def containment(a: Wording, b: Wording) -> float:
    """Which part of the shorter text's shingles the longer one has, 0 where either has none."""
    least, most = sorted((a.shingles, b.shingles), key=len)
    if not len(least):
        return 0.0
    at = np.searchsorted(most, least)
    at[at == len(most)] = 0
    return float(np.count_nonzero(most[at] == least)) / len(least)


def likeness(a: Words, b: Words) -> float:
    """Jaccard of the words of two headlines, 0 where either is missing."""
    first, second = set(a), set(b)
    return len(first & second) / len(first | second) if first and second else 0.0


def _one_outlet(a: Wording, b: Wording) -> bool:
    return a.outlet is not None and a.outlet == b.outlet


def _same_text(a: Wording, b: Wording, contained: float, alike: float, apart: timedelta) -> bool:
    """The shorter text stands in the longer one, nearly word for word."""
    shorter, longer = sorted((a.length, b.length))
    if shorter < 8 or (apart > TEXT_DAYS * _DAY and a.digest != b.digest):
        return False
    if _one_outlet(a, b) and shorter < _LONG and alike < 0.3 and apart > _DAY / 4:
        return False  # what a series says of itself every day
    if longer > 3 * shorter and alike < 0.4:
        return False  # a round-up that has taken it in
    related = bool(a.origins & b.origins) and apart <= 2 * _DAY
    return contained >= (0.5 if related else 0.7) and (shorter >= 15 or contained == 1.0)


def _new_headline(a: Wording, b: Wording, contained: float, alike: float, apart: timedelta) -> bool:
    """One origin's piece with another headline or teaser, within the day."""
    if not a.origins & b.origins or apart > _DAY or alike < 0.5:
        return False
    return contained >= 0.3 or not (a.length and b.length)


def _same_headline(a: Wording, b: Wording, contained: float, alike: float, apart: timedelta) -> bool:
    """A headline too long to be found twice by chance: an agency's, or an aggregator's entry for another's piece."""
    if a.title != b.title or len(a.title) < 6 or apart > TITLE_DAYS * _DAY:
        return False
    return not _one_outlet(a, b) or apart <= _DAY or contained >= 0.3


class Copies:
    """The copies among the articles added so far: `copy_of` is the earliest article (by moment, then id) that an article repeats, and where
    that one is a copy too, its head.

    It depends on the set of articles, not on how they came. Memory: about 4 kB for an article of 466 words.
    """

    def __init__(self) -> None:
        self._wordings: dict[str, Wording] = {}
        self._posted: dict[int, list[str]] = defaultdict(list)
        self._earlier: dict[str, str] = {}
        self._later: dict[str, set[str]] = defaultdict(set)
        self._repeats: dict[str, Repeat] = {}

    def add(self, articles: Iterable[FiledArticle]) -> Mapping[str, str | None]:
        """Take articles in; those already there are left as they are. Returns `copy_of` of each article that is new or whose head changed."""
        fresh = {article.id: article for article in articles if article.id not in self._wordings}
        added = [wording(article) for article in fresh.values()]
        moved = set(fresh)
        for new, keys in zip(added, keys_of(added), strict=True):
            for other in self._candidates(new, keys):
                repeat = repeat_of(new, other)
                if repeat is not None:
                    moved |= self._link(*sorted((new, other), key=_order), repeat)
            self._wordings[new.id] = new
            for key in keys.own:
                self._posted[key].append(new.id)
        return {article: self.copy_of(article) for article in self._downstream(moved)}

    def copy_of(self, article: str) -> str | None:
        """The head of an article, None where it repeats none. Raises KeyError for one that was not added."""
        if article not in self._wordings:
            raise KeyError(article)
        head = article
        while head in self._earlier:
            head = self._earlier[head]
        return head if head != article else None

    def repeat(self, article: str) -> Repeat | None:
        """Why the article repeats the earliest one that it repeats, None where it repeats none."""
        return self._repeats.get(article)

    def wording(self, article: str) -> Wording:
        """The wording of an added article. Raises KeyError for one that was not added."""
        return self._wordings[article]

    def _candidates(self, new: Wording, keys: Keys) -> Iterator[Wording]:
        found = {article for key in keys.sought if key in self._posted for article in self._posted[key]}
        return (self._wordings[article] for article in sorted(found))

    def _link(self, first: Wording, second: Wording, repeat: Repeat) -> set[str]:
        """Note that the second repeats the first; returns the second where that gives it another earliest one."""
        known = self._earlier.get(second.id)
        if known is not None and _order(self._wordings[known]) <= _order(first):
            return set()
        if known is not None:
            self._later[known].discard(second.id)
        self._earlier[second.id], self._repeats[second.id] = first.id, repeat
        self._later[first.id].add(second.id)
        return {second.id}

    def _downstream(self, moved: Iterable[str]) -> list[str]:
        """The articles moved and all that stand on them."""
        seen: dict[str, None] = {}
        queue = sorted(moved)
        while queue:
            article = queue.pop()
            if article not in seen:
                seen[article] = None
                queue += sorted(self._later.get(article, ()))
        return list(seen)


def copies(articles: Iterable[FiledArticle]) -> dict[str, str]:
    """`copy_of` of each article that repeats another."""
    heads = Copies().add(articles)
    return {article: head for article, head in heads.items() if head is not None}


@dataclass(frozen=True, slots=True, kw_only=True)
class Keys:
    """What an article is found by: under `own` it is posted, under `sought` it looks for others (the neighbouring spans of time included)."""

    own: tuple[int, ...]
    sought: tuple[int, ...]


def keys_of(wordings: Sequence[Wording]) -> list[Keys]:
    """The keys of each article, in order."""
    bands = _bands(wordings)
    return [_keys(one, bands.get(at, ())) for at, one in enumerate(wordings)]


def _keys(one: Wording, bands: Iterable[int]) -> Keys:
    timeless = [_key("digest", one.digest.hex())] if one.digest else []
    timeless += [_key("page", one.page)] if one.page else []
    text = [*bands, *(_key("lead", at) for at in _winnowed(one.lead))]
    title = {_key("title", *one.title[at : at + 3]) for at in range(max(1, len(one.title) - 2))} if one.title else set()
    spans = ((text, TEXT_DAYS), (sorted(title), TITLE_DAYS))
    own = {_key(key, _span(one.moment, days)) for keys, days in spans for key in keys}
    sought = {_key(key, _span(one.moment, days) + step) for keys, days in spans for key in keys for step in (-1, 0, 1)}
    return Keys(own=(*timeless, *sorted(own)), sought=(*timeless, *sorted(sought)))


def _bands(wordings: Sequence[Wording]) -> dict[int, list[int]]:
    """MinHash bands of the long texts, by their place in `wordings`."""
    places = [at for at, one in enumerate(wordings) if one.length >= _LONG]
    sets = [wordings[at].shingles.tolist() for at in places]
    rows = RMinHash.digest_matrix_from_token_hash_sets(sets, num_perm=_PERMUTATIONS, seed=1).to_rows() if sets else []
    starts = range(0, _PERMUTATIONS, _BAND)
    return {at: [_key("band", start, *row[start : start + _BAND]) for start in starts] for at, row in zip(places, rows, strict=True)}


def _winnowed(lead: Hashes) -> list[int]:
    """The least hash of each window over the lead's runs: two leads that share nine words in a row share one."""
    pieces = runs(lead, SHINGLE + 1)
    if not len(pieces):
        return []
    windows = np.lib.stride_tricks.sliding_window_view(pieces, min(_WINNOW, len(pieces)))
    return [int(piece) for piece in np.unique(windows.min(axis=1))]


def _span(moment: datetime, days: int) -> int:
    return moment.date().toordinal() // days


def _key(*parts: object) -> int:
    return int.from_bytes(blake2b(repr(parts).encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")


def _order(one: Wording) -> tuple[datetime, str]:
    return one.moment, one.id
