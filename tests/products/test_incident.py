"""The page of an incident, the table of many, and the same as data."""

import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console
from tests.incidents.desk import IRAN, OMAN, START, Desk, article, at, killed, on, outlet, state, unnamed

from tocsin.products.answer import plain
from tocsin.products.incident import (
    SCHEMA,
    days_words,
    deed_words,
    grade,
    incident_json,
    incident_view,
    incidents_view,
    place_words,
    tally_words,
    verdict,
)
from tocsin.products.terminal import as_json
from tocsin.records import Evidence, Incident, Judgement, Tally


def text_of(renderable, *, width: int = 120, colour: bool = False) -> str:
    console = Console(width=width, force_terminal=colour, color_system="truecolor" if colour else None, emoji=False, markup=False)
    with console.capture() as capture:
        console.print(renderable)
    return capture.get()


def raid() -> Desk:
    """A raid that was planned, told by a paper and by unnamed officials whom three others repeat, and denied."""
    told = Desk()
    told("North Star", state("USAGOV", "the White House"), status="scheduled", text="A raid is planned.", **on(5))
    told(
        "South Star",
        day=4,
        text="Two ships were struck.",
        quantities=killed(3),
        page={"title": "Ships struck"},
        **on(5),
        **at("Muscat", 23.6, 58.5, 15),
    )
    first = told("East Star", unnamed(), day=5, text="Oman raided ships, officials said.", quantities=killed(9))
    told("West Star", unnamed(), day=5.5, copies=first)
    told("Far Star", outlet("East Star"), unnamed(), day=6, text="Officials told East Star of a raid.")
    told("Press TV", state("IRNGOV", "the ministry"), day=7, status="denied", text="The ministry denied the raid.")
    return told


def page(told: Desk, judgements=(), *, width: int = 120, **fields) -> str:
    return text_of(incident_view(told.incident(**fields), told.articles, {e.id: e for e in told.events}, judgements), width=width)


def test_the_parts_stand_in_their_order():
    evidence = (Evidence(name="who", weight=1.25, value="Iran, Oman", note="the same parties"),)
    shown = page(raid(), leads=raid().articles, score=0.93, evidence=evidence)
    marks = [
        "Ships struck",
        "Disputed: 2 independent origins affirm it in 4 reports, Iran denies it.",
        "Iran ──ASSAULT──▶ Oman",
        "Grade F4",
        "3 to 9 killed (2 origins)",
        "STATUS OVER TIME",
        "WHO SAYS SO",
        "2 independent origins affirm\n",
        "officials, to East Star, unnamed",
        "1 independent origin denies",
        "counts for neither",
        "WHY ONE HAPPENING",
        "+1.2  who: Iran, Oman",
    ]
    assert [mark for mark in marks if mark not in shown] == []
    assert [shown.index(mark) for mark in marks] == sorted(shown.index(mark) for mark in marks)
    assert "5 Mar 2021 · Muscat ±15 km" in shown


def test_the_status_over_time_names_who_moved_it_and_in_which_words():
    shown = page(raid())
    rows = [" ".join(line.split()) for line in shown[shown.index("STATUS") : shown.index("WHO SAYS")].splitlines()[1:4]]
    assert rows == [
        "1 Mar 2021 00:00 scheduled the White House “A raid is planned.”",
        "5 Mar 2021 00:00 happened South Star “Two ships were struck.”",
        "8 Mar 2021 00:00 disputed Iran “The ministry denied the raid.”",
    ]


def test_each_telling_opens_down_to_its_words_and_copies_stand_together():
    shown = page(raid())
    assert "East Star, 6 Mar 2021 · happened “Oman raided ships, officials said.”  9 killed" in shown
    assert "the same words in West Star" in shown
    assert "“Officials told East Star of a raid.”  through East Star" in shown
    assert shown.count("Oman raided ships") == 1


def test_the_tellings_of_an_origin_are_cut_after_some_and_counted():
    told = Desk()
    for number in range(9):
        told(f"Star {number}", state("USAGOV"), day=number, text=f"Raid number {number} was told.")
    assert "and 5 tellings more: Star 4, Star 5, Star 6 and 2 more" in page(told)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param([("A Star", "occurred")], "Happened: one origin affirms it, A Star.", id="one"),
        pytest.param([("A Star", "occurred"), ("B Star", "occurred")], "Happened: 2 independent origins affirm it in 2 reports.", id="two"),
        pytest.param([("A Star", "denied")], "Denied by A Star; nobody here affirms it.", id="only denied"),
        pytest.param(
            [("A Star", "occurred"), ("B Star", "denied"), ("C Star", "denied")],
            "Disputed: one origin affirms it, A Star, B Star and C Star deny it.",
            id="two deny",
        ),
        pytest.param([("A Star", "scheduled")], "Scheduled: one origin affirms it, A Star.", id="planned"),
    ],
)
def test_verdict(rows, expected):
    told = Desk()
    for day, (name, status) in enumerate(rows):
        told(name, status=status, day=day)
    assert verdict(told.incident()) == expected


