"""Sentences In Which Every Word Has A Capital: there a capital is no sign of a name, and neither parse nor entities can be relied on."""

from __future__ import annotations

from tocsin.records import Parse

_FEWEST = 4  # words
_SHARE = 0.9
_CLOSED = frozenset({"DT", "IN", "CC", "TO", "PRP", "PRP$", "POS", "RP", "WDT", "WRB", "EX"})


def headline_sentences(parse: Parse) -> frozenset[int]:
    """Indices of the sentences that are set like headlines: all words but the likes of "of" and "the" have a capital."""
    return frozenset(n for n, (first, last) in enumerate(parse.sentences) if _is_headline(parse, first, last))


def _is_headline(parse: Parse, first: int, last: int) -> bool:
    words = [parse.words[i] for i in range(first, last) if parse.tags[i] not in _CLOSED and parse.words[i].isalpha()]
    if len(words) < _FEWEST:
        return False
    return sum(w[0].isupper() for w in words) >= _SHARE * len(words) and any(not w.isupper() for w in words)
