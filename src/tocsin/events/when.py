"""Which expression of time dates an event, and what bounds the event where none does."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from importlib.resources import files

from tocsin.records import AHEAD, DecidedBy, Parse, Reason, Status, Time, When, WhenBasis

_ABOUT = frozenset({"for", "over", "about", "of", "against"})
_MODIFIES = frozenset({"compound", "nummod", "amod", "poss", "nmod"})
_VERBAL = frozenset({"VERB", "AUX"})
_MODALS = frozenset({"will", "wo", "'ll", "’ll", "would", "may", "might", "could", "can", "should", "must"})
_LEAD_SENTENCES = 3
_FRAME_REACH = 2
_TIED_AT_MOST = 40
"""A cost: above it an expression does not belong to the event."""


def when_of(parse: Parse, trigger: int, *, status: Status, times: Sequence[Time], published: date | None) -> tuple[When, Reason]:
    """The days in which an event lies, and what decided.

    trigger:   the head token of the event's trigger.
    status:    what the claim's origin says of the event: without a date, what has happened lies before publication, what is ahead after.
    times:     the expressions of time of the article.
    published: the day of publication, None where unknown.

    A time that hangs on the trigger, on its light verb or in its clause dates it ("stated"). Else a neighbouring clause, an earlier mention
    of the same event or the day of the news lends its date ("inferred"); else publication bounds it.
    """
    dated = [t for t in times if (t.earliest or t.latest) and not _is_term(t, status, published)]
    if found := _stated(parse, trigger, dated):
        return _when(found, "stated", "grammar", "a time that belongs to the trigger")
    closed = [t for t in dated if t.earliest and t.latest]
    if found := _beside(parse, trigger, closed):
        return _when(found, "inferred", "context", "the time of the clause beside it")
    if status in AHEAD:
        if found := _set_by(parse, trigger, dated, published):
            return _when(found, "inferred", "context", "a day to come that a past act set")
        return When(earliest=published, latest=None, precision=None, basis="publication"), _UNDATED
    if found := _other_mention(parse, trigger, closed):
        return _when(found, "inferred", "context", "the time of another mention of it")
    if found := _frame(parse, trigger, status, closed, published):
        return _when(found, "inferred", "context", "the day of the news")
    return When(earliest=None, latest=published, precision=None, basis="publication"), _UNDATED


_UNDATED = Reason(label="when", by="default", detail="no time given: publication bounds it")


def _when(time: Time, basis: WhenBasis, by: DecidedBy, detail: str) -> tuple[When, Reason]:
    when = When(earliest=time.earliest, latest=time.latest, precision=time.precision, basis=basis)
    return when, Reason(label="when", by=by, detail=detail, start=time.start, end=time.end)


def _is_term(time: Time, status: Status, published: date | None) -> bool:
    """Whether a time bounds what a past act set in motion ("extended the ban until May", "agreed to a truce from Friday"), not the act."""
    if status in AHEAD or published is None:
        return False
    until = time.earliest is None and time.latest is not None and time.latest > published
    return until or (time.latest is None and time.earliest is not None and time.earliest > published)


def _stated(parse: Parse, trigger: int, times: Sequence[Time]) -> Time | None:
    """The time in the trigger's sentence that belongs to it most closely."""
    best: tuple[int, int, Time] | None = None
    for time, head in _in_sentence(parse, trigger, times):
        cost = _cost(parse, trigger, head, _chain_of(parse, time, head))
        if cost is not None and cost <= _TIED_AT_MOST:
            rank = (cost, abs(head - trigger), time)
            if best is None or rank[:2] < best[:2]:
                best = rank
    return best[2] if best else None


def _in_sentence(parse: Parse, trigger: int, times: Sequence[Time]) -> Iterator[tuple[Time, int]]:
    """The times in the sentence of a token, each with its head token."""
    first, last = parse.sentences[parse.sentence_of[trigger]]
    start, end = parse.span(first, last)
    for time in times:
        if start <= time.start < end:
            yield time, _head_of(parse, time)


def _head_of(parse: Parse, time: Time) -> int:
    tokens = parse.tokens(time.start, time.end)
    outside = [i for i in tokens if parse.heads[i] == i or parse.heads[i] not in tokens]
    return outside[-1] if outside else tokens[-1]


def _chain_of(parse: Parse, time: Time, head: int) -> list[int]:
    """The words that a time hangs on, up to the first verb that it can belong to.

    Where the parser errs as a rule, the order of words decides.
    """
    tokens = parse.tokens(time.start, time.end)
    noun = _possessed(parse, tokens[-1] + 1)
    if noun is not None:
        return [noun]
    said = _saying_before(parse, tokens[0] - 1)
    if said is not None:
        return [said]
    chain = _chain(parse, head)
    if chain and _only_describes(parse, chain[-1], time):
        return [*chain[:-1], *_chain(parse, chain[-1])]
    return chain


