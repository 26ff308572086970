import hashlib
import json

import numpy as np
import pytest

pytest.importorskip("onnxruntime")
pytest.importorskip("tokenizers")

from tocsin.encoder.tagger import AttributionTagger, _owners
from tocsin.errors import DataError


def test_a_folder_without_weights_says_what_is_missing(tmp_path):
    with pytest.raises(DataError, match=r"attribution\.json is missing"):
        AttributionTagger(tmp_path)


def test_weights_that_are_not_the_ones_of_the_card_are_refused(tmp_path):
    card = {"sha256": {"attribution.onnx": hashlib.sha256(b"as trained").hexdigest()}, "transitions": []}
    (tmp_path / "attribution.json").write_text(json.dumps(card))
    (tmp_path / "attribution.onnx").write_bytes(b"as changed")
    with pytest.raises(DataError, match="has the digest"):
        AttributionTagger(tmp_path)


def test_of_two_spans_as_near_the_one_that_points_at_the_cue_is_taken():
    spans, cues = [(0, 1), (4, 5)], [(2, 3), (9, 10)]
    here, there = np.zeros((11, 2), dtype=np.float32), np.zeros((11, 2), dtype=np.float32)
    there[2], there[9] = (4.0, 0.0), (0.0, 4.0)
    here[4] = (3.0, 0.0)
    assert _owners(spans, cues, here, there)[0] == 1


def test_where_nothing_points_the_nearer_cue_is_taken():
    zeros = np.zeros((20, 2), dtype=np.float32)
    assert _owners([(0, 1), (15, 16)], [(2, 3), (17, 18)], zeros, zeros) == {0: 0, 1: 1}


def test_no_cue_no_owner():
    assert _owners([(0, 1)], [], np.ones((2, 2), dtype=np.float32), np.ones((2, 2), dtype=np.float32)) == {}
