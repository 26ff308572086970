"""Tellings made by hand: who prints what, on whose word.

told = Desk()
told("Sample Daily", state("ARL", "Arland"), status="denied", day=2)
made = told.incident()
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from tocsin.incidents.compose import incident
from tocsin.incidents.grades import TrackRecord
from tocsin.records import FiledArticle, FiledEvent, Link, Party, Quantity, filed_id

START = datetime(2021, 3, 1, tzinfo=UTC)
NEVER = datetime(2100, 1, 1, tzinfo=UTC)
IRAN = Party(name="Iran", code="IRNGOV", country="IRN", sector="GOV")
OMAN = Party(name="Oman", code="OMNGOV", country="OMN", sector="GOV")


def link(name: str, kind: str = "person", *, named: bool = True, code: str | None = None) -> Link:
    return Link(name=name, kind=kind, named=named, code=code)


def outlet(name: str) -> Link:
    return link(name, "outlet")


def state(code: str, name: str | None = None, kind: str = "government") -> Link:
    return link(name or code, kind, code=code if len(code) > 3 else f"{code}GOV")


def unnamed(name: str = "officials", code: str | None = None) -> Link:
    return link(name, "official", named=False, code=code)


def killed(value: float) -> tuple[Quantity, ...]:
    return (Quantity(value=value, unit="killed", start=0, end=1),)


def on(day: int) -> dict[str, Any]:
    """The fields of an event that is said to lie on a day of March."""
    return {"earliest": date(2021, 3, day), "latest": date(2021, 3, day), "precision": "day", "when_basis": "stated"}


def at(place: str, lat: float, lon: float, radius_km: float) -> dict[str, Any]:
    return {"place": place, "place_kind": "city", "lat": lat, "lon": lon, "radius_km": radius_km}


def article(number: int, name: str | None, text: str, known_at: datetime, **fields: Any) -> FiledArticle:
    made = FiledArticle(
        id=filed_id(number, name, text),
        row_id=None,
        source="a folder",
        outlet=name,
        url=None,
        title=None,
        text=text,
        published=known_at.date(),
        published_at=known_at,
        published_basis="given",
        language="en",
        author=None,
        tags=(),
        credits=(),
        actors=(),
        places=(),
        reading="read",
        raw_hash=None,
        text_hash="sha256:0",
        known_at=known_at,
        recorded_at=known_at,
        version="0",
        config="sha256:0",
    )
    return replace(made, **fields)


def event(of: FiledArticle, number: int, chain: tuple[Link, ...], **fields: Any) -> FiledEvent:
    made = FiledEvent(
        id=filed_id(of.id, number),
        dataset="tocsin",
        article=of.id,
        claim="c1",
        sentence=of.text,
        start=0,
        end=3,
        trigger="raid",
        type="ASSAULT",
        mode=None,
        contexts=(),
        cameo="190",
        quad="material_conflict",
        goldstein=-9.0,
        sources=(IRAN,),
        targets=(OMAN,),
        proxies=(),
        source="IRNGOV",
        target="OMNGOV",
        status="occurred",
        earliest=None,
        latest=of.published,
        precision=None,
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
        stance="denies" if fields.get("status") == "denied" else "asserts",
        score=0.8,
        outlet=of.outlet,
        url=None,
        published=of.published,
        known_at=of.known_at,
        recorded_at=of.recorded_at,
    )
    return replace(made, **fields)


class Desk:
    """Gathers tellings of one happening; each is an article of its own unless `within` names one."""

    def __init__(self) -> None:
        self.articles: dict[str, FiledArticle] = {}
        self.events: list[FiledEvent] = []
        self.others: list[FiledArticle] = []
        self.copy_of: dict[str, str] = {}
        self.carries: dict[str, str] = {}

    def __call__(
        self,
        name: str | None,
        *cited: Link,
        day: float = 0,
        within: FiledEvent | None = None,
        copies: FiledEvent | None = None,
        carries: str | None = None,
        text: str | None = None,
        page: dict[str, Any] | None = None,
        **fields: Any,
    ) -> FiledEvent:
        number = len(self.events)
        known_at = START + timedelta(days=day)
        of = self.articles[within.article] if within else article(number, name, text or self.words(copies), known_at, **(page or {}))
        self.articles[of.id] = of
        if copies:
            self.copy_of[of.id] = copies.article
        if carries:
            self.carries[of.id] = carries
        head = (outlet(name),) if name else ()
        made = event(of, number, (*head, *cited), **fields)
        self.events.append(made)
        return made

    def words(self, copies: FiledEvent | None) -> str:
        return (
            self.articles[copies.article].text
            if copies
            else f"A raid was made upon the harbour, it is told for the {len(self.events)}th time."
        )

    def incident(self, *, as_of: datetime = NEVER, record: TrackRecord | None = None, **fields: Any):
        return incident(
            self.events,
            self.articles,
            copy_of=self.copy_of,
            carries=self.carries,
            record=record or TrackRecord(),
            as_of=as_of,
            others=self.others,
            **fields,
        )

    def keys(self, side: str = "affirms", **fields: Any) -> list[str]:
        return [origin.key for origin in self.incident(**fields).origins if origin.side == side]
