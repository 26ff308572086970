"""From what a source handed over, and what was read in it, to the rows that a lake files."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import TypeVar

from tocsin.incidents.leads import lead_of
from tocsin.records import (
    Actor,
    Article,
    ArticleReading,
    Claim,
    Event,
    FiledArticle,
    FiledClaim,
    FiledCredit,
    FiledEvent,
    FiledPlace,
    Item,
    Link,
    MadeBy,
    Party,
    Place,
    Refused,
    Unreadable,
    filed_id,
)
from tocsin.records.article import text_id
from tocsin.records.filed import Reading

Row = TypeVar("Row", FiledClaim, FiledEvent)

READ_HERE = "tocsin"
"""The `dataset` of events that were read in an article."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filing:
    """The rows of one article: itself, its claims and events, and the refusal where it could not be read."""

    article: FiledArticle
    claims: tuple[FiledClaim, ...] = ()
    events: tuple[FiledEvent, ...] = ()
    refused: tuple[Refused, ...] = ()


def article_id(item: Item) -> str:
    """The id under which an item's article is filed, before it is read: outlet, URL, day of publication, text."""
    article = item.article
    return filed_id(article.outlet, article.url, article.published and article.published.isoformat(), article.text)


def known_from(item: Item, recorded_at: datetime) -> datetime:
    """When the article could first be known: its moment of publication, else the end of that day, else when it was taken in.

    A moment ahead of the clock counts as the clock's: nothing is known before it was seen.
    """
    day = item.article.published
    said = item.published_at or (datetime.combine(day, time.max, UTC) if day else None)
    return min(said, recorded_at) if said else recorded_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """What is filed of an article beside what it holds.

    raw_hash: under which its raw bytes are kept, None where there are none. The rest as `FiledArticle` has it.
    """

    id: str
    raw_hash: str | None
    known_at: datetime
    recorded_at: datetime
    made_by: MadeBy


def stamped(item: Item, *, made_by: MadeBy, recorded_at: datetime) -> Stamp:
    """The stamp of an item that is filed for the first time."""
    raw_hash = hashlib.sha256(item.raw).hexdigest() if item.raw is not None else None
    return Stamp(id=article_id(item), raw_hash=raw_hash, known_at=known_from(item, recorded_at), recorded_at=recorded_at, made_by=made_by)


def filed(item: Item, answer: ArticleReading | Unreadable, stamp: Stamp) -> Filing:
    """The rows of one item; `answer` is its reading, or why there is none: then the article is filed unread, with the refusal beside it."""
    if isinstance(answer, Unreadable):
        article = _article(item, item.article, None, stamp)
        return Filing(article=article, refused=(_refused(item, answer, article),))
    article = _article(item, answer.article, answer, stamp)
    index = _Index.of(answer, article)
    claims = {claim.id: index.claim(claim) for claim in answer.claims}
    events = _distinct(index.event(event, claims[event.claim]) for event in answer.events)
    lead = lead_of(article, tuple(claims.values()), events)
    if lead is not None and all(lead.id != event.id for event in events):
        events = (*events, lead)  # its news, which no code fits, has a row of its own like any other happening
    return Filing(article=article, claims=_distinct(claims.values()), events=events)


def _article(item: Item, article: Article, reading: ArticleReading | None, stamp: Stamp) -> FiledArticle:
    return FiledArticle(
        id=stamp.id,
        row_id=article.id if article.id != text_id(article.text) else None,
        source=item.source,
        outlet=article.outlet,
        url=article.url,
        title=article.title,
        text=article.text,
        published=article.published,
        published_at=item.published_at,
        published_basis=article.published_basis,
        language=article.language,
        author=item.author,
        tags=item.tags,
        credits=tuple(FiledCredit(kind=credit.kind, name=credit.name) for credit in article.credits),
        actors=tuple(map(_party, reading.actors)) if reading else (),
        places=tuple({place.id: _place(place) for place in reading.places}.values()) if reading else (),
        reading=_how_read(article, reading),
        raw_hash=stamp.raw_hash,
        text_hash="sha256:" + hashlib.sha256(article.text.encode("utf-8", "surrogatepass")).hexdigest(),
        known_at=stamp.known_at,
        recorded_at=stamp.recorded_at,
        version=stamp.made_by.version,
        config=stamp.made_by.config,
    )


def _how_read(article: Article, reading: ArticleReading | None) -> Reading:
    if reading is None:
        return "refused"
    if article.language not in ("en", None):
        return "foreign"
    return "gated" if any(reject.stage == "gate" for reject in reading.rejected) else "read"


