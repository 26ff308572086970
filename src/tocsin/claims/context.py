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
        name = " ".join(words)
        if name in media_names() and self.parse.words[head][:1].isupper():
            return True
        if source_nouns().get(self.parse.lower[head]) == "outlet":
            return True
        capital = any(w[:1].isupper() for w in self.parse.words[span[0] : span[1]] if w not in ("The", "A"))
        return capital and len(words) > 1 and self._ends_like_media(words, head, span)

    def _ends_like_media(self, words: list[str], head: int, span: Range) -> bool:
        tail = self.parse.lower[head]
        if tail == "agency":
            return self.parse.lower[head - 1] in ("news", "press") if head > span[0] else False
        return tail in word_set("media tail")


def context_of(parse: Parse) -> Context:
    """The context of one parse."""
    return Context(parse=parse, lexicon=lexicon(), quotations=quotations(parse))
