from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console
from rich.text import Text

from tocsin.products.brief import brief, counts_line, ids_in_runs, provenance, quantity, shortened, when_line
from tocsin.records import Quantity

from .factory import UNDATED, Sketch, day, days, raid, source

PUBLISHED = date(2019, 6, 19)


def shown(reading, *, width=100, colour=False):
    console = Console(width=width, force_terminal=colour, color_system="truecolor" if colour else None, emoji=False, markup=False)
    with console.capture() as capture:
        console.print(brief(reading))
    return capture.get()


def test_the_parts_stand_in_their_order():
    text = shown(raid().reading)
    marks = ["Arland under suspicion", "is disputed", "4 claims from 4 origins (1 unnamed)", "WHO SAYS SO", "WHAT IS TOLD"]
    places = [text.index(mark) for mark in marks]
    assert places == sorted(places)
    assert "Sample Daily · Wed 19 June 2019" in text


def test_the_tree_groups_by_outlet_cited_source_and_origin():
    text = shown(raid().reading, width=120)
    lines = [line.strip("│├└─ ").rstrip() for line in text[text.index("WHO SAYS SO") : text.index("WHAT IS TOLD")].splitlines()]
    assert [line for line in lines if line][1:] == [
        "Sample Daily",
        "asserts in its own voice  c3",
        "Morning Post (cited)",
        "Carland · accuses  c1",
        "Arland · denies  c2  ⚡ contradicts c1",
        "officials, unnamed · assess  c4",
    ]


def test_a_disputed_event_is_one_row_that_names_who_denies():
    text = shown(raid().reading, width=140)
    row = next(line for line in text.splitlines() if "DISPUTED" in line)
    assert row.startswith("10–16 Jun  Arland ──ASSAULT──▶ Borland")
    assert "Sample Sea ±60 km" in row
    assert "Carland c1; denied by Arland c2" in row
    assert text.count("──ASSAULT") == 1


def test_what_is_ahead_says_by_when_and_in_how_many_days():
    row = next(line for line in shown(raid().reading).splitlines() if "MOBILIZE" in line)
    assert row.startswith("by 27 Jun")
    assert "scheduled within 8 days" in row


@pytest.mark.parametrize("colour", [False, True], ids=["plain", "colour"])
@pytest.mark.parametrize("width", [60, 80, 100, 160])
def test_it_fits_every_width(width, colour):
    for line in shown(raid().reading, width=width, colour=colour).splitlines():
        assert Text.from_ansi(line).cell_len <= width
    assert ("\x1b[" in shown(raid().reading, width=width, colour=colour)) is colour


def test_without_colour_there_is_no_control_character():
    assert not any(c < " " and c != "\n" for c in shown(raid().reading))


def test_unknown_outlet_title_and_date_are_called_so():
    made = Sketch()
    made.event(made.claim(own=True))
    text = shown(made.reading)
    assert "r1: “The text of the report.”" in text
    assert "outlet unknown · undated" in text
    assert "the article itself" in text


def test_a_date_that_the_page_gave_is_marked():
    assert "2019 (as the page says)" in shown(raid(published_basis="found").reading)


def test_what_was_not_coded_is_grouped_by_reason():
    made = raid()
    for _ in range(5):
        made.reject("no actor")
    made.reject("repeats e1")
    text = shown(made.reading)
    assert "no actor: “The” “The” “The” and 2 more" in text
    assert "repeats" not in text


HOSTILE = "[bold red]x[/] \x1b[31mred\x1b[0m \x1b]0;owned\x07 \u202eevil\u2066 :boom: \x9b2J \r over"


def test_nothing_in_an_article_reaches_the_terminal_as_more_than_text():
    made = Sketch(HOSTILE, title=HOSTILE, outlet=HOSTILE, published=PUBLISHED)
    actor = made.actor(HOSTILE)
    claim = made.claim(source(HOSTILE, kind="outlet"), source(HOSTILE, actor=actor))
    place = made.place(HOSTILE, radius_km=3.0)
    made.event(claim, sources=(actor,), targets=(actor,), proxies=(actor,), place=place, words=HOSTILE, mode=HOSTILE)
    made.reject(HOSTILE, start=0, end=len(HOSTILE))
    made.credit("republication", HOSTILE)
    text = shown(made.reading, width=160)
    assert not set(text) & set("\x1b\x07\x9b\r\u202e\u2066")
    assert "[bold red]x[/]" in text
    assert ":boom:" in text


