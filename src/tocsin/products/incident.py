"""One incident, or many, for people and for programs: what happened, its status over time, who says so, and in which words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text
from rich.tree import Tree

from tocsin.ontology.plover import OTHER, RECIPROCAL
from tocsin.products.answer import plain
from tocsin.products.brief import quantity, shortened
from tocsin.products.terminal import printable
from tocsin.products.told import STATUS_STYLES, STATUS_WORDS, called, listed
from tocsin.records import FiledArticle, FiledEvent, Incident, Judgement, Origin, Party, Source, Tally

SCHEMA = "tocsin.incident/1"

RELIABILITY_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "A": "completely reliable",
        "B": "usually reliable",
        "C": "fairly reliable",
        "D": "not usually reliable",
        "E": "unreliable",
        "F": "record too short to judge",
    }
)
CREDIBILITY_WORDS: Mapping[int, str] = MappingProxyType(
    {
        1: "confirmed by other independent sources",
        2: "probably true",
        3: "possibly true",
        4: "doubtful",
        5: "improbable",
        6: "cannot be judged",
    }
)
"""The Admiralty code in words (NATO AJP-2.1); 3 is also what rests on one origin alone."""

_WIDE = 110  # columns from which a place has a column of its own
_SHORT_ID = 8  # characters of an id, where they tell all that are shown apart
_MOST_TITLE = 120
_MOST_WORDS = 160  # characters of a sentence
_MOST_NAME = 48
_MOST_TELLINGS = 4  # shown of each origin; all of them are in the JSON
_MOST_NAMES = 3
_MOST_URL = 80  # whole in the JSON
_LEAST_WEIGHT = 0.05  # what would be shown as 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One telling of an incident, opened down to its sentence.

    origin: for whom it counts, None where it bears out no side: what was only planned or feared of a thing that happened, what its outlet
            took back.
    event, article: None where the row is not at hand, or there is none.
    """

    id: str
    origin: Origin | None
    event: FiledEvent | None
    article: FiledArticle | None


def tellings(incident: Incident, articles: Mapping[str, FiledArticle], events: Mapping[str, FiledEvent]) -> tuple[Shown, ...]:
    """The tellings in the order in which they became known."""
    owner = {event: origin for origin in incident.origins for event in origin.events}
    found = ((one, events.get(one)) for one in incident.events)
    return tuple(
        Shown(id=one, origin=owner.get(one), event=event, article=articles.get(event.article or "") if event else None)
        for one, event in found
    )


def incident_json(
    incident: Incident,
    articles: Mapping[str, FiledArticle],
    events: Mapping[str, FiledEvent],
    judgements: Sequence[Judgement] = (),
) -> dict[str, Any]:
    """The incident as plain data (`docs/reference/incidents.md`), with the words of each telling and the judgements that grade it."""
    return {
        "schema": SCHEMA,
        **plain(incident),
        "tellings": [_telling_json(shown) for shown in tellings(incident, articles, events)],
        "judgements": [plain(judgement) for judgement in _grading(incident, judgements)],
    }


def _telling_json(shown: Shown) -> dict[str, Any]:
    event, article, origin = shown.event, shown.article, shown.origin
    return {
        "event": shown.id,
        "origin": origin.key if origin else None,
        "side": origin.side if origin else None,
        "status": event.status if event else None,
        "stance": event.stance if event else None,
        "sentence": event.sentence if event else None,
        "trigger": {"start": event.start, "end": event.end, "text": event.trigger} if event else None,
        "chain": plain(event.chain) if event else None,
        "article": event.article if event else None,
        "outlet": event.outlet if event else None,
        "title": article.title if article else None,
        "url": _url(shown),
        "published": plain(event.published) if event else None,
        "known_at": plain(event.known_at) if event else None,
    }


def _url(shown: Shown) -> str | None:
    return (shown.article.url if shown.article else None) or (shown.event.url if shown.event else None)


def incident_view(
    incident: Incident,
    articles: Mapping[str, FiledArticle],
    events: Mapping[str, FiledEvent],
    judgements: Sequence[Judgement] = (),
) -> RenderableType:
    """The page of one incident, fit for any width from 60 columns, with and without colour.

    judgements: those in force; the ones that grade this incident or its sources are shown beside the machine's grades, with their reasons.
    Text of articles is made printable (see `terminal.printable`); nothing of it is taken for markup.
    """
    told = tellings(incident, articles, events)
    parts: list[RenderableType] = [_heading(incident), Padding(Text(verdict(incident), style="bold"), (0, 0, 1, 0)), *_facts(incident)]
    parts += list(_doer(incident, told))
    parts += [Text(), _head("STATUS OVER TIME"), _history(incident, events), Text(), _head("WHO SAYS SO"), _who(incident, told)]
    parts += list(_judged(incident, _grading(incident, judgements)))
    parts += list(_tied(incident))
    return Group(*parts)


