"""watch.toml: the title, whom and what the watch looks at, and the names that its other files may use."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from graphlib import CycleError, TopologicalSorter

from tocsin.records import Area
from tocsin.watches.actors import check_code
from tocsin.watches.fields import ID_ALLOWED, Fields, is_id
from tocsin.watches.files import is_inside
from tocsin.watches.findings import Report, quoted
from tocsin.watches.nodes import Node
from tocsin.watches.patterns import check_name

_KEYS = ("title", "about", "horizon_days", "alarms_per_month", "countries", "groups", "areas", "series", "history")


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table of numbers that watch.toml names: a series or a history.

    file: path in the folder. unit, lag_days: of a series. first, last: of a history, the days that it covers.
    """

    id: str
    node: Node
    file: str
    title: str
    source: str
    licence: str
    unit: str = ""
    lag_days: int = 0
    first: date = date.min
    last: date = date.max


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What watch.toml says, groups resolved into actor terms."""

    title: str
    about: str
    horizon_days: int
    alarms_per_month: float
    countries: tuple[str, ...]
    groups: Mapping[str, tuple[str, ...]]
    areas: Mapping[str, Area]
    series: tuple[Table, ...]
    histories: tuple[Table, ...]


def read_settings(node: Node, report: Report) -> Settings:
    """The settings of a watch; what is wrong with them is reported."""
    fields = Fields(node, "watch.toml", _KEYS, report)
    return Settings(
        title=fields.text("title"),
        about=fields.text("about"),
        horizon_days=fields.whole("horizon_days", 1, 365, 30),
        alarms_per_month=fields.number("alarms_per_month", 0.01, 100, 2),
        countries=_countries(fields, report),
        groups=_groups(fields, report),
        areas={name: _area(name, inner, report) for name, inner in _named(fields, "areas", report)},
        series=tuple(_series(name, inner, report) for name, inner in _named(fields, "series", report)),
        histories=tuple(_history(name, inner, report) for name, inner in _named(fields, "history", report)),
    )


def _countries(fields: Fields, report: Report) -> tuple[str, ...]:
    for item in fields.items("countries"):
        check_code(str(item.value), item, report)
    return fields.texts("countries")


def _named(fields: Fields, key: str, report: Report) -> list[tuple[str, Node]]:
    """The entries of a table of tables; their names are ids."""
    node = fields.get(key)
    if node is None:
        return []
    if not isinstance(node.value, dict):
        report.error(node, f"{quoted(key)} is no table", allowed=f"[{key}.NAME] and its keys", do="write it so")
        return []
    for name, inner in node.value.items():
        if not is_id(name):
            report.error(inner, f"{quoted(name)} is no name for one of {quoted(key)}", allowed=ID_ALLOWED, do="write another")
    return list(node.value.items())


def _area(name: str, node: Node, report: Report) -> Area:
    fields = Fields(node, f"the area {quoted(name)}", ("countries", "lat", "lon", "radius_km"), report)
    circle = fields.has("lat", "lon", "radius_km")
    if 0 < len(circle) < 3:
        report.error(
            node, f"the area {quoted(name)} has {' and '.join(circle)} only", allowed="lat, lon and radius_km, or none", do="add the rest"
        )
    if not circle and not fields.get("countries"):
        report.error(node, f"the area {quoted(name)} is nowhere", allowed="countries, a circle, or both", do="say where it is")
    return Area(
        name=name,
        countries=_countries(fields, report),
        lat=fields.number_or_none("lat", -90, 90),
        lon=fields.number_or_none("lon", -180, 180),
        radius_km=fields.number_or_none("radius_km", 1, 20_000),
    )


def _series(name: str, node: Node, report: Report) -> Table:
    fields = Fields(node, f"the series {quoted(name)}", ("file", "title", "unit", "source", "licence", "lag_days"), report)
    return Table(
        id=name,
        node=node,
        file=_file(fields, report),
        title=fields.text("title"),
        source=fields.text("source"),
        licence=fields.text("licence"),
        unit=fields.text("unit"),
        lag_days=fields.whole("lag_days", 0, 3_650, 0),
    )


def _history(name: str, node: Node, report: Report) -> Table:
    fields = Fields(node, f"the history {quoted(name)}", ("file", "title", "source", "licence", "first", "last"), report)
    first, last = fields.required_day("first"), fields.required_day("last")
    if fields.day("first") and fields.day("last") and first > last:
        report.error(fields.at("last"), f"{last} is before {first}", allowed='"last" on or after "first"', do="change them about")
    return Table(
        id=name,
        node=node,
        file=_file(fields, report),
        title=fields.text("title"),
        source=fields.text("source"),
        licence=fields.text("licence"),
        first=first,
        last=last if fields.day("last") and first <= last else date.max,
    )


def _file(fields: Fields, report: Report) -> str:
    path = fields.text("file")
    if path and not is_inside(path):
        report.error(
            fields.at("file"), f"{quoted(path)} is no path in the watch's folder", allowed="as series/brent.csv", do="move the file there"
        )
        return ""
    return path


def _groups(fields: Fields, report: Report) -> dict[str, tuple[str, ...]]:
    """Groups with the groups that they name put in, in a circle none."""
    inner = fields.inner("groups", "[groups]", _any_key(fields.get("groups")))
    defined = {name: inner.items(name) for name in _any_key(fields.get("groups"))} if inner else {}
    for name, items in defined.items():
        if not is_id(name):
            report.error(
                inner.at(name) if inner else fields.node, f"{quoted(name)} is no name for a group", allowed=ID_ALLOWED, do="write another"
            )
        for item in items:
            if str(item.value) not in defined:
                check_name(item, str(item.value), defined, report)
    terms = {name: tuple(str(item.value).strip() for item in items) for name, items in defined.items()}
    graph, circles = _without_circles({name: [term for term in named if term in terms] for name, named in terms.items()})
    for circle in circles:
        at = inner.at(circle[0]) if inner else fields.node
        report.error(at, f"the groups name each other in a circle: {' > '.join(circle)}", do="take one of them out of another")
    return _resolved(terms, graph)


def _any_key(node: Node | None) -> tuple[str, ...]:
    return tuple(node.value) if node and isinstance(node.value, dict) else ()


def _resolved(terms: Mapping[str, tuple[str, ...]], graph: Mapping[str, Collection[str]]) -> dict[str, tuple[str, ...]]:
    made: dict[str, tuple[str, ...]] = {}
    for name in TopologicalSorter(graph).static_order():
        made[name] = tuple(dict.fromkeys(each for term in terms[name] for each in (made.get(term, ()) if term in terms else (term,))))
    return made


def _without_circles(graph: Mapping[str, Collection[str]]) -> tuple[dict[str, set[str]], list[list[str]]]:
    """The graph without one edge of every circle, and the circles, each with its first name again at its end."""
    left, circles = {name: set(named) for name, named in graph.items()}, []
    while True:
        try:
            TopologicalSorter(left).prepare()
        except CycleError as error:
            circle = error.args[1][::-1]  # graphlib lists what is named before what names it
            first = circle.index(min(circle[:-1], key=list(graph).index))
            circles.append([*circle[first:-1], *circle[:first], circle[first]])
            left[circle[0]].discard(circle[1])
        else:
            return left, circles
