"""Whether an event happened, is planned, threatened, demanded, possible, failed or denied, as the origin of its claim tells it.

The trigger's own tense, auxiliaries and negation say something; then every word that governs it, from the inside out, may change it: an
event-selecting predicate ("failed to", "fears that"), a modal, a condition, a negation. Governors and what they do to what they govern are
data (`data/status_*.csv`). The method is that of Saurí and Pustejovsky (2009, 2012, FactBank and De Facto): factuality is computed along
the dependency path by composing what selecting predicates and particles contribute; implicatives after Karttunen (1971).
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Literal, cast, get_args

from tocsin.errors import DataError
from tocsin.records import Claim, Evidence, Parse, Status

Effect = Status | Literal["same", "fact", "tried", "vowed", "declared", "going", "must", "warned", "state"]
"""What a governor does to what it governs: a status; nothing ("same"); it takes it as given ("fact"); or it depends: "tried" (failed, where
it is past), "vowed" (a threat, where the act is hostile), "declared" (the act itself, where declaring it is doing it), "going" (ahead, in
the progressive), "must" (demanded; in the past, done), "warned" (a threat, where one says what will come), "state" (ongoing; in the past,
over)."""

_STATUSES = frozenset(get_args(Status))
_EFFECTS = _STATUSES | {"same", "fact", "tried", "vowed", "declared", "going", "must", "warned", "state"}
_MODALS: MappingProxyType[str, Status] = MappingProxyType(
    {
        "will": "scheduled",
        "wo": "scheduled",
        "'ll": "scheduled",
        "’ll": "scheduled",
        "shall": "scheduled",
        "may": "possible",
        "might": "possible",
        "could": "possible",
        "can": "possible",
        "ca": "possible",
        "would": "possible",
        "'d": "possible",
        "’d": "possible",
        "should": "demanded",
        "must": "demanded",
        "ought": "demanded",
        "need": "demanded",
    }
)
_HOSTILE = frozenset({"ASSAULT", "COERCE", "SANCTION", "MOBILIZE", "THREATEN", "PROTEST", "REJECT", "ACCUSE"})
_DECLARED = frozenset({"SANCTION", "AGREE", "REJECT", "SUPPORT", "REQUEST", "ACCUSE", "THREATEN"})
"""Types of act that are done by declaring them."""
_SPOKEN = frozenset({"REQUEST", "THREATEN"})
_CONDITIONS = frozenset({"if", "unless", "provided", "providing", "lest", "should", "whether"})
_TEMPORAL = frozenset({"after", "since", "following", "despite", "over", "during", "upon", "while"})
_DENYING = frozenset({"without", "instead", "rather", "barring"})
_VERBAL = frozenset({"VERB", "AUX"})
_REAL: frozenset[Status] = frozenset({"occurred", "ongoing"})
_STRONG: frozenset[Status] = frozenset({"denied", "possible", "demanded", "failed"})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Governor:
    """One row of the table of governors: `other` where what is governed has a doer of its own, `negated` where the governor is negated."""

    status: Effect
    other: Effect
    negated: Effect | None
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Step:
    """The way from a word to the word that governs it, and by which frame: "inf", "that", "ing", "np", "subj" or a preposition."""

    head: int
    frame: str


@dataclass(slots=True, kw_only=True)
class _Reading:
    """A reading under way: the status so far (None: nothing has said anything yet) and why."""

    parse: Parse
    trigger: int
    type: str
    status: Status | None
    evidence: list[Evidence]
    embedded: bool  # the claim is someone's words, so that "would" and past progressive are shifted "will" and present

    def meet(self, status: Status | None, name: str, token: int, note: str, weight: float) -> None:
        """Composes what is met on the way outwards with the status so far."""
        if status is None:
            return
        made = _composed(self.status, status)
        if made != self.status:
            self.evidence.append(Evidence(name=name, weight=weight, value=self.parse.words[token], note=f"{note}: {made}"))
        self.status = made


def status_of(parse: Parse, trigger: int, *, type: str, claim: Claim | None) -> tuple[Status, tuple[Evidence, ...]]:  # noqa: A002
    """What the origin of a claim says of the event at a trigger, and what decided.

    trigger: the head token of the event's trigger.
    type:    the PLOVER type of the event; it decides what is hostile, and that a demand or a threat is itself what happened.
    claim:   the claim that the event belongs to: words outside it, except its cue, do not bear on the event. None: the whole sentence does.
    """
    reading = _Reading(parse=parse, trigger=trigger, type=type, status=None, evidence=[], embedded=_is_embedded(claim))
    _own(reading, trigger)
    given = reading.status == "threatened" or _climb(reading, trigger, claim)
    if claim is not None:
        _stance(reading, trigger, claim, given=given)
    status = _of_speech_act(reading) or reading.status or _unsaid(reading, trigger)
    return status, tuple(reading.evidence)


def _is_embedded(claim: Claim | None) -> bool:
    return claim is not None and claim.cue is not None


def _composed(inner: Status | None, outer: Status) -> Status:
    """What holds of an event of which the inner words say one thing and the words around them another."""
    if inner is None or (inner in _REAL and outer not in _REAL):
        return outer
    if outer in _REAL:
        return inner
    if inner == "demanded" and outer == "possible":
        return inner
    if outer in _STRONG:
        return outer
    return "threatened" if outer == "threatened" and inner == "scheduled" else inner


# --- the trigger itself ---


def _own(reading: _Reading, trigger: int) -> None:
    threat = _or_else(reading.parse, trigger)
    if threat is not None:
        reading.meet("threatened", "condition", threat, "else", 2.5)
    if _is_lasting_participle(reading.parse, trigger):
        reading.meet("ongoing", "default", trigger, "a state that lasts", 0.5)
        return
    if reading.parse.pos[trigger] in _VERBAL:
        _own_verb(reading, trigger)
        return
    modifiers = _modifiers()
    for child in reading.parse.children[trigger]:
        if reading.parse.relations[child] in ("amod", "det", "compound", "nmod", "advmod"):
            row = modifiers.get(reading.parse.lower[child])
            if row:
                reading.meet(row[0], "modifier", child, row[1], 2.5)
        if reading.parse.relations[child] == "acl" and reading.parse.tags[child] == "VBN":
            governor = _row(reading.parse, child, "np")
            if governor:
                met = "occurred" if governor.status == "same" else _resolved(reading, governor.status, child)
                reading.meet(met, "governor", child, governor.note, 2.5)


def _is_lasting_participle(parse: Parse, token: int) -> bool:
    """Reads "the besieged city"."""
    return parse.relations[token] == "amod" and parse.tags[token] == "VBN" and parse.lemmas[token] in _standing()


def _or_else(parse: Parse, trigger: int) -> int | None:
    """The "or" of "must stop or face sanctions": what follows is the threat behind a demand."""
    for token in (trigger, parse.heads[trigger]):
        if token and parse.lower[token] in ("face", "risk", "suffer", "confront") and parse.lower[token - 1] in ("or", "else"):
            return token - 1
    return None


def _own_verb(reading: _Reading, verb: int) -> None:
    """What the form of a verb says, with its auxiliaries and negation."""
    parse = reading.parse
    status, token, note = _form(reading, verb)
    denied = _negation(parse, verb)
    if denied is not None and reading.type == "REJECT" and parse.relations[denied] == "neg":
        status, token, note = "occurred", denied, "not doing it is the rejection"
    elif denied is not None:
        modal = parse.lower[token] if status in ("possible", "demanded") else ""
        status, token, note = _negated(modal, parse, verb), denied, "negated"
    reading.meet(status, "negation" if note == "negated" else "form", token, note, 3.0)
    _meet_adverbs(reading, verb)
    condition = _condition_on(parse, verb)
    if condition is not None and (status in ("scheduled", "possible") or (status is None and parse.tags[verb] == "VB")):
        conditional = "threatened" if status == "scheduled" else "possible"
        reading.evidence.append(
            Evidence(name="condition", weight=2.0, value=parse.words[condition], note=f"hangs on a condition: {conditional}")
        )
        reading.status = cast("Status", conditional)


def _meet_adverbs(reading: _Reading, verb: int) -> None:
    """Meets "perhaps", and the open question "did they attack?"."""
    parse = reading.parse
    for child in parse.children[verb]:
        row = _modifiers().get(parse.lower[child]) if parse.relations[child] == "advmod" and child < verb else None
        if row and (row[0] == "possible" or (row[0] == "failed" and parse.tags[verb] in ("VBD", "VBN"))):
            reading.meet(row[0], "modifier", child, row[1], 2.0)
    if _is_open_question(parse, verb):
        reading.meet("possible", "question", verb, "an open question", 2.0)


def _is_open_question(parse: Parse, verb: int) -> bool:
    _, last = parse.sentences[parse.sentence_of[verb]]
    if "?" not in parse.lower[max(0, last - 2) : last] or parse.relations[verb] != "ROOT":
        return False
    subject, helper = parse.child(verb, "nsubj", "nsubjpass"), parse.child(verb, "aux", "auxpass")
    first = parse.subtrees[verb][0]
    return subject is not None and helper is not None and helper < subject and parse.tags[first] not in ("WRB", "WP", "WDT")


def _form(reading: _Reading, verb: int) -> tuple[Status | None, int, str]:
    """The status that tense, aspect and modal give to a verb, the token that says so, and why."""
    parse = reading.parse
    helpers = [c for c in parse.children[verb] if parse.relations[c] in ("aux", "auxpass")]
    words = [parse.lower[c] for c in helpers]
    for child, word in zip(helpers, words, strict=True):
        if word in _MODALS:
            return _of_modal(reading, verb, child, words)
    tag = parse.tags[verb]
    if tag == "VBG":
        return _of_participle(reading, verb, helpers)
    if tag == "VBN":
        return _of_passive(parse, verb, helpers)
    if "to" in words and parse.relations[verb] == "ROOT":
        return "scheduled", verb, "a headline's infinitive"
    if tag == "VB":
        return ("demanded" if _is_order(parse, verb, words) else None), verb, "an order"
    return "occurred", verb, "present" if tag in ("VBZ", "VBP") else "past"


def _is_order(parse: Parse, verb: int, words: list[str]) -> bool:
    """Whether a bare verb is an imperative."""
    if "to" in words or parse.relations[verb] not in ("ROOT", "parataxis"):
        return False
    return parse.child(verb, "nsubj", "nsubjpass", "expl", "csubj") is None


def _of_modal(reading: _Reading, verb: int, modal: int, words: list[str]) -> tuple[Status | None, int, str]:
    word = reading.parse.lower[modal]
    perfect = "have" in words
    if word in ("would", "'d", "’d", "should", "ought") and perfect:
        return "failed", modal, "contrary to fact"
    if word in ("would", "'d", "’d") and _is_reported(reading, verb):
        return "scheduled", modal, "a reported plan"
    return _MODALS[word], modal, "modal"


def _is_reported(reading: _Reading, verb: int) -> bool:
    """Whether "would" is the past of "will": in words that are reported, without a condition."""
    parse = reading.parse
    if parse.tags[verb] == "VBD":
        return False
    if parse.relations[verb] == "ccomp" and parse.tags[parse.heads[verb]] in ("VBD", "VBN"):
        return True
    return reading.embedded and parse.relations[verb] in ("ccomp", "conj")


def _of_participle(reading: _Reading, verb: int, helpers: list[int]) -> tuple[Status | None, int, str]:
    parse = reading.parse
    finite = [c for c in helpers if parse.lemmas[c] == "be" or parse.lower[c] in ("'s", "’s", "'re", "’re", "'m", "’m", "been")]
    if not finite:
        return ("ongoing" if parse.relations[verb] == "ROOT" else None), verb, "progressive"
    if parse.lower[finite[0]] in ("was", "were"):
        shifted = reading.embedded or parse.relations[verb] in ("ccomp", "advcl")
        return ("ongoing" if shifted else "occurred"), finite[0], "past progressive"
    return "ongoing", finite[0], "progressive"


def _of_passive(parse: Parse, verb: int, helpers: list[int]) -> tuple[Status | None, int, str]:
    words = {parse.lower[c] for c in helpers}
    if "being" in words:
        return "ongoing", verb, "progressive"
    if {"to", "have"} <= words and parse.lemmas[parse.heads[verb]] == "be":
        return "failed", verb, "contrary to fact"
    if helpers and "to" in words and not words & {"is", "are", "was", "were", "has", "have", "had"}:
        return ("scheduled" if parse.relations[verb] == "ROOT" else None), verb, "infinitive"
    return "occurred", verb, "past"


def _negation(parse: Parse, verb: int) -> int | None:
    """The token that negates a verb: "not", "never", "no one", "no" before its object."""
    for child in parse.children[verb]:
        relation, word = parse.relations[child], parse.lower[child]
        if relation == "neg" or word in ("never", "neither"):
            return child
        if relation in ("nsubj", "nsubjpass", "dobj", "attr", "prep"):
            none = _none_of(parse, child)
            if none is not None:
                return none
    return None


def _none_of(parse: Parse, noun: int) -> int | None:
    if parse.relations[noun] == "prep":
        below = parse.child(noun, "pobj")
        return None if below is None or parse.lower[noun] not in ("in", "on", "at") else _none_of(parse, below)
    if parse.lower[noun] in ("none", "nobody", "nothing", "neither"):
        return noun if parse.lower[noun + 1 : noun + 2] != ("other",) else None
    return next((c for c in parse.children[noun] if parse.lower[c] == "no" and parse.relations[c] == "det"), None)


def _negated(modal: str, parse: Parse, verb: int) -> Status:
    if modal in ("may", "might"):
        return "possible"
    if modal == "could" or any(parse.lower[c] == "yet" for c in parse.children[verb]):
        return "failed"
    return "demanded" if modal in ("must", "should") else "denied"


def _condition_on(parse: Parse, verb: int) -> int | None:
    """The word that opens a condition on a verb ("if", "unless", "as long as")."""
    for child in parse.children[verb]:
        if parse.relations[child] == "advcl" and (opener := _opener(parse, child)) is not None:
            return opener
        if (
            parse.lower[child] == "long"
            and parse.lower[child - 1] == "as"
            and any(parse.relations[c] == "advcl" for c in parse.children[child])
        ):
            return child
    return None


def _opener(parse: Parse, verb: int) -> int | None:
    """The word by which an adverbial clause says that it is a condition."""
    for child in parse.children[verb]:
        if parse.relations[child] in ("mark", "aux", "advmod") and parse.lower[child] in _CONDITIONS and child < verb:
            return None if child and parse.lower[child - 1] == "as" else child
    first = parse.subtrees[verb][0]
    return first if parse.lower[first : first + 3] == ("as", "long", "as") else None


# --- what governs it ---


def _climb(reading: _Reading, trigger: int, claim: Claim | None) -> bool:
    """Meets what governs the trigger, from the inside out; True where it is taken as given and nothing further out bears on it."""
    parse, token = reading.parse, trigger
    bounds = _bounds(parse, trigger, claim)
    while True:
        step = _governor_of(parse, token)
        if step is None or not _inside(parse, step.head, bounds):
            return False
        if not _meet_governor(reading, token, step):
            return True
        token = step.head


def _bounds(parse: Parse, trigger: int, claim: Claim | None) -> tuple[tuple[int, int], ...] | None:
    """The stretches of text that bear on the trigger: the claim and its cue; None where the trigger stands outside its claim."""
    if claim is None or not claim.start <= parse.starts[trigger] < claim.end:
        return None
    return ((claim.start, claim.end), (claim.cue.start, claim.cue.end)) if claim.cue else ((claim.start, claim.end),)


def _inside(parse: Parse, token: int, bounds: tuple[tuple[int, int], ...] | None) -> bool:
    return bounds is None or any(start <= parse.starts[token] < end for start, end in bounds)


def _governor_of(parse: Parse, token: int) -> _Step | None:
    """The word that governs a token; prepositions and auxiliaries are stepped over into the frame."""
    head, relation = parse.heads[token], parse.relations[token]
    if head == token:
        return None
    if relation in ("pobj", "pcomp") and parse.pos[head] in ("ADP", "SCONJ", "PART"):
        outer = parse.heads[head]
        if outer == head:
            return None
        frame = _preposition(parse, head)
        return _Step(head=_noun_with(parse, outer, head, frame), frame=frame)
    if relation in ("advcl", "xcomp") and parse.tags[token] == "VB":
        noun = _noun_with(parse, head, token, "inf")
        if noun != head:
            return _Step(head=noun, frame="inf")
    frame = _frame(parse, token, relation)
    predicate = parse.child(head, "acomp") if frame in ("inf", "that") and parse.lemmas[head] == "be" else None
    return _Step(head=head if predicate is None or predicate > token else predicate, frame=frame)


def _noun_with(parse: Parse, verb: int, token: int, frame: str) -> int:
    """The word before, where what hangs on a verb belongs to it: "expressed openness to talks", "set a deadline to comply"."""
    before = token - 2
    if (
        frame == "inf"
        and before > verb
        and parse.pos[before] in ("VERB", "NOUN")
        and parse.lower[token - 1] == "to"
        and _row(parse, before, "inf")
    ):
        return before
    if parse.pos[verb] not in _VERBAL or verb > token or _row(parse, verb, frame):
        return verb
    for noun in parse.children[verb]:
        if verb < noun < token and parse.relations[noun] in ("dobj", "nsubjpass", "attr"):
            shared = any(parse.relations[c] == "prep" and parse.lower[c] == frame for c in parse.children[noun])
            if shared or _row(parse, noun, frame):
                return noun
    return verb


def _preposition(parse: Parse, preposition: int) -> str:
    """The frame that a preposition makes; "instead of", "ahead of" and "in case of" go by their first word that tells."""
    word, above = parse.lower[preposition], parse.heads[preposition]
    if word != "of":
        return word
    if parse.lower[above] in ("case", "event") and parse.lower[parse.heads[above]] == "in":
        return "case"
    return parse.lower[above] if parse.pos[above] in ("ADP", "SCONJ", "ADV") else word


_FRAMES = MappingProxyType(
    {
        "dobj": "np",
        "attr": "np",
        "oprd": "np",
        "nsubjpass": "np",
        "dative": "np",
        "nsubj": "subj",
        "csubj": "subj",
        "csubjpass": "subj",
        "compound": "of",
        "conj": "conj",
        "appos": "conj",
        "relcl": "relcl",
        "advcl": "advcl",
        "poss": "poss",
    }
)


def _frame(parse: Parse, token: int, relation: str) -> str:
    if relation in ("relcl", "acl") and parse.tags[token] == "VB" and any(parse.lower[c] == "to" for c in parse.children[token]):
        return "inf"
    if relation in _FRAMES:
        return _FRAMES[relation]
    if parse.pos[token] in _VERBAL and relation in ("xcomp", "ccomp", "acl", "pcomp"):
        return _clause_frame(parse, token, relation)
    return "other"


def _clause_frame(parse: Parse, verb: int, relation: str) -> str:
    tag = parse.tags[verb]
    infinitive = any(parse.lower[c] == "to" and parse.relations[c] == "aux" for c in parse.children[verb])
    if infinitive or (tag == "VB" and relation != "acl" and not _has_helper(parse, verb)):
        return "inf"
    if tag == "VBG" and not _has_helper(parse, verb):
        return "relcl" if relation == "acl" else "ing"
    if relation == "acl":
        return "that" if any(parse.relations[c] == "mark" for c in parse.children[verb]) else "relcl"
    return "that"


def _has_helper(parse: Parse, verb: int) -> bool:
    return any(parse.relations[c] in ("aux", "auxpass") and parse.lower[c] != "to" for c in parse.children[verb])


def _meet_governor(reading: _Reading, token: int, step: _Step) -> bool:
    """Composes what one governor says; False where it takes the event as given, so that the way ends."""
    parse = reading.parse
    if step.frame in ("relcl", "poss"):
        return False
    if step.frame == "advcl":
        return _meet_adverbial(reading, token, step.head)
    if step.frame == "conj":
        return _meet_conjunct(reading, token, step.head)
    if (told := _told_by_preposition(parse, token, step.frame)) is not None:
        reading.meet(told, "governor", token, f'after "{step.frame}"', 2.0)
        return told == "denied"
    if step.frame in ("that", "inf") and _opens_question(parse, token):
        reading.meet("possible", "question", token, "an open question", 2.0)
        return True
    step = _raised(parse, step)
    row = _row(parse, step.head, step.frame)
    if row is None:
        return _meet_unlisted(reading, token, step)
    return _meet_listed(reading, token, step, row)


def _raised(parse: Parse, step: _Step) -> _Step:
    """Subjects belong to what is said of them: "talks are due to resume", "a truce remains unlikely", "an embargo is under discussion"."""
    if step.frame not in ("subj", "np") or parse.pos[step.head] not in _VERBAL:
        return step
    predicate = parse.child(step.head, "acomp") if step.frame == "subj" else None
    governor = step.head if predicate is None else predicate
    opened = parse.child(governor, "xcomp")
    if opened is None and predicate is not None:
        opened = parse.child(step.head, "xcomp")
    if opened is not None and _row(parse, governor, "inf") and (_row(parse, opened, "subj") or parse.tags[opened] == "VBN"):
        return _Step(head=governor, frame="inf")
    if predicate is not None and _row(parse, predicate, "subj"):
        return _Step(head=predicate, frame="subj")
    state = parse.child(step.head, "prep") if step.frame == "subj" and parse.lemmas[step.head] in ("be", "remain") else None
    noun = parse.child(state, "pobj") if state is not None and parse.lower[state] in ("under", "in") else None
    return _Step(head=noun, frame="state") if noun is not None and _row(parse, noun, "state") else step


def _told_by_preposition(parse: Parse, token: int, frame: str) -> Status | None:
    """What a preposition alone says of its noun or gerund: "without", "in case of", "ahead of", "after"."""
    if frame in _DENYING:
        return "denied"
    if frame in ("case", "ahead"):
        return "possible" if frame == "case" else "scheduled"
    if parse.pos[token] != "NOUN":
        return None
    if frame in ("after", "since", "following"):
        return "occurred"
    return "scheduled" if frame == "before" and not _is_definite(parse, token) else None


def _opens_question(parse: Parse, verb: int) -> bool:
    first = parse.subtrees[verb][0]
    return parse.lower[first] in ("whether", "if") or any(parse.lower[c] == "whether" for c in parse.children[verb])


def _meet_listed(reading: _Reading, token: int, step: _Step, row: _Governor) -> bool:
    parse, head = reading.parse, step.head
    effect = row.other if _has_own_doer(parse, token, step) else row.status
    negated = parse.pos[head] in _VERBAL and _negation(parse, head) is not None
    if parse.pos[head] in ("ADJ", "NOUN"):
        negated = _negated_predicate(parse, head)
    if negated and row.negated is not None:
        reading.meet(_resolved(reading, row.negated, head), "governor", head, f"{row.note}, negated", 2.5)
        return row.negated != "fact"
    if effect == "fact":
        if step.frame == "np" and _form_of(reading, head) not in (*_REAL, None):
            lasts = row.negated == "ongoing" and _is_definite(parse, token)
            reading.meet("ongoing" if lasts else "possible", "form", head, "not stopped yet" if lasts else "may come", 1.0)
        return False
    reading.meet(_resolved(reading, effect, head), "governor", head, row.note, 2.5)
    if effect == "same" and step.frame == "that":
        return True
    if effect == "tried" and reading.status is None and parse.tags[head] == "VBG":
        reading.meet("failed" if parse.relations[head] == "pcomp" else "ongoing", "governor", head, row.note, 1.5)
    if effect == "ongoing" and _form(reading, head)[0] == "scheduled":
        return True  # "will continue to": it is going on already
    if effect == "ongoing" and parse.pos[head] == "NOUN":
        return False
    _meet_form(reading, head)
    return True


def _negated_predicate(parse: Parse, word: int) -> bool:
    above = parse.heads[word]
    none = any(parse.lower[c] in ("no", "not") for c in parse.children[word])
    return none or (parse.relations[word] in ("acomp", "attr") and any(parse.relations[c] == "neg" for c in parse.children[above]))


def _meet_form(reading: _Reading, head: int) -> None:
    """What the form of the governor itself says: "may plan to", "did not lead to"."""
    reading.meet(_form_of(reading, head), "form", head, "form of the governing verb", 2.0)


def _form_of(reading: _Reading, head: int) -> Status | None:
    """The status that a verb's own form would give it; None for what is no verb."""
    if reading.parse.pos[head] not in _VERBAL:
        return None
    outer = replace(reading, trigger=head, status=None, evidence=[])
    _own_verb(outer, head)
    return outer.status


