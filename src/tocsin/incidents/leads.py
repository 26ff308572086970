"""What an article reports as its news: the event coded in its title's words, else a happening of type OTHER.

Title and first sentence of a report say one thing; where the reader coded that, its event stands for the news. Where it is a statement, a
vote, a hearing, a disaster that no code fits, an event of type OTHER is made from the first sentence, so that the happening has its row as
any other. A live page with several happenings, a round-up, an explainer, an opinion, a profile has no news of its own.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import NamedTuple

from tocsin.errors import DataError
from tocsin.incidents.headlines import REACTIONS, Headline, headline, without_credit
from tocsin.incidents.words import acts, function_words, plain, sayings, stem, terms, tokens, unaccented
from tocsin.ontology.plover import OTHER
from tocsin.records import FiledArticle, FiledClaim, FiledEvent, FiledPlace, Party, Status, filed_id

READ_HERE = "tocsin"
FIRST = 240
"""Characters at the head of the text in which the news is told."""

_SENTENCE = re.compile(r".{20,}?[.!?][\"'”’]?(?=\s+[\"'“‘]?[A-Z])|.+", re.S)
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_TOLD = re.compile(r"\b(?:urge|call|ask|tell|vow|pledge|threaten|order|agree|fail|refuse)\w* ", re.I)
_WILL = re.compile(r"\b(?:will|set to|expected to) (?!not\b)[a-z]+", re.I)
_TO = re.compile(r"(?!from\b)(?P<subject>[^:;,]+(?:, [^:;,]+)?) to (?P<verb>[a-z]+)", re.I)
_SUBJECT = 7  # words of a title's subject, at most
_VERBAL = re.compile(r"(?:(?<![su'])s|ed)$")
_READ = (None, "en", "zxx")  # "zxx": too little language in the text to tell which, as in a feed's entry of links
_PINNED = frozenset({"city", "facility"})
_HAPPENED = frozenset({"occurred", "ongoing"})
_NEGATIONS = frozenset({"not", "never", "no", "nobody", "none", "t", "without"})  # "t" is left of "didn't"
_NEWS = timedelta(days=31)  # what is older is no news: it is told for the background
_OPENING = 5  # words of a title among which its subject stands
_BEGINS = 1  # the last of these where it may begin
_ARTICLES: Mapping[str, int] = MappingProxyType({"the": 1, "a": 1, "an": 1})
_OWNER = re.compile(r"([A-Z][\w.-]*(?: [A-Z][\w.-]*)*)'s?(?!\w)")
_BEFORE = re.compile(r"\b([A-Z][\w'’-]*) $")
_AFTER = re.compile(r" ([A-Z][\w'’-]*)")
_JUDGING = frozenset({"condemn", "support", "deny", "accuse"})  # kinds of saying that take a deed of others for their matter
_OFFICE = re.compile(r" (?:of|leaders?|court|council|commander|judge|general|authority)\b")
_REACH = 3  # words between an act and what makes it a matter spoken of
_NEGATED = 6  # words between a negation and what it negates


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
    return _coded(top, article, events) or _made(top, article, tuple(claims))


def _coded(top: Headline, article: FiledArticle, events: Sequence[FiledEvent]) -> FiledEvent | None:
    """The event whose telling words, or others for the same kind of act, stand in the title; of several the one that suits it best."""
    title = tokens(without_credit(unaccented(plain(article.title or "")))[0])
    accident = _accidents().search(article.title or "") is not None
    able = [
        event
        for event in events
        if not _is_background(event, title) and not _says_another(top, article, event) and not (accident and _is_toll(event))
    ]
    fit = [(score, -(event.start or 0), event.id, event) for event in able if (score := _suits(top, event)) > 0]
    return max(fit)[-1] if fit else None


def _is_background(event: FiledEvent, title: Sequence[str]) -> bool:
    """Whether what is told to have happened is old, denied by the title, or what the title only speaks of ("Crowds cheer after raid")."""
    if event.status not in _HAPPENED:
        return False
    if event.published and event.latest and event.when_basis == "stated" and event.latest < event.published - _NEWS:
        return True
    own = {stem(word.lower()) for word in tokens(event.trigger or "")}
    kinds = {acts()[s] for s in own if s in acts()}
    naming = [at for at, word in enumerate(title) if (key := stem(word.lower())) in own or acts().get(key) in kinds]
    says = bool(kinds & (REACTIONS | {"say", "announce"}))
    return bool(naming) and all(_is_negated(title, at) or (not says and _is_spoken_of(title, at)) for at in naming)


def _is_toll(event: FiledEvent) -> bool:
    """Whether an event says only that people came to harm, by nobody's hand that is named."""
    stems = {stem(word.lower()) for word in tokens(event.trigger or "")}
    return event.type == "ASSAULT" and not event.sources and bool(stems & _harmed())


