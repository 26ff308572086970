"""Whether an event happened, is planned, threatened, demanded, possible, failed or denied, as the origin of its claim tells it.

The trigger's own tense, auxiliaries and negation say something; then every word that governs it, from the inside out, may change it: an
event-selecting predicate ("failed to", "fears that"), a modal, a condition, a negation. Governors and what they do to what they govern are
data (`data/status_*.csv`). The method is that of Saurí and Pustejovsky (2009, 2012, FactBank and De Facto): factuality is computed along
the dependency path by composing what selecting predicates and particles contribute; implicatives after Karttunen (1971).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from types import MappingProxyType
from typing import cast

from tocsin.events.because import because
from tocsin.events.status_forms import REAL, Reading, form_at, form_of, helpers, is_past, meet_form, negation, opener, own_verb
from tocsin.events.status_frames import (
    TEMPORAL,
    VERBAL,
    Step,
    governor_of,
    has_helper,
    has_own_doer,
    is_definite,
    is_named,
    opens_question,
    raised,
    told_by_preposition,
)
from tocsin.events.status_undone import meet_undoing, of_carried
from tocsin.events.status_words import STATUSES, Effect, Governor, governor_row, modifiers, standing
from tocsin.records import Claim, Cue, Evidence, Parse, Reason, Status

_HOSTILE = frozenset({"ASSAULT", "COERCE", "SANCTION", "MOBILIZE", "THREATEN", "PROTEST", "REJECT", "ACCUSE"})
_EXERCISES = frozenset({"exercise", "drill", "manoeuvre", "maneuver", "wargame", "game", "war-game"})
_PLANNING = frozenset({"schedule", "plan", "slate", "postpone"})
_PLANNED = frozenset({"CONSULT", "MOBILIZE", "COOPERATE", "AGREE", "PROTEST", "AID"})
_CALLED = frozenset({"CONSULT", "PROTEST", "RETREAT", "OTHER"})
"""Types of what is called for a day to come: meetings, strikes, truces, elections."""
_DECLARED = frozenset({"SANCTION", "AGREE", "REJECT", "SUPPORT", "REQUEST", "ACCUSE", "THREATEN"})
"""Types of act that are done by declaring them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldStatus:
    """A status with its parts.

    evidence: what was met on the way, with its weight.
    reasons:  the same, and what was taken where nothing was met, at the words that it rests on.
    """

    status: Status
    evidence: tuple[Evidence, ...]
    reasons: tuple[Reason, ...]


def status_of(parse: Parse, trigger: int, *, type: str, claim: Claim | None) -> ToldStatus:  # noqa: A002
    """What the origin of a claim says of the event at a trigger, and what decided.

    trigger: the head token of the event's trigger.
    type:    the PLOVER type of the event; it decides what is hostile, and that a demand or a threat is itself what happened.
    claim:   the claim that the event belongs to: words outside it, except its cue, do not bear on the event. None: the whole sentence does.
    """
    reading = Reading(parse=parse, trigger=trigger, type=type, status=None, evidence=[], reasons=[], embedded=_is_embedded(claim))
    _own(reading, trigger)
    given = reading.status == "threatened" or _climb(reading, trigger, claim)
    if claim is not None:
        _stance(reading, trigger, claim, given=given)
    _planned_exercise(reading, trigger)
    meet_undoing(reading)
    status = _of_speech_act(reading) or reading.status or _unsaid(reading, trigger)
    return ToldStatus(status=status, evidence=tuple(reading.evidence), reasons=tuple(reading.reasons))


def _planned_exercise(reading: Reading, trigger: int) -> None:
    """An exercise on the plan is a scheduled act even while it runs, lest it be taken for a sign ("both were scheduled long ago")."""
    parse = reading.parse
    named = [t for t in (trigger, *parse.children[trigger]) if parse.lemmas[t].lower() in _EXERCISES]
    if not named or reading.status not in (None, *REAL):
        return
    first, last = parse.sentences[parse.sentence_of[trigger]]
    planned = next((t for t in range(first, last) if _tells_of_plan(parse, t)), None)
    if planned is not None:
        reading.decide("scheduled", "routine", planned, "an exercise on the plan", 2.0)


