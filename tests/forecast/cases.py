"""Incidents and histories for the tests of questions."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from tocsin.forecast.rules import VOID
from tocsin.records import History, HistoryCount, Incident, Party, Pattern, Rule, StatusChange

ISSUED = date(2019, 6, 19)


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def party(code: str) -> Party:
    return Party(name=None, code=code + "GOV", country=code, sector="GOV")


def incident(
    name: str, *, on: date | None, known: date, who: str = "IRN", whom: str = "ISR", kind: str = "ASSAULT", **fields: Any
) -> Incident:
    given: dict[str, Any] = {
        "id": name,
        "title": "Shells fall near a border post",
        "type": kind,
        "mode": None,
        "cameo": "190",
        "goldstein": -10.0,
        "sources": (party(who),),
        "targets": (party(whom),),
        "proxies": (),
        "source": who + "GOV",
        "target": whom + "GOV",
        "status": "occurred",
        "history": (),
        "earliest": on,
        "latest": on,
        "place": None,
        "place_country": None,
        "lat": None,
        "lon": None,
        "radius_km": None,
        "events": (name,),
        "articles": ("x",),
        "origins": (),
        "affirmed": 1,
        "denied": 0,
        "reliability": "F",
        "credibility": 3,
        "tallies": (),
        "story": None,
        "follows": None,
        "score": 1.0,
        "evidence": (),
        "known_at": noon(known),
        "updated_at": noon(known),
    }
    return Incident(**(given | fields))


def became(known: date, status: str) -> StatusChange:
    return StatusChange(known_at=noon(known), status=status, event="e", article=None, origin="o")  # type: ignore[arg-type]


def rule(*, at_least: int = 1, within: int | None = 30, deadline: date | None = None, void: str = VOID, **pattern: Any) -> Rule:
    given = {"who": ("IRN",), "whom": ("ISR",), "types": ("ASSAULT",)} | pattern
    return Rule(pattern=Pattern(**given), at_least=at_least, within_days=within, deadline=deadline, text="", void=void)


def history(weekly: list[int], *, until: date = ISSUED, who: str = "IRN", whom: str = "ISR", kind: str = "ASSAULT") -> History:
    """Weekly counts, the last of the week before `until`."""
    monday = until - timedelta(until.weekday())
    weeks = [monday - timedelta(7 * back) for back in range(len(weekly), 0, -1)]
    counts = tuple(HistoryCount(week=week, who=who, type=kind, whom=whom, events=n) for week, n in zip(weeks, weekly, strict=True) if n)
    counts += (HistoryCount(week=weeks[0], who=whom, type="CONSULT", whom=who, events=1),)
    return History(id="table", title="A table", source="own", licence="CC0", first=weeks[0], last=monday - timedelta(1), counts=counts)
