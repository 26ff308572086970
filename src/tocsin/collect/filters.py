"""Which articles of a source are taken in: by day, word, tag, outlet, language."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Literal, TypeVar

from tocsin.errors import ConfigError
from tocsin.records import FiledEvent, Item

Rule = Literal["since", "until", "undated", "word", "without_word", "tag", "without_tag", "outlet", "without_outlet", "language"]
Other = TypeVar("Other")


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """What is taken in. Each rule that is set must hold; of the names within one, any will do. Case does not matter.

    since, until:     first and last day of publication; of an event of a table, of the days in which it lies. What is undated is left
                      out where either is set.
    words:            whole words or phrases in title or text ("iran" is not in "Iranian"); without_words: none of them.
    tags, outlets:    as the source has them; without_tags, without_outlets: none of them. An outlet also by a part of its domain:
                      "example.org" is "news.example.org" too.
    languages:        ISO 639-1 codes, as the source names them; an article whose source names none is taken in, since its language is
                      told only when it is read.

    Words, tags and languages say nothing of the rows of an event table, which have none.
    """

    since: date | None = None
    until: date | None = None
    words: tuple[str, ...] = ()
    without_words: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    without_tags: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()
    without_outlets: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.since and self.until and self.since > self.until:
            raise ConfigError(f"since is {self.since} and until {self.until}", allowed="until on the same day or later")
        if any(not name.strip() for names in (self.words, self.without_words, self.tags, self.outlets, self.languages) for name in names):
            raise ConfigError("a filter has an empty word", do="leave it out")

    def accepts(self, thing: Item | FiledEvent) -> bool:
        """Whether no rule leaves it out."""
        return self.rule_against(thing) is None

    def rule_against(self, thing: Item | FiledEvent) -> Rule | None:
        """The first rule that leaves it out, in the order of the fields; None where it is taken in."""
        if isinstance(thing, FiledEvent):
            return self._of_days(thing.earliest, thing.latest) or self._of_outlet(thing.outlet)
        article = thing.article
        return (
            self._of_days(article.published, article.published)
            or self._of_words(f"{article.title or ''}\n{article.text}")
            or self._of_tags(thing.tags)
            or self._of_outlet(article.outlet)
            or self._of_language(article.language)
        )

    def _of_days(self, earliest: date | None, latest: date | None) -> Rule | None:
        if not (self.since or self.until):
            return None
        if earliest is None or latest is None:
            return "undated"
        if self.since and latest < self.since:
            return "since"
        return "until" if self.until and earliest > self.until else None

    def _of_words(self, text: str) -> Rule | None:
        if self.words and not _any_of(self.words).search(text):
            return "word"
        return "without_word" if self.without_words and _any_of(self.without_words).search(text) else None

    def _of_tags(self, tags: tuple[str, ...]) -> Rule | None:
        there = {tag.casefold() for tag in tags}
        if self.tags and there.isdisjoint(map(str.casefold, self.tags)):
            return "tag"
        return "without_tag" if not there.isdisjoint(map(str.casefold, self.without_tags)) else None

    def _of_outlet(self, outlet: str | None) -> Rule | None:
        if self.outlets and not _is_one_of(outlet, self.outlets):
            return "outlet"
        return "without_outlet" if _is_one_of(outlet, self.without_outlets) else None

    def _of_language(self, language: str | None) -> Rule | None:
        wanted = {code.casefold() for code in self.languages}
        return "language" if wanted and language is not None and language not in wanted else None


@dataclass(slots=True)
class Sieve:
    """A filter at work, and how many each of its rules has left out."""

    filter: Filter
    left_out: Counter[Rule] = field(default_factory=Counter)

    def __call__(self, things: Iterable[Item | FiledEvent | Other]) -> Iterator[Item | FiledEvent | Other]:
        """What is taken in, in order; what is neither an article nor an event (a refusal) passes."""
        for thing in things:
            rule = self.filter.rule_against(thing) if isinstance(thing, Item | FiledEvent) else None
            if rule is None:
                yield thing
            else:
                self.left_out[rule] += 1


@lru_cache(maxsize=16)
def _any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    phrases = (r"\s+".join(map(re.escape, word.split())) for word in words)
    return re.compile(rf"(?<!\w)(?:{'|'.join(phrase for phrase in phrases if phrase)})(?!\w)", re.I)


def _is_one_of(outlet: str | None, names: tuple[str, ...]) -> bool:
    given = (outlet or "").casefold()
    return any(given == name or given.endswith(f".{name}") for name in map(str.casefold, names))
