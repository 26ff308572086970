"""A user's own actors, from a comma-separated file: staff, local militias, partners, the states of an exercise."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NoReturn, get_args

from tocsin.config import OwnActor
from tocsin.errors import DataError
from tocsin.gazetteer.actors import NameKind
from tocsin.gazetteer.countries import countries
from tocsin.gazetteer.names import pieces
from tocsin.gazetteer.tables import listed
from tocsin.ontology import SECTORS

COLUMNS = ("name", "kind", "aliases", "country", "sector", "code", "sponsors", "role", "start", "end")
"""What a file may have as columns, in any order; only `name` must be there."""

_KINDS: tuple[str, ...] = get_args(NameKind)
_SECTOR_OF = {"country": "GOV", "seat": "GOV", "demonym": "GOV", "bloc": "GOV", "people": "CVL", "faith": "REL"}
"""The sector of a kind where the row names none; of other kinds it is unknown (UNK)."""
_OF_STATES = frozenset({"country", "seat", "demonym"})
_STATE = re.compile(r"[A-Z]{3}")
_CODE = re.compile(r"[A-Z][A-Z0-9]{2,14}")
_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")

_Row = Mapping[str, str]


def load_actors(path: Path) -> tuple[OwnActor, ...]:
    """The actors of a file, for `Config.actors`. Raises DataError, which names the line, for what breaks the rules, and OSError.

    The rules stand in docs/reference/actors.md.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DataError(f"the file {path.name} is not in UTF-8 (byte {error.start})", do="save it as CSV in UTF-8") from None
    return actors_of(text, path.name)


def actors_of(text: str, file: str) -> tuple[OwnActor, ...]:
    """The actors of a file's text; `file` is what errors call it. Raises DataError."""
    numbered = list(_rows(text, file))
    states = {row["country"] for _, row in numbered if row["kind"] == "country"}
    made = [(line, _Checked(f"line {line} of {file}", row, states).actor()) for line, row in numbered]
    _check_names(made, file)
    return tuple(actor for _, actor in made)


def _rows(text: str, file: str) -> Iterator[tuple[int, _Row]]:
    """Line number and cells of each row, blank lines left out; a column that the file does not have is empty."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = [cell.strip().lower() for cell in next(reader, [])]
        _check_header(header, file)
        for cells in reader:
            if any(cell.strip() for cell in cells):
                if len(cells) != len(header):
                    raise DataError(
                        f"line {reader.line_num} of {file} has {len(cells)} fields",
                        allowed=f"{len(header)}, as its header",
                        do="put a field that holds a comma in quotes",
                    )
                row = dict.fromkeys(COLUMNS, "") | {k: " ".join(v.split()) for k, v in zip(header, cells, strict=True)}
                yield reader.line_num, row | {"kind": row["kind"] or "body"}
    except csv.Error as error:
        raise DataError(f"line {reader.line_num} of {file} is no row of a CSV file ({error})") from None


def _check_header(header: Sequence[str], file: str) -> None:
    unknown = [name for name in header if name not in COLUMNS]
    if unknown or "name" not in header or len(set(header)) < len(header):
        found = f"has the column {unknown[0]!r:.60}" if unknown else "has a column twice" if "name" in header else "has no column `name`"
        raise DataError(
            f"line 1 of {file} {found}", allowed=f"{', '.join(COLUMNS)}; only name must be there", do="mend the header, the first line"
        )


class _Checked:
    """One row, which is an actor once every cell has been found right."""

    def __init__(self, at: str, row: _Row, states: set[str]) -> None:
        self._at, self._row, self._states = at, row, states

    def actor(self) -> OwnActor:
        row = self._row
        if row["kind"] not in _KINDS:
            self._wrong("kind", allowed=", ".join(_KINDS))
        self._check_names()
        sector = row["sector"] or _SECTOR_OF.get(row["kind"], "UNK")
        if sector not in SECTORS:
            self._wrong("sector", allowed=", ".join(SECTORS))
        country = self._country()
        self._check_office()
        return OwnActor(
            kind=row["kind"],
            name=row["name"],
            aliases=self._aliases(),
            country=country,
            sector=sector,
            code=self._code((country or "") + sector),
            sponsors=self._sponsors(),
            role=row["role"] or None,
            start=row["start"],
            end=row["end"],
        )

    def _aliases(self) -> tuple[str, ...]:
        return tuple(alias.strip() for alias in listed(self._row["aliases"]))

    def _check_names(self) -> None:
        if not pieces(self._row["name"]):
            self._wrong("name", allowed="a name with letters")
        if not all(map(pieces, self._aliases())):
            self._wrong("aliases", allowed="names with letters, parted by |")

    def _country(self) -> str | None:
        row, code = self._row, self._row["country"]
        if row["kind"] == "country" and not _STATE.fullmatch(code):
            self._wrong("country", allowed="three capital letters, which every row of kind country must have")
        if row["kind"] in _OF_STATES and not code:
            self._wrong("country", allowed=f"the code of a state, which every row of kind {row['kind']} must have")
        if code and not self._is_state(code):
            self._wrong(
                "country",
                allowed="ISO 3166-1 alpha-3, as IRN, or the code of a state that this file has as a row of kind country",
                do="mend the code, or leave the field empty where it belongs to no state",
            )
        return code or None

    def _is_state(self, code: str) -> bool:
        return code in countries() or code in self._states

    def _code(self, usual: str) -> str | None:
        code = self._row["code"]
        if code and self._row["kind"] == "person":
            self._wrong("code", allowed="none: that of a person is made of country and sector", do="leave the field empty")
        if code and not _CODE.fullmatch(code):
            self._wrong("code", allowed="3 to 15 capital letters and digits, as MLIREB")
        return code or usual

    def _sponsors(self) -> tuple[str, ...]:
        states = listed(self._row["sponsors"])
        if not all(map(self._is_state, states)):
            self._wrong("sponsors", allowed="codes of states, parted by |")
        return states

    def _check_office(self) -> None:
        row = self._row
        for column in ("role", "start", "end"):
            if row[column] and row["kind"] != "person":
                self._wrong(column, allowed="none: only a person holds an office", do="write person as the kind, or leave the field empty")
        for column in ("start", "end"):
            if row[column] and not _DATE.fullmatch(row[column]):
                self._wrong(column, allowed="a date as 2019-06-19, 2019-06 or 2019")
        if row["end"] and row["end"] < row["start"][: len(row["end"])]:
            self._wrong("end", allowed=f"a day not before the start, {row['start']}")

    def _wrong(self, column: str, *, allowed: str, do: str = "mend the line") -> NoReturn:
        cell = self._row[column]
        raise DataError(
            f"{self._at}: the {column} is {cell!r:.60}" if cell else f"{self._at}: the {column} is empty", allowed=allowed, do=do
        )


def _check_names(made: Sequence[tuple[int, OwnActor]], file: str) -> None:
    """No name may stand for two actors; a person's further rows are further spells in office."""
    owners: dict[tuple[str, ...], tuple[int, OwnActor]] = {}
    for line, actor in made:
        for name in (actor.name, *actor.aliases):
            first, other = owners.setdefault(pieces(name), (line, actor))
            same = other is actor or (actor.kind == other.kind == "person" and actor.name == other.name)
            if not same:
                raise DataError(
                    f"line {line} of {file}: the name {name!r:.60} stands in line {first} too",
                    allowed="one actor a name; only a person may have several rows, one an office",
                    do="take the name out of one of them",
                )