def _head(words: str) -> Text:
    return Text(words, style="bold blue")


def _heading(incident: Incident) -> RenderableType:
    table = Table.grid(expand=True, padding=(0, 2))
    table.add_column(ratio=1, overflow="fold")
    table.add_column(justify="right", overflow="fold")
    where = f" · {place_words(incident)}" if incident.place else ""
    table.add_row(Text(shortened(printable(incident.title), _MOST_TITLE), style="bold"), Text(f"{days_words(incident)}{where}"))
    return Group(table, Rule(style="dim"))


def verdict(incident: Incident) -> str:
    """One sentence: the status, and how many independent origins affirm and deny it. No surer than the record.

    It says "one origin" where many articles rest on one, and names who denies.
    """
    deniers = [_in_sentence(o) for o in incident.origins if o.side == "denies"]
    if incident.status == "retracted":
        return "Taken back: no report of it stands."
    if not incident.affirmed:
        return f"Denied by {_names(deniers)}; nobody here affirms it."
    made = f"{_capital(STATUS_WORDS[incident.status])}: {_counted(incident)}"
    return f"{made}, {_names(deniers)} {'deny' if len(deniers) > 1 else 'denies'} it." if deniers else f"{made}."


def _counted(incident: Incident) -> str:
    reports = len({article for origin in incident.origins if origin.side == "affirms" for article in origin.articles})
    if incident.affirmed == 1:
        (origin,) = (o for o in incident.origins if o.side == "affirms")
        return f"one origin affirms it, {_in_sentence(origin)}" + (f", through {reports} reports" if reports > 1 else "")
    return f"{incident.affirmed} independent origins affirm it in {_number(reports, 'report')}"


def _in_sentence(origin: Origin) -> str:
    name = shortened(printable(origin.name), _MOST_NAME)
    return called(Source(name=name, kind=origin.kind, named=origin.named, start=None, end=None, actor=None))


def _number(many: int, noun: str) -> str:
    return f"{many:,} {noun}" + ("" if many == 1 else "s")


def _names(names: Sequence[str]) -> str:
    shown = [shortened(name, _MOST_NAME) for name in names[:_MOST_NAMES]]
    more = len(names) - len(shown)
    return listed([*shown, f"{more} more"] if more else shown)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _facts(incident: Incident) -> Iterator[Text]:
    yield deed_words(incident)
    yield Text(
        f"Grade {grade(incident)}: source {RELIABILITY_WORDS[incident.reliability]}, information {CREDIBILITY_WORDS[incident.credibility]}"
    )
    if incident.tallies:
        yield Text(" · ".join(map(tally_words, incident.tallies)))
    yield Text(f"id {incident.id}" + (f" · follows {incident.follows}" if incident.follows else ""), style="dim")


def _doer(incident: Incident, told: Sequence[Shown]) -> Iterator[Text]:
    """Says so where fewer origins name who did it than affirm that it was done."""
    naming = {one.origin.key for one in told if one.origin and one.origin.side == "affirms" and one.event and one.event.sources}
    if incident.sources and len(naming) < incident.affirmed:
        yield Text(f"Who did it is named by {len(naming)} of {_number(incident.affirmed, 'origin')}", style="yellow")


def grade(incident: Incident) -> str:
    """Both axes of the Admiralty code together, as in "B2"."""
    return f"{incident.reliability}{incident.credibility}"


def deed_words(incident: Incident) -> Text:
    """As in "Arland ──ASSAULT aerial via Group──▶ Borland"; two sides that do something together stand before it."""
    sources, targets = _called(incident.sources), _called(incident.targets)
    mutual = incident.type in RECIPROCAL and len(sources) > 1 and set(sources) == set(targets)
    label = " ".join(filter(None, (incident.type, incident.mode)))
    if incident.proxies:
        label += f" via {_names(_called(incident.proxies))}"
    if incident.type == OTHER and not sources and not targets:
        return Text(OTHER, style="bold")
    made = Text(_names(sources) if sources else "?").append(" ──", style="dim").append(printable(label), style="bold")
    others = [] if mutual else [name for name in targets if name not in sources]
    return made.append("──▶ ", style="dim").append(_names(others)) if others else made


def _called(parties: Iterable[Party]) -> list[str]:
    return list(dict.fromkeys(printable(party.name or party.code or "?") for party in parties))


def tally_words(tally: Tally) -> str:
    """As in "3 to 9 killed (2 origins)"."""
    span = f"{tally.least:,.10g}" if tally.least == tally.most else f"{tally.least:,.10g} to {tally.most:,.10g}"
    return f"{span} {printable(tally.unit)} ({_number(tally.origins, 'origin')})"


