"""Denials that name no day, or no victim: which incident they answer.

Who denies a deed often does not say to whom it was done: what is denied is the charge that stands in the same news. So a denial that goes
by no key of its own (see `deeds`) is laid to the incident of its type that has the same doer and, if both name one, the same victim; or to
one whose doer nobody knows, done to what the denial names. The two must be tied besides: the denial names the day, or its report tells of
the incident too. Who says in general that he attacks nobody disputes nothing. It counts there as a denial, and makes no incident.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta

from tocsin.incidents.deeds import parties
from tocsin.incidents.words import terms
from tocsin.records import FiledEvent, Incident, Party

WITHIN = timedelta(days=7)
"""How long before a denial lies the deed that it answers, at most."""

DEEDS = frozenset({"ASSAULT", "COERCE", "MOBILIZE", "SANCTION", "AID"})
"""What is denied as a deed; a refusal, a charge or a talk is itself a saying, and who denies one answers nobody in particular."""

Mark = tuple[str, str]
"""Type, and what an incident or a denial of it is found by: code of a doer, or a word for whom it was done to."""


def answers(denial: FiledEvent, incident: Incident) -> tuple[bool, date] | None:
    """How well a denial answers what an incident tells, higher is better; None where it does not."""
    told = incident.latest or incident.earliest
    if not _is_dated(denial) and denial.article not in incident.articles:
        return None
    if incident.type != denial.type or incident.affirmed == 0 or told is None or not _in_time(denial, told):
        return None
    doers = parties((*incident.sources, *incident.proxies))
    victims, theirs = set(parties(denial.targets)), set(parties(incident.targets))
    alike = bool(victims & theirs) or bool(_named(denial.targets) & _named(incident.targets))
    same_doer = bool(set(parties(denial.sources)) & set(doers)) and (alike or not (victims and theirs))
    return (alike, told) if same_doer or (not doers and alike) else None


def _is_dated(denial: FiledEvent) -> bool:
    return denial.earliest is not None and denial.latest is not None


def _in_time(denial: FiledEvent, told: date) -> bool:
    """Whether a deed of that day lies in the days that the denial names; where it names none, in the week before it."""
    if denial.earliest is not None and denial.latest is not None:
        return denial.earliest <= told <= denial.latest
    day = denial.published or denial.known_at.date()
    return day - WITHIN <= told <= day


class Denials:
    """The denials that stand in no group, and the incident that each answers: a function of the set of both, whatever their order."""

    def __init__(self) -> None:
        self._free: dict[str, FiledEvent] = {}
        self._by_mark: dict[Mark, set[str]] = defaultdict(set)  # free denials
        self._told: dict[Mark, set[str]] = defaultdict(set)  # incidents
        self._marks: dict[str, frozenset[Mark]] = {}  # of an incident
        self._answered: dict[str, str] = {}  # denial -> incident
        self._laid: dict[str, set[str]] = defaultdict(set)  # incident -> denials
        self._by_article: dict[str, set[str]] = defaultdict(set)  # free denials
        self._touched: set[Mark] = set()

    def add(self, events: Iterable[FiledEvent]) -> None:
        """Take in the denials among these events."""
        for event in events:
            if event.status == "denied" and event.stance == "denies" and event.type in DEEDS and event.id not in self._free:
                self._free[event.id] = event
                self._by_article[event.article or ""].add(event.id)
                for mark in _marks(event):
                    self._by_mark[mark].add(event.id)
                    self._touched.add(mark)

    def note(self, id: str, made: Incident | None) -> None:  # noqa: A002 - the record's own word
        """What an incident tells now; None where it is no more."""
        before, now = self._marks.pop(id, frozenset()), _marks(made) if made else frozenset()
        for mark in before - now:
            self._told[mark].discard(id)
        for mark in now:
            self._told[mark].add(id)
        if now:
            self._marks[id] = now
        self._touched |= before | now

    def settle(self, incidents: Mapping[str, Incident], grouped: Collection[str]) -> set[str]:
        """Find the incident for each denial that may have another now; returns the incidents whose denials have changed.

        grouped: ids of events that stand in a group by themselves: these are no free denials.
        """
        changed: set[str] = set()
        for denial in sorted({denial for mark in self._touched for denial in self._by_mark.get(mark, ())}):
            found = None if denial in grouped else self._best(self._free[denial], incidents)
            before = self._answered.pop(denial, None)
            if before is not None:
                self._laid[before].discard(denial)
            if found is not None:
                self._answered[denial] = found
                self._laid[found].add(denial)
            if found != before:
                changed |= {each for each in (found, before) if each is not None}
        self._touched = set()
        return changed

    def of(self, incident: str) -> tuple[str, ...]:
        """The denials laid to an incident."""
        return tuple(sorted(self._laid.get(incident, ())))

    def told_by(self, article: str) -> tuple[str, ...]:
        """The incidents that the article's free denials answer."""
        return tuple(sorted({self._answered[denial] for denial in self._by_article.get(article, ()) if denial in self._answered}))

    def _best(self, denial: FiledEvent, incidents: Mapping[str, Incident]) -> str | None:
        near = {each for mark in _marks(denial) for each in self._told.get(mark, ())}
        scored = [(score, each) for each in near if each in incidents and (score := answers(denial, incidents[each]))]
        return max(scored)[1] if scored else None


def _marks(told: FiledEvent | Incident) -> frozenset[Mark]:
    """A denial has the marks of its doers and of its victims; an incident those of its doers, or where none is known, of its victims."""
    marks = {(told.type, code) for code in parties((*told.sources, *told.proxies))}
    if not marks or isinstance(told, FiledEvent):
        marks |= {(told.type, f"word:{word}") for word in _named(told.targets)}
    return frozenset(marks)


def _named(victims: Iterable[Party]) -> set[str]:
    return {word for victim in victims for word in terms(victim.name or "")}