def _tells_of_plan(parse: Parse, token: int) -> bool:
    """Reads "were scheduled long ago", "part of the yearly programme", "annual drills"."""
    if parse.lower[token] in ("scheduled", "planned", "pre-planned", "preplanned") and parse.tags[token] in ("VBN", "JJ"):
        return negation(parse, token) is None
    return parse.lower[token] in ("annual", "yearly", "biennial", "routine", "regular")


def _is_embedded(claim: Claim | None) -> bool:
    return claim is not None and claim.cue is not None


def _own(reading: Reading, trigger: int) -> None:
    threat = _or_else(reading.parse, trigger)
    if threat is not None:
        reading.meet("threatened", "condition", threat, "else", 2.5)
    if _is_lasting_participle(reading.parse, trigger):
        reading.meet("ongoing", "default", trigger, "a state that lasts", 0.5)
        return
    if reading.parse.pos[trigger] in VERBAL:
        _own_of_verb(reading, trigger)
        return
    words = modifiers()
    for child in reading.parse.children[trigger]:
        if reading.parse.relations[child] in ("amod", "det", "compound", "nmod", "advmod"):
            row = words.get(reading.parse.lower[child])
            if row:
                reading.meet(row[0], "modifier", child, row[1], 2.5)
        if reading.parse.relations[child] == "acl" and reading.parse.tags[child] == "VBN":
            governor = governor_row(reading.parse, child, "np")
            if governor:
                met = "occurred" if governor.status == "same" else _resolved(reading, governor.status, child)
                reading.meet(met, "governor", child, governor.note, 2.5)


def _own_of_verb(reading: Reading, trigger: int) -> None:
    if reading.parse.lemmas[trigger] in _PLANNING and reading.type in _PLANNED and negation(reading.parse, trigger) is None:
        reading.meet("scheduled", "governor", trigger, "set for a day to come", 2.5)
        return
    own_verb(reading, trigger)
    told = of_carried(reading.parse, trigger) if reading.type == "ASSAULT" else None
    if told is not None:
        reading.meet(told, "governor", trigger, "ordered or given up, not carried out", 2.5)


def _is_lasting_participle(parse: Parse, token: int) -> bool:
    """Reads "the besieged city"."""
    return parse.relations[token] == "amod" and parse.tags[token] == "VBN" and parse.lemmas[token] in standing()


def _or_else(parse: Parse, trigger: int) -> int | None:
    """The "or" of "must stop or face sanctions": what follows is the threat behind a demand."""
    for token in (trigger, parse.heads[trigger]):
        if token and parse.lower[token] in ("face", "risk", "suffer", "confront") and parse.lower[token - 1] in ("or", "else"):
            return token - 1
    return None


def _climb(reading: Reading, trigger: int, claim: Claim | None) -> bool:
    """Meets what governs the trigger, from the inside out; True where it is taken as given and nothing further out bears on it."""
    parse, token = reading.parse, trigger
    bounds = _bounds(parse, trigger, claim)
    met: set[int] = set()  # a governor found by the order of words may stand below: the way must not turn back on itself
    while True:
        met.add(token)
        step = governor_of(parse, token)
        if step is None or step.head in met or not _inside(parse, step.head, bounds) or _apart(parse, token, step.head):
            return False
        if not _meet_governor(reading, token, step):
            return True
        token = step.head


def _bounds(parse: Parse, trigger: int, claim: Claim | None) -> tuple[tuple[int, int], ...] | None:
    """The stretches of text that bear on the trigger: the claim and its cue; None where the trigger stands outside its claim."""
    if claim is None or not claim.start <= parse.starts[trigger] < claim.end:
        return None
    return ((claim.start, claim.end), (claim.cue.start, claim.cue.end)) if claim.cue else ((claim.start, claim.end),)


