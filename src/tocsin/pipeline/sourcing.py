"""What an outlook rests on: the sourcing statement, what lies ahead, what is disputed; all from incidents and articles."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from tocsin.gazetteer.state_media import is_state_media
from tocsin.ontology.plover import OTHER
from tocsin.patterns import holds_any, is_party
from tocsin.pipeline.worlds import World
from tocsin.records import AHEAD, Incident, Party, Planned, Sourcing, WatchDefinition

NEW = timedelta(days=7)
"""What became known so lately is new."""

STILL = timedelta(days=10)
"""How old the word of a plan may be that has no day, or none but one that has passed."""

_QUIET_DAYS = 3


def concerns(watch: WatchDefinition, incident: Incident) -> bool:
    """Whether a party or the place of it is of the watch's countries or groups."""
    parties = (*incident.sources, *incident.targets, *incident.proxies)
    countries = {incident.place_country, *(party.country for party in parties)}
    return not countries.isdisjoint(watch.countries) or any(_is_grouped(watch, party) for party in parties)


def fresh(watch: WatchDefinition, world: World) -> tuple[str, ...]:
    """The incidents that concern the watch and became known in the week before, the latest first."""
    some = (made for made in world.incidents.values() if world.as_of - NEW < made.known_at <= world.as_of and concerns(watch, made))
    return tuple(made.id for made in sorted(some, key=lambda made: (made.known_at, made.id), reverse=True))


def disputed(watch: WatchDefinition, world: World) -> tuple[str, ...]:
    """The incidents that concern the watch, are disputed, and were told of within its horizon, what most origins speak of first."""
    since = world.as_of - timedelta(days=watch.horizon_days)
    some = (made for made in world.incidents.values() if made.status == "disputed" and made.updated_at > since and concerns(watch, made))
    return tuple(made.id for made in sorted(some, key=lambda made: (-len(made.origins), made.known_at, made.id)))


def planned(watch: WatchDefinition, world: World) -> tuple[Planned, ...]:
    """What concerns the watch and lies ahead within its horizon, what has a day first; and the deadlines of its questions."""
    day = world.as_of.date()
    last = day + timedelta(days=watch.horizon_days)
    routine = tuple(word for one in watch.indicators for each in one.routine for word in each.words)
    acts = [
        Planned(
            day=_next_day(made, day),
            title=made.title,
            incident=made.id,
            routine=bool(routine) and holds_any(routine, (made.title, *world.sentences.get(made.id, ()))),
        )
        for made in world.incidents.values()
        if made.status in AHEAD and concerns(watch, made) and _is_ahead(made, day, last)
    ]
    deadlines = [
        Planned(day=one.rule.deadline, title=one.text, incident=None, routine=False)
        for one in watch.questions
        if one.rule.deadline is not None and day <= one.rule.deadline <= last
    ]
    return tuple(sorted([*acts, *deadlines], key=lambda one: (one.day is None, one.day or date.max, one.title)))


def sourcing(watch: WatchDefinition, world: World, used: Iterable[str], said: Iterable[str] = ()) -> Sourcing:
    """What the incidents named in `used` and the claims named in `said` rest on.

    Origins are those of incidents: who is behind a claim may be one of them by another name, and is not counted a second time.
    """
    articles = world.outlets
    some = [world.incidents[each] for each in dict.fromkeys(used) if each in world.incidents]
    wanted = set(said)
    claims = [claim for claim in world.claims if claim.id in wanted and claim.known_at <= world.as_of]
    ids = {article for made in some for article in made.articles if article in articles}
    ids |= {claim.article for claim in claims if claim.article in articles}
    kinds = [kind for each in ids if (kind := is_state_media(*articles[each])) is not None]
    days = [known.date() for made in some for known in (made.known_at, made.updated_at)]
    days = sorted([*days, *(claim.known_at.date() for claim in claims)])
    return Sourcing(
        articles=len(ids),
        origins=len({origin.key for made in some for origin in made.origins}),
        outlets=len({articles[each][0] for each in ids if articles[each][0]}),
        state_share=sum(kinds) / len(kinds) if kinds else None,
        single=sum(made.affirmed + made.denied <= 1 for made in some) / len(some) if some else None,
        languages=("en",) if ids else (),
        oldest=days[0] if days else None,
        newest=days[-1] if days else None,
        silent=world.silent,
        gaps=_gaps(watch, world),
        reviewed=_reviewed(watch, world),
    )


def _reviewed(watch: WatchDefinition, world: World) -> str | None:
    reviews = [one for one in world.judgements if one.decision == "review" and watch.id in one.subjects]
    last = max(reviews, key=lambda one: one.known_at, default=None)
    return f"by {last.by} on {last.known_at:%-d %B %Y}" if last else None


def _gaps(watch: WatchDefinition, world: World) -> tuple[str, ...]:
    days = list(_quiet_days([one.known_at for one in world.heard], world.as_of, watch.horizon_days))
    gaps = [f"no article at all from {first:%-d %B} to {last:%-d %B}" for first, last in days]
    if not world.heard:
        gaps.append("no article at all was read")
    elif not _is_told_of(watch, world):
        gaps.append(f"nothing that became known in the {watch.horizon_days} days before concerns its countries or groups")
    if world.silent:
        gaps.append(f"{len(world.silent)} of {world.sources} sources are silent or fail")
    return tuple(gaps)


def _is_told_of(watch: WatchDefinition, world: World) -> bool:
    since = world.as_of - timedelta(days=watch.horizon_days)
    return any(since < made.updated_at <= world.as_of and concerns(watch, made) for made in world.incidents.values())


def _quiet_days(known: Sequence[datetime], as_of: datetime, horizon_days: int) -> list[tuple[date, date]]:
    """Stretches of days without any article within the horizon before, since the first article there is."""
    days = sorted({moment.date() for moment in known if moment <= as_of})
    if not days:
        return []
    since = as_of.date() - timedelta(days=horizon_days)
    ends = [*days, as_of.date() + timedelta(days=1)]
    return [
        (max(one, since) + timedelta(days=1), other - timedelta(days=1))
        for one, other in itertools.pairwise(ends)
        if other > since and (other - max(one, since)).days > _QUIET_DAYS
    ]


def _is_grouped(watch: WatchDefinition, party: Party) -> bool:
    return any(is_party(term, party) for terms in watch.groups.values() for term in terms)


def _is_ahead(made: Incident, day: date, last: date) -> bool:
    """Whether it may still come within the horizon. What has neither a day nor a code, and is not on the schedule of
    anybody who is named, is talk, and nothing to wait for.
    """
    if made.latest is None and (made.earliest is None or made.earliest < day):
        scheduled = made.status == "scheduled" and bool(made.sources)
        return (made.type != OTHER or scheduled) and day - made.updated_at.date() <= STILL
    return (made.latest or date.max) >= day and (made.earliest or made.latest or day) <= last


def _next_day(made: Incident, day: date) -> date | None:
    """The day to wait for: when it begins, or once that has passed, by when it must have come; None where nobody says."""
    if made.earliest is not None and made.earliest >= day:
        return made.earliest
    return made.latest
