"""The parts of score.py that other measures share, with their types: that file stands alone and is left out of the checks of types."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib import import_module
from typing import Any

_score = import_module("evals.score")

Row = Mapping[str, Any]
Span = tuple[int, int]
Figures = dict[str, Any]
Scorer = Callable[[Iterable[Row], Mapping[str, Row]], Figures]

OLD_TYPES: Mapping[str, str] = _score._OLD_TYPES  # noqa: SLF001 - a table of our own scorer

load: Callable[[str], list[dict[str, Any]]] = _score.load
f1: Callable[[int, int, int], dict[str, Any]] = _score.f1
iou: Callable[[Span, Span], float] = _score.iou
span: Callable[[Row | None], Any] = _score.span
coded: Callable[[Row], list[dict[str, Any]]] = _score.coded
pair_up: Callable[[Sequence[Any], Sequence[Any], Callable[[Any, Any], float]], list[Span]] = _score.pair_up
same_source: Callable[[Row, Row, str], bool] = _score.same_source
cited: Callable[[Row], list[Row]] = _score.cited
sides: Callable[[Sequence[Row]], frozenset[str]] = _score.sides
country: Callable[[str | None], str | None] = _score.country
km: Callable[[tuple[float, float], tuple[float, float]], float] = _score.km
intervals: Callable[[Scorer, Sequence[Row], Mapping[str, Row], int], dict[str, list[float]]] = _score.intervals
