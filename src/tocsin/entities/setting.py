"""To which state something belongs that does not say so itself: the state that the sentence, or the article, is about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from tocsin.entities.trust import Hits
from tocsin.gazetteer.actors import actor_names
from tocsin.records import Parse

_DATELINE_CHARACTERS = 60
_DATELINE_WEIGHT = 2
_CLEAR_LEAD = 2  # times as often named as the next


class Setting:
    """The states that one article names, by sentence and in all."""

    def __init__(self, parse: Parse, hits: Hits) -> None:
        self.parse = parse
        named = [(h.first, h.entry.country) for h in dict.fromkeys(hits.values()) if h.entry.country is not None]
        self._named = [(i, country) for i, country in named if country is not None]
        self._in: dict[int, list[tuple[int, str]]] = {}
        for i, country in self._named:
            self._in.setdefault(parse.sentence_of[i], []).append((i, country))
        self.dateline = _dateline(parse)
        self._counts = Counter(country for _, country in self._named)
        if self.dateline is not None:
            self._counts[self.dateline] += _DATELINE_WEIGHT

    def of(self, i: int) -> str | None:
        """The state of a bare "the ministry" or "lawmakers" at token `i`: the only one in its sentence, else the subject's, else the article's."""
        here = self._in.get(self.parse.sentence_of[i], [])
        countries = {country for _, country in here}
        if len(countries) == 1:
            return countries.pop()
        return self._subject(here, i) or self.dominant()

    def of_person(self, i: int) -> str | None:
        """The state of an office-holder whose state nothing tells: the article's, else the only one in the sentence."""
        if (chief := self.dominant()) is not None:
            return chief
        countries = {country for _, country in self._in.get(self.parse.sentence_of[i], [])}
        return countries.pop() if len(countries) == 1 else self.dateline

    def among(self, homes: Iterable[str], i: int) -> str | None:
        """Which of the states that share a community is meant at token `i`; None where none of them is named."""
        near = {country for _, country in self._in.get(self.parse.sentence_of[i], [])}
        held = [h for h in homes if self._counts[h]]
        return max(held, key=lambda h: (h in near, self._counts[h]), default=None)

    def dominant(self) -> str | None:
        """The state that the article is most about; None where no one stands out."""
        first = self._counts.most_common(2)
        if not first or (len(first) == 2 and first[0][1] < _CLEAR_LEAD * first[1][1]):
            return None
        return first[0][0]

    def _subject(self, here: list[tuple[int, str]], i: int) -> str | None:
        before = [country for at, country in here if at < i and self.parse.relations[at] in {"nsubj", "nsubjpass"}]
        return before[-1] if before else None


def _dateline(parse: Parse) -> str | None:
    """The state of the place from which the report is filed ("TEHRAN – ..."), which the parse leaves out."""
    opening = parse.text[: parse.starts[0]][-_DATELINE_CHARACTERS:] if len(parse) else ""
    words = [w.strip("()[]–—-:,.").title() for w in opening.split()]
    return next((h.entry.country for h in actor_names().find(words) if h.entry.kind in ("seat", "country", "place")), None)
