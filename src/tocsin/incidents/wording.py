"""What is left of an article when only its wording counts: words, shingles, and what it says of whose text it is."""

from __future__ import annotations

import hashlib
import html
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from tocsin.incidents.families import address, agency_names, is_agency, outlet_key, outlet_of
from tocsin.records.filed import FiledArticle

Hashes = NDArray[np.uint64]
Words = tuple[str, ...]

SHINGLE = 3
"""Words in a row that count as one piece of wording: in teasers of thirty words, a changed word must not cost more than three pieces."""

_TITLE = 500
"""Characters of a headline that are looked at; what is longer is none."""

_TAG = re.compile(r"<[^<>]*+(?:>|$)")
_ADDRESS = re.compile(r"https?://\S+")
_ABBREVIATION = re.compile(r"\b(?:[a-z]\.){2,}")
_JOINERS = re.compile(r"['’‘`\u00ad\u200b-\u200d\u2060\ufeff]")
# scripts without blanks between words: each sign is a word
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\u0e00-\u0eff]|[^\W_\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\u0e00-\u0eff]+")
_LABEL = re.compile(
    r"""^\s*+ (?: (?: update[ ]\d+
      | (?: live | breaking | updated? | watch | exclusive | corrected | correction | wrapup | just[ ]in | developing | video )
        (?: [ ] (?: updates? | news | blog | \d+ ) )?+ ) \s*+ [:|–—-] \s*+ )++""",
    re.I | re.X,
)
_SUFFIX = re.compile(r"^(?P<title>.{12,}\S)\s+[-–—|]\s+(?P<name>[^|–—]{2,40})$", re.S)
_FURNITURE = re.compile(
    r"""^[ \t]*+ (?: source | via ) [ \t]*+ [:»›>|] [^\n]*$
    | ^[ \t]*+ (?: this | the ) [ ] (?: article | story | report ) [ ] (?: was [ ] )? (?: first | originally ) [ ] [^\n]*$
    | this [ ] (?: article | story | report ) [ ] was [ ] (?: first | originally ) [ ] published [ ] [^\n]{2,80}$
    | \b the [ ] post [ ] [^\n]{5,300} [ ] appeared [ ] first [ ] on [ ] [^\n]*
    | \b (?: continue [ ] reading | read [ ] (?: more | the [ ] full [ ] (?: story | article ) )
      | view [ ] full [ ] coverage [ ] on [ ] google [ ] news ) \b \W*+
    | \b all [ ] content [ ] by [ ] [^\n]{5,150} licen[cs]e \.?+ [ \t]*+ $
    | ^[ \t]*+ (?: file [ ] photo | advertisement | (?: read [ ] also | sign [ ] up | subscribe ) [ ] [^\n]{0,120} ) [ \t]*+ $
    | (?: \[ (?: … | \.\.\. | &hellip; ) \] | … | \.\.\. ) \s*+ $
    """,
    re.I | re.M | re.X,
)
_JOINT = re.compile(r"\s*(?:/|,|;|\band\b)\s*")
_BY = re.compile(r"^\s*by\s+", re.I)
_LEAD = re.compile(
    r"""^\s*+ (?: [A-Z][^\n(]{0,60} \( [^()\n]{2,30} \) \s*+ [-–—]++ \s
      | [A-Z][A-Z.'’ -]{3,40} (?: , [^\n:–—-]{1,30} )? \s*+ (?: [:–—] | -+ [ ] ) )""",
    re.X,
)
_FOOT = re.compile(r"(?<=[.!?”\"]) \s*+ (?: \( [^()\n]{2,40} \) | [–—] [ ]? [^\n.!?–—]{2,30} ) \.?+ \s*+ $", re.X)
_NUMBER = re.compile(r"(?<![0-9a-z])[a-z]{0,5}-?(?!20[0-4]\d[01]\d[0-3]\d(?!\d))(\d{5,12})(?![0-9a-z])", re.I)  # not a day as in 20260104


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Wording:
    """An article as its wording.

    moment:   when it was published, or could first be known; `dated`: whether anybody says when it was published.
    outlet:   `outlet_key` of the printing outlet, None where unknown.
    origins:  `outlet_key` of the outlet, of the one that an aggregator's headline names, and of the credited agencies and outlets.
    title, length: the words of the headline; the number of words of the text, without furniture, credits and dateline.
    shingles: sorted hashes of the text's runs of `SHINGLE` words.
    lead:     hashes of words in their order, at most of the first `LEAD` ones; `numbers`: the figures among them.
    digest:   of headline-free text, equal for equal words; None where there is no text.
    page:     the URL without what changes when an article is updated, None where it names no single article.
    printed:  the outlet, as given.
    agencies: that the article credits, in its lines or as its author; republished: outlets whose text it says it is, or whose headline an
              aggregator's entry prints; cites: agencies that its first lines name as having reported. As written.
    """

    id: str
    moment: datetime
    dated: bool
    outlet: str | None
    origins: frozenset[str]
    title: Words
    length: int
    shingles: Hashes
    lead: Hashes
    numbers: frozenset[str]
    digest: bytes | None
    page: str | None
    printed: str | None
    agencies: Words
    republished: Words
    cites: Words


LEAD = 48


