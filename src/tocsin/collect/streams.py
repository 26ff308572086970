"""Files read as streams: counted for a progress bar, unpacked within bounds, never whole in memory."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import IO, BinaryIO, Protocol, cast

from tocsin.errors import Bomb, BrokenOff, NotText, TocsinError

MAX_RATIO = 300
"""Unpacked bytes for a packed one. Tables of news and of events pack 4 to 40 times; a run of one letter, a thousand times."""

FREE_BYTES = 20_000_000
"""So much may unpack at any ratio: short files of one letter are harmless."""

MAX_UNPACKED_BYTES = 64_000_000_000
"""Of one file, at any ratio."""

MAX_MEMBERS = 10_000
"""Files in one archive."""

_CHUNK = 16_384
_MOST_AT_ONCE = 1 << 20


class Readable(Protocol):
    """Whatever gives bytes in order."""

    def read(self, size: int = -1, /) -> bytes:
        """Up to `size` bytes; b"" at the end."""
        ...


def at_hand(stream: Readable, size: int) -> bytes:
    """Up to `size` bytes, as many as are at hand; b"" at the end. So what stands before a break in a stream comes before it is raised."""
    read: Callable[[int], bytes] = getattr(stream, "read1", stream.read)  # raw streams and sockets read so by themselves
    return read(size)


@dataclass(slots=True)
class Meter:
    """How much of what is known to be there was read, in bytes as they lie in the files.

    total: None where it cannot be told before the end (a URL).
    """

    done: int = 0
    total: int | None = None


class Counted(io.RawIOBase):
    """A stream that tells a meter how far it was read. Seekable where what lies under it is."""

    def __init__(self, stream: BinaryIO, meter: Meter) -> None:
        self._stream, self._meter = stream, meter

    def readable(self) -> bool:
        """Always."""
        return True

    def seekable(self) -> bool:
        """As the stream under it."""
        return self._stream.seekable()

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        """As the stream under it; moving about is not counted."""
        return self._stream.seek(offset, whence)

    def tell(self) -> int:
        """As the stream under it."""
        return self._stream.tell()

    def readinto(self, buffer: object, /) -> int:
        """Up to as many bytes as the buffer holds."""
        view = memoryview(cast("bytearray", buffer))
        data = at_hand(self._stream, len(view))
        view[: len(data)] = data
        self._meter.done += len(data)
        return len(data)


class Ahead(io.RawIOBase):
    """A stream of which the beginning was read already: it gives that first."""

    def __init__(self, head: bytes, stream: Readable) -> None:
        self._head, self._stream = head, stream

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: object, /) -> int:
        """Up to as many bytes as the buffer holds."""
        view = memoryview(cast("bytearray", buffer))
        if self._head:
            data, self._head = self._head[: len(view)], self._head[len(view) :]
        else:
            data = at_hand(self._stream, len(view))
        view[: len(data)] = data
        return len(data)


class Bounds:
    """Watches what unpacks from what. Raises Bomb as soon as it is more than can be honest."""

    def __init__(self, *, ratio: int = MAX_RATIO, free: int = FREE_BYTES, most: int = MAX_UNPACKED_BYTES) -> None:
        self._ratio, self._free, self._most = ratio, free, most
        self._unpacked = 0

    def add(self, unpacked: int, packed_so_far: int) -> None:
        """So many bytes more, out of so many packed ones in all up to now."""
        self._unpacked += unpacked
        if self._unpacked > self._most or self._unpacked > max(self._free, self._ratio * packed_so_far):
            raise Bomb(
                f"the file unpacks to more than {self._unpacked:,} bytes out of {packed_so_far:,}",
                allowed=f"{self._ratio} times its size, and {self._most // 1_000_000_000} GB",
                do="look at what it is; unpack it yourself if it is what it should be",
            )


class Gunzipped(io.RawIOBase):
    """The content of a gzip stream of any number of members.

    Reading raises Bomb, and BrokenOff where the stream ends within a member, is damaged, or goes on with something else.
    """

    def __init__(self, stream: Readable, bounds: Bounds | None = None) -> None:
        self._stream, self._bounds = stream, bounds or Bounds()
        self._unpacker = zlib.decompressobj(31)
        self._packed, self._read = b"", 0
        self._ready = b""
        self._member = self._begun = 0  # members up to now; the one whose first bytes were given

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: object, /) -> int:
        """Up to as many bytes as the buffer holds."""
        view = memoryview(cast("bytearray", buffer))
        data = self._ready or self._some(min(len(view), _MOST_AT_ONCE))
        data, self._ready = data[: len(view)], data[len(view) :]
        view[: len(data)] = data
        return len(data)

    def member(self, head: bytes) -> bytes:
        """What is given for the first bytes of a member after the first: they themselves, unless a kind of archive knows better."""
        return head

    def _some(self, most: int) -> bytes:
        while True:
            if self._unpacker.eof and not self._next_member():
                return b""
            if not self._packed and not self._more():
                raise BrokenOff(f"the gzip stream ends within its data, at byte {self._read:,}", do="fetch the file again")
            try:
                data = self._unpacker.decompress(self._packed, most)
            except zlib.error as error:
                raise BrokenOff(f"the gzip stream is damaged near byte {self._read:,} ({error})", do="fetch the file again") from None
            self._packed = self._unpacker.unused_data if self._unpacker.eof else self._unpacker.unconsumed_tail
            self._bounds.add(len(data), self._read)
            if data and self._begun < self._member:
                self._begun = self._member
                return self.member(data)
            if data:
                return data

    def _next_member(self) -> bool:
        """Whether another member follows; zeros between members and at the end are padding (RFC 1952, and as gzip does)."""
        while not (rest := self._packed.lstrip(b"\x00")):
            if not self._more():
                return False
        self._packed = rest
        if len(rest) < 2:
            self._more(keep=True)
        if not self._packed.startswith(b"\x1f\x8b"):
            raise BrokenOff(f"after its data the gzip stream goes on with something else, near byte {self._read:,}")
        self._unpacker = zlib.decompressobj(31)
        self._member += 1
        return True

    def _more(self, *, keep: bool = False) -> bool:
        data = at_hand(self._stream, _CHUNK)
        self._read += len(data)
        self._packed = self._packed + data if keep else data
        return bool(data)


def gunzipped(stream: Readable) -> BinaryIO:
    """`Gunzipped` with a buffer, for reading by line."""
    return cast("BinaryIO", io.BufferedReader(Gunzipped(stream), _MOST_AT_ONCE))


class _Bounded(io.RawIOBase):
    """A member of an archive, watched; damage becomes BrokenOff."""

    def __init__(self, stream: IO[bytes], bounds: Bounds, packed: int) -> None:
        self._stream, self._bounds, self._packed = stream, bounds, packed

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object, /) -> int:
        view = memoryview(cast("bytearray", buffer))
        try:
            data = at_hand(self._stream, min(len(view), _MOST_AT_ONCE))
        except (zipfile.BadZipFile, zlib.error, EOFError) as error:
            raise BrokenOff(f"the archive is damaged ({error or 'it ends early'})", do="fetch the file again") from None
        view[: len(data)] = data
        self._bounds.add(len(data), self._packed)
        return len(data)


def members(stream: BinaryIO, size: int) -> Iterator[tuple[str, BinaryIO | TocsinError]]:
    """The files of a ZIP archive by their names, folders and hidden ones left out; an error where one cannot be opened.

    size: of the archive, in bytes: all members together may unpack to `MAX_RATIO` times as much, however often they share their bytes.

    Raises BrokenOff for what is no whole archive, NotText for an office document, Bomb for more than `MAX_MEMBERS` files.
    """
    try:
        archive = zipfile.ZipFile(stream)
    except (zipfile.BadZipFile, EOFError, ValueError, NotImplementedError, OSError) as error:
        raise BrokenOff(f"the archive is not whole ({error})", do="fetch the file again") from None
    with archive:
        names = [info for info in archive.infolist() if not info.is_dir() and not _hidden(info.filename)]
        if any(info.filename in ("[Content_Types].xml", "mimetype") for info in names):
            raise NotText("the input is an office document", do="save it as PDF, HTML, text or CSV")
        if len(names) > MAX_MEMBERS:
            raise Bomb(f"the archive holds {len(names):,} files", allowed=f"{MAX_MEMBERS:,}")
        bounds = Bounds()
        for info in names:
            yield info.filename, _opened(archive, info, bounds, size)


def _opened(archive: zipfile.ZipFile, info: zipfile.ZipInfo, bounds: Bounds, size: int) -> BinaryIO | TocsinError:
    try:
        return io.BufferedReader(_Bounded(archive.open(info), bounds, size), _MOST_AT_ONCE)
    except RuntimeError:  # as zipfile tells of a password
        return NotText(f"{info.filename!r} is locked with a password", do="unpack it first")
    except NotImplementedError:
        return NotText(f"{info.filename!r} is packed in a way that is not read", do="unpack it first")
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError) as error:
        return BrokenOff(f"{info.filename!r} is not whole in the archive ({error})", do="fetch the file again")


def _hidden(name: str) -> bool:
    return any(part.startswith((".", "__MACOSX")) for part in name.split("/") if part not in (".", ".."))
