"""The worst errors of a task by row, each with its reason: ids, labels and codes only, none of the labelled text.

python -m evals errors [TASK ...] [--worst 10] [--write] [--answers FOLDER]

The worst rows are those with the most errors; of equals, the first in the file. An error is one thing that the task's figures count as
wrong: a claim, an event, a span, a triple or a place that is missed, wrong or too many.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evals import factuality, petrarch
from evals.measure import answered, gold_rows
from evals.scoring import OLD_TYPES, Row, Span, cited, coded, country, iou, km, pair_up, same_source, sides, span
from evals.tasks import Task, tasks
from tocsin.entities.place_words import demonyms

PAGE = Path(__file__).parent.parent / "docs/methods/errors.md"
NEAR_KM = 161
KINDS, REASONS = 12, 8
"""How many kinds of errors are told of a task, how many reasons of a row."""

Errors = Callable[[Row, Row], Iterator[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wrong:
    """The errors of one row: how many, and each reason with how often it is met."""

    id: str
    count: int
    reasons: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The errors of a task: the rows that have any, those with the most first; of how many; and each kind of error with its number."""

    wrong: tuple[Wrong, ...]
    texts: int
    kinds: tuple[tuple[str, int], ...]


def found(task: Task, answers: Iterable[Row]) -> Found:
    """All errors of a task."""
    by_id = {a["id"]: a for a in answers if "error" not in a}
    gold = gold_rows(task)
    if task.scorer == "stories":
        told = _of_stories(gold, by_id)
    else:
        told = {_label(g["id"], n): list(of_row(task.scorer, g, by_id.get(g["id"], {}))) for n, g in enumerate(gold)}
    rows = [Wrong(id=i, count=len(one), reasons=tuple(Counter(one).most_common())) for i, one in told.items() if one]
    kinds = Counter(kind_of(reason) for one in told.values() for reason in one)
    return Found(wrong=tuple(sorted(rows, key=lambda row: -row.count)), texts=len(gold), kinds=tuple(kinds.most_common()))


def _label(row: str, n: int) -> str:
    """The id of a row; of one that goes on with the words of a headline, outlet and day, and its place in the file."""
    parts = row.split("_")
    return f"{parts[0]}_{parts[1]} (row {n})" if len(parts) > 2 and "-" in parts[2] else row


def kind_of(reason: str) -> str:
    """A reason without what differs from row to row: X stands for codes of actors and types, N for numbers.

    >>> kind_of("ASSAULT: VDR > MLI+GHA read as nobody > MLI"), kind_of("content longer by 12 words"), kind_of("put with feed-07")
    ('X: X > X read as X > X', 'content longer by N words', 'put with another')
    """
    if _BESIDE.match(reason):
        return _BESIDE.sub(r"\1 another", reason)
    return re.sub(r"word$", "words", _NUMBER.sub("N", _CODES.sub("X", reason)))


_BESIDE = re.compile(r"(kept apart from|put with) .*")
_CODES = re.compile(r"-?\b[A-Z]{3,}\b(\+-?[A-Z]{3,}\b)*|\bnobody\b")
_NUMBER = re.compile(r"[+-]?\d[\d.,]*")


def of_row(scorer: str, gold: Row, answer: Row) -> Iterator[str]:
    """What is wrong with the answer to one labelled row, a phrase an error; `scorer` is any but "stories", where rows hang together."""
    return _ERRORS[scorer](gold, answer)


# --- reading ---


def _of_reading(gold: Row, answer: Row) -> Iterator[str]:
    yield from _of_claims(gold, answer)
    yield from _of_events(gold, answer)


