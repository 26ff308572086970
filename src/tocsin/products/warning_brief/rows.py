"""The rows of a brief: sections of sentences, each sentence in parts that say what they are, figures, endnotes, charts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from tocsin.ontology.likelihood import Scale
from tocsin.products.wording import percent
from tocsin.records import Confidence, Credibility, Level, Reliability, WarningLevel

SCHEMA = "tocsin.brief/1"

PartKind = Literal["words", "given", "quote", "term", "percent", "confidence"]
StatementKind = Literal["fact", "claim", "assumption", "judgement", "note"]
SectionKey = Literal["judgement", "new", "why", "alternatives", "change", "ahead", "disputed", "scorecard", "sourcing"]

HEADINGS: Mapping[SectionKey, str] = {
    "judgement": "Judgement",
    "new": "What is new",
    "why": "Why",
    "alternatives": "Alternatives",
    "change": "What would change this",
    "ahead": "Planned ahead",
    "disputed": "Disputed",
    "scorecard": "How it has done so far",
    "sourcing": "Sourcing",
}
"""The sections in their order, as they are headed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A stretch of a sentence.

    kind:   "words" (the brief's own), "given" (taken over: a title of the watch, a name, a reason), "quote" (words of a report),
            "term" (a likelihood word), "percent" (a figure in per cent), "confidence" (the word for the confidence in the basis).
    figure: of a term or percentage, the key of the figure that it tells (`Brief.figures`); None for other kinds.
    """

    kind: PartKind
    text: str
    figure: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One sentence.

    kind:        "fact": measured here, or affirmed by two independent origins or more and denied by none; "claim": told on somebody's
                 word; "assumption": taken for granted; "judgement": what follows, with a probability; "note": about the watch or the
                 brief itself.
    subject:     id of the scenario or forecast that it is about, None where it is about none.
    probability, confidence: of a judgement, as in the row of its subject; None for other kinds, and of a forecast no confidence.
    citations:   numbers of endnotes.
    rests_on:    ids of items, readings, incidents, questions of the watch.
    """

    kind: StatementKind
    parts: tuple[Part, ...]
    subject: str | None = None
    probability: float | None = None
    confidence: Confidence | None = None
    citations: tuple[int, ...] = ()
    rests_on: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Sentences under one heading."""

    key: SectionKey
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Endnote:
    """One thing cited.

    number:      from 1 on, in the order of first citation.
    kind:        "report": an article, by one origin; "data": a series, a table of history; "watch": the definition of the watch itself.
    title:       of the article; of data, the source as people wrote it. outlet: None where unknown.
    quote:       the words of the sentence that tells it, None where they are not at hand.
    chain:       who says so, outermost first, without the outlet; "(unnamed)" behind those who are not.
    side:        whether it affirms or denies the incident that it is cited for, None where there is no incident.
    reliability, credibility: Admiralty grade of the origin and of the information; None where it was not graded, and the credibility of a
                 denial, for the grade is that of what it denies.
    origin:      key of the origin, by which endnotes are one or independent; None where there is none.
    same_origin: numbers of the other endnotes of this origin.
    repeated_by: other outlets through which it says the same.
    """

    number: int
    kind: Literal["report", "data", "watch"]
    outlet: str | None
    title: str | None
    day: date | None
    url: str | None
    quote: str | None
    chain: tuple[str, ...]
    side: Literal["affirms", "denies"] | None
    reliability: Reliability | None
    credibility: Credibility | None
    origin: str | None
    same_origin: tuple[int, ...]
    repeated_by: tuple[str, ...]
    article: str | None
    incident: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioRow:
    """A scenario's numbers: what every sentence about it must say. before, base_rate: None where unknown."""

    id: str
    title: str
    probability: float
    before: float | None
    base_rate: float | None
    confidence: Confidence


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartPoint:
    """One window of an indicator: its last day, what was read, what was expected, the level. None is unknown, and shown as a gap."""

    day: date
    value: float | None
    expected: float | None
    level: Level


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorChart:
    """The windows of one indicator, oldest first. description: what the picture shows, for those who do not see it."""

    indicator: str
    title: str
    unit: str
    points: tuple[ChartPoint, ...]
    description: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """The whole brief.

    scale:     the row of likelihood words that it uses, one for all of it.
    before:    the day of the assessment that changes are told against, None where there was none.
    scenarios: the most probable first.
    figures:   key -> number: every probability and share that the sentences tell, 0 to 1, or already in per cent for "value:..." keys.
    digest:    of the definition of the watch.
    """

    schema: str
    watch: str
    title: str
    about: str
    as_of: datetime
    before: date | None
    horizon_days: int
    level: WarningLevel
    level_before: WarningLevel | None
    scale: Scale
    scenarios: tuple[ScenarioRow, ...]
    figures: Mapping[str, float]
    sections: tuple[Section, ...]
    endnotes: tuple[Endnote, ...]
    charts: tuple[IndicatorChart, ...]
    digest: str


def figure_words(key: str, value: float, scale: Scale) -> str:
    """A figure in per cent as the brief prints it."""
    return f"{value:,.3g} %" if key.startswith("value:") else percent(value, scale)


def grade_words(note: Endnote) -> str | None:
    """As in "C3", "source C" for a denial; None where it was not graded."""
    if note.reliability is None:
        return None
    return f"{note.reliability}{note.credibility}" if note.credibility else f"source {note.reliability}"
