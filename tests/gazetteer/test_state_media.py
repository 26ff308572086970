"""Outlets of states."""

from __future__ import annotations

import pytest

from tocsin.gazetteer.state_media import is_state_media


@pytest.mark.parametrize(
    ("outlet", "url", "expected"),
    [
        pytest.param("Press TV", None, True, id="name"),
        pytest.param("press tv", None, True, id="in any case"),
        pytest.param(None, "https://www.presstv.ir/Detail/1", True, id="host"),
        pytest.param("en.irna.ir", None, True, id="outlet known by its host alone"),
        pytest.param("Reuters", "https://www.reuters.com/x", False, id="known, and not of a state"),
        pytest.param("Harbour Post", "https://harbour.example/1", None, id="unknown"),
        pytest.param(None, None, None, id="nothing said"),
        pytest.param(None, "https://notirna.ir/1", None, id="no suffix of a word"),
    ],
)
def test_what_is_known_of_an_outlet(outlet: str | None, url: str | None, expected: bool | None) -> None:
    assert is_state_media(outlet, url) is expected
