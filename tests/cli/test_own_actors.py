"""Actors of one's own, from the command line into a reading and a lake."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from tocsin.cli import app
from tocsin.config import Config
from tocsin.gazetteer.actor_file import load_actors

TEXT = "Vandrian troops attacked the Kestrel Brigade near Gao on Monday. Mali condemned Vandria on Tuesday."
ACTORS = """\
name,kind,country,sector,code
Vandria,country,VDR,,
Vandrian,demonym,VDR,,
Kestrel Brigade,body,MLI,REB,MLIREBKES
"""


def run(*words: object) -> Result:
    return CliRunner().invoke(app, list(map(str, words)), env={"COLUMNS": "120"})


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "report.txt"
    path.write_text(TEXT)
    return path


@pytest.fixture
def actors(tmp_path: Path) -> Path:
    path = tmp_path / "actors.csv"
    path.write_text(ACTORS)
    return path


def test_a_reading_codes_them_and_says_with_which_settings(report: Path, actors: Path) -> None:
    made = json.loads(run("read", report, "--format", "json", "--actors", actors).stdout)
    codes = {a["id"]: a["code"] for a in made["actors"]}
    assert ("ASSAULT", ["VDRMIL"], ["MLIREBKES"]) in [
        (e["type"], [codes[s] for s in e["sources"]], [codes[t] for t in e["targets"]]) for e in made["events"]
    ]
    assert made["made_by"]["config"] == Config(actors=load_actors(actors)).digest() != Config().digest()


def test_a_deed_in_a_state_of_ones_own_is_done_to_that_state(tmp_path: Path, actors: Path) -> None:
    (tmp_path / "visit.txt").write_text("French troops invaded Vandria on Monday. The president of Ghana arrived in Vandria on Tuesday.")
    made = json.loads(run("read", tmp_path / "visit.txt", "--format", "json", "--actors", actors).stdout)
    codes = {a["id"]: a["code"][:3] for a in made["actors"]}
    assert [(e["type"], {codes[t] for t in e["targets"]} & {"VDR"}) for e in made["events"]] == [("ASSAULT", {"VDR"}), ("CONSULT", {"VDR"})]


def test_a_file_that_breaks_the_rules_is_named_with_its_line(report: Path, actors: Path) -> None:
    actors.write_text("name,sector\nTern Guard,MIL\nGull Guard,ARMY\n")
    done = run("read", report, "--actors", actors)
    assert done.exit_code == 1
    assert "Line 3 of actors.csv: the sector is 'ARMY'. GOV, MIL," in done.stderr


def test_a_file_that_is_not_there_is_said(report: Path, tmp_path: Path) -> None:
    done = run("read", report, "--actors", tmp_path / "none.csv")
    assert done.exit_code == 1
    assert "none.csv: No such file or directory" in done.stderr


def test_a_lake_is_read_again_when_they_change(report: Path, actors: Path, tmp_path: Path) -> None:
    lake = tmp_path / "lake"
    assert run("ingest", report, "--lake", lake, "--actors", actors, "--processes", 1).exit_code == 0
    assert "0 of 0 articles read again" in run("reread", "--lake", lake, "--actors", actors, "--processes", 1).stderr
    assert "1 of 1 articles read again" in run("reread", "--lake", lake, "--processes", 1).stderr
