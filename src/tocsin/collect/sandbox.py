"""Reads pages and documents in a child process that may neither run on, nor grow, nor bring this process down."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from threading import Timer
from typing import IO, Any, Literal

from tocsin.collect.known import Found
from tocsin.errors import EmptyText, InputError, NoArticle, NotText

Kind = Literal["page", "pdf"]
Extract = Callable[[Kind, bytes, str | None, str | None], Found]
"""(kind, bytes, charset, url) -> what was found; raises NoArticle, NotText, EmptyText."""

_MOST_REPLY = 64_000_000  # bytes
_ERRORS: dict[str, type[InputError]] = {error.code: error for error in (NoArticle, NotText, EmptyText)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one document may take: seconds on the clock, seconds of one core, bytes of address space (where the system heeds it)."""

    wall_seconds: int = 30
    cpu_seconds: int = 20
    memory_bytes: int = 2_000_000_000


class Sandbox(AbstractContextManager["Sandbox"]):
    """One child process, started at the first document, kept for the next, and started anew after it had to be ended.

    >>> with Sandbox() as sandbox:
    ...     sandbox.extract("page", b"<p>Sign in</p>", None, None)
    Traceback (most recent call last):
    tocsin.errors.NoArticle: The page holds no article. Give the text itself, or the address of a single report.
    """

    def __init__(self, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()
        self._child: subprocess.Popen[bytes] | None = None

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the child; a later document starts another."""
        if self._child is not None:
            self._child.kill()
            self._child.communicate()
            self._child = None

    def extract(self, kind: Kind, data: bytes, charset: str | None, url: str | None) -> Found:
        """What the page or the document holds. Raises NoArticle, also where the limits were reached, NotText, EmptyText."""
        reply = self._ask({"kind": kind, "size": len(data), "charset": charset, "url": url}, data)
        if reply is None:
            self.close()
            name = "PDF" if kind == "pdf" else "page"
            raise NoArticle(
                f"the {name} could not be taken apart within {self._limits.wall_seconds} s and the memory allowed", do="give its text"
            )
        if "error" in reply:
            error = reply["error"]
            raise _ERRORS[error["code"]](error["found"], allowed=error["allowed"], do=error["do"])
        published = reply.pop("published")
        return Found(**reply, published=date.fromisoformat(published) if published else None)

    def _ask(self, question: dict[str, Any], data: bytes) -> dict[str, Any] | None:
        """The child's reply; None where it died or was ended."""
        child = self._running()
        stdin, stdout = _pipe(child.stdin), _pipe(child.stdout)
        timer = Timer(self._limits.wall_seconds, child.kill)
        timer.start()
        try:
            stdin.write(json.dumps(question).encode() + b"\n" + data)
            stdin.flush()
            line = stdout.readline(_MOST_REPLY)
        except BrokenPipeError:
            return None
        finally:
            timer.cancel()
        reply: dict[str, Any] | None = json.loads(line) if line.endswith(b"\n") else None
        return reply

    def _running(self) -> subprocess.Popen[bytes]:
        if self._child is None:
            limits = [str(self._limits.cpu_seconds), str(self._limits.memory_bytes)]
            # -P: the child must not import from the folder in which it happens to be started
            command = [sys.executable, "-P", "-m", "tocsin.collect.child", *limits]
            pipe = subprocess.PIPE
            self._child = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL)  # noqa: S603 - our own module
        return self._child


def _pipe(stream: IO[bytes] | None) -> IO[bytes]:
    if stream is None:
        raise RuntimeError("the child was started without a pipe")
    return stream
