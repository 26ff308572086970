"""The stages of a reading in their order, the joins between them checked before anything runs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version

from tocsin.claims import ClaimStage
from tocsin.config import Config
from tocsin.encoder import EncoderStage
from tocsin.entities import EntityStage
from tocsin.errors import ConfigError
from tocsin.events import EventStage
from tocsin.gazetteer.actor_tables import ActorTables, shipped
from tocsin.parse import Parser, ParseStage, SpacyParser
from tocsin.records import Article, ArticleReading, Draft, MadeBy, Unreadable
from tocsin.stage import Stage


@dataclass(frozen=True, slots=True)
class Assembly:
    """A first stage that opens articles, and the stages after it that each add to the draft.

    Raises ConfigError where a stage needs what none before it makes.
    """

    opening: Stage[Article, Draft]
    following: tuple[Stage[Draft, Draft], ...]

    def __post_init__(self) -> None:
        made = {"article"}
        stages: tuple[Stage[Article, Draft] | Stage[Draft, Draft], ...] = (self.opening, *self.following)
        for stage in stages:
            if missing := stage.needs - made:
                raise ConfigError(
                    f"the stage {stage.name!r} needs {sorted(missing)}, which no stage before it makes", do="mend the order of the stages"
                )
            made |= stage.makes

    @property
    def order(self) -> tuple[str, ...]:
        """The stages' names in the order in which they run."""
        return (self.opening.name, *(stage.name for stage in self.following))

    def run(self, articles: Sequence[Article], *, as_of: date) -> list[ArticleReading | Unreadable]:
        """One answer an article, in order."""
        answers: list[ArticleReading | Unreadable | None] = [None] * len(articles)
        opened = self.opening(articles, as_of=as_of)
        for refusal in opened.refused:
            answers[refusal.index] = Unreadable.from_error(articles[refusal.index].id, refusal.error)
        places = [n for n, answer in enumerate(answers) if answer is None]
        drafts: Sequence[Draft] = opened.made
        for stage in self.following:
            batch = stage(drafts, as_of=as_of)
            gone = {refusal.index: refusal for refusal in batch.refused}
            for index, refusal in gone.items():
                answers[places[index]] = Unreadable.from_error(articles[places[index]].id, refusal.error)
            places, drafts = [p for n, p in enumerate(places) if n not in gone], batch.made
        for place, draft in zip(places, drafts, strict=True):
            answers[place] = draft.reading
        return [answer for answer in answers if answer is not None]


def default_assembly(config: Config, parser: Parser | None = None) -> Assembly:
    """The stages that read one article: parse, encoder, entities, claims, events. What many articles tell together is `picture`'s."""
    tables = ActorTables(config.actors) if config.actors else shipped()
    made_by = MadeBy(version=version("tocsin"), config=config.digest())
    return Assembly(
        ParseStage(parser=parser or SpacyParser(), config=config, made_by=made_by),
        (EncoderStage(), EntityStage(tables=tables), ClaimStage(), EventStage(config=config, tables=tables)),
    )
