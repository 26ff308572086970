"""The one shared parse of an article, as arrays of our own: no later stage sees a parser's objects."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True, kw_only=True)
class Parse:
    """Token arrays of one article, all of one length; token `i` is `text[starts[i]:ends[i]]`.

    lemmas:    dictionary forms, lower case except for proper nouns.
    tags:      Penn Treebank tags ("VBD").      pos: Universal POS tags ("VERB").
    heads:     index of the token's syntactic head; a root is its own head.
    relations: ClearNLP dependency labels ("nsubj", "dobj", "ccomp", "prep", "pobj", "agent" ...), "ROOT" at roots.
    entities:  OntoNotes entity labels in IOB form ("B-PERSON", "I-PERSON", "").
    sentences: (first, past-last) token indices of each sentence, in order, without gaps.

    Not slotted: the derived tables below are computed once on first use.
    """

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    lemmas: tuple[str, ...]
    tags: tuple[str, ...]
    pos: tuple[str, ...]
    heads: tuple[int, ...]
    relations: tuple[str, ...]
    entities: tuple[str, ...]
    sentences: tuple[tuple[int, int], ...]

    def __len__(self) -> int:
        return len(self.starts)

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The tokens' own text."""
        return tuple(self.text[s:e] for s, e in zip(self.starts, self.ends, strict=True))

    @cached_property
    def lower(self) -> tuple[str, ...]:
        """The tokens' text in lower case."""
        return tuple(w.lower() for w in self.words)

    @cached_property
    def children(self) -> tuple[tuple[int, ...], ...]:
        """Indices of each token's syntactic children, in the order of the text."""
        made: list[list[int]] = [[] for _ in self.starts]
        for i, head in enumerate(self.heads):
            if head != i:
                made[head].append(i)
        return tuple(tuple(c) for c in made)

    @cached_property
    def sentence_of(self) -> tuple[int, ...]:
        """The index into `sentences` of each token."""
        made = [0] * len(self.starts)
        for n, (first, last) in enumerate(self.sentences):
            made[first:last] = [n] * (last - first)
        return tuple(made)

    @cached_property
    def subtrees(self) -> tuple[tuple[int, int], ...]:
        """(first, past-last) token indices that each token and all below it span."""
        low, high = list(range(len(self.starts))), [i + 1 for i in range(len(self.starts))]
        for i in sorted(range(len(self.starts)), key=self._depth, reverse=True):
            head = self.heads[i]
            if head != i:
                low[head], high[head] = min(low[head], low[i]), max(high[head], high[i])
        return tuple(zip(low, high, strict=True))

    @cached_property
    def _depths(self) -> dict[int, int]:
        return {}

    def _depth(self, i: int) -> int:
        path = []
        while i not in self._depths and self.heads[i] != i:
            path.append(i)
            i = self.heads[i]
        depth = self._depths.setdefault(i, 0)
        for j in reversed(path):
            depth += 1
            self._depths[j] = depth
        return self._depths[path[0]] if path else depth

    def ancestors(self, i: int) -> Iterator[int]:
        """The heads above token `i`, nearest first."""
        while self.heads[i] != i:
            i = self.heads[i]
            yield i

    def child(self, i: int, *relations: str) -> int | None:
        """The first child of token `i` with one of these relations, None where there is none."""
        return next((c for c in self.children[i] if self.relations[c] in relations), None)

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Code points `[start, end)` of the tokens `[first, last)`."""
        return self.starts[first], self.ends[last - 1]

    def tokens(self, start: int, end: int) -> range:
        """Indices of the tokens that overlap the code points `[start, end)`."""
        first = _bisect(self.ends, start)
        last = first
        while last < len(self.starts) and self.starts[last] < end:
            last += 1
        return range(first, last)

    def entity_spans(self) -> tuple[tuple[int, int, str], ...]:
        """(first, past-last, label) of each named entity, in order."""
        made: list[tuple[int, int, str]] = []
        for i, label in enumerate(self.entities):
            if label.startswith("B-"):
                made.append((i, i + 1, label[2:]))
            elif label.startswith("I-") and made:
                first, _, kind = made[-1]
                made[-1] = (first, i + 1, kind)
        return tuple(made)


def _bisect(ends: tuple[int, ...], start: int) -> int:
    """The first token that ends after `start`."""
    low, high = 0, len(ends)
    while low < high:
        middle = (low + high) // 2
        if ends[middle] <= start:
            low = middle + 1
        else:
            high = middle
    return low
