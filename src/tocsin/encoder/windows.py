"""Texts as windows of word pieces, cut between paragraphs, so that an attribution is seldom cut."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from tocsin.records import Span

CLS, SEP = 101, 102
"""Ids of the marks at the start of a window and between its paragraphs, in the vocabulary of uncased BERT."""

Piece = tuple[int, int, int]
"""The id in the vocabulary and the half-open span of characters. A mark has an empty span."""

Encode = Callable[[str], Sequence[Piece]]
"""From a text to its pieces, without marks; spans count from the start of that text."""

_PARAGRAPH = re.compile(r"[^\n]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Pieces that are read in one pass.

    ids: ids of the pieces, marks included.
    spans: for each piece its span in the whole text; empty for a mark.
    """

    ids: tuple[int, ...]
    spans: tuple[tuple[int, int], ...]


def windows(text: str, encode: Encode, *, size: int, within: Sequence[Span] | None = None) -> Iterator[Window]:
    """Cut a text into windows of at most `size` pieces, marks included. The windows do not overlap.

    within: the stretches to read, in order and apart; None for all of the text. What lies between two is like the end of a paragraph.

    As many whole paragraphs as fit go into a window. A paragraph longer than a window is cut after a full stop where there is one in
    the window's second half.
    """
    held: list[Piece] = []
    for paragraph in _paragraphs(text, encode, within):
        for part in _cut(paragraph, size - 2, text):
            if held and len(held) + 1 + len(part) > size - 2:
                yield _window(held)
                held = []
            if held:
                held.append((SEP, part[0][1], part[0][1]))
            held.extend(part)
    if held:
        yield _window(held)


def _paragraphs(text: str, encode: Encode, within: Sequence[Span] | None) -> Iterator[list[Piece]]:
    for first, last in [(0, len(text))] if within is None else [(span.start, span.end) for span in within]:
        for match in _PARAGRAPH.finditer(text, first, last):
            pieces = [(piece, start + match.start(), end + match.start()) for piece, start, end in encode(match.group())]
            if pieces:
                yield pieces


def _cut(pieces: list[Piece], size: int, text: str) -> Iterator[list[Piece]]:
    while len(pieces) > size:
        stops = (n for n in range(size, size // 2, -1) if text[pieces[n - 1][2] - 1] in '.?!”"' and text[pieces[n][1] - 1].isspace())
        at = next(stops, size)
        yield pieces[:at]
        pieces = pieces[at:]
    yield pieces


def _window(held: list[Piece]) -> Window:
    first, last = held[0][1], held[-1][2]
    return Window(
        ids=(CLS, *(piece for piece, _, _ in held), SEP), spans=((first, first), *((start, end) for _, start, end in held), (last, last))
    )
