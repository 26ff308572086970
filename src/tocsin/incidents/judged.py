"""What people have judged: events that must stand together, events that must not, grades set by hand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from tocsin.records import Judgement


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """The judgements in force at a moment.

    must:   pairs of event ids (the smaller first) that tell of one happening; cannot: pairs that tell of two.
    grades: the judgement that grades an incident or source, by its id or key and the axis ("reliability", "credibility").
    """

    must: frozenset[tuple[str, str]]
    cannot: frozenset[tuple[str, str]]
    grades: Mapping[tuple[str, str], Judgement]


def judged(judgements: Iterable[Judgement], *, as_of: datetime) -> Judged:
    """What the judgements known by `as_of` come to; a retracted one has no effect, of two at odds over a pair the latest known holds."""
    raise NotImplementedError
