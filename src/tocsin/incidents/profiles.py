"""What is kept of an article for comparing it with others: a few hundred bytes in place of its text."""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from types import MappingProxyType

from tocsin.incidents.headlines import headline, without_credit
from tocsin.incidents.words import acts, function_words, plain, share, stem, terms, tokens, unaccented
from tocsin.records import FiledArticle

BEGINNING = 300
"""Characters of the body that are compared: what a report leads with."""
IN_TITLE, IN_BACKGROUND, IN_LEAD = 1.0, 0.3, 0.6
"""How much a word counts in what the title reports, in what the title adds, in the first sentences; a word in several has the sum."""
COMMON = 0.08
"""Words that stand in a larger share of all texts tell nothing."""

_LOOKED_AT = 1500  # characters in which the beginning lies, markup and all

_DATELINE = re.compile(r"^(?:[A-Z][A-Z.'’ ]{2,30}(?:,[^-–—:(]{0,30})?(?:\([^)]{0,30}\))?)\s*[-–—:]\s+")
_WEEKDAYS = MappingProxyType({stem(name): n for n, name in enumerate(name.lower() for name in calendar.day_name)})
_MONTHS = tuple(name.lower() for name in calendar.month_abbr if name)
_DATE = re.compile(rf"\b({'|'.join(_MONTHS)})[a-z]*\.? (\d{{1,2}})\b|\b(\d{{1,2}}) ({'|'.join(_MONTHS)})[a-z]*\b", re.I)


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """One article, as it is compared.

    day:     ordinal of the day of publication, None where unknown.
    moment:  when it was published, in days since the same origin; None where no more than the day is known.
    title:   terms of what the title reports, without those of who says it.
    weights: term -> how much it counts, for all terms of title and first sentences that tell something.
    acts:    kinds of act that the title names; where it has none, those of the first sentences.
    speaker: terms of those who say what is reported, empty where nobody does; saying: how they say it.
    numbers: figures in title and first sentences.
    days:    ordinals of the days that they name.
    """

    id: str
    outlet: str | None
    day: int | None
    moment: float | None
    title: frozenset[str]
    weights: Mapping[str, float]
    acts: frozenset[str]
    speaker: frozenset[str]
    saying: str | None
    numbers: frozenset[str]
    days: frozenset[int]


def profile(article: FiledArticle) -> Profile:
    """What is kept of one article."""
    top = headline(article.title or "")
    text = lead(article)
    title, added, body = frozenset(top.words), frozenset(top.background), frozenset(terms(text))
    told = {
        term: IN_TITLE * (term in title) + IN_BACKGROUND * (term in added) + IN_LEAD * (term in body)
        for term in sorted(title | added | body)  # sums over them are the same wherever they are made
        if tells(term)
    }
    kinds = acts()
    return Profile(
        id=article.id,
        outlet=article.outlet,
        day=article.published.toordinal() if article.published else None,
        moment=_moment(article.published_at),
        title=(title - top.speaker) & told.keys(),
        weights=told,
        acts=frozenset(kinds[t] for t in title if t in kinds) or frozenset(kinds[t] for t in body if t in kinds),
        speaker=_known_by(top.speaker, article),
        saying=top.act,
        numbers=frozenset(t for t in title | added | body if t.isdigit() and len(t) < 4),
        days=_days(f"{article.title or ''} {text}", article.published),
    )


def lead(article: FiledArticle) -> str:
    """The beginning of the body, without dateline; without the title where the body repeats it, and then without the list of other outlets'
    titles with which feeds of other people's news go on.
    """
    body = plain(article.text[:_LOOKED_AT])
    title, credit = without_credit(plain(article.title or ""))
    if title and body.startswith(title):
        body = body[len(title) :].lstrip(" .:-–—|")
        if credit and body.startswith(credit):
            return ""
    return _DATELINE.sub("", unaccented(body))[:BEGINNING]


def tells(term: str) -> bool:
    """Whether two reports' sharing the term says anything."""
    return share(term) <= COMMON and term not in function_words()


def _known_by(speaker: frozenset[str], article: FiledArticle) -> frozenset[str]:
    """A speaker's terms with those of the full names that the article has for him: "Danish prime minister" is called by name further on."""
    states = {t[1:] for t in speaker if t.startswith("@")}
    telling = {t for t in speaker if tells(t) and not t.startswith("@")}
    made = set(speaker)
    for actor in article.actors:
        name = set(terms(actor.name or ""))
        if telling & name and len(name) <= 4:
            made |= name
            if actor.country:
                made.add("@" + actor.country)
    if states and not made - speaker and len(speaker) > len(states):
        person = next((a for a in article.actors if a.country in states and a.sector == "GOV" and _is_person(a.name)), None)
        made |= set(terms(person.name)) if person and person.name else set()
    return frozenset(made)


def _moment(at: datetime | None) -> float | None:
    return at.toordinal() + (at - at.replace(hour=0, minute=0, second=0, microsecond=0)) / timedelta(days=1) if at else None


def _is_person(name: str | None) -> bool:
    """Whether a name has two or three words with capitals and none of them is a state's."""
    words = tokens(name or "")
    return 2 <= len(words) <= 4 and all(w[:1].isupper() for w in words) and not any(t.startswith("@") for t in terms(name or ""))


def _days(text: str, published: date | None) -> frozenset[int]:
    """Ordinals of the days that a text names: weekdays are the last ones, dates those nearest to its publication."""
    if published is None:
        return frozenset()
    found = {(published - timedelta(days=(published.weekday() - _WEEKDAYS[t]) % 7)).toordinal() for t in terms(text) if t in _WEEKDAYS}
    for month, day, day_first, month_last in _DATE.findall(text):
        if near := _nearest(_MONTHS.index((month or month_last).lower()[:3]) + 1, int(day or day_first), published):
            found.add(near.toordinal())
    return frozenset(found)


def _nearest(month: int, day: int, published: date) -> date | None:
    made = [d for year in (published.year - 1, published.year, published.year + 1) if (d := _date(year, month, day))]
    return min(made, key=lambda d: abs(d - published), default=None)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
