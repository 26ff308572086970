"""Sentences In Which Every Word Has A Capital: there a capital is no sign of a name, and neither parse nor entities can be relied on."""

from __future__ import annotations

from tocsin.records import Parse

_SHORTEST = 4  # words
_SHARE = 0.75


def headline_sentences(parse: Parse) -> frozenset[int]:
    """Indices of the sentences that are set like headlines."""
    return frozenset(n for n, (first, last) in enumerate(parse.sentences) if _is_headline(parse, first, last))


def _is_headline(parse: Parse, first: int, last: int) -> bool:
    words = [w for w in parse.words[first:last] if len(w) >= _SHORTEST and w.isalpha()]
    if len(words) < _SHORTEST:
        return False
    return sum(w[0].isupper() for w in words) >= _SHARE * len(words) and any(not w.isupper() for w in words)
