"""`tocsin read --explain` from end to end."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from tocsin.cli import app

TEXT = "Israel may strike Iran next week, officials told Reuters. Norway will not meet Russia. The talks were about fish."


def run(*words, columns=100):
    done = CliRunner().invoke(app, ["read", *map(str, words)], env={"COLUMNS": str(columns)})
    assert done.exit_code == 0, done.output
    return done.stdout


@pytest.fixture
def report(tmp_path):
    path = tmp_path / "report.txt"
    path.write_text(TEXT)
    return path


def test_the_words_that_decided_stand_below_each_claim_and_event(report):
    lines = [" ".join(line.split()) for line in run(report, "--published", "2019-06-19", "--explain").splitlines()]
    assert 'type row "strike" (verb; object; subject) → ASSAULT “strike” lexicon' in lines
    assert "status modal: possible “may” grammar" in lines
    assert "will not do it: a refusal → REJECT “meet” grammar" in lines
    assert "chain who was told, or who carries what is said “Reuters” grammar" in lines
    assert 'actor name "Iran" (country) → IRNGOV “Iran” table' in lines


def test_what_was_not_coded_is_shown_with_its_words(report):
    shown = run(report, "--explain")
    assert "“talks”" in shown[shown.index("WHAT WAS NOT CODED") :]


@pytest.mark.parametrize("columns", [60, 100, 140])
def test_it_fits_the_screen(report, columns):
    assert max(map(len, run(report, "--explain", columns=columns).splitlines())) <= columns


def test_without_it_nothing_is_explained(report):
    assert "WHAT DECIDED" not in run(report)
    assert "reasons" not in json.loads(run(report, "--format", "json"))["events"][0]


def test_the_record_gains_reasons_whose_offsets_count_into_the_text(report):
    event = json.loads(run(report, "--format", "json", "--explain"))["events"][0]
    assert {"label": "status", "by": "grammar", "detail": "modal: possible", "start": 7, "end": 10} in event["reasons"]
    assert TEXT[7:10] == "may"


def test_a_batch_is_explained_too(tmp_path):
    rows, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    rows.write_text(json.dumps({"id": "1", "text": TEXT}) + "\n")
    run("--jsonl", rows, "--out", out, "--explain")
    assert json.loads(out.read_text())["claims"][0]["reasons"]


def test_nothing_of_an_article_reaches_the_terminal_as_more_than_text(tmp_path):
    path = tmp_path / "hostile.txt"
    path.write_text("The \x1b[31mred\x1b[0m [bold]army[/bold] attacked Iran\u202e, officials said.")
    shown = run(path, "--explain")
    assert not set("\x1b\u202e") & set(shown)
