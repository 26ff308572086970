"""Readings merged in memory, and the timeline of their incidents."""

from __future__ import annotations

from datetime import date

import pytest
from rich.console import Console, Group
from tests.incidents.desk import Desk, on, state
from tests.products.factory import Sketch, day, source

from tocsin.demo import Merged, merged, reports, timeline, where_next

MARCH = date(2021, 3, 1)
REPORT = ("Arland raided Borland on Friday.", "Arland raids Borland")


def reading(number: int, *, outlet: str, says: str | None = None, published: date | None = date(2021, 3, 6)):
    """One report of a raid on 5 March, on the word of a government, else of the outlet itself."""
    text, title = REPORT
    made = Sketch(text, id=f"r{number}", published=published, outlet=outlet, title=title, language="en")
    one, other = made.actor("Arland", code="IRNGOV"), made.actor("Borland", code="OMNGOV")
    paper = source(outlet, kind="outlet")
    claim = made.claim(paper, source(says, actor=one)) if says else made.claim(paper, own=True)
    made.event(claim, "ASSAULT", (one,), (other,), when=day(date(2021, 3, 5)))
    return made.reading


def gathered(*desks: Desk, first: date = MARCH, last: date = date(2021, 3, 20), **fields) -> Merged:
    return Merged(
        article_by_id={key: row for desk in desks for key, row in desk.articles.items()},
        event_by_id={row.id: row for desk in desks for row in desk.events},
        filings=(),
        incidents=tuple(desk.incident(**fields) for desk in desks),
        placements={},
        first=first,
        last=last,
    )


def shown(made: Merged, width: int = 100) -> str:
    console = Console(width=width, color_system=None)
    with console.capture() as capture:
        console.print(Group(timeline(made), where_next(made)))
    return capture.get()


def part(text: str, head: str) -> str:
    """What stands under a heading."""
    return text[text.index(head) :].split("\n\n")[0]


def one(*, name: str = "A Star", day: float = 0, page: dict | None = None, **fields) -> Desk:
    told = Desk()
    told(name, day=day, page={"row_id": f"row {name}", **(page or {})}, **fields)
    return told


class TestMerged:
    def test_reports_of_one_happening_are_one_incident_by_as_many_origins_as_there_are(self):
        made = merged([reading(1, outlet="A Star"), reading(2, outlet="B Star"), reading(3, outlet="C Star", says="Arland")])
        (incident,) = made.incidents
        assert incident.affirmed == 3
        assert {made.article_by_id[each].row_id for each in incident.articles} == {"r1", "r2", "r3"}
        assert set(incident.events) == set(made.event_by_id)

    def test_the_order_of_reports_leaves_no_trace(self):
        readings = [reading(n, outlet=name) for n, name in enumerate(("A Star", "B Star", "C Star"))]
        assert merged(readings).incidents == merged(readings[::-1]).incidents

    def test_known_as_of_the_end_of_the_last_day(self):
        made = merged([reading(1, outlet="A Star"), reading(2, outlet="B Star", published=date(2021, 3, 8))])
        assert (made.first, made.last) == (date(2021, 3, 6), date(2021, 3, 8))
        assert max(row.known_at for row in made.article_by_id.values()).date() == made.last

    def test_without_a_day_there_is_no_time_line(self):
        with pytest.raises(ValueError, match="day of publication"):
            merged([reading(1, outlet="A Star", published=None)])


@pytest.mark.parametrize(
    ("status", "mark", "word"),
    [
        pytest.param("occurred", "●", "happened", id="happened"),
        pytest.param("ongoing", "●", "under way", id="under way"),
        pytest.param("failed", "◌", "failed", id="failed"),
        pytest.param("denied", "◌", "denied", id="denied"),
        pytest.param("scheduled", "○", "scheduled", id="planned, and past"),
    ],
)
def test_the_row_of_an_incident(status, mark, word):
    row = part(shown(gathered(one(status=status, page={"title": "A raid upon the harbour"}, **on(5)))), "WHAT IS TOLD").split("\n", 1)[1]
    counts = "0/1 −1 F6" if status == "denied" else "1/1 F3"
    assert " ".join(row.split("\n")[0].split()) == f"5 Mar 2021 {mark} Iran ──ASSAULT──▶ Oman {word} {counts}"


def disputed() -> Desk:
    told = one(text="Iran raided Oman.", **on(5))
    told("B Star", state("IRNGOV", "Iran"), day=1, status="denied", text="Iran denied the raid.", page={"row_id": "row B"}, **on(5))
    return told


