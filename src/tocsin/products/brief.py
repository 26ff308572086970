"""The brief of one article, for people: the judgement first, then who says so, what is told, and what was not coded."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text
from rich.tree import Tree

from tocsin.ontology.plover import RECIPROCAL
from tocsin.products.terminal import printable
from tocsin.products.told import (
    STATUS_STYLES,
    STATUS_WORDS,
    Dispute,
    Index,
    Standing,
    called,
    disputes,
    in_time_order,
    is_dated,
    is_hearsay,
    is_own_voice,
    judgement,
    listed,
    origins,
    status_counts,
)
from tocsin.records import AHEAD, Article, ArticleReading, Claim, Credit, Event, Place, Quantity, Reject, Source, Stance, When

_VERBS: dict[Stance, tuple[str, str]] = {  # of one, of many
    "asserts": ("asserts", "assert"),
    "denies": ("denies", "deny"),
    "accuses": ("accuses", "accuse"),
    "assesses": ("assesses", "assess"),
    "announces": ("announces", "announce"),
    "threatens": ("threatens", "threaten"),
    "demands": ("demands", "demand"),
    "promises": ("promises", "promise"),
    "asks": ("asks", "ask"),
}
_WIDE = 100  # columns from which a place has a column of its own
_MOST_NAME = 60  # characters of a name
_MOST_TRIGGER = 44
_MOST_REASONS = 6
_MOST_WORDS = 3  # stretches of text shown for each reason


def brief(reading: ArticleReading) -> RenderableType:
    """The brief of one article, fit for any width from 60 columns, with and without colour.

    Article text in it is made printable (see `terminal.printable`); nothing of it is taken for markup.
    """
    index = Index.of(reading)
    found = disputes(reading)
    parts: list[RenderableType] = [_heading(reading), Padding(Text(printable(judgement(reading)), style="bold"), (0, 0, 1, 0))]
    if reading.claims or reading.events:
        parts += [Text(counts_line(reading)), Text()]
    if reading.claims:
        parts += [Text("WHO SAYS SO", style="bold blue"), who_says_so(reading, found), Text()]
    if reading.events:
        parts += [Text("WHAT IS TOLD", style="bold blue"), _Events(index=index, disputes=found), Text()]
    parts += list(_not_coded(reading))
    if line := provenance(reading):
        parts.append(Text(printable(line), style="italic"))
    return Group(*parts)


def _heading(reading: ArticleReading) -> RenderableType:
    article = reading.article
    table = Table.grid(expand=True, padding=(0, 2))
    table.add_column(ratio=1, overflow="fold")
    table.add_column(justify="right", overflow="fold")
    day = article.published
    published = (
        f"{day:%a} {day.day} {day:%B %Y}" + (" (as the page says)" if article.published_basis == "found" else "") if day else "undated"
    )
    title = Text(printable(article.title), style="bold") if article.title else Text(_opening(article), style="dim")
    table.add_row(title, Text(f"{printable(article.outlet) if article.outlet else 'outlet unknown'} · {published}"))
    return Group(table, Rule(style="dim"))


def _opening(article: Article) -> str:
    """What stands for a title that is not known: the caller's id where there is one, and the first words."""
    words = f"“{shortened(printable(article.text), _MOST_NAME)}”"
    return words if article.id.startswith("sha256:") else f"{printable(article.id)}: {words}"


def counts_line(reading: ArticleReading) -> str:
    """As in "14 claims from 5 origins (2 unnamed) · 11 events: 4 happened, 3 scheduled"."""
    behind = origins(reading.claims)
    unnamed = sum(source is not None and not source.named for source in behind.values())
    made = _number(len(reading.claims), "claim")
    if behind:
        made += f" from {_number(len(behind), 'origin')}" + (f" ({unnamed} unnamed)" if unnamed else "")
    counts = status_counts(reading)
    each = ", ".join(f"{counts[status]} {word}" for status, word in STATUS_WORDS.items() if counts[status])
    return f"{made} · {_number(len(reading.events), 'event')}" + (f": {each}" if each else "")


