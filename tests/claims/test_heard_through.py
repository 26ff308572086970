"""Through whom a source was heard, and whom its words stand for: chains that one sentence or several tell."""

from __future__ import annotations

import pytest
from tests.claims.test_constructions import told

CASES = {
    "a document seen by a paper": ("A leaked memo, seen by Der Abend, says the dam is cracked.", "Der Abend > A leaked memo"),
    "quoted by": ("The mayor, quoted by the Sarvan agency, said the pier would close.", "the Sarvan agency > The mayor"),
    "speaking on": ("The governor, speaking on Radio Lomas, said that the road was open.", "Radio Lomas > The governor"),
    "who spoke to": ("Miners who spoke to the BBC said the shaft had flooded.", "the BBC > Miners"),
    "a medium is no outlet": ("The junta announced on television that the border was closed.", "The junta"),
    "quoting, after the day": (
        "The Daily Courier reported on Sunday, quoting two clerks, that the archive had burned.",
        "The Daily Courier > two clerks",
    ),
    "whose": (
        "The agreement has alarmed Australia, whose foreign minister, Ada Berg, said she was deeply disappointed.",
        "foreign minister, Ada Berg",
    ),
    "one of them": (
        "Two clerks told the Daily Courier that the safe was empty. One of them said it had been drilled.",
        "Daily Courier > One of them",
    ),
    "it": ("The inquiry's report alleges that Colonel Varga sold maps. It says that he was paid in coins.", "The inquiry's report"),
    "the general": ("Brigadier Tunde Adeyi said troops had freed the boys. The general said the gang had fled.", "Brigadier Tunde Adeyi"),
}


@pytest.mark.parametrize(("text", "chain"), CASES.values(), ids=CASES)
def test_last_claim_is_heard_through(text: str, chain: str) -> None:
    assert [c for _, c, cue, _ in told(text) if cue][-1].endswith(chain)


@pytest.mark.parametrize(
    "text",
    ["No group has claimed the raid.", "Asked whether the port would open, the clerk left."],
    ids=["no group", "asked"],
)
def test_what_nobody_says(text: str) -> None:
    assert all(not chain for _, chain, _, _ in told(text))


def test_another_saying_after_while_is_apart() -> None:
    text = "One clerk said that the ship was late, while another said that it had sunk."
    assert [(content, chain) for content, chain, _, _ in told(text)] == [
        ("that the ship was late", "One clerk"),
        ("that it had sunk", "another"),
    ]