def _apart(parse: Parse, token: int, head: int) -> bool:
    """Whether a semicolon parts two words: what stands behind it does not govern what stands before."""
    return any(parse.words[i] == ";" for i in range(min(token, head) + 1, max(token, head)))


def _inside(parse: Parse, token: int, bounds: tuple[tuple[int, int], ...] | None) -> bool:
    return bounds is None or any(start <= parse.starts[token] < end for start, end in bounds)


def _meet_governor(reading: Reading, token: int, step: Step) -> bool:
    """Composes what one governor says; False where it takes the event as given, so that the way ends."""
    parse = reading.parse
    if step.frame in ("relcl", "poss") or _is_contact_clause(parse, token):
        return False
    if step.frame == "advcl":
        return _meet_adverbial(reading, token, step.head)
    if step.frame == "conj":
        return _meet_conjunct(reading, token, step.head)
    if (told := told_by_preposition(parse, token, step.frame)) is not None:
        reading.meet(told, "governor", token, f'after "{step.frame}"', 2.0)
        return told == "denied"
    if step.frame in ("that", "inf") and opens_question(parse, token):
        reading.meet("possible", "question", token, "an open question", 2.0)
        return True
    if step.frame == "np" and parse.lemmas[step.head] == "call" and (reading.type not in _CALLED or is_named(parse, step.head)):
        return False
    step = raised(parse, step)
    row = governor_row(parse, step.head, step.frame)
    if row is None:
        return _meet_unlisted(reading, token, step)
    return _meet_listed(reading, token, step, row)


def _is_contact_clause(parse: Parse, verb: int) -> bool:
    """Whether a clause that the parser took for a complement ends in a stranded preposition: "the raid it has been blamed for"."""
    if parse.relations[verb] != "ccomp" or any(parse.relations[c] == "mark" for c in parse.children[verb]):
        return False
    return any(parse.relations[c] == "prep" and parse.child(c, "pobj", "pcomp") is None for c in parse.children[verb])


def _meet_listed(reading: Reading, token: int, step: Step, row: Governor) -> bool:
    parse, head = reading.parse, step.head
    if step.frame == "subj" and row.status == "failed" and parse.child(head, "xcomp", "prep") is not None and parse.lemmas[head] == "fail":
        return True  # "the talks failed to bring peace": they were held
    effect = row.other if has_own_doer(parse, token, step) else row.status
    negated = parse.pos[head] in VERBAL and negation(parse, head) is not None
    if parse.pos[head] in ("ADJ", "NOUN"):
        negated = _negated_predicate(parse, head)
    if negated and row.negated is not None:
        reading.meet(_resolved(reading, row.negated, head), "governor", head, f"{row.note}, negated", 2.5)
        return row.negated != "fact"
    if effect == "fact":
        if step.frame == "np" and form_of(reading, head) not in (*REAL, None):
            lasts = row.negated == "ongoing" and is_definite(parse, token)
            reading.meet("ongoing" if lasts else "possible", "form", head, "not stopped yet" if lasts else "may come", 1.0)
        return False
    reading.meet(_resolved(reading, effect, head), "governor", head, row.note, 2.5)
    if effect == "same" and step.frame == "that":
        return True
    if effect == "tried" and reading.status is None and parse.tags[head] == "VBG":
        reading.meet("failed" if parse.relations[head] == "pcomp" else "ongoing", "governor", head, row.note, 1.5)
    if effect == "ongoing" and form_at(reading, head)[0] == "scheduled":
        return True  # "will continue to": it is going on already
    if effect == "ongoing" and parse.pos[head] == "NOUN":
        return False
    meet_form(reading, head)
    return True


def _negated_predicate(parse: Parse, word: int) -> bool:
    above = parse.heads[word]
    none = any(parse.lower[c] in ("no", "not") for c in parse.children[word])
    return none or (parse.relations[word] in ("acomp", "attr") and any(parse.relations[c] == "neg" for c in parse.children[above]))


