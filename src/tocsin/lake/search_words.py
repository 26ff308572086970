"""From the words that a person types to an expression of FTS5 that always parses.

    zarif tanker              both, in any order; a plain word also finds its plural or singular
    "oil tanker"              these words, one after the other, as they stand
    -iran, -"oil tanker"      not where this stands
    negotia*                  any word that begins so

Everything else (AND, NEAR, brackets, colons, stray quotes) is taken as words, since nobody should need to know another program's syntax to
find a report. The index keeps words as they are spelled, without stemming (see `search`), so that a name is never confused with a stem;
number is levelled here instead, after D. Harman, "How effective is suffixing?", JASIS 42 (1991), 7-15.
"""

from __future__ import annotations

import re
from typing import ClassVar

from tocsin.errors import InputError

# A minus counts only at the beginning of a word: "cease-fire" is a phrase of two. An opening quote without its end takes what follows.
_TERM = re.compile(r'(?<!\S)(?P<minus>-)?(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))|"(?P<later>[^"]*)"?|(?P<rest>[^\s"]+)')
_MOST = 64  # terms; FTS5 nests an expression as deeply as it has terms


class BadSearch(InputError):
    """Words that find nothing by themselves."""

    code: ClassVar[str] = "search"


def expression(words: str) -> str:
    """The FTS5 expression; BadSearch where there is no word to look for, or more than 64.

    >>> expression('zarif -"oil tanker" negotia*')
    '(("zarif" OR "zarifs") AND "negotia" *) NOT "oil tanker"'
    """
    wanted: list[str] = []
    barred: list[str] = []
    for match in _TERM.finditer(words.encode("utf-8", "replace").decode().replace("\0", " ")):
        term = _term(match)
        if term is not None:
            (barred if match["minus"] else wanted).append(term)
    if len(wanted) + len(barred) > _MOST:
        raise BadSearch(f"{len(wanted) + len(barred)} terms", allowed=f"at most {_MOST}")
    if not wanted:
        raise BadSearch(
            f"{words!r} has no word to look for", allowed='words, "phrases", beginnings* and, beside those, -words to leave out'
        )
    found = _joined(wanted, " AND ")
    return f"{found} NOT {_joined(barred, ' OR ')}" if barred else found


def forms(word: str) -> tuple[str, ...]:
    """The word, and its plural or singular as English spells it; of short words and of what is no plain Latin word, the word alone.

    >>> forms("clashes"), forms("army"), forms("Sanaa"), forms("talks")
    (('clashes', 'clash'), ('army', 'armies'), ('Sanaa', 'Sanaas'), ('talks', 'talk'))
    """
    if len(word) < 4 or not (word.isascii() and word.isalpha()):
        return (word,)
    other = _singular(word) if word[-1] in "sS" else _plural(word)
    return (word,) if other is None else (word, other)


def _singular(word: str) -> str | None:
    lower = word.lower()
    if lower.endswith(("us", "ss", "is")):
        return None
    if lower.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if lower.endswith(("sses", "shes", "ches", "xes", "zes")):
        return word[:-2]
    return word[:-1]


def _plural(word: str) -> str:
    lower = word.lower()
    if lower.endswith("y") and lower[-2] not in "aeiou":
        return word[:-1] + "ies"
    return word + ("es" if lower.endswith(("x", "z", "ch", "sh")) else "s")


def _term(match: re.Match[str]) -> str | None:
    """One term as FTS5 has it; None where it holds no letter and no digit."""
    phrase = match["phrase"] if match["phrase"] is not None else match["later"]
    text = phrase if phrase is not None else (match["word"] or match["rest"] or "")
    if not any(character.isalnum() for character in text):
        return None
    if phrase is not None:
        return _quoted(text)
    if text.endswith("*"):
        return _quoted(text.rstrip("*")) + " *"
    bare = text.strip(".,;:!?()[]{}*'’“”")
    return _joined([_quoted(form) for form in forms(bare)], " OR ")


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _joined(terms: list[str], operator: str) -> str:
    return terms[0] if len(terms) == 1 else f"({operator.join(terms)})"
