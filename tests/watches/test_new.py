"""A folder to start from."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tocsin.ontology import MODES, PLOVER
from tocsin.watches import BadWatch, load, loaded, new

SOURCE = Path(__file__).parents[2] / "src/tocsin"


def files(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_it_is_sound_and_of_its_name(tmp_path):
    folder = new(tmp_path / "watches", "nile-2020")
    assert folder == tmp_path / "watches" / "nile-2020"
    assert load(folder).findings == ()
    watch = loaded(folder)
    assert (watch.id, watch.title) == ("nile-2020", "nile-2020")


def test_it_shows_different_kinds(tmp_path):
    watch = loaded(new(tmp_path, "nile"))
    assert len({indicator.kind for indicator in watch.indicators}) == len(watch.indicators) == 3
    assert (len(watch.scenarios), len(watch.questions)) == (2, 1)


@pytest.mark.parametrize("there", ["folder", "file"])
def test_nothing_is_written_over(tmp_path, there):
    target = tmp_path / "nile"
    target.mkdir() if there == "folder" else target.write_text("mine")
    with pytest.raises(BadWatch, match="already"):
        new(tmp_path, "nile")
    assert list(tmp_path.rglob("*")) == [target]


@pytest.mark.parametrize("name", ["", "..", "../nile", "a/b", "a b", "/tmp/x", "n" * 81])
def test_a_name_that_cannot_be_one(tmp_path, name):
    with pytest.raises(BadWatch, match="cannot be called"):
        new(tmp_path, name)
    assert list(tmp_path.iterdir()) == []


def test_a_place_where_nothing_can_be_written(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(BadWatch, match="cannot be written"):
        new(tmp_path / "file", "nile")


def test_like_another(watch, tmp_path):
    watch.files["notes.txt"] = b"not of the watch"
    other = new(tmp_path / "new", "straits-2", like=watch.write())
    assert loaded(other).id == "straits-2"
    assert loaded(other).digest == loaded(watch.folder).digest
    assert files(other) == {path: data for path, data in watch.files.items() if path != "notes.txt"}


def test_not_like_one_that_is_broken(watch, tmp_path):
    watch.change("scenarios/rest.yaml", "rest: true", "rest: perhaps")
    with pytest.raises(BadWatch, match='"rest" is "perhaps"'):
        new(tmp_path / "new", "straits-2", like=watch.write())
    assert not (tmp_path / "new").exists()


def test_a_watch_may_ask_for_every_mode_that_an_event_can_have():
    given = {(row["plover_event"], row["plover_mode"]) for row in rows("ontology/data/cameo.csv")}
    given |= {(row["type"], row["mode"]) for row in rows("events/data/lexicon.csv")}
    assert {(kind, mode) for kind, mode in given if kind in PLOVER and mode} == {(kind, mode) for kind in MODES for mode in MODES[kind]}


def rows(table):
    with (SOURCE / table).open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))
