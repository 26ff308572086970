from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.collect.decode import decode
from tocsin.errors import EmptyText, InputError, NotText

TEXT = "The minister’s café near the Élysée was closed on Monday, “for a week”, the daily said.\r\nNo reason was given."
RUSSIAN = "Министр сказал, что переговоры окончены."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_encodings_are_told_and_the_text_is_kept_to_the_character(encoding):
    assert decode(TEXT.encode(encoding)) == TEXT


def test_other_scripts_in_utf_8():
    assert decode(RUSSIAN.encode()) == RUSSIAN


@pytest.mark.parametrize(
    "data", [b"", b" \n\t ", "\u00a0\u2003".encode(), b"\xef\xbb\xbf"], ids=["nothing", "blanks", "wide blanks", "a mark alone"]
)
def test_empty(data):
    with pytest.raises(EmptyText):
        decode(data)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        pytest.param(bytes(range(256)) * 4, "binary", id="binary"),
        pytest.param(b"\x7fELF\x02\x01\x01" + b"\x00" * 50, "binary", id="a program"),
        pytest.param(b"text \x00 with a zero", "binary", id="a zero byte"),
        pytest.param(b"\x01\x02\x03\x04 text", "binary", id="control characters"),
        pytest.param(RUSSIAN.encode("cp1251"), "encoding", id="Cyrillic in its own encoding"),
        pytest.param("会議は終わったと大臣は述べた".encode("shift_jis"), "encoding", id="Japanese in its own encoding"),
        pytest.param("A long café text, naïve “as” can be.".encode() + b"\xff", "broken character at byte", id="UTF-8 with a broken end"),
        pytest.param(b"\xff\xfea", "breaks off", id="marked, but odd"),
    ],
)
def test_what_is_no_text_is_told(data, words):
    with pytest.raises(NotText, match=words):
        decode(data)


@given(st.binary(max_size=300))
def test_any_bytes_are_a_text_or_an_input_error(data):
    with suppress(InputError):
        assert decode(data).strip()


@given(st.text(min_size=1, max_size=300).filter(lambda t: t.strip() and t.isprintable() and not t.startswith("\ufeff")))
def test_utf_8_comes_back_as_it_was(text):
    assert decode(text.encode()) == text
