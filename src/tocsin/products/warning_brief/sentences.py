"""The sentences of a brief that several sections share: a scenario's chance, a reading, an incident, what they rest on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from tocsin.ontology.likelihood import term
from tocsin.products.brief import shortened
from tocsin.products.incident import verdict
from tocsin.products.told import deed_phrase
from tocsin.products.warning_brief.citing import Citations
from tocsin.products.warning_brief.rows import Part, Statement, StatementKind, figure_words
from tocsin.products.wording import (
    SCALE,
    day_words,
    is_held,
    is_raised,
    is_still,
    last_seen_words,
    number,
    p_value_words,
    seen_for,
    span_words,
    titles,
    value_words,
)
from tocsin.records import AHEAD, Assessment, EvidenceItem, Incident, IndicatorReading, Outlook, Party

_MOST_TITLE = 140  # characters of words of a report
_MOST_GIVEN = 600  # of a title, a statement, a reason: whole, unless somebody has written a page
_MOST_REASONS = 2


def words(text: str) -> Part:
    """The brief's own words."""
    return Part(kind="words", text=text)


def given(text: str) -> Part:
    """Words taken over from the watch, from a name, from a reason that a stage gives."""
    return Part(kind="given", text=shortened(text, _MOST_GIVEN))


def quote(text: str) -> Part:
    """Words of a report."""
    return Part(kind="quote", text=shortened(text, _MOST_TITLE))


def stop(text: str) -> Part:
    """The end of a sentence that ends with words taken over: nothing where they have an end of their own."""
    return words("" if text.endswith((".", "!", "?", "…")) else ".")


def series_of(parts: Sequence[Sequence[Part]], joint: str = " and ") -> tuple[Part, ...]:
    """Things in a row: "a, b and c"; with another joint between all of them."""
    made: list[Part] = []
    for n, one in enumerate(parts):
        if n:
            made.append(words(joint if joint != " and " or n == len(parts) - 1 else ", "))
        made += one
    return tuple(made)


