"""A small watch on the frontier of Arland and Borland, and made-up reports of a fortnight and of a season, for the tests of warning."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from tests.pipeline.newsroom import FIRST, item

from tocsin.records import Decision, Item, Judgement, filed_id

DAY0 = FIRST.date()
"""The day of the first report, a Monday."""

LATER = datetime(2025, 1, 1, tzinfo=UTC)
"""When all of it is long past."""

FILES = {
    "watch.toml": """\
title = "The frontier"
about = "Arland and Borland, for whoever lives between them."
horizon_days = 7
alarms_per_month = 10

[groups]
arland = ["Arland"]
borland = ["Borland"]
""",
    "sources.opml": '<opml version="2.0"><head/><body/></opml>\n',
    "indicators/frontier.yaml": """\
- id: raids
  title: Arland raids Borland
  why: Raids were what wars here began with.
  group: military preparation
  kind: incidents
  who: [arland]
  whom: [borland]
  types: [ASSAULT]
  window_days: 2
  baseline: {min_windows: 2}
- id: meetings
  title: The two meet
  why: Whoever meets has something to lose.
  group: political
  kind: incidents
  who: [arland]
  whom: [borland]
  between: true
  types: [CONSULT]
  window_days: 7
  baseline: {min_windows: 2, prior_per_week: 0.5, prior_weeks: 20, prior_source: "made up"}
- id: denials
  title: Arland denies
  why: It denies what it means to go on with.
  group: propaganda
  kind: claims
  who: [arland]
  stances: [denies]
  window_days: 3
  baseline: {min_windows: 2}
- id: new-acts
  title: The two do to each other what they have not done before
  why: A new means shows a new end.
  group: leadership
  kind: new-types
  who: [arland]
  whom: [borland]
  between: true
  window_days: 3
  baseline: {min_windows: 2}
""",
    "scenarios/raid.yaml": """\
id: raid
title: A raid
statement: Arland raids Borland within the week.
order: 1
base_rate: {probability: 0.1, source: "made up"}
rule:
  who: [arland]
  whom: [borland]
  types: [ASSAULT]
  text: At least one raid.
  void: Void if fewer than 3 articles were read.
expects: {raids: CC, meetings: I, denials: C, new-acts: C}
""",
    "scenarios/talks.yaml": """\
id: talks
title: Talks
statement: The two meet within the week.
order: 2
base_rate: {probability: 0.2, source: "made up"}
rule:
  who: [arland]
  whom: [borland]
  between: true
  types: [CONSULT]
  text: At least one meeting.
  void: Void if fewer than 3 articles were read.
expects: {raids: I, meetings: CC, denials: I, new-acts: N}
""",
    "scenarios/quiet.yaml": """\
id: quiet
title: Nothing changes
statement: Neither comes within the week.
order: 9
rest: true
expects: {raids: II, meetings: N, denials: I, new-acts: I}
""",
    "questions/frontier.yaml": """\
- id: fine-soon
  text: Will Borland fine Arland within 4 days?
  topic: money
  rule:
    who: [borland]
    whom: [arland]
    types: [SANCTION]
    within_days: 4
    text: At least one fine.
    void: Void if fewer than 2 articles were read.
  base_rate: {probability: 0.3, source: "made up"}
  every_days: 3
- id: meeting-soon
  text: Will the two meet within 10 days?
  topic: talks
  rule:
    who: [arland]
    whom: [borland]
    between: true
    types: [CONSULT]
    within_days: 10
    text: At least one meeting.
    void: Void if fewer than 2 articles were read.
  every_days: 5
