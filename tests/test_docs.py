"""What the documents show is what the product says."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import tocsin

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_example_of_the_readme_is_what_the_command_prints():
    command, shown = re.search(r"<!-- example: tocsin (.+?) -->\n```text\n(.*?)```", README, re.S).groups()
    words = [w.strip('"') for w in re.findall(r'"[^"]*"|\S+', command)]
    command_line, plain = [Path(sys.executable).with_name("tocsin"), *words], {**os.environ, "COLUMNS": "80"}
    run = subprocess.run(command_line, cwd=ROOT, env=plain, check=True, capture_output=True, text=True)
    assert [line.rstrip() for line in run.stdout.strip().splitlines()] == [line.rstrip() for line in shown.strip().splitlines()]


def test_the_readme_tells_the_order_of_the_stages():
    assert "collect -> parse -> entities -> claims -> events -> products" in README
    assert "collect -> parse -> entities -> claims -> events -> products" in tocsin.__doc__


def test_every_target_that_the_readme_names_exists():
    targets = set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))
    assert set(re.findall(r"(?:`|^ {4})make (\w+)", README, re.M)) <= targets


@pytest.mark.parametrize("document", sorted(p.relative_to(ROOT).as_posix() for p in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]))
def test_links_within_the_repository_lead_somewhere(document):
    path = ROOT / document
    links = re.findall(r"\]\((?!https?:)([^)#]+)\)", path.read_text(encoding="utf-8"))
    assert [link for link in links if not (path.parent / link).exists()] == []


def test_agents_md_stays_short():
    assert len((ROOT / "AGENTS.md").read_text(encoding="utf-8").splitlines()) < 60
