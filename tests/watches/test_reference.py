"""What docs/reference/watch.md says of the format is what is read."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest

from tocsin.ontology import OTHER, PLOVER
from tocsin.records import IndicatorGroup, IndicatorKind
from tocsin.watches import load
from tocsin.watches.indicators import _BASELINE, _KEYS
from tocsin.watches.patterns import PATTERN_KEYS, STANCES, STATUSES
from tocsin.watches.rules import _KEYS as RULE
from tocsin.watches.scenarios import _QUESTION, _SCENARIO
from tocsin.watches.settings import _KEYS as SETTINGS

TEXT = (Path(__file__).parents[2] / "docs/reference/watch.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("keys", [SETTINGS, PATTERN_KEYS, _KEYS, _BASELINE, _SCENARIO, _QUESTION, RULE, get_args(IndicatorKind)])
def test_every_key_is_described(keys):
    described = set(re.findall(r"`\[?(\w[\w-]*)", TEXT))
    assert set(keys) <= described


@pytest.mark.parametrize("words", [(*PLOVER, OTHER), STATUSES, STANCES, get_args(IndicatorGroup)])
def test_every_word_is_listed(words):
    assert ", ".join(words) in TEXT


def test_the_examples_are_sound(watch):
    toml, indicators, scenario = re.findall(r"```(?:toml|yaml)\n(.*?)```", TEXT, re.DOTALL)
    watch.files["watch.toml"] = (
        toml.replace("brent", "oil")
        + '[history.past]\nfile = "history/past.csv"\ntitle = "P"\nsource = "s"\nlicence = "l"\nfirst = 2018-01-01\nlast = 2018-12-31\n'
    ).encode()
    watch.files["indicators/a.yaml"] = watch.files["indicators/a.yaml"].replace(b"axis", b"either") + indicators.encode()
    watch.files["scenarios/escalation.yaml"] = scenario.encode() + b"  strikes: C\n"
    assert load(watch.write()).findings == ()
