"""Articles, claims and events as a lake files them: each row whole in itself, under an id that is the hash of its natural key.

Where a reading's `Claim` and `Event` point into their article ("c1", "a2", "p1"), the filed ones carry what they point at, so that a query,
a merge or a map needs no second table. Filing the same reading again gives the same rows.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from tocsin.records.article import PublishedBasis
from tocsin.records.claim import SourceKind, Stance
from tocsin.records.event import Quantity, Status, WhenBasis
from tocsin.records.place import PlaceKind
from tocsin.records.time import Precision

Reading = Literal["read", "foreign", "gated", "refused"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FiledCredit:
    """Whose text an article says that it is: `Credit` without its place in the text."""

    kind: Literal["republication", "agency", "dateline"]
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FiledPlace:
    """A place that an article names, once however often it does; a reference point with its radius, or not located at all."""

    name: str
    kind: PlaceKind
    country: str | None
    lat: float | None
    lon: float | None
    radius_km: float | None
    geonameid: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """One who acts, or is acted upon: an `Actor` of an article.

    code:    CAMEO actor code, None where neither country nor sector is known.
    country: ISO 3166-1 alpha-3, None for what belongs to no state.
    """

    name: str | None
    code: str | None
    country: str | None
    sector: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FiledArticle:
    """One report as published.

    id:           `filed_id` of outlet, URL, day of publication and text, so that a syndicated copy is an article of its own.
    row_id:       the id that the caller's row had, None where it had none.
    source:       what it came from (see `Item.source`).
    published:    the day, None where unknown; published_at: the moment, None where no more than the day is known.
    published_basis: who says when: the caller, the page, nobody.
    actors:       those whom it mentions, in the order of first mention; places: likewise.
    reading:      "read", or why it holds no claims: "foreign" (not English), "gated" (nothing to code), "refused" (empty ...: see rejects).
    raw_hash:     under which the raw bytes are kept, None where the text is all there was.
    text_hash:    "sha256:" of the text.
    known_at:     when it could first be known: its publication for what is loaded after the fact, else when it was first seen.
    recorded_at:  when this lake took it in.
    version, config: what read it (`MadeBy`).
    """

    id: str
    row_id: str | None
    source: str
    outlet: str | None
    url: str | None
    title: str | None
    text: str
    published: date | None
    published_at: datetime | None
    published_basis: PublishedBasis
    language: str | None
    author: str | None
    tags: tuple[str, ...]
    credits: tuple[FiledCredit, ...]
    actors: tuple[Party, ...]
    places: tuple[FiledPlace, ...]
    reading: Reading
    raw_hash: str | None
    text_hash: str
    known_at: datetime
    recorded_at: datetime
    version: str
    config: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One link of a chain, outermost first: a `Source` with the code of the actor that its words stand for (None where unknown)."""

    name: str
    kind: SourceKind
    named: bool
    code: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FiledClaim:
    """A stretch of an article and who says it; `start`, `end` count into the article's text, and `text` is what stands there."""

    id: str
    article: str
    start: int
    end: int
    text: str
    chain: tuple[Link, ...]
    cue: str | None
    stance: Stance
    quoted: bool
    known_at: datetime
    recorded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FiledEvent:
    """Who did what to whom, when, where, as one claim tells it, or as a row of an event table has it.

    id:       `filed_id` of the article, the claim's and the trigger's place, the type and the parties; of a table's row, its own id there.
    dataset:  "tocsin" where it was read in an article, else the table's name ("gdelt2", "icews", "ucdp-ged", a mapping's own).
    article, claim: ids of the filed article and claim; None where a table has neither.
    sentence: the words of the sentence that tells it; start, end, trigger: where in the article's text the telling words stand.
    chain, stance: of the claim: who says so, outermost first.
    source, target: the code of the first source and target, for queries; None where there is none.
    earliest, latest: the closed interval of days in which it lies, None where that side is open.
    lat, lon: a reference point, never a pin without `radius_km`.
    score:    probability, 0 to 1, that it is coded right; None where a table does not say.
    url:      of the report that a table's row names, None where there is an article.
    The other fields are those of `Event`.
    """

    id: str
    dataset: str
    article: str | None
    claim: str | None
    sentence: str | None
    start: int | None
    end: int | None
    trigger: str | None
    type: str
    mode: str | None
    contexts: tuple[str, ...]
    cameo: str | None
    quad: str | None
    goldstein: float | None
    sources: tuple[Party, ...]
    targets: tuple[Party, ...]
    proxies: tuple[Party, ...]
    source: str | None
    target: str | None
    status: Status
    earliest: date | None
    latest: date | None
    precision: Precision | None
    when_basis: WhenBasis | None
    place: str | None
    place_kind: PlaceKind | None
    place_country: str | None
    lat: float | None
    lon: float | None
    radius_km: float | None
    geonameid: int | None
    quantities: tuple[Quantity, ...]
    chain: tuple[Link, ...]
    stance: Stance | None
    score: float | None
    outlet: str | None
    url: str | None
    published: date | None
    known_at: datetime
    recorded_at: datetime


def filed_id(*key: object) -> str:
    """The id of a natural key: 24 hexadecimal digits (96 bits) of its SHA-256. None and "" differ; so do ("ab", "c") and ("a", "bc").

    >>> filed_id("Sample Daily", None, "2019-06-19", "Iran denied it.")
    'e83145d30902fe2198bd78ef'
    """
    parts = "".join("-" if part is None else f"{len(str(part))}:{part}" for part in key)
    return hashlib.sha256(parts.encode("utf-8", "surrogatepass")).hexdigest()[:24]
