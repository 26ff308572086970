"""Under what name a feed's reports are published.

1. The feed's title is cut at " - ", " | ", " » ", " > ", ": " and the like.
2. The piece that the host of the site is made of ("Harbour Times" of harbourtimes.example, "HBC" of hbc.example), without "RSS" or "feed"
   at its end.
3. Where none is and the title is one piece: the title, where it has at most five words and one of them is not of the kind that heads a
   section ("Latest news", "World", "Home").
4. Else the host of the site, without "www.", "feeds." or "rss.".
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

from tocsin.collect.columns import host

_PARTS = re.compile(r"\s+[-–—|»>·•/]+\s+|\s*(?:::|»|\||&gt;)\s*|:\s+")
_SOFTWARE = re.compile(r"(?:\s*[-–(|]?\s*\b(?:rss(?:\s+2\.0)?|atom|xml)?\s*(?:news\s*)?\bfeeds?\b\)?|\s+\(?rss\)?)\s*$", re.I)
_MOST_WORDS, _LONGEST = 5, 50
_MACHINES = re.compile(r"^(?:www\d?|feeds?|rss\d?|xml|m|amp|feeds\d)\.")
_LEVELS = ("co", "com", "org", "net", "gov", "ac", "edu", "go")
_SERVICES = ("feedburner.com", "feedblitz.com", "rss.app", "feed43.com", "fetchrss.com")


def outlet(title: str | None, home: str | None, url: str | None) -> str | None:
    """The name by the rule above; None where there is neither title nor address.

    >>> outlet("World | Harbour Times", "https://www.harbourtimes.example/", None)
    'Harbour Times'
    >>> outlet("Latest news", "https://www.harbourtimes.example/", None)
    'harbourtimes.example'
    """
    site = _site(home) or _site(url)
    parts = [piece for part in _PARTS.split(" ".join((title or "").split())) if (piece := _SOFTWARE.sub("", part).strip(" -–|:»\"'“”"))]
    named = next((part for part in parts if site and _names(part, site)), None)
    if named:
        return named
    if len(parts) == 1 and _is_name(parts[0]):
        return parts[0]
    return site


def _site(address: str | None) -> str | None:
    name = host(address)
    if name is None:
        return None
    bare = _MACHINES.sub("", name)
    return None if bare.endswith(_SERVICES) else bare


def _names(part: str, site: str) -> bool:
    """Whether the letters of a piece, or the first letters of its words, are a label of the host, or begin it, or are begun by it."""
    words = [word for word in re.findall(r"\w+", part.casefold()) if word not in ("com", "org", "net")]
    if not words or set(words) <= _sections() or len(words) > _MOST_WORDS:
        return False
    squeezed, shortened = "".join(words), "".join(word for word in words if word != "the")
    first = "".join(word[0] for word in words)
    labels = [label for label in re.sub(r"[^\w.]", "", site).split(".")[:-1] if len(label) > 1 and label not in _LEVELS] or [site]
    return any(
        label in (squeezed, shortened, first, words[0])
        or (len(label) > 3 and squeezed.startswith(label))
        or (len(shortened) > 3 and shortened in label)
        for label in labels
    )


def _is_name(text: str) -> bool:
    words = re.findall(r"[\w-]+", text.casefold())
    return 0 < len(words) <= _MOST_WORDS and len(text) <= _LONGEST and not set(words) <= _sections()


@cache
def _sections() -> frozenset[str]:
    """Words that head a section of a paper and are the name of none."""
    return frozenset(files("tocsin.collect").joinpath("data/feed_sections.txt").read_text(encoding="utf-8").split())
