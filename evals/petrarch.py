"""The PETRARCH unit records: who did what to whom in sentences that try the grammar, with actors of an invented world.

The invented actors are in petrarch_actors.csv: names and codes after the validation dictionary of openeventdata/petrarch2 (MIT).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from evals.scoring import Row, coded, f1
from tocsin.ontology import cameo

ACTORS = Path(__file__).parent / "petrarch_actors.csv"

Triple = tuple[str, str, str]
Namer = Callable[[str], str]

_CODE = re.compile(r"[A-Z]{3,}(/[A-Z]{3,})*")
_SAME = {"NGM": "NGO", "IMG": "REB", "KUW": "KWT", "NZE": "NZL", "RHO": "ZWE", "ZBW": "ZWE"}
"""First letters of actor codes as the records have them -> as they are now."""
_SECTOR = {"CIV": "CVL"}


def scorable(row: Row) -> bool:
    """Whether a record tries the coding: not one that must end in an error, nor one with a type that no code book has (345, 802, 904)."""
    return not row["expect_error"] and (not _is_typed(row) or all(root(e["code"]) is not None for e in row["events"]))


def _is_typed(row: Row) -> bool:
    """Whether the codes of its events are those of CAMEO; the TABARI records have older ones, whose actors alone can be compared."""
    return "TABARI" not in row["scheme"]


def root(code: str) -> str | None:
    """The first two digits of a CAMEO code; None for what is none."""
    digits = re.sub(r"\D", "", code)
    return digits[:2] if len(digits) > 1 and "01" <= digits[:2] <= "20" else None


def plover_of(code: str) -> str | None:
    """The PLOVER type of a CAMEO code; None for statements (01), which have none."""
    digits = re.sub(r"\D", "", code)
    for end in range(len(digits), 1, -1):
        try:
            return cameo(digits[:end]).plover
        except KeyError:
            continue
    return None


def land(code: str) -> str:
    """The state of an actor code, or what stands in its place ("IGO", "REB")."""
    return _SAME.get(code[:3], code[:3])


def full(code: str) -> str:
    """State and first sector; a state alone is its government."""
    sector = code[3:6] or "GOV"
    return land(code) + _SECTOR.get(sector, sector)


def gold_triples(row: Row, actor: Namer, kind: Callable[[Any], str | None]) -> set[Triple]:
    """The triples of a record whose two actors are known and whose type is an event's."""
    return {
        (actor(s), actor(t), name)
        for e in row["events"]
        if (name := kind(e["code"])) not in (None, "01")
        for s in _split(e["source"])
        for t in _split(e["target"])
    }


def _split(code: str | None) -> list[str]:
    return code.split("/") if code and _CODE.fullmatch(code) else []


def answered_triples(answer: Row, actor: Namer, kind: Callable[[Any], str | None]) -> set[Triple]:
    """The triples of an answer, of its scorable events."""
    actors = {a["id"]: a["code"] for a in answer.get("actors", []) if a.get("code")}
    return {
        (actor(actors[s]), actor(actors[t]), name)
        for e in coded(answer)
        if (name := kind(e)) is not None
        for s in e["sources"]
        for t in e["targets"]
        if s != t and s in actors and t in actors
    }


def root_of(event: Row) -> str | None:
    """The CAMEO root of an answered event."""
    return root(event["cameo"]) if event.get("cameo") else None


def type_of(event: Row) -> str:
    """The PLOVER type of an answered event."""
    return str(event["type"])


_FIGURES = (
    ("source, target, PLOVER type", land, plover_of, type_of),
    ("source, target, CAMEO root", land, root, root_of),
    ("source and target with sectors, PLOVER type", full, plover_of, type_of),
)


def score(gold: Iterable[Row], answers: Mapping[str, Row]) -> dict[str, Any]:
    """Micro-averaged figures of triples, of types alone and of dyads alone; records that `scorable` refuses are left out.

    Of records in older codes the dyads alone. The records label the main clause; what is coded beyond it counts as an
    error. So the share of labelled triples found stands beside F1.
    """
    rows = [(g, answers.get(g["id"], {})) for g in gold if scorable(g)]
    made: dict[str, Any] = {}
    if all(_is_typed(g) for g, _ in rows):
        for name, actor, gold_kind, kind in _FIGURES:
            made[name] = _f1((gold_triples(g, actor, gold_kind), answered_triples(a, actor, kind)) for g, a in rows)
        made["labelled source, target, PLOVER type found"] = _found(made["source, target, PLOVER type"])
        types = (({t for e in g["events"] if (t := plover_of(e["code"]))}, {e["type"] for e in coded(a)}) for g, a in rows)
        made["PLOVER type only"] = _f1(types)
        made["labelled PLOVER type found"] = _found(made["PLOVER type only"])
    made["source and target only"] = _f1((_dyads(g, a, land) for g, a in rows))
    made["labelled source and target found"] = _found(made["source and target only"])
    made["source and target with sectors only"] = _f1((_dyads(g, a, full) for g, a in rows))
    return made


def _found(figure: Row) -> dict[str, Any]:
    return {"share": figure["R"], "of": figure["gold"]}


def _dyads(gold: Row, answer: Row, actor: Namer) -> tuple[set[tuple[str, str]], set[tuple[str, str]]]:
    wanted = gold_triples(gold, actor, plover_of if _is_typed(gold) else str)
    return {t[:2] for t in wanted}, {t[:2] for t in answered_triples(answer, actor, type_of)}


def _f1(pairs: Iterable[tuple[set[Any], set[Any]]]) -> Any:
    hits = answered = gold = 0
    for g, a in pairs:
        hits, answered, gold = hits + len(g & a), answered + len(a), gold + len(g)
    return f1(hits, answered, gold)


def errors(row: Row, answer: Row) -> Iterator[str]:
    """What is wrong with the answer to one record, a phrase a triple, in codes alone."""
    if not scorable(row):
        return
    if not _is_typed(row):
        wanted, told_of = _dyads(row, answer, land)
        yield from (f"{s} > {t} missed" for s, t in sorted(wanted - told_of))
        yield from (f"too many: {s} > {t}" for s, t in sorted(told_of - wanted))
        return
    gold, made = gold_triples(row, land, plover_of), answered_triples(answer, land, type_of)
    missed, extra = sorted(gold - made), sorted(made - gold)
    for g in missed:
        near = next((x for x in extra if x[:2] == g[:2]), None) or next((x for x in extra if x[2] == g[2]), None)
        if near is not None:
            extra.remove(near)
        yield told(g, near, any_event=bool(answer.get("events")))
    yield from (f"too many: {x[2]} of {x[0]} upon itself" if x[0] == x[1] else f"too many: {arrow(x)}" for x in extra)


def told(gold: Triple, near: Triple | None, *, any_event: bool) -> str:
    """What became of a labelled triple; `near`: the answered one that is most like it, None where none is."""
    if near is None:
        return f"{arrow(gold)} missed" + ("" if any_event else ", no event found")
    if near[:2] == gold[:2]:
        return f"{gold[0]} > {gold[1]}: type {gold[2]} read as {near[2]}"
    if near[:2] == gold[1::-1]:
        return f"{gold[2]}: {gold[0]} > {gold[1]} turned round"
    return f"{gold[2]}: {gold[0]} > {gold[1]} read as {near[0]} > {near[1]}"


def arrow(triple: Triple) -> str:
    """A triple in codes."""
    return f"{triple[0]} > {triple[1]} {triple[2]}"