def _meet_unlisted(reading: _Reading, token: int, step: _Step) -> bool:
    """Without a row: an infinitive is open; a definite noun is taken as given; what is indefinite shares its verb's form."""
    if step.frame == "inf":
        return _meet_open_infinitive(reading, token, step.head)
    if reading.parse.pos[token] in _VERBAL:
        return _meet_unlisted_verb(reading, step)
    if step.frame in ("other", "of"):
        return step.frame == "of"
    if _is_given(reading, step):
        return False
    if reading.parse.pos[step.head] not in _VERBAL:
        return step.frame in ("np", "subj")
    form = _form_of(reading, step.head)
    if reading.status in (None, *_REAL) and form not in _REAL and step.frame in ("np", "subj", "with", "by", "to", "in", "on", "for"):
        supposed = step.frame == "subj" and any(reading.parse.lower[c] in ("would", "'d", "’d") for c in reading.parse.children[step.head])
        reading.meet("possible" if supposed else form, "form", step.head, "indefinite, with the form of its verb", 1.0)
        return True
    return False


def _is_given(reading: _Reading, step: _Step) -> bool:
    """Whether the words around take the event as given: a definite noun, or a state that lasts."""
    parse, trigger = reading.parse, reading.trigger
    if parse.pos[trigger] in _VERBAL:
        return False
    return _is_definite(parse, trigger) or (step.frame != "subj" and parse.lemmas[trigger].lower() in _standing())


