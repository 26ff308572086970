"""Make `offices.csv`, the dated office-holders of the actor gazetteer, from public tables of officials.

    python scripts/build_offices.py FOLDER

FOLDER holds `officials.csv.gz`: one spell in office a row, with country_iso3, person, position, start, end, source_repo and snapshot_date.
The facts are those of Wikidata, the CIA factbook, the US congress-legislators tables and the Institute for Government.

Kept are the offices that news names (`office_patterns.csv`): heads of state and government, ministers of the great departments, chiefs of
armed forces and of intelligence, speakers, chief justices and attorneys general, central bank governors, envoys to Washington and the
United Nations, American envoys, regional heads of some federations. A spell goes that ended before 2000, that contradicts itself, or that
`leaders.csv` tells better. An open spell in an office that only one can hold ends where the next begins; otherwise it counts up to the day
of the snapshot.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path

DATA = Path(__file__).resolve().parents[1] / "src" / "tocsin" / "gazetteer" / "data"
COLUMNS = ("person", "country", "role", "sector", "start", "end", "seen", "source")
EARLIEST_END = "2000"

# Offices that one person holds at a time: an open spell ends where the next one begins.
SINGLE = frozenset(
    {
        "President",
        "Prime Minister",
        "Foreign Minister",
        "Defense Minister",
        "Interior Minister",
        "Finance Minister",
        "Justice Minister",
        "Chancellor",
        "Secretary of State",
        "Secretary of Defense",
        "King",
        "Foreign Secretary",
        "Home Secretary",
        "Defence Secretary",
    }
)
RIVAL_GOVERNMENTS = frozenset({"LBY", "YEM", "SYR", "SDN", "VEN", "AFG", "SOM", "PSE", "MMR"})

JUNIOR = re.compile(
    r"\b(shadow|procurement|personnel|defen[cs]e industry|assistant|junior|delegate|in charge of|designate|former|private|"
    r"minister of state|parliamentary|under-?secretar|whip"
    r"|candidate|adviser|spouse|lady)\b|^(deputy|vice|associate) (minister|chief|mayor|governor|speaker|head)"
)
HONORIFIC = re.compile(
    r"^((the|right|rt|hon|honou?rable|dr|mr|mrs|ms|sir|dame|lord|lt|maj|col|gen|adm|major|lieutenant|colonel|general|brigadier|captain|capt|sr|"
    r"tan|sri|makhdoom|air|vice|marshall?|rear|admiral|commodore|commander|sheikh|shaykh|prof|professor|h\.?e|eng)\.? )+",
    re.IGNORECASE,
)
SENIOR_DEPUTIES = ("deputy prime", "deputy president", "deputy secretary", "deputy attorney", "deputy national")
# Spells that the sources have wrongly, by their own account of the office.
WRONG = frozenset(
    {
        ("SAU", "King", "Mohammed bin Salman"),
        ("MDA", "President", "Nicolae Nasoc"),
        ("KWT", "Amir", "Nawaf Al-Ahmad Al-Jabir Al-Sabah"),
        ("TKM", "President", "Serdar Berdimuhamedov"),
    }
)
# People whose names differ by a middle name alone from those of others in `leaders.csv`.
NAMESAKES = frozenset({"Ahmad Zia Massoud", "Jaber Al-Ahmad Al-Sabah"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of `offices.csv`; `seen` is the day of the snapshot that showed an open spell."""

    person: str
    country: str
    role: str
    sector: str
    start: str
    end: str
    seen: str
    source: str


def main() -> None:
    parser = argparse.ArgumentParser(description="Make offices.csv from public tables of officials.")
    parser.add_argument("folder", type=Path, help="folder with officials.csv.gz")
    folder: Path = parser.parse_args().folder
    rows = closed(without_known(one_name_each(distinct(officials(folder)))))
    with (DATA / "offices.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(
            [getattr(row, column) for column in COLUMNS] for row in sorted(rows, key=lambda r: (r.country, r.start, r.person, r.role))
        )
    print(f"{len(rows)} spells of {len({r.person for r in rows})} people in {len({r.country for r in rows})} countries")


def officials(folder: Path) -> Iterator[Row]:
    known = set(_countries())
    with gzip.open(folder / "officials.csv.gz", "rt", encoding="utf-8") as file:
        for raw in csv.DictReader(file):
            country = raw["country_iso3"]
            office = classified(raw["position"], country) if country in known else None
            row = office and Row(
                person=plain_name(raw["person"]), country=country, role=office[0], sector=office[1], start=raw["start"], end=raw["end"],
                seen="" if raw["end"] else raw["snapshot_date"], source=source_of(raw["source_repo"]),
            )  # fmt: skip
            if row and sound(row):
                yield row


