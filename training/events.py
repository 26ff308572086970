"""Whether heads on the encoder's states would type events, find them or tell their status better than the rules do.

    python -m training.events read    --gold GOLD --out OUT                                (where Tocsin is installed)
    python -m training.events measure --gold GOLD --out OUT [--weights state.pt] [--base FOLDER] [PART ...]    (where torch is)

`read` writes what the rules read in PLOVER, CoPED, reading/dev and evals/open. `measure` fits the heads and prints the tables of
docs/methods/events.md; PART is types, gate, finder or factuality (default: all). Every figure is over five folds of texts and three
seeds; what trains on no part of a set is fitted once. The weights of `--weights` are a training run of training.attribution; without
it the encoder's own.
"""

from __future__ import annotations

import argparse
import copy
import gzip
import json
import re
from collections.abc import Callable, Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
from evals.score import f1, load, overlap, pair_up, score_plover, score_reading, span
from numpy.typing import NDArray

Row = dict[str, Any]
Floats = NDArray[Any]

TYPES = (
    *("AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST"),
    *("ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"),
)
NONE = len(TYPES)
STATUSES = ("occurred", "ongoing", "scheduled", "threatened", "demanded", "possible", "failed", "denied")
REAL = frozenset({"occurred", "ongoing"})
SPOKEN = frozenset({"REQUEST", "THREATEN", "AGREE", "REJECT", "ACCUSE"})
OLDER = {"DEMAND": "REQUEST", "DISAPPROVE": "ACCUSE", "INVESTIGATE": "ACCUSE", "FIGHT": "ASSAULT", "YIELD": "CONCEDE"}
"""Types of PLOVER's first version -> those of today."""
QUADS = {
    **dict.fromkeys(("AGREE", "CONSULT", "SUPPORT", "CONCEDE"), "1"),
    **dict.fromkeys(("COOPERATE", "AID", "RETREAT"), "2"),
    **dict.fromkeys(("REQUEST", "ACCUSE", "REJECT", "THREATEN"), "3"),
    **dict.fromkeys(("PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"), "4"),
}
FOLDS, SEEDS, DRAWS = 5, (1, 2, 3), 300
SENTENCES = Path(__file__).parent / "data/events.tsv"
READING = ("dev", "open", "second")


def sets(gold: Path) -> dict[str, Path]:
    """The labelled files by name."""
    own = Path(__file__).parents[1] / "evals/open"
    return {
        "plover": gold / "events/plover_gsr_cameo.jsonl",
        "dev": gold / "reading/dev.jsonl",
        "open": own / "reading.jsonl",
        "second": own / "second.jsonl",
        "coped": gold / "events/coped_cameo_en_dev.jsonl",
    }


def read(options: argparse.Namespace) -> None:
    """Write the rules' answers, one file a set."""
    from tocsin.collect import rows
    from tocsin.pipeline import Reader
    from tocsin.products.answer import answer

    options.out.mkdir(parents=True, exist_ok=True)
    for name, path in sets(options.gold).items():
        given = "".join(json.dumps({"id": g["id"], "text": g["text"], "published": g.get("published")}) + "\n" for g in load(str(path)))
        with (options.out / f"{name}.jsonl").open("w", encoding="utf-8") as out:
            for found in Reader().read_many(rows(BytesIO(given.encode())), processes=2):
                out.write(json.dumps(answer(found), ensure_ascii=False) + "\n")


class Data:
    """Gold rows, the rules' answers and the encoder's states of the sets."""

    def __init__(self, options: argparse.Namespace) -> None:
        self.options, self.files = options, sets(options.gold)
        self.answers = {name: {a["id"]: a for a in load(str(options.out / f"{name}.jsonl")) if "error" not in a} for name in self.files}
        self.gold = {name: [g for g in load(str(path)) if g["id"] in self.answers[name]] for name, path in self.files.items()}
        self.states = {name: self.of([g["text"] for g in self.gold[name]]) for name in self.files}

    def of(self, texts: Sequence[str]) -> list[Any]:
        """The states of any texts."""
        from training.states import states

        return states(texts, base=self.options.base, weights=self.options.weights)

    def events(self, name: str) -> list[tuple[int, int]]:
        """(number of the text, number of the event) of each event that the scorer counts."""
        answers = [self.answers[name][g["id"]]["events"] for g in self.gold[name]]
        return [(n, k) for n, events in enumerate(answers) for k, e in enumerate(events) if e["type"] in TYPES]

    def score(self, name: str, kept: Mapping[tuple[int, int], bool]) -> list[float]:
        """F1 of the set's headline figures when only these events are answered."""
        answers = copy.deepcopy(self.answers[name])
        for n, g in enumerate(self.gold[name]):
            events = answers[g["id"]]["events"]
            answers[g["id"]]["events"] = [e for k, e in enumerate(events) if kept.get((n, k), True)]
        return figures(name, self.gold[name], answers)


