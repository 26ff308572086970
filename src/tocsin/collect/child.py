"""The other side of `sandbox`: takes documents from standard input, one after the other, under limits that it sets itself.

A question is a line of JSON and the bytes that it announces; a reply is a line of JSON.
"""

from __future__ import annotations

import json
import os
import sys
from dataclasses import asdict
from typing import Any, BinaryIO

from tocsin.collect.known import Found
from tocsin.errors import InputError


def main() -> None:
    """Answer until the input ends."""
    cpu_seconds, memory_bytes = map(int, sys.argv[1:])
    replies = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints must not reach the replies
    questions = sys.stdin.buffer
    limit_memory(memory_bytes)
    while line := questions.readline():
        limit_cpu(cpu_seconds)
        replies.write(json.dumps(_reply(json.loads(line), questions)).encode() + b"\n")
        replies.flush()


def _reply(question: dict[str, Any], stream: BinaryIO) -> dict[str, Any]:
    data = stream.read(question["size"])
    try:
        found = _found(question, data)
    except InputError as error:
        return {"error": {"code": error.code, "found": error.found, "allowed": error.allowed, "do": error.do}}
    return asdict(found) | {"published": found.published.isoformat() if found.published else None}


def _found(question: dict[str, Any], data: bytes) -> Found:
    if question["kind"] == "pdf":
        from tocsin.collect.pdf import pdf

        return pdf(data)
    from tocsin.collect.page import page

    return page(data, charset=question["charset"], url=question["url"])


def limit_memory(most: int) -> None:
    """So many bytes of address space, where the system heeds it."""
    if sys.platform != "win32":
        import resource

        _lower(resource.RLIMIT_AS, most)


def limit_cpu(seconds: int) -> None:
    """So many seconds more than were used up to now."""
    if sys.platform != "win32":
        import resource

        usage = resource.getrusage(resource.RUSAGE_SELF)
        _lower(resource.RLIMIT_CPU, int(usage.ru_utime + usage.ru_stime) + 1 + seconds)


def _lower(limit: int, to: int) -> None:
    import resource

    _, hard = resource.getrlimit(limit)
    resource.setrlimit(limit, (to if hard == resource.RLIM_INFINITY else min(to, hard), hard))


if __name__ == "__main__":
    main()
