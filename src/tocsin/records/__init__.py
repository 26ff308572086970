"""The words of the project as frozen, slotted, keyword-only records; one file a noun.

Field names equal those of the `tocsin.read/1` record (docs/reference/record.md), so that an answer is the records written down. All
offsets count Unicode code points into the article's text and are half-open, `[start, end)`. Unknown is `None`, never a sentinel.
"""

from tocsin.records.actor import Actor, Basis, Mention
from tocsin.records.article import Article, PublishedBasis
from tocsin.records.claim import Claim, Cue, Source, SourceKind, Stance
from tocsin.records.credit import Credit, CreditKind
from tocsin.records.event import AHEAD, Event, Evidence, Quantity, Status, Trigger, When, WhenBasis
from tocsin.records.filed import FiledArticle, FiledClaim, FiledCredit, FiledEvent, FiledPlace, Link, Party, filed_id
from tocsin.records.incident import (
    Credibility,
    Decision,
    Incident,
    Judgement,
    Origin,
    Placement,
    Reliability,
    StatusChange,
    Tally,
)
from tocsin.records.item import Item
from tocsin.records.mark import Guess, Mark
from tocsin.records.outlook import (
    EvidenceItem,
    Outlook,
    Planned,
    Ranking,
    Score,
    Scoring,
    Sourcing,
    Unobserved,
    Weighed,
    Without,
)
from tocsin.records.parse import Parse
from tocsin.records.place import Place, PlaceKind
from tocsin.records.reading import ArticleReading, Draft, MadeBy
from tocsin.records.reason import DecidedBy, Label, Reason
from tocsin.records.refused import Refused
from tocsin.records.reject import Reject
from tocsin.records.source import SourceHealth, SourceState
from tocsin.records.span import Span
from tocsin.records.time import Precision, Time
from tocsin.records.unreadable import Unreadable
from tocsin.records.warning import Assessment, Confidence, Forecast, IndicatorReading, Level, Resolution, WarningLevel
from tocsin.records.watch import (
    Area,
    Baseline,
    BaseRate,
    Expectation,
    History,
    HistoryCount,
    IndicatorDefinition,
    IndicatorGroup,
    IndicatorKind,
    Measure,
    Pattern,
    QuestionDefinition,
    Rating,
    Routine,
    Rule,
    ScenarioDefinition,
    Season,
    Series,
    SeriesPoint,
    SeriesUse,
    WatchDefinition,
)

__all__ = [
    "AHEAD",
    "Actor",
    "Area",
    "Article",
    "ArticleReading",
    "Assessment",
    "BaseRate",
    "Baseline",
    "Basis",
    "Claim",
    "Confidence",
    "Credibility",
    "Credit",
    "CreditKind",
    "Cue",
    "DecidedBy",
    "Decision",
    "Draft",
    "Event",
    "Evidence",
    "EvidenceItem",
    "Expectation",
    "FiledArticle",
    "FiledClaim",
    "FiledCredit",
    "FiledEvent",
    "FiledPlace",
    "Forecast",
    "Guess",
    "History",
    "HistoryCount",
    "Incident",
    "IndicatorDefinition",
    "IndicatorGroup",
    "IndicatorKind",
    "IndicatorReading",
    "Item",
    "Judgement",
    "Label",
    "Level",
    "Link",
    "MadeBy",
    "Mark",
    "Measure",
    "Mention",
    "Origin",
    "Outlook",
    "Parse",
    "Party",
    "Pattern",
    "Place",
    "PlaceKind",
    "Placement",
    "Planned",
    "Precision",
    "PublishedBasis",
    "Quantity",
    "QuestionDefinition",
    "Ranking",
    "Rating",
    "Reason",
    "Refused",
    "Reject",
    "Reliability",
    "Resolution",
    "Routine",
    "Rule",
    "ScenarioDefinition",
    "Score",
    "Scoring",
    "Season",
    "Series",
    "SeriesPoint",
    "SeriesUse",
    "Source",
    "SourceHealth",
    "SourceKind",
    "SourceState",
    "Sourcing",
    "Span",
    "Stance",
    "Status",
    "StatusChange",
    "Tally",
    "Time",
    "Trigger",
    "Unobserved",
    "Unreadable",
    "WarningLevel",
    "WatchDefinition",
    "Weighed",
    "When",
    "WhenBasis",
    "Without",
    "filed_id",
]
