from datetime import date

import pytest

from tocsin.config import Config
from tocsin.errors import DataError, EmptyText, TooLong
from tocsin.parse import ParseStage, SpacyParser, spacy_parser
from tocsin.records import Article, MadeBy

STAGE = ParseStage(parser=SpacyParser(), config=Config(max_characters=1_000), made_by=MadeBy(version="0", config="sha256:0"))


def run(*texts: str):
    return STAGE([Article(id=str(n), text=t) for n, t in enumerate(texts)], as_of=date(2024, 1, 1))


def test_every_article_is_accounted_for():
    batch = run("A bridge fell.", " \n", "x" * 1_001, "Le pont est tombé hier soir, a déclaré le maire de la ville.", "Nobody was hurt.")
    assert [type(r.error) for r in batch.refused] == [EmptyText, TooLong]
    assert [r.index for r in batch.refused] == [1, 2]
    assert [d.reading.article.id for d in batch.made] == ["0", "3", "4"]


def test_the_refusal_says_what_is_allowed():
    (refusal,) = run("x" * 1_001).refused
    assert "1,001" in str(refusal.error)
    assert "At most 1,000" in str(refusal.error)


def test_a_foreign_text_is_kept_and_not_read_as_english():
    (draft,) = run("Le pont est tombé hier soir, a déclaré le maire de la ville.").made
    assert draft.reading.article.language == "fr"
    assert draft.reading.sentences == ()
    assert "'fr'" in draft.reading.rejected[0].reason


def test_offsets_count_into_the_text_as_given():
    text = "LAGOS –  A bridge 😀 fell.\n\n\tNobody was hurt.\n\nSource: Harbour Post"
    (draft,) = run(text).made
    assert [text[s.start : s.end] for s in draft.reading.sentences] == ["A bridge 😀 fell.", "Nobody was hurt."]
    assert draft.parse.text == text
    assert [c.name for c in draft.reading.article.credits] == ["LAGOS", "Harbour Post"]


def test_a_headline_without_a_full_stop_is_a_sentence_of_its_own():
    text = "Bridge falls, nobody hurt\n\nA bridge fell in the night."
    (draft,) = run(text).made
    assert [text[s.start : s.end] for s in draft.reading.sentences] == ["Bridge falls, nobody hurt", "A bridge fell in the night."]


def test_no_sentence_goes_on_for_ever():
    parser = SpacyParser()
    (parse,) = parser.parse(["he said that " * 1_000])
    assert len(parse) == 3_000
    assert max(last - first for first, last in parse.sentences) <= spacy_parser.MAX_SENTENCE_TOKENS + 1
    (parse,) = parser.parse(["The bridge, which was old, and the road, which was not, fell in the night after the rain. " * 20])
    assert len(parse.sentences) == 20


def test_other_weights_are_refused(monkeypatch):
    monkeypatch.setattr(spacy_parser, "MODEL_DIGEST", "0" * 64)
    spacy_parser.load_model.cache_clear()
    with pytest.raises(DataError, match="digest"):
        spacy_parser.load_model()
    spacy_parser.load_model.cache_clear()
