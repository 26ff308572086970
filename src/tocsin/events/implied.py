"""Roles that a mention leaves out and the article tells elsewhere: "the capture of X" after "the US struck Y".

Only the nearest event of the same bearing (conflict or not, denied or not) lends a role, only to types that are done to somebody by
somebody, and only where the side that is told agrees. A role found so is marked, and weighs less in the score.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Literal

from tocsin.events.because import because
from tocsin.events.cast import Cast
from tocsin.events.merge import Told
from tocsin.records import Reason

MATERIAL = frozenset({"ASSAULT", "COERCE", "SANCTION", "MOBILIZE"})
LENDERS = MappingProxyType(
    {
        "CONSULT": frozenset({"CONSULT"}),
        "ASSAULT": frozenset({"ASSAULT", "COERCE", "MOBILIZE"}),
        "COERCE": MATERIAL,
        "SANCTION": frozenset({"SANCTION", "CONCEDE", "ACCUSE", "REJECT", "COERCE"}),
        "CONCEDE": frozenset({"SANCTION", "CONCEDE"}),
    }
)
"""Type that may lack a role -> the types of events that lend it."""
NEEDS_SOURCE = frozenset({"ASSAULT", "COERCE", "SANCTION"})
NEEDS_TARGET = frozenset({"ASSAULT", "SANCTION", "CONCEDE"})


def completed(told: Sequence[Told], cast: Cast) -> list[Told]:
    """The mentions with the roles that others lend them."""
    return [_with_target(_with_source(_with_both(t, told, cast), told, cast), told, cast) for t in told]


def _with_both(t: Told, told: Sequence[Told], cast: Cast) -> Told:
    if t.roles.sources or t.roles.targets:
        return t
    for u in _nearest(t, told):
        if u.roles.sources and u.roles.targets and u.match.entry.type == t.match.entry.type:
            why = (*t.roles.reasons, _lent("source", u, cast), _lent("target", u, cast))
            return replace(t, roles=replace(u.roles, proxies=t.roles.proxies, source_slot="implied", target_slot="implied", reasons=why))
    return t


def _with_source(t: Told, told: Sequence[Told], cast: Cast) -> Told:
    if t.roles.sources or not t.roles.targets or t.match.entry.type not in NEEDS_SOURCE:
        return t
    mine = cast.country_of(t.roles.targets)
    for u in _nearest(t, told):
        if u.roles.sources and mine & cast.country_of(u.roles.targets) and not mine & cast.country_of(u.roles.sources):
            why = (*t.roles.reasons, _lent("source", u, cast))
            return replace(t, roles=replace(t.roles, sources=u.roles.sources, source_slot="implied", reasons=why))
    return t


def _with_target(t: Told, told: Sequence[Told], cast: Cast) -> Told:
    if t.roles.targets or not t.roles.sources or t.match.entry.type not in NEEDS_TARGET:
        return t
    mine = cast.country_of(t.roles.sources)
    if t.match.returned:
        struck = [u for u in _nearest(t, told) if set(u.roles.targets) & set(t.roles.sources) and u.roles.sources]
        return _aimed(t, struck[0].roles.sources, struck[0], cast) if struck else t
    for u in _nearest(t, told):
        if u.roles.targets and mine & cast.country_of(u.roles.sources) and not mine & cast.country_of(u.roles.targets):
            return _aimed(t, u.roles.targets, u, cast)
    for u in _nearest(t, told):
        back = u.match.entry.type == t.match.entry.type == "ASSAULT" and mine & cast.country_of(u.roles.targets)
        if back and u.roles.sources and not mine & cast.country_of(u.roles.sources):
            return _aimed(t, u.roles.sources, u, cast)
    return t


def _aimed(t: Told, targets: tuple[str, ...], lender: Told, cast: Cast) -> Told:
    why = (*t.roles.reasons, _lent("target", lender, cast))
    return replace(t, roles=replace(t.roles, targets=targets, target_slot="implied", reasons=why))


def _lent(side: Literal["source", "target"], lender: Told, cast: Cast) -> Reason:
    return because(cast.grammar.parse, side, "context", "not said here: told of another event", lender.match.token)


def _nearest(t: Told, told: Sequence[Told]) -> list[Told]:
    """The mentions that may lend to this one: of the same type first, then by distance."""
    kind = t.match.entry.type or ""
    others = [
        u for u in told if u is not t and u.match.entry.type in LENDERS.get(kind, ()) and (u.status == "denied") == (t.status == "denied")
    ]
    return sorted(others, key=lambda u: (u.match.entry.type != kind, abs(u.match.token - t.match.token)))
