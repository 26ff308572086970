"""From the events that tell of one happening to the incident: what is told of it, by how many independent origins, against whose denial."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from tocsin.incidents.consensus import days, kind_of, place, roles, says_most, title, titled
from tocsin.incidents.grades import TrackRecord, best, credibility, topic
from tocsin.incidents.origins import Telling, name_of, settled, tellings
from tocsin.incidents.sides import party_keys
from tocsin.incidents.status import Standing, standing
from tocsin.incidents.tallies import tallies
from tocsin.records import Evidence, FiledArticle, FiledEvent, Incident, Origin, Party, Reliability
from tocsin.records.incident import Side


def incident(
    members: Sequence[FiledEvent],
    articles: Mapping[str, FiledArticle],
    *,
    copy_of: Mapping[str, str],
    carries: Mapping[str, str],
    record: TrackRecord,
    as_of: datetime,
    leads: Collection[str] = (),
    others: Sequence[FiledArticle] = (),
    story: str | None = None,
    score: float = 1.0,
    evidence: Sequence[Evidence] = (),
) -> Incident:
    """The incident of which these events tell, as it was known at `as_of`; the order of `members` leaves no trace.

    members:  the events of one cluster, denials among them; those known after `as_of` are left out.
    articles: the articles of the members by their ids, and those that they copy, where known.
    copy_of:  article id -> id of the earlier article whose text it repeats (`Placement.copy_of`); articles that repeat none are left out.
    carries:  article id -> the agency or outlet whose text it carries in the end (`Placement.carries`); left out where its own.
    record:   what has come of earlier claims of the origins (see `grades`).
    leads:    ids of the articles that report it as their news first: their titles may name it.
    others:   articles without members, in which an outlet may have taken back what it told (later versions, retractions).
    story, score, evidence: as the merging found them.

    `follows` is None: it is found among finished incidents (see `follows.linked`). Raises ValueError where nothing was known by then.
    """
    known = {event.id: event for event in members if event.known_at <= as_of}
    if not known:
        raise ValueError(f"none of {len(members)} events was known by {as_of}")
    told = tellings(known.values(), articles, copy_of=copy_of, carries=carries)
    stands = _standing(told, articles, leads, [article for article in others if article.known_at <= as_of])
    bearing = [t for t in stands.affirming if stands.bears_out(t)] or list(stands.denying) or list(told)
    own, heads = _of_the_news(bearing, leads), titled(bearing, articles, leads)
    main = says_most(own).event
    where = place(own, heads)
    earliest, latest = days(own)
    sources, targets, proxies = roles(own, heads)
    grade = partial(record.reliability, topic=topic(main.cameo), as_of=as_of)
    words = _words(stands.affirming, stands.bears_out)
    affirming = _origins(words, "affirms", grade)
    denying = _origins(_words(stands.denying, _denies), "denies", grade)
    return Incident(
        id=told[0].event.id,
        title=title(bearing, articles, leads),
        type=main.type,
        mode=main.mode,
        cameo=main.cameo,
        goldstein=main.goldstein,
        sources=sources,
        targets=targets,
        proxies=proxies,
        source=sources[0].code if sources else None,
        target=_target(sources, targets),
        status=stands.history[-1].status,
        history=stands.history,
        earliest=earliest,
        latest=latest,
        place=where.place if where else None,
        place_country=where.place_country if where else None,
        lat=where.lat if where else None,
        lon=where.lon if where else None,
        radius_km=where.radius_km if where else None,
        events=tuple(t.event.id for t in told),
        articles=_articles(told),
        origins=(*affirming, *denying),
        affirmed=len(affirming),
        denied=len(denying),
        reliability=best(affirming),
        credibility=credibility(
            affirming,
            denying,
            publishers=len({word.telling.publisher for word in words if stands.bears_out(word.telling)}),
            hedged=stands.affirmed == "possible",
            retracted=stands.history[-1].status == "retracted",
            accused=party_keys((*sources, *proxies)),
        ),
        tallies=tallies(word.counts_for for word in words if stands.bears_out(word.telling)),
        story=story,
        follows=None,
        score=score,
        evidence=tuple(evidence),
        known_at=told[0].known_at,
        updated_at=max(told[-1].known_at, stands.history[-1].known_at),
    )


def _standing(
    told: Sequence[Telling], articles: Mapping[str, FiledArticle], leads: Collection[str], others: Sequence[FiledArticle]
) -> Standing:
    """How the tellings of what the incident is move its status, with those of other types that say the same of it.

    That somebody spoke of a deed has happened where the deed is only threatened: so what is coded otherwise than the news, or by no code,
    counts where it agrees, and moves nothing where it does not.
    """
    kind = kind_of(_news([t for t in told if not _denies(t)], leads) or told)
    first = [t for t in told if t.event.type == kind or _denies(t)]
    stands = standing(first, articles, others)
    if len(first) == len(told):
        return stands
    return standing([t for t in told if t in first or stands.bears_out(t)], articles, others)


def _news(told: Sequence[Telling], leads: Collection[str]) -> list[Telling]:
    """The tellings of the articles that report it as their news; all where none does."""
    return [t for t in told if t.event.article in leads] or list(told)


def _of_the_news(told: Sequence[Telling], leads: Collection[str]) -> list[Telling]:
    """The tellings that say what it was: those that report it as their news, of the type that they agree on."""
    news = _news(told, leads)
    kind = kind_of(news)
    return [t for t in news if t.event.type == kind]


def _target(sources: Sequence[Party], targets: Sequence[Party]) -> str | None:
    """The first target who is not the first source, so that two sides that meet make a pair."""
    apart = [party for party in targets if not sources or party != sources[0]] or list(targets)
    return apart[0].code if apart else None


def _articles(told: Sequence[Telling]) -> tuple[str, ...]:
    """The articles in the order in which they became known."""
    first = dict.fromkeys(sorted((t.known_at, t.event.article) for t in told if t.event.article))
    return tuple(dict.fromkeys(article for _, article in first))


def _denies(telling: Telling) -> bool:
    return telling.event.status == "denied"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Word:
    """A telling of one side; the speaker for whom it counts, and whether it is that speaker's own word for what the side says."""

    telling: Telling
    counts_for: Telling
    own: bool


