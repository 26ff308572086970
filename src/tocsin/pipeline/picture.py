"""What many articles tell together, as far as it is known by a moment: incidents, and where each article stands, kept up as rows come."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from tocsin.incidents.compose import incident
from tocsin.incidents.copies import Copies
from tocsin.incidents.denials import Denials
from tocsin.incidents.fold import fold
from tocsin.incidents.follows import linked
from tocsin.incidents.grades import Outcome, TrackRecord, outcomes
from tocsin.incidents.judged import judged
from tocsin.incidents.provenance import carries
from tocsin.incidents.state import Group, State
from tocsin.pipeline.filing import Filing
from tocsin.records import FiledArticle, FiledEvent, Incident, Judgement, Placement

COMPOSED_AT_ONCE = 2_000
"""How many incidents are composed from one look into the tables."""


class Tables(Protocol):
    """Where the rows of articles and events are looked up by their ids."""

    def articles(self, ids: Iterable[str]) -> Mapping[str, FiledArticle]:
        """The articles of these ids, by id."""
        ...

    def events(self, ids: Iterable[str]) -> Mapping[str, FiledEvent]:
        """The events of these ids, by id."""
        ...


class Rows:
    """The rows of some filings by their ids, in memory: `Tables`."""

    def __init__(self, filings: Iterable[Filing]) -> None:
        self.article_by_id = {filing.article.id: filing.article for filing in filings}
        self.event_by_id = {event.id: event for filing in filings for event in filing.events}

    def articles(self, ids: Iterable[str]) -> Mapping[str, FiledArticle]:
        """The articles of these ids, by id."""
        return {each: self.article_by_id[each] for each in ids if each in self.article_by_id}

    def events(self, ids: Iterable[str]) -> Mapping[str, FiledEvent]:
        """The events of these ids, by id."""
        return {each: self.event_by_id[each] for each in ids if each in self.event_by_id}


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What is new or other than before; `retired` are the ids of incidents that are no more."""

    incidents: tuple[Incident, ...]
    placements: tuple[Placement, ...]
    retired: tuple[str, ...]