def _chain(parse: Parse, head: int) -> list[int]:
    made = []
    for above in parse.ancestors(head):
        made.append(above)
        if parse.pos[above] in _VERBAL:
            break
    return made


def _possessed(parse: Parse, i: int) -> int | None:
    """The noun behind "last week's"; typographic apostrophes often lead the parser astray."""
    if i >= len(parse) or parse.lower[i] not in ("'s", "’s", "'", "’") or parse.tags[i] not in ("POS", "''"):
        return None
    _, end = parse.sentences[parse.sentence_of[i]]
    for j in range(i + 1, min(i + 6, end)):
        if parse.pos[j] == "NOUN" and (j + 1 == end or parse.pos[j + 1] not in ("NOUN", "PROPN")):
            return j
    return None


def _saying_before(parse: Parse, i: int) -> int | None:
    """The verb of "said on Monday it would ...", "said Monday ..."."""
    while i >= 0 and parse.lower[i] in ("on", "late", "early", "earlier", "in"):
        i -= 1
    return i if i >= 0 and parse.pos[i] == "VERB" and parse.lemmas[i] in _words("speech") and parse.tags[i] != "VBG" else None


def _only_describes(parse: Parse, verb: int, time: Time) -> bool:
    """Whether a time belongs above a participle: "in a talk published on Sunday, he said", "will pass the limit set by it by June"."""
    if parse.tags[verb] != "VBN" or parse.relations[verb] != "acl":
        return False
    return parse.lemmas[verb] in _words("published") or time.text.lower().startswith(("within ", "by "))


def _cost(parse: Parse, trigger: int, head: int, chain: list[int]) -> int | None:
    """How far a time (its head token) is from belonging to the trigger, in steps of ten by the kind of tie; None where it does not."""
    if head == trigger:
        return 0
    if not chain:
        return None
    if _names_noun(parse, head, chain):
        return _cost_of_modifier(parse, trigger, chain)
    if trigger in chain:
        return _cost_in_chain(parse, trigger, chain)
    return _cost_of_clause(parse, trigger, head, chain[-1])


def _names_noun(parse: Parse, head: int, chain: list[int]) -> bool:
    """Reads "the 2015 nuclear deal", "Monday's attack": the time dates that noun alone."""
    if parse.pos[chain[0]] not in ("NOUN", "PROPN"):
        return False
    return len(chain) == 1 or parse.relations[head] in _MODIFIES


def _cost_of_modifier(parse: Parse, trigger: int, chain: list[int]) -> int | None:
    noun = chain[0]
    if noun == trigger:
        return 0
    if parse.heads[trigger] == noun and parse.relations[trigger] in ("acl", "compound", "appos", "conj"):
        return 10  # "Monday's decision to withdraw"
    if parse.heads[trigger] == noun and parse.relations[trigger] == "prep":
        return 20
    before = chain[1] if len(chain) > 1 else None
    if before is not None and parse.lower[before] in ("at", "during", "in") and chain[-1] == trigger and parse.pos[trigger] == "VERB":
        return 20  # "agreed at its June 3 meeting"
    return None


def _cost_in_chain(parse: Parse, trigger: int, chain: list[int]) -> int | None:
    place = chain.index(trigger)
    if parse.pos[trigger] in _VERBAL and parse.lower[chain[place - 1]] in _ABOUT and place > 1:
        return None  # "blamed for an attack in April": the time is that of the attack
    return 0 if place == 0 or (parse.pos[chain[0]] == "ADP" and place == 1) else 10 + place


def _cost_of_clause(parse: Parse, trigger: int, head: int, verb: int) -> int | None:
    """The time hangs on another word of the trigger's clause."""
    if parse.pos[verb] not in _VERBAL:
        return None
    if parse.pos[trigger] in _VERBAL:
        return _cost_between_verbs(parse, trigger, head, verb)
    if verb in _clause_of(parse, trigger):
        return _cost_of_argument(parse, trigger, verb)
    if parse.heads[verb] == trigger and parse.relations[verb] in ("acl", "relcl"):
        return 10  # "sanctions imposed last year"
    return None


