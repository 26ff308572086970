"""What the documents show is what the product says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from scripts.examples import DOCUMENTS, examples

import tocsin

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_examples_are_what_the_commands_print():
    found = list(examples())
    assert [(e.document, e.command, e.shown) for e in found] == [(e.document, e.command, e.printed) for e in found]
    assert {e.document for e in found} == set(DOCUMENTS)


def test_the_readme_tells_the_order_of_the_stages():
    assert (
        "collect -> parse -> encoder -> entities -> claims -> events -> incidents -> indicators -> scenarios -> forecast -> products"
        in README
    )
    assert (
        "collect -> parse -> encoder -> entities -> claims -> events -> incidents -> indicators -> scenarios -> forecast -> products"
        in tocsin.__doc__
    )


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
