"""A feed as its publisher wrote it, whatever the format: strings as found, nothing judged yet."""

from __future__ import annotations

import json
from dataclasses import dataclass

from tocsin.collect.markup import is_markup, plain


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """A title, a summary or a text.

    value:  as it stands once the format's own escapes are undone.
    markup: True: it is HTML; False: it is not, and a "<" is a "<"; None: the format leaves it open, so the text itself is looked at.
    """

    value: str
    markup: bool | None = None

    def plain(self) -> str:
        """What a reader would see: paragraphs parted by an empty line.

        >>> Words(value="<p>Dates &amp; places</p>").plain(), Words(value="1 < 2", markup=False).plain()
        ('Dates & places', '1 < 2')
        """
        marked = self.markup if self.markup is not None else is_markup(self.value)
        return (
            plain(self.value) if marked else "\n\n".join(line for line in (" ".join(part.split()) for part in self._paragraphs()) if line)
        )

    def _paragraphs(self) -> list[str]:
        return self.value.replace("\r\n", "\n").split("\n\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class RawEntry:
    """One entry. None and empty where the entry does not say.

    link:      absolute, not yet checked to be of the web.
    published: when it came out, as written; `updated`: when it was changed last.
    outlet:    the feed or publisher that an aggregator had it from.
    whole:     False where the document ends within it.
    """

    title: Words | None = None
    link: str | None = None
    id: str | None = None
    summary: Words | None = None
    content: Words | None = None
    published: str | None = None
    updated: str | None = None
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    outlet: str | None = None
    language: str | None = None
    whole: bool = True

    def json(self) -> str:
        """What the entry says, as canonical JSON: keys in order, those left out that it says nothing of."""
        words = {name: made.value for name in ("title", "summary", "content") if (made := getattr(self, name)) is not None}
        names = ("link", "id", "published", "updated", "authors", "tags", "outlet", "language")
        said = words | {name: value for name in names if (value := getattr(self, name))}
        return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


@dataclass(frozen=True, slots=True, kw_only=True)
class RawFeed:
    """A feed and its entries in the order of the document.

    home:        address of the site.
    ttl_seconds: how long the publisher asks to wait before the next look; None where it does not say, or nothing that makes sense.
    whole:       False where the document ends before its end.
    """

    title: Words | None = None
    home: str | None = None
    language: str | None = None
    ttl_seconds: int | None = None
    published: str | None = None
    updated: str | None = None
    entries: tuple[RawEntry, ...] = ()
    whole: bool = True