def _meet_open_infinitive(reading: _Reading, token: int, head: int) -> bool:
    if reading.parse.pos[head] == "PROPN" and reading.parse.relations[head] == "ROOT":
        reading.meet("scheduled", "form", token, "a headline's infinitive", 2.0)
        return True
    reading.meet("possible", "governor", head, "an infinitive under a word that says nothing of it", 1.0)
    _meet_form(reading, head)
    return True


def _meet_unlisted_verb(reading: _Reading, step: _Step) -> bool:
    if step.frame in _TEMPORAL:
        return False
    if step.frame in ("before", "prior"):
        return _meet_before(reading, step.head)
    if step.frame == "by":
        return _meet_means(reading, step.head)
    if step.frame != "that" and reading.parse.pos[step.head] in _VERBAL:
        _meet_form(reading, step.head)
    return True


def _meet_before(reading: _Reading, head: int) -> bool:
    """Reads "will talk before attacking": as open as its verb; with a verb in the past it followed."""
    if _form_of(reading, head) not in _REAL:
        reading.meet("possible", "governor", head, "what comes after something still open", 1.0)
    return False


def _meet_means(reading: _Reading, head: int) -> bool:
    """Reads "is seeking to isolate them by cutting off their trade": the means belong to the seeking, which is real, not to its aim."""
    parse = reading.parse
    above = parse.heads[head]
    row = _row(parse, above, "inf") if parse.relations[head] == "xcomp" else None
    _meet_form(reading, above if row and row.status in ("possible", "tried", "same") else head)
    return row is None or row.status not in ("possible", "tried")


