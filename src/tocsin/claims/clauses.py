"""Contents that are finite clauses or quotations, before, after and around the cue."""

from __future__ import annotations

from tocsin.claims.attribution import Complement, Range
from tocsin.claims.context import Context
from tocsin.claims.grammar import is_verb, lost_subject, own_subject, widened
from tocsin.claims.lexicon import word_set
from tocsin.records import Parse


def clause(context: Context, verb: int, end: int) -> Complement | None:
    """The clause or quotation that `verb` introduces or tags, None where there is none. end: the token after the cue."""
    parse = context.parse
    right = next((c for c in parse.children[verb] if c > verb and parse.relations[c] == "ccomp" and _is_clause(parse, c)), None)
    if right is not None and (";" in parse.lower[end : parse.subtrees[right][0]] or _is_other_tag(context, right)):
        right = None
    if right is not None:
        return _after(context, verb, end, right)
    for build in (_that, _tagged, _quotation_after, _rest):
        found = build(context, verb, end)
        if found is not None:
            return found
    return None


def _is_other_tag(context: Context, right: int) -> bool:
    """Whether a clause after the verb is the tag of somebody who passes the saying on: "..., he said on a visit, | the agency reported"."""
    parse = context.parse
    first, last = parse.subtrees[right]
    short = last - first <= 6 and parse.lemmas[right] in context.lexicon.verbs and parse.lower[first - 1] == ","
    return short and not any(parse.relations[c] in ("ccomp", "dobj", "xcomp", "mark") for c in parse.children[right])


def _is_clause(parse: Parse, c: int) -> bool:
    """A finite clause, not a bare infinitive or a small clause ("called him a liar")."""
    if any(parse.relations[g] == "aux" and parse.tags[g] == "TO" for g in parse.children[c]):
        return any(parse.tags[g] in ("WP", "WRB", "WDT") for g in parse.children[c])
    return (parse.tags[c][:2] in ("VB", "MD") and parse.tags[c] not in ("VBN", "VBG")) or any(
        parse.relations[g] in ("nsubj", "nsubjpass", "aux", "auxpass", "cop", "expl") for g in parse.children[c]
    )


def _after(context: Context, verb: int, end: int, right: int) -> Complement:
    parse = context.parse
    first, last = parse.subtrees[right]
    first = max(first, end)
    if first - 1 >= end and parse.lower[first - 1] == "that":
        first -= 1
    first = max(first, _aside_end(context, end, last))
    if first < last and parse.lower[first - 1] == "that":
        first -= 1
    last = _cut(context, verb, right, _and_that(context, verb, _listed(context, verb, right, last)))
    last = _explained(context, first, _meanwhile(context, first, last))
    return Complement(content=widened((first, last), context.quotations), cue_end=_statement_end(parse, end, first))


def _cut(context: Context, verb: int, right: int, last: int) -> int:
    """The content ends where a further saying of the same source begins: ", adding that", "and warned that"."""
    parse = context.parse
    for i in range(right + 1, last):
        if context.inside[i] is not None or parse.lemmas[i] not in context.lexicon.verbs:
            continue
        if parse.tags[i] == "VBG" and parse.relations[i] == "advcl" and parse.lower[i - 1] == "," and has_clause(context, i):
            return i - 1
        if carries_on(context, verb, i):
            return i - 1
    return last


def _listed(context: Context, verb: int, right: int, last: int) -> int:
    """The content goes on in further clauses: "said that the vote was void, | all offices were closed and the airport was shut"."""
    parse = context.parse
    for c in parse.children[verb]:
        near = c > right and parse.relations[c] == "ccomp" and parse.subtrees[c][0] in (last, last + 1) and parse.lower[last] == ","
        if near and own_subject(parse, c) is not None and context.inside[c] is None:
            last = parse.subtrees[c][1]
    return last


def _explained(context: Context, first: int, last: int) -> int:
    """The content goes on after a colon: "said that the claim was false: | its troops were elsewhere"."""
    parse = context.parse
    end = context.sentence(first)[1]
    if last < end - 2 and parse.words[last] == ":" and parse.lower[first] == "that" and context.inside[last + 1] is None:
        return end
    return last


def _and_that(context: Context, verb: int, last: int) -> int:
    """The content goes on in a second clause with "that": "said that talks failed and | that the army was ready"."""
    parse = context.parse
    end = context.sentence(verb)[1]
    for i in range(last, min(last + 2, end - 2)):
        if parse.lower[i] in ("and", "but") and parse.lower[i + 1] == "that" and parse.tags[i + 1] == "IN":
            return max(last, parse.subtrees[parse.heads[i + 1]][1])
    return last