def _meet_unlisted(reading: Reading, token: int, step: Step) -> bool:
    """Without a row: an infinitive is open; a definite noun is taken as given; what is indefinite shares its verb's form."""
    if step.frame == "inf":
        return _meet_open_infinitive(reading, token, step.head)
    if reading.parse.pos[token] in VERBAL:
        return _meet_unlisted_verb(reading, step)
    if step.frame in ("other", "of"):
        return step.frame == "of"
    if _is_given(reading, step):
        return False
    if reading.parse.pos[step.head] not in VERBAL:
        return step.frame in ("np", "subj")
    form = form_of(reading, step.head)
    if reading.status in (None, *REAL) and form not in REAL and step.frame in ("np", "subj", "with", "by", "to", "in", "on", "for"):
        supposed = step.frame == "subj" and any(reading.parse.lower[c] in ("would", "'d", "’d") for c in reading.parse.children[step.head])
        reading.meet("possible" if supposed else form, "form", step.head, "indefinite, with the form of its verb", 1.0)
        return True
    return False


def _is_given(reading: Reading, step: Step) -> bool:
    """Whether the words around take the event as given: a definite noun, or a state that lasts."""
    parse, trigger = reading.parse, reading.trigger
    if parse.pos[trigger] in VERBAL:
        return False
    return is_definite(parse, trigger) or (step.frame != "subj" and parse.lemmas[trigger].lower() in standing())


def _meet_open_infinitive(reading: Reading, token: int, head: int) -> bool:
    if reading.parse.pos[head] == "PROPN" and reading.parse.relations[head] == "ROOT":
        reading.meet("scheduled", "form", token, "a headline's infinitive", 2.0)
        return True
    reading.meet("possible", "governor", head, "an infinitive under a word that says nothing of it", 1.0)
    meet_form(reading, head)
    return True


def _meet_unlisted_verb(reading: Reading, step: Step) -> bool:
    if step.frame in TEMPORAL:
        return False
    if step.frame in ("before", "prior"):
        return _meet_before(reading, step.head)
    if step.frame == "by":
        return _meet_means(reading, step.head)
    if step.frame != "that" and reading.parse.pos[step.head] in VERBAL:
        meet_form(reading, step.head)
    return True


def _meet_before(reading: Reading, head: int) -> bool:
    """Reads "will talk before attacking": as open as its verb; with a verb in the past it followed."""
    if form_of(reading, head) not in REAL:
        reading.meet("possible", "governor", head, "what comes after something still open", 1.0)
    return False


def _meet_means(reading: Reading, head: int) -> bool:
    """Reads "is seeking to isolate them by cutting off their trade": the means belong to the seeking, which is real, not to its aim."""
    parse = reading.parse
    above = parse.heads[head]
    row = governor_row(parse, above, "inf") if parse.relations[head] == "xcomp" else None
    meet_form(reading, above if row and row.status in ("possible", "tried", "same") else head)
    return row is None or row.status not in ("possible", "tried")


def _meet_conjunct(reading: Reading, token: int, head: int) -> bool:
    """A conjunct shares modal and negation with the first one unless it has a form of its own."""
    parse = reading.parse
    if parse.pos[token] in VERBAL and parse.pos[head] in VERBAL:
        bare = parse.tags[token] in ("VB", "VBG", "VBN") and not has_helper(parse, token)
        if bare and parse.tags[token] == parse.tags[head]:
            reading.status = None if parse.tags[token] == "VBN" else reading.status
            meet_form(reading, head)
        elif parse.tags[token] == "VB" and bare and (row := governor_row(parse, head, "inf")):
            return _meet_listed(reading, token, Step(head=head, frame="inf"), row)
    elif parse.pos[token] not in VERBAL:
        words = modifiers()
        for child in parse.children[head]:
            shared = words.get(parse.lower[child]) if parse.relations[child] in ("amod", "det") else None
            if shared and shared[0] not in REAL:
                reading.meet(shared[0], "modifier", child, shared[1], 1.5)
    return True


