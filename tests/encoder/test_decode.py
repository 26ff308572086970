from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.encoder.decode import BEGIN, END, FOLLOWS, INSIDE, OUTSIDE, SINGLE, TAGS, barred, chances, runs, tagged, viterbi


@given(st.integers(min_value=3, max_value=30), st.integers(min_value=0, max_value=2**32 - 1))
def test_a_path_never_breaks_the_order_of_tags_before_the_last_mark(length, seed):
    emissions = np.random.default_rng(seed).normal(size=(length, 2, TAGS)).astype(np.float32)
    tags = viterbi(emissions, np.stack([barred(), barred()]))
    for layer in tags.T.tolist():
        assert layer[0] == layer[-1] == OUTSIDE
        assert all(after in FOLLOWS[before] for before, after in pairwise(layer))


@settings(max_examples=20)
@given(st.integers(min_value=3, max_value=6), st.integers(min_value=0, max_value=2**32 - 1))
def test_the_chance_of_a_span_is_its_share_of_all_paths(length, seed):
    emissions = np.random.default_rng(seed).normal(size=(length, 1, TAGS)).astype(np.float32)
    paths = [p for p in product(range(TAGS), repeat=length) if p[0] == p[-1] == OUTSIDE and all(b in FOLLOWS[a] for a, b in pairwise(p))]
    weights = [np.exp(sum(float(emissions[n, 0, t]) for n, t in enumerate(p) if 0 < n < length - 1)) for p in paths]
    spans = [(a, b) for a in range(1, length - 1) for b in range(a + 1, length)]
    expected = [sum(w for p, w in zip(paths, weights, strict=True) if span in runs(p)) / sum(weights) for span in spans]
    assert chances(emissions, barred()[None], [spans])[0] == pytest.approx(expected, abs=1e-4)


def test_a_weak_gap_is_closed_where_the_edges_are_firm():
    scores = np.zeros((5, 1, TAGS), dtype=np.float32)
    scores[1, 0, BEGIN] = scores[3, 0, END] = 5.0
    scores[2, 0, OUTSIDE] = 1.0
    assert viterbi(scores, barred()[None])[:, 0].tolist() == [OUTSIDE, BEGIN, INSIDE, END, OUTSIDE]


@given(st.lists(st.integers(min_value=1, max_value=5), max_size=8))
def test_spans_that_do_not_overlap_survive_tagging(sizes):
    ends = np.cumsum(sizes).tolist()
    spans = [(end - size, end) for size, end in zip(sizes, ends, strict=True)]
    assert runs(tagged(spans, sum(sizes) + 1)) == spans


def test_of_two_that_overlap_the_longer_of_a_common_start_stays():
    assert runs(tagged([(0, 2), (0, 4), (3, 6)], 7)) == [(0, 4)]
    assert tagged([(1, 2)], 3) == [OUTSIDE, SINGLE, OUTSIDE]
