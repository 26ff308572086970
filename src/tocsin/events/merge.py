"""One event once: which further mentions repeat an event that the article has told already."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from tocsin.events.because import because
from tocsin.events.cast import Cast
from tocsin.events.grammar import Grammar
from tocsin.events.roles import Roles
from tocsin.events.triggers import Match
from tocsin.events.words import families
from tocsin.records import Claim, Reason, Status

ARGUMENTS = ("advcl", "xcomp", "pcomp", "nsubj", "agent", "dobj")
AHEAD = ("possible", "threatened", "scheduled", "demanded")
DEFINITE = frozenset({"the", "this", "that", "these", "those"})
LINKS = ("in", "into", "by", "during", "with", "as", "through")


@dataclass(frozen=True, slots=True)
class Told:
    """One mention of an event on its way to becoming one.

    by_pronoun: whether a pronoun stands for its subject.
    words:      the lemmas of the trigger, that of a noun which a light verb carries among them.
    other:      whether the words say that it is not the one told before ("the second meeting", "separate attacks").
    """

    match: Match
    roles: Roles
    claim: Claim
    status: Status
    by_pronoun: bool
    words: frozenset[str]
    other: bool

    @property
    def fullness(self) -> int:
        """How much of it the mention tells."""
        said = bool(self.roles.sources) and self.roles.source_slot != "obj"  # who is moved in a passive is only inferred to move
        return 2 * said + 2 * bool(self.roles.targets) + (self.match.entry.pos == "verb") - self.by_pronoun


def repeats(told: Sequence[Told], cast: Cast, grammar: Grammar) -> dict[int, int]:
    """Index of each repeated mention -> index of the mention that is kept, the fullest one of each event (the first of equals)."""
    made: dict[int, int] = {}
    kept: list[int] = []
    for n in sorted(range(len(told)), key=lambda n: (-told[n].fullness, n)):
        same = next((k for k in kept if _same(told[k], told[n], cast) or _one_deed(told[k], told[n], grammar, cast)), None)
        if same is None:
            kept.append(n)
        else:
            made[n] = same
    return made


def united(told: Sequence[Told], again: dict[int, int], grammar: Grammar) -> list[Told]:
    """The mentions, those that are kept with the roles that only a repetition of theirs tells."""
    made = list(told)
    for n, k in again.items():
        kept, other = made[k].roles, told[n].roles
        kept = replace(kept, reasons=(*kept.reasons, *_told_again(kept, told[n], grammar)))
        sources, targets = kept.sources or other.sources, kept.targets or other.targets
        proxies = tuple(dict.fromkeys((*kept.proxies, *other.proxies)))
        if kept.reciprocal or other.reciprocal:
            sources = targets = tuple(dict.fromkeys((*kept.sources, *kept.targets, *other.sources, *other.targets)))
            made[k] = replace(made[k], roles=replace(kept, sources=sources, targets=targets, proxies=proxies, reciprocal=True))
        elif not set(sources) & set(targets):
            made[k] = replace(made[k], roles=replace(kept, sources=sources, targets=targets, proxies=proxies))
    return made


def _told_again(kept: Roles, other: Told, grammar: Grammar) -> Iterator[Reason]:
    """Why an event has a role that only a repetition of it tells."""
    note = "told at another mention of it"
    if other.roles.sources and not kept.sources:
        yield because(grammar.parse, "source", "context", note, other.match.token)
    if other.roles.targets and not kept.targets:
        yield because(grammar.parse, "target", "context", note, other.match.token)


def _same(a: Told, b: Told, cast: Cast) -> bool:
    if a.match.entry.type != b.match.entry.type or (a.status == "denied") != (b.status == "denied"):
        return False
    if a.other != b.other or not akin(a.words, b.words) or _ahead_and_done(a, b):
        return False
    if not b.roles.sources and not b.roles.targets:
        return True
    if _halves(a, b, cast.grammar) and not a.words & b.words:
        return False
    return _agree(a.roles.sources, b.roles.sources, cast) and _agree(a.roles.targets, b.roles.targets, cast)


def _ahead_and_done(a: Told, b: Told) -> bool:
    """Whether verbs tell of one as done and of the other as ahead: the raid that is feared is not the raid of last week."""
    return a.match.entry.pos == b.match.entry.pos == "verb" and (a.status in AHEAD) != (b.status in AHEAD)


def _halves(a: Told, b: Told, grammar: Grammar) -> bool:
    """Whether one mention tells only who did it and the other, a verb, only to whom: too little to take them for one.

    A noun with an article ("the bombing by X") speaks of what was told, and may tell who did it.
    """
    return any(
        not x.roles.targets and not y.roles.sources and y.match.entry.pos == "verb" and not _spoken_of(x.match, grammar)
        for x, y in ((a, b), (b, a))
    )


def _spoken_of(match: Match, grammar: Grammar) -> bool:
    return match.entry.pos == "noun" and any(grammar.parse.lower[d] in DEFINITE for d in grammar.kids(match.token, "det"))


def akin(a: frozenset[str], b: frozenset[str]) -> bool:
    """Whether two triggers share a word, or have words that may tell of one happening."""
    return bool(a & b) or any(families().get(x, frozenset()) & families().get(y, frozenset()) for x in a for y in b)


def _one_deed(a: Told, b: Told, grammar: Grammar, cast: Cast) -> bool:
    """Whether two triggers of a clause tell of one deed: "killed in an attack", "opened fire, killing ...", "trained and armed"."""
    if a.match.entry.type != b.match.entry.type:
        return False
    if not _agree(a.roles.sources, b.roles.sources, cast) or not _may_agree(a.roles.targets, b.roles.targets, cast):
        return False
    x, y = a.match.token, b.match.token
    p = grammar.parse
    alike = (set(a.roles.sources), set(a.roles.targets)) == (set(b.roles.sources), set(b.roles.targets))
    for upper, lower in ((x, y), (y, x)):
        relation, head = p.relations[lower], p.heads[lower]
        own = bool(grammar.kids(lower, "nsubj", "nsubjpass"))
        if head == upper and not own and (relation in ARGUMENTS or (relation == "conj" and alike and not _own_objects(grammar, x, y))):
            return True
        if relation == "relcl" and head == upper and grammar.subjects(lower) == (upper,):
            return True
        if relation in ("pobj", "pcomp") and p.heads[head] == upper and p.lower[head] in LINKS:
            return True
    return False


def _own_objects(grammar: Grammar, x: int, y: int) -> bool:
    """Whether each of two verbs has an object of its own: "quit the deal and imposed sanctions" tells of two deeds."""
    return bool(grammar.kids(x, "dobj")) and bool(grammar.kids(y, "dobj"))


def _agree(a: tuple[str, ...], b: tuple[str, ...], cast: Cast) -> bool:
    if not a or not b or set(a) & set(b):
        return True
    return bool(cast.country_of(a) & cast.country_of(b)) and _armed(a, cast) == _armed(b, cast)


def _may_agree(a: tuple[str, ...], b: tuple[str, ...], cast: Cast) -> bool:
    """As `_agree`, but a side of no known country contradicts nothing ("an attack on X killed three soldiers")."""
    return _agree(a, b, cast) or not cast.country_of(a) or not cast.country_of(b)


def _armed(side: tuple[str, ...], cast: Cast) -> bool:
    """Whether a side is armed groups, which are never the same as the state that they live in."""
    return all(cast.actors[i].sector == "REB" for i in side)
