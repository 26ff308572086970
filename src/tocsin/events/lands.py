"""Countries that become actors because something is done to a place of theirs."""

from __future__ import annotations

from dataclasses import replace

from tocsin.events.cast import Cast
from tocsin.records import Actor, ArticleReading, Event, Mention


def landed(
    cast: Cast, reading: ArticleReading, events: tuple[Event, ...]
) -> tuple[tuple[Actor, ...], tuple[Mention, ...], tuple[Event, ...]]:
    """The article's actors and mentions with the countries that its events need, numbered on, and the events that name them so."""
    used = [i for e in events for i in (*e.sources, *e.targets, *e.proxies) if i in cast.lands]
    ids = {old: f"a{len(reading.actors) + n}" for n, old in enumerate(dict.fromkeys(used), start=1)}
    known = tuple(cast.actors[a.id] for a in reading.actors)
    if not ids:
        return known, reading.mentions, events
    actors = tuple(replace(cast.actors[old], id=new) for old, new in ids.items())
    parse = cast.grammar.parse
    tokens = sorted({(t, new) for old, new in ids.items() for t in cast.lands[old]})
    mentions = tuple(Mention(start=parse.starts[t], end=parse.ends[t], actor=new) for t, new in tokens)
    return (*known, *actors), _in_order(*reading.mentions, *mentions), tuple(_renamed(e, ids) for e in events)


def _in_order(*mentions: Mention) -> tuple[Mention, ...]:
    return tuple(sorted(mentions, key=lambda m: (m.start, m.end)))


def _renamed(event: Event, ids: dict[str, str]) -> Event:
    sources, targets, proxies = (tuple(ids.get(i, i) for i in side) for side in (event.sources, event.targets, event.proxies))
    return replace(event, sources=sources, targets=targets, proxies=proxies)
