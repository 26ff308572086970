"""From one draft to its events, and to what was seen and not coded."""

from __future__ import annotations

from dataclasses import replace

from tocsin.events.cast import Cast
from tocsin.events.contexts import contexts_of
from tocsin.events.denied import answered, echoed, part_denied, with_victims
from tocsin.events.grammar import Grammar
from tocsin.events.homes import settled
from tocsin.events.implied import completed
from tocsin.events.judged import judged
from tocsin.events.lands import landed
from tocsin.events.lexicon import lexicon
from tocsin.events.merge import Told, repeats, united
from tocsin.events.place import located, place_of
from tocsin.events.quantities import quantities_of
from tocsin.events.roles import Casting, Roles
from tocsin.events.scoring import evidence, probability, weighed
from tocsin.events.status import ToldStatus, status_of
from tocsin.events.suppress import within
from tocsin.events.triggers import Finder, Match
from tocsin.events.turn import abroad, turned
from tocsin.events.when import when_of
from tocsin.events.words import classes
from tocsin.gazetteer.actor_tables import ActorTables
from tocsin.ontology import OTHER, cameo
from tocsin.records import Claim, Draft, Event, Reject, Trigger

TRIGGER_LIMIT = 60
PHRASE_TOKENS = 5
NOMINAL = frozenset({"NOUN", "PROPN", "ADJ", "NUM", "PRON", "DET"})
SPORTS_WORDS = 4
STRONGEST = 3
BARE = frozenset({"ASSAULT", "SANCTION"})
SPEECH = frozenset({"AGREE", "SUPPORT", "REQUEST", "ACCUSE", "REJECT", "THREATEN"})
"""Types that are acts of speech: told in the active, they need somebody who speaks."""


def read_events(draft: Draft, *, least: float, tables: ActorTables) -> Draft:
    """The draft with its events in the order of the text, and the triggers rejected with their reasons.

    Where something is done to a place ("shelled Juba") whose country is no actor of the article yet, the country becomes one.
    """
    reader = _Reader(draft, least, tables)
    events, rejected = reader.read()
    reading = draft.reading
    actors, mentions, events = landed(reader.cast, reading, events)
    made = replace(reading, actors=actors, mentions=mentions, events=events, rejected=(*reading.rejected, *rejected))
    return replace(draft, reading=made)


