"""Copies: what repeats what, and what only looks as if it did."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.incidents.copies import Copies, copies, keys_of, repeat_of
from tocsin.incidents.wording import page_of, wording, words
from tocsin.records.filed import FiledArticle

from .articles import article

TITLE = "Two coast guards trade warnings off the Kestrel bank"
TEXT = (
    "A patrol boat of the northern coast guard came within forty metres of a survey vessel near the Kestrel bank on Monday and ordered it to "
    "leave, the harbour office in Port Amity said, the second such encounter in a week."
)
EDITED = TEXT.replace("on Monday ", "").replace("said, the", "reported, in the").replace("in a week", "within a week")
OTHER = (
    "Fishermen who had watched from the reef told a different story: the grey ship, they say, never slowed, and its crew shouted through a "
    "loudhailer until the engineers cut their cables and turned for home."
)
LONG = " ".join(f"Paragraph {n}: the {word} of the harbour met the {other} and left {n + 3} boxes at pier {n}." for n, (word, other) in enumerate(
    [("pilot", "cook"), ("clerk", "mate"), ("baker", "smith"), ("judge", "diver"), ("nurse", "miner"), ("guard", "tutor"), ("agent", "rower")]
))  # fmt: skip
BACKGROUND = (
    "The bank has been claimed by both governments since the treaty of 1958 lapsed, and a joint commission that was to draw a line met nine times "
    "without result. Surveys found gas beneath it six years ago. Since then each side has sent more ships, and last summer a trawler was "
    "rammed and sank with three of its crew, for which neither coast guard has accepted blame. Talks on a code of conduct broke down in March."
)


def first_and_copy(first: FiledArticle, second: FiledArticle) -> bool:
    """Whether the second is found to be a copy of the first, and the first of none."""
    return copies([second, first]) == {second.id: first.id}


@pytest.mark.parametrize(
    "second",
    [
        pytest.param(article(TEXT, title=TITLE, outlet="Other Post", hours=2), id="verbatim in another outlet"),
        pytest.param(article(TEXT, title="Warnings at sea", outlet="Other Post", hours=2), id="new headline"),
        pytest.param(article(EDITED, title="Warnings at sea", outlet="Other Post", hours=2), id="light edits"),
        pytest.param(article(f"PORT AMITY: {TEXT} — Sample Wire", title="At sea", outlet="Other Post", hours=2), id="dateline and credit"),
        pytest.param(article(f"{TEXT}\n\nSource » Sample Daily", title="At sea", outlet="Other Post", hours=2), id="syndication line"),
        pytest.param(article(f"{TEXT} Continue reading...", title="At sea", outlet="Other Post", hours=2), id="furniture of feeds"),
        pytest.param(article(TEXT.upper().replace(",", ""), outlet="Other Post", hours=2), id="case and marks"),
        pytest.param(article(f"<p>{TEXT}</p>", outlet="Other Post", hours=24 * 90), id="the same words after three months"),
        pytest.param(article(TEXT + " " + OTHER, title=TITLE + " again", hours=5), id="the outlet's longer version"),
        pytest.param(article(OTHER, title=TITLE, outlet="Other Post", hours=8), id="an agency's headline over another teaser"),
        pytest.param(article(f"{TITLE} Sample Daily", title=f"{TITLE} - Sample Daily", outlet="News Desk", hours=1), id="aggregator"),
        pytest.param(article(EDITED, title=TITLE, hours=0, dated=False), id="no date, the same outlet"),
    ],
)
def test_a_copy_is_found(second: FiledArticle) -> None:
    first = article(TEXT, title=TITLE)
    found = copies([second, first])
    assert found in ({second.id: first.id}, {first.id: second.id})
    if second.published_at and second.published_at > first.known_at:
        assert found == {second.id: first.id}


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param(
            article(TEXT, title=TITLE), article(OTHER, title="Fishermen tell of a chase", outlet="Other Post", hours=3), id="one affair"
        ),
        pytest.param(
            article(TEXT, title=TITLE), article(OTHER, title=TITLE, outlet="Other Post", hours=24 * 30), id="a headline a month later"
        ),
        pytest.param(
            article(TEXT, title="At sea today"),
            article(OTHER, title="At sea today", outlet="Other Post", hours=2),
            id="a headline too short",
        ),
        pytest.param(
            article("A selection of the best pictures that our readers have sent us in the past seven days.", title="Pictures: mist"),
            article(
                "A selection of the best pictures that our readers have sent us in the past seven days.",
                title="Pictures: bridges",
                hours=168,
            ),
            id="what a series says of itself",
        ),
        pytest.param(
            article(
                "Shares on the island exchange rose 12 points to 4011 on Monday, led by banks and shipping, traders at the house said."
            ),
            article(
                "Shares on the island exchange rose 19 points to 4030 on Tuesday, led by banks and shipping, traders at the house said.",
                hours=24,
            ),
            id="the next day's prices",
        ),
        pytest.param(
            article("The harbour master said on Monday that no ship would be let out before dawn. " + BACKGROUND, title="No ship out"),
            article(
                "Students in the capital marched with lanterns for their drowned neighbours. " + BACKGROUND, title="Lanterns", hours=30
            ),
            id="the same background beneath another lead",
        ),
        pytest.param(
            article(TEXT, title=TITLE),
            article(
                f"{LONG} {LONG.replace('harbour', 'town')} {TEXT} {LONG.replace('harbour', 'camp')}",
                title="The week",
                outlet="Post",
                hours=9,
            ),
            id="a round-up that has taken it in",
        ),
        pytest.param(
            article("", title="Northern rowing league final: Amity 31 Gull Rock 14"),
            article("", title="Northern rowing league final: Kestrel 27 Gull Rock 22", hours=1),
            id="headlines of one pattern, no text",
        ),
        pytest.param(article("Live", title="Live"), article("Live", title="Live", outlet="Other Post", hours=1), id="too few words"),
        pytest.param(article("", title=None), article("", title=None, outlet="Other Post", hours=1), id="nothing at all"),
    ],
)
def test_what_only_looks_like_a_copy_is_none(first: FiledArticle, second: FiledArticle) -> None:
    assert copies([first, second]) == {}


def test_one_page_at_two_times_is_a_version() -> None:
    url = "https://sampledaily.example/news/504412/two-coast-guards"
    first = article(TEXT, title=TITLE, url=url)
    later = article(OTHER + " Its order was to leave.", title="Coast guards trade warnings near bank", url=url + "?v=2", hours=50)
    assert first_and_copy(first, later)
    held = Copies()
    held.add([first, later])
    assert held.repeat(later.id).kind == "version"  # type: ignore[union-attr]


def test_a_long_text_is_found_behind_another_beginning() -> None:
    body = f"{LONG} {BACKGROUND}"
    other = article("Our correspondent adds a word of greeting. " * 8 + body, title="Boxes at the pier", outlet="Other Post", hours=4)
    assert first_and_copy(article(body, title="A day in the harbour"), other)


def test_copies_of_copies_have_the_earliest_for_their_head() -> None:
    first = article(TEXT, title=TITLE)
    second = article(OTHER, title=TITLE, outlet="Other Post", hours=5)  # by its headline
    third = article(OTHER, title="A grey ship", outlet="Third Paper", hours=9)  # by the second's text
    assert repeat_of(wording(first), wording(third)) is None
    assert copies([third, second, first]) == {second.id: first.id, third.id: first.id}


def test_an_earlier_article_that_comes_late_becomes_the_head() -> None:
    first, second, third = (article(TEXT, title=TITLE, outlet=f"Paper {n}", hours=n) for n in range(3))
    held = Copies()
    assert held.add([third]) == {third.id: None}
    assert held.add([second]) == {second.id: None, third.id: second.id}
    assert held.add([first]) == {first.id: None, second.id: first.id, third.id: first.id}
    assert held.group(third.id) == (first.id, second.id, third.id)
    assert held.add([first]) == {}


def test_ties_are_broken_by_id() -> None:
    a, b = (article(TEXT, title=TITLE, outlet=name) for name in ("Paper A", "Paper B"))
    least, most = sorted((a.id, b.id))
    assert copies([a, b]) == copies([b, a]) == {most: least}


def test_an_article_that_was_not_added_is_an_error() -> None:
    with pytest.raises(KeyError):
        Copies().copy_of("nowhere")


def some(texts: st.SearchStrategy[str]) -> st.SearchStrategy[list[FiledArticle]]:
    """A few articles of a fortnight, of three outlets."""
    return st.lists(
        st.builds(
            lambda text, title, outlet, hours, dated: article(text, title=title, outlet=outlet, hours=hours, dated=dated),
            texts,
            st.sampled_from([TITLE, TITLE + " again", "At sea", None]),
            st.sampled_from(["Sample Daily", "Other Post", None]),
            st.integers(min_value=0, max_value=400),
            st.booleans(),
        ),
        max_size=8,
        unique_by=lambda one: one.id,
    )


PIECES = [TEXT, EDITED, OTHER, LONG, BACKGROUND, "Read more", ""]
ARTICLES = some(st.lists(st.sampled_from(PIECES), min_size=1, max_size=3).map(" ".join))
ALIKE = some(st.sampled_from([*PIECES, LONG.replace("harbour", "town"), f"{TEXT} {OTHER}"]))


@settings(max_examples=60, deadline=None)
@given(ARTICLES, st.randoms(use_true_random=False), st.integers(min_value=1, max_value=4))
def test_order_and_batches_leave_no_trace(made: Sequence[FiledArticle], chance: random.Random, size: int) -> None:
    whole = copies(made)
    shuffled = list(made)
    chance.shuffle(shuffled)
    held, told = Copies(), {}
    for at in range(0, len(shuffled), size):
        told |= held.add(shuffled[at : at + size])
    assert {one: head for one, head in told.items() if head is not None} == whole
    assert {one.id: held.copy_of(one.id) for one in made} == told


@settings(max_examples=60, deadline=None)
@given(ALIKE)
def test_blocking_loses_nothing_that_begins_alike(made: Sequence[FiledArticle]) -> None:
    """The answer equals that of comparing all with all."""
    prints = sorted((wording(one) for one in made), key=lambda one: (one.moment, one.id))
    parent: dict[str, str] = {}
    for at, one in enumerate(prints):
        earlier = next((other.id for other in prints[:at] if repeat_of(other, one)), None)
        if earlier is not None:
            parent[one.id] = parent.get(earlier, earlier)
    assert copies(made) == parent


@settings(max_examples=60, deadline=None)
@given(ARTICLES)
def test_a_head_is_earlier_and_no_copy_itself(made: Sequence[FiledArticle]) -> None:
    found, by_id = copies(made), {one.id: one for one in made}
    for copy, head in found.items():
        assert head not in found
        assert (by_id[head].known_at, head) < (by_id[copy].known_at, copy)


@settings(max_examples=60, deadline=None)
@given(ARTICLES)
def test_repeating_is_mutual(made: Sequence[FiledArticle]) -> None:
    prints = [wording(one) for one in made]
    assert all(repeat_of(a, b) == repeat_of(b, a) for a in prints for b in prints)


@given(st.text(max_size=200), st.text(max_size=60))
def test_any_text_has_a_wording_and_keys(text: str, title: str) -> None:
    one = wording(article(text, title=title))
    assert one.length <= len(words(text))
    assert bool(keys_of([one])[0].own) == bool(one.length or one.title)


@pytest.mark.parametrize(
    ("url", "page"),
    [
        ("https://www.sample.example/news/504412/A-title?utm=x", "sample.example#504412"),
        ("https://sample.example/a/article-15431505/Other.html", "sample.example#15431505"),
        ("https://sample.example/2024/05/06/nx-s1-5667078/slug", "sample.example#5667078"),
        ("https://sample.example/20240506/two-coast-guards-trade-warnings/", "sample.example/20240506/two-coast-guards-trade-warnings"),
        ("https://sample.example/live", None),
        ("https://sample.example/", None),
        ("http://[broken", None),
        ("not a url", None),
        (None, None),
    ],
)
def test_what_names_a_page(url: str | None, page: str | None) -> None:
    assert page_of(url) == page


def test_words_without_what_outlets_change() -> None:
    assert words("The U.S.’s “Fleet” &amp; <b>Iran's</b> https://x.example/y") == ("the", "uss", "fleet", "irans")
    assert words("海峡 危机") == ("海", "峡", "危", "机")
