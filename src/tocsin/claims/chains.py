"""From attributions to claims: nested, each with its whole chain of sources, and the outlet's own voice for the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from tocsin.claims.attribution import Attribution, Range
from tocsin.claims.because import OWN_VOICE, TELLS, because, cited
from tocsin.claims.carry import Carry
from tocsin.claims.citing import without_citing
from tocsin.claims.context import Context, context_of
from tocsin.claims.free import excerpts, free_quotations, headed
from tocsin.claims.grammar import trimmed
from tocsin.claims.lexicon import word_set
from tocsin.claims.marked import with_marks
from tocsin.claims.misread import misread_verbs
from tocsin.claims.nesting import Nested, nest, remainder
from tocsin.claims.nouns import noun_attributions
from tocsin.claims.phrases import phrase_attributions
from tocsin.claims.said import Side
from tocsin.claims.sources import Sources
from tocsin.claims.stance import stance_of
from tocsin.claims.verbs import verb_attributions
from tocsin.records import Claim, Cue, Draft, Reason, Source


def claims_of(draft: Draft) -> tuple[Claim, ...]:
    """The claims of one article, in the order of the text."""
    context = context_of(draft.parse)
    sources = Sources.of(draft, context)
    found = [a for a in with_marks(context, attributions(context), draft.marks or ()) if _can_say(sources, a)]
    nested = nest(found)
    builder = Builder(context=context, sources=sources)
    made = [*builder.attributed(nested), *builder.own_voice(found)]
    return _numbered(made)


def _can_say(sources: Sources, a: Attribution) -> bool:
    """Whether the source is one that can say so; whoever "told" or "added" something is one by that alone."""
    if a.source is None or a.source_head is None:
        return True
    known = a.lemma in word_set("speaking verb") and sources.context.parse.pos[a.source_head] == "NOUN"
    return known or sources.speaks(a.source, a.source_head)


def attributions(context: Context) -> list[Attribution]:
    """All attributions of one parse, without those that say the same twice."""
    found = [*verb_attributions(context), *misread_verbs(context), *phrase_attributions(context), *headed(context)]
    found = without_citing(context, found)
    cited = {a.source for a in found}
    found = [_clipped(context, a, found) for a in found if a.content not in cited]
    found += [a for a in noun_attributions(context) if not any(_same(a, b) for b in found)]
    found += free_quotations(context, found)
    found += excerpts(context, found)
    return found


def _clipped(context: Context, a: Attribution, found: Sequence[Attribution]) -> Attribution:
    """`a` without a tag at its end that covers it whole: "he said that talks failed, | the agency reported"."""
    for tag in found:
        if tag.tag and a.head < tag.head < a.content[1] and tag.content[0] <= a.head < tag.content[1] and tag.cue:
            end = min(tag.cue[0], tag.source[0] if tag.source else tag.cue[0])
            content = trimmed(context.parse, a.content[0], end)
            if content is not None:
                return replace(a, content=content)
    return a


def _same(a: Attribution, b: Attribution) -> bool:
    return a.content == b.content and a.source == b.source


@dataclass(frozen=True, slots=True, kw_only=True)
class Builder:
    """Builds the claims of one article."""

    context: Context
    sources: Sources

    def attributed(self, nested: Sequence[Nested]) -> Iterator[Claim]:
        """The claims of cited sources, and those whose cue names none."""
        links = self._links(nested)
        outer = self._outer(nested, links)
        for n in nested:
            inner = [m.attribution for m in nested if any(a is n.attribution for a in m.around)]
            chain = [*outer[id(n.attribution)], *(link for a in (*n.around, n.attribution) for link in links[id(a)])]
            why = (*self._carried(outer[id(n.attribution)]), *self._cited(n))
            for content in self._contents(n.attribution, inner):
                yield self._claim(content, n.attribution, chain, why)

    def _carried(self, links: Sequence[Source]) -> Iterator[Reason]:
        """Why links stand in a chain that its own sentence does not name."""
        for link in links:
            yield Reason(label="chain", by="context", detail="heard through it in an earlier sentence", start=link.start, end=link.end)

    def _cited(self, n: Nested) -> Iterator[Reason]:
        """Why the sources that its own sentence names stand in a chain, outermost first."""
        parse = self.context.parse
        for a in n.around:
            yield because(parse, "chain", "grammar", f'within what it says (cue "{a.lemma}")', a.source)
        for span in n.attribution.via:
            yield because(parse, "chain", "grammar", "who was told, or who carries what is said", span)
        yield cited(parse, n.attribution)

    def _links(self, nested: Sequence[Nested]) -> dict[int, list[Source]]:
        """The links that each attribution adds, resolved in the order in which the sources are named."""
        links: dict[int, list[Source]] = {}
        for n in sorted(nested, key=lambda n: (n.attribution.source or (n.attribution.head,))[0]):
            a = n.attribution
            spans: list[tuple[Range, int]] = [(v, v[1] - 1) for v in a.via]
            if a.source is not None and a.source_head is not None:
                spans.append((a.source, a.source_head))
            links[id(a)] = [self.sources.source(s, h) for s, h in spans if not self.sources.is_printing_outlet(s)]
        return links

    def _outer(self, nested: Sequence[Nested], links: dict[int, list[Source]]) -> dict[int, tuple[Source, ...]]:
        """The links that earlier sentences named and that still hold."""
        carry = Carry(context=self.context)
        made: dict[int, tuple[Source, ...]] = {}
        for n in sorted(nested, key=lambda n: n.attribution.head):
            around = [link for a in n.around for link in links[id(a)]]
            made[id(n.attribution)] = carry.outer(n.attribution, around, links[id(n.attribution)])
        return made

    def _contents(self, a: Attribution, inner: Sequence[Attribution]) -> Iterator[Range]:
        """The content, or the sentences of an excerpt; nothing where it is but the frame of sayings within it."""
        parts = [a.content]
        if a.excerpt:
            parts = [
                (max(s, a.content[0]), min(e, a.content[1]))
                for s, e in self.context.parse.sentences
                if s < a.content[1] and e > a.content[0]
            ]
        for part in parts:
            left = remainder(self.context, part, inner) if inner else trimmed(self.context.parse, *part)
            if left is not None:
                yield self._without_participle(part, inner)

    def _without_participle(self, part: Range, inner: Sequence[Attribution]) -> Range:
        """The content without a participle of saying at its end, which is a claim of its own: "he criticised it, | saying that"."""
        parse = self.context.parse
        for a in inner:
            if a.content[1] >= part[1] and parse.tags[a.head] == "VBG" and parse.lower[a.head - 1] == "," and a.head - 1 > part[0]:
                return trimmed(parse, part[0], a.head - 1) or part
        return trimmed(parse, *part) or part

    def _claim(self, content: Range, a: Attribution, links: Sequence[Source], why: Sequence[Reason]) -> Claim:
        chain = _collapsed([*self.sources.printed(), *links])
        parse = self.context.parse
        cue = None
        if a.cue is not None:
            start, end = parse.span(*a.cue)
            cue = Cue(start=start, end=end, text=parse.text[start:end])
        start, end = parse.span(*content)
        stance, by = stance_of(parse, a, content, self._sides(a), links[-1].kind if links else None)
        return Claim(
            id="",
            start=start,
            end=end,
            chain=tuple(chain),
            cue=cue,
            stance=stance,
            quoted=self._quoted(content),
            reasons=(*why, *self._resolved(chain), by),
        )

    def _resolved(self, chain: Sequence[Source]) -> Iterator[Reason]:
        """Why links are whom they were taken for."""
        return (self.sources.reasons[link] for link in chain if link in self.sources.reasons)

    def _sides(self, a: Attribution) -> Callable[[int], Side | None]:
        """Tells whose side a noun is on, from the countries of the actors."""
        return lambda token: self.sources.side(a.source_head, token)

    def _quoted(self, content: Range) -> bool:
        return 2 * sum(self.context.inside[i] is not None for i in range(*content)) > content[1] - content[0]

    def own_voice(self, found: Sequence[Attribution]) -> Iterator[Claim]:
        """One claim of the outlet for each sentence that tells more than its sayings."""
        for sentence in self.context.parse.sentences:
            inner = [a for a in found if (a.content[0] < sentence[1] and sentence[0] < a.content[1]) or sentence[0] <= a.head < sentence[1]]
            left = remainder(self.context, sentence, inner, asides=True)
            if left is None:
                continue
            start, end = self.context.parse.span(*left)
            asks = self.context.parse.lower[sentence[1] - 1] == "?"
            chain = self.sources.printed()
            yield Claim(
                id="",
                start=start,
                end=end,
                chain=chain,
                cue=None,
                stance="asks" if asks else "asserts",
                quoted=self._quoted(left),
                reasons=(*self._resolved(chain), OWN_VOICE, self._asks(sentence[1] - 1) if asks else TELLS),
            )

    def _asks(self, mark: int) -> Reason:
        return because(self.context.parse, "stance", "grammar", "a question: asks", (mark, mark + 1))


def _collapsed(chain: Sequence[Source]) -> list[Source]:
    """A source that reports its own words is one link: "she said that she believed"."""
    made: list[Source] = []
    for link in chain:
        if made and (made[-1].name == link.name or (link.actor is not None and made[-1].actor == link.actor)):
            made.pop()
        made.append(link)
    return made


def _numbered(claims: Sequence[Claim]) -> tuple[Claim, ...]:
    seen: set[tuple[int, int, tuple[str, ...]]] = set()
    made: list[Claim] = []
    for claim in sorted(claims, key=lambda c: (c.start, -c.end, len(c.chain))):
        key = (claim.start, claim.end, tuple(s.name for s in claim.chain))
        if key not in seen:
            seen.add(key)
            made.append(replace(claim, id=f"c{len(made) + 1}"))
    return tuple(made)