def test_many_reports_of_one_unnamed_source_are_one_origin():
    told = Desk()
    first = told("A Star", unnamed())
    told("B Star", copies=first, day=1)
    told("C Star", outlet("A Star"), unnamed(), day=1)
    assert verdict(told.incident()) == "Happened: one origin affirms it, officials, to A Star (unnamed), through 3 reports."


def test_what_was_taken_back_says_so():
    told = Desk()
    told("North Star", page={"url": "https://north.example/1"})
    told.others.append(article(9, "North Star", "We have retracted this story.", START, url="https://north.example/1"))
    shown = page(told)
    assert "Taken back: no report of it stands." in shown
    assert "counts for neither" in shown
    assert "taken back" in shown[shown.index("STATUS") :]


def test_where_fewer_name_who_did_it_than_say_that_it_was_done():
    told = Desk()
    told("A Star")
    told("B Star", sources=(), source=None, day=1)
    assert "Who did it is named by 1 of 2 origins" in page(told)
    told.events.pop()
    assert "Who did it" not in page(told)


def test_an_accusation_is_not_shown_as_plain_fact():
    told = Desk()
    told("A Star", state("USAGOV"), stance="accuses")
    assert "happened, as an accusation" in page(told)


def test_a_grade_by_a_person_stands_beside_the_machines_with_its_reason():
    told = raid()
    made = told.incident()
    given_ = [
        Judgement(
            id="j1",
            decision="grade",
            subjects=(made.id, "other"),
            value="3",
            by="A. Reader",
            why="old pictures",
            known_at=START,
            recorded_at=START,
        ),
        Judgement(
            id="j2",
            decision="grade",
            subjects=("state:IRN",),
            value="D",
            by="A. Reader",
            why="denied before",
            known_at=START,
            recorded_at=START,
        ),
        Judgement(
            id="j3", decision="grade", subjects=("other",), value="D", by="A. Reader", why="apart", known_at=START, recorded_at=START
        ),
    ]
    shown = page(told, given_)
    assert "this incident: F4 by the record, 3 by A. Reader, 1 Mar 2021: old pictures" in shown
    assert "Iran: F by the record, D by A. Reader, 1 Mar 2021: denied before" in shown
    assert "apart" not in shown
    assert (made.credibility, grade(made)) == (4, "F4")


@pytest.mark.parametrize(
    ("earliest", "latest", "expected"),
    [
        pytest.param(date(2021, 3, 2), date(2021, 3, 2), "2 Mar 2021", id="a day"),
        pytest.param(date(2021, 2, 28), date(2021, 3, 2), "28 Feb 2021 – 2 Mar 2021", id="days"),
        pytest.param(None, date(2021, 3, 2), "by 2 Mar 2021", id="by"),
        pytest.param(date(2021, 3, 2), None, "from 2 Mar 2021", id="from"),
        pytest.param(None, None, "?", id="unknown"),
    ],
)
def test_days(earliest, latest, expected):
    assert days_words(replace(raid().incident(), earliest=earliest, latest=latest)) == expected


def test_places_show_how_wide_they_are_or_that_nothing_is_known():
    made = raid().incident()
    assert place_words(made) == "Muscat ±15 km"
    assert place_words(replace(made, lat=None, lon=None, radius_km=None)) == "Muscat"
    assert place_words(replace(made, place=None, lat=None, lon=None, radius_km=None)) == ""


def test_deeds():
    made = raid().incident()
    assert deed_words(replace(made, mode="aerial", proxies=(OMAN,), targets=())).plain == "Iran ──ASSAULT aerial via Oman"
    assert deed_words(replace(made, sources=())).plain == "? ──ASSAULT──▶ Oman"
    assert deed_words(replace(made, type="CONSULT", sources=(IRAN, OMAN), targets=(IRAN, OMAN))).plain == "Iran and Oman ──CONSULT"


def test_tallies():
    assert tally_words(Tally(unit="killed", least=1200, most=1200, origins=1)) == "1,200 killed (1 origin)"