def _is_definite(parse: Parse, noun: int) -> bool:
    if parse.pos[noun] == "PROPN":
        return True
    return any(
        parse.relations[c] == "poss" or parse.lower[c] in ("the", "this", "that", "these", "those", "such") for c in parse.children[noun]
    )


def _has_own_doer(parse: Parse, token: int, step: _Step) -> bool:
    """Reads "wants them to leave": the infinitive has a doer of its own."""
    if step.frame != "inf":
        return False
    if any(parse.relations[c] in ("nsubj", "nsubjpass") for c in parse.children[token]):
        return True
    return parse.relations[token] == "xcomp" and any(parse.relations[c] in ("dobj", "dative") for c in parse.children[step.head])


def _meet_conjunct(reading: _Reading, token: int, head: int) -> bool:
    """A conjunct shares modal and negation with the first one unless it has a form of its own."""
    parse = reading.parse
    if parse.pos[token] in _VERBAL and parse.pos[head] in _VERBAL:
        bare = parse.tags[token] in ("VB", "VBG", "VBN") and not _has_helper(parse, token)
        if bare and parse.tags[token] == parse.tags[head]:
            reading.status = None if parse.tags[token] == "VBN" else reading.status
            _meet_form(reading, head)
        elif parse.tags[token] == "VB" and bare and (row := _row(parse, head, "inf")):
            return _meet_listed(reading, token, _Step(head=head, frame="inf"), row)
    elif parse.pos[token] not in _VERBAL:
        modifiers = _modifiers()
        for child in parse.children[head]:
            shared = modifiers.get(parse.lower[child]) if parse.relations[child] in ("amod", "det") else None
            if shared and shared[0] not in _REAL:
                reading.meet(shared[0], "modifier", child, shared[1], 1.5)
    return True


