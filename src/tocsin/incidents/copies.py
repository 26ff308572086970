"""Which earlier article's text an article repeats: copies, reprints, updated versions.

Whether two articles repeat one another depends on the two alone (`repeat_of`); candidates come from keys that each article has by itself,
so that the answer is a function of the set of articles and the order of their arrival leaves no trace. Shingles and containment as in
Broder (1997), "On the resemblance and containment of documents"; leads are sampled by winnowing (Schleimer, Wilkerson and Aiken 2003),
whole texts by MinHash with banding.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Literal

import numpy as np
from rensa import RMinHash

from tocsin.incidents.wording import SHINGLE, Hashes, Wording, Words, figures, runs, wording
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

    kind:     "text": the same words; "version": one outlet's article, changed; "headline": an agency's or outlet's headline, with none or
              another teaser beneath.
    contained: which part of the shorter text's wording the longer one has, 0 to 1.
    """

    kind: RepeatKind
    contained: float


def repeat_of(a: Wording, b: Wording) -> Repeat | None:
    """Whether two articles repeat one another, and how; the same answer for (b, a). Which is the copy is told by their moments."""
    pair = _Pair(a=a, b=b, contained=containment(a.shingles, b.shingles), alike=likeness(a.title, b.title), apart=abs(a.moment - b.moment))
    if _same_page(pair) or _version(pair) or _new_headline(pair):
        return Repeat(kind="version", contained=pair.contained)
    if _reprint(pair):
        return Repeat(kind="text", contained=pair.contained)
    if _same_headline(pair):
        return Repeat(kind="headline", contained=pair.contained)
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pair:
    """Two articles, and what is measured of them: see `containment`, `likeness`."""

    a: Wording
    b: Wording
    contained: float
    alike: float
    apart: timedelta

    @property
    def one_outlet(self) -> bool:
        return self.a.outlet is not None and self.a.outlet == self.b.outlet

    @property
    def one_origin(self) -> bool:
        return bool(self.a.origins & self.b.origins)

    @property
    def shorter(self) -> int:
        return min(self.a.length, self.b.length)

    @property
    def longer(self) -> int:
        return max(self.a.length, self.b.length)

    def within(self, span: timedelta) -> bool:
        """Whether both are known to have been published within that span."""
        return self.a.dated and self.b.dated and self.apart <= span


def containment(a: Hashes, b: Hashes) -> float:
    """Which part of the smaller set of shingles the larger one has, 0 where either is empty."""
    least, most = sorted((a, b), key=len)
    if not len(least):
        return 0.0
    at = np.searchsorted(most, least)
    at[at == len(most)] = 0
    return float(np.count_nonzero(most[at] == least)) / len(least)


def likeness(a: Words, b: Words) -> float:
    """Jaccard of the words of two headlines, 0 where either is missing."""
    first, second = set(a), set(b)
    return len(first & second) / len(first | second) if first and second else 0.0


def _same_page(pair: _Pair) -> bool:
    """One page, at two times."""
    if pair.a.page is None or pair.a.page != pair.b.page or pair.apart > 2 * TEXT_DAYS * _DAY:
        return False
    return pair.contained >= 0.2 or pair.alike >= 0.3


