"""What the tellings of an incident agree on: title, parties, days, place, tallies, ids."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from tests.incidents.desk import IRAN, OMAN, START, Desk, at, killed, on, outlet, state, unnamed

from tocsin.records import Evidence, Party, Quantity

GUARDS = Party(name="Revolutionary Guards", code="IRNMIL", country="IRN", sector="MIL")
ISRAEL = Party(name="Israel", code="ISRGOV", country="ISR", sector="GOV")


def test_the_id_is_that_of_the_first_known_event():
    told = Desk()
    late = told("North Star", day=2)
    first = told("South Star", day=1)
    made = told.incident(story="s1", score=0.7, evidence=(Evidence(name="who", weight=1.0, value="Iran", note="same"),))
    assert (made.id, made.events, made.articles) == (first.id, (first.id, late.id), (first.article, late.article))
    assert (made.known_at, made.updated_at) == (first.known_at, late.known_at)
    assert (made.story, made.score, made.evidence[0].name, made.follows) == ("s1", 0.7, "who", None)


def test_the_same_event_twice_is_one():
    told = Desk()
    one = told("North Star")
    told.events.append(one)
    assert told.incident().events == (one.id,)


# Title and type


def test_the_title_is_that_of_the_report_that_says_most():
    told = Desk()
    told("North Star", page={"title": "Raid"})
    fuller = told(
        "South Star", day=1, page={"title": "Raid  kills three\nin Muscat"}, quantities=killed(3), **on(2), **at("Muscat", 23.6, 58.5, 15.0)
    )
    assert told.incident(leads={e.article for e in told.events}).title == "Raid kills three in Muscat"
    assert told.incident(leads={told.events[0].article}).title == "Raid"
    assert told.incident().title == fuller.sentence


def test_a_row_of_a_table_is_titled_in_codes():
    told = Desk()
    one = told("North Star")
    told.events[0] = replace(one, dataset="icews", article=None, sentence=None, chain=())
    assert told.incident().title == "Iran ASSAULT Oman"


def test_the_type_is_that_of_most_publishers_and_not_other():
    told = Desk()
    told("North Star", type="COERCE", cameo="170", goldstein=-7.0, mode="seize")
    told("South Star", day=1)
    told("East Star", day=1)
    told("West Star", type="OTHER", cameo=None, goldstein=None, day=2)
    made = told.incident()
    assert (made.type, made.cameo, made.goldstein, made.mode) == ("ASSAULT", "190", -9.0, None)


def test_no_code_goes_before_the_code_of_few():
    told = Desk()
    told("North Star")
    for name in ("South Star", "East Star", "West Star"):
        told(name, type="OTHER", cameo=None, goldstein=None, sources=(OMAN,), targets=())
    made = told.incident()
    assert (made.type, made.sources, made.targets) == ("OTHER", (OMAN,), ())


def test_the_type_is_that_of_the_news_not_of_what_others_mention():
    told = Desk()
    news = told("North Star", type="REQUEST", cameo="100", goldstein=0.0, targets=())
    told("South Star")
    told("East Star")
    made = told.incident(leads={news.article})
    assert (made.type, made.targets) == ("REQUEST", ())


def test_of_many_titles_the_one_most_like_the_others_names_it():
    told = Desk()
    titles = [
        "Readers ask whether the harbour is safe",
        "Raid on Muscat harbour kills three",
        "Three killed in Muscat harbour raid",
        "Harbour raid",
    ]
    for number, title in enumerate(titles):
        told(f"{number} Star", page={"title": f"{title} - The Sample Ledger"}, day=number)
    assert told.incident(leads=told.articles).title == titles[1]


# Parties


def test_whom_one_of_three_alone_names_counts_if_the_titles_name_him():
    told = Desk()
    told("North Star", sources=(ISRAEL,), targets=(), page={"title": "Harbour raided"})
    told("South Star", sources=(), targets=())
    told("East Star", sources=(), targets=(OMAN,), page={"title": "Raid upon Omani harbour"})
    made = told.incident(leads=told.articles)
    assert (made.sources, made.targets) == ((), (OMAN,))
    assert told.incident().targets == ()


def test_a_title_of_one_among_three_does_not_bear_out_whom_it_alone_names():
    told = Desk()
    told("North Star", sources=(IRAN,), targets=(ISRAEL,), page={"title": "Harbour raided, Israel condemned"})
    told("South Star", sources=(IRAN,), targets=(), page={"title": "Harbour raided"})
    told("East Star", sources=(IRAN,), targets=(), page={"title": "Raid upon harbour"})
    assert told.incident(leads=told.articles).targets == ()


def test_who_stands_in_both_roles_stays_where_most_have_him():
    told = Desk()
    told("North Star", sources=(IRAN,), targets=(OMAN,))
    told("South Star", sources=(OMAN,), targets=(), day=1)
    told("East Star", sources=(IRAN,), targets=(OMAN,), day=1)
    told("West Star", sources=(OMAN,), targets=(), day=1)
    told("Far Star", sources=(IRAN,), targets=(OMAN,), day=1)
    assert (told.incident().sources, told.incident().targets) == ((IRAN,), (OMAN,))


def test_one_name_with_and_without_accents_and_code_is_one_party():
    bare, coded = Party(name="José Vela", code=None, country=None, sector="GOV"), replace(OMAN, name="Jose Vela")
    told = Desk()
    told("North Star", targets=(bare,))
    told("South Star", sources=(coded,), targets=(), day=1)
    told("East Star", targets=(coded,), day=1)
    assert [party.name for party in (*told.incident().sources, *told.incident().targets)] == ["Iran", "Jose Vela"]


def test_parties_on_whom_most_agree():
    told = Desk()
    told("North Star", sources=(GUARDS,), targets=(OMAN,))
    told("South Star", sources=(IRAN,), targets=(OMAN, ISRAEL))
    told("East Star", sources=(IRAN,), targets=(OMAN,))
    told("West Star", sources=(), targets=(ISRAEL, OMAN))
    told("Far Star", targets=(OMAN, ISRAEL))
    made = told.incident()
    assert (made.sources, made.targets) == ((IRAN,), (OMAN, ISRAEL))
    told("Last Star", targets=(OMAN,))
    assert told.incident().targets == (OMAN,)
    assert (made.source, made.target) == ("IRNGOV", "OMNGOV")


def test_one_publisher_has_one_voice():
    told = Desk()
    for day in range(3):
        told("North Star", sources=(ISRAEL,), day=day)
    told("South Star", sources=(IRAN,))
    told("East Star", sources=(IRAN,))
    assert told.incident().sources == (IRAN,)


def test_two_sides_that_meet_make_a_pair_whoever_is_named_first():
    told = Desk()
    both = {"type": "CONSULT", "cameo": "040", "goldstein": 1.0}
    told("North Star", sources=(IRAN, OMAN), targets=(IRAN, OMAN), **both)
    told("South Star", sources=(OMAN,), targets=(IRAN,), day=1, **both)
    made = told.incident()
    assert set(made.sources) == set(made.targets) == {IRAN, OMAN}
    assert {made.source, made.target} == {"IRNGOV", "OMNGOV"}


# Days and places


@pytest.mark.parametrize(
    ("tellings", "expected"),
    [
        pytest.param([on(3), on(3), on(4)], (3, 3), id="most say"),
        pytest.param([on(3), on(1) | {"latest": date(2021, 3, 7)}], (3, 3), id="a day within a week"),
        pytest.param([on(1) | {"latest": date(2021, 3, 5)}, on(3) | {"latest": date(2021, 3, 9)}], (3, 5), id="two weeks that meet"),
        pytest.param([on(3), {}], (3, 3), id="publication does not count against words"),
        pytest.param([{}, {}], (None, 1), id="publication only: by the first of it"),
    ],
)
def test_days(tellings, expected):
    told = Desk()
    for number, fields in enumerate(tellings):
        told(f"{['North', 'South', 'East'][number]} Star", day=number, **fields)
    made = told.incident()
    assert (made.earliest and made.earliest.day, made.latest and made.latest.day) == expected


def test_undated_tellings_give_no_day():
    told = Desk()
    told("North Star", latest=None)
    made = told.incident()
    assert (made.earliest, made.latest, made.place, made.lat) == (None, None, None, None)


def test_the_most_precise_place_that_most_agree_on():
    told = Desk()
    told("North Star", **at("Oman", 21.0, 57.0, 500.0))
    told("South Star", **at("Muscat", 23.6, 58.5, 15.0))
    told("East Star", **at("Muscat harbour", 23.62, 58.57, 2.0))
    told("West Star", **at("Tehran", 35.7, 51.4, 1.0))
    made = told.incident()
    assert (made.place, made.radius_km, made.lat) == ("Muscat harbour", 2.0, 23.62)


def test_a_place_that_one_of_three_names_in_a_country_of_nobody_is_a_slip():
    told = Desk()
    told("North Star", **at("Selby", 53.8, -1.1, 2.0), place_country="GBR")
    told("South Star")
    told("East Star")
    assert told.incident().place is None
    told("West Star", **at("Muscat", 23.6, 58.5, 15.0), place_country="OMN")
    assert told.incident().place == "Muscat"


def test_a_place_that_is_not_located_is_still_named():
    told = Desk()
    told("North Star", place="Sample Sea", place_kind="water")
    made = told.incident()
    assert (made.place, made.lat, made.radius_km) == ("Sample Sea", None, None)


# Tallies


def test_tallies_by_origin():
    told = Desk()
    told("North Star", quantities=killed(3))
    told("South Star", quantities=killed(9), day=1)
    told("East Star", outlet("South Star"), quantities=killed(9), day=2)
    told("West Star", state("OMNGOV"), quantities=(*killed(5), Quantity(value=20, unit="wounded", start=0, end=1)), day=2)
    assert [(t.unit, t.least, t.most, t.origins) for t in told.incident().tallies] == [("killed", 3, 9, 3), ("wounded", 20, 20, 1)]


def test_the_last_number_of_an_origin_counts():
    told = Desk()
    told("North Star", quantities=killed(3))
    told("North Star", quantities=killed(7), day=1)
    told("South Star", quantities=killed(5), day=1)
    assert [(t.least, t.most) for t in told.incident().tallies] == [(5, 7)]
    assert [(t.least, t.most) for t in told.incident(as_of=START).tallies] == [(3, 3)]


def test_of_two_numbers_at_once_the_greater_holds_the_other():
    told = Desk()
    whole = told("North Star", quantities=killed(7))
    told("North Star", within=whole, quantities=killed(2))
    assert [(t.least, t.most) for t in told.incident().tallies] == [(7, 7)]


def test_what_was_feared_or_is_denied_is_not_tallied():
    told = Desk()
    told("North Star", unnamed(), status="possible", quantities=killed(900))
    told("South Star", quantities=killed(3), day=1)
    told("East Star", state("IRNGOV"), status="denied", quantities=killed(0), day=2)
    assert [(t.least, t.most, t.origins) for t in told.incident().tallies] == [(3, 3, 1)]


def test_what_is_known_later_is_left_out():
    told = Desk()
    told("North Star", quantities=killed(3))
    told("South Star", day=5)
    made = told.incident(as_of=START + timedelta(days=4))
    assert (len(made.events), made.affirmed, made.updated_at) == (1, 1, START)
