"""The measures of pages and of labels count as they say."""

from __future__ import annotations

import gzip
import io
import json
import tarfile

import pytest
from evals import labels, pages
from tests.collect.factory import PROSE, html

MARKED = {
    "https://a.example": {"file": "a.html", "with": ["two ships to", "Borland  called\nthe step"], "without": ["Sign in here"]},
    "https://b.example": {"file": "b.html", "with": ["some words"], "without": ["menu"]},
    "https://c.example": {"file": "missing.html", "with": ["x"], "without": ["y"]},
}


@pytest.fixture
def corpora(tmp_path, monkeypatch):
    files = {"x/evaldata.json": json.dumps(MARKED).encode(), "x/eval/a.html": html(), "x/cache/b.html": b"<p>menu</p>"}
    with tarfile.open(tmp_path / pages.ARCHIVE, "w:gz") as archive:
        for name, data in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    rows = [
        {"title": "The ships of Arland", "description": PROSE, "language": "en-US"},
        {"title": "Die Schiffe und das Meer", "language": "en"},
    ]
    (tmp_path / "feed_entries_1.jsonl.gz").write_bytes(gzip.compress(b"\n".join(json.dumps(row).encode() for row in rows)))
    monkeypatch.setenv(pages.CORPORA_VARIABLE, str(tmp_path))
    return tmp_path


def test_segments_are_counted_as_found_wrong_and_missed():
    counts = pages.Counts()
    counts.add("One  two\nthree four", ["two three", "five"], ["four", "six"])
    counts.add("", ["one"], ["two"])
    assert (counts.right, counts.wrong, counts.missed, counts.empty) == (1, 1, 2, 1)
    assert (counts.precision, counts.recall, counts.f1) == (1 / 2, 1 / 3, 2 / 5)


def test_pages_are_measured_beside_each_other(corpora, capsys):
    assert pages.main() == 0
    shown = capsys.readouterr().out
    assert "2 pages" in shown
    assert "ours         F1 0.8000  precision 1.0000  recall 0.6667  without text 1" in shown


def test_nothing_is_measured_where_there_is_nothing(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv(pages.CORPORA_VARIABLE, str(tmp_path / "none"))
    assert pages.main() == 0
    assert "not measured" in capsys.readouterr().err


def test_labels_are_judged(corpora, capsys):
    assert labels.main() == 0
    assert "English  right  taken over" in capsys.readouterr().out
    assert labels.judged({"title": "x", "description": PROSE, "language": None}) == ("none", "-", "left open")
    assert labels.judged({"title": "x", "description": PROSE, "language": "de"}) == ("another", "wrong", "left open")
