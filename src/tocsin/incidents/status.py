"""The status of an incident over time: planned, happened, denied, disputed, called off, taken back.

Each origin stands by what it has said until it says otherwise:

- what it says has happened, it stands by until it denies it; a fear or a call voiced later takes nothing back;
- a plan stands until it has happened or failed, and one that failed may be set again;
- a denial ends whatever it said before, and what it says after a denial ends that: who admits, affirms.

The status is what the origins that affirm stand by; "disputed" where one that is not the same denies it, for what is to have happened or is
set to happen: nobody disputes a fear by denying the deed, nor a deed by denying another. What its outlet took back counts no longer, nor do
words that a correction quotes as wrong. A copy says nothing anew: it stands and falls with the text that it repeats.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from types import MappingProxyType
from typing import Literal

from tocsin.incidents.notices import notices, taken_back, within
from tocsin.incidents.origins import Telling
from tocsin.incidents.sides import party_keys
from tocsin.ontology.plover import RECIPROCAL
from tocsin.records import FiledArticle, FiledEvent, Status, StatusChange

Known = Status | Literal["disputed", "retracted"]

_AHEAD: Mapping[Status, int] = MappingProxyType({"possible": 1, "demanded": 2, "threatened": 3, "scheduled": 4})
_HAPPENED = frozenset({"occurred", "ongoing"})
_DISPUTABLE = frozenset({"occurred", "ongoing", "scheduled"})
_AT_ONCE: Mapping[Status, int] = MappingProxyType({**_AHEAD, "failed": 5, "occurred": 6, "ongoing": 7, "denied": 8})
"""In which order what one origin says at one moment is taken: a denial last, because it answers what is said with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenBack:
    """Since `known_at`, by an article, what another told counts no longer."""

    known_at: datetime
    article: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What is known of an incident at the end of its history.

    affirmed:  what those who affirm say of it, disputed or not; None where nobody affirms it any longer.
    affirming, denying: the tellings of those who do, with all that each has said and not taken back.
    """

    history: tuple[StatusChange, ...]
    affirmed: Status | None
    affirming: tuple[Telling, ...]
    denying: tuple[Telling, ...]

    def bears_out(self, telling: Telling) -> bool:
        """Whether a telling says what is affirmed, and not something weaker or older."""
        return self.affirmed is not None and _alike(telling.event.status, self.affirmed)


def standing(told: Sequence[Telling], articles: Mapping[str, FiledArticle], others: Iterable[FiledArticle] = ()) -> Standing:
    """How the tellings of one incident, in the order in which they became known, move its status.

    articles: of the tellings; others: further ones in which their outlets may have taken something back.
    Raises ValueError where there are no tellings.
    """
    if not told:
        raise ValueError("an incident has at least one telling")
    statements = _statements(told)
    back = _taken_back(told, articles, others)
    course = _Course()
    for moment in _moments([same[0] for same in statements.values()], articles, back):
        course.pass_through(moment)
    return course.end(told, statements)


def _statements(told: Sequence[Telling]) -> dict[str, list[Telling]]:
    """The tellings that copies make one, under the id of the first one's event."""
    same: dict[tuple[str | None, str, Status], list[Telling]] = {}
    made: dict[str, list[Telling]] = {}
    for telling in told:
        if telling.text is None:
            made[telling.event.id] = [telling]
            continue
        group = same.setdefault((telling.text, telling.speaker.key, telling.event.status), [])
        group.append(telling)
        made[group[0].event.id] = group
    return made


def _taken_back(told: Sequence[Telling], articles: Mapping[str, FiledArticle], others: Iterable[FiledArticle]) -> dict[str, TakenBack]:
    """Article id -> since when and by what it is taken back; only those that are."""
    own = {i: articles[i] for i in (t.event.article for t in told) if i is not None and i in articles}
    every = {article.id: article for article in (*own.values(), *others)}
    noticing = sorted((a for a in every.values() if notices(a.text)), key=lambda a: (a.known_at, a.id))
    made: dict[str, TakenBack] = {}
    for by in noticing:
        told_by = [t.event for t in told if t.event.article == by.id]
        for article in own.values():
            if article.id not in made and taken_back(article, by, told_by):
                made[article.id] = TakenBack(known_at=by.known_at, article=by.id)
    return made


@dataclass(frozen=True, slots=True, kw_only=True)
class _Move:
    """At a moment, somebody says something, or what a telling said is taken back by an article."""

    known_at: datetime
    telling: Telling
    by: str | None = None

    def order(self) -> tuple[datetime, bool, int, str]:
        return self.known_at, self.by is not None, _AT_ONCE[self.telling.event.status], self.telling.event.id


