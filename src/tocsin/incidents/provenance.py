"""Which article carries whose text: a graph from articles to the outlets and agencies that wrote what they print.

It joins what articles say of themselves (credits, bylines, the outlet in an aggregator's headline) with what `copies` found. What an
article merely cites ("..., IRNA reported") is an edge of the graph, but no text that it carries: its sentences are its own, and the chains
of its claims lead to the agency already.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from tocsin.incidents.copies import Copies
from tocsin.incidents.families import is_agency, outlet_key, outlet_of
from tocsin.incidents.wording import Wording

EdgeKind = Literal["repeats", "agency", "republication", "cites"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """One step from an article towards whose text it is.

    kind: "repeats": the text of another article (`to` is its id); "agency", "republication": the agency or outlet that the article credits;
          "cites": an agency that its first lines name as having reported. For these `to` is the name by which people know it.
    """

    article: str
    kind: EdgeKind
    to: str


def edges(copies: Copies, article: str) -> tuple[Edge, ...]:
    """The steps from one article, its head first. Raises KeyError for an article that was not added to `copies`."""
    return tuple(_edges(copies, copies.wording(article)))


def carries(copies: Copies, article: str) -> str | None:
    """Whose text the article carries in the end, an agency or an outlet by name; None where its own, or where nobody says.

    Raises KeyError for an article that was not added to `copies`.
    """
    return carried(copies, copies.group(article))[article]


def carried(copies: Copies, group: Sequence[str]) -> Mapping[str, str | None]:
    """`carries` of each article of a group (see `Copies.group`).

    An agency that one of them credits, or is, wrote the words that all have, be it only the headline; of several, the first named counts.
    Without an agency, an article carries the outlet that it credits, else the one whose text it repeats.
    """
    agency = next((name for one in group for name in _agencies(copies.wording(one))), None)
    return {one: _end(copies, one, group[0], agency) for one in group}


def _agencies(one: Wording) -> tuple[str, ...]:
    return (*one.agencies, *(name for name in (*one.republished, one.printed) if name and is_agency(name)))


def _edges(copies: Copies, one: Wording) -> Iterator[Edge]:
    head = copies.copy_of(one.id)
    if head is not None:
        yield Edge(article=one.id, kind="repeats", to=head)
    named: tuple[tuple[EdgeKind, tuple[str, ...]], ...] = (
        ("agency", one.agencies),
        ("republication", one.republished),
        ("cites", one.cites),
    )
    for kind, names in named:
        yield from (Edge(article=one.id, kind=kind, to=known_as(name)) for name in names if outlet_key(name) != one.outlet)


def _end(copies: Copies, article: str, head: str, agency: str | None) -> str | None:
    one, first = copies.wording(article), copies.wording(head)
    repeat = copies.repeat(article)
    printed = first.printed if repeat is not None and repeat.kind != "headline" else None  # a headline alone is nobody's in particular
    credited = (*one.agencies, agency, *one.republished, *(first.republished if printed else ()), printed)
    name = next((name for name in credited if name), None)
    return known_as(name) if name and outlet_key(name) != one.outlet else None


def known_as(name: str) -> str:
    """The name by which people know an outlet or agency: that of the table, else as written."""
    known = outlet_of(name)
    return known.name if known else name
