"""The board of a watch, and several as cards."""

import re
from dataclasses import replace
from datetime import date

import pytest
from rich.console import Console
from tests.products.outlooks import TODAY, assessment, case, empty, reading, reread, score

from tocsin.products.board import board, boards, rests_on
from tocsin.products.wording import decimal, level_arrow, number, p_value_words, percent, span_words, value_words


def shown(renderable, *, width: int = 120, colour: bool = False) -> str:
    console = Console(width=width, force_terminal=colour, color_system="truecolor" if colour else None, emoji=False)
    with console.capture() as capture:
        console.print(renderable)
    return capture.get()


def flat(text: str) -> str:
    return " ".join(text.split())


def test_the_parts_stand_in_their_order():
    text = flat(shown(board(case().outlook)))
    marks = [
        "as of Sat 20 March 2021",
        "6 articles, 4 independent origins",
        "LEVEL elevated ▲ (was watch a week earlier) because: attacks on shipping",
        "within 30 days",
        "Attacks on shipping .46 roughly even chance 5.1x .31 ▲ Ships are attacked in the strait, Arland's",
        "Raid through the Red Heron .11 very unlikely 1.8x .08 ▲",
        "Talks .09 very unlikely 0.9x .14 ▼ its base rate alone",
        "Nothing changes .34 unlikely ? .47 ▼ nothing that was seen",
        "Confidence: moderate: two of five",
        "Linchpin: without “Ships are attacked in the strait” “Nothing changes” would lead.",
        "unusual Arland's war cabinet meets: 2 incidents in 7 days, 0.2 expected: 6.2 bits (last so much in the window to 12 November 2018)",
        "routine Borland holds exercises: 1 of 1 incident, on the yearly plan",
        "no number Embassies leave: not enough history: 3 of 8 windows",
        "ahead 27 March 2021: Yearly exercise (routine)",
        "no day known: Arland threatens to close the strait",
        "expected, not seen Reserves are called up",
        "would tell most Reserves are called up (0.19 bits expected)",
        "disputed “Mines struck two tankers",
        "so far nothing is resolved yet, 12 forecasts open, 0 void",
    ]
    assert [mark for mark in marks if mark not in text] == []
    assert [text.index(mark) for mark in marks] == sorted(text.index(mark) for mark in marks)


@pytest.mark.parametrize("width", [60, 72, 80, 99, 100, 120])
@pytest.mark.parametrize("made", [case, empty], ids=["full", "empty"])
def test_no_line_is_wider_than_the_terminal_and_nothing_is_lost(made, width):
    outlook = made().outlook
    text = shown(board(outlook), width=width)
    assert max(map(len, text.splitlines())) <= width
    for one in outlook.assessments:
        assert decimal(one.probability) in text
    assert "rests on" in text


def test_colour_adds_nothing_but_colour():
    coloured, plain = shown(board(case().outlook), colour=True), shown(board(case().outlook))
    assert "\x1b[" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == plain


def test_what_is_not_known_is_shown_as_such():
    text = flat(shown(board(empty().outlook)))
    assert "LEVEL routine (no level a week earlier)" in text
    assert "Talks .25 unlikely ? ? nothing that was seen" in text
    assert "Linchpin: none, as there is no evidence yet." in text
    assert "Ships are attacked in the strait, Borland holds exercises and 4 more: not enough history: 0 of 8 windows" in text
    assert "unusual nothing, of what can be measured" in text
    assert "ahead nothing that is known" in text
    assert "so far nothing was forecast yet" in text
    assert "expected, not seen" not in text


def test_text_of_others_moves_no_cursor_and_is_no_markup():
    made = case(level_because="\x1b[2J[bold]hot[/bold]\u202e")
    text = shown(board(made.outlook))
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "[bold]hot[/bold]" in text


def test_the_scorecard_once_something_is_resolved():
    made = case(scores=(score(resolved=46, brier=0.081, base_brier=0.104, open=3, void=1),))
    assert "so far Brier .081 on 46 resolved forecasts, base rate .104; 3 open, 1 void" in flat(shown(board(made.outlook)))


def test_what_an_earlier_window_had_is_not_unusual_and_is_called_so():
    text = flat(shown(board(case(readings=reread(ships={"value": 0.0, "incidents": ()})).outlook)))
    assert "Ships are attacked in the strait (earlier), Arland's war cabinet meets" in text
    assert "Ships are attacked in the strait: 0 incidents" not in text


def test_how_often_is_what_the_indicator_counts():
    text = flat(shown(board(case(readings=reread(cabinet={"value": 3.0}, ships={"value": 1.0, "incidents": ("a", "b")})).outlook)))
    assert "Ships are attacked in the strait, Arland's war cabinet meets (3)" in text


