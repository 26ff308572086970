"""Patterns as files write them: groups and areas by name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast, get_args

from tocsin.gazetteer.countries import countries
from tocsin.ontology import MODES, OTHER, PLOVER
from tocsin.records import Area, Pattern, Stance, Status
from tocsin.watches.actors import check_term
from tocsin.watches.fields import Fields
from tocsin.watches.findings import Report, listed, nearest, quoted, write
from tocsin.watches.nodes import Node

PATTERN_KEYS = ("who", "whom", "between", "types", "modes", "where", "status", "stances", "words", "origins")

STATUSES = (*get_args(Status), "disputed", "retracted")
STANCES = get_args(Stance)


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """What indicators, scenarios and questions may name. None: unknown, as watch.toml cannot be read; then nothing is said of it."""

    groups: Mapping[str, tuple[str, ...]] | None
    areas: Mapping[str, Area] | None
    series: Mapping[str, str] | None
    histories: frozenset[str] | None
    horizon_days: int | None


UNKNOWN = Names(groups=None, areas=None, series=None, histories=None, horizon_days=None)


def read_pattern(fields: Fields, names: Names, report: Report) -> Pattern:
    """The pattern of a mapping, its groups resolved."""
    who, whom = _terms(fields, "who", names, report), _terms(fields, "whom", names, report)
    between = fields.flag("between")
    types = fields.words("types", (*PLOVER, OTHER))
    if between and not (fields.get("who") and fields.get("whom")):
        report.error(fields.at("between"), '"between" needs two sides', allowed='both "who" and "whom"', do="name the other")
    return Pattern(
        who=who,
        whom=whom,
        between=between,
        types=types,
        modes=_modes(fields, types),
        areas=_areas(fields, names, report),
        statuses=cast("tuple[Status, ...]", fields.words("status", STATUSES)),
        stances=cast("tuple[Stance, ...]", fields.words("stances", STANCES)),
        words=phrases(fields, report),
        origins=fields.whole("origins", 1, 100, 1),
    )


def phrases(fields: Fields, report: Report) -> tuple[str, ...]:
    """The key "words": words and phrases, each of which says something ("*" alone does not)."""
    for item in fields.items("words"):
        if not any(c.isalnum() for c in str(item.value)):
            report.error(
                item, f"{quoted(str(item.value))} holds no word", allowed='words or phrases, "*" for any ending', do="leave it out"
            )
    return fields.texts("words")


def referred(item: Node, kind: str, known: Mapping[str, object] | frozenset[str] | None, report: Report) -> str | None:
    """The name of something defined elsewhere; None (reported) where it is not defined, or where nobody can tell."""
    name = str(item.value)
    if known is not None and name not in known:
        found = f"{quoted(name)} is no {kind} of this watch"
        report.error(item, found, allowed=listed(sorted(known)), do=write(nearest(name, known)) or "define it, or leave it out")
    return name if known is not None and name in known else None


def _terms(fields: Fields, key: str, names: Names, report: Report) -> tuple[str, ...]:
    found: list[str] = []
    for item in fields.items(key):
        term = str(item.value).strip()
        if names.groups is not None and term in names.groups:
            found.extend(names.groups[term])
        elif names.groups is not None:
            check_name(item, term, names.groups, report)
            found.append(term)
    return tuple(dict.fromkeys(found))


def check_name(item: Node, term: str, groups: Mapping[str, object], report: Report) -> None:
    """Report a term that is no group, no code and no name."""
    like = nearest(term, groups) if term == term.lower() else None
    if like:
        report.error(item, f"{quoted(term)} is no group of this watch", allowed=listed(sorted(groups)), do=write(like))
    else:
        check_term(term, item, report)


def _modes(fields: Fields, types: tuple[str, ...]) -> tuple[str, ...]:
    allowed = {mode for kind in types or MODES for mode in MODES.get(kind, ())}
    return fields.words("modes", sorted(allowed))


def _areas(fields: Fields, names: Names, report: Report) -> tuple[Area, ...]:
    found = []
    for item in fields.items("where"):
        name = str(item.value)
        if name in countries():
            found.append(Area(name=name, countries=(name,)))
        elif (known := referred(item, "area", names.areas, report)) and names.areas:
            found.append(names.areas[known])
    return tuple(found)


def check_sides(fields: Fields, pattern: Pattern, report: Report) -> None:
    """Report one that acts on itself. Of claims it is not asked: there `who` speaks, and may well speak of itself."""
    if pattern.who and not pattern.between and set(pattern.who) == set(pattern.whom):
        report.error(fields.at("whom"), '"who" and "whom" are the same', do='write "between: true" if either may act, or narrow one')
