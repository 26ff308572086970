"""By what each label of a reading was decided, for people: claim by claim with its events, then the actors, then what was not coded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import get_args

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from tocsin.products.brief import deed_line, shortened
from tocsin.products.terminal import printable
from tocsin.products.told import STATUS_STYLES, STATUS_WORDS, Index
from tocsin.records import Actor, ArticleReading, Claim, Event, Label, Reason, Reject

_ORDER = get_args(Label)
_MOST_WORDS = 60  # characters of a claim
_MOST_QUOTE = 24  # characters of the words that a reason rests on


def explained(reading: ArticleReading) -> RenderableType:
    """What decided each label, with the words that it rests on, fit for any width from 60 columns.

    Several reasons of one label stand together, in the order in which they were met.
    """
    return Group(*_parts(reading))


def _parts(reading: ArticleReading) -> Iterator[RenderableType]:
    index = Index.of(reading)
    text = reading.article.text
    if reading.claims:
        yield Text("WHAT DECIDED", style="bold blue")
    for claim in reading.claims:
        yield _claim_line(claim, text)
        yield _indented(claim.reasons, text, 4)
        for event in (e for e in reading.events if e.claim == claim.id):
            yield _event_line(event, index)
            yield _indented(event.reasons, text, 8)
    if reading.actors:
        yield Text("\nWHO IS WHO", style="bold blue")
    for actor in reading.actors:
        yield _actor_line(actor)
        yield _indented(actor.reasons, text, 4)
    if reading.rejected:
        yield Text("\nWHAT WAS NOT CODED", style="bold blue")
        yield Padding(_rejects(reading.rejected, text), (0, 0, 0, 1))


def _claim_line(claim: Claim, text: str) -> Text:
    chain = " ▸ ".join(printable(link.name) for link in claim.chain) or "the article itself"
    words = f"“{shortened(printable(text[claim.start : claim.end]), _MOST_WORDS)}”"
    return Text.assemble(" ", (claim.id, "bold"), f" {words}\n    {chain}: {claim.stance}")


def _event_line(event: Event, index: Index) -> Text:
    status = (STATUS_WORDS[event.status], STATUS_STYLES[event.status])
    return Text.assemble(
        "     ", (event.id, "bold"), " ", deed_line(event, index), " · ", status, f" · {event.score:.2f}".replace("0.", ".")
    )


def _actor_line(actor: Actor) -> Text:
    role = f", {printable(actor.role)}" if actor.role else ""
    return Text.assemble(" ", (actor.id, "bold"), f" {printable(actor.name)}{role}", (f"  {actor.code or '?'}", "dim"))


def _indented(reasons: Sequence[Reason], text: str, by: int) -> Padding:
    table = Table.grid(padding=(0, 2, 0, 0), expand=True)
    table.add_column(width=6, no_wrap=True, style="dim")
    table.add_column(ratio=2, overflow="fold")
    table.add_column(ratio=1, overflow="fold")
    table.add_column(width=7, no_wrap=True, style="dim")
    label = ""
    for reason in sorted(reasons, key=lambda r: _ORDER.index(r.label)):
        shown = "" if reason.label == label else reason.label
        table.add_row(Text(shown), Text(printable(reason.detail)), Text(_quoted(reason.start, reason.end, text)), Text(reason.by))
        label = reason.label
    return Padding(table, (0, 0, 0, by))


def _rejects(rejected: Sequence[Reject], text: str) -> Table:
    table = Table.grid(padding=(0, 2, 0, 0), expand=True)
    table.add_column(width=_MOST_QUOTE + 2, overflow="fold")
    table.add_column(ratio=1, overflow="fold")
    table.add_column(width=8, no_wrap=True, style="dim")
    for reject in rejected:
        table.add_row(Text(_quoted(reject.start, reject.end, text)), Text(printable(reject.reason)), Text(reject.stage))
    return table


def _quoted(start: int | None, end: int | None, text: str) -> str:
    """The words at these offsets, cut to what a column holds; "" where there are none."""
    return "" if start is None else f"“{shortened(printable(text[start:end]), _MOST_QUOTE)}”"