def _version(pair: _Pair) -> bool:
    """One outlet's text again.

    Its articles share whole paragraphs of background, and its series a sentence about themselves: so both leads must stand in both texts.
    """
    if not pair.one_outlet or not _near_enough(pair) or _other_figures(pair):
        return False
    teaser = pair.shorter < _LONG
    if teaser and not _titles_agree(pair):
        return False
    loose = teaser and pair.within(_DAY) and (pair.alike >= 0.3 or pair.shorter >= _LONG // 2)
    least = 0.5 if loose else 0.7
    return pair.contained >= least and _leads_shared(pair) >= least


def _titles_agree(pair: _Pair) -> bool:
    """Whether the headlines of two teasers allow for one piece: the further apart in time, the more alike they must be.

    A series says the same of itself every time ("A selection of pictures of the week").
    """
    if pair.within(_DAY / 4) or (pair.within(2 * _DAY) and pair.alike >= 0.3):
        return True
    return pair.a.title == pair.b.title and (bool(pair.a.title) or pair.a.digest == pair.b.digest)


def _other_figures(pair: _Pair) -> bool:
    """Whether each lead has figures that the other has not, some hours apart: the next day's prices, the next year's fair."""
    return not pair.within(_DAY / 4) and _disagree(pair.a.numbers, pair.b.numbers)


def _disagree(a: Set[str], b: Set[str]) -> bool:
    return bool(a - b and b - a)


def _reprint(pair: _Pair) -> bool:
    """Another outlet's text, nearly word for word."""
    if pair.one_outlet or not _near_enough(pair):
        return False
    if pair.longer > 3 * pair.shorter and pair.alike < 0.4:
        return False  # a round-up that has taken it in
    least = 0.5 if pair.one_origin and pair.within(2 * _DAY) else 0.7
    return pair.contained >= max(least, 0.8 if _leads_shared(pair) < least else 0.0)


def _near_enough(pair: _Pair) -> bool:
    """Enough words, and not too long between them unless the words are the same."""
    same = pair.a.digest == pair.b.digest
    return pair.shorter >= (8 if same else 15) and (same or pair.apart <= TEXT_DAYS * _DAY)


def _leads_shared(pair: _Pair) -> float:
    """Which part of either lead stands in the other text, the lesser of both."""
    longest = min(len(pair.a.lead), len(pair.b.lead))
    pieces = ((runs(one.lead[:longest], SHINGLE), other.shingles) for one, other in ((pair.a, pair.b), (pair.b, pair.a)))
    return min(float(np.isin(lead, text).mean()) if len(lead) else 0.0 for lead, text in pieces)


def _new_headline(pair: _Pair) -> bool:
    """One origin's piece with another headline and teaser, within the day."""
    if not pair.one_origin or not pair.within(_DAY) or pair.alike < 0.5:
        return False
    if not pair.shorter:  # an entry without a text has only its headline: "Recap: 3-1" is not "Recap: 2-2"
        return not _disagree(figures(pair.a.title), figures(pair.b.title))
    return pair.shorter < _LONG and pair.contained >= 0.4 and not _other_figures(pair)


def _same_headline(pair: _Pair) -> bool:
    """A headline too long to be found twice by chance: an agency's, or an aggregator's entry for another's piece."""
    if pair.a.title != pair.b.title or len(pair.a.title) < 6 or not pair.within(TITLE_DAYS * _DAY):
        return False
    return not pair.one_outlet or pair.within(_DAY) or pair.contained >= 0.3


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
        """Take articles in; those already there are left as they are.

        Returns `copy_of` of each article that is new or whose head may have changed.
        """
        fresh = {article.id: article for article in articles if article.id not in self._wordings}
        added = [wording(article) for article in fresh.values()]
        moved = set(fresh)
        for new, keys in zip(added, keys_of(added), strict=True):
            for other in self._candidates(new, keys):
                repeat = repeat_of(new, other)
                if repeat is not None:
                    first, second = sorted((new, other), key=_order)
                    moved |= self._link(first, second, repeat)
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

    def group(self, article: str) -> tuple[str, ...]:
        """The article's head and all that stand on it, in order of their moments. Raises KeyError for one that was not added."""
        head = self.copy_of(article) or article
        return tuple(sorted(self._downstream((head,)), key=lambda one: _order(self._wordings[one])))

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
    """What an article is found by: posted under `own`, it looks for others under `sought`, in the neighbouring spans of time too."""

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
    own = {_within(key, _span(one.moment, days)) for keys, days in spans for key in keys}
    sought = {_within(key, _span(one.moment, days) + step) for keys, days in spans for key in keys for step in (-1, 0, 1)}
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


def _within(key: int, span: int) -> int:
    """The key in one span of time; the factor is odd, so that no two spans share one."""
    return (key + 0x9E3779B97F4A7C15 * span) % 2**64


def _key(*parts: object) -> int:
    return int.from_bytes(blake2b(repr(parts).encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")


def _order(one: Wording) -> tuple[datetime, str]:
    return one.moment, one.id