def _meet_adverbial(reading: _Reading, token: int, head: int) -> bool:
    """An adverbial clause: a condition is possible, a purpose is possible, a participle goes with its verb, the rest stands for itself."""
    parse = reading.parse
    opener = _opener(parse, token)
    if opener is not None and reading.status not in ("denied",):
        reading.status = None if reading.status in _REAL else reading.status
        reading.meet("possible", "condition", opener, "a condition", 2.0)
        return False
    marks = {parse.lower[c] for c in parse.children[token] if parse.relations[c] in ("mark", "aux", "advmod")}
    if "that" in marks and (row := _row(parse, head, "that")):
        return _meet_listed(reading, token, _Step(head=head, frame="that"), row)
    if "to" in marks and parse.tags[token] == "VB":
        return _meet_infinitive_adverbial(reading, token, head)
    if parse.tags[token] == "VBG" and not _has_helper(parse, token) and not marks & {"after", "before", "since"}:
        _meet_form(reading, head)
        return True
    helpers = {parse.lower[c] for c in parse.children[token] if parse.relations[c] in ("aux", "auxpass")}
    ahead = parse.tags[token] in ("VBZ", "VBP") or (parse.tags[token] == "VBN" and bool(helpers & {"has", "have", "is", "are"}))
    if marks & {"until", "before", "when", "once"} and ahead and reading.status == "occurred":
        reading.status = None
        reading.meet("possible", "condition", token, "not yet", 1.5)
    return False


