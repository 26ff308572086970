"""Links that a later sentence no longer names: "the officials said", "he added"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from tocsin.claims.attribution import Attribution
from tocsin.claims.context import Context
from tocsin.records import Source

_GOES_ON = frozenset({"add", "continue", "go on", "note", "stress"})
_NEAR = 2  # sentences
_SOME = frozenset({"one", "another", "some", "others", "both", "two"})
_THEM = frozenset({"them", "these", "those"})
_FURTHER = frozenset({"second", "third", "other"})
_DEFINITE = frozenset({"the", "these", "those"})


@dataclass(slots=True)
class Carry:
    """Remembers through whom the sources of an article were heard.

    An anonymous source that an outlet or a report was cited for ("officials"), and that comes back as known ("the officials"), is still
    heard through the outlet cited last. So is one that goes on at once as "he" or "she", and a speaker whom an agency quoted and who
    adds more.
    """

    context: Context
    heard: set[str] = field(default_factory=set)
    frame: tuple[Source, ...] = ()
    quoted: tuple[Attribution, str, tuple[Source, ...]] | None = None

    def outer(self, a: Attribution, around: Sequence[Source], own: Sequence[Source]) -> tuple[Source, ...]:
        """The links to put before those of `a`, which stands within `around`; none in most cases."""
        if around or len(own) != 1 or a.source_head is None:
            self._remember(a, around, own)
            return ()
        if not own[0].named and self._again(a):
            return self.frame
        return self._still_quoted(a, own[0])

    def _remember(self, a: Attribution, around: Sequence[Source], own: Sequence[Source]) -> None:
        outer = tuple(s for s in (*around, *own[:-1]) if s.kind in ("outlet", "document"))
        if not outer or a.source_head is None:
            return
        self.frame = outer
        if own and not own[-1].named:
            self.heard.add(self.context.parse.lemmas[a.source_head])
        if own and (a.lemma == "quote" or not own[-1].named):
            self.quoted = a, own[-1].name, outer

    def _again(self, a: Attribution) -> bool:
        """Whether the source is known from before: "the officials", "one of them", "another", "a second official"."""
        parse = self.context.parse
        if a.source is None or a.source_head is None:
            return False
        words = parse.lower[a.source[0] : a.source[1]]
        if words[0] in _SOME:
            if len(words) == 1:
                return bool(self.heard)
            if words[1] == "of":
                return words[2] in _THEM or any(parse.lemmas[i] in self.heard for i in range(a.source[0] + 2, a.source[1]))
        further = words[0] in _DEFINITE or words[0] in ("another", "other") or (len(words) > 1 and words[1] in _FURTHER)
        return further and parse.lemmas[a.source_head] in self.heard

    def _still_quoted(self, a: Attribution, own: Source) -> tuple[Source, ...]:
        if self.quoted is None or a.source_head is None:
            return ()
        before, name, outer = self.quoted
        sentences = self.context.parse.sentence_of
        near = 0 <= sentences[a.head] - sentences[before.head] <= _NEAR
        goes_on = before.lemma == "quote" and a.lemma in _GOES_ON
        if near and self.context.parse.pos[a.source_head] == "PRON" and (goes_on or own.name == name):
            return outer
        return ()