def wording(article: FiledArticle) -> Wording:
    """Read an article's wording; it depends on this article and nothing else."""
    title, named = _headline(article)
    body = words(_body(article.text))
    if body[: len(title)] == title:  # feeds that set the headline before the text
        body = body[len(title) :]
    if named and body[: len(words(named))] == words(named):  # an aggregator's entry: headlines of others, no text
        body = ()
    tokens = _hashes(body)
    outlet = outlet_key(article.outlet, article.url)
    agencies, republished = _credited(article, named)
    names = (outlet, *(outlet_key(name) for name in (*agencies, *republished)))
    return Wording(
        id=article.id,
        moment=article.published_at or article.known_at,
        dated=article.published is not None,
        outlet=outlet,
        origins=frozenset(name for name in names if name),
        title=title,
        length=len(body),
        shingles=np.unique(runs(tokens, SHINGLE)),
        lead=tokens[:LEAD],
        numbers=figures(body[:LEAD]),
        digest=hashlib.blake2b(" ".join(body).encode("utf-8", "surrogatepass"), digest_size=16).digest() if body else None,
        page=page_of(article.url),
        printed=article.outlet,
        agencies=agencies,
        republished=republished,
        cites=_cited(article.text),
    )


def words(text: str) -> Words:
    """The words of a text, without case, marks, tags and addresses; "U.S." is "us", and "Iran's" is "irans"."""
    plain = html.unescape(_ADDRESS.sub(" ", _TAG.sub(" ", text)))
    plain = _JOINERS.sub("", unicodedata.normalize("NFKC", plain)).casefold()
    return tuple(_WORD.findall(_ABBREVIATION.sub(lambda m: m.group().replace(".", ""), plain)))


def figures(tokens: Words) -> frozenset[str]:
    """The words that are numbers in figures."""
    return frozenset(token for token in tokens if token.isdecimal())


def _headline(article: FiledArticle) -> tuple[Words, str | None]:
    """The words of the headline, and the outlet after its dash, where that is the printing one or the text repeats it."""
    title = _LABEL.sub("", html.unescape(article.title or "")[:_TITLE].strip())
    match = _SUFFIX.match(title)
    if match is None:
        return words(title), None
    name, bare = match["name"].strip(), words(match["title"])
    own = outlet_key(name) == outlet_key(article.outlet, article.url)
    if own:
        return bare, None
    repeated = (*bare, *words(name))
    if outlet_of(name) or words(article.text)[: len(repeated)] == repeated:
        return bare, name
    return words(title), None


def _credited(article: FiledArticle, named: str | None) -> tuple[Words, Words]:
    """The agencies, and the outlets, whose text the article says it is; joint credits ("AP/Reuters") are parted."""
    agencies = [name.strip() for credit in article.credits if credit.kind == "agency" for name in _JOINT.split(credit.name)]
    republished = [credit.name for credit in article.credits if credit.kind == "republication"]
    bylines = [name.strip() for name in _JOINT.split(_BY.sub("", article.author or "")) if is_agency(name)]
    return tuple(dict.fromkeys((*agencies, *bylines))), tuple(dict.fromkeys((*republished, *((named,) if named else ()))))


def _cited(text: str) -> Words:
    """The agencies that the first lines name as having reported: "..., IRNA reported on Monday"."""
    return tuple(dict.fromkeys(match["agency"] for match in _citing().finditer(text[:400])))


@cache
def _citing() -> re.Pattern[str]:
    names = "|".join(re.escape(name) for name in agency_names())
    said = r"(?:\snews\sagency)?\s(?:has\s)?(?:reported|reports|quoted)"
    return re.compile(rf"\b(?:according\sto\s(?:the\s)?|(?=(?:{names}){said}\b))(?P<agency>{names})\b")


def _body(text: str) -> str:
    bare = _FURNITURE.sub(" ", _TAG.sub(" ", text)).strip()
    return _FOOT.sub("", _LEAD.sub("", bare, count=1)).strip()


def _hashes(tokens: Iterable[str]) -> Hashes:
    return np.fromiter((crc32(token.encode("utf-8", "surrogatepass")) for token in tokens), dtype=np.uint64)


def runs(tokens: Hashes, size: int) -> Hashes:
    """Hashes of all runs of `size` words, in order; empty where there are fewer words."""
    count = len(tokens) - size + 1
    if count <= 0:
        return tokens[:0]
    mixed = np.zeros(count, dtype=np.uint64)
    for at in range(size):
        mixed = mixed * np.uint64(0x9E3779B97F4A7C15) + tokens[at : at + count]
    mixed ^= mixed >> np.uint64(29)
    mixed *= np.uint64(0xBF58476D1CE4E5B9)
    return mixed ^ (mixed >> np.uint64(32))


def page_of(url: str | None) -> str | None:
    """What names an article among those of its site: the number in its path, else the path; None for a front page or a section.

    >>> page_of("https://sample.example/news/504412/First-title?v=2"), page_of("https://sample.example/a/long-title-of-an-article.html")
    ('sample.example#504412', 'sample.example/a/long-title-of-an-article')
    """
    parts = address(url)
    if parts is None:
        return None
    host, path = parts[0].removeprefix("www."), parts[1]
    number = _NUMBER.findall(path)
    if number:
        return f"{host}#{number[-1]}"
    path = re.sub(r"\.\w{2,5}$|/$", "", path)
    return f"{host}{path}" if path.count("-") + path.count("/") >= 3 else None