@dataclass(slots=True, kw_only=True)
class Writer:
    """What the sections are written with: the outlook, the endnotes and figures gathered so far."""

    outlook: Outlook
    cite: Citations
    figures: dict[str, float] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.names = titles(self.outlook)

    def name(self, of: str) -> Part:
        """A scenario, indicator or item by its title."""
        return given(self.names.get(of, of))

    def percent(self, key: str, value: float) -> Part:
        """A figure in per cent, noted under its key."""
        self.figures[key] = value
        return Part(kind="percent", text=figure_words(key, value, SCALE), figure=key)

    def likelihood(self, key: str, p: float) -> tuple[Part, ...]:
        """The word with the number behind it; the number alone where the scale has no word."""
        number_part, word = self.percent(key, p), term(p, SCALE)
        if word is None:
            return (number_part,)
        article = (words("a "),) if word.endswith(("chance", "odds")) and not word.startswith("almost") else ()
        return (*article, Part(kind="term", text=word, figure=key), words(" ("), number_part, words(")"))

    # What a scenario rests on

    def item_citations(self, item: EvidenceItem) -> tuple[int, ...]:
        """The endnotes behind one item: incidents, claims, the series that it reads."""
        reading = self.reading(item.id)
        ids = item.incidents or ((item.id,) if item.kind == "incident" else reading.incidents if reading else ())
        return tuple(dict.fromkeys((*self.cite.incidents(ids), *(self.reading_citations(reading) if reading else ()))))

    def reading(self, indicator: str) -> IndicatorReading | None:
        """The latest reading of an indicator."""
        return next((one for one in self.outlook.readings if one.indicator == indicator), None)

    def reading_citations(self, reading: IndicatorReading) -> tuple[int, ...]:
        """The endnotes behind a reading."""
        definition = next((one for one in self.outlook.watch.indicators if one.id == reading.indicator), None)
        name = definition.series.series if definition and definition.series else None
        series = next((one for one in self.outlook.watch.series if one.id == name), None)
        data = (self.cite.data(f"{series.source}: {series.title}", reading.last_day),) if series and reading.value is not None else ()
        return (*self.cite.incidents(reading.incidents), *self.cite.claims(reading.claims or ()), *data)

    def basis(self, one: Assessment) -> tuple[tuple[int, ...], tuple[str, ...]]:
        """What the judgement on a scenario rests on: endnotes, and ids. Where nothing is seen: its base rate; else the watch itself."""
        items = seen_for(self.outlook, one.scenario)[:_MOST_REASONS]
        cited = [number for item in items for number in self.item_citations(item)]
        if not cited:
            cited = [self.base_citation(one)]
        return tuple(dict.fromkeys(cited)), tuple(item.id for item in items) or one.readings

    def base_citation(self, one: Assessment) -> int:
        """The endnote of where a base rate is from."""
        rate = next((s.base_rate for s in self.outlook.watch.scenarios if s.id == one.scenario), None)
        return self.cite.data(rate.source) if rate and one.base_rate is not None else self.cite.watch(self.outlook.watch)

    # Sentences

    def chance(self, one: Assessment) -> Statement:
        """As in "Talks: very unlikely (9 %) within 30 days, down from 14 % on 13 March 2021."."""
        citations, rests_on = self.basis(one)
        parts = [self.name(one.scenario), words(": "), *self.likelihood(f"p:{one.scenario}", one.probability)]
        parts += [words(f" within {number(one.horizon_days, 'day')}"), *self._change(one), words(".")]
        return Statement(
            kind="judgement",
            parts=tuple(parts),
            subject=one.scenario,
            probability=one.probability,
            confidence=one.confidence,
            citations=citations,
            rests_on=rests_on,
        )

    def _change(self, one: Assessment) -> tuple[Part, ...]:
        before = next((was for was in self.outlook.earlier if was.scenario == one.scenario), None)
        if before is None:
            return ()
        when = f" on {day_words(before.day)}"
        if is_still(one.probability, before.probability):
            return (words(f", as{when}"),)
        way = ", up from " if one.probability > before.probability else ", down from "
        return (words(way), self.percent(f"before:{one.scenario}", before.probability), words(when))

    def because(self, one: Assessment) -> Statement:
        """What it rests on, and what history alone would give."""
        items = seen_for(self.outlook, one.scenario)[:_MOST_REASONS]
        parts: list[Part] = []
        if items:
            opening = "It rests mostly on this: " if is_raised(one) else "Some of what is seen speaks for it, and has not raised it: "
            parts += [words(opening), *series_of([[self.name(item.id), *self._held(item)] for item in items], "; ")]
        else:
            parts.append(words("Nothing that was seen speaks for it"))
        if one.base_rate is None:
            parts.append(words("; no base rate is known."))
        else:
            times = f", and this is {one.probability / one.base_rate:.1f} times as much" if one.base_rate else ""
            parts += [words("; its base rate is "), self.percent(f"base:{one.scenario}", one.base_rate), words(f"{times}.")]
        known = (self.base_citation(one),) if one.base_rate is not None else ()
        return Statement(kind="note", parts=tuple(parts), subject=one.scenario, citations=known, rests_on=tuple(item.id for item in items))

    def _held(self, item: EvidenceItem) -> tuple[Part, ...]:
        return (words(" (in an earlier window, not in this one)"),) if is_held(self.outlook, self.reading(item.id)) else ()

    def counted(self, reading: IndicatorReading) -> tuple[Part, ...]:
        """As in "2 incidents in the 7 days to 20 March 2021, 0.2 expected (p = .014, 6.2 bits, last so much in the window to
        12 November 2018)".
        """
        days = (reading.last_day - reading.first_day).days + 1
        window = f" in the {number(days, 'day')} to {day_words(reading.last_day)}"
        if reading.value is None:
            return (given(reading.note or "not enough history"),)
        parts = [*self._value(f"value:{reading.indicator}", reading.value, reading.unit), words(window)]
        if reading.expected is None:
            return (*parts, words("; "), given(reading.note or "not enough history"))
        parts += [words(", "), *self._value(f"value:{reading.indicator}:expected", reading.expected, reading.unit), words(" expected")]
        if is_held(self.outlook, reading):
            parts.append(words(" (an earlier window had it, and it has not lapsed)"))
        elif reading.p_value is not None and reading.surprise_bits is not None:
            parts.append(words(f" ({p_value_words(reading.p_value)}, {reading.surprise_bits:.1f} bits, {last_seen_words(reading)})"))
        return tuple(parts)

    def _value(self, key: str, value: float, unit: str) -> tuple[Part, ...]:
        if unit == "%":
            return (self.percent(key, value),)
        if key.endswith(":expected"):
            return (words(f"{value:,.2g}"),)
        counted, _, rest = value_words(value, unit).partition(" ")
        return (words(f"{counted} "), given(rest)) if rest else (words(counted),)

    def standing(self, ids: Iterable[str]) -> StatementKind:
        """Is "fact" where every incident has two independent origins or more and nobody denies it, else "claim"."""
        known = [self.outlook.incidents[one] for one in ids if one in self.outlook.incidents]
        return "fact" if all(_is_borne_out(one) for one in known) else "claim"

    def incident(self, incident: Incident) -> Statement:
        """As in "“Two tankers burn” (an attack by Arland on Borland, 14 March 2021, Cape Sable). Disputed: ..."."""
        called = [[party.name or party.code or "somebody unknown" for party in side] for side in _sides(incident)]
        place = f", {incident.place}" if incident.place else ""
        told = f"{deed_phrase(incident.type, *called)}, {span_words(incident.earliest, incident.latest)}{place}"
        parts = (quote(incident.title), words(" ("), given(told), words("). "), given(verdict(incident)))
        cited = self.cite.incidents([incident.id])
        kind = self.standing([incident.id]) if incident.status not in AHEAD else "claim"
        return Statement(kind=kind, parts=parts, citations=cited, rests_on=(incident.id,))


def _sides(incident: Incident) -> tuple[Iterable[Party], ...]:
    return incident.sources, incident.targets, incident.proxies


def _is_borne_out(incident: Incident) -> bool:
    return incident.affirmed > 1 and not incident.denied and incident.status not in ("disputed", "retracted")


def note(*parts: Part, citations: tuple[int, ...] = (), rests_on: tuple[str, ...] = (), subject: str | None = None) -> Statement:
    """A sentence about the watch or the brief itself."""
    return Statement(kind="note", parts=parts, citations=citations, rests_on=rests_on, subject=subject)
