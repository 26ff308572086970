"""Issuing a forecast, and resolving it from the lake: yes, no, or void, by the rule that stood when it was issued."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from tocsin.forecast.rates import RateForecast
from tocsin.forecast.rules import GRACE_DAYS, BadRule, articles_needed, deadline_of, rule_from_json, rule_json, rule_text, void_text
from tocsin.forecast.telling import as_known, counts, told_at
from tocsin.patterns import happening, matches
from tocsin.records import Forecast, Incident, Rule, filed_id


def issue(
    question: str,
    rule: Rule,
    said: RateForecast,
    *,
    model: str,
    known_at: datetime,
    recorded_at: datetime,
    watch: str | None = None,
    topic: str | None = None,
) -> Forecast:
    """The forecast of a question, issued on the day of `known_at`, with all that resolving it takes. Raises BadRule (`deadline_of`).

    said: the probability and what the two references say.
    """
    issued = known_at.date()
    deadline = deadline_of(rule, issued)
    return Forecast(
        id=filed_id(question, deadline, issued, model, watch),
        question=question,
        rule=rule.text or rule_text(rule),
        void_rule=void_text(rule.void),
        issued=issued,
        deadline=deadline,
        model=model,
        probability=said.probability,
        resolves=None,
        resolution=None,
        incidents=(),
        known_at=known_at,
        recorded_at=recorded_at,
        watch=watch,
        topic=topic,
        base_rate=said.base_rate,
        persistence=said.persistence,
        pattern=rule_json(rule),
    )


def resolve(
    forecast: Forecast,
    incidents: Iterable[Incident],
    sentences: Mapping[str, Iterable[str]],
    articles_by_day: Mapping[date, int],
    *,
    as_of: datetime,
    recorded_at: datetime | None = None,
) -> Forecast | None:
    """The row that resolves a forecast as of a moment; None while it is open.

    Yes as soon as enough incidents of the pattern are known that lie after the issue and no later than the deadline (`counts`), with those
    that decided it, and as many articles of the window were read as the void rule asks for; `issued` of the row is the day on which the
    last of the incidents became known. Else, `GRACE_DAYS` after the deadline, no; or void where too few articles were read, whatever
    came: if only a no could be void, the scores would hold too many a yes.

    incidents: as folded as of the same moment; what became known later, or after the `GRACE_DAYS`, is passed over.
    sentences: of an incident, by id: those that tell it.
    articles_by_day: how many articles of each day were read, by all sources.
    recorded_at: when it is filed, None for `as_of`. Raises BadRule for a forecast that brings no rule as data.
    """
    if forecast.pattern is None:
        raise BadRule(f"the forecast {forecast.id} without its rule as data", allowed="a rule as JSON in `pattern`")
    if as_of < forecast.known_at:
        return None
    rule = rule_from_json(forecast.pattern)
    closed = forecast.deadline + timedelta(GRACE_DAYS)
    by = min(as_of, datetime.combine(closed, time.max, UTC))  # what is told later decides nothing, however late it is resolved
    known = (as_known(incident, by) for incident in incidents if incident.known_at <= by)
    met = sorted((incident for incident in known if _meets(rule, incident, sentences, forecast)), key=lambda i: (told_at(i), i.id))
    acts: dict[str, Incident] = {}
    for incident in met:
        acts.setdefault(happening(incident), incident)  # one act told in two ways is one
    found = list(acts.values())[: rule.at_least]
    row = replace(
        forecast,
        id=filed_id(forecast.id, "resolved"),
        probability=None,
        base_rate=None,
        persistence=None,
        resolves=forecast.id,
        known_at=as_of,
        recorded_at=recorded_at or as_of,
    )
    enough = _read(forecast, articles_by_day, as_of.date())
    if len(found) == rule.at_least and enough:
        day = max(told_at(found[-1]).date(), forecast.issued)
        return replace(row, resolution="yes", incidents=tuple(incident.id for incident in found), issued=day)
    if as_of.date() <= closed:
        return None
    return replace(row, resolution="no" if enough else "void", issued=closed)


def _read(forecast: Forecast, articles_by_day: Mapping[date, int], by: date) -> bool:
    """Whether enough of the window was read by a day."""
    read = sum(n for day, n in articles_by_day.items() if forecast.issued < day <= min(by, forecast.deadline))
    return read >= articles_needed(forecast.void_rule, (forecast.deadline - forecast.issued).days)


def _meets(rule: Rule, incident: Incident, sentences: Mapping[str, Iterable[str]], forecast: Forecast) -> bool:
    return counts(incident, after=forecast.issued, until=forecast.deadline) and matches(
        rule.pattern, incident, sentences.get(incident.id, ())
    )
