"""What the encoder knows of each word piece: the states of its layers, and the means over stretches of text that heads are fitted on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.torch import load_file

from tocsin.encoder.windows import windows
from training.attribution import SIZE, encoder
from training.net import WIDTH, Tagger

Floats = NDArray[np.float32]

KEPT = (3, 5, 6)
"""Layers whose states are kept, counted from one."""
AROUND = 4
"""Pieces on each side that make a trigger's surroundings."""


@dataclass(frozen=True, slots=True)
class States:
    """One text: the span of each piece in characters (empty for marks), and its states (pieces x kept layers * WIDTH)."""

    spans: NDArray[np.int64]
    values: Floats

    def at(self, start: int, end: int) -> NDArray[np.int64]:
        """Numbers of the pieces that overlap the characters [start, end)."""
        low, high = self.spans[:, 0], self.spans[:, 1]
        return np.flatnonzero((low < end) & (high > start) & (high > low))

    def mean(self, start: int, end: int) -> Floats:
        """Mean state of a stretch of text; zeros where no piece lies in it."""
        return _mean(self.values[self.at(start, end)], self.values.shape[1])

    def around(self, start: int, end: int) -> Floats:
        """Mean state of a stretch, then the last layer's mean before and after it."""
        found = self.at(start, end)
        first, last = (int(found[0]), int(found[-1]) + 1) if len(found) else (0, 0)
        before, after = self.values[max(first - AROUND, 0) : first, -WIDTH:], self.values[last : last + AROUND, -WIDTH:]
        return np.concatenate([self.mean(start, end), _mean(before, WIDTH), _mean(after, WIDTH)])


def _mean(rows: Floats, width: int) -> Floats:
    return rows.mean(axis=0) if len(rows) else np.zeros(width, dtype=np.float32)


def states(texts: Sequence[str], *, base: Path, weights: Path | None, batch: int = 16) -> list[States]:
    """The states of many texts, by the base weights or by those of a training run (`weights`, a state.pt)."""
    net = Tagger(load_file(base / "model.safetensors"))
    if weights is not None:
        net.load_state_dict(torch.load(weights)["net"])
    net.eval()
    encode = encoder(base)
    cut = [(n, window) for n, text in enumerate(texts) for window in windows(text, encode, size=SIZE)]
    order = sorted(range(len(cut)), key=lambda k: len(cut[k][1].ids))
    found: dict[int, Floats] = {}
    for at in range(0, len(order), batch):
        group = order[at : at + batch]
        found.update(zip(group, _pass(net, [cut[k][1].ids for k in group]), strict=True))
    spans: list[list[tuple[int, int]]] = [[] for _ in texts]
    values: list[list[Floats]] = [[] for _ in texts]
    for k, (n, window) in enumerate(cut):
        spans[n].extend(window.spans)
        values[n].append(found[k])
    empty = np.zeros((0, len(KEPT) * WIDTH), dtype=np.float32)
    return [States(np.asarray(s, dtype=np.int64).reshape(-1, 2), np.concatenate([empty, *v])) for s, v in zip(spans, values, strict=True)]


@torch.inference_mode()
def _pass(net: Tagger, rows: Sequence[Sequence[int]]) -> list[Floats]:
    length = max(map(len, rows))
    ids, mask = torch.zeros(len(rows), length, dtype=torch.long), torch.zeros(len(rows), length)
    for n, row in enumerate(rows):
        ids[n, : len(row)] = torch.tensor(row)
        mask[n, : len(row)] = 1
    x = net.norm(net.words(ids) + net.places(torch.arange(length)))
    kept = []
    for number, block in enumerate(net.blocks, start=1):
        x = block(x, (1.0 - mask)[:, None, None, :] * -1e4)
        if number in KEPT:
            kept.append(x)
    whole = torch.cat(kept, dim=-1).numpy()
    return [whole[n, : len(row)] for n, row in enumerate(rows)]
