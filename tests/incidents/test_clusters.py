"""Average linkage: what is joined, what is kept apart, whatever the order."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from tocsin.incidents.clusters import FLOOR, clusters


def test_the_surest_are_joined_first_and_the_average_decides() -> None:
    odds = {("a", "b"): 4.0, ("b", "c"): 2.0, ("a", "c"): FLOOR}
    assert clusters("abc", odds, threshold=0.0) == [("a", "b"), ("c",)]
    assert clusters("abc", odds, threshold=-1.5) == [("a", "b", "c")]


def test_one_strong_pair_does_not_chain_two_clusters() -> None:
    odds = {("a", "b"): 5.0, ("c", "d"): 5.0, ("b", "c"): 3.0}
    assert clusters("abcd", odds, threshold=0.0) == [("a", "b"), ("c", "d")]


def test_what_must_and_what_cannot_stand_together() -> None:
    assert clusters("abc", {}, threshold=0.0, must=[("a", "c")]) == [("a", "c"), ("b",)]
    assert clusters("ab", {("a", "b"): 6.0}, threshold=0.0, cannot=[("a", "b")]) == [("a",), ("b",)]
    assert clusters("abc", {}, threshold=0.0, must=[("a", "b"), ("b", "c")], cannot=[("a", "c")]) == [("a", "b"), ("c",)]


def test_a_ban_holds_for_all_that_one_is_joined_with() -> None:
    odds = {("a", "b"): 6.0, ("b", "c"): 5.0}
    assert clusters("abc", odds, threshold=-5.0, cannot=[("a", "c")]) == [("a", "b"), ("c",)]


PAIRS = list(combinations("abcdefg", 2))


@given(st.dictionaries(st.sampled_from(PAIRS), st.integers(-4, 6).map(float)), st.permutations("abcdefg"), st.sets(st.sampled_from(PAIRS)))
def test_every_member_stands_once_and_order_leaves_no_trace(
    odds: dict[tuple[str, str], float], order: list[str], bans: set[tuple[str, str]]
) -> None:
    made = clusters("abcdefg", odds, threshold=0.0, cannot=bans)
    assert sorted(member for cluster in made for member in cluster) == list("abcdefg")
    assert not any(set(ban) <= set(cluster) for ban in bans for cluster in made)
    assert clusters(order, dict(reversed(odds.items())), threshold=0.0, cannot=bans) == made
