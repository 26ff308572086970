"""A way to write a sentence with its actors marked, and to read its events off."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

import pytest

from tocsin.config import Config
from tocsin.events import EventStage
from tocsin.ontology import SECTORS
from tocsin.records import Actor, Article, ArticleReading, Claim, Draft, MadeBy, Mention, Parse, Place, Source

MARK = re.compile(r"([\w.-]+)/([A-Z]{2,4})\b")
OUTLET = Source(name="Sample Daily", kind="outlet", named=True, start=None, end=None, actor=None)


@dataclass
class Marked:
    """A text whose actors are marked, "Israel/ISR": the word, then the country or the sector, which is the actor's id as well."""

    marked: str
    text: str = ""
    actors: dict[str, Actor] = field(default_factory=dict)
    mentions: list[Mention] = field(default_factory=list)

    def __post_init__(self) -> None:
        last = 0
        for found in MARK.finditer(self.marked):
            self.text += self.marked[last : found.start()]
            word, code = found.groups()
            self.mentions.append(Mention(start=len(self.text), end=len(self.text) + len(word), actor=code))
            self.text += word
            self.actors.setdefault(code, _actor(word, code))
            last = found.end()
        self.text += self.marked[last:]


def _actor(word: str, code: str) -> Actor:
    country, sector = (None, code) if code in SECTORS else (code, "GOV")
    return Actor(id=code, name=word, code=(country or "") + sector, country=country, sector=sector, role=None, basis="dictionary")


@pytest.fixture(scope="session")
def draft(parse: Callable[[str], Parse]) -> Callable[..., Draft]:
    """A draft of a marked text: one claim a sentence, in the outlet's own voice."""

    def made(marked: str, places: tuple[Place, ...] = ()) -> Draft:
        m = Marked(marked)
        p = parse(m.text)
        claims = tuple(
            Claim(id=f"c{n}", start=p.starts[a], end=p.ends[b - 1], chain=(OUTLET,), cue=None, stance="asserts", quoted=False)
            for n, (a, b) in enumerate(p.sentences, start=1)
        )
        article = Article(id="x", text=m.text, published=date(2024, 5, 6), published_basis="given", language="en")
        reading = ArticleReading(
            article=article,
            actors=tuple(m.actors.values()),
            mentions=tuple(m.mentions),
            places=places,
            claims=claims,
            made_by=MadeBy(version="0", config="sha256:0"),
        )
        return Draft(reading=reading, parse=p)

    return made


@pytest.fixture(scope="session")
def events(draft: Callable[..., Draft]) -> Callable[..., Draft]:
    """The draft of a marked text after the stage; every trigger is kept however unsure."""
    stage = EventStage(config=Config(min_event_score=0.0))

    def read(marked: str, places: tuple[Place, ...] = ()) -> Draft:
        (made,) = stage([draft(marked, places)], as_of=date(2024, 5, 6)).made
        return made

    return read


@pytest.fixture(scope="session")
def tell(events: Callable[..., Draft]) -> Callable[[str], list[str]]:
    """The events of a marked text as lines, "ASSAULT ISR > SYR via REB"."""

    def lines(marked: str) -> list[str]:
        made = []
        for e in events(marked).reading.events:
            line = f"{e.type} {' '.join(e.sources)} > {' '.join(e.targets)}".strip()
            made.append(line + (f" via {' '.join(e.proxies)}" if e.proxies else ""))
        return made

    return lines