def test_what_weighs_nothing_is_no_reason():
    items = tuple(replace(one, decibans={**one.decibans, "strait": 0.04}) for one in case().outlook.weighed.items)
    made = case(weighed=replace(case().outlook.weighed, items=items))
    assert rests_on(made.outlook, "strait") == "its base rate alone"


@pytest.mark.parametrize(("p", "words"), [(0.08, "its base rate; not raised by Arland's war cabinet meets (2)"), (0.12, "Arland's")])
def test_what_speaks_for_it_may_not_have_raised_it(p, words):
    made = case(assessments=(assessment("proxy", p, TODAY, base=0.09),))
    assert rests_on(made.outlook, "proxy").startswith(words)


def test_gaps_are_told():
    made = case(sourcing=replace(case().outlook.sourcing, gaps=("no article at all was read",)))
    assert "gaps no article at all was read" in flat(shown(board(made.outlook)))


def test_what_is_there_is_not_called_unseen():
    assert "expected, not seen" in shown(board(case().outlook))
    there = flat(shown(board(case(readings=reread(callup={"value": 2.0})).outlook)))
    assert "expected, not seen" not in there
    assert "would tell most Embassies leave" in there


def test_a_silence_that_is_usual_is_not_unusual():
    made = case(readings=(reading("cabinet", value=0.0, surprise_bits=0.3),))
    assert "unusual nothing, of what can be measured" in flat(shown(board(made.outlook)))


def test_cards_stand_in_the_order_of_what_changed_most():
    quiet = case(before="elevated", earlier=case().outlook.assessments).outlook
    quiet = replace(quiet, watch=replace(quiet.watch, title="Quiet"))
    moved = case(before="elevated", earlier=tuple(assessment(n, p, TODAY, base=None) for n, p in (("strait", 0.30), ("calm", 0.5)))).outlook
    moved = replace(moved, watch=replace(moved.watch, title="Moved"))
    risen = replace(case().outlook, watch=replace(case().outlook.watch, title="Risen"))
    text = shown(boards([quiet, risen, moved]), width=80)
    assert [title for title in ("Risen", "Moved", "Quiet") if title in text] == ["Risen", "Moved", "Quiet"]
    assert text.index("Risen") < text.index("Moved") < text.index("Quiet")
    assert max(map(len, text.splitlines())) <= 80


@pytest.mark.parametrize(
    ("p", "words"),
    [
        pytest.param(0.46, "46 %", id="whole"),
        pytest.param(0.4496, "44.96 %", id="as many digits as its band needs"),
        pytest.param(0.052, "5 %", id="rounded within its band"),
        pytest.param(0.0004, "0.04 %", id="small, never 0"),
        pytest.param(0.9999, "99.99 %", id="great, never 100"),
        pytest.param(0.0, "0 %", id="none"),
        pytest.param(1.0, "100 %", id="all"),
    ],
)
def test_percent(p, words):
    assert percent(p) == words


@pytest.mark.parametrize(
    ("earliest", "latest", "words"),
    [
        pytest.param(date(2021, 3, 2), date(2021, 3, 2), "2 March 2021", id="a day"),
        pytest.param(date(2021, 3, 2), date(2021, 3, 9), "2 to 9 March 2021", id="within a month"),
        pytest.param(date(2021, 2, 28), date(2021, 3, 2), "28 February to 2 March 2021", id="over months"),
        pytest.param(date(2020, 12, 30), date(2021, 1, 2), "30 December 2020 to 2 January 2021", id="over years"),
        pytest.param(None, date(2021, 3, 2), "by 2 March 2021", id="open at first"),
        pytest.param(date(2021, 3, 2), None, "from 2 March 2021", id="open at last"),
        pytest.param(None, None, "day unknown", id="unknown"),
    ],
)
def test_days(earliest, latest, words):
    assert span_words(earliest, latest) == words


@pytest.mark.parametrize(
    ("made", "words"),
    [
        pytest.param(number(0, "forecast"), "0 forecasts", id="none"),
        pytest.param(number(1, "forecast"), "1 forecast", id="one"),
        pytest.param(number(2000, "forecast"), "2,000 forecasts", id="many"),
        pytest.param(value_words(1.0, "claims"), "1 claim", id="one claim"),
        pytest.param(value_words(0.5, "incidents"), "0.5 incidents", id="half"),
        pytest.param(value_words(1.0, "USD"), "1 USD", id="a unit that ends with no s"),
        pytest.param(value_words(-2.25, "%"), "-2.25 %", id="down"),
        pytest.param(p_value_words(0.0008), "p = .0008", id="small p"),
        pytest.param(level_arrow("watch", "high"), "▼", id="level down"),
        pytest.param(level_arrow("watch", None), "", id="no level before"),
    ],
)
def test_numbers(made, words):
    assert made == words
