"""What an article reports as its news: the event coded in its title's words, else a happening of type OTHER.

Title and first sentence of a report say one thing; where the reader coded that, its event stands for the news. Where it is a statement, a
vote, a hearing, a disaster that no code fits, an event of type OTHER is made from the first sentence, so that the happening has its row as
any other. A live page with several happenings, a round-up, an explainer, an opinion, a profile has no news of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from tocsin.incidents.headlines import REACTIONS, Headline, headline
from tocsin.incidents.words import acts, function_words, sayings, stem, terms, tokens
from tocsin.ontology.plover import OTHER
from tocsin.records import FiledArticle, FiledClaim, FiledEvent, FiledPlace, Party, Status, filed_id

READ_HERE = "tocsin"
FIRST = 240
"""Characters at the head of the text in which the news is told."""

_SENTENCE = re.compile(r".{20,}?[.!?][\"'”’]?(?=\s+[\"'“‘]?[A-Z])|.+", re.S)
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_AHEAD = re.compile(r"\b(?:to|will|set to|due to|expected to) [a-z]+", re.I)
_READ = (None, "en", "zxx")  # "zxx": too little language in the text to tell which, as in a feed's entry of links
_PINNED = frozenset({"city", "facility"})


def lead_id(article: str) -> str:
    """The id of the event of type OTHER that stands for an article's news."""
    return filed_id(article, "lead")


def lead_of(article: FiledArticle, claims: Iterable[FiledClaim], events: Sequence[FiledEvent]) -> FiledEvent | None:
    """The event that the article reports as its news: one of its own, or one made of type OTHER; None where it reports no single happening.

    The made one is to be filed with the others; given again among `events`, it is the answer. An article that was not read has none.
    """
    if (made := next((event for event in events if event.id == lead_id(article.id)), None)) is not None:
        return made
    top = headline(article.title or "")
    if article.reading == "refused" or article.language not in _READ or top.form is not None:
        return None
    return _coded(top, events) or _made(top, article, tuple(claims))


def _coded(top: Headline, events: Sequence[FiledEvent]) -> FiledEvent | None:
    """The event whose telling words, or others for the same kind of act, stand in the title; of several the one that suits it best."""
    fit = [(score, -(event.start or 0), event.id, event) for event in events if (score := _suits(top, event)) > 0]
    return max(fit)[-1] if fit else None


def _suits(top: Headline, event: FiledEvent) -> float:
    if event.start is None or event.start > FIRST or event.type == OTHER or event.trigger is None:
        return 0.0
    stems = [stem(word.lower()) for word in tokens(event.trigger)]
    kinds = {acts()[s] for s in stems if s in acts()}
    titled = {acts()[t] for t in top.words if t in acts()}
    if top.act and kinds & REACTIONS and not (top.act in kinds and _speaks(top, event)):
        return 0.0  # what somebody else says, of whom the title's speaker speaks
    if top.act in REACTIONS and top.act not in kinds:
        return 0.0
    score = 2.0 * any(s in top.words for s in stems) + 1.5 * bool(kinds & titled - {"say"})
    if not score:
        return 0.0
    parties = {f"@{party.country}" for party in (*event.sources, *event.targets) if party.country}
    return score + 0.5 * len(parties & set(top.words)) + 0.5 * (event.status in {"occurred", "ongoing"})


def _speaks(top: Headline, event: FiledEvent) -> bool:
    """Whether the title's speaker is the event's doer, or may be."""
    return not event.sources or any(set(terms(source.name or "")) & top.speaker for source in event.sources)


class _Place(NamedTuple):
    """Where in the text the news is told: the sentence, and the words that tell it."""

    start: int
    sentence: str
    at: int
    trigger: str


