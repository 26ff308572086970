"""The first stage of the reading: Article -> Draft."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar, Protocol

from tocsin.config import Config
from tocsin.errors import EmptyText, TocsinError, TooLong
from tocsin.parse.furniture import Apart, set_apart
from tocsin.parse.gate import turned_away
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

    An article in another language, or one that `Config.least_relevance` turns away, becomes a draft without a parse, with the reason among
    `rejected`: of the stage "parse" the one, "gate" the other.
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
        opened = [self._opened(a) for n, a in enumerate(records) if n not in gone]
        parses = self.parser.parse([apart.body for _, apart, unread in opened if unread is None])
        made = tuple(
            self._draft(article, apart, next(parses)) if unread is None else self._unread(article, unread)
            for article, apart, unread in opened
        )
        return Batch(made=made, refused=refused)

    def _wrong(self, article: Article) -> TocsinError | None:
        if not article.text.strip():
            return EmptyText("the text is empty", do="give the body of the article")
        if len(article.text) > self.config.max_characters:
            most = f"at most {self.config.max_characters:,} are read as one article"
            return TooLong(f"the text has {len(article.text):,} characters", allowed=most, do="split it into its articles")
        return None

    def _opened(self, article: Article) -> tuple[Article, Apart, Reject | None]:
        apart = set_apart(article.text)
        language = article.language or language_of(article.text, confidence=self.config.language_confidence)
        article = replace(article, language=language, credits=apart.origins)
        return article, apart, self._unread_because(article, apart.body)

    def _unread_because(self, article: Article, body: str) -> Reject | None:
        if article.language not in ("en", None):
            reason = f"the text is in {article.language!r}; only English is read"
            return Reject(stage=self.name, start=None, end=None, reason=reason)
        irrelevant = turned_away(f"{article.title or ''}\n{body}", self.config)
        return Reject(stage="gate", start=None, end=None, reason=irrelevant) if irrelevant else None

    def _unread(self, article: Article, why: Reject) -> Draft:
        return Draft(reading=ArticleReading(article=article, rejected=(why,), made_by=self.made_by), parse=_nothing(article.text))

    def _draft(self, article: Article, apart: Apart, parse: Parse) -> Draft:
        parse = replace(parse, text=article.text)
        sentences = tuple(Span(start=parse.starts[a], end=parse.ends[b - 1]) for a, b in parse.sentences)
        reading = ArticleReading(article=article, sentences=sentences, rejected=apart.rejected, made_by=self.made_by)
        return Draft(reading=reading, parse=parse)


def _nothing(text: str) -> Parse:
    return Parse(text=text, starts=(), ends=(), lemmas=(), tags=(), pos=(), heads=(), relations=(), entities=(), sentences=())
