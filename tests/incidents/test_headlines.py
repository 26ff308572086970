"""Titles taken apart: who speaks, what is reported, what is no report."""

from __future__ import annotations

import pytest

from tocsin.incidents.headlines import headline, without_credit
from tocsin.incidents.words import acts, function_words, rarity, sayings, share, stem, terms


@pytest.mark.parametrize(
    ("title", "speaker", "act"),
    [
        ("Ardia's president says border stays shut", {"president", "ardia"}, "say"),
        ("Border stays shut, Tamarind says", {"tamarind"}, "say"),
        ("Border stays shut for now and for long: Tamarind", {"tamarind"}, "say"),
        ("Tamarind: 'We will not open the border'", {"tamarind"}, "say"),
        ("Borland condemns closure of border, calls it unlawful", {"borland"}, "condemn"),
        ("‘Not one more day’: Borland warns neighbour over border", {"borland"}, "warn"),
        ("Border guards shot at as talks go on", set(), None),
        ("Rebels to say goodbye to arms", set(), None),
        ("Ferry sinks off Kallinos", set(), None),
    ],
)
def test_who_speaks(title: str, speaker: set[str], act: str | None) -> None:
    top = headline(title)
    assert (set(top.speaker), top.act) == (speaker, act)


@pytest.mark.parametrize(
    ("title", "form"),
    [
        ("What we know about the ferry", "explainer"),
        ("Could the border reopen?", "explainer"),
        ("Border closure: why it matters", "explainer"),
        ("Seven takeaways from the summit", "explainer"),
        ("Tuesday briefing: a border, a ferry", "roundup"),
        ("World reacts to closure of border", "roundup"),
        ("A border is no answer | Jo Tamarind", "opinion"),
        ("Anna Quill: from nurse to minister", "profile"),
        ("Border crisis live: troops move in, Borland calls up reserves", "live"),
        ("Live updates: Ferry sinks off Kallinos", None),
        ("Ferry sinks off Kallinos", None),
        ("Minister: We will not open the border until they sign what they agreed", None),
    ],
)
def test_what_is_no_report_of_one_happening(title: str, form: str | None) -> None:
    assert headline(title).form == form


def test_what_is_added_is_set_apart_from_what_is_reported() -> None:
    top = headline("Borland calls up reserves after Ardia shuts border")
    assert "reserv" in top.words
    assert "border" in top.background
    assert "border" not in top.words


def test_credits_of_outlets_are_cut_off_and_hyphens_are_not() -> None:
    assert without_credit("Ferry sinks off Kallinos - The Island Post") == ("Ferry sinks off Kallinos", "The Island Post")
    assert without_credit("Ferry-owner jailed over sinking") == ("Ferry-owner jailed over sinking", None)


def test_words_of_one_thing_meet() -> None:
    assert terms("The U.S. and Iranian strikes") == [*terms("the US"), "and", *terms("Iran"), stem("strikes")]
    assert terms("tell us") == ["tell", "us"]
    assert terms("3,000 troops, five ships")[::2] == ["3000", "5"]


def test_rare_words_tell_more_and_states_all_the_same() -> None:
    assert rarity("kallinos") > rarity("govern") > rarity("the")
    assert share("@IRN") == share("@FRA")
    assert stem("the") in function_words()


def test_kinds_of_acts_are_known_by_any_form() -> None:
    assert {acts()[stem(word)] for word in ("strike", "airstrikes", "bombed")} == {"attack"}
    assert sayings()["denies"] == "deny"
    assert "warning" not in sayings()
