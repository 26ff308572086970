from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.errors import DataError
from tocsin.lake.raw import Raw
from tocsin.lake.store import Store


@pytest.fixture(params=["folder", "store"])
def raw(request: pytest.FixtureRequest, tmp_path: Path) -> Raw:
    return Raw(Store(str(tmp_path) if request.param == "folder" else f"file://{tmp_path}"))


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


@given(content=st.binary(max_size=300))
@settings(max_examples=25, deadline=None)
def test_bytes_come_out_as_they_went_in(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    raw = Raw(Store(tmp_path_factory.mktemp("raw")))
    raw.put({digest(content): content})
    assert raw.get(digest(content)) == content


def test_keeping_again_changes_nothing(raw: Raw, tmp_path: Path) -> None:
    content = b"<p>One page.</p>" * 1_000
    raw.put({digest(content): content})
    [file] = tmp_path.rglob("*.zst")
    before = file.stat()
    raw.put({digest(content): content})
    assert list(tmp_path.rglob("*.*")) == [file]
    assert file.stat().st_mtime_ns == before.st_mtime_ns
    assert before.st_size < len(content) / 10
    assert list(raw.hashes()) == [digest(content)]
    assert raw.get(digest(content)) == content


def test_what_was_not_kept_is_none(raw: Raw) -> None:
    assert raw.get(digest(b"other")) is None
    assert raw.get("../../etc/passwd") is None
    assert list(raw.hashes()) == []


def test_a_wrong_hash_is_refused(raw: Raw) -> None:
    with pytest.raises(DataError, match="another SHA-256"):
        raw.put({digest(b"a"): b"b"})


@pytest.mark.parametrize(
    "harm", [lambda packed: packed[:-6], lambda _: b"", lambda _: b"no zstd at all"], ids=["cut short", "empty", "other bytes"]
)
def test_bytes_that_came_to_harm_are_not_handed_out(raw: Raw, tmp_path: Path, harm) -> None:
    content = bytes(range(256)) * 40
    raw.put({digest(content): content})
    [file] = tmp_path.rglob("*.zst")
    file.write_bytes(harm(file.read_bytes()))
    with pytest.raises(DataError, match="Take them in again"):
        raw.get(digest(content))


def test_what_a_killed_writer_had_half_written_goes(tmp_path: Path) -> None:
    raw = Raw(Store(tmp_path))
    raw.put({digest(b"whole"): b"whole"})
    left = tmp_path / "raw" / "ab" / f"{'0' * 62}.zst.{'1' * 32}"
    left.parent.mkdir(exist_ok=True)
    left.write_bytes(b"half")
    assert raw.tidy(datetime.now(UTC) - timedelta(hours=1)) == 0
    assert raw.tidy(datetime.now(UTC) + timedelta(hours=1)) == 1
    assert not left.exists()
    assert raw.get(digest(b"whole")) == b"whole"