def test_the_table_of_many():
    made = raid().incident(leads=raid().articles)
    lines = text_of(incidents_view([made, replace(made, denied=0, status="occurred", place=None)]), width=130).splitlines()
    assert lines[0].split() == ["id", "when", "who", "does", "what", "to", "whom", "where", "status", "origins", "grade"]
    assert lines[1].split("  ")[:2] == [made.id[:8], "5 Mar 2021"]
    assert ("Muscat ±15 km" in lines[1], "disputed" in lines[1], "2/6 −1" in lines[1], "F4" in lines[1]) == (True,) * 4
    assert "Ships struck" in lines[2]
    narrow = text_of(incidents_view([made]), width=70)
    assert "where" not in narrow.splitlines()[0]
    assert "Muscat ±15 km" in narrow
    assert made.id[:8] in narrow


def test_ids_are_as_long_as_tells_them_apart():
    made = raid().incident()
    one, other = replace(made, id="0" * 10 + "a" * 14), replace(made, id="0" * 10 + "b" * 14)
    shown = text_of(incidents_view([one, other]), width=130)
    assert "0000000000a " in shown
    assert "0000000000b " in shown


def test_a_happening_without_code_and_parties_is_told_by_its_title_alone():
    told = Desk()
    told("North Star", type="OTHER", cameo=None, sources=(), targets=(), page={"title": "A bridge is opened"})
    made = told.incident(leads=told.articles)
    shown = text_of(incidents_view([made]), width=130)
    assert "A bridge is opened" in shown
    assert "OTHER" not in shown
    assert deed_words(made).plain == "OTHER"


def test_where_only_a_key_ties_the_tellings_it_is_shown():
    told = raid()
    made = told.incident(evidence=(Evidence(name="key", weight=0.0, value="equal", note="the same day"),))
    assert "key: equal" in text_of(incident_view(made, told.articles, {}))


def test_no_incidents_is_a_table_without_rows():
    assert len(text_of(incidents_view([])).splitlines()) == 2


def test_as_data_it_is_the_record_and_its_words():
    told = raid()
    made = told.incident()
    data = incident_json(made, told.articles, {e.id: e for e in told.events})
    assert data["schema"] == SCHEMA
    assert {key: value for key, value in data.items() if key not in ("schema", "tellings", "judgements")} == plain(made)
    assert [row["event"] for row in data["tellings"]] == list(made.events)
    by_event = {row["event"]: row for row in data["tellings"]}
    for origin in made.origins:
        for one in origin.events:
            assert (by_event[one]["origin"], by_event[one]["side"]) == (origin.key, origin.side)
    assert by_event[told.events[0].id]["side"] is None
    assert by_event[told.events[1].id]["title"] == "Ships struck"
    assert json.loads(as_json(data)) == data


def test_what_is_not_at_hand_is_told_as_such():
    made = raid().incident()
    shown = text_of(incident_view(made, {}, {}))
    assert "which is not at hand" in shown
    assert incident_json(made, {}, {})["tellings"][0]["sentence"] is None


HOSTILE = st.text(alphabet=st.sampled_from("a \x1b[]31m\u202e\u200b\n\r\x07\u0301{}/"), max_size=20)


@settings(max_examples=60, deadline=None)
@given(HOSTILE, HOSTILE, HOSTILE)
def test_nothing_from_an_article_moves_the_cursor_or_is_taken_for_markup(name, words, title):
    told = Desk()
    party = replace(IRAN, name=name)
    told(
        f"[bold]{name}",
        state("XXX", name),
        text=words or "x",
        page={"title": title, "url": name},
        sources=(party,),
        trigger=words,
        place=title,
        mode=name,
    )
    told(f"[bold]{name}", status="denied", text=words or "x", day=1)
    made = told.incident(leads=told.articles)
    shown = text_of(incident_view(made, told.articles, {e.id: e for e in told.events})) + text_of(incidents_view([made]))
    assert not set(shown) & set("\x1b\u202e\u200b\r\x07")
    assert "[bold]" in shown


@pytest.mark.parametrize("width", [60, 80, 140])
def test_it_fits_its_width_and_its_words_do_not_depend_on_colour(width):
    told = raid()
    made: Incident = told.incident(leads=told.articles)
    views = [incident_view(made, told.articles, {e.id: e for e in told.events}), incidents_view([made])]
    for view in views:
        assert max(len(line.rstrip()) for line in text_of(view, width=width).splitlines()) <= width
        assert "\x1b[" in text_of(view, width=width, colour=True)