@cache
def _harmed() -> frozenset[str]:
    return frozenset(key for key, act in acts().items() if act == "kill") | {
        stem(word) for word in ("injured", "wounded", "hurt", "attack")
    }


@cache
def _accidents() -> re.Pattern[str]:
    """What harms people in a title without anybody's meaning to: fires, crashes, floods, beasts."""
    with files("tocsin.incidents").joinpath("data", "accidents.csv").open(encoding="utf-8") as file:
        phrases = [row["phrase"] for row in csv.DictReader(file)]
    return re.compile(r"\b(?:" + "|".join(re.escape(phrase) for phrase in phrases) + r")\b", re.I)


def _is_negated(title: Sequence[str], at: int) -> bool:
    return any(word.lower() in _NEGATIONS for word in title[max(0, at - _NEGATED) : at])


def _is_spoken_of(title: Sequence[str], at: int) -> bool:
    """Whether the word at `at` names an act of which the title tells something else."""
    before = " ".join(title[max(0, at - _REACH - 2) : at]).lower()
    after = {word.lower() for word in title[at + 1 : at + 1 + _REACH] if not word.isupper()}
    judged = any(sayings().get(word) in _JUDGING for word in before.split()[-_REACH:])
    return judged or _led_to().search(before) is not None or bool(after & _backdrop()["after"])


@cache
def _led_to() -> re.Pattern[str]:
    """A phrase that makes what follows a matter spoken of, and up to three words of it; "over 30" is a number."""
    phrases = "|".join(re.escape(phrase) for phrase in sorted(_backdrop()["before"], key=len, reverse=True))
    return re.compile(rf"\b(?:{phrases})(?! \d)(?: \S+){{0,{_REACH}}}$")


