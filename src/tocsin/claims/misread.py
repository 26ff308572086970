"""Verbs of saying that the parser took for nouns: "analyses by the services point to"."""

from __future__ import annotations

from collections.abc import Iterator

from tocsin.claims.attribution import Attribution
from tocsin.claims.context import Context
from tocsin.claims.grammar import noun_phrase, trimmed

_AFTER = frozenset({"to", "that"})


def misread_verbs(context: Context) -> Iterator[Attribution]:
    """The attributions by words tagged as nouns that can only be verbs.

    A plural noun that seems to be compounded with a singular one ("services point"), followed by "to" or "that", is a subject and its verb.
    """
    parse = context.parse
    for i in range(1, len(parse) - 2):
        after = parse.lower[i + 1]
        if after not in _AFTER or parse.tags[i] != "NN" or parse.tags[i - 1] not in ("NNS", "NNPS") or parse.heads[i - 1] != i:
            continue
        frames = {f.frame: f for f in context.lexicon.verbs.get(parse.lower[i], ())}
        frame = frames.get("clause" if after == "that" else after)
        above = [a for a in parse.ancestors(i) if a < i and parse.pos[a] in ("NOUN", "PROPN")]
        head = above[-1] if above else i - 1
        content = trimmed(parse, i + 1 if after == "that" else i + 2, context.sentence(i)[1])
        if frame is not None and content is not None:
            yield Attribution(
                content=content,
                cue=(i, i + 1 if after == "that" else i + 2),
                head=i,
                source=noun_phrase(parse, head, before=i),
                source_head=head,
                lemma=parse.lower[i],
                stance=frame.stance,
                act=frame.act,
            )
