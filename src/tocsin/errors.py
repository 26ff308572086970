"""Every error that Tocsin raises on purpose, in one tree.

    TocsinError                what was found, what is allowed, what to do next
    ├─ InputError              the material handed in cannot be read
    │  ├─ EmptyText            nothing but white space
    │  ├─ NotText              binary, or an encoding that cannot be told
    │  ├─ TooLong              longer than the configured most
    │  ├─ NoArticle            a page or document without a body of text
    │  ├─ NotFeed              a document that is no feed and no list of feeds
    │  ├─ BadDate              a date that cannot be read
    │  ├─ BadRow               a line of a batch or a table that is no row of it
    │  ├─ BadCode              an event code that no code book has
    │  ├─ BadPlace             coordinates that are none on this earth
    │  ├─ BrokenOff            a file that ends before its end, or is damaged on the way
    │  ├─ Bomb                 a small file that unpacks to far more than it can honestly hold
    │  ├─ BadQuery             an SQL text that a lake cannot answer  (lake.query_text)
    │  ├─ BadSearch            words that find nothing by themselves  (lake.search_words)
    │  ├─ BadQuestion          a question in words that is not understood, or means two things  (forecast.asks)
    │  └─ BadRule              a rule of a question that cannot be read or decided  (forecast.rules)
    ├─ FetchError              a URL that was not, or must not be, fetched
    │  ├─ Forbidden            private address, other scheme, other port
    │  └─ Unreachable          no answer, a refusal, a time-out  (trying again may help)
    │     └─ Busy              a server that asks to be left alone for a while
    ├─ LakeError               a lake that cannot do what was asked  (lake.failures)
    │  ├─ NoLake               none where one was named
    │  ├─ Overtaken            another process did in the meantime what was to be done  (trying again helps)
    │  └─ Held                 another process holds what was asked for  (trying again may help)
    ├─ BadWatch                a watch folder that cannot be used, or cannot be made  (watches.findings)
    ├─ ConfigError             a setting outside its range
    └─ DataError               a shipped or user table that breaks its own rules

Bad data becomes a `Reject` (see `records.reject`) and is counted; these exceptions end at the boundary of one article. A bug is any
other exception, and stops the run.
"""

from __future__ import annotations

from typing import ClassVar


class TocsinError(Exception):
    """An error with a stable `code` (for machines) and a sentence (for people).

    found:   what was met, in plain words.
    allowed: what would have been right; None where the sentence says it already.
    do:      what to do next; None where nothing can be done.
    """

    code: ClassVar[str] = "error"
    transient: ClassVar[bool] = False  # True: the same call may succeed later

    def __init__(self, found: str, *, allowed: str | None = None, do: str | None = None) -> None:
        self.found, self.allowed, self.do = found, allowed, do
        super().__init__(" ".join(part for part in (_sentence(found), _sentence(allowed), _sentence(do)) if part))


def _sentence(text: str | None) -> str:
    if not text:
        return ""
    whole = text if text.endswith((".", "!", "?")) else text + "."
    return whole[0].upper() + whole[1:]


class InputError(TocsinError):
    """The material handed in cannot be read."""

    code = "input"


class EmptyText(InputError):
    """Nothing but white space."""

    code = "empty"


class NotText(InputError):
    """Binary content, or bytes whose encoding cannot be told."""

    code = "not_text"


class TooLong(InputError):
    """More text than `Config.max_characters`."""

    code = "too_long"


class NoArticle(InputError):
    """A page or a document in which no body of text was found."""

    code = "no_article"


class NotFeed(InputError):
    """A document that is no feed (RSS, Atom, JSON Feed) and no list of feeds (OPML), or one that must not be read as it asks to be."""

    code = "not_feed"


class BadDate(InputError):
    """A date that cannot be read. Never replaced by a guess."""

    code = "bad_date"


class BadRow(InputError):
    """A line of a batch, or a row of a table, that is not what its kind asks for."""

    code = "bad_row"


class BadCode(InputError):
    """An event code, or the words for one, that no code book has."""

    code = "bad_code"


class BadPlace(InputError):
    """Coordinates outside the range of latitude or longitude, or one of them without the other."""

    code = "bad_place"


class BrokenOff(InputError):
    """A file that ends before its end or is damaged on the way; what stood whole before that was taken in."""

    code = "broken_off"


class Bomb(InputError):
    """A packed file that unfolds to far more than it can honestly hold."""

    code = "bomb"


class FetchError(TocsinError):
    """A URL that was not fetched."""

    code = "fetch"


class Forbidden(FetchError):
    """A URL that must not be fetched: a private address, another scheme, another port."""

    code = "forbidden"


class Unreachable(FetchError):
    """No answer, a refusal or a time-out; trying again may help."""

    code = "unreachable"
    transient = True


class Busy(Unreachable):
    """A server that asks to be left alone for a while.

    wait_seconds: for how long, None where it does not say.
    """

    code = "busy"

    def __init__(self, found: str, *, wait_seconds: float | None, allowed: str | None = None, do: str | None = "try again later") -> None:
        super().__init__(found, allowed=allowed, do=do)
        self.wait_seconds = wait_seconds


class ConfigError(TocsinError):
    """A setting outside its range."""

    code = "config"


class DataError(TocsinError):
    """A table, shipped or a user's own, that breaks its own rules."""

    code = "data"