@cache
def _backdrop() -> Mapping[str, frozenset[str]]:
    """Words before and after an act that make it a matter spoken of. Raises DataError where a row of backdrop.csv is broken."""
    with files("tocsin.incidents").joinpath("data", "backdrop.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    if any(row["side"] not in ("before", "after") for row in rows):
        raise DataError("backdrop.csv has a row of another side", allowed="before, after")
    return MappingProxyType({side: frozenset(row["phrase"] for row in rows if row["side"] == side) for side in ("before", "after")})


def _says_another(top: Headline, article: FiledArticle, event: FiledEvent) -> bool:
    """Whether somebody of another country says it than who speaks in the title."""
    if not top.speaker or len(event.chain) < 2 or event.chain[-1].kind == "outlet":
        return False
    speaking = {actor.country for actor in article.actors if actor.country and set(terms(actor.name or "")) & top.speaker}
    said_by = (event.chain[-1].code or "")[:3]
    known = {actor.country for actor in article.actors}
    return bool(speaking) and said_by in known and said_by not in speaking


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
    told = any(s in top.words for s in stems)
    score = 2.0 * told + 1.5 * bool(kinds & titled - {"say"})
    parties = {f"@{party.country}" for party in (*event.sources, *event.targets) if party.country}
    if not score or (not told and parties and not _names_any(top, event, parties)):
        return 0.0  # an act of the like kind is another's, where the title names nobody who has part in this one
    return score + 0.5 * len(parties & set(top.words)) + 0.5 * (event.status in _HAPPENED)


def _names_any(top: Headline, event: FiledEvent, countries: set[str]) -> bool:
    words = {term for party in (*event.sources, *event.targets) for term in terms(party.name or "")} - function_words()
    return bool((words | countries) & {*top.words, *top.background})


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
    doers = _doers(top, article)
    place = _place(article, told.sentence)
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


def _doers(top: Headline, article: FiledArticle) -> tuple[Party, ...]:
    """Who speaks in the title, else the one whose name it begins with; nobody whose name there only says whose something is."""
    if top.speaker:
        return tuple([actor for actor in article.actors if set(terms(actor.name or "")) & top.speaker][:1])
    opening = _opening(top, article.title or "")
    found = [(place, order) for order, actor in enumerate(article.actors) if (place := _first_named(actor, opening)) is not None]
    if not found or min(found)[0] > _BEGINS:
        return ()
    first = article.actors[min(found)[1]]
    rest = [article.actors[order] for place, order in sorted(found) if place > min(found)[0]]
    office = opening[min(found)[0]].startswith("@")  # "Arland's president Ann Bell": the person, where the state is named before her
    return (next((actor for actor in rest if office and actor.country == first.country), first),)


def _first_named(actor: Party, opening: Sequence[str]) -> int | None:
    """Where among the first words of a title an actor is named: by half a proper name, by more of other words; None where he is not."""
    own = set(terms(actor.name or "")) - function_words()
    shared = [opening.index(term) for term in own if term in opening]
    needed = len(own) / 2 if (actor.name or "").istitle() else len(own) / 2 + 0.5
    return min(shared) if shared and len(shared) >= needed else None


def _opening(top: Headline, title: str) -> list[str]:
    """The words in which a title names its subject: up to the first act, preposition or conjunction; owners ("Arland's") left out."""
    owners = {term for found in _OWNER.findall(unaccented(title)) for term in terms(found)}
    words = list(top.words[_ARTICLES.get(top.words[0], 0) :] if top.words else ())
    ends = (at for at, term in enumerate(words) if term in function_words() or term in acts())
    return [term for term in words[: min(next(ends, _OPENING), _OPENING)] if term not in owners]


def _place(article: FiledArticle, sentence: str) -> FiledPlace | None:
    """The one town or building that title and sentence name, None where they name none or several."""
    named = [place for place in article.places if place.kind in _PINNED and _is_named(place.name, article.title or "", sentence)]
    return named[0] if len(named) == 1 else None


def _is_named(name: str, title: str, sentence: str) -> bool:
    """Whether a place is named; in a sentence, as more than a part of the name of a person, an office or a paper."""
    found = [(m.start(), m.end()) for m in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", sentence)]
    if not found:
        return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", title) is not None
    return not any(
        _is_part(_BEFORE.search(sentence, 0, start)) or _is_part(_AFTER.match(sentence, end)) or _OFFICE.match(sentence, end)
        for start, end in found
    )


def _is_part(neighbour: re.Match[str] | None) -> bool:
    """Whether a word beside a name is written as one, and is no word of every day such as "In" or "Monday"."""
    return neighbour is not None and stem(neighbour[1].lower()) not in function_words()


def _status(top: Headline, title: str) -> Status:
    if top.speaker or _TOLD.search(title):
        return "occurred"
    return "scheduled" if _WILL.search(title) or _is_plan(unaccented(title)) else "occurred"


def _is_plan(title: str) -> bool:
    """Whether "to" and a verb stand where a title has its predicate: after its subject alone, as in "Ministers to meet in spring"."""
    found = _TO.match(title)
    if found is None or stem(found["verb"].lower()) in function_words():
        return False
    *before, last = found["subject"].split()
    if (not before and last.lower() in function_words()) or len(before) >= _SUBJECT:
        return False
    if any(_VERBAL.search(word) or stem(word.lower()) in acts() for word in before):
        return False
    return not _VERBAL.search(last) or stem(found["verb"].lower()) in acts()
