"""The tables that the stage reads."""

from __future__ import annotations

import pytest

from tocsin.claims.lexicon import FRAMES, lexicon, media_names, source_nouns, word_set
from tocsin.claims.tones import conditional_threats, tones
from tocsin.errors import DataError


def test_the_table_is_broad() -> None:
    table = lexicon()
    assert len(table.verbs) + len(table.nouns) + len(table.phrases) > 300


def test_clauses_are_tried_first_and_bare_objects_last() -> None:
    for frames in lexicon().verbs.values():
        names = [f.frame for f in frames]
        assert "object" not in names[:-1]
        assert "clause" not in names[1:]


def test_frames_are_known_or_prepositions() -> None:
    for verb, frames in lexicon().verbs.items():
        for frame in frames:
            assert frame.frame in FRAMES or frame.frame.split("+")[-1].isalpha(), verb


def test_tables_load() -> None:
    assert source_nouns()["spokesman"] == "official"
    assert "reuters" in media_names()
    assert tones()["baseless"] == "denies"
    assert not conditional_threats() & set(tones())


def test_a_set_that_is_not_there_is_said_to_be_missing() -> None:
    with pytest.raises(DataError, match="no set 'colours'"):
        word_set("colours")