def _meet_infinitive_adverbial(reading: _Reading, token: int, head: int) -> bool:
    """The parser often takes a complement for an adverbial, so the table of governors is asked first; else it is a purpose."""
    row = _row(reading.parse, head, "inf")
    if row is not None:
        return _meet_listed(reading, token, _Step(head=head, frame="inf"), row)
    return _meet_purpose(reading, token, head)


def _meet_purpose(reading: _Reading, token: int, head: int) -> bool:
    """A purpose is open, unless it is reached in the act itself ("met to discuss"); that of a plan is part of the plan."""
    row = _row(reading.parse, head, "purpose")
    outer = _form_of(reading, head)
    if row is None and outer == "scheduled":
        reading.meet(outer, "purpose", token, "a purpose within a plan", 1.5)
    elif row is None or outer not in _REAL:
        reading.meet("possible" if row is None else outer, "purpose", token, "a purpose, not yet reached", 1.5)
    else:
        reading.meet(_resolved(reading, row.status, head), "purpose", token, row.note, 1.5)
    _meet_form(reading, head)
    return True


def _resolved(reading: _Reading, effect: Effect, governor: int) -> Status | None:
    """The status that an effect means for this type of event and this form of the governor."""
    if effect == "same" or effect == "fact":
        return None
    if effect == "vowed":
        return "threatened" if reading.type in _HOSTILE else "scheduled"
    if effect == "declared":
        return "occurred" if reading.type in _DECLARED else "scheduled"
    if effect == "going":
        return "scheduled" if reading.parse.tags[governor] == "VBG" else None
    if effect == "must":
        if any(reading.parse.lower[c] == "yet" for c in reading.parse.children[governor]):
            return "failed"
        return None if reading.parse.tags[governor] in ("VBD", "VBN") else "demanded"
    if effect == "state":
        return "occurred" if reading.parse.tags[governor] == "VBD" else "ongoing"
    if effect == "warned":
        foretold = reading.status == "scheduled" and bool(reading.evidence) and reading.evidence[-1].name == "form"
        return None if not foretold else "threatened" if reading.type in _HOSTILE else "possible"
    if effect == "tried":
        past = reading.parse.tags[governor] in ("VBD", "VBN")
        return "failed" if past and reading.parse.pos[governor] == "VERB" else None
    return effect


