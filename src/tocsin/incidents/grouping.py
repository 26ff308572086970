"""From clusters of articles to the events that tell of one happening: the news of each, and what others mention of it."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import combinations

from tocsin.incidents.deeds import by_place
from tocsin.incidents.draft import Draft
from tocsin.incidents.pairs import FEATURES, dot, evidence, features, log_odds
from tocsin.incidents.state import Deed, Group, Owned
from tocsin.records import Evidence

SHOWN = 8
"""A score is the average over pairs of so many of a group's articles, the first known."""

_SAME_KEY = Evidence(name="key", weight=0.0, value="equal", note="type, parties and day are the same")


def group(draft: Draft) -> set[str]:
    """Make the groups again that clusters or keys which have changed belong to; returns the articles of all of them, old and new."""
    keys = draft.keys | {key for article in draft.moved for deed in _leads([article], draft) if (key := deed.key)}
    events = {deed.id for key in keys for deed in draft.keyed[key]} | {deed.id for deed in _leads(draft.moved, draft)}
    owners = {draft.cluster[article][0] for article in draft.moved | draft.dirty if draft.kept[article].lead}
    for key in sorted(keys):
        owners |= {draft.cluster[deed.article][0] for deed in draft.keyed[key] if _is_lead(draft, deed)}
        draft.owned[key] = _parted(draft, key)
    made = [_of_cluster(draft, draft.cluster[owner]) for owner in sorted(owners)]
    made += [_of_key(deeds) for key in sorted(keys) for owner, deeds in draft.owned[key] if owner is None]
    return _replace(draft, events, made)


def _leads(articles: Iterable[str], draft: Draft) -> list[Deed]:
    return [lead for article in articles if (lead := draft.kept[article].lead)]


def _is_lead(draft: Draft, deed: Deed) -> bool:
    lead = draft.kept[deed.article].lead
    return lead is not None and lead.id == deed.id


def _parted(draft: Draft, key: str) -> tuple[Owned, ...]:
    """The events of a key: those that stand for the incident of a cluster of articles, and those for one of their own."""
    made: list[Owned] = []
    for part in by_place(_in_time(draft.keyed[key])):
        leading = Counter(draft.cluster[deed.article][0] for deed in part if _is_lead(draft, deed))
        owner = min(leading, key=lambda article: (-leading[article], article), default=None)
        rest = tuple(deed for deed in part if not _is_lead(draft, deed))
        made += _judged(draft, owner, rest)
    return tuple(made)


def _judged(draft: Draft, owner: str | None, deeds: Sequence[Deed]) -> list[Owned]:
    """The events, without those that people hold to tell of another happening; these stand each for itself."""
    if not deeds:
        return []
    ours = {deed.id for deed in deeds} | ({deed.id for deed in _leads(draft.cluster[owner], draft)} if owner else set())
    out = {second for first, second in _both_ways(draft.judged.cannot) if first in ours and second in ours}
    out &= {deed.id for deed in deeds}
    if not owner:
        out -= {min(out)} if out >= {deed.id for deed in deeds} else set()
    stay = tuple(deed for deed in deeds if deed.id not in out)
    return ([(owner, stay)] if stay else []) + [(None, (deed,)) for deed in deeds if deed.id in out]


def _both_ways(pairs: Iterable[tuple[str, str]]) -> Iterable[tuple[str, str]]:
    for one, other in pairs:
        yield one, other
        yield other, one


def _in_time(deeds: Iterable[Deed]) -> list[Deed]:
    return sorted(deeds, key=lambda deed: (deed.known, deed.id))


def _of_cluster(draft: Draft, articles: Sequence[str]) -> Group:
    leads = _leads(articles, draft)
    keys = {deed.key for deed in leads if deed.key}
    more = [deed for key in keys for owner, part in draft.owned[key] if owner == articles[0] for deed in part]
    score, parts = _score(draft, [deed.article for deed in _in_time(leads)])
    return _made(_in_time({deed.id: deed for deed in (*leads, *more)}.values()), articles, score, parts)


def _of_key(deeds: Sequence[Deed]) -> Group:
    return _made(_in_time(deeds), (), 1.0, (_SAME_KEY,) if len(deeds) > 1 else ())


def _made(deeds: Sequence[Deed], leads: Sequence[str], score: float, parts: tuple[Evidence, ...]) -> Group:
    articles = tuple(dict.fromkeys(deed.article for deed in deeds))
    return Group(
        id=deeds[0].id,
        events=tuple(deed.id for deed in deeds),
        articles=articles,
        leads=tuple(article for article in articles if article in set(leads)),
        story=None,
        score=score,
        evidence=parts,
    )


def _score(draft: Draft, articles: Sequence[str]) -> tuple[float, tuple[Evidence, ...]]:
    """The probability of the average pair, and its parts; 1 for one article."""
    pairs = list(combinations(articles[:SHOWN], 2))
    if not pairs:
        return 1.0, ()
    sums = dict.fromkeys(FEATURES, 0.0)
    for one, other in pairs:
        alike = draft.neighbours.get(one, {}).get(other)
        if alike is None:
            alike = dot(draft.kept[min(one, other)].general, draft.kept[max(one, other)].general)
        for name, value in features(draft.view(min(one, other)), draft.view(max(one, other)), alike).items():
            sums[name] += value / len(pairs)
    return round(1 / (1 + math.exp(-log_odds(sums))), 3), evidence(sums)


def _replace(draft: Draft, events: set[str], made: Sequence[Group]) -> set[str]:
    """Put the groups in the place of those that held any of the events; returns the articles of both."""
    gone = {draft.told_in[event] for event in events | {e for g in made for e in g.events} if event in draft.told_in}
    articles: set[str] = set()
    for incident in gone:
        group = draft.groups.pop(incident)
        articles |= set(group.articles)
        for event in group.events:
            draft.told_in.pop(event, None)
    for group in made:
        draft.groups[group.id] = group
        draft.told_in.update(dict.fromkeys(group.events, group.id))
        articles |= set(group.articles)
    return articles
