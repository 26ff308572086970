from __future__ import annotations

import sys
import time

import pytest

from tocsin.collect.sandbox import Limits, Sandbox
from tocsin.errors import EmptyText, NoArticle

from .factory import PROSE, html, pdf_of


def test_pages_and_documents_come_through_one_child():
    with Sandbox() as sandbox:
        found = sandbox.extract("page", html(), None, "https://sample.example/2019/06/19/a")
        assert PROSE in found.text
        assert (found.outlet, str(found.published)) == ("sample.example", "2019-06-19")
        assert sandbox.extract("pdf", pdf_of([[PROSE]], info={"Title": "Ships for the strait"}), None, None).title == "Ships for the strait"


def test_errors_come_through_and_the_child_goes_on():
    with Sandbox() as sandbox:
        with pytest.raises(NoArticle, match="no article"):
            sandbox.extract("page", b"<p>Sign in</p>", None, None)
        with pytest.raises(EmptyText):
            sandbox.extract("page", b" ", None, None)
        with pytest.raises(NoArticle, match="broken"):
            sandbox.extract("pdf", b"%PDF-", None, None)
        assert PROSE in sandbox.extract("page", html(), None, None).text


SLOW = b"<html><body " + b" ".join(b"a%d=x" % i for i in range(200_000)) + b"><p>x</p>"
"""The parser compares each attribute with all before it."""


@pytest.mark.parametrize(
    "limits",
    [
        pytest.param(Limits(wall_seconds=1), id="clock"),
        pytest.param(Limits(cpu_seconds=1), id="processor"),
    ],
)
def test_what_takes_too_long_is_ended_and_the_next_is_read(limits):
    begun = time.monotonic()
    with Sandbox(limits) as sandbox:
        with pytest.raises(NoArticle, match="could not be taken apart"):
            sandbox.extract("page", SLOW, None, None)
        assert time.monotonic() - begun < 8
    with Sandbox() as sandbox:
        assert PROSE in sandbox.extract("page", html(), None, None).text


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux holds a process to its address space")
def test_what_takes_too_much_memory_is_ended():
    with Sandbox(Limits(memory_bytes=80_000_000)) as sandbox, pytest.raises(NoArticle):
        sandbox.extract("page", html(body=f"<p>{PROSE}</p>" * 40_000), None, None)


def test_a_child_that_died_is_started_anew():
    with Sandbox() as sandbox:
        sandbox.extract("page", html(), None, None)
        sandbox._child.kill()
        with pytest.raises(NoArticle):
            sandbox.extract("page", html(), None, None)
        assert PROSE in sandbox.extract("page", html(), None, None).text


def test_the_child_is_gone_afterwards():
    with Sandbox() as sandbox:
        sandbox.extract("page", html(), None, None)
        child = sandbox._child
    assert child.poll() is not None
