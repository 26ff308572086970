"""How sound the basis is, in words that can stand in a brief. It looks at what the assessment rests on, never at its probability."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from tocsin.records import Confidence, Ranking
from tocsin.scenarios.bayes import shares
from tocsin.scenarios.matrix import Matrix, Row

_FRACTIONS = (
    (0.25, "a quarter"),
    (0.33, "a third"),
    (0.5, "half"),
    (0.67, "two thirds"),
    (0.75, "three quarters"),
    (0.9, "nine tenths"),
    (1.0, "all"),
)
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


@dataclass(frozen=True, slots=True)
class Flaw:
    """What is wrong with the basis. grave: enough by itself for low confidence."""

    because: str
    grave: bool = False


def confidence(
    matrix: Matrix,
    ranked: Sequence[Ranking],
    linchpins: Sequence[str],
    names: Mapping[str, str],
    unrated: float,
    assumed: Sequence[str],
) -> tuple[Confidence, tuple[str, ...]]:
    """Low with a grave flaw or three others; moderate with one or two; high with none. With the reasons, the graver first."""
    found = [*_sources(matrix.rows, names), *_method(matrix, ranked, linchpins), *_definition(matrix, unrated, assumed)]
    flaws = sorted(found, key=lambda flaw: not flaw.grave)
    reasons = tuple(flaw.because for flaw in flaws)
    if any(flaw.grave for flaw in flaws) or len(flaws) >= 3:
        return "low", reasons
    if flaws:
        return "moderate", reasons
    origins = len({key for row in matrix.rows for key in row.parts})
    return "high", (f"it rests on {_number(origins)} independent origins", "three ways of scoring name the same leader")


def _sources(rows: Sequence[Row], names: Mapping[str, str]) -> Iterator[Flaw]:
    seen = [row for row in rows if row.seen]
    share = shares(seen)
    weight = {row.id: row.trust * row.relevance * share[row.id] for row in seen}
    total = sum(weight.values())
    if not rows:
        yield Flaw("it rests on base rates alone: of nothing that would bear on it can be said whether it is there", grave=True)
        return
    if not total:
        yield Flaw("nothing of what is looked for is seen: it rests on base rates and on what is missing")
        return
    by_origin: defaultdict[str, float] = defaultdict(float)
    for row in seen:
        for origin, part in row.parts.items():
            by_origin[origin] += weight[row.id] * part / total
    if len(by_origin) < 3:
        yield Flaw(
            f"it rests on {_number(len(by_origin))} independent origin{'' if len(by_origin) == 1 else 's'}", grave=len(by_origin) < 2
        )
    largest = max(by_origin, key=lambda origin: (by_origin[origin], origin), default=None)
    if largest is not None and by_origin[largest] > 0.4:
        grave = by_origin[largest] > 0.6
        yield Flaw(f"{_fraction(by_origin[largest])} of what it rests on has one origin ({names.get(largest, largest)})", grave=grave)
    borne_out = sum(weight[row.id] for row in seen if row.credibility in (1, 2) or (row.credibility is None and row.parts)) / total
    if borne_out < 0.5:
        share_out = _fraction(1 - borne_out)
        told = "none of what it rests on is" if share_out == "all" else f"{share_out} of what it rests on is not"
        yield Flaw(f"{told} borne out by a second origin")


def _method(matrix: Matrix, ranked: Sequence[Ranking], linchpins: Sequence[str]) -> Iterator[Flaw]:
    if len({ranking.order[0] for ranking in ranked}) > 1:
        yield Flaw("three ways of scoring do not name the same leader")
    if len(linchpins) == 1:
        title = next(row.title for row in matrix.rows if row.id == linchpins[0])
        yield Flaw(f"without one item, another scenario would lead: {title}")


def _definition(matrix: Matrix, unrated: float, assumed: Sequence[str]) -> Iterator[Flaw]:
    if assumed:
        yield Flaw("the base rate of at least one scenario is not known", grave=True)
    if unrated > 0.5:
        yield Flaw(f"{_fraction(unrated)} of the matrix is rated by nobody")
    indicators = len(matrix.unseen) + sum(row.seen and row.reading is not None for row in matrix.rows)
    if indicators and matrix.unread / indicators > 1 / 3:
        verb = "has" if matrix.unread == 1 else "have"
        told = f"{_number(matrix.unread)} of {_number(indicators)} indicators {verb} too short a past to be read"
        yield Flaw(told, grave=matrix.unread / indicators > 2 / 3)


def _fraction(share: float) -> str:
    """The nearest fraction that people say."""
    return min(_FRACTIONS, key=lambda entry: abs(entry[0] - share))[1]


def _number(n: int) -> str:
    return _NUMBERS[n] if n < len(_NUMBERS) else str(n)