def _moments(told: Sequence[Telling], articles: Mapping[str, FiledArticle], back: Mapping[str, TakenBack]) -> Iterable[tuple[_Move, ...]]:
    """The moves, those of one moment together."""
    denials = [t for t in told if t.event.status == "denied"]
    counting = [t for t in told if not _quotes_an_error(t, articles) and not any(_is_only_denied(t, denial) for denial in denials)]
    moves = [_Move(known_at=t.known_at, telling=t) for t in counting]
    for telling in told:
        end = back.get(telling.event.article or "")
        if end:
            moves.append(_Move(known_at=max(end.known_at, telling.known_at), telling=telling, by=end.article))
    for _, group in groupby(sorted(moves, key=_Move.order), key=lambda move: move.known_at):
        yield tuple(group)


def _quotes_an_error(telling: Telling, articles: Mapping[str, FiledArticle]) -> bool:
    article = articles.get(telling.event.article or "")
    return article is not None and within(telling.event, (n for n in notices(article.text) if n.kind == "corrects"))


def _is_only_denied(telling: Telling, denial: Telling) -> bool:
    """Whether an outlet's own voice tells of a deed in the very sentence in which it cites a denial of it: then it tells of the denial."""
    one, other = telling.event, denial.event
    if not telling.own_voice or one.status == "denied" or denial.own_voice:
        return False
    within = one.article is not None and one.article == other.article and one.sentence == other.sentence
    return within and bool(party_keys(one.sources) & party_keys(other.sources)) and same_deed(one, other)


@dataclass(slots=True)
class _Course:
    """The statuses so far; what each origin has said, and what of it stands."""

    said: dict[str, list[Telling]] = field(default_factory=dict)
    stands: dict[str, Telling] = field(default_factory=dict)
    history: list[StatusChange] = field(default_factory=list)

    def pass_through(self, moment: Sequence[_Move]) -> None:
        """Takes the moves of one moment; the history shows what they come to, and each that takes something back that stood."""
        mover, before = moment[0], self.overall()
        withdrawn: dict[str, _Move] = {}
        for move in moment:
            if move.by and self.counts(move.telling):
                withdrawn.setdefault(move.telling.publisher, move)
            self.take(move)
            after = self.overall()
            mover, before = (mover, before) if after == before else (move, after)
        for move in withdrawn.values():
            self.show("retracted", move)
        if not self.history or self.history[-1].status != before:
            self.show(before, self.upholder(before) or mover)

    def overall(self) -> Known:
        """What the origins together come to."""
        affirmed = _affirmed(self.stands.values())
        if affirmed is None:
            return "denied" if self.stands else "retracted"
        return "disputed" if affirmed in _DISPUTABLE and self.denying(affirmed) else affirmed

    def affirming(self, affirmed: Status) -> list[str]:
        """The keys of those who stand by this status."""
        return [key for key, t in self.stands.items() if _alike(t.event.status, affirmed)]

    def denying(self, affirmed: Status | None) -> list[str]:
        """The keys of those who deny the deed that others affirm; of all who deny one, where nobody affirms any."""
        denying = [key for key, t in self.stands.items() if t.event.status == "denied"]
        if not denying or affirmed is None:
            return denying
        deeds = [t.event for key in self.affirming(affirmed) for t in self.said[key]]
        return [key for key in denying if any(_disputes(self.stands[key], deed) for deed in deeds)]

    def _meant(self, key: str) -> list[Telling]:
        """What one who affirms has said of this deed: not what he denies of another."""
        stands = self.stands[key].event
        return [t for t in self.said[key] if t.event.status != "denied" or same_deed(t.event, stands)]

    def counts(self, telling: Telling) -> bool:
        """Whether a telling is of those that carry the status: its origin stands by what it says."""
        stands = self.stands.get(telling.speaker.key)
        return stands is not None and _alike(stands.event.status, telling.event.status)

    def take(self, move: _Move) -> None:
        key = move.telling.speaker.key
        said = self.said.setdefault(key, [])
        if move.by is None:
            said.append(move.telling)
        else:
            said[:] = [t for t in said if t.event.id != move.telling.event.id]
        if said:
            self.stands[key] = _stands_by(said)
        else:
            self.stands.pop(key, None)

    def upholder(self, status: Known) -> _Move | None:
        """After something was taken back: the first of those who still stand by the status."""
        if not self.history or self.history[-1].status != "retracted":
            return None
        left = [t for t in self.stands.values() if _alike(t.event.status, status) or status == "disputed"]
        first = min(left, key=lambda t: (t.known_at, t.event.id), default=None)
        return _Move(known_at=self.history[-1].known_at, telling=first) if first else None

    def show(self, status: Known, move: _Move) -> None:
        event, origin = move.telling.event, move.telling.publisher if move.by else move.telling.speaker.counted
        self.history.append(
            StatusChange(known_at=move.known_at, status=status, event=event.id, article=move.by or event.article, origin=origin)
        )

    def end(self, told: Sequence[Telling], statements: Mapping[str, Sequence[Telling]]) -> Standing:
        """What the course has come to."""
        if not self.history:  # all that there is are words that a correction quotes
            self.show("retracted", _Move(known_at=told[0].known_at, telling=told[0], by=told[0].event.article))
        affirmed = _affirmed(self.stands.values())
        affirming = self.affirming(affirmed) if affirmed else []
        denying = self.denying(affirmed)
        return Standing(
            history=tuple(self.history),
            affirmed=affirmed,
            affirming=tuple(same for key in affirming for t in self._meant(key) for same in statements[t.event.id]),
            denying=tuple(same for key in denying for t in self.said[key] for same in statements[t.event.id]),
        )


