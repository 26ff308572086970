"""Reports made up for the tests of the pipeline, and a reader of them that is quick and simple.

It reads sentences of the form "Arland raided Borland" and "Carland denies that it met Borland"; a text that begins "Der " is German to it,
one that begins "???" unreadable.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from tocsin.lake import Lake
from tocsin.pipeline.filing import Filing, filed, stamped
from tocsin.pipeline.folding import Folding
from tocsin.pipeline.ingest import Ingest, Pace, Tally
from tocsin.records import (
    Actor,
    Article,
    ArticleReading,
    Claim,
    Cue,
    Event,
    FiledArticle,
    FiledClaim,
    FiledEvent,
    Incident,
    Item,
    MadeBy,
    Party,
    Placement,
    Refused,
    Source,
    Span,
    Trigger,
    Unreadable,
    When,
    filed_id,
)
from tocsin.records.article import text_id

NOW = datetime(2024, 6, 1, 12, tzinfo=UTC)
FIRST = datetime(2024, 5, 6, 8, tzinfo=UTC)
MADE_BY = MadeBy(version="1", config="sha256:1")

_DEEDS = {"raided": ("ASSAULT", "190", -9.0), "met": ("CONSULT", "040", 1.0), "fined": ("SANCTION", "163", -8.0)}
_TOLD = re.compile(r"([A-Z][a-z]+land) (?:(denies) that it )?(raided|met|fined) ([A-Z][a-z]+land)")


class Newsreader:
    """A `Reading`: answers one article after the other, and keeps what it was asked.

    dies_after: raises RuntimeError after so many answers.
    """

    def __init__(self, *, dies_after: int | None = None, made_by: MadeBy = MADE_BY) -> None:
        self.asked: list[str] = []
        self._dies_after, self._made_by = dies_after, made_by

    def __call__(self, articles: Iterable[Article]) -> Iterator[ArticleReading | Unreadable]:
        for article in articles:
            if len(self.asked) == self._dies_after:
                raise RuntimeError("the reader died")
            self.asked.append(article.text)
            yield reading(article, self._made_by)


def reading(article: Article, made_by: MadeBy = MADE_BY) -> ArticleReading | Unreadable:
    """What the simple reader finds in an article."""
    if article.text.startswith("???"):
        return Unreadable(id=article.id, code="too_long", message="The text is too long.")
    if article.text.startswith("Der "):
        return ArticleReading(article=replace(article, language="de"), made_by=made_by)
    article = replace(article, language="en")
    found = list(_TOLD.finditer(article.text))
    states = list(dict.fromkeys(name for match in found for name in (match[1], match[4])))
    actors = {name: _state(number, name) for number, name in enumerate(states, 1)}
    ends = [m.end() for m in re.finditer(r"[.!?](?=\s|$)", article.text)] or [len(article.text)]
    starts = [0, *(end + 1 for end in ends[:-1])]
    return ArticleReading(
        article=article,
        sentences=tuple(Span(start=start, end=end) for start, end in zip(starts, ends, strict=True)),
        actors=tuple(actors.values()),
        claims=tuple(_claim(number, match, article.outlet, actors) for number, match in enumerate(found, 1)),
        events=tuple(_event(number, match, actors, article.published) for number, match in enumerate(found, 1)),
        made_by=made_by,
    )


def _state(number: int, name: str) -> Actor:
    code = name[:3].upper()
    return Actor(id=f"a{number}", name=name, code=f"{code}GOV", country=code, sector="GOV", role=None, basis="dictionary")


def _claim(number: int, match: re.Match[str], outlet: str | None, actors: dict[str, Actor]) -> Claim:
    chain = [Source(name=outlet, kind="outlet", named=True, start=None, end=None, actor=None)] if outlet else []
    cue = None
    if match[2]:
        speaker = actors[match[1]]
        chain.append(Source(name=speaker.name, kind="government", named=True, start=match.start(1), end=match.end(1), actor=speaker.id))
        cue = Cue(start=match.start(2), end=match.end(2), text=match[2])
    stance = "denies" if match[2] else "asserts"
    return Claim(id=f"c{number}", start=match.start(), end=match.end(), chain=tuple(chain), cue=cue, stance=stance, quoted=False)


def _event(number: int, match: re.Match[str], actors: dict[str, Actor], published: date | None) -> Event:
    kind, cameo, goldstein = _DEEDS[match[3]]
    return Event(
        id=f"e{number}",
        claim=f"c{number}",
        trigger=Trigger(start=match.start(3), end=match.end(3), text=match[3]),
        type=kind,
        mode=None,
        contexts=(),
        cameo=cameo,
        quad=None,
        goldstein=goldstein,
        sources=(actors[match[1]].id,),
        targets=(actors[match[4]].id,),
        proxies=(),
        status="denied" if match[2] else "occurred",
        when=When(earliest=published, latest=published, precision="day" if published else None, basis="stated"),
        place=None,
        quantities=(),
        score=0.9,
    )


def item(text: str, *, title: str | None = None, hours: float | None = 0, **fields: Any) -> Item:
    """A report of a moment, so many hours after the first; None for one without a date."""
    at = None if hours is None else FIRST + timedelta(hours=hours)
    more = {name: fields.pop(name) for name in ("raw", "media_type", "tags", "author", "source") if name in fields}
    article = Article(
        **{
            "id": text_id(text),
            "text": text,
            "title": title,
            "outlet": "Sample Daily",
            "published": at and at.date(),
            "published_basis": "given" if at else "unknown",
            **fields,
        }
    )
    return Item(article=article, published_at=at, **{"source": "a folder", **more})


def table_event(key: str, **fields: Any) -> FiledEvent:
    """A row of an event table."""
    arland, borland = (Party(name=name, code=name[:3].upper(), country=name[:3].upper(), sector="UNK") for name in ("Arland", "Borland"))
    row = dict.fromkeys(FiledEvent.__dataclass_fields__)
    empty = dict.fromkeys(("contexts", "proxies", "quantities", "chain"), ())
    known = {"known_at": FIRST, "recorded_at": NOW, "published": FIRST.date(), "earliest": FIRST.date(), "latest": FIRST.date()}
    parties = {"sources": (arland,), "targets": (borland,), "source": "ARL", "target": "BOR"}
    own = {"id": filed_id("table", key), "dataset": "a table", "type": "CONSULT", "status": "occurred"}
    return FiledEvent(**{**row, **empty, **known, **parties, **own, **fields})


def refusal(place: str, code: str = "bad_row") -> Refused:
    return Refused(
        id=filed_id("a folder", place, code),
        source="a folder",
        place=place,
        stage="collect",
        code=code,
        message="The row is no row.",
        evidence="{",
        article=None,
        known_at=NOW,
        recorded_at=NOW,
    )


FERRY = (
    "The ferry Aglaia sank off the island of Kallinos with eighty people aboard, and the coastguard recovered twelve bodies from the water."
)
ITEMS: tuple[Item, ...] = (
    item(FERRY, title="Ferry Aglaia sinks off Kallinos, twelve dead", hours=2, outlet="Sample Daily"),
    item(
        "Twelve people drowned when the ferry Aglaia went down near Kallinos; the coastguard is looking for others who were aboard.",
        title="Twelve drown as ferry Aglaia sinks near Kallinos",
        hours=3,
        outlet="Island Post",
    ),
    item(FERRY, title="Ferry Aglaia sinks off Kallinos, twelve dead", hours=5, outlet="Harbour Gazette", author="Sample Daily"),
    item(
        "Arland raided Borland before dawn and burned the customs house of Velm, the governor of the border province told reporters there.",
        title="Arland raided Borland, customs house of Velm burned",
        hours=4,
        outlet="Border Times",
    ),
    item(
        "Arland raided Borland on Monday: the customs house of Velm burned before dawn, and two guards of the border province are missing.",
        title="Customs house of Velm burned as Arland raided Borland",
        hours=8,
        outlet="Sample Daily",
    ),
    item(
        "Arland denies that it raided Borland. The customs house of Velm, its ministry said, burned because of a broken stove.",
        title="Arland denies that it raided Borland at Velm",
        hours=20,
        outlet="Arland Courier",
    ),
    item(
        "Carland met Dorland at the lake of Osk to settle the price of timber, and the two delegations will sit again in autumn.",
        title="Carland met Dorland on timber at the lake of Osk",
        hours=30,
        outlet="Sample Daily",
    ),
    item(
        "Dorland fined Carland for late timber deliveries, the harbour court of Osk ruled, and set a payment of nine million crowns.",
        title="Dorland fined Carland over late timber",
        hours=75,
        outlet="Island Post",
    ),
    item("Workers of the Altmark brewery stay on strike in a third week over night shifts.", title="Brewery strike goes on", hours=76),
    item("Der Minister hat am Montag nichts gesagt.", title="Minister schweigt", hours=50, outlet="Abendblatt"),
    item("Ferries to Kallinos go again since this morning.", title="Ferries to Kallinos go again", hours=None, outlet="Island Post"),
    item("??? too much", title="A long one", hours=60),
)
"""Copies, a denial, a foreign report, an undated and an unreadable one among them."""

FILED: tuple[type, ...] = (FiledArticle, FiledClaim, FiledEvent, Refused)
FOLDED: tuple[type, ...] = (Incident, Placement)


def take(lake: Lake, things: Iterable[Any], *, pace: Pace | None = None, reader: Newsreader | None = None, **more: Any) -> Tally:
    """Take things into a lake."""
    ingest = Ingest(lake, reader or Newsreader(), MADE_BY, pace=pace, clock=lambda: NOW)
    for _ in ingest.run(things, **more):
        pass
    return ingest.tally


def filing(one: Item, *, now: datetime = NOW) -> Filing:
    return filed(one, reading(one.article), stamped(one, made_by=MADE_BY, recorded_at=now))


def held(lake: Lake, kinds: Sequence[type] = FILED) -> dict[str, list[str]]:
    """All that a lake holds, in an order of its own."""
    return {kind.__name__: sorted(map(repr, lake.read(kind))) for kind in kinds}


def folded(lake: Lake) -> dict[str, list[str]]:
    """Incidents and placements of a lake, brought up to what is filed."""
    Folding(lake).catch_up()
    return held(lake, FOLDED)