def _number(many: int, noun: str) -> str:
    return f"{many} {noun}" + ("" if many == 1 else "s")


# Who says so


@dataclass(slots=True)
class _Node:
    """A source in the tree of chains, with the claims of which it is the origin."""

    source: Source | None
    claims: list[Claim] = field(default_factory=list)
    below: dict[str, _Node] = field(default_factory=dict)


def who_says_so(reading: ArticleReading, found: Sequence[Dispute]) -> Tree:
    """The chains as a tree: outlet, cited sources, origin; at each origin its stances with the ids of its claims."""
    contradicted = defaultdict(set)
    for dispute in found:
        contradicted[dispute.denied.claim].add(dispute.told.claim)
    root = _Node(None)
    for claim in reading.claims:
        node = root
        for link in claim.chain:
            node = node.below.setdefault(_link_key(link), _Node(link))
        node.claims.append(claim)
    tree = Tree(Text("the article itself"), hide_root=not root.claims, guide_style="dim")
    _grow(tree, root, contradicted, depth=0)
    return tree


def _link_key(link: Source) -> str:
    return link.actor or link.name.casefold()


def _grow(tree: Tree, node: _Node, contradicted: dict[str, set[str]], *, depth: int) -> None:
    own = list(_stances(node, contradicted))
    if node.source is not None and depth > 0 and not node.below and len(own) == 1:
        tree.add(Text.assemble(_source_label(node.source, depth), " · ", own[0]))
        return
    inner = tree.add(_source_label(node.source, depth)) if node.source is not None else tree
    for line in own:
        inner.add(line)
    for below in node.below.values():
        _grow(inner, below, contradicted, depth=depth + 1)


def _source_label(source: Source, depth: int) -> Text:
    name = Text(shortened(printable(source.name), _MOST_NAME))
    if not source.named:
        return name.append(", unnamed", style="yellow")
    return name.append(" (cited)", style="dim") if source.kind == "outlet" and depth > 1 else name


def _stances(node: _Node, contradicted: dict[str, set[str]]) -> Iterator[Text]:
    """One line a stance: "denies  c10  ⚡ contradicts c9"; the outlet's own voice apart from what it is cited for."""
    by_stance: dict[tuple[Stance, str], list[str]] = {}
    for claim in node.claims:
        by_stance.setdefault((claim.stance, _manner(claim)), []).append(claim.id)
    for (stance, manner), ids in by_stance.items():
        line = Text(f"{_VERBS[stance][_is_many(node.source)]}{manner}")
        line.append(f"  {ids_in_runs(ids)}", style="dim")
        against = sorted({told for i in ids for told in contradicted.get(i, ())}, key=_ordinal)
        if against:
            line.append(f"  ⚡ contradicts {ids_in_runs(against)}", style="bold magenta")
        yield line


def _manner(claim: Claim) -> str:
    if is_own_voice(claim):
        return " in its own voice"
    return " as hearsay" if is_hearsay(claim) else ""


def _is_many(source: Source | None) -> bool:
    return source is not None and (source.kind == "people" or not source.named) and source.name.rstrip("”’\"'").endswith("s")


def ids_in_runs(ids: Sequence[str]) -> str:
    """Ids with runs of three and more drawn together.

    >>> ids_in_runs(["c1", "c2", "c3", "c7"])
    'c1–c3 c7'
    """
    runs: list[list[str]] = []
    for one in ids:
        if runs and _ordinal(one) == _ordinal(runs[-1][-1]) + 1:
            runs[-1].append(one)
        else:
            runs.append([one])
    return " ".join(f"{run[0]}–{run[-1]}" if len(run) > 2 else " ".join(run) for run in runs)


def _ordinal(one: str) -> int:
    return int(one[1:])


# What is told


