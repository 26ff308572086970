"""The lexicon: every row can be, and says what it means."""

from __future__ import annotations

import csv
from importlib.resources import files

import pytest

from tocsin.errors import DataError
from tocsin.events import lexicon as module
from tocsin.events.deals import agreements
from tocsin.events.lexicon import agrees, lexicon
from tocsin.events.words import classes
from tocsin.ontology import PLOVER, cameo

ROWS = [entry for entries in lexicon().values() for entry in entries]


def test_broad_and_over_all_types() -> None:
    assert len(ROWS) >= 1000
    assert {e.type for e in ROWS} - {None, "OTHER"} == set(PLOVER)


def test_codes_agree_with_types() -> None:
    coded = [e for e in ROWS if e.type is not None and e.cameo is not None]
    assert all(agrees(e.type, e.cameo) for e in coded if e.type and e.cameo)
    assert all(cameo(e.cameo).goldstein <= 10 for e in coded if e.cameo)


def test_guards_say_why() -> None:
    assert all(e.note for e in ROWS if e.type is None)


def test_one_row_a_construction() -> None:
    with files("tocsin.events").joinpath("data/lexicon.csv").open(encoding="utf-8") as lines:
        keys = [(r["lemma"], r["pos"], r["frame"]) for r in csv.DictReader(lines)]
    assert len(keys) == len(set(keys))


def test_the_more_specific_row_stands_first() -> None:
    for entries in lexicon().values():
        order = [e.specificity for e in entries]
        assert order == sorted(order, reverse=True)


def test_classes_are_lower_case_lemmas() -> None:
    assert all(word == word.lower() and word.strip() for words in classes().values() for word in words)


def test_agreements_name_countries() -> None:
    assert all(len(c) == 3 and c.isupper() for _, parties in agreements() for c in parties)


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        pytest.param({"type": "ATTACK"}, "no PLOVER type", id="unknown type"),
        pytest.param({"cameo": "036"}, "does not belong", id="code of another type"),
        pytest.param({"cameo": "999"}, "999", id="unknown code"),
        pytest.param({"target": "behinds"}, "no slot", id="unknown slot"),
        pytest.param({"frame": "object:x"}, "no condition", id="unknown condition"),
        pytest.param({"frame": "obj:@nobody"}, "nobody", id="unknown class"),
    ],
)
def test_a_wrong_row_is_refused(changed: dict[str, str], message: str) -> None:
    row = {"lemma": "raid", "pos": "verb", "frame": "", "type": "ASSAULT", "mode": "", "cameo": "190"}
    row |= {"source": "subj", "target": "obj", "reciprocal": "", "strength": "3", "note": ""}
    with pytest.raises((KeyError, ValueError), match=message):
        module._entry(row | changed)


def test_a_wrong_file_is_a_data_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(row: dict[str, str]) -> None:
        raise ValueError("no such type")

    monkeypatch.setattr(module, "_entry", refuse)
    with pytest.raises(DataError, match="line 2"):
        lexicon.__wrapped__()
