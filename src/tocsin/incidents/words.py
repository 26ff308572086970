"""Words of titles and first sentences, brought to a form in which reports of one happening share them, and how rare each is.

A word is lower-cased, unaccented and stemmed; names of states, their adjectives, people and seats of government all become the state's code
("@IRN"); number words become figures; a word that names an act also stands for the act's class ("#attack"), so that "bombs" meets
"airstrike". `data/acts.csv` holds the classes, `data/frequencies.csv` in how many of so many texts each word occurs (see
`scripts/build_frequencies.py`).
"""

from __future__ import annotations

import csv
import math
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from types import MappingProxyType

from tocsin.errors import DataError
from tocsin.gazetteer.countries import countries

_MARKUP = re.compile(r"<[^<>]{0,2000}>?|https?://\S+|\S{35,}")
_ABBREVIATION = re.compile(r"\b(?:[A-Za-z]\.){2,}")
_POSSESSIVE = re.compile(r"['’](?:s\b|(?!\w))")
_DIGIT_COMMA = re.compile(r"(?<=\d),(?=\d{3})")
_WORD = re.compile(r"[^\W_]+")
_SUFFIXES = (("ies", "y"), ("sses", "ss"), ("ing", ""), ("ied", "y"), ("ed", ""), ("es", ""), ("s", ""))
_NUMBER_WORDS = (
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
)
_NUMBERS = MappingProxyType({name: str(number) for number, name in enumerate(_NUMBER_WORDS, start=2)})
_CASED = frozenset({"us", "uk", "uae", "eu", "un"})
_LONGEST_NAME = 4
_STATE_SHARE = 0.02  # all states alike: which of them a corpus names most says where it was printed


def plain(text: str) -> str:
    """The text without markup, links and other strings that nobody reads."""
    return " ".join(_MARKUP.sub(" ", text).split())


def unaccented(text: str) -> str:
    """The text without accents and joiners, its quotes straight."""
    if text.isascii():
        return text
    spread = unicodedata.normalize("NFKD", text)
    kept = "".join(c for c in spread if not unicodedata.combining(c) and unicodedata.category(c) != "Cf")
    return kept.replace("’", "'").replace("‘", "'").replace("“", '"').replace("”", '"')


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """The word without the endings of plurals, tenses and forms in -ing.

    >>> [stem(word) for word in ("strikes", "striking", "protested", "parties")]
    ['strik', 'strik', 'protest', 'parti']
    """
    if len(word) < 4 or word.isdigit():
        return word
    for suffix, put in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) + len(put) >= 3 and not (suffix == "s" and word[-2] in "su"):
            word = word[: -len(suffix)] + put
            break
    if len(word) > 3 and word[-1] == "e":
        word = word[:-1]
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "ls":
        word = word[:-1]
    return word[:-1] + "i" if len(word) > 3 and word[-1] == "y" else word


def tokens(text: str) -> list[str]:
    """The words of a text as they stand, in order, abbreviations without their points, without possessive endings.

    >>> tokens("The U.S. captured Venezuela's Maduro")
    ['The', 'US', 'captured', 'Venezuela', 'Maduro']
    """
    text = _ABBREVIATION.sub(lambda m: m[0].replace(".", ""), unaccented(text))
    return _WORD.findall(_DIGIT_COMMA.sub("", _POSSESSIVE.sub("", text)))


def terms(text: str) -> list[str]:
    """The words of a text in the form in which they are compared, in order.

    >>> terms("North Korean missiles, two of them, hit Seoul")
    ['@PRK', 'missil', '2', 'of', 'them', 'hit', '@KOR']
    """
    return list(_terms(tokens(text)))


def _terms(words: Sequence[str]) -> Iterator[str]:
    names, at = _state_names(), 0
    while at < len(words):
        size, code = next(
            (
                (n, code)
                for n in range(min(_LONGEST_NAME, len(words) - at), 0, -1)
                if words[at][0].isupper() and (code := names.get(_key(words[at : at + n])))
            ),
            (1, None),
        )
        lower = words[at].lower()
        yield code or _NUMBERS.get(lower) or stem(lower)
        at += size


def _key(words: Sequence[str]) -> str:
    if len(words) == 1 and words[0].lower() in _CASED:
        return words[0]
    return " ".join(words).lower()


@cache
def _state_names() -> MappingProxyType[str, str]:
    """Lower-cased name, adjective, people or seat -> "@" and the state's code; short ones that are words too keep their capitals."""
    made: dict[str, str] = {}
    for state in countries().values():
        for name in (*state.names, *state.adjectives, *state.people, *state.seats):
            key = _key(tokens(name))
            made.setdefault(key, "@" + state.iso3)
            for short, long in (("n", "north"), ("s", "south")):
                if key.startswith(long + " "):
                    made.setdefault(short + key.removeprefix(long), "@" + state.iso3)
    return MappingProxyType(made)


@cache
def _frequencies() -> tuple[int, MappingProxyType[str, int]]:
    """How many texts were counted, and in how many of them each word occurs. Raises DataError where a row is broken."""
    with files("tocsin.incidents").joinpath("data", "frequencies.csv").open(encoding="utf-8") as file:
        rows = list(csv.reader(file))
    if not rows or rows[0] != ["word", "texts"] or rows[1][0] != "":
        raise DataError("frequencies.csv does not begin with word,texts and the number of all texts", do="run scripts/build_frequencies.py")
    counts = {word: int(count) for word, count in rows[2:]}
    total = int(rows[1][1])
    if any(not 0 < count <= total for count in counts.values()):
        raise DataError("a word of frequencies.csv occurs in no text, or in more than all", do="run scripts/build_frequencies.py")
    return total, MappingProxyType(counts)


@lru_cache(maxsize=262_144)
def share(term: str) -> float:
    """The share of texts, 0 to 1, in which a word is to be expected; one that the table has not is taken for rarer than any in it."""
    if term.startswith("@"):
        return _STATE_SHARE
    total, counts = _frequencies()
    return counts.get(term, 1) / total


def rarity(term: str) -> float:
    """How much a shared word tells: minus the logarithm of its share."""
    return -math.log(share(term))


@cache
def function_words() -> frozenset[str]:
    """Stems of the words that tell nothing by themselves: of grammar, of time, of the trade."""
    text = files("tocsin.incidents").joinpath("data", "function_words.txt").read_text(encoding="utf-8")
    return frozenset(stem(word) for word in text.split())


@cache
def acts() -> MappingProxyType[str, str]:
    """Stem -> the kind of act that it names. Raises DataError where a stem stands in two kinds."""
    return _kinds("words", stem)


@cache
def sayings() -> MappingProxyType[str, str]:
    """Finite form of a verb that makes its subject a speaker -> the kind of act. Raises DataError where one stands in two kinds."""
    return _kinds("verbs", str)


def _kinds(column: str, form: Callable[[str], str]) -> MappingProxyType[str, str]:
    made: dict[str, str] = {}
    with files("tocsin.incidents").joinpath("data", "acts.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            for word in row[column].split():
                if made.setdefault(form(word), row["act"]) != row["act"]:
                    raise DataError(f"{word} stands in two kinds of acts.csv: {made[form(word)]} and {row['act']}")
    return MappingProxyType(made)