@given(st.text(max_size=60), st.text(max_size=60), st.integers(60, 160))
def test_any_name_can_be_shown(title, name, width):
    made = Sketch(title=title or None, outlet=name or None)
    actor = made.actor(name or "x")
    made.event(made.claim(source(name or "x", actor=actor)), sources=(actor,))
    assert "WHAT IS TOLD" in shown(made.reading, width=width)


@pytest.mark.parametrize(
    ("when", "status", "expected"),
    [
        pytest.param(UNDATED, "occurred", "?", id="not said"),
        pytest.param(day(PUBLISHED), "occurred", "19 Jun", id="a day"),
        pytest.param(day(date(2018, 6, 19)), "occurred", "19 Jun 2018", id="a day of another year"),
        pytest.param(days(date(2019, 6, 10), date(2019, 6, 16), "week"), "occurred", "10–16 Jun", id="a week"),
        pytest.param(days(date(2019, 5, 28), date(2019, 6, 3), "week"), "occurred", "28 May – 3 Jun", id="over the end of a month"),
        pytest.param(days(date(2019, 5, 1), date(2019, 5, 31), "month"), "occurred", "May 2019", id="a month"),
        pytest.param(days(date(2018, 1, 1), date(2018, 12, 31), "year"), "occurred", "2018", id="a year"),
        pytest.param(days(date(2019, 4, 1), None), "ongoing", "from 1 Apr", id="open end"),
        pytest.param(days(None, date(2019, 7, 7)), "demanded", "by 7 Jul", id="open beginning"),
        pytest.param(days(date(2019, 6, 17), date(2019, 6, 27)), "scheduled", "by 27 Jun", id="a deadline"),
        pytest.param(days(date(2019, 6, 17), date(2019, 6, 27)), "occurred", "17–27 Jun", id="a span that is past"),
    ],
)
def test_when(when, status, expected):
    made = Sketch(published=PUBLISHED)
    made.event(made.claim(own=True), when=when, status=status)
    assert when_line(made.reading.events[0], PUBLISHED) == expected


@pytest.mark.parametrize(
    ("ids", "expected"),
    [(["c1"], "c1"), (["c1", "c2"], "c1 c2"), (["c1", "c2", "c3"], "c1–c3"), (["c1", "c3", "c4", "c5", "c9"], "c1 c3–c5 c9")],
)
def test_ids_in_runs(ids, expected):
    assert ids_in_runs(ids) == expected


@pytest.mark.parametrize(("value", "expected"), [(1000.0, "1,000 troops"), (2.5, "2.5 troops"), (120000.0, "120,000 troops")])
def test_quantity(value, expected):
    assert quantity(Quantity(value=value, unit="troops", start=0, end=1)) == expected


@pytest.mark.parametrize(
    ("credit", "expected"),
    [
        (None, None),
        (("dateline", "SAMPLETOWN"), None),
        (("agency", "Sample Wire"), "Text from Sample Wire, in whole or in part: not an origin apart from other outlets that print it."),
        (
            ("republication", "Morning Post"),
            "Published by Sample Daily, text from Morning Post: not an origin of its own; it counts as one with every other copy.",
        ),
    ],
)
def test_provenance(credit, expected):
    made = Sketch(outlet="Sample Daily")
    if credit:
        made.credit(*credit)
    assert provenance(made.reading) == expected


def test_counts_of_an_empty_reading():
    assert counts_line(Sketch().reading) == "0 claims · 0 events"


@given(st.text(max_size=200), st.integers(5, 60))
def test_shortened_is_never_longer(text, most):
    assert len(shortened(text, most)) <= most