def _meanwhile(context: Context, first: int, last: int) -> int:
    """The content ends before "as" and a clause of its own after a quotation: there the reporter speaks again."""
    parse = context.parse
    for i in range(first + 1, last - 1):
        if context.inside[i] is not None:
            continue
        if parse.lower[i] == "as" and parse.relations[i] == "mark" and context.inside[i - 1]:
            return i
        if parse.lower[i] in ("while", "whereas") and parse.lower[i - 1] == "," and _other_saying(context, parse.heads[i]):
            return i
        if parse.lower[i] in ("after", "before") and parse.lemmas[i - 1] in _SPELLS and (comma := _comma_before(parse, first, i)):
            return comma
    return last


def _other_saying(context: Context, verb: int) -> bool:
    """Whether a clause within is a saying of somebody else: "one said that it was late, | while another said that"."""
    return context.parse.lemmas[verb] in context.lexicon.verbs and own_subject(context.parse, verb) is not None


_SPELLS = frozenset({"day", "hour", "minute", "week", "month", "year", "moment", "shortly", "just", "soon"})


def _comma_before(parse: Parse, first: int, i: int) -> int | None:
    """The comma that opens ", two days after": it dates what was said by what the reporter knows."""
    return next((j for j in range(i - 1, max(first, i - 5), -1) if parse.lower[j] == ","), None)


def carries_on(context: Context, verb: int, i: int) -> bool:
    """Whether `i` is a saying of the same subject as `verb`, which the parse hung on the content: "said A and warned that B"."""
    parse = context.parse
    if parse.tags[i] not in (parse.tags[verb], "VBD", "VBN") or parse.relations[i] not in ("conj", "ccomp"):
        return False
    if parse.lower[i - 1] not in ("and", "but") or any(parse.relations[c] in ("nsubj", "nsubjpass") for c in parse.children[i]):
        return False
    return (i + 1 < len(parse) and parse.lower[i + 1] == "that") or _speaks_on(parse, verb, i)


def _speaks_on(parse: Parse, verb: int, i: int) -> bool:
    """As in "denied that it had been there and accused Kyiv": after an auxiliary a plain past tense is not joined to the clause within."""
    inner = parse.heads[i]
    if inner == verb or parse.lemmas[i] not in word_set("speech act") or parse.tags[i] not in ("VBD", "VBN"):
        return False
    if parse.lemmas[verb] == "deny" and parse.tags[i] == "VBD":
        return True
    helpers = [parse.lower[c] for c in parse.children[inner] if parse.relations[c] in ("aux", "auxpass")]
    if not helpers:
        return parse.tags[inner] not in ("VBD", "VBN") and parse.relations[inner] in ("ccomp", "oprd", "acomp")
    return parse.lemmas[inner] == "be" or "would" in helpers or "will" in helpers


def has_clause(context: Context, i: int) -> bool:
    """Whether a participle of saying has a clause or a quotation of its own after it."""
    parse = context.parse
    if any(c > i and parse.relations[c] in ("ccomp", "dobj", "xcomp") for c in parse.children[i]):
        return "clause" in {f.frame for f in context.lexicon.verbs[parse.lemmas[i]]}
    return False


def _statement_end(parse: Parse, end: int, first: int) -> int:
    """As in "said in a statement" is one cue."""
    words = parse.lower[end : min(end + 6, first)]
    if len(words) >= 3 and words[0] in ("in", "on") and words[1] in ("a", "an"):
        return next((end + n + 1 for n, word in enumerate(words) if n >= 2 and word in word_set("papers")), end)
    return end


def _tagged(context: Context, verb: int, end: int) -> Complement | None:
    """The cue after its content, or within it: "..., he said", "..., said the minister, ..."."""
    parse = context.parse
    sentence = context.sentence(verb)
    start = _tag_start(context, verb)
    if start is not None and start == sentence[0] > 0 and context.inside[start - 1] in context.speeches:
        return _after_question(context, start, end)
    if any(parse.relations[c] == "mark" and parse.lower[c : c + 2] == ("that", ",") for c in parse.children[verb]):
        return None  # "reported that, according to two people, the agency had briefed them"
    if start is None or start <= sentence[0] or context.inside[verb] in context.speeches or parse.tags[start] in ("WP", "WDT"):
        return None
    closing = context.inside[start - 1]
    if parse.lower[start - 1] not in _BEFORE_TAG and closing is None:
        return None
    speech = closing in context.speeches
    first = sentence[0]
    if closing and speech and not any(is_verb(parse, i) for i in range(first, closing[0])):
        first = closing[0]
    last = _resumed(context, verb, start, speech=speech)
    short = start - first < 6 or parse.lemmas[verb] not in ("say", "tell", "add")
    if not speech and last == start and short and not any(is_verb(parse, i) and not _opens_frame(parse, i) for i in range(first, start)):
        return None
    return Complement(content=widened((first, last), context.quotations), cue_end=_statement_end(parse, end, end + 6), tag=True)