""",
}
"""Of the watch. Nobody gives a base rate for `meeting-soon`: it is answered once the lake has weeks enough."""


def written(folder: Path, **changed: str) -> Path:
    """The folder of the watch, called "frontier". changed: file -> what to write in its place."""
    for path, text in (FILES | changed).items():
        (folder / "frontier" / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / "frontier" / path).write_text(text)
    return folder / "frontier"


def end(day: int) -> datetime:
    """The last moment of a day of the story, counted from 0."""
    return datetime.combine(DAY0 + timedelta(days=day), time.max, UTC)


def day(number: int) -> date:
    return DAY0 + timedelta(days=number)


_TOLD = {
    "raid": "Arland raided Borland at {place} and took {thing} away, the governor of the border province said.",
    "copy": "Arland raided Borland at {place} and took {thing} away, the governor of the border province said.",
    "denial": "Arland denies that it raided Borland at {place}; {thing} were never there, its ministry said.",
    "meeting": "Arland met Borland at {place} to speak about {thing}, and the delegations parted without a paper.",
    "fine": "Borland fined Arland over {thing}, which had crossed the bridge of {place} without a stamp.",
    "weather": "Rain fell on {place} all day, and the growers there fear for {thing}.",
}
_TITLES = {
    "raid": "Arland raided Borland at {place}",
    "copy": "Arland raided Borland at {place}",
    "denial": "Arland denies that it raided Borland at {place}",
    "meeting": "Arland met Borland at {place}",
    "fine": "Borland fined Arland over {thing}",
    "weather": "Rain on {place}",
}


def told(kind: str, at: float, place: str, thing: str, outlet: str = "Sample Daily", **fields: Any) -> Item:
    """A report of so many days after the first."""
    words = {"place": place, "thing": thing}
    title = _TITLES[kind].format(**words)
    return item(_TOLD[kind].format(**words), title=title, hours=24 * at, outlet=outlet, **fields)


FORTNIGHT: tuple[Item, ...] = (
    told("weather", 0, "Osk", "plums"),
    told("meeting", 1, "Lake Osk", "timber"),
    told("weather", 2, "Ulmo", "barley", "Island Post"),
    told("raid", 3, "Velm", "nine oxen", "Border Times"),
    told("copy", 3.2, "Velm", "nine oxen", "Harbour Gazette"),
    told("denial", 3.5, "Velm", "nine oxen", "Arland Courier"),
    told("weather", 4, "Kallinos", "olives"),
    told("fine", 5, "Tarn", "untaxed salt", "Island Post"),
    told("raid", 6, "Pell", "two church bells", "Sample Daily"),
    told("raid", 6.3, "Pell", "both church bells", "Border Times"),
    told("weather", 7, "Osk", "cherries"),
    told("raid", 8, "Gorse Mill", "forty sacks of flour", "Sample Daily"),
    told("raid", 8.2, "Harn", "a ferry and its crew", "Border Times"),
    told("denial", 9, "Harn", "ferrymen", "Arland Courier"),
    told("weather", 10, "Ulmo", "hay", "Island Post"),
    told("meeting", 11, "Rook Abbey", "a truce of the harvest", "Border Times"),
    told("weather", 12, "Kallinos", "wine"),
    told("raid", 13, "Sallow Ford", "the toll chest", "Island Post"),
)
"""Six raids with a copy and two denials, two meetings, a fine, rain."""


def judgement(decision: Decision, *subjects: str, at: float) -> Judgement:
    """One made so many days after the first report."""
    moment = FIRST + timedelta(days=at)
    return Judgement(
        id=filed_id("frontier", decision, *subjects),
        decision=decision,
        subjects=subjects,
        value=None,
        by="An analyst",
        why="She was there.",
        known_at=moment,
        recorded_at=moment,
    )


def season(days: int, **happened: Iterable[int]) -> list[Item]:
    """A report of each day in a tongue that nobody here reads, and of what happened on some: kind -> days."""
    other = [item(f"Der Regen fiel am Tag {at} wieder.", title=f"Regen {at}", hours=24 * at, outlet="Abendblatt") for at in range(days)]
    return other + [
        told(kind, at + 0.1, _name(at), f"{at + 2} crates of {_name(at + 50)}") for kind, some in happened.items() for at in some
    ]


def _name(number: int) -> str:
    """A name of a place or a thing, another for every number below 200."""
    first = ("Bra", "Cor", "Del", "Fen", "Gal", "Hol", "Iv", "Jas", "Kor", "Lum")[number % 10]
    last = ("mere", "dorf", "wick", "stead", "ton", "ham", "ford", "mouth", "combe", "thorpe", "by", "gate", "minster", "hurst", "ley")
    return first + last[number // 10 % 15] + ("", "en")[number // 150 % 2]
