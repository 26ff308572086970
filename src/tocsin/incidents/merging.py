"""Which articles report one happening: the odds of pairs, and clusters within the components that they make."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tocsin.incidents.clusters import FLOOR, Pair, clusters
from tocsin.incidents.draft import Draft
from tocsin.incidents.pairs import features, log_odds

THRESHOLD = -1.0
"""Average log odds from which two clusters are held for one happening (docs/decisions/011)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ties:
    """Pairs of articles that must and that cannot report one happening; `of` has each article's partners in `must`."""

    must: frozenset[Pair]
    cannot: frozenset[Pair]
    of: Mapping[str, frozenset[str]]


def repeat(draft: Draft, copies: Mapping[str, str | None]) -> None:
    """Note which article repeats which."""
    for article, head in copies.items():
        before = draft.copies.pop(article, None)
        if head is not None:
            draft.copies[article] = head
        if before != head:
            draft.touched |= {one for one in (article, head, before) if one}


def judge(draft: Draft) -> None:
    """Find what judgements touch that are new, or no longer in force."""
    old, new = draft.old.judged, draft.judged
    events = {event for pair in (old.must ^ new.must) | (old.cannot ^ new.cannot) for event in pair}
    if not events:
        return
    for article, own in draft.old.kept.items():
        if any(deed.id in events for deed in own.all_deeds):
            draft.touched.add(article)
            draft.keys |= {deed.key for deed in own.all_deeds if deed.key}


def compare(draft: Draft) -> None:
    """The odds of all pairs with an article whose words weigh otherwise than before; of reports only."""
    for article in sorted(draft.dirty):
        if draft.kept[article].lead is None:
            continue
        for other, alike in sorted(draft.neighbours.get(article, {}).items()):
            if draft.kept[other].lead is None or (other in draft.dirty and other < article):
                continue
            first, second = _pair(article, other)
            odds = log_odds(features(draft.view(first), draft.view(second), alike))
            for one, two in ((article, other), (other, article)):
                row = draft.row(draft.odds, one)
                if odds > FLOOR:
                    row[two] = odds
                else:
                    row.pop(two, None)
            draft.touched.add(other)


def cluster(draft: Draft) -> None:
    """Cluster again every component that holds an article touched."""
    ties = _ties(draft)
    starts = sorted(article for article in draft.touched if article in draft.kept and draft.kept[article].lead)
    for part in _components(starts, draft.odds, ties.of):
        odds = {(a, b): value for a in part for b, value in draft.odds.get(a, {}).items() if a < b and b in part}
        must = [pair for article in part for other in ties.of.get(article, ()) if (pair := (article, other)) in ties.must]
        cannot = [pair for pair in ties.cannot if pair[0] in part and pair[1] in part]
        for members in clusters(part, odds, threshold=THRESHOLD, must=must, cannot=cannot):
            for article in members:
                if draft.cluster.get(article) != members:
                    draft.moved |= {article, *draft.cluster.get(article, ())}
                    draft.cluster[article] = members


def _ties(draft: Draft) -> _Ties:
    kept, judged = draft.kept, draft.judged
    must = {_pair(a, b) for a, b in draft.copies.items() if a in kept and b in kept and kept[a].lead and kept[b].lead}
    cannot: set[Pair] = set()
    if judged.must or judged.cannot:
        leads = {own.lead.id: article for article, own in kept.items() if own.lead}
        must |= {_pair(leads[a], leads[b]) for a, b in judged.must if a in leads and b in leads}
        cannot |= {_pair(leads[a], leads[b]) for a, b in judged.cannot if a in leads and b in leads}
    of: dict[str, set[str]] = defaultdict(set)
    for one, other in must:
        of[one].add(other)
        of[other].add(one)
    return _Ties(must=frozenset(must), cannot=frozenset(cannot), of={a: frozenset(others) for a, others in of.items()})


def _pair(one: str, other: str) -> Pair:
    return (one, other) if one < other else (other, one)


def _components(starts: Iterable[str], odds: Mapping[str, Mapping[str, float]], tied: Mapping[str, frozenset[str]]) -> list[set[str]]:
    """The components that hold the starts; two articles are joined by odds that reach the threshold, and by what must stand together."""
    seen: set[str] = set()
    made: list[set[str]] = []
    for start in starts:
        if start in seen:
            continue
        found, queue = {start}, [start]
        while queue:
            article = queue.pop()
            reached = {other for other, value in odds.get(article, {}).items() if value >= THRESHOLD} | tied.get(article, frozenset())
            queue += reached - found
            found |= reached
        seen |= found
        made.append(found)
    return made
