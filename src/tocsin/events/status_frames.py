"""The way from a word to the word that governs it, and the frame in which it stands there. Syntax alone; no word list but prepositions."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType

from tocsin.events.status_words import governor_row
from tocsin.records import Parse, Status

TEMPORAL = frozenset({"after", "since", "following", "despite", "over", "during", "upon", "while"})
_NEARLY: MappingProxyType[str, Status] = MappingProxyType({"away": "possible", "close": "possible", "short": "failed"})
"""Words before a gerund that say that it is not reached ("minutes away from", "close to", "short of")."""
_DENYING = frozenset({"without", "instead", "rather", "barring"})
VERBAL = frozenset({"VERB", "AUX"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """The way from a word to the word that governs it, and by which frame: "inf", "that", "ing", "np", "subj" or a preposition."""

    head: int
    frame: str


def governor_of(parse: Parse, token: int) -> Step | None:
    """The word that governs a token; prepositions and auxiliaries are stepped over into the frame."""
    head, relation = parse.heads[token], parse.relations[token]
    if head == token:
        return None
    if relation in ("pobj", "pcomp") and parse.pos[head] in ("ADP", "SCONJ", "PART"):
        outer = parse.heads[head]
        if outer == head:
            return None
        frame = _preposition(parse, head)
        if frame == "away":
            outer = parse.heads[outer]
        return Step(head=_noun_with(parse, outer, head, frame), frame=frame)
    if parse.lemmas[head] == "time" and parse.tags[token] == "VB" and (above := _above_time(parse, head)) is not None:
        return Step(head=above, frame="inf")
    if relation in ("advcl", "xcomp") and parse.tags[token] == "VB":
        noun = _noun_with(parse, head, token, "inf")
        if noun != head:
            return Step(head=noun, frame="inf")
    frame = _frame(parse, token, relation)
    predicate = parse.child(head, "acomp") if frame in ("inf", "that") and parse.lemmas[head] == "be" else None
    if frame == "that" and predicate is None and parse.lemmas[head] == "be" and (said := _said_to_be(parse, head, token)) is not None:
        return Step(head=said, frame=frame)
    return Step(head=head if predicate is None or predicate > token else predicate, frame=frame)


def _said_to_be(parse: Parse, verb: int, clause: int) -> int | None:
    """The noun of which a clause says what it is ("the condition is that they leave"), where the noun says something of the clause."""
    noun = parse.child(verb, "nsubj")
    known = noun is not None and noun < verb < clause and parse.pos[noun] == "NOUN" and governor_row(parse, noun, "that") is not None
    return noun if known else None


def _noun_with(parse: Parse, verb: int, token: int, frame: str) -> int:
    """The word before, where what hangs on a verb belongs to it: "expressed openness to talks", "set a deadline to comply"."""
    before = token - 2
    if frame == "inf" and before > verb and parse.lower[token - 1] == "to" and _opens_infinitive(parse, before, token):
        return before
    if parse.pos[verb] not in VERBAL or verb > token or governor_row(parse, verb, frame):
        return verb
    for noun in parse.children[verb]:
        if verb < noun < token and parse.relations[noun] in ("dobj", "nsubjpass", "attr"):
            shared = any(parse.relations[c] == "prep" and parse.lower[c] == frame for c in parse.children[noun])
            if shared or governor_row(parse, noun, frame):
                return noun
    return verb


def _opens_infinitive(parse: Parse, word: int, infinitive: int) -> bool:
    """Whether a verb or noun before "to" governs infinitives and does not itself hang on this one."""
    if parse.pos[word] not in ("VERB", "NOUN") or governor_row(parse, word, "inf") is None:
        return False
    return infinitive not in parse.ancestors(word)


def _above_time(parse: Parse, noun: int) -> int | None:
    """Reads "failed for the third time to meet": the infinitive belongs to the verb."""
    verb = parse.heads[parse.heads[noun]]
    return verb if governor_row(parse, verb, "inf") else None


def _preposition(parse: Parse, preposition: int) -> str:
    """The frame that a preposition makes; "instead of", "ahead of" and "in case of" go by their first word that tells."""
    word, above = parse.lower[preposition], parse.heads[preposition]
    if (parse.lower[above], word) in (("away", "from"), ("close", "to")):
        return parse.lower[above]
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
    if parse.pos[token] in VERBAL and relation in ("xcomp", "ccomp", "acl", "pcomp"):
        return _clause_frame(parse, token, relation)
    return "other"


def _clause_frame(parse: Parse, verb: int, relation: str) -> str:
    tag = parse.tags[verb]
    infinitive = any(parse.lower[c] == "to" and parse.relations[c] == "aux" for c in parse.children[verb])
    if infinitive or (tag == "VB" and relation != "acl" and not has_helper(parse, verb)):
        return "inf"
    if tag == "VBG" and not has_helper(parse, verb):
        return "relcl" if relation == "acl" else "ing"
    if relation == "acl":
        return "that" if any(parse.relations[c] == "mark" for c in parse.children[verb]) else "relcl"
    return "that"


def has_helper(parse: Parse, verb: int) -> bool:
    """Whether a verb has an auxiliary; "to" is none."""
    return any(parse.relations[c] in ("aux", "auxpass") and parse.lower[c] != "to" for c in parse.children[verb])


def raised(parse: Parse, step: Step) -> Step:
    """Subjects belong to what is said of them: "talks are due to resume", "a truce remains unlikely", "an embargo is under discussion"."""
    if step.frame not in ("subj", "np") or parse.pos[step.head] not in VERBAL:
        return step
    predicate = parse.child(step.head, "acomp") if step.frame == "subj" else None
    governor = step.head if predicate is None else predicate
    opened = parse.child(governor, "xcomp")
    if opened is None and predicate is not None:
        opened = parse.child(step.head, "xcomp")
    if opened is not None and governor_row(parse, governor, "inf") and (governor_row(parse, opened, "subj") or parse.tags[opened] == "VBN"):
        return Step(head=governor, frame="inf")
    if predicate is not None and governor_row(parse, predicate, "subj"):
        return Step(head=predicate, frame="subj")
    state = parse.child(step.head, "prep") if step.frame == "subj" and parse.lemmas[step.head] in ("be", "remain") else None
    noun = parse.child(state, "pobj") if state is not None and parse.lower[state] in ("under", "in", "within") else None
    return Step(head=noun, frame="state") if noun is not None and governor_row(parse, noun, "state") else step


def told_by_preposition(parse: Parse, token: int, frame: str) -> Status | None:
    """What a preposition alone says of its noun or gerund: "without", "in case of", "ahead of", "after"."""
    if frame in _DENYING:
        return "denied"
    if frame in ("case", "ahead"):
        return "possible" if frame == "case" else "scheduled"
    if parse.pos[token] in VERBAL:
        return _NEARLY.get(frame)
    if parse.pos[token] != "NOUN":
        return None
    if frame in ("after", "since", "following"):
        return "occurred"
    return "scheduled" if frame == "before" and not is_definite(parse, token) else None


def opens_question(parse: Parse, verb: int) -> bool:
    """Whether a clause is an open question: "whether they attack"."""
    first = parse.subtrees[verb][0]
    return parse.lower[first] in ("whether", "if") or any(parse.lower[c] == "whether" for c in parse.children[verb])


def is_definite(parse: Parse, noun: int) -> bool:
    """Whether a noun takes its event as known: a name, "the", "that", a possessor."""
    if parse.pos[noun] == "PROPN":
        return True
    return any(
        parse.relations[c] == "poss" or parse.lower[c] in ("the", "this", "that", "these", "those", "such") for c in parse.children[noun]
    )


def is_named(parse: Parse, verb: int) -> bool:
    """Reads "called it an attack", "called the talks pointless": what a name is given to, or serves as one, is taken as known."""
    return parse.child(verb, "oprd") is not None


def has_own_doer(parse: Parse, token: int, step: Step) -> bool:
    """Reads "wants them to leave": the infinitive has a doer of its own."""
    if step.frame != "inf":
        return False
    if any(parse.relations[c] in ("nsubj", "nsubjpass") for c in parse.children[token]):
        return True
    return parse.relations[token] == "xcomp" and any(parse.relations[c] in ("dobj", "dative") for c in parse.children[step.head])