def _clause_of(parse: Parse, trigger: int) -> tuple[int, ...]:
    """The first verb above a noun, and the verbs that it only opens ("failed to hold talks")."""
    made: list[int] = []
    for above in parse.ancestors(trigger):
        if parse.pos[above] in _VERBAL:
            made.append(above)
            made.extend(c for c in parse.children[above] if parse.relations[c] == "xcomp" and parse.lemmas[c] in _words("light"))
            if parse.relations[above] not in ("xcomp", "conj") or parse.lemmas[parse.heads[above]] not in _words("phase"):
                break
    return tuple(made)


def _cost_of_argument(parse: Parse, trigger: int, verb: int) -> int | None:
    """A noun is dated with its verb where the verb tells that it takes place."""
    relation = _relation_to(parse, trigger, verb)
    light = parse.lemmas[verb] in _words("light") or parse.pos[verb] == "AUX"
    if relation == "during" or relation == "nsubj" or (relation in ("dobj", "nsubjpass", "attr", "oprd", "dative") and light):
        return 20
    if relation == "prep" and light:
        return 30
    return None


def _relation_to(parse: Parse, token: int, above: int) -> str:
    """The relation by which the branch of `token` hangs on a verb; "during" is told from other prepositions."""
    below = token
    for head in parse.ancestors(token):
        if head == above or parse.pos[head] in _VERBAL:
            break
        below = head
    return "during" if parse.lower[below] == "during" else parse.relations[below]


def _cost_between_verbs(parse: Parse, trigger: int, head: int, verb: int) -> int | None:
    if parse.heads[trigger] == verb:
        return _cost_below(parse, trigger, head, verb)
    if parse.heads[verb] == trigger:
        return _cost_above(parse, trigger, verb)
    return None


def _cost_below(parse: Parse, trigger: int, head: int, verb: int) -> int | None:
    """The time hangs on the verb above the trigger."""
    relation = parse.relations[trigger]
    if relation == "conj" and not _own_time_or_subject(parse, trigger):
        return 30
    if relation in ("xcomp", "ccomp") and parse.lemmas[verb] in _words("phase"):
        return 20
    if relation == "xcomp" and head > trigger:
        return 25
    if relation in ("acl", "relcl"):
        return None
    return None


def _cost_above(parse: Parse, trigger: int, verb: int) -> int | None:
    """The time hangs on a verb below the trigger: the last of several that share it, or an infinitive that it opens."""
    relation = parse.relations[verb]
    if relation == "conj" and not _has(parse, verb, "nsubj", "nsubjpass"):
        return 35
    if relation == "xcomp" and parse.lemmas[trigger] in _words("phase"):
        return 25
    return None


def _own_time_or_subject(parse: Parse, verb: int) -> bool:
    return _has(parse, verb, "npadvmod", "nsubj", "nsubjpass", "expl")


def _has(parse: Parse, verb: int, *relations: str) -> bool:
    return parse.child(verb, *relations) is not None


# --- inference ---


def _beside(parse: Parse, trigger: int, times: Sequence[Time]) -> Time | None:
    """The date of the clause that the trigger's clause hangs on or carries: "said, describing ...", "fired back after they were hit"."""
    verb = trigger if parse.pos[trigger] in _VERBAL else next(iter(_clause_of(parse, trigger)), None)
    if verb is None or (verb != trigger and parse.lemmas[verb] not in _words("light")):
        return None
    for other in (parse.heads[verb], *parse.children[verb]):
        upper, lower = (other, verb) if other == parse.heads[verb] else (verb, other)
        if other != verb and parse.pos[other] in _VERBAL and _same_day(parse, upper, lower):
            found = _stated(parse, other, times)
            if found:
                return found
    return _news_of_the_day(parse, verb, times)


def _set_by(parse: Parse, trigger: int, times: Sequence[Time], published: date | None) -> Time | None:
    """A day ahead that hangs on a past act above: it dates what that set ("agreed to a truce from Friday", "called talks for Monday")."""
    if published is None:
        return None
    past = {a for a in parse.ancestors(trigger) if parse.tags[a] in ("VBD", "VBN") and not _is_modal(parse, a)}
    ahead = [(t, h) for t, h in _in_sentence(parse, trigger, times) if t.earliest and t.earliest > published]
    set_by = [t for t, h in ahead if (chain := _chain_of(parse, t, h)) and chain[-1] in past]
    return set_by[0] if len(set_by) == 1 else None


def _is_modal(parse: Parse, verb: int) -> bool:
    return any(parse.lower[c] in _MODALS for c in parse.children[verb] if parse.relations[c] == "aux")


