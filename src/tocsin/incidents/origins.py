"""Independent origins: who in the end stands behind each telling of an incident, and how many there are once copies are set aside.

The end of a telling's chain is its origin. One origin are: all who speak for one government, its forces and police; one group or body; one
person by name, or by an office that everybody can tell; one publisher with the papers of its family; an agency, whoever prints it; the
unnamed sources of one outlet, whoever cites it for them. Where the outlet is unknown, all such outlets together are one.

Three further rules keep the count from growing where nothing new is known:

- The own voice of a publisher adds nothing where the same publisher has cited somebody for it by then, or printed another's text: it rests
  on whom it cites.
- Unnamed officials of a state, and outlets that it runs, add nothing where the state itself says so by name.
- A copy speaks with the voice of the one copied. What it adds to the text counts as its own only where it cites somebody.

What belongs to one origin is a choice of analysis, not of grammar: see docs/decisions/012-independent-origins.md.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from importlib.resources import files

from tocsin.gazetteer.countries import countries
from tocsin.incidents.families import family_of, outlet_key, outlet_of, same_outlet
from tocsin.incidents.sides import side, state_of
from tocsin.records import FiledArticle, FiledEvent, Link
from tocsin.records.claim import SourceKind

UNKNOWN = "outlet:?"
"""The key of all outlets of which nothing is known."""

_WORD = re.compile(r"\w+")
_NAME = r"[^\W\d_a-z][\w.'’-]+"
_PROPER = re.compile(rf"(?<!\w)(?!(?:An?|The|One|Some|Another)\s){_NAME}\s+(?:(?:al|bin|de|der|el|van|von)[\s-])?{_NAME}")
_OF_PLACE = re.compile(rf"(.*{_NAME}\s+{_NAME})\s+of\s+{_NAME}(?:\s+{_NAME})?\s*$")
_IN_BRACKETS = re.compile(r"\(([^()]*)\)")
_INDEFINITE = re.compile(r"(?:an?|another|one|some|former|ex-\w+)\s", re.I)
_BACKED = re.compile(r"\b\w+-(?:aligned|appointed|backed|controlled|imposed|installed|supported)\b", re.I)
_COUNTED = re.compile(r"\d[\d,.]*(?:\s|$)")
_VAGUE_OUTLET = re.compile(r"\b(?:media|newspapers?|outlets?|press|reports?)$", re.I)
_VAGUE = frozenset({"report", "reports", "media", "the media", "press", "the press"})
_LOWER = re.compile(r"(?:(?:the|The|A|An|[a-z][\w-]*)\s+)+")
_SHINGLE = 4  # words
_COPIED = 0.5  # share of a sentence's shingles that stand in the text copied


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """Who stands behind a telling.

    key:      equal for tellings that are not independent of each other.
    voice_of: the key of the side whose voice it is without being named (its unnamed officials, an outlet that it runs); None else.
    one_with: the key that it is counted under, beside others who are on its side of a matter; None where that is its own. The unnamed
              officials of two states whom one outlet cites count once where they agree, and may still contradict each other.
    """

    key: str
    name: str
    kind: SourceKind
    named: bool
    voice_of: str | None = None
    one_with: str | None = None

    @property
    def counted(self) -> str:
        """The key that it is counted under."""
        return self.one_with or self.key


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """One event, who stands behind it, and the publisher that reports it first.

    publisher: key of the outlet's family, of the one copied where it is a copy.
    printer:   key of the family of the outlet that prints it, copied or not.
    text:      id of the article whose text tells it, the first one's where it is copied; None where there is none.
    copied:    whether the article's text is another's.
    known_at:  of its article.
    """

    event: FiledEvent
    speaker: Speaker
    publisher: str
    printer: str
    text: str | None
    copied: bool
    known_at: datetime

    @property
    def own_voice(self) -> bool:
        """Whether the publisher says so and cites nobody."""
        return self.speaker.key == self.publisher


def tellings(
    members: Iterable[FiledEvent],
    articles: Mapping[str, FiledArticle],
    *,
    copy_of: Mapping[str, str],
    carries: Mapping[str, str],
) -> tuple[Telling, ...]:
    """The members with their speakers, in the order in which they became known. For the parameters see `compose.incident`."""
    texts = _Texts(articles=articles, copy_of=copy_of, carries=carries)
    return tuple(sorted((texts.telling(event) for event in members), key=lambda t: (t.known_at, t.event.id)))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Texts:
    """Whose text each article is."""

    articles: Mapping[str, FiledArticle]
    copy_of: Mapping[str, str]
    carries: Mapping[str, str]

    def telling(self, event: FiledEvent) -> Telling:
        copied = event.article is not None and (event.article in self.copy_of or event.article in self.carries)
        (publisher, cited), text = self.printed(event), event.article
        printer = publisher.key
        if copied and not self.adds(event):
            publisher, text = self.carried(event), self.root(event.article or "")
            cited = event.chain[1:] if _is_headed_by(event.chain, event.outlet) else event.chain
        return Telling(
            event=event,
            speaker=_origin(cited, publisher),
            publisher=publisher.key,
            printer=printer,
            text=text,
            copied=copied,
            known_at=event.known_at,
        )

    def printed(self, event: FiledEvent) -> tuple[Speaker, tuple[Link, ...]]:
        """The publisher of the event's own article, and whom that cites."""
        publisher, chain = _publisher(event.outlet, event.url or self.url(event.article)), event.chain
        if _is_headed_by(chain, event.outlet):
            return publisher, chain[1:]
        if publisher.key != UNKNOWN:
            return publisher, chain
        if chain and chain[0].kind == "outlet" and chain[0].named:  # a credit, where the outlet is not known
            return _publisher(chain[0].name), chain[1:]
        if event.dataset != "tocsin":
            publisher = Speaker(key=f"dataset:{event.dataset}", name=event.dataset, kind="document", named=True)
        return publisher, chain

    def carried(self, event: FiledEvent) -> Speaker:
        """The publisher whose text the event's article repeats."""
        root = self.root(event.article or "")
        name = self.carries.get(event.article or "") or self.carries.get(root)
        first = self.articles.get(root)
        if name or (first and root != event.article):
            return _publisher(name) if name else _publisher(first.outlet, first.url) if first else _unknown()
        return Speaker(key=f"text:{root}", name="a text that several print", kind="outlet", named=False)

    def root(self, article: str) -> str:
        """The first of those that an article copies, itself where it copies none. A circle ends where it begins."""
        seen = {article}
        while (before := self.copy_of.get(article)) and before not in seen:
            seen.add(article := before)
        return article

    def adds(self, event: FiledEvent) -> bool:
        """Whether a copy cites somebody in words that the text copied does not have."""
        first = self.articles.get(self.root(event.article or ""))
        if first is None or first.id == event.article or not event.sentence or len(event.chain) < 2:
            return False
        own = _shingles(event.sentence)
        return bool(own) and len(own & _shingles(first.text)) / len(own) < _COPIED

    def url(self, article: str | None) -> str | None:
        found = self.articles.get(article) if article else None
        return found.url if found else None


