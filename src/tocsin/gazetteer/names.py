"""Finding names of a table in running text: longest match over word pieces, blind to accents, hyphens and the kind of apostrophe."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, TypeVar

Entry = TypeVar("Entry")

_PIECE = re.compile(r"[^\W_]+")
_PLAIN = str.maketrans({"ı": "i", "ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ß": "ss", "æ": "ae", "Æ": "Ae", "ə": "a"})


def pieces(text: str) -> tuple[str, ...]:
    """The runs of letters and digits of a text, without accents, in their own case.

    >>> pieces("Kata’ib Hezbollah"), pieces("U.S."), pieces("Nicolás Maduro")
    (('Kata', 'ib', 'Hezbollah'), ('U', 'S'), ('Nicolas', 'Maduro'))
    """
    return tuple(_PIECE.findall(text if text.isascii() else _unaccented(text)))


@lru_cache(maxsize=20_000)
def _unaccented(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.translate(_PLAIN))
    return "".join(c for c in decomposed if not unicodedata.combining(c))


@dataclass(frozen=True, slots=True)
class Found(Generic[Entry]):
    """A name met at the tokens `[first, last)`."""

    first: int
    last: int
    entry: Entry


class NameIndex(Generic[Entry]):
    """Names and what they stand for.

    A piece that the table writes in capitals ("US", "WHO") must stand in capitals in the text; one that begins with a capital must begin
    with one in the text. Of two names that begin at the same word the longer is taken; of two equal ones, the one that came first.
    """

    __slots__ = ("_by_first",)

    def __init__(self, names: Iterable[tuple[str, Entry]]) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], tuple[str, ...], Entry]]] = {}
        seen: set[tuple[str, ...]] = set()
        for name, entry in names:
            cased = pieces(name)
            if not cased or cased in seen:
                continue
            seen.add(cased)
            folded = tuple(p.lower() for p in cased)
            self._by_first.setdefault(folded[0], []).append((folded, cased, entry))
        for entries in self._by_first.values():
            entries.sort(key=lambda e: -len(e[0]))

    def find(self, words: Sequence[str]) -> Iterator[Found[Entry]]:
        """All names in the tokens, from left to right, none overlapping another; a name begins and ends with a whole token."""
        spread = [(piece, n) for n, word in enumerate(words) for piece in _of_word(word)]
        folded = [piece.lower() for piece, _ in spread]
        cased = [piece for piece, _ in spread]
        i = 0
        while i < len(spread):
            match = self._at(folded, cased, spread, i) if folded[i] in self._by_first and _parted(spread, i) else None
            if match is None:
                i += 1
                continue
            yield Found(spread[i][1], spread[i + match[0] - 1][1] + 1, match[1])
            i += match[0]

    def _at(self, folded: list[str], cased: list[str], spread: list[tuple[str, int]], i: int) -> tuple[int, Entry] | None:
        for name, shape, entry in self._by_first[folded[i]]:
            end = i + len(name)
            if tuple(folded[i:end]) == name and all(map(_fits, shape, cased[i:end])) and _parted(spread, end):
                return len(name), entry
        return None


@lru_cache(maxsize=20_000)
def _of_word(word: str) -> tuple[str, ...]:
    return pieces(word)


def _fits(shape: str, piece: str) -> bool:
    if len(shape) > 1 and shape.isupper():
        return piece == shape
    return piece[0].isupper() or not shape[0].isupper()


def _parted(spread: list[tuple[str, int]], i: int) -> bool:
    """Whether a token ends before the piece `i`."""
    return i in (0, len(spread)) or spread[i - 1][1] != spread[i][1]