@dataclass(frozen=True, slots=True, kw_only=True)
class _Events:
    """The events as a table that knows how wide it may be."""

    index: Index
    disputes: Sequence[Dispute]

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        rows = list(self._rows())
        wide = options.max_width >= _WIDE and any(row.place for row in rows)
        table = Table(box=None, expand=True, padding=(0, 2, 0, 0), pad_edge=False, header_style="dim")
        table.add_column("when", no_wrap=True)
        table.add_column("who does what to whom", ratio=5)
        if wide:
            table.add_column("where", ratio=2)
        table.add_column("status", no_wrap=True)
        table.add_column("on whose word", ratio=3)
        for row in rows:
            table.add_row(*row.cells(wide=wide))
        yield table

    def _rows(self) -> Iterator[_Row]:
        paired = {d.denied.id for d in self.disputes}
        published = self.index.reading.article.published
        for event in in_time_order(e for e in self.index.reading.events if e.id not in paired):
            denials = [d.denied for d in self.disputes if d.told.id == event.id]
            status: Standing = "disputed" if denials else event.status
            word = STATUS_WORDS[status].upper() if denials else STATUS_WORDS[status]
            place = self.index.places.get(event.place) if event.place else None
            yield _Row(
                when=when_line(event, published),
                deed=deed_line(event, self.index),
                place=place_line(place) if place else "",
                status=Text(word, style=STATUS_STYLES[status]).append(_ahead(event, published), style="dim"),
                origin=_word(event, denials, self.index),
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    when: str
    deed: Text
    place: str
    status: Text
    origin: str

    def cells(self, *, wide: bool) -> list[Text]:
        """The cells; on a narrow screen the place stands below the deed."""
        deed = self.deed if wide or not self.place else Text.assemble(self.deed, "\n", (self.place, "dim"))
        return [Text(self.when), deed, *([Text(self.place)] if wide else []), self.status, Text(self.origin, style="dim")]


def _word(event: Event, denials: Sequence[Event], index: Index) -> str:
    """On whose word the event rests, and who denies it."""
    first = f"{_short(index.origin(event))} {event.claim}"
    if not denials:
        return first
    return f"{first}; denied by {listed([f'{_short(index.origin(d))} {d.claim}' for d in denials])}"


def _short(source: Source | None) -> str:
    return shortened(printable(called(source)), _MOST_NAME // 2)


def deed_line(event: Event, index: Index) -> Text:
    """As in "Iran ──ASSAULT aerial via Hezbollah──▶ Israel", with the words of the article where they tell more."""
    sources, targets = index.names(event.sources), index.names(event.targets)
    mutual = event.type in RECIPROCAL and len(sources) > 1 and set(sources) == set(targets)
    targets = [name for name in targets if name not in sources] if not mutual else []
    measured = list(map(quantity, event.quantities))
    mode = [event.mode] if event.mode and not any(event.mode in words for words in measured) else []
    label = " ".join([event.type, *mode, *measured])
    if event.proxies:
        label += f" via {listed(index.names(event.proxies))}"
    made = Text(printable(listed(sources)) if sources else "?")
    made.append(" ──", style="dim").append(printable(label), style="bold")
    if targets:
        made.append("──▶ ", style="dim").append(printable(listed(targets)))
    return made.append(f"  “{shortened(printable(event.trigger.text), _MOST_TRIGGER)}”", style="dim italic")


def quantity(measured: Quantity) -> str:
    """As in "1,000 troops"."""
    return f"{measured.value:,.10g} {measured.unit}"


def place_line(place: Place) -> str:
    """The name and how wide the place is; without a width where it is not located."""
    name = printable(place.name)
    return name if place.radius_km is None else f"{name} ±{place.radius_km:,.0f} km"


def when_line(event: Event, published: date | None) -> str:
    """The days of an event: "10–16 Jun", "by 27 Jun", "2018"; "?" where only the day of publication bounds it."""
    if not is_dated(event):
        return "?"
    when = event.when
    if _is_deadline(event, published):
        return f"by {_day(when.latest, published)}"
    if when.earliest is None or when.latest is None:
        return f"by {_day(when.latest, published)}" if when.latest else f"from {_day(when.earliest, published)}"
    return _interval(when, when.earliest, when.latest, published)


def _is_deadline(event: Event, published: date | None) -> bool:
    """Whether what is ahead may come on any day from the report to the end of a range."""
    when = event.when
    if event.status not in AHEAD or published is None or when.latest is None or when.precision != "range":
        return False
    return when.latest >= published and (when.earliest is None or when.earliest <= published)


def _interval(when: When, earliest: date, latest: date, published: date | None) -> str:
    if when.precision == "year" and earliest.year == latest.year:
        return str(earliest.year)
    if when.precision == "month" and (earliest.year, earliest.month) == (latest.year, latest.month):
        return f"{earliest:%b %Y}"
    if earliest == latest:
        return _day(earliest, published)
    if (earliest.year, earliest.month) == (latest.year, latest.month):
        return f"{earliest.day}–{_day(latest, published)}"
    return f"{_day(earliest, published)} – {_day(latest, published)}"


def _day(day: date | None, published: date | None) -> str:
    """Day and month, with the year where it is not that of publication."""
    if day is None:
        return "?"
    return f"{day.day} {day:%b}" + ("" if published and day.year == published.year else f" {day.year}")


def _ahead(event: Event, published: date | None) -> str:
    """As in " in 8 days", for what has a day to come; "within", where it may be any day until then."""
    if event.status not in AHEAD or published is None or not is_dated(event) or event.when.latest is None or event.when.latest < published:
        return ""
    days = (event.when.latest - published).days
    on = "in" if event.when.earliest == event.when.latest else "within"
    return " today" if days == 0 else f" {on} {_number(days, 'day')}"


# What was not coded, and where the text is from


def _not_coded(reading: ArticleReading) -> Iterator[Text]:
    by_reason: dict[str, list[Reject]] = {}
    for reject in reading.rejected:
        if reject.start is not None and not reject.reason.startswith("repeats"):
            by_reason.setdefault(reject.reason, []).append(reject)
    if not by_reason:
        return
    yield Text("NOT CODED", style="bold blue")
    for reason, rejects in list(by_reason.items())[:_MOST_REASONS]:
        words = [f"“{shortened(printable(reading.article.text[r.start : r.end]), _MOST_TRIGGER)}”" for r in rejects]
        more = f" and {len(words) - _MOST_WORDS} more" if len(words) > _MOST_WORDS else ""
        yield Text(f" {printable(reason)}: ").append(" ".join(words[:_MOST_WORDS]) + more, style="dim")
    if len(by_reason) > _MOST_REASONS:
        yield Text(f" and {len(by_reason) - _MOST_REASONS} other reasons", style="dim")
    yield Text()


def provenance(reading: ArticleReading) -> str | None:
    """Where the article's text is from, as its own lines tell; None where they do not."""
    republished, agencies = _named(reading.article.credits, "republication"), _named(reading.article.credits, "agency")
    if republished:
        by = f"Published by {reading.article.outlet}, text from" if reading.article.outlet else "Text from"
        made = f"{by} {listed(republished)}" + (f", which uses {listed(agencies)}" if agencies else "")
        return f"{made}: not an origin of its own; it counts as one with every other copy."
    if agencies:
        return f"Text from {listed(agencies)}, in whole or in part: not an origin apart from other outlets that print it."
    return None


def _named(lines: Iterable[Credit], kind: str) -> list[str]:
    return list(dict.fromkeys(line.name for line in lines if line.kind == kind))


def shortened(text: str, most: int) -> str:
    """At most so many characters, cut at a word where one ends late enough, with "…".

    >>> shortened("attacks on two tankers in the Gulf", 20)
    'attacks on two…'
    """
    if len(text) <= most:
        return text
    cut = text[: most - 1]
    space = cut.rfind(" ")
    return (cut[:space] if space > most // 2 else cut).rstrip(" ,;:–—-") + "…"