class _Reader:
    def __init__(self, draft: Draft, least: float, tables: ActorTables) -> None:
        self.parse, self.reading, self.least = draft.parse, draft.reading, least
        self.grammar = Grammar(draft.parse)
        self.cast = Cast(self.grammar, draft.reading, tables)
        self.casting = Casting(self.grammar, self.cast)
        self.rejected: list[Reject] = []

    def read(self) -> tuple[tuple[Event, ...], tuple[Reject, ...]]:
        matches = self._turned(list(Finder(self.grammar, self.cast).matches()))
        self.casting.matches = {m.token: m for m in matches}
        spoken_of = within(matches, self.grammar)
        if self._is_sport():
            return (), (Reject(stage="events", start=None, end=None, reason="sports"),)
        told = [one for match in matches if match.token not in spoken_of and (one := self._told(match)) is not None]
        settled(told, self.cast, self.grammar)
        told = with_victims(judged(told, self.cast, self.grammar), self.grammar, self.cast)
        again = repeats(told, self.cast, self.grammar)
        whole = completed(united(told, again, self.grammar), self.cast)
        made: list[Event] = []
        ids: dict[int, str] = {}
        for n, one in enumerate(whole):
            if n not in again and not self._acted(one.match, one.roles):
                self._reject(one.match, "no actor")
            elif n not in again and (event := self._event(one, f"e{len(made) + 1}")) is not None:
                made.append(event)
                ids[n] = event.id
        for n, k in again.items():
            if k in ids:
                self._reject(told[n].match, f"repeats {ids[k]}")
        made += echoed(self.reading, made)
        made += part_denied(self.reading, made, self.grammar)
        return tuple(made), tuple(sorted(self.rejected, key=lambda r: r.start or 0))

    def _is_sport(self) -> bool:
        """Whether the article reports sports: by how many different words of sports it has."""
        return len(classes()["sport"] & set(self.grammar.terms)) >= SPORTS_WORDS

    def _turned(self, matches: list[Match]) -> list[Match]:
        by_token = {m.token: m for m in matches}
        return [turned(m, by_token, self.grammar) for m in matches]

    def _told(self, match: Match) -> Told | None:
        if match.entry.type is None:
            self._reject(match, match.entry.note)
            return None
        claim = self._claim(self.parse.starts[match.token], self.parse.ends[match.token])
        if claim is None:
            self._reject(match, "no claim holds it")
            return None
        roles = answered(match, self.casting.roles(match), claim, self.grammar, self.cast)
        if not self._acted(match, roles) and not self._may_be_implied(match):
            self._reject(match, "no actor")
            return None
        match = abroad(match, roles.sources, roles.targets, self.grammar, self.cast)
        status = self._status(match, claim).status
        terms = self.grammar.terms
        words = frozenset({match.entry.lemma, *(terms[t] for t in match.used)})
        return Told(match, roles, claim, status, self._by_pronoun(match), words, self._other(match))

    def _other(self, match: Match) -> bool:
        nouns = [t for t in (match.token, *match.used) if self.parse.tags[t].startswith("NN")]
        if any(self.parse.lower[c] == "again" for c in self.grammar.kids(match.token, "advmod")):
            return True
        if any(self.grammar.kids(n, "nummod") and not self.grammar.kids(n, "det", "poss") for n in nouns if n == match.token):
            return True
        return any(self.grammar.terms[m] in classes()["another"] for n in nouns for m in self.grammar.modifiers(n))

    def _may_be_implied(self, match: Match) -> bool:
        entry = match.entry
        lent = entry.type in BARE or (entry.type == "CONSULT" and self._other(match))
        named = entry.pos == "noun" or (bool(match.used) and self.grammar.is_passive(match.token))
        return lent and named and entry.strength == STRONGEST

    def _by_pronoun(self, match: Match) -> bool:
        return any(self.parse.tags[t] in ("PRP", "DT") for t in self.grammar.kids(match.token, "nsubj", "nsubjpass"))

    def _acted(self, match: Match, roles: Roles) -> bool:
        entry = match.entry
        if entry.type in SPEECH and entry.pos == "verb" and not roles.sources and not self.grammar.is_passive(match.token):
            return False
        if entry.type == OTHER and place_of(self.grammar, self.cast, match.token) is not None:
            return True
        return bool(roles.sources or roles.targets)

    def _claim(self, start: int, end: int) -> Claim | None:
        """The smallest claim that holds the trigger; for a speech act that no claim holds ("demanded"), the claim whose cue it is."""
        claims = self.reading.claims
        holding = [c for c in claims if c.start <= start and end <= c.end]
        holding = holding or [c for c in claims if c.cue is not None and c.cue.start < end and start < c.cue.end]
        return min(holding, key=lambda c: c.end - c.start, default=None)

    def _status(self, match: Match, claim: Claim) -> ToldStatus:
        """What the claim's origin says of the event; the cue of a claim is told by whoever tells the claim, not by its origin."""
        inside = claim.start <= self.parse.starts[match.token] < claim.end
        return status_of(self.parse, match.token, type=match.entry.type or "", claim=claim if inside else None)

    def _reject(self, match: Match, reason: str) -> None:
        start, end = self._span(match)
        self.rejected.append(Reject(stage="events", start=start, end=end, reason=reason))

    def _span(self, match: Match) -> tuple[int, int]:
        """Code points of the trigger: the word with its particle and the noun it carries where they stand close together."""
        own = [match.token, *(t for t in match.used if not self._asked_for(match, t))]
        low, high = min(own), max(own)
        start, end = self.parse.span(low, high + 1)
        if high - low > PHRASE_TOKENS or end - start > TRIGGER_LIMIT:
            start, end = self.parse.span(match.token, match.token + 1)
        return start, min(end, start + TRIGGER_LIMIT)

    def _asked_for(self, match: Match, used: int) -> bool:
        """Whether a noun that a verb's construction asks for is no part of the trigger: the verb tells the event, not only carries it."""
        terms = self.grammar.terms
        if match.entry.pos != "verb" or terms[match.token] in classes()["light"] or self.parse.pos[used] not in NOMINAL:
            return False
        return not any(e.type == match.entry.type for e in lexicon().get((terms[used], "noun"), ()))

    def _event(self, one: Told, id: str) -> Event | None:  # noqa: A002 - the record's own word
        match, roles = one.match, one.roles
        parts = evidence(match, roles, self.cast)
        score = probability(parts)
        if score < self.least:
            self._reject(match, f"too unsure: {score:.2f}")
            return None
        start, end = self._span(match)
        entry = match.entry
        code = cameo(entry.cameo) if entry.cameo else None
        told = self._status(match, one.claim)
        when, dated = when_of(
            self.parse, match.token, status=told.status, times=self.reading.times, published=self.reading.article.published
        )
        where = located(self.grammar, self.cast, match.token)
        return Event(
            id=id,
            claim=one.claim.id,
            trigger=Trigger(start=start, end=end, text=self.parse.text[start:end]),
            type=entry.type or "",
            mode=entry.mode or (code.mode if code else None),
            contexts=contexts_of(code),
            cameo=entry.cameo,
            quad=code.quad if code else None,
            goldstein=code.goldstein if code else None,
            sources=roles.sources,
            targets=roles.targets,
            proxies=roles.proxies,
            status=told.status,
            when=when,
            place=where[0] if where else None,
            quantities=quantities_of(self.parse, match.token),
            score=score,
            evidence=(*parts, *told.evidence),
            reasons=(*match.reasons, *told.reasons, *roles.reasons, dated, *((where[1],) if where else ()), weighed(parts)),
        )
