"""From material known as of a moment to the readings of all indicators of a watch."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from tocsin.indicators.baseline import surprise
from tocsin.indicators.counts import CountTrack
from tocsin.indicators.exposure import Exposure
from tocsin.indicators.judged import Track
from tocsin.indicators.levels import MEMORY, Thresholds, standing, thresholds
from tocsin.indicators.matching import Matcher, counts_claims
from tocsin.indicators.material import Heard, Material, day_number
from tocsin.indicators.series import series_track
from tocsin.indicators.tallies import tally
from tocsin.records import IndicatorDefinition, IndicatorReading, WatchDefinition, filed_id


def readings(
    watch: WatchDefinition, material: Material, *, recorded_at: datetime, windows: int = 1, matcher: Matcher | None = None
) -> tuple[IndicatorReading, ...]:
    """The readings of each indicator in the order of the watch: of its window that ends on the day of `material.as_of`, the last of them;
    before it those of the `windows` - 1 windows before, the oldest first, each judged by what came before it.

    An earlier window is left out where it began before the first article. matcher: of the same watch, kept over the days of a replay; it
    changes how long it takes, and nothing else.
    """
    matcher = matcher or Matcher(watch)
    if matcher.watch != watch:
        raise ValueError(f"the matcher is of watch {matcher.watch.id}, {matcher.watch.digest}, not of {watch.id}, {watch.digest}")
    at = thresholds(watch)
    return tuple(
        _reading(watch, definition, track, (*_earlier(definition, start, day, MEMORY), day), at, material, recorded_at)
        for definition, track, start in _tracks(watch, material, matcher)
        for day in (*_earlier(definition, start, day_number(material.as_of), windows - 1), day_number(material.as_of))
    )


def _earlier(definition: IndicatorDefinition, start: int, day: int, windows: int) -> tuple[int, ...]:
    """The last days of so many windows before the one that ends on `day`, the oldest first; none that begins before `start`."""
    days = (day - back * definition.window_days for back in range(windows, 0, -1))
    return tuple(end for end in days if end - definition.window_days + 1 >= start)


def _tracks(watch: WatchDefinition, material: Material, matcher: Matcher) -> Iterator[tuple[IndicatorDefinition, Track, int]]:
    """Each indicator over time, and the number of its first day."""
    today = day_number(material.as_of)
    articles = None if material.articles is None else [heard for heard in material.articles if heard.known_at <= material.as_of]
    hits = matcher.hits(material)
    start = _start(material, articles or (), today)
    exposure = Exposure(articles, start, today - start + 1)
    series = {one.id: one for one in watch.series}
    for definition, some in zip(watch.indicators, hits, strict=True):
        if definition.series is not None:
            of_series = series_track(definition, series[definition.series.series], today)
            yield definition, of_series, of_series.whole_from
        else:
            counted = tally(definition, some, start, today - start + 1)
            yield (
                definition,
                CountTrack(definition=definition, tally=counted, exposure=exposure, today=today, healthy=material.healthy),
                start,
            )


def _start(material: Material, articles: Sequence[Heard], today: int) -> int:
    """The first day of history: of the first article; of the first incident or claim where how much was read is unknown."""
    moments = [known_at for known_at, _ in articles]
    moments = moments or [*(one.known_at for one in material.incidents), *(one.known_at for one in material.claims)]
    return min((day_number(moment) for moment in moments if moment <= material.as_of), default=today)


def _reading(
    watch: WatchDefinition,
    definition: IndicatorDefinition,
    track: Track,
    days: Sequence[int],
    at: Thresholds,
    material: Material,
    recorded_at: datetime,
) -> IndicatorReading:
    """Of the last of the windows that end on `days`; its level depends on those before."""
    *before, day = days
    judged = track.judge(day)
    # A window without a p is inactive, whatever came before it.
    stands = standing([*(track.judge(end).p for end in before), judged.p] if judged.p is not None else [None], at)
    # What is ahead is read from what became known up to the day, and lies in the days from it on.
    first = day if definition.kind == "ahead" else day - definition.window_days + 1
    first_day, last_day = date.fromordinal(first), date.fromordinal(first + definition.window_days - 1)
    rests_on = track.rests_on(day) if judged.value is not None else ()
    claims = counts_claims(definition)
    return IndicatorReading(
        id=filed_id(watch.id, definition.id, first_day, last_day, material.as_of.isoformat()),
        watch=watch.id,
        indicator=definition.id,
        first_day=first_day,
        last_day=last_day,
        value=judged.value,
        unit=track.unit,
        expected=judged.expected,
        p_value=judged.p,
        surprise_bits=None if judged.p is None else surprise(judged.p),
        exposure=judged.exposure,
        level=stands.level,
        incidents=() if claims else rests_on,
        known_at=material.as_of,
        recorded_at=recorded_at,
        routine=judged.routine,
        last_as_often=None if judged.value is None else track.last_as_often(day, judged.value),
        note="; ".join((*judged.notes, *((stands.note,) if stands.note else ()))) or None,
        claims=rests_on if claims else None,
    )
