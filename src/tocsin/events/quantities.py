"""The numbers that belong to an event: how many troops, killed, arrested, missiles, how much money."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from tocsin.errors import DataError
from tocsin.records import Parse, Quantity

_UNITS_BELOW_TWENTY = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen"),
    *("fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_WORDS = MappingProxyType({w: n for n, w in enumerate(_UNITS_BELOW_TWENTY)} | {w: 10 * n for n, w in enumerate(_TENS, start=2)})
_SCALES = MappingProxyType(
    {
        "dozen": 12,
        "hundred": 100,
        "thousand": 1000,
        "million": 10**6,
        "billion": 10**9,
        "trillion": 10**12,
        "m": 10**6,
        "mn": 10**6,
        "bn": 10**9,
        "tn": 10**12,
        "k": 1000,
    }
)
_FIGURES = re.compile(r"(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?(bn|mn|tn|m|k)?")
_ARGUMENTS = frozenset({"nsubj", "nsubjpass", "dobj", "attr", "dative", "oprd", "agent", "prep", "npadvmod", "pobj", "nmod", "amod"})
_SUBORDINATE = frozenset({"conj", "advcl", "relcl", "acl", "ccomp", "xcomp"})
_INSIDE = frozenset({"nummod", "compound", "amod", "quantmod", "nmod", "pobj", "prep", "conj", "appos", "advmod"})
_VERBAL = frozenset({"VERB", "AUX"})
_HARM = frozenset({"killed", "wounded", "arrested", "captured", "displaced", "expelled", "released"})
_STATES = MappingProxyType({"dead": "killed", "wounded": "wounded", "injured": "wounded", "missing": "missing", "homeless": "displaced"})
_CROWDS = frozenset({"people", "troops", "fighters", "protesters", "hostages", "prisoners", "refugees", "diplomats"})


def quantities_of(parse: Parse, trigger: int) -> tuple[Quantity, ...]:
    """The counted things among an event's arguments, in the order of the text.

    trigger: the head token of the event's trigger. What harm a deed did counts as the deed's: "an attack that killed twelve people".
    Words that give no number ("dozens", "several") are left out. Dates, ordinals and ages are no quantities.
    """
    made: dict[int, Quantity] = {}
    for verb, noun in _counted_nouns(parse, trigger):
        found = _quantity(parse, noun, verb)
        if found:
            made.setdefault(found.start, found)
    for found in _tolls(parse, trigger):
        made.setdefault(found.start, found)
    return tuple(made[start] for start in sorted(made))


def _tolls(parse: Parse, trigger: int) -> Iterator[Quantity]:
    """Reads "left five dead and 20 wounded": the state that people are left in stands behind their number."""
    verb = parse.heads[trigger] if parse.pos[trigger] not in _VERBAL else trigger
    if parse.lemmas[verb] not in ("leave", "see", "claim"):
        return
    first, last = parse.subtrees[verb]
    for i in range(first + 1, last):
        unit = _STATES.get(parse.lower[i])
        found = _value(parse, i - 1) if unit and parse.tags[i - 1] == "CD" else None
        if unit and found:
            yield Quantity(value=found[0], unit=unit, start=parse.starts[found[1]], end=parse.ends[i])


def _counted_nouns(parse: Parse, trigger: int) -> Iterator[tuple[int, int]]:
    """Words that may be counted, each with the verb (or the noun trigger) whose argument it is."""
    for deed in _deeds(parse, trigger):
        if parse.pos[deed] not in _VERBAL:
            yield deed, deed
        for child in parse.children[deed]:
            if parse.relations[child] in _ARGUMENTS and not (parse.pos[trigger] not in _VERBAL and child == trigger):
                for noun in _nouns_below(parse, child):
                    yield deed, noun


def _deeds(parse: Parse, trigger: int) -> Iterator[int]:
    """The trigger, its verb where it is a subject or an object, and the verbs beside it that tell what harm was done."""
    yield trigger
    head = parse.heads[trigger]
    if parse.pos[trigger] not in _VERBAL and parse.pos[head] in _VERBAL and _harm(parse, head):
        yield head
        trigger = head
    for child in parse.children[trigger]:
        if parse.relations[child] in _SUBORDINATE and parse.pos[child] in _VERBAL and _harm(parse, child):
            yield child
            yield from (c for c in parse.children[child] if parse.relations[c] == "conj" and _harm(parse, c))


def _harm(parse: Parse, verb: int) -> str | None:
    unit = _table("verb").get(parse.lemmas[verb].lower())
    return unit if unit in _HARM else None


def _nouns_below(parse: Parse, token: int) -> Iterator[int]:
    """The words of an argument, without the clauses in it."""
    yield token
    for child in parse.children[token]:
        if parse.relations[child] in _INSIDE and parse.pos[child] not in _VERBAL:
            yield from _nouns_below(parse, child)


def _quantity(parse: Parse, noun: int, verb: int) -> Quantity | None:
    if parse.entities[noun].endswith(("-DATE", "-TIME", "-ORDINAL")):
        return None
    number = next(_numbers_of(parse, noun), None)
    if number is None:
        return None
    value, first, last = number
    unit = _unit(parse, noun, verb, first)
    if unit is None:
        return None
    first -= first > 0 and parse.lower[first - 1] in _table("currency") and parse.ends[first - 1] == parse.starts[first]
    return Quantity(value=value, unit=unit, start=parse.starts[first], end=parse.ends[max(last, noun + 1) - 1])


def _numbers_of(parse: Parse, noun: int) -> Iterator[tuple[float, int, int]]:
    """The number that counts a noun: its value and tokens `[first, last)`."""
    if parse.tags[noun] == "CD" or _FIGURES.fullmatch(parse.lower[noun]):
        found = _value(parse, noun)
        if found and (parse.relations[noun] not in ("nummod", "quantmod", "compound", "advmod")):
            yield found
        return
    for child in parse.children[noun]:
        if parse.relations[child] == "nummod":
            found = _value(parse, child)
            if found:
                yield found
        elif parse.relations[child] == "amod" and parse.lower[child] == "strong":
            yield from (v for c in parse.children[child] if parse.tags[c] == "CD" and (v := _value(parse, c)))


def _value(parse: Parse, token: int) -> tuple[float, int, int] | None:
    """The value of the run of number words around a token; None for "dozens", and where "to" or "and" joins two bounds."""
    first = token
    while first > 0 and _is_number(parse, first - 1) and parse.sentence_of[first - 1] == parse.sentence_of[token]:
        first -= 1
    last = token + 1
    while last < len(parse) and _is_number(parse, last):
        last += 1
    if parse.tags[token] in ("NN", "NNS") and first == token:
        first -= parse.lower[token - 1] in ("a", "an") if token else 0
    value = _sum(parse.lower[first:last])
    return None if value is None else (value, first, last)


def _is_number(parse: Parse, i: int) -> bool:
    word = parse.lower[i].removesuffix(".")
    return word in _WORDS or word in _SCALES or _FIGURES.fullmatch(word) is not None


def _sum(words: tuple[str, ...]) -> float | None:
    """Reads "three hundred fifty", "1.7 billion", "two dozen" as a number."""
    total, current = 0.0, 0.0
    for word in (w.removesuffix(".") for w in words):
        scale = _SCALES.get(word)
        if scale is None:
            figure = 1.0 if word in ("a", "an") else _figure(word)
            if figure is None:
                return None
            current += figure
        elif scale == 100 or word == "dozen":
            current = (current or 1) * scale
        else:
            total, current = total + (current or 1) * scale, 0.0
    return total + current


def _figure(word: str) -> float | None:
    if word in _WORDS:
        return float(_WORDS[word])
    match = _FIGURES.fullmatch(word)
    if match is None:
        return None
    return float(match[1].replace(",", "") + (match[2] or "")) * _SCALES.get(match[3] or "", 1)


def _unit(parse: Parse, noun: int, verb: int, first: int) -> str | None:
    """The unit: a currency, the harm done, or the kind of thing counted; None where the number counts what no table names."""
    money = _currency(parse, noun, first)
    if money:
        return money
    named = _table("noun").get(parse.lemmas[noun].lower()) or _table("noun").get(parse.lower[noun])
    harm = _harm(parse, verb) if parse.pos[verb] in _VERBAL else None
    harmed = harm and _is_harmed(parse, noun, verb)
    if harmed and (named in _CROWDS or (named is None and (parse.tags[noun] == "CD" or parse.pos[noun] == "NOUN"))):
        return harm
    return named


def _currency(parse: Parse, noun: int, first: int) -> str | None:
    before = parse.lower[first - 1] if first else ""
    table = _table("currency")
    return table.get(before) or (table.get(parse.lemmas[noun].lower()) if parse.tags[noun] in ("NN", "NNS") else None)


def _is_harmed(parse: Parse, noun: int, verb: int) -> bool:
    """Whether a noun is what the harm was done to: the object, the subject of a passive, or who died or fled."""
    branch = noun
    while parse.heads[branch] not in (branch, verb):
        branch = parse.heads[branch]
    relation = parse.relations[branch]
    if relation == "nsubj":
        return parse.lemmas[verb] in ("die", "perish", "drown", "flee") or parse.tags[verb] == "VBN"
    return relation in ("dobj", "nsubjpass")


@cache
def _table(kind: str) -> MappingProxyType[str, str]:
    """Word -> unit, of one kind of row ("verb", "noun", "currency")."""
    made: dict[str, str] = {}
    with files("tocsin.events").joinpath("data/quantities.csv").open(encoding="utf-8") as lines:
        for line in csv.DictReader(lines):
            if line["kind"] not in ("verb", "noun", "currency"):
                raise DataError(f"quantities.csv has a row of the kind {line['kind']!r}", allowed="verb, noun, currency")
            if line["kind"] == kind:
                made[line["word"]] = line["unit"]
    return MappingProxyType(made)
