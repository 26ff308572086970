"""What a lake could not take in, and why: counted, shown, and kept so that it can be tried again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """One input that was not taken in.

    id:       `filed_id` of source, place and code.
    source:   what it came from (see `Item.source`).
    place:    where in it ("line 7", "entry 3", a path, an offset), None where it is all of it.
    stage:    which part refused it: "collect", "parse", "lake" ...
    code:     of the error (see `tocsin.errors`), for counting.
    message:  what was found, what is allowed, what to do next.
    evidence: the beginning of what was refused, at most 2,000 characters; None where there is nothing to show.
    article:  id of the article, where it got so far.
    """

    id: str
    source: str
    place: str | None
    stage: str
    code: str
    message: str
    evidence: str | None
    article: str | None
    known_at: datetime
    recorded_at: datetime
