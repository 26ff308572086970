"""Rules of resolution in words and as data: what a forecast keeps, so that the lake alone can decide it later."""

from __future__ import annotations

import json
import math
import re
from dataclasses import asdict
from datetime import date
from typing import Any, ClassVar

from tocsin.errors import InputError
from tocsin.patterns import KNOWN_TO_BE
from tocsin.records import Area, Pattern, Rule

VOID = "Void if fewer than 1 article a day was read between issue and deadline."
"""The void rule of a question that brings none."""

GRACE_DAYS = 7
"""How long after the deadline a report of what lies before it still counts."""

_FEWER = re.compile(r"\bfewer than (\d+(?:\.\d+)?) articles?( (?:a|per) day)?\b", re.IGNORECASE)


class BadRule(InputError):
    """A rule that is none: JSON of another shape, or a deadline that does not lie after the issue."""

    code: ClassVar[str] = "bad_rule"


def rule_text(rule: Rule) -> str:
    """The rule in words: what must be told, of whom, where, by when, by how many.

    >>> from tocsin.records import Pattern, Rule
    >>> pattern = Pattern(who=("IRN",), whom=("ISR",), types=("ASSAULT",))
    >>> rule_text(Rule(pattern=pattern, at_least=1, within_days=30, deadline=None, text="", void=""))
    'At least 1 incident of ASSAULT by IRN against ISR, told as disputed, occurred or ongoing, that lies after the issue and no later than
     30 days after it.'
    """
    pattern = rule.pattern
    told = _either(pattern.statuses or tuple(sorted(KNOWN_TO_BE)))
    parts = [
        f"{'incident' if rule.at_least == 1 else 'incidents'} of {_either(pattern.types) or 'any type'}",
        f" ({_either(pattern.modes)})" if pattern.modes else "",
        f" by {_either(pattern.who) or 'anyone'} {'and' if pattern.between else 'against'} {_either(pattern.whom) or 'anyone'}",
        " (either way round)" if pattern.between else "",
        f" in {_either(tuple(area.name for area in pattern.areas))}" if pattern.areas else "",
        f", told with the words {_either(pattern.words)}" if pattern.words else "",
        f", affirmed by at least {pattern.origins} independent origins" if pattern.origins > 1 else "",
        f", told as {told}, ",
        "that lies" if rule.at_least == 1 else "that lie",
        " after the issue and no later than ",
        rule.deadline.isoformat() if rule.deadline else f"{rule.within_days} days after it",
    ]
    return f"At least {rule.at_least} {''.join(parts)}."


def _either(names: tuple[str, ...]) -> str:
    return " or ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)


def deadline_of(rule: Rule, issued: date) -> date:
    """The last day that counts, for a question issued on a day. Raises BadRule where it does not lie after that day."""
    if rule.deadline is None:
        days = rule.within_days or 0
        last = date.fromordinal(issued.toordinal() + days)
    else:
        last = rule.deadline
    if last <= issued:
        raise BadRule(f"a deadline of {last} for a question issued on {issued}", allowed="a day after the issue", do="set a later deadline")
    return last


def void_text(void: str) -> str:
    """The void rule so that the lake can decide it: as it stands where it says "fewer than N articles" ("a day"), else with `VOID` added.

    >>> void_text("Void if the talks are renamed.")
    'Void if the talks are renamed. Void if fewer than 1 article a day was read between issue and deadline.'
    """
    return void if _FEWER.search(void) else " ".join(part for part in (void.strip(), VOID) if part)


def articles_needed(void: str, days: int) -> int:
    """How many articles must have been read in a window of so many days for the question not to be void.

    >>> articles_needed("Void if fewer than 40 articles were read.", 30), articles_needed(VOID, 30)
    (40, 30)
    """
    found = _FEWER.search(void_text(void))
    assert found  # noqa: S101  void_text sees to it
    return math.ceil(float(found[1]) * (days if found[2] else 1))


def rule_json(rule: Rule) -> str:
    """The rule as JSON, keys in order, so that equal rules give equal text."""
    return json.dumps(asdict(rule), default=date.isoformat, ensure_ascii=False, sort_keys=True)


def rule_from_json(text: str) -> Rule:
    """The rule that `rule_json` wrote. Raises BadRule for anything else."""
    try:
        data = json.loads(text)
        pattern = _tuples(data["pattern"])
        pattern["areas"] = tuple(Area(**_tuples(area)) for area in pattern["areas"])
        deadline = data["deadline"] and date.fromisoformat(data["deadline"])
        return Rule(**{**data, "pattern": Pattern(**pattern), "deadline": deadline})
    except (ValueError, TypeError, KeyError) as error:
        raise BadRule(f"a rule that cannot be read ({error})", allowed="JSON as rule_json writes it") from error


def _tuples(data: dict[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in data.items()}