def _is_headed_by(chain: Sequence[Link], outlet: str | None) -> bool:
    """Whether the printing outlet stands first, as it does wherever it is known."""
    return bool(chain) and chain[0].kind == "outlet" and same_outlet(chain[0].name, outlet)


def _shingles(text: str) -> set[tuple[str, ...]]:
    words = _WORD.findall(text.casefold())
    return {tuple(words[at : at + _SHINGLE]) for at in range(max(1, len(words) - _SHINGLE + 1))} if words else set()


def _unknown() -> Speaker:
    return Speaker(key=UNKNOWN, name="an outlet that is not known", kind="unknown", named=False)


def _publisher(outlet: str | None, url: str | None = None) -> Speaker:
    """The publisher that stands behind an outlet."""
    key = outlet_key(outlet, url)
    if key is None:
        return _unknown()
    known, family = outlet_of(outlet, url), family_of(outlet, url)
    return Speaker(
        key=f"outlet:{family.name if family else key}",
        name=known.name if known else (outlet or key).strip(),
        kind="outlet",
        named=True,
        voice_of=f"state:{family.country}" if family and family.state_run else None,
    )


def _origin(cited: Sequence[Link], publisher: Speaker) -> Speaker:
    """Who stands at the end of a chain of those whom `publisher` cites; the publisher where that is empty."""
    speaking = _speaking(cited)
    teller = publisher
    for link in speaking[:-1]:
        if link.kind == "outlet" and link.named:
            teller = _publisher(_bare(link.name))
    return _speaker(speaking[-1], teller) if speaking else teller


