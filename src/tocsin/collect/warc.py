"""Web archives: the documents in the records of a WARC (ISO 28500) or ARC file, packed or not.

The archive is taken apart in a child process, since its records may unfold without end.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from threading import Timer
from typing import IO, Any, BinaryIO

from tocsin.collect.sandbox import Limits
from tocsin.collect.streams import Meter
from tocsin.errors import BadRow, Bomb, BrokenOff, InputError, TocsinError, TooLong

_LONGEST_MESSAGE = 20_000  # bytes
_ERRORS: dict[str, type[InputError]] = {error.code: error for error in (BadRow, Bomb, BrokenOff, TooLong)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """What one record holds: the answer of a server with status 200, or a resource, that is HTML, a PDF or plain text.

    place: "record 3", counted from one over all records.  url: None where the record names none that is of the web.
    """

    place: str
    url: str | None
    media_type: str
    charset: str | None
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class BrokenRecord:
    """A record that could not be read; with BrokenOff or Bomb, nor could anything after it."""

    place: str
    url: str | None
    error: TocsinError


def documents(stream: BinaryIO, meter: Meter, limits: Limits | None = None) -> Iterator[Document | BrokenRecord]:
    """The documents of an archive, in order. Whatever else it holds (requests, pictures, redirects, robots.txt) is passed over.

    stream: a real file, which the child process inherits.  meter: told how far the archive was read.
    """
    limits = limits or Limits()
    command = [sys.executable, "-P", "-m", "tocsin.collect.warc_child", str(limits.cpu_seconds), str(limits.memory_bytes)]
    child = subprocess.Popen(command, stdin=stream, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)  # noqa: S603 - our own module
    try:
        yield from _told(child, meter, limits)
    finally:
        child.kill()
        child.communicate()


def _told(child: subprocess.Popen[bytes], meter: Meter, limits: Limits) -> Iterator[Document | BrokenRecord]:
    number, before = 0, meter.done
    while (message := _message(child, limits.wall_seconds)) is not None:
        told, content = message
        if told["kind"] == "end":
            return
        number = told["record"]
        meter.done = before + told["at"]
        place, url = f"record {number}", _web(told.get("uri"))
        if told["kind"] == "document":
            yield Document(place=place, url=url, media_type=told["media_type"], charset=told["charset"], content=content)
        elif told["kind"] == "error":
            error = told["error"]
            made = _ERRORS[error["code"]](error["found"], allowed=error["allowed"], do=error["do"])
            yield BrokenRecord(place=place, url=url, error=made)
    error = BrokenOff(f"the archive could not be taken apart further within {limits.wall_seconds} s and the memory allowed")
    yield BrokenRecord(place=f"record {number + 1}", url=None, error=error)


def _message(child: subprocess.Popen[bytes], wall_seconds: int) -> tuple[dict[str, Any], bytes] | None:
    """The next message; None where the child died or was ended."""
    stdout = _pipe(child.stdout)
    timer = Timer(wall_seconds, child.kill)
    timer.start()
    try:
        line = stdout.readline(_LONGEST_MESSAGE)
        told: dict[str, Any] = json.loads(line) if line.endswith(b"\n") else {"size": 0}
        content = stdout.read(told["size"])
    finally:
        timer.cancel()
    return (told, content) if "kind" in told and len(content) == told["size"] else None


def _web(uri: str | None) -> str | None:
    return uri if uri and uri.startswith(("http://", "https://")) else None


def _pipe(stream: IO[bytes] | None) -> IO[bytes]:
    if stream is None:
        raise RuntimeError("the child was started without a pipe")
    return stream
