"""What the stance rules look up in one content."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from tocsin.claims.attribution import Range
from tocsin.claims.lexicon import source_nouns, word_set
from tocsin.claims.tones import conditional_threats, labels, tones
from tocsin.records import Parse, SourceKind, Stance

Side = Literal["self", "state", "country", "other"]
"""Who somebody in the content is to the source: the source itself, a fellow organ of its state, of its country, of another country."""

_PERSONAL: frozenset[SourceKind] = frozenset({"official", "person", "military"})
_BODIES: frozenset[SourceKind] = frozenset({"government", "military", "organisation"})
_POSSESSIVES = frozenset({"his", "her", "its", "their", "our", "my"})
_NEGATIONS = frozenset({"not", "n't", "n’t", "never", "neither", "nor", "no", "nothing"})
_BLAME = frozenset({"responsible", "behind"})
_HARMLESS = frozenset(
    {"casualty", "injury", "death", "damage", "survivor", "victim", "sign", "evidence", "word", "comment", "plan", "alternative"}
)
_CLAUSES = frozenset({"relcl", "advcl", "ccomp", "acl"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One content, seen from its main verb.

    root: the main verb; clause: whether it is a clause; subject: of the main verb; main: the words that hang on the main verb.
    side: of the subject; words: what its words tell; tones: the same for the words of the main clause alone.
    """

    parse: Parse
    content: Range
    root: int
    clause: bool
    subject: int | None
    main: frozenset[str]
    side: Side | None
    words: frozenset[Stance]
    tones: frozenset[Stance]

    @classmethod
    def of(cls, parse: Parse, content: Range, side: Callable[[int], Side | None], kind: SourceKind | None) -> Said:
        """Looks the content up; side tells whose side a noun is on, kind is that of the source."""
        first, last = content
        end = next((i for i in range(first + 3, last) if parse.words[i] == ":"), last)  # what follows a colon only explains
        tops = [i for i in range(first, end) if not first <= parse.heads[i] < end or parse.heads[i] == i]
        verbs = [i for i in tops if parse.pos[i] in ("VERB", "AUX")]
        root = next(iter(verbs or tops), first)
        subject = parse.child(root, "nsubj", "nsubjpass")
        whose: Side | None = None
        if subject is not None:
            whose = _whose(parse, subject, root, kind, side)
        return cls(
            parse=parse,
            content=content,
            root=root,
            clause=bool(verbs) and subject is not None,
            subject=subject,
            main=frozenset({parse.lower[root], *(parse.lower[c] for c in parse.children[root])}),
            side=whose,
            words=_tones(parse, range(first, last)),
            tones=_tones(parse, _main_clause(parse, root, content)),
        )

    @property
    def negated(self) -> bool:
        """Whether the main verb is negated."""
        return bool(self.main & _NEGATIONS)

    @property
    def subject_lemma(self) -> str:
        """The lemma of the subject, lower case; empty where there is none."""
        return self.parse.lemmas[self.subject].lower() if self.subject is not None else ""

    def _root_lemma(self) -> str:
        return self.parse.lemmas[self.root].lower()

    def _lower(self) -> tuple[str, ...]:
        return self.parse.lower[self.content[0] : self.content[1]]

    def question(self) -> bool:
        """Whether it ends in a question mark."""
        last = self.content[1]
        return "?" in (self.parse.words[last - 1], self.parse.words[last] if last < len(self.parse) else "")

    def ultimatum(self) -> bool:
        """As in "or face consequences"."""
        lower, (first, last) = self.parse.lower, self.content
        return any(lower[i] == "or" and lower[i + 1] in ("face", "else", "suffer", "risk") for i in range(first, last - 1))

    def past(self) -> bool:
        """Whether the main verb is in a past tense or a perfect."""
        tags = {self.parse.tags[self.root], *(self.parse.tags[c] for c in self.parse.children[self.root] if self.parse.pos[c] == "AUX")}
        return bool(tags & {"VBD", "VBN"})

    def happens(self) -> bool:
        """Whether the main verb says that something takes place."""
        return self._root_lemma() in ("happen", "occur", "exist") or (self._root_lemma() == "take" and "place" in self.main)

    def no_such(self) -> bool:
        """As in "no such meeting took place", "there was no attack"."""
        parse = self.parse
        if self.subject is not None and self.happens():
            return any(parse.lower[c] == "no" for c in parse.children[self.subject])
        if "there" not in self.main or self._root_lemma() != "be" or not self.past():
            return False
        thing = parse.child(self.root, "attr", "nsubj")
        return thing is not None and parse.lemmas[thing] not in _HARMLESS and any(parse.lower[c] == "no" for c in parse.children[thing])

    def nothing_to_do(self) -> bool:
        """As in "it had nothing to do with the raid"."""
        return self._root_lemma() == "have" and "nothing" in self.main and self.side in ("self", "state")

    def no_part(self) -> bool:
        """As in "it had no role in", "it was not involved"."""
        parse = self.parse
        if self.negated and "involved" in self.main:
            return True
        thing = parse.child(self.root, "dobj", "attr")
        if thing is None or parse.lemmas[thing] not in word_set("part"):
            return False
        return self.negated or any(parse.lower[c] == "no" for c in parse.children[thing])

    def false_claim(self) -> bool:
        """As in "reports that its jets hit a school were false", whatever the parse made of it."""
        opening = self._lower()[:4]
        return "denies" in self.words and not self.negated and any(word in word_set("false claim") for word in opening)

    def untrue(self) -> bool:
        """As in "that is a lie"."""
        parse = self.parse
        thing = parse.child(self.root, "attr")
        return thing is not None and parse.lemmas[thing] in word_set("untruth") and not self.negated

    def forceful(self) -> bool:
        """Whether force is held out: "a crushing response"."""
        return any(w in word_set("force") for i in range(*self.content) for w in (self.parse.lemmas[i].lower(), self.parse.lower[i]))

    def dated(self) -> bool:
        """A day that is named makes it a plan and no guess."""
        return any(self.parse.entities[i] == "B-DATE" for i in range(*self.content))

    def arranged(self) -> bool:
        """As in "talks are set for Monday", "the envoy is to meet them"."""
        parse = self.parse
        if self._root_lemma() == "be":
            told = any(parse.relations[c] in ("acomp", "attr") for c in parse.children[self.root])
            return not told and any(
                parse.relations[c] == "xcomp" and any(parse.tags[g] == "TO" for g in parse.children[c]) for c in parse.children[self.root]
            )
        passive = any(parse.relations[c] == "auxpass" and parse.tags[c] in ("VBZ", "VBP") for c in parse.children[self.root])
        return self._root_lemma() in word_set("arranging verb") and (passive or self._plans())

    def _plans(self) -> bool:
        return self.parse.tags[self.root] in ("VBZ", "VBP") and self._root_lemma() in ("plan", "intend")

    def agentive(self) -> bool:
        """Whether its subject is somebody, or something that is held or arranged, and no mere development ("prices")."""
        if self.subject is None:
            return False
        passive = any(self.parse.relations[c] == "auxpass" for c in self.parse.children[self.root])
        lemma = self.subject_lemma
        return passive or self.parse.pos[self.subject] in ("PROPN", "PRON") or lemma in source_nouns() or lemma in word_set("occasion")

    def under_way(self) -> bool:
        """As in "it was withdrawing its envoy", "measures are being prepared"."""
        parse = self.parse
        if "being" in self.main and self._root_lemma() in word_set("arranging verb"):
            return True
        own = self.side in ("self", "state") and parse.tags[self.root] == "VBG" and not self.negated
        return own and self._root_lemma() in word_set("decision verb") | word_set("moving verb")

    def decision(self) -> bool:
        """As in "it had approved the plan": to tell of one's own decision is to announce it."""
        own = self.side in ("self", "state") and self.past() and not self.negated
        return own and self._root_lemma() in word_set("decision verb")

    def asked(self) -> bool:
        """As in "we would ask all sides to wait"."""
        return self._root_lemma() in word_set("asking verb") and any(
            self.parse.relations[c] in ("dobj", "prep", "xcomp", "ccomp") for c in self.parse.children[self.root]
        )

    def state(self) -> bool:
        """Whether the main verb is no deed: "we will see", "it will have no choice"."""
        return self._root_lemma() in word_set("state verb")

    def pledged(self) -> bool:
        """Whether what will be done is to stand by something, or to leave it undone."""
        parse = self.parse
        words = {
            self._root_lemma(),
            *(parse.lemmas[c] for c in parse.children[self.root] if parse.relations[c] in ("dobj", "xcomp", "acomp")),
        }
        return self.negated or bool(words & word_set("pledge"))

    def hostile_promise(self) -> bool:
        """As in "vowed to avenge them"."""
        verb = {self._root_lemma(), self.parse.lower[self.root]}
        return any(tones().get(w) == "threatens" for w in verb) or self.forceful()

    def threat(self) -> bool:
        """As in "if the raids go on, we will close the strait", "it will not go unpunished"."""
        words = {self.parse.lemmas[i].lower() for i in range(*self.content)}
        if words & word_set("punishment"):
            return True
        if self.negated or self.side not in ("self", "state", "country"):
            return False
        return "threatens" in self.words or (self.conditional() and self._hostile())

    def conditional(self) -> bool:
        """Whether it hangs on a condition."""
        return any(word in ("if", "unless", "until") for word in self._lower())

    def _hostile(self) -> bool:
        """Whether what will be done is hostile; what the condition says ("if they attack") does not count."""
        words = {self.parse.lemmas[i].lower() for i in _main_clause(self.parse, self.root, self.content)}
        return bool(words & conditional_threats()) or "accuses" in self.words or self._unless()

    def _unless(self) -> bool:
        """Whether the condition is that something is not done."""
        lower = self.parse.lower
        return any(lower[i] == "unless" or (lower[i] in _NEGATIONS and i < self.root) for i in range(*self.content))

    def blamed(self) -> bool:
        """As in "X was behind the attack"."""
        return bool(self.main & _BLAME) and self._root_lemma() == "be" and not self.negated and self.side not in ("self", "state")

    def charged(self) -> bool:
        """Whether somebody is said to have done what is a wrong by its verb alone: "officers had beaten him", "X arms the rebels"."""
        verb = self._root_lemma()
        if self.negated or self.subject is None:
            return False
        return verb in word_set("wrong verb") or (self.side == "other" and verb in word_set("backing verb"))

    def pointed(self) -> bool:
        """As in "the vote was a sham"."""
        if self._root_lemma() != "be" or self.negated or self.side in ("self", "state"):
            return False
        things = [c for c in self.parse.children[self.root] if self.parse.relations[c] in ("attr", "acomp")]
        return any(self.parse.lemmas[c].lower() in labels() for c in things)

    def labelled(self) -> bool:
        """Whether a word of blame calls somebody something: "called the vote a sham"."""
        return any(self.parse.lemmas[i].lower() in labels() or self.parse.lower[i] in labels() for i in range(*self.content))


