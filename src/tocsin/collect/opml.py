"""OPML: lists of feeds, as readers export them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urljoin

from tocsin.collect.feed_xml import Element, tree
from tocsin.errors import BrokenOff, NotFeed

_LONGEST = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """One feed of a list.

    url:      address of the feed.
    title, language, home: as the list has them; None where it does not say.
    category: headings of the outlines that it stands in, outermost first, joined by " / "; else what its "category" says; None for neither.
    """

    url: str
    title: str | None = None
    language: str | None = None
    category: str | None = None
    home: str | None = None


def opml(data: bytes, *, url: str | None = None, charset: str | None = None) -> tuple[Outline, ...]:
    """The feeds of a list, each address once, in its order. Addresses that are not of the web are left out.

    url: where the list was fetched from (addresses in it are relative to this).
    Raises NotFeed for what is no OPML, BrokenOff for a list that ends before its end, EmptyText, NotText, TooLong, Bomb.
    """
    made = tree(data, url=url, charset=charset)
    if _name(made.root) != "opml":
        raise NotFeed(f"the document begins with <{_name(made.root):.40}>", allowed="<opml>")
    if not made.whole:
        raise BrokenOff("the list of feeds ends before its end", do="fetch or export it again")
    found: dict[str, Outline] = {}
    for element in made.root.iter():
        outline = _outline(element) if _name(element) == "outline" else None
        if outline is not None:
            found.setdefault(outline.url, outline)
    return tuple(found.values())


def _name(element: Element) -> str:
    return element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""


def _outline(element: Element) -> Outline | None:
    facts = _facts(element)
    address = _web(element, facts.get("xmlurl") or (facts.get("url") if facts.get("type", "").lower() in ("rss", "atom") else None))
    if address is None:
        return None
    headings = [heading for parent in element.iterancestors() if _name(parent) == "outline" and (heading := _heading(parent))]
    return Outline(
        url=address,
        title=_heading(element),
        language=facts.get("language"),
        category=" / ".join(reversed(headings)) or facts.get("category"),
        home=_web(element, facts.get("htmlurl")),
    )


def _facts(element: Element) -> dict[str, str]:
    """Attributes that say something, by their names in small letters."""
    return {name.lower(): " ".join(value.split())[:_LONGEST] for name, value in element.attrib.items() if value.strip()}


def _heading(element: Element) -> str | None:
    facts = _facts(element)
    return facts.get("title") or facts.get("text")


def _web(element: Element, address: str | None) -> str | None:
    try:
        made = urljoin(element.base or "", address) if address else ""
    except ValueError:
        return None
    return made if re.match(r"https?://[^\s/?#]", made, re.I) else None
