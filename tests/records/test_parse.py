from hypothesis import given
from hypothesis import strategies as st

from tocsin.records import Parse


def chain(heads: list[int]) -> Parse:
    n = len(heads)
    text = " ".join("w" for _ in range(n))
    blank = ("",) * n
    return Parse(
        text=text,
        starts=tuple(2 * i for i in range(n)),
        ends=tuple(2 * i + 1 for i in range(n)),
        lemmas=blank,
        tags=blank,
        pos=blank,
        heads=tuple(heads),
        relations=blank,
        entities=blank,
        sentences=((0, n),),
    )


trees = st.integers(1, 30).flatmap(lambda n: st.tuples(*[st.integers(0, max(i - 1, 0)) for i in range(n)])).map(list)


@given(trees)
def test_a_subtree_spans_everything_below(heads):
    parse = chain(heads)
    for i in range(len(parse)):
        below = [j for j in range(len(parse)) if j == i or i in parse.ancestors(j)]
        assert parse.subtrees[i] == (min(below), max(below) + 1)


@given(trees)
def test_children_and_heads_agree(heads):
    parse = chain(heads)
    assert sorted(c for cs in parse.children for c in cs) == [i for i, h in enumerate(heads) if h != i]
    assert all(parse.heads[c] == i for i, cs in enumerate(parse.children) for c in cs)


@given(trees, st.integers(0, 60), st.integers(1, 10))
def test_tokens_are_those_that_overlap(heads, start, length):
    parse = chain(heads)
    found = set(parse.tokens(start, start + length))
    assert found == {i for i in range(len(parse)) if parse.starts[i] < start + length and start < parse.ends[i]}


def test_entity_spans_join_what_continues(parse):
    made = parse("Angela Merkel met Emmanuel Macron in Berlin.")
    assert [" ".join(made.words[a:b]) for a, b, label in made.entity_spans() if label == "PERSON"] == ["Angela Merkel", "Emmanuel Macron"]
