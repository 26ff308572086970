"""Text from articles made fit for a terminal: what could move its cursor, colour it or turn its direction stays out."""

from __future__ import annotations

import json
import re
import unicodedata
from functools import cache
from typing import Any

_SPACES = re.compile(r"\s+")
_UNSAFE = re.compile(
    "[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
"""C0 and C1 controls, line and paragraph separators, bidirectional controls, characters of no width, tags."""


def printable(text: str) -> str:
    r"""One line: white space as single spaces, what is unsafe replaced by "�", a combining mark kept to three upon a letter.

    >>> printable("a\x1b[31m red\u202e line\nand more")
    'a�[31m red� line and more'
    """
    return _stacked(_UNSAFE.sub("\ufffd", _SPACES.sub(" ", text)).strip())


def as_json(value: Any, *, pretty: bool = False) -> str:
    """JSON in which what is unsafe on a terminal, or parts lines in some programs, is written as an escape; the value is the same."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, indent=2 if pretty else None)
    return "\n".join(_UNSAFE.sub(_escaped, line) for line in text.split("\n"))


def _escaped(match: re.Match[str]) -> str:
    return json.dumps(match[0])[1:-1]


def _stacked(text: str) -> str:
    if text.isascii():
        return text
    made, height = [], 0
    for c in text:
        height = height + 1 if _combines(c) else 0
        if height <= 3:
            made.append(c)
    return "".join(made)


@cache
def _combines(c: str) -> bool:
    return unicodedata.combining(c) > 0
