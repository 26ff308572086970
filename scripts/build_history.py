"""Weekly counts of who did what to whom, from a table of ICEWS events: the `history/*.csv` of a watch.

    python scripts/build_history.py FOLDER --first 2018-01-01 --pair IRN,LBNREBHEZ:ISR,USA [--pair ...] --out PATH

FOLDER holds `entity2id.txt.gz`, `relation2id.txt.gz` and `*.txt.gz` of rows (subject, relation, object, day), as the splits of ICEWS that
studies of temporal knowledge graphs use; day 0 is `--first`. An entity is the country or the armed group that it is, or that stands in
brackets behind it ("Citizen (Iran)"), or for which the person held office on the day; what is none of these is left out. A relation is the
PLOVER type of its CAMEO code. Of one day, code and pair one event counts, however many entities of the two sides the table has for it.
Only whole weeks (Monday to Sunday) are kept. A pair "A,B:C,D" keeps what any of A, B does to any of C, D, and the other way round.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from tocsin.gazetteer.actor_tables import shipped
from tocsin.gazetteer.actors import NamedActor, bodies
from tocsin.gazetteer.countries import countries
from tocsin.gazetteer.names import pieces
from tocsin.ontology import cameo_named

_BRACKETED = re.compile(r"(?P<own>.*?)\s*\((?P<of>[^()]*)\)$")
_NAMED_OTHERWISE = {
    "palestinian territory, occupied": "PSE",
    "israeli defense forces": "ISR",
    "islamic revolution guards corps": "IRN",
    "sayyed ali khamenei": "IRN",
    "john r. bolton": "USA",
}
"""Names of ICEWS, in lower case, that the gazetteer does not have in these words."""

Pair = tuple[frozenset[str], frozenset[str]]
Counts = Counter[tuple[date, str, str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One row of the table."""

    day: date
    subject: str
    relation: str
    object: str


def facts(folder: Path, first: date) -> Iterator[Fact]:
    """All rows of all splits in the folder, in words."""
    entities, relations = _names(folder / "entity2id.txt.gz"), _names(folder / "relation2id.txt.gz")
    for path in sorted(folder.glob("*.txt.gz")):
        if not path.name.endswith("2id.txt.gz"):
            for line in _lines(path):
                subject, relation, object_, day = (int(cell) for cell in line.split("\t")[:4])
                on = first + timedelta(days=day)
                yield Fact(day=on, subject=entities[subject], relation=relations[relation], object=entities[object_])


def _names(path: Path) -> dict[int, str]:
    pairs = (line.rsplit("\t", 1) for line in _lines(path))
    return {int(number): name.replace("_", " ") for name, number in pairs}


def _lines(path: Path) -> Iterator[str]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        yield from (line.rstrip("\n") for line in file)


@cache
def actor(name: str, day: date) -> str | None:
    """The code of an entity: a country's, or the CAMEO code of an armed group; None for what is neither.

    >>> [actor(name, date(2018, 5, 1)) for name in ("Iran", "Citizen (Iran)", "Combatant (Houthis)", "Hassan Rouhani", "Africa")]
    ['IRN', 'IRN', 'YEMREBHTH', 'IRN', None]
    """
    bracketed = _BRACKETED.fullmatch(name)
    if bracketed:
        return _code(bracketed["of"]) or _code(bracketed["own"])
    return _code(name) or _office_of(name, day)


def _code(name: str) -> str | None:
    return _codes().get(name.casefold())


@cache
def _codes() -> dict[str, str]:
    groups = {called.casefold(): _body_code(body) for body, names in bodies() for called in names}
    states = {called.casefold(): country.iso3 for country in countries().values() for called in country.names}
    return {called: code for called, code in groups.items() if code} | states | _NAMED_OTHERWISE


def _body_code(body: NamedActor) -> str | None:
    return body.code if body.sector == "REB" else body.country


def _office_of(name: str, day: date) -> str | None:
    parts = pieces(name)
    holders = shipped().office_holders(parts, country=None, day=day) if len(parts) > 1 else ()
    homes = {shipped().office(person, day).country for person in holders}
    return homes.pop() if len(homes) == 1 else None


def weekly(told: Iterable[Fact], pairs: Iterable[Pair], first: date, last: date) -> Counts:
    """Events per week (its Monday), who, PLOVER type and whom, for the pairs, from `first` to `last`."""
    wanted = tuple(pairs)
    seen = set()
    for fact in told:
        code = cameo_named(fact.relation.replace("non ", "non-"))
        who, whom = actor(fact.subject, fact.day), actor(fact.object, fact.day)
        if code and code.plover and who and whom and first <= fact.day <= last and _among(who, whom, wanted):
            seen.add((fact.day, code.code, code.plover, who, whom))
    return Counter((day - timedelta(days=day.weekday()), who, type_, whom) for day, _, type_, who, whom in seen)


def _among(who: str, whom: str, pairs: tuple[Pair, ...]) -> bool:
    return who != whom and any((who in a and whom in b) or (who in b and whom in a) for a, b in pairs)


def whole_weeks(first: date, last: date) -> tuple[date, date]:
    """The first Monday and the last Sunday within the days.

    >>> [day.isoformat() for day in whole_weeks(date(2018, 1, 2), date(2018, 1, 31))]
    ['2018-01-08', '2018-01-28']
    """
    return first + timedelta(days=-first.weekday() % 7), last - timedelta(days=(last.weekday() + 1) % 7)


def _pair(text: str) -> Pair:
    one, other = text.split(":")
    return frozenset(one.split(",")), frozenset(other.split(","))


def main() -> None:
    """Count and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--first", type=date.fromisoformat, required=True, help="the day that the table counts as 0")
    parser.add_argument("--pair", type=_pair, action="append", required=True, help="IRN,LBNREBHEZ:ISR,USA")
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args()
    told = list(facts(given.folder, given.first))
    first, last = whole_weeks(given.first, max(fact.day for fact in told))
    counts = weekly(told, given.pair, first, last)
    with given.out.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("week", "who", "type", "whom", "events"))
        writer.writerows((week, who, type_, whom, events) for (week, who, type_, whom), events in sorted(counts.items()))
    print(f"{len(told):,} rows, {sum(counts.values()):,} events in {len(counts):,} counts, {first} to {last} -> {given.out}")


if __name__ == "__main__":
    main()
