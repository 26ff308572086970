"""What a watch says on one day: readings, matrix, assessments, what they hang on, what is ahead; all that a board or a brief shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from tocsin.records.incident import Credibility, Incident, Reliability
from tocsin.records.warning import Assessment, Confidence, Forecast, IndicatorReading, WarningLevel
from tocsin.records.watch import Rating, WatchDefinition

Scoring = Literal["bayes", "inconsistency", "squared"]


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceItem:
    """One row of the matrix: an indicator that is seen, or expected and not seen, or an incident that a person put there.

    id:         of the indicator or incident.
    seen:       False: it was looked for and is not there; that is weak evidence, and counts against what expects it.
    credibility, reliability: of the information behind it (Admiralty), None for a series and for what is not seen.
    trust:      0 to 1, by which its likelihoods are tempered: P_t = trust * P + (1 - trust) * 0.5.
    relevance:  "costly" steps count more, routine ones less: a factor on its weight, 1 for an ordinary one.
    group:      items of one origin share this and one weight; share: 1 / size of the group.
    likelihood: scenario -> P(item | scenario), before tempering; rating: scenario -> the word nearest to it.
    decibans:   scenario -> 10 * log10 of what it multiplies the scenario's probability by, against the mean over scenarios.
    bits:       diagnosticity: mutual information between the item and the scenarios; 0 where it fits all alike.
    judgements: ids of the judgements by which people rated it.
    reading:    id of the indicator's reading, None for an incident.
    """

    id: str
    title: str
    kind: Literal["indicator", "incident"]
    seen: bool
    credibility: Credibility | None
    reliability: Reliability | None
    trust: float
    relevance: float
    group: str
    share: float
    likelihood: Mapping[str, float]
    rating: Mapping[str, Rating]
    decibans: Mapping[str, float]
    bits: float
    incidents: tuple[str, ...]
    origins: tuple[str, ...]
    judgements: tuple[str, ...]
    reading: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """The scenarios by one scoring, the leading first; scores: as the scoring has them (for "bayes" probabilities)."""

    scoring: Scoring
    order: tuple[str, ...]
    scores: Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Without:
    """What would be left without one item, or without one source and all that rests on it alone.

    removed: id of the item, or key of the origin; name: as people would call it.
    """

    kind: Literal["item", "source"]
    removed: str
    name: str
    probabilities: Mapping[str, float]
    leader: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unobserved:
    """An indicator that is not seen, and how many bits about the scenarios looking for it is expected to bring."""

    indicator: str
    title: str
    bits: float
    probability: float  # that it will be seen, by the present assessment


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """The matrix and all that follows from it.

    probabilities: scenario -> 0 to 1, together 1; base: the same before any evidence.
    linchpins:     the smallest set of items without which another scenario leads; empty where none is found (at most 4 are tried).
    unrated:       share of cells that nobody rated, 0 to 1.
    assumed:       the scenarios whose base rate nobody knows: theirs in `base` is an equal share of what the others leave.
    """

    items: tuple[EvidenceItem, ...]
    base: Mapping[str, float]
    probabilities: Mapping[str, float]
    rankings: tuple[Ranking, ...]
    without: tuple[Without, ...]
    linchpins: tuple[str, ...]
    unobserved: tuple[Unobserved, ...]
    unrated: float
    confidence: Confidence
    confidence_because: tuple[str, ...]
    assumed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """Something that lies ahead: by an incident that is scheduled, threatened or demanded, or by a question's deadline."""

    day: date | None
    title: str
    incident: str | None
    routine: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Sourcing:
    """The sourcing statement (ICD 206): what the whole rests on.

    state_share:  share of the articles that are of state media, None where no outlet's kind is known.
    single:       share of the incidents that rest on one origin.
    silent:       sources that are overdue or failing. gaps: what is missing, in words.
    reviewed:     by whom and when the watch was last gone through ("by A. Reader on 3 June 2019"), None where nobody has said so.
    """

    articles: int
    origins: int
    outlets: int
    state_share: float | None
    single: float | None
    languages: tuple[str, ...]
    oldest: date | None
    newest: date | None
    silent: tuple[str, ...]
    gaps: tuple[str, ...]
    reviewed: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """How forecasts of one kind have done. Brier and log scores are means over resolved forecasts; skills are against the two references.

    name: the topic or horizon they share, or "all".
    """

    name: str
    issued: int
    resolved: int
    void: int
    open: int
    brier: float | None
    log_score: float | None
    base_brier: float | None
    skill_base: float | None
    skill_persistence: float | None
    calibration_error: float | None
    lead_days: float | None
    false_alarms_per_month: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """What a watch says as of a moment.

    level:     of the warning; level_because: why, in words; before: that of the outlook a week earlier, None where there was none.
    readings:  of every indicator, the latest window; past: older windows, for charts, oldest first.
    assessments, earlier: of every scenario, now and a week earlier.
    incidents: all that readings, matrix and plans name, by id; disputed: ids of the disputed ones among what is new.
    fresh:     ids of the incidents that became known in the week before.
    forecasts: the open ones.
    """

    watch: WatchDefinition
    as_of: datetime
    level: WarningLevel
    level_because: str
    before: WarningLevel | None
    readings: tuple[IndicatorReading, ...]
    past: tuple[IndicatorReading, ...]
    weighed: Weighed
    assessments: tuple[Assessment, ...]
    earlier: tuple[Assessment, ...]
    incidents: Mapping[str, Incident]
    fresh: tuple[str, ...]
    disputed: tuple[str, ...]
    planned: tuple[Planned, ...]
    forecasts: tuple[Forecast, ...]
    scores: tuple[Score, ...]
    sourcing: Sourcing
