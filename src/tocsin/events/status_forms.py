"""What the form of a verb says of its event: tense, aspect, modal, negation, condition; and how two things said compose."""

from __future__ import annotations

from dataclasses import dataclass, replace
from types import MappingProxyType

from tocsin.events.because import because
from tocsin.events.status_frames import VERBAL
from tocsin.events.status_words import modifiers
from tocsin.records import DecidedBy, Evidence, Parse, Reason, Status

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
_CONDITIONS = frozenset({"if", "unless", "provided", "providing", "lest", "should", "whether"})
REAL: frozenset[Status] = frozenset({"occurred", "ongoing"})
_STRONG: frozenset[Status] = frozenset({"denied", "possible", "demanded", "failed"})
_BY: MappingProxyType[str, DecidedBy] = MappingProxyType(
    {"governor": "lexicon", "modifier": "lexicon", "routine": "lexicon", "undone": "lexicon", "stance": "context", "default": "default"}
)
"""Name of a piece of evidence -> by what it decides; all others are of grammar."""


@dataclass(slots=True, kw_only=True)
class Reading:
    """A reading under way: the status so far (None: nothing has said anything yet) and why."""

    parse: Parse
    trigger: int
    type: str
    status: Status | None
    evidence: list[Evidence]
    reasons: list[Reason]
    embedded: bool  # the claim is someone's words, so that "would" and past progressive are shifted "will" and present

    def meet(self, status: Status | None, name: str, token: int, note: str, weight: float) -> None:
        """Composes what is met on the way outwards with the status so far."""
        if status is None:
            return
        made = _composed(self.status, status)
        if made != self.status:
            self.decide(made, name, token, note, weight)

    def decide(self, status: Status, name: str, token: int, note: str, weight: float) -> None:
        """Takes a status whatever was met before, and keeps why."""
        note = f"{note}: {status}"
        self.evidence.append(Evidence(name=name, weight=weight, value=self.parse.words[token], note=note))
        self.reasons.append(because(self.parse, "status", _BY.get(name, "grammar"), note, token))
        self.status = status


def _composed(inner: Status | None, outer: Status) -> Status:
    """What holds of an event of which the inner words say one thing and the words around them another."""
    if inner is None or (inner in REAL and outer not in REAL):
        return outer
    if outer in REAL:
        return inner
    if inner == "demanded" and outer == "possible":
        return inner
    if outer in _STRONG:
        return outer
    return "threatened" if outer == "threatened" and inner == "scheduled" else inner


_REJECTING = frozenset(
    (
        "block",
        "breach",
        "boycott",
        "decline",
        "defy",
        "deny",
        "dismiss",
        "ignore",
        "oppose",
        "rebuff",
        "refuse",
        "reject",
        "resist",
        "spurn",
        "veto",
        "violate",
    )
)
"""Verbs that reject by themselves: negated, nothing is rejected ("cannot oppose"). Others reject by not being done ("will not meet")."""


def own_verb(reading: Reading, verb: int) -> None:
    """What the form of a verb says, with its auxiliaries and negation."""
    parse = reading.parse
    status, token, note = form_at(reading, verb)
    denied = negation(parse, verb)
    refusing = reading.type == "REJECT" and parse.lemmas[verb] not in _REJECTING
    if denied is not None and (refusing or reading.type == "THREATEN") and parse.relations[denied] == "neg":
        status, token, note = "occurred", denied, "not doing it is the rejection, or the threat"
    elif denied is not None:
        modal = parse.lower[token] if status in ("possible", "demanded") else ""
        status, token, note = _negated(modal, parse, verb), denied, "negated"
    reading.meet(status, "negation" if note == "negated" else "form", token, note, 3.0)
    _meet_adverbs(reading, verb)
    condition = _condition_on(parse, verb)
    if condition is not None and (status in ("scheduled", "possible") or (status is None and parse.tags[verb] == "VB")):
        reading.decide("threatened" if status == "scheduled" else "possible", "condition", condition, "hangs on a condition", 2.0)


def _meet_adverbs(reading: Reading, verb: int) -> None:
    """Meets "perhaps", and the open question "did they attack?"."""
    parse = reading.parse
    for child in parse.children[verb]:
        row = modifiers().get(parse.lower[child]) if parse.relations[child] == "advmod" and child < verb else None
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


