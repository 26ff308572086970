"""Parts of a text that are no reporting: credits of origin, and the furniture of the page around it.

They are set apart before the parse, which would take "Source »" for a sentence and a dateline for a subject.

Runs of blanks are taken possessively ("*+"), so that no text, however it is made, takes more time than its length is worth.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from tocsin.gazetteer.places import look_up, normalise
from tocsin.records import Credit, CreditKind, Reject

_REPUBLICATION = re.compile(
    r"""^[ \t]*+
    (?: (?: source | via ) [ \t]*+ (?: [:»›>|] | [-–—]{1,2} )
      | (?: (?: this | the ) [ ] (?: article | story | report ) [ ] )? (?: was [ ] )?
        (?: first | originally ) [ ] (?: published | appeared ) [ ] (?: in | on | by | at )
      | (?: re(?: published | printed ) ) [ ] (?: from | with [ ] (?: the [ ] )? permission [ ] (?: of | from ) )
    ) :? [ \t]*+ (?P<name> \S [^\n]{1,79}? ) [ \t]*+ \.?+ [ \t]*+ $""",
    re.M | re.I | re.X,
)
_FURNITURE = re.compile(
    r"""^[ \t]*+
    (?: read [ ] (?: more | also | next | the [ ] full ) \b [^\n]* | continue [ ] reading [^\n]* | click [ ] here [^\n]*
      | share [ ] this [^\n]{0,40} | follow [ ] (?: us | [\w@]+ (?: [ ] [\w@]+ ){0,3} ) [ ] on [ ] [^\n]*
      | (?: sign | log ) [ ] (?: up | in ) \b [^\n]{0,80} | subscribe \b [^\n]{0,80}
      | copyright \b [^\n]* | © [^\n]* | all [ ] rights [ ] reserved [^\n]* | advertisement
      | related (?: [ ] (?: articles | stories | news ) )? :?
      | the [ ] post [ ] [^\n]* [ ] appeared [ ] first [ ] on [ ] [^\n]*
      | (?-i: (?: By | BY ) [ ] [A-Z] [\w.'’\-]+ (?: [ ] [A-Z] [\w.'’\-]* ){1,3}
        (?: (?: [ ] and | , ) [ ] [A-Z] [\w.'’\-]+ (?: [ ] [A-Z] [\w.'’\-]* ){0,3} ){0,3} )
      | photo (?: [ ] by | [ ] credit | : ) [^\n]{0,100} | \(? file [ ] photo \)?
      | tags? : [^\n]* | end/?item | [A-Z]{2}/[A-Z]{2}
    ) [ \t]*+ $
    | (?<= [.!?”"] ) [ ]{0,2} (?: all [ ] content [ ] by [ ] | this [ ] (?: article | work ) [ ] is [ ] licen[cs]ed [ ] )
      [^\n]{5,150} licen[cs]e \.?+ [ \t]*+ $""",
    re.M | re.I | re.X,
)

_NO_WORDS = re.compile(r"\S{300,}")
"""Data in the text, a rule of signs: longer than any word or address, and the tokenizer takes time by the square of its length."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Apart:
    """What was set apart: `origins` of the text, `rejected` furniture, and `body`, the text with both blanked, of the same length."""

    body: str
    origins: tuple[Credit, ...]
    rejected: tuple[Reject, ...]


def set_apart(text: str) -> Apart:
    """Find credits and furniture, and blank them out; offsets stay those of the text."""
    apart = [m.span() for pattern in (_FURNITURE, _NO_WORDS) for m in pattern.finditer(text)]
    origins = tuple(sorted(_origins(text, _blank(text, apart)), key=lambda c: (c.start, c.end)))
    rejected = (*_rejects(text, _FURNITURE, "furniture of the page, not reporting"), *_rejects(text, _NO_WORDS, "no words"))
    marks = [*((c.start, c.end) for c in origins), *apart]
    return Apart(body=_blank(text, marks), origins=origins, rejected=rejected)


def _rejects(text: str, pattern: re.Pattern[str], reason: str) -> Iterator[Reject]:
    return (Reject(stage="parse", start=m.start(), end=m.end(), reason=reason) for m in pattern.finditer(text))


def _origins(text: str, body: str) -> Iterator[Credit]:
    for m in _REPUBLICATION.finditer(text):
        yield _credit("republication", m, "name")
    # a text has one lead; the loosest pattern must not overrule a stricter one that begins at the same place
    leads = {m.start(): m for pattern in (_agency_lead(), _mixed_dateline(), _dateline()) for m in pattern.finditer(text)}
    if (opening := _plain_dateline().match(body)) is not None and _is_town(opening.group("place")):
        leads.setdefault(opening.start("place"), opening)
    for m in leads.values():
        if m.groupdict().get("place"):
            yield _credit("dateline", m, "place")
        if m.groupdict().get("agency"):
            yield _credit("agency", m, "agency")
    for m in _agency_foot().finditer(text):
        yield _credit("agency", m, "agency")


def _is_town(place: str) -> bool:
    """Whether the first name of a dateline is that of a town of some size: a person or a state before a colon is who speaks."""
    key = normalise(re.split("[,/]", place)[0])
    return any(p.kind == "city" and p.population >= _TOWN for p in look_up([key]).get(key, ()))


def _credit(kind: CreditKind, match: re.Match[str], group: str) -> Credit:
    whole = match.group()
    start = match.start() + len(whole) - len(whole.lstrip())
    return Credit(kind=kind, name=match.group(group).strip(), start=start, end=match.start() + len(whole.rstrip()))


def _blank(text: str, marks: Iterable[tuple[int, int]]) -> str:
    parts, done = [], 0
    for start, end in sorted(marks):
        parts += [text[done:start], re.sub(r"[^\n]", " ", text[max(start, done) : end])]
        done = max(done, end)
    return "".join([*parts, text[done:]])


# Patterns of leads and feet. `_DAY` is "July 3" or "3 July", as in "Sana'a, July 3 (Xinhua) -".
# `_DESK` is a bracket that names whoever filed it, known or not, as in "(Staff) -".
_DATE = r"(?: ,? [ ] (?: [A-Z][a-z]{2,8} \.? [ ] \d{1,2} | \d{1,2} [ ] [A-Z][a-z]{2,8} ) (?: ,? [ ] \d{4} )? )"
_DAY = rf"{_DATE}?"
_DASH = r"(?: [-–—]{1,2} )"
_REGION = r"(?: , [ ] [A-Z][\w.]+ (?: [ ] [A-Z][\w.]+ )? )?"
_DESK = r"(?: [ ]? \( [A-Z] [\w.&'’\- ]{1,24} \) )?"
_TOWN = 100_000
_LABELS = (  # words in capitals that head a line and are no place
    r"(?: NATO | OPEC | UNESCO | UNICEF | ASEAN | BRICS"
    r" | LIVE | UPDATED? | WATCH | BREAKING | EXCLUSIVE | ANALYSIS | OPINION | VIDEO | EXPLAINER | FACTBOX | TIMELINE | CORRECTION ) \b"
)


@cache
def _agencies() -> str:
    lines = files("tocsin.parse").joinpath("data/agencies.txt").read_text(encoding="utf-8").splitlines()
    names = sorted((line for line in lines if line and not line.startswith("#")), key=len, reverse=True)
    return "|".join(re.escape(name) for name in names)


@cache
def _dateline() -> re.Pattern[str]:
    """A place in capitals: "TEHRAN –", "KYIV, Ukraine (AP) —", "WASHINGTON: "."""
    word = r"[A-Z][A-Z.'’\-]+"
    place = rf"(?P<place> (?! {_LABELS} ) (?= [A-Z]{{4}} | [A-Z]{{3}}[ ][A-Z] ) {word} (?: [ /] {word} ){{0,3}} {_REGION} )"
    return re.compile(
        rf"^[ \t]*+ {place} {_DAY} (?: [ ]? [(/] (?P<agency> {_agencies()} ) [)/] | {_DESK} ) (?: [ ]? {_DASH} [ \t]+ | : [ \t]+ )",
        re.M | re.X,
    )


@cache
def _mixed_dateline() -> re.Pattern[str]:
    """As in "Sana'a, July 3 (Xinhua) --": a place in ordinary capitals is a dateline only together with an agency."""
    place = rf"(?P<place> [A-Z][\w'’\-]+ (?: [ ] [A-Z][\w'’\-]+ ){{0,2}} {_REGION} )"
    return re.compile(rf"^[ \t]*+ {place} {_DAY} [ ]? [(/] (?P<agency> {_agencies()} ) [)/] [ ]? {_DASH} [ \t]*", re.M | re.X)


@cache
def _plain_dateline() -> re.Pattern[str]:
    """A town in ordinary capitals before the first sentence: "Lima, 2 May:", "Hanoi, Vietnam –", "Quito, TASS -", "Accra: The ...".

    A line without a full stop at its end is a headline, in which a town before a colon is the government that speaks. Dashes in pairs set a
    parenthesis apart.
    """
    word = r"[A-Z][\w'’\-]+"
    place = rf"(?P<place> {word} (?: [ /] {word} ){{0,2}} (?: (?! , [ ] (?: {_agencies()} ) \b ) {_REGION} )? )"
    agency = rf"(?: (?: , [ ] | [ ]? \( ) (?P<agency> {_agencies()} ) \)? | {_DESK} )"
    sentence = r"(?= [A-Z\"“] [^\n]{20,} [.!?][\"”’)]{0,2} [ \t]*+ (?: \n | \Z ) )"
    dash = r"[ ]? [-–—]{1,2} [ \t]+ (?! [^\n.]{1,80} [ ] [-–—]{1,2} [ ] )"
    return re.compile(rf"\s*+ {place} {_DAY} {agency} (?: {dash} | : [ \t]+ ) {sentence}", re.X)


@cache
def _agency_lead() -> re.Pattern[str]:
    """As in "(Reuters) - " or "AFP –" at the head of a line."""
    return re.compile(rf"^[ \t]*+ [(\[]? (?P<agency> {_agencies()} ) [)\]]? [ ]? {_DASH} [ \t]+", re.M | re.X)


@cache
def _agency_foot() -> re.Pattern[str]:
    """As in "... the ministry said. (AFP)" at the end of a line."""
    names = _agencies()
    return re.compile(
        rf"(?<! [ \t] ) [ \t]*+ [(\[] \s? (?P<agency> (?:{names}) (?: / (?:{names}) )* ) \s? [)\]] \.?+ [ \t]*+ $", re.M | re.X
    )