def _words(told: Sequence[Telling], says_so: Callable[[Telling], bool]) -> list[_Word]:
    """The tellings of those on one side with the speakers for whom they count.

    says_so: whether a telling says what the side says. Those decide who the speakers are; what else they have said goes with it.
    """
    bearing = [t for t in told if says_so(t)]
    counted = settled(bearing)
    made = [_Word(telling=t, counts_for=c, own=t.speaker.counted == c.speaker.key) for t, c in zip(bearing, counted, strict=True)]
    stands_for = {t.speaker.key: c.speaker for t, c in zip(bearing, counted, strict=True)}
    besides = [t for t in told if t not in bearing]
    return made + [_Word(telling=t, counts_for=replace(t, speaker=stands_for[t.speaker.key]), own=False) for t in besides]


def _origins(words: Sequence[_Word], side: Side, grade: Callable[[str], Reliability]) -> tuple[Origin, ...]:
    """The independent origins of one side, the first known first."""
    groups: dict[str, list[_Word]] = defaultdict(list)
    for word in sorted(words, key=lambda w: (w.telling.known_at, w.telling.event.id)):
        groups[word.counts_for.speaker.key].append(word)
    made = []
    for key, group in groups.items():
        speaker = name_of([word.counts_for for word in group], key)
        made.append(
            Origin(
                key=key,
                name=speaker.name,
                kind=speaker.kind,
                named=speaker.named,
                side=side,
                articles=_articles([word.telling for word in group]),
                events=tuple(word.telling.event.id for word in group),
                first_known=min(word.telling.known_at for word in group if word.own),
                reliability=grade(key),
            )
        )
    return tuple(sorted(made, key=lambda origin: (origin.first_known, origin.key)))