def figures(name: str, gold: list[Row], answers: dict[str, Row]) -> list[float]:
    """PLOVER: dyad with type, type. Reading: typed, who did what to whom, that with status."""
    if name == "plover":
        scored = score_plover(gold, answers)
        return [scored[k]["F1"] for k in ("country dyad + type", "type only")]
    scored = score_reading(gold, answers)
    return [scored[k]["F1"] for k in ("events typed", "who did what to whom", "who did what to whom, with status")]


def fit(x: Floats, y: Floats, weights: Floats | None = None, *, l2: float) -> Callable[[Floats], Floats]:
    """Multinomial logistic regression by L-BFGS on standardised features; y holds probabilities. Returns features -> probabilities."""
    import torch

    middle, spread = x.mean(axis=0), x.std(axis=0) + 1e-3
    scale = 10 / np.sqrt(x.shape[1])

    def prepared(rows: Floats) -> torch.Tensor:
        return torch.tensor((rows - middle) / spread * scale, dtype=torch.float32)

    inputs, wanted = prepared(x), torch.tensor(y, dtype=torch.float32)
    share = torch.ones(len(x)) if weights is None else torch.tensor(weights, dtype=torch.float32)
    w, b = torch.zeros(x.shape[1], y.shape[1], requires_grad=True), torch.zeros(y.shape[1], requires_grad=True)
    optim = torch.optim.LBFGS([w, b], max_iter=40, line_search_fn="strong_wolfe")

    def cost() -> float:
        optim.zero_grad()
        loss = -(share[:, None] * wanted * torch.log_softmax(inputs @ w + b, dim=1)).sum() / share.sum() + l2 * (w**2).sum()
        loss.backward()
        return float(loss.detach())

    optim.step(cost)
    return lambda rows: torch.softmax(prepared(rows) @ w + b, dim=1).detach().numpy()


def folds(number: int, seed: int) -> NDArray[np.int64]:
    """A fold for each text."""
    made = np.empty(number, dtype=np.int64)
    made[np.random.default_rng(seed).permutation(number)] = np.arange(number) % FOLDS
    return made


def whitened(rows: Floats, size: int) -> Floats:
    """The first principal components, each of variance one."""
    centred = rows - rows.mean(axis=0)
    _, values, axes = np.linalg.svd(centred, full_matrices=False)
    return centred @ axes[:size].T / (values[:size] / np.sqrt(len(rows)))


def drawn(values: Floats) -> str:
    """Mean and the middle 90 % over bootstrap draws of texts."""
    rng = np.random.default_rng(0)
    means = sorted(values[rng.integers(0, len(values), len(values))].mean() for _ in range(DRAWS))
    return f"{values.mean():.3f} [{means[DRAWS // 20]:.3f}, {means[-DRAWS // 20]:.3f}]"


def kind(row: Row) -> str:
    """The one type of a PLOVER record."""
    code = row["events"][0]["code"]
    return OLDER.get(code, code)


# --- a sentence's type ----------------------------------------------------------------------------------------------------------


