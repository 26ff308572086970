from datetime import date

import pytest

from tocsin.config import Config
from tocsin.encoder import EncoderStage
from tocsin.encoder.stage import speaking
from tocsin.encoder.tagger import Tagged
from tocsin.parse import ParseStage, SpacyParser
from tocsin.records import Article, MadeBy

PARSE = ParseStage(parser=SpacyParser(), config=Config(), made_by=MadeBy(version="0", config="sha256:0"))
DAY = date(2024, 1, 1)
TEXT = "“The dam is safe,” the mayor of Tessaro said.\n\nEngineers warned that its gates were rusting."


def marks(text, language="en"):
    drafts = PARSE([Article(id="x", text=text, language=language)], as_of=DAY).made
    return EncoderStage()(drafts, as_of=DAY).made[0].marks


def test_the_shipped_weights_mark_who_says_what_and_how_surely():
    told = [tuple(TEXT[part.start : part.end] for part in (m.source, m.cue, m.content)) for m in marks(TEXT)]
    assert told == [
        ("the mayor of Tessaro", "said", "“The dam is safe,”"),
        ("Engineers", "warned", "that its gates were rusting"),
    ]
    assert all(0.5 < part.probability <= 1 for m in marks(TEXT) for part in (m.source, m.cue, m.content))


def test_a_text_that_nobody_parsed_is_not_marked():
    assert marks("Der Damm ist sicher, sagte die Sprecherin.", language="de") is None


def test_a_tagger_of_ones_own_is_asked_instead():
    class Silent:
        def read(self, text, within=None):
            return Tagged(sources=(), cues=(), contents=(), marks=())

    drafts = PARSE([Article(id="x", text=TEXT, language="en")], as_of=DAY).made
    assert EncoderStage(tagger=Silent())(drafts, as_of=DAY).made[0].marks == ()


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("The dam broke. The mayor said it was old. Rain fell.", ["The mayor said it was old."]),
        ("The dam broke. Rain fell.", []),
        ("“Run!” he cried. According to a witness, few ran. Rain fell.", ["“Run!” he cried. According to a witness, few ran."]),
    ],
    ids=["a clause as object", "nothing said", "neighbours are one stretch"],
)
def test_only_sentences_that_can_hold_an_attribution_are_read(parse, text, read):
    assert [text[span.start : span.end] for span in speaking(parse(text))] == read