def form_at(reading: Reading, verb: int) -> tuple[Status | None, int, str]:
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
        if words and words[-1] in ("has", "have") and (parse.lemmas[verb] == "begin" or _lasts_since(parse, verb)):
            return "ongoing", verb, "begun, and not ended"
        return _of_passive(parse, verb, helpers)
    if "to" in words and parse.relations[verb] == "ROOT":
        return "scheduled", verb, "a headline's infinitive"
    if tag == "VB":
        return ("demanded" if _is_order(parse, verb, words) else None), verb, "an order"
    return "occurred", verb, "present" if tag in ("VBZ", "VBP") else "past"


def _lasts_since(parse: Parse, verb: int) -> bool:
    """Reads "have attacked the airport since February"."""
    return any(parse.lower[c] == "since" and parse.relations[c] == "prep" for c in parse.children[verb])


def _is_order(parse: Parse, verb: int, words: list[str]) -> bool:
    """Whether a bare verb is an imperative."""
    if "to" in words or parse.relations[verb] not in ("ROOT", "parataxis"):
        return False
    return parse.child(verb, "nsubj", "nsubjpass", "expl", "csubj") is None


def _of_modal(reading: Reading, verb: int, modal: int, words: list[str]) -> tuple[Status | None, int, str]:
    word = reading.parse.lower[modal]
    perfect = "have" in words
    if word == "should" and _is_inverted(reading.parse, verb, modal):
        return "possible", modal, "a condition"
    if word in ("would", "'d", "’d", "should", "ought") and perfect:
        return "failed", modal, "contrary to fact"
    if word in ("would", "'d", "’d") and _is_reported(reading, verb):
        return "scheduled", modal, "a reported plan"
    return _MODALS[word], modal, "modal"


def _is_inverted(parse: Parse, verb: int, modal: int) -> bool:
    """Reads "should they attack", which is a condition where it is no question."""
    subject = parse.child(verb, "nsubj", "nsubjpass")
    return subject is not None and modal < subject and "?" not in parse.lower[verb : parse.sentences[parse.sentence_of[verb]][1]]


def _is_reported(reading: Reading, verb: int) -> bool:
    """Whether "would" is the past of "will": in words that are reported, without a condition."""
    parse = reading.parse
    if parse.tags[verb] == "VBD":
        return False
    if parse.relations[verb] == "ccomp" and parse.tags[parse.heads[verb]] in ("VBD", "VBN"):
        return True
    return reading.embedded and parse.relations[verb] in ("ccomp", "conj")


def _of_participle(reading: Reading, verb: int, helpers: list[int]) -> tuple[Status | None, int, str]:
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


def negation(parse: Parse, verb: int) -> int | None:
    """The token that negates a verb: "not", "never", "hardly", "no one", "no" before its object."""
    for child in parse.children[verb]:
        relation, word = parse.relations[child], parse.lower[child]
        if relation == "neg" or word in ("never", "neither", "nor", "hardly", "barely", "scarcely"):
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
        if parse.relations[child] == "advcl" and (opening := opener(parse, child)) is not None:
            return opening
        if (
            parse.lower[child] == "long"
            and parse.lower[child - 1] == "as"
            and any(parse.relations[c] == "advcl" for c in parse.children[child])
        ):
            return child
    return None


def opener(parse: Parse, verb: int) -> int | None:
    """The word by which an adverbial clause says that it is a condition."""
    for child in parse.children[verb]:
        if parse.relations[child] in ("mark", "aux", "advmod") and parse.lower[child] in _CONDITIONS and child < verb:
            return None if child and parse.lower[child - 1] == "as" else child
    first = parse.subtrees[verb][0]
    return first if parse.lower[first : first + 3] == ("as", "long", "as") else None


def meet_form(reading: Reading, head: int) -> None:
    """What the form of the governor itself says: "may plan to", "did not lead to"."""
    reading.meet(form_of(reading, head), "form", head, "form of the governing verb", 2.0)


def form_of(reading: Reading, head: int) -> Status | None:
    """The status that a verb's own form would give it; None for what is no verb."""
    if reading.parse.pos[head] not in VERBAL:
        return None
    outer = replace(reading, trigger=head, status=None, evidence=[], reasons=[])
    own_verb(outer, head)
    return outer.status


def helpers(parse: Parse, verb: int) -> set[str]:
    """The auxiliaries of a verb, in lower case."""
    return {parse.lower[c] for c in parse.children[verb] if parse.relations[c] in ("aux", "auxpass")}


def is_past(parse: Parse, verb: int) -> bool:
    """Whether a word is a verb in the past or a past participle."""
    return parse.pos[verb] == "VERB" and parse.tags[verb] in ("VBD", "VBN")