def _meet_adverbial(reading: Reading, token: int, head: int) -> bool:
    """An adverbial clause: a condition is possible, a purpose is possible, a participle goes with its verb, the rest stands for itself."""
    parse = reading.parse
    opening = opener(parse, token)
    if opening is not None:
        reading.status = None if reading.status in REAL or reading.status == "denied" else reading.status
        wanted = parse.lower[opening] == "unless" and _has_subject(parse, token)
        reading.meet("demanded" if wanted else "possible", "condition", opening, "what another must do" if wanted else "a condition", 2.0)
        return False
    marks = {parse.lower[c] for c in parse.children[token] if parse.relations[c] in ("mark", "aux", "advmod")}
    if "that" in marks and (row := governor_row(parse, head, "that")):
        return _meet_listed(reading, token, Step(head=head, frame="that"), row)
    if "to" in marks and parse.tags[token] == "VB":
        return _meet_infinitive_adverbial(reading, token, head)
    if parse.tags[token] == "VBG" and not has_helper(parse, token) and not marks & {"after", "before", "since"}:
        meet_form(reading, head)
        return True
    auxiliaries = helpers(parse, token)
    ahead = parse.tags[token] in ("VBZ", "VBP") or (parse.tags[token] == "VBN" and bool(auxiliaries & {"has", "have", "is", "are"}))
    if "until" in marks and _has_subject(parse, token) and form_of(reading, head) not in REAL:
        reading.status = None
        reading.meet("demanded", "condition", token, "until another does it", 1.5)
    elif marks & {"until", "before", "when", "once"} and ahead and reading.status == "occurred":
        reading.status = None
        reading.meet("possible", "condition", token, "not yet", 1.5)
    return False


def _has_subject(parse: Parse, verb: int) -> bool:
    return parse.child(verb, "nsubj", "nsubjpass") is not None


def _meet_infinitive_adverbial(reading: Reading, token: int, head: int) -> bool:
    """The parser often takes a complement for an adverbial, so the table of governors is asked first; else it is a purpose."""
    row = governor_row(reading.parse, head, "inf")
    if row is not None:
        return _meet_listed(reading, token, Step(head=head, frame="inf"), row)
    return _meet_purpose(reading, token, head)


def _meet_purpose(reading: Reading, token: int, head: int) -> bool:
    """A purpose is open, unless it is reached in the act itself ("met to discuss"); that of a plan is part of the plan."""
    row = governor_row(reading.parse, head, "purpose")
    outer = form_of(reading, head)
    if row is None and outer == "scheduled":
        reading.meet(outer, "purpose", token, "a purpose within a plan", 1.5)
    elif row is None or outer not in REAL:
        reading.meet("possible" if row is None else outer, "purpose", token, "a purpose, not yet reached", 1.5)
    else:
        reading.meet(_resolved(reading, row.status, head), "purpose", token, row.note, 1.5)
    meet_form(reading, head)
    return True


def _resolved(reading: Reading, effect: Effect, governor: int) -> Status | None:
    """The status that an effect means for this type of event and this form of the governor; None where it says nothing."""
    if effect in STATUSES:
        return cast("Status", effect)
    depends = _DEPENDING.get(effect)
    return None if depends is None else depends(reading, governor)


def _must(reading: Reading, governor: int) -> Status | None:
    parse = reading.parse
    if any(parse.lower[c] == "yet" for c in parse.children[governor]):
        return "failed"  # "has yet to"
    return None if is_past(parse, governor) or parse.tags[governor] == "VBD" else "demanded"


def _warned(reading: Reading, _: int) -> Status | None:
    foretold = reading.status == "scheduled" and bool(reading.evidence) and reading.evidence[-1].name == "form"
    if not foretold:
        return None
    return "threatened" if reading.type in _HOSTILE else "possible"