def _of_claims(gold: Row, answer: Row) -> Iterator[str]:
    wanted = [c for c in gold["claims"] if len(c["chain"]) > 1]
    made = [c for c in answer.get("claims", []) if cited(c) and span(c)]
    pairs = pair_up(wanted, made, lambda x, y: iou(span(x), span(y)) if iou(span(x), span(y)) >= 0.5 else 0)
    yield from ["claim missed"] * (len(wanted) - len(pairs)) + ["claim too many"] * (len(made) - len(pairs))
    for i, j in pairs:
        chain, told = wanted[i]["chain"][1:], cited(made[j])
        if len(chain) != len(told):
            yield f"chain of {len(chain)} read as {len(told)}"
        elif not all(same_source(x, y, gold["text"]) for x, y in zip(chain, told, strict=True)):
            yield "origin wrong" if not same_source(chain[-1], told[-1], gold["text"]) else "link of the chain wrong"
        if wanted[i]["stance"] != made[j].get("stance"):
            yield f"stance {wanted[i]['stance']} read as {made[j].get('stance')}"


def _of_events(gold: Row, answer: Row) -> Iterator[str]:
    wanted, made = gold["events"], coded(answer)
    actors = {a["id"]: a for a in answer.get("actors", [])}
    also = [tuple(s) for e in wanted for s in e.get("also", [])]
    typed = pair_up(wanted, made, lambda x, y: _near(x, y) if x["type"] == y["type"] else 0)
    left = [i for i in range(len(wanted)) if i not in {i for i, _ in typed}]
    free = [j for j in range(len(made)) if j not in {j for _, j in typed}]
    found = pair_up([wanted[i] for i in left], [made[j] for j in free], _near)
    for i, j in found:
        yield f"type {wanted[left[i]]['type']} read as {made[free[j]]['type']}"
    yield from (f"{wanted[i]['type']} missed" for n, i in enumerate(left) if n not in {i for i, _ in found})
    for n, j in enumerate(free):
        again = any(m[0] < made[j]["trigger"]["end"] and made[j]["trigger"]["start"] < m[1] for m in also)
        if n not in {j for _, j in found} and not again:
            yield f"{made[j]['type']} too many"
    for i, j in typed:
        yield from _of_pair(wanted[i], made[j], actors)


def _near(gold: Row, made: Row) -> float:
    start, end = span(made["trigger"]) or (0, 0)
    met = [m for m in (gold["at"], *gold.get("also", [])) if (min(m[1], end) - max(m[0], start)) * 2 >= end - start]
    return max((1 / (1 + abs(m[0] - start) / 100) for m in met), default=0.0)


def _of_pair(gold: Row, made: Row, actors: Mapping[str, dict[str, Any]]) -> Iterator[str]:
    want = sides(gold["sources"]), sides(gold["targets"])
    told = [sides([actors[k] for k in made.get(r, []) if k in actors]) for r in ("sources", "targets")]
    mutual = told[0] == told[1] and gold["type"] in ("CONSULT", "AGREE", "COOPERATE")
    if want != tuple(told) and not (mutual and sides(gold["sources"] + gold["targets"]) == told[0]):
        yield f"{gold['type']}: {_sides(want)} read as {_sides(told)}"
    if gold["status"] != made.get("status"):
        yield f"status {gold['status']} read as {made.get('status')}"
    when = made.get("when") or {}
    if gold.get("earliest") and (when.get("earliest"), when.get("latest")) != (gold["earliest"], gold["latest"]):
        yield "date wrong" if when.get("earliest") else "date missed"


def _sides(both: Sequence[frozenset[str]]) -> str:
    return " > ".join("+".join(sorted(side)) or "nobody" for side in both)


# --- sentences of PLOVER ---


def _of_plover(gold: Row, answer: Row) -> Iterator[str]:
    wanted, types = _gold_dyads(gold)
    actors = {a["id"]: str(country(a.get("country") or a.get("code")) or "") for a in answer.get("actors", [])}
    events = coded(answer)
    made = {
        (actors[s], actors[t], e["type"])
        for e in events
        for s in e.get("sources", [])
        for t in e.get("targets", [])
        if s != t and actors.get(s) and actors.get(t)
    }
    missed, extra = sorted(wanted - made), sorted(made - wanted)
    for g in missed:
        near = next((x for x in extra if x[:2] == g[:2]), None) or next((x for x in extra if x[2] == g[2]), None)
        if near is not None:
            extra.remove(near)
        yield petrarch.told(g, near, any_event=bool(events))
    yield from (f"too many: {petrarch.arrow(x)}" for x in extra)
    without = {e["type"] for e in events} ^ types
    reported = {x[2] for x in wanted ^ made}
    yield from (f"type {name} {'missed' if name in types else 'too many'}" for name in sorted(without - reported))