def days_words(incident: Incident) -> str:
    """As in "2 Mar 2021", "28 Feb – 2 Mar 2021", "by 2 Mar 2021"; "?" where no day is known."""
    earliest, latest = incident.earliest, incident.latest
    if earliest and latest:
        return _day(latest) if earliest == latest else f"{_day(earliest)} – {_day(latest)}"
    if latest:
        return f"by {_day(latest)}"
    return f"from {_day(earliest)}" if earliest else "?"


def _day(day: date) -> str:
    return f"{day.day} {day:%b %Y}"


def _moment(moment: datetime) -> str:
    return f"{_day(moment)} {moment:%H:%M}"


def place_words(incident: Incident) -> str:
    """The name and how wide the place is; without a width where it is not located, empty where there is none."""
    name = printable(incident.place or "")
    return name if incident.radius_km is None else f"{name} ±{incident.radius_km:,.0f} km"


def _history(incident: Incident, events: Mapping[str, FiledEvent]) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, show_header=False)
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(ratio=1)
    names = {origin.key: origin.name for origin in incident.origins}
    for change in incident.history:
        event = events.get(change.event)
        who = shortened(printable(names.get(change.origin) or _said_by(event) or change.origin), _MOST_NAME)
        words = _quote(event)
        table.add_row(
            Text(_moment(change.known_at)),
            Text(STATUS_WORDS[change.status], style=STATUS_STYLES[change.status]),
            Text(f"by {who}  " if change.status == "retracted" else f"{who}  ").append(words, style="dim italic"),
        )
    return table


def _said_by(event: FiledEvent | None) -> str | None:
    return (event.chain[-1].name if event.chain else event.outlet) if event else None


def _quote(event: FiledEvent | None) -> str:
    words = (event.sentence or event.trigger) if event else None
    return f"“{shortened(printable(words), _MOST_WORDS)}”" if words else ""


def _who(incident: Incident, told: Sequence[Shown]) -> Tree:
    """The origins as a tree, those who affirm, those who deny, and tellings that bear out neither; each opened down to its words."""
    root = Tree("", hide_root=True, guide_style="dim")
    for side, count in (("affirms", incident.affirmed), ("denies", incident.denied)):
        if count:
            style = "bold" if side == "affirms" else "bold magenta"
            verb = side if count == 1 else side.removesuffix("s") if side == "affirms" else "deny"
            branch = root.add(Text(f"{_number(count, 'independent origin')} {verb}", style=style))
            for origin in (o for o in incident.origins if o.side == side):
                _grow(branch.add(_origin(origin)), [one for one in told if one.origin is origin])
    rest = [one for one in told if one.origin is None]
    if rest:
        _grow(root.add(Text("counts for neither: only planned or feared, taken back, or telling of something else", style="dim")), rest)
    return root


def _origin(origin: Origin) -> Text:
    made = Text(shortened(printable(origin.name), _MOST_NAME))
    if not origin.named:
        made.append(", unnamed", style="yellow")
    made.append(f" · {origin.kind} · {origin.reliability}", style="dim")
    many = len(origin.articles)
    return made.append(f" · first on {_moment(origin.first_known)}" + (f" · {_number(many, 'report')}" if many > 1 else ""), style="dim")


def _grow(branch: Tree, told: Sequence[Shown]) -> None:
    alike: dict[str, list[Shown]] = {}
    for one in told:
        alike.setdefault(_quote(one.event) or one.id, []).append(one)
    groups = list(alike.values())
    for first, *rest in groups[:_MOST_TELLINGS]:
        leaf = branch.add(_telling(first))
        if rest:
            leaf.add(Text(f"the same words in {_outlets(rest)}", style="dim"))
    left = [one for group in groups[_MOST_TELLINGS:] for one in group]
    if left:
        branch.add(Text(f"and {_number(len(left), 'telling')} more: {_outlets(left)}", style="dim"))


def _outlets(told: Iterable[Shown]) -> str:
    return _names(list(dict.fromkeys(printable((one.event.outlet if one.event else None) or "an unknown outlet") for one in told)))


