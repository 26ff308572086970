"""Words of a content that tell a stance (`data/tones.csv`)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import cast, get_args

from tocsin.claims.lexicon import rows
from tocsin.errors import DataError
from tocsin.records import Stance


@cache
def tones() -> Mapping[str, Stance]:
    """Words that tell a stance wherever they lead a content: "baseless" -> denies. Raises DataError for an unknown or doubled row."""
    table: dict[str, Stance] = {}
    for row in rows("tones.csv"):
        if row["stance"] not in get_args(Stance) or row["lemma"] in table:
            raise DataError(f"tones.csv: {row['lemma']}, {row['stance']}", allowed=f"each lemma once, stances {get_args(Stance)}")
        if not row["only"]:
            table[row["lemma"]] = cast("Stance", row["stance"])
    return MappingProxyType(table)


@cache
def conditional_threats() -> frozenset[str]:
    """Words that threaten only where they stand on a condition: "if the raids go on, we will close the border"."""
    return frozenset(row["lemma"] for row in rows("tones.csv") if row["only"] == "if")


@cache
def labels() -> frozenset[str]:
    """Words that accuse only where somebody is called so: "called the vote a sham"."""
    return frozenset(row["lemma"] for row in rows("tones.csv") if row["only"] == "label")