def types(data: Data) -> None:
    """PLOVER: the type of a sentence from its mean and largest states alone, beside what the rules hold."""
    gold = [kind(g) for g in data.gold["plover"]]
    answers = [{e["type"] for e in data.answers["plover"][g["id"]]["events"] if e["type"] in TYPES} for g in data.gold["plover"]]
    one = f1(sum(g in a for g, a in zip(gold, answers, strict=True)), sum(map(len, answers)), len(gold))
    held = np.array([g in a for g, a in zip(gold, answers, strict=True)], dtype=float)
    print(f"rules: type F1 {one['F1']} P {one['P']} R {one['R']}; the gold type is among the sentence's types {drawn(held)}")
    y = np.array([TYPES.index(g) for g in gold])
    own = [s.values[s.spans[:, 1] > s.spans[:, 0]] for s in data.states["plover"]]
    for name, part in (
        ("layer 3", slice(0, 384)),
        ("layer 5", slice(384, 768)),
        ("layer 6", slice(768, 1152)),
        ("all three", slice(0, 1152)),
    ):
        x = np.stack([np.concatenate([v[:, part].mean(axis=0), v[:, part].max(axis=0)]) for v in own])
        right = [np.array([_types_right(x, y, folds(len(y), seed))]) for seed in SEEDS]
        shares = " ".join(f"{r.mean():.3f}" for r in right)
        print(f"linear head, {name}: accuracy by seed {shares}; {drawn(np.mean(right, axis=0)[0])}", flush=True)


def _types_right(x: Floats, y: Floats, fold: Floats) -> Floats:
    right = np.zeros(len(y))
    for j in range(FOLDS):
        head = fit(x[fold != j], np.eye(len(TYPES))[y[fold != j]], l2=3e-3)
        right[fold == j] = head(x[fold == j]).argmax(axis=1) == y[fold == j]
    return right


# --- keep or reject -------------------------------------------------------------------------------------------------------------


def gate(data: Data) -> None:
    """One model for both ways of coding that keeps or rejects the rules' events; `second` never trains."""
    names = ("plover", *READING)
    right = {name: _right(data, name) for name in names}
    rules = {name: np.stack([_rules(data, name, n, k) for n, k in data.events(name)]) for name in names}
    length = {name: np.stack([_length(data, name, n) for n, _ in data.events(name)]) for name in names}
    whole = whitened(np.concatenate([np.stack([_trigger(data, name, n, k) for n, k in data.events(name)]) for name in names]), 32)
    edges = np.cumsum([0, *(len(right[name]) for name in names)])
    states = {name: whole[a:b] for name, a, b in zip(names, edges[:-1], edges[1:], strict=True)}
    print("no gate:", {name: data.score(name, {}) for name in names})
    tables = {
        "rules": rules,
        "rules and states": {n: np.concatenate([rules[n], states[n]], axis=1) for n in names},
        "rules and length of the text": {n: np.concatenate([rules[n], length[n]], axis=1) for n in names},
    }
    for label, x in tables.items():
        runs = [_gated(data, x, right, seed) for seed in SEEDS]
        for least in (0.2, 0.3, 0.4):
            each = {n: [data.score(n, dict(zip(data.events(n), run[n] >= least, strict=True))) for run in runs] for n in names}
            means = {n: np.mean(rows, axis=0).round(3).tolist() for n, rows in each.items()}
            spread = {n: round(float(np.ptp([r[-1 if n == "plover" else 0] for r in rows])), 3) for n, rows in each.items()}
            print(f"{label}, kept from {least}: {means}; seeds apart by {spread}", flush=True)
    told = _apart(data, states, names)
    print(f"states alone tell PLOVER's sentences from the passages: area under the curve {told:.3f}")


def _gated(data: Data, x: Mapping[str, Floats], right: Mapping[str, Floats], seed: int) -> dict[str, Floats]:
    trained = ("plover", "dev", "open")
    fold = {n: folds(len(data.gold[n]), seed)[[t for t, _ in data.events(n)]] for n in trained}
    made = {n: np.zeros(len(rows)) for n, rows in x.items()}
    for j in range(FOLDS):
        inputs = np.concatenate([x[n][fold[n] != j] for n in trained])
        wanted = np.concatenate([right[n][fold[n] != j] for n in trained]).astype(int)
        head = fit(inputs, np.eye(2)[wanted], l2=5e-3)
        for n in trained:
            made[n][fold[n] == j] = head(x[n][fold[n] == j])[:, 1]
        made["second"] += head(x["second"])[:, 1] / FOLDS
    return made


def _right(data: Data, name: str) -> Floats:
    """Whether each event of the rules is one that the scorer counts as right."""
    if name == "plover":
        answers = data.answers[name]
        return np.array([answers[data.gold[name][n]["id"]]["events"][k]["type"] == kind(data.gold[name][n]) for n, k in data.events(name)])
    paired = {(n, k) for n, k, _ in matched(data, name)}
    return np.array([key in paired for key in data.events(name)])


