"""scenarios/*.yaml and questions/*.yaml: what may come, and what is asked."""

from __future__ import annotations

import math
from collections.abc import Collection
from types import MappingProxyType
from typing import cast, get_args

from tocsin.records import Expectation, QuestionDefinition, Rating, Rule, ScenarioDefinition
from tocsin.watches.fields import Fields, number
from tocsin.watches.findings import Report, listed, quoted
from tocsin.watches.nodes import Node
from tocsin.watches.patterns import Names, referred
from tocsin.watches.rules import read_base_rate, read_rule

SEEN = MappingProxyType({"CC": 0.95, "C": 0.8, "N": 0.5, "I": 0.2, "II": 0.05, "NA": 0.5})
"""How likely it is that an indicator is seen, by the word for how well it fits a scenario; "NA" says nothing for or against."""

_LEAST, _MOST = 0.01, 0.99  # what is held for certain can never be learnt otherwise
_SCENARIO = ("id", "title", "statement", "order", "rest", "base_rate", "rule", "expects")
_QUESTION = ("id", "text", "topic", "rule", "base_rate", "opens", "every_days")


def read_scenario(node: Node, names: Names, indicators: Collection[str] | None, report: Report) -> ScenarioDefinition:
    """One scenario; what is wrong with it is reported. indicators: the ids that it may expect, None where not all could be read."""
    fields = Fields(node, "the scenario", _SCENARIO, report)
    rest = fields.flag("rest")
    rule = read_rule(fields, names, report, within=names.horizon_days or 30)
    if rest and fields.get("rule"):
        report.error(
            fields.at("rule"), "the scenario that is the rest has a rule", allowed="none: it comes where no other does", do="leave it out"
        )
    if not rest and not fields.get("rule") and isinstance(node.value, dict):
        report.error(node, 'the scenario has no "rule"', do='say by which incidents it is known to have come, or write "rest: true"')
    return ScenarioDefinition(
        id=fields.identity(),
        title=fields.text("title"),
        statement=fields.text("statement"),
        rest=rest,
        order=fields.whole("order", 1, 1_000),
        base_rate=read_base_rate(fields, names, report, rule),
        expects=_expects(fields, indicators, report),
        rule=rule,
    )


def read_question(node: Node, names: Names, report: Report) -> QuestionDefinition | None:
    """One question; what is wrong with it is reported. None where it has no rule."""
    fields = Fields(node, "the question", _QUESTION, report)
    rule = read_rule(fields, names, report, within=None)
    made = _question(fields, rule, names, report) if rule else None
    if rule is None:
        report.error(node, 'the question has no "rule"', do="say by which incidents it is resolved")
    elif rule.deadline and made and made.opens and made.opens >= rule.deadline:
        found = f"the question opens on {made.opens}, its deadline is {rule.deadline}"
        report.error(fields.at("opens"), found, allowed="an earlier day than the deadline")
    return made


def _question(fields: Fields, rule: Rule, names: Names, report: Report) -> QuestionDefinition:
    return QuestionDefinition(
        id=fields.identity(),
        text=fields.text("text"),
        topic=fields.text("topic"),
        rule=rule,
        base_rate=read_base_rate(fields, names, report, rule),
        opens=fields.day("opens"),
        every_days=fields.whole("every_days", 1, 365, 7),
    )


def _expects(fields: Fields, indicators: Collection[str] | None, report: Report) -> tuple[Expectation, ...]:
    node = fields.get("expects")
    if node is None:
        return ()
    if not isinstance(node.value, dict):
        report.error(node, '"expects" is no mapping', allowed="one line for each indicator, as security-cabinet: C", do="write it so")
        return ()
    known = None if indicators is None else dict.fromkeys(indicators)
    return tuple(_expectation(name, inner, known, report) for name, inner in node.value.items())


def _expectation(name: str, node: Node, known: dict[str, None] | None, report: Report) -> Expectation:
    referred(Node(path=node.path, line=node.line, value=name), "indicator", known, report)
    said, why = node, None
    if isinstance(node.value, dict):
        fields = Fields(node, "the expectation", ("seen", "why"), report)
        said, why = fields.at("seen"), fields.text_or_none("why")
        if said is node:
            report.error(node, 'the expectation has no "seen"', do="write a rating or a number")
    seen, rating = _seen(said, report)
    return Expectation(indicator=name, seen=seen, rating=rating, why=why)


def _seen(node: Node, report: Report) -> tuple[float, Rating | None]:
    word = node.value if isinstance(node.value, str) else ""
    if word in SEEN:
        return SEEN[word], cast("Rating", word)
    made = None if node.quoted else number(word)
    allowed = f"{listed(get_args(Rating))}, or a number from {_LEAST} to {_MOST}"
    if made is None:
        if not isinstance(node.value, dict):
            report.error(node, f"{quoted(word)} is no rating", allowed=allowed, do="write one")
    elif not 0 <= made <= 1:
        report.error(node, f"{made:g} is no probability", allowed=allowed, do="write one")
    elif not _LEAST <= made <= _MOST:
        report.error(node, f"{made:g} would be certain, and nothing is", allowed=allowed, do=f"write {_LEAST if made < 0.5 else _MOST}")
    return (math.nan if made is None else made), None  # nan equals nothing, so that nothing more is said of it
