"""The layers of the language model that take most of its time, made cheaper: the same arithmetic, on fewer rows, in a faster library."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from collections.abc import Callable

    from spacy.language import Language
    from spacy.tokens import Doc
    from thinc.model import Model

    Rows = list[npt.NDArray[np.float32]]

EMBEDDING = ("extract_features", "list2ragged", "with_array", "with_array", "ragged2list")
"""Layers that look at one token by itself: its features, their vectors, the mixture of these."""

_MULTIPLIERS = np.random.default_rng(1).integers(1, 2**63, 16, dtype=np.uint64) | np.uint64(1)


def quicken(pipeline: Language) -> None:
    """Change the layers of all components in place."""
    for _, component in pipeline.pipeline:
        if hasattr(component, "model"):
            _multiply_with_numpy(component.model)
            _embed_once(component.model)


def _multiply_with_numpy(model: Model[Any, Any]) -> None:
    """Products of matrices, most of a parse, by numpy's OpenBLAS: on many processors the BLIS of spaCy runs at a third of its speed."""
    from thinc.api import NumpyOps

    numpy_ops = NumpyOps(use_blis=False)
    for node in model.walk():
        node.ops = numpy_ops


def _embed_once(model: Model[Any, Any]) -> None:
    """A vector is made once for all tokens of a batch that look alike, of which there are three for every one that looks new."""
    from thinc.model import Model

    for node in list(model.walk()):
        parts = _parts(node)
        if tuple(part.name.partition("(")[0] for part in parts) == EMBEDDING:
            features, _, vectors, mixture, _ = parts
            layers = [features, vectors.layers[0], mixture.layers[0]]
            once: Model[Any, Any] = Model("embed_once", _embed, layers=layers, dims={"nO": node.get_dim("nO")}, ops=node.ops)
            model.replace_node(node, once)


def _parts(node: Model[Any, Any]) -> list[Model[Any, Any]]:
    """The layers of a chain, chains within it taken apart; a layer that is none is its own only part."""
    if node.name.partition("(")[0].partition(">>")[1]:
        return [part for layer in node.layers for part in _parts(layer)]
    return [node]


def _embed(model: Model[Any, Any], docs: list[Doc], is_train: bool) -> tuple[Rows, Callable[[Any], Any]]:  # noqa: ARG001 - as thinc calls it
    features, vectors, mixture = model.layers
    rows = features.predict(docs)
    every = np.concatenate(rows)
    keys = every @ _MULTIPLIERS[: every.shape[1]]  # a hash of 64 bits: two different tokens of a batch share one next to never
    _, first, which = np.unique(keys, return_index=True, return_inverse=True)
    made = mixture.predict(vectors.predict(every[first]))[which]
    return np.split(made, np.cumsum([len(one) for one in rows])[:-1]), _no_training


def _no_training(_: object) -> object:
    raise NotImplementedError("the model is not trained here")