def _speaking(cited: Sequence[Link]) -> list[Link]:
    """The links without those at the end that say nothing themselves: a statement that somebody made, the dead who are counted."""
    kept = list(cited)
    while kept and (_COUNTED.match(kept[-1].name) or (_is_paper(kept[-1]) and len(kept) > 1 and kept[-2].kind != "outlet")):
        kept.pop()
    return kept


def _is_paper(link: Link) -> bool:
    return link.kind == "document" and not link.named


def _is_unnamed(link: Link) -> bool:
    """Whether nobody can tell who a source is, whatever the reader held of his name: "a senior backbencher", "local media"."""
    if link.kind == "outlet":
        return not link.named or (
            _VAGUE_OUTLET.search(link.name) is not None and (link.name.lower() in _VAGUE or outlet_of(link.name) is None)
        )
    if link.kind not in ("person", "official") or not link.named:
        return not link.named
    return _INDEFINITE.match(link.name) is not None and _PROPER.search(link.name) is None


def _bare(name: str) -> str:
    """The name of an outlet without what is said of it: "state media KCNA", "the Sample Broadcasting Company (SBC)"."""
    if outlet_of(name):
        return name
    found = _LOWER.match(name)
    shorter = (name[found.end() :] if found else "", *_IN_BRACKETS.findall(name))
    return next((one for one in shorter if one and outlet_of(one)), name)


def _speaker(link: Link, teller: Speaker) -> Speaker:
    """Who a last link is; `teller` is the outlet that has it from him."""
    own = None if _BACKED.search(link.name) else side(link.code)
    if _is_unnamed(link) and not _is_known_by_office(link):
        name = link.name if teller.key == UNKNOWN else f"{link.name}, to {teller.name}"
        one = f"unnamed:{teller.key}"
        return Speaker(key=f"{one}:{own}" if own else one, name=name, kind=link.kind, named=False, voice_of=own, one_with=one)
    if link.kind == "outlet":
        return _publisher(_bare(link.name))
    if own:
        state = state_of(own)
        name = countries()[state].name if state else link.name
        return Speaker(key=own, name=name, kind="government" if state else link.kind, named=True)
    if not link.named:
        return Speaker(key=f"office:{link.code}", name=link.name, kind=link.kind, named=True)
    return Speaker(key=f"{_kind(link)}:{_folded(link)}", name=link.name, kind=link.kind, named=True)


def _is_known_by_office(link: Link) -> bool:
    """Whether a source without a proper name is still one that everybody can tell: "the South Korean military", "Iran's judiciary chief".

    It belongs to a state or body, and none of its words stands for somebody who keeps his name to himself ("officials", "a minister").
    """
    apart = link.kind != "outlet" and (side(link.code) is not None or (link.code or "")[:3] in countries())
    return apart and not _anonymous() & set(_WORD.findall(link.name.casefold()))


@cache
def _anonymous() -> frozenset[str]:
    """Words of sources who keep their names to themselves."""
    with files("tocsin.incidents").joinpath("data/anonymous.csv").open(encoding="utf-8") as file:
        return frozenset(row["word"] for row in csv.DictReader(file))


