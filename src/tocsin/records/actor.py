"""Who acts or speaks, and where the article mentions them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from tocsin.records.reason import Reason

Basis = Literal["dictionary", "office", "rule", "group", "unknown"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """One actor of one article; coreferent mentions share it.

    id:      "a1", "a2", ... in the order of first mention.
    name:    the fullest name in the article.
    code:    CAMEO actor code: country (ISO 3166-1 alpha-3) plus sector ("ISRGOV"), a group's own code ("HEZ"), "IGO" plus a body's own
             ("IGOUNO"); None where neither country nor sector is known.
    country: ISO 3166-1 alpha-3; None for what belongs to no state, or is not known.
    sector:  one of `ontology.SECTORS`; "UNK" where it is not known.
    role:    the office held on the day, in words ("Prime Minister"); None for what is no office-holder.
    basis:   what the coding rests on: "dictionary" a table of names, "office" a dated office-holder, "rule" grammar or a role word,
             "group" an unnamed group ("officials"), "unknown" nothing.
    reasons: what decided how it is coded.
    """

    id: str
    name: str
    code: str | None
    country: str | None
    sector: str
    role: str | None
    basis: Basis
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """The words, a pronoun among them, that stand for an actor at one place of the text."""

    start: int
    end: int
    actor: str
