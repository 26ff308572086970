"""What warning is made of: the reading of an indicator, the assessment of a scenario, a forecast that will be scored."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from tocsin.records.event import Evidence

Level = Literal["inactive", "emerging", "active", "strong"]
Confidence = Literal["high", "moderate", "low"]
Resolution = Literal["yes", "no", "void"]
WarningLevel = Literal["routine", "watch", "elevated", "high", "critical"]


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorReading:
    """The value of one indicator in one window, against its own baseline.

    id:        `filed_id` of watch, indicator, first and last day of the window, and `known_at`.
    value:     what was counted or measured, in `unit` ("incidents", "USD"); None where there was nothing to read it from.
    expected:  what the baseline expects in such a window, None where there is not enough history.
    p_value:   probability of so much or more under the baseline, 0 to 1; surprise_bits: its negative binary logarithm.
    exposure:  how much was reported at all and how many sources were healthy, against what is usual: 1 is usual.
    routine:   how much of `value` is on the calendar anyhow; the level is read without it.
    last_as_often: last day of the latest earlier window that reached `value`, None where none did.
    note:      why there is no number ("not enough history: 3 of 8 windows"), or what to know about it; None where there is nothing to add.
    incidents, claims: ids of those that it rests on.
    """

    id: str
    watch: str
    indicator: str
    first_day: date
    last_day: date
    value: float | None
    unit: str
    expected: float | None
    p_value: float | None
    surprise_bits: float | None
    exposure: float | None
    level: Level
    incidents: tuple[str, ...]
    known_at: datetime
    recorded_at: datetime
    routine: float | None = None
    last_as_often: date | None = None
    note: str | None = None
    claims: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """The probability of one scenario on one day, with the evidence and its weight.

    id:           `filed_id` of watch, scenario and day.
    probability:  0 to 1, that it comes within `horizon_days`; base_rate: what history alone gives, None where there is none.
    confidence:   of the basis, not of the event (ICD 203).
    evidence:     the parts, weights in decibans; readings, incidents: ids of what it rests on.
    """

    id: str
    watch: str
    scenario: str
    day: date
    horizon_days: int
    probability: float
    base_rate: float | None
    confidence: Confidence
    evidence: tuple[Evidence, ...]
    readings: tuple[str, ...]
    incidents: tuple[str, ...]
    known_at: datetime
    recorded_at: datetime
    level: WarningLevel | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """A question with a horizon and a rule of resolution, a probability; issued once, never changed. Its resolution is a row of its own.

    id:          `filed_id` of the question's text, deadline, issue, model and watch; of a resolution, of the forecast and "resolved".
    watch, topic: id of the watch and topic of the question, None where it was asked by itself.
    base_rate, persistence: what the two references said on the same day, 0 to 1, None where they had nothing to say.
    pattern:     the rule as data (JSON), by which the lake resolves it.
    question, rule, void_rule: as they stood when it was issued.
    resolves:    id of the forecast that this row resolves, None for a forecast; then `resolution` says how, and `incidents` by what.
    probability: 0 to 1, None for a resolution.
    """

    id: str
    question: str
    rule: str
    void_rule: str
    issued: date
    deadline: date
    model: str
    probability: float | None
    resolves: str | None
    resolution: Resolution | None
    incidents: tuple[str, ...]
    known_at: datetime
    recorded_at: datetime
    watch: str | None = None
    topic: str | None = None
    base_rate: float | None = None
    persistence: float | None = None
    pattern: str | None = None