def _refused(item: Item, answer: Unreadable, article: FiledArticle) -> Refused:
    return Refused(
        id=filed_id(item.source, article.id, answer.code),
        source=item.source,
        place=article.row_id,
        stage="read",
        code=answer.code,
        message=answer.message,
        evidence=article.text[:2000] or None,
        article=article.id,
        known_at=article.known_at,
        recorded_at=article.recorded_at,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Index:
    """A reading with its parts by their ids, and the article that they are filed under."""

    article: FiledArticle
    reading: ArticleReading
    actors: Mapping[str, Actor]
    claims: Mapping[str, Claim]
    places: Mapping[str, Place]

    @classmethod
    def of(cls, reading: ArticleReading, article: FiledArticle) -> _Index:
        return cls(
            article=article,
            reading=reading,
            actors={a.id: a for a in reading.actors},
            claims={c.id: c for c in reading.claims},
            places={p.id: p for p in reversed(reading.places)},
        )

    def claim(self, claim: Claim) -> FiledClaim:
        chain = self.chain(claim)
        return FiledClaim(
            id=filed_id(self.article.id, claim.start, claim.end, claim.stance, *(link.name for link in chain)),
            article=self.article.id,
            start=claim.start,
            end=claim.end,
            text=self.article.text[claim.start : claim.end],
            chain=chain,
            cue=claim.cue.text if claim.cue else None,
            stance=claim.stance,
            quoted=claim.quoted,
            known_at=self.article.known_at,
            recorded_at=self.article.recorded_at,
        )

    def chain(self, claim: Claim) -> tuple[Link, ...]:
        def code(actor: str | None) -> str | None:
            return self.actors[actor].code if actor else None

        return tuple(Link(name=s.name, kind=s.kind, named=s.named, code=code(s.actor)) for s in claim.chain)

    def event(self, event: Event, claim: FiledClaim) -> FiledEvent:
        sources, targets, proxies = (self.parties(ids) for ids in (event.sources, event.targets, event.proxies))
        place = self.places[event.place] if event.place else None
        return FiledEvent(
            id=filed_id(
                self.article.id,
                claim.id,
                event.trigger.start,
                event.trigger.end,
                event.type,
                event.status,
                *map(_names, (sources, targets, proxies)),
            ),
            dataset=READ_HERE,
            article=self.article.id,
            claim=claim.id,
            sentence=self.sentence(event.trigger.start),
            start=event.trigger.start,
            end=event.trigger.end,
            trigger=event.trigger.text,
            type=event.type,
            mode=event.mode,
            contexts=event.contexts,
            cameo=event.cameo,
            quad=event.quad,
            goldstein=event.goldstein,
            sources=sources,
            targets=targets,
            proxies=proxies,
            source=sources[0].code if sources else None,
            target=targets[0].code if targets else None,
            status=event.status,
            earliest=event.when.earliest,
            latest=event.when.latest,
            precision=event.when.precision,
            when_basis=event.when.basis,
            place=place.name if place else None,
            place_kind=place.kind if place else None,
            place_country=place.country if place else None,
            lat=place.lat if place else None,
            lon=place.lon if place else None,
            radius_km=place.radius_km if place else None,
            geonameid=place.geonameid if place else None,
            quantities=event.quantities,
            chain=claim.chain,
            stance=claim.stance,
            score=event.score,
            outlet=self.article.outlet,
            url=None,
            published=self.article.published,
            known_at=self.article.known_at,
            recorded_at=self.article.recorded_at,
        )

    def parties(self, ids: Iterable[str]) -> tuple[Party, ...]:
        return tuple(_party(self.actors[actor]) for actor in ids)

    def sentence(self, at: int) -> str | None:
        found = next((s for s in self.reading.sentences if s.start <= at < s.end), None)
        return self.article.text[found.start : found.end] if found else None


def _names(parties: Iterable[Party]) -> str:
    return repr([party.name for party in parties])


def _party(actor: Actor) -> Party:
    return Party(name=actor.name, code=actor.code, country=actor.country, sector=actor.sector)


def _place(place: Place) -> FiledPlace:
    return FiledPlace(
        name=place.name,
        kind=place.kind,
        country=place.country,
        lat=place.lat,
        lon=place.lon,
        radius_km=place.radius_km,
        geonameid=place.geonameid,
    )


def _distinct(rows: Iterable[Row]) -> tuple[Row, ...]:
    """Each id once: what a reading tells twice in the same words at the same place is filed once."""
    return tuple({row.id: row for row in rows}.values())
