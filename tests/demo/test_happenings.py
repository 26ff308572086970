from __future__ import annotations

from datetime import date, timedelta

import pytest
from rich.console import Console

from tocsin.demo import happenings, reports, timeline
from tocsin.demo.happenings import origins_of

from ..products.factory import UNDATED, Sketch, day, source

JUNE_19 = date(2019, 6, 19)
PARTIES = {
    "Arland": ("ARLGOV", "GOV"),
    "Arland's navy": ("ARLMIL", "MIL"),
    "Borland": ("BORGOV", "GOV"),
    "Carland": ("CARGOV", "GOV"),
    "Free Riders": ("ARLREBFRR", "REB"),
    "two tankers": (None, "UNK"),
    "the government": ("GOV", "GOV"),
    "ministers": ("GOV", "GOV"),
}


def report(number, who=(), whom=(), *, says=None, published=JUNE_19, outlet="Sample Daily", kind="ASSAULT", **event):
    """One report of one event, on the word of a government, else of the outlet itself."""
    made = Sketch(id=f"r{number}", published=published, outlet=outlet)
    ids = {name: made.actor(name, code=code, sector=sector) for name, (code, sector) in PARTIES.items()}
    paper = source(outlet, kind="outlet")
    claim = made.claim(paper, source(says, actor=ids.get(says))) if says else made.claim(paper, own=True)
    made.event(claim, kind, tuple(ids[n] for n in who), tuple(ids[n] for n in whom), **event)
    return made.reading


ON_12 = {"when": day(date(2019, 6, 12))}


@pytest.mark.parametrize(
    ("one", "other", "together"),
    [
        pytest.param((["Arland"], ["Borland"]), (["Arland"], ["Borland"]), True, id="the same"),
        pytest.param((["Arland"], ["Borland"]), (["Arland's navy"], ["Borland"]), True, id="a state and its navy"),
        pytest.param((["Arland"], ["Borland"]), (["Arland"], ["two tankers"]), True, id="a state and its ships"),
        pytest.param((["Arland"], ["Borland"]), ([], ["Borland"]), True, id="by whom is not said"),
        pytest.param((["Arland"], ["Borland"]), (["Free Riders"], ["Borland"]), False, id="a state and its rebels"),
        pytest.param((["Arland"], ["Borland"]), (["Carland"], ["Borland"]), False, id="another source"),
        pytest.param((["Arland"], ["Borland"]), (["Arland"], ["Carland"]), False, id="another target"),
        pytest.param((["Arland"], []), ([], ["Borland"]), False, id="nothing in common"),
    ],
)
def test_who_and_whom(one, other, together):
    made = happenings([report(1, *one, **ON_12), report(2, *other, **ON_12)])
    assert len(made) == (1 if together else 2)


@pytest.mark.parametrize(
    ("one", "other", "together"),
    [
        pytest.param(["Arland", "Borland"], ["Arland", "Borland"], True, id="the same two"),
        pytest.param(["Arland", "Borland"], ["Arland", "Borland", "Carland"], True, id="a third among them"),
        pytest.param(["Arland", "Borland"], ["Arland", "Carland"], False, id="one of them with another"),
    ],
)
def test_who_meets_whom(one, other, together):
    made = happenings([report(n, who, who, kind="CONSULT", **ON_12) for n, who in enumerate((one, other))])
    assert len(made) == (1 if together else 2)


def test_the_code_of_any_government_tells_nobody_apart():
    made = happenings([report(1, ["the government"], **ON_12), report(2, ["ministers"], **ON_12)])
    assert len(made) == 2


@pytest.mark.parametrize(
    ("who", "whom", "disputed"),
    [
        pytest.param(["Arland"], ["Borland"], True, id="the deed"),
        pytest.param(["Arland"], [], False, id="any such deed"),
        pytest.param([], ["Borland"], False, id="a deed by nobody in particular"),
    ],
)
def test_a_denial_must_name_who_and_whom(who, whom, disputed):
    tellings = [report(1, ["Arland"], ["Borland"], says="Carland", **ON_12), report(2, who, whom, says="Arland", status="denied", **ON_12)]
    assert any(h.disputed for h in happenings(tellings)) is disputed


@pytest.mark.parametrize(
    ("change", "together"),
    [
        pytest.param({}, True, id="the same day"),
        pytest.param({"when": day(date(2019, 6, 13))}, False, id="the day after"),
        pytest.param({"kind": "COERCE"}, False, id="another type"),
        pytest.param({"status": "scheduled"}, False, id="not yet happened"),
        pytest.param({"when": UNDATED, "published": date(2019, 6, 13)}, True, id="not dated, in a report of the day after"),
        pytest.param({"when": UNDATED, "published": date(2019, 6, 30)}, False, id="not dated, in a report of weeks later"),
        pytest.param({"when": UNDATED, "status": "denied", "published": date(2019, 6, 18)}, True, id="denied within the week"),
    ],
)
def test_when_and_how(change, together):
    made = happenings([report(1, ["Arland"], ["Borland"], **ON_12), report(2, ["Arland"], ["Borland"], **(ON_12 | change))])
    assert len(made) == (1 if together else 2)


