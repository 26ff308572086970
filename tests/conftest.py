"""What every test may ask for."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tocsin.parse import SpacyParser
from tocsin.records import Parse


@pytest.fixture(scope="session")
def parse() -> Callable[[str], Parse]:
    """Parses one text with the shipped parser."""
    parser = SpacyParser()
    return lambda text: next(parser.parse([text]))
