"""From an outlook to the rows of its brief."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from tocsin.ontology.plover import OTHER
from tocsin.products.told import listed
from tocsin.products.warning_brief.citing import Citations
from tocsin.products.warning_brief.rows import (
    HEADINGS,
    SCHEMA,
    Brief,
    ChartPoint,
    IndicatorChart,
    Part,
    ScenarioRow,
    Section,
    SectionKey,
    Statement,
)
from tocsin.products.warning_brief.sentences import Writer, given, note, series_of, stop, words
from tocsin.products.wording import (
    LEAST_DECIBANS,
    SCALE,
    by_probability,
    day_words,
    expected_not_seen,
    is_still,
    is_there,
    number,
    rest_last,
    routine_reason,
    sought,
    unread,
    unseen_words,
    unusual,
    value_words,
    warned_of,
    without_leader,
)
from tocsin.records import (
    Assessment,
    EvidenceItem,
    FiledArticle,
    FiledClaim,
    FiledEvent,
    Forecast,
    IndicatorReading,
    Outlook,
    Planned,
    Score,
    Scoring,
    Without,
)

_MOST_NEW = 8
_MOST_ITEMS = 7
_MOST_MOVERS = 2
_MOST_SOUGHT = 3
_MOST_PLANNED = 12
_MOST_CHARTS = 12
_LEAST_POINTS = 2
_HAPPENING = "it is happening"  # the level's reason begins so where it is set by what has come

_SCORINGS: Mapping[Scoring, str] = {
    "bayes": "by likelihood ratios",
    "inconsistency": "by what speaks against each",
    "squared": "by squared distance",
}


def brief_of(
    outlook: Outlook,
    articles: Mapping[str, FiledArticle],
    events: Mapping[str, FiledEvent],
    claims: Mapping[str, FiledClaim],
) -> Brief:
    """The brief of a watch as of a moment.

    articles, events, claims: by id, those that the outlook's incidents and readings name; what is not at hand is cited without its words.
    """
    writer = Writer(outlook=outlook, cite=Citations(outlook.incidents, articles, events, claims))
    write = {
        "judgement": _judgement,
        "new": _new,
        "why": _why,
        "alternatives": _alternatives,
        "change": _would_change,
        "ahead": _ahead,
        "disputed": _disputed,
        "scorecard": _scorecard,
        "sourcing": _sourcing,
    }
    keys: tuple[SectionKey, ...] = tuple(HEADINGS)
    sections = tuple(Section(key=key, statements=tuple(write[key](writer))) for key in keys)
    watch = outlook.watch
    return Brief(
        schema=SCHEMA,
        watch=watch.id,
        title=watch.title,
        about=watch.about,
        as_of=outlook.as_of,
        before=max((one.day for one in outlook.earlier), default=None),
        horizon_days=watch.horizon_days,
        level=outlook.level,
        level_before=outlook.before,
        scale=SCALE,
        scenarios=tuple(_row(writer, one) for one in rest_last(outlook)),
        figures=dict(sorted(writer.figures.items())),
        sections=sections,
        endnotes=writer.cite.endnotes(),
        charts=tuple(_charts(outlook)),
        digest=watch.digest,
    )


def _row(writer: Writer, one: Assessment) -> ScenarioRow:
    before = {was.scenario: was.probability for was in writer.outlook.earlier}
    return ScenarioRow(
        id=one.scenario,
        title=writer.names.get(one.scenario, one.scenario),
        probability=one.probability,
        before=before.get(one.scenario),
        base_rate=one.base_rate,
        confidence=one.confidence,
    )


# Judgement


def _judgement(writer: Writer) -> Iterator[Statement]:
    outlook = writer.outlook
    judged = _judged(outlook)
    for n, one in enumerate(judged):
        yield writer.chance(one)
        if n == 0 and len(judged) > 1:
            yield from _level(outlook)
        yield from _meaning(writer, one)
        yield writer.because(one)
    reasons = [[given(reason)] for reason in outlook.weighed.confidence_because]
    because = (words(": "), *series_of(reasons, "; ")) if reasons else ()
    for one in judged[-1:]:
        yield _confidence(one, because)
    if len(judged) < 2:
        yield from _level(outlook)


def _level(outlook: Outlook) -> Iterator[Statement]:
    was = "there was none a week earlier" if outlook.before is None else f"{outlook.before} a week earlier"
    yield note(words(f"The warning level is {outlook.level} ({was}): "), given(outlook.level_because), stop(outlook.level_because))
    if outlook.level_because.startswith(_HAPPENING):
        yield note(words("What has come sets the level; the number tells of what is still to come."))


def _judged(outlook: Outlook) -> tuple[Assessment, ...]:
    """What the judgement is on: the scenario that the level is of, where that leaves an alternative to tell; then what is most probable."""
    leader = by_probability(outlook.assessments)[:1]
    warned = warned_of(outlook)
    beside = warned is not None and warned not in leader and len(outlook.assessments) > 2
    return (warned, *leader) if warned and beside else leader


def _confidence(one: Assessment, because: Sequence[Part] = ()) -> Statement:
    """In a sentence of its own: it is about the basis, not about the event (ICD 203)."""
    word = Part(kind="confidence", text=one.confidence)
    return note(words("The confidence in the basis of this is "), word, *because, words("."), subject=one.scenario)


def _meaning(writer: Writer, one: Assessment) -> Iterator[Statement]:
    statement = next((s.statement for s in writer.outlook.watch.scenarios if s.id == one.scenario), None)
    if statement:
        yield note(words("By this is meant: "), Part(kind="given", text=statement), subject=one.scenario)


# What is new


def _new(writer: Writer) -> Iterator[Statement]:
    outlook = writer.outlook
    before = {one.scenario: one for one in outlook.earlier}
    if not before:
        yield note(words("There is no earlier assessment to compare with."))
    ordered = rest_last(outlook)
    still = [one for one in ordered if one.scenario in before and is_still(one.probability, before[one.scenario].probability)]
    for one in ordered:
        if one.scenario in before and one not in still:
            yield _moved(writer, before[one.scenario], one)
    if still:
        yield note(*series_of([[writer.name(one.scenario)] for one in still]), words(": as before."))
    fresh = [outlook.incidents[one] for one in outlook.fresh if one in outlook.incidents]
    weighed = {one for item in outlook.weighed.items for one in (item.id, *item.incidents)}
    fresh.sort(key=lambda one: (one.id not in weighed, one.type == OTHER))
    yield from (writer.incident(one) for one in fresh[:_MOST_NEW])
    if len(fresh) > _MOST_NEW:
        yield note(words(f"{number(len(fresh) - _MOST_NEW, 'more incident')} became known in the week before."))
    if not fresh:
        yield note(words("No incident that the watch counts became known in the week before."))


def _moved(writer: Writer, before: Assessment, now: Assessment) -> Statement:
    movers = _movers(before, now)
    items = {key: item for item in writer.outlook.weighed.items for key in (item.id, item.title)}
    parts = [writer.name(now.scenario), words(": from "), writer.percent(f"before:{now.scenario}", before.probability), words(" to ")]
    parts += [writer.percent(f"p:{now.scenario}", now.probability)]
    citations, rests_on = writer.basis(now)
    if other := _pushed_by(writer.outlook, before, now, movers):
        parts += [
            words(f", as another has {'lost' if now.probability > before.probability else 'gained'} more: "),
            writer.name(other.scenario),
        ]
        citations, rests_on = writer.basis(other)
    elif movers:
        moved = [[_item_name(writer, items, name), words(f" ({change:+.1f} decibans)")] for name, change in movers]
        parts += [words(", moved most by this: "), *series_of(moved, "; ")]
        cited = [n for name, _ in movers if name in items for n in writer.item_citations(items[name])]
        citations = tuple(dict.fromkeys(cited)) or citations
        rests_on = tuple(items[name].id for name, _ in movers if name in items) or rests_on
    return Statement(
        kind="judgement",
        parts=(*parts, words(".")),
        subject=now.scenario,
        probability=now.probability,
        confidence=now.confidence,
        citations=citations,
        rests_on=rests_on,
    )


def _pushed_by(outlook: Outlook, before: Assessment, now: Assessment, movers: Sequence[tuple[str, float]]) -> Assessment | None:
    """The scenario that has moved most the other way, where what bears on this one tells less than half of its change: the evidence
    moved the other, and together they stay 1. None where its own evidence tells enough, or nothing is known of the others.
    """
    if min(now.probability, before.probability) <= 0:
        return None
    shift = 10 * math.log10(now.probability / before.probability)
    if abs(sum(change for _, change in movers)) >= abs(shift) / 2:
        return None
    was = {one.scenario: one.probability for one in outlook.earlier}
    changes = {one.scenario: one.probability - was[one.scenario] for one in outlook.assessments if one.scenario in was}
    other = max(outlook.assessments, key=lambda one: -math.copysign(1, shift) * changes.get(one.scenario, 0.0))
    return other if changes.get(other.scenario, 0.0) * shift < 0 else None


def _item_name(writer: Writer, items: Mapping[str, EvidenceItem], name: str) -> Part:
    return writer.name(items[name].id) if name in items else given(name)


def _movers(before: Assessment, now: Assessment) -> list[tuple[str, float]]:
    """The evidence whose weight has changed most, in the direction in which the probability has moved."""
    was = {one.name: one.weight for one in before.evidence}
    weights = {one.name: one.weight for one in now.evidence}
    changes = {name: weights.get(name, 0.0) - was.get(name, 0.0) for name in {**was, **weights}}
    up = now.probability > before.probability
    moved = [(name, change) for name, change in changes.items() if abs(change) >= LEAST_DECIBANS and (change > 0) == up]
    return sorted(moved, key=lambda one: (-abs(one[1]), one[0]))[:_MOST_MOVERS]


# Why


def _why(writer: Writer) -> Iterator[Statement]:
    outlook = writer.outlook
    ordered = by_probability(outlook.assessments)
    leader = ordered[0].scenario if ordered else ""
    items = sorted(outlook.weighed.items, key=lambda item: (-abs(item.decibans.get(leader, 0.0)), item.id))
    told = [item for item in items if abs(item.decibans.get(leader, 0.0)) >= LEAST_DECIBANS][:_MOST_ITEMS]
    for item in told:
        yield _item(writer, item, leader)
    if not told:
        yield note(words("Nothing that was looked for speaks for or against what leads; what is left is the base rate."))
    told_of = {item.id for item in told}
    for reading in unusual(outlook):
        if reading.indicator not in told_of:
            yield _reading(writer, reading, words("; it does not tell the scenarios apart."))
    for reading in outlook.readings:
        if reading.routine:
            yield _routine(writer, reading)
    yield from _unread(writer)


def _unread(writer: Writer) -> Iterator[Statement]:
    """What has no number, by the reason that it has none."""
    alike: dict[str, list[IndicatorReading]] = {}
    for one in unread(writer.outlook):
        alike.setdefault(one.note or "not enough history", []).append(one)
    for reason, missing in alike.items():
        names = series_of([[writer.name(one.indicator)] for one in missing], "; ")
        why = (words("Not measured ("), given(reason), words("): "))
        yield note(*why, *names, words("."), rests_on=tuple(one.id for one in missing))


def _item(writer: Writer, item: EvidenceItem, leader: str) -> Statement:
    weight = item.decibans[leader]
    shared = ", as one of several items of the same origin" if item.share < 1 else ""
    tail = words(f"; {'for' if weight > 0 else 'against'} what leads by {abs(weight):.1f} decibans{shared}.")
    reading = writer.reading(item.id)
    if not item.seen:
        parts = (writer.name(item.id), words(f": {unseen_words(writer.outlook, reading)}"), tail)
        return note(*parts, citations=writer.item_citations(item), rests_on=(item.id,))
    if reading is not None:
        return _reading(writer, reading, tail)
    incident = writer.outlook.incidents.get(item.id)
    if incident is not None:
        told = writer.incident(incident)
        return Statement(kind=told.kind, parts=(*told.parts, words(" "), _capital(tail)), citations=told.citations, rests_on=told.rests_on)
    return note(writer.name(item.id), tail, rests_on=(item.id,))


def _capital(part: Part) -> Part:
    text = part.text.removeprefix("; ")
    return words(text[:1].upper() + text[1:])


def _reading(writer: Writer, reading: IndicatorReading, tail: Part) -> Statement:
    citations = writer.reading_citations(reading)
    parts = (writer.name(reading.indicator), words(": "), *writer.counted(reading), tail)
    kind = writer.standing(reading.incidents) if reading.incidents else "claim" if reading.claims else "fact" if citations else "note"
    return Statement(kind=kind if citations else "note", parts=parts, citations=citations, rests_on=(reading.indicator,))


def _routine(writer: Writer, reading: IndicatorReading) -> Statement:
    counted = value_words(reading.value or 0.0, reading.unit)
    why = routine_reason(writer.outlook, reading.indicator)
    because = (words(" ("), given(why), words(")")) if why else ()
    parts = (
        writer.name(reading.indicator),
        words(f": {reading.routine or 0:.2g} of {counted} "),
        words("was to be expected anyhow"),
        *because,
    )
    return note(*parts, words("."), citations=writer.reading_citations(reading), rests_on=(reading.indicator,))


# Alternatives


def _alternatives(writer: Writer) -> Iterator[Statement]:
    ordered, judged = by_probability(writer.outlook.assessments), _judged(writer.outlook)
    leader = ordered[0] if ordered else None
    for one in (each for each in ordered if each not in judged):
        yield writer.chance(one)
        yield writer.because(one)
        if leader and one.confidence != leader.confidence:
            yield _confidence(one)
        yield from _would_move(writer, one.scenario)


def _would_move(writer: Writer, scenario: str) -> Iterator[Statement]:
    """The unseen indicator that this scenario expects most against the others."""
    expected = {s.id: {e.indicator: e.seen for e in s.expects} for s in writer.outlook.watch.scenarios}
    quiet = {one.indicator for one in writer.outlook.readings if one.level == "inactive" and not is_there(writer.outlook, one)}
    ours = {name: seen for name, seen in expected.get(scenario, {}).items() if name in quiet}
    others = {name: [told[name] for of, told in expected.items() if of != scenario and name in told] for name in ours}
    ratios = {name: seen / (sum(others[name]) / len(others[name])) for name, seen in ours.items() if others[name] and sum(others[name])}
    best = max(ratios, key=lambda name: (ratios[name], name), default=None)
    if best is None or ratios[best] <= 1:
        yield note(words("No unseen indicator of the watch speaks for it more than for the others."), subject=scenario)
        return
    mean = sum(others[best]) / len(others[best])
    yield note(
        words("It would gain most from this, if it were seen: "),
        writer.name(best),
        words(" (expected in "),
        writer.percent(f"expects:{scenario}:{best}", ours[best]),
        words(" of cases if it comes, in "),
        writer.percent(f"expects:others:{scenario}:{best}", mean),
        words(" if another does)."),
        subject=scenario,
        rests_on=(best,),
    )


# What would change it


def _would_change(writer: Writer) -> Iterator[Statement]:
    yield _linchpins(writer)
    yield from _least_source(writer)
    yield from _rankings(writer)
    ordered = by_probability(writer.outlook.assessments)
    if ordered and (missing := expected_not_seen(writer.outlook, ordered[0].scenario)):
        yield note(words("Expected by what leads, and not seen: "), *series_of([[given(one)] for one in missing], "; "), words("."))
    if wanted := sought(writer.outlook)[:_MOST_SOUGHT]:
        named = [[given(one.title), words(f" ({one.bits:.2f} bits expected)")] for one in wanted]
        ids = tuple(one.indicator for one in wanted)
        yield note(words("What would tell most, if it were looked for now: "), *series_of(named, "; "), words("."), rests_on=ids)
    yield from _assumptions(writer)


def _linchpins(writer: Writer) -> Statement:
    weighed = writer.outlook.weighed
    if not weighed.items:
        return note(words("There is no evidence yet that could be taken away."))
    if not weighed.linchpins:
        return note(words("No few items carry the order: the same scenario leads whichever of them are taken away."))
    leader = without_leader(writer.outlook)
    missing = {item.id for item in weighed.items if not item.seen}
    named = series_of([[writer.name(one), *_not_there(one in missing)] for one in weighed.linchpins], "; ")
    items = [item for item in weighed.items if item.id in weighed.linchpins]
    cited = tuple(dict.fromkeys(n for item in items for n in writer.item_citations(item)))
    without = words(f". Without {'it' if len(weighed.linchpins) == 1 else 'them'} another would lead")
    then: tuple[Part, ...] = (words("."),)
    if leader:
        gone = next(one for one in weighed.without if one.kind == "item" and one.removed == weighed.linchpins[0])
        chance = writer.percent(f"without:{gone.removed}:{leader}", gone.probabilities[leader])
        then = (words(": "), writer.name(leader), words(" ("), chance, words(")."))
    return note(words("The order hangs on this: "), *named, without, *then, citations=cited, rests_on=weighed.linchpins)


def _not_there(missing: bool) -> tuple[Part, ...]:
    return (words(" (not seen)"),) if missing else ()


def _least_source(writer: Writer) -> Iterator[Statement]:
    """The source without which the leading probability would change most."""
    ordered = by_probability(writer.outlook.assessments)
    sources = [one for one in writer.outlook.weighed.without if one.kind == "source"]
    if not ordered or not sources:
        return
    leader = ordered[0]

    def moved(one: Without) -> float:
        return abs(one.probabilities.get(leader.scenario, leader.probability) - leader.probability)

    most = max(sources, key=lambda one: (moved(one), one.removed))
    if is_still(moved(most), 0.0):
        yield note(words("No single source matters by itself: without any one of them what leads stands as it does."))
        return
    left = writer.percent(f"without:{most.removed}:{leader.scenario}", most.probabilities[leader.scenario])
    parts = [
        words("The source that matters most is "),
        given(most.name),
        words(": without all that rests on it alone, what leads would stand at "),
    ]
    parts.append(left)
    if most.leader != leader.scenario:
        parts += [words(", behind "), writer.name(most.leader)]
    yield note(*parts, words("."))


def _rankings(writer: Writer) -> Iterator[Statement]:
    ranked = [one for one in writer.outlook.weighed.rankings if one.order]
    if len(ranked) < 2:
        return
    first = ranked[0].order[0]
    others = [one for one in ranked if one.order[0] != first]
    if not others:
        yield note(words(f"The same scenario leads in all {len(ranked)} ways of scoring the evidence."))
    for one in others:
        yield note(words(f"Scored {_SCORINGS[one.scoring]}, another leads: "), writer.name(one.order[0]), words("."))


def _assumptions(writer: Writer) -> Iterator[Statement]:
    outlook = writer.outlook
    many = number(len(outlook.assessments), "scenario")
    parts = [words(f"It is assumed that exactly one of the {many} comes within {number(outlook.watch.horizon_days, 'day')}")]
    if outlook.weighed.unrated:
        share = writer.percent("share:unrated", outlook.weighed.unrated)
        parts += [words("; "), share, words(" of the cells of evidence and scenario are rated by nobody and taken as neutral")]
    cited = (writer.cite.watch(outlook.watch),)
    yield Statement(kind="assumption", parts=(*parts, words(".")), citations=cited, rests_on=(outlook.watch.id,))
    if outlook.weighed.assumed:
        names = series_of([[writer.name(one)] for one in outlook.weighed.assumed], "; ")
        parts = [words("Where no base rate is known, an equal share of what the others leave is taken for it: "), *names, words(".")]
        yield Statement(kind="assumption", parts=tuple(parts), citations=cited, rests_on=outlook.weighed.assumed)


# Ahead


def _ahead(writer: Writer) -> Iterator[Statement]:
    asked = {one.question for one in writer.outlook.forecasts}  # they are told below, with their chances
    ahead = (one for one in writer.outlook.planned if one.incident is not None or one.title not in asked)
    planned = sorted(ahead, key=lambda one: (one.day is None, one.day or date.max, one.title))
    yield from (_planned(writer, one) for one in planned[:_MOST_PLANNED])
    if len(planned) > _MOST_PLANNED:
        yield note(words(f"{number(len(planned) - _MOST_PLANNED, 'more act')} lie further ahead."))
    if not planned:
        yield note(words("Nothing is known to be planned."))
    yield from (_forecast(writer, one) for one in sorted(writer.outlook.forecasts, key=lambda one: (one.deadline, one.question)))


def _planned(writer: Writer, one: Planned) -> Statement:
    when = words(f"{day_words(one.day) if one.day else 'No day known'}: ")
    tail = words(" (routine).") if one.routine else stop(one.title)
    if one.incident is None:
        return note(when, given(one.title), tail)
    cited = writer.cite.incidents([one.incident])
    told = Part(kind="quote", text=one.title)
    if not cited:
        return note(when, told, tail, rests_on=(one.incident,))
    return Statement(kind="claim", parts=(when, told, tail), citations=cited, rests_on=(one.incident,))


def _forecast(writer: Writer, one: Forecast) -> Statement:
    cited = (writer.cite.watch(writer.outlook.watch),)
    if one.probability is None:
        return note(given(one.question), words(" No probability was given."), citations=cited, rests_on=(one.id,))
    parts = [given(one.question), words(" Yes: "), *writer.likelihood(f"p:{one.id}", one.probability)]
    if one.base_rate is not None:
        parts += [words("; base rate "), writer.percent(f"base:{one.id}", one.base_rate)]
    parts.append(words(f"; issued {day_words(one.issued)}, decided by {day_words(one.deadline)}."))
    return Statement(
        kind="judgement",
        parts=tuple(parts),
        subject=one.id,
        probability=one.probability,
        citations=cited,
        rests_on=(one.id, *one.incidents),
    )


# Disputed, scorecard, sourcing


def _disputed(writer: Writer) -> Iterator[Statement]:
    told = [writer.outlook.incidents[one] for one in writer.outlook.disputed if one in writer.outlook.incidents]
    for incident in told:
        yield writer.incident(incident)
        for side, verb in (("affirms", "Affirmed by "), ("denies", "Denied by ")):
            names = list(
                dict.fromkeys(origin.name + ("" if origin.named else " (unnamed)") for origin in incident.origins if origin.side == side)
            )
            if names:
                cited = writer.cite.side(incident, side)
                parts = (words(verb), given(listed(names)), words("."))
                yield Statement(kind="claim", parts=parts, citations=cited, rests_on=(incident.id,))
    if not told:
        yield note(words("Nothing that is new is disputed."))


def _scorecard(writer: Writer) -> Iterator[Statement]:
    scores = sorted(writer.outlook.scores, key=lambda one: (one.name != "all", one.name))
    whole = next((one for one in scores if one.name == "all"), None)
    if whole is None or not whole.issued:
        yield note(words("Nothing has been forecast yet, so there is no record to judge this by."))
    elif not whole.resolved:
        yield note(words(f"Nothing is resolved yet: {number(whole.open, 'forecast')} open, {whole.void} void."))
    else:
        yield from (_score(one) for one in scores if one.resolved and one.brier is not None)


def _score(one: Score) -> Statement:
    of = (words("Over all"),) if one.name == "all" else (given(one.name),)
    told = [f"Brier {one.brier:.3f} on {number(one.resolved, 'resolved forecast')} of {one.issued}"]
    told += [f"base rate {one.base_brier:.3f}"] if one.base_brier is not None else []
    told += [f"log score {one.log_score:.3f}"] if one.log_score is not None else []
    told += [f"calibration error {one.calibration_error:.3f}"] if one.calibration_error is not None else []
    told += [f"{one.lead_days:.0f} days of lead"] if one.lead_days is not None else []
    told += [f"{one.false_alarms_per_month:.1f} false alarms a month"] if one.false_alarms_per_month is not None else []
    told += [f"{one.open} open", f"{one.void} void"]
    return note(*of, words(f": {'; '.join(told)}{_skills(one)}."))


def _skills(one: Score) -> str:
    known = [("the base rate", one.skill_base), ("no change", one.skill_persistence)]
    told = [f"{value:+.2f} over {name}" for name, value in known if value is not None]
    return f"; skill {listed(told)}" if told else ""


def _sourcing(writer: Writer) -> Iterator[Statement]:
    rests = writer.outlook.sourcing
    if not rests.articles:
        yield note(words("It rests on no article: nothing that was read is counted by an indicator."))
    else:
        counted = [number(rests.articles, "article"), number(rests.outlets, "outlet"), number(rests.origins, "independent origin")]
        yield note(words(f"It rests on {listed(counted)}{_dates(rests.oldest, rests.newest)}."))
        yield _shares(writer)
    if rests.languages:
        yield note(words(f"{'Language' if len(rests.languages) == 1 else 'Languages'} read: "), given(listed(rests.languages)), words("."))
    if rests.silent:
        yield note(words("Silent or failing: "), given(listed(rests.silent)), words("."))
    yield note(words("Gaps: "), given("; ".join(rests.gaps)), stop(rests.gaps[-1])) if rests.gaps else note(words("No gap is known."))
    if rests.reviewed:
        yield note(words("The watch was last gone through "), given(rests.reviewed), words("."))
    yield note(words("Endnotes that share an origin count as one; a grade is the Admiralty code, source and information."))


def _dates(oldest: date | None, newest: date | None) -> str:
    return f", the oldest of {day_words(oldest)}, the newest of {day_words(newest)}" if oldest and newest else ", undated"


def _shares(writer: Writer) -> Statement:
    rests = writer.outlook.sourcing
    state: tuple[Part, ...] = (words("How much of it is state media is not known"),)
    if rests.state_share is not None:
        state = (words("State media: "), writer.percent("share:state", rests.state_share), words(" of the articles"))
    single: tuple[Part, ...] = (words("; how many incidents rest on one origin is not known."),)
    if rests.single is not None:
        single = (words("; of the incidents "), writer.percent("share:single", rests.single), words(" rest on one origin."))
    return note(*state, *single)


# Charts


def _charts(outlook: Outlook) -> Iterator[IndicatorChart]:
    rank = {one.indicator: n for n, one in enumerate(unusual(outlook))}
    definitions = sorted(outlook.watch.indicators, key=lambda one: rank.get(one.id, len(rank)))
    made = 0
    for definition in definitions:
        told = [one for one in (*outlook.past, *outlook.readings) if one.indicator == definition.id]
        if sum(one.value is not None for one in told) >= _LEAST_POINTS and made < _MOST_CHARTS:
            made += 1
            points = tuple(ChartPoint(day=one.last_day, value=one.value, expected=one.expected, level=one.level) for one in told)
            yield IndicatorChart(
                indicator=definition.id,
                title=definition.title,
                unit=definition.unit if definition.series is None else told[-1].unit,
                points=points,
                description=_description(points, told[-1].unit),
            )


def _description(points: Sequence[ChartPoint], unit: str) -> str:
    last = points[-1]
    read = "not measured" if last.value is None else value_words(last.value, unit)
    expected = "no expectation" if last.expected is None else f"{last.expected:.2g} expected"
    most = max(point.value for point in points if point.value is not None)
    span = f"{number(len(points), 'window')} from {day_words(points[0].day)} to {day_words(last.day)}"
    return f"{span}; last: {read}, {expected}, {last.level}; most: {value_words(most, unit)}"
