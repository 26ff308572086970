"""Sources that cite sources: "X quoted Y as saying", "Y was quoted by X as saying", "X reported, citing Y"."""

from __future__ import annotations

from dataclasses import replace

from tocsin.claims.attribution import Attribution, Range
from tocsin.claims.complements import complement
from tocsin.claims.context import Context
from tocsin.claims.grammar import agent, cue_range, noun_phrase, subject, trimmed
from tocsin.claims.lexicon import Frame
from tocsin.records import Parse

QUOTING = frozenset({"quote", "cite"})


def after_quoting(parse: Parse, i: int) -> bool:
    """Whether `i` is the "saying" of "quoted as saying"."""
    above = parse.heads[i]
    return parse.relations[i] == "pcomp" and parse.lower[above] == "as" and parse.lemmas[parse.heads[above]] in QUOTING


def as_saying(context: Context, i: int) -> int | None:
    """The "saying" of "quoted as saying", None where there is none."""
    parse = context.parse
    for c in parse.children[i]:
        if parse.lower[c] == "as" and parse.relations[c] == "prep":
            return next((g for g in parse.children[c] if parse.tags[g] == "VBG"), None)
    return None


def quoted_as_saying(context: Context, i: int, saying: int, *, passive: bool) -> Attribution | None:
    """The attribution of what somebody is quoted as saying; whoever quotes stands between."""
    parse = context.parse
    frame = Frame(frame="clause", stance="asserts", act=False)
    found = complement(context, saying, saying + 1, frame, passive=False) or complement(context, i, i + 1, frame, passive=False)
    quoted = parse.child(i, "nsubjpass") if passive else parse.child(i, "dobj")
    quoting = (agent(context.parse, i) or _by(context, saying)) if passive else subject(parse, i)
    content = trimmed(parse, *found.content) if found else None
    if quoted is None or content is None or found is None:
        return None
    return Attribution(
        content=content,
        cue=cue_range(parse, i, saying + 1) if passive else cue_range(parse, i),
        head=i,
        source=noun_phrase(parse, quoted, before=i if passive else None),
        source_head=quoted,
        via=(noun_phrase(parse, quoting, before=i if quoting < i else None),) if quoting is not None else (),
        lemma="quote",
        stance="asserts",
        tag=found.tag,
        frame=(saying - 1, saying + 1),
    )


def _by(context: Context, i: int) -> int | None:
    parse = context.parse
    by = next((c for c in parse.children[i] if parse.lower[c] == "by"), None)
    return parse.child(by, "pobj") if by is not None else None


def citing(context: Context, i: int, found: Attribution) -> Attribution:
    """As in "X reported, citing Y": the deeper source that the reporting source names itself becomes the origin."""
    parse = context.parse
    if found.source is None or parse.relations[i] not in ("ROOT", "conj", "ccomp"):
        return found
    for c in range(i + 1, context.sentence(i)[1]):
        if parse.lemmas[c] not in QUOTING or parse.tags[c] != "VBG" or parse.lower[c - 1] != "," or context.inside[c] is not None:
            continue
        deeper = parse.child(c, "dobj")
        if deeper is not None and _hangs(parse, c, i, found.content):
            outer = (*found.via, found.source)
            last = found.content[1] if found.tag or c < found.content[0] else min(found.content[1], c - 1)
            return replace(
                found,
                content=(found.content[0], last),
                via=outer,
                source=noun_phrase(parse, deeper),
                source_head=deeper,
                cue=(c, c + 1),
                frame=found.cue,
            )
    return found


def _hangs(parse: Parse, c: int, verb: int, content: Range) -> bool:
    """Whether a participle of citing belongs to the saying `verb`: on it, or by a slip of the parse on its content."""
    above = parse.heads[c]
    if above in parse.ancestors(verb):
        return False
    return above == verb or content[0] <= above < c or (c < content[0] <= above < content[1])
