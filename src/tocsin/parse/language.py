"""Which language a text is in: a cheap look for English first, py3langid where that does not settle it."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

_WORD = re.compile(r"[^\W\d_]+")
_LOOK = 4_000  # characters that are looked at
_FUNCTION_WORDS = "the of and to in that is was for on with as by at from it has have said his be not are this an which he were will but"
_ENGLISH = frozenset(_FUNCTION_WORDS.split())
_SURE_SHARE = 0.22  # these words are .25 to .45 of running English; no other language in Latin script reaches .15


_NO_LANGUAGE = "zxx"  # what the identifier calls text of no language; lists of names and numbers in English come out so


def language_of(text: str, *, confidence: float) -> str | None:
    """ISO 639-1 code of the text's language.

    None where the text has too few words to tell, or where the best guess is less sure than `confidence` (a probability).
    """
    sample = text[:_LOOK]
    words = [w.lower() for w in _WORD.findall(sample)]
    if not words:
        return None
    if sum(w in _ENGLISH for w in words) >= _SURE_SHARE * len(words):
        return "en"
    language, probability = _identifier().classify(sample)
    return str(language) if probability >= confidence and language != _NO_LANGUAGE else None


@cache
def _identifier() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
