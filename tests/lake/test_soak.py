from __future__ import annotations

from pathlib import Path

import pytest
from benchmarks import soak


def test_writers_that_are_killed_lose_and_double_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert soak.main(["--kills", "3", "--articles", "400", "--seed", "5"]) == 0
    assert "3 kills, 400 articles" in capsys.readouterr().out


def test_a_loss_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "notes-0").write_text("never-filed\n")
    made = soak.Soak(lake=str(tmp_path / "lake"), notes=tmp_path, kills=0, articles=3, seed=1, writer=None)
    soak.write(made.lake, 0, 3, 1, tmp_path / "notes-0")
    made.seen.add("gone")
    wrong = list(made.wrong())
    assert "1 articles were seen and are missing: ['gone']" in wrong
    assert "1 articles were acknowledged and are missing: ['never-filed']" in wrong
    assert "FiledArticle: the table does not hold what was handed over" in wrong
