"""What can only be seen of a watch as a whole: what stands twice, contradicts itself, or tells nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeAlias

from tocsin.records import IndicatorDefinition, QuestionDefinition, ScenarioDefinition, Series
from tocsin.watches.findings import At, Report, quoted
from tocsin.watches.nodes import Node

Definition: TypeAlias = IndicatorDefinition | ScenarioDefinition | QuestionDefinition
Placed: TypeAlias = tuple[Node, Definition]


def check_ids(placed: Iterable[Placed], report: Report) -> None:
    """Ids are of one space, for `tocsin watch why ID` opens any of them."""
    first: dict[str, Node] = {}
    for node, made in placed:
        before = first.setdefault(made.id, node)
        if made.id and before is not node:
            found = f"the id {quoted(made.id)} stands twice, first in {before.path} on line {before.line}"
            report.error(node, found, do="give one of the two another")


def check_scenarios(placed: Sequence[tuple[Node, ScenarioDefinition]], report: Report) -> None:
    """Exactly one of the scenarios comes: so there are two at least, one is the rest, they are in order, and their base rates add up."""
    if len(placed) < 2:
        found = f"the watch has {len(placed) or 'no'} scenario{'s' if not placed else ''}"
        report.error(At("scenarios"), found, allowed="at least two, one of them the rest", do="write one, each a file scenarios/NAME.yaml")
        return
    _check_rest(placed, report)
    first: dict[int, ScenarioDefinition] = {}
    for node, made in placed:
        said = _at(node, "order").value == str(made.order)  # else it is missing or wrong
        before = first.setdefault(made.order, made) if said else made
        if before is not made:
            found = f"the order {made.order} is that of {quoted(before.id)} too"
            report.error(_at(node, "order"), found, allowed="an order of its own", do="say which comes first where both come")
        if not made.expects:
            report.warning(
                node, f"the scenario {quoted(made.id)} expects nothing", do='write "expects", else nothing counts for or against it'
            )
    _check_base_rates(placed, report)


def _check_rest(placed: Sequence[tuple[Node, ScenarioDefinition]], report: Report) -> None:
    rests = [(node, made) for node, made in placed if made.rest]
    if not rests:
        report.error(At("scenarios"), "no scenario is the rest", allowed="exactly one", do='write "rest: true" where nothing else comes')
    for node, made in rests[1:]:
        found = f"{quoted(made.id)} is the rest, and {quoted(rests[0][1].id)} is too"
        report.error(_at(node, "rest"), found, allowed="exactly one", do="give one of them a rule")
    for node, made in rests[:1]:
        later = next((other for _, other in placed if not other.rest and other.order > made.order), None)
        if later and _at(node, "order").value == str(made.order):
            found = f"the rest has the order {made.order}, before {quoted(later.id)}"
            report.error(_at(node, "order"), found, allowed="the highest of all: it comes where no other does", do="raise it")


def _check_base_rates(placed: Sequence[tuple[Node, ScenarioDefinition]], report: Report) -> None:
    stated = [(node, made.base_rate.probability) for node, made in placed if made.base_rate and made.base_rate.probability is not None]
    total = sum(probability for _, probability in stated)
    if total > 1 + 1e-9:
        found = f"the base rates of the scenarios add up to {total:.3g}"
        report.error(_at(stated[-1][0], "base_rate"), found, allowed="at most 1, for only one of them comes", do="lower them")
    elif len(stated) == len(placed) and total < 0.99:
        found = f"the base rates of the scenarios add up to {total:.3g}"
        report.warning(_at(stated[-1][0], "base_rate"), found, allowed="1, for one of them comes", do="leave out that of the rest")


def check_indicators(placed: Sequence[tuple[Node, IndicatorDefinition]], scenarios: Sequence[ScenarioDefinition], report: Report) -> None:
    """What each indicator tells about the scenarios."""
    if not placed:
        report.error(At("indicators"), "the watch has no indicators", allowed="at least one", do="write one in indicators/NAME.yaml")
    for node, made in placed:
        seen = [expected.seen for scenario in scenarios for expected in scenario.expects if expected.indicator == made.id]
        if made.id and scenarios and not seen:
            report.warning(node, f"no scenario expects {quoted(made.id)}, so it tells nothing about them", do='name it in "expects"')
        elif 1 < len(seen) == len(scenarios) and len(set(seen)) == 1:
            found = f"all scenarios expect {quoted(made.id)} alike, so by itself it is not diagnostic; it can matter in a cluster"
            report.warning(node, found, do="say in which scenario it is likelier, if it is in any")


def check_baselines(placed: Iterable[tuple[Node, IndicatorDefinition]], series: Iterable[Series], report: Report) -> None:
    """Whether the baseline of a series has any past."""
    last = {each.id: each.points[-1].day for each in series if each.points}
    for node, made in placed:
        end = last.get(made.series.series) if made.series else None
        if end and made.baseline.since and made.baseline.since > end:
            found = f"the baseline begins on {made.baseline.since}, the series ends on {end}"
            report.error(_at(node, "baseline"), found, allowed=f'"since" before {end}', do="mend it, or bring the series up to date")


def _at(node: Node, key: str) -> Node:
    return node.value.get(key, node) if isinstance(node.value, dict) else node
