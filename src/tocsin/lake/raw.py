"""The raw bytes of what was taken in, kept under their SHA-256 and compressed, so that a better reader can begin there again."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from uuid import uuid4

import pyarrow as pa
from pyarrow import fs

from tocsin.errors import DataError
from tocsin.lake.store import Store

FOLDER = "raw"
_HASH = re.compile(r"[0-9a-f]{64}")


class Raw:
    """The raw bytes of a lake: `raw/ab/cdef....zst` for the hash "abcdef...". Keeping the same bytes again changes nothing."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._made: set[str] = set()

    def put(self, raws: Mapping[str, bytes]) -> None:
        """Keep bytes under their hashes (hexadecimal SHA-256). DataError where a hash is not theirs."""
        files = self._store.files
        for digest, content in raws.items():
            if _digest(content) != digest:
                raise DataError(f"the bytes given under {digest} have another SHA-256, {_digest(content)}")
            if files.get_file_info(_path(digest)).type is fs.FileType.NotFound:
                self._write(files, digest, content)

    def get(self, digest: str) -> bytes | None:
        """The bytes, None where there are none under this hash. DataError where they have come to harm."""
        if not _HASH.fullmatch(digest):
            return None
        try:
            with self._store.files.open_input_file(_path(digest)) as file:
                packed = pa.BufferReader(file.read())
            content: bytes = pa.CompressedInputStream(packed, "zstd").read()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise DataError(f"the raw bytes {digest} cannot be unpacked: {error}", do="take them in again from their source") from error
        if _digest(content) != digest:
            raise DataError(f"the raw bytes {digest} are not those that were kept", do="take them in again from their source")
        return content

    def hashes(self) -> Iterator[str]:
        """The hashes of all that is kept."""
        selector = fs.FileSelector(FOLDER, recursive=True, allow_not_found=True)
        for info in self._store.files.get_file_info(selector):
            if info.type is fs.FileType.File and info.path.endswith(".zst"):
                yield "".join(info.path.removesuffix(".zst").split("/")[-2:])

    def tidy(self, before: datetime) -> int:
        """Take away what writers that were killed had half written before then; how many files. An object store has none."""
        if self._store.folder is None:
            return 0
        left = [path for path in (self._store.folder / FOLDER).rglob("*.zst.*") if path.stat().st_mtime < before.timestamp()]
        for path in left:
            path.unlink(missing_ok=True)
        return len(left)

    def _write(self, files: fs.FileSystem, digest: str, content: bytes) -> None:
        """Whole or not at all: on a folder by renaming; an object store shows no half-written object anyway."""
        path = _path(digest)
        target = path if self._store.folder is None else f"{path}.{uuid4().hex}"
        if (parent := path.rpartition("/")[0]) not in self._made:
            files.create_dir(parent)
            self._made.add(parent)
        with files.open_output_stream(target, compression="zstd") as stream:
            stream.write(content)
        if target != path:
            files.move(target, path)


def _path(digest: str) -> str:
    return f"{FOLDER}/{digest[:2]}/{digest[2:]}.zst"


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
