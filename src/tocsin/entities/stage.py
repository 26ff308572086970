"""The second stage of the reading: who, when and where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import ClassVar

from tocsin.entities.actors import read_actors
from tocsin.entities.places import read_places
from tocsin.entities.times import read_times
from tocsin.gazetteer.actor_tables import ActorTables, shipped
from tocsin.records import Draft
from tocsin.stage import Batch


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityStage:
    """Adds the actors of an article with every mention of them, the expressions of time, and the places."""

    name: ClassVar[str] = "entities"
    needs: ClassVar[frozenset[str]] = frozenset({"parse"})
    makes: ClassVar[frozenset[str]] = frozenset({"actors", "mentions", "times", "places"})

    tables: ActorTables = field(default_factory=shipped)

    def __call__(self, records: Sequence[Draft], *, as_of: date) -> Batch[Draft]:
        """One draft a draft; nothing is refused."""
        return Batch(made=tuple(_with_entities(draft, self.tables) for draft in records))


def _with_entities(draft: Draft, tables: ActorTables) -> Draft:
    parse, article = draft.parse, draft.reading.article
    times = read_times(parse, published=article.published)
    places = read_places(parse, article.credits, tables)
    actors, mentions = read_actors(parse, published=article.published, places=places, tables=tables)
    return replace(draft, reading=replace(draft.reading, actors=actors, mentions=mentions, times=times, places=places))
