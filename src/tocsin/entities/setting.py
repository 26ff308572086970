"""To which state something belongs that does not say so itself: the state that the sentence, or the article, is about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from tocsin.entities.actor_words import actor_words
from tocsin.entities.trust import Hits
from tocsin.gazetteer.actors import NamedActor
from tocsin.gazetteer.names import Found
from tocsin.records import Parse, Place

_DATELINE_WEIGHT = 2
_TOWARDS = frozenset({"to", "with", "against", "on", "toward", "towards", "from", "by"})
_HOME_SHARE = 0.4  # of the mentions of the state named most
_ELSEWHERE = frozenset({"BUS", "MED"})  # companies and media do not tell which state is spoken of
_CLEAR_LEAD = 2  # times as often named as the next


class Setting:
    """The states that one article names, by sentence and in all."""

    def __init__(self, parse: Parse, hits: Hits, places: Sequence[Place]) -> None:
        self.parse, self.hits = parse, hits
        self.located = _located(parse, places)
        named: list[tuple[int, str | None]] = [
            (_head(parse, h), h.entry.country)
            for h in dict.fromkeys(hits.values())
            if h.entry.country is not None and h.entry.sector not in _ELSEWHERE
        ]
        named += [(i, country) for i, country in self.located.items() if i not in hits]
        self._named = [(i, country) for i, country in sorted(named) if country is not None]
        self._in: dict[int, list[tuple[int, str]]] = {}
        for i, country in self._named:
            self._in.setdefault(parse.sentence_of[i], []).append((i, country))
        self.dateline = _dateline(parse, places)
        self._counts = Counter(country for _, country in self._named)
        if self.dateline is not None:
            self._counts[self.dateline] += _DATELINE_WEIGHT

    def of(self, i: int) -> str | None:
        """The state of a bare "the ministry" at token `i`: the only one in its sentence, else the subject's, else the article's."""
        here = [(at, c) for at, c in self._in.get(self.parse.sentence_of[i], []) if not self._is_abroad(at, c, i)]
        others = self._others(i, here)
        countries = {country for _, country in here} - others
        if len(countries) == 1 and any(at < i or not self._counterpart(at) for at, country in here if country not in others):
            return countries.pop()
        return self._subject([n for n in here if n[1] not in others], i) or self._chief(others) or self._home()

    def _is_abroad(self, at: int, country: str, i: int) -> bool:
        """Whether a place behind token `i` tells where something happened, in another state than the report is filed from."""
        return self.dateline not in (None, country) and at > i and self.parse.tags[at].startswith("NNP") and self._is_scene(at)

    def _others(self, i: int, here: Sequence[tuple[int, str]]) -> frozenset[str]:
        """States whose the noun at token `i` is not: they are said to praise it, or to be blamed by it, and others are named."""
        parse = self.parse
        verb = parse.heads[i]
        if parse.relations[i] not in ("dobj", "nsubj") or parse.lemmas[verb] not in actor_words("other's deed"):
            return frozenset()
        wanted = ("nsubj",) if parse.relations[i] == "dobj" else ("dobj",)
        found = frozenset(c for at, c in here if parse.relations[at] in wanted and parse.heads[at] == verb)
        return found if set(self._counts) - found else frozenset()

    def _chief(self, others: frozenset[str]) -> str | None:
        """The state that the article is most about, these left out."""
        counts = Counter({c: n for c, n in self._counts.items() if c not in others})
        return _leading(counts)

    def scene(self, i: int) -> str | None:
        """The state of the only place, no state itself, in the clause of which token `i` is the subject; None where there is none."""
        parse = self.parse
        if parse.relations[i] != "nsubj" or parse.heads[i] == i:
            return None
        first, last = parse.subtrees[parse.heads[i]]
        found = {c for at, c in self.located.items() if first <= at < last and at > i and self._is_scene(at)}
        return found.pop() if len(found) == 1 else None

    def _is_scene(self, at: int) -> bool:
        prep = self.parse.heads[at]
        lies = self.parse.relations[at] == "pobj" and self.parse.lower[prep] in ("in", "at", "near", "outside", "across", "through")
        return lies and (at not in self.hits or self.hits[at].entry.kind in ("seat", "place"))

    def of_person(self, i: int) -> str | None:
        """The state of an office-holder whose state nothing tells: the article's, unless it is only named as what he turns to."""
        chief = self.dominant()
        if chief is not None and not all(self._counterpart(at) for at, country in self._named if country == chief):
            return chief
        return self._home()

    def among(self, homes: Iterable[str], i: int) -> str | None:
        """Which of the states that share a community is meant at token `i`; None where none of them is named."""
        near = {country for _, country in self._in.get(self.parse.sentence_of[i], [])}
        held = [h for h in homes if self._counts[h]]
        return max(held, key=lambda h: (h in near, self._counts[h]), default=None)

    def _home(self) -> str | None:
        """The state of the dateline, where the report is about it too."""
        most = max(self._counts.values(), default=0)
        return self.dateline if self.dateline is not None and self._counts[self.dateline] >= _HOME_SHARE * most else None

    def other(self, i: int, country: str | None) -> str | None:
        """The only other state named in the sentence, else in the article: where an ethnic group lives that is named for a state."""
        near = {c for _, c in self._in.get(self.parse.sentence_of[i], [])} - {country}
        found = near or set(self._counts) - {country}
        return found.pop() if len(found) == 1 else None

    def _counterpart(self, i: int) -> bool:
        """Whether a state is named only as whom somebody meets or acts upon."""
        above = self.parse.heads[i]
        return self.parse.relations[i] == "dobj" or (self.parse.relations[i] == "pobj" and self.parse.lower[above] in _TOWARDS)

    def dominant(self) -> str | None:
        """The state that the article is most about; None where no one stands out."""
        return _leading(self._counts)

    def _subject(self, here: list[tuple[int, str]], i: int) -> str | None:
        before = [country for at, country in here if at < i and self.parse.relations[at] in {"nsubj", "nsubjpass"}]
        return before[-1] if before else None


def _head(parse: Parse, hit: Found[NamedActor]) -> int:
    """The token of a name that hangs on what lies outside it."""
    inside = range(hit.first, hit.last)
    return next((i for i in reversed(inside) if parse.heads[i] not in inside or parse.heads[i] == i), hit.first)


def _leading(counts: Counter[str]) -> str | None:
    first = counts.most_common(2)
    if not first or (len(first) == 2 and first[0][1] < _CLEAR_LEAD * first[1][1]):
        return None
    return first[0][0]


def _located(parse: Parse, places: Sequence[Place]) -> dict[int, str]:
    """The last token of each place -> the state in which it lies."""
    made = {}
    for place in places:
        inside = parse.tokens(place.start, place.end) if place.country is not None else range(0)
        if place.country is not None and len(inside):
            made[inside[-1]] = place.country
    return made


def _dateline(parse: Parse, places: Sequence[Place]) -> str | None:
    """The state of the place from which the report is filed ("TEHRAN – ..."), which the parse leaves out."""
    opening = parse.starts[0] if len(parse) else 0
    return next((p.country for p in places if p.end <= opening and p.country is not None), None)
