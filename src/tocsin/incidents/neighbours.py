"""Taking articles in: what is kept of each, and which others speak of like matters."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Protocol

from tocsin.incidents.deeds import key_of, place_of
from tocsin.incidents.draft import Draft
from tocsin.incidents.leads import lead_of
from tocsin.incidents.pairs import ALIKE, UNDATED_ALIKE, WINDOW, Vector, dot, general
from tocsin.incidents.profiles import profile
from tocsin.incidents.state import Deed, Kept
from tocsin.incidents.words import rarity
from tocsin.records import FiledArticle, FiledClaim, FiledEvent

KEYS = 12
"""An article is found by so many of its most telling words ..."""
KEY_RARITY = 4.0
"""... that are at least so rare: the names of states and the words of every day find nobody."""


class Filing(Protocol):
    """The rows of one article, as they are filed."""

    @property
    def article(self) -> FiledArticle:
        """Itself."""
        ...

    @property
    def claims(self) -> tuple[FiledClaim, ...]:
        """Its claims."""
        ...

    @property
    def events(self) -> tuple[FiledEvent, ...]:
        """Its events, among them the one made for its news (see `leads.lead_of`) where that was filed."""
        ...


def kept(filing: Filing) -> Kept:
    """What is kept of an article."""
    article, known = filing.article, filing.article.known_at
    led = lead_of(article, filing.claims, filing.events)
    own = profile(article)
    deeds = sorted((e for e in filing.events if key_of(e)), key=lambda e: (e.start or 0, e.id))
    return Kept(
        profile=own,
        general=general(own),
        known=known,
        lead=_deed(led, known) if led else None,
        deeds=tuple(_deed(event, known) for event in deeds),
    )


def take_in(draft: Draft, filings: Sequence[Filing]) -> None:
    """Keep the articles, find their neighbours, count their words with them, and post their events under their keys."""
    for filing in filings:
        own = kept(filing)
        article = own.profile.id
        if article in draft.kept:
            continue
        draft.kept[article] = own
        draft.fresh.append(article)
        for other, alike in _alike(draft, own):
            _tie(draft, own, draft.kept[other], alike)
        _post(draft, own)
    draft.dirty |= set(draft.fresh)
    draft.touched |= draft.dirty


def _deed(event: FiledEvent, known: datetime) -> Deed:
    return Deed(id=event.id, article=event.article or "", key=key_of(event), place=place_of(event), known=known)


def _keys(words: Vector) -> list[str]:
    """The words by which an article is found."""
    telling = [(-weight, term) for term, weight in words.items() if rarity(term) >= KEY_RARITY]
    return [term for _, term in sorted(telling)[:KEYS]]


def _alike(draft: Draft, own: Kept) -> Iterator[tuple[str, float]]:
    """The neighbours of an article and how much they are like it; of undated articles only those that say much the same."""
    day = own.profile.day
    days: Iterable[int | None] = [None] if day is None else range(day - WINDOW, day + WINDOW + 1)
    least = UNDATED_ALIKE if day is None else ALIKE
    found: dict[str, float] = defaultdict(float)
    for key in sorted(_keys(own.general)):
        weight = own.general[key]
        for at in days:
            for other, its in draft.posted.get((key, at), ()):
                found[other] += weight * its
    for other, shared in found.items():
        if shared < least / 3:
            continue
        first, second = sorted((own, draft.kept[other]), key=lambda one: one.profile.id)
        if (alike := dot(first.general, second.general)) >= least:
            yield other, alike


def _tie(draft: Draft, own: Kept, other: Kept, alike: float) -> None:
    mine, its = own.profile, other.profile
    draft.row(draft.neighbours, mine.id)[its.id] = alike
    draft.row(draft.neighbours, its.id)[mine.id] = alike
    both = mine.weights.keys() & its.weights.keys()
    if own.known >= other.known:
        _count(draft, mine.id, both)
    if other.known >= own.known:
        _count(draft, its.id, both)
        draft.dirty.add(its.id)


def _count(draft: Draft, article: str, words: Iterable[str]) -> None:
    counts = draft.row(draft.counts, article)
    for word in ("", *words):
        counts[word] = counts.get(word, 0) + 1


def _post(draft: Draft, own: Kept) -> None:
    article, day = own.profile.id, own.profile.day
    for key in _keys(own.general):
        draft.posted[key, day] = (*draft.posted.get((key, day), ()), (article, own.general[key]))
    if day is not None:
        draft.days[day] = (*draft.days.get(day, ()), article)
    for deed in own.all_deeds:
        if deed.key:
            draft.keyed[deed.key] = (*draft.keyed.get(deed.key, ()), deed)
            draft.keys.add(deed.key)