def _after_question(context: Context, start: int, end: int) -> Complement | None:
    """As in "“Why now?” the senator asked", which the parse made two sentences."""
    speech = context.inside[start - 1]
    if speech is None or context.parse.words[start - 2] not in "?!" or start in context.paragraph_starts:
        return None
    return Complement(content=speech, cue_end=_statement_end(context.parse, end, end + 6), tag=True)


def _opens_frame(parse: Parse, i: int) -> bool:
    """Whether a verb is the participle of "Speaking to reporters on Sunday, ..."."""
    return parse.tags[i] == "VBG" and parse.relations[i] in ("advcl", "prep") and own_subject(parse, i) is None


_BEFORE_TAG = frozenset({",", "?", "!", "-", "–", "—", "”", '"', "''", "’", "'"})


def _tag_start(context: Context, verb: int) -> int | None:
    """The first token of the tag: its subject or its verb, whichever comes first; None where the verb has a content to its right."""
    parse = context.parse
    own = own_subject(parse, verb)
    if own is None:
        own = after_quotation(context, verb)
    if own is None:
        return _lost_start(parse, verb)
    start = min(parse.subtrees[own][0], verb)
    while start > 0 and parse.heads[start - 1] == verb and parse.relations[start - 1] in ("aux", "auxpass", "advmod", "neg"):
        start -= 1
    return start


def after_quotation(context: Context, verb: int) -> int | None:
    """The subject of a tag after a quotation, where the parse hung it on a verb within: "“We left,” | an aide told the paper"."""
    parse = context.parse
    if context.inside[verb] is not None or own_subject(parse, verb) is not None:
        return None
    speech = next((q for q in context.speeches if context.sentence(verb)[0] <= q[1] < verb), None)
    if speech is None or verb - speech[1] > 25 or parse.words[speech[1] - 2] not in ",?!":
        return None
    first = next((i for i in range(speech[1], verb) if parse.pos[i] in ("NOUN", "PROPN", "PRON") and parse.heads[i] < speech[1]), None)
    return first if first is not None and parse.heads[verb] < speech[1] else None


def _lost_start(parse: Parse, verb: int) -> int | None:
    """The first token of a tag whose subject the parse hung elsewhere: "..., the bloc, X, said"."""
    own = lost_subject(parse, verb)
    if own is None:
        return None
    start = min(parse.subtrees[own][0], verb)
    while start > 3 and parse.lower[start - 1] == "," and parse.relations[start - 2] == "npadvmod" and not parse.entities[start - 2]:
        start = parse.subtrees[start - 2][0]
    return start


def _resumed(context: Context, verb: int, start: int, *, speech: bool) -> int:
    """Where the content ends: before the tag, or after it where clause or quotation go on."""
    parse = context.parse
    last = start
    sentence = context.sentence(verb)
    after = max([verb + 1, *(parse.subtrees[c][1] for c in parse.children[verb] if parse.relations[c] in _OF_TAG)])
    if after < sentence[1] - 1 and parse.lower[after] == "," and _clause_goes_on(context, verb, after + 1):
        last = _cut(context, verb, after, sentence[1])
    for quotation in context.speeches:
        if speech and quotation[0] in (sentence[1] - 1, sentence[1]) and _goes_on(context, quotation):
            last = quotation[1]
        if verb < quotation[0] < sentence[1] and not _verb_between(parse, verb, quotation[0]):
            last = max(last, quotation[1])
    return last


_OF_TAG = frozenset({"nsubj", "dobj", "dative", "npadvmod", "prep", "advmod", "prt"})


def _clause_goes_on(context: Context, verb: int, first: int) -> bool:
    """Whether the content goes on after a tag within it: "the ship, he said, was sinking", "they left, he said, and we stayed"."""
    parse = context.parse
    if parse.relations[verb] == "parataxis" and parse.heads[verb] >= first:
        return True
    joined = parse.lower[first] in ("and", "but", "or") and first + 1 < len(parse) and parse.heads[first + 1] > first
    subjects = {c for c in range(first, context.sentence(verb)[1]) if parse.relations[c] == "nsubj" and parse.heads[c] > c}
    return joined and any(parse.subtrees[c][0] == first + 1 for c in subjects)