def _gold_dyads(gold: Row) -> tuple[set[petrarch.Triple], set[str]]:
    made, types = set(), set()
    for event in gold["events"]:
        kind = OLD_TYPES.get(event["code"], event["code"])
        types.add(kind)
        sources, targets = event.get("source") or [], event.get("target") or []
        if event.get("reciprocal") and len(sources) > 1 and not targets:
            targets = sources
        made |= {
            (str(country(s["code"])), str(country(t["code"])), kind)
            for s in sources
            for t in targets
            if s is not t and s.get("code") and t.get("code")
        }
    return made, types


# --- attributions ---


def _of_quotes(gold: Row, answer: Row) -> Iterator[str]:
    made: dict[str, set[Span]] = {"source": set(), "cue": set(), "content": set()}
    for claim in answer.get("claims", []):
        inner = cited(claim)
        if inner or claim.get("cue"):
            for kind, one in (("content", claim), ("source", inner[-1] if inner else None), ("cue", claim.get("cue"))):
                if span(one) is not None:
                    made[kind].add(span(one))
    for kind, found in made.items():
        parts = [p for a in gold["attributions"] for p in a.get(kind) or []]
        wanted = {(min(s[0] for s in p["spans"]), max(s[1] for s in p["spans"])) for p in parts}
        yield from _of_spans(kind, sorted(wanted - found), sorted(found - wanted), gold["text"])


def _of_spans(kind: str, missed: list[Span], extra: list[Span], text: str) -> Iterator[str]:
    pairs = pair_up(missed, extra, iou)
    for i, j in pairs:
        words = len(text[slice(*extra[j])].split()) - len(text[slice(*missed[i])].split())
        amount = f"by {abs(words)} word{'s' * (abs(words) != 1)}"
        yield f"{kind} longer {amount}" if words > 0 else f"{kind} shorter {amount}" if words else f"{kind} with other edges"
    yield from [f"{kind} missed"] * (len(missed) - len(pairs)) + [f"{kind} too many"] * (len(extra) - len(pairs))


# --- places ---


def _of_places(gold: Row, answer: Row) -> Iterator[str]:
    wanted = [t for t in gold.get("toponyms") or gold["mentions"] if t.get("lat") is not None and t.get("ok", True)]
    made = [p for p in answer.get("places", []) if span(p)]
    pairs = pair_up([span(t) for t in wanted], [span(p) for p in made], lambda x, y: iou(x, y) if iou(x, y) >= 0.5 else 0)
    for i in set(range(len(wanted))) - {i for i, _ in pairs}:
        word = gold["text"][slice(*span(wanted[i]))].lower()
        yield "demonym missed" if word in demonyms() else "name missed"
    for i, j in pairs:
        if made[j].get("lat") is None:
            yield "found, not located"
        elif (off := km((float(wanted[i]["lat"]), float(wanted[i]["lon"])), (made[j]["lat"], made[j]["lon"]))) > NEAR_KM:
            yield f"located {_rounded(off)} km off"


def _rounded(distance: float) -> str:
    return f"{round(distance, -2 if distance < 1000 else -3):,.0f}"


# --- stories ---


