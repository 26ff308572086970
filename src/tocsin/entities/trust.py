"""Which names of the tables, met in a text, mean what the tables say: not inside another name, not half of a compound."""

from __future__ import annotations

from collections.abc import Sequence

from tocsin.gazetteer.actor_tables import ActorTables
from tocsin.gazetteer.actors import NamedActor, roles
from tocsin.gazetteer.names import Found
from tocsin.records import Parse

PROPER = frozenset({"NNP", "NNPS"})
_NAME_TAGS = PROPER | {"NNS", "JJ", "FW"}
_STANCE = frozenset({"anti", "pro", "non", "ex", "counter", "un"})
_COMMUNITY = frozenset({"demonym", "people", "bloc", "faith"})
_PARTIAL = frozenset({"MED", "BUS", "PTY", "OPP"})  # sectors whose one-word names are often everyday words, or parts of other names
_GROUP_WORDS = frozenset({"party", "movement", "group", "organization", "organisation", "bloc", "alliance"})
_WATERS = (("gulf",), ("sea",), ("ocean",), ("peninsula",), ("channel",))
_DIRECTIONS = frozenset({"north", "south", "east", "west", "middle", "mid", "far", "wild"})

Hits = dict[int, Found[NamedActor]]


def trusted_names(parse: Parse, tables: ActorTables) -> tuple[Hits, Hits]:
    """Token -> the name that covers it; first the names that count, then those that only tie something to a state ("US-led")."""
    kept: Hits = {}
    tied: Hits = {}
    found = list(tables.names.find(parse.words))
    other = _other_acronyms(parse, found)
    for hit in found:
        if _hyphened(parse, hit):
            tied.update(dict.fromkeys(range(hit.first, hit.last), hit))
        elif parse.words[hit.first] not in other and _trusted(parse, hit, kept):
            kept.update(dict.fromkeys(range(hit.first, hit.last), hit))
    return kept, tied


def _other_acronyms(parse: Parse, found: Sequence[Found[NamedActor]]) -> frozenset[str]:
    """Acronyms that the article itself explains as somebody else: "National Petrochemical Company (NPC)"."""
    ends = {h.last: h.entry for h in found}
    made = set()
    for hit in found:
        i = hit.first
        alone = hit.last == i + 1 and parse.words[i].isupper() and hit.entry.kind == "body"
        if alone and 1 < i < len(parse) - 1 and parse.words[i - 1] == "(" and parse.tags[i - 2] in PROPER and ends.get(i - 1) != hit.entry:
            made.add(parse.words[i])
    return frozenset(made)


def _trusted(parse: Parse, hit: Found[NamedActor], kept: Hits) -> bool:
    if _in_byline(parse, hit) or _part_of_place(parse, hit):
        return False
    if hit.last - hit.first > 1:
        return not _inside_name(parse, hit, kept)
    return _tagged_as_name(parse, hit) and not _inside_person(parse, hit) and not _inside_name(parse, hit, kept)


def _tagged_as_name(parse: Parse, hit: Found[NamedActor]) -> bool:
    i, kind = hit.first, hit.entry.kind
    if parse.tags[i] in _NAME_TAGS or parse.words[i].isupper() or kind in _COMMUNITY:
        return True
    return (
        kind == "person" and parse.tags[i] in {"NN", "VBP", "VBZ", "VB", "VBD"} and parse.words[i][0].isupper() and _stands_alone(parse, i)
    )


def _stands_alone(parse: Parse, i: int) -> bool:
    """Whether a word that the tagger took for no name is none of its sentence's verbs."""
    return parse.relations[i] in {"nsubj", "nsubjpass", "dobj", "pobj", "poss", "compound", "dep", "conj", "appos", "npadvmod"}


def _in_byline(parse: Parse, hit: Found[NamedActor]) -> bool:
    """As in "MH/PA" at the foot of a report: somebody's initials."""
    start, end = parse.span(hit.first, hit.last)
    return parse.text[start - 1 : start] == "/" or (parse.text[end : end + 1] == "/" and parse.text[start:end].isupper())


