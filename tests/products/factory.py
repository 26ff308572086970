"""Readings made by hand: a text with marks is all that a test has to write.

made = Sketch("Arland raided Borland, Carland says. Arland denies it.", outlet="Sample Daily", published=date(2019, 6, 19))
arland = made.actor("Arland", code="ARL")
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from tocsin.ontology import SECTORS
from tocsin.records import (
    Actor,
    Article,
    ArticleReading,
    Claim,
    Credit,
    Cue,
    Event,
    MadeBy,
    Place,
    Reject,
    Source,
    Trigger,
    When,
)

UNDATED = When(earliest=None, latest=None, precision=None, basis="publication")


def days(earliest: date | None, latest: date | None, precision: str = "range") -> When:
    return When(earliest=earliest, latest=latest, precision=precision, basis="stated")


def day(one: date) -> When:
    return days(one, one, "day")


def source(name: str, *, kind: str = "government", named: bool = True, actor: str | None = None) -> Source:
    return Source(name=name, kind=kind, named=named, start=0, end=1, actor=actor)


class Sketch:
    """Builds one reading, part by part."""

    def __init__(self, text: str = "The text of the report.", **article: Any) -> None:
        basis = "given" if article.get("published") else "unknown"
        fields = {"id": "r1", "published_basis": basis} | article
        made_by = MadeBy(version="0", config="sha256:0")
        self.reading = ArticleReading(article=Article(text=text, **fields), made_by=made_by)

    def actor(self, name: str, *, code: str | None = None, sector: str = "GOV") -> str:
        country = code[:3] if code and code not in SECTORS else None
        made = Actor(
            id=f"a{len(self.reading.actors) + 1}", name=name, code=code, country=country, sector=sector, role=None, basis="dictionary"
        )
        self.reading = replace(self.reading, actors=(*self.reading.actors, made))
        return made.id

    def place(self, name: str, *, radius_km: float | None) -> str:
        at = None if radius_km is None else 10.0
        made = Place(
            start=0,
            end=1,
            text=name,
            id=f"p{len(self.reading.places) + 1}",
            name=name,
            kind="water",
            country=None,
            lat=at,
            lon=at,
            radius_km=radius_km,
            geonameid=None,
        )
        self.reading = replace(self.reading, places=(*self.reading.places, made))
        return made.id

    def claim(self, *chain: Source, stance: str = "asserts", own: bool = False) -> str:
        cue = None if own else Cue(start=0, end=1, text="said")
        made = Claim(id=f"c{len(self.reading.claims) + 1}", start=0, end=1, chain=chain, cue=cue, stance=stance, quoted=False)
        self.reading = replace(self.reading, claims=(*self.reading.claims, made))
        return made.id

    def event(self, claim: str, kind: str = "ASSAULT", sources: tuple[str, ...] = (), targets: tuple[str, ...] = (), **fields: Any) -> str:
        number = len(self.reading.events) + 1
        fallback: dict[str, Any] = {
            "trigger": Trigger(start=number, end=number + 1, text=fields.pop("words", "raid")),
            "mode": None,
            "contexts": (),
            "cameo": None,
            "quad": None,
            "goldstein": -10.0,
            "proxies": (),
            "status": "occurred",
            "when": UNDATED,
            "place": None,
            "quantities": (),
            "score": 0.8,
        }
        made = Event(id=f"e{number}", claim=claim, type=kind, sources=sources, targets=targets, **(fallback | fields))
        self.reading = replace(self.reading, events=(*self.reading.events, made))
        return made.id

    def reject(self, reason: str, *, start: int | None = 0, end: int | None = 3, stage: str = "events") -> None:
        self.reading = replace(self.reading, rejected=(*self.reading.rejected, Reject(stage=stage, start=start, end=end, reason=reason)))

    def credit(self, kind: str, name: str) -> None:
        article = replace(self.reading.article, credits=(*self.reading.article.credits, Credit(kind=kind, name=name, start=0, end=1)))
        self.reading = replace(self.reading, article=article)


def raid(**article: Any) -> Sketch:
    """A raid that Carland reports and Arland denies, a plan, and an old affair; the pieces of a brief."""
    made = Sketch(**({"outlet": "Sample Daily", "published": date(2019, 6, 19), "title": "Arland under suspicion"} | article))
    arland, borland, carland = (
        made.actor("Arland", code="ARLGOV"),
        made.actor("Borland", code="BORGOV"),
        made.actor("Carland", code="CARGOV"),
    )
    paper = source("Sample Daily", kind="outlet")
    accused = made.claim(paper, source("Morning Post", kind="outlet"), source("Carland", actor=carland), stance="accuses")
    denied = made.claim(paper, source("Arland", actor=arland), stance="denies")
    told = made.claim(paper, own=True)
    feared = made.claim(paper, source("officials", kind="official", named=False), stance="assesses")
    sea = made.place("Sample Sea", radius_km=60.0)
    week = days(date(2019, 6, 10), date(2019, 6, 16), "week")
    made.event(accused, sources=(arland,), targets=(borland,), when=week, place=sea)
    made.event(denied, sources=(arland,), targets=(borland,), when=week, status="denied")
    made.event(told, "MOBILIZE", sources=(borland,), when=days(date(2019, 6, 17), date(2019, 6, 27)), status="scheduled", goldstein=-7.2)
    made.event(feared, "COERCE", sources=(arland,), targets=(carland,), status="possible", goldstein=-5.0)
    made.event(told, "SANCTION", sources=(carland,), targets=(arland,), when=days(date(2018, 1, 1), date(2018, 12, 31), "year"))
    return made
