import subprocess
import sys

import pytest

import tocsin


@pytest.mark.parametrize("module", ["tocsin", "tocsin.cli"])
@pytest.mark.parametrize("heavy", ["spacy", "numpy", "trafilatura", "httpx", "pypdf", "py3langid"])
def test_importing_is_cheap(module, heavy):
    code = f"import sys, {module}; sys.exit({heavy!r} in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_public_names_are_these():
    assert sorted(tocsin.__all__) == ["Article", "ArticleReading", "Config", "Reader", "Unreadable", "read"]
    assert all(getattr(tocsin, name) for name in tocsin.__all__)
