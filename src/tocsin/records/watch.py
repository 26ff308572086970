"""One warning problem as people define it: whom and what to watch, against which baseline, for which scenarios and questions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from tocsin.records.claim import Stance
from tocsin.records.event import Status

IndicatorKind = Literal["incidents", "claims", "new-types", "ladder", "silence", "series", "ahead"]
IndicatorGroup = Literal[
    "political",
    "leadership",
    "military preparation",
    "logistics",
    "civil defence and evacuation",
    "economic and financial",
    "propaganda",
    "cyber",
    "diplomatic departure",
    "internal security",
]
"""The fields of the National Indications Center's list (Ramsey and Boerner, Studies in Intelligence 7:3)."""

Rating = Literal["CC", "C", "N", "I", "II", "NA"]
"""How an item of evidence fits a hypothesis (Heuer): very consistent, consistent, neutral, inconsistent, very inconsistent, not bearing."""

Season = Literal["none", "week", "year"]
Measure = Literal["level", "change", "limit"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """A stretch of the world that a pattern may name.

    countries: ISO 3166-1 alpha-3 codes that belong to it as a whole.
    lat, lon, radius_km: a circle besides, None where the countries say all; a place belongs to it if its own circle touches this one.
    """

    name: str
    countries: tuple[str, ...]
    lat: float | None = None
    lon: float | None = None
    radius_km: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """Which incidents, claims or events are meant. What is left empty does not matter; what is named must hold, any one of its values.

    who, whom: actor terms with the watch's groups resolved: a CAMEO actor code or its beginning in capitals ("IRN", "IRNMIL"), else a name
               as the table of actors has it ("Hezbollah"). `who` is the doer or its proxy (of a claim: whoever says it), `whom` the target.
    between:   whether who and whom may change places.
    types:     PLOVER types; modes: PLOVER modes.
    areas:     where; a deed without a place matches by the country of its target.
    statuses:  what is known of it; empty means occurred, ongoing, disputed.
    stances:   of claims ("threatens", "denies").
    words:     any of these, as whole words in any case, in a sentence that tells it or in its title.
    origins:   at least so many independent origins affirm it.
    """

    who: tuple[str, ...] = ()
    whom: tuple[str, ...] = ()
    between: bool = False
    types: tuple[str, ...] = ()
    modes: tuple[str, ...] = ()
    areas: tuple[Area, ...] = ()
    statuses: tuple[Status | Literal["disputed", "retracted"], ...] = ()
    stances: tuple[Stance, ...] = ()
    words: tuple[str, ...] = ()
    origins: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Baseline:
    """What an indicator is measured against: its own past, and what people know of it before there is a past.

    history_days: how far back; min_windows: with fewer windows of past and no prior there is "not enough history".
    season:       "week" (day of the week), "year" (time of the year), or none.
    since, why:   the regime: no older past counts.
    prior_per_week, prior_weeks, prior_source: a rate known beforehand, how many weeks of observation it is worth, and where it is from.
    """

    history_days: int = 365
    min_windows: int = 8
    season: Season = "none"
    since: date | None = None
    why: str | None = None
    prior_per_week: float | None = None
    prior_weeks: float | None = None
    prior_source: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Routine:
    """What is on the calendar anyhow: acts told in any of these words weigh less. weight: 0 (nothing) to 1 (in full)."""

    words: tuple[str, ...]
    weight: float
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesUse:
    """How an indicator reads a series.

    measure: "level"; "change" from the window before, in per cent; "limit": how near the value is to `limit`, as value / limit.
    """

    series: str
    measure: Measure
    limit: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorDefinition:
    """Something to watch for.

    why:         what it would mean, for people.
    pattern:     what is counted; None for a series.
    window_days: length of the window that is read; for "ahead" how far ahead is looked.
    less:        whether it is unusually little that counts (always so for "silence").
    weight:      what one such step counts against an ordinary one: a rare and costly step weighs more (Grabo).
    """

    id: str
    title: str
    why: str
    group: IndicatorGroup
    kind: IndicatorKind
    pattern: Pattern | None
    window_days: int
    less: bool = False
    unit: str = "incidents"
    baseline: Baseline = Baseline()
    routine: tuple[Routine, ...] = ()
    weight: float = 1.0
    series: SeriesUse | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation:
    """How likely it is that the indicator is seen (active) within the horizon if the scenario comes.

    seen:   0 to 1. rating: the word it was given as (CC .95, C .8, N .5, I .2, II .05), None where it was given as a number.
    """

    indicator: str
    seen: float
    rating: Rating | None
    why: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """By what it is decided, from the lake alone, whether something came: at least so many incidents of the pattern by the deadline.

    within_days: from the issue on; deadline: a day instead. One of the two is None.
    text, void:  the rule, and when the question is void, in words for people.
    """

    pattern: Pattern
    at_least: int
    within_days: int | None
    deadline: date | None
    text: str
    void: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BaseRate:
    """What history alone gives a scenario or a question within the watch's horizon.

    probability: 0 to 1; None where it is to be counted in the history table named by `history`.
    """

    probability: float | None
    history: str | None
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioDefinition:
    """A hypothesis about what comes within the watch's horizon; exactly one of a watch's scenarios comes.

    rest:     whether it is what is left where no other comes ("nothing changes"); exactly one is. It has no rule of its own.
    order:    where several come, the scenario of the lowest order is the one that came.
    """

    id: str
    title: str
    statement: str
    rest: bool
    order: int
    base_rate: BaseRate | None
    expects: tuple[Expectation, ...]
    rule: Rule | None


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionDefinition:
    """A question that will be resolved and scored. opens: from when on it is asked, None for always; asked anew every `every_days`."""

    id: str
    text: str
    topic: str
    rule: Rule
    base_rate: BaseRate | None
    opens: date | None
    every_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesPoint:
    """One value and the day it is of."""

    day: date
    value: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """A series from outside. A value becomes known `lag_days` after its day: a replay knows no more than that."""

    id: str
    title: str
    unit: str
    source: str
    licence: str
    lag_days: int
    points: tuple[SeriesPoint, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryCount:
    """How many events of one kind a table of history has in one week. week: its Monday. Weeks without any have no row."""

    week: date
    who: str
    type: str
    whom: str
    events: int


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """Weekly counts of an event table of the past, for base rates. first, last: the days that it covers, weeks without events included."""

    id: str
    title: str
    source: str
    licence: str
    first: date
    last: date
    counts: tuple[HistoryCount, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchDefinition:
    """A watch, checked: every indicator, area, group, series that something names is there.

    horizon_days:      how far ahead its scenarios look.
    alarms_per_month:  the budget: how many false alarms of all its indicators together people will bear.
    groups:            names for lists of actor terms.
    digest:            "sha256:" over all its files, so that an assessment tells which definition it was made with.
    """

    id: str
    title: str
    about: str
    horizon_days: int
    alarms_per_month: float
    countries: tuple[str, ...]
    groups: Mapping[str, tuple[str, ...]]
    areas: tuple[Area, ...]
    indicators: tuple[IndicatorDefinition, ...]
    scenarios: tuple[ScenarioDefinition, ...]
    questions: tuple[QuestionDefinition, ...]
    series: tuple[Series, ...]
    histories: tuple[History, ...]
    feeds: tuple[str, ...]
    digest: str
