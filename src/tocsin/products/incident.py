"""One incident, or many, for people: what happened, its status over time, who says so as a tree of independent origins, and the words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.console import RenderableType

from tocsin.records import FiledArticle, FiledEvent, Incident, Judgement


def incident_view(
    incident: Incident,
    articles: Mapping[str, FiledArticle],
    events: Mapping[str, FiledEvent],
    judgements: Sequence[Judgement] = (),
) -> RenderableType:
    """The page of one incident; `judgements` are those in force."""
    raise NotImplementedError


def incidents_view(incidents: Sequence[Incident]) -> RenderableType:
    """The table of many: day, who did what to whom, where, status, independent origins of articles, grade."""
    raise NotImplementedError
