"""indicators/*.yaml: what to watch for, and against which baseline."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import cast, get_args

from tocsin.records import AHEAD, Baseline, IndicatorDefinition, IndicatorGroup, IndicatorKind, Measure, Pattern, Routine, Season, SeriesUse
from tocsin.watches.fields import Fields
from tocsin.watches.findings import Report, quoted
from tocsin.watches.nodes import Node
from tocsin.watches.patterns import PATTERN_KEYS, Names, check_sides, phrases, read_pattern, referred

GROUPS: tuple[str, ...] = get_args(IndicatorGroup)
KINDS: tuple[str, ...] = get_args(IndicatorKind)
MEASURES: tuple[str, ...] = get_args(Measure)
SEASONS: tuple[str, ...] = get_args(Season)

_KEYS = ("id", "title", "why", "group", "kind", *PATTERN_KEYS, "window_days", "less", "baseline", "routine", "weight", "series")
_BASELINE = ("history_days", "min_windows", "season", "since", "why", "prior_per_week", "prior_weeks", "prior_source")
_PRIOR = ("prior_per_week", "prior_weeks", "prior_source")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kind:
    """What a kind counts, in which keys of a pattern it takes no interest, and of which it needs one."""

    unit: str
    idle: tuple[str, ...]
    needs: tuple[str, ...]
    may_be_less: bool = False


_SELECTIVE = ("who", "whom", "types", "modes", "where", "words")
_OF_CLAIMS = ("between", "types", "modes", "where", "status", "origins")
_KINDS = {
    "incidents": _Kind(unit="incidents", idle=("stances",), needs=_SELECTIVE, may_be_less=True),
    "claims": _Kind(unit="claims", idle=_OF_CLAIMS, needs=("who", "whom", "stances", "words"), may_be_less=True),
    "new-types": _Kind(unit="types", idle=("stances",), needs=_SELECTIVE),
    "ladder": _Kind(unit="rung", idle=("stances",), needs=_SELECTIVE),
    "series": _Kind(unit="", idle=(*PATTERN_KEYS, "routine"), needs=("series",), may_be_less=True),
    "ahead": _Kind(unit="incidents", idle=("stances",), needs=_SELECTIVE),
}


def read_indicator(node: Node, names: Names, report: Report) -> IndicatorDefinition:
    """One indicator; what is wrong with it is reported."""
    fields = Fields(node, "the indicator", _KEYS, report)
    kind = cast("IndicatorKind", fields.word("kind", KINDS))
    window = fields.whole("window_days", 1, 365)
    series = _series(fields, names, report)
    if fields.at("kind").value == kind:  # else it is wrong, and what goes with it cannot be told
        _check_kind(fields, kind, report)
    return IndicatorDefinition(
        id=fields.identity(),
        title=fields.text("title"),
        why=fields.text("why"),
        group=cast("IndicatorGroup", fields.word("group", GROUPS)),
        kind=kind,
        pattern=None if kind == "series" else _pattern(fields, kind, names, report),
        window_days=window,
        less=fields.flag("less", default=kind == "silence"),
        unit=_unit(kind, series, fields, names),
        baseline=_baseline(fields, window, report),
        routine=tuple(_routine(item, report) for item in _mappings(fields, "routine", report)),
        weight=fields.number("weight", 0.1, 10, 1),
        series=series if kind == "series" else None,
    )


def _kind(kind: IndicatorKind, fields: Fields) -> _Kind:
    """Silence is that of claims, unless the types or modes of acts are named."""
    return _KINDS[("incidents" if fields.has("types", "modes") else "claims") if kind == "silence" else kind]


def _check_kind(fields: Fields, kind: IndicatorKind, report: Report) -> None:
    asked = _kind(kind, fields)
    idle = asked.idle if kind == "series" else (*asked.idle, "series")
    for key in fields.has(*idle):
        report.error(fields.at(key), f'an indicator of kind "{kind}" takes no {quoted(key)}', do="leave it out, or write another kind")
    if not fields.has(*asked.needs):
        found = f'an indicator of kind "{kind}" has {"no series" if kind == "series" else "no pattern and would count everything"}'
        report.error(fields.node, found, allowed="one or more of " + ", ".join(asked.needs), do="say what it watches")
    if kind == "new-types" and len(fields.has("who", "whom")) < 2:
        report.error(fields.node, 'an indicator of kind "new-types" is of a pair', allowed='both "who" and "whom"', do="name the other")
    if fields.flag("less") and not asked.may_be_less:
        report.error(
            fields.at("less"),
            f'an indicator of kind "{kind}" cannot be read by what is missing',
            do='leave it out, or write kind "silence"',
        )
    if kind == "silence" and not fields.flag("less", default=True):
        report.error(fields.at("less"), "of silence it is always the little that counts", do="leave it out")


def _pattern(fields: Fields, kind: IndicatorKind, names: Names, report: Report) -> Pattern:
    pattern = read_pattern(fields, names, report)
    if _kind(kind, fields) is not _KINDS["claims"]:
        check_sides(fields, pattern, report)
    if kind != "ahead":
        return pattern
    over = [status for status in pattern.statuses if status not in AHEAD]
    if over:
        report.error(fields.at("status"), f"{quoted(over[0])} is not ahead", allowed=", ".join(sorted(AHEAD)), do="take it out")
    return replace(pattern, statuses=pattern.statuses or tuple(sorted(AHEAD)))


def _unit(kind: IndicatorKind, series: SeriesUse | None, fields: Fields, names: Names) -> str:
    if kind != "series" or series is None:
        return _kind(kind, fields).unit
    of_series = (names.series or {}).get(series.series, "")
    return {"level": of_series, "change": "%", "limit": "of the limit"}[series.measure]


def _series(fields: Fields, names: Names, report: Report) -> SeriesUse | None:
    inner = fields.inner("series", "the use of a series", ("name", "measure", "limit"))
    if inner is None:
        return None
    measure = cast("Measure", inner.word("measure", MEASURES, "level"))
    limit = inner.number_or_none("limit", -1e12, 1e12)
    if measure == "limit" and not limit:
        report.error(inner.at("limit"), 'the measure "limit" has no limit', allowed="a number that is not 0", do='write "limit: ..."')
    if measure != "limit" and inner.get("limit"):
        report.error(inner.at("limit"), f'the measure "{measure}" has a limit', allowed='"measure: limit"', do="leave one of them out")
    name = inner.items("name")
    if not name:
        inner.text("name")
    return SeriesUse(series=(referred(name[0], "series", names.series, report) if name else None) or "", measure=measure, limit=limit)


def _baseline(fields: Fields, window: int, report: Report) -> Baseline:
    inner = fields.inner("baseline", "the baseline", _BASELINE)
    if inner is None:
        inner = Fields(Node(path=fields.node.path, line=fields.node.line, value={}), "the baseline", _BASELINE, report)
    prior = inner.has(*_PRIOR)
    if 0 < len(prior) < len(_PRIOR):
        report.error(
            inner.at(prior[0]), f"the prior has {' and '.join(prior)} only", allowed=", ".join(_PRIOR), do="add the rest, or leave it out"
        )
    if inner.get("since") and not inner.get("why"):
        report.error(inner.at("since"), "nobody knows why no older past counts", do='write "why"')
    made = Baseline(
        history_days=inner.whole("history_days", 7, 3_650, 365),
        min_windows=inner.whole("min_windows", 2, 500, 8),
        season=cast("Season", inner.word("season", SEASONS, "none")),
        since=inner.day("since"),
        why=inner.text_or_none("why"),
        prior_per_week=inner.number_or_none("prior_per_week", 0, 10_000),
        prior_weeks=inner.number_or_none("prior_weeks", 0.1, 10_000),
        prior_source=inner.text_or_none("prior_source"),
    )
    _check_reach(inner, made, window, report)
    return made


def _check_reach(fields: Fields, made: Baseline, window: int, report: Report) -> None:
    step = 7 * math.ceil(window / 7) if made.season == "week" else window  # weeks are compared on the same day of the week
    whole = made.history_days // step
    if made.min_windows > whole:
        found = f"{made.min_windows} windows, one every {step} days, never fit into {made.history_days} days of history"
        allowed = f"at most {whole} windows, or at least {made.min_windows * step} days"
        report.error(fields.at("min_windows"), found, allowed=allowed, do='change "min_windows" or "history_days"')
    if made.season == "year" and made.history_days < 730:
        found = f"{made.history_days} days of history hold no time of the year twice"
        report.warning(fields.at("season"), found, allowed="at least 730", do='write "history_days: 730" or more')


def _mappings(fields: Fields, key: str, report: Report) -> tuple[Node, ...]:
    node = fields.get(key)
    if node is None:
        return ()
    if isinstance(node.value, tuple):
        return node.value
    report.error(node, f"{quoted(key)} is no list", allowed='items that begin with "- words:"', do="write it so")
    return ()


def _routine(node: Node, report: Report) -> Routine:
    fields = Fields(node, "the routine", ("words", "weight", "why"), report)
    if isinstance(node.value, dict) and not fields.get("words"):
        report.error(node, "the routine has no words", do='write "words", by which it is known')
    return Routine(words=phrases(fields, report), weight=fields.number("weight", 0, 1), why=fields.text("why"))