@cache
def patterns() -> tuple[tuple[re.Pattern[str], str, str, str], ...]:
    """Patterns of positions, in lower case and without the country's name, of which the first that fits is taken.

    With each the usual name of the office ("": as it stands), its sector, and the one country for which it counts ("": all).
    """
    with Path(__file__).with_name("office_patterns.csv").open(encoding="utf-8") as file:
        return tuple((re.compile(row["pattern"]), row["role"], row["sector"], row["country"]) for row in csv.DictReader(file))


def classified(position: str, country: str) -> tuple[str, str] | None:
    """The usual name of an office and its sector; None for one that the gazetteer leaves out."""
    text = re.sub(r" \([^()]*(\([^()]*\))?[^()]*\)$", "", position.strip())
    text = re.sub(rf" of (the )?({_countries().get(country, '-')})$", "", text, flags=re.IGNORECASE)
    lower = text.lower()
    junior = (JUNIOR.search(lower) or (country == "GBR" and lower.startswith("minister "))) and not lower.startswith(SENIOR_DEPUTIES)
    for pattern, role, sector, only in patterns():
        if only in ("", country) and (only or not junior) and pattern.fullmatch(lower):
            return role or named(text), sector
    return None


def named(office: str) -> str:
    """An office as one would write it in a sentence: no entities, no country's name that is left without its preposition."""
    text = (
        office.replace("&ocirc;", "ô").replace("&eacute;", "é").replace("Defence", "Defense" if "Secretary of D" in office else "Defence")
    )
    return text[0].upper() + text[1:]


def plain_name(person: str) -> str:
    """A name without titles, its words in capitals turned to usual case: "Sir Kevin Michael RUDD" is "Kevin Michael Rudd"."""
    text = HONORIFIC.sub("", re.sub(r"\(.*?\)|,.*$|\"[^\"]*\"", "", person)).strip()
    text = re.sub(r"\b(Jr|Sr)\.?$", "", text).strip()
    return " ".join(_usual_case(word) for word in text.split())


def _usual_case(word: str) -> str:
    cased = re.sub(
        r"[^\W\d_]{2,}", lambda m: m[0] if _is_numeral_or_initials(m[0]) else m[0].capitalize() if m[0].isupper() else m[0], word
    )
    cased = re.sub(r"\b(Mc)([a-z]|[A-Z]+)", lambda m: m[1] + m[2].capitalize(), cased)
    cased = cased.upper() if re.fullmatch(r"[Ii]i+", cased) else cased
    return cased[:1].upper() + cased[1:]


def _is_numeral_or_initials(letters: str) -> bool:
    return re.fullmatch(r"[IVX]+|[B-DF-HJ-NP-TV-XZ]{2}", letters) is not None


def source_of(repository: str) -> str:
    for part, source in (("factbook", "factbook"), ("ifg", "ifg"), ("unitedstates", "congress"), ("congress", "congress")):
        if part in repository:
            return source
    return "wikidata"


def sound(row: Row) -> bool:
    ended = row.end and (row.end < EARLIEST_END or row.end[:7] < row.start[:7])
    wrong = (row.country, row.role, row.person) in WRONG
    realm = row.person in ("Charles III", "Elizabeth II") and row.country != "GBR"
    return not realm and bool(row.start) and row.start[0].isdigit() and not ended and not wrong and len(_folded(row.person)) > 1


def distinct(rows: Iterable[Row]) -> list[Row]:
    """One row for one person in one office from one day; of two, that with an end, else that seen last."""
    best: dict[tuple[str, str, frozenset[str]], list[Row]] = defaultdict(list)
    for row in rows:
        kept = best[row.country, row.role, frozenset(_folded(row.person))]
        twin = next((i for i, other in enumerate(kept) if _same_spell(row, other)), None)
        if twin is None:
            kept.append(row)
        elif not kept[twin].end:
            end, seen = row.end, "" if row.end else max(row.seen, kept[twin].seen)
            kept[twin] = replace(kept[twin], end=end, seen=seen)
    return [row for kept in best.values() for row in kept]


def _same_spell(one: Row, other: Row) -> bool:
    return abs(_months(one.start) - _months(other.start)) <= 3


