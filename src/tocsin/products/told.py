"""What a reading amounts to, in plain facts: origins, disputes, the order of the events, and the judgement that heads a brief."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from typing import Literal

from tocsin.ontology.plover import OTHER, RECIPROCAL
from tocsin.records import AHEAD, Actor, ArticleReading, Claim, Event, Place, Source, Status

Standing = Status | Literal["disputed", "retracted"]
"""Of one telling its status; of what many tell also that one origin tells of it and another denies it, or that it was taken back."""

STATUS_WORDS: Mapping[Standing, str] = MappingProxyType(
    {
        "occurred": "happened",
        "ongoing": "under way",
        "scheduled": "scheduled",
        "threatened": "threatened",
        "demanded": "demanded",
        "possible": "possible",
        "failed": "failed",
        "denied": "denied",
        "disputed": "disputed",
        "retracted": "taken back",
    }
)
"""Each as it is told to people, in the order of a count."""

STATUS_STYLES: Mapping[Standing, str] = MappingProxyType(
    {
        "occurred": "bold",
        "ongoing": "bold",
        "scheduled": "cyan",
        "threatened": "red",
        "demanded": "cyan",
        "possible": "yellow",
        "failed": "dim",
        "denied": "magenta",
        "disputed": "bold magenta",
        "retracted": "bold red",
    }
)
"""How each looks on a terminal, in the words of rich."""

_BACKGROUND = timedelta(days=45)  # what is dated longer before the report is its background, not its news


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispute:
    """Two events of one reading: one claim tells of a deed, another denies it."""

    told: Event
    denied: Event


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """A reading with its parts by their ids."""

    reading: ArticleReading
    actors: Mapping[str, Actor]
    claims: Mapping[str, Claim]
    places: Mapping[str, Place]

    @classmethod
    def of(cls, reading: ArticleReading) -> Index:
        """The index of one reading."""
        return cls(
            reading=reading,
            actors={a.id: a for a in reading.actors},
            claims={c.id: c for c in reading.claims},
            places={p.id: p for p in reversed(reading.places)},
        )

    def origin(self, event: Event) -> Source | None:
        """Who, at the end of the chain, says that the event is so; None where the outlet is unknown and speaks itself."""
        return origin(self.claims[event.claim])

    def names(self, actors: Iterable[str]) -> list[str]:
        """The names of actors, each once."""
        return list(dict.fromkeys(self.actors[a].name for a in actors))


def origin(claim: Claim) -> Source | None:
    """The last link of a claim's chain; None where the outlet is unknown and speaks in its own voice."""
    return claim.chain[-1] if claim.chain else None


def origin_key(source: Source | None) -> str:
    """Equal for two sources that are the same one: the same actor, else the same name."""
    if source is None:
        return "outlet:?"
    return f"actor:{source.actor}" if source.actor else f"name:{source.name.casefold()}"


def is_own_voice(claim: Claim) -> bool:
    """Whether the outlet, or another one whose text it prints, says it and cites nobody."""
    return claim.cue is None and (not claim.chain or claim.chain[-1].kind == "outlet")


def is_hearsay(claim: Claim) -> bool:
    """Whether the outlet marks it as told to it ("reportedly", "is alleged") and does not say by whom."""
    return claim.cue is not None and len(claim.chain) == 1 and claim.chain[0].kind == "outlet" and claim.chain[0].start is None


def origins(claims: Iterable[Claim]) -> dict[str, Source | None]:
    """The distinct origins of these claims by their keys, in the order of the text."""
    made: dict[str, Source | None] = {}
    for claim in claims:
        made.setdefault(origin_key(origin(claim)), origin(claim))
    return made


def disputes(reading: ArticleReading) -> tuple[Dispute, ...]:
    """Each event that one origin tells of and another denies: the same type, a source in common, targets and days that agree.

    What the outlet itself says did not happen is not a dispute: nobody is quoted to deny it. Nor does who denies a deed dispute that one is
    feared, demanded or planned; nor who says of nobody in particular that he does no such thing ("we do not want war").
    """
    index = Index.of(reading)
    denials = [e for e in reading.events if e.status == "denied" and _answers(e, index.claims[e.claim])]
    others = [e for e in reading.events if e.status in ("occurred", "ongoing")]
    return tuple(
        Dispute(told=told, denied=denied)
        for denied in denials
        for told in others
        if origin_key(index.origin(told)) != origin_key(index.origin(denied)) and _same_deed(told, denied, index.actors)
    )


def _answers(denied: Event, claim: Claim) -> bool:
    """Whether somebody who is quoted denies a deed towards somebody, or in the words of a denial."""
    return not is_own_voice(claim) and (claim.stance == "denies" or bool(denied.targets))