def _made(top: Headline, article: FiledArticle, claims: Sequence[FiledClaim]) -> FiledEvent | None:
    told = _told(top, article.text)
    if told is None:
        return None
    claim = _claim(claims, told)
    doers = _doers(top, article.actors, told.sentence)
    place = _place(article.places, f"{article.title or ''} {told.sentence}")
    status = _status(top, article.title or "")
    return FiledEvent(
        id=lead_id(article.id),
        dataset=READ_HERE,
        article=article.id,
        claim=claim.id if claim else None,
        sentence=told.sentence,
        start=told.at,
        end=told.at + len(told.trigger),
        trigger=told.trigger,
        type=OTHER,
        mode=None,
        contexts=(),
        cameo=None,
        quad=None,
        goldstein=None,
        sources=doers,
        targets=(),
        proxies=(),
        source=doers[0].code if doers else None,
        target=None,
        status=status,
        earliest=None if status == "occurred" else article.published,
        latest=article.published if status == "occurred" else None,
        precision="range" if article.published else None,
        when_basis="publication" if article.published else None,
        place=place.name if place else None,
        place_kind=place.kind if place else None,
        place_country=place.country if place else None,
        lat=place.lat if place else None,
        lon=place.lon if place else None,
        radius_km=place.radius_km if place else None,
        geonameid=place.geonameid if place else None,
        quantities=(),
        chain=claim.chain if claim else (),
        stance=claim.stance if claim else None,
        score=None,
        outlet=article.outlet,
        url=None,
        published=article.published,
        known_at=article.known_at,
        recorded_at=article.recorded_at,
    )


def _told(top: Headline, text: str) -> _Place | None:
    """The first sentence and the word in it that tells the news: for the act that the title names, another, else what the title says."""
    skipped = len(text) - len(text.lstrip())
    found = _SENTENCE.match(text, skipped, skipped + 2 * FIRST)
    if found is None:
        return None
    words = [(m.start(), m[0], stem(m[0].lower())) for m in _WORD.finditer(text, found.start(), found.end())]
    if not words:
        return None

    def rank(word: tuple[int, str, str]) -> int:
        _, shown, key = word
        act = key in acts() or shown.lower() in sayings()
        return 2 * act + (key in top.words) + (act and acts().get(key) == top.act) - 3 * (key in function_words() and not act)

    at, shown, _ = max(words, key=lambda word: (rank(word), -word[0]))
    return _Place(start=found.start(), sentence=found[0], at=at, trigger=shown[:60])


def _claim(claims: Sequence[FiledClaim], told: _Place) -> FiledClaim | None:
    """The shortest claim that holds the telling words, else the first that begins in the sentence."""
    end = told.start + len(told.sentence)
    over = [claim for claim in claims if claim.start <= told.at < claim.end]
    within = [claim for claim in claims if told.start <= claim.start < end]
    if over:
        return min(over, key=lambda claim: (claim.end - claim.start, claim.id))
    return min(within, key=lambda claim: (claim.start, claim.id), default=None)


def _doers(top: Headline, actors: Sequence[Party], sentence: str) -> tuple[Party, ...]:
    """Who speaks in the title, else the first one named in both title and sentence."""
    known = [(actor, set(terms(actor.name or ""))) for actor in actors if actor.name]
    if top.speaker:
        said = [actor for actor, words in known if words & top.speaker]
        return tuple(said[:1])
    here = set(terms(sentence))
    return tuple([actor for actor, words in known if words & set(top.words) and words <= here][:1])


def _place(places: Sequence[FiledPlace], text: str) -> FiledPlace | None:
    """The one town or building that title and sentence name, None where they name none or several."""
    named = [place for place in places if place.kind in _PINNED and place.name in text]
    return named[0] if len(named) == 1 else None


def _status(top: Headline, title: str) -> Status:
    """Scheduled where a title says what is to be done, and names no act before that: "votes to leave" is done."""
    found = _AHEAD.search(title)
    before = {stem(word.lower()) for word in tokens(title[: found.start()])} if found else set()
    return "scheduled" if found and not top.speaker and not before & acts().keys() else "occurred"
