"""Running affairs: articles over days that speak of like matters, each joining the affair of those that it is most like.

Articles are taken in the order of their days (then of their moments, then ids), so that an affair's id, that of its earliest article, never
changes as it runs on; where an article comes in late, it is put in its place and what stands after it is taken again, so that the order of
arrival leaves no trace. An article of which nobody knows the day belongs to no affair, nor does one that stands alone.
"""

from __future__ import annotations

import heapq
import math
from collections import Counter, defaultdict

from tocsin.incidents.draft import Draft
from tocsin.incidents.pairs import WINDOW

LIKE, MORE = 0.08, 0.02
"""Average cosine, with the nearest of an affair, from which an article joins it: of an affair of one article, and more for each doubling of
those of the last days, since among many one resembles anything.
"""
NEAREST = 4
"""How many of an affair's articles are looked at."""


def tell(draft: Draft) -> set[str]:
    """Give each dated article, from the earliest that has changed on, its affair; returns those whose affair may be shown otherwise."""
    changed = [day for article in {*draft.fresh, *draft.moved} if (day := draft.kept[article].profile.day) is not None]
    if not changed:
        return set()
    days = [day for day in sorted(draft.days) if day >= min(changed)]
    order = [a for day in days for a in sorted(draft.days[day], key=lambda a: (draft.kept[a].known, a))]
    for article in order:
        if (story := draft.story.pop(article, None)) is not None:
            draft.members[story] -= 1
    recent = _Recent(draft, min(days))
    for article in order:
        story = _affair(draft, article, recent)
        draft.story[article] = story
        draft.members[story] = draft.members.get(story, 0) + 1
        recent.add(story, draft.kept[article].profile.day or 0)
    heads = {draft.story[article] for article in order} | {story for a in order if (story := draft.old.story.get(a))}
    return {article for article in {*order, *heads} if shown(draft, article) != _shown_before(draft, article)}


def shown(draft: Draft, article: str) -> str | None:
    """The affair of an article, None where it stands alone."""
    story = draft.story.get(article)
    return story if story is not None and draft.members[story] > 1 else None


def _shown_before(draft: Draft, article: str) -> str | None:
    story = draft.old.story.get(article)
    return story if story is not None and draft.old.members[story] > 1 else None


class _Recent:
    """How many articles of each affair are of the last days."""

    def __init__(self, draft: Draft, first: int) -> None:
        self._of: dict[str, Counter[int]] = defaultdict(Counter)
        for day in range(first - WINDOW, first):
            for article in draft.days.get(day, ()):
                self.add(draft.story[article], day)

    def add(self, story: str, day: int) -> None:
        """Count one more."""
        self._of[story][day] += 1

    def size(self, story: str, day: int) -> int:
        """How many there are that may be like an article of the day."""
        return sum(self._of[story][day - back] for back in range(WINDOW + 1))


def _affair(draft: Draft, article: str, recent: _Recent) -> str:
    alike: dict[str, list[float]] = defaultdict(list)
    for other, value in draft.neighbours.get(article, {}).items():
        if other in draft.story:
            alike[draft.story[other]].append(value)
    for other in draft.cluster.get(article, ()):  # those that report the same happening count as quite alike
        if other in draft.story:
            alike[draft.story[other]].append(1.0)
    day = draft.kept[article].profile.day or 0
    above = ((_closeness(values) - LIKE - MORE * math.log2(max(recent.size(story, day), 1)), story) for story, values in alike.items())
    best = max(above, default=(-1.0, article))
    return best[1] if best[0] >= 0 else article


def _closeness(values: list[float]) -> float:
    nearest = heapq.nlargest(NEAREST, values)
    return sum(nearest) / max(len(nearest), 2)
