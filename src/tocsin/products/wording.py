"""How the products of a watch put numbers, days and changes into words, so that board, brief and page of a number say the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType

from tocsin.ontology.likelihood import Scale, term
from tocsin.records import Assessment, EvidenceItem, IndicatorReading, Outlook, Unobserved, WarningLevel

SCALE: Scale = "icd203"
"""The scale of likelihood words that the products use unless told otherwise: row 1 of ICD 203."""

LEVELS: tuple[WarningLevel, ...] = ("routine", "watch", "elevated", "high", "critical")
"""From the least to the gravest."""

LEVEL_STYLES: Mapping[str, str] = MappingProxyType(
    {"routine": "green", "watch": "cyan", "elevated": "yellow", "high": "red", "critical": "bold red"}
)
"""How each looks on a terminal, in the words of rich."""

LEAST_DECIBANS = 0.05
"""What weighs less for or against a scenario would be shown as 0.0: nothing rests on it."""

_RAISED = 1.1  # times its base rate from which a probability is more than that
_STILL = 0.005  # a change of probability that is less than this is none
_MOST_DIGITS = 4


def day_words(day: date) -> str:
    """As in "19 June 2019"."""
    return f"{day.day} {day:%B %Y}"


def span_words(earliest: date | None, latest: date | None) -> str:
    """The days in which something lies, as in "2 March 2021", "28 February to 2 March 2021"; "day unknown" where no day is known."""
    if earliest and latest:
        return day_words(latest) if earliest == latest else f"{_begin(earliest, latest)} to {day_words(latest)}"
    return f"by {day_words(latest)}" if latest else f"from {day_words(earliest)}" if earliest else "day unknown"


def _begin(earliest: date, latest: date) -> str:
    if earliest.year != latest.year:
        return day_words(earliest)
    return str(earliest.day) if earliest.month == latest.month else f"{earliest.day} {earliest:%B}"


def number(many: int, noun: str, nouns: str | None = None) -> str:
    """A count with its noun.

    >>> number(1, "incident"), number(2, "incident"), number(1214, "story", "stories")
    ('1 incident', '2 incidents', '1,214 stories')
    """
    return f"{many:,} {noun if many == 1 else nouns or noun + 's'}"


def value_words(value: float, unit: str) -> str:
    """A value in its unit.

    >>> value_words(1.0, "incidents"), value_words(3.0, "incidents"), value_words(8.25, "%"), value_words(8.0, "rung")
    ('1 incident', '3 incidents', '8.25 %', 'rung 8')
    """
    if unit == "rung":
        return f"rung {value:g}"
    shown = f"{value:,.0f}" if value == round(value) else f"{value:,.4g}" if abs(value) < 1000 else f"{value:,.0f}"
    return f"{shown} {unit.removesuffix('s') if abs(value) == 1 and unit in ('incidents', 'claims', 'types', 'days') else unit}"


def percent(p: float, scale: Scale = SCALE) -> str:
    """A probability in per cent, with as many digits as it takes to fall into the band of its word, and never rounded to 0 or 100.

    >>> percent(0.46), percent(0.4496), percent(0.004), percent(1.0)
    ('46 %', '44.96 %', '0.4 %', '100 %')
    """
    return f"{100 * _rounded(p, scale):.4f}".rstrip("0").rstrip(".") + " %"


def decimal(p: float, scale: Scale = SCALE) -> str:
    """A probability for a column, with the digits of `percent`.

    >>> decimal(0.46), decimal(0.5), decimal(1.0)
    ('.46', '.50', '1.00')
    """
    rounded = _rounded(p, scale)
    digits = max(2, len(f"{rounded:.6f}".rstrip("0").partition(".")[2]))
    return f"{rounded:.{digits}f}".removeprefix("0") if rounded < 1 else f"{rounded:.2f}"


def _rounded(p: float, scale: Scale) -> float:
    tries = (round(p, 2 + more) for more in range(_MOST_DIGITS + 1))
    return next((r for r in tries if term(r, scale) == term(p, scale) and (r in (0, 1)) == (p in (0, 1))), p)


def likelihood(p: float, scale: Scale = SCALE) -> str:
    """The word and the number, as in "very unlikely (11 %)"; the number alone where the scale has no word for it."""
    word = term(p, scale)
    return f"{word} ({percent(p, scale)})" if word else percent(p, scale)


def p_value_words(p: float) -> str:
    """As in "p = .014", "p < .0001".

    >>> p_value_words(0.0136), p_value_words(0.00002), p_value_words(1.0)
    ('p = .014', 'p < .0001', 'p = 1')
    """
    if p < 0.0001:
        return "p < .0001"
    return f"p = {p:.2g}".replace("0.", ".", 1)


def is_still(now: float, before: float) -> bool:
    """Whether a probability has not moved by as much as half a per cent."""
    return abs(now - before) < _STILL


def arrow(now: float, before: float) -> str:
    """▲ where it has risen, ▼ where it has fallen, = where it has hardly moved."""
    return "=" if is_still(now, before) else "▲" if now > before else "▼"


def level_arrow(now: WarningLevel, before: WarningLevel | None) -> str:
    """The same for levels; empty where there was none before."""
    if before is None:
        return ""
    step = LEVELS.index(now) - LEVELS.index(before)
    return "▲" if step > 0 else "▼" if step < 0 else "="


def lift(now: float, base: float | None) -> float | None:
    """How many times its base rate a probability is; None without a base rate above 0."""
    return now / base if base else None


def by_probability(assessments: Iterable[Assessment]) -> tuple[Assessment, ...]:
    """The most probable first, those that are equally so in the order given."""
    return tuple(sorted(assessments, key=lambda one: -one.probability))


def rest_last(outlook: Outlook) -> tuple[Assessment, ...]:
    """What is warned of, the most probable first; then that nothing of it comes."""
    rest = {one.id for one in outlook.watch.scenarios if one.rest}
    return tuple(sorted(by_probability(outlook.assessments), key=lambda one: one.scenario in rest))


def warned_of(outlook: Outlook) -> Assessment | None:
    """The scenario that the level is reckoned from, the most probable of several; None where the level is routine."""
    names = {one.id: one.title for one in outlook.watch.scenarios if not one.rest}
    told = (one for one in by_probability(outlook.assessments) if one.scenario in names)
    named = (one for one in told if names[one.scenario] in outlook.level_because)
    return next(named, None) if outlook.level != "routine" else None


def is_raised(one: Assessment) -> bool:
    """Whether the evidence has lifted a probability above its base rate; so, too, where none is known."""
    return not one.base_rate or one.probability > _RAISED * one.base_rate


def seen_for(outlook: Outlook, scenario: str) -> tuple[EvidenceItem, ...]:
    """What is seen and speaks for a scenario by a weight that can be shown, the weightiest first."""
    told = (item for item in outlook.weighed.items if item.seen and item.decibans.get(scenario, 0.0) >= LEAST_DECIBANS)
    return tuple(sorted(told, key=lambda item: (-item.decibans[scenario], item.id)))


def unusual(outlook: Outlook) -> tuple[IndicatorReading, ...]:
    """The readings above the lowest level, the most surprising first; without those that are only held there (see `is_held`)."""
    told = (one for one in outlook.readings if one.level != "inactive" and not is_held(outlook, one))
    return tuple(sorted(told, key=lambda one: (-(one.surprise_bits or 0.0), one.indicator)))


def is_held(outlook: Outlook, reading: IndicatorReading | None) -> bool:
    """Whether nothing of what it counts is in the window, and its level only has not lapsed since an earlier one."""
    return reading is not None and reading.level != "inactive" and reading.value == 0 and _counts(outlook, reading.indicator)


def is_there(outlook: Outlook, reading: IndicatorReading | None) -> bool:
    """Whether something of what it counts is in the window, though not so much that its own past shows it to be unusual."""
    return reading is not None and reading.level == "inactive" and (reading.value or 0) > 0 and _counts(outlook, reading.indicator)


def _counts(outlook: Outlook, indicator: str) -> bool:
    """Whether its value grows with what it looks for."""
    definition = next(one for one in outlook.watch.indicators if one.id == indicator)
    return not definition.less and definition.kind not in ("silence", "series")


def sought(outlook: Outlook) -> tuple[Unobserved, ...]:
    """What it would tell most to look for, and is not there yet, the most first."""
    there = {one.indicator for one in outlook.readings if is_there(outlook, one)}
    told = (one for one in outlook.weighed.unobserved if one.indicator not in there)
    return tuple(sorted(told, key=lambda one: (-one.bits, one.indicator)))


def unseen_words(outlook: Outlook, reading: IndicatorReading | None) -> str:
    """What is said of an item of the matrix that is not seen."""
    return "there, and not shown to be unusual" if is_there(outlook, reading) else "looked for, not seen"


def unread(outlook: Outlook) -> tuple[IndicatorReading, ...]:
    """The readings without a baseline to measure them against."""
    return tuple(one for one in outlook.readings if one.expected is None)


def routine_reason(outlook: Outlook, indicator: str) -> str | None:
    """Why what the indicator counts is on the calendar anyhow, in the words of the watch; None where it has no routine."""
    definition = next(one for one in outlook.watch.indicators if one.id == indicator)
    return "; ".join(routine.why for routine in definition.routine) or None


def expected_not_seen(outlook: Outlook, scenario: str) -> tuple[str, ...]:
    """The titles of indicators that the scenario expects more often than not, and that were looked for and are not seen."""
    read = (one for one in outlook.readings if one.level == "inactive" and one.expected is not None)
    quiet = {one.indicator for one in read if not is_there(outlook, one)}
    expects = next((s.expects for s in outlook.watch.scenarios if s.id == scenario), ())
    titles = {one.id: one.title for one in outlook.watch.indicators}
    wanted = sorted((one for one in expects if one.seen > 0.5 and one.indicator in quiet), key=lambda one: (-one.seen, one.indicator))
    return tuple(titles[one.indicator] for one in wanted)


def last_seen_words(reading: IndicatorReading) -> str:
    """When it was last so much, by the last day of that window; or that no window before, of however few, had so much."""
    if reading.last_as_often is None:
        return "no earlier window has so much"
    return f"last so much in the window to {day_words(reading.last_as_often)}"


def titles(outlook: Outlook) -> dict[str, str]:
    """Scenarios, indicators, items of the matrix and incidents as people call them, by id."""
    made = {one.id: one.title for one in outlook.incidents.values()}
    made |= {one.id: one.title for one in outlook.weighed.items}
    made |= {one.id: one.title for one in outlook.watch.indicators}
    return made | {one.id: one.title for one in outlook.watch.scenarios}


def without_leader(outlook: Outlook) -> str | None:
    """The id of the scenario that leads once the linchpins are gone; None where that is not known.

    It is known for a single linchpin from the leave-one-out figures; of several together only that another one leads.
    """
    linchpins = outlook.weighed.linchpins
    if len(linchpins) != 1:
        return None
    return next((one.leader for one in outlook.weighed.without if one.kind == "item" and one.removed == linchpins[0]), None)