def _whose(parse: Parse, subject: int, root: int, kind: SourceKind | None, side: Callable[[int], Side | None]) -> Side | None:
    if parse.lower[subject] in ("i", "we"):
        return "self"
    own = any(parse.lower[c] in _POSSESSIVES for c in parse.children[subject])
    if own and source_nouns().get(parse.lemmas[subject].lower()) in _BODIES:
        return "state"
    if parse.lower[subject] == "it" and kind in _PERSONAL:
        return _pronoun(parse, subject, root, kind)
    return side(subject) or _pronoun(parse, subject, root, kind)


def _pronoun(parse: Parse, subject: int, root: int, kind: SourceKind | None) -> Side | None:
    """Whom a pronoun most often stands for: the source; an official's "it" is his body, unless it only points ("it is a breach")."""
    word = parse.lower[subject]
    if word in ("he", "she", "they"):
        return None if kind == "document" else "self"
    if word != "it":
        return None
    if kind not in _PERSONAL:
        return "self"
    helped = any(parse.relations[c] in ("aux", "auxpass") for c in parse.children[root])
    return "state" if helped and parse.lemmas[root] != "be" else None


def _tones(parse: Parse, tokens: range | list[int]) -> frozenset[Stance]:
    return frozenset(
        tones()[w]
        for i in tokens
        for w in (parse.lemmas[i].lower(), parse.lower[i])
        if w in tones() and _NEGATIONS.isdisjoint(parse.lower[max(0, i - 2) : i])
    )


def _main_clause(parse: Parse, root: int, content: Range) -> list[int]:
    """The tokens of the content that no clause within the main clause holds; clauses joined to it and aims ("to dodge the law") count."""
    first, last = content
    out: list[int] = []
    left = [root]
    while left:
        i = left.pop()
        if first <= i < last:
            out.append(i)
        left += [c for c in parse.children[i] if not _apart(parse, c)]
    return out


def _apart(parse: Parse, c: int) -> bool:
    if parse.lower[c] == "than":
        return True
    return parse.relations[c] in _CLAUSES and not any(parse.tags[g] == "TO" for g in parse.children[c])