_DEPENDING: MappingProxyType[str, Callable[[Reading, int], Status | None]] = MappingProxyType(
    {
        "vowed": lambda reading, _: "threatened" if reading.type in _HOSTILE else "scheduled",
        "declared": lambda reading, _: "occurred" if reading.type in _DECLARED else "scheduled",
        "going": lambda reading, governor: "scheduled" if reading.parse.tags[governor] == "VBG" else None,
        "state": lambda reading, governor: "occurred" if reading.parse.tags[governor] == "VBD" else "ongoing",
        "hoped": lambda reading, governor: "failed" if "had" in helpers(reading.parse, governor) else "possible",
        "begun": lambda reading, governor: "ongoing" if helpers(reading.parse, governor) & {"has", "have"} else None,
        "tried": lambda reading, governor: "failed" if is_past(reading.parse, governor) else None,
        "must": _must,
        "warned": _warned,
    }
)
"""What the effects that depend on the type of the event or the form of the governor come to."""


def _stance(reading: Reading, trigger: int, claim: Claim, *, given: bool) -> None:
    """What the stance of the claim says of an event that its words leave open."""
    stance, status, cue = claim.stance, reading.status, claim.cue
    made: Status | None = None
    if stance == "denies" and reading.type != "REJECT" and (status in (None, "occurred", "ongoing") or _by_cue(reading, cue)):
        made = "denied"
    elif stance == "threatens" and status in (None, "scheduled", "possible"):
        made = "threatened"
    elif stance == "promises" and status in (None, "possible", "scheduled"):
        made = "threatened" if reading.type in _HOSTILE else "scheduled"
    elif stance == "demands" and status in (None, "possible", "scheduled"):
        made = "demanded"
    elif stance == "assesses" and status == "scheduled":
        made = "possible"
    given = given and (reading.parse.pos[trigger] in VERBAL or is_definite(reading.parse, trigger))
    if made and made != status and not given and _untensed(reading.parse, trigger, made):
        note = f"the claim {stance}: {made}"
        reading.evidence.append(Evidence(name="stance", weight=1.5, value=cue.text if cue else stance, note=note))
        reading.reasons.append(_at_cue(note, cue))
        reading.status = made


def _at_cue(note: str, cue: Cue | None) -> Reason:
    return Reason(label="status", by="context", detail=note, start=cue.start if cue else None, end=cue.end if cue else None)


def _by_cue(reading: Reading, cue: Cue | None) -> bool:
    """Whether the word that decided is the claim's own cue: "rejected" makes a call fail, but an accusation denied."""
    return cue is not None and reading.status == "failed" and reading.evidence[-1].value in cue.text


def _untensed(parse: Parse, trigger: int, made: Status) -> bool:
    """A stance other than denial bears on what is ahead, not on the speech act that carries it."""
    return made == "denied" or parse.tags[trigger] not in ("VBD", "VBZ", "VBP")


def _of_speech_act(reading: Reading) -> Status | None:
    """A demand or a threat that is made has occurred; what is demanded or threatened is another event."""
    demanded = reading.type == "REQUEST" and reading.status == "demanded"
    if not demanded and not (reading.type == "THREATEN" and reading.status in ("threatened", "scheduled")):
        return None
    note = f"{'a demand' if demanded else 'a threat'} that is made: occurred"
    reading.reasons.append(because(reading.parse, "status", "lexicon", note, reading.trigger))
    return "occurred"


def _unsaid(reading: Reading, trigger: int) -> Status:
    """Where no word says anything: states last, acts have occurred."""
    parse = reading.parse
    if (parse.lemmas[trigger].lower() in standing() or parse.lower[trigger] in standing()) and not _is_past_state(parse, trigger):
        reading.decide("ongoing", "default", trigger, "a state that lasts", 0.5)
        return "ongoing"
    reading.reasons.append(because(parse, "status", "default", "no word says otherwise: occurred"))
    return "occurred"


def _is_past_state(parse: Parse, noun: int) -> bool:
    """A state told of in the simple past is over or was entered."""
    return parse.relations[noun] == "nsubj" and parse.tags[parse.heads[noun]] == "VBD"
