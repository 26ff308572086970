"""What a source does by saying something: the stance of the cue, unless the content tells otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import cast, get_args

from tocsin.claims.attribution import Attribution
from tocsin.claims.context import Context
from tocsin.claims.lexicon import rows
from tocsin.errors import DataError
from tocsin.records import Parse, Stance

_OWN = frozenset({"i", "we", "he", "she", "it", "they", "our", "my"})
_MUST = frozenset({"must", "should", "ought", "shall"})
_PERHAPS = frozenset({"could", "may", "might", "would", "likely", "unlikely", "probably", "perhaps", "possibly"})
_OPEN: frozenset[Stance] = frozenset({"asserts", "announces", "assesses"})
_NEGATIONS = frozenset({"not", "n't", "n’t", "never", "no", "neither", "nor"})


@cache
def tones() -> Mapping[str, Stance]:
    """Words of the content that tell a stance: "baseless" -> denies, "violated" -> accuses. Raises DataError for an unknown stance."""
    table: dict[str, Stance] = {}
    for row in rows("tones.csv"):
        if row["stance"] not in get_args(Stance) or row["lemma"] in table:
            raise DataError(f"tones.csv: {row['lemma']}, {row['stance']}", allowed=f"each lemma once, stances {get_args(Stance)}")
        table[row["lemma"]] = cast("Stance", row["stance"])
    return MappingProxyType(table)


def stance_of(context: Context, attribution: Attribution) -> Stance:
    """The stance of one attribution."""
    parse, (first, last) = context.parse, attribution.content
    if attribution.stance not in _OPEN:
        return "threatens" if attribution.stance == "demands" and _or_face(parse, first, last) else attribution.stance
    return _by_content(parse, attribution, first, last) or attribution.stance


def _by_content(parse: Parse, attribution: Attribution, first: int, last: int) -> Stance | None:
    lower = parse.lower
    if lower[last - 1] == "?" or (last < len(parse) and lower[last] == "?"):
        return "asks"
    if _or_face(parse, first, last):
        return "threatens"
    root = _root(parse, first, last)
    if root is None or attribution.stance == "assesses":
        return None
    main = {lower[c] for c in parse.children[root]} | {lower[root]}
    own = _own_subject(parse, root)
    if main & _MUST:
        return "demands"
    if own and main & {"will", "wo", "would", "'ll", "’ll"} and attribution.stance == "asserts":
        return "threatens" if _condition(parse, first, last) and _hostile(parse, first, last) else "promises"
    if main & _PERHAPS or (main & {"will", "'ll", "’ll", "wo"} and attribution.stance == "asserts"):
        return "assesses"
    return _tone(parse, first, last, root, own=own)


def _root(parse: Parse, first: int, last: int) -> int | None:
    """The head of the content's main clause."""
    tops = [i for i in range(first, last) if not first <= parse.heads[i] < last or parse.heads[i] == i]
    verbs = [i for i in tops if parse.pos[i] in ("VERB", "AUX")]
    return next(iter(verbs or tops), None)


def _own_subject(parse: Parse, root: int) -> bool:
    subject = parse.child(root, "nsubj", "nsubjpass")
    return subject is not None and parse.lower[subject] in _OWN


def _or_face(parse: Parse, first: int, last: int) -> bool:
    """As in "or face consequences": an ultimatum."""
    return any(
        parse.lower[i] == "or" and i + 1 < last and parse.lower[i + 1] in ("face", "else", "suffer", "risk") for i in range(first, last)
    )


def _condition(parse: Parse, first: int, last: int) -> bool:
    return any(parse.lower[i] in ("if", "unless", "should") for i in range(first, last))


def _hostile(parse: Parse, first: int, last: int) -> bool:
    return any(tones().get(parse.lemmas[i].lower()) in ("threatens", "accuses") for i in range(first, last))


def _tone(parse: Parse, first: int, last: int, root: int, *, own: bool) -> Stance | None:
    """What the words of the content tell; an accusation needs somebody else as its subject."""
    met = [tones()[lemma] for i in range(first, last) if (lemma := parse.lemmas[i].lower()) in tones()]
    if "denies" in met:
        return "denies"
    if own and any(parse.lower[c] in _NEGATIONS for c in parse.children[root]):
        return "denies"
    for stance in ("accuses", "assesses", "demands"):
        if stance in met and not (own and stance == "accuses"):
            return stance
    return None
