"""Write the trained network as ONNX with eight-bit weights, and the card that the run-time side loads it by."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic

from training.net import Tagger, numpy_chain


def write(net: Tagger, tokenizer: Path, out: Path) -> None:
    """Two folders: `float` (as trained) and `int8` (dynamic quantisation of products and of the word vectors)."""
    for name in ("float", "int8"):
        (out / name).mkdir(exist_ok=True)
        shutil.copyfile(tokenizer, out / name / "tokenizer.json")
    whole = out / "float" / "attribution.onnx"
    ids = torch.ones(2, 16, dtype=torch.long)
    pieces = {0: "windows", 1: "pieces"}
    torch.onnx.export(
        net,
        (ids, torch.ones_like(ids)),
        str(whole),
        dynamo=False,
        opset_version=17,
        input_names=["ids", "mask"],
        output_names=["emissions", "here", "there"],
        dynamic_axes=dict.fromkeys(("ids", "mask", "emissions", "here", "there"), pieces),
    )
    quantize_dynamic(str(whole), str(out / "int8" / "attribution.onnx"), weight_type=QuantType.QInt8, per_channel=True, reduce_range=True)
    for name in ("float", "int8"):
        _card(net, out / name)


def _card(net: Tagger, folder: Path) -> None:
    digests = {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in ("attribution.onnx", "tokenizer.json")}
    card = {"sha256": digests, "transitions": numpy_chain(net).round(4).tolist()}
    (folder / "attribution.json").write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")
