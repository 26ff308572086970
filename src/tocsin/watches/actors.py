"""Terms for actors: whether the tables have anybody of that code or name."""

from __future__ import annotations

from functools import cache

from tocsin.gazetteer.actor_tables import shipped
from tocsin.gazetteer.actors import bodies, spells
from tocsin.gazetteer.countries import countries
from tocsin.gazetteer.names import pieces
from tocsin.ontology import SECTORS
from tocsin.patterns import is_code
from tocsin.watches.findings import Place, Report, nearest, quoted, write


def check_term(term: str, at: Place, report: Report) -> None:
    """Report a term that means nobody (a warning: a watch may name whom the tables lack), and a code of no state (an error)."""
    if is_code(term):
        if not _may_be(term):
            report.warning(
                at, f"no actor of the tables has a code that begins with {quoted(term)}", do=f"write {quoted(term[:3])} and a sector"
            )
    elif term.casefold() not in _bodies() and term.casefold() not in _people():
        _check_alias(term, at, report)


def check_code(code: str, at: Place, report: Report) -> None:
    """Report what is no ISO 3166-1 alpha-3 code of a state."""
    if code not in countries():
        named = _meant(code)
        found = f"{quoted(code)} is no code of a state"
        report.error(at, found, allowed="ISO 3166-1 alpha-3, as IRN", do=write(named or nearest(code, countries())))


def _check_alias(term: str, at: Place, report: Report) -> None:
    found = next(iter(shipped().names.find(pieces(term))), None)
    whole = found is not None and (found.first, found.last) == (0, len(pieces(term)))
    if found is None or not whole:
        _unknown(term, at, report)
    elif found.entry.kind in ("country", "seat", "demonym"):
        report.warning(
            at, f"{quoted(term)} is the name of a state", allowed="its code, which means all its bodies", do=write(found.entry.country)
        )
    elif found.entry.kind in ("body", "person"):
        report.warning(at, f"{quoted(term)} is another name of {quoted(found.entry.name)}", do=write(found.entry.name))


def _unknown(term: str, at: Place, report: Report) -> None:
    if len(term) > 2 and term.isalnum() and term.isupper():
        do = write(nearest(term, countries())) or "write the code of a state, and a sector if one is meant"
        report.error(
            at, f"{quoted(term)} is neither a code nor a name of the tables", allowed="a code that begins with that of a state", do=do
        )
    else:
        do = write(_like(term)) or "mend it, if it is misspelt; it means whoever is called so word by word"
        report.warning(at, f"the tables of actors have no {quoted(term)}", do=do)


@cache
def _like(term: str) -> str | None:
    """The name most like it, of those that begin alike: there are ten thousand."""
    return nearest(
        term, (name for names in (_bodies(), _people()) for name in names.values() if name[:1].casefold() == term[:1].casefold())
    )


def _meant(name: str) -> str | None:
    folded = name.casefold()
    return next((c.iso3 for c in countries().values() if any(folded == n.casefold() for n in (*c.names, *c.adjectives))), None)


@cache
def _bodies() -> dict[str, str]:
    """Usual names of bodies, by themselves in small letters."""
    return {body.name.casefold(): body.name for body, _ in bodies()}


@cache
def _people() -> dict[str, str]:
    """Names of people, by themselves in small letters."""
    return {name.casefold(): name for name in spells()}


@cache
def _may_be(code: str) -> bool:
    return _is_sector(code[3:]) or any(body.code.startswith(code) for body, _ in bodies() if body.code)


def _is_sector(rest: str) -> bool:
    return (len(rest) < 3 and any(sector.startswith(rest) for sector in SECTORS)) or (rest[:3] in SECTORS and _is_sector(rest[3:]))
