from __future__ import annotations

import json
from datetime import date
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.collect.rows import MAX_LINE_BYTES, rows
from tocsin.records import Article, Unreadable


def read(*lines: bytes | str | dict):
    made = [line if isinstance(line, bytes) else line.encode() if isinstance(line, str) else json.dumps(line).encode() for line in lines]
    return list(rows(BytesIO(b"\n".join(made) + b"\n")))


FULL = {
    "id": "x-1",
    "text": "Arland denies it.\r\n",
    "published": "2019-06-19",
    "outlet": "Sample Daily",
    "title": "T",
    "url": "u",
    "language": "en",
}


def test_a_full_row():
    (made,) = read(FULL)
    assert made == Article(
        id="x-1",
        text="Arland denies it.\r\n",
        title="T",
        url="u",
        outlet="Sample Daily",
        published=date(2019, 6, 19),
        published_basis="given",
        language="en",
    )


def test_the_least_row():
    (made,) = read({"text": "Arland denies it."})
    assert made.id.startswith("sha256:")
    assert (made.published, made.published_basis, made.outlet, made.title, made.url, made.language) == (
        None,
        "unknown",
        None,
        None,
        None,
        None,
    )


def test_empty_strings_and_nulls_are_unknown():
    (made,) = read({"id": None, "text": "x", "published": "", "outlet": "", "title": None})
    assert (made.published, made.outlet, made.title) == (None, None, None)


@pytest.mark.parametrize(
    ("line", "code", "words"),
    [
        ('{"id": "x", "text": "abc', "bad_row", "broken JSON at character"),
        ("not json", "bad_row", "broken JSON"),
        ("[1, 2]", "bad_row", "The row is a list"),
        ("null", "bad_row", "null"),
        ({"id": "x"}, "bad_row", 'no "text"'),
        ({"id": "x", "text": 5}, "bad_row", '"text" is a number'),
        ({"id": "x", "text": " \n "}, "empty", "empty"),
        ({"id": "x", "text": "a", "published": "soon"}, "bad_date", "'soon'"),
        ({"id": "x", "text": "a", "published": 20190619}, "bad_row", '"published" is a number'),
        ({"id": "x", "text": "a", "outlet": ["b"]}, "bad_row", '"outlet" is a list'),
        ({"id": {"a": 1}, "text": "a"}, "bad_row", '"id" is an object'),
        ('{"id": "x", "text": "half \\ud83d of it"}', "not_text", "half a character"),
        (b'{"id": "x", "text": "caf\xe9"}', "not_text", "not UTF-8"),
        ("[" * 100_000, "bad_row", "cannot be read"),
        ('{"id": "x", "text": "a", "n": ' + "9" * 10_000 + "}", "bad_row", "cannot be read"),
    ],
)
def test_a_broken_row_is_told_in_its_place_and_the_batch_goes_on(line, code, words):
    first, broken, last = read({"id": "a", "text": "one"}, line, {"id": "b", "text": "two"})
    assert (first.id, last.id) == ("a", "b")
    assert isinstance(broken, Unreadable)
    assert broken.code == code
    assert words in broken.message


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ('{"id": "kept", "text": ', "kept"),
        ('{"id": "kept", "text": 5}', "kept"),
        ('{"id": 7, "text": ', "7"),
        ('{"text": "a", "id": "late"', "line 2"),
        ('{"id": {"a": 1}, "text": "a"}', "line 2"),
        ('{"id": "\\ud800", "text": 1', "line 2"),
        ("{}", "line 2"),
    ],
)
def test_an_unreadable_row_keeps_its_id_where_that_can_be_made_out(line, expected):
    assert read({"text": "x"}, line)[1].id == expected


def test_a_number_is_an_id():
    assert read({"id": 12, "text": "x"})[0].id == "12"


def test_blank_lines_are_no_rows_but_count_as_lines():
    made = read("", {"id": "a", "text": "x"}, "  ", "broken")
    assert [row.id for row in made] == ["a", "line 4"]


def test_a_byte_order_mark_and_no_last_line_end():
    assert [r.id for r in rows(BytesIO(b'\xef\xbb\xbf{"id": "a", "text": "x"}\r\n{"id": "b", "text": "y"}'))] == ["a", "b"]


def test_separators_within_a_text_do_not_end_the_row():
    (made,) = read(json.dumps({"id": "a", "text": "one\u2028two\u0085three"}, ensure_ascii=False))
    assert made.text == "one\u2028two\u0085three"


class Endless(BytesIO):
    """Says how much of itself was asked for at once."""

    most = 0

    def readline(self, size: int = -1, /) -> bytes:
        Endless.most = max(Endless.most, size)
        return super().readline(size)


def test_a_line_without_end_is_refused_without_being_held():
    stream = Endless(
        b'{"id": "a", "text": "x"}\n{"id": "huge", "text": "' + b"a" * (6 * MAX_LINE_BYTES) + b'"}\n{"id": "c", "text": "y"}\n'
    )
    first, huge, last = rows(stream)
    assert (first.id, last.id) == ("a", "c")
    assert (huge.id, huge.code) == ("huge", "too_long")
    assert Endless.most <= MAX_LINE_BYTES


@given(st.lists(st.one_of(st.binary(max_size=60), st.dictionaries(st.sampled_from(["id", "text", "published"]), st.text(max_size=9)))))
def test_every_line_has_one_record_in_order(lines):
    made = [line.replace(b"\n", b" ") if isinstance(line, bytes) else json.dumps(line).encode() for line in lines]
    answers = list(rows(BytesIO(b"\n".join(made))))
    assert len(answers) == sum(bool(line.strip()) for line in made)
    assert all(isinstance(answer, Article | Unreadable) for answer in answers)
