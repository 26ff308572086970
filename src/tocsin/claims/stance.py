"""What a source does by saying something: the stance of the cue, unless the content tells otherwise."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Literal, cast, get_args

from tocsin.claims.attribution import Attribution, Range
from tocsin.claims.lexicon import rows, word_set
from tocsin.errors import DataError
from tocsin.records import Parse, SourceKind, Stance

Side = Literal["self", "state", "country", "other"]
"""Who somebody in the content is to the source: the source itself, a fellow organ of its state, of its country, of another country."""

_OWN = frozenset({"he", "she", "it"})
_MUST = frozenset({"must", "should", "ought", "shall", "need"})
_WILL = frozenset({"will", "wo", "'ll", "’ll", "would", "'d", "’d"})
_PERHAPS = frozenset({"could", "may", "might", "likely", "unlikely", "probably", "perhaps", "possibly"})
_NEGATIONS = frozenset({"not", "n't", "n’t", "never", "neither", "nor", "no"})
_HAPPEN = frozenset({"happen", "occur", "exist"})
_TOLD = frozenset(
    {"news", "report", "claim", "allegation", "accusation", "story", "rumor", "rumour", "charge", "information", "that", "this", "it"}
)
_OPEN: frozenset[Stance] = frozenset({"asserts", "announces"})


@cache
def tones() -> Mapping[str, Stance]:
    """Words of the content that tell a stance: "baseless" -> denies, "violate" -> accuses. Raises DataError for an unknown stance."""
    table: dict[str, Stance] = {}
    for row in rows("tones.csv"):
        if row["stance"] not in get_args(Stance) or row["lemma"] in table:
            raise DataError(f"tones.csv: {row['lemma']}, {row['stance']}", allowed=f"each lemma once, stances {get_args(Stance)}")
        if row["only"] != "if":
            table[row["lemma"]] = cast("Stance", row["stance"])
    return MappingProxyType(table)


@cache
def conditional_threats() -> frozenset[str]:
    """Words that threaten only where they stand on a condition: "if the raids go on, we will close the border"."""
    return frozenset(row["lemma"] for row in rows("tones.csv") if row["only"] == "if")


def stance_of(
    parse: Parse, attribution: Attribution, content: Range, side: Callable[[int], Side | None], kind: SourceKind | None
) -> Stance:
    """The stance of one attribution.

    content: the part of its content that the claim is about.
    side:    whose side a noun of the content is on, None where it is not known.
    kind:    of the source: what a state says that it has done, it announces; what an analysis says is a judgement.
    """
    given: Stance = (
        "asserts" if attribution.stance == "accuses" and kind == "document" and attribution.lemma == "point" else attribution.stance
    )
    if (
        given == "asserts"
        and attribution.source_head is not None
        and parse.lemmas[attribution.source_head].lower() in word_set("judgement")
    ):
        given = "assesses"
    said = _Said.of(parse, content, side)
    if given in ("demands", "announces", "asserts") and said.ultimatum():
        return "threatens"
    if given == "assesses" and not said.clause:
        return "accuses" if "accuses" in said.tones else given
    if given == "assesses" and said.main & {"responsible", "behind"} and not said.main & _PERHAPS:
        return "accuses"
    if given == "asks" and parse.lower[content[0]] == "that":
        return "demands"
    if given not in _OPEN:
        return given
    rules = (
        said.question(),
        said.denial(),
        said.demand(),
        said.future(given),
        said.judgement(),
        said.deed() if kind == "government" else None,
    )
    return next((stance for stance in rules if stance), given)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    """What the stance rules look up in one content.

    root: its main verb; clause: whether it is a clause; subject: of the main verb; main: the words that hang on the main verb.
    side: of the subject; tones: what its words tell.
    """

    parse: Parse
    content: Range
    root: int
    clause: bool
    subject: int | None
    main: frozenset[str]
    side: Side | None
    tones: frozenset[Stance]

    @classmethod
    def of(cls, parse: Parse, content: Range, side: Callable[[int], Side | None]) -> _Said:
        first, last = content
        tops = [i for i in range(first, last) if not first <= parse.heads[i] < last or parse.heads[i] == i]
        verbs = [i for i in tops if parse.pos[i] in ("VERB", "AUX")]
        root = next(iter(verbs or tops), first)
        subject = parse.child(root, "nsubj", "nsubjpass")
        whose: Side | None = None
        if subject is not None:
            whose = "self" if parse.lower[subject] in ("i", "we") else side(subject)
            if whose is None and parse.lower[subject] in _OWN and parse.pos[subject] == "PRON":
                whose = "self"
        return cls(
            parse=parse,
            content=content,
            root=root,
            clause=bool(verbs) and subject is not None,
            subject=subject,
            main=frozenset({parse.lower[root], *(parse.lower[c] for c in parse.children[root])}),
            side=whose,
            tones=frozenset(tones()[w] for i in range(first, last) for w in (parse.lemmas[i].lower(), parse.lower[i]) if w in tones()),
        )

    @property
    def negated(self) -> bool:
        return bool(self.main & _NEGATIONS)

    def question(self) -> Stance | None:
        last = self.content[1]
        marks = self.parse.words[last - 1], self.parse.words[last] if last < len(self.parse) else ""
        return "asks" if "?" in marks else None

    def ultimatum(self) -> bool:
        """As in "or face consequences"."""
        lower, (first, last) = self.parse.lower, self.content
        return any(lower[i] == "or" and lower[i + 1] in ("face", "else", "suffer", "risk") for i in range(first, last - 1))

    def denial(self) -> Stance | None:
        """It did not happen, it is not true, we did not do it."""
        subject = self.parse.lemmas[self.subject].lower() if self.subject is not None else ""
        if subject in _TOLD and self.main & {"wrong"} and not self.negated:
            return "denies"
        if "denies" in self.tones and not self.negated and (subject in _TOLD or not self.main & _WILL):
            return "denies"
        if self.negated and (self.parse.lemmas[self.root] in _HAPPEN or (subject in _TOLD and self.main & {"true", "correct", "accurate"})):
            return "denies"
        if self.negated and self.side in ("self", "state") and not self.main & (_WILL | _MUST | _PERHAPS) and self._past():
            return "denies"
        return None

    def _past(self) -> bool:
        tags = {self.parse.tags[self.root], *(self.parse.tags[c] for c in self.parse.children[self.root] if self.parse.pos[c] == "AUX")}
        return bool(tags & {"VBD", "VBN"})

    def demand(self) -> Stance | None:
        return "demands" if self.main & _MUST and self.side != "self" else None

    def future(self, given: Stance) -> Stance | None:
        """What the source will do itself is a promise or a threat; what others will do is a judgement."""
        if self.main & _PERHAPS:
            return "assesses"
        if not self.main & _WILL:
            return None
        if self.side not in ("self", "state", "country"):
            return "assesses" if given == "asserts" and not self._dated() else None
        if not self.negated and ("threatens" in self.tones or (self._condition() and self._hostile())):
            return "threatens"
        passive = any(self.parse.relations[c] == "auxpass" for c in self.parse.children[self.root])
        return "promises" if given == "asserts" and not passive else None

    def _dated(self) -> bool:
        """A day that is named makes it a plan and no guess."""
        return any(self.parse.entities[i] == "B-DATE" for i in range(*self.content))

    def _hostile(self) -> bool:
        words = {self.parse.lemmas[i].lower() for i in range(*self.content)}
        return bool(words & conditional_threats()) or "accuses" in self.tones or self._unless()

    def _condition(self) -> bool:
        return any(self.parse.lower[i] in ("if", "unless") for i in range(*self.content))

    def _unless(self) -> bool:
        """Whether the condition is that something is not done."""
        lower = self.parse.lower
        return any(lower[i] == "unless" or (lower[i] in _NEGATIONS and i < self.root) for i in range(*self.content))

    def deed(self) -> Stance | None:
        """As in "it had approved"."""
        subject = self.parse.lower[self.subject] if self.subject is not None else ""
        return "announces" if subject == "it" and self.main & {"has", "had"} and self._past() and self.side == "self" else None

    def judgement(self) -> Stance | None:
        if self.side not in ("self", "state") and "accuses" in self.tones:
            return "accuses"
        if self.side == "other" and self.negated:
            return "accuses"
        return "assesses" if "assesses" in self.tones else None
