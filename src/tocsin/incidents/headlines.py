"""What a title says by its form: whether it reports one happening, and who speaks in it."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from tocsin.errors import DataError
from tocsin.incidents.words import acts, plain, sayings, stem, terms, tokens, unaccented

REACTIONS = frozenset({"condemn", "urge", "warn", "deny", "support", "vow", "accuse", "insist", "offer"})
"""Kinds of saying that are a happening of their own, beside what they speak of."""

_CREDIT = re.compile(
    r"\s+[-–—|]\s+((?:The )?[A-Z][\w.&'’!-]*"
    r"(?: (?:of|the|and|for|&|[A-Z0-9][\w.&'’!-]*)){0,5})\s*$"
)
_LABEL = re.compile(r"^\s*(?:(?:watch|video|breaking|exclusive|updated?|just in|urgent|live|updates?)\s*)+[:|–—-]\s*", re.I)
_QUOTED = re.compile(r"(?:(?<=\W)|^)(?P<mark>['\"])(?P<words>[^\"]{3,}?)(?P=mark)(?=\W|$)")
_OFFICE = r"of|the|and|new|former|officials?|ministry|senator|minister|president|prime|leader"
_NAME = rf"[A-Z][\w.-]*(?:'s)?(?: (?:[A-Z][\w.-]*(?:'s)?|{_OFFICE})){{0,5}}"
_TAIL = re.compile(rf"(?:,|:|\s[-–—])\s*(?:(?P<before>\w+) (?P<whom>{_NAME})|(?P<who>{_NAME})(?P<verb> \w+)?)\s*$")
_HEAD = re.compile(r"^(?P<who>[A-Z][\w.-]*(?:'s)?(?: [\w.-]+){0,4}?)(?: on .*)?: (?P<rest>.+)$")
_OPENING = re.compile(r"(?:^|\s)['\"]\w|\b(?:we|our|i|must|will|not)\b", re.I)
_CLAUSE = re.compile(r"[,;:]\s|\s(?:as|after|amid|that|while|when|until)\s")
_BACKGROUND = re.compile(
    r"\s(?:(?:\w+ )?(?:hours|days|weeks|months) after|after|amid|as|ahead of|before|following|despite|while|in wake of)\s", re.I
)
_REACH = 7  # words before the verb of saying, at most
_NO_SUBJECT = frozenset(
    (
        "to",
        "the",
        "a",
        "an",
        "of",
        "for",
        "on",
        "by",
        "new",
        "his",
        "her",
        "its",
        "their",
        "over",
        "with",
        "in",
        "at",
        "from",
        "and",
        "not",
        "no",
    )
)
_TWO = re.compile(r"[,;]\s+|\s(?:as|while)\s")


@dataclass(frozen=True, slots=True, kw_only=True)
class Headline:
    """A title taken apart.

    words:   terms of what it reports, without label and credit; background: of what it adds to that with "after", "amid", "as" ...
    speaker: terms of those who say what it reports; empty where it tells of a deed in the outlet's own voice.
    act:     how they say it ("say", "condemn"), None where nobody speaks.
    form:    "explainer", "opinion", "roundup", "live", "profile"; None for a report.
    """

    words: tuple[str, ...]
    background: tuple[str, ...]
    speaker: frozenset[str]
    act: str | None
    form: str | None


def without_credit(title: str) -> tuple[str, str | None]:
    """The title without the outlet's name that feeds of other people's news put at its end, and that name.

    >>> without_credit("Troops leave the border town - The Northern Ledger")
    ('Troops leave the border town', 'The Northern Ledger')
    """
    found = _CREDIT.search(title)
    return (title[: found.start()], found[1]) if found and found.start() > 15 else (title, None)


def headline(title: str) -> Headline:
    """Take a title apart."""
    text = unaccented(plain(title)).strip()
    bare = without_credit(text)[0]
    form = form_of(text) or form_of(bare)
    labelled, bare = bare, _LABEL.sub("", bare)
    if form == "live" and bare != labelled and not _several(bare):
        form = None  # the page that is written on reports one happening so far
    who, act = _speaker(bare)
    main, background = _parted(bare)
    return Headline(
        words=tuple(terms(main)), background=tuple(terms(background)), speaker=frozenset(terms(who)) - _NO_SUBJECT, act=act, form=form
    )


def _parted(title: str) -> tuple[str, str]:
    """What a title reports, and what it adds; a title that begins with what it adds reports all of it."""
    found = _BACKGROUND.search(title, 12)
    return (title[: found.start()], title[found.end() :]) if found else (title, "")


def form_of(title: str) -> str | None:
    """What a title calls itself, where it is no report of one happening."""
    return next((form for form, pattern in _forms() if pattern.search(title)), None)


@cache
def _forms() -> tuple[tuple[str, re.Pattern[str]], ...]:
    with files("tocsin.incidents").joinpath("data", "forms.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    try:
        return tuple((row["form"], re.compile(row["pattern"], 0 if "[A-Z]" in row["pattern"] else re.I)) for row in rows)
    except re.error as error:
        raise DataError(f"a pattern of forms.csv cannot be read: {error}") from None


def _several(title: str) -> bool:
    """Whether a title joins two acts of different doers; that somebody says the one is no act beside it."""
    for found in _TWO.finditer(title):
        before, after = tokens(title[: found.start()]), tokens(title[found.end() :])
        plainly = any(word.lower() in _plainly() for word in after[1:4])
        if _has_act(before) and _has_act(after[1:]) and after[0][:1].isupper() and not plainly:
            return True
    return False


def _has_act(words: Sequence[str]) -> bool:
    return any(stem(word.lower()) in acts() for word in words)


@cache
def _plainly() -> frozenset[str]:
    """Forms of verbs of mere saying."""
    return frozenset(word for word, act in sayings().items() if act in {"say", "announce"})


def _speaker(title: str) -> tuple[str, str | None]:
    """Who speaks in a title, and how: after a comma or a dash, before a colon, or as the subject of a verb of saying."""
    if (found := _TAIL.search(title)) and (act := _tail_act(found, title[: found.start()])):
        return found["who"] or found["whom"], act
    if (found := _HEAD.match(title)) and _OPENING.search(found["rest"]):
        return found["who"], "say"
    return _subject(title)


def _tail_act(found: re.Match[str], before: str) -> str | None:
    if found["before"] is not None:
        return sayings().get(found["before"].lower())
    if found["verb"] is None:
        return "say" if len(before.split()) > 4 and found[0].lstrip().startswith(":") else None
    return sayings().get(found["verb"].strip().lower())


def _subject(title: str) -> tuple[str, str | None]:
    text = _QUOTED.sub(" ", title)
    for clause in _CLAUSE.split(text):
        words = tokens(clause)
        for at, word in enumerate(words[: _REACH + 1]):
            act = sayings().get(word.lower())
            if at and act and words[at - 1].lower() not in _NO_SUBJECT:
                return " ".join(words[:at]), act
    return "", None
