"""What a feed or a row says of its language, heard only where the text does not speak against it.

Software writes "en-US" by default, and people do not change it: labels of English stand on texts in other languages too, and are right the
less the shorter the text. `python -m evals.labels` measures it; docs/reference/intake.md has the figures.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

_WORD = re.compile(r"[^\W\d_]+")
_LOOK = 4_000  # characters that are looked at
_FUNCTION_WORDS = "the of and to in that is was for on with as by at from it has have said his be not are this an which he were will but"
_ENGLISH = frozenset(_FUNCTION_WORDS.split())
_MAY_BE = 0.15  # share of these words; no other language in Latin script reaches it in running text
_IS = 0.22


def language(label: str | None, text: str) -> str | None:
    """ISO 639-1 code that the label names ("en-US", "ger", "English"), None where it names none, or the text speaks against it.

    None leaves it to the reader, who looks at the text alone.

    >>> language("de-DE", "Die Regierung lehnte den Antrag ab."), language("en-US", "Die Regierung lehnte den Antrag ab.")
    ('de', None)
    """
    code = code_of(label)
    if code is None:
        return None
    words = [word.lower() for word in _WORD.findall(text[:_LOOK])]
    share = sum(word in _ENGLISH for word in words) / len(words) if words else 0.0
    agrees = share >= _MAY_BE if code == "en" else share < _IS
    return code if agrees else None


def code_of(label: str | None) -> str | None:
    """ISO 639-1 code that a label names ("en-US", "ger", "English"), None where it names none that is known."""
    if not label:
        return None
    return _codes().get(re.split(r"[-_;,]", label.strip().lower(), maxsplit=1)[0].strip())


@cache
def _codes() -> dict[str, str]:
    """Every code and name of a language -> its code of two letters."""
    made: dict[str, str] = {}
    for line in files("tocsin.collect").joinpath("data/languages.csv").read_text(encoding="utf-8").splitlines()[1:]:
        code, *others = line.split(",")
        made |= {name: code for name in (code, *"|".join(others).split("|")) if name}
    return made
