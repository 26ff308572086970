"""The endnotes of a brief: what is cited, numbered in the order of first citation, one for each origin of an incident."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Literal

from tocsin.products.incident import tellings
from tocsin.products.warning_brief.rows import Endnote
from tocsin.records import FiledArticle, FiledClaim, FiledEvent, Incident, Link, Origin, WatchDefinition

_MOST_ORIGINS = 3  # cited of each side of an incident, the most reliable first; the page of the incident has all


class Citations:
    """Gathers endnotes; what is cited twice keeps its number."""

    def __init__(
        self,
        incidents: Mapping[str, Incident],
        articles: Mapping[str, FiledArticle],
        events: Mapping[str, FiledEvent],
        claims: Mapping[str, FiledClaim],
    ) -> None:
        self._incidents, self._articles, self._events, self._claims = incidents, articles, events, claims
        self._made: dict[tuple[str, ...], Endnote] = {}

    def incidents(self, ids: Iterable[str]) -> tuple[int, ...]:
        """The endnotes of incidents, of both sides. An id that is not at hand is passed over."""
        found = (self._incidents[one] for one in dict.fromkeys(ids) if one in self._incidents)
        return tuple(number for incident in found for side in ("affirms", "denies") for number in self.side(incident, side))

    def side(self, incident: Incident, side: str) -> tuple[int, ...]:
        """The endnotes of those who affirm an incident, or of those who deny it."""
        origins = [origin for origin in incident.origins if origin.side == side]
        best = sorted(origins, key=lambda one: (one.reliability, one.first_known, one.key))[:_MOST_ORIGINS]
        return tuple(self._origin(incident, origin) for origin in best)

    def claims(self, ids: Iterable[str]) -> tuple[int, ...]:
        """The endnotes of single claims. An id that is not at hand is passed over."""
        return tuple(self._claim(self._claims[one]) for one in dict.fromkeys(ids) if one in self._claims)

    def data(self, source: str, day: date | None = None) -> int:
        """The endnote of a series or of a table of history."""
        return self._put(("data", source), _bare("data", title=source, day=day))

    def watch(self, watch: WatchDefinition) -> int:
        """The endnote of the watch's own definition."""
        return self._put(("watch",), _bare("watch", title=f"definition of the watch {watch.id}, {watch.digest[:19]}", day=None))

    def endnotes(self) -> tuple[Endnote, ...]:
        """All of them, each with the numbers of those that share its origin."""
        made = tuple(self._made.values())
        together: dict[str, list[int]] = {}
        for one in made:
            if one.origin is not None:
                together.setdefault(one.origin, []).append(one.number)
        return tuple(replace(one, same_origin=tuple(n for n in together.get(one.origin or "", ()) if n != one.number)) for one in made)

    def _put(self, key: tuple[str, ...], note: Endnote) -> int:
        return self._made.setdefault(key, replace(note, number=len(self._made) + 1)).number

    def _origin(self, incident: Incident, origin: Origin) -> int:
        told = [one for one in tellings(incident, self._articles, self._events) if one.origin is origin]
        first = next((one for one in told if one.event), None)
        event, article = (first.event, first.article) if first else (None, None)
        outlet = event.outlet if event else None
        others = dict.fromkeys(one.event.outlet for one in told if one.event and one.event.outlet and one.event.outlet != outlet)
        note = Endnote(
            number=0,
            kind="report",
            outlet=outlet,
            title=article.title if article else None,
            day=event.published if event else None,
            url=(article.url if article else None) or (event.url if event else None),
            quote=(event.sentence or event.trigger) if event else None,
            chain=_chain(event.chain, outlet) if event else (origin.name,),
            side=origin.side,
            reliability=origin.reliability,
            credibility=incident.credibility if origin.side == "affirms" else None,
            origin=origin.key,
            same_origin=(),
            repeated_by=tuple(name for name in others if name),
            article=article.id if article else None,
            incident=incident.id,
        )
        return self._put(("incident", incident.id, origin.side, origin.key), note)

    def _claim(self, claim: FiledClaim) -> int:
        article = self._articles.get(claim.article)
        outlet = article.outlet if article else None
        note = replace(
            _bare("report", title=article.title if article else None, day=article.published if article else claim.known_at.date()),
            outlet=outlet,
            url=article.url if article else None,
            quote=claim.text,
            chain=_chain(claim.chain, outlet),
            article=claim.article,
        )
        return self._put(("claim", claim.id), note)


def _chain(chain: Iterable[Link], outlet: str | None) -> tuple[str, ...]:
    return tuple(link.name + ("" if link.named else " (unnamed)") for link in chain if link.name != outlet)


def _bare(kind: Literal["report", "data", "watch"], *, title: str | None, day: date | None) -> Endnote:
    return Endnote(
        number=0,
        kind=kind,
        outlet=None,
        title=title,
        day=day,
        url=None,
        quote=None,
        chain=(),
        side=None,
        reliability=None,
        credibility=None,
        origin=None,
        same_origin=(),
        repeated_by=(),
        article=None,
        incident=None,
    )