def one_name_each(rows: list[Row]) -> list[Row]:
    """The names of `leaders.csv` where a person is there under this or another spelling; else one spelling for one set of letters."""
    own = _own_names()
    first: dict[tuple[str, frozenset[str]], str] = {}
    for row in sorted(rows, key=lambda r: r.source != "wikidata"):
        first.setdefault((row.country, frozenset(_folded(row.person))), row.person)
    return [replace(row, person=_known_as(row, own[row.country]) or first[row.country, frozenset(_folded(row.person))]) for row in rows]


@dataclass(frozen=True, slots=True, kw_only=True)
class Own:
    """A name of two words or more in `leaders.csv`, whose it is, and the words of each of their offices with the day on which it began."""

    name: tuple[str, ...]
    person: str
    spells: tuple[tuple[frozenset[str], str], ...]


def _own_names() -> dict[str, list[Own]]:
    spells: dict[str, list[tuple[frozenset[str], str]]] = defaultdict(list)
    names: dict[str, set[tuple[tuple[str, ...], str]]] = defaultdict(set)
    for leader in _leaders():
        spells[leader["person"]].append((frozenset(_folded(leader["role"])), leader["start"]))
        names[leader["country"]].update((_folded(name), leader["person"]) for name in (leader["person"], *leader["aliases"].split("|")))
    made: dict[str, list[Own]] = defaultdict(list)
    for country, found in names.items():
        made[country] = [Own(name=name, person=person, spells=tuple(spells[person])) for name, person in sorted(found) if len(name) > 1]
    return made


def _known_as(row: Row, own: list[Own]) -> str | None:
    """The surest of: one set of letters; a middle name more; a like spelling in a like office from about the same day."""
    if row.person in NAMESAKES:
        return None
    mine = _folded(row.person)
    return next((o.person for test in (_equal, _longer, _alike) for o in own if test(row, mine, o)), None)


def _equal(_: Row, mine: tuple[str, ...], own: Own) -> bool:
    return set(mine) == set(own.name)


def _longer(_: Row, mine: tuple[str, ...], own: Own) -> bool:
    return set(own.name) < set(mine) and (mine[0], mine[-1]) == (own.name[0], own.name[-1])


def _alike(row: Row, mine: tuple[str, ...], own: Own) -> bool:
    role = set(_folded(row.role))
    if not any(role & words and abs(_months(row.start) - _months(start)) <= 6 for words, start in own.spells):
        return False
    nested = set(own.name) <= set(mine) or set(mine) <= set(own.name)
    return nested or SequenceMatcher(None, " ".join(mine), " ".join(own.name)).ratio() > 0.85


def _months(day: str) -> int:
    return int(day[:4]) * 12 + int((day + "-01")[5:7])


def without_known(rows: list[Row]) -> list[Row]:
    """Without the spells that `leaders.csv` tells: the same person in the same office in the same years, or from about the same day."""
    told = defaultdict(list)
    for leader in _leaders():
        told[leader["person"], leader["country"]].append((_folded(leader["role"]), leader["start"], leader["end"] or "9999"))

    def known(row: Row) -> bool:
        end = row.end or row.seen
        return any(
            (set(role) & set(_folded(row.role)) and row.start[:4] <= last[:4] and first[:4] <= end[:4])
            or abs(_months(row.start) - _months(first)) <= 3
            for role, first, last in told[row.person, row.country]
        )

    return [row for row in rows if not known(row)]


def closed(rows: list[Row]) -> list[Row]:
    """Open spells ended where the next holder of an office that only one can hold begins."""
    starts: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    for row in rows:
        starts[row.country, row.role].append((row.start, row.person))
    for leader in _leaders():
        starts[leader["country"], leader["role"]].append((leader["start"], leader["person"]))

    def end_of(row: Row) -> Row:
        if row.end or row.role not in SINGLE or row.country in RIVAL_GOVERNMENTS:
            return row
        later = [start for start, person in starts[row.country, row.role] if start > row.start and person != row.person]
        return replace(row, end=min(later), seen="") if later else row

    return [end_of(row) for row in rows]


def _folded(text: str) -> tuple[str, ...]:
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return tuple(re.findall(r"[^\W_]+", plain.lower()))


@cache
def _leaders() -> tuple[dict[str, str], ...]:
    with (DATA / "leaders.csv").open(encoding="utf-8") as file:
        return tuple(csv.DictReader(file))


@cache
def _countries() -> dict[str, str]:
    """ISO 3166-1 alpha-3 -> a pattern of the country's names."""
    with (DATA / "countries.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return {row["iso3"]: "|".join(map(re.escape, [row["name"], *filter(None, row["aliases"].split("|"))])) for row in rows}


if __name__ == "__main__":
    main()
