"""What holds for every text."""

from __future__ import annotations

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.claims import ClaimStage
from tocsin.config import Config
from tocsin.parse import ParseStage, SpacyParser
from tocsin.records import Article, MadeBy

PARSE = ParseStage(parser=SpacyParser(), config=Config(), made_by=MadeBy(version="0", config="sha256:0"))
DAY = date(2024, 1, 1)

SOURCES = (
    "The minister",
    "He",
    "Reuters",
    "Two officials",
    "Iran",
    "A report by the bank",
    "Ada Okoro, the head of the navy,",
    "“Anonymous”",
)
CUES = (
    "said that",
    "said:",
    "denied",
    "accused France of",
    "warned",
    "vowed to",
    "told CNN that",
    "called for",
    "added,",
    "quoted him as saying",
)
THINGS = ("the bridge fell", "“We will not leave.”", "talks", "to close the port", "if it rains, they will go", "the raid?", '"no', "that")
ENDS = (
    ".",
    ", Reuters reported.",
    ", according to police.",
    ", adding that it was over.",
    " and warned that more would come.",
    "\n\n",
    " —",
    "”",
)


@st.composite
def texts(draw: st.DrawFn) -> str:
    parts = st.tuples(st.sampled_from(SOURCES), st.sampled_from(CUES), st.sampled_from(THINGS), st.sampled_from(ENDS))
    sentences = draw(st.lists(parts, min_size=1, max_size=4))
    noise = draw(st.text(max_size=6))
    return " ".join(f"{source} {cue} {thing}{end}" for source, cue, thing, end in sentences) + noise


@settings(max_examples=120, deadline=None)
@given(text=texts(), outlet=st.sampled_from([None, "Sample Daily", "reuters.com"]))
def test_every_claim_keeps_the_rules(text: str, outlet: str | None) -> None:
    drafts = PARSE([Article(id="x", text=text, outlet=outlet, language="en")], as_of=DAY).made
    claims = ClaimStage()(drafts, as_of=DAY).made[0].reading.claims
    assert [c.id for c in claims] == [f"c{n}" for n in range(1, len(claims) + 1)]
    assert [(c.start, -c.end) for c in claims] == sorted((c.start, -c.end) for c in claims)
    assert len({(c.start, c.end, tuple(s.name for s in c.chain)) for c in claims}) == len(claims)
    for claim in claims:
        assert 0 <= claim.start < claim.end <= len(text)
        assert claim.cue is None or claim.cue.text == text[claim.cue.start : claim.cue.end] != ""
        assert [s.name for s in claim.chain[:1]] == [outlet] or outlet is None
        for source in claim.chain:
            assert 0 < len(source.name.split()) <= 20
            if source.start is not None and source.end is not None:
                assert 0 <= source.start < source.end <= len(text)
                assert len(text[source.start : source.end].split()) <= 20


def test_the_same_answer_for_one_draft_as_for_many() -> None:
    articles = [Article(id=str(n), text=f"The minister said that {n} ships sank.", language="en") for n in range(3)]
    drafts = PARSE(articles, as_of=DAY).made
    together = ClaimStage()(drafts, as_of=DAY).made
    assert together == tuple(ClaimStage()([d], as_of=DAY).made[0] for d in drafts)
