"""Questions as people ask them: "Will IRN do ASSAULT to ISR within 30 days?" -> the rule that decides it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches
from functools import cache
from types import MappingProxyType
from typing import ClassVar

from tocsin.errors import InputError
from tocsin.forecast.rules import VOID, rule_text
from tocsin.gazetteer.actor_tables import shipped
from tocsin.gazetteer.actors import NamedActor, modifiers, roles
from tocsin.gazetteer.countries import countries
from tocsin.ontology import MODES, PLOVER, RECIPROCAL, cameo
from tocsin.patterns import is_code
from tocsin.records import Area, Pattern, Rule

EXAMPLES = (
    "Will IRN do ASSAULT to ISR within 30 days?",
    "Will Iran or Hezbollah attack Israel at least 2 times by 2019-07-19?",
    "Will anyone do ASSAULT/aerial to Saudi Arabia in Yemen within 2 weeks?",
    "Will USA do CONSULT with IRN within 30 days?",
)

_VERBS: Mapping[str, str] = MappingProxyType(
    {name.lower(): name for name in PLOVER}
    | dict.fromkeys(("attack", "strike", "bomb", "shell", "shoot at", "fire on", "kill", "fight", "use force against"), "ASSAULT")
    | dict.fromkeys(("meet", "talk", "hold talks", "negotiate"), "CONSULT")
    | dict.fromkeys(("arrest", "seize", "blockade", "detain"), "COERCE")
    | {"help": "AID", "withdraw": "RETREAT", "demonstrate": "PROTEST", "mobilise": "MOBILIZE", "deploy troops": "MOBILIZE"}
    | {"blame": "ACCUSE", "condemn": "ACCUSE", "refuse": "REJECT", "demand": "REQUEST", "impose sanctions": "SANCTION"}
)
"""Verbs that mean a type without a doubt; all others must be asked for by the type."""

_ANYONE = frozenset({"anyone", "anybody", "someone", "somebody", "any actor"})
_NUMBERS = {"once": 1, "one": 1, "twice": 2, "two": 2, "three": 3, "four": 4, "five": 5}
_WITHIN = re.compile(r"\b(?:with)?in (?:the next )?(\d+) (day|week)s?\b", re.IGNORECASE)
_BY = re.compile(r"\b(?:by|until) (\d{4}-\d\d-\d\d)\b", re.IGNORECASE)
_TIMES = re.compile(r"\bat least (?:(once|twice)|(\w+) times?)(?!\w)", re.IGNORECASE)
_AREA = re.compile(r"\bin (?P<area>[^?]+)$", re.IGNORECASE)
_LINK = r"(?:to|against|on|upon|with|at|from)"
_DOES = re.compile(rf"will (?P<who>.+?) (?:do|commit|carry out) (?P<what>.+?)(?: (?P<link>{_LINK}) (?P<whom>.+))?", re.IGNORECASE)
_VERB = re.compile(
    rf"will (?P<who>.+?) (?P<what>(?:{'|'.join(sorted(_VERBS, key=len, reverse=True))})(?:/[\w-]+)?)"
    rf"(?: (?P<link>{_LINK}))?(?: (?P<whom>.+))?",
    re.IGNORECASE,
)


class BadQuestion(InputError):
    """A question that cannot be made a rule: what was not understood, what is allowed, what to ask instead."""

    code: ClassVar[str] = "bad_question"


@dataclass(frozen=True, slots=True)
class _Kinds:
    types: tuple[str, ...]
    modes: tuple[str, ...] = ()


def asked(text: str, groups: Mapping[str, tuple[str, ...]], areas: Sequence[Area] = ()) -> Rule:
    """The rule that a question in words stands for; docs/reference/questions.md has the grammar.

    groups, areas: of the watch, by whose names the question may call them; actors and countries of the tables need no group.
    Raises BadQuestion for what is not understood or may mean two things: nothing is guessed.

    >>> rule = asked("Will Iran attack Israel at least twice within 30 days?", {})
    >>> rule.pattern.who, rule.pattern.types, rule.pattern.whom, rule.at_least, rule.within_days
    (('IRN',), ('ASSAULT',), ('ISR',), 2, 30)
    """
    rest, within, deadline = _horizon(" ".join(text.split()).rstrip("? ."))
    rest, at_least = _times(rest)
    rest, where = _where(rest, areas)
    match = _DOES.fullmatch(rest) or _VERB.fullmatch(rest)
    if match is None:
        raise _bad(f'no "will WHO do TYPE to WHOM" in {text!r}', "a type of act, or one of: " + ", ".join(sorted(_VERBS)))
    kinds = _kinds(match["what"])
    pattern = Pattern(
        who=_actors(match["who"], groups),
        whom=_actors(match["whom"], groups) if match["whom"] else (),
        between=bool(kinds.types) and RECIPROCAL.issuperset(kinds.types),
        types=kinds.types,
        modes=kinds.modes,
        areas=where,
    )
    rule = Rule(pattern=pattern, at_least=at_least, within_days=within, deadline=deadline, text="", void=VOID)
    return replace(rule, text=rule_text(rule))


def _bad(found: str, allowed: str) -> BadQuestion:
    return BadQuestion(found, allowed=allowed, do="Ask for example: " + " ".join(EXAMPLES))


def _horizon(text: str) -> tuple[str, int | None, date | None]:
    within, by = list(_WITHIN.finditer(text)), list(_BY.finditer(text))
    if len(within) + len(by) != 1:
        raise _bad(f"{'more than one' if within or by else 'no'} horizon in {text!r}", '"within 30 days" or "by 2019-07-19"')
    found = (within + by)[0]
    rest = " ".join((text[: found.start()] + text[found.end() :]).split())
    if by:
        return rest, None, _day(found[1])
    days = int(found[1]) * (7 if found[2].lower() == "week" else 1)
    if not 1 <= days <= 366:
        raise _bad(f"a horizon of {days} days", "1 to 366 days")
    return rest, days, None


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise _bad(f"the day {text!r}", "a day of the calendar as 2019-07-19") from error


def _times(text: str) -> tuple[str, int]:
    found = _TIMES.search(text)
    if found is None:
        return text, 1
    word = (found[1] or found[2]).lower()
    number = _NUMBERS.get(word) or (int(word) if word.isdecimal() else 0)
    if number < 1:
        raise _bad(f"{found[0]!r}", '"at least 3 times", 1 or more')
    return " ".join((text[: found.start()] + text[found.end() :]).split()), number


def _where(text: str, areas: Sequence[Area]) -> tuple[str, tuple[Area, ...]]:
    found = _AREA.search(text)
    if found is None:
        return text, ()
    return text[: found.start()].rstrip(), tuple(_area(name, areas) for name in _listed(found["area"]))


def _area(name: str, areas: Sequence[Area]) -> Area:
    plain = _plain(name)
    for area in areas:
        if area.name.casefold() == plain.casefold():
            return area
    country = _country_codes().get(plain.casefold())
    if country is None:
        known = [area.name for area in areas] + [c.name for c in countries().values()]
        raise _bad(f"the area {name!r}", f"a country, or an area of the watch{_near(plain, known, [area.name for area in areas])}")
    return Area(name=countries()[country].name, countries=(country,))


@cache
def _country_codes() -> Mapping[str, str]:
    """Name or code of a country, folded -> its code."""
    return MappingProxyType({name.casefold(): c.iso3 for c in countries().values() for name in (c.iso3, *reversed(c.names))})


def _listed(text: str) -> list[str]:
    return [part for part in re.split(r"\s*,\s*(?:or\s+)?|\s+or\s+", text.strip()) if part]


def _plain(name: str) -> str:
    return re.sub(r"^the\s+", "", name, flags=re.IGNORECASE)


def _near(name: str, known: Iterable[str], shown: Sequence[str] = ()) -> str:
    near = get_close_matches(name, sorted(set(known)), n=3, cutoff=0.6)
    return (f" ({', '.join(shown)})" if shown else "") + (f"; perhaps {' or '.join(near)}" if near else "")


def _kinds(text: str) -> _Kinds:
    if text.casefold() in {"anything", "any act"}:
        return _Kinds(())
    found = [_kind(part) for part in _listed(text)]
    types = tuple(dict.fromkeys(name for kind in found for name in kind.types))
    if len({(bool(kind.modes), kind.types if kind.modes else ()) for kind in found}) > 1:
        raise _bad(f"the modes in {text!r}", "modes of one type (ASSAULT/aerial or ASSAULT/explosives), or types without modes")
    return _Kinds(types, tuple(dict.fromkeys(mode for kind in found for mode in kind.modes)))


def _kind(text: str) -> _Kinds:
    code = re.fullmatch(r"CAMEO ?(\d{2,4})", text, re.IGNORECASE)
    if code:
        return _of_cameo(code[1])
    quad = re.sub(r"[\s-]+", "_", text.lower())
    of_quad = tuple(name for name, kind in PLOVER.items() if kind.quad == quad)
    if of_quad:
        return _Kinds(of_quad)
    name, _, mode = text.partition("/")
    plover = _VERBS.get(name.lower())
    if plover is None:
        quads = sorted({kind.quad.replace("_", " ") for kind in PLOVER.values()})
        raise _bad(f"the act {name!r}", f"{', '.join(PLOVER)}; CAMEO with a code; {', '.join(quads)}{_near(name.upper(), PLOVER)}")
    if not mode:
        return _Kinds((plover,))
    modes = sorted(MODES.get(plover, ()))
    if mode.lower() not in modes:
        raise _bad(f"the mode {mode!r} of {plover}", ", ".join(modes) or f"{plover} without a mode")
    return _Kinds((plover,), (mode.lower(),))


def _of_cameo(code: str) -> _Kinds:
    try:
        known = cameo(code)
    except KeyError:
        raise _bad(f"the CAMEO code {code}", "a code of the CAMEO codebook, as CAMEO 19") from None
    if known.plover is None:
        raise _bad(f"CAMEO {code} ({known.name}), for which PLOVER has no one type", "CAMEO 03 to 20, or a PLOVER type")
    if known.mode:  # the reader's modes are finer than the code book's, and a rule by the latter would miss some
        raise _bad(
            f"CAMEO {code}, which is one mode of {known.plover}", f"{known.plover}/ with one of: {', '.join(sorted(MODES[known.plover]))}"
        )
    return _Kinds((known.plover,))


def _actors(text: str, groups: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    if text.casefold() in _ANYONE:
        return ()
    whole = _term(text, groups)
    if whole:
        return whole
    found: list[str] = []
    for part in _listed(text):
        terms = _term(part, groups)
        if not terms:
            raise _unknown(part, groups)
        found.extend(terms)
    return tuple(dict.fromkeys(found))


def _term(name: str, groups: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """The actor terms of a name: of a group, of a country by its code, of a name of the tables, of a longer code; empty where none."""
    plain = _plain(name)
    for group, terms in groups.items():
        if group.casefold() == plain.casefold():
            return terms
    if plain in countries():
        return (plain,)
    named = _named(plain)
    if named:
        return (named,)
    return (plain,) if is_code(plain) else ()


def _named(name: str) -> str | None:
    for form in (name, name.title(), name.upper()):
        words = re.sub(r"['’]s\b", "", form, flags=re.IGNORECASE).split()
        found = next(iter(shipped().names.find(words)), None)
        if found and found.first == 0:
            return _as_term(found.entry, words[found.last :])
    return None


def _as_term(entry: NamedActor, rest: list[str]) -> str | None:
    """What a name means with the words after it: "Iran", "Iranian military", "Hezbollah"."""
    of_state = entry.kind in {"country", "seat", "demonym"}
    if rest:
        sector = _sector(" ".join(rest).lower())
        return f"{entry.country}{sector}" if of_state and sector else None
    if entry.kind == "seat":
        return entry.code
    if of_state:
        return entry.country
    if entry.kind in {"body", "person"}:
        return entry.name
    if len(entry.homes) == 1:
        return entry.code
    homes = ", ".join(entry.homes) or "many states"
    raise _bad(f"{entry.name!r}, which may mean actors of {homes}", "a code, as IRQCVL, or a group of the watch")


def _sector(words: str) -> str | None:
    role = roles().get(words)
    return modifiers().get(words) or (role.sector if role and role.kind == "body" else None)


def _unknown(name: str, groups: Mapping[str, tuple[str, ...]]) -> BadQuestion:
    near = _near(name, [*groups, *(c.name for c in countries().values())], list(groups))
    several = '; several are joined by "or"' if " and " in name else ""
    return _bad(f"the actor {name!r}", f"a CAMEO code as IRN or IRNMIL, a name of the tables, a group of the watch{near}{several}")
