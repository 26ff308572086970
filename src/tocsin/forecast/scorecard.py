"""How issued forecasts have done: scores, skill over the references, calibration, lead time, false alarms."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from statistics import median

import numpy as np

from tocsin.forecast.rules import GRACE_DAYS
from tocsin.forecast.scoring import Corp, brier, corp, expected_calibration_error, log_score, skill
from tocsin.records import Forecast, Score

LEAST = 10
"""Resolved forecasts with fewer of which a figure says nothing, and is None."""

ALERT, LIFT = 0.5, 3.0
"""The alert line: a probability of `ALERT`, or `LIFT` times the base rate where that is less, so that rare things can raise an alarm."""

_HORIZONS = (7, 30, 90)  # days
_MONTH = 30.44  # days, on average
_LEAST_MONTHS = 3
_EVEN = (0.05, 0.95)
_PER_BIN = 10  # forecasts to a bin of the calibration error, at most 15 bins: with fewer it would measure chance


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved:
    """A forecast with how it ended. day: on which it was known how."""

    forecast: Forecast
    probability: float
    came: bool
    day: date
    incidents: tuple[str, ...]


def resolved(forecasts: Iterable[Forecast], resolutions: Iterable[Forecast], *, as_of: date) -> tuple[Resolved, ...]:
    """The forecasts that are due and came or did not come, in order of issue; void and open ones are left out.

    Due is what may no longer change: `GRACE_DAYS` after the deadline. What came before counts only from then on. Else, as a no is known
    late and a yes early, the latest weeks would hold nothing but what came. Of two resolutions the first known counts.
    """
    ends = _ends(resolutions, as_of)
    return tuple(
        Resolved(
            forecast=forecast,
            probability=forecast.probability,
            came=ends[forecast.id].resolution == "yes",
            day=ends[forecast.id].issued,
            incidents=ends[forecast.id].incidents,
        )
        for forecast in sorted(forecasts, key=lambda f: (f.issued, f.id))
        if forecast.probability is not None and forecast.id in ends and ends[forecast.id].resolution != "void" and _due(forecast, as_of)
    )


def apart(ended: Iterable[Resolved]) -> tuple[Resolved, ...]:
    """Of each question those whose windows do not overlap, from the first on: what came of the others is in good part the same again."""
    until: dict[str, date] = {}
    taken: list[Resolved] = []
    for one in sorted(ended, key=lambda one: (one.forecast.issued, one.forecast.id)):
        question = one.forecast.question
        if question not in until or one.forecast.issued >= until[question]:
            until[question] = one.forecast.deadline
            taken.append(one)
    return tuple(taken)


def scores(
    forecasts: Iterable[Forecast], resolutions: Iterable[Forecast], *, as_of: date, alert: float = ALERT, lift: float = LIFT
) -> tuple[Score, ...]:
    """Of all forecasts issued by a day, then by topic, by horizon and, where there are several, by model ("model NAME").

    Every issue of a question is a forecast of its own; that they hang together is for `interval` to heed. Figures are None with fewer than
    `LEAST` forecasts `resolved`; skills are over those forecasts that have the reference.

    lead_days: the median, over the happenings that a forecast was resolved by, of the days from the first alert for it until it was known;
               None where no alert came before any.
    false_alarms_per_month: runs of alerts of one question of which none came true, by the months from first to last issue, 1 or more.
    alert, lift: the alert line is `alert`, or `lift` times the base rate where that is less.
    """
    issued = sorted((f for f in forecasts if f.resolves is None and f.issued <= as_of), key=lambda f: (f.issued, f.id))
    ends = _ends(resolutions, as_of)
    ended = {one.forecast.id: one for one in resolved(issued, ends.values(), as_of=as_of)}
    void = {f.id for f in issued if f.id in ends and ends[f.id].resolution == "void"}
    return tuple(_score(name, some, ended, void, (alert, lift)) for name, some in _groups(issued).items())


def reliability(forecasts: Iterable[Forecast], resolutions: Iterable[Forecast], *, as_of: date) -> Corp | None:
    """The reliability curve, and the parts of the Brier score (CORP); None with fewer than `LEAST` resolved forecasts."""
    ended = resolved(forecasts, resolutions, as_of=as_of)
    return corp([r.probability for r in ended], [r.came for r in ended]) if len(ended) >= LEAST else None


def mean_brier(ended: Sequence[Resolved]) -> float:
    """The Brier score of resolved forecasts, for `interval`."""
    return brier([r.probability for r in ended], [r.came for r in ended])


def interval(
    ended: Sequence[Resolved], measure: Callable[[Sequence[Resolved]], float | None] = mean_brier, *, draws: int = 1000, seed: int = 0
) -> tuple[float, float] | None:
    """Within which a measure lies with 90 %, by a bootstrap of whole months of issue: forecasts of one month hang together (Künsch 1989).

    None with fewer than three months or `LEAST` forecasts, or where the measure is None of every draw.
    """
    months: dict[tuple[int, int], list[Resolved]] = {}
    for one in ended:
        months.setdefault((one.forecast.issued.year, one.forecast.issued.month), []).append(one)
    if len(months) < _LEAST_MONTHS or len(ended) < LEAST:
        return None
    blocks = [months[month] for month in sorted(months)]
    drawn = np.random.default_rng(seed).integers(len(blocks), size=(draws, len(blocks)))
    values = [measure([one for i in row for one in blocks[i]]) for row in drawn.tolist()]
    known = [value for value in values if value is not None]
    if not known:
        return None
    low, high = np.quantile(known, _EVEN).tolist()
    return low, high


def _ends(resolutions: Iterable[Forecast], as_of: date) -> dict[str, Forecast]:
    ends: dict[str, Forecast] = {}
    for row in sorted(resolutions, key=lambda r: (r.known_at, r.id)):
        if row.resolves is not None and row.known_at.date() <= as_of:
            ends.setdefault(row.resolves, row)
    return ends


def _due(forecast: Forecast, as_of: date) -> bool:
    return as_of > forecast.deadline + timedelta(GRACE_DAYS)


def _groups(issued: Sequence[Forecast]) -> dict[str, list[Forecast]]:
    topics: dict[str, list[Forecast]] = {}
    horizons: dict[str, list[Forecast]] = {}
    models: dict[str, list[Forecast]] = {}
    for forecast in issued:
        if forecast.topic is not None:
            topics.setdefault(forecast.topic, []).append(forecast)
        horizons.setdefault(_horizon((forecast.deadline - forecast.issued).days), []).append(forecast)
        models.setdefault(f"model {forecast.model}", []).append(forecast)
    in_order = [_horizon(days) for days in (*_HORIZONS, _HORIZONS[-1] + 1)]
    by_horizon = {name: horizons[name] for name in in_order if name in horizons}
    by_model = dict(sorted(models.items())) if len(models) > 1 else {}
    return {"all": list(issued)} | dict(sorted(topics.items())) | by_horizon | by_model


def _horizon(days: int) -> str:
    return next((f"within {most} days" for most in _HORIZONS if days <= most), f"beyond {_HORIZONS[-1]} days")


def _score(name: str, issued: Sequence[Forecast], all_ended: Mapping[str, Resolved], void: Set[str], line: tuple[float, float]) -> Score:
    ended = [all_ended[f.id] for f in issued if f.id in all_ended]
    n_void = sum(f.id in void for f in issued)
    given, came = [r.probability for r in ended], [r.came for r in ended]
    enough = len(ended) >= LEAST
    base, skill_base = _against(ended, lambda f: f.base_rate)
    _, skill_persistence = _against(ended, lambda f: f.persistence)
    return Score(
        name=name,
        issued=len(issued),
        resolved=len(ended),
        void=n_void,
        open=len(issued) - len(ended) - n_void,
        brier=brier(given, came) if enough else None,
        log_score=log_score(given, came) if enough else None,
        base_brier=base,
        skill_base=skill_base,
        skill_persistence=skill_persistence,
        calibration_error=expected_calibration_error(given, came, bins=min(15, len(ended) // _PER_BIN)) if enough else None,
        lead_days=_lead(ended, *line) if enough else None,
        false_alarms_per_month=_false_alarms(ended, *line) if enough else None,
    )


def _against(ended: Sequence[Resolved], reference: Callable[[Forecast], float | None]) -> tuple[float | None, float | None]:
    """The Brier score of a reference, and the skill over it, among the forecasts that have one."""
    both = [(r.probability, said, r.came) for r in ended if (said := reference(r.forecast)) is not None]
    if len(both) < LEAST:
        return None, None
    given, referred, came = zip(*both, strict=True)
    its = brier(referred, came)
    return its, skill(brier(given, came), its)


def _is_alert(one: Resolved, alert: float, lift: float) -> bool:
    base = one.forecast.base_rate
    return one.probability >= (alert if base is None else min(alert, lift * base))


def _lead(ended: Sequence[Resolved], alert: float, lift: float) -> float | None:
    first: dict[tuple[str, str], int] = {}  # question, and the incident that decided it
    for one in ended:  # in order of issue
        if one.came and one.incidents and _is_alert(one, alert, lift):
            first.setdefault((one.forecast.question, one.incidents[-1]), (one.day - one.forecast.issued).days)
    return float(median(first.values())) if first else None


def _false_alarms(ended: Sequence[Resolved], alert: float, lift: float) -> float:
    questions: dict[tuple[str, str], list[Resolved]] = {}
    for one in ended:
        questions.setdefault((one.forecast.question, one.forecast.model), []).append(one)
    false = sum(_false_runs(asked, alert, lift) for asked in questions.values())
    days = (ended[-1].forecast.issued - ended[0].forecast.issued).days + 1
    return false / max(days / _MONTH, 1.0)


def _false_runs(asked: Sequence[Resolved], alert: float, lift: float) -> int:
    runs = groupby(asked, key=lambda one: _is_alert(one, alert, lift))
    return sum(alarming and not any(one.came for one in run) for alarming, run in runs)
