"""From the words of a source to the link of a chain."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from tocsin.claims.attribution import Range
from tocsin.claims.because import stands_for
from tocsin.claims.context import Context
from tocsin.claims.grammar import LONGEST_SOURCE
from tocsin.claims.lexicon import source_nouns, word_set
from tocsin.claims.said import Side
from tocsin.records import Actor, Article, Draft, Mention, Reason, Source, SourceKind

_BY_SECTOR: dict[str, SourceKind] = {
    "GOV": "government", "LEG": "government", "JUD": "government", "SPY": "government", "MIL": "military", "COP": "military",
    "REB": "group", "CRM": "group", "MED": "outlet", "IGO": "organisation", "NGO": "organisation", "BUS": "organisation",
    "PTY": "organisation", "EDU": "organisation", "LAB": "organisation", "OPP": "organisation", "CVL": "people", "REL": "organisation",
}  # fmt: skip
_STATE = frozenset({"GOV", "MIL", "SPY", "COP"})
_BY_ENTITY: dict[str, SourceKind] = {"PERSON": "person", "GPE": "government", "ORG": "organisation", "NORP": "people"}
_PERSONS = frozenset({"he", "she", "him", "her", "his", "i", "who"})
_THINGS = frozenset({"it", "its", "which"})
_MANY = frozenset({"they", "them", "their", "we", "those"})
_POINTERS = frozenset({"this", "that", "these", "other", "which", "what", "something", "nothing", "everything"})
_PERSON_ENDINGS = ("er", "or", "ist", "ian", "man", "woman", "eer", "ee", "ite", "nik", "crat", "logue")
_OFFICES: frozenset[SourceKind] = frozenset({"official", "military", "person"})


@dataclass(slots=True)
class Sources:
    """Makes sources for one article; remembers who spoke last, for pronouns that no mention resolves, and names.

    reasons:  why a source is whom it was taken for, where its words alone do not say so.
    told:     the sources so far with the words that each was called by, for "the official"; thing_at: the sentence of the last thing.
    """

    context: Context
    article: Article
    actors: dict[str, Actor]
    at: dict[int, Mention]
    last: dict[str, Source] = field(default_factory=dict)
    fullest: dict[str, str] = field(default_factory=dict)
    told: list[tuple[Source, frozenset[str]]] = field(default_factory=list)
    thing_at: int = -9
    reasons: dict[Source, Reason] = field(default_factory=dict)

    @classmethod
    def of(cls, draft: Draft, context: Context) -> Sources:
        """The sources of one draft, with its actors and mentions by token."""
        at: dict[int, Mention] = {}
        for mention in sorted(draft.reading.mentions, key=lambda m: m.end - m.start):
            for i in context.parse.tokens(mention.start, mention.end):
                at.setdefault(i, mention)
        return cls(context, draft.reading.article, {a.id: a for a in draft.reading.actors}, at)

    def outlet(self) -> Source | None:
        """The printing outlet, None where it is not known."""
        if not self.article.outlet:
            return None
        return Source(name=self.article.outlet, kind="outlet", named=True, start=None, end=None, actor=None)

    def printed(self) -> tuple[Source, ...]:
        """What stands outermost in every chain: the printing outlet, or whom the text is credited to where the outlet is not known.

        With a known outlet the credit stays with the article (`Article.credits`), and is not repeated in every chain.
        """
        outlet = self.outlet()
        if outlet is not None:
            return (outlet,)
        credited = sorted((c for c in self.article.credits if c.kind != "dateline"), key=lambda c: c.kind != "republication")
        made = tuple(Source(name=c.name, kind="outlet", named=True, start=None, end=None, actor=None) for c in credited[:1])
        for source, c in zip(made, credited[:1], strict=True):
            self.reasons[source] = Reason(
                label="chain", by="context", detail=f"the text is credited to it: {c.kind}", start=c.start, end=c.end
            )
        return made

    def is_printing_outlet(self, span: Range) -> bool:
        """Whether these words name the outlet that prints the article: "told CNN" in an article of cnn.com."""
        own, words = _bare(self.article.outlet or ""), _bare(" ".join(self.context.parse.words[span[0] : span[1]]))
        return bool(own) and bool(words) and (own == words or (own.startswith(words) and own[len(words) :] in ("com", "news", "online")))

    def source(self, span: Range, head: int) -> Source:
        """The source that these words stand for."""
        parse = self.context.parse
        start, end = parse.span(*span)
        actor = self._actor(span, head)
        words = _without_aside(" ".join(parse.text[start:end].split()))
        resolved = self._resolved(parse.lower[head]) if span[1] - span[0] == 1 else self._called(span, head)
        if parse.lower[head] == "it" and resolved is not None and 0 <= parse.sentence_of[head] - self.thing_at <= 1:
            actor = self.actors.get(resolved.actor) if resolved.actor else None
        elif span[1] - span[0] > 1 and actor is not None and (actor.basis != "group" or resolved is None):
            resolved = None
        elif span[1] - span[0] > 1 and resolved is not None:
            actor = self.actors.get(resolved.actor) if resolved.actor else None
        name = self._name(words, actor, resolved, pronoun=parse.pos[head] == "PRON")
        kind = self._kind(span, head, actor) if resolved is None or actor is not None else resolved.kind
        named = self._named(span, head, actor) if resolved is None or actor is not None else resolved.named
        made = Source(
            name=name, kind=kind, named=named, start=start, end=end, actor=actor.id if actor else resolved.actor if resolved else None
        )
        if actor is not None and actor.name not in words:
            self.reasons[made] = stands_for(made, f"the same as {actor.name}")
        elif actor is None and resolved is not None:
            pronoun = parse.pos[head] == "PRON"
            self.reasons[made] = stands_for(made, f"{'a pronoun' if pronoun else 'as called before'}: who was cited last")
        self._remember(made, parse.lower[head], plural=parse.tags[head] in ("NNS", "NNPS"))
        if parse.lower[head] == "it" or (made == self.last.get("thing") and parse.relations[head] in ("nsubj", "nsubjpass")):
            self.thing_at = parse.sentence_of[head]
        self.told.append((made, frozenset(_trade(parse.lemmas[i].lower()) for i in range(*span)) | self._words_of(resolved)))
        return made

    def _words_of(self, source: Source | None) -> frozenset[str]:
        return next((words for before, words in reversed(self.told) if before == source), frozenset())

    def _called(self, span: Range, head: int) -> Source | None:
        """Whom "the official", "the general", "the paper" stands for: the last source that was called so, or is of that rank or trade."""
        parse = self.context.parse
        noun = parse.lemmas[head].lower()
        kind = source_nouns().get(noun)
        if span != (head - 1, head + 1) or parse.lower[head - 1] != "the" or parse.pos[head] != "NOUN" or kind is None:
            return None
        if noun in word_set("outlet before name") or kind == "outlet":
            return next((s for s, _ in reversed(self.told) if s.kind == "outlet" and s.name[-1:].isalnum() and s.named), None)
        ranked = noun in word_set("person of a force")
        plural = parse.tags[head] == "NNS"
        ranks = word_set("person of a force") if ranked and not plural else frozenset()
        for source, words in reversed(self.told):
            if source.kind != "outlet" and (_trade(noun) in words or words & ranks):
                return source
        return None

    def _name(self, words: str, actor: Actor | None, resolved: Source | None, *, pronoun: bool) -> str:
        """The fullest name: the actor's, or the words of a source where they tell more."""
        if actor is None:
            name = max(words, resolved.name, key=len) if resolved and not pronoun else resolved.name if resolved else words
        elif pronoun or (words.lower().startswith("the ") and words[4:].isalpha() and words[4:].islower() and actor.name[:1].isupper()):
            name = max(actor.name, self.fullest.get(actor.id, ""), key=len)
        else:
            name = max(words, actor.name, key=len)
            self.fullest[actor.id] = max(name, self.fullest.get(actor.id, ""), key=len)
        return " ".join(name.split()[:LONGEST_SOURCE])

    def speaks(self, span: Range, head: int) -> bool:
        """Whether these words can stand for somebody or something that says: not "the decision", "each other", "this"."""
        parse = self.context.parse
        if parse.pos[head] == "PRON":
            return parse.lower[head] not in _POINTERS
        if parse.entities[head][2:] in ("DATE", "TIME", "MONEY", "PERCENT") and parse.pos[head] == "NOUN":
            return False
        known = any(parse.lower[i] in source_nouns() or parse.lemmas[i].lower() in source_nouns() for i in range(span[0], head + 1))
        if known or self._actor_at(head) is not None:
            return True
        if parse.pos[head] in ("PROPN", "X", "NUM") or parse.entities[head] or self.context.is_media(head, span):
            return True
        return parse.pos[head] == "NOUN" and _is_person_noun(parse.lemmas[head].lower())

    def side(self, source_head: int | None, token: int) -> Side | None:
        """Who the actor at `token` is to the source; None where it is not known."""
        source = self._actor_at(source_head) if source_head is not None else None
        other = self._actor_at(token)
        if source is None or other is None:
            return None
        if source.id == other.id:
            return "self"
        if source.country is None or other.country is None:
            return None
        if source.country != other.country:
            return "other"
        return "state" if source.sector in _STATE and other.sector in _STATE else "country"

    def _actor_at(self, token: int) -> Actor | None:
        mention = self.at.get(token)
        return self.actors.get(mention.actor) if mention else None

    def _actor(self, span: Range, head: int) -> Actor | None:
        if any(self.context.parse.relations[i] == "conj" and self.context.parse.heads[i] == head for i in range(*span)):
            return None  # "Iran and Turkey" are two
        return self._actor_at(head)

    def _resolved(self, word: str) -> Source | None:
        kind = "person" if word in _PERSONS else "thing" if word in _THINGS else "many" if word in _MANY else None
        return self.last.get(kind) if kind else None

    def _remember(self, made: Source, word: str, *, plural: bool) -> None:
        if word in _PERSONS | _THINGS | _MANY:
            return
        kind = "many" if plural else "person" if made.kind in _OFFICES else "thing"
        self.last[kind] = made

    def _kind(self, span: Range, head: int, actor: Actor | None) -> SourceKind:
        parse = self.context.parse
        if self.context.is_media(head, span):
            return "outlet"
        for word in (parse.lower[head], parse.lemmas[head].lower()):
            if word in source_nouns():
                return source_nouns()[word]
        entity = parse.entities[head][2:]
        if actor is not None and actor.sector in ("REB", "CRM"):
            return "group"
        if parse.pos[head] == "PROPN" and (titled := self._titled(span, head)) is not None:
            return titled
        if actor is not None and actor.sector in _BY_SECTOR:
            return "official" if entity == "PERSON" else _BY_SECTOR[actor.sector]
        return _BY_ENTITY.get(entity, "people" if parse.tags[head] == "NNS" else "unknown")

    def _titled(self, span: Range, head: int) -> SourceKind | None:
        """The kind that a title before a name tells: "Foreign Minister X", "candidate Y"."""
        words = (self.context.parse.lower[i] for i in range(span[0], head))
        return next((kind for w in words if (kind := source_nouns().get(w)) in _OFFICES), None)

    def _named(self, span: Range, head: int, actor: Actor | None) -> bool:
        parse = self.context.parse
        if parse.pos[head] == "PRON":
            return actor is not None and actor.basis != "group" and actor.name[:1].isupper()
        if parse.pos[head] == "PROPN":
            return True
        proper = [i for i in range(*span) if parse.pos[i] == "PROPN"]
        if any(parse.relations[i] == "appos" and parse.heads[i] == head for i in proper):
            return True
        kind = source_nouns().get(parse.lower[head])
        if proper and self.context.is_media(head, span):
            return True
        if kind == "government" and parse.tags[head] == "NN" and parse.lower[span[0]] == "the":  # one body and no other: "the ministry"
            return True
        if parse.lemmas[head] in word_set("person of a force"):
            return False
        return bool(proper) and kind in ("government", "military", "outlet", "group", "organisation")


def _trade(noun: str) -> str:
    """A noun without what tells man and woman apart: "spokesperson"."""
    return "spokesman" if noun in ("spokeswoman", "spokesperson") else noun


def _is_person_noun(noun: str) -> bool:
    """Whether a noun is built as those for persons are ("narrator", "columnist")."""
    return noun.endswith(_PERSON_ENDINGS) and noun not in word_set("no person")


def _without_aside(words: str) -> str:
    """A name without what is told of its bearer by the way: "X, who leads the party"."""
    return re.split(r", (?:who|whom|which|whose|where)\b", words, maxsplit=1)[0]


def _bare(name: str) -> str:
    name = re.sub(r"^(https?://)?(www\.)?", "", name.lower())
    name = re.sub(r"\.(com|org|net|co\.uk|co|ir|ru|de|fr|eu|info|tv)$", "", name)
    return re.sub(r"[^a-z0-9]", "", re.sub(r"^the\s+", "", name)).removeprefix("the")
