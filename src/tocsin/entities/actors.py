"""Who acts and who speaks: the actors of an article and every mention of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from tocsin.entities.coreference import resolve
from tocsin.entities.phrases import Phrases
from tocsin.gazetteer.actor_tables import ActorTables
from tocsin.records import Actor, Mention, Parse, Place


def read_actors(
    parse: Parse, *, published: date | None, places: Sequence[Place] = (), tables: ActorTables | None = None
) -> tuple[tuple[Actor, ...], tuple[Mention, ...]]:
    """The actors of an article in the order of their first mention ("a1", "a2", ...), and their mentions in the order of the text.

    published: the day on which offices count; None where it is not known, and then nobody holds one.
    places:    what the article names on the map; they tell where "Darfur rebels" or "the police" belong.
    tables:    whom the reading knows by name; None for the shipped tables.

    A mention runs from the article or title to the head of the noun phrase, or to the end of an "of Iran" that follows at once.
    Mentions nest: "Iran's" in "Iran's Foreign Ministry" is one of its own.
    """
    phrases = Phrases(parse, published, places, tables)
    return resolve(parse, phrases.all(), phrases.setting)
