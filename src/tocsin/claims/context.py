"""One parse with what every finder looks up in it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from tocsin.claims.attribution import Range
from tocsin.claims.lexicon import Lexicon, lexicon, media_names, source_nouns, word_set
from tocsin.claims.quotations import is_speech, quotations
from tocsin.records import Parse


@dataclass(frozen=True, kw_only=True)
class Context:
    """A parse, its quotations, and the cue table. Not slotted: the derived tables are computed once."""

    parse: Parse
    lexicon: Lexicon
    quotations: tuple[Range, ...]

    @cached_property
    def speeches(self) -> tuple[Range, ...]:
        """The quotations that are whole utterances."""
        return tuple(q for q in self.quotations if is_speech(self.parse, q))

    @cached_property
    def inside(self) -> tuple[Range | None, ...]:
        """The quotation that each token stands in, None outside."""
        made: list[Range | None] = [None] * len(self.parse)
        for q in self.quotations:
            made[q[0] : q[1]] = [q] * (q[1] - q[0])
        return tuple(made)

    @cached_property
    def paragraph_starts(self) -> frozenset[int]:
        """The first tokens of paragraphs."""
        parse = self.parse
        gaps = (parse.text[parse.ends[i - 1] : parse.starts[i]] for i in range(1, len(parse)))
        return frozenset({0, *(i for i, gap in enumerate(gaps, start=1) if "\n" in gap)})

    def sentence(self, i: int) -> Range:
        """The sentence of token `i`."""
        return self.parse.sentences[self.parse.sentence_of[i]]

    def is_media(self, head: int, span: Range) -> bool:
        """Whether a noun phrase names an outlet or an agency ("state TV", "the Haaretz daily", "CNN")."""
        last = next((i for i in range(*span) if self.parse.words[i] == "("), span[1])
        words = [w for w in self.parse.lower[span[0] : last] if w not in ("the", "a", "an")]
        if " ".join(words) in media_names() and self.parse.words[head][:1].isupper():
            return True
        agency = self.parse.lower[head] == "agency" and head > span[0] and self.parse.lower[head - 1] in ("news", "press")
        if agency or source_nouns().get(self.parse.lower[head]) == "outlet" or self._introduced(head, (span[0], last)):
            return True
        capital = any(w[:1].isupper() for w in self.parse.words[span[0] : span[1]] if w not in ("The", "A"))
        return capital and len(words) > 1 and (self._ends_like_media(words, head, span) or self._called_like_media((span[0], last)))

    def is_outlet_noun(self, i: int) -> bool:
        """Whether token `i` is a word for an outlet that may stand before its name: "the daily X", "the radio station Y"."""
        word = self.parse.lower[i]
        return self.parse.words[i] == word and (source_nouns().get(word) == "outlet" or word in word_set("outlet before name"))

    def _introduced(self, head: int, span: Range) -> bool:
        """As in "the daily X", "X, a Bamako daily"."""
        parse = self.parse
        if any(self.is_outlet_noun(i) and parse.words[i + 1][:1].isupper() for i in range(span[0], span[1] - 1)):
            return True
        appositions = (c for c in parse.children[head] if parse.relations[c] == "appos" and c > head)
        return parse.words[head][:1].isupper() and any(self.is_outlet_noun(c) for c in appositions)

    def _called_like_media(self, span: Range) -> bool:
        """Whether a name begins or ends as those of outlets do: "Radio X", "La Jornada", "Northern Wire"."""
        name = [i for i in range(*span) if self.parse.words[i][:1].isupper() and self.parse.lower[i] != "the"]
        if len(name) < 2 or (self.parse.relations[name[-1]] == "compound" and self.parse.heads[name[-1]] not in range(*span)):
            return False
        words = self.parse.lower
        return words[name[0]] in word_set("media head") or any(words[i] in word_set("media name") for i in name)

    def _ends_like_media(self, words: list[str], head: int, span: Range) -> bool:
        tail = self.parse.lower[head]
        if tail == "agency":
            return self.parse.lower[head - 1] in ("news", "press") if head > span[0] else False
        return tail in word_set("media tail")


def context_of(parse: Parse) -> Context:
    """The context of one parse."""
    return Context(parse=parse, lexicon=lexicon(), quotations=quotations(parse))