def _stands_by(said: Sequence[Telling]) -> Telling:
    """What one origin stands by of all that it has said, in the order in which it said so."""
    stands = said[0]
    for telling in said[1:]:
        if _ends(stands, telling):
            stands = telling
    return stands


def _ends(old: Telling, new: Telling) -> bool:
    """Whether what an origin says takes the place of what it said before."""
    was, now = old.event.status, new.event.status
    if now == "denied":
        return was == "denied" or same_deed(old.event, new.event)
    if was == "denied" or now in _HAPPENED:
        return True
    if was in _HAPPENED:
        return False
    if was == "failed":
        return now == "failed" or (now == "scheduled" and new.known_at > old.known_at)
    return now == "failed" or _AHEAD[now] >= _AHEAD[was]


def _disputes(denial: Telling, deed: FiledEvent) -> bool:
    """Whether a denial answers what another tells: the same deed, with a party in common unless one of the two names nobody.

    Who denies it in so many words answers it. What else is negated ("it did not occupy the town", "failure to condemn the raid") says so of
    the deed only where a government or a body says it of the very type.
    """
    told = denial.event
    plain = told.stance == "denies" or (told.type == deed.type and denial.speaker.key.startswith(("state:", "body:")))
    return plain and same_deed(told, deed) and _in_common(told, deed)


def _in_common(one: FiledEvent, other: FiledEvent) -> bool:
    """Whether two events have a party in common in one role; of what two sides do together, all whom the first names, or two of them."""
    ours, theirs = ([party_keys(e.sources), party_keys(e.targets)] for e in (one, other))
    if one.type in RECIPROCAL:
        everybody = frozenset[str]().union(*ours)
        return len(everybody & frozenset[str]().union(*theirs)) >= min(2, len(everybody))
    return not any(ours) or not any(theirs) or any(a & b for a, b in zip(ours, theirs, strict=True))


def same_deed(one: FiledEvent, other: FiledEvent) -> bool:
    """Whether what one denies can be what another tells: of one type, or hostile acts both; a party in common in each role that both fill.

    Reports of one happening tell of much beside it, and who denies that is no party to a dispute.
    """
    if one.type != other.type and not (one.quad == other.quad == "material_conflict"):
        return False
    roles = ((one.sources, other.sources), (one.targets, other.targets))
    return all(not ours or not theirs or bool(party_keys(ours) & party_keys(theirs)) for ours, theirs in roles)


def _affirmed(stands: Iterable[Telling]) -> Status | None:
    """What those who affirm it say: that it happened, unless more say that it failed; else what was said last, the firmest plan first."""
    affirming = [t for t in stands if t.event.status != "denied"]
    counts = Counter(t.event.status for t in affirming)
    happened = counts["occurred"] + counts["ongoing"]
    if happened and happened >= counts["failed"]:
        return "ongoing" if counts["ongoing"] > counts["occurred"] else "occurred"
    ahead = max((s for s in counts if s in _AHEAD), key=lambda s: _AHEAD[s], default=None)
    if counts["failed"] and (ahead is None or _last(affirming, "failed") >= _last(affirming, ahead)):
        return "failed"
    return ahead


def _last(told: Iterable[Telling], status: Status) -> datetime:
    return max(t.known_at for t in told if t.event.status == status)


def _alike(one: Known, other: Known) -> bool:
    """Whether two statuses say the same of a happening: it has happened, whether or not it still goes on."""
    return one == other or {one, other} <= _HAPPENED
