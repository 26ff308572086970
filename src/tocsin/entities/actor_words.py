"""Words that the reading of actors goes by, as classes; the table is `data/actor_words.csv`."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files

from tocsin.errors import DataError

CLASSES = frozenset(
    {
        "woman's title",  # of a woman
        "country noun",  # "the country" takes up the state spoken of
        "group noun",  # "the group" takes up the body spoken of
        "of no one state",  # the noun alone does not tell which state, and the context must not
        "of the place",  # people who act where the report is about
        "many",  # in the plural several states at once
        "party to a deal",  # words before "parties" or "sides" that make them states
        "headship",  # "Leader of BODY NAME": the name that follows is the holder's
        "thing unless described",  # "his body", but "the electoral body"
        "mass",  # in the singular without article no actor
        "not an actor",  # a name with this word is a treaty, an event, a place
        "side by side",  # people who stand before an "and" as actors of their own, where the parser makes them half of what follows
        "exchanged",  # what goes "to" or comes "from" a capital that stands for its government
        "fighters",  # "the fighters" takes up the armed group spoken of
        "people",  # "the men" takes up the people spoken of
        "head of government",  # titles of one office
        "other's deed",  # verbs for what is done to somebody else's: "praised the army"
        "kin",  # of the country of whoever it is related to
    }
)


@cache
def actor_words(kind: str) -> frozenset[str]:
    """The words of one class, in lower case. Raises DataError for a class that is not among CLASSES, in the table too."""
    return _table()[kind]


@cache
def _table() -> dict[str, frozenset[str]]:
    made: dict[str, set[str]] = {kind: set() for kind in CLASSES}
    with files("tocsin.entities").joinpath("data/actor_words.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["class"] not in made:
                raise DataError(f"the class {row['class']!r} in actor_words.csv", allowed=", ".join(sorted(CLASSES)))
            made[row["class"]].update(row["words"].split("|"))
    return {kind: frozenset(words) for kind, words in made.items()}
