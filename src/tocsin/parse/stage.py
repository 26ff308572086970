"""The first stage of the reading: Article -> Draft."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar, Protocol

from tocsin.config import Config
from tocsin.errors import EmptyText, TocsinError, TooLong
from tocsin.parse.furniture import Apart, set_apart
from tocsin.parse.language import language_of
from tocsin.records import Article, ArticleReading, Draft, MadeBy, Parse, Reject, Span
from tocsin.stage import Batch, Refusal


class Parser(Protocol):
    """Turns texts into parses; loaded once and shared."""

    def parse(self, texts: Sequence[str]) -> Iterator[Parse]:
        """One parse a text, in order."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ParseStage:
    """Checks the text, tells its language, sets furniture apart, and parses what is English.

    An article in another language becomes a draft without a parse, its language named and the reason among `rejected`.
    """

    name: ClassVar[str] = "parse"
    needs: ClassVar[frozenset[str]] = frozenset({"article"})
    makes: ClassVar[frozenset[str]] = frozenset({"parse", "sentences"})

    parser: Parser
    config: Config
    made_by: MadeBy

    def __call__(self, records: Sequence[Article], *, as_of: date) -> Batch[Draft]:
        """One draft an article; refuses what is empty or longer than `Config.max_characters`."""
        refused = tuple(Refusal(index=n, stage=self.name, error=error) for n, a in enumerate(records) if (error := self._wrong(a)))
        gone = {r.index for r in refused}
        readable = [self._opened(a) for n, a in enumerate(records) if n not in gone]
        parses = self.parser.parse([apart.body for article, apart in readable if article.language in ("en", None)])
        return Batch(made=tuple(self._draft(article, apart, parses) for article, apart in readable), refused=refused)

    def _wrong(self, article: Article) -> TocsinError | None:
        if not article.text.strip():
            return EmptyText("the text is empty", do="give the body of the article")
        if len(article.text) > self.config.max_characters:
            most = f"at most {self.config.max_characters:,} are read as one article"
            return TooLong(f"the text has {len(article.text):,} characters", allowed=most, do="split it into its articles")
        return None

    def _opened(self, article: Article) -> tuple[Article, Apart]:
        apart = set_apart(article.text)
        language = article.language or language_of(article.text, confidence=self.config.language_confidence)
        return replace(article, language=language, credits=apart.origins), apart

    def _draft(self, article: Article, apart: Apart, parses: Iterator[Parse]) -> Draft:
        if article.language not in ("en", None):
            reason = f"the text is in {article.language!r}; only English is read"
            rejected = (Reject(stage=self.name, start=None, end=None, reason=reason),)
            return Draft(reading=ArticleReading(article=article, rejected=rejected, made_by=self.made_by), parse=_nothing(article.text))
        parse = replace(next(parses), text=article.text)
        sentences = tuple(Span(start=parse.starts[a], end=parse.ends[b - 1]) for a, b in parse.sentences)
        reading = ArticleReading(article=article, sentences=sentences, rejected=apart.rejected, made_by=self.made_by)
        return Draft(reading=reading, parse=parse)


def _nothing(text: str) -> Parse:
    return Parse(text=text, starts=(), ends=(), lemmas=(), tags=(), pos=(), heads=(), relations=(), entities=(), sentences=())
