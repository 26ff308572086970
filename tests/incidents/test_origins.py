"""Who counts as one origin."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.incidents.desk import Desk, event, link, outlet, state, unnamed

from tocsin.incidents.origins import UNKNOWN, name_of, settled, tellings

AGENCY = "Reuters"


def counted(*chains) -> list[str]:
    told = Desk()
    for day, (name, *cited) in enumerate(chains):
        told(name, *cited, day=day)
    return told.keys()


@pytest.mark.parametrize(
    ("chains", "expected"),
    [
        pytest.param([("North Star",), ("South Star",)], ["outlet:northstar", "outlet:southstar"], id="two papers, own voice"),
        pytest.param([("North Star",), ("The North Star",)], ["outlet:northstar"], id="one paper, two spellings"),
        pytest.param([("The Times",), ("The Sun",)], ["outlet:News Corp"], id="papers of one family"),
        pytest.param(
            [("North Star", state("IRNGOV", "the foreign ministry")), ("South Star", state("IRNMIL", "the navy"))],
            ["state:IRN"],
            id="ministry and navy of one state",
        ),
        pytest.param(
            [("North Star", state("IRNGOV", "the president")), ("South Star", link("A. Karimi", "official", code="IRNGOV"))],
            ["state:IRN"],
            id="president and his spokesman",
        ),
        pytest.param([("North Star", state("IRNGOV")), ("South Star", state("OMNGOV"))], ["state:IRN", "state:OMN"], id="two governments"),
        pytest.param(
            [("North Star", link("Jane Roe", code="USALEG")), ("South Star", link("Senator Roe", code="USALEG"))],
            ["person:roe usaleg"],
            id="one person in full and by surname",
        ),
        pytest.param(
            [
                ("North Star", link("Sen. Jane Roe (D-Ark.)", "official", code="USALEG")),
                ("South Star", link("Jane Roe, the chair of the Sample Committee", "official", code="USALEG")),
                ("East Star", link("Democratic Senator Jane Roe of Arkansas", "official", code="USALEG")),
                ("West Star", link("A senior senator, Jane Roe", "official", code="USALEG")),
            ],
            ["person:roe usaleg"],
            id="one person with party, office and seat",
        ),
        pytest.param(
            [
                ("North Star", link("Jane Roe, a member of the Sample Committee", "official", code="USALEG")),
                ("South Star", link("John Doe, a member of the Sample Committee", "official", code="USALEG")),
            ],
            ["person:roe usaleg", "person:doe usaleg"],
            id="two members of one committee",
        ),
        pytest.param(
            [
                ("North Star", link("Chairman of the Sample Committee", "official", code="USALEG")),
                ("South Star", link("Head of the Other Committee", "official", code="USALEG")),
            ],
            ["person:chairman of the sample committee", "person:head of the other committee"],
            id="two offices of which no holder is named",
        ),
        pytest.param(
            [("North Star", link("a senior backbencher", "official", code="GBRLEG")), ("North Star", link("former chief", code="USALEG"))],
            ["unnamed:outlet:northstar"],
            id="sources whose names are kept back, whatever the reader took them for",
        ),
        pytest.param(
            [("North Star", outlet("state media KCNA")), ("South Star", outlet("the Korean Central News Agency (KCNA)")), ("KCNA",)],
            ["outlet:KCNA"],
            id="an outlet with what is said of it",
        ),
        pytest.param(
            [("North Star", outlet("Report")), ("North Star", outlet("local media"))],
            ["unnamed:outlet:northstar"],
            id="outlets that are not named",
        ),
        pytest.param(
            [("North Star", state("CUBGOV", "Cuba"), link("a statement", "document", named=False)), ("South Star", state("CUBGOV"))],
            ["state:CUB"],
            id="the statement that a government made",
        ),
        pytest.param(
            [("North Star", state("CUBGOV", "Cuba"), link("32 citizens", "people", code="CUBCVL"))],
            ["state:CUB"],
            id="those whom a government counts say nothing",
        ),
        pytest.param(
            [("North Star", state("UKRGOV", "Kyiv")), ("South Star", state("UKRGOV", "Russian-installed authorities"))],
            ["state:UKR", "name:russian installed authorities"],
            id="those whom another power has put in office",
        ),
        pytest.param(
            [("North Star", link("Jane Roe", code="USALEG")), ("South Star", link("John Doe", code="USALEG"))],
            ["person:roe usaleg", "person:doe usaleg"],
            id="two members of a parliament",
        ),
        pytest.param(
            [("North Star", outlet("East Star")), ("South Star", outlet("East Star")), ("East Star",)],
            ["outlet:eaststar"],
            id="all cite one paper",
        ),
        pytest.param(
            [("North Star", outlet("East Star"), unnamed()), ("South Star", outlet("East Star"), unnamed("diplomats"))],
            ["unnamed:outlet:eaststar"],
            id="unnamed sources of the paper that all cite",
        ),
        pytest.param(
            [("North Star", unnamed()), ("South Star", unnamed())],
            ["unnamed:outlet:northstar", "unnamed:outlet:southstar"],
            id="unnamed sources of two papers",
        ),
        pytest.param(
            [("North Star", unnamed(code="USAGOV")), ("North Star", unnamed(code="IRNGOV"))],
            ["unnamed:outlet:northstar"],
            id="unnamed sources of one paper",
        ),
        pytest.param(
            [("North Star", unnamed(code="USAGOV")), ("South Star", state("USAGOV"))],
            ["state:USA"],
            id="unnamed voice of who speaks by name",
        ),
        pytest.param(
            [("North Star", unnamed("the South Korean military", "KORMIL")), ("South Star", unnamed("Seoul", "KORGOV"))],
            ["state:KOR"],
            id="a state without a person's name",
        ),
        pytest.param(
            [("North Star", unnamed("Iran's judiciary chief", "IRNJUD")), ("South Star", unnamed("the head of the judiciary", "IRNJUD"))],
            ["office:IRNJUD"],
            id="an office that everybody can tell",
        ),
        pytest.param(
            [("North Star", unnamed("a general", "KORMIL")), ("South Star", unnamed("military sources", "KORMIL"))],
            ["unnamed:outlet:northstar", "unnamed:outlet:southstar"],
            id="those of a state who keep their names to themselves",
        ),
        pytest.param(
            [("North Star", unnamed("the head of the team")), ("South Star", unnamed("the head of the team"))],
            ["unnamed:outlet:northstar", "unnamed:outlet:southstar"],
            id="an office of nobody knows whom",
        ),
        pytest.param([("Press TV",), ("South Star", state("IRNGOV"))], ["state:IRN"], id="an outlet of the state that speaks by name"),
        pytest.param([("Press TV",), ("South Star", state("OMNGOV"))], ["outlet:IRIB", "state:OMN"], id="an outlet of another state"),
        pytest.param([("North Star", state("OMNGOV")), ("North Star",)], ["state:OMN"], id="own voice rests on whom the paper has cited"),
        pytest.param(
            [("North Star",), ("North Star", state("OMNGOV"))],
            ["outlet:northstar", "state:OMN"],
            id="own voice before the paper cites anybody",
        ),
        pytest.param(
            [("North Star", outlet("East Star")), ("East Star", unnamed())],
            ["unnamed:outlet:eaststar"],
            id="cites a paper that cites somebody",
        ),
        pytest.param(
            [("North Star", outlet("East Star")), ("East Star", outlet("North Star"))], ["outlet:eaststar"], id="two cite each other"
        ),
        pytest.param([(None,), (None,)], [UNKNOWN], id="outlets of which nothing is known"),
        pytest.param([("North Star", link("Hezbollah", "group", code="LBNREBHEZ"))], ["body:LBNREBHEZ"], id="a group"),
    ],
)
def test_what_is_one_origin(chains, expected):
    assert counted(*chains) == expected


def test_an_agency_counts_once_whoever_prints_it():
    told = Desk()
    told("North Star", carries=AGENCY)
    told("South Star", carries=AGENCY, day=1)
    told(AGENCY, day=2)
    (origin,) = told.incident().origins
    assert (origin.key, origin.name, len(origin.articles)) == ("outlet:Thomson Reuters", "Reuters", 3)


def test_a_copy_speaks_with_the_voice_of_the_first():
    told = Desk()
    first = told("North Star")
    second = told("South Star", copies=first, day=1)
    told("West Star", copies=second, day=2)
    assert told.keys() == ["outlet:northstar"]


def test_unnamed_sources_in_a_copy_are_those_of_the_first():
    told = Desk()
    first = told("North Star", unnamed())
    told("South Star", unnamed("sources"), copies=first, day=1)
    assert told.keys() == ["unnamed:outlet:northstar"]


def test_what_a_copy_adds_counts_where_it_cites_somebody():
    told = Desk()
    first = told("North Star", unnamed())
    added = told(
        "South Star", unnamed(), copies=first, day=1, sentence="Two fishermen spoke of smoke above the mole all through the night."
    )
    assert told.keys() == ["unnamed:outlet:northstar", "unnamed:outlet:southstar"]
    told.events.remove(added)
    told("South Star", copies=first, day=1, sentence="Readers remember other raids, of other years, upon other towns than this one.")
    assert told.keys() == ["unnamed:outlet:northstar"]


def test_a_circle_of_copies_ends():
    told = Desk()
    first = told("North Star")
    second = told("South Star", copies=first)
    told.copy_of[first.article] = second.article
    assert len(told.keys()) <= 2


def test_a_row_of_a_table_goes_back_to_its_report_or_else_to_the_table():
    told = Desk()
    first = told("North Star")
    row = {"dataset": "gdelt2", "article": None, "claim": None, "sentence": None, "chain": (), "outlet": None}
    told.events += [
        event(told.articles[first.article], 90, **row | {"url": "https://www.bbc.com/news/1"}),
        event(told.articles[first.article], 91, **row | {"dataset": "ucdp-ged"}),
    ]
    assert sorted(told.keys()) == ["dataset:ucdp-ged", "outlet:BBC", "outlet:northstar"]


def test_a_credit_heads_the_chain_where_the_outlet_is_not_known():
    told = Desk()
    told(None, outlet(AGENCY), unnamed())
    told(None, outlet(AGENCY), day=1)
    assert told.keys() == ["unnamed:outlet:Thomson Reuters"]


def test_own_voice_rests_on_whom_the_same_article_cites():
    told = Desk()
    voiced = told("North Star")
    told("North Star", state("OMNGOV"), within=voiced)
    assert told.keys() == ["state:OMN"]


def test_origins_open_down_to_their_events_and_articles():
    told = Desk()
    named = told("North Star", state("IRNGOV", "the navy"))
    voiced = told("North Star", day=1)
    (origin,) = told.incident().origins
    assert (origin.name, origin.kind, origin.named) == ("Iran", "government", True)
    assert (origin.events, origin.articles) == ((named.id, voiced.id), (named.article, voiced.article))
    assert origin.first_known == named.known_at


def test_an_origin_first_said_so_when_it_did_not_when_its_voice_did():
    told = Desk()
    voiced = told("Press TV")
    named = told("North Star", state("IRNGOV"), day=3)
    (origin,) = told.incident().origins
    assert origin.first_known == named.known_at
    assert set(origin.events) == {voiced.id, named.id}


def test_who_printed_an_agencys_text_adds_nothing_later_in_its_own_words():
    told = Desk()
    told("North Star", carries=AGENCY)
    told("North Star", day=2)
    told("South Star", day=2)
    assert told.keys() == ["outlet:Thomson Reuters", "outlet:southstar"]


def test_unnamed_officials_of_two_states_may_contradict_each_other():
    told = Desk()
    told("North Star", unnamed("U.S. officials", "USAGOV"))
    told("North Star", unnamed("Iranian officials", "IRNGOV"), status="denied", day=1)
    made = told.incident()
    assert (made.status, made.affirmed, made.denied) == ("disputed", 1, 1)


def test_the_name_is_the_one_that_most_use():
    told = Desk()
    for name in ("Jane Roe", "Roe", "Roe"):
        told("North Star", link(name, code="USALEG"))
    settled_ = settled(tellings(told.events, told.articles, copy_of={}, carries={}))
    assert name_of(settled_, "person:roe usaleg").name == "Roe"


OUTLETS = st.sampled_from(["North Star", "South Star", "East Star", "Press TV", "BBC News", AGENCY, None])
CITED = st.lists(
    st.sampled_from(
        [
            outlet("East Star"),
            outlet(AGENCY),
            unnamed(),
            unnamed(code="IRNGOV"),
            state("IRNGOV"),
            state("OMNGOV"),
            link("Jane Roe", code="USALEG"),
        ]
    ),
    max_size=2,
)
STATUSES = st.sampled_from(["occurred", "ongoing", "denied", "scheduled", "possible", "failed"])
TOLD = st.lists(st.tuples(OUTLETS, CITED, STATUSES, st.integers(0, 5)), min_size=1, max_size=8)


def desk(rows) -> Desk:
    told = Desk()
    for name, cited, status, day in rows:
        told(name, *cited, status=status, day=day)
    return told


@settings(max_examples=100, deadline=None)
@given(TOLD, st.integers(0, 7), OUTLETS, st.integers(6, 9))
def test_a_copy_never_adds_an_origin(rows, which, name, day):
    told = desk(rows)
    before = told.incident()
    first = told.events[which % len(told.events)]
    own = first.chain[1:] if told.articles[first.article].outlet else first.chain
    told(name, *own, copies=first, day=day, status=first.status, sentence=first.sentence)
    after = told.incident()
    # fewer where the outlet that prints the copy was cited as an origin itself: it is seen now to rest on another
    assert after.affirmed <= before.affirmed
    assert after.denied <= before.denied
    assert {o.key for o in after.origins} <= {t.speaker.counted for t in tellings(told.events[:-1], told.articles, copy_of={}, carries={})}


@settings(max_examples=100, deadline=None)
@given(TOLD)
def test_never_more_origins_than_outlets_and_sources(rows):
    told = desk(rows)
    words = {link.name for e in told.events for link in e.chain} | {e.outlet for e in told.events}
    unnamed_of = {(e.chain[:-1], e.outlet) for e in told.events if e.chain and not e.chain[-1].named}
    made = told.incident()
    assert made.affirmed + made.denied <= len(words) + len(unnamed_of)
    assert made.affirmed == sum(o.side == "affirms" for o in made.origins)
    assert len({o.key for o in made.origins if o.side == "affirms"}) == made.affirmed


@settings(max_examples=100, deadline=None)
@given(TOLD, st.randoms(use_true_random=False))
def test_the_order_leaves_no_trace(rows, chance: random.Random):
    told = desk(rows)
    made = told.incident()
    chance.shuffle(told.events)
    told.articles = dict(reversed(told.articles.items()))
    assert told.incident() == made


@settings(max_examples=100, deadline=None)
@given(TOLD)
def test_what_is_known_later_leaves_no_trace(rows):
    told = desk(rows)
    as_of = told.events[0].known_at
    early = desk(rows)
    early.events = [e for e in early.events if e.known_at <= as_of]
    assert told.incident(as_of=as_of) == early.incident()
    history = told.incident().history
    assert told.incident(as_of=as_of).history == tuple(change for change in history if change.known_at <= as_of)
