"""Stretches in quotation marks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tocsin.claims.attribution import Range
from tocsin.records import Parse

_MARKS = re.compile(r"[“”\"„«»]|''|``|‘|’(?!\w)|(?<![\w'’])'(?=\w)|(?<=[\w.,!?…])'(?!\w)|\n\s*\n")
_CLOSING = {"“": "”", "„": "“”", "«": "»", "‘": "’", '"': '"', "''": "''", "``": "''", "'": "'"}
_LONGEST = 4_000  # characters; what runs on longer has lost its closing mark


def quotations(parse: Parse) -> tuple[Range, ...]:
    """The tokens of each quotation, its marks among them, in order; a quotation within another is not given apart.

    A quotation that a new paragraph carries on with an opening mark of its own counts anew in each paragraph.
    """
    return tuple(
        (tokens[0], tokens[-1] + 1) for start, end in _pairs(parse.text) if (tokens := parse.tokens(start, end)) and len(tokens) > 1
    )


def _pairs(text: str) -> Iterator[tuple[int, int]]:
    opened: tuple[str, int] | None = None
    for mark in _MARKS.finditer(text):
        word, at = mark.group(), mark.start()
        if word.isspace():
            if opened and opened[0] != "‘" and at - opened[1] > 1:  # the paragraph ends and the mark was never closed
                yield opened[1], at
            opened = None
        elif opened is None:
            opened = (word, at) if word in _CLOSING and _opens(text, mark) else None
        elif word in _CLOSING[opened[0]]:
            yield opened[1], mark.end()
            opened = None
        elif at - opened[1] > _LONGEST:
            opened = None
    if opened and opened[0] not in ("‘", "'"):
        yield opened[1], len(text)


def _opens(text: str, mark: re.Match[str]) -> bool:
    """A straight mark opens before a word, not after one."""
    after = text[mark.end() : mark.end() + 1]
    return bool(after) and not after.isspace()


def is_speech(parse: Parse, quotation: Range) -> bool:
    """Whether a quotation is a whole utterance, and not a word or two that the reporter keeps at a distance."""
    first, last = quotation
    inner = range(first + 1, last - 1)
    if len(inner) >= 4 and any(parse.tags[i] in _FINITE for i in inner):
        return True
    return bool(len(inner)) and parse.words[last - 2] in ".,!?…" and parse.words[first + 1][:1].isupper() and len(inner) >= 2


_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD", "VB"})
