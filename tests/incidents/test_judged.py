"""What people's judgements come to."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.incidents.desk import NEVER, START

from tocsin.errors import DataError
from tocsin.incidents.judged import checked, in_force, judged
from tocsin.records import Judgement


def judgement(number: int, decision: str, *subjects: str, value: str | None = None, day: int | None = None) -> Judgement:
    known_at = START + timedelta(days=number if day is None else day)
    return Judgement(
        id=f"j{number}",
        decision=decision,
        subjects=subjects,
        value=value,
        by="A. Reader",
        why="seen",
        known_at=known_at,
        recorded_at=known_at,
    )


def test_merge_and_split_become_pairs():
    made = judged([judgement(1, "merge", "c", "a", "b"), judgement(2, "split", "d", "b", "a")], as_of=NEVER)
    assert made.must == {("a", "b"), ("a", "c"), ("b", "c")}
    assert made.cannot == {("b", "d"), ("a", "d")}
    assert made.overruled == ()


@pytest.mark.parametrize(
    ("given_", "must", "cannot"),
    [
        pytest.param([("merge", "a", "b"), ("split", "a", "b")], set(), {("a", "b")}, id="the later split"),
        pytest.param([("split", "a", "b"), ("merge", "a", "b")], {("a", "b")}, set(), id="the later merge"),
        pytest.param(
            [("merge", "a", "b"), ("merge", "b", "c"), ("split", "a", "c")], {("b", "c")}, {("a", "c")}, id="round a corner, split"
        ),
        pytest.param(
            [("split", "a", "c"), ("merge", "a", "b"), ("merge", "b", "c")], {("a", "b"), ("b", "c")}, set(), id="round a corner, merge"
        ),
        pytest.param([("merge", "a", "b"), ("retract", "j0")], set(), set(), id="retracted"),
        pytest.param([("merge", "a", "b"), ("retract", "j0"), ("retract", "j1")], {("a", "b")}, set(), id="retraction retracted"),
        pytest.param([("retract", "j1"), ("merge", "a", "b")], {("a", "b")}, set(), id="nothing retracts what comes later"),
        pytest.param([("split", "a", "a", "b")], set(), {("a", "b")}, id="a subject twice"),
    ],
)
def test_of_judgements_at_odds_the_latest_holds(given_, must, cannot):
    made = judged([judgement(n, *words) for n, words in enumerate(given_)], as_of=NEVER)
    assert (made.must, made.cannot) == (must, cannot)


def test_what_is_overruled_is_told():
    first, second = judgement(1, "merge", "a", "b"), judgement(2, "split", "a", "b")
    assert judged([first, second], as_of=NEVER).overruled == (first,)


def test_a_judgement_has_no_effect_before_it_is_known():
    given_ = [judgement(1, "merge", "a", "b"), judgement(5, "retract", "j1")]
    assert judged(given_, as_of=START).must == frozenset()
    assert judged(given_, as_of=START + timedelta(days=4)).must == {("a", "b")}
    assert judged(given_, as_of=START + timedelta(days=5)).must == frozenset()


def test_grades_by_subject_and_axis():
    older, newer, other = (
        judgement(1, "grade", "i1", value="B"),
        judgement(2, "grade", "i1", value="C"),
        judgement(3, "grade", "i1", value="2"),
    )
    made = judged([other, newer, older], as_of=NEVER)
    assert made.grades == {("i1", "reliability"): newer, ("i1", "credibility"): other}
    assert made.overruled == (older,)


@pytest.mark.parametrize(
    "bad",
    [
        pytest.param(judgement(1, "merge", "a"), id="a merge of one"),
        pytest.param(judgement(1, "split", "a", "a"), id="a split from itself"),
        pytest.param(judgement(1, "grade", "i1"), id="a grade without a value"),
        pytest.param(judgement(1, "grade", "i1", value="7"), id="no grade"),
        pytest.param(judgement(1, "merge", "a", "b", value="B"), id="a merge with a grade"),
        pytest.param(judgement(1, "retract"), id="a retraction of nothing"),
    ],
)
def test_what_says_nothing_is_refused(bad):
    with pytest.raises(DataError, match="judgement"):
        checked(bad)


def test_what_says_something_is_passed_on():
    good = judgement(1, "grade", "outlet:BBC", value="A")
    assert checked(good) is good


WORDS = st.lists(
    st.one_of(
        st.tuples(
            st.sampled_from(["merge", "split"]), st.lists(st.sampled_from("abcde"), min_size=2, max_size=3, unique=True), st.integers(0, 4)
        ),
        st.tuples(st.just("retract"), st.lists(st.sampled_from([f"j{n}" for n in range(8)]), min_size=1, max_size=2), st.integers(0, 4)),
    ),
    max_size=8,
)


@given(WORDS, st.randoms(use_true_random=False))
def test_the_order_leaves_no_trace_and_nothing_is_asked_that_cannot_be(words, chance):
    given_ = [judgement(n, decision, *subjects, day=day) for n, (decision, subjects, day) in enumerate(words)]
    made = judged(given_, as_of=NEVER)
    chance.shuffle(given_)
    assert judged(given_, as_of=NEVER) == made
    group = {event: {event} for event in "abcde"}
    for a, b in made.must:
        joined = group[a] | group[b]
        group.update(dict.fromkeys(joined, joined))
    assert all(b not in group[a] for a, b in made.cannot)
    assert {j.id for j in made.overruled} <= {j.id for j in in_force(given_, as_of=NEVER)}