def _telling(one: Shown) -> Text:
    """As in "Sample Daily, 2 Mar 2021 · denies “...” (through Morning Post)"."""
    event = one.event
    if event is None:
        return Text(f"event {one.id}, which is not at hand", style="dim")
    made = Text(shortened(printable(event.outlet or event.dataset), _MOST_NAME))
    made.append(f", {_day(event.published or event.known_at)}", style="dim")
    status = "happened, as an accusation" if event.stance == "accuses" and event.status == "occurred" else STATUS_WORDS[event.status]
    made.append(f" · {status} ", style=STATUS_STYLES[event.status]).append(_quote(event), style="italic")
    through = [printable(link.name) for link in event.chain[1:-1]]
    numbers = ", ".join(map(quantity, event.quantities))
    notes = [f"through {listed(through)}" if through else "", printable(numbers), shortened(printable(_url(one) or ""), _MOST_URL)]
    shown = " · ".join(note for note in notes if note)
    return made.append(f"  {shown}", style="dim") if shown else made


def _grading(incident: Incident, judgements: Iterable[Judgement]) -> list[Judgement]:
    ours = {incident.id, *incident.events, *(origin.key for origin in incident.origins)}
    return [judgement for judgement in judgements if judgement.decision == "grade" and ours & set(judgement.subjects)]


def _judged(incident: Incident, grades: Sequence[Judgement]) -> Iterator[RenderableType]:
    if not grades:
        return
    yield Text()
    yield _head("JUDGED BY PEOPLE")
    machine = {key: ("this incident", grade(incident)) for key in (incident.id, *incident.events)}
    machine |= {origin.key: (origin.name, origin.reliability) for origin in incident.origins}
    for judgement in grades:
        for name, letter in (machine[subject] for subject in judgement.subjects if subject in machine):
            line = Text(f"{shortened(printable(name), _MOST_NAME)}: {letter} by the record, ").append(
                f"{printable(judgement.value or '')}", style="bold"
            )
            yield line.append(f" by {printable(judgement.by)}, {_day(judgement.known_at)}: {printable(judgement.why)}")


def _tied(incident: Incident) -> Iterator[RenderableType]:
    """Why the tellings are held to be of one happening."""
    if len(incident.events) < 2 or not incident.evidence:
        return
    yield Text()
    yield _head("WHY ONE HAPPENING").append(f"  probability {incident.score:.2f}", style="not bold dim")
    for part in [part for part in incident.evidence if abs(part.weight) >= _LEAST_WEIGHT] or incident.evidence:
        yield Text(f" {part.weight:+.1f}  {printable(part.name)}: {printable(part.value)}").append(f"  {printable(part.note)}", style="dim")


def incidents_view(incidents: Sequence[Incident]) -> RenderableType:
    """The table of many, in the order given: days, who did what to whom, where, status, independent origins of reports, grade."""
    return _Many(incidents=incidents)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Many:
    """The incidents as a table that knows how wide it may be."""

    incidents: Sequence[Incident]

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        wide = options.max_width >= _WIDE
        placed = wide and any(one.place for one in self.incidents)
        table = Table(box=None, expand=True, padding=(0, 2, 0, 0), pad_edge=False, header_style="dim")
        if wide:
            table.add_column("id", no_wrap=True)
        table.add_column("when" if wide else "when, id", no_wrap=True)
        table.add_column("who does what to whom", ratio=5, overflow="fold")
        if placed:
            table.add_column("where", ratio=2, overflow="fold")
        table.add_column("status", no_wrap=True)
        table.add_column("origins", justify="right", no_wrap=True)
        table.add_column("grade", no_wrap=True)
        many = _letters(self.incidents)
        for one in self.incidents:
            table.add_row(*_cells(one, one.id[:many], wide=wide, placed=placed))
        yield table
        note = "id: its beginning opens one (`tocsin incidents ID`); origins: independent ones that affirm / all reports; −: that deny"
        yield Text(note, style="dim")


def _letters(incidents: Sequence[Incident]) -> int:
    """How many characters of the ids tell the incidents apart, eight at least."""
    ids = {one.id for one in incidents}
    return next((many for many in range(_SHORT_ID, max(map(len, ids), default=0)) if len({one[:many] for one in ids}) == len(ids)), 24)


def _cells(one: Incident, short: str, *, wide: bool, placed: bool) -> list[Text]:
    told = Text()
    if one.type != OTHER or one.sources or one.targets:
        told.append(deed_words(one)).append("\n")
    if not placed and one.place:
        told.append(f"{place_words(one)}\n", style="dim")
    told.append(shortened(printable(one.title), _MOST_TITLE), style="dim italic" if told else "italic")
    counts = Text(f"{one.affirmed}/{len(one.articles)}")
    if one.denied:
        counts.append(f" −{one.denied}", style="magenta")
    days = Text(days_words(one).replace(" – ", " –\n"))
    key = Text(short, style="dim")
    first = [key, days] if wide else [days.append("\n").append(key)]
    where = [Text(place_words(one))] if placed else []
    return [*first, told, *where, Text(STATUS_WORDS[one.status], style=STATUS_STYLES[one.status]), counts, Text(grade(one))]
