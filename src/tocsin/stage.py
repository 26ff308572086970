"""The contract of a stage: pure, from records to records, with every input accounted for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Generic, Protocol, TypeVar

from tocsin.errors import TocsinError

In = TypeVar("In", contravariant=True)
Out = TypeVar("Out")
Made = TypeVar("Made")


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """One input that a stage could not take: its place among the records handed in, the stage, and the error that says why."""

    index: int
    stage: str
    error: TocsinError


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch(Generic[Made]):
    """What a stage made of its input, and what it refused; together they account for every record handed in."""

    made: tuple[Made, ...]
    refused: tuple[Refusal, ...] = ()


class Stage(Protocol[In, Out]):
    """Record by record: the same answer for one record as for a thousand.

    A stage has no clock, disk, network or global state. `as_of` is the day up to which the world is known; nothing later may reach the
    result. `needs` and `makes` name fields of `ArticleReading` (or "parse"); the pipeline checks the joins before it runs.
    """

    name: ClassVar[str]
    needs: ClassVar[frozenset[str]]
    makes: ClassVar[frozenset[str]]

    def __call__(self, records: Sequence[In], *, as_of: date) -> Batch[Out]:
        """Read each record; the answer's `made` and `refused` together are as many as `records`, in order."""
        ...
