"""Which mentions of people in one article mean the same person, whatever their order: a surname in the headline, the full name below it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from tocsin.entities.naming import telling_parts
from tocsin.entities.phrases import Phrase
from tocsin.entities.spelling import one_slip

_SHORTEST_SLIP = 5  # letters; in shorter names one letter makes another name


@dataclass(slots=True)
class _Person:
    identity: str
    names: set[str]
    surnames: set[str]
    tabled: bool  # known from the tables
    at: list[int] = field(default_factory=list)


def with_persons(phrases: Sequence[Phrase]) -> list[Phrase]:
    """The phrases, those of one person with one identity; among them a lone surname that the parser took for a body."""
    known: list[_Person] = []
    people_of: dict[int, _Person] = {}
    people = [p for p in phrases if p.kind == "person"]
    for phrase in sorted(people, key=lambda p: (-len(telling_parts(p.name)), p.identity is None, p.first)):
        person = _person(phrase, known) or _opened(phrase, known)
        person.names.update(telling_parts(phrase.name))
        person.at.append(phrase.head)
        people_of[id(phrase)] = person
    return [_identified(p, people_of, known) for p in phrases]


def _identified(phrase: Phrase, people_of: dict[int, _Person], known: Sequence[_Person]) -> Phrase:
    if phrase.kind == "person":
        identity = people_of[id(phrase)].identity
        if phrase.guessed and identity != phrase.identity:
            phrase = replace(phrase, country=None, sector="UNK", code=None, role=None, basis="unknown", settled=False, reasons=())
        return replace(phrase, identity=identity)
    parts = telling_parts(phrase.name)
    if phrase.kind == "name" and len(parts) == 1 and phrase.country is None:
        own = [p for p in known if parts[0] in p.surnames and len(p.names) > 1]
        if own:
            return replace(phrase, kind="person", identity=_nearest(own, phrase.head).identity)
    return phrase


def _opened(phrase: Phrase, known: list[_Person]) -> _Person:
    parts = telling_parts(phrase.name)
    made = _Person(phrase.identity or "person:" + " ".join(parts), set(parts), _surnames(parts), phrase.identity is not None)
    known.append(made)
    return made


def _person(phrase: Phrase, known: Sequence[_Person]) -> _Person | None:
    """The person of the tables that the phrase was found to mean, else whose name holds all its parts, else all but one slip."""
    same = next((p for p in known if p.identity == phrase.identity), None)
    if same is not None:
        return same
    wanted = telling_parts(phrase.name)
    free = [p for p in known if phrase.identity is None or phrase.guessed or not p.tabled]
    fitting = [p for p in free if wanted and _fits(wanted, p)]
    if not fitting and phrase.identity is None:
        fitting = [p for p in free if _nearly(wanted, p)]
    if not fitting:
        return None
    person = _nearest(fitting, phrase.head)
    if phrase.identity is not None and not phrase.guessed:
        person.identity, person.tabled = phrase.identity, True
    return person


def _fits(wanted: Sequence[str], person: _Person) -> bool:
    return set(wanted) <= person.names and (len(wanted) > 1 or wanted[0] in person.surnames or len(person.names) == 1)


def _nearly(wanted: Sequence[str], person: _Person) -> bool:
    if not wanted or len(wanted[-1]) < _SHORTEST_SLIP or not set(wanted[:-1]) <= person.names:
        return False
    return any(one_slip(wanted[-1], surname) for surname in person.surnames if len(surname) >= _SHORTEST_SLIP)


def _nearest(people: Iterable[_Person], head: int) -> _Person:
    """The one named last before the token, else first after it."""
    return min(people, key=lambda p: min((head - at if at < head else 10_000 + at - head) for at in p.at) if p.at else 20_000)


def _surnames(parts: Sequence[str]) -> set[str]:
    """The parts that can stand alone for the person: the last; of three or more the one before and the first ("Kim Jong-un") too."""
    if len(parts) > 2 or (len(parts) == 2 and len(parts[0]) <= 3):
        return {parts[-1], parts[-2], parts[0]}
    return {parts[-1]}