def matched(data: Data, name: str) -> list[tuple[int, int, Row]]:
    """(text, event, gold event) of each pair that is typed right, by the scorer's rule."""
    made = []
    for n, g in enumerate(data.gold[name]):
        events = data.answers[name][g["id"]]["events"]
        own = [k for k, e in enumerate(events) if e["type"] in TYPES]
        pairs = pair_up(g["events"], [events[k] for k in own], _hit)
        made += [(n, own[j], g["events"][i]) for i, j in pairs]
    return made


def _hit(gold: Row, event: Row) -> float:
    trigger = span(event["trigger"])
    near = [tuple(m) for m in (gold["at"], *gold.get("also", [])) if overlap(tuple(m), trigger) * 2 >= trigger[1] - trigger[0]]
    if not near or gold["type"] != event["type"]:
        return 0.0
    return max((2.0 if overlap(span(gold), trigger) else 1.0) / (1 + abs(m[0] - trigger[0]) / 100) for m in near)


def _sentence(answer: Row, start: int, text: str) -> tuple[int, int]:
    return next(((s["start"], s["end"]) for s in answer["sentences"] if s["start"] <= start < s["end"]), (0, len(text)))


def _rules(data: Data, name: str, n: int, k: int) -> Floats:
    answer = data.answers[name][data.gold[name][n]["id"]]
    event = answer["events"][k]
    start = event["trigger"]["start"]
    low, high = _sentence(answer, start, data.gold[name][n]["text"])
    before = [e for e in answer["events"] if low <= e["trigger"]["start"] < start and e["type"] in TYPES]
    alone = not any(low <= e["trigger"]["start"] < high for e in answer["events"] if e is not event and e["type"] in TYPES)
    status = np.eye(len(STATUSES))[STATUSES.index(event["status"])]
    spoken = any(e["type"] in SPOKEN for e in before)
    some = [bool(event["sources"]), bool(event["targets"]), event["score"], alone, bool(before), spoken]
    return np.concatenate([np.eye(len(TYPES))[TYPES.index(event["type"])], status, some, status * bool(before), status * spoken])


def _length(data: Data, name: str, n: int) -> Floats:
    number = len(data.answers[name][data.gold[name][n]["id"]]["sentences"])
    return np.array([np.log(max(number, 1)), number == 1], dtype=float)


def _trigger(data: Data, name: str, n: int, k: int) -> Floats:
    row, states = data.gold[name][n], data.states[name][n]
    trigger = data.answers[name][row["id"]]["events"][k]["trigger"]
    sentence = _sentence(data.answers[name][row["id"]], trigger["start"], row["text"])
    return np.concatenate([states.mean(trigger["start"], trigger["end"]), states.mean(*sentence)])


def _apart(data: Data, x: Mapping[str, Floats], names: Sequence[str]) -> float:
    made = {n: np.zeros(len(x[n])) for n in names}
    fold = {n: folds(len(data.gold[n]), 1)[[t for t, _ in data.events(n)]] for n in names}
    for j in range(FOLDS):
        inputs = np.concatenate([x[n][fold[n] != j] for n in names])
        wanted = np.concatenate([np.full((fold[n] != j).sum(), n == "plover") for n in names]).astype(int)
        head = fit(inputs, np.eye(2)[wanted], l2=1e-2)
        for n in names:
            made[n][fold[n] == j] = head(x[n][fold[n] == j])[:, 1]
    return area(made["plover"], np.concatenate([made[n] for n in names if n != "plover"]))


def area(above: Floats, below: Floats) -> float:
    """How often one of the first is larger than one of the second (area under the ROC curve)."""
    difference = above[:, None] - below
    return float((difference > 0).mean() + 0.5 * (difference == 0).mean())


# --- events that the rules leave uncoded ------------------------------------------------------------------------------------------


