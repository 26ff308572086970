from hypothesis import given
from hypothesis import strategies as st

from tocsin.encoder.windows import CLS, SEP, windows


def words(text):
    """A stand-in for the tokenizer: one piece for each run of characters between spaces."""
    pieces, at = [], 0
    for word in text.split(" "):
        if word.strip():
            pieces.append((1000 + len(word), at, at + len(word)))
        at += len(word) + 1
    return pieces


texts = st.text(alphabet="ab. \n", max_size=300)


@given(texts, st.integers(min_value=4, max_value=20))
def test_every_piece_is_read_once_and_in_order(text, size):
    read = [span for window in windows(text, words, size=size) for span in window.spans if span[0] < span[1]]
    assert read == [(start + offset, end + offset) for offset, line in lines_of(text) for _, start, end in words(line)]


@given(texts, st.integers(min_value=4, max_value=20))
def test_no_window_is_larger_than_asked(text, size):
    for window in windows(text, words, size=size):
        assert len(window.ids) == len(window.spans) <= size
        assert window.ids[0] == CLS
        assert window.ids[-1] == SEP


def test_paragraphs_that_fit_share_a_window_with_a_mark_between():
    (window,) = windows("one two\n\nthree", words, size=10)
    assert window.ids == (CLS, 1003, 1003, SEP, 1005, SEP)


def test_a_long_paragraph_is_cut_after_a_full_stop():
    first, second = windows("a b c. d e f", words, size=6)
    assert [span for span in first.spans if span[0] < span[1]] == [(0, 1), (2, 3), (4, 6)]
    assert len(second.ids) == 5


def lines_of(text):
    at = 0
    for line in text.split("\n"):
        yield at, line
        at += len(line) + 1
