"""Word classes: `data/classes.csv`, a class and a lemma a line.

Frames of the lexicon name them with "@". Those used by the code: "control" verbs whose object does what the complement says,
"prefix" first halves of words that the tokenizer takes apart at the hyphen ("cease-fire"), "gapless" nouns whose relative clause
leaves out no object ("the day he came"), "container" nouns that stand for what follows "of", "light" verbs that carry an event noun,
"carrier" nouns that leave the event with the noun before them ("deportation flights"), "preposition" the slots that are
prepositions, and "same.*" words that may tell of one happening.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType


@cache
def classes() -> Mapping[str, frozenset[str]]:
    """Class name -> its lemmas."""
    made: dict[str, set[str]] = {}
    with files("tocsin.events").joinpath("data/classes.csv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            made.setdefault(row["class"], set()).add(row["lemma"])
    return MappingProxyType({name: frozenset(words) for name, words in made.items()})


@cache
def families() -> Mapping[str, frozenset[str]]:
    """Lemma -> the classes "same.*" that it belongs to."""
    made: dict[str, set[str]] = {}
    for name, words in classes().items():
        if name.startswith("same."):
            for word in words:
                made.setdefault(word, set()).add(name)
    return MappingProxyType({word: frozenset(names) for word, names in made.items()})


@cache
def lemmas() -> Mapping[str, str]:
    """Verb forms that the parser's lemmatizer gets wrong ("staged" -> "stag") -> the lemma; `data/lemmas.csv`."""
    with files("tocsin.events").joinpath("data/lemmas.csv").open(encoding="utf-8") as lines:
        return MappingProxyType({row["form"]: row["lemma"] for row in csv.DictReader(lines)})