class Picture:
    """Incidents and placements of all articles added so far: a function of their set and of the judgements, whatever the order of arrival.

    An incident's sources are graded by what had become of their claims when it was last told of, so that no hindsight reaches a grade.
    """

    def __init__(self, tables: Tables, *, as_of: datetime) -> None:
        self.incidents: dict[str, Incident] = {}
        self.placements: dict[str, Placement] = {}
        self._tables, self._as_of = tables, as_of
        self._state, self._copies = State(), Copies()
        self._record, self._denials = _Record(), Denials()

    def add(
        self, filings: Sequence[Filing], judgements: Iterable[Judgement], *, progress: Callable[[int], None] = lambda _: None
    ) -> Change:
        """Take articles in, with all judgements there are; what changed.

        progress: told now and then how many incidents are composed.
        """
        known = [filing for filing in filings if filing.article.known_at <= self._as_of]
        copies = self._copies.add([filing.article for filing in known])
        before = self._state
        self._state, changes = fold(before, known, judged(judgements, as_of=self._as_of), copies, as_of=self._as_of)
        moved = {incident for article in copies for incident in self._state.places[article].incidents}
        touched = {group.id for group in changes.groups} | moved
        for gone in changes.retired:
            self._record.drop(gone)
            self._denials.note(gone, None)
        self._denials.add(event for filing in known for event in filing.events)
        composed = self._compose(touched, progress)
        answered = self._denials.settle(self.incidents, self._state.told_in)
        composed |= self._compose(answered, progress)
        composed |= self._compose(self._record.regraded(self.incidents), progress)
        retired = tuple(gone for gone in changes.retired if self.incidents.pop(gone, None))
        incidents = self._followed(composed)
        deniers = {article for made in answered if made in self.incidents for article in self.incidents[made].articles}
        placements = self._place({place.article for place in changes.places} | copies.keys() | deniers)
        return Change(incidents=incidents, placements=placements, retired=retired)

    def _compose(self, ids: Iterable[str], progress: Callable[[int], None]) -> set[str]:
        """Compose these incidents anew; which of them are other than before."""
        changed: set[str] = set()
        groups = [self._state.groups[each] for each in sorted(ids) if each in self._state.groups]
        for start in range(0, len(groups), COMPOSED_AT_ONCE):
            some = groups[start : start + COMPOSED_AT_ONCE]
            for made in self._made(some):
                if self.incidents.get(made.id) != made:
                    self.incidents[made.id] = made
                    self._record.note(made)
                    self._denials.note(made.id, made)
                    changed.add(made.id)
            progress(start + len(some))
        self._record.close()
        return changed

    def _made(self, groups: Sequence[Group]) -> Iterator[Incident]:
        told = {group.id: (*group.events, *self._denials.of(group.id)) for group in groups}
        events = self._tables.events({event for some in told.values() for event in some})
        about = {group.id: self._about(group, [events[each] for each in told[group.id] if each in events]) for group in groups}
        articles = self._tables.articles({article for some in about.values() for article in some})
        for group in groups:
            members = [events[event] for event in told[group.id] if event in events]
            if not members:
                continue
            around = {each: articles[each] for each in about[group.id] if each in articles}
            own = {event.article for event in members}
            others = [article for each, article in around.items() if each not in own]
            made = incident(
                members,
                around,
                copy_of={each: head for each in around if (head := self._copies.copy_of(each))},
                carries={each: name for each in around if (name := carries(self._copies, each))},
                record=self._record.record,
                as_of=max([event.known_at for event in members] + [article.known_at for article in others]),
                leads=group.leads,
                others=others,
                story=group.story,
                score=group.score,
                evidence=group.evidence,
            )
            before = self.incidents.get(group.id)
            yield replace(made, id=group.id, follows=before.follows if before else None)  # a denial may have been known first

    def _about(self, group: Group, members: Sequence[FiledEvent]) -> set[str]:
        """The articles of a group and of its denials, what they copy, and what copies them or is a later version of them."""
        articles = {*group.articles, *(event.article for event in members if event.article)}
        return {other for article in articles for other in self._copies.group(article)}

    def _followed(self, changed: set[str]) -> tuple[Incident, ...]:
        """The changed incidents, and those that now follow another."""
        for made in linked(tuple(self.incidents.values())):
            if self.incidents[made.id].follows != made.follows:
                self.incidents[made.id] = made
                changed.add(made.id)
        return tuple(self.incidents[each] for each in sorted(changed) if each in self.incidents)

    def _place(self, articles: Iterable[str]) -> tuple[Placement, ...]:
        changed = []
        for article in sorted(articles):
            place, own = self._state.places[article], self._state.kept[article]
            made = Placement(
                id=article,
                incidents=tuple(dict.fromkeys((*place.incidents, *self._denials.told_by(article)))),
                leads=place.leads,
                story=place.story,
                copy_of=self._copies.copy_of(article),
                carries=carries(self._copies, article),
                known_at=own.known,
            )
            if self.placements.get(article) != made:
                self.placements[article] = made
                changed.append(made)
        return tuple(changed)


class _Record:
    """What came of the claims in each incident, and the track record that all of them make."""

    def __init__(self) -> None:
        self.record = TrackRecord()
        self._by_incident: dict[str, tuple[Outcome, ...]] = {}
        self._changed: set[Outcome] = set()  # new or gone since the record was made
        self._reconsider: set[Outcome] = set()  # likewise, since incidents were regraded

    def note(self, made: Incident) -> None:
        """What came of the claims in this incident, in the place of what was noted before."""
        self._set(made.id, outcomes([made]))

    def drop(self, id: str) -> None:  # noqa: A002 - the record's own word
        """Forget an incident that is no more."""
        self._set(id, ())

    def close(self) -> None:
        """Make the record from what is noted."""
        if self._changed:
            self.record = TrackRecord(outcome for some in self._by_incident.values() for outcome in some)
            self._reconsider |= self._changed
            self._changed = set()

    def regraded(self, incidents: Mapping[str, Incident]) -> set[str]:
        """The incidents whose sources may be graded otherwise now: told of by one whose outcomes changed, and since then."""
        since: dict[str, datetime] = {}
        for outcome in self._reconsider:
            since[outcome.origin] = min(outcome.known_at, since.get(outcome.origin, outcome.known_at))
        self._reconsider = set()
        return {
            made.id
            for made in incidents.values()
            if any(origin.key in since and since[origin.key] <= made.updated_at for origin in made.origins)
        }

    def _set(self, id: str, made: tuple[Outcome, ...]) -> None:  # noqa: A002 - as above
        before = self._by_incident.pop(id, ())
        if made:
            self._by_incident[id] = made
        self._changed |= set(before) ^ set(made)
