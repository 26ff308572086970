"""How forecasts have done, and what a single question is answered, for people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from rich.console import Group, RenderableType
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from tocsin.ontology.likelihood import term
from tocsin.products.rows import UNKNOWN
from tocsin.products.terminal import printable
from tocsin.products.wording import SCALE, day_words, number, percent
from tocsin.records import Forecast, Outlook, Score

_COLUMNS = ("issued", "done", "void", "open", "Brier", "base", "skill", "pers.", "log", "ECE", "lead", "false")
_GLOSS = (
    "done: came or did not; base: Brier score of the base rate; skill, pers.: of our Brier score over the base rate and over persistence; "
    "lead: days from the first alert; false: alarms a month that nothing followed."
)
_MOST_NAME = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """A question in words and its answer.

    forecast: None where there is not enough history.
    low, high: within which it lies with 90 %, as far as that hangs on how little was seen.
    because:  what it rests on, cautions included. rule, void: by which it would be decided.
    """

    ask: str
    rule: str
    void: str
    forecast: Forecast | None
    low: float | None
    high: float | None
    because: tuple[str, ...]


def answered_view(made: Answered) -> RenderableType:
    """The answer first, then what it rests on, then how it will be decided."""
    parts: list[RenderableType] = [Text(printable(made.ask), style="bold"), Rule(style="dim")]
    one = made.forecast
    if one is None or one.probability is None:
        parts.append(Text("Not enough history: no number.", style="bold"))
    else:
        word = term(one.probability, SCALE)
        line = Text(percent(one.probability), style="bold").append(f"  {word or ''}", style="not bold")
        if made.low is not None and made.high is not None:
            line.append(f"  ({percent(made.low)} to {percent(made.high)}, for how little was seen)", style="not bold dim")
        parts.append(line)
        parts.append(Text(f"until {day_words(one.deadline)}; base rate {_share(one.base_rate)}, persistence {_share(one.persistence)}"))
    parts += [Text(), *(Text(f"· {printable(each)}") for each in made.because)]
    parts += [Text(), Text("Decided by: ", style="dim").append(printable(made.rule)), Text(printable(made.void), style="dim")]
    return Group(*parts)


def scorecard_view(
    scores: Sequence[Score], *, brier_interval: tuple[float, float] | None, curve: Sequence[tuple[float, float, float]]
) -> RenderableType:
    """A row for all forecasts, for each topic, horizon and model.

    brier_interval: of all, 90 %. curve: from, to and share: of what was said between the two, the share that came (CORP).
    """
    table = Table(box=None, padding=(0, 1, 0, 0), pad_edge=False, header_style="dim")
    table.add_column("", overflow="fold", max_width=_MOST_NAME)
    for name in _COLUMNS:
        table.add_column(name, justify="right", no_wrap=True)
    for score in scores:
        table.add_row(printable(score.name), *_cells(score))
    parts: list[RenderableType] = [table]
    if brier_interval:
        low, high = brier_interval
        parts.append(Text(f"Brier of all within {low:.3f} to {high:.3f} with 90 % (bootstrap of whole months).", style="dim"))
    if curve:
        said = "; ".join(f"{_between(low, high)} said, {percent(came)} came" for low, high, came in curve)
        parts.append(Text(f"Reliability (CORP): {said}.", style="dim"))
    parts.append(Text(_GLOSS, style="dim"))
    if any(score.brier is None for score in scores):
        parts.append(Text(f"{UNKNOWN}: fewer than ten are done, or there is no reference to measure against.", style="dim"))
    return Group(*parts)


def backtest_view(outlooks: Sequence[Outlook], scores: RenderableType, *, as_of: date) -> RenderableType:
    """A line a day: level and probabilities; then the scorecard as of a later day."""
    watch = outlooks[-1].watch
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False)
    table.add_column("")
    table.add_column("level")
    for scenario in watch.scenarios:
        table.add_column(scenario.id, justify="right", overflow="fold")
    table.add_column("confidence")
    table.add_column("active", justify="right")
    for one in outlooks:
        shares = [percent(one.weighed.probabilities[scenario.id]) for scenario in watch.scenarios]
        active = sum(reading.level != "inactive" for reading in one.readings)
        table.add_row(day_words(one.as_of.date()), one.level, *shares, one.weighed.confidence, str(active))
    heading = Text(f"{printable(watch.title)}: {number(len(outlooks), 'day')}, each as of its own end", style="bold")
    due = Text(f"\nWhat became of the forecasts, as of {day_words(as_of)}. The reader, the actors and this watch are today's.", style="dim")
    return Group(heading, Rule(style="dim"), table, due, scores)


def step_json(outlook: Outlook) -> dict[str, object]:
    """One day of a replay as plain data."""
    return {
        "schema": "tocsin.backtest/1",
        "watch": outlook.watch.id,
        "digest": outlook.watch.digest,
        "as_of": outlook.as_of.isoformat(),
        "level": outlook.level,
        "because": outlook.level_because,
        "confidence": outlook.weighed.confidence,
        "probabilities": dict(outlook.weighed.probabilities),
        "base": dict(outlook.weighed.base),
        "seen": {one.indicator: one.level for one in outlook.readings if one.level != "inactive"},
        "linchpins": list(outlook.weighed.linchpins),
    }


def _between(low: float, high: float) -> str:
    return percent(low) if low == high else f"{percent(low)} to {percent(high)}"


def _share(p: float | None) -> str:
    return UNKNOWN if p is None else percent(p)


def _cells(score: Score) -> list[str]:
    counts = [str(n) for n in (score.issued, score.resolved, score.void, score.open)]
    figures = [
        _figure(score.brier, 3),
        _figure(score.base_brier, 3),
        _figure(score.skill_base, 2),
        _figure(score.skill_persistence, 2),
        _figure(score.log_score, 2),
        _figure(score.calibration_error, 2),
        _figure(score.lead_days, 0),
        _figure(score.false_alarms_per_month, 1),
    ]
    return [*counts, *figures]


def _figure(value: float | None, places: int) -> str:
    return UNKNOWN if value is None else f"{value:.{places}f}".replace("0.", ".", 1) if abs(value) < 1 else f"{value:.{places}f}"
