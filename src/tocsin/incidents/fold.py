"""Which articles report one happening, which of their events tell of it, and which affair they belong to: kept up as articles come in.

    state, changes = fold(state, filings, judged(judgements, as_of=now), copies, as_of=now)

The state is a function of the set of articles, judgements and copies that have come in, not of their order or batches: what one more
article changes is worked out again from the set. That is: the weight of words in its neighbours that became known when it did or later,
the odds of their pairs, the clusters within the components that these make, the groups of the events of those and of the keys it adds to,
and the affairs from its day on.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from tocsin.incidents.draft import Draft
from tocsin.incidents.grouping import group
from tocsin.incidents.judged import Judged
from tocsin.incidents.merging import cluster, compare, judge, repeat
from tocsin.incidents.neighbours import Filing, take_in
from tocsin.incidents.state import UNJUDGED, Changes, Group, Place, State
from tocsin.incidents.stories import shown, tell


def fold(
    state: State,
    filings: Iterable[Filing],
    judged: Judged = UNJUDGED,
    copies: Mapping[str, str | None] | None = None,
    *,
    as_of: datetime,
) -> tuple[State, Changes]:
    """Take articles in, and say what has changed.

    filings: those that the state has already, or that became known after `as_of`, are left out.
    judged:  all judgements in force, not only the new ones.
    copies:  article -> the earlier article whose text it repeats, None for none: of new articles, and of those for which it has changed.
    """
    draft = Draft(state, judged)
    judge(draft)
    repeat(draft, copies or {})
    take_in(draft, [filing for filing in filings if filing.article.known_at <= as_of])
    compare(draft)
    cluster(draft)
    regrouped = group(draft)
    retold = tell(draft)
    _tell_groups(draft, regrouped | retold)
    _place(draft, regrouped | retold | set(draft.fresh))
    return draft.done(), _changes(draft)


def _tell_groups(draft: Draft, articles: Iterable[str]) -> None:
    """Put the affair to the groups of these articles: that of the first that reports it, else of the first that mentions it."""
    for incident in sorted({draft.told_in[deed.id] for article in articles for deed in draft.kept[article].all_deeds}):
        found = draft.groups[incident]
        draft.groups[incident] = replace(found, story=shown(draft, (found.leads or found.articles)[0]))


def _place(draft: Draft, articles: Iterable[str]) -> None:
    for article in articles:
        own = draft.kept[article]
        incidents = tuple(dict.fromkeys(draft.told_in[deed.id] for deed in own.all_deeds))
        draft.places[article] = Place(article=article, incidents=incidents, leads=own.lead is not None, story=shown(draft, article))


def _changes(draft: Draft) -> Changes:
    groups: dict[str, Group] = {key: value for key, value in draft.groups.items() if draft.old.groups.get(key) is not value}
    places: dict[str, Place] = {key: value for key, value in draft.places.items() if draft.old.places.get(key) is not value}
    return Changes(
        groups=tuple(value for key, value in sorted(groups.items()) if draft.old.groups.get(key) != value),
        places=tuple(value for key, value in sorted(places.items()) if draft.old.places.get(key) != value),
        retired=tuple(sorted(draft.old.groups.keys() - draft.groups.keys())),
    )
