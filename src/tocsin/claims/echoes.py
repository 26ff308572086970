"""Denials and confirmations of what was claimed just before: "Iran denies it", "a charge that Iran rejects"."""

from __future__ import annotations

from collections.abc import Sequence

from tocsin.claims.attribution import Attribution
from tocsin.claims.context import Context
from tocsin.claims.grammar import cue_range, noun_phrase, own_subject
from tocsin.claims.lexicon import Frame, word_set

_POINTING = frozenset({"it", "this", "that", "them", "which", "so"})


def echo(context: Context, i: int, lemma: str, frames: tuple[Frame, ...], before: Sequence[Attribution]) -> Attribution | None:
    """The attribution by the verb `i`, whose content is that of the last attribution in this sentence or the one before.

    None where the verb has a content of its own, or nothing was claimed before it.
    """
    parse = context.parse
    if lemma not in word_set("echoing verb") or not before or not _points_back(context, i):
        return None
    last = before[-1]
    source = own_subject(parse, i)
    near = 0 <= parse.sentence_of[i] - parse.sentence_of[last.head] <= 1
    if source is None or not near or last.content[1] > i or source == last.source_head or parse.lower[source] in _POINTING:
        return None
    frame = frames[-1]
    return Attribution(
        content=last.content,
        cue=cue_range(parse, i),
        head=i,
        source=noun_phrase(parse, source, before=i if source < i else None),
        source_head=source,
        lemma=lemma,
        stance=frame.stance,
        act=frame.act,
        layer=False,
    )


def _points_back(context: Context, i: int) -> bool:
    """Whether the object is a pronoun, or a word for a claim that the verb follows ("a charge Iran denies")."""
    parse = context.parse
    thing = parse.child(i, "dobj")
    if thing is not None:
        echoing = parse.lemmas[thing] in word_set("echo noun") and thing < i
        return (parse.pos[thing] in ("PRON", "DET") and parse.lower[thing] in _POINTING) or echoing
    return parse.relations[i] == "relcl" and parse.lemmas[parse.heads[i]] in word_set("echo noun") and parse.child(i, "ccomp") is None
