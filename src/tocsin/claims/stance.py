"""What a source does by saying something: the stance of the cue, unless the content tells otherwise."""

from __future__ import annotations

from collections.abc import Callable

from tocsin.claims.attribution import Attribution, Range
from tocsin.claims.because import because
from tocsin.claims.lexicon import word_set
from tocsin.claims.said import Said, Side
from tocsin.records import Parse, Reason, SourceKind, Stance

_MUST = frozenset({"must", "should", "ought", "shall", "need"})
_WILL = frozenset({"will", "wo", "'ll", "’ll", "would", "'d", "’d"})
_PERHAPS = frozenset({"could", "may", "might", "likely", "unlikely", "probably", "perhaps", "possibly"})
_TRUE = frozenset({"true", "correct", "accurate"})
_TOLD = frozenset(
    {"news", "report", "claim", "allegation", "accusation", "story", "rumor", "rumour", "charge", "information", "that", "this", "it"}
)
_OPEN: frozenset[Stance] = frozenset({"asserts", "announces"})
_PUBLIC: frozenset[SourceKind] = frozenset({"government", "official", "military", "organisation", "group"})


def stance_of(
    parse: Parse, attribution: Attribution, content: Range, side: Callable[[int], Side | None], kind: SourceKind | None
) -> tuple[Stance, Reason]:
    """The stance of one attribution, and what decided.

    content: the part of its content that the claim is about.
    side:    whose side a noun of the content is on, None where it is not known.
    kind:    of the source: what a state says that it has done, it announces; what an analysis says is a judgement.
    """
    given = _given(parse, attribution, kind)
    said = Said.of(parse, content, side, kind)
    stance, why = _turned(parse, attribution, content, said, given) or _of_content(parse, attribution, said, given, kind) or (given, "")
    if why:
        return stance, because(parse, "stance", "grammar", f"{why}: {stance}", content)
    row = f'cue "{attribution.lemma}"' if attribution.cue is not None else "no cue says otherwise"
    return stance, because(parse, "stance", "lexicon" if attribution.cue else "default", f"{row}: {stance}", attribution.cue)


def _turned(parse: Parse, attribution: Attribution, content: Range, said: Said, given: Stance) -> tuple[Stance, str] | None:
    """What the content makes of the stance of a cue that has one, and in which words; None where the cue stands, or leaves it open."""
    if given in ("demands", "announces", "asserts") and said.ultimatum():
        return "threatens", "an ultimatum"
    if given == "promises" and said.hostile_promise():
        return "threatens", "a hostile promise"
    if given == "assesses" and (judged := _judged(attribution, said)) != given:
        return judged, "a judgement that blames, or a warning of what one will do"
    if given == "asks" and parse.lower[content[0]] == "that":
        return "demands", "asks that it be done"
    return None


def _of_content(parse: Parse, attribution: Attribution, said: Said, given: Stance, kind: SourceKind | None) -> tuple[Stance, str] | None:
    """What the content tells where the cue leaves the stance open, and in which words."""
    if given not in _OPEN:
        return None
    rules: tuple[tuple[Stance | None, str], ...] = (
        ("asks" if said.question() else None, "a question"),
        (_denial(said), "says that it is not so"),
        ("demands" if said.main & _MUST and said.side != "self" else None, "says what must be done"),
        (_future(said, given, kind), "what is to come, or arranged"),
        (_blame(said, kind) if given == "asserts" else None, "blames another"),
        ("announces" if kind in _PUBLIC and said.decision() else None, "a decision of its own"),
        ("assesses" if "assesses" in said.words or _expert(parse, attribution) else None, "a judgement, or of those who judge"),
    )
    return next(((stance, why) for stance, why in rules if stance), None)


def _given(parse: Parse, attribution: Attribution, kind: SourceKind | None) -> Stance:
    """What the cue alone tells, with the source where it is a document or a judgement."""
    if attribution.stance == "accuses" and kind == "document" and attribution.lemma == "point":
        return "asserts"
    head = attribution.source_head
    if attribution.stance == "asserts" and head is not None and parse.lemmas[head].lower() in word_set("judgement"):
        return "assesses"
    return attribution.stance


def _expert(parse: Parse, attribution: Attribution) -> bool:
    head = attribution.source_head
    return head is not None and parse.lemmas[head].lower() in word_set("judge")


def _judged(attribution: Attribution, said: Said) -> Stance:
    """A judgement that blames is an accusation, and a warning of what one will do oneself is a threat."""
    if not said.clause:
        return "accuses" if "accuses" in said.words or said.labelled() else "assesses"
    if said.blamed() and not said.main & _PERHAPS:
        return "accuses"
    warned = attribution.lemma in ("warn", "caution") and said.main & _WILL and not said.negated
    return "threatens" if warned and (said.side in ("self", "state") or said.forceful()) else "assesses"


def _denial(said: Said) -> Stance | None:
    """It did not happen, it is not true, we did not do it, we have nothing to do with it."""
    told = said.subject_lemma in _TOLD
    if (
        (told and ((said.main & {"wrong"} and not said.negated) or said.untrue()))
        or said.nothing_to_do()
        or said.no_such()
        or said.false_claim()
    ):
        return "denies"
    if "denies" in said.tones and not said.negated and (told or not said.main & _WILL):
        return "denies"
    if said.negated and (said.happens() or (told and said.main & _TRUE)):
        return "denies"
    own = said.side in ("self", "state") and not said.main & (_WILL | _MUST | _PERHAPS)
    return "denies" if own and (said.no_part() or (said.negated and said.past())) else None


def _future(said: Said, given: Stance, kind: SourceKind | None) -> Stance | None:
    """What a source will do itself is announced, promised or threatened; what others will do is a judgement, unless it is arranged."""
    if said.main & _PERHAPS:
        return "assesses"
    public = kind in _PUBLIC
    if not said.main & _WILL:
        return "announces" if public and said.side != "other" and (said.arranged() or said.under_way()) else None
    if said.threat():
        return "threatens"
    if said.side not in ("self", "state", "country"):
        if public and said.side is None and said.dated() and said.agentive():
            return "announces"
        return "assesses" if given == "asserts" and not (said.dated() and said.agentive()) else None
    if given != "asserts":
        return None
    if said.asked():
        return "demands"
    if said.pledged() or said.conditional():
        return "promises"
    return None if said.state() else "announces"


def _blame(said: Said, kind: SourceKind | None) -> Stance | None:
    """A blame word of somebody else, or a wrong charged to him."""
    if said.side in ("self", "state"):
        return None
    if "accuses" in said.tones or said.blamed() or said.charged() or (kind in _PUBLIC and said.pointed()):
        return "accuses"
    return "accuses" if said.side == "other" and said.negated else None
