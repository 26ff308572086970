"""The tagger at run time: weights by digest, one pass over each window, spans and links out."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from tocsin.encoder.decode import Floats, chances, runs, viterbi
from tocsin.encoder.windows import Encode, Window, windows
from tocsin.errors import DataError
from tocsin.records import Guess, Mark, Span

LAYERS: Final = ("source", "cue", "content")
SIZE: Final = 224
"""Pieces in a window: what the weights were trained on."""
GAP: Final = 0.3
"""What a piece between a span and a cue costs their link. On held-out training articles 0.1 to 1 do alike, 0 far worse."""

Run = tuple[int, int]
"""Half-open, in pieces of a window."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tagged:
    """All spans of a text by layer, linked or not, and the attributions made of them."""

    sources: tuple[Guess, ...]
    cues: tuple[Guess, ...]
    contents: tuple[Guess, ...]
    marks: tuple[Mark, ...]


class AttributionTagger:
    """Reads attributions with the weights of a folder: attribution.onnx, tokenizer.json, and attribution.json with their digests."""

    def __init__(self, folder: Path) -> None:
        """Raises DataError where a file is missing or is not the one that the card names."""
        card = _card(folder)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        weights = _checked(folder / "attribution.onnx", card)
        self._session = onnxruntime.InferenceSession(weights, options, providers=["CPUExecutionProvider"])
        self._encode = _encoder(_checked(folder / "tokenizer.json", card))
        self._transitions: Floats = np.asarray(card["transitions"], dtype=np.float32)

    def read(self, text: str, within: Sequence[Span] | None = None) -> Tagged:
        """The spans and attributions of a text, in its order; of some stretches of it only, where `within` names them."""
        parts = [self._window(window) for window in windows(text, self._encode, size=SIZE, within=within)]
        return Tagged(
            sources=tuple(span for part in parts for span in part.sources),
            cues=tuple(span for part in parts for span in part.cues),
            contents=tuple(span for part in parts for span in part.contents),
            marks=tuple(mark for part in parts for mark in part.marks),
        )

    def _window(self, window: Window) -> Tagged:
        ids = np.asarray([window.ids], dtype=np.int64)
        emissions, here, there = self._session.run(None, {"ids": ids, "mask": np.ones_like(ids)})
        tags = viterbi(emissions[0], self._transitions)
        found = [runs(tags[:, layer].tolist()) for layer in range(len(LAYERS))]
        sources, cues, contents = found
        sure = [dict(zip(*pair, strict=True)) for pair in zip(found, chances(emissions[0], self._transitions, found), strict=True)]
        owners = [_owners(spans, cues, here[0, :, n], there[0, :, n]) for n, spans in enumerate((sources, contents))]

        def chars(layer: int, run: Run) -> Guess:
            return Guess(start=window.spans[run[0]][0], end=window.spans[run[1] - 1][1], probability=sure[layer][run])

        return Tagged(
            sources=tuple(chars(0, run) for run in sources),
            cues=tuple(chars(1, run) for run in cues),
            contents=tuple(chars(2, run) for run in contents),
            marks=tuple(
                Mark(
                    cue=chars(1, cue),
                    source=chars(0, sources[owners[0][n]]) if n in owners[0] else None,
                    content=chars(2, contents[owners[1][n]]) if n in owners[1] else None,
                )
                for n, cue in enumerate(cues)
            ),
        )


def _owners(spans: Sequence[Run], cues: Sequence[Run], here: Floats, there: Floats) -> dict[int, int]:
    """For each cue (by number) the span that points at it most firmly, with a charge for each piece that lies between them.

    Cues may share a span ("he came and said"). Nothing is left without a span where the window has one.
    """
    if not spans or not cues:
        return {}
    scores = here[[start for start, _ in spans]] @ there[[start for start, _ in cues]].T / math.sqrt(here.shape[1])
    scores = scores - GAP * np.asarray([[max(0, cue[0] - end, start - cue[1]) for cue in cues] for start, end in spans])
    high = scores.max(axis=1, keepdims=True)
    shares = scores - high - np.log(np.exp(scores - high).sum(axis=1, keepdims=True))
    return dict(enumerate(shares.argmax(axis=0).tolist()))


def _card(folder: Path) -> dict[str, Any]:
    path = folder / "attribution.json"
    if not path.is_file():
        raise DataError(
            f"{path} is missing: the tagger of attributions has no weights here. Name a folder with attribution.json, or train one."
        )
    card: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return card


def _checked(path: Path, card: dict[str, Any]) -> bytes:
    if not path.is_file():
        raise DataError(f"{path} is missing. Take the folder whole: its parts belong together.")
    data = path.read_bytes()
    found, wanted = hashlib.sha256(data).hexdigest(), card["sha256"][path.name]
    if found != wanted:
        raise DataError(
            f"{path} has the digest {found[:12]}..., attribution.json names {wanted[:12]}...: install the package again, or train again."
        )
    return data


def _encoder(data: bytes) -> Encode:
    tokenizer = Tokenizer.from_str(data.decode("utf-8"))
    tokenizer.no_padding()
    tokenizer.no_truncation()

    def encode(text: str) -> list[tuple[int, int, int]]:
        found = tokenizer.encode(text, add_special_tokens=False)
        return [(piece, start, end) for piece, (start, end) in zip(found.ids, found.offsets, strict=True)]

    return encode