def test_vague_tellings_do_not_draw_two_happenings_together():
    tellings = [
        report(1, ["Arland"], ["Borland"], when=day(date(2019, 6, 12))),
        report(2, ["Arland"], ["Borland"], when=day(date(2019, 6, 14))),
        report(3, ["Arland"], ["Borland"], published=date(2019, 6, 14)),
    ]
    assert sorted(len(h.tellings) for h in happenings(tellings)) == [1, 2]


def test_origins_are_counted_not_reports():
    (made,) = happenings(
        [
            report(1, ["Arland"], ["Borland"], says="Carland", outlet="Sample Daily", **ON_12),
            report(2, ["Arland"], ["Borland"], says="Carland", outlet="Morning Post", **ON_12),
            report(3, ["Arland"], ["Borland"], outlet="Evening Post", **ON_12),
            report(4, ["Arland"], ["Borland"], says="Arland", status="denied", **ON_12),
        ]
    )
    assert made.reports == 4
    assert sorted(origins_of(made.told)) == ["name evening post", "party CAR"]
    assert sorted(origins_of(made.denied)) == ["party ARL"]
    assert made.disputed


@pytest.mark.parametrize("who", ["Sample Daily", "Carland"])
def test_no_dispute_in_the_outlets_own_voice_nor_with_oneself(who):
    says = {} if who == "Sample Daily" else {"says": who}
    (made,) = happenings(
        [
            report(1, ["Arland"], ["Borland"], says="Carland", **ON_12),
            report(2, ["Arland"], ["Borland"], status="denied", **says, **ON_12),
        ]
    )
    assert made.told
    assert made.denied
    assert not made.disputed


def test_a_denial_alone_is_no_dispute_and_not_ahead():
    (made,) = happenings([report(1, ["Arland"], ["Borland"], status="denied")])
    assert not made.disputed
    assert not made.ahead


def test_a_report_without_a_day_has_no_place_in_time():
    assert not happenings([report(1, ["Arland"], ["Borland"], published=None)])


def shown(readings, width=100):
    console = Console(width=width, color_system=None)
    with console.capture() as capture:
        console.print(timeline(readings))
    return capture.get()


def test_the_timeline_keeps_what_is_ahead_and_what_is_disputed_apart():
    text = shown(
        [
            report(1, ["Arland"], ["Borland"], says="Carland", **ON_12),
            report(2, ["Arland"], ["Borland"], says="Arland", status="denied", **ON_12),
            report(3, ["Borland"], kind="MOBILIZE", status="scheduled", when=day(JUNE_19 + timedelta(days=8))),
            report(4, ["Carland"], ["Borland"], kind="AID", when=day(date(2018, 1, 1))),
        ]
    )
    told, ahead, disputed = text.index("WHAT IS TOLD"), text.index("STILL AHEAD"), text.index("MOST DISPUTED")
    assert "◑" in text[told:ahead]
    assert "DISPUTED" in text[told:ahead]
    assert "MOBILIZE" not in text[text.index("\n", told) : ahead]
    assert "27 Jun" in text[ahead:disputed]
    assert "told by Carland  (r1)" in text[disputed:]
    assert "denied by Arland  (r2)" in text[disputed:]
    assert "──AID" not in text
    assert "tocsin demo --report r2" in text


def test_who_denies_and_tells_does_not_dispute():
    (made,) = happenings(
        [
            report(1, ["Arland"], ["Borland"], says="Carland", **ON_12),
            report(2, ["Arland"], ["Borland"], says="Arland", **ON_12),
            report(3, ["Arland"], ["Borland"], says="Arland", status="denied", **ON_12),
        ]
    )
    assert not made.disputed


def test_what_has_no_day_stands_where_it_was_first_told():
    text = shown(
        [
            report(1, ["Borland"], kind="AID", published=date(2019, 6, 20)),
            report(2, ["Borland"], kind="AID", published=date(2019, 6, 21), outlet="Morning Post"),
            report(3, ["Arland"], ["Borland"], when=day(date(2019, 6, 19))),
        ]
    )
    assert text.index("19 Jun") < text.index("~20 Jun")
    assert "~21 Jun" not in text
    assert "Nothing that one origin tells is denied" in text
    assert "tocsin demo --report r" in text


@pytest.mark.parametrize("width", [80, 100, 160])
def test_the_timeline_fits(width):
    assert max(map(len, shown([report(1, ["Arland"], ["Borland"], **ON_12)], width).splitlines())) <= width


def test_no_dated_report():
    assert "no timeline" in shown([report(1, ["Arland"], published=None)])


def test_the_shipped_reports_are_whole_and_in_order():
    made = reports()
    assert len(made) >= 50
    assert [a.published for a in made] == sorted(a.published for a in made)
    assert len({a.id for a in made}) == len(made)
    assert all(a.outlet and a.title and a.text.strip() for a in made)
