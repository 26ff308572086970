"""Which tokens head a noun phrase that may name an actor, and how far the phrase reaches."""

from __future__ import annotations

from tocsin.entities.actor_words import actor_words
from tocsin.entities.trust import PROPER, Hits
from tocsin.gazetteer.actors import NamedActor
from tocsin.gazetteer.names import Found
from tocsin.records import Parse

NOUNS = frozenset({"NN", "NNS", "NNP", "NNPS"})
OPENERS = frozenset({"the", "a", "an"})
BELONGING = frozenset({"of", "for", "in", "at", "from", "with", "within", "inside", "throughout", "across"})
_BEFORE_NOUN = frozenset({"compound", "nmod", "amod", "nummod", "det", "npadvmod", "quantmod", "advmod"})
_VERBS = frozenset({"VB", "VBD", "VBP", "VBZ", "MD", "TO", "PRP", "WDT", "WP", "WRB"})
_CLIPPED = frozenset({"punct", "cc", "prep", "mark", "ROOT", "preconj", "neg"})
_CLIPPED_TAGS = frozenset({",", "``", "''", ":", "IN"})
_CLIPPED_WORDS = frozenset(
    {"neither", "either", "nor", "not", "also", "even", "only", "then", "now", "just", "yesterday", "today", "tomorrow", "meanwhile"}
)
_BARS = frozenset({",", ";", ":", "–", "—", "--", "(", ")", "[", "]", "…", "..."})
_LISTED = frozenset({"JJ", "CD"})
_LONGEST_TAIL = 12  # tokens


class Extent:
    """The reach of the noun phrases of one parse."""

    def __init__(self, parse: Parse, hits: Hits, headlines: frozenset[int]) -> None:
        self.parse, self.hits, self.headlines = parse, hits, headlines

    def in_headline(self, i: int) -> bool:
        """Whether token `i` stands in a sentence set like a headline."""
        return self.parse.sentence_of[i] in self.headlines

    def is_head(self, i: int) -> bool:
        """Whether token `i` may head a phrase."""
        parse = self.parse
        hit = self.hits.get(i)
        if parse.tags[i] not in NOUNS and not (hit and self._nominal(i)):
            return False
        if parse.heads[i] > i and parse.relations[i] in _BEFORE_NOUN and parse.tags[parse.heads[i]] in NOUNS:
            return self._is_group(i)
        return hit is None or i == self.head_of(hit)

    def _nominal(self, i: int) -> bool:
        """Whether a word that is not tagged as a noun stands where a noun would: "the Japanese", "talks with the British"."""
        return self.parse.relations[i] not in {"amod", "compound", "advmod", "acomp", "npadvmod"} or self.parse.tags[i] == "NNP"

    def head_of(self, hit: Found[NamedActor]) -> int:
        """The token of a name whose own head lies outside it."""
        inside = range(hit.first, hit.last)
        outward = [i for i in inside if self.parse.heads[i] not in inside or self.parse.heads[i] == i]
        return outward[-1] if outward else hit.last - 1

    def left(self, head: int) -> int:
        """The first token of the phrase: the head's left dependents, without what a wrong parse drags in."""
        parse, hit = self.parse, self.hits.get(head)
        first = hit.first if hit else head
        if hit is not None and self.in_headline(head):
            return first
        edge = min(parse.subtrees[head][0], first)
        left = first
        while left > edge and self._may_precede(left - 1):
            left -= 1
        while left < first and self._clipped(left):
            left += 1
        return left

    def _clipped(self, i: int) -> bool:
        parse = self.parse
        return parse.relations[i] in _CLIPPED or parse.tags[i] in _CLIPPED_TAGS or parse.lower[i] in _CLIPPED_WORDS

    def _may_precede(self, i: int) -> bool:
        tags, word = self.parse.tags, self.parse.lower[i]
        if tags[i] in _VERBS or word in _BARS or "—" in word or ("&" in word and len(word) > 1):
            return word == "," and i > 0 and tags[i - 1] in _LISTED and tags[i + 1] in _LISTED | {"NN", "NNS"}
        if tags[i] == "CC":
            return not self.in_headline(i) and not self._ends_name(i - 1) and not self._is_group(i - 1)
        return not (self.in_headline(i) and tags[i] == "IN")

    def _ends_name(self, i: int) -> bool:
        """Whether what stands before an "and" is an actor by itself ("Tehran and world powers")."""
        return i in self.hits and self.hits[i].entry.kind in ("country", "seat", "body", "person") and self.parse.tags[i] != "POS"

    def _is_group(self, i: int) -> bool:
        """Whether a noun names people by itself ("police" in "police and supporters of X")."""
        parse = self.parse
        return i >= 0 and parse.tags[i] in ("NNS", "NNPS") and parse.lower[i] in actor_words("side by side") and parse.lower[i + 1] == "and"

    def right(self, i: int) -> int:
        """The end of the phrase: just after the head, or after an "of Iran" or "of Foreign Affairs" that follows at once."""
        obj = self.preposition(i, BELONGING)
        hit = self.hits.get(obj) if obj is not None else None
        if hit is not None and hit.last - i <= _LONGEST_TAIL and not any(self.parse.tags[j] in _VERBS for j in range(i, hit.last)):
            return hit.last
        return self._proper_tail(i)

    def _proper_tail(self, i: int) -> int:
        """After a capitalised head: "(Department) of Health and Human Services"."""
        parse, end = self.parse, i + 1
        if parse.tags[i] not in PROPER or end + 1 >= len(parse) or parse.lower[end] not in {"of", "for", "on"}:
            return end
        j = end + 1
        while j < len(parse) and j - i <= _LONGEST_TAIL and self._in_proper_tail(j):
            j += 1
        while j - 1 > end and parse.tags[j - 1] not in PROPER:
            j -= 1
        return j if j - 1 > end else i + 1

    def _in_proper_tail(self, j: int) -> bool:
        parse = self.parse
        if "PERSON" in parse.entities[j]:
            return False
        return parse.tags[j] in PROPER or (
            parse.lower[j] in {"the", "of", "and", "for", "on"} and j + 1 < len(parse) and parse.tags[j + 1] in PROPER | {"DT"}
        )

    def preposition(self, i: int, among: frozenset[str]) -> int | None:
        """The object of a preposition that follows token `i` and belongs to it."""
        for prep in self.parse.children[i]:
            if prep > i and self.parse.relations[prep] == "prep" and self.parse.lower[prep] in among:
                return self.parse.child(prep, "pobj")
        return None

    def text(self, first: int, last: int) -> str:
        """The words of the tokens, without a leading article."""
        while first < last - 1 and self.parse.lower[first] in OPENERS:
            first += 1
        start, end = self.parse.span(first, last)
        return " ".join(self.parse.text[start:end].split())