def _of_stories(gold: Sequence[Row], answers: Mapping[str, Row]) -> dict[str, list[str]]:
    """For each report the others that it should stand with and does not, and those that it stands with and should not."""
    incidents = {g["id"]: g.get("incident") or f"none {g['id']}" for g in gold}
    made = {g["id"]: (answers.get(g["id"], {}).get("incidents") or [f"alone {g['id']}"])[0] for g in gold}
    told: dict[str, list[str]] = {}
    for i in incidents:
        mates = [j for j in incidents if j != i and incidents[j] == incidents[i]]
        beside = [j for j in incidents if j != i and made[j] == made[i]]
        told[i] = [f"kept apart from {j}" for j in mates if j not in beside] + [f"put with {j}" for j in beside if j not in mates]
    return told


_ERRORS: Mapping[str, Errors] = {
    "reading": _of_reading,
    "plover": _of_plover,
    "petrarch": petrarch.errors,
    "quotes": _of_quotes,
    "geo": _of_places,
    "factuality": factuality.errors,
}


# --- the command ---

_HEAD = """\
# The worst errors of each task

Written by `python -m evals errors --write`; one table: `python -m evals errors TASK`. The figures of these tasks, with their
intervals, are in [evals/SCORES.md](../../evals/SCORES.md) (`make eval`).

Ids are those of the labelled files; where a file has none, the place of the row, from 0. The worst rows are those with the most
errors; of equals, the first in the file. So long texts stand before short ones: the tables show which errors there are, not how
often the reading fails. An error is one thing that the task's figures count as wrong: a claim, an event, a span, a triple or a place
that is missed, wrong or too many. None of the labelled text stands here.

In the kinds, X is a code and N a number. "nobody" is a side without an actor; "-REB" one that belongs to no state.
"""


def section(task: Task, answers: Iterable[Row], most: int) -> str:
    """One task as a Markdown table."""
    errors = found(task, answers)
    lines = [f"## {task.name}", "", f"{len(errors.wrong)} of {errors.texts} rows have an error. Kinds: {_listed(errors.kinds, KINDS)}.", ""]
    lines += ["| row | errors | reasons |", "|---|---|---|"]
    lines += [f"| {row.id} | {row.count} | {_listed(row.reasons, REASONS)} |" for row in errors.wrong[:most]]
    return "\n".join(lines) + "\n"


def _listed(counted: Sequence[tuple[str, int]], most: int) -> str:
    told = [f"{reason} x{many}" if many > 1 else reason for reason, many in counted]
    rest = sum(many for _, many in counted[most:])
    return "; ".join(told[:most]).replace("|", "/") + (f"; and {rest} more" if rest else "")


def main(arguments: Sequence[str]) -> int:
    """Exit status 0, 1 where a task's labelled data are not there."""
    parser = argparse.ArgumentParser(
        prog="python -m evals errors", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("task", nargs="*", help="only these (default: all)")
    parser.add_argument("--worst", type=int, default=10, metavar="N", help="how many rows a task")
    parser.add_argument("--write", action="store_true", help="write docs/methods/errors.md instead of printing")
    parser.add_argument("--answers", type=Path, metavar="FOLDER", help="keep answers there, and take those that are there")
    parser.add_argument("--processes", type=int, default=2)
    given = parser.parse_args(arguments)
    parts, missing = [], False
    for task in tasks():
        if given.task and task.name not in given.task:
            continue
        if not task.gold.exists():
            print(f"{task.name}: {task.gold} is not there", file=sys.stderr)
            missing = True
            continue
        parts.append(section(task, kept(task, given.answers, given.processes), given.worst))
        if not given.write:
            print(parts[-1])
    if given.write:
        PAGE.write_text(_HEAD + "\n" + "\n".join(parts), encoding="utf-8")
    return 1 if missing else 0


def kept(task: Task, folder: Path | None, processes: int) -> list[dict[str, Any]]:
    """The answers of a task: those in the folder where it has them, else made, and laid there."""
    if folder is None:
        return list(answered(task, processes=processes))
    path = folder / f"{task.name.replace('/', '-').replace(', ', '-')}.jsonl"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        made = answered(task, processes=processes)
        path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in made), encoding="utf-8")
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]
