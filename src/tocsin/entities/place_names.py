"""Finds the names of places in a parse.

A stretch of capitalised words that the gazetteer knows is weighed by what stands around it: the parser's entity label, a preposition, a
region after a comma, a noun such as "county" or "police", a title or a given name, whether the article uses the name as a place elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tocsin.entities.place_weights import THRESHOLD, WEIGHTS
from tocsin.entities.place_words import PlaceWords, abbreviation_heads, abbreviations, body_names, demonyms, firms, place_words
from tocsin.gazetteer.places import GazetteerPlace, look_up, normalise
from tocsin.records import Parse

_LONGEST = 7  # tokens of a name
_LOOKED_AT = 12  # most populous places of a name that are compared with what the article names
ENGLISH_SPEAKING = frozenset(("USA", "GBR", "CAN", "AUS", "NZL", "IRL"))  # where towns bear the names of persons
_APOSTROPHES = tuple("'’‘ʻ")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceName:
    """One name in the text: tokens `[first, last)`, code points `[start, end)`.

    key:        normalised name.
    candidates: what the gazetteer has under it; empty where it has nothing.
    within:     of the candidates' regions or countries, those that the text names right after it ("Paris, Texas"); empty where none.
    sure:       whether the words around it leave hardly a doubt that a place is meant.
    holder:     whether it stands after a town as the region or country that holds it; then the candidates are regions and countries.
    """

    first: int
    last: int
    start: int
    end: int
    key: str
    candidates: tuple[GazetteerPlace, ...]
    within: tuple[int, ...] = ()
    sure: bool = False
    holder: bool = False


@dataclass(frozen=True, slots=True)
class _Match:
    first: int
    last: int
    key: str
    candidates: tuple[GazetteerPlace, ...]


class PlaceFinder:
    """Finds the names of places in one parse."""

    def __init__(self, parse: Parse) -> None:
        self.parse = parse
        self.words: PlaceWords = place_words()
        self.size = len(parse)
        self.label = [label[2:] for label in parse.entities]
        self.is_name = [self._is_capital(i) for i in range(self.size)]
        self.sentence_start = {a for a, _ in parse.sentences}
        self.entities = {span[0]: span for span in parse.entity_spans()}
        self.entity_at = self._entity_of_tokens()
        self.stretches = {i: found for i in range(self.size) if (found := list(self._stretches(i)))}
        self.matches = self._matches()
        self.surnames = self._surnames()
        self.as_place = self._keys_as_place()
        self.told_countries, self.told_regions = self._told()

    # --- what could be a name ---------------------------------------------------------------------------------------------------------

    def _is_capital(self, i: int) -> bool:
        word = self.parse.words[i]
        if word[0].isupper():
            return True
        at = 1 if word[0] in _APOSTROPHES else 2 if word[0] in "dl" and word[1:2] in _APOSTROPHES else 0  # "'Amran", "d'Ivoire"
        return 0 < at < len(word) - 1 and word[at].isupper()

    def _entity_of_tokens(self) -> list[tuple[int, int, str] | None]:
        made: list[tuple[int, int, str] | None] = [None] * self.size
        for span in self.entities.values():
            made[span[0] : span[1]] = [span] * (span[1] - span[0])
        return made

    def touching(self, i: int) -> bool:
        """Whether token `i` follows the one before it on the same line of the same sentence."""
        if not 0 < i < self.size or i in self.sentence_start:
            return False
        gap = self.parse.text[self.parse.ends[i - 1] : self.parse.starts[i]]
        return not gap or (gap.isspace() and "\n" not in gap)

    def _matches(self) -> dict[int, list[_Match]]:
        """By first token, what the gazetteer knows, the longest first."""
        known = look_up(key for stretches in self.stretches.values() for _, key in stretches)
        made: dict[int, list[_Match]] = {}
        for i, stretches in self.stretches.items():
            found = [_Match(i, j, key, known[key]) for j, key in reversed(stretches) if key in known]
            if found:
                made[i] = found
        return made

    def _stretches(self, i: int) -> Iterator[tuple[int, str]]:
        """Ends and keys of the stretches of words from token `i` on that may be a name."""
        words, lower, starts, ends = self.parse.words, self.parse.lower, self.parse.starts, self.parse.ends
        if not self.is_name[i] and not (lower[i] in ("al", "el") and i + 1 < self.size and (words[i + 1] == "-" or self.is_name[i + 1])):
            return
        for j in range(i + 1, min(i + _LONGEST, self.size) + 1):
            if j > i + 1 and not self.touching(j - 1):
                return
            last = j - 1
            if self.is_name[last] or (last > i and lower[last] in self.words.inner and not lower[last].endswith("s'")):
                key = normalise(self.parse.text[starts[i] : ends[last]])
                if len(key) > 1:
                    yield j, key
            elif words[last] not in "-–'’." and words[last] not in ("'s", "’s", "&") and lower[last] not in self.words.inner:
                return

    def _surnames(self) -> frozenset[str]:
        """Last words of names that the parser takes for full names of persons."""
        lower, given = self.parse.lower, self.words.given | self.words.title
        return frozenset(
            lower[b - 1]
            for a, b, label in self.entities.values()
            if b - a > 1 and (label == "PERSON" or lower[a] in given) and self.is_name[b - 1]
        )

    def _keys_as_place(self) -> frozenset[str]:
        """Names that somewhere in the article stand as places do."""
        return frozenset(m.key for found in self.matches.values() for m in found[:1] if self._stands_as_place(m))

    def _told(self) -> tuple[frozenset[str | None], frozenset[int | None]]:
        """Countries and first-order regions that the article names, countries by their people too."""
        known = demonyms()
        capitals = (word for i, word in enumerate(self.parse.lower) if self.is_name[i])
        countries = {known[word] for word in capitals if word in known}
        first = [m for found in self.matches.values() for m in found[:1]]
        countries.update(c.country for m in first for c in m.candidates if c.kind == "country" and c.country is not None)
        regions = {c.number for m in first for c in m.candidates if c.kind == "region" and m.key not in self.words.given}
        return frozenset(countries), frozenset(regions)

    def _stands_as_place(self, m: _Match) -> bool:
        if not self._is_bounded(m):
            return False
        return (
            bool(self.containers(m)) or self.preposition(m) in ("locative", "of_container") or self.entity(m) in ("exact_GPE", "exact_LOC")
        )

    def _is_bounded(self, m: _Match) -> bool:
        before = m.first > 0 and self.is_name[m.first - 1] and self.touching(m.first)
        after = m.last < self.size and self.is_name[m.last] and self.touching(m.last)
        return not before and not after

    # --- what stands around it --------------------------------------------------------------------------------------------------------

    def entity(self, m: _Match) -> str:
        """How the parser labels the name: "exact_GPE", "part_ORG", "none" ..."""
        span = self.entity_at[m.first] or self.entity_at[m.last - 1]
        if span is None:
            return "none"
        a, b, label = span
        lower = self.parse.lower
        while a < m.first and lower[a] in self.words.between:
            a += 1
        while b > m.last and (lower[b - 1] in ("'s", "’s", "'", "’", ".", "-") or lower[b - 1] in self.words.generic):
            b -= 1
        group = label if label in ("GPE", "LOC", "FAC", "ORG", "PERSON", "NORP") else "OTHER"
        return f"exact_{group}" if (a, b) == (m.first, m.last) else f"part_{group}"

    def preposition(self, m: _Match) -> str:
        """What governs the name from before: "locative", "loose", "of_container", "of", "none"."""
        lower, i = self.parse.lower, m.first - 1
        steps = 0
        while i > 0 and steps < 4 and self.touching(i + 1) and lower[i] in self.words.between:
            i, steps = i - 1, steps + 1
        if i < 0 or not self.touching(i + 1):
            return "none"
        if lower[i] == "of" and i > 0:
            return "of_container" if lower[i - 1] in self.words.container else "of"
        if lower[i] in self.words.locative:
            return "locative"
        if lower[i] in self.words.loose:
            return "loose"
        return "between" if steps and lower[i + steps] != "the" else "none"

    def containers(self, m: _Match) -> tuple[int, ...]:
        """Regions or countries that are named after a comma or in brackets and hold one of the candidates."""
        i = m.last
        if not (self.touching(i) and i + 1 < self.size and self.parse.words[i] in (",", "(") and self.touching(i + 1)):
            return ()
        holders = self.region_at(i + 1)
        return tuple(h.number for h in holders if any(holds(h, c) for c in m.candidates))

    def region_at(self, i: int) -> tuple[GazetteerPlace, ...]:
        """Regions and countries whose name, or its abbreviation, begins at token `i`."""
        short = self.abbreviation_at(i)
        if short is not None:
            return short[1]
        for m in self.matches.get(i, ()):
            found = tuple(c for c in m.candidates if c.kind in ("region", "part", "country", "area"))
            if found:
                return found
        return ()

    def abbreviation_at(self, i: int) -> tuple[int, tuple[GazetteerPlace, ...]] | None:
        """The token after an abbreviated region at token `i`, and the region."""
        if self.parse.words[i] not in abbreviation_heads():
            return None
        for j in (i + 2, i + 1):
            if j <= self.size and (j == i + 1 or self.touching(j - 1)):
                written = self.parse.text[self.parse.starts[i] : self.parse.ends[j - 1]]
                short = abbreviations().get(written) or abbreviations().get(written.replace(" ", ""))
                if short is not None:
                    return j, tuple(c for c in look_up([short.key])[short.key] if c.kind == "region" and c.country == short.country)
        return None

    # --- weighing ---------------------------------------------------------------------------------------------------------------------

    def is_barred(self, m: _Match) -> bool:
        """Whether the words around it make it the name of something else whatever speaks for a place."""
        lower, words = self.parse.lower, self.words
        if m.last < self.size and self.touching(m.last):
            after = lower[m.last]
            if self._is_given(m) and self.is_name[m.last] and after not in words.body | words.generic:
                return True
            if (self.is_name[m.last] and after in words.other) or after in words.illness:
                return True
        if m.first > 0 and self.touching(m.first):
            before = lower[m.first - 1]
            if (
                before in words.title
                and self.is_name[m.first - 1]
                and before not in ("sheriff", "general", "minister", "president", "chief")
            ):
                return True
            if before == "of" and m.first > 1 and lower[m.first - 2] in words.named_of and self.is_name[m.first - 2]:
                return True
        if (m.last - m.first == 1 and not self.is_name[m.first]) or m.key in body_names():
            return True
        if m.key in words.direction and not (m.last < self.size and lower[m.last] in words.division):
            return True
        return all(self.parse.pos[t] not in ("PROPN", "NOUN", "ADJ", "X") and self.label[t] != "GPE" for t in range(m.first, m.last))

    def _is_given(self, m: _Match) -> bool:
        return m.last - m.first == 1 and self.parse.lower[m.first] in self.words.given

    def features(self, m: _Match) -> Iterator[str]:
        """Names of what holds for the name; each has a weight."""
        yield "bias"
        yield self.entity(m)
        governed = self.preposition(m)
        yield f"before_{governed}"
        if governed in ("locative", "loose", "of_container") and self._is_bounded(m):
            yield f"bounded_{governed}"
        yield from self._neighbours(m)
        yield from self._other_places(m)
        yield from self._nouns(m)
        yield from self._prominence(m)
        if m.last - m.first == 1:
            yield from self._single(m)
        if self.parse.words[m.first].isupper() and len(self.parse.words[m.first]) > 3:
            yield "capitals"

    def _other_places(self, m: _Match) -> Iterator[str]:
        if self.containers(m):
            yield "contained"
        if self._is_listed(m):
            yield "listed"
        if m.first > 1 and self.parse.lower[m.first - 1] == "," and self._ends_match(m.first - 1):
            yield "after_town" if m.candidates[0].kind in ("region", "country", "part") else "after_match"
        if m.key in self.as_place and not self._stands_as_place(m):
            yield "place_elsewhere"
        towns = [c for c in m.candidates[:_LOOKED_AT] if c.kind in ("city", "part", "region")]
        if any(c.country in self.told_countries and c.country not in ENGLISH_SPEAKING for c in towns):
            yield "of_told_country"
        elif any(c.region in self.told_regions for c in towns):
            yield "of_told_region"

    def _nouns(self, m: _Match) -> Iterator[str]:
        lower, words = self.parse.lower, self.words
        if lower[m.last - 1] in words.generic:
            yield "generic"
        elif self._plural_after(m.last) is not None:
            yield "plural"
        elif m.last < self.size and self.touching(m.last) and lower[m.last] in words.division:
            yield "division"

    def _neighbours(self, m: _Match) -> Iterator[str]:
        lower, words = self.parse.lower, self.words
        if m.last < self.size and self.touching(m.last):
            after, capital = lower[m.last], self.is_name[m.last]
            if after in words.body:
                yield "next_body_name" if capital else "next_body"
            elif after in ("'s", "’s"):
                yield "possessive"
            elif capital:
                yield "next_name_country" if self._is_state(m) else "next_name"
            elif self.parse.relations[m.last - 1] == "compound":
                yield "compound"
        else:
            yield "ends_line"
        if m.first > 0 and self.touching(m.first) and self.is_name[m.first - 1]:
            before = lower[m.first - 1]
            kind = "given" if before in words.given else "between" if before in words.between else "name"
            yield f"prev_{kind}"
        elif m.first in self.sentence_start:
            yield "first"

    def _is_listed(self, m: _Match) -> bool:
        """Whether a name next to it in a list ("Sligo, Mayo and Galway") stands as a place somewhere."""
        lower = self.parse.lower
        i = m.first - 1
        while i > 0 and lower[i] in (",", "and", "or") and i >= m.first - 2:
            i -= 1
        if i < m.first - 1 and any(
            k.last == i + 1 and k.key in self.as_place for a in range(max(0, i - 3), i + 1) for k in self.matches.get(a, ())
        ):
            return True
        j = m.last
        while j < self.size and lower[j] in (",", "and", "or") and j < m.last + 2:
            j += 1
        return j > m.last and any(k.key in self.as_place for k in self.matches.get(j, ()))

    def _ends_match(self, comma: int) -> bool:
        return any(m.last == comma for i in range(max(0, comma - 4), comma) for m in self.matches.get(i, ()))

    def _is_state(self, m: _Match) -> bool:
        return any(c.kind == "country" or (c.kind == "region" and c.population > 400_000) for c in m.candidates)

    def _prominence(self, m: _Match) -> Iterator[str]:
        kinds = {c.kind for c in m.candidates}
        people = m.candidates[0].population
        if "country" in kinds:
            yield "is_country"
        elif kinds & {"area", "water", "facility"} and people < 100_000:
            yield "is_curated"
            return
        elif "region" in kinds:
            yield "is_region"
        yield "pop_1m" if people >= 1_000_000 else "pop_100k" if people >= 100_000 else "pop_10k" if people >= 10_000 else "pop_small"

    def _single(self, m: _Match) -> Iterator[str]:
        word = self.parse.lower[m.first]
        yield "single"
        if len(word) < 5 and self.parse.words[m.first].isupper():
            yield "acronym_country" if any(c.kind == "country" for c in m.candidates) else "acronym"
            return
        if word in self.words.common:
            yield "common"
            if m.first in self.sentence_start:
                yield "common_first"
        if self._is_given(m):
            yield "given"
        if word in self.surnames:
            yield "surname"
        if len(word) < 4 and self.preposition(m) not in ("locative", "of_container"):
            yield "short"

    def weight(self, m: _Match) -> float:
        """Log odds that a place is meant."""
        return sum(WEIGHTS.get(feature, 0.0) for feature in self.features(m))

    # --- the names --------------------------------------------------------------------------------------------------------------------

    def found(self) -> list[PlaceName]:
        """The names in the order of the text; none overlaps another."""
        made: list[PlaceName] = []
        i = 0
        while i < self.size:
            if i not in self.stretches and i not in self.entities:
                i += 1
                continue
            name = self._short_region(i, made) or self._known(i) or self._unknown(i)
            if name is not None:
                made.append(name)
            i = name.last if name is not None else max(i + 1, self._skipped(i))
        return made

    def _skipped(self, i: int) -> int:
        """Past a company or paper that has the place in its name."""
        return next((j for j, key in self.stretches.get(i, ()) if key in firms()), i)

    def _short_region(self, i: int, before: list[PlaceName]) -> PlaceName | None:
        short = self.abbreviation_at(i)
        if short is None:
            return None
        last, places = short
        written = self.parse.text[self.parse.starts[i] : self.parse.ends[last - 1]]
        known = abbreviations().get(written)
        follows = bool(before) and before[-1].last == i - 1 and self.parse.words[i - 1] in (",", "(")
        dashed = i > 1 and self.parse.words[i - 1] == "-" and self.parse.words[i - 2] in ("R", "D")
        if not follows and not dashed and not (known is not None and known.alone):
            return None
        return self._name(i, last, places, sure=True, holder=True)

    def _known(self, i: int) -> PlaceName | None:
        if (
            i not in self.matches
            or (self.parse.lower[i] == "the" and i + 1 in self.matches)
            or any(key in firms() for _, key in self.stretches[i])
        ):
            return None
        for m in self.matches[i]:
            if self.is_barred(m):
                continue
            weight = self.weight(m)
            if weight >= THRESHOLD:
                return self._read(m, sure=weight >= THRESHOLD + 2)
        return None

    def _read(self, m: _Match, *, sure: bool) -> PlaceName:
        last, candidates, holder = m.last, m.candidates, False
        lower = self.parse.lower
        following = lower[last] if last < self.size and self.touching(last) else ""
        if following in self.words.generic and self.is_name[last]:
            last, candidates = last + 1, self._of_generic(m, following)
        elif following in self.words.division:
            candidates = self._of_generic(m, following) or candidates
        elif self._plural_after(last) is not None:
            candidates = self._of_generic(m, self._plural_after(last) or "") or candidates
        elif regions := self._as_holder(m):
            candidates, holder = regions, True
        while last - m.first > 1 and lower[last - 1] in self.words.division | self.words.generic and not self.is_name[last - 1]:
            last -= 1  # "Kherson region", "Vistula river": the name is what is written with a capital
        return self._name(m.first, last, candidates, within=self.containers(m), sure=sure, holder=holder)

    def _of_generic(self, m: _Match, generic: str) -> tuple[GazetteerPlace, ...]:
        """What "X county" or "X province" can be: what has the whole name, else the regions called X."""
        generic = "township" if generic.startswith("twp") else generic
        longer = look_up([f"{m.key} {generic}"])
        if longer:
            return next(iter(longer.values()))
        return tuple(c for c in m.candidates if c.kind in ("region", "part")) if generic in self.words.division else ()

    def _as_holder(self, m: _Match) -> tuple[GazetteerPlace, ...]:
        """The regions and countries that a name stands for after a town in one of them ("Buffalo, New York")."""
        i = m.first - 1
        if i < 1 or self.parse.words[i] not in (",", "("):
            return ()
        towns = [k for a in range(max(0, i - 4), i) for k in self.matches.get(a, ()) if k.last == i]
        regions = [c for c in m.candidates if c.kind in ("region", "country", "part")]
        return tuple(r for r in regions if any(holds(r, c) for k in towns[:1] for c in k.candidates))

    def _plural_after(self, i: int) -> str | None:
        """The singular of a generic noun in the plural that ends a list of names ("Scott and Bourbon counties")."""
        lower = self.parse.lower
        for j in range(i, min(i + 12, self.size)):
            if lower[j] in self.words.plural:
                return self.words.plural[lower[j]]
            if not self.is_name[j] and lower[j] not in (",", "and", "or", "the"):
                return None
        return None

    def _unknown(self, i: int) -> PlaceName | None:
        """A name that the parser takes for a place, that stands where places do, and that the gazetteer does not know."""
        span = self.entities.get(i)
        if span is None or span[2] not in ("GPE", "LOC"):
            return None
        a, b, _ = span
        while a < b and (self.parse.lower[a] in self.words.between or not self.is_name[a]):
            a += 1
        while b > a and not self.is_name[b - 1]:
            b -= 1
        if a >= b or any(t in self.matches for t in range(a, b)) or self.parse.lower[b - 1] in self.surnames:
            return None
        m = _Match(a, b, normalise(self.parse.text[self.parse.starts[a] : self.parse.ends[b - 1]]), ())
        if self.is_barred(m) or not self._is_bounded(m):
            return None
        if self.preposition(m) in ("locative", "of_container") or self.parse.lower[b - 1] in self.words.generic or self._is_listed(m):
            return self._name(a, b, ())
        return None

    def _name(
        self,
        first: int,
        last: int,
        candidates: tuple[GazetteerPlace, ...],
        within: tuple[int, ...] = (),
        *,
        sure: bool = False,
        holder: bool = False,
    ) -> PlaceName:
        start, end = self.parse.span(first, last)
        key = normalise(self.parse.text[start:end])
        return PlaceName(
            first=first, last=last, start=start, end=end, key=key, candidates=candidates, within=within, sure=sure, holder=holder
        )


def holds(region: GazetteerPlace, place: GazetteerPlace) -> bool:
    """Whether the gazetteer puts a place inside a region or a country."""
    if region.kind == "country":
        return place.country == region.country and place.kind != "country"
    return region.number in (place.region, place.part)


def find_places(parse: Parse) -> list[PlaceName]:
    """The names of places in a parse, in the order of the text."""
    return PlaceFinder(parse).found()
