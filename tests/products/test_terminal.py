from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.products.terminal import as_json, printable


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("plain", "plain", id="plain"),
        pytest.param("two\n\t lines ", "two lines", id="white space"),
        pytest.param("\x1b[31mred", "�[31mred", id="escape"),
        pytest.param("a\x9b2Jb", "a�2Jb", id="C1 control"),
        pytest.param("a\u202eb\u2069c", "a�b�c", id="bidirectional controls"),
        pytest.param("naïve – “Ωмир” 新华", "naïve – “Ωмир” 新华", id="other scripts"),
        pytest.param("e" + "\u0301" * 50, "e" + "\u0301" * 3, id="a pile of marks"),
        pytest.param("[red]x[/red]", "[red]x[/red]", id="markup stays text"),
    ],
)
def test_printable(text, expected):
    assert printable(text) == expected


@given(st.text())
def test_printable_holds_no_control(text):
    made = printable(text)
    assert not [
        c for c in made if unicodedata.category(c) == "Cc" or unicodedata.bidirectional(c) in ("RLO", "LRO", "RLE", "LRE", "RLI", "LRI")
    ]


@given(st.dictionaries(st.text(), st.text()), st.booleans())
def test_json_is_the_same_value_without_controls(value, pretty):
    text = as_json(value, pretty=pretty)
    assert json.loads(text) == value
    assert pretty or len(text.splitlines()) == 1
    assert not [c for c in text if unicodedata.category(c) == "Cc" and c != "\n"]
