"""Rules of resolution and base rates, of scenarios and questions alike."""

from __future__ import annotations

from tocsin.records import BaseRate, Rule
from tocsin.watches.fields import Fields
from tocsin.watches.findings import Report
from tocsin.watches.patterns import PATTERN_KEYS, Names, check_sides, read_pattern, referred

_KEYS = (*PATTERN_KEYS, "at_least", "within_days", "deadline", "text", "void")
_SELECTIVE = ("who", "whom", "types", "modes", "where", "words")


def read_rule(fields: Fields, names: Names, report: Report, *, within: int | None) -> Rule | None:
    """The rule of a scenario or a question; None where there is none.

    within: the days that a rule of a scenario has, for all look equally far ahead; None for a question, which says one of `within_days` and
            `deadline` itself.
    """
    inner = fields.inner("rule", "the rule", _KEYS)
    if inner is None:
        return None
    if not inner.has(*_SELECTIVE):
        report.error(
            inner.node, "the rule is met by any incident", allowed="one or more of " + ", ".join(_SELECTIVE), do="say which incidents"
        )
    if inner.get("stances"):
        report.error(inner.at("stances"), "incidents have no stance", do='write "status", or name the type of the act')
    pattern = read_pattern(inner, names, report)
    check_sides(inner, pattern, report)
    return Rule(
        pattern=pattern,
        at_least=inner.whole("at_least", 1, 10_000, 1),
        within_days=_within(inner, report) if within is None else _same(inner, within, names, report),
        deadline=inner.day("deadline"),
        text=inner.text("text"),
        void=inner.text("void"),
    )


def _within(rule: Fields, report: Report) -> int | None:
    given = rule.has("within_days", "deadline")
    if len(given) == 2:
        report.error(rule.at("deadline"), 'the rule has both "within_days" and "deadline"', allowed="one of them", do="leave one out")
    if not given and isinstance(rule.node.value, dict):
        report.error(rule.node, "the rule has no end", allowed='"within_days" or "deadline"', do="write one of them")
    return rule.whole("within_days", 1, 3_650, 1) if rule.get("within_days") else None


def _same(rule: Fields, within: int, names: Names, report: Report) -> int:
    if rule.get("deadline"):
        report.error(
            rule.at("deadline"), "the rule of a scenario has a day", allowed=f"the watch's horizon, {within} days", do="leave it out"
        )
    said = rule.whole("within_days", 1, 3_650, within)
    if said != within and names.horizon_days is not None:
        found = f'"within_days" is {said}, the horizon of the watch {within}'
        report.error(
            rule.at("within_days"), found, allowed="the same for all scenarios", do="leave it out, or change horizon_days in watch.toml"
        )
    return within


def read_base_rate(fields: Fields, names: Names, report: Report, rule: Rule | None) -> BaseRate | None:
    """The base rate of a scenario or a question; None where there is none."""
    inner = fields.inner("base_rate", "the base rate", ("probability", "history", "source"))
    if inner is None:
        return None
    given = inner.has("probability", "history")
    if len(given) != 1 and isinstance(inner.node.value, dict):
        said = " and ".join(given) or "neither a probability nor a history"
        report.error(inner.node, f"the base rate has {said}", allowed='one of "probability" and "history"', do="keep one of them")
    items = inner.items("history")
    history = referred(items[0], "history", names.histories, report) if items else None
    if items:
        _check_countable(inner, rule, report)
    return BaseRate(
        probability=inner.number_or_none("probability", 0.001, 0.999),
        history=history,
        source=inner.text("source"),
    )


def _check_countable(base: Fields, rule: Rule | None, report: Report) -> None:
    """A table of history knows who did what to whom, nothing more."""
    if rule is None:
        report.error(
            base.at("history"), "there is no rule by which to count in the history", do="write a probability, or leave the base rate out"
        )
        return
    pattern = rule.pattern
    narrower = [
        name
        for name, given in (("modes", pattern.modes), ("where", pattern.areas), ("status", pattern.statuses), ("words", pattern.words))
        if given
    ]
    if narrower:
        found = f"the history knows nothing of {' and '.join(narrower)}, by which the rule is narrower than what is counted"
        report.warning(base.at("history"), found, do="write a probability, if the rate would come out too high")