def _same_day(parse: Parse, upper: int, lower: int) -> bool:
    """Whether a clause and the clause above it tell of one stretch of time."""
    relation = parse.relations[lower]
    if relation == "conj":
        return parse.tags[upper] == parse.tags[lower]
    if relation != "advcl":
        return False
    marks = {parse.lower[c] for c in parse.children[lower] if parse.relations[c] in ("mark", "advmod", "aux", "prep")}
    if parse.tags[lower] == "VBG":
        return not marks & {"after", "before", "since", "to"}
    if parse.lemmas[upper] in ("come", "follow"):
        return False
    return parse.tags[lower] in ("VBD", "VBN") and bool(marks & {"after", "when", "as", "while"}) and "had" not in marks


def _news_of_the_day(parse: Parse, verb: int, times: Sequence[Time]) -> Time | None:
    """Reads "X has been freed, Y said on Monday": what has just happened, or is happening, is as old as the saying."""
    head = parse.heads[verb]
    if parse.relations[verb] != "ccomp" or parse.lemmas[head] not in _words("speech"):
        return None
    helpers = {parse.lower[c] for c in parse.children[verb] if parse.relations[c] in ("aux", "auxpass")}
    present = parse.tags[verb] in ("VBZ", "VBP") or (parse.tags[verb] == "VBG" and "been" not in helpers)
    if not (present or helpers & {"has", "have"}) or helpers & _MODALS:
        return None
    found = _stated(parse, head, times)
    return found if found and found.earliest == found.latest else None


def _other_mention(parse: Parse, trigger: int, times: Sequence[Time]) -> Time | None:
    """The date of the same noun elsewhere in the text, where the later of the two points back: "that attack"."""
    if parse.pos[trigger] != "NOUN":
        return None
    lemma, pointing = parse.lemmas[trigger], _points_back(parse, trigger)
    places = [i for i, other in enumerate(parse.lemmas) if other == lemma and i != trigger]
    for i in sorted(places, key=lambda i: abs(i - trigger)):
        if (i < trigger and pointing) or (i > trigger and _points_back(parse, i)):
            found = _stated(parse, i, times)
            if found and found.precision != "year":
                return found
    return None


def _points_back(parse: Parse, noun: int) -> bool:
    return any(parse.lower[c] in ("that", "those", "this", "these", "the") for c in parse.children[noun])


def _frame(parse: Parse, trigger: int, status: Status, times: Sequence[Time], published: date | None) -> Time | None:
    """The day of the news: the first day in the lead that dates a main clause, for main clauses near it that name no time."""
    if status != "occurred" or published is None or not _is_main(parse, trigger):
        return None
    sentence = parse.sentence_of[trigger]
    if any(True for _ in _in_sentence(parse, trigger, times)):
        return None
    for time in times:
        here = parse.sentence_of[_head_of(parse, time)]
        if here > _LEAD_SENTENCES:
            return None
        if _is_news_day(parse, time, published):
            return time if abs(here - sentence) <= _FRAME_REACH else None
    return None


def _is_news_day(parse: Parse, time: Time, published: date) -> bool:
    if time.earliest is None or time.earliest != time.latest or not -1 <= (published - time.earliest).days <= 2:
        return False
    chain = _chain_of(parse, time, _head_of(parse, time))
    return bool(chain) and not any(parse.pos[c] == "PROPN" for c in chain[:-1])


def _is_main(parse: Parse, trigger: int) -> bool:
    """Whether the trigger is the main verb of its sentence, or a participle or a conjunct that hangs on it, in the past or the perfect."""
    verb = trigger
    if parse.relations[verb] == "nsubj" and parse.lemmas[parse.heads[verb]] in _words("light"):
        verb = parse.heads[verb]
    while parse.relations[verb] in ("conj", "advcl", "xcomp") and parse.heads[verb] != verb:
        if parse.relations[verb] == "advcl" and parse.tags[verb] != "VBG":
            return False
        verb = parse.heads[verb]
    if parse.relations[verb] == "ccomp" and verb < parse.heads[verb] and parse.lemmas[parse.heads[verb]] in _words("speech"):
        return _is_past(parse, verb)
    if parse.relations[verb] != "ROOT" or parse.pos[verb] not in _VERBAL:
        return False
    return _is_past(parse, verb)


def _is_past(parse: Parse, verb: int) -> bool:
    words = {parse.lower[c] for c in parse.children[verb] if parse.relations[c] in ("aux", "auxpass")}
    return "had" not in words and (parse.tags[verb] == "VBD" or bool(words & {"has", "have", "was", "were"}))


@cache
def _words(kind: str) -> frozenset[str]:
    """The verbs of one kind in `data/when.csv`: "light", "phase", "speech", "published"."""
    with files("tocsin.events").joinpath("data/when.csv").open(encoding="utf-8") as lines:
        return frozenset(line["lemma"] for line in csv.DictReader(lines) if line["kind"] == kind)
