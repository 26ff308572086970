"""A deed and its denial are two events: who denies a deed is who is said to have done it, and what "it" denies has been told before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tocsin.events.because import because
from tocsin.events.cast import Cast
from tocsin.events.grammar import Grammar
from tocsin.events.merge import Told, akin
from tocsin.events.roles import Roles
from tocsin.events.triggers import Match
from tocsin.events.words import classes
from tocsin.records import ArticleReading, Claim, Event, Reason, Trigger

CHARGES = frozenset({"charge", "accusation", "allegation", "claim"})
DEEDS = frozenset({"ASSAULT", "COERCE", "MOBILIZE", "SANCTION", "PROTEST", "REJECT"})


def answered(match: Match, roles: Roles, claim: Claim, grammar: Grammar, cast: Cast) -> Roles:
    """The roles of a deed that is itself what is denied ("Norland denied the raid"): the denier is its source."""
    denier = claim.chain[-1].actor if claim.chain else None
    if claim.stance != "denies" or claim.cue is None or denier not in cast.actors or roles.sources or match.entry.type not in DEEDS:
        return roles
    verb = grammar.parse.heads[match.token]
    is_object = grammar.parse.relations[match.token] == "dobj" and claim.cue.start <= grammar.parse.starts[verb] < claim.cue.end
    if not is_object or denier is None:
        return roles
    said = claim.chain[-1]
    why = Reason(label="source", by="context", detail="who denies a deed is who is said to have done it", start=said.start, end=said.end)
    return replace(roles, sources=(denier,), reasons=(*roles.reasons, why))


def with_victims(told: Sequence[Told], grammar: Grammar, cast: Cast) -> list[Told]:
    """The mentions, a denied deed with the targets that its accuser told of."""
    made = list(told)
    for n, one in enumerate(told):
        if one.status != "denied" or one.roles.targets:
            continue
        accused = next((o for o in reversed(told[:n]) if _same_deed(o, one, cast)), None)
        if accused is not None and accused.roles.targets:
            why = because(grammar.parse, "target", "context", "the target that its accuser told of", accused.match.token)
            made[n] = replace(one, roles=replace(one.roles, targets=accused.roles.targets, reasons=(*one.roles.reasons, why)))
    return made


def _same_deed(one: Told, denied: Told, cast: Cast) -> bool:
    """Whether one is the deed that a denial is of: told of the same doers, or of others of their state."""
    if one.match.entry.type != denied.match.entry.type or one.status == "denied" or not akin(one.words, denied.words):
        return False
    doers, deniers = one.roles.sources, denied.roles.sources
    return bool(set(doers) & set(deniers) or cast.country_of(doers) & cast.country_of(deniers))


def echoed(reading: ArticleReading, events: Sequence[Event]) -> tuple[Event, ...]:
    """The events that are denied by a pronoun ("Norland denied it"): those of the claim just made, once more, in the denier's claim."""
    made: list[Event] = []
    for claim in reading.claims:
        if claim.stance != "denies" or claim.cue is None or claim.cue.start <= claim.end:
            continue
        deeds = [e for e in events if claim.start <= e.trigger.start and e.trigger.end <= claim.end and e.type in DEEDS]
        why = Reason(label="status", by="context", detail="denied by a pronoun: denied", start=claim.cue.start, end=claim.cue.end)
        made += [_denied(e, claim, why) for e in deeds if e.claim != claim.id and e.status != "denied"]
    return tuple(replace(e, id=f"e{len(events) + n}") for n, e in enumerate(made, start=1))


def part_denied(reading: ArticleReading, events: Sequence[Event], grammar: Grammar) -> tuple[Event, ...]:
    """The deed told last whose doer denies his part without naming it again ("Norland denies any involvement", "denied the charge")."""
    states = {a.id: a.country for a in reading.actors}
    made: list[Event] = []
    for claim in reading.claims:
        word = _charge(claim, grammar)
        denier = claim.chain[-1].actor if claim.chain else None
        state = states.get(denier or "")
        if word is None or denier is None or state is None or any(e.claim == claim.id for e in events):
            continue
        deeds = [e for e in events if e.trigger.end <= claim.start and e.type in DEEDS and e.status in ("occurred", "ongoing")]
        deed = next((e for e in reversed(deeds) if not e.sources or any(states[a] == state for a in e.sources)), None)
        if deed is not None:
            start, end = grammar.parse.span(word, word + 1)
            trigger = Trigger(start=start, end=end, text=grammar.parse.text[start:end])
            why = [Reason(label="status", by="context", detail="a part in the deed told last: denied", start=start, end=end)]
            if not deed.sources:
                why.append(Reason(label="source", by="context", detail="denies a part in it", start=start, end=end))
            made.append(replace(_denied(deed, claim, *why), trigger=trigger, sources=deed.sources or (denier,)))
    return tuple(replace(e, id=f"e{len(events) + n}") for n, e in enumerate(made, start=1))


def _denied(event: Event, claim: Claim, *why: Reason) -> Event:
    """An event once more, as the claim that denies it tells it."""
    kept = tuple(r for r in event.reasons if r.label != "status")
    return replace(event, claim=claim.id, status="denied", reasons=(*kept, *why))


def _charge(claim: Claim, grammar: Grammar) -> int | None:
    """The noun for a part in a deed, or for the charge of one, that a denial is about and that nothing behind it explains."""
    if claim.stance != "denies":
        return None
    tokens = grammar.parse.tokens(claim.start, claim.end)
    nouns = [t for t in tokens if grammar.terms[t] in classes()["part"] | CHARGES]
    return nouns[0] if len(nouns) == 1 and nouns[0] == tokens[-1] else None
