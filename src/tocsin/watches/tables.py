"""The tables of numbers: series/*.csv and history/*.csv."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from io import StringIO
from itertools import pairwise
from statistics import median

from tocsin.ontology import OTHER, PLOVER
from tocsin.patterns import is_code
from tocsin.records import History, HistoryCount, Series, SeriesPoint
from tocsin.watches.fields import day, number
from tocsin.watches.files import Folder
from tocsin.watches.findings import At, Report, listed, nearest, quoted, write
from tocsin.watches.settings import Table

_SERIES = ("day", "value")
_HISTORY = ("week", "who", "type", "whom", "events")
_TYPES = (*PLOVER, OTHER)
_MOST_CHARACTERS = 1_000  # of a value; whatever limit the csv module has been given elsewhere


def read_series(table: Table, folder: Folder, report: Report) -> Series:
    """The series with its points in order of their days; what is wrong with the file is reported."""
    points: dict[date, tuple[SeriesPoint, int]] = {}
    for at, (said, value) in _rows(table, _SERIES, folder, report):
        when, measured = _day(said, at, report), number(value)
        if measured is None:
            report.error(
                at, f"{quoted(value)} is no number", allowed="as 62.31", do="mend it, or leave the row out: what is unknown has no row"
            )
        if when in points:
            report.error(at, f"{when} stands twice, first on line {points[when][1]}", do="keep one of the two")
        elif when and measured is not None:
            points[when] = SeriesPoint(day=when, value=measured), at.line or 0
    _check_order(table, points, report)
    return Series(
        id=table.id,
        title=table.title,
        unit=table.unit,
        source=table.source,
        licence=table.licence,
        lag_days=table.lag_days,
        points=tuple(points[when][0] for when in sorted(points)),
    )


def read_history(table: Table, folder: Folder, report: Report) -> History:
    """The history with its counts in order of their weeks; what is wrong with the file is reported."""
    lines: dict[tuple[date, str, str, str], int] = {}
    counts = []
    for at, (said, who, kind, whom, events) in _rows(table, _HISTORY, folder, report):
        week, count = _week(said, table, at, report), _count(events, at, report)
        _check_parties(who, kind, whom, at, report)
        if week is None or count is None:
            continue
        key = week, who, kind, whom
        if key in lines:
            report.error(at, f"{week}, {who}, {kind}, {whom} stands twice, first on line {lines[key]}", do="add the two up")
        lines.setdefault(key, at.line or 0)
        counts.append(HistoryCount(week=week, who=who, type=kind, whom=whom, events=count))
    return History(
        id=table.id,
        title=table.title,
        source=table.source,
        licence=table.licence,
        first=table.first,
        last=table.last,
        counts=tuple(sorted(counts, key=lambda c: (c.week, c.who, c.type, c.whom))),
    )


def _rows(table: Table, columns: tuple[str, ...], folder: Folder, report: Report) -> Iterator[tuple[At, list[str]]]:
    text = folder.text(table.file) if table.file else None
    if text is None:
        return
    reader = csv.reader(StringIO(text, newline=""), strict=True)
    line, empty = 1, True
    try:
        for row in reader:
            at, line = At(table.file, line), reader.line_num + 1
            cells = [cell.strip() for cell in row]
            if any(len(cell) > _MOST_CHARACTERS for cell in cells):
                report.error(at, f"not CSV: a value of more than {_MOST_CHARACTERS} characters", do="mend the row")
                return
            if empty and any(cells):
                empty = False
                if tuple(cells) != columns:
                    report.error(at, f"the first row is {quoted(','.join(cells))}", allowed=",".join(columns), do="write it so")
                    return
            elif len(cells) == len(columns):
                yield at, cells
            elif any(cells):
                report.error(at, f"a row of {len(cells)} values", allowed=f"{len(columns)}: {','.join(columns)}", do="mend the row")
    except csv.Error as error:
        report.error(At(table.file, line), f"not CSV: {error}", do="mend the row")
    if empty:
        report.error(
            At(table.file), "the file is empty", allowed=",".join(columns) + " and rows below", do="fill it, or leave it out of watch.toml"
        )


def _day(said: str, at: At, report: Report) -> date | None:
    made = day(said)
    if made is None:
        report.error(at, f"{quoted(said)} is no day", allowed="as 2019-06-19", do="mend it")
    return made


def _check_order(table: Table, points: dict[date, tuple[SeriesPoint, int]], report: Report) -> None:
    out = next((line for (earlier, _), (later, (_, line)) in pairwise(points.items()) if later < earlier), None)
    if out:
        report.warning(
            At(table.file, out), "a day before that of the row above it", do="sort the rows; they were read in the order of their days"
        )
    days = sorted(points)
    steps = [(after - before).days for before, after in pairwise(days)]
    if not steps:
        return
    usual = max(7.0, 1.5 * median(steps))
    gaps = [step for step in steps if step > usual]
    if gaps:
        longest = steps.index(max(steps))
        found = f"no value between {days[longest]} and {days[longest + 1]}, {steps[longest]} days"
        others = f"; {len(gaps) - 1} more such gaps" if len(gaps) > 1 else ""
        at = At(table.file, points[days[longest + 1]][1])
        report.warning(
            at, found + others, allowed=f"a value every {median(steps):g} days, as elsewhere", do="fill it, if there were values"
        )


def _week(said: str, table: Table, at: At, report: Report) -> date | None:
    made = _day(said, at, report)
    if made is None:
        return None
    if made.weekday():
        monday = made - timedelta(days=made.weekday()) if made.toordinal() > 7 else made
        report.error(at, f"{made} is a {made:%A}", allowed="the Monday of the week", do=f"write {monday}")
    elif made.toordinal() + 6 < table.first.toordinal() or made > table.last:
        found = f"the week of {made} is not one of {table.first} to {table.last}"
        report.error(at, found, do='leave the row out, or change "first" and "last" in watch.toml')
    return made


def _count(said: str, at: At, report: Report) -> int | None:
    if said.isascii() and said.isdigit() and len(said) < 10 and int(said):
        return int(said)
    do = "leave the row out: a week without events has none" if said == "0" else "mend it"
    report.error(at, f"{quoted(said)} is no number of events", allowed="a whole number from 1", do=do)
    return None


def _check_parties(who: str, kind: str, whom: str, at: At, report: Report) -> None:
    if kind not in _TYPES:
        report.error(at, f"{quoted(kind)} is no type of event", allowed=listed(_TYPES), do=write(nearest(kind, _TYPES)))
    for party in (who, whom):
        if not _is_party(party):
            report.error(
                at, f"{quoted(party)} is no actor", allowed="a CAMEO code that begins with that of a state, or a name", do="mend it"
            )


@cache
def _is_party(party: str) -> bool:
    return is_code(party) or (bool(party) and not party.isupper())