# --- the claim, the speech act, the default ---


def _stance(reading: _Reading, trigger: int, claim: Claim, *, given: bool) -> None:
    """What the stance of the claim says of an event that its words leave open."""
    stance, status, cue = claim.stance, reading.status, claim.cue
    made: Status | None = None
    if stance == "denies" and status in (None, "occurred", "ongoing") and reading.type != "REJECT":
        made = "denied"
    elif stance == "threatens" and status in (None, "scheduled", "possible"):
        made = "threatened"
    elif stance == "promises" and status in (None, "possible", "scheduled"):
        made = "threatened" if reading.type in _HOSTILE else "scheduled"
    elif stance == "demands" and status in (None, "possible", "scheduled"):
        made = "demanded"
    elif stance == "assesses" and status == "scheduled":
        made = "possible"
    given = given and _is_definite(reading.parse, trigger)
    if made and made != status and not given and _untensed(reading.parse, trigger, made):
        value = cue.text if cue else stance
        reading.evidence.append(Evidence(name="stance", weight=1.5, value=value, note=f"the claim {stance}: {made}"))
        reading.status = made


def _untensed(parse: Parse, trigger: int, made: Status) -> bool:
    """A stance other than denial bears on what is ahead, not on the speech act that carries it."""
    return made == "denied" or parse.tags[trigger] not in ("VBD", "VBZ", "VBP")


