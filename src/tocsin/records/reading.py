"""All that was read in one article, finished and in the making."""

from __future__ import annotations

from dataclasses import dataclass

from tocsin.records.actor import Actor, Mention
from tocsin.records.article import Article
from tocsin.records.claim import Claim
from tocsin.records.event import Event
from tocsin.records.mark import Mark
from tocsin.records.parse import Parse
from tocsin.records.place import Place
from tocsin.records.reject import Reject
from tocsin.records.span import Span
from tocsin.records.time import Time


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeBy:
    """What made a record: the version of Tocsin and "sha256:" of its configuration."""

    version: str
    config: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleReading:
    """All that was read in one article; written down it is the `tocsin.read/1` record."""

    article: Article
    sentences: tuple[Span, ...] = ()
    actors: tuple[Actor, ...] = ()
    mentions: tuple[Mention, ...] = ()
    times: tuple[Time, ...] = ()
    places: tuple[Place, ...] = ()
    claims: tuple[Claim, ...] = ()
    events: tuple[Event, ...] = ()
    rejected: tuple[Reject, ...] = ()
    made_by: MadeBy


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A reading in the making: what the stages hand on. Only `reading` leaves the process.

    marks: what the learned tagger marked, in the order of the text; None where it has not read.
    """

    reading: ArticleReading
    parse: Parse
    marks: tuple[Mark, ...] | None = None