def _kind(link: Link) -> str:
    return "person" if link.kind in ("person", "official") else "name"


def _folded(link: Link) -> str:
    """A name without case; of a person the surname and the code alone, because a report names him in full only once."""
    words = _WORD.findall(link.name.casefold())
    if link.kind not in ("person", "official") or not words:
        return " ".join(words)
    surname = _surname(link.name)
    return " ".join((surname, (link.code or "").casefold())).strip() if surname else " ".join(words)


def _surname(name: str) -> str | None:
    """The surname in what is said of a person, None where an office is all that is said.

    >>> [_surname(name) for name in ("Sen. Jane Roe (D-Ark.), who chairs it", "Jane Roe of Ohio", "a judge, Jane Roe", "Head of the Panel")]
    ['roe', 'roe', 'roe', None]
    """
    parts = [part for part in _IN_BRACKETS.sub("", name).split(",") if part.strip()]
    part = next((part for part in parts if _PROPER.search(part)), parts[0] if parts else name)
    found = _OF_PLACE.match(part)
    words = _WORD.findall((found[1] if found else part).casefold())
    office = " of " in part and found is None and words and words[-1] in _institutions()
    return None if office or not words else words[-1]


@cache
def _institutions() -> frozenset[str]:
    """Words in which the names of institutions end."""
    with files("tocsin.incidents").joinpath("data/institutions.csv").open(encoding="utf-8") as file:
        return frozenset(row["word"] for row in csv.DictReader(file))


def settled(told: Iterable[Telling]) -> tuple[Telling, ...]:
    """Tellings of one side of a matter, each with the speaker for whom it counts: what adds nothing of its own counts for another's.

    The word of a publisher that has cited somebody by the time it speaks itself counts for whom it cites; the unnamed voice of a state for
    the state where that speaks by name.
    """
    given = tuple(told)
    rests = _rests_on(given)
    moved = tuple(replace(t, speaker=rests.get(t.speaker.key, t.speaker)) for t in given)
    named = {t.speaker.key: t.speaker for t in moved if t.speaker.key.startswith("state:")}
    told_by = (named.get(t.speaker.voice_of or "", t.speaker) for t in moved)
    return tuple(
        replace(t, speaker=replace(speaker, key=speaker.counted, one_with=None)) for t, speaker in zip(moved, told_by, strict=True)
    )


def _rests_on(told: Sequence[Telling]) -> dict[str, Speaker]:
    """For each publisher that did not tell it first in its own voice: the first of those whom it cites, or whom that one rests on."""
    cited: dict[str, Speaker] = {}
    for telling in sorted(told, key=lambda t: (t.known_at, t.own_voice, t.speaker.key, t.event.id)):
        for outlet in (telling.publisher, telling.printer):
            cited.setdefault(outlet, telling.speaker)
    cited = {publisher: speaker for publisher, speaker in cited.items() if speaker.key != publisher}
    return {publisher: _end(publisher, cited) for publisher in cited}


def _end(publisher: str, cited: Mapping[str, Speaker]) -> Speaker:
    """Whom a publisher rests on: where it cites another that cites somebody, that one. Two that cite each other rest on either."""
    passed, speaker = {publisher: cited[publisher]}, cited[publisher]
    while speaker.key in cited:
        if speaker.key in passed:
            return min(passed.values(), key=lambda s: s.key)
        passed[speaker.key] = cited[speaker.key]
        speaker = cited[speaker.key]
    return speaker


def name_of(told: Sequence[Telling], key: str) -> Speaker:
    """The speaker of that key under the name that most tellings use, the first in the alphabet of several."""
    speakers = [t.speaker for t in told if t.speaker.key == key]
    names = Counter(s.name for s in speakers)
    return min(speakers, key=lambda s: (-names[s.name], s.name, s.kind))
