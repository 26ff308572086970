"""Finds the words that tell of an event, and the lexicon entry whose construction they stand in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from tocsin.events.because import because, row
from tocsin.events.cast import Cast
from tocsin.events.grammar import Grammar
from tocsin.events.lexicon import Condition, Entry, Pos, lexicon
from tocsin.events.words import classes
from tocsin.records import Reason

SPOKEN = frozenset({"it", "they", "he", "she", "we", "i"})
REFLEXIVE = ("self", "selves")


@dataclass(frozen=True, slots=True)
class Match:
    """A trigger: its token, the entry, the tokens that its construction used up (particle, object noun), and what decided its type."""

    token: int
    entry: Entry
    used: tuple[int, ...]
    reasons: tuple[Reason, ...]

    @property
    def returned(self) -> bool:
        """Whether the deed answers one done to the doer ("fired back", "retaliated")."""
        back = any(c.kind == "prt" and "back" in c.words for c in self.entry.frame)
        return back or self.entry.lemma in classes()["returning"]


class Finder:
    """Matches the lexicon against one parse."""

    def __init__(self, grammar: Grammar, cast: Cast) -> None:
        self.grammar, self.cast = grammar, cast

    def matches(self) -> Iterator[Match]:
        """Every trigger of the text in order, those of uses that are no event included; a noun that a verb used up is left out."""
        used: set[int] = set()
        made: list[Match] = []
        table = lexicon()
        for i, tag in enumerate(self.grammar.parse.tags):
            for pos in _parts(tag):
                entries = table.get((self.grammar.terms[i] if pos == "verb" or tag != "VBG" else self.grammar.parse.lower[i], pos))
                if entries and self._tells(i, pos) and (found := self._match(i, entries)) is not None:
                    made.append(found)
                    used.update(t for t in found.used if t != i)
                    break
        nouns = {m.token: m for m in made if m.entry.pos == "noun"}
        return iter(self._joined([_with_noun(m, nouns) for m in made if m.token not in used]))

    def _joined(self, matches: list[Match]) -> list[Match]:
        """A trigger before another noun that is one too belongs to that one ("assassination attempt")."""
        p = self.grammar.parse
        heads = {m.token: p.heads[m.token] for m in matches if p.relations[m.token] in ("compound", "nmod", "amod")}
        before = {heads[m.token]: m.token for m in matches if m.token in heads}
        whole = [replace(m, used=(*m.used, before[m.token])) if m.token in before else m for m in matches]
        tokens = {m.token for m in matches}
        return [m for m in whole if heads.get(m.token) not in tokens]

    def _match(self, i: int, entries: tuple[Entry, ...]) -> Match | None:
        for entry in entries:
            used: list[int] = []
            if all(self._holds(c, i, used) == c.wanted for c in entry.frame):
                parts = tuple(dict.fromkeys(used))
                return Match(i, entry, parts, (because(self.grammar.parse, "type", "lexicon", row(entry), i, *parts),))
        return None

    def _tells(self, i: int, pos: Pos) -> bool:
        """Whether the word tells of something at all here: no part of a name or a compound, nothing that "no" takes back."""
        p = self.grammar.parse
        if i and p.lower[i - 1] == "-" and p.ends[i - 1] == p.starts[i] and not self.grammar.is_joined(i):
            return False
        if i + 1 < len(p) and p.lower[i + 1] == "-" and p.starts[i + 1] == p.ends[i]:
            return False
        if self._none_of(i, pos):
            return False
        if pos == "verb" and p.relations[i] == "acl" and p.tags[i] == "VBN" and self.grammar.terms[i] in classes()["describing"]:
            return False
        if pos == "verb":
            return p.relations[i] not in ("amod", "compound") or p.lower[i] in classes()["participle"]
        if pos == "noun":
            return not (p.tags[i].startswith("NNP") and p.entities[i]) and self._heads_phrase(i)
        return True

    def _none_of(self, i: int, pos: Pos) -> bool:
        """Whether "no" stands before the trigger, or before its subject or object ("no soldiers were killed")."""
        grammar = self.grammar
        own = [i] if pos == "noun" else grammar.kids(i, "nsubj", "nsubjpass", "dobj")
        return any(grammar.parse.lower[d] == "no" for t in own for d in grammar.kids(t, "det"))

    def _heads_phrase(self, i: int) -> bool:
        p = self.grammar.parse
        if p.relations[i] not in ("compound", "nmod", "amod"):
            return True
        return self.grammar.terms[p.heads[i]] in classes()["carrier"]

    def _holds(self, c: Condition, i: int, used: list[int]) -> bool:
        tokens = self._tokens(c, i)
        given = c.kind in ("prt", "plural") or not (c.words or c.actor or c.sectors)
        held = tokens if given else [t for t in tokens if self._is(t, c)]
        if held and c.wanted and (c.kind in ("prt", "obj", "has") or (c.kind == "comp" and c.words)):
            first = [t for t in held if self.cast.at(t) is None][:1]
            used.extend(first)
            used.extend(
                o for t in first if self._contains(t, c) for o in self.grammar.preps(t).get("of", ()) if self.grammar.terms[o] in c.words
            )
        return bool(held)

    def _is(self, t: int, c: Condition) -> bool:
        term = self.grammar.terms[t]
        if term in c.words or self.grammar.parse.lower[t] in c.words or ("self" in c.words and term.endswith(REFLEXIVE)):
            return True
        if self._contains(t, c):
            return True
        if c.sectors and any(self.cast.actors[a].sector in c.sectors for a in self.cast.named(t)):
            return True
        return c.actor and (t in self.cast.places or any(self.cast.political(a) for a in self.cast.named(t)))

    def _contains(self, t: int, c: Condition) -> bool:
        """Whether a noun stands for what follows "of", and that is asked for ("a wave of strikes")."""
        grammar = self.grammar
        inside = grammar.preps(t).get("of", ()) if c.words and grammar.terms[t] in classes()["container"] else ()
        return any(grammar.terms[o] in c.words for o in inside)

    def _tokens(self, c: Condition, i: int) -> list[int]:
        grammar = self.grammar
        match c.kind:
            case "prt":
                return [t for word in c.words if (t := grammar.particle(i, word)) is not None]
            case "prep":
                return [t for word in c.preps for t in grammar.preps(i).get(word, ())]
            case "comp" | "compaux" | "xsubj" | "inf" | "own":
                return self._complement_tokens(c.kind, i)
            case "mod":
                return grammar.modifiers(i)
            case "verb":
                return [v for v in (grammar.governor(i),) if v is not None]
            case "plural":
                return [i] if grammar.parse.tags[i] in ("NNS", "NNPS") else []
            case _:
                return self._verb_tokens(c.kind, i)

    def _complement_tokens(self, kind: str, i: int) -> list[int]:
        grammar = self.grammar
        verb = grammar.complement(i)
        if verb is None:
            return []
        if kind == "comp":
            return [verb]
        if kind == "inf":
            return [verb] if grammar.is_infinitive(verb) else []
        if kind == "own":
            return [verb] if self._about_itself(i, verb) else []
        if kind == "compaux":
            return grammar.kids(verb, "aux")
        own = set(grammar.subjects(i))
        return [s for s in grammar.subjects_or_undergoers(verb) if s not in own]

    def _about_itself(self, i: int, verb: int) -> bool:
        """Whether the complement is about the subject itself ("warned that it would answer")."""
        theirs, mine = self.grammar.subjects_or_undergoers(verb), self.grammar.subjects_or_undergoers(i)
        if not theirs or set(mine) & set(theirs) or any(self.grammar.parse.lower[t] in SPOKEN for t in theirs):
            return True
        own, others = ({a for t in tokens for a in self.cast.named(t)} for tokens in (mine, theirs))
        return bool(own & others) or bool(self.cast.country_of(own) & self.cast.country_of(others))

    def _verb_tokens(self, kind: str, i: int) -> list[int]:
        grammar = self.grammar
        match kind:
            case "obj":
                return [*grammar.objects(i), *grammar.kids(i, "oprd")]
            case "objmod":
                return [
                    m
                    for o in grammar.objects(i)
                    for m in (*grammar.modifiers(o), *grammar.kids(o, "poss"), *grammar.preps(o).get("of", ()))
                ]
            case "subj":
                return list(grammar.subjects(i))
            case "sides":
                return [*subjects] if len(subjects := grammar.subjects(i)) > 1 or len(self.cast.resolve(subjects, owners=())) > 1 else []
            case "adv":
                return grammar.kids(i, "advmod")
            case "acomp":
                return grammar.kids(i, "acomp", "attr", "oprd")
            case "as":
                tops = [*grammar.preps(i).get("as", ()), *grammar.kids(i, "oprd", "attr"), *self._as_adjectives(i)]
                tops += [p for _, p in (grammar.small_clause(i),) if p is not None]
                return [w for t in tops for w in (t, *grammar.modifiers(t), *grammar.kids(t, "conj"), *self._kind_of(t))]
            case _:
                return list(grammar.parse.children[i])

    def _kind_of(self, t: int) -> tuple[int, ...]:
        """What "an act of aggression" or "a stab in the back" is an act of."""
        return self.grammar.preps(t).get("of", ()) if self.grammar.terms[t] in ("act", "form", "kind", "case", "piece") else ()

    def _as_adjectives(self, i: int) -> list[int]:
        grammar = self.grammar
        return [
            c
            for a in grammar.kids(i, "prep", "mark")
            if grammar.parse.lower[a] == "as"
            for c in grammar.kids(a, "amod", "acomp", "pcomp", "advmod")
        ]


def _with_noun(match: Match, nouns: Mapping[int, Match]) -> Match:
    """A verb that carries an event noun of its type has the noun's code and mode ("carried out air strikes")."""
    noun = next((nouns[t] for t in match.used if t in nouns and nouns[t].entry.type == match.entry.type), None)
    if noun is None or noun.entry.cameo is None or match.entry.type is None:
        return match
    entry = replace(match.entry, cameo=noun.entry.cameo, mode=noun.entry.mode or match.entry.mode)
    return replace(match, entry=entry, reasons=(*match.reasons, *noun.reasons))


def _parts(tag: str) -> tuple[Pos, ...]:
    if tag.startswith("VB"):
        return ("verb", "noun") if tag == "VBG" else ("verb",)
    if tag.startswith("NN"):
        return ("noun",)
    if tag.startswith("JJ") or tag in ("IN", "RB"):
        return ("adjective",)
    return ()
