"""The other side of `warc`: takes an archive from standard input and hands its documents on, under limits that it sets itself.

A message is a line of JSON, followed by the bytes that it announces.
"""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Iterator
from typing import Any, BinaryIO, cast

from tocsin.collect.child import limit_cpu, limit_memory
from tocsin.collect.intake import MAX_BYTES
from tocsin.collect.streams import Ahead, Counted, Gunzipped, Meter
from tocsin.errors import BadRow, BrokenOff, TocsinError, TooLong

MEDIA_TYPES = frozenset({"text/html", "application/xhtml+xml", "application/pdf", "text/plain"})
"""What a record must hold to be read; all else (pictures, scripts, styles) is passed over."""

_MOST = max(MAX_BYTES.values())
_LONGEST_ADDRESS = 2_000


def main() -> None:
    """Hand on each document of the archive, then say that it ended."""
    cpu_seconds, memory_bytes = map(int, sys.argv[1:])
    replies = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints must not reach the messages
    limit_memory(memory_bytes)
    meter = Meter()
    stream = cast("BinaryIO", io.BufferedReader(Counted(sys.stdin.buffer, meter), 1 << 16))
    limit_cpu(cpu_seconds)
    for message, payload in messages(stream):
        replies.write(json.dumps(message | {"at": meter.done, "size": len(payload)}).encode() + b"\n" + payload)
        replies.flush()
        limit_cpu(cpu_seconds)
    replies.close()


def messages(stream: BinaryIO) -> Iterator[tuple[dict[str, Any], bytes]]:
    """What each record tells and holds, in order: "document", "passed" (no document) or "error"; at last "end"."""
    number = 0
    try:
        for number, record in enumerate(_records(stream), start=1):
            yield _message(number, record)
    except TocsinError as error:
        yield _error(number, error), b""
    yield {"kind": "end", "record": number}, b""


def _records(stream: BinaryIO) -> Iterator[_Record]:
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    head = stream.read(16)
    whole = Ahead(head, stream)
    # no buffer between: warcio has its own, and must be given what stands before a break
    plain = _Members(whole) if head.startswith(b"\x1f\x8b") else whole
    archive = ArchiveIterator(plain, no_record_parse=True, arc2warc=True)
    while True:
        try:
            record = next(archive, None)
        except ArchiveLoadFailed as error:
            raise BrokenOff(f"the archive goes on with what is no record ({str(error).strip():.200})", do=_DO) from None
        if record is None:
            return
        if record.length is None:
            raise BrokenOff("a record breaks off within its header, or does not say how long it is", do=_DO)
        made = _Record(record, archive.loader)
        yield made
        made.finish()


_DO = "fetch the archive again; what stood whole before that was taken in"


class _Members(Gunzipped):
    """A packed archive, a record in each member; some writers leave out the empty lines that part records, and this puts them back."""

    def member(self, head: bytes) -> bytes:
        return b"\r\n\r\n" + head if head.startswith(b"WARC/1.") else head


class _Record:
    """One record of an archive: its header, and what it holds, read once."""

    def __init__(self, record: Any, loader: Any) -> None:
        self._record, self._loader = record, loader
        self.uri = str(record.rec_headers.get_header("WARC-Target-URI") or "")
        self.http: Any = None

    def document(self) -> tuple[str, str | None, bytes] | None:
        """Media type, encoding and content; None for what is no document. Raises TooLong, BadRow."""
        if self._record.rec_type not in ("response", "resource") or not self._is_of_the_web():
            return None
        length = self._record.rec_headers.get_header("Content-Length") or ""
        if not length.isdecimal():
            raise BadRow(f"the record says that it is {length!r:.40} bytes long")
        media_type, charset = self._media_type()
        if media_type not in MEDIA_TYPES:
            return None
        content = self._record.content_stream().read(_MOST + 1)
        if len(content) > _MOST:
            raise TooLong(f"the document is larger than {_MOST // 1_000_000} MB")
        self.finish()
        return media_type, charset, content

    def finish(self) -> None:
        """Read over what is left of it. Raises BrokenOff where the record announced more than the archive holds."""
        raw = self._record.raw_stream
        while raw.read(1 << 16):
            pass
        if raw.limit > 0:
            raise BrokenOff("the archive ends within a record", do=_DO)

    def _is_of_the_web(self) -> bool:
        """Not a crawler's own log, nor what a site says to crawlers."""
        return self.uri.startswith(("http:", "https:")) and not self.uri.endswith("/robots.txt")

    def _media_type(self) -> tuple[str, str | None]:
        stated = self._record.content_type or ""
        if self._record.rec_type == "response":
            http = self._http_header()
            if http.get_statuscode() != "200":
                return "", None
            stated = http.get_header("Content-Type") or ""
        kind, _, rest = stated.partition(";")
        charset = rest.partition("charset=")[2].strip(" \"';")[:40]
        return kind.strip().lower(), charset or None

    def _http_header(self) -> Any:
        from warcio.statusandheaders import StatusAndHeadersParserException

        try:
            http = self._loader.load_http_headers("response", self.uri, self._record.raw_stream, self._record.length)
        except (StatusAndHeadersParserException, EOFError):
            http = None
        if http is None or not str(http.get_statuscode()).isdecimal():
            raise BadRow("the record holds no answer of a server")
        self._record.http_headers = http
        return http


def _message(number: int, record: _Record) -> tuple[dict[str, Any], bytes]:
    try:
        document = record.document()
    except (BadRow, TooLong) as error:
        return _error(number, error) | {"uri": record.uri[:_LONGEST_ADDRESS]}, b""
    if document is None:
        return {"kind": "passed", "record": number}, b""
    media_type, charset, content = document
    uri = record.uri if len(record.uri) <= _LONGEST_ADDRESS else ""
    return {"kind": "document", "record": number, "uri": uri, "media_type": media_type, "charset": charset}, content


def _error(number: int, error: TocsinError) -> dict[str, Any]:
    return {
        "kind": "error",
        "record": number,
        "uri": "",
        "error": {"code": error.code, "found": error.found, "allowed": error.allowed, "do": error.do},
    }


if __name__ == "__main__":
    main()