def _same_deed(one: Event, other: Event, actors: Mapping[str, Actor]) -> bool:
    return (
        one.type == other.type
        and one.claim != other.claim
        and bool(_parties(one.sources, actors) & _parties(other.sources, actors))
        and (not one.targets or not other.targets or bool(_parties(one.targets, actors) & _parties(other.targets, actors)))
        and overlap((one.when.earliest, one.when.latest), (other.when.earliest, other.when.latest))
    )


def _parties(ids: Iterable[str], actors: Mapping[str, Actor]) -> set[str]:
    """Actor ids, and the states that stand behind them where the actor is the state or its government."""
    made = set(ids)
    for actor in (actors[i] for i in ids if i in actors):
        if actor.country and actor.sector in ("GOV", "MIL"):
            made.add(actor.country)
    return made


def overlap(one: tuple[date | None, date | None], other: tuple[date | None, date | None]) -> bool:
    """Whether two closed intervals of days share one; None is an open side.

    >>> overlap((date(2019, 6, 10), date(2019, 6, 16)), (date(2019, 6, 13), None))
    True
    """
    return (one[0] or date.min) <= (other[1] or date.max) and (other[0] or date.min) <= (one[1] or date.max)


def is_dated(event: Event) -> bool:
    """Whether the words, and not only the day of publication, place the event in time."""
    return event.when.basis != "publication" and (event.when.earliest or event.when.latest) is not None


def in_time_order(events: Iterable[Event]) -> list[Event]:
    """By the earliest day, then the latest; what is not dated last, in the order of the text, what is ahead after what is not."""
    return sorted(events, key=_moment)


def _moment(event: Event) -> tuple[bool, bool, date, date]:
    if not is_dated(event):
        return True, event.status in AHEAD, date.max, date.max
    begin = event.when.earliest or event.when.latest or date.max
    return False, False, begin, event.when.latest or date.max


def status_counts(reading: ArticleReading) -> Counter[Standing]:
    """How many events stand in each status; one that another claim denies counts as disputed."""
    disputed = {d.told.id for d in disputes(reading)}
    return Counter("disputed" if e.id in disputed else e.status for e in reading.events)


def main_event(reading: ArticleReading) -> Event | None:
    """The event that a brief opens with: of the news, not the background, the one of the greatest weight on the Goldstein scale.

    Between equals the one that is told first; None where no event of a PLOVER type was coded.
    """
    typed = [e for e in reading.events if e.type != OTHER and e.status != "denied"] or [e for e in reading.events if e.type != OTHER]
    news = [e for e in typed if not _is_background(e, reading.article.published)] or typed
    length = max(1, len(reading.article.text))
    return max(
        news, key=lambda e: (abs(e.goldstein or 0.0) * e.score * (1 - 0.5 * e.trigger.start / length), -e.trigger.start), default=None
    )


def _is_background(event: Event, published: date | None) -> bool:
    if event.status in AHEAD or published is None or not is_dated(event):
        return False
    return event.when.latest is not None and event.when.latest < published - _BACKGROUND


_NOUNS: Mapping[str, tuple[str, str]] = MappingProxyType(  # what a type is called in a sentence, and how its target follows
    {
        "AGREE": ("an agreement", "with"),
        "CONSULT": ("a consultation", "with"),
        "SUPPORT": ("support", "for"),
        "CONCEDE": ("a concession", "to"),
        "COOPERATE": ("cooperation", "with"),
        "AID": ("aid", "to"),
        "RETREAT": ("a retreat", "from"),
        "REQUEST": ("a request", "to"),
        "ACCUSE": ("an accusation", "against"),
        "REJECT": ("a refusal", "towards"),
        "THREATEN": ("a threat", "to"),
        "PROTEST": ("a protest", "against"),
        "SANCTION": ("a sanction or break", "against"),
        "MOBILIZE": ("a military move", "towards"),
        "COERCE": ("coercion", "against"),
        "ASSAULT": ("an attack", "on"),
    }
)
_DETERMINERS = frozenset({"The", "A", "An", "Some", "Several", "Many", "Most", "Both", "One", "Two", "Three", "Its", "His", "Her", "Their"})
_WITH_ARTICLE = frozenset(
    {"United", "House", "Kremlin", "Pentagon", "Union", "League", "Nations", "Council", "Emirates", "Republic", "Islands"}
    | {"Philippines", "Netherlands", "Vatican", "Taliban", "Guards"}
)
"""A name that begins or ends with one of these words takes "the" in a sentence, unless it is somebody's."""

_IS: Mapping[str, str] = MappingProxyType(
    {
        "occurred": "has happened",
        "ongoing": "is under way",
        "scheduled": "is scheduled",
        "threatened": "is threatened",
        "demanded": "is demanded",
        "possible": "is held possible",
        "failed": "has failed or not come about",
        "denied": "is denied",
    }
)