def finder(data: Data) -> None:
    """A head over words, taught by CoPED, PLOVER and sentences of our own; what it would add to the passages, none of which trains."""
    parts = [_words(data, "coped"), _words(data, "plover"), _own(data)]
    x, y, w = (np.concatenate(column) for column in zip(*parts, strict=True))
    print(f"{len(y)} words train, {int((y != NONE).sum())} of them triggers", flush=True)
    head = fit(x, np.eye(NONE + 1)[y], w, l2=1e-4)
    for name in READING:
        added = [_found(data, name, n, head) for n in range(len(data.gold[name]))]
        for least in (1.01, 0.8, 0.6, 0.5, 0.4):
            answers = copy.deepcopy(data.answers[name])
            for g, rows in zip(data.gold[name], added, strict=True):
                answers[g["id"]]["events"] += [event for event, chance in rows if chance >= least]
            number = sum(chance >= least for rows in added for _, chance in rows)
            scored = score_reading(data.gold[name], answers)
            print(
                f"{name}, added from {least}: {number} events; found {scored['events found']['F1']}, typed {scored['events typed']['F1']}",
                flush=True,
            )


def _spelt(text: str) -> list[tuple[int, int]]:
    return [m.span() for m in re.finditer(r"[A-Za-z][A-Za-z'-]*", text) if m.group()[0].islower()]


def _words(data: Data, name: str) -> tuple[Floats, Floats, Floats]:
    """Words with the rules' type. A word of CoPED counts full where the quad class of its sentence agrees, else little."""
    x, y, w = [], [], []
    for g, states in zip(data.gold[name], data.states[name], strict=True):
        quad = g["events"][0].get("quad") if name == "coped" else QUADS[kind(g)]
        for start, end in _spelt(g["text"]):
            event = _over(data.answers[name][g["id"]]["events"], start, end)
            found = event["type"] if event is not None and event["type"] in TYPES else None
            x.append(_pair(states, start, end))
            y.append(TYPES.index(found) if found else NONE)
            w.append(1.0 if found and QUADS[found] == quad else 0.3)
    return np.stack(x), np.array(y), np.array(w)


def _over(rows: Sequence[Row], start: int, end: int) -> Row | None:
    return next((r for r in rows if r["trigger"]["start"] < end and start < r["trigger"]["end"]), None)


def _pair(states: Any, start: int, end: int) -> Floats:
    """The word's states of layers 3 and 6."""
    mean = states.mean(start, end)
    return np.concatenate([mean[:384], mean[768:]]).astype(np.float32)


def _own(data: Data) -> tuple[Floats, Floats, Floats]:
    lines = [line.split("\t") for line in SENTENCES.read_text(encoding="utf-8").splitlines()]
    texts = [re.sub(r"[\[\]]", "", text) for _, text in lines]
    x, y = [], []
    for (label, marked), text, states in zip(lines, texts, data.of(texts), strict=True):
        inside = [(m.start() - 2 * n, m.end() - 2 * n - 2) for n, m in enumerate(re.finditer(r"\[[^]]*\]", marked))]
        for start, end in _spelt(text):
            hit = any(start < high and low < end for low, high in inside)
            x.append(_pair(states, start, end))
            y.append(TYPES.index(label) if hit else NONE)
    return np.stack(x), np.array(y), np.full(len(y), 3.0)


def _found(data: Data, name: str, n: int, head: Callable[[Floats], Floats]) -> list[tuple[Row, float]]:
    """Words that no rule touched, coded or rejected, in sentences that name an actor; the best word of each run of one type."""
    g = data.gold[name][n]
    answer, states = data.answers[name][g["id"]], data.states[name][n]
    touched = [(e["trigger"]["start"], e["trigger"]["end"]) for e in answer["events"]]
    touched += [(r["start"], r["end"]) for r in answer["rejected"] if r["start"] is not None]
    words = [(a, b) for a, b in _spelt(g["text"]) if not any(a < high and low < b for low, high in touched)]
    made: list[tuple[Row, float]] = []
    if not words:
        return made
    for (start, end), chances in zip(words, head(np.stack([_pair(states, a, b) for a, b in words])), strict=True):
        low, high = _sentence(answer, start, g["text"])
        label, chance = TYPES[int(chances[:NONE].argmax())], float(chances[:NONE].max())
        if not any(low <= m["start"] < high for m in answer["mentions"]):
            continue
        event = {"type": label, "trigger": {"start": start, "end": end}, "sources": [], "targets": [], "status": "occurred"}
        if made and made[-1][0]["type"] == label and start - made[-1][0]["trigger"]["end"] <= 1:
            if chance <= made[-1][1]:
                continue
            made.pop()
        made.append((event, chance))
    return made


