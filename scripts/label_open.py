"""Checks hand-written labels in evals/open and resolves their words to offsets: each .toml of SETS into its .jsonl.

    python scripts/label_open.py          write both sets
    python scripts/label_open.py --check  only compare: exit status 1 where a .jsonl is not what its source makes

Every word of a label has to stand in its text. A claim's content, an event's `at` and each `also` occur exactly once; a trigger once in
its `at`, and inside its claim. A source is found at the occurrence nearest to its cue (without a cue, to the content), a cue at the
occurrence nearest to the content. All faults are printed, and a set is not written while there is one in it.
"""

from __future__ import annotations

import json
import re
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, get_args

from tocsin.ontology import PLOVER, SECTORS
from tocsin.records import Stance
from tocsin.records.event import Status

OPEN = Path(__file__).parent.parent / "evals/open"
SETS = {"source.toml": "reading.jsonl", "second.toml": "second.jsonl"}
OUTLET = "OUTLET"
WORDS = range(40, 141)
LONGEST_AT = 14
LONGEST_TRIGGER = 60
Span = tuple[int, int]


class Fault(ValueError):
    """A label that does not fit its text, or is no label."""


def occurrences(words: str, text: str) -> list[Span]:
    """Where `words` stand in the text as whole words."""
    return [m.span() for m in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", text)]


def once(words: str, text: str, what: str, within: Span | None = None) -> Span:
    """The one occurrence of `words` (in `within`, where given)."""
    low, high = within or (0, len(text))
    found = [(a, b) for a, b in occurrences(words, text) if low <= a and b <= high]
    if len(found) != 1:
        raise Fault(f"{what} {words!r} stands {len(found)} times")
    return found[0]


def gap(a: Span, b: Span) -> int:
    """Characters between two spans; 0 where they touch or overlap."""
    return max(b[0] - a[1], a[0] - b[1], 0)


def nearest(words: str, text: str, to: Span, what: str, *, outside: bool = False) -> Span:
    """The occurrence that lies nearest to a span; with `outside`, none that lies in it."""
    found = [s for s in occurrences(words, text) if not (outside and to[0] <= s[0] and s[1] <= to[1])]
    if not found:
        raise Fault(f"{what} {words!r} does not stand in the text")
    return min(found, key=lambda s: gap(s, to))


def one_of(value: str, allowed: Any, what: str) -> str:
    if value not in allowed:
        raise Fault(f"{what} {value!r} is none of {', '.join(allowed)}")
    return value


@dataclass
class Labeller:
    """Resolves the labels of one text; faults are gathered, not raised."""

    row: dict[str, Any]
    faults: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return str(self.row["text"]).strip()

    def reading(self) -> dict[str, Any]:
        """The row of reading.jsonl."""
        if len(self.text.split()) not in WORDS:
            self.faults.append(f"the text has {len(self.text.split())} words, not {WORDS.start} to {WORDS.stop - 1}")
        head = {k: self.row[k] for k in ("id", "outlet", "title", "published")}
        claims = list(self.gathered(self.row["claims"], self.claim))
        events = list(self.gathered(self.row["events"], lambda label: self.event(label, claims)))
        return {**head, "text": self.text, "claims": claims, "events": events}

    def gathered(self, labels: list[dict[str, Any]], resolve: Any) -> Iterator[dict[str, Any]]:
        for n, label in enumerate(labels):
            try:
                yield resolve(label)
            except (Fault, KeyError, ValueError) as fault:
                self.faults.append(f"{label.get('at') or label.get('content')!r} ({n}): {fault}")

    def claim(self, label: dict[str, Any]) -> dict[str, Any]:
        known(label, {"content", "chain", "cue", "stance"})
        start, end = once(label["content"], self.text, "content")
        outer, *cited = label["chain"]
        if outer != OUTLET:
            raise Fault(f"the chain begins with {outer!r}, not {OUTLET}")
        cue = nearest(label["cue"], self.text, (start, end), "cue", outside=True) if "cue" in label else None
        if bool(cited) != bool(cue):
            raise Fault("a claim has a cue where, and only where, it has a source")
        chain = [{"name": self.row["outlet"], "named": True, "start": None, "end": None}]
        for source in cited:
            name = source.removesuffix("*")
            a, b = nearest(name, self.text, cue or (start, end), "source")
            chain.append({"name": name, "named": name == source, "start": a, "end": b})
        return {
            "start": start,
            "end": end,
            "chain": chain,
            "cue": {"start": cue[0], "end": cue[1], "text": label["cue"]} if cue else None,
            "stance": one_of(label["stance"], get_args(Stance), "stance"),
        }

    def event(self, label: dict[str, Any], claims: list[dict[str, Any]]) -> dict[str, Any]:
        known(
            label,
            {"at", "trigger", "claim", "type", "sources", "targets", "proxies", "status", "earliest", "latest", "place", "also"},
        )
        at = once(label["at"], self.text, "at")
        start, end = once(label["trigger"], self.text, "trigger", at)
        claim = claims[label["claim"]] if label["claim"] < len(claims) else {"start": 0, "end": 0}
        if not claim["start"] <= start < end <= claim["end"]:
            raise Fault(f"the trigger {label['trigger']!r} is not in claim {label['claim']}")
        if len(label["at"].split()) > LONGEST_AT or end - start > LONGEST_TRIGGER:
            raise Fault("at or trigger is too long")
        place = label.get("place")
        if place and not occurrences(place, self.text):
            raise Fault(f"the place {place!r} does not stand in the text")
        return {
            "start": start,
            "end": end,
            "trigger": label["trigger"],
            "at": list(at),
            "claim": label["claim"],
            "type": one_of(label["type"], [p for p in PLOVER if p != "OTHER"], "type"),
            **{side: [self.actor(a) for a in label.get(side, [])] for side in ("sources", "targets", "proxies")},
            "status": one_of(label["status"], get_args(Status), "status"),
            **dates(label.get("earliest"), label.get("latest")),
            "place": place,
            "also": [list(once(words, self.text, "also")) for words in label.get("also", [])],
        }

    def actor(self, label: str) -> dict[str, str | None]:
        words, country, sector = label.split(" | ")
        if not occurrences(words, self.text):
            raise Fault(f"the actor {words!r} does not stand in the text")
        if country != "-" and not re.fullmatch("[A-Z]{3}", country):
            raise Fault(f"{country!r} is no country code")
        return {"text": words, "country": None if country == "-" else country, "sector": one_of(sector, SECTORS, "sector")}


def known(label: dict[str, Any], fields: set[str]) -> None:
    if unknown := label.keys() - fields:
        raise Fault(f"unknown fields {sorted(unknown)}")


def dates(earliest: str | None, latest: str | None) -> dict[str, str | None]:
    for day in filter(None, (earliest, latest)):
        date.fromisoformat(day)
    if earliest and latest and earliest > latest:
        raise Fault(f"{earliest} is after {latest}")
    return {"earliest": earliest, "latest": latest}


def made(source: Path) -> str:
    """The lines that a source makes; raises Fault with all that is wrong in it."""
    labellers = [Labeller(row) for row in tomllib.loads(source.read_text(encoding="utf-8"))["text"]]
    readings = [labeller.reading() for labeller in labellers]
    faults = [f"{labeller.row['id']}: {fault}" for labeller in labellers for fault in labeller.faults]
    if len({reading["id"] for reading in readings}) != len(readings):
        faults.append(f"{source.name}: an id stands twice")
    if faults:
        raise Fault("\n".join(faults))
    return "".join(json.dumps(reading, ensure_ascii=False) + "\n" for reading in readings)


def written(source: Path, target: Path, *, check: bool) -> bool:
    """Whether the target is now what the source makes."""
    try:
        lines = made(source)
    except Fault as faults:
        print(faults, file=sys.stderr)
        return False
    if check:
        return target.is_file() and target.read_text(encoding="utf-8") == lines
    target.write_text(lines, encoding="utf-8")
    return True


def main() -> int:
    check = "--check" in sys.argv[1:]
    right = [written(OPEN / source, OPEN / target, check=check) for source, target in SETS.items()]
    return int(not all(right))


if __name__ == "__main__":
    sys.exit(main())
