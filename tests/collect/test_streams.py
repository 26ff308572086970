from __future__ import annotations

import gzip
import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.collect.streams import FREE_BYTES, MAX_MEMBERS, Ahead, Bounds, Counted, Gunzipped, Meter, gunzipped, members
from tocsin.errors import Bomb, BrokenOff, NotText, TocsinError

TEXT = b"".join(b"%d words of this line\n" % n for n in range(2_000))


def zipped(**files: bytes) -> io.BytesIO:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name.replace("__", "/"), data)
    return made


def size(stream: io.BytesIO) -> int:
    return len(stream.getvalue())


@given(st.lists(st.binary(max_size=300), max_size=6), st.integers(1, 50), st.integers(0, 4))
def test_members_and_padding_are_read_as_one(parts, step, padding):
    data = b"".join(gzip.compress(part) + bytes(padding) for part in parts)
    stream = Gunzipped(io.BytesIO(data)) if parts else io.BytesIO()
    made = b""
    while block := stream.read(step):
        made += block
    assert made == b"".join(parts)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.999])
def test_what_stood_before_the_end_is_given_and_then_the_break_is_told(share):
    data = gzip.compress(TEXT)
    stream, lines = gunzipped(io.BytesIO(data[: int(len(data) * share)])), []
    with pytest.raises(BrokenOff, match="ends within its data"):
        lines.extend(stream)
    assert TEXT.startswith(b"".join(lines))
    assert len(lines) > 1_000 * share if share > 0.4 else True


@pytest.mark.parametrize(
    ("data", "words"),
    [
        pytest.param(gzip.compress(TEXT)[:2000] + b"\xff" * 200 + gzip.compress(TEXT)[2200:], "damaged", id="damaged within"),
        pytest.param(gzip.compress(TEXT) + b"and so on", "something else", id="something else after it"),
        pytest.param(gzip.compress(TEXT)[:-8] + bytes(8), "damaged", id="wrong sum"),
        pytest.param(b"\x1f\x8b", "ends within", id="no more than the mark"),
    ],
)
def test_damage_is_told(data, words):
    with pytest.raises(BrokenOff, match=words):
        gunzipped(io.BytesIO(data)).read()


def test_a_bomb_is_stopped_long_before_it_is_unpacked():
    data, meter = gzip.compress(bytes(4 * FREE_BYTES), 9), Meter()
    with pytest.raises(Bomb, match="300 times"):
        gunzipped(Counted(io.BytesIO(data), meter)).read()
    assert meter.done < len(data)


def test_what_packs_well_but_is_short_is_no_bomb():
    assert len(gunzipped(io.BytesIO(gzip.compress(bytes(FREE_BYTES // 2)))).read()) == FREE_BYTES // 2


def test_there_is_a_most_at_any_ratio():
    bounds = Bounds(ratio=10, free=0, most=100)
    bounds.add(90, 1_000)
    with pytest.raises(Bomb):
        bounds.add(20, 1_000)


def test_a_meter_knows_how_far_a_stream_was_read():
    meter = Meter(total=10)
    stream = io.BufferedReader(Counted(io.BytesIO(b"0123456789"), meter), 4)
    stream.read(3)
    assert meter.done == 4
    stream.read()
    assert meter.done == 10


@given(st.binary(max_size=40), st.integers(0, 40), st.integers(1, 7))
def test_what_was_looked_at_is_given_again(data, looked, step):
    inner = io.BytesIO(data)
    stream, made = Ahead(inner.read(looked), inner), b""
    while block := stream.read(step):
        made += block
    assert made == data


def test_members_of_an_archive_come_by_name_without_folders_and_hidden_ones():
    archive = zipped(**{"a__b.txt": b"one", ".hidden": b"no", "c.txt": b"two"})
    assert [(name, stream.read()) for name, stream in members(archive, size(archive))] == [("a/b.txt", b"one"), ("c.txt", b"two")]


def test_all_members_together_are_watched():
    archive = zipped(**{f"{n}.txt": bytes(FREE_BYTES // 3) for n in range(9)})
    with pytest.raises(Bomb):
        sum(len(stream.read()) for _, stream in members(archive, size(archive)))


def test_an_archive_of_too_many_files_is_refused():
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as made:
        for n in range(MAX_MEMBERS + 1):
            made.writestr(f"{n}", b"")
    with pytest.raises(Bomb, match="10,001 files"):
        list(members(archive, size(archive)))


def test_office_documents_are_told_from_archives():
    with pytest.raises(NotText, match="office"):
        list(members(archive := zipped(**{"[Content_Types].xml": b"", "word__document.xml": b""}), size(archive)))


@pytest.mark.parametrize("share", [0.05, 0.5, 0.99])
def test_a_cut_archive_is_told(share):
    data = zipped(**{"a.txt": TEXT}).getvalue()
    cut = io.BytesIO(data[: int(len(data) * share)])
    with pytest.raises(BrokenOff):
        list(members(cut, size(cut)))


def test_a_damaged_member_is_told_and_the_next_one_read():
    data = zipped(**{"a.txt": TEXT, "b.txt": b"fine"}).getvalue()
    archive = io.BytesIO(data[:60] + b"\xff" * 40 + data[100:])
    found = {}
    for name, stream in members(archive, size(archive)):
        try:
            found[name] = stream if isinstance(stream, TocsinError) else stream.read()
        except TocsinError as error:
            found[name] = error
    assert isinstance(found["a.txt"], BrokenOff)
    assert found["b.txt"] == b"fine"
