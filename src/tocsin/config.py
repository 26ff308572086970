"""Every setting in one frozen tree, validated once and passed in. Nothing reads the environment."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field, fields, replace
from typing import TypeVar

from tocsin.errors import ConfigError

Number = TypeVar("Number", int, float)

BULK_LEAST_RELEVANCE = 0.1
"""What `tocsin ingest` asks of an article: measured to turn away next to none that holds an event (docs/methods/gate.md)."""


def _setting(default: Number, *, low: float, high: float, unit: str, help: str) -> Number:  # noqa: A002 - reads as the docs do
    return field(default=default, metadata={"low": low, "high": high, "unit": unit, "help": help})


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnActor:
    """One row of a user's own actors, as `gazetteer.actor_file` reads and checks them (docs/reference/actors.md).

    kind:       what the names stand for, as in `gazetteer.actors.NamedActor`.
    country, code: None where there is none. role: of a person; None where he holds no office.
    start, end: ISO dates of the office, "" where it has no such end.
    """

    kind: str
    name: str
    aliases: tuple[str, ...] = ()
    country: str | None = None
    sector: str = "UNK"
    code: str | None = None
    sponsors: tuple[str, ...] = ()
    role: str | None = None
    start: str = ""
    end: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """Settings of a reader. `describe()` lists each with its unit and help line."""

    max_characters: int = _setting(200_000, low=1_000, high=1_000_000, unit="characters", help="longer texts are refused")
    batch_size: int = _setting(16, low=1, high=1_000, unit="articles", help="how many articles are parsed together")
    language_confidence: float = _setting(
        0.9, low=0.0, high=1.0, unit="probability", help="a text is left unread as foreign only above this"
    )
    min_event_score: float = _setting(0.3, low=0.0, high=1.0, unit="probability", help="events less sure than this are rejected, not coded")
    least_relevance: float = _setting(
        0.0,
        low=0.0,
        high=1.0,
        unit="probability",
        help="an article less likely than this to be news of the world is left unread; 0: none is",
    )
    actors: tuple[OwnActor, ...] = field(default=(), metadata={"help": "actors of one's own, known beside those of the shipped tables"})

    def __post_init__(self) -> None:
        for f in (f for f in fields(self) if "low" in f.metadata):
            value, low, high = getattr(self, f.name), f.metadata["low"], f.metadata["high"]
            if not low <= value <= high:
                raise ConfigError(f"the setting {f.name} is {value}", allowed=f"from {low} to {high} {f.metadata['unit']}")

    def for_bulk(self) -> Config:
        """These settings for feeds and archives, of which most is not for Tocsin: what can hold nothing is turned away before the parse."""
        return replace(self, least_relevance=BULK_LEAST_RELEVANCE)

    def digest(self) -> str:
        """Digest of the settings ("sha256:..."), the same for equal settings on every machine, in whatever order its own actors stand.

        Where there are none of those, it is the digest of the other settings alone.
        """
        plain = asdict(self)
        actors = sorted(json.dumps(row, sort_keys=True) for row in plain.pop("actors"))
        if actors:
            plain["actors"] = actors
        return "sha256:" + hashlib.sha256(json.dumps(plain, sort_keys=True).encode()).hexdigest()