def _goes_on(context: Context, quotation: Range) -> bool:
    """Whether a quotation straight after a tag carries the speech on, and has no tag of its own."""
    if context.parse.words[quotation[0] - 1] not in ".!?":
        return False
    return quotation[0] not in context.paragraph_starts and context.parse.words[quotation[1] - 2] in ".!?…"


def _verb_between(parse: Parse, verb: int, until: int) -> bool:
    return any(is_verb(parse, i) for i in range(verb + 1, until))


def _quotation_after(context: Context, verb: int, end: int) -> Complement | None:
    """A quotation straight after the verb, which the parse did not hang on it."""
    parse = context.parse
    sentence = context.sentence(verb)
    for quotation in context.speeches:
        if end <= quotation[0] < sentence[1] + 1 and not _verb_between(parse, verb, quotation[0]) and quotation[0] - verb < 25:
            return Complement(content=quotation, cue_end=_statement_end(parse, end, quotation[0]))
    return None


def _that(context: Context, verb: int, end: int) -> Complement | None:
    """As in "that" within a few words after the verb, whatever the parse made of it."""
    parse = context.parse
    last = context.sentence(verb)[1]
    hearer = parse.child(verb, "dobj") if parse.lemmas[verb] in word_set("telling verb") else None
    last = _before_matrix(context, verb, last)
    skipped = _aside_end(context, end, last)
    for i in range(skipped, min(skipped + (6 if hearer is None else 15), last)):
        if parse.lower[i] == "that" and parse.tags[i] in ("IN", "WDT") and i + 2 < last and (hearer is not None or is_plain_that(parse, i)):
            return Complement(content=widened((i, _cut(context, verb, i, last)), context.quotations), cue_end=end)
        if parse.lower[i] == "that" and i + 2 < last and _after_time(parse, i):
            return Complement(content=widened((i, _cut(context, verb, i, last)), context.quotations), cue_end=end)
        if (is_verb(parse, i) and parse.relations[i] != "amod") or parse.lower[i] in (",", ";"):
            return None
    return None


def _rest(context: Context, verb: int, end: int) -> Complement | None:
    """A finite clause after the verb that the parse took apart: the rest of the sentence."""
    parse = context.parse
    sentence = context.sentence(verb)
    own = own_subject(parse, verb)
    if own is None or own > verb or end >= sentence[1] or any(c >= end and parse.relations[c] in _HELD for c in parse.children[verb]):
        return None
    if parse.tags[end] in ("IN", "TO") and parse.relations[end] == "prep" and parse.lower[end] not in ("under", "in", "after", "for"):
        return None
    last = min(sentence[1], parse.subtrees[verb][1]) if parse.relations[verb] in ("relcl", "advcl", "acl") else sentence[1]
    if not any(parse.relations[c] == "nsubj" and parse.heads[c] > c and not _is_tag(context, c) for c in range(end, last)):
        return None
    return Complement(content=widened((end, _cut(context, verb, end, last)), context.quotations), cue_end=end)


def _is_tag(context: Context, c: int) -> bool:
    """Whether the subject `c` is that of a tag at the end: "its men had answered, | it added"."""
    parse = context.parse
    return parse.lower[parse.subtrees[c][0] - 1] == "," and parse.lemmas[parse.heads[c]] in context.lexicon.verbs


_HELD = frozenset({"dobj", "xcomp", "prt", "oprd", "acomp", "attr", "advcl"})


def _before_matrix(context: Context, verb: int, last: int) -> int:
    """In a relative clause the content ends before the subject of the main clause: "to X, who said that talks failed, | Y replied"."""
    parse = context.parse
    for a in parse.ancestors(verb):
        own = own_subject(parse, a) if a > verb else None
        if own is not None and verb < parse.subtrees[own][0] < last:
            return parse.subtrees[own][0]
    return last


def _aside_end(context: Context, end: int, last: int) -> int:
    """Past ", quoting an aide," straight after a verb of saying; `end` where no such aside stands there."""
    parse = context.parse
    comma = next((i for i in range(end, min(end + 4, last - 1)) if parse.lower[i] == ","), None)
    if comma is None or parse.lower[comma + 1] not in ("citing", "quoting"):
        return end
    return next((i + 1 for i in range(comma + 2, last - 1) if parse.lower[i] == ","), end)


def _after_time(parse: Parse, i: int) -> bool:
    """As in "said at the time that", "said on Friday that": the words before tell when it was said."""
    return parse.lower[i - 1] in ("time", "year", "month", "week", "day", "night") or parse.entities[i - 1][2:] in ("DATE", "TIME")


def is_plain_that(parse: Parse, i: int) -> bool:
    """Whether "that" opens a clause of content and not a relative clause ("the plan that failed")."""
    return parse.tags[i] == "IN" or parse.pos[i - 1] == "VERB"
