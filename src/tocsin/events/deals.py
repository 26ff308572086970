"""Who is party to an agreement that the text speaks of: by its own words anywhere in the article, or by a table of known agreements."""

from __future__ import annotations

import csv
from functools import cache, cached_property
from importlib.resources import files

from tocsin.events.cast import Cast
from tocsin.events.grammar import Grammar
from tocsin.events.words import classes

WINDOW = 8
"""How many tokens before a deal's head its name may take."""


@cache
def agreements() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """(name in lower case, the countries chiefly concerned), the longest name first."""
    with files("tocsin.events").joinpath("data/agreements.csv").open(encoding="utf-8") as lines:
        rows = [(row["name"], tuple(row["parties"].split())) for row in csv.DictReader(lines)]
    return tuple(sorted(rows, key=lambda row: -len(row[0])))


class Deals:
    """The agreements of one article."""

    def __init__(self, grammar: Grammar, cast: Cast) -> None:
        self.grammar, self.cast = grammar, cast

    def parties(self, deal: int) -> tuple[str, ...]:
        """The parties to the agreement at this token: those known by its name, else those that its phrase names, else the article's."""
        known = self._known(deal)
        return known if known is not None else self._told(deal) or self._anywhere

    def _told(self, deal: int) -> tuple[str, ...]:
        return self.cast.owners(deal, ("with", "between"))

    def _known(self, deal: int) -> tuple[str, ...] | None:
        words = self.grammar.parse.lower[max(0, deal - WINDOW) : deal + 1]
        text = f" {' '.join(words)} "
        countries = next((c for name, c in agreements() if f" {name} " in text), None)
        if countries is None:
            return None
        return tuple(a for c in countries if (a := self.cast.of_country(c)) is not None)

    @cached_property
    def _anywhere(self) -> tuple[str, ...]:
        wanted = classes()["deal"]
        tokens = [t for t, term in enumerate(self.grammar.terms) if term in wanted]
        made = [a for t in tokens for a in (self._known(t) or self._told(t))]
        return tuple(dict.fromkeys(made))
