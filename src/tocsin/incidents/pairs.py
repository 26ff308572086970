"""How likely two articles report one happening: a logistic score of a few features, each of which can be shown.

Words are weighed by their rarity among the article's neighbours, those known by then that speak of like matters, smoothed
by their rarity in general: in a week in which everybody writes of one capture, "captured" no longer tells two reports of it apart, and
"arraigned" does. An article's neighbours are part of the set of articles, so the order in which they came leaves no trace.

`data/pair_weights.csv` holds the weights, and `scripts/train_merging.py` how they were found.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from tocsin.errors import DataError
from tocsin.incidents.headlines import REACTIONS
from tocsin.incidents.profiles import Profile
from tocsin.incidents.words import rarity, share, stem
from tocsin.records import Evidence

Vector = Mapping[str, float]

WINDOW = 3
"""Reports more days apart are not held for reports of one happening."""
ALIKE = 0.10
"""Cosine from which two articles of that window are neighbours."""
UNDATED_ALIKE = 0.5
"""The same for two articles of which nobody knows when they were published: only what agrees in most words."""
PRIOR = 12.0
"""How many articles the general share of a word counts for beside those of the neighbours."""

FEW = 2

_ROLES = frozenset(
    stem(word)
    for word in (
        *("president", "presidential", "minister", "prime", "pm", "leader", "head", "chief", "chairman", "secretary", "sec", "commander"),
        *("senator", "sen", "representative", "rep", "republican", "democrat", "house", "government", "govt", "ministry", "official"),
        *("spokesman", "spokeswoman", "spokesperson", "military", "army", "forces", "officer", "general", "of", "and", "new", "former"),
    )
)
_NOTES: Mapping[str, str] = MappingProxyType(
    {
        "bias": "before anything is compared",
        "words": "words of title and first sentences, the rarer the more",
        "title": "words of one title in the other report",
        "general": "the same words by their rarity in general",
        "few": "they have no more than two telling words in common",
        "rarest": "the rarest word that both have",
        "acts": "they name the same kind of act",
        "speaker": "the same one speaks",
        "speakers_differ": "others speak",
        "one_speaks": "one reports what somebody says, the other does not",
        "saying_differs": "one condemns, urges, warns, denies, supports, and the other does not, or not so",
        "numbers": "they have a figure in common",
        "days_differ": "they name other days",
        "days_apart": "days between the two: each doubling of them, after the first day",
        "one_outlet": "one outlet printed both",
    }
)
FEATURES = tuple(_NOTES)


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A profile with its words weighed: `words` and `title` are of length 1, `rarities` hold each word's rarity among the neighbours."""

    profile: Profile
    words: Vector
    title: Vector
    rarities: Vector


def general(profile: Profile) -> Vector:
    """The words of a profile weighed by their rarity in general, of length 1: what neighbours are found by."""
    return _unit({term: weight * rarity(term) for term, weight in profile.weights.items()})


def view(profile: Profile, counts: Mapping[str, int], neighbours: int) -> View:
    """A profile seen among its neighbours.

    counts: in how many of them, itself included, each of its words stands; neighbours: how many they are, itself included.
    """
    size = PRIOR + neighbours
    rarities = {t: -math.log((PRIOR * share(t) + counts.get(t, 0)) / size) for t in profile.weights}
    return View(
        profile=profile,
        words=_unit({t: w * rarities[t] for t, w in profile.weights.items()}),
        title=_unit({t: rarities[t] for t in sorted(profile.title)}),
        rarities=rarities,
    )


def dot(one: Vector, other: Vector) -> float:
    """The sum of products; the cosine of two vectors of length 1."""
    if len(one) > len(other):
        one, other = other, one
    return sum(weight * other[term] for term, weight in one.items() if term in other)


def features(one: View, other: View, alike: float) -> dict[str, float]:
    """What is compared, the article with the smaller id first. `alike` is the cosine of their `general` vectors."""
    a, b = one.profile, other.profile
    acts, others = a.acts - {"say"}, b.acts - {"say"}
    voices = _voices(a, b)
    shared = a.weights.keys() & b.weights.keys()
    return {
        "bias": 1.0,
        "words": dot(one.words, other.words),
        "title": max(dot(one.title, other.words), dot(other.title, one.words)),
        "general": alike,
        "few": float(len(shared) <= FEW),
        "rarest": max((min(one.rarities[t], other.rarities[t]) for t in shared), default=0.0) / 8,
        "acts": float(bool(acts & others)),
        "speaker": float(voices == "same"),
        "speakers_differ": float(voices == "differ"),
        "one_speaks": float(voices == "one"),
        "saying_differs": float(_meant(a) != _meant(b)),
        "numbers": float(bool(a.numbers & b.numbers)),
        "days_differ": float(bool(a.days and b.days and not a.days & b.days)),
        "days_apart": math.log2(1 + _days_apart(a, b)),
        "one_outlet": float(a.outlet is not None and a.outlet == b.outlet),
    }


def log_odds(values: Mapping[str, float]) -> float:
    """Log odds of reporting one happening."""
    return sum(weight * values[name] for name, weight in weights().items())


def evidence(values: Mapping[str, float]) -> tuple[Evidence, ...]:
    """The parts of `log_odds` that are not nothing, the heaviest first."""
    parts = [(name, weight * values[name]) for name, weight in weights().items() if values[name]]
    return tuple(
        Evidence(name=name, weight=round(part, 3), value=f"{values[name]:.2f}", note=_NOTES[name])
        for name, part in sorted(parts, key=lambda p: (-abs(p[1]), p[0]))
    )


@cache
def weights() -> Mapping[str, float]:
    """Feature -> weight, in log odds. Raises DataError where the table has not just the features."""
    with files("tocsin.incidents").joinpath("data", "pair_weights.csv").open(encoding="utf-8") as file:
        made = {row["feature"]: float(row["weight"]) for row in csv.DictReader(file)}
    if made.keys() != set(FEATURES):
        raise DataError(f"pair_weights.csv has weights for {', '.join(made)}", allowed=", ".join(FEATURES))
    return MappingProxyType(made)


def _unit(vector: dict[str, float]) -> Vector:
    length = math.sqrt(sum(w * w for w in vector.values()))
    return {t: w / length for t, w in vector.items()} if length else {}


def _days_apart(a: Profile, b: Profile) -> float:
    """Days between two publications; half a day less where only the day is known of one; none where not even that is."""
    if a.moment is not None and b.moment is not None:
        return abs(a.moment - b.moment)
    return 0.0 if a.day is None or b.day is None else max(0.0, abs(a.day - b.day) - 0.5)


def _voices(a: Profile, b: Profile) -> str:
    """Who speaks in both: "same", "differ", "one", "nobody", or "unclear" where one is named by state and the other by name."""
    if not a.speaker or not b.speaker:
        return "one" if a.speaker or b.speaker else "nobody"
    persons, others = _persons(a), _persons(b)
    if persons and others:
        return "same" if persons & others else "differ"
    if not a.speaker & b.speaker:
        return "differ"
    return "unclear" if persons or others else "same"


def _persons(profile: Profile) -> frozenset[str]:
    return frozenset(t for t in profile.speaker if not t.startswith("@") and t not in _ROLES)


def _meant(profile: Profile) -> str | None:
    return profile.saying if profile.saying in REACTIONS else None
