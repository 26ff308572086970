"""The rows of the lexicon at work: each in a sentence built from it, and constructions of the news in sentences of our own."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest
from tests.events.conftest import Marked
from tests.events.sentences import sentence

from tocsin.events.cast import Cast
from tocsin.events.grammar import Grammar
from tocsin.events.lexicon import Entry, lexicon
from tocsin.events.triggers import Finder
from tocsin.gazetteer.actor_tables import shipped
from tocsin.ontology import PLOVER
from tocsin.parse import SpacyParser
from tocsin.records import Article, ArticleReading, MadeBy, Parse

ROWS = [entry for entries in lexicon().values() for entry in entries]
EVERY = 7
LEAST = 0.9
LEAST_OF_A_TYPE = 0.6
"""A built sentence is not always good English ("was aghast to the crisis"), and a parser errs: a share, no more, can be asked for."""


@pytest.fixture(scope="module")
def dead() -> Mapping[str, list[str]]:
    """Type -> the sentences built from a sample of its rows in which nothing of the type is found."""
    rows = [e for kind in sorted(PLOVER) for e in _sample(kind)]
    texts = [Marked(sentence(e)) for e in rows]
    made: dict[str, list[str]] = {kind: [] for kind in PLOVER}
    for entry, marked, parse in zip(rows, texts, SpacyParser().parse([m.text for m in texts]), strict=True):
        if entry.type not in _types(marked, parse):
            made[entry.type or ""].append(marked.text)
    return made


def _sample(kind: str) -> list[Entry]:
    return [e for e in ROWS if e.type == kind][::EVERY]


def _types(marked: Marked, parse: Parse) -> set[str | None]:
    reading = ArticleReading(
        article=Article(id="x", text=marked.text, language="en"),
        actors=tuple(marked.actors.values()),
        mentions=tuple(marked.mentions),
        made_by=MadeBy(version="0", config="sha256:0"),
    )
    grammar = Grammar(parse)
    return {m.entry.type for m in Finder(grammar, Cast(grammar, reading, shipped())).matches()}


@pytest.mark.parametrize("kind", sorted(PLOVER))
def test_a_row_fires_in_a_sentence_built_from_it(dead: Mapping[str, list[str]], kind: str) -> None:
    assert len(dead[kind]) <= (1 - LEAST_OF_A_TYPE) * len(_sample(kind)), dead[kind]


def test_nearly_all_rows_fire(dead: Mapping[str, list[str]]) -> None:
    asked = sum(len(_sample(kind)) for kind in PLOVER)
    assert sum(map(len, dead.values())) <= (1 - LEAST) * asked, dead


@pytest.mark.parametrize(
    ("text", "told"),
    [
        pytest.param("Peru/PER slapped Chile/CHL with sanctions.", "SANCTION PER > CHL", id="slap with"),
        pytest.param("Peru/PER cancelled the visas of Chile/CHL.", "SANCTION PER > CHL", id="visas"),
        pytest.param("Peru/PER played host to Chile/CHL.", "CONSULT PER > CHL", id="play host"),
        pytest.param("Peru/PER scrambled jets after bombers of Chile/CHL came near.", "MOBILIZE PER >", id="scramble"),
        pytest.param("Peru/PER threw cold water on the proposal of Chile/CHL.", "REJECT PER > CHL", id="cold water"),
        pytest.param("Peru/PER turned a deaf ear to Chile/CHL.", "REJECT PER > CHL", id="deaf ear"),
        pytest.param("Peru/PER extended an olive branch to Chile/CHL.", "CONCEDE PER > CHL", id="olive branch"),
        pytest.param("Peru/PER took Chile/CHL to task over the dam.", "ACCUSE PER > CHL", id="to task"),
        pytest.param("Peru/PER tore into Chile/CHL.", "ACCUSE PER > CHL", id="tear into"),
        pytest.param("Peru/PER put Chile/CHL on notice.", "THREATEN PER > CHL", id="on notice"),
        pytest.param("Miners/LAB walked off the job in Peru/PER.", "PROTEST LAB >", id="off the job"),
        pytest.param("Peru/PER mended fences with Chile/CHL.", "SUPPORT PER > CHL", id="mend fences"),
        pytest.param("Peru/PER came to the aid of Chile/CHL.", "AID PER > CHL", id="to the aid"),
        pytest.param("Peru/PER wrested control of the town from the rebels/REB.", "ASSAULT PER > REB", id="wrest control"),
        pytest.param("Peru/PER impounded a trawler of Chile/CHL.", "COERCE PER > CHL", id="impound"),
        pytest.param("A stand-off between Peru/PER and Chile/CHL at the military border post went on.", "", id="a stand-off with no army"),
        pytest.param("Peru/PER's pull-out from Chile/CHL began.", "RETREAT PER > CHL", id="a word at its hyphen"),
        pytest.param("Peru/PER shook hands with Chile/CHL.", "CONSULT CHL PER > CHL PER", id="shake hands"),
        pytest.param("Teachers/LAB in Peru/PER will hold a one-day strike.", "PROTEST LAB >", id="one-day strike"),
        pytest.param("Peru/PER launched strikes on Chile/CHL.", "ASSAULT PER > CHL", id="strikes of another kind"),
        pytest.param("The coach took aim at the goalkeeper.", "", id="nobody political"),
        pytest.param("Residents/CVL were called out to help.", "", id="called out to help"),
    ],
)
def test_constructions(tell: Callable[[str], list[str]], text: str, told: str) -> None:
    made = [" ".join([line.split()[0], *_sides(line)]) for line in tell(text)]
    assert made == ([told] if told else [])


def _sides(line: str) -> list[str]:
    sources, _, targets = line.partition(" ")[2].partition(">")
    return [*sorted(sources.split()), ">", *sorted(targets.split())]
