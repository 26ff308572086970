"""A state in the making: copies of the old one's tables, and what has been touched in them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from tocsin.incidents.judged import Judged
from tocsin.incidents.pairs import View, view
from tocsin.incidents.state import Deed, Group, Kept, Owned, Place, State

Value = TypeVar("Value")
Rows = dict[str, Mapping[str, Value]]


class Draft:
    """The tables of a `State`, to be written in.

    fresh:   the new articles.
    dirty:   articles whose words weigh otherwise than before, the new ones among them.
    touched: articles whose odds with others or ties to them may have changed.
    moved:   articles whose cluster is another.
    keys:    keys of events that are to be parted again.
    """

    def __init__(self, old: State, judged: Judged) -> None:
        self.old = old
        self.judged = judged
        self.kept: dict[str, Kept] = dict(old.kept)
        self.posted = dict(old.posted)
        self.neighbours: Rows[float] = dict(old.neighbours)
        self.counts: Rows[int] = dict(old.counts)
        self.odds: Rows[float] = dict(old.odds)
        self.cluster = dict(old.cluster)
        self.keyed: dict[str, tuple[Deed, ...]] = dict(old.keyed)
        self.owned: dict[str, tuple[Owned, ...]] = dict(old.owned)
        self.groups: dict[str, Group] = dict(old.groups)
        self.told_in = dict(old.told_in)
        self.places: dict[str, Place] = dict(old.places)
        self.story = dict(old.story)
        self.members = dict(old.members)
        self.days = dict(old.days)
        self.copies = dict(old.copies)
        self.fresh: list[str] = []
        self.dirty: set[str] = set()
        self.touched: set[str] = set()
        self.moved: set[str] = set()
        self.keys: set[str] = set()
        self._written: set[tuple[int, str]] = set()
        self._views: dict[str, View] = {}

    def row(self, table: Rows[Value], article: str) -> dict[str, Value]:
        """A row of a table, to be written in: copied the first time, so that the old state keeps its own."""
        found = table.get(article)
        if (id(table), article) in self._written and isinstance(found, dict):
            return found
        made = dict(found or {})
        table[article] = made
        self._written.add((id(table), article))
        return made

    def view(self, article: str) -> View:
        """An article among its neighbours; asked for only once these are all known."""
        if article not in self._views:
            own, counts = self.kept[article].profile, self.counts.get(article, {})
            self._views[article] = view(own, {t: counts.get(t, 0) + 1 for t in own.weights}, counts.get("", 0) + 1)
        return self._views[article]

    def done(self) -> State:
        """The state that it has become."""
        return State(
            kept=self.kept,
            posted=self.posted,
            neighbours=self.neighbours,
            counts=self.counts,
            odds=self.odds,
            cluster=self.cluster,
            keyed=self.keyed,
            owned=self.owned,
            groups=self.groups,
            told_in=self.told_in,
            places=self.places,
            story=self.story,
            members=self.members,
            days=self.days,
            copies=self.copies,
            judged=self.judged,
        )
