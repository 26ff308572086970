"""One report as published."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from typing import Literal

from tocsin.records.credit import Credit

PublishedBasis = Literal["given", "found", "unknown"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One report as published.

    id:              the caller's id, else "sha256:" of the text.
    text:            the body as handed in (plain text), or as extracted (HTML, PDF). All offsets count into it.
    title, url, outlet: None where unknown.
    published:       the day of publication, None where unknown; `published_basis` says whether the caller gave it or the page did.
    language:        ISO 639-1, None where it could not be told.
    credits:         what lines of the article say of where its text comes from.
    """

    id: str
    text: str
    title: str | None = None
    url: str | None = None
    outlet: str | None = None
    published: date | None = None
    published_basis: PublishedBasis = "unknown"
    language: str | None = None
    credits: tuple[Credit, ...] = ()

    def __post_init__(self) -> None:
        if (self.published is None) != (self.published_basis == "unknown"):
            raise ValueError("published_basis is 'unknown' exactly where published is None")


def text_id(text: str) -> str:
    """The id of an article whose caller gave none."""
    return "sha256:" + hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
