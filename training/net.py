"""The network: MiniLM-L6 with three chains of tags (source, cue, content) and pointers from source and content to their cue."""

from __future__ import annotations

import math

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from tocsin.encoder.decode import OUTSIDE, TAGS, barred
from training.polnear import LAYERS

LINKED = ("source", "content")
WIDTH, HEADS, DEPTH, INNER, LINK = 384, 12, 6, 1536, 64


class Block(nn.Module):
    """One layer of BERT (Devlin et al. 2019), normalised after each half."""

    def __init__(self) -> None:
        super().__init__()
        self.query, self.key, self.value, self.out = (nn.Linear(WIDTH, WIDTH) for _ in range(4))
        self.up, self.down = nn.Linear(WIDTH, INNER), nn.Linear(INNER, WIDTH)
        self.norm1, self.norm2 = nn.LayerNorm(WIDTH, eps=1e-12), nn.LayerNorm(WIDTH, eps=1e-12)
        self.drop = nn.Dropout(0.1)

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        """x: windows x pieces x WIDTH. bias: windows x 1 x 1 x pieces, 0 for a piece and very low for padding."""
        n, length, _ = x.shape
        q, k, v = (part(x).view(n, length, HEADS, WIDTH // HEADS).transpose(1, 2) for part in (self.query, self.key, self.value))
        weights = torch.softmax(q @ k.transpose(2, 3) / math.sqrt(WIDTH // HEADS) + bias, dim=-1)
        mixed = (weights @ v).transpose(1, 2).reshape(n, length, WIDTH)
        x = self.norm1(x + self.drop(self.out(mixed)))
        return self.norm2(x + self.drop(self.down(functional.gelu(self.up(x)))))


class Tagger(nn.Module):
    """Emission scores of the three chains, and the vectors of the pointers."""

    def __init__(self, weights: dict[str, Tensor]) -> None:
        super().__init__()
        self.words, self.places = nn.Embedding(30522, WIDTH), nn.Embedding(512, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.blocks = nn.ModuleList(Block() for _ in range(DEPTH))
        self.emit = nn.Linear(WIDTH, len(LAYERS) * TAGS)
        self.here, self.there = nn.Linear(WIDTH, len(LINKED) * LINK), nn.Linear(WIDTH, len(LINKED) * LINK)
        self.transitions = nn.Parameter(torch.zeros(len(LAYERS), TAGS, TAGS))
        self.register_buffer("barred", torch.from_numpy(barred()))
        self.drop = nn.Dropout(0.1)
        self._load(weights)

    def _load(self, weights: dict[str, Tensor]) -> None:
        part = "embeddings."
        self.words.weight.data.copy_(weights[part + "word_embeddings.weight"])
        kind = weights[part + "token_type_embeddings.weight"][0]
        self.places.weight.data.copy_(weights[part + "position_embeddings.weight"] + kind)
        _copy(self.norm, weights, part + "LayerNorm")
        for n, block in enumerate(self.blocks):
            at = f"encoder.layer.{n}."
            names = {
                "query": "attention.self.query",
                "key": "attention.self.key",
                "value": "attention.self.value",
                "out": "attention.output.dense",
                "norm1": "attention.output.LayerNorm",
                "up": "intermediate.dense",
                "down": "output.dense",
                "norm2": "output.LayerNorm",
            }
            for ours, theirs in names.items():
                _copy(getattr(block, ours), weights, at + theirs)

    def forward(self, ids: Tensor, mask: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Emissions (windows x pieces x layers x tags), then the pointing and the pointed-at vectors.

        These two are windows x pieces x linked layers x LINK.
        """
        x = self.drop(self.norm(self.words(ids) + self.places(torch.arange(ids.shape[1]))))
        bias = (1.0 - mask.to(x.dtype))[:, None, None, :] * -1e4
        for block in self.blocks:
            x = block(x, bias)
        x = self.drop(x)
        n, length = ids.shape
        shape = (n, length, len(LINKED), LINK)
        return self.emit(x).view(n, length, len(LAYERS), TAGS), self.here(x).view(shape), self.there(x).view(shape)

    def chain(self) -> Tensor:
        """Transition scores, layers x from x to, with what may not follow barred."""
        return self.transitions + self.barred

    def tag_loss(self, emissions: Tensor, tags: Tensor, mask: Tensor) -> Tensor:
        """Negative log-likelihood of a linear-chain CRF (Lafferty et al. 2001), summed over layers, mean over windows."""
        outside = torch.full((TAGS,), -1e4)
        outside[OUTSIDE] = 0.0
        em = torch.where(mask[:, :, None, None] > 0, emissions, outside)
        em = torch.cat([outside.expand_as(em[:, :1]), em[:, 1:]], dim=1).transpose(0, 1)
        chain = self.chain()
        alpha = em[0]
        for step in em[1:]:
            alpha = torch.logsumexp(alpha[..., None] + chain, dim=2) + step
        total = torch.logsumexp(alpha, dim=2)
        gold = tags.transpose(0, 1)
        layer = torch.arange(len(LAYERS))
        path = em.gather(3, gold[..., None]).sum(dim=(0, 3)) + chain[layer, gold[:-1], gold[1:]].sum(dim=0)
        return (total - path).sum(dim=1).mean()


def _copy(module: nn.Module, weights: dict[str, Tensor], name: str) -> None:
    module.weight.data.copy_(weights[name + ".weight"])
    module.bias.data.copy_(weights[name + ".bias"])


def link_loss(here: Tensor, there: Tensor, links: list[list[tuple[int, int, int]]], cues: list[list[int]]) -> Tensor:
    """Cross-entropy of each span's first piece choosing its cue's first piece among the cues of the window."""
    losses = []
    for n, (pairs, starts) in enumerate(zip(links, cues, strict=True)):
        for layer in range(len(LINKED)):
            mine = [(a, starts.index(b)) for which, a, b in pairs if which == layer]
            if not mine or len(starts) < 2:
                continue
            scores = here[n, [a for a, _ in mine], layer] @ there[n, starts, layer].T / math.sqrt(LINK)
            losses.append(functional.cross_entropy(scores, torch.tensor([b for _, b in mine])))
    return torch.stack(losses).mean() if losses else here.sum() * 0.0


def numpy_chain(net: Tagger) -> np.ndarray:
    """The transitions as the run-time side wants them."""
    return net.chain().detach().numpy().astype(np.float32)