def _hyphened(parse: Parse, hit: Found[NamedActor]) -> bool:
    """As in "US-led", "Iranian-backed", "anti-American", "Paris-based": not the actor itself."""
    words, last = parse.lower, len(parse) - 1
    after = hit.last < last and words[hit.last] in {"-", "–"} and _adjacent(parse, hit.last) and not _named_at(parse, hit.last + 1)
    before = hit.first > 1 and words[hit.first - 1] == "-" and words[hit.first - 2] in _STANCE
    return after or before


def _adjacent(parse: Parse, i: int) -> bool:
    return parse.ends[i - 1] == parse.starts[i] and parse.ends[i] == parse.starts[i + 1]


def _named_at(parse: Parse, i: int) -> bool:
    return parse.tags[i] in PROPER or parse.words[i][:1].isupper()


def _inside_person(parse: Parse, hit: Found[NamedActor]) -> bool:
    """A country or company that is part of somebody's name: "Michael Jordan", "Chad Smith"."""
    i = hit.first
    if hit.entry.kind == "person" or "PERSON" not in parse.entities[i]:
        return False
    if hit.entry.kind in ("people", "place") and hit.last - i == 1 and parse.tags[i] == "NNP" and hit.entry.name == parse.words[i]:
        return not (hit.last < len(parse) and parse.lower[hit.last] in roles())
    before = i > 0 and parse.entities[i] == "I-PERSON" and parse.tags[i - 1] == "NNP" and parse.lower[i - 1] not in roles()
    joined = hit.last < len(parse) and parse.entities[hit.last] == "I-PERSON" and parse.lower[hit.last] not in {"’s", "'s"}
    return before or (joined and hit.entry.kind != "demonym" and parse.lower[hit.last] not in roles())


def _inside_name(parse: Parse, hit: Found[NamedActor], kept: Hits) -> bool:
    """A body's name that is a piece of another: "Liberation" in "People's Liberation Front"."""
    i, entry, last = hit.first, hit.entry, hit.last - 1
    if entry.kind != "body" or (last == i and parse.words[i].isupper()):
        return False
    preceding = i > 0 and i - 1 not in kept and parse.tags[i - 1] in PROPER and _compounds(parse, i - 1, hit)
    following = hit.last < len(parse) and parse.tags[hit.last] in PROPER and parse.heads[last] >= hit.last
    return preceding or (following and entry.sector in _PARTIAL and parse.lower[hit.last] not in _GROUP_WORDS)


def _compounds(parse: Parse, i: int, hit: Found[NamedActor]) -> bool:
    """Whether the word before a name is the first of a longer name, and neither a title nor a place."""
    inside = hit.first <= parse.heads[i] < hit.last and parse.relations[i] == "compound"
    return inside and parse.lower[i] not in roles() and parse.entities[i][2:] not in {"GPE", "LOC", "NORP"} and parse.words[i].isalpha()


def _part_of_place(parse: Parse, hit: Found[NamedActor]) -> bool:
    """Words of direction and their like: "Western" in "Western Cambodia", "West" in "the North West", "Pole" in "the North Pole"."""
    i, kind = hit.first, hit.entry.kind
    if kind not in ("bloc", "demonym") or hit.last - i > 1:
        return False
    directed = i > 0 and parse.lower[i - 1] in _DIRECTIONS
    if kind == "demonym" and parse.lower[hit.last : hit.last + 1] in _WATERS:
        return True
    if kind == "demonym":
        return directed and parse.words[i - 1][0].isupper() and parse.relations[i - 1] == "compound"
    head = parse.heads[i]
    return directed or (
        head != i and parse.entities[head][2:] in {"GPE", "LOC", "FAC"} and parse.relations[i] in {"compound", "amod", "nmod"}
    )
