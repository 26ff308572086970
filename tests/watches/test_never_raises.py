"""Whatever stands in the files of a watch, it is found, not raised."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tocsin.watches import load

from .conftest import FILES, Watch

paths = st.sampled_from(sorted(FILES))
QUICK = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
TOKENS = [
    "",
    "- ",
    ": ",
    "{",
    "}",
    "[",
    "]",
    "&a ",
    "*a",
    "!!int ",
    "\n",
    '"',
    "'",
    "|",
    ">",
    "#",
    "---",
    "null",
    "1e99",
    "-1",
    "\x00",
    "<<: ",
    "[[x]]",
    "=",
    ",",
]


@pytest.fixture
def seen(tmp_path_factory):
    """Loads the small watch with one file replaced, and says what must hold of any finding."""
    watch = Watch(tmp_path_factory.mktemp("watch"))
    watch.write()

    def check(path: str, data: bytes) -> None:
        (watch.folder / path).write_bytes(data)
        made = load(watch.folder)
        (watch.folder / path).write_bytes(watch.files[path])
        lines = data.decode("utf-8", "replace").splitlines()
        assert (made.watch is None) == any(f.severity == "error" for f in made.findings)
        assert all(f.line is None or 1 <= f.line <= len(lines) + 2 for f in made.findings if f.path == path)
        assert all(f.found.isprintable() for f in made.findings)

    return check


@QUICK
@given(path=paths, data=st.binary(max_size=200))
def test_random_bytes(seen, path, data):
    seen(path, data)


@QUICK
@given(path=paths, data=st.data())
def test_pieces_put_in_or_cut_out(seen, path, data):
    text = FILES[path]
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(text)))
        end = data.draw(st.integers(start, min(len(text), start + 12)))
        text = text[:start] + data.draw(st.sampled_from(TOKENS) | st.text(max_size=5)) + text[end:]
    seen(path, text.encode("utf-8", "replace"))


@QUICK
@given(path=paths, data=st.data())
def test_lines_in_any_order(seen, path, data):
    seen(path, "".join(data.draw(st.permutations(FILES[path].splitlines(keepends=True)))).encode())


@QUICK
@given(
    path=paths,
    value=st.recursive(
        st.sampled_from(["x", "1", "null", "2019-01-01", "true"]),
        lambda v: st.lists(v, max_size=2).map(lambda i: "[" + ", ".join(i) + "]") | v.map(lambda i: "{a: " + i + "}"),
        max_leaves=4,
    ),
    data=st.data(),
)
def test_values_of_another_kind(seen, path, value, data):
    lines = FILES[path].splitlines(keepends=True)
    n = data.draw(st.integers(0, len(lines) - 1))
    key, colon, _ = lines[n].partition(":")
    lines[n] = f"{key}: {value}\n" if colon else lines[n]
    seen(path, "".join(lines).encode())