def _of_speech_act(reading: _Reading) -> Status | None:
    """A demand or a threat that is made has occurred; what is demanded or threatened is another event."""
    if reading.type == "REQUEST" and reading.status == "demanded":
        return "occurred"
    if reading.type == "THREATEN" and reading.status in ("threatened", "scheduled"):
        return "occurred"
    return None


def _unsaid(reading: _Reading, trigger: int) -> Status:
    """Where no word says anything: states last, acts have occurred."""
    parse = reading.parse
    if (parse.lemmas[trigger].lower() in _standing() or parse.lower[trigger] in _standing()) and not _is_past_state(parse, trigger):
        note = "a state that lasts: ongoing"
        reading.evidence.append(Evidence(name="default", weight=0.5, value=parse.words[trigger], note=note))
        return "ongoing"
    return "occurred"


def _is_past_state(parse: Parse, noun: int) -> bool:
    """A state told of in the simple past is over or was entered."""
    return parse.relations[noun] == "nsubj" and parse.tags[parse.heads[noun]] == "VBD"


# --- the tables ---

_POS = MappingProxyType({"VERB": "verb", "AUX": "verb", "NOUN": "noun", "PROPN": "noun", "ADJ": "adjective"})


def _row(parse: Parse, word: int, frame: str) -> _Governor | None:
    """The row of a governor for a frame; a particle makes another word of a verb ("rule out")."""
    pos = _POS.get(parse.pos[word])
    if pos is None:
        return None
    table, lemma = _governors(), parse.lemmas[word].lower()
    if lemma == "order" and pos == "noun" and parse.lower[word - 1] == "in":
        return None  # "in order to"
    particle = next((parse.lower[c] for c in parse.children[word] if parse.relations[c] == "prt"), None)
    row = table.get((f"{lemma} {particle}", pos, frame)) if particle else None
    return row or table.get((lemma, pos, frame)) or (table.get((lemma, "adjective", frame)) if pos == "verb" else None)


def _lines(name: str) -> Iterator[dict[str, str]]:
    with files("tocsin.events").joinpath(f"data/{name}.csv").open(encoding="utf-8") as lines:
        yield from csv.DictReader(lines)


@cache
def _governors() -> MappingProxyType[tuple[str, str, str], _Governor]:
    made: dict[tuple[str, str, str], _Governor] = {}
    for line in _lines("status_governors"):
        row = _Governor(
            status=_effect(line["status"], line),
            other=_effect(line["other"] or line["status"], line),
            negated=_effect(line["negated"], line) if line["negated"] else None,
            note=line["note"],
        )
        for frame in line["frames"].split():
            key = (line["lemma"], line["pos"], frame)
            if key in made:
                raise DataError(f"status_governors.csv has {key} twice", do="keep one of the rows")
            made[key] = row
    return MappingProxyType(made)


def _effect(word: str, line: dict[str, str]) -> Effect:
    if word not in _EFFECTS:
        raise DataError(f"status_governors.csv gives {line['lemma']!r} the status {word!r}", allowed=", ".join(sorted(_EFFECTS)))
    return cast("Effect", word)


@cache
def _modifiers() -> MappingProxyType[str, tuple[Status, str]]:
    made: dict[str, tuple[Status, str]] = {}
    for line in _lines("status_modifiers"):
        if line["status"] not in _STATUSES:
            raise DataError(
                f"status_modifiers.csv gives {line['word']!r} the status {line['status']!r}", allowed=", ".join(sorted(_STATUSES))
            )
        made[line["word"]] = (cast("Status", line["status"]), line["note"])
    return MappingProxyType(made)


@cache
def _standing() -> frozenset[str]:
    return frozenset(line["lemma"] for line in _lines("status_standing"))
