"""From the events that tell of one happening to the incident: what is told of it, by how many independent origins, against whose denial."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from tocsin.incidents.grades import TrackRecord
from tocsin.records import Evidence, FiledArticle, FiledEvent, Incident


def incident(
    members: Sequence[FiledEvent],
    articles: Mapping[str, FiledArticle],
    *,
    copy_of: Mapping[str, str],
    carries: Mapping[str, str],
    record: TrackRecord,
    as_of: datetime,
    aliases: Sequence[str] = (),
    story: str | None = None,
    score: float = 1.0,
    evidence: Sequence[Evidence] = (),
) -> Incident:
    """The incident of which these events tell, as it was known at `as_of`; the order of `members` leaves no trace.

    members:  the events of one cluster, denials among them; those known after `as_of` are left out.
    articles: the articles of the members by their ids, and those that they copy, where known.
    copy_of:  article id -> id of the earlier article whose text it repeats (`Placement.copy_of`); articles that repeat none are left out.
    carries:  article id -> the agency or outlet whose text it carries in the end (`Placement.carries`); left out where its own.
    record:   what has come of earlier claims of the origins (see `grades`).
    aliases:  ids that earlier versions of it had; story, score, evidence: as the merging found them.

    `follows` is None: it is found among finished incidents (see `follows.linked`). Raises ValueError where nothing was known by then.
    """
    raise NotImplementedError
