"""Markup, language labels and moments: what fields of rows hold."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.collect.languages import language
from tocsin.collect.markup import is_markup, plain
from tocsin.collect.moments import moment
from tocsin.errors import BadDate

ENGLISH = "The council said that it would close the harbour on Monday and that ships have been told."
GERMAN = "Der Rat teilte mit, dass der Hafen am Montag geschlossen wird und die Schiffe verständigt sind."


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        pytest.param("<p>One.</p><p>Two.</p>", "One.\n\nTwo.", id="paragraphs"),
        pytest.param("a <b>bold</b> word", "a bold word", id="within a line"),
        pytest.param("one<br/>two", "one\n\ntwo", id="line break"),
        pytest.param("<!-- <p>x</p> -->seen", "seen", id="comment"),
        pytest.param("seen<!-- never closed <p>x</p>", "seen", id="comment without end"),
        pytest.param("a<script>if (a < b) { x('</p>') }</script>b", "ab", id="script"),
        pytest.param("a<style>p { }</style>b<iframe src=x>c", "ab", id="style, and a frame without end"),
        pytest.param("&lt;b&gt; &#8217;tis &nbsp;so", "<b> ’tis so", id="entities, once"),
        pytest.param('<a title="a > b" href=x>words</a>', "words", id="an attribute with an angle"),
        pytest.param('words <a href="https://sample.example/very-long', "words", id="a tag that is cut off"),
        pytest.param("5 < 6 and 7 > 6", "5 < 6 and 7 > 6", id="no tag"),
        pytest.param("<ul><li>one<li>two</ul>", "one\n\ntwo", id="list"),
        pytest.param("hy\u00adphen", "hyphen", id="invisible"),
    ],
)
def test_markup_becomes_what_a_reader_sees(markup, expected):
    assert plain(markup) == expected


@pytest.mark.parametrize(
    ("text", "expected"), [("<p>x", True), ("AT&amp;T", True), ("AT&T is 5 < 6", False), ("<Mr. X>", False), ("", False)]
)
def test_markup_is_known(text, expected):
    assert is_markup(text) is expected


@pytest.mark.parametrize("piece", ["<a ", "<!--", "<", '<a b="', "<script", "</", "<p", "&", "<!"])
def test_no_markup_takes_time_beyond_its_length(piece):
    assert plain(piece * 50_000) is not None
    assert is_markup(piece * 50_000) in (True, False)


@given(st.text(alphabet="<>!-/pab \"'&;=", max_size=60))
def test_no_tag_of_the_known_ones_is_left(text):
    assert "<p>" not in plain(text)


@pytest.mark.parametrize(
    ("label", "text", "expected"),
    [
        pytest.param("en-US", ENGLISH, "en", id="English, and said to be"),
        pytest.param("en", GERMAN, None, id="said to be English by default"),
        pytest.param("de_AT", GERMAN, "de", id="German, and said to be"),
        pytest.param("de", ENGLISH, None, id="English, said to be German"),
        pytest.param("GER", GERMAN, "de", id="three letters"),
        pytest.param("Deutsch", GERMAN, "de", id="a name"),
        pytest.param("zh-Hant-TW", "港口星期一關閉", "zh", id="with a script"),
        pytest.param("https://sample.example", GERMAN, None, id="no language"),
        pytest.param("xx", GERMAN, None, id="no such language"),
        pytest.param(None, GERMAN, None, id="no label"),
        pytest.param("en", "", None, id="no words"),
    ],
)
def test_a_label_is_heard_unless_the_text_speaks_against_it(label, text, expected):
    assert language(label, text) == expected


NOON = datetime(2019, 6, 19, 12, 0, tzinfo=UTC)
DAY = date(2019, 6, 19)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        pytest.param("2019-06-19", (DAY, None), id="a day"),
        pytest.param("20190619", (DAY, None), id="eight digits"),
        pytest.param(20190619, (DAY, None), id="the same as a number"),
        pytest.param("2019-06-19T12:00:00Z", (DAY, NOON), id="ISO"),
        pytest.param("2019-06-19T12:00:00", (DAY, NOON), id="ISO without a zone"),
        pytest.param("2019-06-19 14:00:00+02:00", (DAY, NOON), id="ISO with a blank"),
        pytest.param("Wed, 19 Jun 2019 08:00:00 EDT", (DAY, NOON), id="RFC 2822"),
        pytest.param("Wed, 19 Jun 2019 12:00:00 -0000", (DAY, NOON), id="RFC 2822, zone not told"),
        pytest.param("June 19, 2019, 12:00", (DAY, None), id="words with a time that is not read"),
        pytest.param(NOON.timestamp(), (DAY, NOON), id="seconds since 1970"),
        pytest.param(int(NOON.timestamp() * 1000), (DAY, NOON), id="milliseconds"),
        pytest.param(str(int(NOON.timestamp())), (DAY, NOON), id="seconds as a string"),
        pytest.param(NOON, (DAY, NOON), id="datetime"),
        pytest.param(NOON.replace(tzinfo=None), (DAY, NOON), id="datetime without a zone"),
        pytest.param(DAY, (DAY, None), id="date"),
    ],
)
def test_moments(value, expected):
    assert moment(value) == expected


@pytest.mark.parametrize(
    "value",
    [
        "",
        "soon",
        "⁰⁴⁵",
        7,
        -1,
        float("inf"),
        float("nan"),
        True,
        None,
        [],
        "17530101",
        "2919-02-06",
        "99999999999999999999",
        date(1753, 1, 1),
        1e30,
    ],
)
def test_what_is_no_date_is_told(value):
    with pytest.raises(BadDate):
        moment(value)


@given(st.integers() | st.floats() | st.text(max_size=30) | st.datetimes() | st.dates())
def test_any_value_is_a_moment_or_no_date(value):
    try:
        day, at = moment(value)
    except BadDate:
        return
    assert 1900 <= day.year <= 2100
    assert at is None or at.tzinfo is UTC
