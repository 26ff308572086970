"""Filings made up by number, for figures of the lake: an article, its claims and its events, always the same for the same number."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from tocsin.records import FiledArticle, FiledClaim, FiledEvent, Link, Party, filed_id

FIRST_DAY = date(2024, 1, 1)
TAKEN_IN = datetime(2026, 1, 1, tzinfo=UTC)
STATES = ("IRN", "ISR", "SAU", "TUR", "EGY", "IRQ", "JOR", "QAT")
DEEDS = (("visited", "VISIT", "042", 1.9), ("warned", "THREATEN", "130", -4.4), ("fined", "SANCTION", "163", -8.0))


def rows(numbers: Iterable[int], *, days: int = 365, claims: int = 4) -> dict[type, Sequence[Any]]:
    """What `Lake.commit` takes: the articles of these numbers, spread over so many days, with so many claims each, of one event each."""
    made: dict[type, list[Any]] = {FiledArticle: [], FiledClaim: [], FiledEvent: []}
    for number in numbers:
        article, parts = filing(number, days=days, claims=claims)
        made[FiledArticle].append(article)
        for claim, event in parts:
            made[FiledClaim].append(claim)
            made[FiledEvent].append(event)
    return {kind: tuple(records) for kind, records in made.items()}


def filing(number: int, *, days: int = 365, claims: int = 4) -> tuple[FiledArticle, list[tuple[FiledClaim, FiledEvent]]]:
    """One article and its claims, each with the event that it tells."""
    chance = random.Random(number)  # noqa: S311 - made-up rows, not secrets
    published = FIRST_DAY + timedelta(days=number % days)
    told = [(chance.choice(STATES), chance.choice(STATES), chance.choice(DEEDS)) for _ in range(claims)]
    sentences = [
        f"A minister of {source} {deed[0]} the envoy of {target}, item {at} of {number}." for at, (source, target, deed) in enumerate(told)
    ]
    text = " ".join(sentences)
    known_at = datetime.combine(published, time.max, UTC)
    outlet = f"Gazette {number % 50}"
    url = f"https://gazette.example/{number}"
    article = FiledArticle(
        id=filed_id(outlet, url, published.isoformat(), text),
        row_id=None,
        source="benchmarks",
        outlet=outlet,
        url=url,
        title=f"Item {number}",
        text=text,
        published=published,
        published_at=None,
        published_basis="given",
        language="en",
        author=None,
        tags=("made up",),
        credits=(),
        actors=tuple(map(_party, dict.fromkeys(state for source, target, _ in told for state in (source, target)))),
        places=(),
        reading="read",
        raw_hash=None,
        text_hash="sha256:" + hashlib.sha256(text.encode()).hexdigest(),
        known_at=known_at,
        recorded_at=TAKEN_IN,
        version="0",
        config="made up",
    )
    starts = [text.index(sentence) for sentence in sentences]
    return article, [_part(article, start, sentence, *of) for start, sentence, of in zip(starts, sentences, told, strict=True)]


def _part(
    article: FiledArticle, start: int, sentence: str, source: str, target: str, deed: tuple[str, str, str, float]
) -> tuple[FiledClaim, FiledEvent]:
    word, kind, cameo, goldstein = deed
    chain = (Link(name=article.outlet or "", kind="outlet", named=True, code=None),)
    end = start + len(sentence)
    claim = FiledClaim(
        id=filed_id(article.id, start, end, "asserts"),
        article=article.id,
        start=start,
        end=end,
        text=sentence,
        chain=chain,
        cue=None,
        stance="asserts",
        quoted=False,
        known_at=article.known_at,
        recorded_at=article.recorded_at,
    )
    at = start + sentence.index(word)
    event = FiledEvent(
        id=filed_id(article.id, claim.id, at, kind),
        dataset="tocsin",
        article=article.id,
        claim=claim.id,
        sentence=sentence,
        start=at,
        end=at + len(word),
        trigger=word,
        type=kind,
        mode=None,
        contexts=(),
        cameo=cameo,
        quad=None,
        goldstein=goldstein,
        sources=(_party(source),),
        targets=(_party(target),),
        proxies=(),
        source=f"{source}GOV",
        target=f"{target}GOV",
        status="occurred",
        earliest=None,
        latest=article.published,
        precision="day",
        when_basis="publication",
        place=None,
        place_kind=None,
        place_country=None,
        lat=None,
        lon=None,
        radius_km=None,
        geonameid=None,
        quantities=(),
        chain=chain,
        stance="asserts",
        score=0.8,
        outlet=article.outlet,
        url=None,
        published=article.published,
        known_at=article.known_at,
        recorded_at=article.recorded_at,
    )
    return claim, event


def _party(state: str) -> Party:
    return Party(name=f"minister of {state}", code=f"{state}GOV", country=state, sector="GOV")
