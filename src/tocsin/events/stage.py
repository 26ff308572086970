"""The stage: claims and actors of a draft in, its events out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar

from tocsin.config import Config
from tocsin.events.reader import read_events
from tocsin.gazetteer.actor_tables import ActorTables, shipped
from tocsin.records import Draft
from tocsin.stage import Batch


@dataclass(frozen=True, slots=True, kw_only=True)
class EventStage:
    """Who did what to whom, as each claim tells it.

    Finds trigger words by the lexicon, fills their roles by grammar, tells status, time and quantities, merges repeated mentions, and
    rejects, with the reason, what has no actor, is a figure of speech, or scores below `Config.min_event_score`.
    """

    name: ClassVar[str] = "events"
    needs: ClassVar[frozenset[str]] = frozenset({"parse", "actors", "mentions", "times", "places", "claims"})
    makes: ClassVar[frozenset[str]] = frozenset({"events"})

    config: Config = field(default_factory=Config)
    tables: ActorTables = field(default_factory=shipped)

    def __call__(self, records: Sequence[Draft], *, as_of: date) -> Batch[Draft]:
        """One draft a draft, with `events`, further `rejected`, and the countries as actors to whose places something is done."""
        return Batch(made=tuple(read_events(draft, least=self.config.min_event_score, tables=self.tables) for draft in records))
