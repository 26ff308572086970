"""A watch folder -> a definition, or what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from tocsin.records import WatchDefinition
from tocsin.watches.checks import check_baselines, check_ids, check_indicators, check_scenarios
from tocsin.watches.feeds import SOURCES, read_feeds
from tocsin.watches.fields import NAME_ALLOWED, is_name, mappings
from tocsin.watches.files import Folder, digest
from tocsin.watches.findings import At, BadWatch, Finding, Report, quoted
from tocsin.watches.indicators import read_indicator
from tocsin.watches.nodes import Node, of_toml, of_yaml
from tocsin.watches.patterns import UNKNOWN, Names
from tocsin.watches.scenarios import read_question, read_scenario
from tocsin.watches.settings import Settings, read_settings
from tocsin.watches.tables import read_history, read_series

SETTINGS = "watch.toml"

Made = TypeVar("Made")


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """A folder as read.

    watch:    None where any finding is an error.
    findings: errors and warnings, by file and line.
    """

    watch: WatchDefinition | None
    findings: tuple[Finding, ...]


def load(folder: Path) -> Loaded:
    """Read a watch and check it; every error of all files is found in one go, and none is raised.

    The watch's id is the name of its folder.
    """
    report = Report()
    made, _ = read(folder, report)
    findings = report.sorted()
    return Loaded(watch=None if report.failed else made, findings=findings)


def loaded(folder: Path) -> WatchDefinition:
    """The watch of a folder. Raises BadWatch with the first errors where it has any."""
    made = load(folder)
    if made.watch:
        return made.watch
    raise broken(folder, made.findings)


def broken(folder: Path, findings: Sequence[Finding]) -> BadWatch:
    """The error for a watch with these findings, of which some are errors."""
    errors = [finding for finding in findings if finding.severity == "error"]
    shown = "\n".join(f"  {finding}" for finding in errors[:5])
    count = "1 error" if len(errors) == 1 else f"{len(errors):,} errors"
    return BadWatch(f"the watch {quoted(folder.name)} has {count}:\n{shown}", do="run `tocsin watch check` to see all of them")


def read(folder: Path, report: Report) -> tuple[WatchDefinition | None, Folder]:
    """A definition that holds only where the report has no error, and the files that it was read from."""
    files = Folder(folder, report)
    if not folder.is_dir():
        report.error(At("."), f"there is no folder {quoted(str(folder))}", do="make one with `tocsin watch new`")
        return None, files
    name = folder.resolve().name
    if not is_name(name):
        report.error(At("."), f"the folder is called {quoted(name)}, and so would be the watch", allowed=NAME_ALLOWED, do="rename it")
    settings = _settings(files, report)
    names = _names(settings) if settings else UNKNOWN
    indicators, all_there = _listed(files, "indicators", report, lambda node: read_indicator(node, names, report))
    ids = [made.id for _, made in indicators]
    known = ids if all_there and all(ids) else None
    documents = list(_documents(files, "scenarios", report))
    scenarios = [(node, read_scenario(node, names, known, report)) for node in documents if node]
    asked, _ = _listed(files, "questions", report, lambda node: read_question(node, names, report))
    questions = [(node, made) for node, made in asked if made]
    series = tuple(read_series(table, files, report) for table in (settings.series if settings else ()))
    histories = tuple(read_history(table, files, report) for table in (settings.histories if settings else ()))
    feeds = _feeds(files, folder, report)
    check_ids((*indicators, *scenarios, *questions), report)
    check_baselines(indicators, series, report)
    if all_there and None not in documents:
        check_scenarios(scenarios, report)
        check_indicators(indicators, [made for _, made in scenarios], report)
    if settings is None:
        return None, files
    watch = WatchDefinition(
        id=name,
        title=settings.title,
        about=settings.about,
        horizon_days=settings.horizon_days,
        alarms_per_month=settings.alarms_per_month,
        countries=settings.countries,
        groups=MappingProxyType(settings.groups),
        areas=tuple(settings.areas.values()),
        indicators=tuple(made for _, made in indicators),
        scenarios=tuple(sorted((made for _, made in scenarios), key=lambda made: made.order)),
        questions=tuple(made for _, made in questions),
        series=series,
        histories=histories,
        feeds=feeds,
        digest=digest(files.contents()),
    )
    return watch, files


def _settings(files: Folder, report: Report) -> Settings | None:
    text = files.text(SETTINGS)
    node = None if text is None else of_toml(SETTINGS, text, report)
    return read_settings(node, report) if node else None


def _names(settings: Settings) -> Names:
    return Names(
        groups=settings.groups,
        areas=settings.areas,
        series={table.id: table.unit for table in settings.series},
        histories=frozenset(table.id for table in settings.histories),
        horizon_days=settings.horizon_days,
    )


def _documents(files: Folder, part: str, report: Report) -> Iterator[Node | None]:
    """The YAML files of a part, None for one that cannot be read."""
    for path in files.definitions(part):
        text = files.text(path)
        yield None if text is None else of_yaml(path, text, report)


def _listed(files: Folder, part: str, report: Report, read_one: Callable[[Node], Made]) -> tuple[list[tuple[Node, Made]], bool]:
    """The definitions of all lists of a part, and whether all of its files could be read."""
    documents = list(_documents(files, part, report))
    made = [(item, read_one(item)) for node in documents for item in mappings(node, part.removesuffix("s"), report)]
    return made, None not in documents


def _feeds(files: Folder, folder: Path, report: Report) -> tuple[str, ...]:
    if not (folder / SOURCES).exists():
        report.warning(
            At(SOURCES), "there is no list of feeds", do="add one to collect by yourself; without it the watch reads what the lake has"
        )
        return ()
    text = files.text(SOURCES)
    return () if text is None else read_feeds(text, report)