def judgement(reading: ArticleReading) -> str:
    """One to three plain sentences: the main event, its status, on whose word it rests, and who denies it. No surer than the record."""
    event = main_event(reading)
    if event is None:
        return _nothing_told(reading)
    index = Index.of(reading)
    denied = [d.denied for d in disputes(reading) if d.told.id == event.id]
    subject = _capital(f"{deed(event, index)} {_IS[event.status] if not denied else 'is disputed'}")
    if denied:
        deniers = listed(list(dict.fromkeys(called(index.origin(e)) for e in denied)))
        return (
            f"{subject}: {_on_the_word(event, index)}, it {_IS[event.status]}; {deniers} {'deny' if ' and ' in deniers else 'denies'} it."
        )
    return f"{subject}, {_on_the_word(event, index)}. {_rests(event, index)}"


def _nothing_told(reading: ArticleReading) -> str:
    whole = next((r.reason for r in reading.rejected if r.start is None), None)
    if whole:
        return f"Not read: {whole}."
    if not reading.claims:
        return "Nothing was found in it that could be coded."
    many = len(origins(reading.claims))
    return f"No happening of a coded type was found in it, only what {many} origin{'s' if many > 1 else ''} said."


def deed(event: Event, index: Index) -> str:
    """The event in a few words that name no more than the record: "an attack by Iran on Israel through Hezbollah"."""
    return deed_phrase(event.type, *(index.names(ids) for ids in (event.sources, event.targets, event.proxies)))


def deed_phrase(kind: str, sources: Iterable[str], targets: Iterable[str], proxies: Iterable[str]) -> str:
    """A deed of a PLOVER type by the names of those who take part in it.

    >>> deed_phrase("ASSAULT", ["Arland"], ["Borland", "United States"], [])
    'an attack by Arland on Borland and the United States'
    """
    noun, towards = _NOUNS.get(kind, ("a happening of no coded type", "with"))
    doers, others, through = (list(map(with_article, names)) for names in (sources, targets, proxies))
    if kind in RECIPROCAL and set(doers) == set(others):
        return f"{noun} {'between' if len(doers) > 1 else 'of'} {listed(doers)}"
    others = [name for name in others if name not in doers]
    parts = [noun, f"by {listed(doers)}" if doers else "", f"{towards} {listed(others)}" if others else ""]
    parts.append(f"through {listed(through)}" if through else "")
    return " ".join(part for part in parts if part)


def _on_the_word(event: Event, index: Index) -> str:
    claim = index.claims[event.claim]
    source = origin(claim)
    if source is None:
        return "according to the article itself"
    if is_own_voice(claim):
        return f"according to {source.name} in its own voice"
    if is_hearsay(claim):
        return f"according to {source.name}, which does not say who told it"
    through = [link.name for link in claim.chain[:-1]]
    return f"according to {called(source)}" + (f", through {listed(through)}" if through else "")


def _rests(event: Event, index: Index) -> str:
    same = [e for e in index.reading.events if e.id == event.id or (_tells_alike(e, event) and _same_deed(e, event, index.actors))]
    behind = origins(index.claims[e.claim] for e in same)
    if len(behind) > 1:
        return f"In this article {len(behind)} origins tell of it."
    (source,) = behind.values()
    return "It rests on one origin, which is not named." if source and not source.named else "It rests on one origin."


def _tells_alike(one: Event, other: Event) -> bool:
    """Whether both tell of what has happened, or both of what is to come: a raid that is feared does not bear out one that was made."""
    return "denied" not in (one.status, other.status) and (one.status in AHEAD) == (other.status in AHEAD)


def called(source: Source | None) -> str:
    """A source in a sentence."""
    if source is None:
        return "the article itself"
    name = with_article(source.name if source.kind == "outlet" else _lower(source.name))
    return name if source.named else f"{name} (unnamed)"


def _lower(name: str) -> str:
    """A name that began a sentence, within one: "The police" as "the police"."""
    first, _, rest = name.partition(" ")
    return f"{first.lower()} {rest}" if rest and first in _DETERMINERS else name


def with_article(name: str) -> str:
    """A name as it stands in a sentence.

    >>> [with_article(name) for name in ("United States", "White House", "Iran", "Iran's Security Council")]
    ['the United States', 'the White House', 'Iran', "Iran's Security Council"]
    """
    words = name.split(" ")
    takes = words[0] in _WITH_ARTICLE or words[-1] in _WITH_ARTICLE
    bare = any(word.endswith(("'s", "’s", "s'", "s’")) or word.lower() in ("the", "a", "an") for word in words[:-1])
    return f"the {name}" if takes and not bare and words[0] != "U.S." else name


def listed(names: Sequence[str]) -> str:
    """Names in a sentence.

    >>> listed(["A", "B", "C"])
    'A, B and C'
    """
    return ", ".join(names[:-1]) + (" and " if len(names) > 1 else "") + names[-1] if names else ""


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