def test_a_dispute_stands_with_both_sides_and_their_words():
    text = shown(gathered(disputed(), one(status="denied", **on(9))))
    told, denied = part(text, "WHAT IS TOLD"), part(text, "DENIED\n")
    assert "◑ Iran" in told
    assert "DISPUTED  1/2 −1" in told
    assert "Disputed: one origin affirms it, A Star, Iran denies it." in denied
    assert "told by A Star “Iran raided Oman.”  row A Star" in denied
    assert "denied by Iran “Iran denied the raid.”  row B" in denied
    assert denied.index("row B") < denied.index("nobody here affirms it")


def test_what_nobody_denies():
    text = shown(gathered(one(**on(5))))
    assert "Nothing that is told here is denied." in text
    assert "Nothing that was planned is still to come." in text


@pytest.mark.parametrize(
    ("fields", "ahead"),
    [
        pytest.param({"day": 1, "status": "scheduled", **on(25)}, True, id="a day to come"),
        pytest.param({"day": 1, "status": "scheduled", **on(15)}, False, id="a day gone by"),
        pytest.param({"day": 15, "status": "threatened", "earliest": date(2021, 3, 16), "latest": None}, True, id="no last day, just told"),
        pytest.param({"day": 1, "status": "threatened", "earliest": date(2021, 3, 2), "latest": None}, False, id="no last day, long told"),
        pytest.param({"day": 1, "status": "occurred", **on(25)}, False, id="not planned"),
    ],
)
def test_what_is_still_ahead(fields, ahead):
    text = shown(gathered(one(**fields)))
    assert ("ASSAULT" in part(text, "STILL AHEAD")) is ahead
    assert ("ASSAULT" in part(text, "WHAT IS TOLD")) is not ahead


def test_what_no_code_fits_stands_in_the_words_of_its_report():
    row = part(shown(gathered(one(type="OTHER", goldstein=None, page={"title": "Port reopens"}), leads=())), "WHAT IS TOLD")
    assert "●" in row
    assert "“" in row
    assert "OTHER" not in row
    assert "──" not in row


def test_what_no_code_fits_is_left_out_where_the_same_sentence_tells_of_a_coded_happening():
    coded = one(text="Iran raided Oman.", **on(5))
    uncoded = Desk()
    uncoded.articles = coded.articles
    uncoded("A Star", within=coded.events[0], type="OTHER", goldstein=None)
    assert "and 1 more" not in shown(gathered(coded, uncoded))
    assert part(shown(gathered(coded, uncoded)), "WHAT IS TOLD").count("Iran raided Oman.") == 1


def test_the_timeline_is_in_the_order_of_days_and_leaves_the_background_out():
    text = part(shown(gathered(one(name="A Star", **on(9)), one(name="B Star", **on(5)), one(**on(7)), first=date(2021, 4, 20))), "WHAT IS")
    assert [line.split(" Mar")[0] for line in text.splitlines() if " Mar 2021" in line] == ["7", "9"]


def test_more_than_a_page_is_counted_and_what_most_origins_tell_stays():
    many = [one(name=f"Star {n}", day=n / 100, **on(5)) for n in range(40)]
    told = one(name="A Star", day=1, **on(3))
    told("B Star", day=1, **on(3))
    text = part(shown(gathered(*many, told)), "WHAT IS TOLD")
    assert "3 Mar 2021" in text
    assert "and 15 more" in text


@pytest.mark.parametrize("width", [60, 80, 120, 160])
def test_it_fits(width):
    assert max(map(len, shown(gathered(disputed()), width).splitlines())) <= width


def test_nothing_of_a_report_moves_the_cursor_or_is_markup():
    text = shown(gathered(one(text="[red]Iran\x1b[2J raided Oman.", status="denied", **on(5))), 160)
    assert "\x1b" not in text
    assert "[red]Iran�[2J raided" in text


def test_the_example_is_a_report_that_denies():
    assert "tocsin demo --report row B" in shown(gathered(one(**on(3)), disputed()))


def test_the_shipped_reports_are_whole_and_in_order():
    made = reports()
    assert len(made) >= 50
    assert [a.published for a in made] == sorted(a.published for a in made)
    assert len({a.id for a in made}) == len(made)
    assert all(a.outlet and a.title and a.text.strip() for a in made)