# --- factuality -----------------------------------------------------------------------------------------------------------------


def factuality(data: Data) -> None:
    """A ridge on UDS-IH2, and what it would change of the rules' status."""
    train, dev = (_predicates(data, part) for part in ("train", "dev"))
    model = _ridge(*train, strength=1000.0)
    guess, wanted = np.clip(model(dev[0]), -3, 3), dev[1]
    rng = np.random.default_rng(0)
    runs = sorted(float(np.corrcoef(guess[i], wanted[i])[0, 1]) for i in (rng.integers(0, len(wanted), len(wanted)) for _ in range(DRAWS)))
    error = drawn(np.abs(guess - wanted))
    print(f"UDS-IH2 dev, {len(train[1])} train, {len(wanted)} dev: MAE {error}, r {np.corrcoef(guess, wanted)[0, 1]:.3f}", end=" ")
    print(f"[{runs[DRAWS // 20]:.3f}, {runs[-DRAWS // 20]:.3f}]", flush=True)
    rows = [
        (g["status"], data.answers[name][data.gold[name][n]["id"]]["events"][k], data.states[name][n])
        for name in READING
        for n, k, g in matched(data, name)
    ]
    sure = model(np.stack([s.around(e["trigger"]["start"], e["trigger"]["end"]) for _, e, s in rows]))
    gold, rules = (np.array([s in REAL for s in column]) for column in ([g for g, _, _ in rows], [e["status"] for _, e, _ in rows]))
    print(
        f"{len(rows)} events typed right: rules tell real from not real in {(gold == rules).mean():.3f}, wrong in {(gold != rules).sum()}"
    )
    print(f"area under the curve, real against not: {area(sure[gold], sure[~gold]):.3f}")
    for least in (-1.0, 0.0, 1.0):
        low, high = (sure < least) & rules, (sure > least) & ~rules
        print(f"below {least} not real: mends {(low & ~gold).sum()}, breaks {(low & gold).sum()};", end=" ")
        print(f"above it real: mends {(high & gold).sum()}, breaks {(high & ~gold).sum()}")


def _predicates(data: Data, part: str) -> tuple[Floats, Floats]:
    with gzip.open(data.options.gold / f"factuality/uds_ih2_{part}.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines][: data.options.sentences]
    texts, targets = [], []
    for row in rows:
        tokens = [token.replace("\n", " ") for token in row["tokens"]]
        edges = np.cumsum([0, *(len(t) + 1 for t in tokens)])
        texts.append(" ".join(tokens))
        targets.append([(int(edges[t["tok"][0]]), int(edges[t["tok"][1]]) - 1, t["factuality"]) for t in row["targets"]])
    found = [(s.around(a, b), v) for s, row in zip(data.of(texts), targets, strict=True) for a, b, v in row]
    return np.stack([x for x, _ in found]), np.array([v for _, v in found])


def _ridge(x: Floats, y: Floats, *, strength: float) -> Callable[[Floats], Floats]:
    middle, mean = x.mean(axis=0), y.mean()
    centred = (x - middle).astype(np.float64)
    w = np.linalg.solve(centred.T @ centred + strength * np.eye(x.shape[1]), centred.T @ (y - mean))
    return lambda rows: np.asarray((rows - middle) @ w + mean)


PARTS: Mapping[str, Callable[[Data], None]] = {"types": types, "gate": gate, "finder": finder, "factuality": factuality}


def measure(options: argparse.Namespace) -> None:
    """Print the tables."""
    import torch

    torch.set_num_threads(options.threads)
    data = Data(options)
    for part in options.part or PARTS:
        print(f"## {part}", flush=True)
        PARTS[part](data)


def main() -> None:
    """Read or measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("action", choices=("read", "measure"))
    parser.add_argument("part", nargs="*")
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--base", type=Path)
    parser.add_argument("--weights", type=Path)
    parser.add_argument("--sentences", type=int, help="of each part of UDS-IH2, at most")
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    if options.action == "measure" and options.base is None:
        from training.attribution import base

        options.base = base()
    {"read": read, "measure": measure}[options.action](options)


if __name__ == "__main__":
    main()
