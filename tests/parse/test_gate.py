"""What of a feed is turned away before the parse, and what never is."""

from __future__ import annotations

from datetime import date

import pytest

from tocsin.config import Config, OwnActor
from tocsin.parse import ParseStage
from tocsin.parse.gate import relevance, turned_away
from tocsin.parse.spacy_parser import SpacyParser
from tocsin.records import Article, MadeBy

BULK = Config().for_bulk()

MATCH = (
    "The striker scored twice as the home side won the final match of the season, and the coach praised his players. The captain said the "
    "fans had been the best of any club in the league."
)
RECIPE = "Beat the butter with the sugar, fold in the flour, and bake the cake in a hot oven. Serve it with cream: a delicious recipe for a cosy dinner."
FILM = "The actor will star in a romantic comedy series on a streaming service next season. The trailer and the album with its songs delighted fans."
RAID = (
    "Soldiers shelled two villages near the border overnight, killing nine people, and the president ordered more troops to the frontier."
)
TALKS = "The foreign ministers of Peru and Chile met on Friday and agreed to resume talks on the maritime border."
STRIKE = "Police arrested forty demonstrators who had blocked the road to the parliament, the interior ministry said."


@pytest.mark.parametrize("text", [pytest.param(MATCH, id="sport"), pytest.param(RECIPE, id="recipe"), pytest.param(FILM, id="celebrity")])
def test_what_holds_nothing_to_code_is_turned_away_with_a_reason(text: str) -> None:
    reason = turned_away(text, BULK)
    assert reason is not None
    assert "probability of 0." in reason


@pytest.mark.parametrize("text", [pytest.param(RAID, id="raid"), pytest.param(TALKS, id="talks"), pytest.param(STRIKE, id="arrests")])
def test_news_of_the_world_is_read(text: str) -> None:
    assert turned_away(text, BULK) is None


def test_the_reason_names_the_words_that_decided() -> None:
    reason = turned_away(MATCH, BULK) or ""
    assert "coach" in reason.split("such as ")[1].split(", ")


def test_one_paragraph_of_news_keeps_a_long_page() -> None:
    assert turned_away("\n\n".join([MATCH] * 12), BULK)
    assert turned_away("\n\n".join([*[MATCH] * 6, f"{RAID} {TALKS} {STRIKE}", *[MATCH] * 6]), BULK) is None


def test_without_the_setting_everything_is_read() -> None:
    assert turned_away(MATCH, Config()) is None


def test_what_names_an_own_actor_is_read() -> None:
    own = OwnActor(kind="body", name="Harbour Rovers", aliases=("the Rovers",))
    told = MATCH.replace("the home side", "the Rovers")
    assert turned_away(told, Config().for_bulk())
    assert turned_away(told, Config(actors=(own,)).for_bulk()) is None


@pytest.mark.parametrize("text", ["", "12 34", "Ωμέγα"])
def test_a_text_without_known_words_stays_within_reason(text: str) -> None:
    assert turned_away(text, BULK) is None


def test_news_is_likelier_than_a_recipe() -> None:
    assert relevance(RAID)[0] > 0 > relevance(RECIPE)[0]


def test_what_is_turned_away_is_a_draft_without_a_parse_in_its_place() -> None:
    stage = ParseStage(parser=SpacyParser(), config=BULK, made_by=MadeBy(version="0", config="sha256:0"))
    batch = stage([Article(id=str(n), text=text) for n, text in enumerate((MATCH, RAID, RECIPE))], as_of=date(2024, 1, 1))
    assert [draft.reading.article.id for draft in batch.made] == ["0", "1", "2"]
    assert [len(draft.parse) > 0 for draft in batch.made] == [False, True, False]
    (why,) = batch.made[0].reading.rejected
    assert (why.stage, why.start, why.end) == ("gate", None, None)
    assert not batch.refused
