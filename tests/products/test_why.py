"""What stands behind a number."""

import pytest
from rich.console import Console
from tests.products.outlooks import case, empty

from tocsin.errors import DataError
from tocsin.products.why import why


def page(wanted: str, made=None, *, width: int = 100) -> str:
    console = Console(width=width, emoji=False)
    outlook, articles, events, claims = (made or case()).given()
    with console.capture() as capture:
        console.print(why(outlook, wanted, articles, events, claims))
    return capture.get()


def flat(text: str) -> str:
    return " ".join(text.split())


INCIDENT = next(iter(case().outlook.incidents))

PAGES = [
    pytest.param(
        "p:strait",
        [
            "scenario strait",
            "Ships are attacked again in the strait",
            "a roughly even chance (46 %) within 30 days, up from 31 % on 13 March 2021",
            "its base rate is 9 %",
            "Confidence in the basis: moderate.",
            "+4.1 0.30 Ships are attacked in the strait[1][2][3] .60 C3",
            "-1.3 0.10 Reserves are called up .60 -",
            "looked for, not seen",
            "shares the origin diplomats: weighs .50",
            ".20 without the item Ships are attacked in the strait; leads: Nothing changes",
            "RECEIPTS",
            "“Mines struck two tankers, Borland’s navy said.”, citing Borland's navy. Grade F4.",
            "https://harbour.example/tankers?id=1&p=2",
            f"incident {INCIDENT}",
            "Denies it.",
        ],
        id="scenario",
    ),
    pytest.param(
        "cabinet",
        [
            "indicator cabinet · leadership",
            "It would show intent.",
            "2 incidents in the 7 days to 20 March 2021, 0.2 expected (p = .014, 6.2 bits, last so much in the window to 12 November 2018)",
            "level active · exposure 1.00 of the usual",
            "20 March 2021 2 0.2 active ████████████████████",
            "80 % Raid through the Red Heron",
            "Happened: one origin affirms it",
            "[1] Morning Post, 19 March 2021",
        ],
        id="indicator",
    ),
    pytest.param("embassy", ["not enough history: 3 of 8 windows", "level ? · exposure not known", "20 March 2021 ? ? ?"], id="no history"),
    pytest.param("oil", ["8.25 % in the 7 days", "Sample Bureau of Energy: Crude, spot"], id="series"),
    pytest.param("talk", ["“No call was held this week.”, citing a spokesman (unnamed). Not graded."], id="claims"),
    pytest.param(
        "summit", ["probability 12 % · base rate 5 % · if nothing changes 0 %", "decided by: One meeting.", "void: Either"], id="question"
    ),
    pytest.param("ffffff", ["issued 19 March 2021, to be decided by 30 April 2021"], id="forecast by its beginning"),
    pytest.param(
        INCIDENT[:8],
        [
            "Disputed: 2 independent origins affirm it",
            "counted by “Ships are attacked in the strait”",
            "+4.1 decibans Attacks on shipping, through 1 item",
        ],
        id="incident by its beginning",
    ),
]


@pytest.mark.parametrize(("wanted", "told"), PAGES)
def test_a_page_tells(wanted, told):
    text = flat(page(wanted))
    assert [words for words in told if words not in text] == []


@pytest.mark.parametrize(("wanted", "told"), PAGES)
@pytest.mark.parametrize("width", [60, 120])
def test_a_page_fits(wanted, told, width):
    assert max(map(len, page(wanted, width=width).splitlines())) <= width


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        pytest.param("strat", "strait", id="near"),
        pytest.param("zzz", "it opens scenarios, indicators", id="nothing near"),
        pytest.param("", "it opens scenarios", id="nothing"),
        pytest.param(INCIDENT[:3], "is no id", id="too little of an id"),
    ],
)
def test_an_unknown_id_names_what_is_near(wanted, words):
    with pytest.raises(DataError, match=r"(?i)no id of this watch") as error:
        page(wanted)
    assert words.casefold() in str(error.value).casefold()


def test_a_beginning_of_two_ids_opens_neither():
    made = case()
    one = made.outlook.incidents[INCIDENT]
    twins = {f"{INCIDENT[:10]}{n}": one for n in (1, 2)}
    with pytest.raises(DataError, match="begins several ids"):
        page(INCIDENT[:10], made.with_(incidents=twins))


def test_without_evidence_a_scenario_says_so():
    text = flat(page("talks", empty()))
    assert "None yet: what stands here is where the scenarios began." in text
    assert "no base rate is known" in text
    assert "[1] definition of the watch sable-2021" in text


def test_a_question_without_a_forecast_says_so():
    assert "No forecast of it is open." in page("summit", empty())
